//! One picture in, checked fields out.

use std::path::Path;

use heyan_rules::Date;
use heyan_rules::document::DocumentKind;
use heyan_vision::frame::Picture;

use crate::report::ScanReport;

/// What the shell knows of the scan it asks for.
#[derive(Debug, Clone, Copy)]
pub struct ScanOptions {
    /// The document that should be in the picture, when the step of the flow demands one.
    pub expect: Option<DocumentKind>,
    /// The day on which validity and age are judged.
    pub today: Date,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The bytes are no picture that can be read. Says what to do.
    #[error("{0}")]
    Picture(String),
    /// The models are missing or cannot run.
    #[error("{0}")]
    Models(String),
}

/// Owns the models; scans one picture at a time.
pub struct Scanner {}

impl Scanner {
    /// Loads the models from the pack at `pack`; inference uses `threads` threads.
    pub fn open(_pack: &Path, _threads: usize) -> Result<Self, ScanError> {
        Ok(Self {})
    }

    /// Decodes `bytes` (JPEG, PNG or WebP; EXIF orientation applied), so that a shell can also draw on the picture.
    pub fn decode(_bytes: &[u8]) -> Result<Picture, ScanError> {
        Err(ScanError::Picture("not built yet".into()))
    }

    /// Reads and judges the document in `picture`.
    pub fn scan(&mut self, _picture: &Picture, _options: &ScanOptions) -> Result<ScanReport, ScanError> {
        Err(ScanError::Picture("not built yet".into()))
    }
}
