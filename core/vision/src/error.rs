//! What can go wrong inside perception.

use std::path::PathBuf;

/// Why something could not be seen. Carries no personal data.
#[derive(Debug, thiserror::Error)]
pub enum VisionError {
    /// A file of the model pack is not there.
    #[error("`{}` is missing from the model pack", path.display())]
    PackFile {
        /// The file looked for.
        path: PathBuf,
    },
    /// The runtime library or a model could not be loaded.
    #[error("model `{model}` could not be loaded: {reason}")]
    Load {
        /// Which one.
        model: &'static str,
        /// The runtime's own words.
        reason: String,
    },
    /// A model failed while running.
    #[error("model `{model}` failed: {reason}")]
    Run {
        /// Which one.
        model: &'static str,
        /// The runtime's own words.
        reason: String,
    },
    /// A model answered with a tensor of another shape than its decoder knows.
    #[error("model `{model}` returned shape {actual:?}, expected {expected}")]
    Shape {
        /// Which one.
        model: &'static str,
        /// The shape that the decoder reads.
        expected: &'static str,
        /// The shape that came.
        actual: Vec<usize>,
    },
    /// OpenCV refused an operation.
    #[error("image operation failed: {0}")]
    Image(#[from] opencv::Error),
}
