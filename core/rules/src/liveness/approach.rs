//! Coming closer: a face that grows in the picture, and whether its perspective changes as a head's does.
//!
//! What lies in front of a head grows faster than what lies behind when it comes near: at twice the size the eyes stand 5 to
//! 8 % farther apart against the ears than before. A picture keeps the perspective that it was taken with, however large it
//! is, however near it comes and however it is held: all of its landmarks move by one homography. So from the face at rest
//! to each later frame a map is fitted that has everything a plane can do (linear and projective), what a small rotation
//! does to a solid (a shift by depth), and one term more: that points move outwards by their depth. Its coefficient over
//! the one that the growth asks for, through the lens assumed, is 1 for a head and 0 for a plane.

use nalgebra::{DMatrix, DVector, Vector3};

use super::limits::MotionLimits;
use super::observation::{FaceSeen, HeadAngles, Observation, TRACKED_POINTS, TrackedPoint};
use super::rotation::rotation;
use super::statistics::median;
use super::viewpoint::distance_cm;

/// Points that move against the skull with mouth and brows, by their index in the mesh.
const MOVABLE: [usize; 13] = [152, 136, 365, 132, 361, 61, 291, 147, 376, 205, 425, 70, 300];
/// Columns of the fit.
const UNKNOWN: usize = 11;
/// Unit of places, cm: keeps powers near 1.
const UNIT_CM: f64 = 8.0;
/// Frames that make the face at rest, and that must show the perspective.
const REST_FRAMES: usize = 8;
const LEAST_FRAMES: usize = 6;
/// Most frames that are kept.
const MOST_FRAMES: usize = 600;
/// Growth over the one asked, from which a frame tells of perspective.
const TELLING: f64 = 0.5;

/// How far the face has come.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Closer {
    /// Size over the one at rest, of this frame.
    pub(super) size: f64,
    /// The greatest since asked.
    pub(super) greatest: f64,
    /// It has been large enough for long enough.
    pub(super) near: bool,
    /// Perspective seen over the one that the growth asks for, which three quarters of the frames have; `None` before there is
    /// enough to tell.
    pub(super) perspective: Option<f64>,
}

/// The face before it begins to come nearer.
#[derive(Debug, Clone)]
struct Rest {
    /// Places, and the depth of the canonical head as it is held, about their middle: multiples of [`UNIT_CM`].
    x: DVector<f64>,
    y: DVector<f64>,
    z: DVector<f64>,
    /// Px a unit.
    scale: f64,
    distance_cm: f64,
}

/// The points of a face that are part of the skull, px about their middle, y up.
#[derive(Debug, Clone)]
struct Shape {
    x: DVector<f64>,
    y: DVector<f64>,
    angles: HeadAngles,
    distance_cm: f64,
}

/// The approach since it was asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Approach {
    /// Faces before it begins.
    first: Vec<Shape>,
    rest: Option<Rest>,
    /// Perspective seen over the one asked for, frame by frame.
    seen: Vec<f32>,
    greatest: f64,
    near_since: Option<f64>,
    near: bool,
}

impl Approach {
    /// Takes a frame in which the head is held about as at rest.
    pub(super) fn feed(&mut self, o: &Observation, face: &FaceSeen, limits: &MotionLimits) -> Closer {
        let Some(shape) = shape(face, o, limits) else { return self.told(0.0) };
        let Some(rest) = &self.rest else {
            self.first.push(shape);
            if self.first.len() >= REST_FRAMES {
                self.rest = Rest::of(&self.first);
                self.first.clear();
            }
            return self.told(1.0);
        };
        let Some((size, outwards)) = rest.compared(&shape) else { return self.told(0.0) };
        self.greatest = self.greatest.max(size);
        let growth = size - 1.0;
        if growth >= TELLING * (limits.closer_min_ratio - 1.0) && self.seen.len() < MOST_FRAMES {
            // A head that grows by so much stands nearer by the same ratio.
            self.seen.push((outwards * rest.distance_cm / growth) as f32);
        }
        let at_ms = o.at_ms as f64;
        self.near_since = (size >= limits.closer_min_ratio).then(|| self.near_since.unwrap_or(at_ms));
        self.near |= self.near_since.is_some_and(|since| at_ms - since >= limits.closer_hold_ms);
        self.told(size)
    }

    /// What was told of the frames so far.
    pub(super) fn last(&self) -> Closer {
        self.told(0.0)
    }

    fn told(&self, size: f64) -> Closer {
        let mut seen = self.seen.clone();
        seen.sort_by(f32::total_cmp);
        let perspective = seen.get(seen.len() / 4).copied().filter(|_| seen.len() >= LEAST_FRAMES);
        Closer { size, greatest: self.greatest, near: self.near, perspective: perspective.map(f64::from) }
    }
}

impl Rest {
    fn of(first: &[Shape]) -> Option<Self> {
        let points = first.iter().map(|shape| shape.x.len()).min()?;
        let middle = |of: &dyn Fn(&Shape) -> f64| median(first.iter().map(|s| of(s) as f32)).unwrap_or(0.0);
        let angles = HeadAngles {
            yaw_deg: middle(&|s| f64::from(s.angles.yaw_deg)),
            pitch_deg: middle(&|s| f64::from(s.angles.pitch_deg)),
            roll_deg: middle(&|s| f64::from(s.angles.roll_deg)),
        };
        let turned = rotation(&angles);
        let canonical: Vec<Vector3<f64>> =
            skull().map(|(_, p)| turned * Vector3::from(p.canonical_cm.map(f64::from)) / UNIT_CM).collect();
        let along = |axis: fn(&Vector3<f64>) -> f64| {
            about_mean(DVector::from_iterator(canonical.len(), canonical.iter().map(axis)))
        };
        let (cx, cy, z) = (along(|p| p.x), along(|p| p.y), along(|p| p.z));
        let row = |of: fn(&Shape) -> &DVector<f64>| {
            let at = |i: usize| f64::from(middle(&|s: &Shape| of(s).get(i).copied().unwrap_or(0.0)));
            DVector::from_iterator(points, (0..points).map(at))
        };
        let (x, y) = (row(|s| &s.x), row(|s| &s.y));
        let scale = x.norm().hypot(y.norm()) / cx.norm().hypot(cy.norm());
        let distance_cm = f64::from(middle(&|s| s.distance_cm));
        let sane = scale.is_finite() && scale > 1e-6 && distance_cm > 1.0 && z.len() == points;
        sane.then(|| Self { x: x / scale, y: y / scale, z, scale, distance_cm })
    }

    /// Size of `shape` over the one at rest, and by what share of its distance from the middle a point lies farther out for
    /// each cm that it lies in front.
    fn compared(&self, shape: &Shape) -> Option<(f64, f64)> {
        let n = self.x.len();
        if 2 * n <= UNKNOWN || shape.x.len() != n {
            return None;
        }
        let rows = self.x.iter().zip(&self.y).zip(&self.z).flat_map(|((x, y), z)| {
            let (x, y, z) = (*x, *y, *z);
            [
                [x, y, 1.0, z, 0.0, 0.0, 0.0, 0.0, x * x, x * y, x * z],
                [0.0, 0.0, 0.0, 0.0, x, y, 1.0, z, x * y, y * y, y * z],
            ]
        });
        let m = DMatrix::from_row_iterator(2 * n, UNKNOWN, rows.flatten());
        let seen = DVector::from_iterator(2 * n, shape.x.iter().zip(&shape.y).flat_map(|(x, y)| [*x, *y]));
        let solved = m.tr_mul(&m).cholesky()?.solve(&m.tr_mul(&seen));
        let at = |i: usize| solved.get(i).copied().unwrap_or(0.0);
        let scale = (at(0) * at(5) - at(1) * at(4)).abs().sqrt();
        let outwards = at(10) / (scale * UNIT_CM);
        (scale > 1e-6 && outwards.is_finite()).then(|| (scale / self.scale, outwards))
    }
}

/// The tracked points that are part of the skull.
fn skull() -> impl Iterator<Item = (usize, &'static TrackedPoint)> {
    TRACKED_POINTS.iter().enumerate().filter(|(_, p)| !MOVABLE.contains(&p.mesh_index))
}

/// The shape of a face; `None` when its landmarks are not complete or lie in one place.
fn shape(face: &FaceSeen, o: &Observation, limits: &MotionLimits) -> Option<Shape> {
    let points: Vec<[f32; 2]> = skull().filter_map(|(i, _)| face.points.get(i).copied()).collect();
    let distance_cm = distance_cm(o, limits).filter(|_| points.len() == skull().count())?;
    let along = |of: fn(&[f32; 2]) -> f64| about_mean(DVector::from_iterator(points.len(), points.iter().map(of)));
    let (x, y) = (along(|p| f64::from(p[0])), along(|p| -f64::from(p[1])));
    let size = x.norm() + y.norm();
    (size.is_finite() && size > 1e-6).then_some(Shape { x, y, angles: face.angles, distance_cm })
}

fn about_mean(v: DVector<f64>) -> DVector<f64> {
    let mean = v.mean();
    v.add_scalar(-mean)
}
