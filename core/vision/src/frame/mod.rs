//! Pictures and camera frames.

mod decode;
mod jpeg;
mod picture;

pub use decode::{DecodeLimits, PictureError, decode};
pub use picture::Picture;
