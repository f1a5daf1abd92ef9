//! An icon at the size it is measured at, in CIELAB.

use std::collections::HashMap;

use crate::colour::{lab, linear};
use crate::frame::Picture;

/// Colours closer than this are of one field, CIELAB: compression and soft edges differ by less.
pub(super) const SAME: f32 = 14.0;

/// A square of colours.
pub(super) struct Canvas {
    side: usize,
    lab: Vec<[f32; 3]>,
    alpha: Vec<f32>,
    /// The colour of most of it.
    ground: [f32; 3],
}

pub(super) fn apart(a: [f32; 3], b: [f32; 3]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt()
}

impl Canvas {
    /// `picture` averaged to `side` × `side`.
    pub(super) fn of(picture: &Picture, alpha: Option<&[u8]>, side: usize) -> Self {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let span = |at: usize, length: usize| {
            let from = at * length / side;
            from..((at + 1) * length / side).max(from + 1).min(length)
        };
        let (mut colours, mut alphas) = (Vec::with_capacity(side * side), Vec::with_capacity(side * side));
        for y in 0..side {
            for x in 0..side {
                let (mut sum, mut seen, mut count) = ([0.0f32; 3], 0.0f32, 0.0f32);
                for row in span(y, height) {
                    for column in span(x, width) {
                        let at = row * width + column;
                        let Some(pixel) = picture.rgb().get(at * 3..at * 3 + 3) else { continue };
                        for (sum, value) in sum.iter_mut().zip(pixel) {
                            *sum += linear(f32::from(*value) / 255.0);
                        }
                        seen += alpha.and_then(|alpha| alpha.get(at)).map_or(1.0, |a| f32::from(*a) / 255.0);
                        count += 1.0;
                    }
                }
                let count = count.max(1.0);
                colours.push(lab(sum.map(|value| value / count)));
                alphas.push(seen / count);
            }
        }
        let ground = commonest(&colours, &alphas);
        Self { side, lab: colours, alpha: alphas, ground }
    }

    pub(super) fn side(&self) -> usize {
        self.side
    }

    pub(super) fn at(&self, x: usize, y: usize) -> [f32; 3] {
        let inside = x < self.side && y < self.side;
        inside.then(|| self.lab.get(y * self.side + x)).flatten().copied().unwrap_or(self.ground)
    }

    pub(super) fn ground(&self) -> [f32; 3] {
        self.ground
    }

    pub(super) fn is_clear(&self, x: usize, y: usize) -> bool {
        self.alpha.get(y * self.side + x).is_some_and(|alpha| *alpha < 0.5)
    }

    /// How much of it is transparent, and how much of that is connected to its edges.
    pub(super) fn transparent(&self) -> (f64, f64) {
        let clear: Vec<bool> = self.alpha.iter().map(|alpha| *alpha < 0.5).collect();
        let all = clear.iter().filter(|clear| **clear).count();
        let edge = reached(&clear, self.side);
        let share = |count: usize| count as f64 / (self.side * self.side) as f64;
        (share(all), share(edge.iter().filter(|reached| **reached).count()))
    }

    /// How much of it differs from its commonest colour.
    pub(super) fn drawn(&self) -> f64 {
        let drawn = self.lab.iter().filter(|colour| apart(**colour, self.ground) > SAME).count();
        drawn as f64 / self.lab.len().max(1) as f64
    }
}

/// Those of `cells` (rows of `side`) that are set and connected to an edge by set ones.
pub(super) fn reached(cells: &[bool], side: usize) -> Vec<bool> {
    let mut seen = vec![false; cells.len()];
    let rows = cells.len() / side.max(1);
    let edge = |at: &usize| {
        let (x, y) = (at % side, at / side);
        x == 0 || y == 0 || x + 1 == side || y + 1 == rows
    };
    let mut open: Vec<usize> = (0..cells.len()).filter(edge).filter(|at| cells.get(*at) == Some(&true)).collect();
    while let Some(at) = open.pop() {
        match seen.get_mut(at) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        for next in around(at, side, rows) {
            if cells.get(next) == Some(&true) && seen.get(next) == Some(&false) {
                open.push(next);
            }
        }
    }
    seen
}

/// The four neighbours of a cell.
pub(super) fn around(at: usize, side: usize, rows: usize) -> impl Iterator<Item = usize> {
    let (x, y) = (at % side, at / side);
    [
        (x > 0).then(|| at - 1),
        (x + 1 < side).then(|| at + 1),
        (y > 0).then(|| at - side),
        (y + 1 < rows).then(|| at + side),
    ]
    .into_iter()
    .flatten()
}

/// The colour of the largest number of opaque cells, as the mean of those alike.
fn commonest(colours: &[[f32; 3]], alphas: &[f32]) -> [f32; 3] {
    let key = |colour: &[f32; 3]| colour.map(|value| (value / 8.0).round() as i32);
    let mut counts: HashMap<[i32; 3], (usize, [f32; 3])> = HashMap::new();
    for (colour, _) in colours.iter().zip(alphas).filter(|(_, alpha)| **alpha >= 0.5) {
        let entry = counts.entry(key(colour)).or_default();
        entry.0 += 1;
        for (sum, value) in entry.1.iter_mut().zip(colour) {
            *sum += value;
        }
    }
    // Of equals the same one each time, whatever the order of the map.
    let most = counts.into_iter().max_by_key(|(key, (count, _))| (*count, *key));
    most.map_or([100.0, 0.0, 0.0], |(_, (count, sum))| sum.map(|value| value / count as f32))
}
