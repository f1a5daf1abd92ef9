//! BlazeFace, short range: faces anywhere in a picture.

use std::cmp::Ordering;

use heyan_rules::geometry::Rect;
use opencv::prelude::*;

use super::models::answer;
use crate::error::VisionError;
use crate::frame::{Affine, Frame, Levels, Shrunk};
use crate::model::{Model, Tensor};

const NAME: &str = "face_detection";
/// Side of the input, px.
const SIDE: usize = 128;
/// Boxes that the network proposes.
const ANCHORS: usize = 896;
/// Numbers a proposal: centre, size, six keypoints.
const NUMBERS: usize = 16;
/// Raw scores are cut off here before the sigmoid (MediaPipe's `score_clipping_thresh`).
const RAW_SCORE: f32 = 100.0;

/// MediaPipe's figures (`face_detection_short_range.pbtxt`).
#[derive(Debug, Clone, Copy)]
pub struct DetectLimits {
    /// Probability that a proposal must reach.
    pub score: f32,
    /// Overlap (intersection over union) above which two proposals are one face.
    pub overlap: f32,
}

impl Default for DetectLimits {
    fn default() -> Self {
        Self { score: 0.5, overlap: 0.3 }
    }
}

/// An upright square of a picture, px. It may reach beyond it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Square {
    /// Its middle.
    pub centre: [f64; 2],
    /// Its side.
    pub side: f64,
}

/// A face found in a picture, in px of the upright, unmirrored picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// Brows to chin, ear to ear.
    pub bounds: Rect,
    /// Eye at the picture's left, eye at its right, tip of the nose, mouth, ear at the left, ear at the right.
    pub keypoints: [[f32; 2]; 6],
    /// Probability, 0 to 1.
    pub score: f32,
}

/// Finds faces.
pub struct Detector {
    model: Box<dyn Model>,
    limits: DetectLimits,
    input: Tensor,
}

impl Detector {
    /// A detector over `model` (input `[1,128,128,3]`, R G B of -1 to 1; outputs `[1,896,16]` and `[1,896,1]`, in any
    /// order).
    pub fn new(model: Box<dyn Model>) -> Self {
        let input = Tensor { shape: vec![1, SIDE, SIDE, 3], data: vec![0.0; SIDE * SIDE * 3] };
        Self { model, limits: DetectLimits::default(), input }
    }

    /// Faces in `frame`, the surest first.
    pub fn detect(&mut self, frame: &Frame<'_>) -> Result<Vec<Detection>, VisionError> {
        let map = frame.letterbox(SIDE, Levels::SIGNED, &mut self.input.data);
        self.run(&map)
    }

    /// Faces in the whole picture that `small` is a copy of, the surest first: where the copy is at hand it is read faster, and
    /// each of its pixels is the mean of many.
    pub fn detect_copy(&mut self, small: &Shrunk) -> Result<Vec<Detection>, VisionError> {
        let longer = small.width.max(small.height).max(1);
        let [width, height] = [small.width, small.height].map(|side| (side * SIDE / longer).max(1));
        let resized = small.resized(width, height)?;
        let (left, top) = ((SIDE - width) / 2, (SIDE - height) / 2);
        self.input.data.fill(Levels::SIGNED.of(0.0));
        let rows =
            self.input.data.chunks_exact_mut(SIDE * 3).skip(top).zip(resized.data_bytes()?.chunks_exact(width * 3));
        for (row, bytes) in rows {
            let row = row.iter_mut().skip(left * 3);
            row.zip(bytes).for_each(|(out, byte)| *out = Levels::SIGNED.of(f32::from(*byte)));
        }
        // Middles of pixels onto middles of pixels.
        let along = |side: usize, of: usize, before: usize| {
            let step = of as f64 / side as f64;
            (step, (0.5 - before as f64) * step - 0.5)
        };
        let ((across, x), (down, y)) = (along(width, small.width, left), along(height, small.height, top));
        let map = Affine { x: [across, 0.0, x], y: [0.0, down, y] };
        self.run(&map.then(&small.to_picture()))
    }

    /// Faces in an upright square of `frame`, the surest first: the smaller it is, the smaller the faces that are found.
    pub fn detect_in(&mut self, frame: &Frame<'_>, square: &Square) -> Result<Vec<Detection>, VisionError> {
        let map = frame.shrink(square.centre, square.side, SIDE, Levels::SIGNED, &mut self.input.data);
        self.run(&map)
    }

    /// Faces in the whole picture turned by `quarters` of a full turn, the surest first; their eyes tell how they lie.
    pub(super) fn detect_turned(&mut self, frame: &Frame<'_>, quarters: usize) -> Result<Vec<Detection>, VisionError> {
        let (width, height) = (f64::from(frame.width()), f64::from(frame.height()));
        let angle = quarters as f64 * std::f64::consts::FRAC_PI_2;
        let map = Affine::onto_square(width / 2.0, height / 2.0, width.max(height), angle, SIDE);
        frame.crop(&map, SIDE, Levels::SIGNED, &mut self.input.data);
        self.run(&map)
    }

    /// Faces in the quarters of `frame` and between them, each looked at closer: what is a tenth of the picture's height
    /// has 13 px in the whole, which the network does not see.
    pub fn detect_small(&mut self, frame: &Frame<'_>) -> Result<Vec<Detection>, VisionError> {
        let (width, height) = (f64::from(frame.width()), f64::from(frame.height()));
        let side = width.max(height) / 2.0;
        // The middles of the squares: at both ends, and halfway where there is something between.
        let places = |length: f64| {
            if length <= side { vec![length / 2.0] } else { vec![side / 2.0, length / 2.0, length - side / 2.0] }
        };
        let mut all: Vec<Detection> = Vec::new();
        for y in places(height) {
            for x in places(width) {
                all.extend(self.detect_in(frame, &Square { centre: [x, y], side })?);
            }
        }
        all.sort_by(|a, b| b.score.partial_cmp(&a.score).unwrap_or(Ordering::Equal));
        Ok(merge(all, self.limits.overlap))
    }

    /// What the network finds in its input, which `map` takes to the picture.
    fn run(&mut self, map: &Affine) -> Result<Vec<Detection>, VisionError> {
        let limits = self.limits;
        let mut found = Vec::new();
        self.model.run(&self.input, &mut |outputs| {
            let places = answer(outputs, ANCHORS * NUMBERS, NAME, "[1, 896, 16]")?;
            let scores = answer(outputs, ANCHORS, NAME, "[1, 896, 1]")?;
            found = merge(proposals(places, scores, limits.score), limits.overlap);
            Ok(())
        })?;
        for face in &mut found {
            face.place(map);
        }
        Ok(found)
    }

    /// Time spent in the network since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.model.take_time_ms()
    }
}

impl Detection {
    /// From shares of the network's input to the picture.
    fn place(&mut self, map: &Affine) {
        let to = |x: f32, y: f32| {
            let (x, y) = map.apply(f64::from(x) * SIDE as f64, f64::from(y) * SIDE as f64);
            (x as f32, y as f32)
        };
        let (left, top) = to(self.bounds.left, self.bounds.top);
        let (right, bottom) = to(self.bounds.right, self.bounds.bottom);
        // A map that turns exchanges the corners.
        self.bounds = Rect::new(left.min(right), top.min(bottom), left.max(right), top.max(bottom));
        for point in &mut self.keypoints {
            let [x, y] = *point;
            *point = to(x, y).into();
        }
    }

    /// The average of faces, each counting by its score; the score stays that of `self`.
    fn averaged(&self, with: &[Self]) -> Self {
        let total: f32 = with.iter().map(|d| d.score).sum();
        let mean = |of: &dyn Fn(&Self) -> f32| with.iter().map(|d| of(d) * d.score).sum::<f32>() / total;
        let mut keypoints = self.keypoints;
        for (k, point) in keypoints.iter_mut().enumerate() {
            let axis = |n: usize| mean(&|d| d.keypoints.get(k).and_then(|p| p.get(n)).copied().unwrap_or_default());
            *point = [axis(0), axis(1)];
        }
        let bounds = Rect::new(
            mean(&|d| d.bounds.left),
            mean(&|d| d.bounds.top),
            mean(&|d| d.bounds.right),
            mean(&|d| d.bounds.bottom),
        );
        Self { bounds, keypoints, score: self.score }
    }
}

/// Middle of the anchor of proposal `index`, as shares of the input: two in each of 16 × 16 cells, then six in each of
/// 8 × 8 (three layers of equal stride, merged). All have size 1.
fn anchor(index: usize) -> (f32, f32) {
    const FINE: usize = 16;
    const COARSE: usize = 8;
    let (cell, cells) = match index.checked_sub(FINE * FINE * 2) {
        None => (index / 2, FINE),
        Some(rest) => (rest / 6, COARSE),
    };
    let middle = |n: usize| (n as f32 + 0.5) / cells as f32;
    (middle(cell % cells), middle(cell / cells))
}

/// Proposals that reach `least`, in shares of the input, the surest first.
fn proposals(places: &[f32], scores: &[f32], least: f32) -> Vec<Detection> {
    let mut out = Vec::new();
    for (index, (place, raw)) in places.chunks_exact(NUMBERS).zip(scores).enumerate() {
        let score = 1.0 / (1.0 + (-raw.clamp(-RAW_SCORE, RAW_SCORE)).exp());
        let Some(numbers) = place.first_chunk::<NUMBERS>() else { continue };
        if score.is_nan() || score < least || numbers.iter().any(|n| !n.is_finite()) {
            continue;
        }
        let (ax, ay) = anchor(index);
        let [x, y, w, h, points @ ..] = numbers.map(|n| n / SIDE as f32);
        let (cx, cy) = (x + ax, y + ay);
        let mut keypoints = [[0.0; 2]; 6];
        for (point, pair) in keypoints.iter_mut().zip(points.chunks_exact(2)) {
            if let [x, y] = pair {
                *point = [x + ax, y + ay];
            }
        }
        let bounds = Rect::new(cx - w / 2.0, cy - h / 2.0, cx + w / 2.0, cy + h / 2.0);
        out.push(Detection { bounds, keypoints, score });
    }
    out.sort_by(|a, b| b.score.partial_cmp(&a.score).unwrap_or(Ordering::Equal));
    out
}

/// Weighted non-maximum suppression: the surest takes in all that overlap it.
fn merge(mut rest: Vec<Detection>, overlap: f32) -> Vec<Detection> {
    let mut out = Vec::new();
    while let Some(first) = rest.first().copied() {
        let (same, others) = rest
            .into_iter()
            .enumerate()
            .partition::<Vec<_>, _>(|(k, d)| *k == 0 || intersection_over_union(&first.bounds, &d.bounds) > overlap);
        let same: Vec<Detection> = same.into_iter().map(|(_, d)| d).collect();
        out.push(first.averaged(&same));
        rest = others.into_iter().map(|(_, d)| d).collect();
    }
    out
}

/// Overlap of two boxes over the area of both, 0 to 1.
pub(super) fn intersection_over_union(a: &Rect, b: &Rect) -> f32 {
    let width = (a.right.min(b.right) - a.left.max(b.left)).max(0.0);
    let height = (a.bottom.min(b.bottom) - a.top.max(b.top)).max(0.0);
    let area = |r: &Rect| (r.right - r.left).max(0.0) * (r.bottom - r.top).max(0.0);
    let both = area(a) + area(b) - width * height;
    if both > 0.0 { width * height / both } else { 0.0 }
}
