//! Who remembers, outside a case's folder, how far the case had come: so that the whole folder cannot be set back unnoticed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;

use crate::vault::RecordId;

/// Remembers the newest state of each vault. On phones the key store's own storage, on the desk a folder of the person's.
pub trait RollbackGuard: Send {
    /// The newest state seen of `vault`; `None` when it was never seen.
    ///
    /// # Errors
    /// When the memory is there and cannot be read.
    fn seen(&self, vault: RecordId) -> io::Result<Option<u64>>;

    /// Remembers that `vault` has reached `generation`. Never goes back.
    ///
    /// # Errors
    /// When it cannot be written.
    fn saw(&self, vault: RecordId, generation: u64) -> io::Result<()>;

    /// Forgets `vault`. Idempotent.
    ///
    /// # Errors
    /// When it cannot be removed.
    fn forget(&self, vault: RecordId) -> io::Result<()>;
}

/// Remembers nothing: a folder set back as a whole is not noticed.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoGuard;

impl RollbackGuard for NoGuard {
    fn seen(&self, _vault: RecordId) -> io::Result<Option<u64>> {
        Ok(None)
    }

    fn saw(&self, _vault: RecordId, _generation: u64) -> io::Result<()> {
        Ok(())
    }

    fn forget(&self, _vault: RecordId) -> io::Result<()> {
        Ok(())
    }
}

/// Remembers in a folder: one small file a vault, named by the vault's random number. Nothing personal in it.
#[derive(Debug, Clone)]
pub struct FolderGuard {
    folder: PathBuf,
}

impl FolderGuard {
    /// In `folder`, which is made when it is first needed.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

impl RollbackGuard for FolderGuard {
    fn seen(&self, vault: RecordId) -> io::Result<Option<u64>> {
        match fs::read_to_string(self.folder.join(vault.to_string())) {
            // What is no number was cut short by a kill on a file system that does not rename whole.
            Ok(text) => Ok(text.trim().parse().ok()),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn saw(&self, vault: RecordId, generation: u64) -> io::Result<()> {
        if self.seen(vault)?.is_some_and(|seen| seen >= generation) {
            return Ok(());
        }
        fs::create_dir_all(&self.folder)?;
        let unfinished = self.folder.join(format!("{vault}.tmp"));
        let mut file = File::create(&unfinished)?;
        writeln!(file, "{generation}")?;
        file.sync_all()?;
        fs::rename(&unfinished, self.folder.join(vault.to_string()))
    }

    fn forget(&self, vault: RecordId) -> io::Result<()> {
        match fs::remove_file(self.folder.join(vault.to_string())) {
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Err(error),
            _ => Ok(()),
        }
    }
}
