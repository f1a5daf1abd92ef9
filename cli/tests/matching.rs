//! `heyan match` by the real program: real people's pictures, one of them printed on a drawn card.
//!
//! The network is an optional part of the pack: without it the one thing to hold is that nothing passes.

// Helpers of tests state what must hold, as the tests themselves do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use heyan::vision::frame::{DecodeLimits, decode};
use heyan_tests::real::matching::photographed;
use heyan_tests::rng::Rng;
use serde_json::Value;

fn heyan(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heyan"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).arg("match").args(["--today", "2026-11-01"]).args(args).output().unwrap()
}

fn models(name: &str) -> PathBuf {
    let found = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../models").join(name);
    assert!(found.is_dir(), "no {}: run `cargo xtask setup` before the tests", found.display());
    found
}

fn person(name: &str) -> String {
    models("cache").join(name).to_str().unwrap().to_owned()
}

/// A photograph of a drawn card with that person's portrait.
fn card_of(name: &str, dir: &Path) -> String {
    let bytes = fs::read(person(name)).unwrap();
    let portrait = decode(&bytes, &DecodeLimits::default()).unwrap();
    let (file, width_px) = photographed(&mut Rng::new(3), &portrait, false);
    assert!(width_px > 80.0);
    let path = dir.join("card.jpg");
    fs::write(&path, file).unwrap();
    path.to_str().unwrap().to_owned()
}

fn has_network() -> bool {
    models("pack").join("face_embedding.onnx").is_file()
}

#[test]
fn a_person_is_told_from_others_by_the_portrait_on_a_card() {
    let dir = tempfile::tempdir().unwrap();
    let card = card_of("obama.jpg", dir.path());
    if !has_network() {
        let output = heyan(&[&card, &person("obama2.jpg")]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("face_embedding.onnx"));
        return;
    }
    let report = dir.path().join("report");
    let asked = [card.as_str(), &person("obama2.jpg"), "--json", "--report", report.to_str().unwrap()];
    let output = heyan(&asked);
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["schema"], "heyan.match/1");
    assert_eq!((told["band"].as_str(), told["verdict"].as_str()), (Some("same"), Some("accept")), "{told}");
    assert_eq!(output.status.code(), Some(0));
    assert!(report.join("report.html").is_file() && report.join("1-document.png").is_file());

    for other in ["biden.jpg", "man_outdoors.jpg"] {
        let output = heyan(&[&card, &person(other), "--json"]);
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_ne!(told["band"], "same", "{told}");
        assert_eq!(output.status.code(), Some(1));
        assert!(told["findings"][0]["code"].as_str().unwrap().starts_with("case.face_"));
    }
}

#[test]
fn where_a_face_is_missing_nothing_passes() {
    if !has_network() {
        return;
    }
    for (card, face) in [("gravel.png", "obama.jpg"), ("obama.jpg", "gravel.png")] {
        let output = heyan(&[&person(card), &person(face), "--json", "--lang", "en"]);
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["findings"][0]["code"], "case.face_not_compared", "{told}");
        assert!(told.get("distance").is_none() && told.get("band").is_none());
        assert_eq!((told["verdict"].as_str(), output.status.code()), (Some("retry"), Some(1)));
    }
}

#[test]
fn what_is_no_picture_is_named_and_ends_with_2() {
    let dir = tempfile::tempdir().unwrap();
    let text = dir.path().join("notes.txt");
    fs::write(&text, "no picture").unwrap();
    for args in [[text.to_str().unwrap(), &person("obama.jpg")], [&person("obama.jpg"), "missing.jpg"]] {
        let output = heyan(&args);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
