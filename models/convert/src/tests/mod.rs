//! The whole way on tiny networks: what is written, what is refused, and that no bytes whatever make it panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod tiny;

use prost::Message;

use crate::onnx::{GraphProto, ModelProto, NodeProto, TensorProto};
use crate::{ConvertError, tflite_to_onnx};
use tiny::{Field, Rows, Tiny};

fn graph(file: &[u8]) -> GraphProto {
    ModelProto::decode(tflite_to_onnx(file).unwrap().as_slice()).unwrap().graph.unwrap()
}

fn operators(graph: &GraphProto) -> Vec<&str> {
    graph.node.iter().filter_map(|node| node.op_type.as_deref()).filter(|name| *name != "Cast").collect()
}

fn node<'g>(graph: &'g GraphProto, operator: &str) -> &'g NodeProto {
    graph.node.iter().find(|node| node.op_type.as_deref() == Some(operator)).unwrap()
}

fn pads(node: &NodeProto) -> &[i64] {
    &node.attribute.iter().find(|a| a.name.as_deref() == Some("pads")).unwrap().ints
}

fn tensor<'g>(graph: &'g GraphProto, name: &str) -> &'g TensorProto {
    graph.initializer.iter().find(|t| t.name.as_deref() == Some(name)).unwrap()
}

/// Stored as whole floats.
fn values(tensor: &TensorProto) -> Vec<f32> {
    assert_eq!(tensor.data_type, Some(crate::onnx::FLOAT));
    tensor.raw_data.as_ref().unwrap().as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect()
}

fn ints(tensor: &TensorProto) -> Vec<i64> {
    tensor.raw_data.as_ref().unwrap().as_chunks::<8>().0.iter().map(|b| i64::from_le_bytes(*b)).collect()
}

/// A picture of 5 by 4 with two channels through a convolution to three, SAME, stride 2, with ReLU6.
fn one_convolution() -> Tiny {
    let mut tiny = Tiny::default();
    let weights: Vec<f32> = (0..54u8).map(f32::from).collect();
    let input = tiny.tensor("picture", &[1, 5, 4, 2]);
    let packed = tiny.halves("packed", &[3, 3, 3, 2], &weights, None);
    let unpacked = tiny.tensor("weights", &[3, 3, 3, 2]);
    let bias = tiny.floats("bias", &[3], &[0.5, 0.25, 1e-9]);
    let output = tiny.tensor("answer", &[1, 3, 2, 3]);
    tiny.step(6, &[packed], &[unpacked]);
    let fields = [(0, Field::Byte(0)), (1, Field::Int(2)), (2, Field::Int(2)), (3, Field::Byte(3))];
    tiny.step_with(3, &[input, unpacked, bias], &[output], 1, &fields);
    (tiny.inputs, tiny.outputs) = (vec![input], vec![output]);
    tiny
}

/// Every operator once, or more.
fn everything() -> Tiny {
    let mut tiny = Tiny::default();
    let input = tiny.tensor("in", &[1, 4, 4, 2]);
    let slopes = tiny.floats("slopes", &[1, 1, 2], &[0.25, 1.5]);
    let bent = tiny.tensor("bent", &[1, 4, 4, 2]);
    tiny.step(54, &[input, slopes], &[bent]);
    let depth = tiny.floats("depth", &[1, 3, 3, 2], &[1.0; 18]);
    let deep = tiny.tensor("deep", &[1, 4, 4, 2]);
    let sliding = [(1, Field::Int(1)), (2, Field::Int(1))];
    tiny.step_with(4, &[bent, depth, -1], &[deep], 2, &sliding);
    let amounts = tiny.ints("amounts", &[4, 2], &[0, 0, 0, 1, 0, 1, 0, 2]);
    let wide = tiny.tensor("wide", &[1, 5, 5, 4]);
    tiny.step(34, &[deep, amounts], &[wide]);
    let largest = tiny.tensor("largest", &[1, 4, 4, 4]);
    let window = [(0, Field::Byte(1)), (1, Field::Int(1)), (2, Field::Int(1)), (3, Field::Int(2)), (4, Field::Int(2))];
    tiny.step_with(17, &[wide], &[largest], 5, &window);
    let rows = Rows { segments: vec![0, 1, 1, 3, 4], columns: vec![2, 0, 3, 1] };
    let sparse = tiny.halves("sparse", &[4, 1, 1, 4], &[1.0, 2.0, 3.0, 4.0], Some(rows));
    let dense = tiny.tensor("dense", &[4, 1, 1, 4]);
    let weights = tiny.tensor("weights", &[4, 1, 1, 4]);
    tiny.step(124, &[sparse], &[dense]);
    tiny.step(6, &[dense], &[weights]);
    let mixed = tiny.tensor("mixed", &[1, 4, 4, 4]);
    tiny.step_with(3, &[largest, weights], &[mixed], 1, &sliding);
    let mean = tiny.tensor("mean", &[1, 1, 1, 4]);
    let whole = [(0, Field::Byte(1)), (1, Field::Int(4)), (2, Field::Int(4)), (3, Field::Int(4)), (4, Field::Int(4))];
    tiny.step_with(1, &[mixed], &[mean], 5, &whole);
    let gate = tiny.tensor("gate", &[1, 1, 1, 4]);
    tiny.step(14, &[mean], &[gate]);
    let gated = tiny.tensor("gated", &[1, 4, 4, 4]);
    tiny.step_with(18, &[mixed, gate], &[gated], 21, &[]);
    let swished = tiny.tensor("swished", &[1, 4, 4, 4]);
    tiny.step(117, &[gated], &[swished]);
    let shift = tiny.floats("shift", &[4], &[1.0, 2.0, 3.0, 4.0]);
    let shifted = tiny.tensor("shifted", &[1, 4, 4, 4]);
    tiny.step_with(0, &[swished, shift], &[shifted], 11, &[(0, Field::Byte(1))]);
    let magnitude = tiny.tensor("magnitude", &[1, 4, 4, 4]);
    tiny.step(101, &[shifted], &[magnitude]);
    let below = tiny.tensor("below", &[1, 4, 4, 4]);
    tiny.step_with(41, &[shifted, magnitude], &[below], 28, &[]);
    let spread = tiny.tensor("spread", &[1, 8, 8, 1]);
    tiny.step_with(5, &[below], &[spread], 94, &[(0, Field::Int(2))]);
    let kernel = tiny.floats("kernel", &[1, 2, 2, 4], &[0.5; 16]);
    let offset = tiny.floats("offset", &[1], &[0.1]);
    let grown = tiny.tensor("grown", &[1, 8, 8, 1]);
    tiny.step(32, &[shifted, kernel, offset], &[grown]);
    let options = [1i32, 2, 2].iter().flat_map(|n| n.to_le_bytes()).collect();
    tiny.steps.last_mut().unwrap().custom = Some(("Convolution2DTransposeBias", options));
    let both = tiny.tensor("both", &[1, 8, 8, 2]);
    tiny.step_with(2, &[spread, grown], &[both], 10, &[(0, Field::Int(-1))]);
    let positive = tiny.tensor("positive", &[1, 8, 8, 2]);
    tiny.step(19, &[both], &[positive]);
    let size = tiny.ints("size", &[2], &[16, 16]);
    let large = tiny.tensor("large", &[1, 16, 16, 2]);
    tiny.step_with(23, &[positive, size], &[large], 15, &[(3, Field::Byte(1))]);
    let list = tiny.tensor("list", &[1, 512]);
    tiny.step(22, &[large], &[list]);
    (tiny.inputs, tiny.outputs) = (vec![input], vec![list, spread]);
    tiny
}

#[test]
fn a_convolution_keeps_its_ends_and_has_channels_first_inside() {
    let graph = graph(&one_convolution().build());
    assert_eq!(operators(&graph), ["Transpose", "Conv", "Clip", "Transpose"]);
    assert_eq!(graph.input[0].name.as_deref(), Some("picture"));
    assert_eq!(graph.output[0].name.as_deref(), Some("answer"));
    assert_eq!(graph.node.last().unwrap().output, ["answer"]);
    let conv = node(&graph, "Conv");
    // 5 → 3 by 3 at stride 2 needs one zero on both sides, 4 → 2 one at the end.
    assert_eq!(pads(conv), [1, 0, 1, 1]);
    let weights = tensor(&graph, &conv.input[1]);
    assert_eq!(weights.dims, [3, 2, 3, 3]);
    assert_eq!(values(weights)[..4], [0.0, 2.0, 4.0, 6.0]);
    assert_eq!(values(tensor(&graph, &conv.input[2])), [0.5, 0.25, 1e-9]);
}

#[test]
fn weights_that_halves_hold_are_stored_as_halves() {
    let mut tiny = one_convolution();
    let graph_of_few = graph(&tiny.build());
    assert!(graph_of_few.node.iter().all(|node| node.op_type.as_deref() != Some("Cast")));
    // 16 output channels make the weights worth it.
    let weights: Vec<f32> = (0..288u16).map(f32::from).collect();
    tiny.tensors[1].data = weights.iter().flat_map(|v| half::f16::from_f32(*v).to_le_bytes()).collect();
    for index in [1, 2] {
        tiny.tensors[index].shape = vec![16, 3, 3, 2];
    }
    tiny.tensors[3].shape = vec![16];
    tiny.tensors[3].data = [1e-9f32; 16].iter().flat_map(|v| v.to_le_bytes()).collect();
    tiny.tensors[4].shape = vec![1, 3, 2, 16];
    let graph = graph(&tiny.build());
    let stored = tensor(&graph, &node(&graph, "Cast").input[0]);
    assert_eq!((stored.data_type, stored.dims.as_slice()), (Some(crate::onnx::FLOAT16), [16, 2, 3, 3].as_slice()));
    assert_eq!(stored.raw_data.as_ref().unwrap().len(), 288 * 2);
}

#[test]
fn every_operator_is_written() {
    let graph = graph(&everything().build());
    let expected = [
        "Transpose",
        "Relu",
        "Conv",
        "Conv",
        "Add",
        "Conv",
        "Pad",
        "MaxPool",
        "Conv",
        "AveragePool",
        "Sigmoid",
        "Mul",
        "HardSigmoid",
        "Mul",
        "Add",
        "Relu",
        "Abs",
        "Sub",
        "DepthToSpace",
        "ConvTranspose",
        "Concat",
        "Relu",
        "Resize",
        "Transpose",
        "Reshape",
        "Transpose",
    ];
    assert_eq!(operators(&graph), expected);
    let names: Vec<_> = graph.output.iter().filter_map(|output| output.name.as_deref()).collect();
    assert_eq!(names, ["list", "spread"]);
    // Height, width, then channels last in TFLite; channels second here. Before all axes, then after.
    assert_eq!(ints(tensor(&graph, &node(&graph, "Pad").input[1])), [0, 0, 0, 0, 0, 2, 1, 1]);
    assert_eq!(ints(tensor(&graph, &node(&graph, "Resize").input[3])), [1, 2, 16, 16]);
    let axis = node(&graph, "Concat").attribute[0].i;
    assert_eq!(axis, Some(1));
    assert_eq!(tensor(&graph, &node(&graph, "ConvTranspose").input[1]).dims, [4, 1, 2, 2]);
}

#[test]
fn slopes_become_two_convolutions() {
    let graph = graph(&everything().build());
    let convolutions: Vec<_> = graph.node.iter().filter(|node| node.op_type.as_deref() == Some("Conv")).collect();
    assert_eq!(values(tensor(&graph, &convolutions[0].input[1])), [0.25, 1.5]);
    assert_eq!(values(tensor(&graph, &convolutions[1].input[1])), [0.75, -0.5]);
    assert_eq!(convolutions[1].input[0], node(&graph, "Relu").output[0]);
}

#[test]
fn sparse_rows_are_filled_up() {
    let graph = graph(&everything().build());
    let convolutions: Vec<_> = graph.node.iter().filter(|node| node.op_type.as_deref() == Some("Conv")).collect();
    let weights = values(tensor(&graph, &convolutions[3].input[1]));
    #[rustfmt::skip]
    assert_eq!(weights, [
        0.0, 0.0, 1.0, 0.0,
        0.0, 0.0, 0.0, 0.0,
        2.0, 0.0, 0.0, 3.0,
        0.0, 4.0, 0.0, 0.0,
    ]);
}

#[test]
fn the_same_bytes_give_the_same_bytes() {
    let file = everything().build();
    assert_eq!(tflite_to_onnx(&file).unwrap(), tflite_to_onnx(&file).unwrap());
}

#[test]
fn every_node_uses_what_stands_before_it_and_no_name_is_given_twice() {
    let mut tiny = everything();
    // Names need not be unique in TFLite.
    for tensor in &mut tiny.tensors[1..8] {
        tensor.name = "same".to_owned();
    }
    tiny.tensors[8].name = "same#2".to_owned();
    let graph = graph(&tiny.build());
    let mut known: std::collections::BTreeSet<String> = [String::new(), "in".to_owned()].into();
    known.extend(graph.initializer.iter().map(|t| t.name.clone().unwrap()));
    assert_eq!(known.len(), graph.initializer.len() + 2);
    for node in &graph.node {
        assert!(node.input.iter().all(|name| known.contains(name)), "{node:?}");
        assert!(known.insert(node.output[0].clone()), "{node:?}");
    }
    assert!(graph.output.iter().all(|output| known.contains(output.name.as_ref().unwrap())));
}

fn refused(change: impl FnOnce(&mut Tiny)) -> ConvertError {
    let mut tiny = everything();
    change(&mut tiny);
    tflite_to_onnx(&tiny.build()).unwrap_err()
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let inconsistent = |change: fn(&mut Tiny)| {
        let error = refused(change);
        assert!(matches!(error, ConvertError::Inconsistent(_)), "{error}");
    };
    inconsistent(|t| t.inputs = vec![1000]);
    inconsistent(|t| t.inputs = vec![]);
    inconsistent(|t| t.tensors[0].shape[1] = -1);
    inconsistent(|t| t.tensors[0].shape[1] = 1 << 20);
    inconsistent(|t| t.tensors[0].shape[1] = 9);
    inconsistent(|t| t.tensors[1].data.truncate(4));
    inconsistent(|t| t.steps[0].inputs.truncate(1));
    inconsistent(|t| t.steps[0].outputs.push(0));
    inconsistent(|t| t.steps.swap(0, 1));
    inconsistent(|t| t.steps[3].options = None);
    inconsistent(|t| t.tensors[8].rows.as_mut().unwrap().columns[0] = 4);
    inconsistent(|t| t.tensors[8].rows.as_mut().unwrap().segments[1] = 5);
    inconsistent(|t| t.tensors[8].rows.as_mut().unwrap().segments[2] = -1);
    inconsistent(|t| {
        t.steps.push(tiny::Step { code: 19, custom: None, inputs: vec![0], outputs: vec![2], options: None })
    });
}

#[test]
fn what_is_not_known_is_refused() {
    let unsupported = |change: fn(&mut Tiny)| {
        let error = refused(change);
        assert!(matches!(error, ConvertError::Unsupported(_)), "{error}");
    };
    unsupported(|t| t.steps[0].code = 40);
    unsupported(|t| t.tensors[1].kind = 9);
    unsupported(|t| t.tensors[1].data.clear());
    unsupported(|t| t.tensors[0].name = "x".repeat(300));
    unsupported(|t| t.tensors[0].shape = vec![1; 9]);
    unsupported(|t| t.steps[1].options.as_mut().unwrap().1.push((4, Field::Byte(4))));
    unsupported(|t| t.steps.iter_mut().filter_map(|s| s.custom.as_mut()).for_each(|c| c.0 = "Convolution"));
    let error = refused(|t| t.steps.iter_mut().filter_map(|s| s.custom.as_mut()).for_each(|c| c.0 = "Other"));
    assert_eq!(error.to_string(), "not supported: custom operator Other");
}

#[test]
fn a_constant_used_by_many_cannot_fill_the_memory() {
    let mut tiny = Tiny::default();
    let input = tiny.tensor("in", &[1, 1, 1, 4096]);
    let weights = tiny.floats("weights", &[2048, 1, 1, 4096], &vec![1.0; 2048 * 4096]);
    let fields = [(1, Field::Int(1)), (2, Field::Int(1))];
    for index in 0..5 {
        let output = tiny.tensor(&format!("out{index}"), &[1, 1, 1, 2048]);
        tiny.step_with(3, &[input, weights], &[output], 1, &fields);
        tiny.outputs = vec![output];
    }
    tiny.inputs = vec![input];
    let error = tflite_to_onnx(&tiny.build()).unwrap_err();
    assert!(matches!(error, ConvertError::Unsupported(_)), "{error}");
}

#[test]
fn other_files_are_told_from_damaged_ones() {
    assert!(matches!(tflite_to_onnx(b""), Err(ConvertError::NotTflite)));
    assert!(matches!(tflite_to_onnx(b"\x89PNG\r\n\x1a\n and so on"), Err(ConvertError::NotTflite)));
    let file = one_convolution().build();
    assert!(matches!(tflite_to_onnx(&file[..file.len() / 2]), Err(ConvertError::Damaged(_))));
    let huge = vec![0; (64 << 20) + 1];
    assert!(matches!(tflite_to_onnx(&huge), Err(ConvertError::TooLarge { .. })));
}

#[test]
fn no_cut_file_panics() {
    let file = everything().build();
    for length in 0..file.len() {
        assert!(tflite_to_onnx(&file[..length]).is_err());
    }
}

/// A small generator of pseudo-random numbers (xorshift64*, Vigna 2016), so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) as usize;
        high % bound
    }
}

#[test]
fn no_changed_file_panics() {
    const EXTREMES: [u32; 8] = [0, 1, 4, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF_FFFC, 0x0001_0000];
    let file = everything().build();
    let mut random = Random(0x5EED);
    let (mut accepted, mut refused) = (0, 0);
    for _ in 0..60_000 {
        let mut changed = file.clone();
        for _ in 0..=random.below(3) {
            let at = random.below(changed.len() - 4);
            match random.below(3) {
                0 => changed[at] ^= 1 << random.below(8),
                1 => changed[at] = random.below(256) as u8,
                _ => {
                    let word = EXTREMES[random.below(EXTREMES.len())].to_le_bytes();
                    changed[at / 4 * 4..at / 4 * 4 + 4].copy_from_slice(&word);
                }
            }
        }
        if random.below(8) == 0 {
            changed.truncate(random.below(changed.len()));
        }
        match tflite_to_onnx(&changed) {
            Ok(_) => accepted += 1,
            Err(_) => refused += 1,
        }
    }
    // Weights may be anything, structure may not: both must have been reached.
    assert!(accepted > 1000 && refused > 1000, "{accepted} accepted, {refused} refused");
}
