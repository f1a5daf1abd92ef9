//! Loaded networks, behind one narrow trait.

mod pack;
mod session;

pub use pack::Pack;
pub use session::OrtModel;

use crate::error::VisionError;

/// A dense array of 32-bit floats, row-major.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    /// Extent of each axis; their product is `data.len()`.
    pub shape: Vec<usize>,
    /// The values.
    pub data: Vec<f32>,
}

/// A dense array that a network owns, borrowed while its answer is read: a line of text scores 18 710 classes at each
/// step, too much to copy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View<'a> {
    /// Extent of each axis.
    pub shape: &'a [usize],
    /// The values; as many as the product of the extents.
    pub data: &'a [f32],
}

/// What is done with a network's outputs, in the order it declares them.
pub type Reader<'a> = &'a mut dyn FnMut(&[View<'_>]) -> Result<(), VisionError>;

/// One loaded network with one input. Knows tensors, and nothing of text or faces.
pub trait Model: Send {
    /// Runs the network once and hands its outputs to `read`.
    fn run(&mut self, input: &Tensor, read: Reader<'_>) -> Result<(), VisionError>;

    /// As [`Self::run`], of a network with several inputs, in the order it declares them.
    fn run_all(&mut self, inputs: &[&Tensor], read: Reader<'_>) -> Result<(), VisionError> {
        match inputs {
            [input] => self.run(input, read),
            _ => Err(VisionError::Run { model: "model", reason: format!("takes one input, not {}", inputs.len()) }),
        }
    }

    /// A text that the model file carries under `key`.
    fn metadata(&self, key: &str) -> Option<String>;

    /// Time spent inside the network since the last call of this function, milliseconds.
    fn take_time_ms(&mut self) -> f64 {
        0.0
    }
}

/// Answers from a closure, so that decoders are tested without weights.
pub struct FakeModel<F>(pub F);

impl<F: FnMut(&Tensor) -> Vec<Tensor> + Send> Model for FakeModel<F> {
    fn run(&mut self, input: &Tensor, read: Reader<'_>) -> Result<(), VisionError> {
        let outputs = (self.0)(input);
        read(&outputs.iter().map(|t| View { shape: &t.shape, data: &t.data }).collect::<Vec<_>>())
    }

    fn metadata(&self, _key: &str) -> Option<String> {
        None
    }
}
