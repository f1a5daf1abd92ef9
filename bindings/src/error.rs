//! What went wrong, as far as a shell can act on it.

use heyan::vision::VisionError;
use heyan::vision::frame::FrameError;
use heyan::{LivenessError, ScanError};

/// What a shell can act on. `reason` says what was expected and what came, without personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
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
