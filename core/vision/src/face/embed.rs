//! How far one face is from another, by a network that tells persons apart.
//!
//! MobileFaceNet (Chen, Liu, Gao, Han 2018), trained with ArcFace's loss: two pictures of one person give vectors that point
//! the same way. The vectors are biometric data: they stay in here, and only distances leave.

use heyan_rules::matching::{FaceNumbers, FaceView};

use super::mesh::MeshFace;
use super::models::answer;
use crate::error::VisionError;
use crate::frame::{Affine, Frame, Levels};
use crate::model::{Model, OrtModel, Pack, Tensor};

const NAME: &str = "face_embedding";
const FILE: &str = "face_embedding.onnx";
/// Side of the input, px.
const SIDE: usize = 112;
/// Pictures that the network takes at once: the face and its mirror image.
const BATCH: usize = 2;
/// Numbers of a vector.
const NUMBERS: usize = 192;
/// The network that the pack's manifest pins. Another gets another number: its vectors cannot be compared with those of this one.
const NETWORK: u32 = 1;
/// (value - 127.5) / 128, as it was trained.
const LEVELS: Levels = Levels { scale: 1.0 / 128.0, offset: -127.5 / 128.0 };

/// Where eyes, tip of the nose and corners of the mouth lie in the input, px (ArcFace's alignment, Deng, Guo, Xue, Zafeiriou
/// 2019), from the picture's left to its right.
const PLACES: [[f64; 2]; 5] =
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]];
/// The same in the mesh: an eye is the middle of its corners.
const POINTS: [&[usize]; 5] = [&[33, 133], &[362, 263], &[1], &[61], &[291]];

/// Which way a face points among all faces: a vector of length 1. Wiped when it is dropped.
#[derive(Clone)]
pub(super) struct FaceVector([f32; NUMBERS]);

impl Drop for FaceVector {
    fn drop(&mut self) {
        self.0.fill(0.0);
        std::hint::black_box(&mut self.0);
    }
}

impl FaceVector {
    /// Of any numbers; `None` where they have no direction.
    fn pointing(mut numbers: [f32; NUMBERS]) -> Option<Self> {
        let length = numbers.iter().map(|v| v * v).sum::<f32>().sqrt();
        if !length.is_finite() || length < 1e-6 {
            return None;
        }
        numbers.iter_mut().for_each(|v| *v /= length);
        Some(Self(numbers))
    }

    /// 1 less the cosine: 0 for the same direction, 1 for nothing in common.
    pub(super) fn distance(&self, other: &Self) -> f32 {
        1.0 - self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum::<f32>()
    }

    /// As rules and cases take it, of a face seen as `view`.
    pub(super) fn numbers(&self, view: FaceView) -> FaceNumbers {
        FaceNumbers::new(NETWORK, view, self.0.to_vec())
    }

    /// The direction between the two, `share` of the way to `other`.
    pub(super) fn towards(&self, other: &Self, share: f32) -> Option<Self> {
        let mut numbers = self.0;
        numbers.iter_mut().zip(&other.0).for_each(|(a, b)| *a += share * (b - *a));
        Self::pointing(numbers)
    }
}

/// The network.
pub struct FaceNet {
    model: Box<dyn Model>,
    input: Tensor,
}

impl FaceNet {
    /// The network of `pack`; `None` where it has none: it is an optional part.
    pub(super) fn open(pack: &Pack, threads: usize) -> Result<Option<Self>, VisionError> {
        if pack.file(FILE).is_err() {
            return Ok(None);
        }
        Ok(Some(Self::new(Box::new(OrtModel::open(pack, NAME, FILE, threads)?))))
    }

    /// Over a network that takes `[2,112,112,3]`, R G B of -1 to 1, and gives `[2,192]`.
    pub(super) fn new(model: Box<dyn Model>) -> Self {
        let input = Tensor { shape: vec![BATCH, SIDE, SIDE, 3], data: vec![0.0; BATCH * SIDE * SIDE * 3] };
        Self { model, input }
    }

    /// The vector of `face` in `frame`; `None` when it has no five points apart from each other.
    pub(super) fn vector(&mut self, frame: &Frame<'_>, face: &MeshFace) -> Result<Option<FaceVector>, VisionError> {
        let Some(map) = alignment(face) else { return Ok(None) };
        let (plain, mirrored) = self.input.data.split_at_mut(SIDE * SIDE * 3);
        frame.crop(&map, SIDE, LEVELS, plain);
        // A face and its mirror image are the same person's; the mean of both is surer.
        for (row, out) in plain.chunks_exact(SIDE * 3).zip(mirrored.chunks_exact_mut(SIDE * 3)) {
            row.chunks_exact(3).rev().zip(out.chunks_exact_mut(3)).for_each(|(pixel, out)| out.copy_from_slice(pixel));
        }
        let mut vector = None;
        self.model.run(&self.input, &mut |outputs| {
            let numbers = answer(outputs, BATCH * NUMBERS, NAME, "[2, 192]")?;
            let (a, b) = numbers.split_at(NUMBERS);
            let of = |row: &[f32]| row.first_chunk::<NUMBERS>().and_then(|row| FaceVector::pointing(*row));
            vector = of(a).zip(of(b)).and_then(|(a, b)| a.towards(&b, 0.5));
            Ok(())
        })?;
        Ok(vector)
    }

    /// Share of the last face's contrast that is finer than 3 px of the input, 0 to 1: 0 of a face that is blurred or came
    /// of few pixels.
    pub(super) fn fine_ratio(&self) -> f32 {
        let grey: Vec<f32> =
            (self.input.data.chunks_exact(3).take(SIDE * SIDE)).map(|pixel| pixel.iter().sum::<f32>() / 3.0).collect();
        let mean = grey.iter().sum::<f32>() / grey.len().max(1) as f32;
        let (mut fine, mut all) = (0.0, 0.0);
        for [above, row, below] in grey.chunks_exact(SIDE).collect::<Vec<_>>().windows(3).filter_map(<[_]>::first_chunk)
        {
            for ((above, row), below) in above.windows(3).zip(row.windows(3)).zip(below.windows(3)) {
                let [_, middle, _] = row else { continue };
                let around = above.iter().chain(row).chain(below).sum::<f32>() / 9.0;
                fine += (middle - around).powi(2);
                all += (middle - mean).powi(2);
            }
        }
        if all > 0.0 { (fine / all).sqrt().min(1.0) } else { 0.0 }
    }

    /// Time spent in the network since the last call, ms.
    pub(super) fn take_time_ms(&mut self) -> f64 {
        self.model.take_time_ms()
    }
}

/// From the network's input to the picture: the turn, scale and shift that bring the five points nearest to where they
/// belong, least squares.
fn alignment(face: &MeshFace) -> Option<Affine> {
    let middle = |of: &[usize]| {
        let sum = of.iter().try_fold([0.0; 2], |[x, y], index| {
            let [px, py, _] = face.points.get(*index)?;
            Some([x + f64::from(*px), y + f64::from(*py)])
        })?;
        Some(sum.map(|v| v / of.len() as f64))
    };
    let mut seen = [[0.0; 2]; 5];
    for (seen, of) in seen.iter_mut().zip(POINTS) {
        *seen = middle(of)?;
    }
    let mean = |points: &[[f64; 2]; 5]| {
        let sum = points.iter().fold([0.0; 2], |[x, y], p| [x + p[0], y + p[1]]);
        sum.map(|v| v / points.len() as f64)
    };
    let (to, from) = (mean(&seen), mean(&PLACES));
    // Places as complex numbers: the factor that takes one set to the other is a scale and a turn.
    let (mut along, mut across, mut size) = (0.0, 0.0, 0.0);
    for (place, seen) in PLACES.iter().zip(&seen) {
        let ([px, py], [sx, sy]) = ([place[0] - from[0], place[1] - from[1]], [seen[0] - to[0], seen[1] - to[1]]);
        along += px * sx + py * sy;
        across += px * sy - py * sx;
        size += px * px + py * py;
    }
    let (a, b) = (along / size, across / size);
    let sound = a.is_finite() && b.is_finite() && a.hypot(b) > 1e-3;
    sound
        .then(|| Affine { x: [a, -b, to[0] - a * from[0] + b * from[1]], y: [b, a, to[1] - b * from[0] - a * from[1]] })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is the report")]

    use super::*;
    use crate::frame::{FrameMeta, PixelFormat};
    use crate::model::FakeModel;

    /// A face whose five points are `PLACES` turned by `angle`, scaled and shifted.
    fn face(angle: f64, scale: f64, shift: [f64; 2]) -> MeshFace {
        let mut face = MeshFace { points: vec![[0.0; 3]; 468], presence: 1.0 };
        for (of, [x, y]) in POINTS.iter().zip(PLACES) {
            let (sin, cos) = angle.sin_cos();
            let at = [scale * (cos * x - sin * y) + shift[0], scale * (sin * x + cos * y) + shift[1]];
            for index in *of {
                face.points[*index] = [at[0] as f32, at[1] as f32, 0.0];
            }
        }
        face
    }

    #[test]
    fn five_points_go_where_they_belong() {
        for (angle, scale, shift) in [(0.0, 1.0, [0.0, 0.0]), (0.5, 2.5, [40.0, -7.0]), (3.1, 0.7, [300.0, 200.0])] {
            let face = face(angle, scale, shift);
            let map = alignment(&face).unwrap();
            for (of, [x, y]) in POINTS.iter().zip(PLACES) {
                let (px, py) = map.apply(x, y);
                let [sx, sy, _] = face.points[of[0]];
                assert!((px - f64::from(sx)).abs() < 1e-3 && (py - f64::from(sy)).abs() < 1e-3, "{px} {py} {sx} {sy}");
            }
        }
    }

    #[test]
    fn a_face_without_extent_has_no_vector() {
        let mut net = FaceNet::new(Box::new(FakeModel(|_: &Tensor| panic!("nothing to look at"))));
        let pixels = [0; 4];
        let frame = Frame::new(&FrameMeta::new(PixelFormat::Grey, 2, 2, 0), &pixels).unwrap();
        let flat = MeshFace { points: vec![[1.0; 3]; 468], presence: 1.0 };
        assert!(net.vector(&frame, &flat).unwrap().is_none());
        assert!(net.vector(&frame, &MeshFace::default()).unwrap().is_none());
    }

    #[test]
    fn the_second_picture_is_the_mirror_image_and_both_count() {
        let mut net = FaceNet::new(Box::new(FakeModel(|input: &Tensor| {
            let (plain, mirrored) = input.data.split_at(SIDE * SIDE * 3);
            assert!((plain[0] - mirrored[(SIDE - 1) * 3]).abs() < 1e-6);
            let mut data = vec![0.0; BATCH * NUMBERS];
            (data[0], data[NUMBERS + 1]) = (5.0, 5.0);
            vec![Tensor { shape: vec![BATCH, NUMBERS], data }]
        })));
        let pixels: Vec<u8> = (0..128 * 128).map(|i| (i % 128) as u8).collect();
        let frame = Frame::new(&FrameMeta::new(PixelFormat::Grey, 128, 128, 0), &pixels).unwrap();
        let vector = net.vector(&frame, &face(0.0, 1.0, [0.0, 0.0])).unwrap().unwrap();
        assert!((vector.0[0] - 0.5f32.sqrt()).abs() < 1e-6 && (vector.0[1] - 0.5f32.sqrt()).abs() < 1e-6);
        assert!(vector.distance(&vector).abs() < 1e-6);
    }
}
