//! Reading text: where lines stand, and what they say. PP-OCRv6 on any [`crate::model::Model`].

pub mod detect;
pub mod likeness;
mod long;
pub mod recognise;

pub use detect::{TextBox, TextDetector};
pub use long::whole_line_of;
pub use recognise::{ReadGlyph, TextRecogniser};
