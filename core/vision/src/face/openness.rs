//! How far eyes and mouth are open, measured on the head turned to the front.

use super::pose::HeadFit;

/// An eye in the mesh.
struct Eye {
    /// Outer and inner corner.
    corners: [usize; 2],
    /// Upper and lower lid, over each other.
    lids: [[usize; 2]; 3],
}

const RIGHT: Eye = Eye { corners: [33, 133], lids: [[160, 144], [159, 145], [158, 153]] };
const LEFT: Eye = Eye { corners: [263, 362], lids: [[387, 373], [386, 374], [385, 380]] };

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

/// Measures `points` (468) with the head's pose taken out.
pub fn openness(points: &[[f32; 3]], fit: &HeadFit) -> Openness {
    let eye = |eye: &Eye| ratio(points, fit, &eye.lids, eye.corners);
    Openness { left_eye: eye(&LEFT), right_eye: eye(&RIGHT), mouth: ratio(points, fit, &LIPS, MOUTH) }
}

fn ratio(points: &[[f32; 3]], fit: &HeadFit, gaps: &[[usize; 2]], width: [usize; 2]) -> f32 {
    let distance = |[a, b]: [usize; 2]| {
        let (Some(a), Some(b)) = (points.get(a), points.get(b)) else { return 0.0 };
        let ([ax, ay, az], [bx, by, bz]) = (fit.frontal(*a), fit.frontal(*b));
        ((ax - bx).powi(2) + (ay - by).powi(2) + (az - bz).powi(2)).sqrt()
    };
    let gap = gaps.iter().map(|pair| distance(*pair)).sum::<f32>() / gaps.len().max(1) as f32;
    let width = distance(width);
    if width > 0.0 { gap / width } else { 0.0 }
}
