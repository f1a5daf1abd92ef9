//! A wall as a smooth surface of colour.

use nalgebra::{SMatrix, SVector};

use super::scene::Scene;

/// Terms of a surface of second order: 1, x, y, x², xy, y².
const TERMS: usize = 6;
/// Pixels that are fitted, at most: more change nothing and cost time.
const SAMPLES: usize = 1200;
/// Rounds of reweighting.
const ROUNDS: usize = 7;
/// Least pixels that a wall is fitted to.
const LEAST_PIXELS: usize = 60;
/// Difference in L* and in a*, b* that the first guess takes in: light falls off over a wall.
const FIRST_REACH: [f32; 3] = [14.0, 7.0, 7.0];
/// Tukey's constant (95 % efficiency) in standard deviations.
const TUKEY: f32 = 4.685;
/// Least spread, so that a drawn wall without noise has one: half a step of 8 bits at mid grey.
const LEAST_SPREAD: [f32; 3] = [0.5, 0.35, 0.35];
/// Largest spread that counts as the wall's own: rough plaster.
const MOST_SPREAD: [f32; 3] = [3.0, 1.5, 1.5];

type Terms = SVector<f32, TERMS>;

/// The colour of a wall over the scene, CIELAB.
#[derive(Debug, Clone)]
pub struct Surface {
    planes: [Terms; 3],
    /// Standard deviation of the wall about it.
    pub spread: [f32; 3],
    size: (f32, f32),
}

/// The terms at a place, over the size of the scene so that all have about one size.
fn terms(x: f32, y: f32, (w, h): (f32, f32)) -> Terms {
    let (x, y) = (2.0 * x / w - 1.0, 2.0 * y / h - 1.0);
    Terms::from([1.0, x, y, x * x, x * y, y * y])
}

impl Surface {
    /// The wall of `scene`: the most frequent colour outside the person and what differs from it smoothly. `None` when too
    /// little can be seen.
    pub fn of(scene: &Scene) -> Option<Self> {
        let size = (scene.width as f32, scene.height as f32);
        let all = scene.outside.iter().filter(|o| **o == 255).count();
        let step = ((all as f32 / SAMPLES as f32).sqrt().ceil() as usize).max(1);
        let mut samples: Vec<(Terms, [f32; 3])> = Vec::with_capacity(SAMPLES * 2);
        for y in (0..scene.height).step_by(step) {
            for x in (0..scene.width).step_by(step) {
                let at = y * scene.width + x;
                if scene.outside.get(at) == Some(&255)
                    && let Some(lab) = scene.lab(at)
                {
                    samples.push((terms(x as f32, y as f32, size), lab));
                }
            }
        }
        if samples.len() < LEAST_PIXELS {
            return None;
        }
        let mode = mode(&samples);
        let constant = mode.map(|value| Terms::from([value, 0.0, 0.0, 0.0, 0.0, 0.0]));
        let mut surface = Self { planes: constant, spread: FIRST_REACH.map(|r| r / TUKEY), size };
        for round in 0..ROUNDS {
            // A plane first: a curved surface would bend to whatever stands in the corners.
            let used = if round < 3 { 3 } else { TERMS };
            surface = surface.refined(&samples, used)?;
        }
        Some(surface)
    }

    fn refined(&self, samples: &[(Terms, [f32; 3])], used: usize) -> Option<Self> {
        let mut normal = SMatrix::<f32, TERMS, TERMS>::zeros();
        let mut right = [Terms::zeros(); 3];
        for (at, lab) in samples {
            let off = self.off_at(at, *lab);
            let weight = self.weight(off);
            if weight > 0.0 {
                normal.ger(weight, at, at, 1.0);
                for (right, value) in right.iter_mut().zip(lab) {
                    right.axpy(weight * value, at, 1.0);
                }
            }
        }
        // A little weight against bends where the wall covers only part of the picture.
        let ridge = normal.get((0, 0)).copied().unwrap_or_default() * 1e-3;
        for k in 1..TERMS {
            if k >= used {
                normal.column_mut(k).fill(0.0);
                normal.row_mut(k).fill(0.0);
                for right in &mut right {
                    if let Some(value) = right.get_mut(k) {
                        *value = 0.0;
                    }
                }
            }
            if let Some(own) = normal.get_mut((k, k)) {
                *own += if k >= used { 1.0 } else { ridge * if k < 3 { 1.0 } else { 4.0 } };
            }
        }
        let solved = normal.cholesky()?;
        let planes = right.map(|right| solved.solve(&right));
        let mut next = Self { planes, spread: self.spread, size: self.size };
        next.spread = next.measured_spread(samples, self);
        planes.iter().flat_map(|p| p.iter()).all(|v| v.is_finite()).then_some(next)
    }

    /// Median absolute deviation of what counted before.
    fn measured_spread(&self, samples: &[(Terms, [f32; 3])], before: &Self) -> [f32; 3] {
        let mut offs: [Vec<f32>; 3] = Default::default();
        for (at, lab) in samples.iter().filter(|(at, lab)| before.weight(before.off_at(at, *lab)) > 0.0) {
            for (offs, off) in offs.iter_mut().zip(self.off_at(at, *lab)) {
                offs.push(off.abs());
            }
        }
        let mut spread = LEAST_SPREAD;
        for ((spread, offs), most) in spread.iter_mut().zip(&mut offs).zip(MOST_SPREAD) {
            let middle = offs.len() / 2;
            if middle > 0 {
                let (_, median, _) = offs.select_nth_unstable_by(middle, f32::total_cmp);
                // The factor makes a normal distribution's deviation of it.
                *spread = (1.4826 * *median).clamp(*spread, most);
            }
        }
        spread
    }

    fn off_at(&self, at: &Terms, lab: [f32; 3]) -> [f32; 3] {
        let mut off = lab;
        for (off, plane) in off.iter_mut().zip(&self.planes) {
            *off -= plane.dot(at);
        }
        off
    }

    /// Tukey's weight of a pixel that is `off`.
    fn weight(&self, off: [f32; 3]) -> f32 {
        let square: f32 = off.iter().zip(self.spread).map(|(o, s)| (o / s).powi(2)).sum();
        let share = 1.0 - square / (TUKEY * TUKEY);
        share.max(0.0).powi(2)
    }

    /// The wall's colour at a pixel of the scene.
    pub fn at(&self, x: usize, y: usize) -> [f32; 3] {
        let at = terms(x as f32, y as f32, self.size);
        [0, 1, 2].map(|k: usize| self.planes.get(k).map_or(0.0, |plane| plane.dot(&at)))
    }

    /// The wall's colour along row `y`, one channel after the other, as `c + x (b + x a)` with x from -1 at the left edge to 1:
    /// along a row a surface of second order is a parabola.
    pub fn along(&self, y: usize) -> [[f32; 3]; 3] {
        let y = 2.0 * y as f32 / self.size.1 - 1.0;
        self.planes.map(|plane| {
            let [[one, x, of_y, xx, xy, yy]] = plane.data.0;
            [one + of_y * y + yy * y * y, x + xy * y, xx]
        })
    }
}

/// The colour about which most samples lie.
fn mode(samples: &[(Terms, [f32; 3])]) -> [f32; 3] {
    // Bins of 6 in L*, 4 in a* and b*, each counted with its neighbours.
    let bin = |lab: [f32; 3]| [(lab[0] / 6.0) as i32, (lab[1] / 4.0).floor() as i32, (lab[2] / 4.0).floor() as i32];
    let mut counts = std::collections::HashMap::<[i32; 3], usize>::new();
    for (_, lab) in samples {
        *counts.entry(bin(*lab)).or_default() += 1;
    }
    let around = |[l, a, b]: [i32; 3]| -> usize {
        let mut sum = 0;
        for dl in -1..=1 {
            for da in -1..=1 {
                for db in -1..=1 {
                    sum += counts.get(&[l + dl, a + da, b + db]).copied().unwrap_or(0);
                }
            }
        }
        sum
    };
    // The key settles ties, so that the order of the map does not matter.
    let best = counts.keys().map(|key| (around(*key), *key)).max().map_or([0; 3], |(_, key)| key);
    let near = samples.iter().filter(|(_, lab)| {
        let at = bin(*lab);
        at.iter().zip(best).all(|(a, b)| (a - b).abs() <= 1)
    });
    let (mut sum, mut count) = ([0.0; 3], 0.0);
    for (_, lab) in near {
        for (sum, value) in sum.iter_mut().zip(lab) {
            *sum += value;
        }
        count += 1.0;
    }
    sum.map(|s| s / f32::max(count, 1.0))
}
