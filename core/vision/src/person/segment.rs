//! MediaPipe's selfie segmentation: which part of a picture is a person.

use multiversion::multiversion;
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
        levelled(square.data_bytes()?, &mut self.input.data);
        let mask = &mut self.mask;
        self.model.run(&self.input, &mut |outputs| {
            let answer = answer(outputs, MASK_SIDE * MASK_SIDE, NAME, "[1, 256, 256, 1]")?;
            held(answer, mask);
            Ok(())
        })?;
        Ok(mask)
    }

    /// Time spent in the network since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.model.take_time_ms()
    }
}

/// Bytes as what the network takes.
#[multiversion(targets("x86_64+avx2"))]
fn levelled(bytes: &[u8], out: &mut [f32]) {
    out.iter_mut().zip(bytes).for_each(|(out, byte)| *out = Levels::UNIT.of(f32::from(*byte)));
}

/// What the network gives as probabilities; what is no number is no person.
#[multiversion(targets("x86_64+avx2"))]
fn held(answer: &[f32], mask: &mut [f32]) {
    mask.iter_mut().zip(answer).for_each(|(out, value)| *out = if *value > 0.0 { value.min(1.0) } else { 0.0 });
}
