//! What moves in a face beside the head: lids and jaw, told from the mesh.

use heyan_rules::liveness::HeadAngles;

use super::canvas::Canvas;
use super::space::{Rotation, V3, add, sub};
use super::texture::Texture;

/// Lids of an eye in the picture's own axes: upper and lower line, and the brow above.
pub struct Eye {
    upper: Vec<[f32; 2]>,
    lower: Vec<[f32; 2]>,
    brow: f32,
}

/// Mesh indices of an eye: upper lid, lower lid and brow, from the outer corner to the inner (MediaPipe's topology).
type EyeIndices = ([usize; 9], [usize; 9], [usize; 3]);

/// The person's right eye, at the picture's left.
const RIGHT: EyeIndices =
    ([33, 246, 161, 160, 159, 158, 157, 173, 133], [33, 7, 163, 144, 145, 153, 154, 155, 133], [53, 52, 65]);
/// The person's left eye.
const LEFT: EyeIndices =
    ([263, 466, 388, 387, 386, 385, 384, 398, 362], [263, 249, 390, 373, 374, 380, 381, 382, 362], [283, 282, 295]);
/// Lower edge of the inner lips, from corner to corner.
const LIP: [usize; 11] = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308];
/// Joint of the jaw on the canonical face, cm: before the ear.
const JOINT: [f32; 2] = [0.6, -1.6];

/// Breadth of an upper lid's rim with crease and lashes, cm.
const CREASE: f32 = 0.3;
/// Where the lids meet, share of the opening above the lower one.
const MEET: f32 = -0.05;
/// Breadth of the drawn edge of a lid, cm.
pub const EDGE: f32 = 0.22;
/// Texture of a lid's edge, px: along the eye, and from skin to lashes.
const EDGE_PX: [usize; 2] = [48, 16];

impl Eye {
    /// The person's left or right eye.
    #[must_use]
    pub fn of(mesh: &[V3], left: bool) -> Self {
        let (upper, lower, brow) = if left { LEFT } else { RIGHT };
        let line = |ids: &[usize]| {
            let mut points: Vec<[f32; 2]> = ids.iter().map(|i| [mesh[*i][0], mesh[*i][1]]).collect();
            points.sort_by(|a, b| a[0].total_cmp(&b[0]));
            points
        };
        let brow = brow.iter().map(|i| mesh[*i][1]).sum::<f32>() / 3.0;
        Self { upper: line(&upper), lower: line(&lower), brow }
    }

    /// How far up or down (cm, + up) skin at a place goes when the eye shuts whole.
    #[must_use]
    pub fn shutting(&self, x: f32, y: f32) -> f32 {
        let (Some(up), Some(low)) = (height(&self.upper, x), height(&self.lower, x)) else {
            return 0.0;
        };
        let low = low.min(up);
        // The upper lid does nearly all of it.
        let meet = low + MEET * (up - low);
        let brow = self.brow.max(up + 0.4);
        if y >= brow {
            0.0
        } else if y > up {
            // The crease and the lashes go down whole, the skin above them stretches.
            let whole = CREASE.min((brow - up) * 0.5);
            (meet - up) * ((brow - y) / (brow - up - whole)).min(1.0)
        } else if y >= low {
            meet - y
        } else {
            (meet - low) * (1.0 - (low - y) / 0.5).max(0.0)
        }
    }

    /// Places `s` along the eye, 0 to 1: on the edge of the upper lid, and where it meets the lower one, cm in the
    /// picture's own axes.
    #[must_use]
    pub fn across(&self, s: f32) -> [[f32; 2]; 2] {
        let (first, last) = (self.upper[0], self.upper[self.upper.len() - 1]);
        let x = first[0] + (last[0] - first[0]) * s;
        let up = height(&self.upper, x).unwrap_or(first[1]);
        let low = height(&self.lower, x).unwrap_or(up).min(up);
        [[x, up], [x, low + MEET * (up - low)]]
    }

    /// The edge of the upper lid, in the skin's colour below the eye, with lashes: it hides the slit that is left of the
    /// picture's open eye.
    #[must_use]
    pub fn edge(&self, canvas: &Canvas) -> Texture {
        let [w, h] = EDGE_PX;
        let mut lid = Texture::new(w, h);
        let skin = |x: f32, y: f32| -> [f32; 3] {
            // The mean of some places: no hair of a brow, no wrinkle.
            let mut sum = [0.0; 3];
            for (dx, dy) in [(0.0, 0.0), (-0.2, 0.0), (0.2, 0.0), (0.0, 0.1), (0.0, -0.1)] {
                let [u, v] = canvas.at(x + dx, y + dy);
                let c = canvas.skin.sample(u, v);
                for (s, c) in sum.iter_mut().zip(c) {
                    *s += c as f32 / 5.0;
                }
            }
            sum
        };
        for i in 0..w {
            let s = (i as f32 + 0.5) / w as f32;
            let meet = self.across(s)[1];
            let low = skin(meet[0], meet[1] - 0.5);
            for j in 0..h {
                let t = (j as f32 + 0.5) / h as f32;
                let lash = smooth(0.35, 0.75, t);
                let c = low.map(|v| v * (0.9 - 0.6 * lash));
                lid.put(i, j, c, smooth(0.0, 0.4, t) * smooth(1.0, 0.9, t));
            }
        }
        lid
    }
}

/// The jaw with the line along which the lips part.
pub struct Jaw {
    lip: Vec<[f32; 2]>,
}

impl Jaw {
    /// Told from the mesh, in the picture's own axes.
    #[must_use]
    pub fn of(mesh: &[V3]) -> Self {
        let mut lip: Vec<[f32; 2]> = LIP.iter().map(|i| [mesh[*i][0], mesh[*i][1]]).collect();
        lip.sort_by(|a, b| a[0].total_cmp(&b[0]));
        Self { lip }
    }

    /// Height above the parting line, cm, where there is one near: negative on the lower lip.
    #[must_use]
    pub fn above_lips(&self, x: f32, y: f32) -> Option<f32> {
        height(&self.lip, x).map(|line| y - line).filter(|d| d.abs() < 1.5)
    }

    /// How much of the jaw's swing skin at a place takes, 0 to 1; `lower` says to which lip it belongs, else its place does.
    #[must_use]
    pub fn part(&self, x: f32, y: f32, head: V3, lower: Option<bool>) -> f32 {
        let (first, last) = (self.lip[0], self.lip[self.lip.len() - 1]);
        let (middle, half) = ((first[0] + last[0]) / 2.0, (last[0] - first[0]) / 2.0);
        let line = height(&self.lip, x.clamp(first[0], last[0])).unwrap_or(first[1]);
        let below = line - y;
        let off = ((x - middle) / half).abs();
        let lips = if off < 1.0 {
            if lower.unwrap_or(below > 0.0) {
                // The corners stay: the lower lip hangs between them as a bow, the chin below goes whole.
                let bow = (1.0 - off * off).sqrt();
                bow + (1.0 - bow) * smooth(0.0, 2.5, below)
            } else {
                0.0
            }
        } else {
            // Beside the corners of the mouth the cheek gives way softly.
            smooth(0.0, 2.5, below)
        };
        lips * smooth(-16.0, -10.5, head[1]) * smooth(8.5, 5.5, head[0].abs()) * smooth(-5.0, 0.0, head[2])
    }

    /// Parting line from corner to corner, cm in the picture's own axes.
    #[must_use]
    pub fn line(&self) -> &[[f32; 2]] {
        &self.lip
    }
}

/// A place of the straightened head after the jaw's swing by `deg`.
#[must_use]
pub fn swung(p: V3, deg: f32) -> V3 {
    let joint = [0.0, JOINT[0], JOINT[1]];
    let r = Rotation::of(HeadAngles { yaw_deg: 0.0, pitch_deg: -deg, roll_deg: 0.0 });
    add(r.apply(sub(p, joint)), joint)
}

fn height(line: &[[f32; 2]], x: f32) -> Option<f32> {
    line.windows(2).find(|w| w[0][0] <= x && x <= w[1][0]).map(|w| {
        let t = (x - w[0][0]) / (w[1][0] - w[0][0]).max(1e-6);
        w[0][1] + (w[1][1] - w[0][1]) * t
    })
}

pub(super) fn smooth(lo: f32, hi: f32, x: f32) -> f32 {
    let t = ((x - lo) / (hi - lo)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
