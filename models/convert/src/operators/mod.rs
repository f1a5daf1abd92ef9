//! One function an operator: TFLite in, ONNX out.

mod convolution;
mod elementwise;
mod pool;
mod shape;

use std::rc::Rc;

use crate::constant::Constant;
use crate::error::{Result, inconsistent, unsupported};
use crate::graph::{Graph, Operator};
use crate::operator::{Kind, Padding, Sliding};
use crate::writer::Writer;

/// Adds what `operator` computes to `writer`.
pub fn write(writer: &mut Writer<'_>, operator: &Operator) -> Result<()> {
    let &[output] = operator.outputs.as_slice() else {
        return inconsistent(format!("an operator with {} outputs", operator.outputs.len()));
    };
    let inputs = operator.inputs.as_slice();
    let Some(&Some(input)) = inputs.first() else { return inconsistent("an operator without input") };
    let second = || match inputs.get(1) {
        Some(&Some(index)) => Ok(index),
        _ => inconsistent("an operator without its second input"),
    };
    let third = || inputs.get(2).copied().flatten();
    match operator.kind {
        Kind::Dequantize | Kind::Densify => unsupported("values unpacked while running"),
        Kind::Conv(sliding) => convolution::full(writer, input, second()?, third(), output, sliding),
        Kind::DepthwiseConv(sliding) => convolution::depthwise(writer, input, second()?, third(), output, sliding),
        Kind::TransposeConv(sliding) => convolution::transposed(writer, input, second()?, third(), output, sliding),
        Kind::MaxPool(sliding, window) => pool::max(writer, input, output, sliding, window),
        Kind::AveragePool(sliding, window) => pool::average(writer, input, output, sliding, window),
        Kind::Concatenation(axis) => shape::concatenate(writer, inputs, output, axis),
        Kind::Add(activation) => elementwise::pair(writer, "Add", input, second()?, output, activation),
        Kind::Mul(activation) => elementwise::pair(writer, "Mul", input, second()?, output, activation),
        Kind::Sub(activation) => elementwise::pair(writer, "Sub", input, second()?, output, activation),
        Kind::Abs => elementwise::single(writer, "Abs", input, output),
        Kind::Relu => elementwise::single(writer, "Relu", input, output),
        Kind::Logistic => elementwise::single(writer, "Sigmoid", input, output),
        Kind::PRelu => elementwise::prelu(writer, input, second()?, output),
        Kind::HardSwish => elementwise::hard_swish(writer, input, output),
        Kind::Reshape => shape::reshape(writer, input, output),
        Kind::Pad => shape::pad(writer, input, second()?, output),
        Kind::ResizeBilinear { align_corners, half_pixel_centers } => {
            shape::resize(writer, input, output, align_corners, half_pixel_centers)
        }
        Kind::DepthToSpace(block) => shape::depth_to_space(writer, input, output, block),
    }
}

/// Extents of a picture-like tensor: batch, height, width, channels.
fn picture(graph: &Graph, index: usize) -> Result<[usize; 4]> {
    let tensor = graph.tensor(index)?;
    match tensor.shape.as_slice().try_into() {
        Ok(shape) => Ok(shape),
        Err(_) => unsupported(format!("{} with {} axes, expected four", tensor.name, tensor.shape.len())),
    }
}

/// The float values of a tensor that must be known.
fn floats(graph: &Graph, index: usize) -> Result<Rc<Constant>> {
    let tensor = graph.tensor(index)?;
    match &tensor.constant {
        Some(constant) if matches!(**constant, Constant::Floats(_)) => Ok(Rc::clone(constant)),
        _ => unsupported(format!("{}: weights that are computed, or no floats", tensor.name)),
    }
}

/// As a slice; empty for integers.
fn slice(constant: &Constant) -> &[f32] {
    match constant {
        Constant::Floats(values) => values,
        Constant::Ints(_) => &[],
    }
}

/// The output must be as large as its operator makes it.
fn expect(graph: &Graph, output: usize, made: &[usize]) -> Result<()> {
    let tensor = graph.tensor(output)?;
    if tensor.shape == made {
        return Ok(());
    }
    inconsistent(format!("{} is declared {:?}, its operator makes {made:?}", tensor.name, tensor.shape))
}

/// Along one axis: how many windows there are, and zeros before and after. With [`Padding::Same`] the odd zero comes
/// last (`ComputePaddingWithOffset` in `tensorflow/lite/kernels/padding.h`).
fn windows(extent: usize, window: usize, stride: usize, dilation: usize, padding: Padding) -> Option<[usize; 3]> {
    let span = (window.checked_sub(1)?).checked_mul(dilation)?.checked_add(1)?;
    match padding {
        Padding::Same => {
            let count = extent.div_ceil(stride);
            let all = (count.checked_sub(1)? * stride + span).saturating_sub(extent);
            Some([count, all / 2, all - all / 2])
        }
        Padding::Valid => Some([extent.checked_sub(span)? / stride + 1, 0, 0]),
    }
}

/// For both axes: counts (height, width), and ONNX's pads (top, left, bottom, right).
fn slide(extents: [usize; 2], window: [usize; 2], sliding: &Sliding) -> Result<([usize; 2], Vec<i64>)> {
    let ([height, width], [window_h, window_w]) = (extents, window);
    let ([stride_h, stride_w], [dilation_h, dilation_w]) = (sliding.stride, sliding.dilation);
    let rows = windows(height, window_h, stride_h, dilation_h, sliding.padding);
    let columns = windows(width, window_w, stride_w, dilation_w, sliding.padding);
    match (rows, columns) {
        (Some([rows, top, bottom]), Some([columns, left, right])) => {
            Ok(([rows, columns], vec![top as i64, left as i64, bottom as i64, right as i64]))
        }
        _ => inconsistent(format!("a window of {window:?} does not fit into {extents:?}")),
    }
}

fn ints(pair: [usize; 2]) -> Vec<i64> {
    pair.iter().map(|&n| n as i64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_odd_zero_comes_last() {
        // 128 → 64 by a window of 5: 3 zeros are needed.
        assert_eq!(windows(128, 5, 2, 1, Padding::Same), Some([64, 1, 2]));
        assert_eq!(windows(128, 3, 1, 1, Padding::Same), Some([128, 1, 1]));
        assert_eq!(windows(7, 2, 2, 1, Padding::Same), Some([4, 0, 1]));
        assert_eq!(windows(7, 1, 2, 1, Padding::Same), Some([4, 0, 0]));
        assert_eq!(windows(16, 3, 1, 2, Padding::Same), Some([16, 2, 2]));
        assert_eq!(windows(7, 3, 2, 1, Padding::Valid), Some([3, 0, 0]));
        assert_eq!(windows(2, 3, 1, 1, Padding::Valid), None);
    }
}
