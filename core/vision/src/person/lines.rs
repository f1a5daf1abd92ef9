//! Long straight edges and lines on the wall: doors, corners of rooms, cables.

use heyan_rules::portrait::{Patch, PatchKind};
use multiversion::multiversion;
use opencv::core::{self, Mat};
use opencv::prelude::*;

use super::blobs::blobs;
use super::evidence::Evidence;
use super::scene::Scene;
use super::smooth::Windows;
use crate::cv;

/// What a long straight edge is, of generated doors, corners and cables.
#[derive(Debug, Clone, Copy)]
pub struct LineLimits {
    /// Length of the stretch that is averaged along a line, over the longer side of the scene.
    pub stretch: f32,
    /// Breadth of each side of an edge, px.
    pub breadth: usize,
    /// Gap between the sides, px: a line may lean by so much within a stretch.
    pub between: usize,
    /// Step of lightness that is an edge: twice what is just noticed side by side.
    pub step: f32,
    /// Standard deviations of the wall's noise that it must reach, after averaging.
    pub deviations: f32,
    /// Length over breadth of what is a line.
    pub slender: f32,
    /// Length over the longer side of the scene below which there is no line.
    pub least_length: f32,
}

/// The limits that are used.
pub const LINE: LineLimits =
    LineLimits { stretch: 0.07, breadth: 4, between: 1, step: 1.2, deviations: 7.0, slender: 5.0, least_length: 0.14 };

/// Lines and edges, each with its pixels, that run along rows or columns, give or take 10°. `taken` (255) is what something
/// else explains.
pub fn lines(scene: &Scene<'_>, found: &Evidence, taken: &[u8]) -> cv::Result<Vec<(Patch, Vec<usize>)>> {
    if found.range < LINE.step {
        return Ok(Vec::new());
    }
    let open: Vec<u8> = scene.outside.iter().zip(taken).map(|(outside, taken)| outside & !taken).collect();
    let upright = edges(&found.light, &open, scene, found.noise, scene.width);
    let (light, open) = (transposed(&found.light, scene.width)?, transposed(&open, scene.width)?);
    let level = edges(&light, &open, scene, found.noise, scene.height);
    let mut out = Vec::new();
    for (map, turned) in [(upright, false), (level, true)] {
        if !map.contains(&255) {
            continue;
        }
        let map = if turned { transposed(&map, scene.height)? } else { map };
        for blob in blobs(scene, &map, 6, 12)? {
            let (w, h) = (blob.bounds.width as f32, blob.bounds.height as f32);
            let (long, short) = if turned { (w, h) } else { (h, w) };
            let longer = scene.width.max(scene.height) as f32;
            if long < LINE.least_length * longer || long < LINE.slender * short {
                continue;
            }
            let steps: f32 = blob.pixels.iter().filter_map(|at| found.light.get(*at)).map(|l| l.abs()).sum();
            let line = Patch {
                kind: PatchKind::Line,
                outline: blob.polygon(scene),
                area_ratio: blob.pixels.len() as f32 / (scene.width * scene.height) as f32,
                contrast: steps / blob.pixels.len().max(1) as f32,
                length_ratio: long / longer,
                by_head: None,
            };
            out.push((line, blob.pixels));
        }
    }
    Ok(out)
}

/// A map of rows of `width` with its rows as columns.
fn transposed<T: DataType>(map: &[T], width: usize) -> cv::Result<Vec<T>> {
    let height = map.len() / width.max(1);
    let mut out = Mat::default();
    core::transpose(&Mat::new_rows_cols_with_data(height as i32, width as i32, map)?, &mut out)?;
    Ok(out.data_typed::<T>()?.to_vec())
}

/// 255 where the sides of an upright stretch differ; `light` and what of it is `open` (255) are rows of `width`.
#[multiversion(targets("x86_64+avx2"))]
fn edges(light: &[f32], open: &[u8], scene: &Scene<'_>, noise: f32, width: usize) -> Vec<u8> {
    let height = light.len() / width.max(1);
    let stretch = ((scene.width.max(scene.height) as f32 * LINE.stretch) as usize).max(4);
    let (half, reach) = (stretch / 2, LINE.breadth + LINE.between);
    let mut map = vec![0u8; light.len()];
    if width <= 2 * reach || height <= 2 * half {
        return map;
    }
    // Noise of the mean of a side, and of the difference of two; neighbours are correlated by the blur of 3.
    let least = LINE.step.max(LINE.deviations * noise * (2.0 * 3.0 / (stretch * LINE.breadth) as f32).sqrt());
    let enough = 0.7 * 2.0 * half as f32;
    // Sums along the stretch, which move down with the rows.
    let (mut sums, mut counts) = (vec![0.0f32; width], vec![0.0f32; width]);
    let add = |y: usize, sign: f32, sums: &mut [f32], counts: &mut [f32]| {
        let of = y * width..(y + 1) * width;
        let row = light.get(of.clone()).unwrap_or_default().iter().zip(open.get(of).unwrap_or_default());
        for ((sum, count), (l, open)) in sums.iter_mut().zip(counts).zip(row) {
            let counted = if *open == 255 { sign } else { 0.0 };
            *sum += l * counted;
            *count += counted;
        }
    };
    for y in 0..2 * half {
        add(y, 1.0, &mut sums, &mut counts);
    }
    let (mut means, mut unsure) = (vec![0.0f32; width], vec![0.0f32; width]);
    let (mut sides, mut around) = (Windows::new(LINE.breadth), Windows::new(2 * reach + 1));
    for y in (half..height - half).step_by(2) {
        let of = means.iter_mut().zip(&mut unsure).zip(sums.iter().zip(&counts));
        for ((mean, unsure), (sum, count)) in of {
            let sure = *count > enough;
            // A division costs less than a guess which of both it is.
            *mean = sum / count.max(1.0) * f32::from(u8::from(sure));
            *unsure = if sure { 0.0 } else { 1.0 };
        }
        let sides = sides.sums(&means);
        let right = sides.get(reach + LINE.between + 1..).unwrap_or_default();
        let middle = means.get(reach..).unwrap_or_default();
        let seen = sides.iter().zip(middle).zip(right.iter().zip(around.sums(&unsure)));
        let row = map.get_mut(y * width + reach..(y + 1) * width - reach).unwrap_or_default();
        for (out, ((left, middle), (right, unsure))) in row.iter_mut().zip(seen) {
            let (left, right) = (left / LINE.breadth as f32, right / LINE.breadth as f32);
            let (from_left, from_right) = (middle - left, middle - right);
            let line = from_left.abs().min(from_right.abs());
            let is_line = (from_left * from_right > 0.0) & (line > least);
            let is_edge = (left - right).abs() > least;
            *out = u8::from((*unsure == 0.0) & (is_line | is_edge)).wrapping_neg();
        }
        if y + 1 < height {
            map.copy_within(y * width..(y + 1) * width, (y + 1) * width);
        }
        for gone in [y - half, y - half + 1] {
            add(gone, -1.0, &mut sums, &mut counts);
            if gone + 2 * half < height {
                add(gone + 2 * half, 1.0, &mut sums, &mut counts);
            }
        }
    }
    map
}
