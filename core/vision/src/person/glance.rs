//! A glance at the face, for every frame of a camera.

use heyan_rules::portrait::FaceMeasures;

use super::crop::FaceCrop;
use super::face::face_figures;
use super::models::PortraitModels;
use crate::error::VisionError;
use crate::frame::Frame;

/// Pose, place and light of the face, which is followed from the frame before; `None` when it is lost, for this frame or
/// for good. What takes more than the mesh network is left at 0.
pub fn glance(models: &mut PortraitModels, frame: &Frame<'_>) -> Result<Option<FaceMeasures>, VisionError> {
    let Some((face, image, points)) = models.faces.follow(frame)? else { return Ok(None) };
    let Some(crop) = FaceCrop::of(image, &points) else { return Ok(None) };
    Ok(face_figures(frame, &face, &crop, false))
}
