//! Judges a still portrait again and again, for `cargo xtask bench portrait`.
//!
//! `write PICTURE OUT` makes the picture that both sides see: the person of PICTURE before a white wall, a JPEG of
//! 1200 × 1600. `run TIMES PICTURE...` judges each so often and prints the JSON of each time, with its own timing. The pack
//! is `$HEYAN_PACK`, inference uses one thread.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, reason = "a tool for the desk")]

use std::path::PathBuf;
use std::time::Instant;

use heyan::PortraitSession;
use heyan::rules::geometry::Rect;
use heyan::rules::portrait::Limits;
use heyan::rules::words::Lang;
use heyan::vision::frame::{Affine, DecodeLimits, Frame, Levels, Picture, decode};
use heyan::vision::model::{OrtModel, Pack};
use heyan::vision::person::{MASK_SIDE, Segmenter, exported};

/// The picture of the bench.
const WIDTH: usize = 1200;
const HEIGHT: usize = 1600;
/// A white wall, and how much darker it gets down to the lower edge.
const WALL: f32 = 240.0;
const FALL: f32 = 18.0;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["write", picture, out] => write(picture, out),
        ["run", times, pictures @ ..] => run(times.parse().unwrap(), pictures),
        _ => {
            println!("portrait_still write PICTURE OUT | run TIMES PICTURE...");
            std::process::exit(2);
        }
    }
}

fn pack() -> PathBuf {
    std::env::var_os("HEYAN_PACK").map_or_else(|| PathBuf::from("models/pack"), PathBuf::from)
}

fn open(path: &str) -> Picture {
    decode(&std::fs::read(path).unwrap(), &DecodeLimits::default()).unwrap()
}

fn run(times: usize, pictures: &[&str]) {
    let mut session = PortraitSession::open(&pack(), 1, Limits::default()).unwrap();
    for path in pictures {
        let bytes = std::fs::read(path).unwrap();
        for _ in 0..times {
            let begun = Instant::now();
            let picture = decode(&bytes, &DecodeLimits::default()).unwrap();
            let picture = picture.timed(begun.elapsed().as_secs_f64() * 1e3);
            println!("{}", session.judge(&picture).unwrap().to_json(path, Lang::En));
        }
    }
}

fn write(path: &str, out: &str) {
    let picture = open(path);
    let frame = Frame::of_picture(&picture, 0);
    let model = OrtModel::open(&Pack::new(&pack()), "selfie_segmentation", "selfie_segmentation.onnx", 1).unwrap();
    let mut segmenter = Segmenter::new(Box::new(model));
    let mask = segmenter.run(&frame.shrunk(MASK_SIDE)).unwrap();
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    // Room above the head, the rest as it is.
    let scale = (HEIGHT as f32 * 0.9 / height).max(WIDTH as f32 / width);
    let (left, top) = (WIDTH as f32 / 2.0 - width * scale / 2.0, HEIGHT as f32 - height * scale);
    let step = f64::from(1.0 / scale);
    let map = Affine { x: [step, 0.0, f64::from(-left) * step], y: [0.0, step, f64::from(-top) * step] };
    let mut rgb = vec![0.0; WIDTH * HEIGHT * 3];
    frame.crop(&map, WIDTH, Levels { scale: 1.0, offset: 0.0 }, &mut rgb);
    let side = MASK_SIDE as f32;
    let bytes = rgb.chunks_exact(3).enumerate().flat_map(|(at, pixel)| {
        let (x, y) = ((at % WIDTH) as f32, (at / WIDTH) as f32);
        let (mx, my) = ((x - left) / (width * scale) * side - 0.5, (y - top) / (height * scale) * side - 0.5);
        let at = |x: f32, y: f32| {
            let held = |v: f32| v.clamp(0.0, side - 1.0) as usize;
            mask[held(y) * MASK_SIDE + held(x)]
        };
        let (fx, fy) = (mx - mx.floor(), my - my.floor());
        let row = |y: f32| at(mx.floor(), y) * (1.0 - fx) + at(mx.floor() + 1.0, y) * fx;
        let person = if my < 0.0 { 0.0 } else { row(my.floor()) * (1.0 - fy) + row(my.floor() + 1.0) * fy };
        let person = ((person - 0.35) / 0.5).clamp(0.0, 1.0);
        let wall = WALL - FALL * y / HEIGHT as f32;
        [pixel[0], pixel[1], pixel[2]].map(|v| (v * person + wall * (1.0 - person) + 0.5) as u8)
    });
    let whole = Picture::new(WIDTH as u32, HEIGHT as u32, bytes.collect()).unwrap();
    let part = Rect::new(0.0, 0.0, WIDTH as f32, HEIGHT as f32);
    let file = exported(&whole, &part, (WIDTH as u32, HEIGHT as u32), usize::MAX).unwrap().unwrap();
    std::fs::write(out, file).unwrap();
}
