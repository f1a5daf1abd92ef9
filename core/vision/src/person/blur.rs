//! How far edges of the face run out.
//!
//! An edge that a blur of deviation s has widened loses, when it is blurred once more by r, the share
//! sqrt(s² + r²) / s of its slope; so the ratio of both slopes over the strongest edges gives s (Zhuo and Sim, "Defocus map
//! estimation from a single image", 2011). It is taken for edges across and along the face, and the worse counts: a
//! camera that moved blurs one of them only.

use multiversion::multiversion;
use opencv::core::{self, Mat};
use opencv::prelude::*;

use super::limits::BLUR;
use crate::cv;
use crate::frame::{Affine, Frame, Levels};

/// Side of the crop, px.
const SIDE: usize = 176;

/// Deviation of the blur over the distance of the eyes, whose middles are given in px of the picture. `None` when there
/// is no edge at all.
pub fn blur_ratio(frame: &Frame<'_>, right: [f32; 2], left: [f32; 2]) -> cv::Result<Option<f32>> {
    let (dx, dy) = (left[0] - right[0], left[1] - right[1]);
    let distance = dx.hypot(dy);
    if !distance.is_finite() || distance < 4.0 {
        return Ok(None);
    }
    let angle = dy.atan2(dx);
    // From the brows to the chin: the middle lies two fifths of the eye distance below the eyes.
    let below = 0.4 * distance;
    let (mx, my) = ((right[0] + left[0]) / 2.0 - below * angle.sin(), (right[1] + left[1]) / 2.0 + below * angle.cos());
    let side = distance * SIDE as f32 / BLUR.eyes;
    let map = Affine::onto_square(f64::from(mx), f64::from(my), f64::from(side), f64::from(angle), SIDE);
    let mut rgb = vec![0.0; SIDE * SIDE * 3];
    frame.crop(&map, SIDE, Levels::UNIT, &mut rgb);
    let luma: Vec<f32> =
        rgb.chunks_exact(3).map(|p| p.iter().zip([0.299, 0.587, 0.114]).map(|(v, w)| v * w).sum()).collect();
    let once = Mat::new_rows_cols_with_data(SIDE as i32, SIDE as i32, &luma)?;
    // Noise of single pixels has the steepest slopes of all.
    let sharp = cv::blur(&once, 0.7)?;
    let again = cv::blur(&sharp, f64::from(BLUR.again))?;
    debug_assert_eq!(sharp.typ(), core::CV_32F);
    let (sharp, again) = (sharp.data_typed::<f32>()?, again.data_typed::<f32>()?);
    let across = width_of_edges(sharp, again, 1);
    let along = width_of_edges(sharp, again, SIDE);
    let worse = match (across, along) {
        (Some(a), Some(b)) => a.max(b),
        (Some(a), None) | (None, Some(a)) => a,
        (None, None) => return Ok(None),
    };
    // The blur against noise comes off again, as squares.
    let own = (worse * worse - 0.7 * 0.7 - BLUR.own * BLUR.own).max(0.0).sqrt();
    Ok(Some(own / BLUR.eyes))
}

/// Deviation of the blur of the strongest edges in one direction, px; neighbours are `step` apart.
#[multiversion(targets("x86_64+avx2"))]
fn width_of_edges(sharp: &[f32], again: &[f32], step: usize) -> Option<f32> {
    const ROW: usize = SIDE - 8;
    // Of a row at once, from a pixel on.
    let row = |values: &[f32], first: usize| -> [f32; ROW] {
        let mut slopes = [0.0; ROW];
        let after = values.get(first + step..).unwrap_or_default();
        let ends = values.get(first - step..).unwrap_or_default().iter().zip(after);
        slopes.iter_mut().zip(ends).for_each(|(slope, (a, b))| *slope = (b - a).abs() / 2.0);
        slopes
    };
    let mut slopes: Vec<(f32, f32)> = Vec::with_capacity(ROW * (SIDE - 8) / 2);
    for first in (4..SIDE - 4).map(|y| y * SIDE + 4) {
        let near = row(sharp, first - step).into_iter().zip(row(sharp, first + step));
        let (mut found, mut crests) = ([(0.0, 0.0); ROW], 0);
        for ((own, again), (before, after)) in row(sharp, first).into_iter().zip(row(again, first)).zip(near) {
            // Only the crest of an edge: beside it the ratio is another. What is none is written over by the next.
            if let Some(place) = found.get_mut(crests) {
                *place = (own, again);
            }
            crests += usize::from((own >= BLUR.least_slope) & (own >= before) & (own >= after));
        }
        slopes.extend(found.iter().take(crests));
    }
    let count = (SIDE as f32 * SIDE as f32 * BLUR.strong / 6.0) as usize;
    if slopes.len() < 20 {
        return None;
    }
    let count = count.max(20);
    if slopes.len() > count {
        slopes.select_nth_unstable_by(count, |a, b| b.0.total_cmp(&a.0));
        slopes.truncate(count);
    }
    let ratio = super::crop::median(slopes.iter().map(|(own, again)| own / again.max(1e-5)));
    Some(BLUR.again / (ratio * ratio - 1.0).max(1e-3).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{FrameMeta, PixelFormat};

    /// Bars of 15 px across and along, blurred by a gaussian of `sigma` px in x and in y.
    fn bars([across, along]: [f32; 2]) -> Vec<u8> {
        let of = |v: f32, sigma: f32| -> f32 {
            // A square wave of period 30 through a gaussian: its harmonics weaken.
            (0..12)
                .map(|k| (2 * k + 1) as f32)
                .map(|n| {
                    let w = n * std::f32::consts::TAU / 30.0;
                    (w * v).sin() / n * (-(w * sigma).powi(2) / 2.0).exp()
                })
                .sum::<f32>()
                * 4.0
                / std::f32::consts::PI
        };
        let value = |x: usize, y: usize| 127.0 + 50.0 * of(x as f32, across) + 50.0 * of(y as f32, along);
        (0..300 * 300).map(|at| value(at % 300, at / 300).clamp(0.0, 255.0) as u8).collect()
    }

    fn ratio(bytes: &[u8]) -> f32 {
        let frame = Frame::new(&FrameMeta::new(PixelFormat::Grey, 300, 300, 0), bytes).unwrap();
        blur_ratio(&frame, [100.0, 120.0], [200.0, 120.0]).unwrap().unwrap()
    }

    #[test]
    fn a_known_blur_is_measured_over_the_distance_of_the_eyes() {
        for sigma in [2.0, 3.0] {
            let seen = ratio(&bars([sigma, sigma]));
            assert!((seen - sigma / 100.0).abs() < 0.006, "{sigma}: {seen}");
        }
        assert!(ratio(&bars([0.6, 0.6])) < 0.01);
    }

    #[test]
    fn a_camera_that_moved_sideways_is_blurred_although_level_edges_are_sharp() {
        assert!(ratio(&bars([3.0, 0.6])) > 0.022);
    }

    #[test]
    fn a_plain_surface_has_no_edge_to_measure() {
        let bytes = vec![120; 300 * 300];
        let frame = Frame::new(&FrameMeta::new(PixelFormat::Grey, 300, 300, 0), &bytes).unwrap();
        assert!(blur_ratio(&frame, [100.0, 120.0], [200.0, 120.0]).unwrap().is_none());
        assert!(blur_ratio(&frame, [100.0, 120.0], [f32::NAN, 120.0]).unwrap().is_none());
    }
}
