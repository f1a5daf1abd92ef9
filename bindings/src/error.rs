//! What went wrong, as far as a shell can act on it.

use heyan::vision::VisionError;
use heyan::vision::frame::FrameError;
use heyan::{LivenessError, PortraitError, ScanError, StatementError};

/// What a shell can act on. `reason` says what was expected and what came, without personal data.
#[derive(Debug, Clone, PartialEq, thiserror::Error, uniffi::Error)]
pub enum HeyanError {
    /// The frame does not fit its description: a fault of the shell.
    #[error("{reason}")]
    BadFrame {
        /// What does not fit.
        reason: String,
    },
    /// The bytes are no picture that can be read: let the person choose another.
    #[error("{reason}")]
    BadPicture {
        /// What is wrong with them, and the way out.
        reason: String,
    },
    /// An argument that cannot be: a fault of the shell.
    #[error("{reason}")]
    BadArgument {
        /// Which, and what it may be.
        reason: String,
    },
    /// A model is missing or cannot run: fetch or unpack the model pack again.
    #[error("{reason}")]
    ModelUnavailable {
        /// Which, and why.
        reason: String,
    },
    /// The session has ended or was closed: open another.
    #[error("the session has ended: open another")]
    Ended,
    /// The session met a fault of its own and cannot go on: open another, and report it.
    #[error("the session met a fault in the core and cannot go on: open another")]
    Poisoned,
    /// The key of the case is gone for ever: start over.
    #[error("the key of this case is gone: start over")]
    KeyGone,
    /// The key store is locked: try again when the device is unlocked.
    #[error("the key store is locked")]
    KeyLocked,
    /// The shell's own code failed when it was called back, or the system did.
    #[error("{reason}")]
    Shell {
        /// What did.
        reason: String,
    },
}

/// A thrown exception is an error here, and never a panic. What it says may be personal and stays in the shell.
impl From<uniffi::UnexpectedUniFFICallbackError> for HeyanError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Shell { reason: "the shell's own code threw what it does not name".to_owned() }
    }
}

impl From<FrameError> for HeyanError {
    fn from(error: FrameError) -> Self {
        Self::BadFrame { reason: error.to_string() }
    }
}

impl From<VisionError> for HeyanError {
    fn from(error: VisionError) -> Self {
        Self::ModelUnavailable { reason: error.to_string() }
    }
}

impl From<LivenessError> for HeyanError {
    fn from(error: LivenessError) -> Self {
        Self::ModelUnavailable { reason: error.to_string() }
    }
}

impl From<ScanError> for HeyanError {
    fn from(error: ScanError) -> Self {
        match error {
            ScanError::Picture(reason) => Self::BadPicture { reason },
            ScanError::Models(reason) => Self::ModelUnavailable { reason },
        }
    }
}

impl From<PortraitError> for HeyanError {
    fn from(error: PortraitError) -> Self {
        match error {
            PortraitError::Models(reason) => Self::ModelUnavailable { reason },
            PortraitError::Export => Self::BadPicture { reason: error.to_string() },
        }
    }
}

impl From<StatementError> for HeyanError {
    fn from(error: StatementError) -> Self {
        match error {
            StatementError::Models(reason) => Self::ModelUnavailable { reason },
            StatementError::Sound(reason) => Self::BadArgument { reason },
        }
    }
}
