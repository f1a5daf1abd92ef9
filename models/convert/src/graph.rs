//! A network as TFLite has it, read into plain types with every number checked, before anything is written.

use std::rc::Rc;

use flatbuffers::Vector;

use crate::constant::{Budget, Constant, constant};
use crate::error::{Result, inconsistent, unsupported};
use crate::operator::{Kind, kind};
use crate::schema::{self, Model};

/// No network here has more than a few hundred of either; a damaged file may claim any number.
const MAX_TENSORS: usize = 10_000;
/// Longest name, and most inputs of an operator: both are repeated in what is written.
const MAX_LENGTH: usize = 256;
/// TFLite itself stops at 8 in most operators.
const MAX_AXES: usize = 8;
/// Largest extent of an axis. Pictures are 256 wide, landmarks 1404 long.
const MAX_EXTENT: usize = 1 << 16;
/// Largest number of elements of a tensor.
pub(crate) const MAX_ELEMENTS: usize = 1 << 26;

/// One subgraph.
#[derive(Debug)]
pub struct Graph {
    /// Referred to by index.
    pub tensors: Vec<Tensor>,
    /// In the order of execution.
    pub operators: Vec<Operator>,
    /// What is fed.
    pub inputs: Vec<usize>,
    /// What is answered.
    pub outputs: Vec<usize>,
}

/// A tensor's declaration, and its values where they are known.
#[derive(Debug, Clone)]
pub struct Tensor {
    /// Not necessarily unique.
    pub name: String,
    /// Row-major extents, each at least 1; pictures are [batch, height, width, channels].
    pub shape: Vec<usize>,
    /// Weights and the like.
    pub constant: Option<Rc<Constant>>,
}

/// One step.
#[derive(Debug)]
pub struct Operator {
    /// What it does.
    pub kind: Kind,
    /// Tensors, `None` where an optional one is left out.
    pub inputs: Vec<Option<usize>>,
    /// Tensors.
    pub outputs: Vec<usize>,
}

impl Graph {
    /// Reads the only subgraph of `model`.
    pub fn read(model: &Model<'_>) -> Result<Self> {
        let Some(subgraphs) = model.subgraphs() else { return inconsistent("no subgraph") };
        if subgraphs.len() != 1 {
            return unsupported(format!("{} subgraphs, expected one", subgraphs.len()));
        }
        let subgraph = subgraphs.get(0);
        let (Some(tensors), Some(operators)) = (subgraph.tensors(), subgraph.operators()) else {
            return inconsistent("no tensors or no operators");
        };
        if tensors.len() > MAX_TENSORS || operators.len() > MAX_TENSORS {
            return unsupported(format!("{} tensors and {} operators", tensors.len(), operators.len()));
        }
        let mut budget = Budget::default();
        let tensors =
            tensors.iter().map(|tensor| read_tensor(&tensor, model, &mut budget)).collect::<Result<Vec<_>>>()?;
        let mut graph = Self {
            inputs: indices(subgraph.inputs(), tensors.len())?,
            outputs: indices(subgraph.outputs(), tensors.len())?,
            tensors,
            operators: Vec::with_capacity(operators.len()),
        };
        for operator in operators {
            graph.add(&operator, model)?;
        }
        Ok(graph)
    }

    fn add(&mut self, operator: &schema::Operator<'_>, model: &Model<'_>) -> Result<()> {
        let inputs = optional_indices(operator.inputs(), self.tensors.len())?;
        let outputs = indices(operator.outputs(), self.tensors.len())?;
        match kind(operator, model)? {
            // Constants are whole 32-bit floats by now, so both only give them another name.
            Kind::Dequantize | Kind::Densify => self.rename(&inputs, &outputs),
            kind => {
                self.operators.push(Operator { kind, inputs, outputs });
                Ok(())
            }
        }
    }

    fn rename(&mut self, inputs: &[Option<usize>], outputs: &[usize]) -> Result<()> {
        let (&[Some(from)], &[to]) = (inputs, outputs) else {
            return inconsistent("DEQUANTIZE and DENSIFY take one tensor and give one");
        };
        let source = self.tensor(from)?;
        let Some(constant) = source.constant.clone() else {
            return unsupported(format!("{}: values unpacked while running", source.name));
        };
        let shape = source.shape.clone();
        match self.tensors.get_mut(to) {
            Some(target) if target.shape == shape => {
                target.constant = Some(constant);
                Ok(())
            }
            _ => inconsistent("values change their shape by being unpacked"),
        }
    }

    /// Tensor number `index`.
    pub fn tensor(&self, index: usize) -> Result<&Tensor> {
        self.tensors.get(index).map_or_else(|| inconsistent(format!("no tensor number {index}")), Ok)
    }
}

fn read_tensor(tensor: &schema::Tensor<'_>, model: &Model<'_>, budget: &mut Budget) -> Result<Tensor> {
    let name = tensor.name().unwrap_or_default().to_owned();
    if name.len() > MAX_LENGTH {
        return unsupported(format!("a name of {} bytes", name.len()));
    }
    let mut shape = Vec::new();
    let mut elements = 1usize;
    let declared = tensor.shape();
    if declared.is_some_and(|shape| shape.len() > MAX_AXES) {
        return unsupported(format!("{name}: more than {MAX_AXES} axes"));
    }
    for extent in declared.into_iter().flatten() {
        match usize::try_from(extent) {
            Ok(extent @ 1..=MAX_EXTENT) => {
                elements = elements.saturating_mul(extent);
                shape.push(extent);
            }
            _ => return inconsistent(format!("{name}: an axis of {extent}")),
        }
    }
    if elements > MAX_ELEMENTS {
        return unsupported(format!("{name}: more than {MAX_ELEMENTS} elements"));
    }
    let constant = constant(tensor, &name, &shape, model, budget)?.map(Rc::new);
    Ok(Tensor { name, shape, constant })
}

fn indices(list: Option<Vector<'_, i32>>, tensors: usize) -> Result<Vec<usize>> {
    optional_indices(list, tensors)?
        .into_iter()
        .map(|index| index.map_or_else(|| inconsistent("a tensor that must be there is left out"), Ok))
        .collect()
}

fn optional_indices(list: Option<Vector<'_, i32>>, tensors: usize) -> Result<Vec<Option<usize>>> {
    if let Some(list) = list
        && list.len() > MAX_LENGTH
    {
        return unsupported(format!("an operator with {} tensors", list.len()));
    }
    list.into_iter()
        .flatten()
        .map(|index| match usize::try_from(index) {
            Ok(index) if index < tensors => Ok(Some(index)),
            Err(_) if index == -1 => Ok(None),
            _ => inconsistent(format!("tensor {index} of {tensors}")),
        })
        .collect()
}
