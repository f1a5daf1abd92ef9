//! Convolutions: weights are put into ONNX's order once, here.

use super::{expect, floats, ints, picture, slice, slide};
use crate::error::{Result, inconsistent};
use crate::onnx::{AttributeProto, Value, attribute};
use crate::operator::{Padding, Sliding};
use crate::writer::{Layout, Writer};

/// [out, h, w, in] becomes [out, in, h, w].
pub fn full(
    writer: &mut Writer<'_>,
    input: usize,
    weights: usize,
    bias: Option<usize>,
    output: usize,
    sliding: Sliding,
) -> Result<()> {
    let [_, _, _, channels] = picture(writer.graph, input)?;
    let [out, _, _, depth] = picture(writer.graph, weights)?;
    if depth != channels {
        return inconsistent(format!("a convolution of {depth} channels on {channels}"));
    }
    let kernels = Kernels { order: [0, 3, 1, 2], out, depth, groups: 1 };
    convolution(writer, input, weights, bias, output, sliding, &kernels)
}

/// [1, h, w, out] becomes [out, 1, h, w]; each input channel makes the same number of neighbouring outputs.
pub fn depthwise(
    writer: &mut Writer<'_>,
    input: usize,
    weights: usize,
    bias: Option<usize>,
    output: usize,
    sliding: Sliding,
) -> Result<()> {
    let [_, _, _, channels] = picture(writer.graph, input)?;
    let [one, _, _, out] = picture(writer.graph, weights)?;
    if one != 1 || out % channels != 0 {
        return inconsistent(format!("a depthwise convolution to {out} channels on {channels}"));
    }
    let kernels = Kernels { order: [3, 0, 1, 2], out, depth: 1, groups: channels };
    convolution(writer, input, weights, bias, output, sliding, &kernels)
}

/// How weights stand, and what they make.
struct Kernels {
    /// Axis of TFLite's that becomes each of ONNX's: outputs, inputs, rows, columns.
    order: [usize; 4],
    out: usize,
    /// Input channels of one kernel.
    depth: usize,
    groups: usize,
}

fn convolution(
    writer: &mut Writer<'_>,
    input: usize,
    weights: usize,
    bias: Option<usize>,
    output: usize,
    sliding: Sliding,
    kernels: &Kernels,
) -> Result<()> {
    let graph = writer.graph;
    let [batch, height, width, _] = picture(graph, input)?;
    let shape @ [_, window_h, window_w, _] = picture(graph, weights)?;
    let Kernels { order, out, depth, groups } = *kernels;
    let ([rows, columns], pads) = slide([height, width], [window_h, window_w], &sliding)?;
    expect(graph, output, &[batch, rows, columns, out])?;
    let values = permute(slice(&*floats(graph, weights)?), shape, order);
    let weights = writer.floats(&graph.tensor(weights)?.name, &[out, depth, window_h, window_w], &values)?;
    let mut inputs = vec![writer.name(input, Layout::ChannelsFirst)?, weights];
    inputs.extend(bias_of(writer, bias, out)?);
    let attributes = attributes([window_h, window_w], &sliding, pads, groups);
    writer.compute(output, Layout::ChannelsFirst, "Conv", inputs, attributes, sliding.activation)
}

/// [out, h, w, in] becomes [in, out, h, w].
pub fn transposed(
    writer: &mut Writer<'_>,
    input: usize,
    weights: usize,
    bias: Option<usize>,
    output: usize,
    sliding: Sliding,
) -> Result<()> {
    let graph = writer.graph;
    let [batch, height, width, channels] = picture(graph, input)?;
    let shape @ [out, window_h, window_w, depth] = picture(graph, weights)?;
    if depth != channels {
        return inconsistent(format!("a transposed convolution of {depth} channels on {channels}"));
    }
    let [stride_h, stride_w] = sliding.stride;
    let (rows, top, bottom) = grown(height, window_h, stride_h, sliding.padding);
    let (columns, left, right) = grown(width, window_w, stride_w, sliding.padding);
    expect(graph, output, &[batch, rows, columns, out])?;
    let values = permute(slice(&*floats(graph, weights)?), shape, [3, 0, 1, 2]);
    let weights = writer.floats(&graph.tensor(weights)?.name, &[depth, out, window_h, window_w], &values)?;
    let mut inputs = vec![writer.name(input, Layout::ChannelsFirst)?, weights];
    inputs.extend(bias_of(writer, bias, out)?);
    let pads = [top, left, bottom, right].map(|n| n as i64).to_vec();
    let attributes = attributes([window_h, window_w], &sliding, pads, 1);
    writer.compute(output, Layout::ChannelsFirst, "ConvTranspose", inputs, attributes, sliding.activation)
}

/// Along one axis of a transposed convolution: its extent, and how much is cut off before and after.
fn grown(extent: usize, window: usize, stride: usize, padding: Padding) -> (usize, usize, usize) {
    match padding {
        // The window is never narrower than the stride there, or the output would have holes: then nothing is cut.
        Padding::Same => {
            let cut = window.saturating_sub(stride);
            ((extent - 1) * stride + window - cut, cut / 2, cut - cut / 2)
        }
        Padding::Valid => ((extent - 1) * stride + window, 0, 0),
    }
}

fn bias_of(writer: &mut Writer<'_>, bias: Option<usize>, out: usize) -> Result<Option<String>> {
    let Some(bias) = bias else { return Ok(None) };
    let constant = floats(writer.graph, bias)?;
    let values = slice(&constant);
    if values.len() != out {
        return inconsistent(format!("a bias of {} values for {out} channels", values.len()));
    }
    let name = &writer.graph.tensor(bias)?.name;
    Ok(Some(writer.floats(name, &[out], values)?))
}

fn attributes(window: [usize; 2], sliding: &Sliding, pads: Vec<i64>, group: usize) -> Vec<AttributeProto> {
    vec![
        attribute("kernel_shape", Value::Ints(ints(window))),
        attribute("strides", Value::Ints(ints(sliding.stride))),
        attribute("dilations", Value::Ints(ints(sliding.dilation))),
        attribute("pads", Value::Ints(pads)),
        attribute("group", Value::Int(group as i64)),
    ]
}

/// `values` of `shape` with axis `order[i]` of the old as axis i of the new.
fn permute(values: &[f32], shape: [usize; 4], order: [usize; 4]) -> Vec<f32> {
    let [_, b, c, d] = shape;
    let strides = [b * c * d, c * d, d, 1];
    let pick = |list: [usize; 4]| order.map(|axis| list.get(axis).copied().unwrap_or(0));
    let ([n0, n1, n2, n3], [s0, s1, s2, s3]) = (pick(shape), pick(strides));
    let mut made = Vec::with_capacity(values.len());
    for i in 0..n0 {
        for j in 0..n1 {
            for k in 0..n2 {
                let start = i * s0 + j * s1 + k * s2;
                made.extend((0..n3).filter_map(|l| values.get(start + l * s3)));
            }
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_change_their_order() {
        let values: Vec<f32> = (0..24u8).map(f32::from).collect();
        // [out 2, h 1, w 3, in 4] to [out, in, h, w]
        let made = permute(&values, [2, 1, 3, 4], [0, 3, 1, 2]);
        assert_eq!(&made[..6], [0.0, 4.0, 8.0, 1.0, 5.0, 9.0]);
        assert_eq!(made[23], 23.0);
        assert_eq!(permute(&values, [2, 1, 3, 4], [0, 1, 2, 3]), values);
    }

    #[test]
    fn a_transposed_convolution_fills_its_plane() {
        assert_eq!(grown(128, 2, 2, Padding::Same), (256, 0, 0));
        assert_eq!(grown(8, 3, 2, Padding::Same), (16, 0, 1));
        assert_eq!(grown(8, 3, 2, Padding::Valid), (17, 0, 0));
    }
}
