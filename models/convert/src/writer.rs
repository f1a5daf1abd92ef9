//! The ONNX graph as it grows. Each TFLite tensor is kept in the order of axes in which it came about; the other one is
//! made by a Transpose the first time that it is asked for.

use std::collections::BTreeMap;

use half::f16;
use prost::Message;

use crate::constant::Budget;
use crate::error::{Result, inconsistent, unsupported};
use crate::graph::Graph;
use crate::onnx::{
    AttributeProto, FLOAT, FLOAT16, GraphProto, INT64, ModelProto, NodeProto, OperatorSetIdProto, TensorProto, Value,
    attribute, value_info,
};
use crate::operator::Activation;

/// The newest set that every operator here is the same in; ONNX Runtime 1.32 takes 7 to 26.
const OPSET: i64 = 13;
/// The format's own version that came with that set is 7; 8 is the same for what is written here.
const IR_VERSION: i64 = 8;
/// Below this, a Cast weighs as much as the halves save.
const MIN_HALVES: usize = 64;

/// Order of axes of a picture-like tensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// As TFLite has it: batch, height, width, channels. Anything that is not four-dimensional has no other.
    Plain,
    /// batch, channels, height, width: what ONNX's convolutions take.
    ChannelsFirst,
}

/// Names of a tensor that exist so far.
#[derive(Debug, Default)]
struct Names {
    plain: Option<String>,
    channels_first: Option<String>,
}

/// Collects nodes and weights.
pub struct Writer<'g> {
    /// What is converted.
    pub graph: &'g Graph,
    nodes: Vec<NodeProto>,
    initializers: Vec<TensorProto>,
    /// How often each name was asked for.
    taken: BTreeMap<String, usize>,
    budget: Budget,
    tensors: BTreeMap<usize, Names>,
}

impl<'g> Writer<'g> {
    /// A graph with its inputs, which keep their names and order of axes.
    pub fn new(graph: &'g Graph) -> Result<Self> {
        let mut writer = Self {
            graph,
            nodes: Vec::new(),
            initializers: Vec::new(),
            taken: BTreeMap::new(),
            budget: Budget::default(),
            tensors: BTreeMap::new(),
        };
        for &index in graph.inputs.iter().chain(&graph.outputs) {
            let tensor = graph.tensor(index)?;
            if tensor.constant.is_some()
                || tensor.name.is_empty()
                || writer.taken.insert(tensor.name.clone(), 1).is_some()
            {
                return inconsistent("inputs and outputs need names of their own, and no values");
            }
        }
        for &index in &graph.inputs {
            let plain = Some(graph.tensor(index)?.name.clone());
            writer.tensors.insert(index, Names { plain, channels_first: None });
        }
        Ok(writer)
    }

    /// The order of axes in which tensor `index` is computed.
    pub fn layout(&self, index: usize) -> Result<Layout> {
        let four = self.graph.tensor(index)?.shape.len() == 4;
        Ok(if four { Layout::ChannelsFirst } else { Layout::Plain })
    }

    /// The name of tensor `index` in the order `layout`.
    pub fn name(&mut self, index: usize, layout: Layout) -> Result<String> {
        let tensor = self.graph.tensor(index)?;
        let names = self.tensors.get(&index).map(|n| (n.plain.clone(), n.channels_first.clone()));
        let (from, order) = match (layout, names) {
            (Layout::Plain, Some((Some(name), _))) | (Layout::ChannelsFirst, Some((_, Some(name)))) => return Ok(name),
            (Layout::Plain, Some((None, Some(name)))) => (name, vec![0, 2, 3, 1]),
            (Layout::ChannelsFirst, Some((Some(name), None))) => (name, vec![0, 3, 1, 2]),
            _ => return inconsistent(format!("{} is used before it is computed", tensor.name)),
        };
        if tensor.shape.len() != 4 {
            return unsupported(format!("{} as a picture", tensor.name));
        }
        let made = self.node(&tensor.name, "Transpose", vec![from], vec![attribute("perm", Value::Ints(order))]);
        self.set(index, layout, made.clone());
        Ok(made)
    }

    /// Tensor `index` exists in the order `layout` under `name`.
    fn set(&mut self, index: usize, layout: Layout, name: String) {
        let names = self.tensors.entry(index).or_default();
        match layout {
            Layout::Plain => names.plain = Some(name),
            Layout::ChannelsFirst => names.channels_first = Some(name),
        }
    }

    /// Adds the node that computes tensor `index`, and what follows it.
    pub fn compute(
        &mut self,
        index: usize,
        layout: Layout,
        operator: &str,
        inputs: Vec<String>,
        attributes: Vec<AttributeProto>,
        activation: Activation,
    ) -> Result<()> {
        if self.tensors.contains_key(&index) {
            return inconsistent("a tensor is computed twice");
        }
        let base = self.graph.tensor(index)?.name.clone();
        let mut name = self.node(&base, operator, inputs, attributes);
        match activation {
            Activation::None => {}
            Activation::Relu => name = self.node(&base, "Relu", vec![name], vec![]),
            Activation::Relu6 => {
                let low = self.floats(&base, &[], &[0.0])?;
                let high = self.floats(&base, &[], &[6.0])?;
                name = self.node(&base, "Clip", vec![name, low, high], vec![]);
            }
        }
        self.set(index, layout, name);
        Ok(())
    }

    /// Adds a node; returns the name of its output.
    pub fn node(&mut self, base: &str, operator: &str, inputs: Vec<String>, attributes: Vec<AttributeProto>) -> String {
        let name = self.unique(base);
        self.nodes.push(NodeProto {
            input: inputs,
            output: vec![name.clone()],
            name: Some(name.clone()),
            op_type: Some(operator.to_owned()),
            attribute: attributes,
        });
        name
    }

    /// Adds weights; returns their name. They are stored as halves where that loses nothing: ONNX Runtime widens them
    /// when it loads the file.
    pub fn floats(&mut self, base: &str, dims: &[usize], values: &[f32]) -> Result<String> {
        // Many operators may share one large constant, and each writes its own.
        self.budget.take(values.len())?;
        let halves =
            values.len() >= MIN_HALVES && values.iter().all(|v| f16::from_f32(*v).to_f32().to_bits() == v.to_bits());
        if halves {
            let raw = values.iter().flat_map(|v| f16::from_f32(*v).to_le_bytes()).collect();
            let stored = self.initializer(base, dims, FLOAT16, raw);
            Ok(self.node(base, "Cast", vec![stored], vec![attribute("to", Value::Int(i64::from(FLOAT)))]))
        } else {
            let raw = values.iter().flat_map(|v| v.to_le_bytes()).collect();
            Ok(self.initializer(base, dims, FLOAT, raw))
        }
    }

    /// Adds a list of integers; returns its name.
    pub fn ints(&mut self, base: &str, values: &[i64]) -> String {
        let raw = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.initializer(base, &[values.len()], INT64, raw)
    }

    fn initializer(&mut self, base: &str, dims: &[usize], data_type: i32, raw: Vec<u8>) -> String {
        let name = self.unique(&format!("{base}/values"));
        self.initializers.push(TensorProto {
            dims: dims.iter().map(|&n| n as i64).collect(),
            data_type: Some(data_type),
            name: Some(name.clone()),
            raw_data: Some(raw),
        });
        name
    }

    fn unique(&mut self, base: &str) -> String {
        let base = if base.is_empty() { "tensor" } else { base };
        loop {
            let count = self.taken.entry(base.to_owned()).or_default();
            *count += 1;
            let name = if *count == 1 { return base.to_owned() } else { format!("{base}#{count}") };
            if !self.taken.contains_key(&name) {
                self.taken.insert(name.clone(), 1);
                return name;
            }
        }
    }

    /// The file. Outputs get their names and TFLite's order of axes.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        let mut renamed = BTreeMap::new();
        for &index in &self.graph.outputs {
            let name = self.name(index, Layout::Plain)?;
            renamed.insert(name, self.graph.tensor(index)?.name.clone());
        }
        for name in self.nodes.iter_mut().flat_map(|node| node.input.iter_mut().chain(&mut node.output)) {
            if let Some(outer) = renamed.get(name) {
                name.clone_from(outer);
            }
        }
        let declare = |indices: &[usize]| {
            let declared = indices.iter().map(|&index| {
                let tensor = self.graph.tensor(index)?;
                Ok(value_info(&tensor.name, &tensor.shape))
            });
            declared.collect::<Result<Vec<_>>>()
        };
        let (input, output) = (declare(&self.graph.inputs)?, declare(&self.graph.outputs)?);
        let model = ModelProto {
            ir_version: Some(IR_VERSION),
            producer_name: Some("heyan-convert".to_owned()),
            graph: Some(GraphProto {
                node: self.nodes,
                name: Some("main".to_owned()),
                initializer: self.initializers,
                input,
                output,
            }),
            opset_import: vec![OperatorSetIdProto { domain: None, version: Some(OPSET) }],
        };
        Ok(model.encode_to_vec())
    }
}
