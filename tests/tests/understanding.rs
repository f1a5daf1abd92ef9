//! A pack with a speech network: the statement is judged by its words. The network is made here: it knows a tone for each
//! character, and the sound is those tones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::f64::consts::TAU;
use std::fs;
use std::path::{Path, PathBuf};

use heyan::StatementSession;
use heyan::rules::statement::Script;
use heyan::vision::speech::{Samples, Sound};
use heyan_convert::onnx::{
    FLOAT, GraphProto, INT64, ModelProto, NodeProto, OperatorSetIdProto, TensorProto, value_info,
};
use prost::Message;

const RATE: usize = 16_000;
/// Samples of a step: 20 ms, whole waves of every tone.
const STEP: usize = 320;
/// Each character said once, so that tones and characters go together.
const TEXT: &str = "本人承诺提交的网站备案信息真实有效，如违规愿意接受处理。";

fn characters() -> Vec<char> {
    let mut list: Vec<char> = TEXT.chars().filter(|c| !"，。".contains(*c)).collect();
    list.dedup();
    list
}

/// Sample `n` of the tone of character `k`.
fn tone(k: usize, n: usize) -> f64 {
    (TAU * 50.0 * (4 + k) as f64 * n as f64 / RATE as f64).cos()
}

fn tensor(name: &str, dims: &[i64], data_type: i32, bytes: Vec<u8>) -> TensorProto {
    TensorProto { dims: dims.to_vec(), data_type: Some(data_type), name: Some(name.to_owned()), raw_data: Some(bytes) }
}

fn node(op: &str, inputs: &[&str], output: &str) -> NodeProto {
    NodeProto {
        input: inputs.iter().map(|name| (*name).to_owned()).collect(),
        output: vec![output.to_owned()],
        name: Some(output.to_owned()),
        op_type: Some(op.to_owned()),
        attribute: Vec::new(),
    }
}

/// Scores of each step: how much of each tone is in it, and a quarter for the blank.
fn network() -> Vec<u8> {
    let classes = characters().len() + 1;
    let mut weights = Vec::new();
    for n in 0..STEP {
        weights.extend(0f32.to_le_bytes());
        (0..classes - 1).for_each(|k| weights.extend(((tone(k, n) * 2.0 / STEP as f64) as f32).to_le_bytes()));
    }
    let bias = (0..classes).flat_map(|k| if k == 0 { 0.25f32 } else { 0.0 }.to_le_bytes()).collect();
    let shape = [1i64, -1, STEP as i64].iter().flat_map(|n| n.to_le_bytes()).collect();
    // An extent of zero names none: both lengths are the sound's own.
    let mut input = value_info("sound", &[1, 0]);
    let mut output = value_info("scores", &[1, 0, classes]);
    for info in [&mut input, &mut output] {
        let shape = info.r#type.as_mut().unwrap().tensor_type.as_mut().unwrap().shape.as_mut().unwrap();
        shape.dim[1].dim_value = None;
    }
    let graph = GraphProto {
        node: vec![
            node("Reshape", &["sound", "shape"], "steps"),
            node("MatMul", &["steps", "weights"], "tones"),
            node("Add", &["tones", "bias"], "scores"),
        ],
        name: Some("tones".to_owned()),
        initializer: vec![
            tensor("shape", &[3], INT64, shape),
            tensor("weights", &[STEP as i64, classes as i64], FLOAT, weights),
            tensor("bias", &[classes as i64], FLOAT, bias),
        ],
        input: vec![input],
        output: vec![output],
    };
    ModelProto {
        ir_version: Some(8),
        producer_name: Some("heyan tests".to_owned()),
        graph: Some(graph),
        opset_import: vec![OperatorSetIdProto { domain: Some(String::new()), version: Some(13) }],
    }
    .encode_to_vec()
}

/// The pack that set-up made, with the network and `tokens` beside its files.
fn pack(name: &str, tokens: Option<&str>) -> PathBuf {
    let made = std::env::var_os("HEYAN_PACK")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../models/pack")), PathBuf::from);
    let pack = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::remove_dir_all(&pack).ok();
    fs::create_dir_all(&pack).unwrap();
    for entry in fs::read_dir(&made).expect("run `cargo xtask setup` first").flatten() {
        if entry.path().is_file() && fs::hard_link(entry.path(), pack.join(entry.file_name())).is_err() {
            fs::copy(entry.path(), pack.join(entry.file_name())).unwrap();
        }
    }
    fs::write(pack.join("speech.onnx"), network()).unwrap();
    if let Some(tokens) = tokens {
        fs::write(pack.join("speech_tokens.txt"), tokens).unwrap();
    }
    pack
}

/// A list of tokens as sherpa writes it.
fn tokens() -> String {
    let characters = characters();
    let lines = characters.iter().enumerate().map(|(i, c)| format!("{c} {}\n", i + 1));
    std::iter::once("<blk> 0\n".to_owned()).chain(lines).collect()
}

/// Tones of `said`: 200 ms each, 100 ms apart, and half a second of silence.
fn sound(said: &str) -> Vec<f32> {
    let characters = characters();
    let mut sound = Vec::new();
    for c in said.chars() {
        if let Some(k) = characters.iter().position(|known| *known == c) {
            sound.extend((0..10 * STEP).map(|n| (0.5 * tone(k, n)) as f32));
            sound.extend(std::iter::repeat_n(0.0, 5 * STEP));
        }
    }
    sound.extend(std::iter::repeat_n(0.0, 25 * STEP));
    sound
}

fn missing(pack: &Path, said: &str) -> (f64, Vec<String>) {
    let script = Script::of_text(TEXT).unwrap();
    let mut session = StatementSession::open(pack, 1, script).unwrap();
    // Chunks as a microphone gives them, cut anywhere.
    for chunk in sound(said).chunks(4_321) {
        session.hear(&Sound::new(RATE as u32, 1, Samples::F32(chunk)).unwrap()).unwrap();
    }
    let report = session.finish(None).unwrap();
    let text = report.outcome.text.clone().expect("the network listened");
    let chars: Vec<char> = TEXT.chars().collect();
    let missing = text.missing.iter().map(|[from, to]| chars[*from..*to].iter().collect()).collect();
    let json = report.to_json("clip", heyan::rules::words::Lang::En);
    assert_eq!(json["text"]["characters"], 26);
    (text.matched, missing)
}

#[test]
fn words_are_understood_by_the_network_that_the_user_supplies() {
    let pack = pack("speech-pack", Some(&tokens()));
    assert_eq!(missing(&pack, TEXT), (1.0, vec![]));
    let (matched, left_out) = missing(&pack, "本人承诺提交的网站备案愿意接受处理");
    assert_eq!(left_out, ["信息真实有效，如违规"]);
    assert!((matched - 17.0 / 26.0).abs() < 1e-9);
    assert_eq!(missing(&pack, "").0, 0.0);
}

#[test]
fn a_network_without_its_tokens_is_an_error_that_names_the_file() {
    let script = || Script::of_text(TEXT).unwrap();
    let told = |pack: &Path| StatementSession::open(pack, 1, script()).err().unwrap().to_string();
    assert!(told(&pack("speech-none", None)).contains("speech_tokens.txt"));
    assert!(told(&pack("speech-wrong", Some("<blk> 0\n本 7\n"))).contains("index"));
}
