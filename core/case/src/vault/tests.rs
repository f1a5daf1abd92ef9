//! The vault under kills, full disks and changed files, at every single step to the disk.

use std::cell::RefCell;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::envelope::{SEALED_CHUNK_BYTES, sealed_bytes};
use super::key::{DataKey, KeyError, KeyKind};
use super::passphrase::{Costs, Passphrase};
use super::*;
use crate::rollback_guard::NoGuard;

/// Which step to the disk fails, and what after it.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// Steps until the first failure; never when `None`.
    left: Shared<Option<u64>>,
    /// Whether all after it fail too, as after a kill; else only that one, as on a full disk.
    dead: Shared<bool>,
    sticky: Shared<bool>,
    steps: Shared<u64>,
}

/// A cell that may go to another thread, as a vault may.
#[derive(Debug, Default)]
struct Shared<T>(Mutex<T>);

impl<T: Copy> Shared<T> {
    fn get(&self) -> T {
        *self.0.lock().unwrap()
    }

    fn set(&self, value: T) {
        *self.0.lock().unwrap() = value;
    }
}

thread_local! {
    static CURRENT: RefCell<Arc<Faults>> = RefCell::default();
}

impl Faults {
    pub(crate) fn current() -> Arc<Self> {
        CURRENT.with(|current| current.borrow().clone())
    }

    pub(crate) fn step(&self) -> io::Result<()> {
        self.steps.set(self.steps.get() + 1);
        let full = || Err(io::ErrorKind::StorageFull.into());
        if self.dead.get() {
            return full();
        }
        match self.left.get() {
            Some(0) => {
                self.left.set(None);
                self.dead.set(self.sticky.get());
                full()
            }
            Some(left) => {
                self.left.set(Some(left - 1));
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn arm(&self, at: u64, sticky: bool) {
        self.left.set(Some(at));
        self.sticky.set(sticky);
        self.dead.set(false);
    }

    fn disarm(&self) {
        self.left.set(None);
        self.dead.set(false);
    }

    fn steps_of(&self, work: impl FnOnce()) -> u64 {
        let before = self.steps.get();
        work();
        self.steps.get() - before
    }
}

/// A key in memory, which can be made to be gone.
#[derive(Clone)]
struct Memory(DataKey, Option<KeyError>);

impl KeyProvider for Memory {
    fn kind(&self) -> KeyKind {
        KeyKind::Platform
    }

    fn parameters(&self) -> Vec<u8> {
        b"alias".to_vec()
    }

    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, KeyError> {
        self.1.map_or_else(|| key::seal_key(&self.0, key), Err)
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, KeyError> {
        self.1.map_or_else(|| key::open_key(&self.0, wrapped), Err)
    }
}

struct Fixture {
    dir: tempfile::TempDir,
    keys: Memory,
}

impl Fixture {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), keys: Memory(DataKey::random().unwrap(), None) }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("case")
    }

    fn create(&self) -> Vault {
        Vault::create(&self.path(), Box::new(self.keys.clone()), Box::new(NoGuard), "first".to_owned()).unwrap()
    }

    fn open(&self) -> Result<Vault, VaultError> {
        Vault::open(&self.path(), Box::new(self.keys.clone()), Box::new(NoGuard))
    }

    fn record_files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> =
            fs::read_dir(self.path().join(RECORDS)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    }
}

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

/// Bytes that tell where they come from.
fn content(seed: u8, length: usize) -> Vec<u8> {
    (0..length).map(|i| (i as u8).wrapping_mul(31).wrapping_add(seed) ^ (i >> 8) as u8).collect()
}

fn add(vault: &mut Vault, label: &str, bytes: &[u8], state: &str) -> Result<RecordId, VaultError> {
    let mut change = vault.change();
    let id = change.add(label, &mut Cursor::new(bytes), now(), None)?;
    change.state(state.to_owned());
    change.commit()?;
    Ok(id)
}

fn read(vault: &Vault, id: RecordId) -> Result<Vec<u8>, VaultError> {
    let mut reader = vault.read(id)?;
    let mut all = Vec::new();
    loop {
        let chunk = reader.chunk()?;
        if chunk.is_empty() {
            return Ok(all);
        }
        all.extend_from_slice(chunk);
    }
}

fn damage<T>(done: Result<T, VaultError>) -> (Part, Damage) {
    match done {
        Err(VaultError::Damaged(part, damage)) => (part, damage),
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("nothing was noticed"),
    }
}

#[test]
fn what_was_stored_comes_back() {
    let desk = Fixture::new();
    let mut vault = desk.create();
    let sizes = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 16 * CHUNK_BYTES, 33 * CHUNK_BYTES + 7, 5 << 20];
    let ids: Vec<(RecordId, Vec<u8>)> = sizes
        .iter()
        .enumerate()
        .map(|(i, size)| {
            let bytes = content(i as u8, *size);
            (add(&mut vault, "x", &bytes, "s").unwrap(), bytes)
        })
        .collect();
    drop(vault);
    let vault = desk.open().unwrap();
    assert_eq!(vault.generation(), 1 + sizes.len() as u64);
    assert_eq!(vault.state(), "s");
    for ((id, bytes), entry) in ids.iter().zip(vault.entries()) {
        assert_eq!(entry.bytes, bytes.len() as u64);
        assert!(read(&vault, *id).unwrap() == *bytes);
        let mut through_io = Vec::new();
        vault.read(*id).unwrap().read_to_end(&mut through_io).unwrap();
        assert!(through_io == *bytes);
        let on_disk = fs::metadata(desk.path().join(RECORDS).join(id.to_string())).unwrap().len();
        assert_eq!(on_disk, sealed_bytes(64 + 60, entry.bytes));
    }
}

#[test]
fn a_source_that_trickles_or_fails_makes_no_other_record() {
    struct Trickle(Cursor<Vec<u8>>, usize);
    impl Read for Trickle {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            self.1 += 1;
            match self.1 % 3 {
                0 => Err(io::ErrorKind::Interrupted.into()),
                _ => {
                    let length = bytes.len().min(7919);
                    self.0.read(bytes.get_mut(..length).unwrap())
                }
            }
        }
    }
    let desk = Fixture::new();
    let mut vault = desk.create();
    let bytes = content(9, 3 * CHUNK_BYTES + 100);
    let mut change = vault.change();
    let id = change.add("x", &mut Trickle(Cursor::new(bytes.clone()), 0), now(), None).unwrap();
    change.commit().unwrap();
    assert!(read(&vault, id).unwrap() == bytes);

    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::TimedOut.into())
        }
    }
    let failed = vault.change().add("y", &mut Failing, now(), None);
    assert!(matches!(failed, Err(VaultError::Source(_))));
    assert_eq!(desk.record_files().len(), 1, "nothing of it is left");
}

/// One kill, at every step that there is: the old or the new state, and both open and go on.
#[test]
fn a_kill_at_any_step_leaves_the_old_or_the_new_state() {
    let (old, new) = (content(1, 2 * CHUNK_BYTES + 5), content(2, 40 * CHUNK_BYTES));
    let faults = Faults::current();
    let steps = {
        let desk = Fixture::new();
        let mut vault = desk.create();
        let first = add(&mut vault, "a", &old, "old").unwrap();
        faults.steps_of(|| replace(&mut vault, first, &new).unwrap())
    };
    assert!(steps > 20, "{steps} steps");
    let (mut olds, mut news) = (0, 0);
    for sticky in [true, false] {
        for at in 0..steps {
            let desk = Fixture::new();
            let mut vault = desk.create();
            let first = add(&mut vault, "a", &old, "old").unwrap();
            faults.arm(at, sticky);
            let done = replace(&mut vault, first, &new);
            if !sticky {
                faults.disarm();
                // The program lives on: the open vault is as sound as one opened anew.
                check(&vault, &old, &new);
                let state = vault.state().to_owned();
                add(&mut vault, "b", b"more", &state).unwrap();
                check(&vault, &old, &new);
            }
            drop(vault);
            faults.disarm();
            let mut vault = desk.open().unwrap_or_else(|e| panic!("step {at}: {e}"));
            match check(&vault, &old, &new) {
                "old" => olds += 1,
                _ => news += 1,
            }
            assert!(done.is_err() || vault.state() == "new", "what was said to be done is done");
            assert_eq!(desk.record_files().len(), vault.entries().len(), "step {at}: nothing is left over");
            add(&mut vault, "c", b"after", "after").unwrap();
            drop(vault);
            assert_eq!(desk.open().unwrap().state(), "after");
        }
    }
    assert!(olds > 10 && news > 5, "both sides of the instant were met: {olds}, {news}");
}

fn replace(vault: &mut Vault, first: RecordId, new: &[u8]) -> Result<(), VaultError> {
    let mut change = vault.change();
    change.remove(first);
    change.add("a", &mut Cursor::new(new), now(), None)?;
    change.state("new".to_owned());
    change.commit()
}

/// The state, which must go with its record.
fn check<'v>(vault: &'v Vault, old: &[u8], new: &[u8]) -> &'v str {
    let of = |label: &str| vault.entries().iter().find(|entry| entry.label == label).unwrap().id;
    let wanted = if vault.state() == "old" { old } else { new };
    assert!(read(vault, of("a")).unwrap() == wanted, "state {}", vault.state());
    assert_eq!(vault.entries().iter().filter(|entry| entry.label == "a").count(), 1);
    vault.state()
}

#[test]
fn a_kill_while_a_vault_is_made_or_destroyed_leaves_none_or_one() {
    let faults = Faults::current();
    for at in 0.. {
        let desk = Fixture::new();
        faults.arm(at, true);
        let made = Vault::create(&desk.path(), Box::new(desk.keys.clone()), Box::new(NoGuard), String::new());
        faults.disarm();
        if made.is_ok() {
            assert!(at > 5);
            break;
        }
        drop(made);
        match desk.open() {
            Ok(_) => {}
            Err(VaultError::NoCase) => drop(desk.create()),
            Err(other) => panic!("step {at}: {other}"),
        }
    }
    for at in 0.. {
        let desk = Fixture::new();
        add(&mut desk.create(), "a", b"secret", "").unwrap();
        faults.arm(at, true);
        let gone = Vault::destroy(&desk.path(), &NoGuard);
        faults.disarm();
        match gone {
            Ok(()) => {
                assert!(at > 5 && !desk.path().exists());
                break;
            }
            Err(_) => match desk.open() {
                Ok(vault) => assert_eq!(vault.entries().len(), 1, "nothing had begun"),
                Err(VaultError::HalfDeleted) => {
                    Vault::destroy(&desk.path(), &NoGuard).unwrap();
                    assert!(!desk.path().exists());
                }
                Err(other) => panic!("step {at}: {other}"),
            },
        }
    }
}

#[test]
fn every_bit_of_every_file_counts() {
    let desk = Fixture::new();
    let mut vault = desk.create();
    let id = add(&mut vault, "a", &content(3, 700), "state").unwrap();
    drop(vault);
    let files = [HEAD, INDEX, JOURNAL].map(|name| desk.path().join(name));
    for file in files.iter().chain(&desk.record_files()) {
        let whole = fs::read(file).unwrap();
        // Every byte, each with another bit.
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1 << (at % 8);
            fs::write(file, &changed).unwrap();
            let refused = match desk.open() {
                Ok(vault) => vault.verify(id).is_err(),
                Err(error) => {
                    assert!(matches!(error, VaultError::Damaged(..) | VaultError::WrongKey), "{error}");
                    true
                }
            };
            assert!(refused, "byte {at} of {}", file.display());
        }
        for length in (0..whole.len()).step_by(7) {
            fs::write(file, &whole[..length]).unwrap();
            let refused = desk.open().map_or(true, |vault| vault.verify(id).is_err());
            assert!(refused, "{length} bytes of {}", file.display());
        }
        fs::write(file, [whole.as_slice(), b"x"].concat()).unwrap();
        assert!(desk.open().map_or(true, |vault| vault.verify(id).is_err()), "{} with a byte more", file.display());
        fs::write(file, &whole).unwrap();
    }
    desk.open().unwrap().verify(id).unwrap();
}

#[test]
fn chunks_and_records_stay_in_their_places() {
    let desk = Fixture::new();
    let mut vault = desk.create();
    let id = add(&mut vault, "a", &content(4, 4 * CHUNK_BYTES), "").unwrap();
    let other = add(&mut vault, "b", &content(5, 4 * CHUNK_BYTES), "").unwrap();
    let file = |id: RecordId| desk.path().join(RECORDS).join(id.to_string());
    let whole = fs::read(file(id)).unwrap();
    let header = whole.len() - 4 * SEALED_CHUNK_BYTES;
    let chunk = |bytes: &[u8], n: usize| bytes[header + n * SEALED_CHUNK_BYTES..][..SEALED_CHUNK_BYTES].to_vec();
    let with = |order: &[usize]| {
        let mut bytes = whole[..header].to_vec();
        order.iter().for_each(|n| bytes.extend(chunk(&whole, *n)));
        bytes
    };
    for (bytes, wanted) in [
        (with(&[1, 0, 2, 3]), Damage::Changed),
        (with(&[0, 1, 3, 2]), Damage::Changed),
        (with(&[0, 1, 1, 3]), Damage::Changed),
        (with(&[0, 1, 2]), Damage::Truncated),
        (with(&[0, 1, 2, 3, 3]), Damage::Changed),
        (with(&[]), Damage::Truncated),
    ] {
        fs::write(file(id), bytes).unwrap();
        assert_eq!(damage(vault.verify(id)), (Part::Record, wanted));
    }
    // A chunk of another record, at its own place.
    let theirs = fs::read(file(other)).unwrap();
    let mut mixed = whole[..header].to_vec();
    (0..4).for_each(|n| mixed.extend(chunk(if n == 2 { &theirs } else { &whole }, n)));
    fs::write(file(id), mixed).unwrap();
    assert_eq!(damage(vault.verify(id)), (Part::Record, Damage::Changed));
    // Another record whole, and one of another vault under the same key.
    fs::write(file(id), &theirs).unwrap();
    assert_eq!(damage(vault.verify(id)), (Part::Record, Damage::Misplaced));
    fs::write(file(id), &whole).unwrap();
    vault.verify(id).unwrap();
    fs::remove_file(file(id)).unwrap();
    assert_eq!(damage(vault.verify(id)), (Part::Record, Damage::Missing));
    vault.verify(other).unwrap();
    drop(vault);
    fs::write(desk.path().join(RECORDS).join("0".repeat(32)), &whole).unwrap();
    assert_eq!(damage(desk.open()), (Part::Record, Damage::Stranger));
}

#[test]
fn a_shortened_record_is_noticed_even_where_the_length_is_not_known() {
    // As STREAM has it: without the index, by the chunks alone.
    let keys = Memory(DataKey::random().unwrap(), None);
    let id = RecordId::random().unwrap();
    let label = Label { kind: Kind::Material, vault: id, record: id, generation: 1 };
    let envelope = Envelope::seal(&label, &keys).unwrap();
    let sealed = envelope.seal_whole(&content(1, 3 * CHUNK_BYTES)).unwrap();
    let chunks = &sealed[envelope.header_bytes()..];
    assert!(envelope.open_whole(chunks).is_ok());
    for chunks_kept in [1, 2] {
        assert_eq!(envelope.open_whole(&chunks[..chunks_kept * SEALED_CHUNK_BYTES]).err(), Some(Damage::Changed));
    }
    assert_eq!(envelope.open_whole(&[]).err(), Some(Damage::Truncated));
}

#[test]
fn an_older_state_is_not_taken_for_the_newest() {
    let desk = Fixture::new();
    let mut vault = desk.create();
    let keep = |name: &str| fs::read(desk.path().join(name)).unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(desk.path().join(name), bytes).unwrap();
    let id = add(&mut vault, "a", b"one", "one").unwrap();
    let (index, journal) = (keep(INDEX), keep(JOURNAL));
    // A change of the state alone leaves no trace among the records.
    let mut change = vault.change();
    change.state("two".to_owned());
    change.commit().unwrap();
    drop(vault);
    let (new_index, new_journal) = (keep(INDEX), keep(JOURNAL));
    put(INDEX, &index);
    assert!(matches!(desk.open(), Err(VaultError::RolledBack { found: 2, seen: 3 })));
    put(INDEX, &new_index);
    put(JOURNAL, &journal);
    assert!(matches!(desk.open(), Err(VaultError::RolledBack { found: 3, seen: 3 })));
    put(JOURNAL, &new_journal);
    assert_eq!(desk.open().unwrap().state(), "two");
    // Index and journal both, after a record came: the record is a stranger to them.
    add(&mut desk.open().unwrap(), "b", b"two", "three").unwrap();
    put(INDEX, &new_index);
    put(JOURNAL, &new_journal);
    assert_eq!(damage(desk.open()), (Part::Record, Damage::Stranger));
    let _ = id;
}

#[test]
fn a_folder_set_back_as_a_whole_is_noticed_by_its_witness() {
    let desk = Fixture::new();
    let memory = crate::FolderGuard::new(desk.dir.path().join("state/deep"));
    let open = || Vault::open(&desk.path(), Box::new(desk.keys.clone()), Box::new(memory.clone()));
    let mut vault =
        Vault::create(&desk.path(), Box::new(desk.keys.clone()), Box::new(memory.clone()), String::new()).unwrap();
    add(&mut vault, "a", b"one", "one").unwrap();
    drop(vault);
    let saved: Vec<(PathBuf, Vec<u8>)> = [INDEX, JOURNAL]
        .map(|name| desk.path().join(name))
        .into_iter()
        .chain(desk.record_files())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    let mut vault = open().unwrap();
    let mut change = vault.change();
    change.state("two".to_owned());
    change.commit().unwrap();
    let id = vault.id();
    drop(vault);
    saved.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
    assert!(matches!(open(), Err(VaultError::RolledBack { found: 2, seen: 3 })));
    assert_eq!(desk.open().unwrap().state(), "one", "without a witness it is a sound older state");
    Vault::destroy(&desk.path(), &memory).unwrap();
    assert_eq!(memory.seen(id).unwrap(), None);
}

#[test]
fn a_purged_record_cannot_be_opened_even_from_its_remains() {
    let desk = Fixture::new();
    let mut vault = desk.create();
    let id = add(&mut vault, "a", &content(6, 1000), "").unwrap();
    let file = desk.path().join(RECORDS).join(id.to_string());
    // A second name keeps what is left on the medium within reach.
    let remains = desk.dir.path().join("remains");
    fs::hard_link(&file, &remains).unwrap();
    let sealed = fs::read(&remains).unwrap();
    let mut change = vault.change();
    change.remove(id);
    change.commit().unwrap();
    assert!(!file.exists());
    let left = fs::read(&remains).unwrap();
    let header = 64 + 60;
    assert!(left[..header].iter().zip(&sealed[..header]).filter(|(a, b)| a == b).count() < header / 4);
    fs::rename(&remains, &file).unwrap();
    drop(vault);
    assert_eq!(damage(desk.open()), (Part::Record, Damage::Stranger));
}

#[test]
fn retention_names_what_is_overdue() {
    let desk = Fixture::new();
    let mut vault = desk.create();
    let until = Timestamp::from_second(now().as_second() + 60).unwrap();
    let mut change = vault.change();
    let id = change.add("a", &mut Cursor::new(b"x"), now(), Some(until)).unwrap();
    change.add("b", &mut Cursor::new(b"y"), now(), None).unwrap();
    change.commit().unwrap();
    assert!(vault.overdue(now()).is_empty());
    assert_eq!(vault.overdue(until), [id]);
}

#[test]
fn a_key_that_is_gone_or_another_is_an_error_that_loses_nothing() {
    let desk = Fixture::new();
    let id = add(&mut desk.create(), "a", b"kept", "").unwrap();
    let with = |keys: Memory| Vault::open(&desk.path(), Box::new(keys), Box::new(NoGuard));
    let other = Memory(DataKey::random().unwrap(), None);
    assert!(matches!(with(other), Err(VaultError::WrongKey)));
    assert!(matches!(with(Memory(desk.keys.0.clone(), Some(KeyError::Gone))), Err(VaultError::KeyGone)));
    assert!(matches!(with(Memory(desk.keys.0.clone(), Some(KeyError::Locked))), Err(VaultError::KeyLocked)));
    assert_eq!(read(&desk.open().unwrap(), id).unwrap(), b"kept");
    // Without any key it can still be destroyed, to start over.
    Vault::destroy(&desk.path(), &NoGuard).unwrap();
    assert!(matches!(desk.open(), Err(VaultError::NoCase)));
}

#[test]
fn passphrases_and_key_files_open_what_they_made() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("case");
    let cheap = Costs { memory_kib: 64, passes: 1, lanes: 1 };
    let keys = Passphrase::with_costs("correct horse 电池".as_bytes(), cheap).unwrap();
    let mut vault = Vault::create(&path, Box::new(keys), Box::new(NoGuard), "s".to_owned()).unwrap();
    add(&mut vault, "a", b"x", "s").unwrap();
    drop(vault);
    let head = Vault::peek(&path).unwrap();
    assert_eq!(head.kind, KeyKind::Passphrase);
    let open = |words: &str| {
        let keys = Passphrase::again(words.as_bytes(), &head.parameters).unwrap();
        Vault::open(&path, Box::new(keys), Box::new(NoGuard))
    };
    assert!(matches!(open("correct horse 电泡"), Err(VaultError::WrongKey)));
    assert_eq!(open("correct horse 电池").unwrap().state(), "s");
    for parameters in [&b""[..], &[0; 27], &[255; 28], &[0; 28], &[0; 29]] {
        assert!(Passphrase::again(b"x", parameters).is_err(), "{} bytes", parameters.len());
    }

    let file = dir.path().join("key");
    let first = crate::KeyFile::create(&file).unwrap();
    assert!(crate::KeyFile::create(&file).is_err(), "a key is never written over");
    let again = crate::KeyFile::read(&file).unwrap();
    let key = DataKey::random().unwrap();
    assert_eq!(again.unwrap(&first.wrap(&key).unwrap()).unwrap().expose(), key.expose());
    let text = fs::read_to_string(&file).unwrap();
    for bad in
        [String::new(), "00".to_owned(), text.replace('\n', "0\n"), "g".repeat(64), "é".repeat(32), text.repeat(9)]
    {
        fs::write(&file, bad).unwrap();
        assert!(crate::KeyFile::read(&file).is_err());
    }
}

#[test]
fn a_folder_with_something_else_in_it_is_left_alone() {
    let desk = Fixture::new();
    let create = |path: &Path| Vault::create(path, Box::new(desk.keys.clone()), Box::new(NoGuard), String::new());
    fs::create_dir(desk.path()).unwrap();
    fs::write(desk.path().join("letter.doc"), "x").unwrap();
    assert!(matches!(create(&desk.path()), Err(VaultError::Occupied)));
    assert!(matches!(create(&desk.path().join("letter.doc")), Err(VaultError::Occupied)));
    assert!(matches!(desk.open(), Err(VaultError::NoCase)));
    assert!(matches!(Vault::destroy(&desk.path(), &NoGuard), Err(VaultError::NoCase)));
    fs::remove_file(desk.path().join("letter.doc")).unwrap();
    drop(create(&desk.path()).unwrap());
    assert!(matches!(create(&desk.path()), Err(VaultError::Occupied)));
    fs::write(desk.path().join("own.txt"), "kept").unwrap();
    Vault::destroy(&desk.path(), &NoGuard).unwrap();
    assert_eq!(fs::read_to_string(desk.path().join("own.txt")).unwrap(), "kept");
}

#[test]
fn a_second_one_waits_and_then_says_so() {
    let desk = Fixture::new();
    let vault = desk.create();
    assert!(matches!(desk.open(), Err(VaultError::Busy)));
    assert!(matches!(Vault::destroy(&desk.path(), &NoGuard), Err(VaultError::Busy)));
    drop(vault);
    assert!(desk.open().is_ok());
}
