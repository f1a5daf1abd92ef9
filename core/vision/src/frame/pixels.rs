//! How pixels are read out of each format. Only what is asked for is converted.

use std::ops::Range;

use super::codes::{Code, code};
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
pub trait Source: Sized {
    /// Width and height, px.
    fn size(&self) -> (usize, usize);

    /// The pixel at `x`, `y`; black beyond the picture.
    fn at(&self, x: usize, y: usize) -> Rgb;

    /// BT.601 luma of the pixel at `x`, `y`; 0 beyond the picture.
    fn luma_at(&self, x: usize, y: usize) -> f32;

    /// The pixels along `walk`, all of which have a neighbour to the right and below, by linear interpolation, as R G B
    /// triples into `out`.
    fn line(&self, walk: Walk, levels: Levels, out: &mut [f32]);

    /// The same, each rounded to whole codes.
    fn line_codes(&self, walk: Walk, out: &mut [Code]) {
        const EACH: usize = 64;
        let mut values = [0.0; EACH * 3];
        for (part, walk) in out.chunks_mut(EACH).zip((0..).step_by(EACH).map(|steps| walk.after(steps))) {
            let values = values.get_mut(..part.len() * 3).unwrap_or_default();
            self.line(walk, Levels { scale: 1.0, offset: 0.0 }, values);
            for (pixel, value) in part.iter_mut().zip(values.as_chunks().0) {
                *pixel = code(*value);
            }
        }
    }

    /// The same picture without every second row.
    fn thinned(&self) -> Self;

    /// Reads the part of the picture in these columns and rows once, in the order it lies in memory.
    ///
    /// A crop that is turned jumps from row to row; a frame that a camera has just written is not in the cache, and each
    /// jump would wait for memory (1080p: 0.58 ms instead of 0.24 with this). Read in order, memory keeps ahead.
    fn approach(&self, columns: Range<usize>, rows: Range<usize>);

    /// Adds the first pixels of row `y` to `sums`, R G B triples.
    fn add_row(&self, y: usize, sums: &mut [u16]) {
        for (x, sum) in sums.chunks_exact_mut(3).enumerate() {
            for (sum, value) in sum.iter_mut().zip(self.at(x, y)) {
                *sum = sum.wrapping_add((value + 0.5) as u16);
            }
        }
    }

    /// Adds the first pixels of many rows.
    fn add_rows(&self, rows: Range<usize>, sums: &mut [u16]) {
        rows.for_each(|y| self.add_row(y, sums));
    }

    /// The mean over `columns` × `rows` pixels that lie apart.
    fn mean(&self, columns: &[usize], rows: &[usize]) -> Rgb;
}

/// Bytes that come into the cache together, on all processors of interest but Apple's (128).
pub const LINE: usize = 64;

/// Reads a byte of each line of memory in the given rows of `data`, each `stride` long, and columns, in bytes.
pub fn read_in_order(data: &[u8], stride: usize, columns: Range<usize>, rows: Range<usize>) {
    let mut sum = 0u8;
    for row in rows {
        let start = row * stride;
        let line = data.get(start + columns.start..(start + columns.end).min(data.len())).unwrap_or_default();
        sum = line.iter().step_by(LINE).fold(sum, |sum, byte| sum.wrapping_add(*byte));
    }
    // Otherwise nobody needs the sum, and the compiler leaves the reading out.
    std::hint::black_box(sum);
}
