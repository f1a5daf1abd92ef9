//! Where a submission is kept between here and the gateway: beside the vault, in a folder of its own.
//!
//! ```text
//! outbox/000.sealed …   files sealed to the gateway: nobody here can read them
//! outbox/journal/       a small vault of its own, under the same kind of key: the submission's memory
//! ```
//! The journal is no record of the case's vault, since that one is read from while the submission writes here.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::error::VaultError;
use crate::upload::JournalStore;
use crate::vault::Vault;
use crate::vault::key::KeyProvider;
use crate::witness::NoWitness;

/// Name of the folder in a case's folder.
const FOLDER: &str = "outbox";
/// Name of the journal in it.
const JOURNAL: &str = "journal";

/// The outbox of the case in the folder `case`.
pub fn folder(case: &Path) -> PathBuf {
    case.join(FOLDER)
}

/// Where the journal of the case in the folder `case` is: to [`Vault::peek`] at how its key is had again.
pub fn journal(case: &Path) -> PathBuf {
    folder(case).join(JOURNAL)
}

/// A journal sealed in a vault.
pub struct VaultJournal(Mutex<Vault>);

impl VaultJournal {
    /// Opens the journal of the case in the folder `case`, or makes it.
    ///
    /// # Errors
    /// As [`Vault::open`] and [`Vault::create`].
    pub fn open(case: &Path, keys: Box<dyn KeyProvider>) -> Result<Self, VaultError> {
        let path = journal(case);
        // An older journal put back asks the server again, which knows better: no witness is needed.
        let vault = match Vault::peek(&path) {
            Err(VaultError::NoCase) => {
                fs::create_dir_all(&path)?;
                Vault::create(&path, keys, Box::new(NoWitness), String::new())?
            }
            _ => Vault::open(&path, keys, Box::new(NoWitness))?,
        };
        Ok(Self(Mutex::new(vault)))
    }
}

impl JournalStore for VaultJournal {
    fn load(&self) -> io::Result<Option<Vec<u8>>> {
        let vault = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Some(vault.state().as_bytes().to_vec()).filter(|state| !state.is_empty()))
    }

    fn save(&self, record: &[u8]) -> io::Result<()> {
        let text = std::str::from_utf8(record).map_err(io::Error::other)?.to_owned();
        let mut vault = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut change = vault.change();
        change.state(text);
        change.commit().map_err(|error| match error {
            VaultError::Full => io::ErrorKind::StorageFull.into(),
            VaultError::ReadOnly => io::ErrorKind::ReadOnlyFilesystem.into(),
            other => io::Error::other(other),
        })
    }
}

/// Destroys the outbox of the case in the folder `case`, journal and sealed files. Idempotent.
///
/// # Errors
/// When it cannot be removed.
pub fn destroy(case: &Path) -> Result<(), VaultError> {
    match Vault::destroy(&journal(case), &NoWitness) {
        Ok(()) | Err(VaultError::NoCase) => {}
        Err(error) => return Err(error),
    }
    match fs::remove_dir_all(folder(case)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
