//! How the head is held: MediaPipe's canonical face fitted onto the landmarks.

use heyan_rules::liveness::{HeadAngles, TRACKED_POINTS};
use nalgebra::{Matrix3, Vector3};

/// Below this the eyes are one pixel apart: no face, whatever it is.
const LEAST_PX_PER_CM: f64 = 0.1;

/// Rotation, scale and place of the canonical face that fit a mesh best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeadFit {
    /// Turns canonical axes (x to the picture's right, y up, z towards the camera) into those of the mesh.
    rotation: Matrix3<f64>,
    /// Pixels a canonical centimetre.
    scale: f64,
    /// Where the canonical origin lies, px, y up.
    origin: Vector3<f64>,
}

/// The canonical face's axes: x right, y up, z towards the camera.
fn upwards([x, y, z]: [f32; 3]) -> Vector3<f64> {
    Vector3::new(f64::from(x), -f64::from(y), -f64::from(z))
}

/// The rigid fit with scale onto `points` (468, as [`super::MeshFace::points`]), least squares with the weights of
/// [`TRACKED_POINTS`]. `None` when points are missing, not finite or all in one place.
pub fn fit_head(points: &[[f32; 3]]) -> Option<HeadFit> {
    let mut total = 0.0;
    let (mut from_sum, mut to_sum) = (Vector3::zeros(), Vector3::zeros());
    let mut outer = Matrix3::zeros();
    let mut spread = 0.0;
    for point in TRACKED_POINTS.iter().filter(|p| p.pose_weight > 0.0) {
        let weight = f64::from(point.pose_weight);
        let [x, y, z] = point.canonical_cm.map(f64::from);
        let (from, to) = (Vector3::new(x, y, z), upwards(*points.get(point.mesh_index)?));
        total += weight;
        from_sum += from * weight;
        to_sum += to * weight;
        outer += to * from.transpose() * weight;
        spread += from.norm_squared() * weight;
    }
    let (from_mean, to_mean) = (from_sum / total, to_sum / total);
    // Covariance of the two sets: Kabsch and Umeyama.
    let covariance = outer - to_mean * from_sum.transpose();
    let variance = spread - from_mean.norm_squared() * total;
    if !covariance.iter().all(|n| n.is_finite()) {
        return None;
    }
    let svd = covariance.svd(true, true);
    let (u, v_t) = (svd.u?, svd.v_t?);
    let mut signs = Vector3::new(1.0, 1.0, 1.0);
    if (u * v_t).determinant() < 0.0 {
        // The weakest direction, nalgebra sorts downwards.
        signs.z = -1.0;
    }
    let rotation = u * Matrix3::from_diagonal(&signs) * v_t;
    let scale = svd.singular_values.dot(&signs) / variance;
    (scale > LEAST_PX_PER_CM).then(|| HeadFit { rotation, scale, origin: to_mean - rotation * from_mean * scale })
}

/// The angles of the head with these 468 points; see [`fit_head`].
pub fn head_angles(points: &[[f32; 3]]) -> Option<HeadAngles> {
    fit_head(points).map(|fit| fit.angles())
}

impl HeadFit {
    /// The contract's angles. The fit takes the camera to look along parallel rays, so zero is the face turned to the
    /// camera wherever it stands in the picture.
    pub fn angles(&self) -> HeadAngles {
        let r = &self.rotation;
        // R = Ry(yaw) Rx(pitch) Rz(roll). There the nose goes to the picture's right with yaw, which is the person's left,
        // down with pitch, and the top of the head to the picture's left with roll: the latter two change sign.
        let yaw = r[(0, 2)].atan2(r[(2, 2)]);
        let pitch = (-r[(1, 2)]).clamp(-1.0, 1.0).asin();
        let roll = r[(1, 0)].atan2(r[(1, 1)]);
        let degrees = |radians: f64| radians.to_degrees() as f32;
        HeadAngles { yaw_deg: degrees(yaw), pitch_deg: degrees(-pitch), roll_deg: degrees(-roll) }
    }

    /// Pixels a canonical centimetre.
    pub fn px_per_cm(&self) -> f32 {
        self.scale as f32
    }

    /// A point of the mesh as it stands on the head turned to the front: canonical axes and centimetres.
    pub fn frontal(&self, point: [f32; 3]) -> [f32; 3] {
        let turned = self.rotation.transpose() * (upwards(point) - self.origin) / self.scale;
        [turned.x as f32, turned.y as f32, turned.z as f32]
    }
}
