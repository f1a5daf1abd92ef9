//! The converted networks against TFLite itself: `models/golden/*.json` hold what its interpreter answers to made-up
//! inputs (`models/golden/make.py`). Needs `cargo xtask setup`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use std::path::{Path, PathBuf};

use heyan_vision::model::{Model, OrtModel, Pack, Tensor};
use serde_json::Value;

/// The models, as the program would find them from the package's folder.
fn pack() -> Pack {
    let named = std::env::var_os("HEYAN_PACK").filter(|value| !value.is_empty()).map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|dir| dir.join("models/pack"));
    let found = named.into_iter().chain(above).find(|dir| dir.is_dir());
    Pack::new(&found.expect("no models/pack: run `cargo xtask setup` before the tests"))
}

/// Height, width, channel order. As `noise` in make.py.
fn noise(size: i32) -> Vec<i32> {
    (0..(size * size * 3).cast_unsigned())
        .map(|i| {
            let h = i.wrapping_mul(2_654_435_761);
            ((h ^ (h >> 15)).wrapping_mul(2_246_822_519) >> 24).cast_signed()
        })
        .collect()
}

/// A drawn head and shoulders. As `figure` in make.py.
fn figure(size: i32) -> Vec<i32> {
    let mut bytes = Vec::new();
    for r in 0..size {
        for c in 0..size {
            let place = |n: i32| (200 * (2 * n + 1 - size)).div_euclid(size);
            bytes.extend(colour(place(c), place(r)));
        }
    }
    bytes
}

fn colour(x: i32, y: i32) -> [i32; 3] {
    let square = |n: i32| i64::from(n).pow(2);
    let oval = |at_x: i32, at_y: i32, wide: i32, high: i32| {
        square((x - at_x) * high) + square((y - at_y) * wide) <= square(wide * high)
    };
    let shade = x.abs() / 3;
    let mut colour = [90 + x.div_euclid(8), 110 + y.div_euclid(8), 120 - x.div_euclid(8)];
    let mut paint = |inside: bool, over: [i32; 3]| {
        if inside {
            colour = over;
        }
    };
    paint(oval(0, 260, 190, 150), [50, 60, 110 - shade / 4]);
    paint(x.abs() < 45 && y > 60 && y < 150, [180 - shade, 130 - shade, 105 - shade]);
    paint(oval(0, -45, 102, 120), [60 - shade / 4, 45 - shade / 4, 35 - shade / 4]);
    paint(oval(0, -10, 90, 120), [215 - shade, 165 - shade, 140 - shade]);
    for side in [-1, 1] {
        paint((x - side * 38).abs() < 22 && (y + 52).abs() < 4, [70, 50, 40]);
        paint(oval(side * 38, -32, 17, 8), [235, 235, 235]);
        paint(oval(side * 38, -32, 7, 7), [40, 30, 25]);
        paint(oval(side * 8, 28, 6, 4), [110, 70, 60]);
    }
    paint(x.abs() < 5 && y > -30 && y < 22, [230, 180, 155]);
    paint(oval(0, 62, 34, 10), [150, 60, 60]);
    paint(x.abs() < 30 && (y - 62).abs() < 2, [90, 35, 35]);
    colour
}

/// Every output of `network` is within its tolerance of what TFLite answered.
fn check(network: &'static str, tolerances: &[f64]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../models/golden/{network}.json"));
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let size = i32::try_from(golden["size"].as_i64().unwrap()).unwrap();
    let signed = golden["range"] == "-1..1";
    let mut model = OrtModel::open(&pack(), network, &format!("{network}.onnx"), 1).unwrap();
    for (name, bytes) in [("noise", noise(size)), ("figure", figure(size))] {
        let scale = |byte: i32| {
            let byte = f32::from(u8::try_from(byte).unwrap());
            if signed { byte / 127.5 - 1.0 } else { byte / 255.0 }
        };
        let side = usize::try_from(size).unwrap();
        let input = Tensor { shape: vec![1, side, side, 3], data: bytes.into_iter().map(scale).collect() };
        let mut read = |views: &[heyan_vision::model::View<'_>]| {
            let expected = golden[name].as_array().unwrap();
            assert_eq!((views.len(), views.len()), (expected.len(), tolerances.len()));
            for ((view, expected), &tolerance) in views.iter().zip(expected).zip(tolerances) {
                compare(
                    &format!("{network}, {name}, {}", expected["name"]),
                    view.shape,
                    view.data,
                    expected,
                    tolerance,
                );
            }
            Ok(())
        };
        model.run(&input, &mut read).unwrap();
    }
}

fn compare(what: &str, shape: &[usize], data: &[f32], expected: &Value, tolerance: f64) {
    assert_eq!(serde_json::json!(shape), expected["shape"], "{what}");
    let values = expected["values"].as_array().unwrap();
    let last = (values.len() - 1).max(1);
    let mut largest = 0.0f64;
    for (k, value) in values.iter().enumerate() {
        let got = f64::from(data[k * (data.len() - 1) / last]);
        largest = largest.max((got - value.as_f64().unwrap()).abs());
    }
    let count = data.len() as f64;
    let of_all = |figure: &str, got: f64| (got - expected[figure].as_f64().unwrap()).abs();
    let weight = |i: usize| (i % 997 + 1) as f64 / 997.0;
    largest = largest
        .max(of_all("max", f64::from(data.iter().copied().fold(f32::MIN, f32::max))))
        .max(of_all("mean", data.iter().map(|v| f64::from(*v)).sum::<f64>() / count))
        .max(of_all(
            "weighted_mean",
            data.iter().enumerate().map(|(i, v)| f64::from(*v) * weight(i)).sum::<f64>() / count,
        ));
    assert!(largest <= tolerance, "{what}: differs by {largest:.1e}, at most {tolerance:.0e} is rounding");
    eprintln!("{what}: differs by at most {largest:.1e}");
}

// Tolerances: two to five times the largest difference measured between ONNX Runtime 1.32 and TFLite on real pictures and
// on noise, as processors sum in different orders. A wrong pad or layout is off by whole units.

#[test]
fn face_detection_answers_as_tflite_does() {
    // Measured: 1.4e-4 of boxes up to 147 pixels, 1.6e-4 of scores up to 41.
    check("face_detection", &[5e-4, 5e-4]);
}

#[test]
fn face_landmark_answers_as_tflite_does() {
    // Measured: 1.4e-4 of positions up to 161 pixels, 4.8e-6 of the presence.
    check("face_landmark", &[5e-4, 5e-5]);
}

#[test]
fn selfie_segmentation_answers_as_tflite_does() {
    // Measured: 5.2e-5 of a mask in 0..1.
    check("selfie_segmentation", &[2e-4]);
}
