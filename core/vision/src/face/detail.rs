//! Whether mouth and eyes are there to be seen: something flat that lies over them has none of their lines.
//!
//! The mesh guesses what it cannot see, and is as sure of a masked face as of a bare one.

use super::mesh::SIDE;
use crate::frame::luma;

/// Lips, and the skin round them.
const MOUTH: [usize; 28] = [
    0, 17, 37, 267, 84, 314, 61, 291, 39, 269, 181, 405, 13, 14, 82, 312, 87, 317, 78, 308, 164, 18, 57, 287, 92, 322,
    83, 313,
];
/// The person's left eye: corners, lids, and the skin above and below.
const LEFT_EYE: [usize; 20] =
    [263, 362, 386, 374, 385, 380, 387, 373, 384, 381, 388, 390, 257, 259, 258, 253, 252, 254, 339, 260];
/// The same of the right.
const RIGHT_EYE: [usize; 20] =
    [33, 133, 159, 145, 158, 153, 160, 144, 157, 154, 161, 163, 27, 29, 28, 23, 22, 24, 110, 30];

/// Detail of mouth, left eye, right eye in `image`, the mesh network's input (R G B, 0 to 1), with its `points` in px of it:
/// the spread of luma over the landmarks that no gradient of light explains, over the mean `luminance` of the face or that
/// of the part, whichever is more. 100 views of 25 faces, 60 px and more, noise of 3 to 5 of 255: mouths 0.05 and more,
/// eyes 0.08 and more; plain covers of any colour 0.02 and less.
pub(super) fn detail(image: &[f32], points: &[[f32; 3]], luminance: f32) -> [f32; 3] {
    [
        part(image, points, &MOUTH, luminance),
        part(image, points, &LEFT_EYE, luminance),
        part(image, points, &RIGHT_EYE, luminance),
    ]
}

fn part(image: &[f32], points: &[[f32; 3]], landmarks: &[usize], luminance: f32) -> f32 {
    let samples: Vec<[f32; 3]> =
        landmarks.iter().filter_map(|i| points.get(*i).map(|&[x, y, _]| [x, y, level(image, x, y)])).collect();
    let count = samples.len().max(1) as f32;
    let mean = |k: usize| samples.iter().filter_map(|s| s.get(k)).sum::<f32>() / count;
    let middle = [mean(0), mean(1), mean(2)];
    let product = |a: usize, b: usize| {
        let off = |s: &[f32; 3], k: usize| s.get(k).zip(middle.get(k)).map_or(0.0, |(v, m)| v - m);
        samples.iter().map(|s| off(s, a) * off(s, b)).sum::<f32>() / count
    };
    let (xx, xy, yy, xl, yl, ll) =
        (product(0, 0), product(0, 1), product(1, 1), product(0, 2), product(1, 2), product(2, 2));
    let determinant = xx * yy - xy * xy;
    // What a plane explains, least squares.
    let explained =
        if determinant > 1e-6 { (xl * xl * yy - 2.0 * xl * yl * xy + yl * yl * xx) / determinant } else { 0.0 };
    let [_, _, level] = middle;
    // Two codes of 8 bits: below it there is no picture.
    (ll - explained).max(0.0).sqrt() / level.max(luminance).max(2.0 / 255.0)
}

/// Mean luma of the three by three pixels about a place, moved inside the image where they would leave it.
fn level(image: &[f32], x: f32, y: f32) -> f32 {
    let first = |n: f32| (n - 1.0).round().clamp(0.0, (SIDE - 3) as f32) as usize;
    let mut sum = 0.0;
    for row in first(y)..first(y) + 3 {
        let at = (row * SIDE + first(x)) * 3;
        let pixels = image.get(at..at + 9).unwrap_or_default().chunks_exact(3);
        sum += pixels.filter_map(|p| p.first_chunk::<3>()).map(|rgb| luma(*rgb)).sum::<f32>();
    }
    sum / 9.0
}
