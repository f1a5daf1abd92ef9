//! Frames to test with: one picture in every format.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is its report")]

use std::path::PathBuf;

use heyan_vision::frame::{Frame, FrameMeta, PixelFormat, Rotation};

/// A smooth colour picture: no format can lose much of it.
pub fn colour(x: f32, y: f32) -> [u8; 3] {
    let wave = |a: f32, b: f32, c: f32| (127.0 + 90.0 * (a * x + b * y + c).sin()) as u8;
    [wave(0.031, 0.017, 0.0), wave(-0.011, 0.029, 1.0), wave(0.021, -0.023, 2.0)]
}

pub fn picture(width: usize, height: usize) -> Vec<[u8; 3]> {
    (0..width * height).map(|k| colour((k % width) as f32, (k / width) as f32)).collect()
}

/// BT.601, full range.
pub fn yuv([r, g, b]: [u8; 3]) -> [f32; 3] {
    let [r, g, b] = [r, g, b].map(f32::from);
    [
        0.299 * r + 0.587 * g + 0.114 * b,
        -0.168_736 * r - 0.331_264 * g + 0.5 * b + 128.0,
        0.5 * r - 0.418_688 * g - 0.081_312 * b + 128.0,
    ]
}

/// Mean chroma of the up to four pixels of a sample.
fn chroma(pixels: &[[u8; 3]], width: usize, column: usize, row: usize) -> [u8; 2] {
    let height = pixels.len() / width;
    let mut sum = [0.0; 2];
    for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
        let (x, y) = ((2 * column + dx).min(width - 1), (2 * row + dy).min(height - 1));
        let [_, u, v] = yuv(pixels[y * width + x]);
        sum = [sum[0] + u, sum[1] + v];
    }
    sum.map(|s| (s / 4.0).round() as u8)
}

/// A frame with its bytes.
pub struct Stored {
    pub meta: FrameMeta,
    pub bytes: Vec<u8>,
}

impl Stored {
    pub fn frame(&self) -> Frame<'_> {
        Frame::new(&self.meta, &self.bytes).unwrap()
    }
}

/// Nine formats; the numbers of the last are filled in by `stored`.
pub const FORMATS: [PixelFormat; 9] = [
    PixelFormat::Grey,
    PixelFormat::Rgb,
    PixelFormat::Bgr,
    PixelFormat::Rgba,
    PixelFormat::Bgra,
    PixelFormat::Nv21,
    PixelFormat::Nv12,
    PixelFormat::I420,
    PixelFormat::Yuv420 { u_offset: 0, v_offset: 0, pixel_stride: 0 },
];

/// `pixels` in `format`, each row padded by `padding` bytes of nonsense.
pub fn stored(pixels: &[[u8; 3]], width: usize, format: PixelFormat, padding: usize) -> Stored {
    let height = pixels.len() / width;
    let (columns, rows) = (width.div_ceil(2), height.div_ceil(2));
    let mut meta = FrameMeta::new(format, width as u32, height as u32, 0);
    let mut bytes = Vec::new();
    let push = |bytes: &mut Vec<u8>, row: Vec<u8>| {
        bytes.extend(&row);
        bytes.extend(std::iter::repeat_n(201, padding));
        row.len() + padding
    };
    let luma = |bytes: &mut Vec<u8>| {
        let rows = pixels.chunks(width).map(|row| row.iter().map(|p| yuv(*p)[0].round() as u8).collect());
        rows.map(|row| push(bytes, row)).last().unwrap()
    };
    match format {
        PixelFormat::Grey => meta.strides[0] = luma(&mut bytes),
        PixelFormat::Rgb | PixelFormat::Bgr | PixelFormat::Rgba | PixelFormat::Bgra => {
            for row in pixels.chunks(width) {
                let row = row.iter().flat_map(|&[r, g, b]| match format {
                    PixelFormat::Rgb => vec![r, g, b],
                    PixelFormat::Bgr => vec![b, g, r],
                    PixelFormat::Rgba => vec![r, g, b, 77],
                    _ => vec![b, g, r, 77],
                });
                meta.strides[0] = push(&mut bytes, row.collect());
            }
        }
        PixelFormat::Nv21 | PixelFormat::Nv12 => {
            meta.strides[0] = luma(&mut bytes);
            for row in 0..rows {
                let row = (0..columns).flat_map(|column| {
                    let [u, v] = chroma(pixels, width, column, row);
                    if format == PixelFormat::Nv21 { [v, u] } else { [u, v] }
                });
                meta.strides[1] = push(&mut bytes, row.collect());
            }
        }
        PixelFormat::I420 | PixelFormat::Yuv420 { .. } => {
            meta.strides[0] = luma(&mut bytes);
            let apart = if format == PixelFormat::I420 { 1 } else { 3 };
            let mut starts = [0; 2];
            for (plane, start) in starts.iter_mut().enumerate() {
                *start = bytes.len();
                for row in 0..rows {
                    let row = (0..columns).flat_map(|column| {
                        let mut sample = vec![99; apart];
                        sample[0] = chroma(pixels, width, column, row)[plane];
                        sample
                    });
                    meta.strides[1 + plane] = push(&mut bytes, row.collect());
                }
            }
            if format != PixelFormat::I420 {
                let [u_offset, v_offset] = starts;
                meta.format = PixelFormat::Yuv420 { u_offset, v_offset, pixel_stride: apart };
            }
        }
    }
    Stored { meta, bytes }
}

/// The picture to store so that `rotation`, then mirroring, shows `pixels`; with its width.
pub fn turned(pixels: &[[u8; 3]], width: usize, rotation: Rotation, mirrored: bool) -> (Vec<[u8; 3]>, usize) {
    let height = pixels.len() / width;
    let upright = |x: usize, y: usize| pixels[y * width + if mirrored { width - 1 - x } else { x }];
    let (w, h) = if rotation.swaps_sides() { (height, width) } else { (width, height) };
    let at = |x: usize, y: usize| match rotation {
        Rotation::None => upright(x, y),
        // What is stored at (x, y) is shown at (h - 1 - y, x) once turned clockwise.
        Rotation::Quarter => upright(h - 1 - y, x),
        Rotation::Half => upright(w - 1 - x, h - 1 - y),
        Rotation::ThreeQuarters => upright(y, w - 1 - x),
    };
    ((0..w * h).map(|k| at(k % w, k / w)).collect(), w)
}

/// A folder under `models/`, looked for from the crate upwards; `variable` names another.
fn models(variable: &str, name: &str) -> PathBuf {
    let named = std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    let above = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models").join(name);
    let folder = named.unwrap_or_else(above);
    assert!(folder.is_dir(), "no {}: run `cargo xtask setup` before the tests", folder.display());
    folder
}

/// The model pack.
pub fn pack() -> PathBuf {
    models("HEYAN_PACK", "pack")
}

/// Pictures for tests.
pub fn cache() -> PathBuf {
    models("HEYAN_CACHE", "cache")
}
