//! Where a head ends in its picture, and the places round the mesh that give the surface its depth there.

use super::canvas::Canvas;
use super::space::{Lie, V3};

/// The mesh's rim, clockwise from the forehead's middle as seen in the picture (MediaPipe `FACEMESH_FACE_OVAL`).
pub const OVAL: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
/// Middle of the skull and its half axes, cm on the canonical face: breadth 16.6, height 24 with hair, depth 18.
pub const SKULL: V3 = [0.0, 2.0, -2.5];
const SKULL_HALF: V3 = [8.3, 12.0, 9.0];
/// How far inside the person's end the picture is no longer trusted, cm.
pub const RIM: f32 = 0.5;
/// Directions in which the head's end is looked for.
pub const SPOKES: usize = 64;
/// The lowest direction, degrees below level: about the ear lobes.
const LOWEST: f32 = 22.0;

/// One direction from the middle of the face outwards, in the picture's own axes.
#[derive(Clone, Copy, Debug)]
pub struct Spoke {
    /// Direction.
    pub to: [f32; 2],
    /// Distance of the mesh's rim, cm.
    pub face: f32,
    /// Distance at which the person ends, cm.
    pub end: f32,
    /// Depth at the mesh's rim and at the end, cm.
    pub depth: [f32; 2],
}

/// The head's outline above the ear lobes.
pub struct Outline {
    /// Where the spokes meet, cm in the picture's own axes.
    pub middle: [f32; 2],
    /// From the ear lobe at the picture's right over the crown to that at the left.
    pub spokes: Vec<Spoke>,
}

impl Outline {
    /// Looks where the person ends on `canvas`. `mesh` is in the picture's own axes, cm.
    #[must_use]
    pub fn find(canvas: &Canvas, lie: &Lie, mesh: &[V3]) -> Self {
        let skull = lie.crook(SKULL);
        let middle = [skull[0], lie.crook([0.0; 3])[1]];
        let mut spokes: Vec<Spoke> = (0..SPOKES)
            .map(|i| {
                let deg = -LOWEST + (180.0 + 2.0 * LOWEST) * i as f32 / (SPOKES - 1) as f32;
                let to = [libm::cosf(deg.to_radians()), libm::sinf(deg.to_radians())];
                let (face, rim) = rim(mesh, middle, to);
                // The ellipse of the skull seen from the front, about the same middle.
                let up = middle[1] - skull[1];
                let q = [to[0] / SKULL_HALF[0], to[1] / SKULL_HALF[1]];
                let a = q[0] * q[0] + q[1] * q[1];
                let b = up * to[1] / (SKULL_HALF[1] * SKULL_HALF[1]);
                let c = up * up / (SKULL_HALF[1] * SKULL_HALF[1]) - 1.0;
                let usual = (-b + (b * b - a * c).max(0.0).sqrt()) / a;
                let most = (usual * 1.35).max(face + 1.0);
                let mut end = face + 0.3;
                while end < most && canvas.opacity(middle[0] + to[0] * end, middle[1] + to[1] * end) > 0.5 {
                    end += 0.1;
                }
                Spoke { to, face, end, depth: [rim, skull[2].min(rim - 0.4)] }
            })
            .collect();
        let ends: Vec<f32> = spokes.iter().map(|s| s.end).collect();
        for (i, s) in spokes.iter_mut().enumerate() {
            // A strand or a hole in the mask is no shape: the median of five, then the mean.
            let near = |k: isize| ends[(i as isize + k).clamp(0, SPOKES as isize - 1) as usize];
            let mut five = [near(-2), near(-1), near(0), near(1), near(2)];
            five.sort_by(f32::total_cmp);
            s.end = ((five[1] + five[2] + five[3]) / 3.0).max(s.face + 0.3);
        }
        Self { middle, spokes }
    }

    /// Takes the soft rim of the mask away, with what lingers there of the room: the back of the head starts before it.
    pub fn trim(&self, canvas: &mut Canvas) {
        let (mw, mh) = (canvas.skin.w, canvas.skin.h);
        let lowest = self.spokes[0].to;
        for j in 0..mh {
            for i in 0..mw {
                if canvas.skin.get(i, j)[3] == 0 {
                    continue;
                }
                let [x, y] = canvas.place(i as f32 + 0.5, j as f32 + 0.5);
                let d = [x - self.middle[0], y - self.middle[1]];
                let r = (d[0] * d[0] + d[1] * d[1]).sqrt();
                if r < 4.0 || d[1] / r < lowest[1] {
                    continue;
                }
                let deg = libm::atan2f(d[1], d[0]).to_degrees();
                let deg = if deg < -90.0 { deg + 360.0 } else { deg };
                let at = (deg + LOWEST) / (180.0 + 2.0 * LOWEST) * (SPOKES - 1) as f32;
                let k = (at.max(0.0) as usize).min(SPOKES - 2);
                let t = (at - k as f32).clamp(0.0, 1.0);
                let reach = |s: &Spoke| (s.end - RIM).max(s.face + 0.1 * (s.end - s.face));
                let end = reach(&self.spokes[k]) * (1.0 - t) + reach(&self.spokes[k + 1]) * t;
                canvas.skin.fade(i, j, ((end + 0.15 - r) / 0.15).clamp(0.0, 1.0));
            }
        }
    }

    /// The surface along a spoke, `t` from 0 at the mesh's rim to 1 at the end, in the picture's own axes.
    #[must_use]
    pub fn along(&self, spoke: &Spoke, t: f32) -> V3 {
        let [front, back] = spoke.depth;
        // A quarter of an ellipse about the middle that goes through the rim.
        let part = (spoke.face / spoke.end).min(0.985);
        let high = (front - back) / (1.0 - part * part).sqrt();
        let r = spoke.face + (spoke.end - spoke.face) * t;
        let z = back + high * (1.0 - (r / spoke.end) * (r / spoke.end)).max(0.0).sqrt();
        self.place(spoke, r, z)
    }

    fn place(&self, spoke: &Spoke, r: f32, z: f32) -> V3 {
        [self.middle[0] + spoke.to[0] * r, self.middle[1] + spoke.to[1] * r, z]
    }

    /// Places beside the mesh with their depth, in the picture's own axes: the skull to its end and beyond, neck and body.
    #[must_use]
    pub fn surroundings(&self, lie: &Lie, mesh: &[V3]) -> Vec<V3> {
        let mut out = Vec::new();
        for s in &self.spokes {
            out.extend([0.35, 0.65, 0.85, 0.96, 1.0].map(|t| self.along(s, t)));
            for (r, z) in [(1.2, 1.5), (4.0, 3.0), (9.0, 4.0)] {
                out.push(self.place(s, s.end + r, s.depth[1] - z));
            }
        }
        let jaw = |x: f32| {
            OVAL.iter().map(|i| mesh[*i]).filter(|p| (p[0] - x).abs() < 1.6).map(|p| p[1]).fold(f32::INFINITY, f32::min)
        };
        let mut y = -8.0;
        while y > -56.0 {
            let step = if y > -18.0 { 1.6 } else { 4.0 };
            let mut x = -40.0;
            while x <= 40.0 {
                let q = lie.crook([x, y, body(x, y)]);
                let below = jaw(q[0]) - q[1];
                let clear = if below.is_finite() { below > 1.7 } else { y < -11.0 || x.abs() > 13.0 };
                if clear {
                    out.push(q);
                }
                x += if (x + 0.1).abs() < 10.0 { 2.0 } else { 4.0 };
            }
            y -= step;
        }
        out
    }
}

/// Depth of neck, shoulders and chest on the straightened head's axes, cm.
fn body(x: f32, y: f32) -> f32 {
    let t = ((-13.0 - y) / 7.0).clamp(0.0, 1.0);
    let t = t * t * (3.0 - 2.0 * t);
    let front = -1.2 + 1.2 * ((-18.0 - y) / 12.0).clamp(0.0, 1.0);
    // The neck is round (radius 6 cm), the chest broad.
    let neck = -(x * x) / 13.0;
    let chest = -(x * x) / 55.0;
    (front + neck + (chest - neck) * t).max(-9.0)
}

/// Distance and depth at which a ray leaves the mesh's rim.
fn rim(mesh: &[V3], from: [f32; 2], to: [f32; 2]) -> (f32, f32) {
    let mut best = (0.0, -2.0);
    for (i, a) in OVAL.iter().enumerate() {
        let (a, b) = (mesh[*a], mesh[OVAL[(i + 1) % OVAL.len()]]);
        let side = |p: V3| (p[0] - from[0]) * to[1] - (p[1] - from[1]) * to[0];
        let (sa, sb) = (side(a), side(b));
        if (sa < 0.0) == (sb < 0.0) {
            continue;
        }
        let t = sa / (sa - sb);
        let p = [0, 1, 2].map(|k| a[k] + (b[k] - a[k]) * t);
        let r = (p[0] - from[0]) * to[0] + (p[1] - from[1]) * to[1];
        if r > best.0 {
            best = (r, p[2]);
        }
    }
    best
}
