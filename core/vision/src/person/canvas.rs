//! The face as OFIQ looks at it: eyes and corners of the mouth in fixed places of a canvas of 616 px.
//!
//! A score that compares histograms depends on how many pixels fill them, so the crop of the mesh network will not do.

use opencv::core::{Point2f, Vector};
use opencv::imgproc;

use super::colour::{linear_of_code, luminance};
use crate::cv;
use crate::face::MeshFace;
use crate::frame::{Affine, Code, Frame};

/// Where OFIQ puts the person's right and left eye, then the right and left corner of the mouth (BSI-OFIQ 1.0.3).
const PLACES: [[f64; 2]; 4] = [[251.0, 272.0], [364.0, 272.0], [262.0, 402.0], [355.0, 402.0]];
/// Corners of each eye, and of the mouth.
const FROM: [[usize; 2]; 4] = [[33, 133], [362, 263], [61, 61], [291, 291]];
/// Side of the canvas, px: what of a face lies beyond is not looked at.
const SIDE: f64 = 616.0;

/// The way between a picture and the canvas.
pub struct Canvas {
    onto: Affine,
    back: Affine,
}

impl Canvas {
    /// The turn, scale and shift that bring eyes and mouth of `face` nearest to their places. `None` when they fall
    /// together.
    pub fn of(face: &MeshFace) -> Option<Self> {
        let at = |i: usize| face.points.get(i).map(|[x, y, _]| [f64::from(*x), f64::from(*y)]);
        let mut from = [[0.0; 2]; 4];
        for (place, [a, b]) in from.iter_mut().zip(FROM) {
            let ([ax, ay], [bx, by]) = (at(a)?, at(b)?);
            *place = [(ax + bx) / 2.0, (ay + by) / 2.0];
        }
        let mean = |of: &[[f64; 2]; 4]| {
            let [x, y] = of.iter().fold([0.0; 2], |[x, y], p| [x + p[0], y + p[1]]);
            [x / 4.0, y / 4.0]
        };
        let ([fx, fy], [tx, ty]) = (mean(&from), mean(&PLACES));
        let (mut a, mut b, mut n) = (0.0, 0.0, 0.0);
        for ([x, y], [u, v]) in from.into_iter().zip(PLACES) {
            let (x, y, u, v) = (x - fx, y - fy, u - tx, v - ty);
            a += x * u + y * v;
            b += x * v - y * u;
            n += x * x + y * y;
        }
        let (a, b) = (a / n, b / n);
        let size = a * a + b * b;
        if !size.is_finite() || size < 1e-9 {
            return None;
        }
        let onto = Affine { x: [a, -b, tx - a * fx + b * fy], y: [b, a, ty - b * fx - a * fy] };
        let (p, q) = (a / size, b / size);
        let ([_, _, c], [_, _, f]) = (onto.x, onto.y);
        let back = Affine { x: [p, q, -p * c - q * f], y: [-q, p, q * c - p * f] };
        Some(Self { onto, back })
    }

    /// A landmark on the canvas.
    pub fn place(&self, face: &MeshFace, index: usize) -> Option<[f64; 2]> {
        let [x, y, _] = *face.points.get(index)?;
        let (x, y) = self.onto.apply(x.into(), y.into());
        Some([x, y])
    }

    /// A place of the canvas in px of the picture.
    pub fn in_picture(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let (x, y) = self.back.apply(x, y);
        [x, y]
    }

    /// Pixels of `width` by `out.len() / width` places from `from` on, each `step` px of the canvas apart, row by row: whole
    /// codes, as the canvas is a picture of 8 bits. What the frame does not show is black, as OFIQ has it.
    pub fn codes(&self, frame: &Frame<'_>, from: [f64; 2], step: f64, width: usize, out: &mut [Code]) {
        let map = Affine { x: [step, 0.0, from[0]], y: [0.0, step, from[1]] }.then(&self.back);
        frame.codes(&map, width, out);
    }

    /// Linear R, G, B of the same in `height` rows.
    pub fn part(&self, frame: &Frame<'_>, from: [f64; 2], step: f64, width: usize, height: usize) -> Vec<[f32; 3]> {
        let mut codes = vec![[0; 4]; width * height];
        self.codes(frame, from, step, width, &mut codes);
        codes.into_iter().map(linear_of_code).collect()
    }

    /// Calls `each` with the luminance of every pixel, or of one in `step` in both directions, inside the convex hull of
    /// `landmarks`.
    pub fn inside(
        &self,
        frame: &Frame<'_>,
        face: &MeshFace,
        landmarks: &[usize],
        step: f64,
        mut each: impl FnMut(f32),
    ) -> cv::Result<()> {
        let places = landmarks.iter().filter_map(|i| self.place(face, *i));
        let points: Vector<Point2f> =
            places.map(|[x, y]| Point2f::new(x.clamp(0.0, SIDE) as f32, y.clamp(0.0, SIDE) as f32)).collect();
        let mut hull = Vector::<Point2f>::new();
        imgproc::convex_hull(&points, &mut hull, false, true)?;
        let corners: Vec<[f64; 2]> = hull.iter().map(|p| [f64::from(p.x), f64::from(p.y)]).collect();
        let ends = |k: usize| {
            let values = corners.iter().filter_map(|c| c.get(k).copied());
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
        };
        let ((left, right), (top, bottom)) = (ends(0), ends(1));
        if corners.len() < 3 || right - left < 4.0 || bottom - top < 4.0 {
            return Ok(());
        }
        let (left, top) = (left.ceil(), top.ceil());
        let size = |from: f64, to: f64| ((to - from) / step) as usize + 1;
        let (width, height) = (size(left, right), size(top, bottom));
        let mut part = vec![[0; 4]; width * height];
        self.codes(frame, [left, top], step, width, &mut part);
        for (row, pixels) in part.chunks_exact(width).enumerate() {
            let y = top + step * row as f64;
            let edges = corners.iter().zip(corners.iter().cycle().skip(1));
            let mut crossings = edges
                .filter(|([_, ay], [_, by])| (*ay <= y) != (*by <= y))
                .map(|([ax, ay], [bx, by])| ax + (y - ay) / (by - ay) * (bx - ax));
            let (Some(a), Some(b)) = (crossings.next(), crossings.next()) else { continue };
            let (from, to) = (a.min(b), a.max(b));
            // The columns at `left + step * column` from the one crossing to the other.
            let [first, past] = [((from - left) / step).ceil(), ((to - left) / step).floor() + 1.0];
            let inside = pixels.get(first.max(0.0) as usize..(past.max(0.0) as usize).min(width)).unwrap_or_default();
            inside.iter().for_each(|pixel| each(luminance(linear_of_code(*pixel))));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{FrameMeta, PixelFormat};

    /// A face whose named landmarks lie where the canvas wants them, but smaller, turned and elsewhere.
    fn face() -> MeshFace {
        let mut face = MeshFace { points: vec![[0.0; 3]; 468], ..MeshFace::default() };
        let (sin, cos) = 0.2f64.sin_cos();
        for (place, pair) in PLACES.iter().zip(FROM) {
            for index in pair {
                let [x, y] = place.map(|v| v / 4.0);
                face.points[index] = [(cos * x - sin * y + 40.0) as f32, (sin * x + cos * y - 5.0) as f32, 0.0];
            }
        }
        face
    }

    #[test]
    fn landmarks_come_where_the_canvas_wants_them() {
        let face = face();
        let canvas = Canvas::of(&face).unwrap();
        for (place, [index, _]) in PLACES.iter().zip(FROM) {
            let [x, y] = canvas.place(&face, index).unwrap();
            assert!((x - place[0]).hypot(y - place[1]) < 1e-3, "{x} {y} {place:?}");
            let (bx, by) = canvas.back.apply(x, y);
            let [px, py, _] = face.points[index];
            assert!((bx - f64::from(px)).hypot(by - f64::from(py)) < 1e-3);
        }
        assert!(Canvas::of(&MeshFace { points: vec![[1.0; 3]; 468], ..MeshFace::default() }).is_none());
    }

    #[test]
    fn the_hull_of_four_places_holds_what_lies_between_them() {
        let pixels = vec![188u8; 200 * 200];
        let frame = Frame::new(&FrameMeta::new(PixelFormat::Grey, 200, 200, 0), &pixels).unwrap();
        let face = face();
        let mut seen = Vec::new();
        Canvas::of(&face).unwrap().inside(&frame, &face, &[33, 263, 291, 61], 2.0, |l| seen.push(l)).unwrap();
        // A trapezium of 113 and 93 by 130 px, a quarter of its pixels.
        assert!((seen.len() as f32 / (103.0 * 130.0 / 4.0) - 1.0).abs() < 0.05, "{}", seen.len());
        assert!(seen.iter().all(|l| (l - 0.503).abs() < 0.01));
    }
}
