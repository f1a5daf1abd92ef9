//! Patches of one colour in the corners of an icon.

use std::f64::consts::PI;

use heyan_rules::guide::icon::CornerPatch;

use super::canvas::{Canvas, SAME, apart, around, reached};

/// Cells that a patch must have: fewer are specks of compression.
const FEWEST: usize = 30;
/// The most of the icon that a patch takes up: more is ground.
const LARGEST: f64 = 0.2;
/// A mark within a patch is light, as white digits are: CIELAB lightness.
const LIGHT: f32 = 78.0;
/// Patches alike: colours closer than this, CIELAB, and heights within a third of each other.
const ALIKE: f32 = 22.0;
/// Cells off a patch's bounds at which its surroundings are looked at.
const OFF: f32 = 6.0;
/// Cells within which a field is the soft edge of its neighbour.
const EDGE: usize = 3;

/// Cells of one colour, connected.
struct Region {
    cells: Vec<usize>,
    colour: [f32; 3],
    bounds: [usize; 4],
}

impl Region {
    fn height(&self) -> usize {
        self.bounds[3] - self.bounds[1] + 1
    }

    fn width(&self) -> usize {
        self.bounds[2] - self.bounds[0] + 1
    }

    /// Whether `other` lies elsewhere.
    fn is_apart(&self, other: &Self) -> bool {
        let [left, top, right, bottom] = self.bounds;
        let [l, t, r, b] = other.bounds;
        l > right + EDGE || left > r + EDGE || t > bottom + EDGE || top > b + EDGE
    }
}

/// The patches of the corners, largest first, in pixels of an icon of `width` × `height`.
pub(super) fn in_corners(canvas: &Canvas, width: u32, height: u32) -> Vec<CornerPatch> {
    let regions = regions(canvas);
    let side = canvas.side() as f64;
    let mut patches: Vec<CornerPatch> = regions
        .iter()
        .filter_map(|region| {
            let patch = measure(canvas, region, &regions, (f64::from(width) / side, f64::from(height) / side))?;
            (patch.corner_distance_ratio < 0.5).then_some(patch)
        })
        .collect();
    patches.sort_by(|a, b| b.size_ratio.total_cmp(&a.size_ratio));
    patches
}

/// All fields of one colour but the largest.
fn regions(canvas: &Canvas) -> Vec<Region> {
    let side = canvas.side();
    let mut taken = vec![false; side * side];
    let mut regions = Vec::new();
    for start in 0..side * side {
        if taken.get(start) != Some(&false) || canvas.is_clear(start % side, start / side) {
            continue;
        }
        let seed = canvas.at(start % side, start / side);
        let (mut open, mut cells) = (vec![start], Vec::new());
        let (mut sum, mut bounds) = ([0.0f32; 3], [side, side, 0, 0]);
        while let Some(at) = open.pop() {
            let (x, y) = (at % side, at / side);
            let colour = canvas.at(x, y);
            if taken.get(at) != Some(&false) || apart(colour, seed) > SAME || canvas.is_clear(x, y) {
                continue;
            }
            if let Some(taken) = taken.get_mut(at) {
                *taken = true;
            }
            cells.push(at);
            for (sum, value) in sum.iter_mut().zip(colour) {
                *sum += value;
            }
            bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x), bounds[3].max(y)];
            open.extend(around(at, side, side));
        }
        if (FEWEST..=(LARGEST * (side * side) as f64) as usize).contains(&cells.len()) {
            let count = cells.len() as f32;
            regions.push(Region { cells, colour: sum.map(|value| value / count), bounds });
        }
    }
    regions
}

fn measure(canvas: &Canvas, region: &Region, all: &[Region], (across, down): (f64, f64)) -> Option<CornerPatch> {
    let side = canvas.side();
    let [left, top, right, bottom] = region.bounds;
    let (width, height) = (region.width(), region.height());
    if width < 5 || height < 5 {
        return None;
    }
    // The patch without the holes in it, in a frame one cell wider than its bounds.
    let frame = width + 2;
    let mut outside = vec![true; frame * (height + 2)];
    for cell in &region.cells {
        let at = (cell / side - top + 1) * frame + (cell % side - left + 1);
        if let Some(outside) = outside.get_mut(at) {
            *outside = false;
        }
    }
    let open = reached(&outside, frame);
    let holes: Vec<(usize, usize)> = (0..outside.len())
        .filter(|at| outside.get(*at) == Some(&true) && open.get(*at) == Some(&false))
        .map(|at| (at % frame + left - 1, at / frame + top - 1))
        .collect();
    let marks = holes.iter().filter(|(x, y)| {
        let colour = canvas.at(*x, *y);
        colour.first().is_some_and(|lightness| *lightness >= LIGHT) && apart(colour, region.colour) > 2.0 * SAME
    });
    let filled = (region.cells.len() + holes.len()) as f64;
    // The soft edge of half a cell belongs to neither side, so the outline is of the cells' middles and a half more.
    let (w, h) = (width as f64, height as f64);
    let (short, long) = (w.min(h), w.max(h));
    let pill = PI * short * short / 4.0 + (long - short) * short;
    let middle = ((left + right) as f64 / 2.0 + 0.5, (top + bottom) as f64 / 2.0 + 0.5);
    let whole = side as f64;
    let to_edge = |at: f64| at.min(whole - at) / whole;
    let chroma = f64::from(region.colour[1].hypot(region.colour[2]));
    let hue = f64::from(region.colour[2].atan2(region.colour[1])).to_degrees().rem_euclid(360.0);
    let alike = all.iter().filter(|other| {
        let (own, theirs) = (height as f64, other.height() as f64);
        region.is_apart(other) && apart(other.colour, region.colour) < ALIKE && (own / theirs).max(theirs / own) < 1.34
    });
    Some(CornerPatch {
        bounds_px: [
            (left as f64 * across) as f32,
            (top as f64 * down) as f32,
            ((right + 1) as f64 * across) as f32,
            ((bottom + 1) as f64 * down) as f32,
        ],
        size_ratio: h / whole,
        aspect: w / h,
        fill_ratio: (filled / pill).min(1.0) * (pill / filled).min(1.0),
        corner_distance_ratio: to_edge(middle.0).max(to_edge(middle.1)),
        chroma,
        hue_deg: hue,
        contrast: f64::from(contrast(canvas, region)),
        mark_ratio: marks.count() as f64 / filled,
        alike: u32::try_from(alike.count()).unwrap_or(u32::MAX),
    })
}

/// How far the patch's colour is from what is round it, cells off its bounds, where compression smears no colour any more: the
/// median.
fn contrast(canvas: &Canvas, region: &Region) -> f32 {
    let side = canvas.side();
    let [left, top, right, bottom] = region.bounds;
    let (cx, cy) = ((left + right) as f32 / 2.0, (top + bottom) as f32 / 2.0);
    let (rx, ry) = ((right - left) as f32 / 2.0 + OFF, (bottom - top) as f32 / 2.0 + OFF);
    let mut round: Vec<f32> = (0..48)
        .filter_map(|step| {
            let angle = step as f32 * std::f32::consts::TAU / 48.0;
            let (x, y) = (cx + rx * angle.cos(), cy + ry * angle.sin());
            let inside = x >= 0.0 && y >= 0.0 && x < side as f32 && y < side as f32;
            inside.then(|| apart(canvas.at(x as usize, y as usize), region.colour))
        })
        .collect();
    round.sort_by(f32::total_cmp);
    round.get(round.len() / 2).copied().unwrap_or(0.0)
}
