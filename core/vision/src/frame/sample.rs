//! Parts of a frame, straight into a network's input.

use multiversion::multiversion;

use super::affine::Affine;
use super::pixels::{Pixels, Rgb, Source, with_source};
use super::view::Frame;
use super::walk::{PARTS, Place, Walk};

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

    #[inline(always)]
    pub(crate) fn of(self, value: f32) -> f32 {
        value * self.scale + self.offset
    }
}

/// Pixels a side that a pixel of a shrunk frame is the mean of, at most: nine reads keep noise and fine patterns down,
/// and the cost of a large frame near that of a small one.
const MOST_TAPS: usize = 3;

impl Frame<'_> {
    /// Samples the frame into `out`, rows of `width` R G B triples: the pixel at `i`, `j` is what lies at `map(i, j)` of
    /// the upright, unmirrored picture, by linear interpolation. Beyond the picture its edge goes on.
    pub fn crop(&self, map: &Affine, width: usize, levels: Levels, out: &mut [f32]) {
        let map = map.then(&self.to_stored());
        with_source!(&self.pixels, source => thin_and_crop(source, &map, width, levels, out));
    }

    /// [`Frame::crop`] that leaves out no row: for what asks how much neighbours differ.
    pub fn crop_in_full(&self, map: &Affine, width: usize, levels: Levels, out: &mut [f32]) {
        let map = map.then(&self.to_stored());
        with_source!(&self.pixels, source => crop(source, &map, width, levels, out));
    }

    /// The whole picture in the middle of a black square of `pixels` a side; see [`Frame::shrink`].
    pub fn letterbox(&self, pixels: usize, levels: Levels, out: &mut [f32]) -> Affine {
        let (width, height) = (f64::from(self.width()), f64::from(self.height()));
        self.shrink([width / 2.0, height / 2.0], width.max(height), pixels, levels, out)
    }

    /// The upright square of `side` px about `centre` as one of `pixels` a side, each the mean of some of those it stands
    /// for, as R G B triples into `out`; black beyond the picture. Returns the map from the small square to the picture.
    pub fn shrink(&self, centre: [f64; 2], side: f64, pixels: usize, levels: Levels, out: &mut [f32]) -> Affine {
        let [x, y] = centre;
        let map = Affine::onto_square(x, y, side, 0.0, pixels);
        let stored = map.then(&self.to_stored());
        with_source!(&self.pixels, source => shrink(source, &stored, pixels, levels, out));
        map
    }
}

/// Leaves out every second row while one in two or less would do: the two that a pixel is interpolated between then lie
/// about as far apart as pixels of the crop, which suits them, and half the memory stays untouched.
fn thin_and_crop<S: Source + Copy>(source: &S, map: &Affine, width: usize, levels: Levels, out: &mut [f32]) {
    let (mut source, mut map) = (*source, *map);
    while let [d, e, f] = map.y
        && d.hypot(e) >= 2.0
        && source.size().1 > 2
    {
        source = source.thinned();
        map.y = [d / 2.0, e / 2.0, f / 2.0];
    }
    crop(&source, &map, width, levels, out);
}

#[multiversion(targets("x86_64+avx2"))]
fn crop<S: Source>(source: &S, map: &Affine, width: usize, levels: Levels, out: &mut [f32]) {
    let (columns, rows) = source.size();
    let height = out.len() / (width * 3).max(1);
    let ends = |of: &dyn Fn((f64, f64)) -> f64, most: usize| {
        let corners = [(0, 0), (width, 0), (0, height), (width, height)];
        let corners = corners.map(|(i, j)| of(map.apply(i as f64, j as f64)));
        let low = corners.into_iter().fold(f64::INFINITY, f64::min).max(0.0) as usize;
        let high = corners.into_iter().fold(0.0, f64::max) as usize;
        low.min(most)..high.saturating_add(1).min(most)
    };
    source.approach(ends(&|(x, _)| x, columns), ends(&|(_, y)| y, rows));
    for (j, row) in out.chunks_exact_mut((width * 3).max(1)).enumerate() {
        let walk = Walk::along(map, j);
        let inside = walk.inside(width, columns, rows);
        for i in (0..inside.start).chain(inside.end..width) {
            let value = edge(source, walk.after(i).clamped(columns, rows));
            if let Some(pixel) = row.get_mut(i * 3..i * 3 + 3) {
                pixel.copy_from_slice(&value.map(|value| levels.of(value)));
            }
        }
        if let Some(line) = row.get_mut(inside.start * 3..inside.end * 3).filter(|line| !line.is_empty()) {
            source.line(walk.after(inside.start), levels, line);
        }
    }
}

/// Between four pixels one by one, where some may be the last of their row or column. The place itself is inside.
#[cold]
#[inline(never)]
pub fn edge<S: Source>(source: &S, place: Place) -> Rgb {
    let (columns, rows) = source.size();
    let (left, top) = (place.x, place.y);
    let (right, bottom) = ((left + 1).min(columns - 1), (top + 1).min(rows - 1));
    let [fx, fy] = [place.right, place.below].map(|part| f32::from(part) / f32::from(PARTS));
    let corners = [source.at(left, top), source.at(right, top), source.at(left, bottom), source.at(right, bottom)];
    let weights = [(1.0 - fx) * (1.0 - fy), fx * (1.0 - fy), (1.0 - fx) * fy, fx * fy];
    let mut out = [0.0; 3];
    for (corner, weight) in corners.into_iter().zip(weights) {
        for (out, value) in out.iter_mut().zip(corner) {
            *out += value * weight;
        }
    }
    out
}

/// The stored columns or rows that one row or column of a square stands for; empty beyond the picture.
struct Taps {
    places: Vec<[usize; MOST_TAPS]>,
    each: usize,
    inside: Vec<bool>,
}

impl Taps {
    /// For `side` pixels that lie at `from + step * n` of `pixels`.
    fn new(from: f64, step: f64, side: usize, pixels: usize) -> Self {
        // One for two pixels: neighbours look alike.
        let each = ((step.abs() / 2.0).ceil() as usize).clamp(1, MOST_TAPS);
        let last = pixels as f64 - 1.0;
        let mut taps = Self { places: Vec::with_capacity(side), each, inside: Vec::with_capacity(side) };
        for n in 0..side {
            let middle = from + step * n as f64;
            let mut places = [0; MOST_TAPS];
            for (k, place) in places.iter_mut().enumerate() {
                let off = (k as f64 + 0.5) / each as f64 - 0.5;
                *place = (middle + step * off).round().clamp(0.0, last) as usize;
            }
            taps.places.push(places);
            taps.inside.push(middle >= -0.5 && middle <= last + 0.5);
        }
        taps
    }

    fn at(&self, n: usize) -> Option<&[usize]> {
        let places = self.places.get(n).filter(|_| self.inside.get(n) == Some(&true))?;
        places.get(..self.each)
    }
}

/// `map` takes rows to rows or to columns.
#[multiversion(targets("x86_64+avx2"))]
fn shrink<S: Source>(source: &S, map: &Affine, side: usize, levels: Levels, out: &mut [f32]) {
    let (columns, rows) = source.size();
    let ([a, b, c], [d, e, f]) = (map.x, map.y);
    let upright = a.abs() >= b.abs();
    let across = Taps::new(c, if upright { a } else { b }, side, columns);
    let down = Taps::new(f, if upright { e } else { d }, side, rows);
    for (j, row) in out.chunks_exact_mut((side * 3).max(1)).enumerate() {
        for (i, pixel) in row.chunks_exact_mut(3).enumerate() {
            let (column, line) = if upright { (i, j) } else { (j, i) };
            let value = match (across.at(column), down.at(line)) {
                (Some(columns), Some(rows)) => source.mean(columns, rows),
                _ => [0.0; 3],
            };
            pixel.copy_from_slice(&value.map(|value| levels.of(value)));
        }
    }
}
