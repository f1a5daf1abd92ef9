//! Reading text: where lines stand, and what they say. PP-OCRv6 on any [`crate::model::Model`].

pub mod detect;
pub mod likeness;
pub mod recognise;

pub use detect::{TextBox, TextDetector};
pub use recognise::{ReadGlyph, TextRecogniser};
