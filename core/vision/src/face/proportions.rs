//! Lengths of a face that tell persons apart, measured on the head turned to the front.

use super::mesh::{LEFT_EYE_CORNER, RIGHT_EYE_CORNER};
use super::pose::HeadFit;

/// Pairs of landmarks; where a pair has a mirror image the mean of both is taken.
const LENGTHS: [&[[usize; 2]]; 12] = [
    // Between the inner corners of the eyes.
    &[[133, 362]],
    // Width of an eye.
    &[[33, 133], [263, 362]],
    // Wings of the nose.
    &[[129, 358]],
    // Root of the nose to its tip.
    &[[168, 4]],
    // Tip of the nose to its foot.
    &[[4, 2]],
    // Width of the mouth.
    &[[61, 291]],
    // Cheekbones.
    &[[116, 345]],
    // Width at the ears.
    &[[127, 356]],
    // Corners of the jaw.
    &[[172, 397]],
    // Root of the nose to the middle of the hairline.
    &[[168, 10]],
    // Outer corner of the eye to the wing of the nose.
    &[[33, 129], [263, 358]],
    // Brow to the outer corner of the eye.
    &[[105, 33], [334, 263]],
];

/// The lengths over the distance of the outer corners of the eyes; empty when points are missing.
pub fn proportions(points: &[[f32; 3]], fit: &HeadFit) -> Vec<f32> {
    let Some(unit) = eye_distance(points, fit).filter(|unit| *unit > 0.0) else { return Vec::new() };
    LENGTHS
        .iter()
        .filter_map(|pairs| {
            let sum: f32 = pairs.iter().map(|[a, b]| length(points, fit, *a, *b)).sum::<Option<f32>>()?;
            Some(sum / pairs.len() as f32 / unit)
        })
        .collect()
}

/// Distance of the outer corners of the eyes on the head turned to the front, canonical cm.
pub fn eye_distance(points: &[[f32; 3]], fit: &HeadFit) -> Option<f32> {
    length(points, fit, RIGHT_EYE_CORNER, LEFT_EYE_CORNER)
}

/// As the front view shows it: depth is the network's weakest guess.
fn length(points: &[[f32; 3]], fit: &HeadFit, a: usize, b: usize) -> Option<f32> {
    let ([ax, ay, _], [bx, by, _]) = (fit.frontal(*points.get(a)?), fit.frontal(*points.get(b)?));
    Some((ax - bx).hypot(ay - by))
}
