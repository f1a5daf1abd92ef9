//! Points, rotations and the rigid fit, in the axes of MediaPipe's canonical face: x to the picture's right (the person's
//! left), y up, z towards the camera, cm.

use heyan_rules::liveness::{HeadAngles, TRACKED_POINTS};

/// A point or a direction.
pub type V3 = [f32; 3];

/// A rotation, rows first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rotation(pub [V3; 3]);

/// `a` + `b`.
#[must_use]
#[inline]
pub fn add(a: V3, b: V3) -> V3 {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

/// `a` - `b`.
#[must_use]
#[inline]
pub fn sub(a: V3, b: V3) -> V3 {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

/// `a` times `k`.
#[must_use]
#[inline]
pub fn times(a: V3, k: f32) -> V3 {
    [a[0] * k, a[1] * k, a[2] * k]
}

/// The inner product.
#[must_use]
#[inline]
pub fn dot(a: V3, b: V3) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// The vector product.
#[must_use]
#[inline]
pub fn cross(a: V3, b: V3) -> V3 {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// The direction of `a`; straight ahead when it has none.
#[must_use]
pub fn unit(a: V3) -> V3 {
    let n = dot(a, a).sqrt();
    if n > 1e-9 { times(a, 1.0 / n) } else { [0.0, 0.0, 1.0] }
}

impl Rotation {
    /// No turn at all.
    pub const NONE: Self = Self([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);

    /// The head held at these angles: tilted first, then nodded, then turned, so that yaw is about the upright axis.
    #[must_use]
    pub fn of(a: HeadAngles) -> Self {
        let part = |deg: f32| {
            let r = deg.to_radians();
            (libm::sinf(r), libm::cosf(r))
        };
        let (ys, yc) = part(a.yaw_deg);
        // The person's own sides: chin up takes the nose to +y, leaning left takes the crown to +x.
        let (ps, pc) = part(-a.pitch_deg);
        let (rs, rc) = part(-a.roll_deg);
        let turn = Self([[yc, 0.0, ys], [0.0, 1.0, 0.0], [-ys, 0.0, yc]]);
        let nod = Self([[1.0, 0.0, 0.0], [0.0, pc, -ps], [0.0, ps, pc]]);
        let tilt = Self([[rc, -rs, 0.0], [rs, rc, 0.0], [0.0, 0.0, 1.0]]);
        turn.then(&nod).then(&tilt)
    }

    /// The angles that [`Self::of`] would need.
    #[must_use]
    pub fn angles(&self) -> HeadAngles {
        let m = &self.0;
        HeadAngles {
            yaw_deg: libm::atan2f(m[0][2], m[2][2]).to_degrees(),
            pitch_deg: -libm::asinf((-m[1][2]).clamp(-1.0, 1.0)).to_degrees(),
            roll_deg: -libm::atan2f(m[1][0], m[1][1]).to_degrees(),
        }
    }

    /// The matrix product: `other` acts first.
    #[must_use]
    pub fn then(&self, other: &Self) -> Self {
        let b = other.transposed();
        Self(self.0.map(|row| b.0.map(|column| dot(row, column))))
    }

    /// The way back.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let m = &self.0;
        Self([[m[0][0], m[1][0], m[2][0]], [m[0][1], m[1][1], m[2][1]], [m[0][2], m[1][2], m[2][2]]])
    }

    /// `p` turned.
    #[must_use]
    #[inline]
    pub fn apply(&self, p: V3) -> V3 {
        [dot(self.0[0], p), dot(self.0[1], p), dot(self.0[2], p)]
    }
}

/// How a face lies in its picture: canonical cm = `rotation` · `scale` · (x, -y, -z of the mesh, px) + `shift`.
#[derive(Clone, Copy, Debug)]
pub struct Lie {
    /// From the picture's axes to the head's.
    pub rotation: Rotation,
    /// cm a pixel.
    pub scale: f32,
    /// cm, in the head's axes.
    pub shift: V3,
}

impl Lie {
    /// The weighted rigid fit of the mesh to the canonical face (Horn 1987, by the largest eigenvector of a 4×4 matrix).
    #[must_use]
    pub fn fit(mesh: &[V3]) -> Self {
        let pairs: Vec<(V3, V3, f64)> = TRACKED_POINTS
            .iter()
            .filter(|t| t.pose_weight > 0.0)
            .map(|t| {
                let p = mesh[t.mesh_index];
                ([p[0], -p[1], -p[2]], t.canonical_cm, f64::from(t.pose_weight))
            })
            .collect();
        let all: f64 = pairs.iter().map(|p| p.2).sum();
        let mean = |of: fn(&(V3, V3, f64)) -> V3| -> [f64; 3] {
            [0, 1, 2].map(|k| pairs.iter().map(|p| f64::from(of(p)[k]) * p.2).sum::<f64>() / all)
        };
        let (from, to) = (mean(|p| p.0), mean(|p| p.1));
        let mut s = [[0.0f64; 3]; 3];
        let mut spread = 0.0;
        for (a, b, w) in &pairs {
            let a = [0, 1, 2].map(|k| f64::from(a[k]) - from[k]);
            let b = [0, 1, 2].map(|k| f64::from(b[k]) - to[k]);
            for i in 0..3 {
                spread += w * a[i] * a[i];
                for j in 0..3 {
                    s[i][j] += w * a[i] * b[j];
                }
            }
        }
        let n = [
            [s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]],
            [s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]],
            [s[2][0] - s[0][2], s[0][1] + s[1][0], s[1][1] - s[0][0] - s[2][2], s[1][2] + s[2][1]],
            [s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], s[2][2] - s[0][0] - s[1][1]],
        ];
        let [w, x, y, z] = largest(&n);
        let m = [
            [w * w + x * x - y * y - z * z, 2.0 * (x * y - w * z), 2.0 * (x * z + w * y)],
            [2.0 * (x * y + w * z), w * w - x * x + y * y - z * z, 2.0 * (y * z - w * x)],
            [2.0 * (x * z - w * y), 2.0 * (y * z + w * x), w * w - x * x - y * y + z * z],
        ];
        let scale = (0..3).map(|i| (0..3).map(|j| m[j][i] * s[i][j]).sum::<f64>()).sum::<f64>() / spread;
        let shift = [0, 1, 2].map(|i| (to[i] - scale * (0..3).map(|j| m[i][j] * from[j]).sum::<f64>()) as f32);
        Self { rotation: Rotation(m.map(|r| r.map(|v| v as f32))), scale: scale as f32, shift }
    }

    /// Where a place of the picture's own axes (cm, x right, y up, z to the camera) is on the straightened head.
    #[must_use]
    pub fn straighten(&self, q: V3) -> V3 {
        add(self.rotation.apply(q), self.shift)
    }

    /// The way back of [`Self::straighten`].
    #[must_use]
    pub fn crook(&self, head: V3) -> V3 {
        self.rotation.transposed().apply(sub(head, self.shift))
    }

    /// A mesh point (px) in the picture's own axes, cm.
    #[must_use]
    pub fn lifted(&self, p: V3) -> V3 {
        [p[0] * self.scale, -p[1] * self.scale, -p[2] * self.scale]
    }
}

/// The unit eigenvector of the largest eigenvalue of a symmetric matrix, by Jacobi rotations.
fn largest(m: &[[f64; 4]; 4]) -> [f64; 4] {
    let mut a = *m;
    let mut v = [[0.0; 4]; 4];
    for (i, row) in v.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for _ in 0..60 {
        for p in 0..3 {
            for q in p + 1..4 {
                if a[p][q].abs() < 1e-15 {
                    continue;
                }
                let t = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = t.signum() / (t.abs() + (t * t + 1.0).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                for row in &mut a {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
                let (mut top, mut low) = (a[p], a[q]);
                for (x, y) in top.iter_mut().zip(&mut low) {
                    (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
                }
                (a[p], a[q]) = (top, low);
                for row in &mut v {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
            }
        }
    }
    let best = (0..4).max_by(|i, j| a[*i][*i].total_cmp(&a[*j][*j])).unwrap_or(0);
    [0, 1, 2, 3].map(|k| v[k][best])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn angles(yaw_deg: f32, pitch_deg: f32, roll_deg: f32) -> HeadAngles {
        HeadAngles { yaw_deg, pitch_deg, roll_deg }
    }

    #[test]
    fn signs_are_the_persons_own() {
        let nose = [0.0, 0.0, 1.0];
        let crown = [0.0, 1.0, 0.0];
        assert!(Rotation::of(angles(20.0, 0.0, 0.0)).apply(nose)[0] > 0.3, "a turn to the left shows on the right");
        assert!(Rotation::of(angles(0.0, 20.0, 0.0)).apply(nose)[1] > 0.3, "chin up");
        assert!(Rotation::of(angles(0.0, 0.0, 20.0)).apply(crown)[0] > 0.3, "leaning left shows on the right");
    }

    #[test]
    fn angles_come_back() {
        let a = angles(21.0, -13.0, 8.0);
        let b = Rotation::of(a).angles();
        assert!((a.yaw_deg - b.yaw_deg).abs() < 1e-3);
        assert!((a.pitch_deg - b.pitch_deg).abs() < 1e-3);
        assert!((a.roll_deg - b.roll_deg).abs() < 1e-3);
    }

    #[test]
    fn a_turned_canonical_face_is_found_again() {
        let lie = angles(-17.0, 9.0, 12.0);
        let r = Rotation::of(lie);
        let mut mesh = vec![[0.0; 3]; 468];
        for t in TRACKED_POINTS {
            let p = times(r.apply(t.canonical_cm), 16.0);
            mesh[t.mesh_index] = [300.0 + p[0], 400.0 - p[1], -p[2]];
        }
        let fit = Lie::fit(&mesh);
        assert!((fit.scale - 1.0 / 16.0).abs() < 1e-5, "{}", fit.scale);
        let back = fit.rotation.transposed().angles();
        assert!((back.yaw_deg - lie.yaw_deg).abs() < 0.01 && (back.roll_deg - lie.roll_deg).abs() < 0.01, "{back:?}");
        let nose = TRACKED_POINTS[0];
        let found = fit.straighten(fit.lifted(mesh[nose.mesh_index]));
        assert!(dot(sub(found, nose.canonical_cm), sub(found, nose.canonical_cm)) < 1e-4, "{found:?}");
    }
}
