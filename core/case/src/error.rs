//! What a shell can act on when the case cannot be read or written.

use std::io;

use heyan_rules::Code;

use crate::vault::key::KeyError;

/// What is wrong with a file of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// It ends too early.
    Truncated,
    /// Its content is not what was sealed: a bit changed, chunks moved, bytes added.
    Changed,
    /// It is another record than its name says.
    Misplaced,
    /// It is not there.
    Missing,
    /// It is there and the index does not know of it.
    Stranger,
    /// It is of a version that this program does not know; which.
    Version(u8),
    /// It is no file of a case.
    Alien,
}

impl Damage {
    const fn said(self) -> &'static str {
        match self {
            Self::Truncated => "ends too early",
            Self::Changed => "was changed",
            Self::Misplaced => "is another record than its name says",
            Self::Missing => "is missing",
            Self::Stranger => "is not in the index",
            Self::Version(_) => "was written by a newer program",
            Self::Alien => "is no file of a case",
        }
    }
}

/// Which file of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The head, which says how the key is made.
    Head,
    /// The index.
    Index,
    /// The journal.
    Journal,
    /// A record.
    Record,
}

impl Part {
    const fn said(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Index => "index",
            Self::Journal => "journal",
            Self::Record => "record",
        }
    }
}

/// Why the vault did not do what was asked. Carries no personal data, no key and no path.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// No case in the folder.
    #[error("there is no case in this folder")]
    NoCase,
    /// The folder holds a case, or something else.
    #[error("the folder is not empty")]
    Occupied,
    /// Its deletion was begun and not finished.
    #[error("the deletion of this case was begun: delete it once more")]
    HalfDeleted,
    /// Another program has it open.
    #[error("another program has this case open")]
    Busy,
    /// The passphrase or key file is another one.
    #[error("the passphrase or key does not open this case")]
    WrongKey,
    /// The key is gone for ever, as after a restored backup.
    #[error("the key of this case is gone: start over")]
    KeyGone,
    /// The key cannot be used now, as before the device was unlocked.
    #[error("the key store is locked")]
    KeyLocked,
    /// A file is not as it was written.
    #[error("the {} of the case {}", .0.said(), .1.said())]
    Damaged(Part, Damage),
    /// An older state was put back.
    #[error("an older state of the case was put back: state {found}, last seen {seen}")]
    RolledBack {
        /// The state found.
        found: u64,
        /// The newest state known.
        seen: u64,
    },
    /// No space left. The case is as it was.
    #[error("no space left: the case is as it was before")]
    Full,
    /// The folder cannot be written. The case is as it was.
    #[error("the folder cannot be written: the case is as it was before")]
    ReadOnly,
    /// No record of that id.
    #[error("no such record")]
    NoRecord,
    /// What was to be stored could not be read to its end.
    #[error("the material could not be read: {0}")]
    Source(io::Error),
    /// The system failed otherwise.
    #[error("the system refused: {0}")]
    Io(io::Error),
}

impl VaultError {
    /// The finding that tells a person.
    pub const fn code(&self) -> Code {
        match self {
            Self::NoCase => Code::CaseNone,
            Self::Occupied => Code::CaseOccupied,
            Self::HalfDeleted => Code::CaseHalfDeleted,
            Self::Busy => Code::CaseBusy,
            Self::WrongKey => Code::CaseWrongKey,
            Self::KeyGone => Code::CaseKeyGone,
            Self::KeyLocked => Code::CaseKeyLocked,
            Self::Damaged(_, Damage::Version(_)) => Code::CaseNewer,
            Self::Damaged(..) => Code::CaseDamaged,
            Self::RolledBack { .. } => Code::CaseRolledBack,
            Self::Full => Code::CaseFull,
            Self::ReadOnly => Code::CaseReadOnly,
            Self::NoRecord | Self::Source(_) | Self::Io(_) => Code::CaseSystem,
        }
    }
}

impl From<io::Error> for VaultError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // A quota is a full disk to the person.
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            _ => Self::Io(error),
        }
    }
}

impl From<KeyError> for VaultError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Refused => Self::WrongKey,
            KeyError::Gone => Self::KeyGone,
            KeyError::Locked => Self::KeyLocked,
        }
    }
}
