//! Why a submission did not come to its end.

use std::io;

use super::control::Want;
use super::file::FileError;
use super::gateway::GatewayError;
use super::transport::Distrust;
use super::tus::Ending;
use crate::api::ProblemCode;
use crate::case::CaseError;
use crate::seal::SealError;
use heyan_rules::Code;

/// Why a submission did not come to its end. What a shell can act on.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// It was asked to pause: the same call goes on.
    #[error("paused; the same command goes on where it stopped")]
    Paused,
    /// It was cancelled, and what was at the server was taken away as far as it let itself.
    #[error("cancelled")]
    Cancelled,
    /// The server is not the one it should be. Nothing was sent to it.
    #[error("{0}; nothing was sent")]
    Distrust(#[from] Distrust),
    /// The gateway refused.
    #[error("the gateway refused the submission ({})", .0.as_str())]
    Refused(ProblemCode),
    /// The upload server ended it.
    #[error("{0}")]
    Ended(Ending),
    /// No way through for now: the same call goes on later.
    #[error("{0}; what was sent is kept, the same command goes on")]
    Unreachable(String),
    /// A submission to another gateway was begun in this case.
    #[error("this case was begun with another gateway")]
    OtherGateway,
    /// The gateway speaks for another provider than the one that the person agreed to.
    #[error("the gateway speaks for another provider than the one that was agreed to; nothing was sent")]
    OtherRecipient,
    /// The device: disk, journal, key.
    #[error("this device could not keep what is to be sent: {0}")]
    Local(#[from] io::Error),
    /// There is nothing to follow.
    #[error("nothing of this case was submitted yet")]
    NotSubmitted,
    /// The material changed after it was sent.
    #[error("the material was handed in already and has changed since: start a new case")]
    Changed,
}

impl From<SealError> for SubmitError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Io(error) => Self::Local(error),
            other => Self::Local(io::Error::other(other)),
        }
    }
}

impl From<CaseError> for SubmitError {
    fn from(error: CaseError) -> Self {
        Self::Local(io::Error::other(error))
    }
}

impl From<GatewayError> for SubmitError {
    fn from(error: GatewayError) -> Self {
        match error {
            GatewayError::Refused(code) => Self::Refused(code),
            GatewayError::Distrust(distrust) => Self::Distrust(distrust),
            GatewayError::Stopped(want) => want.into(),
            other => Self::Unreachable(other.to_string()),
        }
    }
}

impl From<FileError> for SubmitError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Ended(ending @ (Ending::NoProgress(_) | Ending::Restarts(_))) => {
                Self::Unreachable(ending.to_string())
            }
            FileError::Ended(ending) => Self::Ended(ending),
            FileError::Distrust(distrust) => Self::Distrust(distrust),
            FileError::Stopped(want) => want.into(),
            FileError::Local(error) => Self::Local(error),
        }
    }
}

impl From<Want> for SubmitError {
    fn from(want: Want) -> Self {
        if want == Want::Cancel { Self::Cancelled } else { Self::Paused }
    }
}

impl SubmitError {
    /// The finding that tells a person.
    pub fn code(&self) -> Code {
        match self {
            Self::Paused => Code::SubmitPaused,
            Self::Cancelled => Code::SubmitCancelled,
            Self::Distrust(Distrust::PlainHttp) => Code::SubmitPlainHttp,
            Self::Distrust(Distrust::Address) => Code::SubmitAddress,
            Self::Distrust(Distrust::Expired | Distrust::NotYetValid) => Code::SubmitCertificateTime,
            Self::Distrust(_) => Code::SubmitWrongServer,
            Self::Refused(code) => refused(*code),
            Self::Ended(Ending::TooLarge) => Code::SubmitTooLarge,
            Self::Ended(Ending::ServerFull) => Code::SubmitServerFull,
            Self::Ended(Ending::NotAllowed(_)) => Code::SubmitNotAllowed,
            Self::Ended(_) => Code::SubmitNoGateway,
            Self::Unreachable(_) => Code::SubmitUnreachable,
            Self::OtherGateway => Code::SubmitOtherGateway,
            Self::OtherRecipient => Code::SubmitOtherProvider,
            Self::Local(_) => Code::SubmitDevice,
            Self::NotSubmitted => Code::SubmitNotYet,
            Self::Changed => Code::SubmitChanged,
        }
    }
}

fn refused(code: ProblemCode) -> Code {
    use ProblemCode::{
        AlreadySubmitted, FileBroken, FileChanged, FileMissing, Internal, Malformed, ManifestBroken, MethodNotAllowed,
        NonceExpired, NonceSpent, NonceUnknown, NotAllowed, NotFound, OtherCase, OtherKey, RecordingUnbound, Signature,
        TooLarge, Unknown,
    };
    match code {
        Signature | OtherKey | OtherCase | ManifestBroken => Code::SubmitTampered,
        NonceUnknown | NonceSpent | NonceExpired => Code::SubmitChallenge,
        RecordingUnbound => Code::SubmitRecordingUnbound,
        FileMissing | FileChanged | FileBroken => Code::SubmitFileRefused,
        AlreadySubmitted => Code::SubmitAlready,
        NotAllowed => Code::SubmitNotAllowed,
        TooLarge => Code::SubmitTooLarge,
        Malformed | NotFound | MethodNotAllowed | Internal | Unknown => Code::SubmitNoGateway,
    }
}
