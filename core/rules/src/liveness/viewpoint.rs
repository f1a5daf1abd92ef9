//! From how the camera sees a head to how its neck holds it.
//!
//! A head turns about its neck, which lies 10 cm and more behind and below the face. So a nod also lowers the face, and the
//! camera, which stands still, then sees it from higher up: at arm's length a nod of 20° shows as one of 24, from 38 cm as
//! one of 26. A person who steps aside without turning shows a turn as well. Perception tells what the camera sees, 0 being
//! the face turned to it; what is taken for a movement is what is left when the way of the face through the picture is
//! taken out.

use nalgebra::Matrix3;

use super::limits::MotionLimits;
use super::observation::{HeadAngles, Observation};
use super::rotation::{angles, rotation};

/// Distance of the outer corners of the eyes of the canonical face, cm.
const EYES_CM: f64 = 8.9;

/// From where the camera sees the face: the turn that would face it, degrees.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Viewpoint {
    yaw_deg: f32,
    pitch_deg: f32,
}

impl Viewpoint {
    /// Of the face in `o`, from the middle of its points. Parallel rays when no lens is assumed or there is no face.
    pub(super) fn of(o: &Observation, limits: &MotionLimits) -> Self {
        let lens_px = limits.lens_focal_ratio * f64::from(o.width_px.max(o.height_px));
        let Some([x, y, eye_px]) = o.face.as_ref().and_then(super::continuity::place).filter(|_| lens_px > 0.0) else {
            return Self::default();
        };
        // A face so large that it would stand nearer than anybody stands was cut out of a larger picture, or seen through a
        // longer lens.
        let focal_px = lens_px.max(eye_px * limits.lens_nearest_cm / EYES_CM);
        // Towards the camera from a face at the picture's right is to the left: its own right.
        let right = (f64::from(o.width_px) / 2.0 - x) / focal_px;
        let up = (y - f64::from(o.height_px) / 2.0) / focal_px;
        let degrees = |radians: f64| radians.to_degrees() as f32;
        Self { yaw_deg: degrees(right.atan()), pitch_deg: degrees(up.atan2(right.hypot(1.0))) }
    }

    fn line(&self) -> Matrix3<f64> {
        rotation(&HeadAngles { yaw_deg: self.yaw_deg, pitch_deg: self.pitch_deg, roll_deg: 0.0 })
    }

    /// How the neck holds a head that is seen at `seen`: against the camera's axis, 0 wherever a head in line with it stands.
    pub(super) fn held(&self, seen: &HeadAngles, limits: &MotionLimits) -> HeadAngles {
        let whole = HeadAngles { yaw_deg: seen.yaw_deg / read(limits), ..*seen };
        angles(&(self.line() * rotation(&whole)))
    }

    /// The way back of [`Self::held`].
    pub(super) fn seen(&self, held: &HeadAngles, limits: &MotionLimits) -> HeadAngles {
        let whole = angles(&(self.line().transpose() * rotation(held)));
        HeadAngles { yaw_deg: whole.yaw_deg * read(limits), ..whole }
    }
}

/// How far away the face in `o` stands, cm, through the lens assumed; `None` without a face or a lens.
pub(super) fn distance_cm(o: &Observation, limits: &MotionLimits) -> Option<f64> {
    let lens_px = limits.lens_focal_ratio * f64::from(o.width_px.max(o.height_px));
    let eye_px = f64::from(o.face.as_ref()?.eye_distance_px);
    (lens_px > 0.0 && eye_px > 0.0).then(|| (lens_px * EYES_CM / eye_px).max(limits.closer_nearest_cm))
}

/// The share of a turn that is read.
fn read(limits: &MotionLimits) -> f32 {
    if limits.turn_read_ratio > 0.0 { limits.turn_read_ratio as f32 } else { 1.0 }
}

/// How the neck of the face in `o` holds it, degrees against the camera's axis: what movements are measured by, as change
/// from rest. `None` without a face.
pub fn held_angles(o: &Observation, limits: &MotionLimits) -> Option<HeadAngles> {
    o.face.as_ref().map(|face| Viewpoint::of(o, limits).held(&face.angles, limits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_seen_again() {
        let limits = MotionLimits::default();
        let viewpoint = Viewpoint { yaw_deg: -12.0, pitch_deg: 7.0 };
        let seen = HeadAngles { yaw_deg: 20.0, pitch_deg: -9.0, roll_deg: 4.0 };
        let back = viewpoint.seen(&viewpoint.held(&seen, &limits), &limits);
        assert!((back.yaw_deg - seen.yaw_deg).abs() < 1e-3, "{back:?}");
        assert!((back.pitch_deg - seen.pitch_deg).abs() < 1e-3 && (back.roll_deg - seen.roll_deg).abs() < 1e-3);
    }

    #[test]
    fn a_head_beside_the_axis_that_does_not_turn_is_held_straight() {
        // Seen from its right and from above: what the camera sees of a head at the picture's right and low.
        let viewpoint = Viewpoint { yaw_deg: -15.0, pitch_deg: 10.0 };
        let limits = MotionLimits { turn_read_ratio: 1.0, ..MotionLimits::default() };
        let seen = viewpoint.seen(&HeadAngles::default(), &limits);
        assert!(seen.yaw_deg > 10.0, "the nose points past the camera to the person's left");
        assert!(seen.pitch_deg < -5.0, "and below it");
    }
}
