//! Largest and mean of a window.

use super::{expect, ints, picture, slide};
use crate::error::Result;
use crate::onnx::{AttributeProto, Value, attribute};
use crate::operator::Sliding;
use crate::writer::{Layout, Writer};

/// ONNX fills with −∞ here, so zeros at the edge cannot win: as in TFLite.
pub fn max(writer: &mut Writer<'_>, input: usize, output: usize, sliding: Sliding, window: [usize; 2]) -> Result<()> {
    pool(writer, "MaxPool", input, output, sliding, window, vec![])
}

/// What lies outside does not count.
pub fn average(
    writer: &mut Writer<'_>,
    input: usize,
    output: usize,
    sliding: Sliding,
    window: [usize; 2],
) -> Result<()> {
    pool(writer, "AveragePool", input, output, sliding, window, vec![attribute("count_include_pad", Value::Int(0))])
}

fn pool(
    writer: &mut Writer<'_>,
    operator: &str,
    input: usize,
    output: usize,
    sliding: Sliding,
    window: [usize; 2],
    mut attributes: Vec<AttributeProto>,
) -> Result<()> {
    let [batch, height, width, channels] = picture(writer.graph, input)?;
    let ([rows, columns], pads) = slide([height, width], window, &sliding)?;
    expect(writer.graph, output, &[batch, rows, columns, channels])?;
    attributes.push(attribute("kernel_shape", Value::Ints(ints(window))));
    attributes.push(attribute("strides", Value::Ints(ints(sliding.stride))));
    attributes.push(attribute("pads", Value::Ints(pads)));
    let inputs = vec![writer.name(input, Layout::ChannelsFirst)?];
    writer.compute(output, Layout::ChannelsFirst, operator, inputs, attributes, sliding.activation)
}
