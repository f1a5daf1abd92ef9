//! What a case knows beside its material: stored in the vault's index, sealed like everything else.

use std::collections::BTreeMap;

use heyan_rules::document::{DocumentKind, Field, FieldKey, Fields};
use heyan_rules::filing::profile::Circumstances;
use heyan_rules::filing::{IdentityDocument, Order, PersonKind, Step, UnitKind};
use heyan_rules::geometry::Rect;
use heyan_rules::liveness::{Action, Challenge};
use heyan_rules::matching::FaceNumbers;
use heyan_rules::{Date, Sensitive};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::consent::{Agreed, Sent};
use crate::vault::RecordId;

/// Version of this form. A later one reads the earlier ones for ever.
///
/// 2 added the site, what was asked, and the text of a profile of one's own. 3 keeps what the filing finds of a step apart
/// from what its material shows, and notes what a recording was asked for and by whom. 4 says what sort of person and of unit
/// files and by which document, and keeps the face of a step in numbers where the person agreed that faces are compared.
pub const VERSION: u8 = 4;

/// What the filing found, as versions 1 and 2 had it among the other findings of a step. What came later was never there.
const FILING_AMONG_FINDINGS: [&str; 7] = [
    "filing.not_read",
    "filing.name_mismatch",
    "filing.number_mismatch",
    "filing.under_age",
    "filing.income_proof",
    "filing.validity_short",
    "filing.sides_mismatch",
];

/// Personal text in the sealed state.
mod sensitive {
    use heyan_rules::Sensitive;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(text: &Sensitive<String>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text.expose())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Sensitive<String>, D::Error> {
        String::deserialize(deserializer).map(Sensitive::new)
    }
}

/// A value that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Kept(#[serde(with = "sensitive")] pub Sensitive<String>);

/// Whom the order names as responsible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// As typed.
    #[serde(with = "sensitive")]
    pub name: Sensitive<String>,
    /// As typed.
    #[serde(with = "sensitive")]
    pub id_number: Sensitive<String>,
}

/// What is filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Name of site or app.
    pub name: Option<String>,
    /// Its domain.
    pub domain: Option<String>,
}

/// What the person was asked to do before the camera.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The actions of the face check.
    pub actions: Vec<Action>,
    /// The digits to read aloud; empty when the text has none.
    pub code: String,
    /// The day in the text.
    pub day: Date,
    /// When.
    pub at: Timestamp,
    /// The gateway's word that it is bound to; `None` when it was drawn on this device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Issued>,
}

/// What a gateway bound a challenge to, before the recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// Address of the gateway.
    pub gateway: String,
    /// Its word.
    pub nonce: String,
    /// Until when it takes the nonce for a submission, ms since 1970 by its clock.
    pub expires_at_ms: i64,
}

/// What came of a step's judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// Accepted.
    Accepted,
    /// Recorded against it, because the person insisted.
    Forced,
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRecord {
    /// What was judged.
    pub judgement: Judgement,
    /// When.
    pub since: Timestamp,
    /// Its files.
    pub records: Vec<RecordId>,
    /// What was read of them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<FieldKey, Kept>,
    /// Codes of what was found of its material, gravest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<String>,
    /// Codes of what was found of it beside the order, gravest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filing: Vec<String>,
    /// What a recording was asked for: its actions, and the gateway's word where the gateway asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
    /// The face in it, while there is a consent to compare faces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face: Option<FaceNumbers>,
}

impl StepRecord {
    /// Codes of all findings, those of the material first.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.findings.iter().chain(&self.filing).map(String::as_str)
    }

    /// What was read, as the rules take it.
    pub fn fields_of(&self, kind: DocumentKind) -> Fields {
        let field = |(key, kept): (&FieldKey, &Kept)| Field {
            key: *key,
            value: kept.0.clone(),
            confidence: 1.0,
            min_confidence: 1.0,
            bounds_mm: Rect::new(0.0, 0.0, 0.0, 0.0),
            overwritten: None,
            characters: Vec::new(),
        };
        let fields: Vec<Field> = self.fields.iter().map(field).collect();
        let missing = kind.fields().iter().copied().filter(|key| !self.fields.contains_key(key)).collect();
        Fields { kind, fields, missing, watermarked: false }
    }
}

fn mainland() -> PersonKind {
    PersonKind::Mainland
}

fn resident_id() -> IdentityDocument {
    IdentityDocument::ResidentId
}

/// Everything but the material itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// [`VERSION`].
    pub version: u8,
    /// Name of the provider's profile.
    pub profile: String,
    /// Name of the province, if one was named.
    pub province: Option<String>,
    /// A unit files, not a person.
    pub unit: bool,
    /// The responsible person is not the legal representative.
    pub not_legal_representative: bool,
    /// Where the responsible person is from. Before version 4 nobody was asked, and only a resident's card was read.
    #[serde(default = "mainland")]
    pub person_kind: PersonKind,
    /// What the responsible person proves who they are by.
    #[serde(default = "resident_id")]
    pub identity: IdentityDocument,
    /// What sort of unit files; `None` of a person, and where nobody was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_kind: Option<UnitKind>,
    /// Who is responsible.
    pub person: Person,
    /// When the case was made.
    pub created: Timestamp,
    /// What was done.
    pub steps: BTreeMap<Step, StepRecord>,
    /// How the order stands.
    pub order: Order,
    /// The text of a profile of one's own; without it the profile is a built-in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_text: Option<String>,
    /// What is filed, as far as it was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<Site>,
    /// What was asked last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
    /// What was agreed to, and what was taken back.
    pub consents: Vec<Agreed>,
    /// What has left.
    pub sent: Vec<Sent>,
}

impl CaseFile {
    /// The same in the form of [`VERSION`].
    pub(crate) fn brought_up(mut self) -> Self {
        if self.version < 3 {
            for record in self.steps.values_mut() {
                let theirs = |code: &String| FILING_AMONG_FINDINGS.contains(&code.as_str());
                let (filing, findings) = std::mem::take(&mut record.findings).into_iter().partition(theirs);
                (record.findings, record.filing) = (findings, filing);
            }
        }
        self.version = VERSION;
        self
    }

    /// What of the case decides which steps are asked.
    pub fn circumstances(&self) -> Circumstances {
        Circumstances {
            unit: self.unit,
            not_legal_representative: self.not_legal_representative,
            one_sided: self.identity.back().is_none(),
        }
    }

    /// The documents that `step` takes of this person and unit, the most usual first; none where it takes no document.
    pub fn documents(&self, step: Step) -> Vec<DocumentKind> {
        match step {
            Step::IdFront | Step::HoldingPhoto => vec![self.identity.front()],
            Step::IdBack => self.identity.back().into_iter().collect(),
            Step::BusinessLicence => match self.unit_kind {
                Some(unit) => vec![unit.paper()],
                None => vec![DocumentKind::BusinessLicence, DocumentKind::UnitCertificate],
            },
            _ => Vec::new(),
        }
    }
}
