//! How pixels are read out of each format. Only what is asked for is converted.

use super::packed::Packed;
use super::planar::{Grey, Yuv};
use super::sample::Levels;
use super::walk::Walk;

/// The pixels of a checked frame.
#[derive(Debug, Clone, Copy)]
pub enum Pixels<'a> {
    Grey(Grey<'a>),
    Rgb(Packed<'a, 3, false>),
    Bgr(Packed<'a, 3, true>),
    Rgba(Packed<'a, 4, false>),
    Bgra(Packed<'a, 4, true>),
    Yuv(Yuv<'a>),
}

/// Runs `$body` with `$source` bound to the pixels, once for each format: the loops inside know theirs.
macro_rules! with_source {
    ($pixels:expr, $source:ident => $body:expr) => {
        match $pixels {
            Pixels::Grey($source) => $body,
            Pixels::Rgb($source) => $body,
            Pixels::Bgr($source) => $body,
            Pixels::Rgba($source) => $body,
            Pixels::Bgra($source) => $body,
            Pixels::Yuv($source) => $body,
        }
    };
}
pub(super) use with_source;

/// R, G, B.
pub type Rgb = [f32; 3];

/// BT.601 luma of R, G, B.
pub fn luma([r, g, b]: Rgb) -> f32 {
    0.299 * r + 0.587 * g + 0.114 * b
}

/// One format's way of reading pixels. Coordinates are those stored; values 0 to 255.
pub trait Source {
    /// Width and height, px.
    fn size(&self) -> (usize, usize);

    /// The pixel at `x`, `y`; black beyond the picture.
    fn at(&self, x: usize, y: usize) -> Rgb;

    /// BT.601 luma of the pixel at `x`, `y`; 0 beyond the picture.
    fn luma_at(&self, x: usize, y: usize) -> f32;

    /// The pixels along `walk`, all of which have a neighbour to the right and below, by linear interpolation, as R G B
    /// triples into `out`.
    fn line(&self, walk: Walk, levels: Levels, out: &mut [f32]);

    /// The mean over `columns` × `rows` pixels that lie apart.
    fn mean(&self, columns: &[usize], rows: &[usize]) -> Rgb;
}
