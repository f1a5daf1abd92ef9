//! What an operator does, with its options checked.

use crate::error::{Result, inconsistent, unsupported};
use crate::schema::{Model, Operator, Options};

/// Largest stride, dilation or window. The networks have at most 64 (an average over a whole plane).
const MAX_STEP: i32 = 1 << 12;

/// What to do where a window runs over the edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Padding {
    /// As many windows as fit with their first element, zeros beyond; the odd one at the end.
    Same,
    /// Only windows that lie inside.
    Valid,
}

/// A function applied to what an operator gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// As it is.
    None,
    /// max(x, 0)
    Relu,
    /// Held between 0 and 6.
    Relu6,
}

/// How a window moves. Pairs are (height, width).
#[derive(Debug, Clone, Copy)]
pub struct Sliding {
    /// At the edges.
    pub padding: Padding,
    /// From window to window.
    pub stride: [usize; 2],
    /// From element to element of a window.
    pub dilation: [usize; 2],
    /// Afterwards.
    pub activation: Activation,
}

/// The operators that are known.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Half floats to floats.
    Dequantize,
    /// Sparse to full.
    Densify,
    /// Weights [out, h, w, in].
    Conv(Sliding),
    /// Weights [1, h, w, out].
    DepthwiseConv(Sliding),
    /// MediaPipe's own: a transposed convolution with a bias; weights [out, h, w, in].
    TransposeConv(Sliding),
    /// Largest of a window (height, width).
    MaxPool(Sliding, [usize; 2]),
    /// Mean of a window, what lies outside not counted.
    AveragePool(Sliding, [usize; 2]),
    /// Along an axis, from the end when negative.
    Concatenation(i32),
    /// Sum, with axes of 1 repeated.
    Add(Activation),
    /// Product, likewise.
    Mul(Activation),
    /// Difference, likewise.
    Sub(Activation),
    /// |x|
    Abs,
    /// max(x, 0)
    Relu,
    /// x, a·x below 0; a from the second input.
    PRelu,
    /// 1/(1+e⁻ˣ)
    Logistic,
    /// x·min(max(x+3, 0), 6)/6
    HardSwish,
    /// To the shape that the output declares.
    Reshape,
    /// Zeros around; amounts from the second input.
    Pad,
    /// To the size that the output declares.
    ResizeBilinear {
        /// Corner pixels onto corner pixels.
        align_corners: bool,
        /// Pixels are areas, not points.
        half_pixel_centers: bool,
    },
    /// Channels into blocks of this many by as many pixels.
    DepthToSpace(usize),
}

/// What `operator` does.
pub fn kind(operator: &Operator<'_>, model: &Model<'_>) -> Result<Kind> {
    let index = operator.code().unwrap_or(0) as usize;
    let codes = model.operator_codes();
    let Some(code) = codes.filter(|codes| index < codes.len()).map(|codes| codes.get(index)) else {
        return inconsistent(format!("no operator code {index}"));
    };
    // Old writers fill only the first, new ones both.
    let builtin = i32::from(code.deprecated_builtin_code().unwrap_or(0)).max(code.builtin_code().unwrap_or(0));
    let missing = || inconsistent(format!("operator {builtin} without its options"));
    // `BuiltinOperator` of the schema.
    match builtin {
        0 => match operator.options() {
            Some(Options::Add(o)) => Ok(Kind::Add(activation(o.activation())?)),
            None => Ok(Kind::Add(Activation::None)),
            _ => missing(),
        },
        1 | 17 => {
            let Some(Options::Pool2D(o)) = operator.options() else { return missing() };
            let sliding = Sliding {
                padding: padding(o.padding())?,
                stride: steps(o.stride_h(), o.stride_w())?,
                dilation: [1, 1],
                activation: activation(o.activation())?,
            };
            let window = steps(o.window_h(), o.window_w())?;
            Ok(if builtin == 1 { Kind::AveragePool(sliding, window) } else { Kind::MaxPool(sliding, window) })
        }
        2 => {
            let Some(Options::Concatenation(o)) = operator.options() else { return missing() };
            if activation(o.activation())? != Activation::None {
                return unsupported("an activation after CONCATENATION");
            }
            Ok(Kind::Concatenation(o.axis().unwrap_or(0)))
        }
        3 => {
            let Some(Options::Conv2D(o)) = operator.options() else { return missing() };
            Ok(Kind::Conv(Sliding {
                padding: padding(o.padding())?,
                stride: steps(o.stride_h(), o.stride_w())?,
                dilation: steps(o.dilation_h().or(Some(1)), o.dilation_w().or(Some(1)))?,
                activation: activation(o.activation())?,
            }))
        }
        4 => {
            let Some(Options::DepthwiseConv2D(o)) = operator.options() else { return missing() };
            Ok(Kind::DepthwiseConv(Sliding {
                padding: padding(o.padding())?,
                stride: steps(o.stride_h(), o.stride_w())?,
                dilation: steps(o.dilation_h().or(Some(1)), o.dilation_w().or(Some(1)))?,
                activation: activation(o.activation())?,
            }))
        }
        5 => {
            let Some(Options::DepthToSpace(o)) = operator.options() else { return missing() };
            Ok(Kind::DepthToSpace(step(o.block())?))
        }
        6 => Ok(Kind::Dequantize),
        14 => Ok(Kind::Logistic),
        18 => match operator.options() {
            Some(Options::Mul(o)) => Ok(Kind::Mul(activation(o.activation())?)),
            None => Ok(Kind::Mul(Activation::None)),
            _ => missing(),
        },
        19 => Ok(Kind::Relu),
        41 => match operator.options() {
            Some(Options::Sub(o)) => Ok(Kind::Sub(activation(o.activation())?)),
            None => Ok(Kind::Sub(Activation::None)),
            _ => missing(),
        },
        101 => Ok(Kind::Abs),
        22 => Ok(Kind::Reshape),
        23 => {
            let Some(Options::ResizeBilinear(o)) = operator.options() else { return missing() };
            Ok(Kind::ResizeBilinear {
                align_corners: o.align_corners().unwrap_or(false),
                half_pixel_centers: o.half_pixel_centers().unwrap_or(false),
            })
        }
        32 => match code.custom_code() {
            Some("Convolution2DTransposeBias") => transpose_conv(operator),
            name => unsupported(format!("custom operator {}", name.unwrap_or("without a name").escape_debug())),
        },
        34 => Ok(Kind::Pad),
        54 => Ok(Kind::PRelu),
        117 => Ok(Kind::HardSwish),
        124 => Ok(Kind::Densify),
        other => unsupported(format!("operator {other}")),
    }
}

/// Its options are three 32-bit integers, not a table: padding, stride along the width, along the height. Padding counts
/// from 1 there (`TfLitePadding` in `tensorflow/lite/core/c/builtin_op_data.h`).
fn transpose_conv(operator: &Operator<'_>) -> Result<Kind> {
    let bytes = operator.custom_options().map(|o| o.bytes()).unwrap_or_default();
    let (words, _) = bytes.as_chunks::<4>();
    let &[padding, width, height] = words else {
        return inconsistent(format!("Convolution2DTransposeBias with {} bytes of options, expected 12", bytes.len()));
    };
    let padding = match i32::from_le_bytes(padding) {
        1 => Padding::Same,
        2 => Padding::Valid,
        other => return inconsistent(format!("padding {other}")),
    };
    let stride = [step(Some(i32::from_le_bytes(height)))?, step(Some(i32::from_le_bytes(width)))?];
    Ok(Kind::TransposeConv(Sliding { padding, stride, dilation: [1, 1], activation: Activation::None }))
}

fn padding(code: Option<i8>) -> Result<Padding> {
    match code.unwrap_or(0) {
        0 => Ok(Padding::Same),
        1 => Ok(Padding::Valid),
        other => inconsistent(format!("padding {other}")),
    }
}

fn activation(code: Option<i8>) -> Result<Activation> {
    match code.unwrap_or(0) {
        0 => Ok(Activation::None),
        1 => Ok(Activation::Relu),
        3 => Ok(Activation::Relu6),
        other => unsupported(format!("activation {other}")),
    }
}

fn steps(height: Option<i32>, width: Option<i32>) -> Result<[usize; 2]> {
    Ok([step(height)?, step(width)?])
}

fn step(value: Option<i32>) -> Result<usize> {
    match value.unwrap_or(0) {
        value @ 1..=MAX_STEP => Ok(value.unsigned_abs() as usize),
        other => inconsistent(format!("a stride, window, dilation or block of {other}")),
    }
}
