//! The figures of the depth seen, from what all frames show against rest.

use nalgebra::{DVector, Vector2};

use super::Figures;
use super::geometry::{Rest, Shift};
use crate::liveness::limits::PresenceLimits;
use crate::liveness::statistics::median;

/// Steps of the search for the lean to either side.
const LEAN_STEPS: i32 = 4;

/// Sine of a rotation that is none.
const AT_REST: f64 = 0.03;
/// Share of the rotation that an axis has where it leads alone.
const ALONG: f64 = 0.94;
/// Sine of a tilt that spoils nothing.
const SLIGHT_TILT: f64 = 0.1;

/// Figures of the frames that turn and of those that nod, and how many tell of a plane.
pub(super) struct Measured {
    pub(super) turning: Figures,
    pub(super) nodding: Figures,
    pub(super) plane_frames: usize,
    /// Share of the nodding that goes down, by the square of its sine.
    pub(super) down: f64,
}

/// Measures `shifts` against the face at `rest`.
pub(super) fn measure(rest: &Rest, shifts: &[Shift], limits: &PresenceLimits) -> Measured {
    let least = limits.evidence_min_deg.to_radians().sin();
    let far = limits.rest_deg.to_radians().sin();
    // A tilt is read as a little turn as well, by the errors of the pose.
    let slanted: Vec<&Shift> =
        shifts.iter().filter(|s| s.claimed.norm() >= least.max(s.tilted * limits.evidence_over_tilt)).collect();
    let lean = leaning(&slanted, limits.lean_max_deg);
    let (turning, nodding): (Vec<&Shift>, Vec<&Shift>) =
        slanted.iter().copied().partition(|s| s.claimed.x.abs() >= s.claimed.y.abs());
    let square = |s: &&Shift| s.claimed.y.powi(2);
    let all: f64 = nodding.iter().map(square).sum();
    let down = ratio(nodding.iter().filter(|s| s.claimed.y < 0.0).map(square).sum(), all);
    // A face that talks or laughs is narrowed as well, and does not turn.
    let turns = limits.plane_turn_min_deg.to_radians().sin();
    let at_rest: Vec<&Shift> = shifts.iter().filter(|s| s.claimed.norm().max(s.tilted) <= far).collect();
    let of_rest = |s: &&Shift| s.seen(&lean).narrowing as f32;
    let usual = median(at_rest.iter().map(of_rest)).map_or(0.0, f64::from);
    let flat = |s: &&Shift| {
        let seen = s.seen(&lean);
        s.claimed.norm() >= turns
            && seen.narrowing - usual >= limits.plane_min.max(s.tilted.powi(2))
            && seen.parallax < limits.plane_rigid_max.powi(2) * seen.narrowing
    };
    let law = |axis: fn(&Vector2<f64>) -> f64| narrowing_law(shifts, axis, limits);
    let (turning_law, nodding_law) = (law(|v| v.x), law(|v| v.y));
    Measured {
        turning: Figures {
            slope: turning_law.0,
            curve: turning_law.1,
            ..figures(rest, &turning, &lean, usual.min(limits.usual_max))
        },
        nodding: Figures {
            slope: nodding_law.0,
            curve: nodding_law.1,
            ..figures(rest, &nodding, &lean, usual.min(limits.usual_max))
        },
        plane_frames: shifts.iter().filter(flat).count(),
        down,
    }
}

/// `usual` is how much the face is narrowed at rest, by what it says: that is no slant.
fn figures(rest: &Rest, shifts: &[&Shift], lean: &Vector2<f64>, usual: f64) -> Figures {
    let mut depth = DVector::zeros(rest.relief().len());
    let (mut claimed, mut parallax, mut narrowing, mut along_nose) = (0.0, 0.0, 0.0, 0.0);
    for s in shifts {
        let seen = s.seen(lean);
        depth += (&s.x * s.claimed.x + &s.y * s.claimed.y) / seen.scale;
        along_nose += s.nose.dot(&s.claimed) / seen.scale;
        claimed += s.claimed.norm_squared();
        parallax += seen.parallax;
        narrowing += (seen.narrowing - usual).max(0.0);
    }
    depth /= claimed.max(1e-12);
    let greatest = shifts.iter().map(|s| s.claimed.norm()).fold(0.0, f64::max);
    Figures {
        frames: shifts.len(),
        rotation_deg: greatest.min(1.0).asin().to_degrees(),
        relief: ratio(depth.dot(rest.relief()), rest.relief().norm_squared()),
        relief_corr: ratio(depth.dot(rest.relief()), depth.norm() * rest.relief().norm()),
        rigid: ratio(parallax, narrowing).max(0.0).sqrt(),
        agrees: ratio(claimed, narrowing).max(0.0).sqrt(),
        nose: ratio(along_nose, claimed * rest.nose_depth()),
        form: rest.form(shifts),
        slope: 0.0,
        curve: 0.0,
    }
}

/// How the face is narrowed along an axis as the rotation claimed grows: the coefficients of its sine and of the square of
/// its sine, least squares through rest; those of a head where too few frames turn about that axis alone.
fn narrowing_law(shifts: &[Shift], axis: fn(&Vector2<f64>) -> f64, limits: &PresenceLimits) -> (f64, f64) {
    let least = limits.evidence_min_deg.to_radians().sin();
    let mut frames = 0.0;
    let (mut k2, mut k3, mut k4, mut nk, mut nk2) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for s in shifts {
        let (along, whole) = (axis(&s.claimed), s.claimed.norm());
        // Frames at rest, and those in which this axis leads and no tilt does.
        let leads = along.powi(2) >= ALONG.powi(2) * whole.powi(2) || whole <= AT_REST;
        if !leads || s.tilted > (2.0 * along.abs()).max(SLIGHT_TILT) {
            continue;
        }
        let metric = s.plane.tr_mul(&s.plane);
        let of_axis = axis(&Vector2::new(metric.m11, metric.m22));
        let other = metric.m11 + metric.m22 - of_axis;
        let narrowing = 1.0 - of_axis / other.max(1e-12);
        frames += if along.abs() >= least { 1.0 } else { 0.0 };
        k2 += along.powi(2);
        k3 += along.powi(3);
        k4 += along.powi(4);
        nk += narrowing * along;
        nk2 += narrowing * along.powi(2);
    }
    if frames < limits.evidence_min_frames {
        return (0.0, 1.0);
    }
    let determinant = k2 * k4 - k3 * k3;
    (ratio(nk * k4 - nk2 * k3, determinant), ratio(nk2 * k2 - nk * k3, determinant))
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
    if b.abs() > 1e-12 && (a / b).is_finite() { a / b } else { 0.0 }
}
