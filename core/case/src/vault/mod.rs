//! One folder, encrypted record by record.
//!
//! ```text
//! vault       how the key is had again, and a check of it     head.rs
//! index       which records there are, and the owner's state   index.rs, an envelope
//! journal     what is being done                               journal.rs, an envelope
//! records/    one file a record, named by a random number      envelope.rs
//! lock        held while a program has the vault open
//! ```
//!
//! A change is: records into unfinished files; the journal says what will be; records get their names; the new index takes the
//! place of the old one, which is the instant the change happens; removed records are shredded; the journal says that it is
//! done. Each step is whole on the medium before the next. Opening a vault ends what a kill has left, in one direction or the
//! other by whether the new index is there.

mod envelope;
mod folder;
mod head;
mod index;
mod journal;
pub mod key;
pub mod passphrase;
mod record;

#[cfg(test)]
mod tests;

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use self::envelope::{Envelope, Kind, Label};
use self::folder::{DELETING, Folder, HEAD, INDEX, JOURNAL, LOCK, RECORDS};
use self::index::Index;
use self::journal::{Journal, Recovery};
use self::key::KeyProvider;
use crate::error::{Damage, Part, VaultError};
use crate::rollback_guard::RollbackGuard;

pub use self::envelope::CHUNK_BYTES;
pub use self::head::Head;
pub use self::index::Entry;
pub use self::record::RecordReader;

/// Bytes of a journal: it names the records of one change.
const JOURNAL_LIMIT: u64 = 1 << 20;

/// A random number that names a record or a vault: says nothing of what is in it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(pub(crate) [u8; 16]);

impl RecordId {
    pub(crate) fn random() -> Result<Self, VaultError> {
        let mut id = [0; 16];
        key::fill(&mut id)?;
        Ok(Self(id))
    }

    /// From its 32 digits, in lower case.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let number = u128::from_str_radix(text, 16).ok().filter(|_| digits)?;
        Some(Self(number.to_be_bytes()))
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for RecordId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("expected 32 hexadecimal digits"))
    }
}

/// An open vault. Other programs wait until it is dropped.
pub struct Vault {
    folder: Folder,
    keys: Box<dyn KeyProvider>,
    rollback_guard: Box<dyn RollbackGuard>,
    id: RecordId,
    index: Index,
    /// Records that are gone from the index and could not be destroyed yet.
    doomed: Vec<RecordId>,
    /// Whether the rollback guard could not be told of the last change.
    unwitnessed: bool,
    _lock: File,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("id", &self.id)
            .field("generation", &self.index.generation)
            .finish_non_exhaustive()
    }
}

impl Vault {
    /// Makes a vault in the folder `path`, which must be empty or absent, with `state` as the owner's own.
    ///
    /// # Errors
    /// When something is there already, or it cannot be written.
    pub fn create(
        path: &Path,
        keys: Box<dyn KeyProvider>,
        rollback_guard: Box<dyn RollbackGuard>,
        state: String,
    ) -> Result<Self, VaultError> {
        let folder = Folder::at(path);
        if !is_free(path)? {
            return Err(VaultError::Occupied);
        }
        folder.make()?;
        let lock = folder.lock()?;
        // Somebody else may have been faster.
        if folder.place(HEAD).exists() {
            return Err(VaultError::Occupied);
        }
        let head = Head::new(&*keys)?;
        let index = Index::new(state);
        let mut vault = Self {
            folder,
            keys,
            rollback_guard,
            id: head.vault,
            index,
            doomed: Vec::new(),
            unwitnessed: false,
            _lock: lock,
        };
        let sealed = vault.sealed_index(&vault.index)?;
        vault.folder.replace(INDEX, &sealed)?;
        vault.note(&Journal::Settled { generation: vault.index.generation })?;
        // Last: with the head the vault is there.
        vault.folder.replace(HEAD, &head.seal(&*vault.keys)?)?;
        vault.tell_guard();
        Ok(vault)
    }

    /// How the key of the vault at `path` is had again.
    ///
    /// # Errors
    /// When there is no vault, or its head cannot be read.
    pub fn peek(path: &Path) -> Result<Head, VaultError> {
        let folder = Folder::at(path);
        if folder.place(DELETING).exists() {
            return Err(VaultError::HalfDeleted);
        }
        Head::parse(&read_head(&folder)?)
    }

    /// Opens the vault at `path`, and ends what a kill may have left.
    ///
    /// # Errors
    /// When the key is another one, a file is not as it was written, an older state was put back, or another program has it.
    pub fn open(
        path: &Path,
        keys: Box<dyn KeyProvider>,
        rollback_guard: Box<dyn RollbackGuard>,
    ) -> Result<Self, VaultError> {
        let folder = Folder::at(path);
        if folder.place(DELETING).exists() {
            return Err(VaultError::HalfDeleted);
        }
        // Before the lock: where no vault is, none is made.
        read_head(&folder)?;
        let lock = folder.lock()?;
        let bytes = read_head(&folder)?;
        let head = Head::parse(&bytes)?;
        head.check(&bytes, &*keys)?;
        let journal = read_small(&folder, head.vault, Kind::Journal, &*keys)?;
        let damaged = VaultError::Damaged(Part::Journal, Damage::Changed);
        let journal: Journal = serde_json::from_slice(&journal).map_err(|_| damaged)?;
        let index = Index::parse(&read_small(&folder, head.vault, Kind::Index, &*keys)?)?;
        let mut vault = Self {
            folder,
            keys,
            rollback_guard,
            id: head.vault,
            index,
            doomed: Vec::new(),
            unwitnessed: false,
            _lock: lock,
        };
        let doomed = match journal.recovery(vault.index.generation) {
            Recovery::Whole => Vec::new(),
            Recovery::Interrupted(doomed) => doomed,
            Recovery::RolledBack(seen) => return Err(VaultError::RolledBack { found: vault.index.generation, seen }),
        };
        let seen = vault.rollback_guard.seen(vault.id)?;
        if let Some(seen) = seen.filter(|seen| *seen > vault.index.generation) {
            return Err(VaultError::RolledBack { found: vault.index.generation, seen });
        }
        let survey = vault.folder.survey()?;
        let known = |id: &RecordId| doomed.contains(id) || vault.index.entries.iter().any(|entry| entry.id == *id);
        if !survey.records.iter().all(known) {
            return Err(VaultError::Damaged(Part::Record, Damage::Stranger));
        }
        let settled = matches!(journal, Journal::Settled { .. });
        if !settled || !survey.unfinished.is_empty() {
            // On a disk that is full or cannot be written the old state is still good to look at; the next change begins with
            // its own journal.
            vault.tidy(doomed, &survey.unfinished);
        }
        if seen != Some(vault.index.generation) {
            vault.tell_guard();
        }
        Ok(vault)
    }

    /// [`Self::clear`], now or with the next change.
    fn tidy(&mut self, doomed: Vec<RecordId>, unfinished: &[std::path::PathBuf]) {
        self.doomed = if self.clear(&doomed, unfinished).is_ok() { Vec::new() } else { doomed };
    }

    /// Destroys what an interrupted change has left, and settles.
    fn clear(&mut self, doomed: &[RecordId], unfinished: &[std::path::PathBuf]) -> Result<(), VaultError> {
        for path in unfinished {
            self.folder.shred(path)?;
        }
        for id in doomed {
            self.folder.shred(&self.folder.record(*id))?;
        }
        self.folder.settle_records()?;
        self.note(&Journal::Settled { generation: self.index.generation })
    }

    /// The vault's own number.
    pub fn id(&self) -> RecordId {
        self.id
    }

    /// How many changes there were.
    pub fn generation(&self) -> u64 {
        self.index.generation
    }

    /// The owner's state.
    pub fn state(&self) -> &str {
        &self.index.state
    }

    /// The records, in the order they were stored.
    pub fn entries(&self) -> &[Entry] {
        &self.index.entries
    }

    /// Whether nobody outside the folder remembers the last change: the folder could be set back to it unnoticed.
    pub fn unwitnessed(&self) -> bool {
        self.unwitnessed
    }

    /// The content of the record `id`.
    ///
    /// # Errors
    /// When there is none, or its file is not as it was written.
    pub fn read(&self, id: RecordId) -> Result<RecordReader, VaultError> {
        let entry = self.index.entries.iter().find(|entry| entry.id == id).ok_or(VaultError::NoRecord)?;
        RecordReader::open(&self.folder, self.id, entry, &*self.keys)
    }

    /// Reads the record `id` to its end, without keeping anything.
    ///
    /// # Errors
    /// When its file is not as it was written.
    pub fn verify(&self, id: RecordId) -> Result<(), VaultError> {
        let mut reader = self.read(id)?;
        while !reader.chunk()?.is_empty() {}
        Ok(())
    }

    /// Begins a change. Without [`Change::commit`] nothing of it happens.
    pub fn change(&mut self) -> Change<'_> {
        Change { adds: Vec::new(), removes: Vec::new(), state: None, vault: self }
    }

    /// Records whose time is over at `now`.
    pub fn overdue(&self, now: Timestamp) -> Vec<RecordId> {
        let over = self.index.entries.iter().filter(|entry| entry.keep_until.is_some_and(|until| until <= now));
        over.map(|entry| entry.id).collect()
    }

    /// Destroys the vault at `path`, whether or not its key is there. Idempotent after a kill.
    ///
    /// # Errors
    /// When there is no vault, another program has it open, or it cannot be written.
    pub fn destroy(path: &Path, rollback_guard: &dyn RollbackGuard) -> Result<(), VaultError> {
        let folder = Folder::at(path);
        let begun = folder.place(DELETING).exists();
        if !begun && !folder.place(HEAD).exists() {
            return Err(VaultError::NoCase);
        }
        let lock = folder.lock()?;
        let vault = read_head(&folder).ok().and_then(|bytes| Head::parse(&bytes).ok()).map(|head| head.vault);
        folder.replace(DELETING, &[])?;
        // The salt lies in the head: without it not even the passphrase makes the key again.
        folder.shred(&folder.place(HEAD))?;
        let survey = folder.survey().unwrap_or_default();
        for id in &survey.records {
            folder.shred(&folder.record(*id))?;
        }
        for path in &survey.unfinished {
            folder.shred(path)?;
        }
        for name in [INDEX, JOURNAL] {
            folder.shred(&folder.place(name))?;
        }
        if let Some(vault) = vault {
            // It holds a number and a count; left behind it harms nobody.
            let _ = rollback_guard.forget(vault);
        }
        drop(lock);
        for name in [LOCK, DELETING] {
            ignore_missing(fs::remove_file(folder.place(name)))?;
        }
        // What somebody else has put into the folder stays.
        let _ = fs::remove_dir(folder.place(RECORDS));
        let _ = fs::remove_dir(folder.path());
        Ok(())
    }

    fn label(&self, kind: Kind, generation: u64) -> Label {
        Label { kind, vault: self.id, record: self.id, generation }
    }

    fn sealed_index(&self, index: &Index) -> Result<Vec<u8>, VaultError> {
        Envelope::seal(&self.label(Kind::Index, index.generation), &*self.keys)?.seal_whole(&index.to_bytes()?)
    }

    fn note(&self, journal: &Journal) -> Result<(), VaultError> {
        let plain = serde_json::to_vec(journal).map_err(|error| VaultError::Io(error.into()))?;
        let label = self.label(Kind::Journal, self.index.generation);
        let sealed = Envelope::seal(&label, &*self.keys)?.seal_whole(&plain)?;
        Ok(self.folder.replace(JOURNAL, &sealed)?)
    }

    fn tell_guard(&mut self) {
        self.unwitnessed = self.rollback_guard.saw(self.id, self.index.generation).is_err();
    }
}

/// A change to a vault: all of it happens, or nothing.
pub struct Change<'v> {
    vault: &'v mut Vault,
    adds: Vec<Entry>,
    removes: Vec<RecordId>,
    state: Option<String>,
}

impl Change<'_> {
    /// Stores `content` as a record called `label`; it is there after [`Self::commit`].
    ///
    /// # Errors
    /// When `content` cannot be read or the disk is full. Nothing of this record is left then.
    pub fn add(
        &mut self,
        label: &str,
        content: &mut dyn Read,
        now: Timestamp,
        keep_until: Option<Timestamp>,
    ) -> Result<RecordId, VaultError> {
        let id = RecordId::random()?;
        let generation = self.vault.index.generation + 1;
        let label_of = Label { kind: Kind::Material, vault: self.vault.id, record: id, generation };
        let envelope = Envelope::seal(&label_of, &*self.vault.keys)?;
        let stored = record::store(&self.vault.folder, id, &envelope, content);
        let bytes = stored.inspect_err(|_| drop(self.vault.folder.shred(&self.vault.folder.unfinished(id))))?;
        self.adds.push(Entry { id, label: label.to_owned(), bytes, added: now, keep_until });
        Ok(id)
    }

    /// Destroys the record `id`, when there is one.
    pub fn remove(&mut self, id: RecordId) {
        if self.vault.index.entries.iter().any(|entry| entry.id == id) && !self.removes.contains(&id) {
            self.removes.push(id);
        }
    }

    /// The owner's state from now on.
    pub fn state(&mut self, state: String) {
        self.state = Some(state);
    }

    /// Makes it happen.
    ///
    /// # Errors
    /// When it could not be made to last. The vault is as it was before.
    pub fn commit(mut self) -> Result<(), VaultError> {
        let vault = &mut *self.vault;
        let mut index = vault.index.clone();
        index.generation += 1;
        index.entries.retain(|entry| !self.removes.contains(&entry.id));
        index.entries.extend(self.adds.iter().cloned());
        if let Some(state) = self.state.take() {
            index.state = state;
        }
        let sealed = vault.sealed_index(&index)?;
        let adds: Vec<RecordId> = self.adds.iter().map(|entry| entry.id).collect();
        let mut removes = std::mem::take(&mut self.removes);
        removes.extend(vault.doomed.iter().copied());
        let either_way = [adds.as_slice(), &vault.doomed].concat();
        let pending = Journal::Pending { generation: index.generation, adds: either_way, removes: removes.clone() };
        // From here on the journal may lie ahead of the index: whoever comes next must know of these.
        let done = vault
            .note(&pending)
            .and_then(|()| Ok(vault.folder.publish(&adds)?))
            .and_then(|()| Ok(vault.folder.replace(INDEX, &sealed)?));
        if let Err(error) = done {
            return Err(self.failed(error, index, removes));
        }
        self.adds.clear();
        vault.index = index;
        // It has happened. What cannot be tidied up now is by the next who opens the vault.
        vault.tidy(removes, &[]);
        vault.tell_guard();
        Ok(())
    }

    /// Undoes what was done before `error`, unless the index has been replaced all the same.
    fn failed(&mut self, error: VaultError, index: Index, removes: Vec<RecordId>) -> VaultError {
        let vault = &mut *self.vault;
        let found =
            read_small(&vault.folder, vault.id, Kind::Index, &*vault.keys).and_then(|bytes| Index::parse(&bytes));
        if found.is_ok_and(|found| found.generation == index.generation) {
            // Renamed, and only the folder's sync failed: after a loss of power it may be the old one again. Both are sound,
            // as long as the records of both are kept.
            vault.index = index;
            vault.doomed = removes;
            self.adds.clear();
            return match error {
                VaultError::Full | VaultError::ReadOnly => VaultError::Io(io::ErrorKind::Other.into()),
                error => error,
            };
        }
        let adds = self.adds.iter().map(|entry| entry.id);
        let doomed = vault.doomed.iter().copied().chain(adds).collect();
        vault.tidy(doomed, &[]);
        error
    }
}

impl Drop for Change<'_> {
    fn drop(&mut self) {
        for entry in &self.adds {
            let _ = self.vault.folder.shred(&self.vault.folder.unfinished(entry.id));
        }
    }
}

fn read_head(folder: &Folder) -> Result<Vec<u8>, VaultError> {
    folder.read(HEAD, Part::Head, head::LIMIT).map_err(|error| match error {
        VaultError::Damaged(Part::Head, Damage::Missing) => VaultError::NoCase,
        other => other,
    })
}

fn read_small(
    folder: &Folder,
    vault: RecordId,
    kind: Kind,
    keys: &dyn KeyProvider,
) -> Result<zeroize::Zeroizing<Vec<u8>>, VaultError> {
    let (name, part, limit) = match kind {
        Kind::Journal => (JOURNAL, Part::Journal, JOURNAL_LIMIT),
        _ => (INDEX, Part::Index, index::LIMIT),
    };
    let sealed = folder.read(name, part, limit)?;
    let mut rest = sealed.as_slice();
    let label = Label { kind, vault, record: vault, generation: 0 };
    let envelope = Envelope::open(&mut rest, &label, keys).map_err(|trouble| trouble.of(part))?;
    envelope.open_whole(rest).map_err(|damage| VaultError::Damaged(part, damage))
}

/// Whether a vault can be made at `path`: nothing there, an empty folder, or one in which making a vault was interrupted.
fn is_free(path: &Path) -> Result<bool, VaultError> {
    let entries = match fs::read_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(false),
        entries => entries?,
    };
    for entry in entries {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        let ours = [INDEX, JOURNAL, LOCK, RECORDS].iter().any(|own| *name == **own || *name == format!("{own}.tmp"));
        if !ours && name != "vault.tmp" {
            return Ok(false);
        }
    }
    // A record without a head is of a vault whose head was lost: not ours to overwrite.
    let records = fs::read_dir(path.join(RECORDS)).map(|mut entries| entries.next().is_none());
    Ok(records.unwrap_or(true))
}

fn ignore_missing(done: io::Result<()>) -> Result<(), VaultError> {
    match done {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
