//! Whether a library can be loaded where memory pages have 16 KB.

use crate::fault::{Fault, Result};

/// Bytes of a page on newer phones. Google Play takes no 64-bit library whose segments are aligned to less.
pub const PAGE_BYTES: u64 = 16 << 10;

/// `PT_LOAD` of a program header (System V ABI, chapter 5).
const LOAD: u32 = 1;

/// The smallest alignment of the loaded segments of the 64-bit library `bytes`.
pub fn least_alignment(bytes: &[u8]) -> Result<u64> {
    let broken = || Fault::new("is no 64-bit little-endian ELF library");
    let take = |at: u64, length: usize| {
        let at = usize::try_from(at).ok()?;
        bytes.get(at..at.checked_add(length)?)
    };
    let word = |at: u64, length: usize| {
        let field = take(at, length)?;
        Some(field.iter().rev().fold(0_u64, |value, byte| value << 8 | u64::from(*byte)))
    };
    if take(0, 6) != Some(b"\x7fELF\x02\x01") {
        return Err(broken());
    }
    let field = |at, length| word(at, length).ok_or_else(broken);
    let (table, each, count) = (field(0x20, 8)?, field(0x36, 2)?, field(0x38, 2)?);
    let mut least = None;
    for n in 0..count {
        let header = table.checked_add(n * each).ok_or_else(broken)?;
        if field(header, 4)? == u64::from(LOAD) {
            let align = field(header + 0x30, 8)?;
            least = Some(least.map_or(align, |known: u64| known.min(align)));
        }
    }
    least.ok_or_else(broken)
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
    }
}
