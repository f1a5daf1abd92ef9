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

/// One loaded network with one input. Knows tensors, and nothing of text or faces.
pub trait Model: Send {
    /// Runs the network once and returns its outputs in the order it declares them.
    fn run(&mut self, input: &Tensor) -> Result<Vec<Tensor>, VisionError>;

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
    fn run(&mut self, input: &Tensor) -> Result<Vec<Tensor>, VisionError> {
        Ok((self.0)(input))
    }

    fn metadata(&self, _key: &str) -> Option<String> {
        None
    }
}
