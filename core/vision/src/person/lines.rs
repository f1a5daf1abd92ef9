//! Long straight edges and lines on the wall: doors, corners of rooms, cables.

use heyan_rules::portrait::{Patch, PatchKind};
use opencv::core::{self, Mat};
use opencv::prelude::*;

use super::blobs::blobs;
use super::evidence::Evidence;
use super::scene::Scene;
use crate::cv;

/// Length of the stretch that is averaged along a line, over the longer side of the scene.
const STRETCH: f32 = 0.07;
/// Breadth of each side of an edge, px.
const BREADTH: usize = 4;
/// Gap between the sides, px: a line may lean by so much within a stretch.
const BETWEEN: usize = 1;
/// Step of lightness that is an edge: twice what is just noticed side by side.
const STEP: f32 = 1.2;
/// Standard deviations of the wall's noise that it must reach, after averaging.
const DEVIATIONS: f32 = 7.0;
/// Length over breadth of what is a line.
const SLENDER: f32 = 5.0;
/// Length over the longer side of the scene below which there is no line.
const LEAST_LENGTH: f32 = 0.14;

/// Lines and edges that run along rows or columns, give or take 10°. `taken` (255) is what something else explains.
pub fn lines(scene: &Scene, found: &Evidence, taken: &[u8]) -> cv::Result<Vec<Patch>> {
    let mut out = Vec::new();
    let upright = Sums::of(scene, found, taken, false)?;
    let level = Sums::of(scene, found, taken, true)?;
    for (sums, turned) in [(upright, false), (level, true)] {
        let map = sums.edges(found.noise);
        let map = if turned { transposed(&map, sums.width, sums.height) } else { map };
        for blob in blobs(scene, &map, 6, 12)? {
            let (w, h) = (blob.bounds.width as f32, blob.bounds.height as f32);
            let (long, short) = if turned { (w, h) } else { (h, w) };
            let longer = scene.width.max(scene.height) as f32;
            if long < LEAST_LENGTH * longer || long < SLENDER * short {
                continue;
            }
            let steps: f32 = blob.pixels.iter().filter_map(|at| found.light.get(*at)).map(|l| l.abs()).sum();
            out.push(Patch {
                kind: PatchKind::Line,
                outline: blob.polygon(scene),
                area_ratio: blob.pixels.len() as f32 / (scene.width * scene.height) as f32,
                contrast: steps / blob.pixels.len().max(1) as f32,
                length_ratio: long / longer,
            });
        }
    }
    Ok(out)
}

fn transposed(map: &[u8], width: usize, height: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(map.len());
    for x in 0..width {
        out.extend((0..height).map(|y| map.get(y * width + x).copied().unwrap_or_default()));
    }
    out
}

/// A map of the scene with its rows as columns when `turned`.
fn laid(map: Vec<f32>, scene: &Scene, turned: bool) -> cv::Result<Vec<f32>> {
    if !turned {
        return Ok(map);
    }
    let mut out = Mat::default();
    let stored = Mat::new_rows_cols_with_data(scene.height as i32, scene.width as i32, &map)?;
    core::transpose(&stored, &mut out)?;
    Ok(out.data_typed::<f32>()?.to_vec())
}

/// Sums of lightness along columns of a map, so that the mean of any stretch costs two reads.
struct Sums {
    width: usize,
    height: usize,
    /// `height + 1` rows: sums of all above.
    light: Vec<f32>,
    count: Vec<f32>,
    stretch: usize,
}

impl Sums {
    /// Rows and columns change places when `turned`.
    fn of(scene: &Scene, found: &Evidence, taken: &[u8], turned: bool) -> cv::Result<Self> {
        let (width, height) = if turned { (scene.height, scene.width) } else { (scene.width, scene.height) };
        let size = width * (height + 1);
        let (mut light, mut count) = (vec![0.0; width], vec![0.0; width]);
        light.reserve(size);
        count.reserve(size);
        let counts = scene.outside.iter().zip(taken).map(|(outside, taken)| f32::from(u8::from(outside > taken)));
        let counts = laid(counts.collect(), scene, turned)?;
        let lights = laid(found.light.clone(), scene, turned)?;
        let (mut sum, mut number) = (vec![0.0f32; width], vec![0.0f32; width]);
        for (lights, counts) in lights.chunks_exact(width.max(1)).zip(counts.chunks_exact(width.max(1))) {
            for (((sum, number), l), c) in sum.iter_mut().zip(&mut number).zip(lights).zip(counts) {
                *sum += l * c;
                *number += c;
            }
            light.extend_from_slice(&sum);
            count.extend_from_slice(&number);
        }
        let stretch = (scene.width.max(scene.height) as f32 * STRETCH) as usize;
        Ok(Self { width, height, light, count, stretch: stretch.max(4) })
    }

    /// 255 where the sides of a stretch differ.
    fn edges(&self, noise: f32) -> Vec<u8> {
        let mut map = vec![0u8; self.width * self.height];
        let half = self.stretch / 2;
        // Running sums along the row of the means, and how many of them rest on too little.
        let (mut means, mut sums) = (vec![0.0f32; self.width], vec![0.0f32; self.width + 1]);
        let mut unsure = vec![0u16; self.width + 1];
        // Noise of the mean of a side, and of the difference of two; neighbours are correlated by the blur of 3.
        let least = STEP.max(DEVIATIONS * noise * (2.0 * 3.0 / (self.stretch * BREADTH) as f32).sqrt());
        for y in (half..self.height.saturating_sub(half)).step_by(2) {
            let (from, to) = ((y - half) * self.width, (y + half) * self.width);
            for x in 0..self.width {
                let of = |sums: &[f32]| {
                    sums.get(to + x).copied().unwrap_or(0.0) - sums.get(from + x).copied().unwrap_or(0.0)
                };
                let count = of(&self.count);
                let enough = count > 0.7 * 2.0 * half as f32;
                let mean = if enough { of(&self.light) / count } else { 0.0 };
                let (sum, not) = (sums.get(x).copied().unwrap_or(0.0), unsure.get(x).copied().unwrap_or(0));
                if let (Some(place), Some(sum_to), Some(not_to)) =
                    (means.get_mut(x), sums.get_mut(x + 1), unsure.get_mut(x + 1))
                {
                    *place = mean;
                    *sum_to = sum + mean;
                    *not_to = not + u16::from(!enough);
                }
            }
            let reach = BREADTH + BETWEEN;
            for x in reach..self.width.saturating_sub(reach) {
                if unsure.get(x - reach) != unsure.get(x + reach + 1) {
                    continue;
                }
                let sum = |to: usize| sums.get(to).copied().unwrap_or(0.0);
                let left = (sum(x - BETWEEN) - sum(x - reach)) / BREADTH as f32;
                let right = (sum(x + reach + 1) - sum(x + BETWEEN + 1)) / BREADTH as f32;
                let middle = means.get(x).copied().unwrap_or(0.0);
                let line = (middle - left).abs().min((middle - right).abs());
                let same_sign = (middle - left) * (middle - right) > 0.0;
                if (left - right).abs() > least || (same_sign && line > least) {
                    for row in y..(y + 2).min(self.height) {
                        if let Some(place) = map.get_mut(row * self.width + x) {
                            *place = 255;
                        }
                    }
                }
            }
        }
        map
    }
}
