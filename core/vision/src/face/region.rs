//! The square of a picture that the mesh network looks at.

use super::detect::Detection;
use super::mesh::{LEFT_EYE_CORNER, MeshFace, RIGHT_EYE_CORNER};
use crate::frame::Affine;

/// Side of the region over the longer side of the face's box (MediaPipe's `RectTransformationCalculator`: 1.5, square).
const MARGIN: f32 = 1.5;

/// A square of the upright, unmirrored picture, turned so that the eyes are level in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    /// Middle, px.
    pub centre: [f32; 2],
    /// Side, px.
    pub side: f32,
    /// Clockwise turn, radians.
    pub angle: f32,
}

impl Region {
    /// About a face that was detected. `None` when it has no extent.
    pub fn of_detection(found: &Detection) -> Option<Self> {
        let [left, right, ..] = found.keypoints;
        let b = found.bounds;
        Self::about([b.left, b.top, b.right, b.bottom], left, right)
    }

    /// About a face whose mesh is known. `None` when it has no extent.
    pub fn of_mesh(face: &MeshFace) -> Option<Self> {
        let at = |index: usize| face.points.get(index).map(|[x, y, _]| [*x, *y]);
        Self::about(face.bounds(), at(RIGHT_EYE_CORNER)?, at(LEFT_EYE_CORNER)?)
    }

    /// `left` and `right` are the eyes as the picture shows them.
    fn about([x0, y0, x1, y1]: [f32; 4], left: [f32; 2], right: [f32; 2]) -> Option<Self> {
        let ([lx, ly], [rx, ry]) = (left, right);
        let side = (x1 - x0).max(y1 - y0) * MARGIN;
        let region = Self { centre: [(x0 + x1) / 2.0, (y0 + y1) / 2.0], side, angle: (ry - ly).atan2(rx - lx) };
        let [cx, cy] = region.centre;
        let sound = cx.is_finite() && cy.is_finite() && side.is_finite() && region.angle.is_finite();
        (sound && side >= 1.0).then_some(region)
    }

    /// From an image of `pixels` × `pixels` to the picture: corner to corner, as MediaPipe maps it.
    pub fn map(&self, pixels: usize) -> Affine {
        let [cx, cy] = self.centre;
        Affine::onto_square(f64::from(cx), f64::from(cy), f64::from(self.side), f64::from(self.angle), pixels)
    }
}
