//! The networks that a portrait takes.

use super::segment::{MASK_SIDE, Segmenter};
use crate::error::VisionError;
use crate::face::FaceModels;
use crate::frame::{Frame, FrameMeta, PixelFormat};
use crate::model::{Model, OrtModel, Pack};

/// Owns face detector, face mesh and segmentation.
pub struct PortraitModels {
    pub(super) faces: FaceModels,
    pub(super) segmenter: Segmenter,
}

impl PortraitModels {
    /// Loads the networks from `pack` and runs each once. Inference uses `threads` threads.
    pub fn open(pack: &Pack, threads: usize) -> Result<Self, VisionError> {
        const BLANK: [u8; 4] = [0; 4];
        let faces = FaceModels::open(pack, threads)?;
        let segmentation = OrtModel::open(pack, "selfie_segmentation", "selfie_segmentation.onnx", threads)?;
        let mut models = Self::new(faces, Box::new(segmentation));
        // Four grey pixels are a frame.
        if let Ok(frame) = Frame::new(&FrameMeta::new(PixelFormat::Grey, 2, 2, 0), &BLANK) {
            models.segmenter.run(&frame.shrunk(MASK_SIDE))?;
            models.take_time_ms();
        }
        Ok(models)
    }

    /// Over networks that are loaded; see [`Segmenter::new`].
    pub fn new(faces: FaceModels, segmentation: Box<dyn Model>) -> Self {
        Self { faces, segmenter: Segmenter::new(segmentation) }
    }

    /// Time spent in the networks since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.faces.take_time_ms() + self.segmenter.take_time_ms()
    }
}
