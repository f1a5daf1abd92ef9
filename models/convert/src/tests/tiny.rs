//! Hand-made TFLite files, written field by field.

use flatbuffers::{FlatBufferBuilder, TableFinishedWIPOffset, WIPOffset};
use half::f16;

type Builder = FlatBufferBuilder<'static>;

/// A scalar of an options table.
#[derive(Clone, Copy)]
pub enum Field {
    Byte(i8),
    Int(i32),
}

/// A step: `BuiltinOperator`, tensors, the options' kind and fields by number.
pub struct Step {
    pub code: i32,
    pub custom: Option<(&'static str, Vec<u8>)>,
    pub inputs: Vec<i32>,
    pub outputs: Vec<i32>,
    pub options: Option<(u8, Vec<(u16, Field)>)>,
}

/// Rows along the last axis.
pub struct Rows {
    pub segments: Vec<i32>,
    pub columns: Vec<u8>,
}

pub struct Declared {
    pub name: String,
    pub shape: Vec<i32>,
    pub kind: i8,
    pub data: Vec<u8>,
    pub rows: Option<Rows>,
}

/// A network of one subgraph. Tensor i uses buffer i + 1.
#[derive(Default)]
pub struct Tiny {
    pub tensors: Vec<Declared>,
    pub steps: Vec<Step>,
    pub inputs: Vec<i32>,
    pub outputs: Vec<i32>,
}

impl Tiny {
    fn declare(&mut self, name: &str, shape: &[i32], kind: i8, data: Vec<u8>, rows: Option<Rows>) -> i32 {
        self.tensors.push(Declared { name: name.to_owned(), shape: shape.to_vec(), kind, data, rows });
        i32::try_from(self.tensors.len()).unwrap() - 1
    }

    /// Computed while running.
    pub fn tensor(&mut self, name: &str, shape: &[i32]) -> i32 {
        self.declare(name, shape, 0, vec![], None)
    }

    pub fn floats(&mut self, name: &str, shape: &[i32], values: &[f32]) -> i32 {
        self.declare(name, shape, 0, values.iter().flat_map(|v| v.to_le_bytes()).collect(), None)
    }

    pub fn ints(&mut self, name: &str, shape: &[i32], values: &[i32]) -> i32 {
        self.declare(name, shape, 2, values.iter().flat_map(|v| v.to_le_bytes()).collect(), None)
    }

    pub fn halves(&mut self, name: &str, shape: &[i32], values: &[f32], rows: Option<Rows>) -> i32 {
        self.declare(name, shape, 1, values.iter().flat_map(|v| f16::from_f32(*v).to_le_bytes()).collect(), rows)
    }

    /// A step without options.
    pub fn step(&mut self, code: i32, inputs: &[i32], outputs: &[i32]) {
        self.steps.push(Step { code, custom: None, inputs: inputs.to_vec(), outputs: outputs.to_vec(), options: None });
    }

    /// A step with options.
    pub fn step_with(&mut self, code: i32, inputs: &[i32], outputs: &[i32], kind: u8, fields: &[(u16, Field)]) {
        self.step(code, inputs, outputs);
        self.steps.last_mut().unwrap().options = Some((kind, fields.to_vec()));
    }

    /// The file.
    pub fn build(&self) -> Vec<u8> {
        let mut b = Builder::new();
        let mut buffers = vec![table(&mut b, |_| ())];
        let mut tensors = Vec::new();
        for (index, tensor) in self.tensors.iter().enumerate() {
            let data = (!tensor.data.is_empty()).then(|| b.create_vector(&tensor.data));
            buffers.push(table(&mut b, |b| data.into_iter().for_each(|data| b.push_slot_always(4, data))));
            let name = b.create_string(&tensor.name);
            let shape = b.create_vector(&tensor.shape);
            let sparsity = tensor.rows.as_ref().map(|rows| sparsity(&mut b, &tensor.shape, rows));
            tensors.push(table(&mut b, |b| {
                b.push_slot_always(4, shape);
                b.push_slot(6, tensor.kind, 0);
                b.push_slot_always(8, u32::try_from(index + 1).unwrap());
                b.push_slot_always(10, name);
                sparsity.into_iter().for_each(|s| b.push_slot_always(16, s));
            }));
        }
        let mut codes = Vec::new();
        let mut operators = Vec::new();
        for (index, step) in self.steps.iter().enumerate() {
            let custom = step.custom.as_ref().map(|(name, options)| (b.create_string(name), b.create_vector(options)));
            codes.push(table(&mut b, |b| {
                b.push_slot(4, i8::try_from(step.code).unwrap_or(127), 0);
                custom.into_iter().for_each(|(name, _)| b.push_slot_always(6, name));
                b.push_slot(10, step.code, 0);
            }));
            let inputs = b.create_vector(&step.inputs);
            let outputs = b.create_vector(&step.outputs);
            let options = step.options.as_ref().map(|(kind, fields)| {
                let written = table(&mut b, |b| {
                    for (number, field) in fields {
                        match *field {
                            Field::Byte(value) => b.push_slot_always(4 + 2 * number, value),
                            Field::Int(value) => b.push_slot_always(4 + 2 * number, value),
                        }
                    }
                });
                (*kind, written)
            });
            operators.push(table(&mut b, |b| {
                b.push_slot(4, u32::try_from(index).unwrap(), 0);
                b.push_slot_always(6, inputs);
                b.push_slot_always(8, outputs);
                if let Some((kind, options)) = options {
                    b.push_slot_always(10, kind);
                    b.push_slot_always(12, options);
                }
                custom.into_iter().for_each(|(_, options)| b.push_slot_always(14, options));
            }));
        }
        let (tensors, operators) = (b.create_vector(&tensors), b.create_vector(&operators));
        let (inputs, outputs) = (b.create_vector(&self.inputs), b.create_vector(&self.outputs));
        let subgraph = table(&mut b, |b| {
            b.push_slot_always(4, tensors);
            b.push_slot_always(6, inputs);
            b.push_slot_always(8, outputs);
            b.push_slot_always(10, operators);
        });
        let (codes, subgraphs, buffers) =
            (b.create_vector(&codes), b.create_vector(&[subgraph]), b.create_vector(&buffers));
        let model = table(&mut b, |b| {
            b.push_slot_always(4, 3u32);
            b.push_slot_always(6, codes);
            b.push_slot_always(8, subgraphs);
            b.push_slot_always(12, buffers);
        });
        b.finish(model, Some("TFL3"));
        b.finished_data().to_vec()
    }
}

fn table(b: &mut Builder, fill: impl FnOnce(&mut Builder)) -> WIPOffset<TableFinishedWIPOffset> {
    let start = b.start_table();
    fill(b);
    b.end_table(start)
}

fn sparsity(b: &mut Builder, shape: &[i32], rows: &Rows) -> WIPOffset<TableFinishedWIPOffset> {
    let order: Vec<i32> = (0..i32::try_from(shape.len()).unwrap()).collect();
    let order = b.create_vector(&order);
    let mut dimensions: Vec<_> =
        shape.split_last().unwrap().1.iter().map(|extent| table(b, |b| b.push_slot_always(6, *extent))).collect();
    let (segments, columns) = (b.create_vector(&rows.segments), b.create_vector(&rows.columns));
    let segments = table(b, |b| b.push_slot_always(4, segments));
    let columns = table(b, |b| b.push_slot_always(4, columns));
    dimensions.push(table(b, |b| {
        b.push_slot_always(4, 1i8);
        b.push_slot_always(8, 1u8);
        b.push_slot_always(10, segments);
        b.push_slot_always(12, 3u8);
        b.push_slot_always(14, columns);
    }));
    let dimensions = b.create_vector(&dimensions);
    table(b, |b| {
        b.push_slot_always(4, order);
        b.push_slot_always(8, dimensions);
    })
}
