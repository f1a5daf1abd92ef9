//! MediaPipe's face mesh: 468 landmarks in a region, and whether a face is there at all.

use super::models::answer;
use super::region::Region;
use crate::error::VisionError;
use crate::frame::{Frame, Levels};
use crate::model::{Model, Tensor};

const NAME: &str = "face_landmark";
/// Landmarks of a face.
pub const MESH_POINTS: usize = 468;
/// Side of the input, px.
pub(super) const SIDE: usize = 192;
/// Probability from which a region is taken to hold a face (MediaPipe's `ThresholdingCalculator`: 0.5).
const PRESENT: f32 = 0.5;

/// Outer corner of the eye at the picture's left, the person's right.
pub(super) const RIGHT_EYE_CORNER: usize = 33;
/// Outer corner of the person's left eye.
pub(super) const LEFT_EYE_CORNER: usize = 263;

/// A face with its landmarks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MeshFace {
    /// The 468 points, numbered as MediaPipe does: x and y in px of the upright, unmirrored picture, z in the same unit
    /// from about the middle of the head, towards the camera negative.
    pub points: Vec<[f32; 3]>,
    /// Probability that a face is there, 0 to 1.
    pub presence: f32,
}

impl MeshFace {
    /// Whether a face is there.
    pub fn is_present(&self) -> bool {
        self.presence >= PRESENT && self.points.len() == MESH_POINTS
    }

    /// Box of all points, px: left, top, right, bottom.
    pub fn bounds(&self) -> [f32; 4] {
        let start = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
        self.points.iter().fold(start, |[left, top, right, bottom], &[x, y, _]| {
            [left.min(x), top.min(y), right.max(x), bottom.max(y)]
        })
    }

    /// The longer side of the box, px.
    pub fn size(&self) -> f32 {
        let [left, top, right, bottom] = self.bounds();
        (right - left).max(bottom - top)
    }

    /// Whether the middle of one face lies inside the box of the other.
    pub(super) fn is_same_place(&self, other: &Self) -> bool {
        same_place(self.bounds(), other.bounds())
    }
}

/// Whether the middle of one box lies inside the other.
pub(super) fn same_place(a: [f32; 4], b: [f32; 4]) -> bool {
    let holds = |[left, top, right, bottom]: [f32; 4], [l, t, r, b]: [f32; 4]| {
        let (x, y) = ((l + r) / 2.0, (t + b) / 2.0);
        x >= left && x <= right && y >= top && y <= bottom
    };
    holds(a, b) || holds(b, a)
}

/// The network, with the image it saw last.
pub struct MeshNet {
    model: Box<dyn Model>,
    input: Tensor,
    raw: Vec<[f32; 3]>,
}

impl MeshNet {
    pub(super) fn new(model: Box<dyn Model>) -> Self {
        let input = Tensor { shape: vec![1, SIDE, SIDE, 3], data: vec![0.0; SIDE * SIDE * 3] };
        Self { model, input, raw: Vec::with_capacity(MESH_POINTS) }
    }

    /// Looks for a face in `region` and writes it to `face`; presence tells whether there is one.
    pub(super) fn run(&mut self, frame: &Frame<'_>, region: &Region, face: &mut MeshFace) -> Result<(), VisionError> {
        let map = region.map(SIDE);
        frame.crop(&map, SIDE, Levels::UNIT, &mut self.input.data);
        let raw = &mut self.raw;
        raw.clear();
        let mut score = f32::NAN;
        self.model.run(&self.input, &mut |outputs| {
            let points = answer(outputs, MESH_POINTS * 3, NAME, "[1, 1, 1, 1404]")?;
            raw.extend(points.chunks_exact(3).filter_map(|p| p.first_chunk::<3>()));
            score = answer(outputs, 1, NAME, "[1, 1, 1, 1]")?.first().copied().unwrap_or(f32::NAN);
            Ok(())
        })?;
        face.points.clear();
        let depth = region.side / SIDE as f32;
        face.points.extend(raw.iter().map(|&[x, y, z]| {
            let (x, y) = map.apply(f64::from(x), f64::from(y));
            [x as f32, y as f32, z * depth]
        }));
        let sound = score.is_finite() && face.points.iter().flatten().all(|n| n.is_finite());
        face.presence = if sound { 1.0 / (1.0 + (-score).exp()) } else { 0.0 };
        Ok(())
    }

    /// As [`Self::run`] from a detector's region, then once more from the region of the mesh itself: a detector's box is
    /// rough, and what the mesh makes of it lies 1 to 3 % of the eye distance from where it settles; the second look
    /// halves that (MediaPipe 0.10.14's own graph, seven pictures).
    pub(super) fn run_twice(
        &mut self,
        frame: &Frame<'_>,
        first: &Region,
        face: &mut MeshFace,
    ) -> Result<(), VisionError> {
        self.run(frame, first, face)?;
        match Region::of_mesh(face).filter(|_| face.is_present()) {
            Some(second) => self.run(frame, &second, face),
            None => Ok(()),
        }
    }

    /// What the network saw last, `SIDE` rows of `SIDE` R G B triples, 0 to 1, and its landmarks in px of it.
    pub(super) fn seen(&self) -> (&[f32], &[[f32; 3]]) {
        (&self.input.data, &self.raw)
    }

    pub(super) fn take_time_ms(&mut self) -> f64 {
        self.model.take_time_ms()
    }
}
