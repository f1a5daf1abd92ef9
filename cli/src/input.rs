//! Files in: checked before they are opened, bounded while they are read.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Largest picture file that is read, bytes. A camera's JPEG has 2 to 20 MiB; beyond this it is
/// something else, and memory must stay bounded.
pub const LIMIT_BYTES: u64 = 64 << 20;

/// Why a file was not read.
#[derive(Debug)]
pub enum InputError {
    /// Nothing of that name.
    Missing,
    /// A folder.
    Folder,
    /// A pipe, socket or device: it could block for ever, or never end.
    Special,
    /// No bytes.
    Empty,
    /// More than [`LIMIT_BYTES`]; how many.
    TooLarge(u64),
    /// The system does not allow it.
    Denied,
    /// The system failed otherwise.
    Io(io::Error),
}

impl From<io::Error> for InputError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // A file used as a folder (`card.jpg/`) is also nothing of that name.
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Io(error),
        }
    }
}

/// The whole of the file at `path`.
pub fn read(path: &Path) -> Result<Vec<u8>, InputError> {
    // Before opening: opening a pipe waits for its other end.
    check(&fs::metadata(path)?)?;
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    check(&metadata)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    // One more than allowed: the file may grow while it is read.
    file.take(LIMIT_BYTES + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 {
        0 => Err(InputError::Empty),
        read if read > LIMIT_BYTES => Err(InputError::TooLarge(read)),
        _ => Ok(bytes),
    }
}

fn check(metadata: &fs::Metadata) -> Result<(), InputError> {
    if metadata.is_dir() {
        Err(InputError::Folder)
    } else if !metadata.is_file() {
        Err(InputError::Special)
    } else if metadata.len() > LIMIT_BYTES {
        Err(InputError::TooLarge(metadata.len()))
    } else {
        Ok(())
    }
}
