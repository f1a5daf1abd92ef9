//! Files that are either whole and right, or not there.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::fault::{Fault, Result};

/// A file's bytes as they must be.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: &'a str,
}

/// How a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// As it must be.
    Right,
    /// There, with other bytes.
    Wrong,
    /// Not there.
    Missing,
}

impl State {
    /// One word for a table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "WRONG",
            Self::Missing => "missing",
        }
    }
}

/// How the file at `path` stands. The size is looked at first: a wrong one needs no reading.
pub fn state(path: &Path, expected: Expected<'_>) -> Result<State> {
    let size = match fs::metadata(path) {
        Ok(meta) => meta.len(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(State::Missing),
        Err(e) => return Err(Fault::io("looking at", path, &e)),
    };
    if size != expected.bytes {
        return Ok(State::Wrong);
    }
    let file = File::open(path).map_err(|e| Fault::io("opening", path, &e))?;
    let (sum, _) = copy_and_sum(file, io::sink()).map_err(|e| Fault::io("reading", path, &e))?;
    Ok(if sum == expected.sha256 { State::Right } else { State::Wrong })
}

/// Writes what `from` yields to `path`, so that at no moment a file that is not `expected` bears that name:
/// into a temporary file beside it, checked, flushed to the disk, then renamed.
pub fn write(path: &Path, from: impl Read, expected: Expected<'_>) -> Result<()> {
    write_from(path, from, expected).inspect_err(|_| {
        // Best effort: the name ends in .part, so a leftover is never taken for the file.
        let _ = fs::remove_file(partial(path));
    })
}

fn write_from(path: &Path, from: impl Read, expected: Expected<'_>) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| Fault::io("making", folder, &e))?;
    }
    let temporary = partial(path);
    let mut file = File::create(&temporary).map_err(|e| Fault::io("making", &temporary, &e))?;
    // One byte more than expected tells too long from right, and bounds what a bad source can write.
    let limited = from.take(expected.bytes.saturating_add(1));
    let (sum, bytes) = copy_and_sum(limited, &mut file).map_err(|e| Fault::io("writing", &temporary, &e))?;
    if bytes != expected.bytes || sum != expected.sha256 {
        return Err(Fault::new(format!(
            "{}: expected {} bytes with sha256 {}, got {bytes} bytes with sha256 {sum}; nothing was kept of it",
            path.display(),
            expected.bytes,
            expected.sha256
        )));
    }
    file.sync_all().map_err(|e| Fault::io("flushing", &temporary, &e))?;
    fs::rename(&temporary, path).map_err(|e| Fault::io("naming", path, &e))?;
    if let Some(folder) = path.parent() {
        // Not every file system lets a folder be flushed; the file itself is.
        let _ = File::open(folder).and_then(|f| f.sync_all());
    }
    Ok(())
}

/// All that `from` yields, which must have the checksum `sha256` and at most `limit` bytes; `what` stands in the fault.
pub fn read(what: &str, from: impl Read, limit: u64, sha256: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let (sum, count) = copy_and_sum(from.take(limit.saturating_add(1)), &mut bytes)
        .map_err(|e| Fault::new(format!("reading {what} failed: {e}")))?;
    if count > limit {
        return Err(Fault::new(format!("{what} has more than {limit} bytes")));
    }
    if sum != sha256 {
        return Err(Fault::new(format!("{what}: expected sha256 {sha256}, got {count} bytes with sha256 {sum}")));
    }
    Ok(bytes)
}

/// Removes what an interrupted run left beside `path`.
pub fn sweep(path: &Path) -> Result<bool> {
    let temporary = partial(path);
    match fs::remove_file(&temporary) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(Fault::io("removing", &temporary, &e)),
    }
}

fn partial(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

fn copy_and_sum(mut from: impl Read, mut to: impl Write) -> io::Result<(String, u64)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut total = 0u64;
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        let chunk = buffer.get(..count).unwrap_or_default();
        hasher.update(chunk);
        to.write_all(chunk)?;
        total += count as u64;
    }
    Ok((hexadecimal(&hasher.finalize()), total))
}

/// The checksum of `bytes`.
pub fn sum_of(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
