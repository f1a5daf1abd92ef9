//! Rotations in the person's own angles.

use nalgebra::{Matrix3, Rotation3, Vector3};

use super::observation::HeadAngles;

/// The rotation of a head held at `angles`: x to the picture's right, y up, z towards the camera; tilt first, then nod, then
/// turn.
pub(super) fn rotation(angles: &HeadAngles) -> Matrix3<f64> {
    let turn = Rotation3::from_axis_angle(&Vector3::y_axis(), f64::from(angles.yaw_deg).to_radians());
    // Chin up and leaning left are both against the right-hand rule in these axes.
    let nod = Rotation3::from_axis_angle(&Vector3::x_axis(), -f64::from(angles.pitch_deg).to_radians());
    let tilt = Rotation3::from_axis_angle(&Vector3::z_axis(), -f64::from(angles.roll_deg).to_radians());
    (turn * nod * tilt).into_inner()
}

/// The angles of `rotation`.
pub(super) fn angles(rotation: &Matrix3<f64>) -> HeadAngles {
    let degrees = |radians: f64| radians.to_degrees() as f32;
    HeadAngles {
        yaw_deg: degrees(rotation.m13.atan2(rotation.m33)),
        pitch_deg: degrees(rotation.m23.clamp(-1.0, 1.0).asin()),
        roll_deg: degrees(-rotation.m21.atan2(rotation.m22)),
    }
}

/// How the head has moved from `neutral`, in the axes of the neutral head: a person seen from below who turns the head turns
/// it about the neck and not about the picture's vertical.
pub(super) fn change(neutral: &HeadAngles, now: &HeadAngles) -> HeadAngles {
    angles(&(rotation(neutral).transpose() * rotation(now)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(yaw_deg: f32, pitch_deg: f32, roll_deg: f32) -> HeadAngles {
        HeadAngles { yaw_deg, pitch_deg, roll_deg }
    }

    fn close(a: HeadAngles, b: HeadAngles) -> bool {
        let near = |p: f32, q: f32| (p - q).abs() < 1e-3;
        near(a.yaw_deg, b.yaw_deg) && near(a.pitch_deg, b.pitch_deg) && near(a.roll_deg, b.roll_deg)
    }

    #[test]
    fn signs_are_the_persons_own() {
        let nose = Vector3::z();
        let crown = Vector3::y();
        assert!((rotation(&head(20.0, 0.0, 0.0)) * nose).x > 0.3, "the person's left is on the picture's right");
        assert!((rotation(&head(0.0, 20.0, 0.0)) * nose).y > 0.3, "chin up");
        assert!((rotation(&head(0.0, 0.0, 20.0)) * crown).x > 0.3, "leaning to the left shoulder");
    }

    #[test]
    fn angles_come_back() {
        for a in [head(30.0, -20.0, 40.0), head(-44.0, 35.0, -12.0), head(0.0, 0.0, 0.0)] {
            assert!(close(angles(&rotation(&a)), a));
            assert!(close(change(&a, &a), HeadAngles::default()));
        }
    }

    #[test]
    fn a_turn_seen_from_below_stays_a_turn() {
        let from_below = head(0.0, -20.0, 0.0);
        let turned = angles(&(rotation(&from_below) * rotation(&head(25.0, 0.0, 0.0))));
        assert!(turned.roll_deg.abs() > 5.0);
        assert!(close(change(&from_below, &turned), head(25.0, 0.0, 0.0)));
    }
}
