//! Records of material: streams in and out, in memory of a fixed size.

use std::fs::File;
use std::io::{self, Read, Write};

use zeroize::Zeroizing;

use super::envelope::{CHUNK_BYTES, Envelope, Kind, Label, SEALED_CHUNK_BYTES, sealed_bytes};
use super::folder::Folder;
use super::key::{KeyProvider, TAG_BYTES};
use super::{Entry, RecordId};
use crate::error::{Damage, Part, VaultError};

/// Bytes written at once. Fewer, and the calls cost more than the sealing.
const BATCH_BYTES: usize = 1 << 20;
/// Where writes past the page cache must begin and end: the page, which every block size divides.
const ALIGNMENT: usize = 4096;

/// Bytes on their way to the disk: sealed ones first, then the chunk that is read ahead. Wiped at the end.
struct Stage {
    bytes: Zeroizing<Vec<u8>>,
    /// Where the aligned part begins.
    origin: usize,
}

impl Stage {
    fn new() -> Self {
        let bytes = Zeroizing::new(vec![0; BATCH_BYTES + 3 * SEALED_CHUNK_BYTES + ALIGNMENT]);
        let origin = bytes.as_ptr().align_offset(ALIGNMENT).min(ALIGNMENT);
        Self { bytes, origin }
    }

    fn part(&mut self, from: usize, length: usize) -> &mut [u8] {
        let from = self.origin + from;
        self.bytes.get_mut(from..from + length).unwrap_or_default()
    }

    fn put(&mut self, at: usize, bytes: &[u8]) {
        self.part(at, bytes.len()).copy_from_slice(bytes);
    }

    /// Moves what lies behind `from` to the front.
    fn advance(&mut self, from: usize, end: usize) {
        let (from, end) = (self.origin + from, self.origin + end);
        if from <= end && end <= self.bytes.len() {
            self.bytes.copy_within(from..end, self.origin);
        }
    }
}

/// Seals `content` into the unfinished file of `id`, to its end and onto the medium. Returns its bytes.
pub(super) fn store(
    folder: &Folder,
    id: RecordId,
    envelope: &Envelope,
    content: &mut dyn Read,
) -> Result<u64, VaultError> {
    let mut sink = Sink { file: folder.begin_record(id)?, folder, past_cache: false };
    let mut stage = Stage::new();
    let header = envelope.header();
    stage.put(0, &header);
    let mut ready = header.len();
    let mut total = 0u64;
    let mut length = fill(content, stage.part(ready, CHUNK_BYTES))?;
    for number in 0u64.. {
        let ahead = ready + SEALED_CHUNK_BYTES;
        let next = if length < CHUNK_BYTES { 0 } else { fill(content, stage.part(ahead, CHUNK_BYTES))? };
        let last = next == 0;
        let tag = envelope.seal_chunk(number, last, stage.part(ready, length)).ok_or(VaultError::Full)?;
        stage.put(ready + length, &tag);
        total += length as u64;
        ready += length + TAG_BYTES;
        if ready >= BATCH_BYTES {
            sink.batch(stage.part(0, BATCH_BYTES))?;
            stage.advance(BATCH_BYTES, ready + next);
            ready -= BATCH_BYTES;
        }
        if last {
            break;
        }
        length = next;
    }
    sink.end(stage.part(0, ready))?;
    Ok(total)
}

/// The file that a record is written to.
struct Sink<'f> {
    file: File,
    folder: &'f Folder,
    past_cache: bool,
}

impl Sink<'_> {
    /// Writes a whole batch, past the page cache where the file system can: nobody reads the record soon, and copying it
    /// there costs more than sealing it.
    fn batch(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        self.folder.writing()?;
        if !self.past_cache {
            self.past_cache = direct::set(&self.file, true);
        }
        match self.file.write_all(bytes) {
            // Nothing was written: the file system took the flag and does not take the write.
            Err(error) if self.past_cache && error.kind() == io::ErrorKind::InvalidInput => {
                self.past_cache = !direct::set(&self.file, false);
                Ok(self.file.write_all(bytes)?)
            }
            written => Ok(written?),
        }
    }

    fn end(mut self, rest: &[u8]) -> Result<(), VaultError> {
        self.folder.writing()?;
        if self.past_cache {
            direct::set(&self.file, false);
        }
        self.file.write_all(rest)?;
        self.folder.writing()?;
        Ok(self.file.sync_all()?)
    }
}

#[cfg(target_os = "linux")]
mod direct {
    use std::fs::File;

    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

    /// Turns writing past the page cache on or off. Whether it is done: not every file system can.
    pub(super) fn set(file: &File, on: bool) -> bool {
        let Ok(mut flags) = fcntl_getfl(file) else { return false };
        flags.set(OFlags::DIRECT, on);
        fcntl_setfl(file, flags).is_ok()
    }
}

#[cfg(not(target_os = "linux"))]
mod direct {
    use std::fs::File;

    pub(super) fn set(_file: &File, _on: bool) -> bool {
        false
    }
}

/// Reads until `bytes` are full or the source ends. Returns how many were read.
fn fill(source: &mut dyn Read, bytes: &mut [u8]) -> Result<usize, VaultError> {
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(VaultError::Source(error)),
        }
    }
    Ok(filled)
}

/// The content of a record, opened chunk by chunk: what comes out was checked. That the record is whole is known at its end
/// only, where an error comes instead of the end if it was cut.
///
/// For use on this device. What is to leave goes through [`crate::Parcel`].
pub struct RecordReader {
    file: File,
    envelope: Envelope,
    chunk: Zeroizing<Vec<u8>>,
    /// The part of `chunk` that was opened and not yet given out.
    ready: std::ops::Range<usize>,
    number: u64,
    /// Bytes on disk not yet read.
    left: u64,
    ended: bool,
}

impl RecordReader {
    pub(super) fn open(
        folder: &Folder,
        vault: RecordId,
        entry: &Entry,
        keys: &dyn KeyProvider,
    ) -> Result<Self, VaultError> {
        let damaged = |damage| VaultError::Damaged(Part::Record, damage);
        let mut file = File::open(folder.record(entry.id)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => damaged(Damage::Missing),
            _ => error.into(),
        })?;
        let label = Label { kind: Kind::Material, vault, record: entry.id, generation: 0 };
        let envelope = Envelope::open(&mut file, &label, keys).map_err(|trouble| trouble.of(Part::Record))?;
        let header = envelope.header_bytes() as u64;
        let (found, wanted) = (file.metadata()?.len(), sealed_bytes(header, entry.bytes));
        if found != wanted {
            return Err(damaged(if found < wanted { Damage::Truncated } else { Damage::Changed }));
        }
        let chunk = Zeroizing::new(vec![0; SEALED_CHUNK_BYTES]);
        Ok(Self { file, envelope, chunk, ready: 0..0, number: 0, left: found - header, ended: false })
    }

    /// The next chunk of content; nothing at the end.
    ///
    /// # Errors
    /// When the record is not as it was sealed.
    pub fn chunk(&mut self) -> Result<&[u8], VaultError> {
        if self.ready.is_empty() {
            self.advance()?;
        }
        let ready = std::mem::replace(&mut self.ready, 0..0);
        Ok(self.chunk.get(ready).unwrap_or_default())
    }

    fn advance(&mut self) -> Result<(), VaultError> {
        if self.ended {
            return Ok(());
        }
        let damaged = |damage| VaultError::Damaged(Part::Record, damage);
        let length = self.left.min(SEALED_CHUNK_BYTES as u64);
        let last = length == self.left;
        let sealed = self.chunk.get_mut(..length as usize).unwrap_or_default();
        self.file.read_exact(sealed).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => damaged(Damage::Truncated),
            _ => error.into(),
        })?;
        let opened = self.envelope.open_chunk(self.number, last, sealed).map(<[u8]>::len);
        self.ready = 0..opened.ok_or(damaged(Damage::Changed))?;
        self.number += 1;
        self.left -= length;
        self.ended = last;
        Ok(())
    }
}

impl Read for RecordReader {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.ready.is_empty() {
            self.advance().map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        }
        let ready = self.chunk.get(self.ready.clone()).unwrap_or_default();
        let length = ready.len().min(bytes.len());
        if let (Some(to), Some(from)) = (bytes.get_mut(..length), ready.get(..length)) {
            to.copy_from_slice(from);
        }
        self.ready.start += length;
        Ok(length)
    }
}
