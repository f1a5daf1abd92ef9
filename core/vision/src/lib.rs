//! Perception: what is seen, in numbers and geometry. Nothing here decides what is acceptable.

mod colour;
mod ctc;
mod cv;
pub mod document;
pub mod error;
pub mod face;
pub mod frame;
pub mod icon;
pub mod letter;
pub mod model;
pub mod page;
pub mod person;
pub mod qr;
pub mod speech;
pub mod text;

pub use error::VisionError;
