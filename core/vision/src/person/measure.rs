//! All of a portrait at once.

use heyan_rules::portrait::Measurements;

use super::models::PortraitModels;
use crate::error::VisionError;
use crate::frame::Frame;

/// Measures the portrait in `frame`.
pub fn measure(models: &mut PortraitModels, frame: &Frame<'_>) -> Result<Measurements, VisionError> {
    let faces = models.faces.faces(frame)?;
    Ok(Measurements {
        width_px: frame.width(),
        height_px: frame.height(),
        face_count: faces.len() as u32,
        ..Measurements::default()
    })
}
