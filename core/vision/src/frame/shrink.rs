//! A small upright copy of a frame, each pixel the mean of a square of the original.

use multiversion::multiversion;
use opencv::core::{Mat, Size};

use super::affine::Affine;
use super::format::Rotation;
use super::pixels::{Pixels, Source, with_source};
use super::view::Frame;
use crate::cv;

/// Steps a code of 8 bits: the mean of many pixels lies between two codes.
pub const STEPS: u16 = 4;

/// Side of the square that a pixel stands for, at most: sums of a column of it fit 16 bits, which add up twice as fast.
const MOST_FACTOR: usize = 256;

/// A small copy of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Shrunk {
    /// Width, px.
    pub width: usize,
    /// Height, px.
    pub height: usize,
    /// Side of the square of the original that a pixel stands for, px.
    pub factor: usize,
    /// R, G, B of 0 to 255, in quarters of a code; rows packed.
    pub rgb: Vec<[u16; 3]>,
    /// The same in whole codes.
    bytes: Vec<u8>,
}

impl Shrunk {
    /// From pixels of the copy to those of the picture: middles of pixels lie on middles of squares.
    pub fn to_picture(&self) -> Affine {
        let factor = self.factor as f64;
        let middle = (factor - 1.0) / 2.0;
        Affine { x: [factor, 0.0, middle], y: [0.0, factor, middle] }
    }

    /// The copy at another size, by linear interpolation: 8 bits each of R, G and B.
    pub fn resized(&self, width: usize, height: usize) -> cv::Result<Mat> {
        let size = Size::new(width as i32, height as i32);
        cv::interpolate(&cv::rgb_matrix(&self.bytes, self.width, self.height)?, size)
    }
}

impl Frame<'_> {
    /// The upright, unmirrored picture with a longer side of at most `limit` px. Pixels at the far edges that fill no
    /// square are left out.
    pub fn shrunk(&self, limit: usize) -> Shrunk {
        let (columns, rows) = self.stored();
        let factor = columns.max(rows).div_ceil(limit.max(1)).clamp(1, columns.min(rows).clamp(1, MOST_FACTOR));
        let (width, height) = (columns / factor, rows / factor);
        let mut rgb = vec![[0; 3]; width * height];
        let mut sums = vec![0u16; width * factor * 3];
        let mut squares = Squares::new(factor, sums.len());
        with_source!(&self.pixels, source => for (row, out) in rgb.chunks_exact_mut(width.max(1)).enumerate() {
            sums.fill(0);
            source.add_rows(row * factor..(row + 1) * factor, &mut sums);
            squares.means(&sums, out);
        });
        let mut small = self.turned(Shrunk { width, height, factor, rgb, bytes: Vec::new() });
        let whole = |value: &u16| (value.saturating_add(STEPS / 2) / STEPS).min(255) as u8;
        small.bytes = small.rgb.as_flattened().iter().map(whole).collect();
        small
    }

    /// Upright and unmirrored.
    fn turned(&self, stored: Shrunk) -> Shrunk {
        let (rotation, mirrored) = self.orientation();
        if rotation == Rotation::None && !mirrored {
            return stored;
        }
        let (w, h) = (stored.width, stored.height);
        let (width, height) = if rotation.swaps_sides() { (h, w) } else { (w, h) };
        let mut rgb = Vec::with_capacity(w * h);
        for y in 0..height {
            for x in 0..width {
                let x = if mirrored { width - 1 - x } else { x };
                let (sx, sy) = match rotation {
                    Rotation::None => (x, y),
                    Rotation::Quarter => (y, h - 1 - x),
                    Rotation::Half => (w - 1 - x, h - 1 - y),
                    Rotation::ThreeQuarters => (w - 1 - y, x),
                };
                rgb.push(stored.rgb.get(sy * w + sx).copied().unwrap_or_default());
            }
        }
        Shrunk { width, height, factor: stored.factor, rgb, bytes: Vec::new() }
    }
}

/// Means of the squares of a row of them, from the sums of their columns.
struct Squares {
    factor: usize,
    /// Sums over so many columns as lie in a square, from each on; 16 bits hold them while `factor` is small.
    wide: Vec<u16>,
    /// Of 2^32: what a sum is multiplied by to become a mean in [`STEPS`] of a code.
    share: u64,
}

/// Side of a square whose sum 16 bits hold.
const NARROW: usize = 16;
const ONE: u64 = 1 << 32;

impl Squares {
    fn new(factor: usize, sums: usize) -> Self {
        let share = (u64::from(STEPS) * ONE) / (factor * factor).max(1) as u64;
        Self { factor, wide: Vec::with_capacity(sums), share }
    }

    /// The means of the squares whose columns, R G B triples, sum up to `sums`.
    fn means(&mut self, sums: &[u16], out: &mut [[u16; 3]]) {
        let mean = |sum: u32| ((u64::from(sum) * self.share + ONE / 2) >> 32) as u16;
        let across = (self.factor * 3).max(1);
        if self.factor > NARROW {
            for (out, square) in out.iter_mut().zip(sums.chunks_exact(across)) {
                let mut total = [0u32; 3];
                for pixel in square.as_chunks::<3>().0 {
                    total.iter_mut().zip(pixel).for_each(|(total, value)| *total += u32::from(*value));
                }
                *out = total.map(mean);
            }
            return;
        }
        // All places at once, although only the first column of each square is asked for: that takes fewer steps than
        // adding up the others one by one.
        widen(sums, self.factor, &mut self.wide);
        for (out, square) in out.iter_mut().zip(self.wide.chunks_exact(across)) {
            let total = square.first_chunk::<3>().copied().unwrap_or_default();
            *out = total.map(|sum| mean(u32::from(sum)));
        }
    }
}

/// From each place of `sums` on the sum of `factor` columns.
#[multiversion(targets("x86_64+avx2"))]
fn widen(sums: &[u16], factor: usize, wide: &mut Vec<u16>) {
    wide.clear();
    let from = |column: usize| sums.get(column * 3..).unwrap_or_default().iter();
    let mut column = match factor {
        0..4 => {
            wide.extend_from_slice(sums);
            1
        }
        _ => {
            let four = from(0).zip(from(1)).zip(from(2).zip(from(3)));
            wide.extend(four.map(|((a, b), (c, d))| a.wrapping_add(*b).wrapping_add(c.wrapping_add(*d))));
            4
        }
    };
    while column < factor {
        wide.iter_mut().zip(from(column)).for_each(|(sum, value)| *sum = sum.wrapping_add(*value));
        column += 1;
    }
    // The last columns begin no square.
    wide.resize(sums.len(), 0);
}

#[cfg(test)]
mod tests {
    use crate::frame::{Frame, FrameMeta, PixelFormat, Rotation};

    #[test]
    fn a_pixel_is_the_mean_of_its_square_whichever_way_the_picture_lies() {
        // Two squares of 2 × 2, the left one of 10 and 13, the right one of 200.
        let bytes = [10, 10, 200, 200, 10, 13, 200, 200];
        let mut meta = FrameMeta::new(PixelFormat::Grey, 4, 2, 0);
        let small = Frame::new(&meta, &bytes).unwrap().shrunk(2);
        assert_eq!((small.width, small.height, small.factor), (2, 1, 2));
        assert_eq!(small.rgb, [[43; 3], [800; 3]]);
        meta.rotation = Rotation::Quarter;
        let small = Frame::new(&meta, &bytes).unwrap().shrunk(2);
        assert_eq!((small.width, small.height), (1, 2));
        assert_eq!(small.rgb, [[43; 3], [800; 3]]);
        meta.rotation = Rotation::Half;
        meta.mirrored = true;
        assert_eq!(Frame::new(&meta, &bytes).unwrap().shrunk(2).rgb, [[43; 3], [800; 3]]);
        meta.mirrored = false;
        assert_eq!(Frame::new(&meta, &bytes).unwrap().shrunk(2).rgb, [[800; 3], [43; 3]]);
    }
}
