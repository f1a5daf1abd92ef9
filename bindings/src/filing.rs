//! What is handed in, how it stands, and what providers ask for.

use heyan::rules::filing::profile::{Profile, Province, StepRule as Rule};
use heyan::rules::filing::{self, order};
use heyan::rules::words::Words;
use heyan::vault;

use crate::error::HeyanError;
use crate::finding::Lang;
use crate::mirror::mirror;

mirror! {
    /// One thing to be done for a filing.
    Step of filing::Step {
        /// 人像面.
        IdFront,
        /// 国徽面.
        IdBack,
        /// The picture before a white wall.
        Portrait,
        /// 活体认证.
        Liveness,
        /// 承诺视频.
        Statement,
        /// 真实性责任告知书.
        ResponsibilityLetter,
        /// 真实性承诺书.
        PromiseLetter,
        /// 互联网信息服务备案承诺书.
        CommitmentLetter,
        /// 法人授权书.
        AuthorisationLetter,
        /// The certificate of the domain.
        DomainCertificate,
        /// 营业执照.
        BusinessLicence,
        /// 居住证.
        ResidenceProof,
        /// Proof of employment or of own income.
        EmploymentProof,
        /// 建设方案书.
        ConstructionPlan,
        /// 手持证件照.
        HoldingPhoto,
    }
}

mirror! {
    /// How a step stands.
    Standing of filing::Standing {
        /// Not done.
        Missing,
        /// Done and accepted.
        Done,
        /// Recorded against its judgement.
        Forced,
        /// Done, and too long ago.
        Stale,
    }
}

mirror! {
    /// How an order stands.
    OrderStatus of filing::Status {
        /// Not handed in.
        Incomplete,
        /// With the provider.
        AwaitingReview,
        /// Something is missing.
        ToAmend,
        /// Mended and handed in again.
        Amended,
        /// The provider refused it.
        ReviewRejected,
        /// Passed the provider.
        AwaitingSubmission,
        /// With the communications administration.
        AwaitingAuthority,
        /// Refused there.
        AuthorityRejected,
        /// Filed.
        Filed,
    }
}

mirror! {
    /// What the order is for.
    OrderKind of filing::OrderKind {
        /// Something is filed.
        Filing,
        /// 取消接入.
        CancelAccess,
        /// 注销.
        Deregister,
    }
}

mirror! {
    /// Why an order was sent back.
    RefusalReason of order::Reason {
        /// 动作不规范.
        WrongMovement,
        /// The face was not recognised.
        FaceCheck,
        /// Not the same person.
        FaceMismatch,
        /// The background is not white.
        Background,
        /// Shoulders, dress, framing.
        Portrait,
        /// What was filled in differs.
        FilledIn,
        /// The picture of the certificate.
        CertificatePicture,
        /// The certificate's validity.
        CertificateValidity,
        /// A letter.
        Letter,
        /// The statement video.
        Statement,
        /// A meeting by video with a reviewer.
        VideoMeeting,
        /// The SMS check.
        Sms,
        /// The phone was not answered.
        Phone,
        /// The name of the site or app.
        SiteName,
        /// The content of the site.
        Content,
        /// The domain.
        Domain,
        /// None of these.
        Other,
    }
}

mirror! {
    /// What may be agreed to, each by itself.
    Purpose of vault::Purpose {
        /// Documents and letters to a recipient.
        SendIdentity,
        /// Pictures and videos of the face to a recipient.
        SendFace,
        /// The faces of the steps beside each other, on this device.
        CompareFace,
    }
}

/// Whose rules hold.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Rules {
    /// Name of the provider's profile, as `huawei`.
    pub provider: String,
    /// Name of the province, as `jiangsu`, if one is named.
    #[uniffi(default = None)]
    pub province: Option<String>,
    /// The text of a profile of one's own, in place of a built-in one.
    #[uniffi(default = None)]
    pub text: Option<String>,
}

impl Rules {
    /// The province that is named.
    pub(crate) fn province(&self) -> Result<Option<Province>, HeyanError> {
        self.province.as_deref().map(str::parse).transpose().map_err(|reason| HeyanError::BadArgument { reason })
    }

    /// The profile that is named.
    pub(crate) fn profile(&self) -> Result<Profile, HeyanError> {
        let (text, province) = (self.text.as_deref(), self.province()?);
        let profile =
            text.map_or_else(|| Profile::named(&self.provider, province), |text| Profile::parse(text, province));
        profile.map_err(|error| HeyanError::BadArgument { reason: error.to_string() })
    }
}

/// The profile of `rules`; the common one when none are named.
pub(crate) fn profile_of(rules: Option<&Rules>) -> Result<Profile, HeyanError> {
    rules.map_or_else(|| Rules { provider: COMMON.to_owned(), province: None, text: None }.profile(), Rules::profile)
}

/// The profile below all others.
const COMMON: &str = "generic";

/// Something by its name, and what people call it.
pub type Named = heyan_app::said::Named;

/// Something by its name, and what people call it.
#[uniffi::remote(Record)]
pub struct Named {
    /// Its name, for [`Rules`].
    pub key: String,
    /// In words.
    pub name: String,
}

/// What a provider asks of one step.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct StepRule {
    /// The step.
    pub step: Step,
    /// Its name in words.
    pub name: String,
    /// When it is asked, in words.
    pub asked: String,
    /// Fewest files.
    pub min_files: u32,
    /// Most files.
    pub max_files: u32,
    /// Most bytes of one file, where a source says so.
    pub max_bytes: Option<u64>,
    /// Where this stands, and when it did.
    pub source: String,
}

/// What providers and provinces ask for.
#[derive(uniffi::Object)]
pub struct Profiles {
    words: Words,
}

#[uniffi::export]
impl Profiles {
    /// In words of `lang`.
    #[uniffi::constructor]
    pub fn new(lang: Lang) -> Self {
        Self { words: Words::new(lang) }
    }

    /// The providers there are profiles of.
    pub fn providers(&self) -> Vec<Named> {
        let named = |key: &str| Named { key: key.to_owned(), name: self.words.provider(key) };
        Profile::names().into_iter().map(named).collect()
    }

    /// The provinces that ask for something of their own.
    pub fn provinces(&self) -> Vec<Named> {
        let named = |p: Province| Named { key: p.as_str().to_owned(), name: self.words.province(p) };
        Province::ALL.into_iter().map(named).collect()
    }

    /// The provider of `rules` in words; of a profile of one's own, which is checked, its name.
    pub fn named(&self, rules: Rules) -> Result<String, HeyanError> {
        Ok(self.words.provider(&rules.profile()?.name))
    }

    /// What `rules` ask for, in the order a person is led through.
    pub fn steps(&self, rules: Rules) -> Result<Vec<StepRule>, HeyanError> {
        let profile = rules.profile()?;
        let known = |step: filing::Step| profile.steps.get(&step).map(|rule| self.rule(&profile, step, rule));
        Ok(filing::Step::ALL.into_iter().filter_map(known).collect())
    }

    /// What else `rules` would have a person know, in words.
    pub fn notes(&self, rules: Rules) -> Result<Vec<String>, HeyanError> {
        Ok(notes(&rules.profile()?, &self.words))
    }
}

impl Profiles {
    fn rule(&self, profile: &Profile, step: filing::Step, rule: &Rule) -> StepRule {
        StepRule {
            step,
            name: self.words.step(step),
            asked: self.words.asked_when(rule.asked),
            min_files: u32::try_from(rule.min_files).unwrap_or(u32::MAX),
            max_files: u32::try_from(rule.max_files).unwrap_or(u32::MAX),
            max_bytes: profile.export(step).and_then(|export| export.max_bytes),
            source: format!("{}, {}", rule.cited.source, rule.cited.date),
        }
    }
}

fn notes(profile: &Profile, words: &Words) -> Vec<String> {
    profile.notes.keys().map(|key| words.note(key)).filter(|note| !note.is_empty()).collect()
}
