//! The boxes that MP4 and MOV are made of (ISO/IEC 14496-12, 4.2), as far as they make sense.

use std::io::{Read, Seek, SeekFrom};

/// Boxes that are looked at on one level: more is no recording.
const MOST_BOXES: usize = 4096;

/// Most bytes of a box that are read at once: of settings, and more than any codec has.
const MOST_CONTENT: u64 = 4096;

/// A box: its name, and where its content begins and ends.
pub type Part = ([u8; 4], u64, u64);

/// `N` bytes at `at`; `None` where the file ends before.
pub fn bytes<const N: usize, R: Read + Seek>(file: &mut R, at: u64) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    file.seek(SeekFrom::Start(at)).ok()?;
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

/// What lies between two places, as far as [`MOST_CONTENT`].
pub fn content<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if file.seek(SeekFrom::Start(from)).is_ok() {
        // What cannot be read is missing at the end.
        let _ = file.take(to.saturating_sub(from).min(MOST_CONTENT)).read_to_end(&mut bytes);
    }
    bytes
}

/// The number at `at` of 8 bytes or, where it is not `long`, of 4.
pub fn number<R: Read + Seek>(file: &mut R, at: u64, long: bool) -> Option<u64> {
    if long {
        Some(u64::from_be_bytes(bytes(file, at)?))
    } else {
        Some(u64::from(u32::from_be_bytes(bytes(file, at)?)))
    }
}

/// The first box called `name` between two places.
pub fn find<R: Read + Seek>(file: &mut R, from: u64, to: u64, name: &[u8; 4]) -> Option<Part> {
    parts(file, from, to).into_iter().find(|(n, ..)| n == name)
}

/// The boxes between two places.
pub fn parts<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = from;
    while at.checked_add(8).is_some_and(|head| head <= to) && parts.len() < MOST_BOXES {
        let Some([a, b, c, d, name @ ..]) = bytes::<8, R>(file, at) else { break };
        let short = u64::from(u32::from_be_bytes([a, b, c, d]));
        let (head, length) = match short {
            // To the end of the file.
            0 => (8, to - at),
            1 => match bytes::<8, R>(file, at + 8) {
                Some(long) => (16, u64::from_be_bytes(long)),
                None => break,
            },
            length => (8, length),
        };
        let Some(end) = at.checked_add(length).filter(|end| length >= head && *end <= to) else { break };
        parts.push((name, at + head, end));
        at = end;
    }
    parts
}
