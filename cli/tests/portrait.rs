//! `heyan portrait` by the real program: a real person before drawn walls, and what no portrait is.

// Helpers of tests state what must hold, as the tests themselves do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use heyan::vision::frame::{DecodeLimits, Frame, decode};
use heyan::vision::model::{OrtModel, Pack};
use heyan::vision::person::{MASK_SIDE, Segmenter};
use image::{Rgb, RgbImage, imageops};
use serde_json::Value;

fn heyan(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heyan"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).arg("portrait").args(args).output().unwrap()
}

/// A folder under `models/`, which set-up makes.
fn models(variable: &str, name: &str) -> PathBuf {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let above = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../models").join(name);
    let found = named.unwrap_or(above);
    assert!(found.is_dir(), "no {}: run `cargo xtask setup` before the tests", found.display());
    found
}

/// A person of the sample pictures before a white wall, 900 × 1200, with what `draw` makes of the wall.
fn portrait(draw: impl Fn(u32, u32) -> Option<[u8; 3]>) -> RgbImage {
    let bytes = fs::read(models("HEYAN_CACHE", "cache").join("obama.jpg")).unwrap();
    let picture = decode(&bytes, &DecodeLimits::default()).unwrap();
    let pack = Pack::new(&models("HEYAN_PACK", "pack"));
    let model = OrtModel::open(&pack, "selfie_segmentation", "selfie_segmentation.onnx", 1).unwrap();
    let mut segmenter = Segmenter::new(Box::new(model));
    let mask = segmenter.run(&Frame::of_picture(&picture, 0).shrunk(MASK_SIDE)).unwrap();
    let side = MASK_SIDE as u32;
    let mask = RgbImage::from_fn(side, side, |x, y| Rgb([(mask[(y * side + x) as usize] * 255.0) as u8; 3]));
    let (width, height) = (picture.width(), picture.height());
    let mask = imageops::resize(&mask, width, height, imageops::FilterType::Triangle);
    let person = RgbImage::from_raw(width, height, picture.rgb().to_vec()).unwrap();
    let (left, top) = (900 - i64::from(width), 1200 - i64::from(height) + 60);
    RgbImage::from_fn(900, 1200, |x, y| {
        let wall = draw(x, y).unwrap_or_else(|| [242 - (y / 80) as u8; 3]);
        let (px, py) = (i64::from(x) - left / 2 - 40, i64::from(y) - top);
        if px < 0 || py < 0 || px >= i64::from(width) || py >= i64::from(height) {
            return Rgb(wall);
        }
        let share = (f32::from(mask.get_pixel(px as u32, py as u32)[0]) / 255.0 - 0.35).clamp(0.0, 0.5) / 0.5;
        let own = person.get_pixel(px as u32, py as u32);
        Rgb([0, 1, 2].map(|k: usize| (f32::from(own[k]) * share + f32::from(wall[k]) * (1.0 - share)) as u8))
    })
}

fn saved(image: &RgbImage, path: &Path) -> String {
    image.save(path).unwrap();
    path.to_str().unwrap().to_owned()
}

fn json(output: &Output) -> Value {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "{text} {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(&text).unwrap()
}

fn codes(object: &Value) -> Vec<&str> {
    let all = object["findings"].as_array().unwrap().iter();
    all.filter(|f| f["severity"] == "error").map(|f| f["code"].as_str().unwrap()).collect()
}

fn pack() -> String {
    models("HEYAN_PACK", "pack").to_str().unwrap().to_owned()
}

#[test]
fn a_good_portrait_is_accepted_exported_and_accepted_again() {
    let dir = tempfile::tempdir().unwrap();
    let picture = saved(&portrait(|_, _| None), &dir.path().join("good.jpg"));
    let export = dir.path().join("out.jpg");
    let out = heyan(&[&picture, "--json", "--pack", &pack(), "--export", export.to_str().unwrap()]);
    let object = json(&out);
    assert_eq!(codes(&object), Vec::<&str>::new(), "{object}");
    assert_eq!((out.status.code(), object["verdict"].as_str()), (Some(0), Some("accept")));
    assert_eq!(object["schema"], "heyan.portrait/1");
    for name in [
        "eye_distance_px",
        "head_height_ratio",
        "headroom_ratio",
        "centre_offset_ratio",
        "yaw_deg",
        "pitch_deg",
        "roll_deg",
        "background_lightness",
        "background_chroma",
        "background_clutter_ratio",
        "shoulder_tilt_deg",
        "sharpness",
        "exposure",
        "illumination_uniformity",
        "eyes_open",
        "mouth_open",
    ] {
        assert!(object["measurements"][name].is_number(), "{name}: {}", object["measurements"]);
    }
    assert_eq!(object["measurements"]["face_count"], 1);
    assert_eq!(object["measurements"]["left_shoulder_visible"], true);
    assert!(object["timing_ms"]["total"].as_f64().unwrap() > 0.0);
    let bytes = fs::read(&export).unwrap();
    assert!(bytes.len() < 4_000_000 && !bytes.windows(4).any(|w| w == b"Exif"));
    assert_eq!(image::image_dimensions(&export).unwrap(), (600, 800));
    assert!(object.get("ofiq").is_none(), "{object}");
    let report = dir.path().join("report");
    let report = report.to_str().unwrap();
    let again = heyan(&[export.to_str().unwrap(), "--json", "--pack", &pack(), "--ofiq", "--report", report]);
    let object = json(&again);
    assert_eq!(again.status.code(), Some(0), "{object}");
    let scores = object["ofiq"].as_object().unwrap();
    assert_eq!(scores.len(), 20, "{object}");
    assert!(scores.values().all(|score| score.as_u64().is_some_and(|score| score <= 100)), "{object}");
    assert!(fs::read_to_string(Path::new(report).join("report.html")).unwrap().contains("BackgroundUniformity"));
}

#[test]
fn a_thing_on_the_wall_is_named_drawn_and_nothing_is_exported() {
    let dir = tempfile::tempdir().unwrap();
    let place = 60..200;
    let drawn = portrait(|x, y| (place.contains(&x) && (120..300).contains(&y)).then_some([150, 40, 40]));
    let picture = saved(&drawn, &dir.path().join("box.png"));
    let (report, export) = (dir.path().join("report"), dir.path().join("out.jpg"));
    let (report, export) = (report.to_str().unwrap(), export.to_str().unwrap());
    let out = heyan(&[&picture, "--json", "--lang", "zh", "--pack", &pack(), "--report", report, "--export", export]);
    let object = json(&out);
    assert_eq!(out.status.code(), Some(1));
    assert_eq!(codes(&object), ["portrait.background_clutter"], "{object}");
    let finding = object["findings"].as_array().unwrap().iter().find(|f| f["severity"] == "error").unwrap();
    assert!(finding["message"].as_str().unwrap().contains("画面左上方"), "{finding}");
    for point in finding["region"].as_array().unwrap() {
        let (x, y) = (point[0].as_f64().unwrap(), point[1].as_f64().unwrap());
        assert!((50.0..210.0).contains(&x) && (110.0..310.0).contains(&y), "{point}");
    }
    let err = String::from_utf8(out.stderr).unwrap();
    assert!(err.lines().count() == 1 && err.contains("out.jpg"), "{err}");
    assert!(!Path::new(export).exists());
    let page = fs::read_to_string(Path::new(report).join("report.html")).unwrap();
    for part in ["人像照片检查", "墙面均匀程度", "双肩倾斜", "画面左上方", "class=\"head\"", "class=\"shoulder\""]
    {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("http://") && !page.contains("https://"));
    let pictures =
        fs::read_dir(report).unwrap().filter(|e| e.as_ref().unwrap().path().extension().is_some_and(|x| x == "png"));
    assert_eq!(pictures.count(), 2);
}

#[test]
fn what_is_no_portrait_says_so_in_one_line_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let text = dir.path().join("note.jpg");
    fs::write(&text, "not a picture").unwrap();
    let video = dir.path().join("clip.mp4");
    fs::write(&video, "not a video").unwrap();
    let missing = dir.path().join("missing.jpg");
    for path in [&text, &video, &missing, &dir.path().to_path_buf()] {
        let export = dir.path().join("out.jpg");
        let out = heyan(&[path.to_str().unwrap(), "--pack", &pack(), "--export", export.to_str().unwrap()]);
        let err = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(2), "{err}");
        assert_eq!(err.lines().count(), 1, "{err}");
        assert!(err.contains(path.to_str().unwrap()) && !err.contains("panicked"), "{err}");
        assert!(out.stdout.is_empty() && !export.exists());
    }
    for args in [&[][..], &["a.jpg", "--profile", "nonsense"], &["a.jpg", "b.jpg", "--export", "c.jpg"]] {
        assert_eq!(heyan(args).status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn a_picture_without_a_face_is_to_be_taken_again() {
    let dir = tempfile::tempdir().unwrap();
    let wall = RgbImage::from_pixel(600, 800, Rgb([240; 3]));
    let picture = saved(&wall, &dir.path().join("wall.png"));
    let out = heyan(&[&picture, "--json", "--pack", &pack()]);
    let object = json(&out);
    assert_eq!(out.status.code(), Some(1));
    assert_eq!(codes(&object), ["portrait.no_face"]);
    assert!(object["measurements"]["yaw_deg"].is_null() && object["measurements"]["face_count"] == 0);
}

#[test]
fn of_a_recording_the_best_moment_is_taken_and_the_others_are_explained() {
    use opencv::core::{Mat, Size, Vec3b};
    use opencv::prelude::*;
    use opencv::videoio::VideoWriter;

    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("clip.avi");
    let good = imageops::resize(&portrait(|_, _| None), 600, 800, imageops::FilterType::Triangle);
    let fourcc = VideoWriter::fourcc('M', 'J', 'P', 'G').unwrap();
    let mut writer = VideoWriter::new(path.to_str().unwrap(), fourcc, 10.0, Size::new(600, 800), true).unwrap();
    assert!(writer.is_opened().unwrap());
    for k in 0..20 {
        // Too dark at first.
        let light = if k < 10 { 0.12 } else { 1.0 };
        let pixels: Vec<Vec3b> =
            good.pixels().map(|p| Vec3b::from([2, 1, 0].map(|c: usize| (f32::from(p[c]) * light) as u8))).collect();
        let frame = Mat::new_rows_cols_with_data(800, 600, &pixels).unwrap();
        writer.write(&frame).unwrap();
    }
    writer.release().unwrap();
    let out = heyan(&[path.to_str().unwrap(), "--json", "--pack", &pack()]);
    let object = json(&out);
    assert_eq!(out.status.code(), Some(0), "{object}");
    assert!(object["at_ms"].as_u64().unwrap() >= 1000, "{object}");
    let first = &object["moments"][0];
    assert!(first["codes"].as_array().unwrap().iter().any(|c| c == "portrait.underexposed"), "{first}");
    assert!(object["moments"].as_array().unwrap().iter().any(|m| m["codes"].as_array().unwrap().is_empty()));
}
