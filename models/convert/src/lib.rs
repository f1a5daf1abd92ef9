//! Writes MediaPipe's TFLite networks as ONNX.
//!
//! Done once, at set-up, so that the product needs one runtime only. It knows the operators that the networks in
//! `models/manifest.toml` use, and MediaPipe's two for the body; anything else is an error, never a guess.
//! Inputs and outputs keep their names, order and axes; in between, pictures have their channels first.

mod constant;
mod error;
mod graph;
#[allow(missing_docs, reason = "names and numbers are the format's own")]
pub mod onnx;
mod operator;
mod operators;
mod schema;
#[cfg(test)]
mod tests;
mod writer;

pub use error::ConvertError;

/// The largest network of MediaPipe 0.10.14 has 6.4 MB.
const MAX_BYTES: usize = 64 << 20;

/// The ONNX file for a TFLite file. The same bytes give the same bytes.
pub fn tflite_to_onnx(tflite: &[u8]) -> Result<Vec<u8>, ConvertError> {
    if tflite.len() > MAX_BYTES {
        return Err(ConvertError::TooLarge { bytes: tflite.len(), limit: MAX_BYTES });
    }
    let graph = graph::Graph::read(&schema::read(tflite)?)?;
    let mut writer = writer::Writer::new(&graph)?;
    for operator in &graph.operators {
        operators::write(&mut writer, operator)?;
    }
    writer.finish()
}
