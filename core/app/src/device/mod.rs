//! The ports over `heyan`: cases in a folder of this device, sessions over the models of a pack, a gateway.

mod case;
mod files;
mod guard;
mod judged;
mod open;
mod send;
mod sessions;
mod store;

use std::path::PathBuf;
use std::sync::Arc;

use heyan::rules::Code;
use heyan::rules::Date;
use heyan::vault::seal::AppBuild;
use heyan::vault::upload::{SubmitError, Transport};
use heyan::vault::{CaseError, KeyProvider, VaultError};
use heyan::vision::VisionError;
use heyan::vision::frame::FrameError;
use heyan::{IntakeError, LivenessError, PortraitError, ScanError, StatementError};
use jiff::Timestamp;

use crate::problem::Problem;

pub use files::Files;
pub use store::Cases;

/// Where cases, models and the gateway of this device are.
pub struct Device {
    /// The folder of cases, each sealed with a key of its own.
    pub cases: PathBuf,
    /// Another folder, which no backup carries: in it stands how far each case had come, so that an old state put back is noticed.
    pub rollback_guard: PathBuf,
    /// The keys of the cases.
    pub keys: Arc<dyn Keys>,
    /// The folder with ONNX Runtime and the models.
    pub pack: PathBuf,
    /// Threads for inference.
    pub threads: usize,
    /// The time.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Whom to send to.
    pub gateway: Gateway,
}

impl Device {
    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    fn today(&self) -> Date {
        heyan::vault::Case::day_of(self.now())
    }
}

/// The keys of cases: one for each alias, so that destroying it destroys what it wrapped. An alias is a random name, 32
/// hexadecimal digits.
pub trait Keys: Send + Sync {
    /// The key of `alias`; made with the first use when there is none yet and `create` says so.
    fn of(&self, alias: &str, create: bool) -> Box<dyn KeyProvider>;
}

/// Whom to send to.
#[derive(Clone)]
pub struct Gateway {
    /// `https://host[:port]`; empty where there is none yet.
    pub address: String,
    /// What sends.
    pub app: AppBuild,
    /// Who carries requests.
    pub carrier: Carrier,
}

impl Gateway {
    /// The address as it is asked at.
    fn address(&self) -> String {
        self.address.trim_end_matches('/').to_owned()
    }
}

/// Who carries requests.
#[derive(Clone)]
pub enum Carrier {
    /// The core itself.
    Http {
        /// The gateway's key must be one of these, `sha256/` and base64 (RFC 7469); any key with a right certificate when there are
        /// none.
        pins: Vec<String>,
        /// Further root certificates, PEM: for a sandbox.
        roots_pem: Option<String>,
    },
    /// The shell.
    Shell(Arc<dyn Transport>),
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::KeyGone => Self::KeyGone,
            VaultError::KeyLocked => Self::KeyLocked,
            other => Self::Told(other.code()),
        }
    }
}

impl From<CaseError> for Problem {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::Vault(error) => error.into(),
            CaseError::Profile(_) => Self::Profile,
            CaseError::NoConsent => Self::Told(Code::CaseNoConsent),
            CaseError::NotDone => Self::Told(Code::FilingStepMissing),
            CaseError::HandedIn => Self::Told(Code::CaseHandedIn),
            CaseError::OtherChallenge => Self::Told(Code::SubmitOtherActions),
        }
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        VaultError::from(error).into()
    }
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        Self::Told(error.code())
    }
}

impl From<IntakeError> for Problem {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Unreadable { cause, .. } => cause.into(),
            IntakeError::NoPicture { .. } | IntakeError::Picture { .. } => Self::Picture,
            IntakeError::Models(_) => Self::Models,
        }
    }
}

impl From<FrameError> for Problem {
    /// The shell's description does not fit its bytes.
    fn from(_: FrameError) -> Self {
        Self::Fault
    }
}

impl From<ScanError> for Problem {
    fn from(error: ScanError) -> Self {
        match error {
            ScanError::Picture(_) => Self::Picture,
            ScanError::Models(_) => Self::Models,
        }
    }
}

impl From<PortraitError> for Problem {
    fn from(error: PortraitError) -> Self {
        match error {
            PortraitError::Models(_) => Self::Models,
            PortraitError::Export => Self::Picture,
        }
    }
}

impl From<StatementError> for Problem {
    fn from(error: StatementError) -> Self {
        match error {
            StatementError::Models(_) => Self::Models,
            StatementError::Sound(_) => Self::Fault,
        }
    }
}

impl From<LivenessError> for Problem {
    fn from(_: LivenessError) -> Self {
        Self::Models
    }
}

impl From<VisionError> for Problem {
    fn from(_: VisionError) -> Self {
        Self::Models
    }
}
