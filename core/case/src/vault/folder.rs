//! The files of a vault: written whole or not at all, in the order that a kill cannot break.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::RecordId;
use super::key::fill;
use crate::error::{Damage, Part, VaultError};

pub(crate) const HEAD: &str = "vault";
pub(crate) const INDEX: &str = "index";
pub(crate) const JOURNAL: &str = "journal";
pub(crate) const LOCK: &str = "lock";
pub(crate) const RECORDS: &str = "records";
/// Stands while a deletion is under way.
pub(crate) const DELETING: &str = "deleting";
/// Ends the names of files that are not finished.
const UNFINISHED: &str = ".tmp";

/// How long to wait for another program to be done: two commands in a row must not fail each other.
const PATIENCE: Duration = Duration::from_secs(2);

/// The folder of a vault.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    #[cfg(test)]
    pub(crate) faults: std::sync::Arc<super::tests::Faults>,
}

impl Folder {
    pub(crate) fn at(path: &Path) -> Self {
        Self {
            path: path.to_path_buf(),
            #[cfg(test)]
            faults: super::tests::Faults::current(),
        }
    }

    /// Hooked by tests: the k-th step to the disk fails.
    fn step(&self) -> io::Result<()> {
        #[cfg(test)]
        self.faults.step()?;
        Ok(())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn place(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    pub(crate) fn record(&self, id: RecordId) -> PathBuf {
        self.path.join(RECORDS).join(id.to_string())
    }

    pub(crate) fn unfinished(&self, id: RecordId) -> PathBuf {
        self.path.join(RECORDS).join(id.to_string() + UNFINISHED)
    }

    /// Makes the folders, readable by their owner only.
    pub(crate) fn make(&self) -> io::Result<()> {
        self.step()?;
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(self.path.join(RECORDS))?;
        if let Some(parent) = self.path.parent().filter(|p| !p.as_os_str().is_empty()) {
            sync(parent)?;
        }
        Ok(())
    }

    /// Takes the vault for this process, until the file is closed.
    pub(crate) fn lock(&self) -> Result<File, VaultError> {
        let place = self.place(LOCK);
        // Reading is enough to lock: a case in a folder that cannot be written can still be looked at.
        let file = match File::open(&place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => create(&place, false)?,
            opened => opened?,
        };
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(20)),
                Err(TryLockError::WouldBlock) => return Err(VaultError::Busy),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
    }

    /// Writes the file `name`: whole, or as it was before.
    pub(crate) fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let unfinished = self.place(&(name.to_owned() + UNFINISHED));
        let written = self.step().and_then(|()| {
            let mut file = create(&unfinished, true)?;
            self.step()?;
            file.write_all(bytes)?;
            self.step()?;
            file.sync_all()?;
            self.step()?;
            fs::rename(&unfinished, self.place(name))
        });
        if written.is_err() && self.step().is_ok() {
            let _ = fs::remove_file(&unfinished);
        }
        written?;
        self.step()?;
        sync(&self.path)
    }

    /// The bytes of the file `name`, at most `limit` of them.
    pub(crate) fn read(&self, name: &str, part: Part, limit: u64) -> Result<Vec<u8>, VaultError> {
        let file = File::open(self.place(name)).map_err(|error| missing(error, part))?;
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(VaultError::Damaged(part, Damage::Changed)) } else { Ok(bytes) }
    }

    /// Gives finished records their names.
    pub(crate) fn publish(&self, records: &[RecordId]) -> io::Result<()> {
        for id in records {
            self.step()?;
            fs::rename(self.unfinished(*id), self.record(*id))?;
        }
        self.step()?;
        sync(&self.path.join(RECORDS))
    }

    /// The records there are, and the files that were not finished, in all folders of the vault.
    pub(crate) fn survey(&self) -> Result<Survey, VaultError> {
        let mut survey = Survey::default();
        for entry in fs::read_dir(&self.path)? {
            let path = entry?.path();
            if ends_unfinished(&path) {
                survey.unfinished.push(path);
            }
        }
        let records = fs::read_dir(self.path.join(RECORDS)).map_err(|error| missing(error, Part::Record))?;
        for entry in records {
            let path = entry?.path();
            if ends_unfinished(&path) {
                survey.unfinished.push(path);
            } else if let Some(id) = path.file_name().and_then(OsStr::to_str).and_then(RecordId::parse) {
                survey.records.push(id);
            } else {
                return Err(VaultError::Damaged(Part::Record, Damage::Stranger));
            }
        }
        Ok(survey)
    }

    /// Destroys what opens the file at `path`, then removes it. What is not there is done.
    ///
    /// The header with the wrapped key is overwritten first: what is left of the file on the medium cannot be opened, even by
    /// who has the key. A medium that writes elsewhere (flash, copying file systems) may keep the old header for a while.
    pub(crate) fn shred(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        let opened = OpenOptions::new().write(true).open(path);
        let mut file = match opened {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened?,
        };
        let length = file.metadata()?.len().min(SHREDDED_BYTES as u64);
        let mut noise = vec![0; usize::try_from(length).unwrap_or(SHREDDED_BYTES)];
        fill(&mut noise).map_err(io::Error::other)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&noise)?;
        self.step()?;
        file.sync_all()?;
        drop(file);
        self.step()?;
        fs::remove_file(path)
    }

    /// Makes removals in the folder of records last.
    pub(crate) fn settle_records(&self) -> io::Result<()> {
        self.step()?;
        sync(&self.path.join(RECORDS))
    }

    /// For streams of records, which are written outside of here.
    pub(crate) fn begin_record(&self, id: RecordId) -> io::Result<File> {
        self.step()?;
        create(&self.unfinished(id), false)
    }

    /// Hooked by tests while a record is written.
    pub(crate) fn writing(&self) -> io::Result<()> {
        self.step()
    }
}

/// What lies in a vault's folder.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    pub(crate) records: Vec<RecordId>,
    pub(crate) unfinished: Vec<PathBuf>,
}

/// Bytes at the start of a file that a header can take.
const SHREDDED_BYTES: usize = 2048;

fn ends_unfinished(path: &Path) -> bool {
    path.file_name().and_then(OsStr::to_str).is_some_and(|name| name.ends_with(UNFINISHED))
}

fn missing(error: io::Error, part: Part) -> VaultError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => VaultError::Damaged(part, Damage::Missing),
        _ => error.into(),
    }
}

/// A new file, readable by its owner only. One that was left unfinished may be taken over.
fn create(path: &Path, take_over: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true);
    if take_over {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes new names and removals in a folder last through a loss of power.
#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Folders cannot be opened here; renaming is journalled by the file system.
#[cfg(not(unix))]
fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}
