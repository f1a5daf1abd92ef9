//! What can be wrong with a network that is to be converted.

use flatbuffers::InvalidFlatbuffer;

/// Why a file was not converted.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// More than any network here has; refused before it is read.
    #[error("the file has {bytes} bytes, at most {limit} are read")]
    TooLarge {
        /// Size of the file.
        bytes: usize,
        /// Largest size that is read.
        limit: usize,
    },
    /// It does not bear TFLite's identifier.
    #[error("expected a TFLite file (`TFL3` at byte 4), found something else")]
    NotTflite,
    /// Its structure points outside the file, or nests too deeply.
    #[error("the TFLite file is damaged: {0}")]
    Damaged(#[from] InvalidFlatbuffer),
    /// Well-formed, but its parts do not fit together.
    #[error("the TFLite file contradicts itself: {0}")]
    Inconsistent(String),
    /// It may be right, but uses something that this converter does not know.
    #[error("not supported: {0}")]
    Unsupported(String),
}

/// The outcome of everything here.
pub type Result<T> = std::result::Result<T, ConvertError>;

/// The file says two things that cannot both be.
pub(crate) fn inconsistent<T>(what: impl Into<String>) -> Result<T> {
    Err(ConvertError::Inconsistent(what.into()))
}

/// The converter has no way for it.
pub(crate) fn unsupported<T>(what: impl Into<String>) -> Result<T> {
    Err(ConvertError::Unsupported(what.into()))
}
