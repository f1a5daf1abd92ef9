//! Whether a library can be loaded where memory pages have 16 KB, and by which names.

use crate::fault::{Fault, Result};

/// Bytes of a page on newer phones. Google Play takes no 64-bit library whose segments are aligned to less.
pub const PAGE_BYTES: u64 = 16 << 10;

/// `PT_LOAD` of a program header (System V ABI, chapter 5).
const LOAD: u32 = 1;

/// Section types (System V ABI, chapter 4): names of the dynamic linker's symbols.
const DYNAMIC_SYMBOLS: u32 = 11;

/// A 64-bit little-endian file, read by offsets.
struct Elf<'a>(&'a [u8]);

impl<'a> Elf<'a> {
    fn new(bytes: &'a [u8]) -> Result<Self> {
        let elf = Self(bytes);
        if elf.take(0, 6) == Some(b"\x7fELF\x02\x01") { Ok(elf) } else { Err(broken()) }
    }

    fn take(&self, at: u64, length: u64) -> Option<&'a [u8]> {
        let (at, length) = (usize::try_from(at).ok()?, usize::try_from(length).ok()?);
        self.0.get(at..at.checked_add(length)?)
    }

    fn field(&self, at: u64, length: u64) -> Result<u64> {
        let field = self.take(at, length).ok_or_else(broken)?;
        Ok(field.iter().rev().fold(0_u64, |value, byte| value << 8 | u64::from(*byte)))
    }

    /// The offsets of the entries of the table that the header names at `table`, `each` and `count`.
    fn entries(&self, table: u64, each: u64, count: u64) -> Result<Vec<u64>> {
        let (table, each, count) = (self.field(table, 8)?, self.field(each, 2)?, self.field(count, 2)?);
        (0..count).map(|n| table.checked_add(n * each).ok_or_else(broken)).collect()
    }
}

fn broken() -> Fault {
    Fault::new("is no 64-bit little-endian ELF library")
}

/// The smallest alignment of the loaded segments of the 64-bit library `bytes`.
pub fn least_alignment(bytes: &[u8]) -> Result<u64> {
    let elf = Elf::new(bytes)?;
    let mut least = None;
    for header in elf.entries(0x20, 0x36, 0x38)? {
        if elf.field(header, 4)? == u64::from(LOAD) {
            let align = elf.field(header.saturating_add(0x30), 8)?;
            least = Some(least.map_or(align, |known: u64| known.min(align)));
        }
    }
    least.ok_or_else(broken)
}

/// What the dynamic linker knows the 64-bit library `bytes` by: its symbols, and the versions they stand under.
pub fn names(bytes: &[u8]) -> Result<Vec<String>> {
    let elf = Elf::new(bytes)?;
    let sections = elf.entries(0x28, 0x3a, 0x3c)?;
    for section in &sections {
        if elf.field(section.saturating_add(0x04), 4)? != u64::from(DYNAMIC_SYMBOLS) {
            continue;
        }
        // The table of names that the section is linked with; a version's name stands there among those of symbols.
        let link = usize::try_from(elf.field(section.saturating_add(0x28), 4)?).map_err(|_| broken())?;
        let table = *sections.get(link).ok_or_else(broken)?;
        let (at, size) = (elf.field(table.saturating_add(0x18), 8)?, elf.field(table.saturating_add(0x20), 8)?);
        let text = elf.take(at, size).ok_or_else(broken)?;
        return Ok(text.split(|byte| *byte == 0).map(|name| String::from_utf8_lossy(name).into_owned()).collect());
    }
    Err(Fault::new("names no symbols"))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A library of one segment, aligned to `align`.
    pub fn library(align: u64) -> Vec<u8> {
        let mut bytes = vec![0; 0x78];
        bytes[..6].copy_from_slice(b"\x7fELF\x02\x01");
        bytes[0x20] = 0x40;
        bytes[0x36] = 0x38;
        bytes[0x38] = 1;
        bytes[0x40] = 1;
        bytes[0x70..0x78].copy_from_slice(&align.to_le_bytes());
        bytes
    }

    #[test]
    fn the_alignment_is_that_of_the_loaded_segments() {
        assert_eq!(least_alignment(&library(PAGE_BYTES)).ok(), Some(PAGE_BYTES));
        assert_eq!(least_alignment(&library(4096)).ok(), Some(4096));
    }

    #[test]
    fn a_real_library_is_read_and_a_broken_one_refused() {
        // This very test, a program of the machine's own: its pages have 4 KB or more.
        let own = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        let least = least_alignment(&own).unwrap();
        assert!(least >= 4096 && least.is_power_of_two(), "{least}");
        assert!(least_alignment(&own[..100]).is_err());
        assert!(least_alignment(b"not a library").is_err());
        assert!(least_alignment(&[]).is_err());
        assert!(names(&own[..100]).is_err() && names(b"\x7fELF\x02\x01").is_err());
    }
}
