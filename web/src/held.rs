//! What a person recorded or chose, held in memory until it is sealed or given up: it is nowhere on disk.

use std::collections::BTreeMap;
use std::io::{self, Cursor};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use heyan::case::Opened;
use heyan_app::device::Files;

/// Files without a folder. Their names are numbers of this run: no name leads to a file of the device.
#[derive(Default)]
pub struct Held(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    files: BTreeMap<String, Bytes>,
    next: u64,
}

impl Held {
    /// Holds `bytes`; under which name.
    pub fn put(&self, bytes: Bytes) -> String {
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let name = format!("held-{}", inside.next);
        inside.next += 1;
        inside.files.insert(name.clone(), bytes);
        name
    }

    /// Lets go what `name` holds.
    pub fn remove(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).files.remove(name);
    }

    /// Bytes that are held in all.
    pub fn bytes(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).files.values().map(Bytes::len).sum()
    }
}

impl Files for Held {
    fn open(&self, path: &str) -> io::Result<Box<dyn Opened>> {
        let inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = inside.files.get(path).cloned().ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(Cursor::new(bytes)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use super::*;

    #[test]
    fn a_name_leads_to_what_was_put_and_nowhere_else() {
        let held = Held::default();
        let (first, second) = (held.put(Bytes::from_static(b"one")), held.put(Bytes::from_static(b"three")));
        assert_eq!((first == second, held.bytes()), (false, 8));
        let mut text = String::new();
        io::Read::read_to_string(&mut held.open(&second).unwrap(), &mut text).unwrap();
        assert_eq!(text, "three");
        held.remove(&first);
        assert_eq!(held.open(&first).err().unwrap().kind(), io::ErrorKind::NotFound);
        for path in ["/etc/hostname", "Cargo.toml", "", "../held-1"] {
            assert!(held.open(path).is_err(), "{path}");
        }
    }
}
