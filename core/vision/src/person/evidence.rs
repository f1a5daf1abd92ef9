//! Where the picture differs from the wall, pixel by pixel.

use multiversion::multiversion;
use opencv::core::{self, Mat};
use opencv::imgproc;
use opencv::prelude::*;

use super::colour::{lab_in_loop, length, linear_rows};
use super::limits::EVIDENCE;
use super::lines::LINE;
use super::mask_runs::{count, mask_runs};
use super::scene::Scene;
use super::smooth::mean_about;
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
    /// Fine detail: against the wall within `EVIDENCE.fine_reach`.
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

/// Maps over the scene; 255 where something is, 0 inside the person and its rim.
#[derive(Debug)]
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
    /// From the least to the greatest of `light` outside the person.
    pub range: f32,
}

impl Evidence {
    /// Of `scene` against `wall`.
    pub fn of(scene: &Scene<'_>, wall: &Surface, limits: &EvidenceLimits) -> cv::Result<Self> {
        let (light, colour) = off_wall(scene, wall);
        let [sl, sa, sb] = wall.spread;
        let spread = limits.deviations * (sa + sb) / 2.0;
        let (for_colour, for_light) = (limits.colour.max(spread), limits.deviations * sl);
        let light = mean_about(&light, scene.width, 3);
        // A mean is no greater than what it is of: where no pixel has another colour, none has on the mean.
        let coloured = colour.iter().fold(false, |any, c| any | (*c > for_colour));
        let colour = if coloured { mean_about(&colour, scene.width, 3) } else { colour };
        let (brighter, darker) = (limits.brighter.max(for_light), limits.darker.max(for_light));
        let (thing, mut dark, plain) = classified(&light, &colour, &scene.outside, [for_colour, brighter, darker]);
        let outside = count(&scene.outside);
        let walls = outside - count(&thing) - count(&dark);
        let wall_ratio = walls as f32 / outside.max(1) as f32;
        // Where nothing differs by more than the faintest line, there is neither line nor detail, whatever the noise.
        let range = range_of(&light, &scene.outside);
        let (mut fine, noise) = match range < LINE.step.min(limits.fine) {
            true => (vec![0; light.len()], 0.0),
            false => fine(scene, &light, &plain, limits),
        };
        // What is a little darker may be the rim of a shadow, or a groove: the darker part of a blob decides.
        for ((fine, dark), l) in fine.iter_mut().zip(&mut dark).zip(&light) {
            let darker = *fine & u8::from(*l < 0.0).wrapping_neg();
            *fine &= !darker;
            *dark |= darker;
        }
        Ok(Self { thing, dark, fine, light, colour, wall_ratio, noise, range })
    }
}

impl Evidence {
    /// How far each pixel of the scene differs from the wall, ΔE; negative inside the person and their rim.
    pub fn off(&self, scene: &Scene<'_>) -> Vec<f32> {
        let apart = self.light.iter().zip(&self.colour).zip(&scene.outside);
        apart.map(|((l, c), outside)| if *outside == 255 { length(*l, *c) } else { -1.0 }).collect()
    }
}

/// Where there is a thing, where it is dark (255 each), and where the wall is plain (1).
#[multiversion(targets("x86_64+avx2"))]
fn classified(
    light: &[f32],
    colour: &[f32],
    outside: &[u8],
    [for_colour, brighter, darker]: [f32; 3],
) -> (Vec<u8>, Vec<u8>, Vec<f32>) {
    let count = light.len();
    let (mut thing, mut dark, mut plain) = (vec![0u8; count], vec![0u8; count], vec![0.0f32; count]);
    let maps = thing.iter_mut().zip(&mut dark).zip(&mut plain);
    for (((thing, dark), plain), ((l, c), outside)) in maps.zip(light.iter().zip(colour).zip(outside)) {
        let is_thing = (*c > for_colour) | (*l > brighter);
        let is_dark = !is_thing & (*l < -darker);
        // 255 for true.
        *thing = outside & u8::from(is_thing).wrapping_neg();
        *dark = outside & u8::from(is_dark).wrapping_neg();
        *plain = f32::from(u8::from((*outside == 255) & !is_thing & !is_dark));
    }
    (thing, dark, plain)
}

/// L* less the wall's, and the difference of colour to it in the same amount of light; 0 inside the person and their rim.
#[multiversion(targets("x86_64+avx2"))]
fn off_wall(scene: &Scene<'_>, wall: &Surface) -> (Vec<f32>, Vec<f32>) {
    // So many pixels at once, the last few of a stretch with what is left from the one before: a loop of known length has no
    // slow end.
    const LANES: usize = 8;
    let (width, count) = (scene.width, scene.width * scene.height);
    let (mut light, mut colour) = (vec![0.0f32; count], vec![0.0f32; count]);
    let row = vec![[0.0f32; LANES]; width.div_ceil(LANES)];
    let (mut reds, mut greens, mut blues) = (row.clone(), row.clone(), row.clone());
    let (mut of_light, mut of_colour) = (row.clone(), row);
    for (y, outside) in scene.outside.chunks_exact(width.max(1)).enumerate() {
        let wall = wall.along(y);
        for (from, to) in mask_runs(outside) {
            let (start, end) = (y * width + from, y * width + to);
            let rgb = [&mut reds, &mut greens, &mut blues].map(|row| row.as_flattened_mut());
            linear_rows(scene.rgb.get(start..end).unwrap_or_default(), rgb);
            let seen = reds.iter().zip(greens.iter().zip(&blues));
            let out = of_light.iter_mut().zip(&mut of_colour).take((to - from).div_ceil(LANES));
            for ((at, (light, colour)), (r, (g, b))) in (from..).step_by(LANES).zip(out).zip(seen) {
                for (lane, (light, colour)) in light.iter_mut().zip(colour).enumerate() {
                    let of = |row: &[f32; LANES]| row.get(lane).copied().unwrap_or_default();
                    let [l, a, b] = lab_in_loop([of(r), of(g), of(b)]);
                    let x = 2.0 * (at + lane) as f32 / width as f32 - 1.0;
                    let [wl, wa, wb] = wall.map(|[c, b, a]| c + x * (b + x * a));
                    // In less light the same paint has less chroma: CIELAB's a* and b* shrink as L* + 16 does.
                    let share = (l + 16.0) / (wl + 16.0).max(1.0);
                    *light = l - wl;
                    *colour = length(a - wa * share, b - wb * share);
                }
            }
            for (map, row) in [(&mut light, &of_light), (&mut colour, &of_colour)] {
                let seen = row.as_flattened().iter();
                map.get_mut(start..end).unwrap_or_default().iter_mut().zip(seen).for_each(|(out, value)| *out = *value);
            }
        }
    }
    (light, colour)
}

/// From the least to the greatest of `light` where it is `outside`, or 0 and it.
#[multiversion(targets("x86_64+avx2"))]
fn range_of(light: &[f32], outside: &[u8]) -> f32 {
    const LANES: usize = 8;
    let (mut least, mut most) = ([0.0f32; LANES], [0.0f32; LANES]);
    for (light, outside) in light.chunks(LANES).zip(outside.chunks(LANES)) {
        for ((least, most), (l, open)) in least.iter_mut().zip(&mut most).zip(light.iter().zip(outside)) {
            let l = if *open == 255 { *l } else { 0.0 };
            (*least, *most) = (if l < *least { l } else { *least }, if l > *most { l } else { *most });
        }
    }
    most.iter().copied().fold(0.0, f32::max) - least.iter().copied().fold(0.0, f32::min)
}

/// Detail of `light` where the wall is `plain`, and the wall's noise.
#[multiversion(targets("x86_64+avx2"))]
fn fine(scene: &Scene<'_>, light: &[f32], plain: &[f32], limits: &EvidenceLimits) -> (Vec<u8>, f32) {
    let side = ((scene.width.max(scene.height) as f32 * EVIDENCE.fine_reach) as usize | 1).max(3);
    let masked: Vec<f32> = light.iter().zip(plain).map(|(l, p)| l * p).collect();
    let (sums, weights) = (mean_about(&masked, scene.width, side), mean_about(plain, scene.width, side));
    let of = light.iter().zip(plain).zip(sums.iter().zip(&weights));
    let detail: Vec<f32> =
        of.map(|((l, p), (sum, weight))| if (*p > 0.0) & (*weight > 0.05) { l - sum / weight } else { 0.0 }).collect();
    let known = detail.iter().zip(plain.iter().zip(&weights)).step_by(7);
    let known = known.filter(|(_, (plain, weight))| **plain > 0.0 && **weight > 0.05);
    let mut spread: Vec<f32> = known.map(|(detail, _)| detail.abs()).collect();
    let middle = spread.len() / 2;
    let noise = if middle > 0 { 1.4826 * *spread.select_nth_unstable_by(middle, f32::total_cmp).1 } else { 0.0 };
    let least = limits.fine.max(limits.fine_deviations * noise);
    (detail.iter().map(|d| u8::from(d.abs() > least).wrapping_neg()).collect(), noise)
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
