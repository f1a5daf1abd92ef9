//! Parts of a frame, straight into a network's input.

use super::affine::Affine;
use super::pixels::{Lanes, Pixels, Source, with_source};
use super::view::Frame;

/// What a network wants of a value of 0 to 255: `value * scale + offset`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Levels {
    /// Factor.
    pub scale: f32,
    /// Added after it.
    pub offset: f32,
}

impl Levels {
    /// 0 to 1.
    pub const UNIT: Self = Self { scale: 1.0 / 255.0, offset: 0.0 };
    /// -1 to 1.
    pub const SIGNED: Self = Self { scale: 1.0 / 127.5, offset: -1.0 };
}

/// Bits after the point of fixed-point coordinates. Steps of 2^-16 px add up to 0.01 px over 640 columns at most.
const POINT: u32 = 16;
const ONE: f64 = (1u32 << POINT) as f64;
/// Samples a side that a pixel of a shrunk frame is the mean of, at most: 16 reads a pixel keep noise and fine patterns
/// down, and the cost of a large frame near that of a small one.
const MOST_TAPS: usize = 4;

impl Frame<'_> {
    /// Samples the frame into `out`, rows of `width` R G B triples: the pixel at `i`, `j` is what lies at `map(i, j)` of
    /// the upright, unmirrored picture, by linear interpolation. Beyond the picture its edge goes on.
    pub fn crop(&self, map: &Affine, width: usize, levels: Levels, out: &mut [f32]) {
        let map = map.then(&self.to_stored());
        with_source!(&self.pixels, source => crop(source, &map, width, levels, out));
    }

    /// As [`Frame::crop`], for maps that shrink: each pixel is the mean of samples over its share of the picture. Beyond
    /// the picture all is black.
    pub fn shrink(&self, map: &Affine, width: usize, levels: Levels, out: &mut [f32]) {
        let map = map.then(&self.to_stored());
        with_source!(&self.pixels, source => shrink(source, &map, width, levels, out));
    }
}

fn fixed(value: f64) -> i64 {
    // Saturates, and NaN becomes 0.
    (value * ONE).round() as i64
}

fn fraction(value: i64) -> f32 {
    (value & ((1 << POINT) - 1)) as f32 * (1.0 / ONE as f32)
}

fn write(pixel: &mut [f32], value: Lanes, levels: Levels) {
    for (out, value) in pixel.iter_mut().zip(value) {
        *out = value * levels.scale + levels.offset;
    }
}

#[inline(always)]
fn crop<S: Source>(source: &S, map: &Affine, width: usize, levels: Levels, out: &mut [f32]) {
    let (columns, rows) = source.size();
    let (right, below) = ((columns as i64 - 1) << POINT, (rows as i64 - 1) << POINT);
    let (dx, dy) = (fixed(map.x[0]), fixed(map.y[0]));
    for (j, row) in out.chunks_exact_mut((width * 3).max(1)).enumerate() {
        let (x, y) = map.apply(0.0, j as f64);
        let (mut x, mut y) = (fixed(x), fixed(y));
        for pixel in row.chunks_exact_mut(3) {
            let inside = x >= 0 && x < right && y >= 0 && y < below;
            let quick = if inside {
                source.between((x >> POINT) as usize, (y >> POINT) as usize, fraction(x), fraction(y))
            } else {
                None
            };
            write(pixel, quick.unwrap_or_else(|| edge(source, x.clamp(0, right), y.clamp(0, below))), levels);
            (x, y) = (x.wrapping_add(dx), y.wrapping_add(dy));
        }
    }
}

/// Between four pixels one by one, where some may be the last of their row or column. `x` and `y` are inside.
#[cold]
#[inline(never)]
fn edge<S: Source>(source: &S, x: i64, y: i64) -> Lanes {
    let (columns, rows) = source.size();
    let (left, top) = ((x >> POINT) as usize, (y >> POINT) as usize);
    let (right, bottom) = ((left + 1).min(columns - 1), (top + 1).min(rows - 1));
    let (fx, fy) = (fraction(x), fraction(y));
    let corners = [source.at(left, top), source.at(right, top), source.at(left, bottom), source.at(right, bottom)];
    let weights = [(1.0 - fx) * (1.0 - fy), fx * (1.0 - fy), (1.0 - fx) * fy, fx * fy];
    let mut out = [0.0; 4];
    for (corner, weight) in corners.into_iter().zip(weights) {
        for (out, value) in out.iter_mut().zip(corner) {
            *out += value * weight;
        }
    }
    out
}

#[inline(always)]
fn shrink<S: Source>(source: &S, map: &Affine, width: usize, levels: Levels, out: &mut [f32]) {
    let (columns, rows) = source.size();
    let (right, below) = (columns as i64 - 1, rows as i64 - 1);
    let ([ax, bx, _], [ay, by, _]) = (map.x, map.y);
    // One sample for two pixels each way: neighbours look alike.
    let step = ax.hypot(ay).max(bx.hypot(by));
    let side = ((step / 2.0).ceil() as usize).clamp(1, MOST_TAPS);
    let mut offsets = [(0, 0); MOST_TAPS * MOST_TAPS];
    let taps = side * side;
    for (k, offset) in offsets.iter_mut().enumerate().take(taps) {
        let across = |n: usize| (n as f64 + 0.5) / side as f64 - 0.5;
        let (i, j) = (across(k % side), across(k / side));
        // Rounds to the nearest pixel when the fraction is cut off.
        *offset = (fixed(ax * i + bx * j + 0.5), fixed(ay * i + by * j + 0.5));
    }
    let share = 1.0 / taps as f32;
    let (dx, dy) = (fixed(ax), fixed(ay));
    for (j, row) in out.chunks_exact_mut((width * 3).max(1)).enumerate() {
        let (x, y) = map.apply(0.0, j as f64);
        let (mut x, mut y) = (fixed(x), fixed(y));
        for pixel in row.chunks_exact_mut(3) {
            let mut sum = [0.0; 4];
            if x >= 0 && x >> POINT <= right && y >= 0 && y >> POINT <= below {
                for (ox, oy) in offsets.iter().take(taps) {
                    let column = ((x.wrapping_add(*ox)) >> POINT).clamp(0, right) as usize;
                    let line = ((y.wrapping_add(*oy)) >> POINT).clamp(0, below) as usize;
                    for (sum, value) in sum.iter_mut().zip(source.at(column, line)) {
                        *sum += value;
                    }
                }
            }
            write(pixel, sum.map(|value| value * share), levels);
            (x, y) = (x.wrapping_add(dx), y.wrapping_add(dy));
        }
    }
}
