//! Times frame → observation, for `cargo xtask bench face`.
//!
//! `write PICTURE OUT FRAMES` makes the clip that both sides see: 640 × 480 RGB, one frame after the other.
//! `run CLIP` and `large PICTURE FRAMES` print a JSON line a frame; the pack is `$HEYAN_PACK`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for the desk: a panic is its report")]

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use heyan_vision::face::{FaceModels, FaceTracker};
use heyan_vision::frame::{Affine, DecodeLimits, Frame, FrameMeta, Levels, Picture, PixelFormat, decode};
use heyan_vision::model::Pack;

/// The clip's size.
const WIDTH: usize = 640;
const HEIGHT: usize = 480;
/// The large frames.
const LARGE: (usize, usize) = (1920, 1080);
/// Bytes from row to row of the large frames: padded to whole 256 bytes, as hardware that writes camera frames pads.
const LARGE_STRIDE: usize = 2048;
/// Time from frame to frame, ms.
const STEP_MS: u64 = 33;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["write", picture, out, frames] => write(&open(picture), Path::new(out), frames.parse().unwrap()),
        ["run", clip] => run(Path::new(clip)),
        ["large", picture, frames] => large(&open(picture), frames.parse().unwrap()),
        _ => {
            println!("face_clip write PICTURE OUT FRAMES | run CLIP | large PICTURE FRAMES");
            std::process::exit(2);
        }
    }
}

fn open(picture: &str) -> Picture {
    decode(&std::fs::read(picture).unwrap(), &DecodeLimits::default()).unwrap()
}

fn tracker() -> FaceTracker {
    let pack = std::env::var_os("HEYAN_PACK").map_or_else(|| PathBuf::from("models/pack"), PathBuf::from);
    FaceTracker::new(FaceModels::open(&Pack::new(&pack), 1).unwrap())
}

/// Frame `number` of `width` × `height` pixels: the picture's face swaying, nearing and tilting before a camera, with a
/// little noise.
fn frame(picture: &Picture, number: usize, width: usize, height: usize) -> Vec<u8> {
    let t = number as f64;
    // A face of about 100 px in the picture, at (225, 120), becomes 180 to 260 px of 480.
    let zoom = (2.2 + 0.4 * (t * 0.031).sin()) * height as f64 / HEIGHT as f64;
    let (sin, cos) = (0.2 * (t * 0.047).sin()).sin_cos();
    let (cx, cy) = (225.0 + 14.0 * (t * 0.053).sin(), 122.0 + 9.0 * (t * 0.037).cos());
    let (a, b) = (cos / zoom, sin / zoom);
    let (hx, hy) = (width as f64 / 2.0, height as f64 / 2.0);
    let map = Affine { x: [a, -b, cx - a * hx + b * hy], y: [b, a, cy - b * hx - a * hy] };
    let mut values = vec![0.0; width * height * 3];
    Frame::of_picture(picture, 0).crop(&map, width, Levels { scale: 1.0, offset: 0.0 }, &mut values);
    let mut state = (number as u32).wrapping_mul(2_654_435_761).wrapping_add(1);
    let noisy = values.iter().map(|value| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        // Uniform over five codes, as strong as noise of sigma 1.4.
        (value + 0.5 + (state % 5) as f32 - 2.0) as u8
    });
    noisy.collect()
}

fn write(picture: &Picture, out: &Path, frames: usize) {
    let mut file = BufWriter::new(File::create(out).unwrap());
    for number in 0..frames {
        file.write_all(&frame(picture, number, WIDTH, HEIGHT)).unwrap();
    }
    file.flush().unwrap();
}

/// Observes once and returns the time, that within the networks, and whether a face was held.
fn observe(tracker: &mut FaceTracker, frame: &Frame<'_>) -> (f64, f64, bool) {
    let begun = Instant::now();
    let seen = tracker.observe(frame).unwrap();
    let ms = begun.elapsed().as_secs_f64() * 1e3;
    (ms, tracker.take_time_ms(), seen.face.is_some())
}

fn meta(format: PixelFormat, (width, height): (usize, usize), number: usize) -> FrameMeta {
    FrameMeta::new(format, width as u32, height as u32, number as u64 * STEP_MS)
}

fn run(clip: &Path) {
    let mut tracker = tracker();
    let mut file = File::open(clip).unwrap();
    let mut bytes = vec![0; WIDTH * HEIGHT * 3];
    let mut number = 0;
    while file.read_exact(&mut bytes).is_ok() {
        let frame = Frame::new(&meta(PixelFormat::Rgb, (WIDTH, HEIGHT), number), &bytes).unwrap();
        let (ms, inference, face) = observe(&mut tracker, &frame);
        println!("{{\"ms\":{ms:.4},\"inference\":{inference:.4},\"face\":{face}}}");
        number += 1;
    }
}

/// The same scene at 640 × 480 in RGB, then at 1920 × 1080 in NV21, in two rounds. The frames are made before, so that
/// nothing else disturbs the caches.
fn large(picture: &Picture, frames: usize) {
    let small: Vec<Vec<u8>> = (0..frames).map(|number| frame(picture, number, WIDTH, HEIGHT)).collect();
    let large: Vec<Vec<u8>> =
        (0..frames).map(|number| nv21(&frame(picture, number, LARGE.0, LARGE.1), LARGE.0, LARGE_STRIDE)).collect();
    for _ in 0..2 {
        for (name, format, size, list) in
            [("small", PixelFormat::Rgb, (WIDTH, HEIGHT), &small), ("large", PixelFormat::Nv21, LARGE, &large)]
        {
            let mut tracker = tracker();
            for (number, bytes) in list.iter().enumerate() {
                let mut meta = meta(format, size, number);
                if format == PixelFormat::Nv21 {
                    meta.strides = [LARGE_STRIDE, LARGE_STRIDE, 0];
                }
                let frame = Frame::new(&meta, bytes).unwrap();
                let (ms, inference, face) = observe(&mut tracker, &frame);
                println!("{{\"size\":\"{name}\",\"ms\":{ms:.4},\"inference\":{inference:.4},\"face\":{face}}}");
            }
        }
    }
}

/// BT.601, full range; even sides. Rows are `stride` bytes apart, zeros between.
fn nv21(rgb: &[u8], width: usize, stride: usize) -> Vec<u8> {
    let yuv = |pixel: &[u8]| match pixel {
        &[r, g, b] => {
            let [r, g, b] = [r, g, b].map(f32::from);
            [
                0.299 * r + 0.587 * g + 0.114 * b,
                -0.168_736 * r - 0.331_264 * g + 0.5 * b + 128.0,
                0.5 * r - 0.418_688 * g - 0.081_312 * b + 128.0,
            ]
        }
        _ => [0.0; 3],
    };
    let mut out = Vec::with_capacity(rgb.len() / (width * 3) * stride * 3 / 2);
    for row in rgb.chunks_exact(width * 3) {
        out.extend(row.chunks_exact(3).map(|pixel| (yuv(pixel)[0] + 0.5) as u8));
        out.resize(out.len().next_multiple_of(stride), 0);
    }
    for row in rgb.chunks_exact(width * 3).step_by(2) {
        for pixel in row.chunks_exact(3).step_by(2) {
            let [_, u, v] = yuv(pixel);
            out.extend([(v + 0.5) as u8, (u + 0.5) as u8]);
        }
        out.resize(out.len().next_multiple_of(stride), 0);
    }
    out
}
