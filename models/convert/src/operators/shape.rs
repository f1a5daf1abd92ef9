//! Elements moved, joined, repeated or set among zeros.

use super::{expect, picture};
use crate::constant::Constant;
use crate::error::{Result, inconsistent, unsupported};
use crate::onnx::{Value, attribute};
use crate::operator::Activation;
use crate::writer::{Layout, Writer};

/// Row-major in TFLite's order of axes, so a picture is put back into it first.
pub fn reshape(writer: &mut Writer<'_>, input: usize, output: usize) -> Result<()> {
    let (from, to) = (&writer.graph.tensor(input)?.shape, writer.graph.tensor(output)?);
    if from.iter().product::<usize>() != to.shape.iter().product() {
        return inconsistent(format!("{from:?} cannot become {:?}", to.shape));
    }
    let extents: Vec<i64> = to.shape.iter().map(|&n| n as i64).collect();
    let shape = writer.ints(&to.name, &extents);
    let inputs = vec![writer.name(input, Layout::Plain)?, shape];
    writer.compute(output, Layout::Plain, "Reshape", inputs, vec![], Activation::None)
}

/// Along `axis` of TFLite's order.
pub fn concatenate(writer: &mut Writer<'_>, inputs: &[Option<usize>], output: usize, axis: i32) -> Result<()> {
    let graph = writer.graph;
    let axes = graph.tensor(output)?.shape.len();
    let from_end = if axis < 0 { axes as i64 } else { 0 };
    let Some(axis) = usize::try_from(i64::from(axis) + from_end).ok().filter(|&axis| axis < axes) else {
        return inconsistent(format!("axis {axis} of {axes}"));
    };
    let layout = writer.layout(output)?;
    let mut made: Option<Vec<usize>> = None;
    let mut names = Vec::with_capacity(inputs.len());
    for &index in inputs {
        let Some(index) = index else { return inconsistent("CONCATENATION of something left out") };
        let shape = &graph.tensor(index)?.shape;
        let Some(extent) = shape.get(axis).filter(|_| shape.len() == axes) else {
            return inconsistent("CONCATENATION of different numbers of axes");
        };
        match &mut made {
            None => made = Some(shape.clone()),
            Some(made) => {
                let fits = made.iter().zip(shape).enumerate().all(|(i, (a, b))| i == axis || a == b);
                match made.get_mut(axis) {
                    Some(sum) if fits => *sum += extent,
                    _ => return inconsistent("CONCATENATION of different sizes"),
                }
            }
        }
        names.push(writer.name(index, layout)?);
    }
    expect(graph, output, &made.unwrap_or_default())?;
    let axis = match layout {
        Layout::Plain => axis,
        Layout::ChannelsFirst => channels_first(axis),
    };
    let attributes = vec![attribute("axis", Value::Int(axis as i64))];
    writer.compute(output, layout, "Concat", names, attributes, Activation::None)
}

/// Where an axis of batch, height, width, channels stands in batch, channels, height, width.
const fn channels_first(axis: usize) -> usize {
    match axis {
        0 => 0,
        3 => 1,
        other => other + 1,
    }
}

/// Zeros around a picture. The face detector widens its channels so, too.
pub fn pad(writer: &mut Writer<'_>, input: usize, amounts: usize, output: usize) -> Result<()> {
    let graph = writer.graph;
    let extents = picture(graph, input)?;
    let amounts = graph.tensor(amounts)?;
    let pairs = match amounts.constant.as_deref() {
        Some(Constant::Ints(values)) if amounts.shape == [4, 2] => values.as_chunks::<2>().0.to_vec(),
        _ => return unsupported(format!("{}: pads that are not four pairs of known integers", amounts.name)),
    };
    let mut made = Vec::with_capacity(4);
    for (extent, [before, after]) in extents.into_iter().zip(&pairs) {
        match (usize::try_from(*before), usize::try_from(*after)) {
            (Ok(before), Ok(after)) => made.push(extent.saturating_add(before).saturating_add(after)),
            _ => return inconsistent("negative pads"),
        }
    }
    expect(graph, output, &made)?;
    let [n, h, w, c] = pairs.as_slice() else { return inconsistent("pads without an axis") };
    let ends = [n, c, h, w];
    let pads: Vec<i64> = ends.iter().map(|p| p[0]).chain(ends.iter().map(|p| p[1])).map(i64::from).collect();
    let pads = writer.ints(&amounts.name, &pads);
    let inputs = vec![writer.name(input, Layout::ChannelsFirst)?, pads];
    writer.compute(output, Layout::ChannelsFirst, "Pad", inputs, vec![], Activation::None)
}

/// To the size that the output declares.
pub fn resize(
    writer: &mut Writer<'_>,
    input: usize,
    output: usize,
    align_corners: bool,
    half_pixel_centers: bool,
) -> Result<()> {
    let graph = writer.graph;
    let [batch, _, _, channels] = picture(graph, input)?;
    let [made_batch, height, width, made_channels] = picture(graph, output)?;
    if [batch, channels] != [made_batch, made_channels] {
        return inconsistent("RESIZE_BILINEAR changes more than height and width");
    }
    let mode = match (align_corners, half_pixel_centers) {
        (false, true) => "half_pixel",
        (false, false) => "asymmetric",
        (true, false) => "align_corners",
        (true, true) => return inconsistent("RESIZE_BILINEAR by corners and by centres at once"),
    };
    let sizes = writer.ints(&graph.tensor(output)?.name, &[batch, channels, height, width].map(|n| n as i64));
    // Second and third are a region and factors: left out.
    let inputs = vec![writer.name(input, Layout::ChannelsFirst)?, String::new(), String::new(), sizes];
    let attributes =
        vec![attribute("mode", Value::Text("linear")), attribute("coordinate_transformation_mode", Value::Text(mode))];
    writer.compute(output, Layout::ChannelsFirst, "Resize", inputs, attributes, Activation::None)
}

/// Channels are counted with the block's column and row above them, which ONNX calls DCR.
pub fn depth_to_space(writer: &mut Writer<'_>, input: usize, output: usize, block: usize) -> Result<()> {
    let [batch, height, width, channels] = picture(writer.graph, input)?;
    if channels % (block * block) != 0 {
        return inconsistent(format!("{channels} channels do not fill blocks of {block}"));
    }
    expect(writer.graph, output, &[batch, height * block, width * block, channels / (block * block)])?;
    let attributes = vec![attribute("blocksize", Value::Int(block as i64)), attribute("mode", Value::Text("DCR"))];
    let inputs = vec![writer.name(input, Layout::ChannelsFirst)?];
    writer.compute(output, Layout::ChannelsFirst, "DepthToSpace", inputs, attributes, Activation::None)
}
