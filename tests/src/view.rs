//! Where a card's corners come to lie in a picture.

use crate::card::{HEIGHT, WIDTH};

/// Four corners in picture pixels, from the upright card's top left clockwise.
pub type Quad = [[f32; 2]; 4];

/// A card's stance: degrees in the plane of the picture and out of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stance {
    /// Clockwise turn in the picture.
    pub roll: f32,
    /// About the card's long axis.
    pub pitch: f32,
    /// About the card's short axis.
    pub yaw: f32,
}

/// The corners of a card seen by a pinhole camera, its centre at the origin and its bounding box one unit wide.
#[must_use]
pub fn project(stance: Stance) -> Quad {
    project_of([WIDTH, HEIGHT], stance)
}

/// The same of a page of another size in mm.
#[must_use]
pub fn project_of([width, height]: [f32; 2], stance: Stance) -> Quad {
    let [r, p, y] = [stance.roll, stance.pitch, stance.yaw].map(f32::to_radians);
    let (sr, cr, sp, cp, sy, cy) =
        (libm::sinf(r), libm::cosf(r), libm::sinf(p), libm::cosf(p), libm::sinf(y), libm::cosf(y));
    // A phone held so that the card takes about half the width of a 65 degree view.
    let distance = 150.0 * width / WIDTH;
    let mut quad = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(a, b): (f32, f32)| {
        let (x, y0) = (a * width / 2.0, b * height / 2.0);
        let (y1, z1) = (y0 * cp, y0 * sp);
        let (x2, z2) = (x * cy + z1 * sy, z1 * cy - x * sy);
        let (x3, y3) = (x2 * cr - y1 * sr, x2 * sr + y1 * cr);
        [x3 * distance / (distance + z2), y3 * distance / (distance + z2)]
    });
    let (lo, hi) = bounds(&quad);
    let k = 1.0 / (hi[0] - lo[0]);
    for c in &mut quad {
        *c = [(c[0] - (lo[0] + hi[0]) / 2.0) * k, (c[1] - (lo[1] + hi[1]) / 2.0) * k];
    }
    quad
}

/// Smallest and largest coordinates.
#[must_use]
pub fn bounds(q: &Quad) -> ([f32; 2], [f32; 2]) {
    let mut lo = [f32::MAX; 2];
    let mut hi = [f32::MIN; 2];
    for c in q {
        for k in 0..2 {
            lo[k] = lo[k].min(c[k]);
            hi[k] = hi[k].max(c[k]);
        }
    }
    (lo, hi)
}

/// Mean of the two long sides in pixels.
#[must_use]
pub fn long_side(q: &Quad) -> f32 {
    let d = |a: [f32; 2], b: [f32; 2]| ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt();
    (d(q[0], q[1]) + d(q[3], q[2])) / 2.0
}

/// A projective map of the plane.
#[derive(Clone, Copy, Debug)]
pub struct Homography([f64; 9]);

impl Homography {
    /// The map taking the rectangle 0,0..`w`,`h` onto a quad.
    #[must_use]
    pub fn onto(q: &Quad, w: f32, h: f32) -> Self {
        let p = q.map(|c| [f64::from(c[0]), f64::from(c[1])]);
        let (dx1, dx2) = (p[1][0] - p[2][0], p[3][0] - p[2][0]);
        let (dy1, dy2) = (p[1][1] - p[2][1], p[3][1] - p[2][1]);
        let (sx, sy) = (p[0][0] - p[1][0] + p[2][0] - p[3][0], p[0][1] - p[1][1] + p[2][1] - p[3][1]);
        let det = dx1 * dy2 - dx2 * dy1;
        let (g, k) = ((sx * dy2 - dx2 * sy) / det, (dx1 * sy - sx * dy1) / det);
        let (w, h) = (f64::from(w), f64::from(h));
        Self([
            (p[1][0] - p[0][0] + g * p[1][0]) / w,
            (p[3][0] - p[0][0] + k * p[3][0]) / h,
            p[0][0],
            (p[1][1] - p[0][1] + g * p[1][1]) / w,
            (p[3][1] - p[0][1] + k * p[3][1]) / h,
            p[0][1],
            g / w,
            k / h,
            1.0,
        ])
    }

    /// The way back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let m = &self.0;
        Self([
            m[4] * m[8] - m[5] * m[7],
            m[2] * m[7] - m[1] * m[8],
            m[1] * m[5] - m[2] * m[4],
            m[5] * m[6] - m[3] * m[8],
            m[0] * m[8] - m[2] * m[6],
            m[2] * m[3] - m[0] * m[5],
            m[3] * m[7] - m[4] * m[6],
            m[1] * m[6] - m[0] * m[7],
            m[0] * m[4] - m[1] * m[3],
        ])
    }

    /// Where a point goes.
    #[must_use]
    pub fn at(&self, x: f32, y: f32) -> [f32; 2] {
        let m = &self.0;
        let (x, y) = (f64::from(x), f64::from(y));
        let d = m[6] * x + m[7] * y + m[8];
        [((m[0] * x + m[1] * y + m[2]) / d) as f32, ((m[3] * x + m[4] * y + m[5]) / d) as f32]
    }
}
