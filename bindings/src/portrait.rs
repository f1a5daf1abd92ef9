//! The portrait.

use std::path::Path;

use heyan::portrait::export;
use heyan::rules::portrait::{PortraitHint, Profile};
use heyan::rules::words::Words;
use heyan::vision::frame::{DecodeLimits, Picture, decode};
use heyan::{PortraitReport as Report, PortraitSession as Session};

use crate::error::HeyanError;
use crate::filing::{Rules, profile_of};
use crate::finding::{Finding, Lang, Verdict, findings};
use crate::frame::FrameMeta;
use crate::guard::{Guarded, no_panic};

/// How it stands after a frame.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct PortraitLive {
    /// Code of what is to be mended first; nothing when all is well.
    pub mend: Option<String>,
    /// What to tell the person, in words.
    pub say: String,
    /// Whether this very frame would be accepted: the shutter may fall by itself.
    pub ready: bool,
}

/// The outcome of one judgement.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct PortraitReport {
    /// What a reviewer would say.
    pub verdict: Verdict,
    /// Everything to say about it, gravest first.
    pub findings: Vec<Finding>,
    /// From picture to verdict, ms.
    pub total_ms: f64,
}

/// One portrait being taken.
#[derive(uniffi::Object)]
pub struct PortraitSession {
    session: Guarded<Session, PortraitLive>,
    words: Words,
}

#[uniffi::export]
impl PortraitSession {
    /// Loads the models of the folder `pack`; judges by the limits of `rules`.
    #[uniffi::constructor(default(rules = None))]
    pub fn open(pack: String, threads: u8, lang: Lang, rules: Option<Rules>) -> Result<Self, HeyanError> {
        no_panic(|| {
            let limits = profile_of(rules.as_ref())?.step_limits().portrait;
            let session = Session::open(Path::new(&pack), threads.into(), limits)?;
            Ok(Self { session: Guarded::new(session), words: Words::new(lang) })
        })
    }

    /// Takes the next camera frame, on the camera's thread. While another call is at work the frame is dropped and the last
    /// report comes back. `bytes` are borrowed for the call; on Android a direct buffer at position 0 (`slice()`).
    pub fn submit(&self, bytes: &[u8], meta: FrameMeta) -> Result<Option<PortraitLive>, HeyanError> {
        self.session.frame(|session| {
            let live = session.submit(&meta.frame(bytes)?)?;
            let mend = match live.hint {
                PortraitHint::Mend(code) => Some(code.as_str().to_owned()),
                PortraitHint::Ready => None,
            };
            Ok(PortraitLive { mend, say: self.words.portrait_hint(live.hint), ready: live.ready })
        })
    }

    /// Judges a still: the bytes of a JPEG, PNG or WebP. Takes a second on a phone: not on the camera's thread.
    pub fn judge_still(&self, bytes: &[u8]) -> Result<PortraitReport, HeyanError> {
        self.session.wait(|session| Ok(self.report(&session.judge(&picture(bytes)?)?)))
    }

    /// The picture that is handed in: `bytes` cut out and sized as the portrait profile `size` asks (`icp`, `icp-landscape`,
    /// `passport`), a JPEG without metadata.
    pub fn export_still(&self, bytes: &[u8], size: String) -> Result<Vec<u8>, HeyanError> {
        let unknown = || HeyanError::BadArgument {
            reason: format!("there is no portrait profile `{size}`: choose among {}", Profile::NAMES.join(", ")),
        };
        let profile = Profile::named(&size).ok_or_else(unknown)?;
        self.session.wait(|session| {
            let picture = picture(bytes)?;
            let report = session.judge(&picture)?;
            Ok(export(&picture, &report, &profile.export)?)
        })
    }
}

impl PortraitSession {
    fn report(&self, report: &Report) -> PortraitReport {
        PortraitReport {
            verdict: report.verdict,
            findings: findings(&report.findings, &self.words),
            total_ms: report.timing.total_ms,
        }
    }
}

fn picture(bytes: &[u8]) -> Result<Picture, HeyanError> {
    decode(bytes, &DecodeLimits::default()).map_err(|error| HeyanError::BadPicture { reason: error.to_string() })
}
