//! Parts of a frame as pixels of 8 bits, for what works on a picture of whole codes.

use multiversion::multiversion;

use super::affine::Affine;
use super::pixels::{Pixels, Source, with_source};
use super::sample::edge;
use super::view::Frame;
use super::walk::Walk;

/// R, G and B of 0 to 255, and how much the picture shows there: all (255) or nothing (0, and black).
pub type Code = [u8; 4];

/// What lies beyond the picture.
const NOTHING: Code = [0; 4];

impl Frame<'_> {
    /// Samples the frame into `out`, rows of `width` pixels: the pixel at `i`, `j` is what lies at `map(i, j)` of the
    /// upright, unmirrored picture, by linear interpolation and rounded. Leaves out no row; beyond the picture is nothing.
    pub fn codes(&self, map: &Affine, width: usize, out: &mut [Code]) {
        let map = map.then(&self.to_stored());
        with_source!(&self.pixels, source => for (j, row) in out.chunks_exact_mut(width.max(1)).enumerate() {
            fill(source, Walk::along(&map, j), row);
        });
    }
}

#[multiversion(targets("x86_64+avx2"))]
fn fill<S: Source>(source: &S, walk: Walk, row: &mut [Code]) {
    let (columns, rows) = source.size();
    let inside = walk.inside(row.len(), columns, rows);
    for i in (0..inside.start).chain(inside.end..row.len()) {
        // The last row and column themselves have no neighbour beyond, but are seen.
        let shown = walk.after(i).shown(columns, rows);
        if let Some(pixel) = row.get_mut(i) {
            *pixel = shown.map_or(NOTHING, |place| code(edge(source, place)));
        }
    }
    if let Some(line) = row.get_mut(inside.clone()).filter(|line| !line.is_empty()) {
        source.line_codes(walk.after(inside.start), line);
    }
}

/// Rounded; a conversion to 8 bits holds what is beyond its range.
#[inline(always)]
pub fn code([r, g, b]: [f32; 3]) -> Code {
    let [r, g, b] = [r, g, b].map(|v| (v + 0.5) as u8);
    [r, g, b, 255]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{FrameMeta, Levels, PixelFormat, Rotation};

    #[test]
    fn whole_codes_are_the_rounded_crop_in_every_format_and_nothing_lies_beyond() {
        let bytes: Vec<u8> = (0..40 * 30 * 4).map(|i: u32| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let (sin, cos) = 0.3f64.sin_cos();
        let map = Affine { x: [cos, -sin, 4.0], y: [sin, cos, -3.0] };
        let formats = [PixelFormat::Rgb, PixelFormat::Bgra, PixelFormat::Grey, PixelFormat::Nv21];
        for (format, rotation) in formats.into_iter().flat_map(|f| [(f, Rotation::None), (f, Rotation::Quarter)]) {
            let mut meta = FrameMeta::new(format, 40, 30, 0);
            meta.rotation = rotation;
            let frame = Frame::new(&meta, &bytes).unwrap();
            let (mut floats, mut codes) = (vec![0.0; 50 * 40 * 3], vec![NOTHING; 50 * 40]);
            frame.crop_in_full(&map, 50, Levels { scale: 1.0, offset: 0.0 }, &mut floats);
            frame.codes(&map, 50, &mut codes);
            let mut shown = 0;
            for (at, (pixel, got)) in floats.chunks_exact(3).zip(&codes).enumerate() {
                let (x, y) = map.apply((at % 50) as f64, (at / 50) as f64);
                let (right, bottom) = (f64::from(frame.width()) - 1.0, f64::from(frame.height()) - 1.0);
                // What lies on the very rim may be rounded to either side.
                if (0.001..right - 0.001).contains(&x) && (0.001..bottom - 0.001).contains(&y) {
                    shown += 1;
                    assert!(pixel.iter().zip(got).all(|(f, c)| (f - f32::from(*c)).abs() < 0.51), "{format:?} {at}");
                    assert_eq!(got[3], 255);
                } else if x < -0.001 || y < -0.001 || x > right + 0.001 || y > bottom + 0.001 {
                    assert_eq!(*got, NOTHING, "{format:?} {at}: {x} {y}");
                }
            }
            assert!(shown > 500, "{format:?}: {shown}");
        }
    }
}
