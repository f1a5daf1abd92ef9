//! The face at rest, and what a frame shows against it.

use nalgebra::{DMatrix, DVector, Matrix2, Vector2};

use super::tracks::Kept;
use crate::liveness::observation::{HeadAngles, TRACKED_POINTS};
use crate::liveness::rotation::rotation;
use crate::liveness::statistics::{median, median_row, relative_difference};

/// Points that move against the skull with mouth and brows, by their index in the mesh: chin, jaw, corners of the mouth,
/// cheeks beside it, brows.
const MOVABLE: [usize; 13] = [152, 136, 365, 132, 361, 61, 291, 147, 376, 205, 425, 70, 300];
/// Unit of the polynomials' places, cm: keeps powers near 1.
const UNIT_CM: f64 = 8.0;
/// Highest degree of the polynomials that are taken out.
const DEGREE: i32 = 3;
const NOSE: usize = 4;
const EARS: [usize; 2] = [127, 356];

/// The face at rest.
pub(super) struct Rest {
    /// Which of the tracked points do not move with mouth and brows.
    rigid: Vec<usize>,
    /// Places at rest, cm, about their middle: x to the right, y up.
    x: DVector<f64>,
    y: DVector<f64>,
    /// Depth of the canonical head as it is held at rest, cm, about its middle.
    z: DVector<f64>,
    /// Orthonormal columns that span what planes and bends can do.
    smooth: DMatrix<f64>,
    /// The depth that is left of the head.
    relief: DVector<f64>,
    /// Proportions at rest.
    proportions: Vec<f32>,
}

/// What a frame shows against rest.
pub(super) struct Shift {
    /// Sines of the rotation claimed: how depth shifts points to the right and up.
    pub(super) claimed: Vector2<f64>,
    /// Sine of the tilt claimed.
    pub(super) tilted: f64,
    /// Linear map of the places at rest, px a cm.
    pub(super) plane: Matrix2<f64>,
    /// Shift by depth along the canonical relief, px a cm.
    pub(super) parallax: Vector2<f64>,
    /// Shifts of the points with planes and bends taken out, px.
    pub(super) x: DVector<f64>,
    pub(super) y: DVector<f64>,
    /// The nose from the middle of the ears beyond the plane's, px.
    pub(super) nose: Vector2<f64>,
    /// Proportions of the face turned back to the front by the pose claimed.
    pub(super) proportions: Vec<f32>,
}

/// What a shift says, for a head whose face leans from the canonical one's.
pub(super) struct Seen {
    /// Px a cm of what is not narrowed.
    pub(super) scale: f64,
    /// 1 less the square of the lesser over the greater scale: square of the slant's sine.
    pub(super) narrowing: f64,
    /// Square of the slant's sine as parallax shows it.
    pub(super) parallax: f64,
}

impl Shift {
    /// `lean` is the slope of the face's depth, over its places, beyond the canonical head's.
    pub(super) fn seen(&self, lean: &Vector2<f64>) -> Seen {
        let plane = self.plane - self.parallax * lean.transpose();
        let (sum, difference) = (
            (plane.m11 + plane.m22).hypot(plane.m21 - plane.m12),
            (plane.m11 - plane.m22).hypot(plane.m21 + plane.m12),
        );
        let (greater, lesser) = ((sum + difference) / 2.0, (sum - difference).abs() / 2.0);
        let scale = greater.max(1e-9);
        Seen {
            scale,
            narrowing: 1.0 - (lesser / scale).powi(2),
            parallax: self.parallax.norm_squared() / (scale * scale),
        }
    }
}

impl Rest {
    /// From the frames of `kept` in which the camera sees the head as at `neutral`, to `rest_deg`: what is held straight beside
    /// the camera's axis is seen turned, and depth shows by what is seen.
    pub(super) fn of(kept: &[Kept], neutral: &HeadAngles, rest_deg: f64) -> Option<Self> {
        let rigid: Vec<usize> = TRACKED_POINTS
            .iter()
            .enumerate()
            .filter(|(_, p)| !MOVABLE.contains(&p.mesh_index))
            .map(|(i, _)| i)
            .collect();
        let back = rotation(neutral).transpose();
        let far = rest_deg.to_radians().sin();
        let rests = |frame: &&Kept| {
            let change = rotation(&frame.angles) * back;
            change.m13.hypot(change.m23).max(change.m21.abs()) <= far
        };
        let near: Vec<&Kept> = kept.iter().filter(rests).collect();
        let resting: Vec<(DVector<f64>, DVector<f64>)> =
            near.iter().filter_map(|frame| centred(&frame.points, &rigid)).collect();
        if resting.len() < 2 {
            return None;
        }
        let turned = rotation(neutral);
        let canonical: Vec<nalgebra::Vector3<f64>> = rigid
            .iter()
            .filter_map(|i| TRACKED_POINTS.get(*i))
            .map(|p| turned * nalgebra::Vector3::from(p.canonical_cm.map(f64::from)))
            .collect();
        let n = rigid.len();
        let along = |axis: fn(&nalgebra::Vector3<f64>) -> f64| {
            about_mean(DVector::from_iterator(n, canonical.iter().map(axis)))
        };
        let (cx, cy, z) = (along(|p| p.x), along(|p| p.y), along(|p| p.z));
        let size = |x: &DVector<f64>, y: &DVector<f64>| (x.norm_squared() + y.norm_squared()).sqrt();
        // Every resting frame at the size of the canonical head, then the middle of them point by point.
        let scaled: Vec<(DVector<f64>, DVector<f64>)> = resting
            .into_iter()
            .filter_map(|(x, y)| {
                let scale = size(&cx, &cy) / size(&x, &y);
                scale.is_finite().then(|| (x * scale, y * scale))
            })
            .collect();
        let (x, y) = (middle(scaled.iter().map(|s| &s.0)), middle(scaled.iter().map(|s| &s.1)));
        let smooth = polynomials(&x, &y);
        let relief = without(&smooth, &z);
        let proportions = median_row(near.iter().map(|f| f.proportions.as_slice()));
        (relief.norm() > 1.0).then_some(Self { rigid, x, y, z, smooth, relief, proportions })
    }

    pub(super) fn shift(&self, frame: &Kept, neutral: &HeadAngles) -> Option<Shift> {
        let (x, y) = centred(&frame.points, &self.rigid)?;
        let change = rotation(&frame.angles) * rotation(neutral).transpose();
        let along = |track: &DVector<f64>| track.dot(&self.relief) / self.relief.norm_squared();
        // Shifts by depth, px; then the plane that is left.
        let (px, py) = (along(&x), along(&y));
        let plane = self.plane(&(&x - &self.z * px), &(&y - &self.z * py))?;
        if !plane.norm().is_finite() || plane.norm() < 1e-9 {
            return None;
        }
        let point = |index: usize| -> Option<(Vector2<f64>, Vector2<f64>)> {
            let i = self.rigid.iter().position(|i| TRACKED_POINTS.get(*i).is_some_and(|p| p.mesh_index == index))?;
            Some((Vector2::new(*x.get(i)?, *y.get(i)?), Vector2::new(*self.x.get(i)?, *self.y.get(i)?)))
        };
        let (nose, left, right) = (point(NOSE)?, point(EARS[0])?, point(EARS[1])?);
        let seen_arm = nose.0 - (left.0 + right.0) / 2.0;
        let rest_arm = nose.1 - (left.1 + right.1) / 2.0;
        Some(Shift {
            claimed: Vector2::new(change.m13, change.m23),
            tilted: change.m21.abs(),
            plane,
            parallax: Vector2::new(px, py),
            x: without(&self.smooth, &x),
            y: without(&self.smooth, &y),
            nose: seen_arm - plane * rest_arm,
            proportions: frame.proportions.clone(),
        })
    }

    /// The linear map from the places at rest to `x`, `y`, least squares.
    fn plane(&self, x: &DVector<f64>, y: &DVector<f64>) -> Option<Matrix2<f64>> {
        let (xx, xy, yy) = (self.x.norm_squared(), self.x.dot(&self.y), self.y.norm_squared());
        let inverse = Matrix2::new(xx, xy, xy, yy).try_inverse()?;
        Some(Matrix2::new(x.dot(&self.x), x.dot(&self.y), y.dot(&self.x), y.dot(&self.y)) * inverse)
    }

    /// Depth of the nose against the middle of the ears on the canonical head as it is held at rest, cm.
    pub(super) fn nose_depth(&self) -> f64 {
        let (ears, nose) = (self.depth_of(EARS[0]).zip(self.depth_of(EARS[1])), self.depth_of(NOSE));
        nose.zip(ears).map_or(0.0, |(nose, (left, right))| nose - (left + right) / 2.0)
    }

    /// How much the form of the face differs from rest in `shifts`: root mean square of relative differences of the
    /// proportions.
    pub(super) fn form(&self, shifts: &[&Shift]) -> f64 {
        let turned = median_row(shifts.iter().map(|s| s.proportions.as_slice()));
        if shifts.is_empty() { 0.0 } else { relative_difference(&self.proportions, &turned) }
    }

    /// The depth that planes and bends leave of the canonical head, cm a point.
    pub(super) fn relief(&self) -> &DVector<f64> {
        &self.relief
    }

    fn depth_of(&self, mesh_index: usize) -> Option<f64> {
        let at = |i: &usize| TRACKED_POINTS.get(*i).is_some_and(|p| p.mesh_index == mesh_index);
        self.z.get(self.rigid.iter().position(at)?).copied()
    }
}

/// Value by value the middle of `all`.
fn middle<'a>(all: impl Iterator<Item = &'a DVector<f64>> + Clone) -> DVector<f64> {
    let length = all.clone().map(|v| v.len()).min().unwrap_or(0);
    let value = |i: usize| median(all.clone().filter_map(|v| v.get(i).map(|v| *v as f32))).map_or(0.0, f64::from);
    DVector::from_iterator(length, (0..length).map(value))
}

fn about_mean(v: DVector<f64>) -> DVector<f64> {
    let mean = v.mean();
    v.add_scalar(-mean)
}

/// The chosen points about their middle, y up; `None` when they are no numbers or all in one place.
fn centred(points: &[[f32; 2]], chosen: &[usize]) -> Option<(DVector<f64>, DVector<f64>)> {
    let points: Vec<[f32; 2]> = chosen.iter().filter_map(|i| points.get(*i).copied()).collect();
    if points.len() != chosen.len() {
        return None;
    }
    let along = |of: fn(&[f32; 2]) -> f64| about_mean(DVector::from_iterator(points.len(), points.iter().map(of)));
    let (x, y) = (along(|p| f64::from(p[0])), along(|p| -f64::from(p[1])));
    let size = x.norm() + y.norm();
    (size.is_finite() && size > 1e-6 && size < 1e9).then_some((x, y))
}

/// Orthonormal columns that span the polynomials of the places.
fn polynomials(x: &DVector<f64>, y: &DVector<f64>) -> DMatrix<f64> {
    let mut columns: Vec<DVector<f64>> = Vec::new();
    for degree in 0..=DEGREE {
        for i in 0..=degree {
            let power = |x: f64, y: f64| (x / UNIT_CM).powi(i) * (y / UNIT_CM).powi(degree - i);
            let mut column = x.zip_map(y, power);
            let size = column.norm();
            // Twice, so that rounding leaves nothing of the others.
            for _ in 0..2 {
                for other in &columns {
                    column -= other * other.dot(&column);
                }
            }
            // Points on few lines span less.
            if column.norm() > 1e-6 * size.max(1e-9) {
                columns.push(column.normalize());
            }
        }
    }
    DMatrix::from_columns(&columns)
}

/// What of `v` the columns of `basis` cannot make.
fn without(basis: &DMatrix<f64>, v: &DVector<f64>) -> DVector<f64> {
    v - basis * (basis.tr_mul(v))
}
