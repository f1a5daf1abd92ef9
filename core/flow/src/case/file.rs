//! A file of a step, opened once: what is judged is what is kept.

use std::fmt;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use heyan_rules::filing::{FileFacts, FileForm};
use heyan_vision::frame::{DecodeLimits, Picture};

use crate::case::IntakeError;
use crate::scan::Scanner;

/// Bytes that tell a file's form.
const HEAD_BYTES: u64 = 16;

/// What a recording is read from, as an opened file.
pub trait Opened: Read + Seek + Send {}

impl<T: Read + Seek + Send> Opened for T {}

enum Source {
    Bytes(Vec<u8>),
    Opened(Box<dyn Opened>),
}

/// A file of a step. Its bytes are read from here alone, whatever becomes of the path it was found at.
pub struct StepFile {
    source: Source,
    facts: FileFacts,
}

impl StepFile {
    /// A file in memory.
    pub fn bytes(bytes: Vec<u8>) -> Self {
        let form = FileForm::of(&bytes);
        let facts = FileFacts { form, bytes: bytes.len() as u64, size_px: None, duration_s: None };
        Self { source: Source::Bytes(bytes), facts }
    }

    /// An opened file; a recording stays there, a picture is read once it is looked at.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn opened(mut file: impl Opened + 'static) -> io::Result<Self> {
        let bytes = file.seek(SeekFrom::End(0))?;
        file.rewind()?;
        let mut head = Vec::new();
        file.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
        let facts = FileFacts { form: FileForm::of(&head), bytes, size_px: None, duration_s: None };
        Ok(Self { source: Source::Opened(Box::new(file)), facts })
    }

    /// What is known of it so far.
    pub fn facts(&self) -> FileFacts {
        self.facts
    }

    /// Its bytes, where they are in memory.
    pub fn in_memory(&self) -> Option<&[u8]> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes),
            Source::Opened(_) => None,
        }
    }

    /// Its bytes from the first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn reader(&mut self) -> io::Result<Box<dyn Read + '_>> {
        Ok(match &mut self.source {
            Source::Bytes(bytes) => Box::new(Cursor::new(bytes)),
            Source::Opened(file) => {
                file.rewind()?;
                Box::new(file)
            }
        })
    }

    /// The picture in it, decoded the one time; `at` is its place among the files of the step. What was decoded is in memory
    /// from then on.
    pub(super) fn picture(&mut self, at: usize) -> Result<Picture, IntakeError> {
        let recording = matches!(
            self.facts.form,
            Some(FileForm::Mp4 | FileForm::Mov | FileForm::Webm | FileForm::Avi | FileForm::Flv)
        );
        let most = DecodeLimits::default().max_bytes as u64;
        if recording || self.facts.bytes > most {
            return Err(IntakeError::NoPicture { at });
        }
        if let Source::Opened(file) = &mut self.source {
            let unreadable = |cause| IntakeError::Unreadable { at, cause };
            file.rewind().map_err(unreadable)?;
            let mut bytes = Vec::new();
            // One more than allowed: the file may have grown.
            file.take(most + 1).read_to_end(&mut bytes).map_err(unreadable)?;
            *self = Self::bytes(bytes);
        }
        let bytes = self.in_memory().unwrap_or_default();
        let picture = Scanner::decode(bytes).map_err(|error| IntakeError::Picture { at, cause: error.to_string() })?;
        self.facts.size_px = Some((picture.width(), picture.height()));
        Ok(picture)
    }

    /// The same, of a picture already decoded.
    pub(super) fn sized(mut self, picture: &Picture) -> Self {
        self.facts.size_px = Some((picture.width(), picture.height()));
        self
    }

    /// The same, of a recording as long as this.
    pub(super) fn lasting(mut self, duration_ms: u64) -> Self {
        self.facts.duration_s = Some(duration_ms as f64 / 1e3);
        self
    }
}

impl fmt::Debug for StepFile {
    /// Without its content, which is personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StepFile").field("facts", &self.facts).finish_non_exhaustive()
    }
}
