//! The person before the wall: mask, head and shoulders, wall, clutter, shadow, and the qualities of the face.

mod measure;
mod models;
mod segment;

pub use measure::measure;
pub use models::PortraitModels;
pub use segment::{MASK_SIDE, Segmenter};
