//! One element in, one element out: any order of axes will do.

use super::{expect, floats, picture, slice};
use crate::constant::Constant;
use crate::error::{Result, inconsistent, unsupported};
use crate::onnx::{Value, attribute};
use crate::operator::Activation;
use crate::writer::{Layout, Writer};

/// A function of one tensor.
pub fn single(writer: &mut Writer<'_>, operator: &str, input: usize, output: usize) -> Result<()> {
    expect(writer.graph, output, &writer.graph.tensor(input)?.shape)?;
    let layout = writer.layout(input)?;
    let inputs = vec![writer.name(input, layout)?];
    writer.compute(output, layout, operator, inputs, vec![], Activation::None)
}

/// A function of two tensors, axes of 1 repeated.
pub fn pair(
    writer: &mut Writer<'_>,
    operator: &str,
    first: usize,
    second: usize,
    output: usize,
    activation: Activation,
) -> Result<()> {
    let made = broadcast(&writer.graph.tensor(first)?.shape, &writer.graph.tensor(second)?.shape);
    let Some(made) = made else { return inconsistent(format!("{operator} of two sizes")) };
    expect(writer.graph, output, &made)?;
    let layout = writer.layout(output)?;
    let inputs = vec![operand(writer, first, layout)?, operand(writer, second, layout)?];
    writer.compute(output, layout, operator, inputs, vec![], activation)
}

/// The common shape; extents are aligned at the end.
fn broadcast(first: &[usize], second: &[usize]) -> Option<Vec<usize>> {
    let axes = first.len().max(second.len());
    let extent = |shape: &[usize], axis: usize| {
        (axis + shape.len()).checked_sub(axes).and_then(|i| shape.get(i).copied()).unwrap_or(1)
    };
    (0..axes)
        .map(|axis| match (extent(first, axis), extent(second, axis)) {
            (1, n) | (n, 1) => Some(n),
            (n, m) => (n == m).then_some(n),
        })
        .collect()
}

/// A tensor, or constants, for a node whose output has the order `layout`.
fn operand(writer: &mut Writer<'_>, index: usize, layout: Layout) -> Result<String> {
    let tensor = writer.graph.tensor(index)?;
    let Some(constant) = &tensor.constant else {
        if layout == Layout::ChannelsFirst && tensor.shape.len() != 4 {
            return unsupported(format!("{} repeated over a picture", tensor.name));
        }
        return writer.name(index, layout);
    };
    let Constant::Floats(values) = &**constant else {
        return unsupported(format!("{}: integers in a sum or product", tensor.name));
    };
    match (layout, tensor.shape.as_slice()) {
        (Layout::Plain, shape) => writer.floats(&tensor.name, shape, values),
        // One value a channel.
        (Layout::ChannelsFirst, [.., channels]) if *channels == values.len() => {
            writer.floats(&tensor.name, &[1, *channels, 1, 1], values)
        }
        (Layout::ChannelsFirst, []) => writer.floats(&tensor.name, &[], values),
        _ => unsupported(format!("{}: a constant picture in a sum or product", tensor.name)),
    }
}

/// a·x + (1−a)·max(x, 0), as two depthwise convolutions of one pixel. ONNX Runtime's own PRelu breaks up its blocked
/// order of channels, with a copy before and after: on face_landmark that took 4.3 ms, this 1.2 ms.
pub fn prelu(writer: &mut Writer<'_>, input: usize, slopes: usize, output: usize) -> Result<()> {
    let graph = writer.graph;
    expect(graph, output, &graph.tensor(input)?.shape)?;
    let [_, _, _, channels] = picture(graph, input)?;
    let constant = floats(graph, slopes)?;
    let falling = slice(&constant);
    let base = &graph.tensor(slopes)?.name;
    if falling.len() != channels || graph.tensor(slopes)?.shape.last() != Some(&channels) {
        return unsupported(format!("{base}: slopes that are not one a channel"));
    }
    let rising: Vec<f32> = falling.iter().map(|a| 1.0 - a).collect();
    let x = writer.name(input, Layout::ChannelsFirst)?;
    let positive = writer.node(base, "Relu", vec![x.clone()], vec![]);
    let shape = [channels, 1, 1, 1];
    let group = || vec![attribute("group", Value::Int(channels as i64))];
    let slope = writer.floats(base, &shape, falling)?;
    let whole = writer.node(base, "Conv", vec![x, slope], group());
    let slope = writer.floats(base, &shape, &rising)?;
    let rest = writer.node(base, "Conv", vec![positive, slope], group());
    writer.compute(output, Layout::ChannelsFirst, "Add", vec![whole, rest], vec![], Activation::None)
}

/// x·min(max(x/6 + 1/2, 0), 1)
pub fn hard_swish(writer: &mut Writer<'_>, input: usize, output: usize) -> Result<()> {
    expect(writer.graph, output, &writer.graph.tensor(input)?.shape)?;
    let layout = writer.layout(input)?;
    let x = writer.name(input, layout)?;
    let base = &writer.graph.tensor(output)?.name;
    let slopes = vec![attribute("alpha", Value::Float(1.0 / 6.0)), attribute("beta", Value::Float(0.5))];
    let gate = writer.node(base, "HardSigmoid", vec![x.clone()], slopes);
    writer.compute(output, layout, "Mul", vec![x, gate], vec![], Activation::None)
}
