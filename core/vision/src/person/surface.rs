//! A wall as a smooth surface of colour.

use multiversion::multiversion;
use nalgebra::{SMatrix, SVector};

use super::scene::Scene;

/// Terms of a surface of second order: 1, x, y, x², xy, y².
const TERMS: usize = 6;
/// How a wall is fitted.
#[derive(Debug, Clone, Copy)]
pub struct SurfaceLimits {
    /// Pixels that are fitted, at most: more change nothing and cost time.
    pub samples: usize,
    /// Rounds of reweighting.
    pub rounds: usize,
    /// Least pixels that a wall is fitted to.
    pub least_pixels: usize,
    /// Difference in L* and in a*, b* that the first guess takes in: light falls off over a wall.
    pub first_reach: [f32; 3],
    /// Tukey's constant (95 % efficiency) in standard deviations.
    pub tukey: f32,
    /// Least spread, so that a drawn wall without noise has one: half a step of 8 bits at mid grey.
    pub least_spread: [f32; 3],
    /// Largest spread that counts as the wall's own: rough plaster.
    pub most_spread: [f32; 3],
}

/// The limits that are used.
pub const SURFACE: SurfaceLimits = SurfaceLimits {
    samples: 1200,
    rounds: 7,
    least_pixels: 60,
    first_reach: [14.0, 7.0, 7.0],
    tukey: 4.685,
    least_spread: [0.5, 0.35, 0.35],
    most_spread: [3.0, 1.5, 1.5],
};

type Terms = SVector<f32, TERMS>;

/// The colour of a wall over the scene, CIELAB.
#[derive(Debug, Clone)]
pub struct Surface {
    planes: [Terms; 3],
    /// Standard deviation of the wall about it.
    pub spread: [f32; 3],
    size: (f32, f32),
}

/// Pixels of the wall and what else shows there, one number of each after the other.
#[derive(Default)]
struct Samples {
    x: Vec<f32>,
    y: Vec<f32>,
    lab: [Vec<f32>; 3],
    /// How far each is from the surface, and how much it counts.
    off: [Vec<f32>; 3],
    weights: Vec<f32>,
}

impl Surface {
    /// The wall of `scene`: the most frequent colour outside the person and what differs from it smoothly. `None` when too
    /// little can be seen.
    pub fn of(scene: &Scene<'_>) -> Option<Self> {
        let size = (scene.width as f32, scene.height as f32);
        let all = super::mask_runs::count(&scene.outside);
        let step = ((all as f32 / SURFACE.samples as f32).sqrt().ceil() as usize).max(1);
        let mut samples = Samples::default();
        for y in (0..scene.height).step_by(step) {
            for x in (0..scene.width).step_by(step) {
                let at = y * scene.width + x;
                if scene.outside.get(at) == Some(&255)
                    && let Some(lab) = scene.lab(at)
                {
                    samples.x.push(2.0 * x as f32 / size.0 - 1.0);
                    samples.y.push(2.0 * y as f32 / size.1 - 1.0);
                    samples.lab.iter_mut().zip(lab).for_each(|(all, value)| all.push(value));
                }
            }
        }
        let count = samples.x.len();
        if count < SURFACE.least_pixels {
            return None;
        }
        samples.off.iter_mut().for_each(|off| off.resize(count, 0.0));
        samples.weights.resize(count, 0.0);
        let constant = mode(&samples.lab).map(|value| Terms::from([value, 0.0, 0.0, 0.0, 0.0, 0.0]));
        let mut surface = Self { planes: constant, spread: SURFACE.first_reach.map(|r| r / SURFACE.tukey), size };
        measure_off(&mut samples, &surface.planes);
        for round in 0..SURFACE.rounds {
            // A plane first: a curved surface would bend to whatever stands in the corners.
            let used = if round < 3 { 3 } else { TERMS };
            surface = surface.refined(&mut samples, used)?;
        }
        Some(surface)
    }

    /// The surface through what counts as wall by this one; `samples` are measured against it.
    fn refined(&self, samples: &mut Samples, used: usize) -> Option<Self> {
        weigh(samples, self.spread);
        let (mut normal, mut right) = normal_equations(samples);
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
        if !planes.iter().flat_map(|p| p.iter()).all(|v| v.is_finite()) {
            return None;
        }
        measure_off(samples, &planes);
        Some(Self { planes, spread: measured_spread(samples), size: self.size })
    }

    /// The wall's colour at a pixel of the scene.
    pub fn at(&self, x: usize, y: usize) -> [f32; 3] {
        let x = 2.0 * x as f32 / self.size.0 - 1.0;
        self.along(y).map(|[c, b, a]| c + x * (b + x * a))
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

/// How far each sample is from the surface of `planes`.
#[multiversion(targets("x86_64+avx2"))]
fn measure_off(samples: &mut Samples, planes: &[Terms; 3]) {
    for ((off, lab), plane) in samples.off.iter_mut().zip(&samples.lab).zip(planes) {
        let [[one, of_x, of_y, xx, xy, yy]] = plane.data.0;
        let places = samples.x.iter().zip(&samples.y);
        for ((off, value), (x, y)) in off.iter_mut().zip(lab).zip(places) {
            *off = value - (one + x * (of_x + x * xx + y * xy) + y * (of_y + y * yy));
        }
    }
}

/// Tukey's weight of each sample at a `spread` of the wall.
#[multiversion(targets("x86_64+avx2"))]
fn weigh(samples: &mut Samples, spread: [f32; 3]) {
    let [l, a, b] = &samples.off;
    let [of_l, of_a, of_b] = spread.map(|s| 1.0 / (s * SURFACE.tukey));
    for (weight, (l, (a, b))) in samples.weights.iter_mut().zip(l.iter().zip(a.iter().zip(b))) {
        let (l, a, b) = (l * of_l, a * of_a, b * of_b);
        let share = (1.0 - (l * l + a * a + b * b)).max(0.0);
        *weight = share * share;
    }
}

/// The sums of least squares: of the products of all terms, and of these with each channel.
#[multiversion(targets("x86_64+avx2"))]
fn normal_equations(samples: &Samples) -> (SMatrix<f32, TERMS, TERMS>, [Terms; 3]) {
    const LANES: usize = 8;
    // Of x^i y^j up to the fourth order by weight, and up to the second by weight and each channel; lanes beside each other,
    // so that they are added up many at a time.
    let mut powers = [[0.0f32; LANES]; 15];
    let mut values = [[[0.0f32; LANES]; TERMS]; 3];
    let [l, a, b] = &samples.lab;
    let chunks = samples.x.chunks(LANES).zip(samples.y.chunks(LANES)).zip(samples.weights.chunks(LANES));
    let colours = l.chunks(LANES).zip(a.chunks(LANES)).zip(b.chunks(LANES));
    for (((x, y), w), ((l, a), b)) in chunks.zip(colours) {
        let full = |values: &[f32]| {
            let mut lanes = [0.0f32; LANES];
            lanes.iter_mut().zip(values).for_each(|(lane, value)| *lane = *value);
            lanes
        };
        let [x, y, w] = [x, y, w].map(full);
        let times = |a: &[f32; LANES], b: &[f32; LANES]| {
            let mut product = *a;
            product.iter_mut().zip(b).for_each(|(a, b)| *a *= b);
            product
        };
        let (wx, wy) = (times(&w, &x), times(&w, &y));
        let (wxx, wxy, wyy) = (times(&wx, &x), times(&wx, &y), times(&wy, &y));
        let [xxx, xxy, xyy, yyy] = [times(&wxx, &x), times(&wxx, &y), times(&wyy, &x), times(&wyy, &y)];
        let fourth = [times(&xxx, &x), times(&xxx, &y), times(&xxy, &y), times(&xyy, &y), times(&yyy, &y)];
        let [p, q, r, s, t] = fourth;
        let all = [w, wx, wy, wxx, wxy, wyy, xxx, xxy, xyy, yyy, p, q, r, s, t];
        let add = |sums: &mut [f32; LANES], more: &[f32; LANES]| sums.iter_mut().zip(more).for_each(|(s, m)| *s += m);
        powers.iter_mut().zip(&all).for_each(|(sums, power)| add(sums, power));
        for (sums, value) in values.iter_mut().zip([l, a, b].map(full)) {
            sums.iter_mut().zip(&all).for_each(|(sums, power)| add(sums, &times(power, &value)));
        }
    }
    let [one, x, y, xx, xy, yy, xxx, xxy, xyy, yyy, x4, x3y, x2y2, xy3, y4] =
        powers.map(|lanes| lanes.iter().sum::<f32>());
    let normal = [
        [one, x, y, xx, xy, yy],
        [x, xx, xy, xxx, xxy, xyy],
        [y, xy, yy, xxy, xyy, yyy],
        [xx, xxx, xxy, x4, x3y, x2y2],
        [xy, xxy, xyy, x3y, x2y2, xy3],
        [yy, xyy, yyy, x2y2, xy3, y4],
    ];
    let right = values.map(|terms| Terms::from(terms.map(|lanes| lanes.iter().sum::<f32>())));
    (SMatrix::from(normal), right)
}

/// Median absolute deviation of what counts.
fn measured_spread(samples: &Samples) -> [f32; 3] {
    let mut spread = SURFACE.least_spread;
    let mut offs: Vec<f32> = Vec::with_capacity(samples.weights.len());
    for ((spread, off), most) in spread.iter_mut().zip(&samples.off).zip(SURFACE.most_spread) {
        offs.clear();
        offs.extend(off.iter().zip(&samples.weights).filter(|(_, w)| **w > 0.0).map(|(off, _)| off.abs()));
        let middle = offs.len() / 2;
        if middle > 0 {
            let (_, median, _) = offs.select_nth_unstable_by(middle, f32::total_cmp);
            // The factor makes a normal distribution's deviation of it.
            *spread = (1.4826 * *median).clamp(*spread, most);
        }
    }
    spread
}

/// The colour about which most samples lie.
fn mode([l, a, b]: &[Vec<f32>; 3]) -> [f32; 3] {
    // Bins of 6 in L*, 4 in a* and b*, each counted with its neighbours.
    let bin = |lab: [f32; 3]| [(lab[0] / 6.0) as i32, (lab[1] / 4.0).floor() as i32, (lab[2] / 4.0).floor() as i32];
    let samples = || l.iter().zip(a.iter().zip(b)).map(|(l, (a, b))| [*l, *a, *b]);
    let mut counts = std::collections::HashMap::<[i32; 3], usize>::new();
    for lab in samples() {
        *counts.entry(bin(lab)).or_default() += 1;
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
    let near = samples().filter(|lab| {
        let at = bin(*lab);
        at.iter().zip(best).all(|(a, b)| (a - b).abs() <= 1)
    });
    let (mut sum, mut count) = ([0.0; 3], 0.0);
    for lab in near {
        for (sum, value) in sum.iter_mut().zip(lab) {
            *sum += value;
        }
        count += 1.0;
    }
    sum.map(|s| s / f32::max(count, 1.0))
}
