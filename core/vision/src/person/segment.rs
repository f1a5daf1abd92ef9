//! MediaPipe's selfie segmentation: which part of a picture is a person.

use opencv::prelude::*;

use crate::error::VisionError;
use crate::face::answer;
use crate::frame::{Levels, Shrunk};
use crate::model::{Model, Tensor};

const NAME: &str = "selfie_segmentation";
/// Side of input and output, px: the whole picture is squeezed into a square.
pub const MASK_SIDE: usize = 256;

/// The network with its input.
pub struct Segmenter {
    model: Box<dyn Model>,
    input: Tensor,
    mask: Vec<f32>,
}

impl Segmenter {
    /// Over a network that is loaded: `[1,256,256,3]`, R G B of 0 to 1, to `[1,256,256,1]`, probability of a person.
    pub fn new(model: Box<dyn Model>) -> Self {
        let input = Tensor { shape: vec![1, MASK_SIDE, MASK_SIDE, 3], data: vec![0.0; MASK_SIDE * MASK_SIDE * 3] };
        Self { model, input, mask: vec![0.0; MASK_SIDE * MASK_SIDE] }
    }

    /// The probability of a person over the whole of a picture, `MASK_SIDE` rows of `MASK_SIDE` values of 0 to 1. A `small`
    /// copy will do when it has about as many pixels as the network takes.
    pub fn run(&mut self, small: &Shrunk) -> Result<&[f32], VisionError> {
        let square = small.resized(MASK_SIDE, MASK_SIDE)?;
        for (place, value) in self.input.data.iter_mut().zip(square.data_bytes()?) {
            *place = Levels::UNIT.of(f32::from(*value));
        }
        let mask = &mut self.mask;
        self.model.run(&self.input, &mut |outputs| {
            let answer = answer(outputs, MASK_SIDE * MASK_SIDE, NAME, "[1, 256, 256, 1]")?;
            for (out, value) in mask.iter_mut().zip(answer) {
                // What is no number is no person.
                *out = if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 };
            }
            Ok(())
        })?;
        Ok(mask)
    }

    /// Time spent in the network since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.model.take_time_ms()
    }
}
