//! How far eyes and mouth are open, measured on the head turned to the front.

use super::pose::HeadFit;

/// An eye in the mesh.
struct Eye {
    /// Outer and inner corner.
    corners: [usize; 2],
    /// Upper and lower lid, over each other, from the outer side inwards. The outermost pairs are left out: under a nod
    /// they move more than under a blink.
    lids: [[usize; 2]; 4],
}

const RIGHT: Eye = Eye { corners: [33, 133], lids: [[160, 144], [159, 145], [158, 153], [157, 154]] };
const LEFT: Eye = Eye { corners: [263, 362], lids: [[387, 373], [386, 374], [385, 380], [384, 381]] };

/// Corners of the mouth.
const MOUTH: [usize; 2] = [61, 291];
/// Inner edge of the upper and the lower lip, over each other: middle, the person's right, left.
const LIPS: [[usize; 2]; 3] = [[13, 14], [82, 87], [312, 317]];

/// Eyes and mouth of one face; 0 where points are missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Openness {
    /// Gap of the person's left lids over the width of the eye.
    pub left_eye: f32,
    /// The same of the right.
    pub right_eye: f32,
    /// Gap of the inner lips over the width of the mouth.
    pub mouth: f32,
}

/// Measures `points` (468) with the head's pose taken out. What remains of it, on five heads turned up to 25°: a nod
/// changes the eyes by a fifth, a turn or a tilt by a tenth; eyes that shut lose a third (the mesh draws lids open).
pub fn openness(points: &[[f32; 3]], fit: &HeadFit) -> Openness {
    let eye = |eye: &Eye| ratio(points, fit, &eye.lids, eye.corners);
    Openness { left_eye: eye(&LEFT), right_eye: eye(&RIGHT), mouth: ratio(points, fit, &LIPS, MOUTH) }
}

/// Gaps along the face's own height: depth is the network's weakest guess, and lids bulge.
fn ratio(points: &[[f32; 3]], fit: &HeadFit, gaps: &[[usize; 2]], width: [usize; 2]) -> f32 {
    let apart = |[a, b]: [usize; 2]| {
        let (Some(a), Some(b)) = (points.get(a), points.get(b)) else { return (0.0, 0.0) };
        let ([ax, ay, _], [bx, by, _]) = (fit.frontal(*a), fit.frontal(*b));
        (ax - bx, ay - by)
    };
    // A lower lid that has passed the upper one is shut.
    let gap = gaps.iter().map(|pair| apart(*pair).1.max(0.0)).sum::<f32>() / gaps.len().max(1) as f32;
    let (dx, dy) = apart(width);
    let width = dx.hypot(dy);
    if width > 0.0 { gap / width } else { 0.0 }
}
