//! Where a submission is kept between here and the gateway: beside the vault, in a folder of its own.
//!
//! ```text
//! outbox/000.sealed …   files sealed to the gateway: nobody here can read them
//! outbox/journal/       a small vault of its own: the submission's memory
//! outbox/key            that vault's key, wrapped by the case's
//! ```
//! The journal is no record of the case's vault, since that one is read from while the submission writes here.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::error::VaultError;
use crate::rollback_guard::NoGuard;
use crate::upload::JournalStore;
use crate::vault::Vault;
use crate::vault::key::{DataKey, KeyError, KeyKind, KeyProvider, open_key, seal_key};

/// Name of the folder in a case's folder.
const FOLDER: &str = "outbox";
/// Name of the journal in it.
const JOURNAL: &str = "journal";
/// Name of its key.
const KEY: &str = "key";

/// The outbox of the case in the folder `case`.
pub fn folder(case: &Path) -> PathBuf {
    case.join(FOLDER)
}

fn journal(case: &Path) -> PathBuf {
    folder(case).join(JOURNAL)
}

/// The journal's own key, in memory while the journal is open.
struct Own(DataKey);

impl KeyProvider for Own {
    fn kind(&self) -> KeyKind {
        KeyKind::Platform
    }

    fn parameters(&self) -> Vec<u8> {
        Vec::new()
    }

    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, KeyError> {
        seal_key(&self.0, key)
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, KeyError> {
        open_key(&self.0, wrapped)
    }
}

/// The journal's key: unwrapped by the case's, or a new one.
fn own_key(case: &Path, keys: &dyn KeyProvider) -> Result<Own, VaultError> {
    let path = folder(case).join(KEY);
    match fs::read(&path) {
        Ok(wrapped) => return Ok(Own(keys.unwrap(&wrapped)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let key = DataKey::random()?;
    fs::create_dir_all(folder(case))?;
    let unfinished = path.with_extension("tmp");
    let mut file = fs::File::create(&unfinished)?;
    file.write_all(&keys.wrap(&key)?)?;
    file.sync_all()?;
    fs::rename(&unfinished, &path)?;
    fs::File::open(folder(case))?.sync_all()?;
    Ok(Own(key))
}

/// A journal sealed in a vault.
pub struct VaultJournal(Mutex<Vault>);

impl VaultJournal {
    /// Opens the journal of the case in the folder `case`, or makes it.
    ///
    /// # Errors
    /// As [`Vault::open`] and [`Vault::create`].
    pub fn open(case: &Path, keys: &dyn KeyProvider) -> Result<Self, VaultError> {
        let path = journal(case);
        let keys = Box::new(own_key(case, keys)?);
        // An older journal put back asks the server again, which knows better: no rollback guard is needed.
        let vault = match Vault::peek(&path) {
            Err(VaultError::NoCase) => {
                fs::create_dir_all(&path)?;
                Vault::create(&path, keys, Box::new(NoGuard), String::new())?
            }
            _ => Vault::open(&path, keys, Box::new(NoGuard))?,
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

/// Removes the sealed files of the case in the folder `case`, as after a withdrawal; the journal stays. Idempotent.
///
/// # Errors
/// When one cannot be removed.
pub fn clear(case: &Path) -> Result<(), VaultError> {
    let entries = match fs::read_dir(folder(case)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "sealed")
            || path.extension().is_some_and(|e| e == "tmp")
        {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Destroys the outbox of the case in the folder `case`, journal and sealed files. Idempotent.
///
/// # Errors
/// When it cannot be removed.
pub fn destroy(case: &Path) -> Result<(), VaultError> {
    match Vault::destroy(&journal(case), &NoGuard) {
        Ok(()) | Err(VaultError::NoCase) => {}
        Err(error) => return Err(error),
    }
    match fs::remove_dir_all(folder(case)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
