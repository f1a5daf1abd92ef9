//! Parcels sealed into the outbox, one file each.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use super::control::{Control, Want};
use super::submission::hex;
use crate::consent::Parcel;
use crate::seal::{self, Binding, FileEntry, Recipient, SealError, TraceEntry};
use crate::shipment::Slot;

/// A parcel that stops being read once the submission is to stop.
pub(super) struct Stoppable<'a, 'c> {
    pub parcel: Parcel<'c>,
    pub control: &'a Control,
}

impl Read for Stoppable<'_, '_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.control.wanted() != Want::Run {
            // Not `Interrupted`, which readers try again.
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        self.parcel.read(bytes)
    }
}

/// First words of a face check's trace.
const TRACE: &[u8] = b"heyan.trace/";
/// What a trace's media type is called.
const TRACE_TYPE: &str = "text/x-heyan-trace";

/// What a file is, by its first bytes.
fn media_type(head: &[u8]) -> &'static str {
    match head {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "video/mp4",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "video/webm",
        head if head.starts_with(TRACE) => TRACE_TYPE,
        _ => "application/octet-stream",
    }
}

/// The trace that a file is, when it is one.
pub(super) fn trace(entry: &FileEntry) -> Option<TraceEntry> {
    (entry.media_type == TRACE_TYPE).then(|| TraceEntry { step: entry.step.clone(), sha256: entry.sha256.clone() })
}

/// Seals into an unfinished file, which gets its name once it is whole on the medium.
pub(super) fn seal_file(
    from: &mut dyn Read,
    slot: Slot,
    path: &Path,
    case: &str,
    recipient: &Recipient,
) -> Result<FileEntry, SealError> {
    let unfinished = path.with_extension("tmp");
    let mut head = Vec::new();
    from.take(16).read_to_end(&mut head)?;
    let name = slot.name();
    let mut to = BufWriter::with_capacity(256 << 10, File::create(&unfinished)?);
    let sealed = seal::seal(&mut head.as_slice().chain(from), &mut to, recipient, Binding { case, slot: &name });
    let digests = match sealed {
        Ok(digests) => digests,
        Err(error) => {
            // A full disk must not stay full with half a file.
            let _ = fs::remove_file(&unfinished);
            return Err(error);
        }
    };
    to.flush()?;
    to.get_ref().sync_all()?;
    fs::rename(&unfinished, path)?;
    if let Some(folder) = path.parent() {
        // Where folders cannot be synced (not on Linux), the name may be lost with the power, and the file is sealed again.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    Ok(FileEntry {
        slot: name,
        step: slot.step.as_str().to_owned(),
        media_type: media_type(&head).to_owned(),
        bytes: digests.bytes,
        sha256: hex(&digests.sha256),
        sealed_bytes: digests.sealed_bytes,
        sealed_sha256: hex(&digests.sealed_sha256),
    })
}
