//! Where the picture differs from the wall, pixel by pixel.

use opencv::core::{self, Mat, Size};
use opencv::imgproc;
use opencv::prelude::*;

use super::colour::length;
use super::scene::Scene;
use super::surface::Surface;
use crate::cv;

/// When a pixel differs. CIELAB units; each is also so many standard deviations of the wall, so that plaster is no clutter.
#[derive(Debug, Clone, Copy)]
pub struct EvidenceLimits {
    /// Colour: ΔE 5 is seen by anyone who looks at both at once (CIE76; 2.3 is just noticeable).
    pub colour: f32,
    /// Brighter than the wall.
    pub brighter: f32,
    /// Darker than the wall.
    pub darker: f32,
    /// Fine detail: against the wall within [`FINE_REACH`].
    pub fine: f32,
    /// Standard deviations for all but detail.
    pub deviations: f32,
    /// Standard deviations for detail, which is looked for in every pixel.
    pub fine_deviations: f32,
}

impl Default for EvidenceLimits {
    fn default() -> Self {
        Self { colour: 5.0, brighter: 4.0, darker: 4.0, fine: 2.2, deviations: 4.0, fine_deviations: 5.0 }
    }
}

/// Side of the surroundings that detail is held against, over the longer side of the scene.
const FINE_REACH: f32 = 0.05;

/// Maps over the scene; 255 where something is, 0 inside the person and its rim.
pub struct Evidence {
    /// Another colour than the wall's, or brighter.
    pub thing: Vec<u8>,
    /// The wall's colour in less light.
    pub dark: Vec<u8>,
    /// Thin or faint detail.
    pub fine: Vec<u8>,
    /// L* less the wall's, smoothed a little.
    pub light: Vec<f32>,
    /// Difference of colour to the wall in the same amount of light.
    pub colour: Vec<f32>,
    /// Share of the backdrop where nothing differs.
    pub wall_ratio: f32,
    /// Standard deviation of `light` on the wall.
    pub noise: f32,
}

impl Evidence {
    /// Of `scene` against `wall`.
    pub fn of(scene: &Scene, wall: &Surface, limits: &EvidenceLimits) -> cv::Result<Self> {
        let count = scene.width * scene.height;
        let (mut light, mut colour) = (vec![0.0f32; count], vec![0.0f32; count]);
        wall.over(scene.width, scene.height, |at, [wl, wa, wb]| {
            let (Some([l, a, b]), Some(255)) = (scene.lab.get(at).copied(), scene.outside.get(at)) else { return };
            // In less light the same paint has less chroma: CIELAB's a* and b* shrink as L* + 16 does.
            let share = (l + 16.0) / (wl + 16.0).max(1.0);
            if let (Some(light), Some(colour)) = (light.get_mut(at), colour.get_mut(at)) {
                *light = l - wl;
                *colour = length(a - wa * share, b - wb * share);
            }
        });
        let light = blurred(scene, &light, 3)?;
        let colour = blurred(scene, &colour, 3)?;
        let [sl, sa, sb] = wall.spread;
        let spread = limits.deviations * (sa + sb) / 2.0;
        let (for_colour, for_light) = (limits.colour.max(spread), limits.deviations * sl);
        let (brighter, darker) = (limits.brighter.max(for_light), limits.darker.max(for_light));
        let (mut thing, mut dark, mut plain) = (vec![0u8; count], vec![0u8; count], vec![0.0f32; count]);
        let (mut outside, mut walls) = (0usize, 0usize);
        for (at, inside) in scene.outside.iter().enumerate() {
            let (Some(l), Some(c)) = (light.get(at), colour.get(at)) else { continue };
            if *inside != 255 {
                continue;
            }
            outside += 1;
            let place = if *c > for_colour || *l > brighter {
                thing.get_mut(at)
            } else if *l < -darker {
                dark.get_mut(at)
            } else {
                walls += 1;
                if let Some(plain) = plain.get_mut(at) {
                    *plain = 1.0;
                }
                None
            };
            if let Some(place) = place {
                *place = 255;
            }
        }
        let (mut fine, noise) = fine(scene, &light, &plain, limits)?;
        // What is a little darker may be the rim of a shadow, or a groove: the darker part of a blob decides.
        for ((fine, dark), l) in fine.iter_mut().zip(&mut dark).zip(&light) {
            if *fine == 255 && *l < 0.0 {
                (*fine, *dark) = (0, 255);
            }
        }
        let wall_ratio = walls as f32 / outside.max(1) as f32;
        Ok(Self { thing, dark, fine, light, colour, wall_ratio, noise })
    }
}

fn blurred(scene: &Scene, values: &[f32], side: i32) -> cv::Result<Vec<f32>> {
    let mut out = Mat::default();
    let from = Mat::new_rows_cols_with_data(scene.height as i32, scene.width as i32, values)?;
    imgproc::blur_def(&from, &mut out, Size::new(side, side))?;
    Ok(out.data_typed::<f32>()?.to_vec())
}

/// Detail of `light` where the wall is `plain`, and the wall's noise.
fn fine(scene: &Scene, light: &[f32], plain: &[f32], limits: &EvidenceLimits) -> cv::Result<(Vec<u8>, f32)> {
    let side = ((scene.width.max(scene.height) as f32 * FINE_REACH) as i32 | 1).max(3);
    let masked: Vec<f32> = light.iter().zip(plain).map(|(l, p)| l * p).collect();
    let (sums, weights) = (blurred(scene, &masked, side)?, blurred(scene, plain, side)?);
    let mut detail = vec![0.0f32; light.len()];
    let mut spread: Vec<f32> = Vec::new();
    let of = light.iter().zip(plain).zip(sums.iter().zip(&weights));
    for (at, (detail, ((l, p), (sum, weight)))) in detail.iter_mut().zip(of).enumerate() {
        if *p > 0.0 && *weight > 0.05 {
            *detail = l - sum / weight;
            if at % 7 == 0 {
                spread.push(detail.abs());
            }
        }
    }
    let middle = spread.len() / 2;
    let noise = if middle > 0 { 1.4826 * *spread.select_nth_unstable_by(middle, f32::total_cmp).1 } else { 0.0 };
    let least = limits.fine.max(limits.fine_deviations * noise);
    Ok((detail.iter().map(|d| if d.abs() > least { 255 } else { 0 }).collect(), noise))
}

/// 255 where any of `maps` is.
pub fn any(maps: &[&[u8]]) -> cv::Result<Vec<u8>> {
    let Some((first, rest)) = maps.split_first() else { return Ok(Vec::new()) };
    let mut out = first.to_vec();
    for map in rest {
        for (out, value) in out.iter_mut().zip(*map) {
            *out |= value;
        }
    }
    Ok(out)
}

/// Distance to the nearest pixel that is 0, px.
pub fn depth(scene: &Scene, map: &[u8]) -> cv::Result<Vec<f32>> {
    let mut out = Mat::default();
    imgproc::distance_transform_def(&scene.matrix(map)?, &mut out, imgproc::DIST_L2, 3)?;
    debug_assert_eq!(out.typ(), core::CV_32F);
    Ok(out.data_typed::<f32>()?.to_vec())
}
