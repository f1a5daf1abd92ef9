//! How far the faces of two pictures are from each other.

use heyan_rules::matching::{FaceNumbers, FaceView};

use super::embed::{FaceNet, FaceVector};
use super::mesh::MeshFace;
use super::models::FaceModels;
use super::pose::head_angles;
use crate::error::VisionError;
use crate::frame::{Frame, Picture};
use crate::model::Pack;

/// A face that was measured. Its vector stays inside: it is biometric data, and only distances leave.
pub struct MeasuredFace {
    vector: FaceVector,
    /// What rules may know of it.
    pub view: FaceView,
    /// Left, top, right, bottom of the face in the picture, px.
    pub bounds: [f32; 4],
}

impl MeasuredFace {
    /// The same in numbers, for a case to keep while the person agrees to it.
    pub fn numbers(&self) -> FaceNumbers {
        self.vector.numbers(self.view)
    }

    /// 1 less the cosine of the two vectors: 0 for the same direction, 1 for nothing in common.
    pub fn distance(&self, other: &Self) -> f32 {
        self.vector.distance(&other.vector)
    }
}

/// Owns the networks that compare faces.
pub struct FaceComparer {
    faces: FaceModels,
    net: FaceNet,
}

impl FaceComparer {
    /// Over the networks of `pack`; `None` where it has none that tells persons apart: that one is optional. Inference uses
    /// `threads` threads.
    pub fn open(pack: &Pack, threads: usize) -> Result<Option<Self>, VisionError> {
        let Some(net) = FaceNet::open(pack, threads)? else { return Ok(None) };
        Ok(Some(Self { faces: FaceModels::open(pack, threads)?, net }))
    }

    /// Measures the largest face of `picture`; `None` where there is none.
    pub fn measure(&mut self, picture: &Picture) -> Result<Option<MeasuredFace>, VisionError> {
        let frame = Frame::of_picture(picture, 0);
        let faces = self.faces.faces_of_still(&frame)?;
        let Some(face) = faces.first() else { return Ok(None) };
        let Some(vector) = self.net.vector(&frame, face)? else { return Ok(None) };
        Ok(view(face, self.net.fine_ratio()).map(|view| MeasuredFace { vector, view, bounds: face.bounds() }))
    }

    /// Time spent in the networks since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.faces.take_time_ms() + self.net.take_time_ms()
    }
}

/// Corners of the person's right and left eye in the mesh.
const RIGHT_EYE: [usize; 2] = [33, 133];
const LEFT_EYE: [usize; 2] = [362, 263];

/// What rules may know of `face`; `None` of a mesh without extent.
pub(super) fn view(face: &MeshFace, fine_ratio: f32) -> Option<FaceView> {
    let angles = head_angles(&face.points)?;
    let middle = |[a, b]: [usize; 2]| {
        let ([ax, ay, _], [bx, by, _]) = (face.points.get(a)?, face.points.get(b)?);
        Some([(ax + bx) / 2.0, (ay + by) / 2.0])
    };
    let ([rx, ry], [lx, ly]) = (middle(RIGHT_EYE)?, middle(LEFT_EYE)?);
    // A turned head's eyes are nearer to each other in the picture than they are.
    let eye_distance_px = (rx - lx).hypot(ry - ly) / angles.yaw_deg.to_radians().cos().max(0.5);
    Some(FaceView { eye_distance_px, angles, fine_ratio })
}
