//! Where that is read from which a shell recorded or copied.

use std::fs::File;
use std::io;

use heyan::case::Opened;

/// Opens what a shell names in [`crate::Recorded::path`] and in the pages of a letter. By default those are files of the device; a
/// shell that keeps them elsewhere, as in memory, has its own.
pub trait Files: Send + Sync {
    /// What lies at `path`.
    ///
    /// # Errors
    /// When there is nothing, or it cannot be read.
    fn open(&self, path: &str) -> io::Result<Box<dyn Opened>>;
}

/// Files of the device.
pub(super) struct OnDisk;

impl Files for OnDisk {
    fn open(&self, path: &str) -> io::Result<Box<dyn Opened>> {
        Ok(Box::new(File::open(path)?))
    }
}
