//! Long straight edges and lines on the wall: doors, corners of rooms, cables.

use heyan_rules::portrait::{Patch, PatchKind};

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
    let upright = Sums::of(scene, found, taken, false);
    let level = Sums::of(scene, found, taken, true);
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
    fn of(scene: &Scene, found: &Evidence, taken: &[u8], turned: bool) -> Self {
        let (width, height) = if turned { (scene.height, scene.width) } else { (scene.width, scene.height) };
        let size = width * (height + 1);
        let (mut light, mut count) = (vec![0.0; width], vec![0.0; width]);
        light.reserve(size);
        count.reserve(size);
        let (mut lights, mut counts) = (vec![0.0; width], vec![0.0; width]);
        for y in 0..height {
            for (x, (l, c)) in lights.iter_mut().zip(&mut counts).enumerate() {
                let at = if turned { x * scene.width + y } else { y * scene.width + x };
                if scene.outside.get(at) == Some(&255) && taken.get(at) != Some(&255) {
                    *l += found.light.get(at).copied().unwrap_or(0.0);
                    *c += 1.0;
                }
            }
            light.extend_from_slice(&lights);
            count.extend_from_slice(&counts);
        }
        let stretch = (scene.width.max(scene.height) as f32 * STRETCH) as usize;
        Self { width, height, light, count, stretch: stretch.max(4) }
    }

    /// 255 where the sides of a stretch differ.
    fn edges(&self, noise: f32) -> Vec<u8> {
        let mut map = vec![0u8; self.width * self.height];
        let half = self.stretch / 2;
        let (mut means, mut sure) = (vec![0.0f32; self.width], vec![false; self.width]);
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
                if let (Some(mean), Some(sure)) = (means.get_mut(x), sure.get_mut(x)) {
                    *mean = if enough { of(&self.light) / count } else { 0.0 };
                    *sure = enough;
                }
            }
            let reach = BREADTH + BETWEEN;
            for x in reach..self.width.saturating_sub(reach) {
                let window = x - reach..x + reach + 1;
                if !sure.get(window.clone()).is_some_and(|w| w.iter().all(|s| *s)) {
                    continue;
                }
                let window = means.get(window).unwrap_or_default();
                let (left, right) = (window.get(..BREADTH), window.get(BREADTH + 2 * BETWEEN + 1..));
                let mean = |side: Option<&[f32]>| side.map_or(0.0, |s| s.iter().sum::<f32>() / s.len().max(1) as f32);
                let (left, right) = (mean(left), mean(right));
                let middle = window.get(reach).copied().unwrap_or(0.0);
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
