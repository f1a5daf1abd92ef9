//! Pictures and camera frames.

mod affine;
mod avx2_sample;
mod batch;
mod codes;
mod copy;
mod decode;
#[cfg(test)]
mod decode_tests;
mod format;
mod grid;
mod heif;
mod jpeg;
mod large_jpeg;
mod packed;
mod picture;
mod pixels;
mod planar;
mod sample;
mod shrink;
mod signature;
mod view;
mod walk;

pub use affine::Affine;
pub use codes::Code;
pub use decode::{DecodeLimits, PictureError, decode};
pub use format::{FrameError, FrameMeta, PixelFormat, Rotation, YuvRange};
pub use grid::LumaGrid;
pub use picture::Picture;
pub(crate) use pixels::luma;
pub use sample::Levels;
pub use shrink::{STEPS, Shrunk};
pub use view::Frame;
