//! Pixels whose colours stand side by side.

use std::ops::Range;

use multiversion::multiversion;
use wide::{f32x4, i16x8, i32x4, u8x16};

use super::avx2_sample::{self, Bytes, ask_for};
use super::codes::{Code, code};
use super::pixels::{LINE, Rgb, Source, luma, read_in_order};
use super::sample::{Levels, edge};
use super::walk::{PART_BITS, PARTS, Place, Walk};

/// `N` bytes a pixel, three of them colours: R first, or B first when `BGR`.
#[derive(Debug, Clone, Copy)]
pub struct Packed<'a, const N: usize, const BGR: bool> {
    pub data: &'a [u8],
    pub stride: usize,
    pub width: usize,
    pub height: usize,
}

/// Weights of a left and a right pixel, four times over, for each part of a pixel.
#[allow(clippy::indexing_slicing, reason = "computed at build time")]
const SIDES: [[i16; 8]; PARTS as usize] = {
    let mut table = [[0; 8]; PARTS as usize];
    let mut part = 0;
    while part < PARTS {
        let (left, right) = (PARTS - part, part);
        table[part as usize] = [left, right, left, right, left, right, left, right];
        part += 1;
    }
    table
};

/// Bytes read for two pixels: 16 from each of them on.
const PAIR_BYTES: usize = 20;

impl<const N: usize, const BGR: bool> Packed<'_, N, BGR> {
    #[inline(always)]
    fn ordered([a, b, c]: Rgb) -> Rgb {
        if BGR { [c, b, a] } else { [a, b, c] }
    }

    fn bytes(&self) -> Bytes<'_> {
        Bytes { data: self.data, stride: self.stride, bytes: N, reversed: BGR }
    }

    /// Whether [`Packed::pair`] can be read along the whole of `walk` and a row below it: all but the end of the buffer.
    fn is_readable(&self, walk: Walk, steps: usize) -> bool {
        let (first, last) = (walk.place(), walk.after(steps.saturating_sub(1)).place());
        let furthest = (first.y.max(last.y) + 1) * self.stride + first.x.max(last.x) * N;
        furthest + PAIR_BYTES <= self.data.len()
    }

    /// Two pixels side by side, channel by channel: a0 a1 b0 b1 c0 c1 and what follows.
    #[inline(always)]
    fn pair(&self, at: usize) -> i16x8 {
        let bytes: &[u8; PAIR_BYTES] =
            self.data.get(at..).and_then(|rest| rest.first_chunk()).unwrap_or(&[0; PAIR_BYTES]);
        let first = bytes.first_chunk().copied().unwrap_or_default();
        let second = bytes.get(N..).and_then(|rest| rest.first_chunk()).copied().unwrap_or_default();
        i16x8::from_u8x16_low(u8x16::unpack_low(u8x16::new(first), u8x16::new(second)))
    }

    /// Between four pixels, channel by channel as they are stored, times [`PARTS`] twice.
    #[inline(always)]
    fn between(&self, place: Place) -> i32x4 {
        let at = place.y * self.stride + place.x * N;
        let (top, bottom) = (self.pair(at), self.pair(at + self.stride));
        // At most 255 * 128: fits 15 bits.
        let between = (top << PART_BITS as i32) + (bottom - top) * i16x8::splat(place.below);
        let sides = SIDES.get(place.right as usize).copied().unwrap_or_default();
        between.dot(i16x8::new(sides))
    }
}

/// Adds a row to `sums`.
#[multiversion(targets("x86_64+avx2"))]
fn add_one(row: &[u8], sums: &mut [u16]) {
    for (sum, a) in sums.iter_mut().zip(row) {
        *sum = sum.wrapping_add(u16::from(*a));
    }
}

/// The same with four rows.
#[multiversion(targets("x86_64+avx2"))]
fn add_four([a, b, c, d]: [&[u8]; 4], sums: &mut [u16]) {
    for (sum, ((a, b), (c, d))) in sums.iter_mut().zip(a.iter().zip(b).zip(c.iter().zip(d))) {
        let [a, b, c, d] = [*a, *b, *c, *d].map(u16::from);
        *sum = sum.wrapping_add((a + b) + (c + d));
    }
}

/// The same with five.
#[multiversion(targets("x86_64+avx2"))]
fn add_five([a, b, c, d, e]: [&[u8]; 5], sums: &mut [u16]) {
    for (sum, (((a, b), (c, d)), e)) in sums.iter_mut().zip(a.iter().zip(b).zip(c.iter().zip(d)).zip(e)) {
        let [a, b, c, d, e] = [*a, *b, *c, *d, *e].map(u16::from);
        *sum = sum.wrapping_add((a + b) + (c + d) + e);
    }
}

impl<const N: usize, const BGR: bool> Source for Packed<'_, N, BGR> {
    fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    #[inline(always)]
    fn at(&self, x: usize, y: usize) -> Rgb {
        let pixel = self.data.get(y * self.stride + x * N..).and_then(|rest| rest.first_chunk());
        Self::ordered(pixel.copied().unwrap_or_default().map(f32::from))
    }

    #[inline(always)]
    fn luma_at(&self, x: usize, y: usize) -> f32 {
        luma(self.at(x, y))
    }

    #[inline(always)]
    fn line(&self, mut walk: Walk, levels: Levels, out: &mut [f32]) {
        if !self.is_readable(walk, out.len() / 3) {
            for pixel in out.chunks_exact_mut(3) {
                pixel.copy_from_slice(&edge(self, walk.place()).map(|value| levels.of(value)));
                walk.step();
            }
            return;
        }
        let done = avx2_sample::line(&self.bytes(), walk, levels, out);
        let scale = f32x4::splat(levels.scale / f32::from(PARTS) / f32::from(PARTS));
        let offset = f32x4::splat(levels.offset);
        walk = walk.after(done);
        for pixel in out.chunks_exact_mut(3).skip(done) {
            let [a, b, c, _] = (self.between(walk.place()).round_float() * scale + offset).to_array();
            pixel.copy_from_slice(&Self::ordered([a, b, c]));
            walk.step();
        }
    }

    #[inline(always)]
    fn line_codes(&self, mut walk: Walk, out: &mut [Code]) {
        const HALF: i32 = 1 << (2 * PART_BITS - 1);
        if !self.is_readable(walk, out.len()) {
            for pixel in out {
                *pixel = code(edge(self, walk.place()));
                walk.step();
            }
            return;
        }
        let done = avx2_sample::line_codes(&self.bytes(), walk, out);
        walk = walk.after(done);
        for pixel in out.iter_mut().skip(done) {
            let sum = (self.between(walk.place()) + i32x4::splat(HALF)) >> (2 * PART_BITS) as i32;
            let [a, b, c, _] = sum.to_array().map(|v| v as u8);
            *pixel = if BGR { [c, b, a, 255] } else { [a, b, c, 255] };
            walk.step();
        }
    }

    /// Adds five rows at a time, or four: the sums are read and written less often, and so many rows come from memory at once.
    fn add_rows(&self, rows: Range<usize>, sums: &mut [u16]) {
        /// Bytes of each row at a time, while what the next rows have there is asked for: each row lies in other pages of
        /// memory, so nothing runs ahead by itself.
        const PART: usize = 8 * LINE;
        let mut y = rows.start;
        while N == 3 && !BGR && y < rows.end {
            let together = match rows.end - y {
                1..4 => 1,
                4 | 8 => 4,
                _ => 5,
            };
            for (part, from) in sums.chunks_mut(PART).zip((0..).step_by(PART)) {
                let row = |k: usize| {
                    let at = (y + k) * self.stride + from;
                    ask_for(self.data, at + together * self.stride..at + together * self.stride + part.len());
                    self.data.get(at..).unwrap_or_default()
                };
                match together {
                    1 => add_one(row(0), part),
                    4 => add_four([0, 1, 2, 3].map(row), part),
                    _ => add_five([0, 1, 2, 3, 4].map(row), part),
                }
            }
            y += together;
        }
        (y..rows.end).for_each(|y| self.add_row(y, sums));
    }

    fn thinned(&self) -> Self {
        Self { stride: self.stride * 2, height: self.height.div_ceil(2), ..*self }
    }

    fn approach(&self, columns: Range<usize>, rows: Range<usize>) {
        // No camera gives three bytes a pixel: such a picture has just been decoded.
        if N > 3 {
            read_in_order(self.data, self.stride, columns.start * N..columns.end * N, rows);
        }
    }

    fn add_row(&self, y: usize, sums: &mut [u16]) {
        let row = self.data.get(y * self.stride..).unwrap_or_default();
        for (sum, pixel) in sums.chunks_exact_mut(3).zip(row.chunks(N)) {
            let colours = pixel.iter().take(3).copied();
            if BGR {
                sum.iter_mut().rev().zip(colours).for_each(|(sum, value)| *sum = sum.wrapping_add(u16::from(value)));
            } else {
                sum.iter_mut().zip(colours).for_each(|(sum, value)| *sum = sum.wrapping_add(u16::from(value)));
            }
        }
    }

    #[inline(always)]
    fn mean(&self, columns: &[usize], rows: &[usize]) -> Rgb {
        let mut sum = [0u32; 3];
        for y in rows {
            let row = self.data.get(y * self.stride..).unwrap_or_default();
            for x in columns {
                let pixel: [u8; 3] = row.get(x * N..).and_then(|rest| rest.first_chunk()).copied().unwrap_or_default();
                for (sum, value) in sum.iter_mut().zip(pixel) {
                    *sum += u32::from(value);
                }
            }
        }
        let share = 1.0 / (columns.len() * rows.len()).max(1) as f32;
        Self::ordered(sum.map(|sum| sum as f32 * share))
    }
}
