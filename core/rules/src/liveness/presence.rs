//! Evidence that a solid head moves, and no picture of one.
//!
//! When a solid head turns, points of it shift against each other by their depth; points of a plane do not, and a bent
//! sheet shifts smoothly. So from the tracks of the landmarks through the run, centred, against their places at rest:
//!
//! * **Relief.** Whatever a plane, its perspective, and a smooth bend can do to a picture is a low polynomial of the place in
//!   it. All polynomials up to the third degree are taken out of the shifts and of the canonical head's depth; what is left of
//!   the head is the relief of nose, eyes and cheeks. Regressing the shifts on the rotation that the pose claims gives the
//!   depth of each point; its slope on the canonical relief ([`Figures::relief`]) is 1 for a head and 0 for a sheet, and its
//!   correlation ([`Figures::relief_corr`]) tells a head's relief from distortions.
//! * **Rigidity.** A turned solid is narrowed by the cosine of the angle whose sine its parallax shows. A net that reads a
//!   turned card as a hardly turned face can make parallax that fits its own claim, but the card is narrowed by all of its
//!   own angle ([`Figures::rigid`]: parallax over what the narrowing asks for).
//! * **Nose against the line between the ears**: the parallax of one pair of depths, that a person can follow with a ruler.
//!
//! A tilt turns head and picture alike; without rotation out of the plane nothing is claimed ([`Solid::Unknown`]).
//!
//! This does not stop a mask or a model of a head, which are solid; a video of a live head, played on a screen held still or
//! fed in place of the camera (a random challenge makes it hard to have the right one); faces made or swapped by a
//! program. Those want the camera's attestation, or other evidence than motion.

use nalgebra::{DMatrix, DVector, Matrix2, Vector2};
use serde::{Deserialize, Serialize};

use super::limits::PresenceLimits;
use super::observation::{HeadAngles, TRACKED_POINTS};
use super::rotation::rotation;
use super::statistics::median;

/// Whether a solid head was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Solid {
    /// The landmarks moved as those of a head.
    Yes,
    /// They moved as those of a picture.
    No,
    /// Too little rotation out of the picture's plane, or too few landmarks, to say.
    Unknown,
}

/// What was measured; figures are 0 where there was nothing to measure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Frames with enough rotation.
    pub frames: usize,
    /// Greatest rotation out of the picture's plane that the pose claims, degrees.
    pub rotation_deg: f64,
    /// Slope of the depth seen on the canonical head's, planes and bends taken out: 1 for a head, 0 for a sheet.
    pub relief: f64,
    /// Correlation of the same over the landmarks.
    pub relief_corr: f64,
    /// Parallax over what the narrowing of the face asks for: 1 for a solid, 0 for a plane.
    pub rigid: f64,
    /// Rotation claimed over what the narrowing of the face asks for: 1 for a head, 0.1 to 0.4 for a picture of one.
    pub agrees: f64,
    /// Parallax of the nose against the ears over that of the rotation claimed.
    pub nose: f64,
    /// Frames narrowed beyond any expression, without parallax that explains it.
    pub plane_frames: usize,
}

/// What is known of the head's depth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Presence {
    /// The answer.
    pub solid: Solid,
    /// The figures that made it.
    pub figures: Figures,
}

/// Most frames that are kept; beyond it every second one is dropped.
const MAX_FRAMES: usize = 600;
/// Points that move against the skull with mouth and brows, by their index in the mesh: chin, jaw, corners of the mouth,
/// brows.
const MOVABLE: [usize; 7] = [152, 136, 365, 61, 291, 70, 300];
/// Unit of the polynomials' places, cm: keeps powers near 1.
const UNIT_CM: f64 = 8.0;
/// Highest degree of the polynomials that are taken out.
const DEGREE: i32 = 3;
/// Steps of the search for the lean to either side.
const LEAN_STEPS: i32 = 4;
const NOSE: usize = 4;
const EARS: [usize; 2] = [127, 356];

#[derive(Debug, Clone)]
struct Kept {
    angles: HeadAngles,
    near_rest: bool,
    points: Vec<[f32; 2]>,
}

/// The tracks of a run.
#[derive(Debug, Clone)]
pub(super) struct Tracks {
    kept: Vec<Kept>,
    stride: usize,
    seen: usize,
}

impl Default for Tracks {
    fn default() -> Self {
        Self { kept: Vec::new(), stride: 1, seen: 0 }
    }
}

impl Tracks {
    /// Keeps a frame, if its landmarks are complete. `near_rest` is whether the head is near its neutral pose.
    pub(super) fn feed(&mut self, angles: HeadAngles, near_rest: bool, points: &[[f32; 2]]) {
        if points.len() != TRACKED_POINTS.len() {
            return;
        }
        self.seen += 1;
        if !self.seen.is_multiple_of(self.stride) {
            return;
        }
        if self.kept.len() >= MAX_FRAMES {
            let mut odd = false;
            self.kept.retain(|_| {
                odd = !odd;
                odd
            });
            self.stride *= 2;
        }
        self.kept.push(Kept { angles, near_rest, points: points.to_vec() });
    }

    /// Weighs the evidence, with the neutral pose that the rotations are measured from.
    pub(super) fn judge(&self, neutral: &HeadAngles, limits: &PresenceLimits) -> Presence {
        let unknown = Presence { solid: Solid::Unknown, figures: Figures::default() };
        let Some(rest) = Rest::of(&self.kept, neutral) else { return unknown };
        let shifts: Vec<Shift> = self.kept.iter().filter_map(|frame| rest.shift(frame, neutral)).collect();
        let figures = rest.figures(&shifts, limits);
        Presence { solid: answer(&figures, limits), figures }
    }
}

fn answer(f: &Figures, limits: &PresenceLimits) -> Solid {
    let enough = f.frames as f64 >= limits.evidence_min_frames;
    if f.plane_frames as f64 >= limits.plane_min_frames && f.rigid < limits.plane_rigid_max {
        return Solid::No;
    }
    if !enough {
        return Solid::Unknown;
    }
    let head = f.relief >= limits.relief_min
        && f.relief <= limits.relief_max
        && f.relief_corr >= limits.relief_corr_min
        && f.rigid >= limits.rigid_min
        && f.agrees >= limits.agrees_min
        && f.nose >= limits.nose_min;
    if head { Solid::Yes } else { Solid::No }
}

/// The face at rest.
struct Rest {
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
}

/// What a frame shows against rest.
struct Shift {
    /// Sines of the rotation claimed: how depth shifts points to the right and up.
    claimed: Vector2<f64>,
    /// Sine of the tilt claimed.
    tilted: f64,
    /// Linear map of the places at rest, px a cm.
    plane: Matrix2<f64>,
    /// Shift by depth along the canonical relief, px a cm.
    parallax: Vector2<f64>,
    /// Shifts of the points with planes and bends taken out, px.
    x: DVector<f64>,
    y: DVector<f64>,
    /// The nose from the middle of the ears beyond the plane's, px.
    nose: Vector2<f64>,
}

/// What a shift says, for a head whose face leans from the canonical one's.
struct Seen {
    /// Px a cm of what is not narrowed.
    scale: f64,
    /// 1 less the square of the lesser over the greater scale: square of the slant's sine.
    narrowing: f64,
    /// Square of the slant's sine as parallax shows it.
    parallax: f64,
}

impl Shift {
    /// `lean` is the slope of the face's depth, over its places, beyond the canonical head's.
    fn seen(&self, lean: &Vector2<f64>) -> Seen {
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
    fn of(kept: &[Kept], neutral: &HeadAngles) -> Option<Self> {
        let rigid: Vec<usize> = TRACKED_POINTS
            .iter()
            .enumerate()
            .filter(|(_, p)| !MOVABLE.contains(&p.mesh_index))
            .map(|(i, _)| i)
            .collect();
        let resting: Vec<(DVector<f64>, DVector<f64>)> =
            kept.iter().filter(|frame| frame.near_rest).filter_map(|frame| centred(&frame.points, &rigid)).collect();
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
        (relief.norm() > 1.0).then_some(Self { rigid, x, y, z, smooth, relief })
    }

    fn shift(&self, frame: &Kept, neutral: &HeadAngles) -> Option<Shift> {
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
        })
    }

    /// The linear map from the places at rest to `x`, `y`, least squares.
    fn plane(&self, x: &DVector<f64>, y: &DVector<f64>) -> Option<Matrix2<f64>> {
        let (xx, xy, yy) = (self.x.norm_squared(), self.x.dot(&self.y), self.y.norm_squared());
        let inverse = Matrix2::new(xx, xy, xy, yy).try_inverse()?;
        Some(Matrix2::new(x.dot(&self.x), x.dot(&self.y), y.dot(&self.x), y.dot(&self.y)) * inverse)
    }

    fn figures(&self, shifts: &[Shift], limits: &PresenceLimits) -> Figures {
        let least = limits.evidence_min_deg.to_radians().sin();
        // A tilt is read as a little turn as well, by the errors of the pose.
        let turned: Vec<&Shift> =
            shifts.iter().filter(|s| s.claimed.norm() >= least.max(s.tilted * limits.evidence_over_tilt)).collect();
        let narrowed: Vec<&Shift> = shifts
            .iter()
            .filter(|s| s.seen(&Vector2::zeros()).narrowing >= limits.foreshortened_min)
            .chain(turned.iter().copied().filter(|s| s.seen(&Vector2::zeros()).narrowing < limits.foreshortened_min))
            .collect();
        let lean = leaning(&narrowed, limits.lean_max_deg);
        let mut depth = DVector::zeros(self.z.len());
        let mut along_nose = 0.0;
        for s in &turned {
            let scale = s.seen(&lean).scale;
            depth += (&s.x * s.claimed.x + &s.y * s.claimed.y) / scale;
            along_nose += s.nose.dot(&s.claimed) / scale;
        }
        let claimed: f64 = turned.iter().map(|s| s.claimed.norm_squared()).sum();
        depth /= claimed.max(1e-12);
        let (ears, nose) = (self.depth_of(EARS[0]).zip(self.depth_of(EARS[1])), self.depth_of(NOSE));
        let arm = nose.zip(ears).map_or(0.0, |(nose, (left, right))| nose - (left + right) / 2.0);
        let sum = |of: &dyn Fn(&Shift) -> f64| narrowed.iter().map(|s| of(s)).sum::<f64>();
        let narrowing = sum(&|s| s.seen(&lean).narrowing);
        let flat = |s: &&Shift| {
            let seen = s.seen(&lean);
            seen.narrowing >= limits.plane_min && seen.parallax < limits.plane_rigid_max.powi(2) * seen.narrowing
        };
        Figures {
            frames: turned.len(),
            rotation_deg: shifts.iter().map(|s| s.claimed.norm()).fold(0.0, f64::max).min(1.0).asin().to_degrees(),
            relief: ratio(depth.dot(&self.relief), self.relief.norm_squared()),
            relief_corr: ratio(depth.dot(&self.relief), depth.norm() * self.relief.norm()),
            rigid: ratio(sum(&|s| s.seen(&lean).parallax), narrowing).max(0.0).sqrt(),
            agrees: ratio(sum(&|s| s.claimed.norm_squared()), narrowing).max(0.0).sqrt(),
            nose: ratio(along_nose, claimed * arm),
            plane_frames: shifts.iter().filter(flat).count(),
        }
    }

    fn depth_of(&self, mesh_index: usize) -> Option<f64> {
        let at = |i: &usize| TRACKED_POINTS.get(*i).is_some_and(|p| p.mesh_index == mesh_index);
        self.z.get(self.rigid.iter().position(at)?).copied()
    }
}

/// How the face leans from the canonical one, as slopes of its depth to the right and upwards: the one within reach that
/// makes narrowing and parallax agree best. Chins recede and poses are read a few degrees off, the same through a run; a
/// picture gains nothing, since it shows little parallax for a lean to work on.
fn leaning(shifts: &[&Shift], most_deg: f64) -> Vector2<f64> {
    let most = most_deg.to_radians().tan();
    let slope = |i: i32| f64::from(i) / f64::from(LEAN_STEPS) * most;
    let steps = || -LEAN_STEPS..=LEAN_STEPS;
    let leans = steps().flat_map(|i| steps().map(move |j| Vector2::new(slope(i), slope(j))));
    let misfit = |lean: &Vector2<f64>| -> f64 {
        let each = shifts.iter().map(|s| s.seen(lean));
        each.map(|seen| (seen.narrowing - seen.parallax).powi(2)).sum()
    };
    // Of equals the least, so that nothing seen is no lean.
    let best = leans.map(|lean| (misfit(&lean) + 1e-9 * lean.norm_squared(), lean));
    best.min_by(|a, b| a.0.total_cmp(&b.0)).map_or_else(Vector2::zeros, |(_, lean)| lean)
}

/// `a` over `b`, 0 when there is nothing to divide by.
fn ratio(a: f64, b: f64) -> f64 {
    if b.abs() > 1e-9 && (a / b).is_finite() { a / b } else { 0.0 }
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
