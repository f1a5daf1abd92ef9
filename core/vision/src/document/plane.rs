//! The card as a plane in space: the map between millimetres on it and pixels of the picture.

use heyan_rules::Point;
use heyan_rules::geometry::{CardShape, Rect};
use opencv::core::{Mat, Point2f, Vector};
use opencv::imgproc;
use opencv::prelude::*;

use crate::cv;

/// A plane projective map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Homography([[f64; 3]; 3]);

/// Rounds of an affine fit with weights.
const AFFINE_ROUNDS: usize = 3;
/// Distance in target units up to which a pair has its full weight: layouts vary by about 1 mm.
const AFFINE_REACH: f64 = 2.0;

impl Homography {
    /// The map that takes the corners of `from` to those of `to`; `None` when three of them lie on a line.
    pub fn between(from: &[Point; 4], to: &[Point; 4]) -> Option<Self> {
        let from: Vector<Point2f> = from.iter().map(|p| cv::to_cv(*p)).collect();
        let to: Vector<Point2f> = to.iter().map(|p| cv::to_cv(*p)).collect();
        let matrix = imgproc::get_perspective_transform_def(&from, &to).ok()?;
        Self::from_mat(&matrix)
    }

    /// The affine map that fits the pairs (three or more, not on a line) with the least squares, pairs that are far off
    /// weighing less.
    pub fn affine(from: &[Point], to: &[Point]) -> Option<Self> {
        let mut weights = vec![1.0; from.len()];
        let mut fitted = None;
        for _ in 0..AFFINE_ROUNDS {
            let map = Self::weighted_affine(from, to, &weights)?;
            for (weight, (p, q)) in weights.iter_mut().zip(from.iter().zip(to)) {
                *weight = (AFFINE_REACH / f64::from(map.apply(*p).distance(*q)).max(1e-6)).min(1.0);
            }
            fitted = Some(map);
        }
        fitted
    }

    /// The projective map that fits the pairs (four or more, no three of four on a line) with the least squares, in its
    /// linear form about the middle of `from`.
    pub fn projective(from: &[Point], to: &[Point]) -> Option<Self> {
        if from.len().min(to.len()) < 4 {
            return None;
        }
        let n = from.len().min(to.len()).max(1) as f64;
        let middle = |points: &[Point]| {
            let sum = points.iter().fold((0.0, 0.0), |s, p| (s.0 + f64::from(p.x) / n, s.1 + f64::from(p.y) / n));
            let reach = points.iter().map(|p| (f64::from(p.x) - sum.0).hypot(f64::from(p.y) - sum.1)).sum::<f64>() / n;
            (sum, reach.max(1e-6))
        };
        let ((cx, cy), reach) = middle(from);
        let ((dx, dy), spread) = middle(to);
        let mut normal = nalgebra::SMatrix::<f64, 8, 8>::zeros();
        let mut right = nalgebra::SVector::<f64, 8>::zeros();
        for (p, q) in from.iter().zip(to) {
            let (x, y) = ((f64::from(p.x) - cx) / reach, (f64::from(p.y) - cy) / reach);
            let (u, v) = ((f64::from(q.x) - dx) / spread, (f64::from(q.y) - dy) / spread);
            for (row, target) in
                [([x, y, 1.0, 0.0, 0.0, 0.0, -x * u, -y * u], u), ([0.0, 0.0, 0.0, x, y, 1.0, -x * v, -y * v], v)]
            {
                let row = nalgebra::SVector::<f64, 8>::from(row);
                normal += row * row.transpose();
                right += row * target;
            }
        }
        let h = normal.lu().solve(&right)?;
        let [a, b, c, d, e, f, g, i] = h.into();
        let map = Self([[a, b, c], [d, e, f], [g, i, 1.0]]);
        let out = Self::scale_then_move(1.0 / reach, -cx / reach, -cy / reach)
            .then(&map)
            .then(&Self::scale_then_move(spread, dx, dy));
        out.0.iter().flatten().all(|v| v.is_finite()).then_some(out)
    }

    fn weighted_affine(from: &[Point], to: &[Point], weights: &[f64]) -> Option<Self> {
        // Normal equations of x' = a x + b y + c, the same matrix for both rows.
        let mut normal = [[0.0; 3]; 3];
        let mut sides = [[0.0; 3]; 2];
        for ((p, q), weight) in from.iter().zip(to).zip(weights) {
            let terms = [f64::from(p.x), f64::from(p.y), 1.0];
            for (row, a) in normal.iter_mut().zip(terms) {
                for (cell, b) in row.iter_mut().zip(terms) {
                    *cell += weight * a * b;
                }
            }
            for (side, target) in sides.iter_mut().zip([q.x, q.y]) {
                for (cell, a) in side.iter_mut().zip(terms) {
                    *cell += weight * a * f64::from(target);
                }
            }
        }
        let inverse = Self(normal).inverse()?;
        let row = |side: [f64; 3]| inverse.0.map(|r| r.iter().zip(side).map(|(a, b)| a * b).sum::<f64>());
        let [x, y] = sides.map(row);
        let map = Self([x, y, [0.0, 0.0, 1.0]]);
        map.0.iter().flatten().all(|v| v.is_finite()).then_some(map)
    }

    /// A map that only scales by `scale` and then moves by `x`, `y`.
    pub const fn scale_then_move(scale: f64, x: f64, y: f64) -> Self {
        Self([[scale, 0.0, x], [0.0, scale, y], [0.0, 0.0, 1.0]])
    }

    fn from_mat(matrix: &Mat) -> Option<Self> {
        let mut out = [[0.0; 3]; 3];
        for (r, row) in out.iter_mut().enumerate() {
            for (c, cell) in row.iter_mut().enumerate() {
                *cell = *matrix.at_2d::<f64>(r as i32, c as i32).ok()?;
            }
        }
        out.iter().flatten().all(|v| v.is_finite()).then_some(Self(out))
    }

    /// As an OpenCV matrix.
    pub fn to_mat(self) -> cv::Result<Mat> {
        Mat::from_slice_2d(&self.0)
    }

    /// Where `p` goes.
    pub fn apply(&self, p: Point) -> Point {
        let [a, b, c] = self.0;
        let (x, y) = (f64::from(p.x), f64::from(p.y));
        let dot = |row: [f64; 3]| row[0] * x + row[1] * y + row[2];
        let w = dot(c);
        let w = if w.abs() < 1e-12 { 1e-12 } else { w };
        Point::new((dot(a) / w) as f32, (dot(b) / w) as f32)
    }

    /// First `self`, then `next`.
    pub fn then(&self, next: &Self) -> Self {
        let mut out = [[0.0; 3]; 3];
        for (row_out, row) in out.iter_mut().zip(next.0) {
            for (c, cell) in row_out.iter_mut().enumerate() {
                *cell = row.iter().zip(self.0).map(|(k, r)| k * r.get(c).copied().unwrap_or(0.0)).sum();
            }
        }
        Self(out)
    }

    /// The way back; `None` when the map has none.
    pub fn inverse(&self) -> Option<Self> {
        let [[a, b, c], [d, e, f], [g, h, i]] = self.0;
        let det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
        if !det.is_finite() || det.abs() < 1e-18 {
            return None;
        }
        let out = [
            [e * i - f * h, c * h - b * i, b * f - c * e],
            [f * g - d * i, a * i - c * g, c * d - a * f],
            [d * h - e * g, b * g - a * h, a * e - b * d],
        ];
        Some(Self(out.map(|row| row.map(|v| v / det))))
    }
}

/// A card's place in a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// The corners in input pixels, clockwise from the top left of the card as it is taken to stand.
    pub corners: [Point; 4],
    shape: CardShape,
    to_picture: Homography,
    to_card: Homography,
}

impl Placement {
    /// The placement of a card of `shape` with these corners; `None` when they span no area.
    pub fn new(shape: CardShape, corners: [Point; 4]) -> Option<Self> {
        if !corners.iter().all(|p| p.x.is_finite() && p.y.is_finite()) || signed_area(&corners).abs() < 16.0 {
            return None;
        }
        let to_picture = Homography::between(&shape.corners(), &corners)?;
        let to_card = to_picture.inverse()?;
        Some(Self { corners, shape, to_picture, to_card })
    }

    /// The card's own outline, mm.
    pub const fn shape(&self) -> CardShape {
        self.shape
    }

    /// The same `right` and `down` px further.
    pub fn moved(&self, right: f32, down: f32) -> Option<Self> {
        Self::new(self.shape, self.corners.map(|p| Point::new(p.x + right, p.y + down)))
    }

    /// From mm on the card to input pixels.
    pub fn to_picture(&self, mm: Point) -> Point {
        self.to_picture.apply(mm)
    }

    /// From input pixels to mm on the card.
    pub fn to_card(&self, px: Point) -> Point {
        self.to_card.apply(px)
    }

    /// The map from mm to pixels.
    pub fn homography(&self) -> &Homography {
        &self.to_picture
    }

    /// A rectangle on the card as a polygon in the picture.
    pub fn polygon(&self, mm: &Rect) -> [Point; 4] {
        mm.corners().map(|p| self.to_picture(p))
    }

    /// The same card taken to stand the other way up.
    pub fn upside_down(&self) -> Option<Self> {
        let [a, b, c, d] = self.corners;
        Self::new(self.shape, [c, d, a, b])
    }

    /// The same corners taken for those of a card that stands on what was its short side.
    pub fn quarter_turned(&self) -> Option<Self> {
        let [a, b, c, d] = self.corners;
        Self::new(self.shape, [b, c, d, a])
    }

    /// The placement after its card plane was found to be moved: `moved` takes the layout's mm to the mm seen here.
    pub fn corrected(&self, moved: &Homography) -> Option<Self> {
        Self::new(self.shape, self.shape.corners().map(|p| self.to_picture(moved.apply(p))))
    }

    /// Mean length of the two long edges, px.
    pub fn width_px(&self) -> f32 {
        let [a, b, c, d] = self.corners;
        (a.distance(b) + d.distance(c)) / 2.0
    }

    /// Clockwise angle of the card's upper edge direction in the picture, degrees, -180 to 180.
    pub fn rotation_deg(&self) -> f32 {
        let [a, b, c, d] = self.corners;
        let (x, y) = ((b.x - a.x) + (c.x - d.x), (b.y - a.y) + (c.y - d.y));
        y.atan2(x).to_degrees()
    }

    /// Angle by which the card is turned out of the picture's plane, degrees: 0 is square on, 60 shows it at half its
    /// height or width.
    ///
    /// Told from the foreshortening at the card's middle, which needs no focal length.
    pub fn tilt_deg(&self) -> f32 {
        let Homography([[a, b, _], [c, d, _], [g, h, i]]) = self.to_picture;
        let middle = self.shape.bounds().centre();
        let at = self.to_picture(middle);
        let (u, v) = (f64::from(at.x), f64::from(at.y));
        let w = g * f64::from(middle.x) + h * f64::from(middle.y) + i;
        // The map's derivative: px of the picture a mm of the card.
        let [[a, b], [c, d]] = [[a - u * g, b - u * h], [c - v * g, d - v * h]].map(|row| row.map(|cell| cell / w));
        // Its singular values, the largest and the least scale, from the sum of their squares and their product.
        let (squares, product) = (a * a + b * b + c * c + d * d, (a * d - b * c).abs());
        let root = (squares * squares - 4.0 * product * product).max(0.0).sqrt();
        let ratio = ((squares - root) / (squares + root).max(1e-12)).max(0.0).sqrt();
        ratio.clamp(0.0, 1.0).acos().to_degrees() as f32
    }

    /// Share of the card that lies outside a picture of this size.
    pub fn outside_ratio(&self, picture_width: u32, picture_height: u32) -> f32 {
        // Half a pixel of slack: an edge-to-edge scan is inside.
        let frame = Rect::new(-0.5, -0.5, picture_width as f32 + 0.5, picture_height as f32 + 0.5);
        let (columns, rows) = (64, 40);
        let mut outside = 0;
        for row in 0..rows {
            for column in 0..columns {
                let mm = Point::new(
                    (column as f32 + 0.5) / columns as f32 * self.shape.width_mm,
                    (row as f32 + 0.5) / rows as f32 * self.shape.height_mm,
                );
                outside += usize::from(!frame.contains(self.to_picture(mm)));
            }
        }
        outside as f32 / (columns * rows) as f32
    }
}

/// Area of a quadrilateral, positive when its corners run clockwise on the screen.
pub fn signed_area(corners: &[Point; 4]) -> f32 {
    let [a, b, c, d] = corners;
    ((c.x - a.x) * (d.y - b.y) - (c.y - a.y) * (d.x - b.x)) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUAD: [Point; 4] =
        [Point::new(100.0, 120.0), Point::new(900.0, 90.0), Point::new(930.0, 640.0), Point::new(80.0, 600.0)];

    fn placed(corners: [Point; 4]) -> Option<Placement> {
        Placement::new(CardShape::ID_1, corners)
    }

    #[test]
    fn a_point_comes_back_from_the_picture() {
        let placement = placed(QUAD).unwrap();
        let mm = Point::new(31.0, 44.0);
        assert!(placement.to_card(placement.to_picture(mm)).distance(mm) < 1e-2);
    }

    #[test]
    fn corners_map_to_corners() {
        let placement = placed(QUAD).unwrap();
        assert!(placement.to_picture(Point::new(CardShape::ID_1.width_mm, 0.0)).distance(QUAD[1]) < 1e-2);
    }

    #[test]
    fn an_affine_map_is_found_and_one_stray_pair_hardly_moves_it() {
        let from = [(6.0, 9.0), (6.0, 46.0), (30.0, 16.0), (76.0, 46.0), (15.0, 22.0), (33.0, 9.0)];
        let from = from.map(|(x, y)| Point::new(x, y));
        let to = from.map(|p| Point::new(1.1 * p.x - 0.05 * p.y + 2.0, 0.03 * p.x + 0.95 * p.y - 1.0));
        let map = Homography::affine(&from, &to).unwrap();
        assert!(from.iter().zip(to).all(|(p, q)| map.apply(*p).distance(q) < 1e-3));
        let mut stray = to;
        stray[4] = Point::new(stray[4].x + 9.0, stray[4].y);
        let map = Homography::affine(&from, &stray).unwrap();
        assert!(map.apply(from[3]).distance(to[3]) < 2.0, "{:?}", map.apply(from[3]));
        assert!(Homography::affine(&from[..2], &to[..2]).is_none());
    }

    #[test]
    fn a_projective_map_is_found_from_more_points_than_it_needs() {
        let known = placed(QUAD).unwrap();
        let from = [(6.0, 9.0), (6.0, 46.0), (30.0, 16.0), (76.0, 46.0), (15.0, 22.0), (33.0, 9.0)];
        let from = from.map(|(x, y)| Point::new(x, y));
        let to = from.map(|p| known.to_picture(p));
        let map = Homography::projective(&from, &to).unwrap();
        for corner in CardShape::ID_1.corners() {
            assert!(map.apply(corner).distance(known.to_picture(corner)) < 0.1);
        }
        assert!(Homography::projective(&from[..3], &to[..3]).is_none());
    }

    #[test]
    fn a_square_on_card_has_no_tilt_and_a_foreshortened_one_has() {
        let flat = placed(Rect::new(200.0, 200.0, 200.0 + 856.0, 740.0).corners()).unwrap();
        assert!(flat.tilt_deg() < 1.0, "{}", flat.tilt_deg());
        let steep = placed(Rect::new(200.0, 335.0, 200.0 + 856.0, 605.0).corners()).unwrap();
        assert!((steep.tilt_deg() - 60.0).abs() < 0.5, "{}", steep.tilt_deg());
        // Turned about the diagonal the sides stay alike; it is as steep.
        let [right, down] = [Point::new(400.0, -150.0), Point::new(-150.0 * 0.631, 400.0 * 0.631)];
        let corner = Point::new(300.0, 300.0);
        let add = |p: Point, q: Point| Point::new(p.x + q.x, p.y + q.y);
        let oblique = placed([corner, add(corner, right), add(add(corner, right), down), add(corner, down)]).unwrap();
        assert!((oblique.tilt_deg() - 63.0).abs() < 1.0, "{}", oblique.tilt_deg());
    }

    #[test]
    fn half_a_card_beyond_the_edge_is_half_outside() {
        let card = placed(Rect::new(-428.0, 100.0, 428.0, 640.0).corners()).unwrap();
        assert!((card.outside_ratio(1000, 800) - 0.5).abs() < 0.02);
    }

    #[test]
    fn corners_on_a_line_are_no_card() {
        let line = [Point::new(0.0, 0.0), Point::new(10.0, 0.0), Point::new(20.0, 0.0), Point::new(30.0, 0.0)];
        assert!(placed(line).is_none());
    }
}
