//! The elements that Matroska and WebM are made of (RFC 8794).

use std::io::{Read, Seek};

use super::boxes::bytes;

/// Where frames begin: what is said of them stands before.
pub const CLUSTER: u64 = 0x1f43_b675;
/// Elements that are looked at on one level: more is no recording.
const MOST: usize = 1024;
/// Longest text that is read, bytes.
const NAME: u64 = 32;

/// An element: its identity, and where its content begins and ends.
pub type Element = (u64, u64, u64);

/// The whole number between two places; of more than 8 bytes none.
pub fn unsigned<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> Option<u64> {
    let length = to.checked_sub(from).filter(|length| *length <= 8)?;
    (0..length).try_fold(0_u64, |value, i| {
        bytes::<1, R>(file, from.checked_add(i)?).map(|[byte]| (value << 8) | u64::from(byte))
    })
}

/// The floating number between two places, of 4 or 8 bytes.
pub fn float<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> Option<f64> {
    match to.checked_sub(from)? {
        0 => Some(0.0),
        4 => bytes(file, from).map(|four| f64::from(f32::from_be_bytes(four))),
        8 => bytes(file, from).map(f64::from_be_bytes),
        _ => None,
    }
}

/// The printable text between two places.
pub fn text<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> Option<String> {
    let count = to.saturating_sub(from).min(NAME);
    let letters = (0..count).map_while(|i| bytes::<1, R>(file, from.checked_add(i)?)).map(|[b]| b);
    // Names may be filled up with zeros.
    Some(letters.take_while(u8::is_ascii_graphic).map(char::from).collect())
}

/// The elements between two places, up to the first cluster.
pub fn elements<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> Vec<Element> {
    let mut found = Vec::new();
    let mut at = from;
    while at < to && found.len() < MOST {
        let Some((id, after)) = number(file, at, true) else { break };
        let Some((length, begin)) = number(file, after, false) else { break };
        // All ones: live recordings leave the length open.
        let open = begin.checked_sub(after).is_some_and(|n| (1..=8).contains(&n) && length == (1 << (7 * n)) - 1);
        let end = if open { Some(to) } else { begin.checked_add(length).map(|end| end.min(to)) };
        let Some(end) = end.filter(|end| *end > at && id != CLUSTER) else { break };
        found.push((id, begin, end));
        at = end;
    }
    found
}

/// The number of variable length at `at`, with its marker when it is an identity, and where it ends.
pub fn number<R: Read + Seek>(file: &mut R, at: u64, marked: bool) -> Option<(u64, u64)> {
    let [first] = bytes::<1, R>(file, at)?;
    let length = u64::from(first.leading_zeros()) + 1;
    if length > 8 {
        return None;
    }
    let mut value = u64::from(first);
    if !marked {
        value &= (1 << (8 - length)) - 1;
    }
    for i in 1..length {
        let [next] = bytes::<1, R>(file, at.checked_add(i)?)?;
        value = (value << 8) | u64::from(next);
    }
    Some((value, at.checked_add(length)?))
}
