//! What a static library for Apple's systems defines, by the index that its linker reads.

use std::collections::BTreeSet;

use crate::fault::{Fault, Result};

/// Bytes of a member's header (`ar.h`).
const HEADER: usize = 60;

/// Names of C functions that the archive `bytes` defines.
pub fn defined(bytes: &[u8]) -> Result<BTreeSet<String>> {
    let rest = bytes.strip_prefix(b"!<arch>\n").ok_or_else(|| Fault::new("is no archive"))?;
    let broken = || Fault::new("has no index of its symbols in the way of Apple's systems");
    let header = rest.get(..HEADER).ok_or_else(broken)?;
    let text = |range: std::ops::Range<usize>| {
        header.get(range).and_then(|field| std::str::from_utf8(field).ok()).map(str::trim).ok_or_else(broken)
    };
    let size: usize = text(48..58)?.parse().map_err(|_| broken())?;
    let (name, body) = (text(0..16)?.to_owned(), rest.get(HEADER..HEADER + size).ok_or_else(broken)?);
    // A long name stands before the member's bytes.
    let (name, body) = match name.strip_prefix("#1/") {
        Some(length) => {
            let length: usize = length.parse().map_err(|_| broken())?;
            let (name, body) = body.split_at_checked(length).ok_or_else(broken)?;
            (String::from_utf8_lossy(name).trim_end_matches('\0').to_owned(), body)
        }
        None => (name, body),
    };
    let width = match name.as_str() {
        "__.SYMDEF" | "__.SYMDEF SORTED" => 4,
        "__.SYMDEF_64" | "__.SYMDEF_64 SORTED" => 8,
        _ => return Err(broken()),
    };
    let number = |at: usize| -> Result<usize> {
        let field = body.get(at..at + width).ok_or_else(broken)?;
        let value = field.iter().rev().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        usize::try_from(value).map_err(|_| broken())
    };
    // Pairs of a name's place and its member's, then the names.
    let pairs = number(0)?;
    let names = width.checked_add(pairs).and_then(|at| at.checked_add(width)).ok_or_else(broken)?;
    let names = body.get(names..).ok_or_else(broken)?;
    let mut found = BTreeSet::new();
    for at in (width..width + pairs).step_by(2 * width) {
        let name = names.get(number(at)?..).and_then(|rest| rest.split(|byte| *byte == 0).next()).ok_or_else(broken)?;
        // A function of C is called with a line before its name there.
        let name = String::from_utf8_lossy(name);
        found.insert(name.strip_prefix('_').unwrap_or(&name).to_owned());
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(name: &str, names: &[&str]) -> Vec<u8> {
        let (mut pairs, mut strings) = (Vec::new(), Vec::new());
        for name in names {
            pairs.extend((strings.len() as u32).to_le_bytes());
            pairs.extend(0_u32.to_le_bytes());
            strings.extend(name.as_bytes());
            strings.push(0);
        }
        let mut body = (pairs.len() as u32).to_le_bytes().to_vec();
        body.extend(pairs);
        body.extend((strings.len() as u32).to_le_bytes());
        body.extend(strings);
        let mut bytes = b"!<arch>\n".to_vec();
        bytes.extend(format!("{name:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", 0, 0, 0, 0, body.len()).as_bytes());
        bytes.extend(body);
        bytes
    }

    #[test]
    fn what_is_defined_is_what_the_index_names() {
        let found = defined(&archive("__.SYMDEF", &["_uniffi_heyan_ffi_fn_a", "_ffi_b"])).expect("index");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["ffi_b", "uniffi_heyan_ffi_fn_a"]);
    }

    #[test]
    fn other_archives_and_halves_of_one_are_refused() {
        let whole = archive("__.SYMDEF", &["_a"]);
        for cut in 0..whole.len() - 2 {
            assert!(defined(&whole[..cut]).is_err(), "{cut}");
        }
        assert!(defined(&archive("/", &["_a"])).is_err(), "an index of Linux");
        assert!(defined(b"no archive").is_err());
    }
}
