//! Weights: half floats widened, sparse rows filled up.

use half::f16;

use crate::error::{Result, inconsistent, unsupported};
use crate::schema::{Indices, Model, Sparsity, Tensor};

/// Elements of all constants together: tensors may share one buffer, so the file's size is no bound. The largest
/// network of the package has 3.4 million.
const MAX_TOTAL: usize = 1 << 25;

/// `TensorType` of the schema.
mod kind {
    pub const FLOAT32: i8 = 0;
    pub const FLOAT16: i8 = 1;
    pub const INT32: i8 = 2;
}

/// Known values, row-major.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    /// Floats; halves come widened, which is exact.
    Floats(Vec<f32>),
    /// Shapes, pads, sizes.
    Ints(Vec<i32>),
}

impl Constant {
    fn len(&self) -> usize {
        match self {
            Self::Floats(values) => values.len(),
            Self::Ints(values) => values.len(),
        }
    }
}

/// How many elements may still be read or written.
#[derive(Debug)]
pub struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(MAX_TOTAL)
    }
}

impl Budget {
    /// Counts `elements`; an error when there are too many.
    pub fn take(&mut self, elements: usize) -> Result<()> {
        match self.0.checked_sub(elements) {
            Some(left) => {
                self.0 = left;
                Ok(())
            }
            None => unsupported(format!("more than {MAX_TOTAL} constants")),
        }
    }
}

/// The values of `tensor`, `None` when they come about only while running.
pub fn constant(
    tensor: &Tensor<'_>,
    name: &str,
    shape: &[usize],
    model: &Model<'_>,
    budget: &mut Budget,
) -> Result<Option<Constant>> {
    let Some(buffers) = model.buffers() else { return inconsistent("no buffers") };
    let index = tensor.buffer().unwrap_or(0) as usize;
    if index >= buffers.len() {
        return inconsistent(format!("{name}: buffer {index} of {}", buffers.len()));
    }
    let buffer = buffers.get(index);
    if buffer.offset().unwrap_or(0) > 1 {
        return unsupported(format!("{name}: weights outside the FlatBuffer"));
    }
    let bytes = match buffer.data() {
        Some(data) if !data.is_empty() => data.bytes(),
        _ => return Ok(None),
    };
    let elements = shape.iter().product::<usize>();
    // Sparse values are fewer than the elements, so both are counted.
    budget.take(elements.saturating_add(bytes.len() / 2))?;
    let values = match tensor.kind().unwrap_or(kind::FLOAT32) {
        kind::FLOAT32 => Constant::Floats(read(bytes, f32::from_le_bytes, name)?),
        kind::FLOAT16 => Constant::Floats(read(bytes, |b| f16::from_le_bytes(b).to_f32(), name)?),
        kind::INT32 => Constant::Ints(read(bytes, i32::from_le_bytes, name)?),
        other => return unsupported(format!("{name}: constants of type {other}")),
    };
    let values = match (tensor.sparsity(), values) {
        (None, values) => values,
        (Some(sparsity), Constant::Floats(values)) => Constant::Floats(fill(&sparsity, &values, shape, name)?),
        (Some(_), Constant::Ints(_)) => return unsupported(format!("{name}: sparse integers")),
    };
    if values.len() != elements {
        return inconsistent(format!("{name}: {} values for {elements} elements", values.len()));
    }
    Ok(Some(values))
}

fn read<const N: usize, T>(bytes: &[u8], decode: impl Fn([u8; N]) -> T, name: &str) -> Result<Vec<T>> {
    let (words, rest) = bytes.as_chunks::<N>();
    if !rest.is_empty() {
        return inconsistent(format!("{name}: {} bytes of values of {N} bytes each", bytes.len()));
    }
    Ok(words.iter().map(|word| decode(*word)).collect())
}

/// Sets `values` into zeros. All sparse tensors of the package have their axes in order, no blocks, and rows compressed
/// along the last axis only.
fn fill(sparsity: &Sparsity<'_>, values: &[f32], shape: &[usize], name: &str) -> Result<Vec<f32>> {
    let ordered = sparsity.traversal_order().is_some_and(|order| {
        order.len() == shape.len() && order.iter().enumerate().all(|(i, axis)| usize::try_from(axis) == Ok(i))
    });
    let blocks = sparsity.block_map().map_or(0, |map| map.len());
    let (Some(dimensions), Some((&columns, outer))) = (sparsity.dimensions(), shape.split_last()) else {
        return inconsistent(format!("{name}: sparse without dimensions"));
    };
    if !ordered || blocks > 0 || dimensions.len() != shape.len() {
        return unsupported(format!("{name}: sparse in blocks or in another order of axes"));
    }
    for (dimension, &extent) in dimensions.iter().zip(outer) {
        if dimension.format().unwrap_or(0) != 0 {
            return unsupported(format!("{name}: sparse along another axis than the last"));
        }
        if usize::try_from(dimension.dense_size().unwrap_or(0)) != Ok(extent) {
            return inconsistent(format!("{name}: a dense axis is not as long as its tensor's"));
        }
    }
    let last = dimensions.get(outer.len());
    let (1, Some(segments), Some(indices)) = (last.format().unwrap_or(0), last.segments(), last.indices()) else {
        return unsupported(format!("{name}: sparse with a dense last axis"));
    };
    let (segments, indices) = (numbers(&segments), numbers(&indices));
    let rows = outer.iter().product::<usize>();
    if segments.len() != rows + 1 || segments.first() != Some(&0) || segments.last() != Some(&values.len()) {
        return inconsistent(format!("{name}: row bounds do not match the values"));
    }
    let mut full = vec![0.0; rows * columns];
    for (row, bounds) in full.chunks_exact_mut(columns).zip(segments.windows(2)) {
        let &[from, to] = bounds else { continue };
        let (Some(values), Some(indices)) = (values.get(from..to), indices.get(from..to)) else {
            return inconsistent(format!("{name}: row bounds run backwards or out of the values"));
        };
        for (value, &column) in values.iter().zip(indices) {
            match row.get_mut(column) {
                Some(place) => *place = *value,
                None => return inconsistent(format!("{name}: column {column} of {columns}")),
            }
        }
    }
    Ok(full)
}

/// A negative number becomes one that no bound admits.
fn numbers(indices: &Indices<'_>) -> Vec<usize> {
    match indices {
        Indices::Int32(v) => {
            v.values().into_iter().flatten().map(|n| usize::try_from(n).unwrap_or(usize::MAX)).collect()
        }
        Indices::Uint16(v) => v.values().into_iter().flatten().map(usize::from).collect(),
        Indices::Uint8(v) => v.values().into_iter().flatten().map(usize::from).collect(),
    }
}
