//! Frames: what is refused, that nothing panics, and that every format shows the same picture.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]

use crate::common::{FORMATS, picture, stored, turned, yuv};
use heyan_vision::frame::{
    Affine, Frame, FrameError, FrameMeta, Levels, LumaGrid, Picture, PixelFormat, Rotation, YuvRange,
};
use proptest::prelude::*;

const BYTES: Levels = Levels { scale: 1.0, offset: 0.0 };
const SIDE: usize = 48;

fn crop(frame: &Frame<'_>, map: &Affine) -> Vec<f32> {
    let mut out = vec![f32::NAN; SIDE * SIDE * 3];
    frame.crop(map, SIDE, BYTES, &mut out);
    out
}

fn letterbox(frame: &Frame<'_>) -> Vec<f32> {
    let mut out = vec![f32::NAN; SIDE * SIDE * 3];
    frame.letterbox(SIDE, BYTES, &mut out);
    out
}

/// Largest difference; a NaN is the largest.
fn furthest(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| if (a - b).is_nan() { f32::INFINITY } else { (a - b).abs() }).fold(0.0, f32::max)
}

/// What linear interpolation of the smooth picture must give, its edge going on.
fn expected(map: &Affine, width: usize, height: usize) -> Vec<f32> {
    let mut out = Vec::new();
    for k in 0..SIDE * SIDE {
        let (x, y) = map.apply((k % SIDE) as f64, (k / SIDE) as f64);
        let (x, y) = (x.clamp(0.0, width as f64 - 1.0), y.clamp(0.0, height as f64 - 1.0));
        out.extend(crate::common::colour(x as f32, y as f32).map(f32::from));
    }
    out
}

#[test]
fn a_crop_is_what_lies_at_its_place_and_the_edge_goes_on() {
    let (width, height) = (161, 121);
    let rgb = stored(&picture(width, height), width, PixelFormat::Rgb, 0);
    // Inside, turned, over each rim, wholly outside.
    for (x, y, side, angle) in
        [(80.0, 60.0, 70.0, 0.3), (10.0, 60.0, 90.0, -0.6), (150.0, 110.0, 120.0, 2.0), (400.0, -300.0, 50.0, 1.0)]
    {
        let map = Affine::onto_square(x, y, side, angle, SIDE);
        let off = furthest(&crop(&rgb.frame(), &map), &expected(&map, width, height));
        // One code of rounding in the picture, one of interpolation.
        assert!(off < 2.0, "{x} {y} {side} {angle}: {off}");
    }
}

#[test]
fn every_format_shows_the_same_picture() {
    for (width, height) in [(160, 120), (161, 121)] {
        let pixels = picture(width, height);
        let map = Affine::onto_square(75.0, 55.0, 140.0, 0.4, SIDE);
        let rgb = stored(&pixels, width, PixelFormat::Rgb, 0);
        let (want, want_whole) = (crop(&rgb.frame(), &map), letterbox(&rgb.frame()));
        for format in FORMATS {
            for padding in [0, 7] {
                let other = stored(&pixels, width, format, padding);
                let (got, got_whole) = (crop(&other.frame(), &map), letterbox(&other.frame()));
                let (limit, grey) = match format {
                    PixelFormat::Grey => (1.5, true),
                    PixelFormat::Rgb | PixelFormat::Bgr | PixelFormat::Rgba | PixelFormat::Bgra => (1e-3, false),
                    // Chroma of two by two pixels, and rounding.
                    _ => (8.0, false),
                };
                let flat = |values: &[f32]| -> Vec<f32> {
                    if !grey {
                        return values.to_vec();
                    }
                    values.chunks(3).flat_map(|p| [0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2]; 3]).collect()
                };
                let off = furthest(&got, &flat(&want)).max(furthest(&got_whole, &flat(&want_whole)));
                assert!(off <= limit, "{format:?} {width}x{height} padded {padding}: {off}");
            }
        }
    }
}

#[test]
fn turned_and_mirrored_frames_show_the_same_picture() {
    let width = 161;
    let pixels = picture(width, 120);
    let map = Affine::onto_square(75.0, 55.0, 140.0, 0.4, SIDE);
    let rgb = stored(&pixels, width, PixelFormat::Rgb, 0);
    let (want, want_whole) = (crop(&rgb.frame(), &map), letterbox(&rgb.frame()));
    for rotation in [Rotation::None, Rotation::Quarter, Rotation::Half, Rotation::ThreeQuarters] {
        for mirrored in [false, true] {
            for format in [PixelFormat::Bgra, PixelFormat::Nv21] {
                let (turned, stored_width) = turned(&pixels, width, rotation, mirrored);
                let mut other = stored(&turned, stored_width, format, 5);
                (other.meta.rotation, other.meta.mirrored) = (rotation, mirrored);
                let frame = other.frame();
                assert_eq!((frame.width(), frame.height()), (161, 120));
                let (crop, whole) = (furthest(&crop(&frame, &map), &want), furthest(&letterbox(&frame), &want_whole));
                // A sample may round to the pixel beside it.
                let limit = if format == PixelFormat::Nv21 { 8.0 } else { 4.0 };
                assert!(crop <= limit && whole <= limit, "{rotation:?} {mirrored} {format:?}: {crop} {whole}");
            }
        }
    }
}

#[test]
fn planes_in_buffers_of_their_own_are_the_same_frame() {
    let one = stored(&picture(97, 61), 97, PixelFormat::Nv21, 3);
    let (y, vu) = one.bytes.split_at(one.meta.strides[0] * 61);
    let frame = Frame::of_planes(&one.meta, [y, &vu[1..], vu], 2).unwrap();
    let map = Affine::onto_square(40.0, 30.0, 70.0, 0.2, SIDE);
    assert_eq!(crop(&frame, &map), crop(&one.frame(), &map));
    let rgb = FrameMeta { format: PixelFormat::Rgb, ..one.meta };
    assert_eq!(Frame::of_planes(&rgb, [y, vu, vu], 2).unwrap_err(), FrameError::Planes);
}

#[test]
fn video_range_is_stretched() {
    let mut meta = FrameMeta::new(PixelFormat::I420, 2, 2, 0);
    for (code, want) in [(16, 0.0), (235, 255.0), (0, 0.0), (255, 255.0)] {
        let bytes = [code, code, code, code, 128, 128];
        meta.range = YuvRange::Video;
        let got = crop(&Frame::new(&meta, &bytes).unwrap(), &Affine::IDENTITY);
        assert!(got.iter().all(|v| (v - want).abs() < 0.01), "{code}: {:?}", got.first());
        meta.range = YuvRange::Full;
        let got = crop(&Frame::new(&meta, &bytes).unwrap(), &Affine::IDENTITY);
        assert!(got.iter().all(|v| (v - f32::from(code)).abs() < 0.01), "{code}: {:?}", got.first());
    }
}

#[test]
fn the_letterbox_is_black_where_there_is_no_picture_and_tells_its_map() {
    let rgb = stored(&vec![[255; 3]; 160 * 80], 160, PixelFormat::Rgb, 0);
    let mut out = vec![f32::NAN; SIDE * SIDE * 3];
    let map = rgb.frame().letterbox(SIDE, BYTES, &mut out);
    let row = |j: usize| out[(j * SIDE + SIDE / 2) * 3];
    assert_eq!([row(0), row(10), row(14), row(24), row(34), row(40)], [0.0, 0.0, 255.0, 255.0, 255.0, 0.0]);
    assert_eq!(map.apply(0.0, 12.0), (0.0, 0.0));
    assert_eq!(map.apply(48.0, 36.0), (160.0, 80.0));
}

#[test]
fn a_large_frame_is_averaged() {
    // Lines of one pixel, black and white: a single sample would be one of the two.
    let lines: Vec<[u8; 3]> = (0..960 * 960).map(|k| if (k / 960) % 2 == 0 { [0; 3] } else { [255; 3] }).collect();
    for format in [PixelFormat::Rgb, PixelFormat::I420] {
        let out = letterbox(&stored(&lines, 960, format, 0).frame());
        let mean = out.iter().sum::<f32>() / out.len() as f32;
        assert!((mean - 127.5).abs() < 50.0, "{format:?}: {mean}");
        assert!(out.iter().all(|v| *v > 20.0 && *v < 235.0), "{format:?}");
    }
}

#[test]
fn what_is_no_frame_is_refused() {
    use PixelFormat::{Grey, I420, Nv21, Rgb, Yuv420};
    let bytes = vec![0; 10_000];
    let of = |format, width, height, strides: [usize; 3], length: usize| {
        let meta = FrameMeta { strides, ..FrameMeta::new(format, width, height, 0) };
        Frame::new(&meta, &bytes[..length]).map(|_| ())
    };
    let short = |plane, needed, actual| Err(FrameError::TooShort { plane, needed, actual });
    assert_eq!(of(Rgb, 0, 4, [0; 3], 100), Err(FrameError::Size { width: 0, height: 4, limit: 32_767 }));
    assert_eq!(of(Grey, 40_000, 1, [0; 3], 10_000), Err(FrameError::Size { width: 40_000, height: 1, limit: 32_767 }));
    assert_eq!(of(Rgb, 10, 10, [29, 0, 0], 1000), Err(FrameError::Stride { plane: 0, needed: 30, stride: 29 }));
    assert_eq!(of(Rgb, 10, 10, [0; 3], 299), short(0, 300, 299));
    assert_eq!(of(Rgb, 10, 10, [0; 3], 300), Ok(()));
    // The last row needs no padding.
    assert_eq!(of(Rgb, 10, 10, [64, 0, 0], 9 * 64 + 30), Ok(()));
    assert_eq!(of(Rgb, 10, 10, [64, 0, 0], 9 * 64 + 29), short(0, 606, 605));
    // Odd sides have one chroma sample more.
    assert_eq!(of(Nv21, 5, 5, [0; 3], 25 + 18), Ok(()));
    assert_eq!(of(Nv21, 5, 5, [0; 3], 25 + 17), short(1, 43, 42));
    assert_eq!(of(Nv21, 5, 5, [0, 5, 0], 100), Err(FrameError::Stride { plane: 1, needed: 6, stride: 5 }));
    assert_eq!(of(I420, 5, 5, [0; 3], 25 + 18), Ok(()));
    assert_eq!(of(I420, 5, 5, [0; 3], 25 + 17), short(2, 43, 42));
    assert_eq!(of(I420, 5, 5, [0, 8, 9], 100), Err(FrameError::ChromaStrides { first: 8, second: 9 }));
    let huge = usize::MAX;
    assert_eq!(
        of(Yuv420 { u_offset: huge, v_offset: huge, pixel_stride: huge }, 5, 5, [huge; 3], 100),
        short(0, huge, 100)
    );
    assert_eq!(
        of(Yuv420 { u_offset: 0, v_offset: 0, pixel_stride: 0 }, 5, 5, [0; 3], 100),
        Err(FrameError::PixelStride)
    );
    assert_eq!(of(I420, 5, 1, [huge; 3], 100), short(1, huge, 100));
    let said = of(Rgb, 10, 10, [0; 3], 299).unwrap_err().to_string();
    assert_eq!(said, "plane 0 ends at byte 300, the buffer has 299");
}

#[test]
fn rotations_are_told_by_degrees() {
    assert_eq!(Rotation::from_degrees(-90), Some(Rotation::ThreeQuarters));
    assert_eq!(Rotation::from_degrees(450), Some(Rotation::Quarter));
    assert_eq!(Rotation::from_degrees(45), None);
}

#[test]
fn change_is_nothing_for_the_same_frame_and_something_for_noise() {
    let pixels = picture(320, 240);
    let mut state = 1u32;
    let noisy: Vec<[u8; 3]> = pixels
        .iter()
        .map(|p| {
            p.map(|v| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                v.saturating_add((state >> 24) as u8 % 3)
            })
        })
        .collect();
    let mean = pixels.iter().map(|p| yuv(*p)[0]).sum::<f32>() / pixels.len() as f32 / 255.0;
    for format in FORMATS {
        let (a, b) = (stored(&pixels, 320, format, 0), stored(&noisy, 320, format, 0));
        let (still, again, live) = (LumaGrid::of(&a.frame()), LumaGrid::of(&a.frame()), LumaGrid::of(&b.frame()));
        assert_eq!(still.change(&again), 0.0);
        let change = live.change(&still);
        assert!(change > 0.2 && change < 3.0, "{format:?}: {change}");
        assert!((still.luminance() - mean).abs() < 0.01, "{format:?}: {} {mean}", still.luminance());
    }
}

#[test]
fn a_picture_is_a_frame() {
    let rgb = stored(&picture(90, 70), 90, PixelFormat::Rgb, 0);
    let made = Picture::new(90, 70, rgb.bytes.clone()).unwrap();
    let frame = Frame::of_picture(&made, 40);
    assert_eq!((frame.width(), frame.height(), frame.at_ms()), (90, 70, 40));
    assert_eq!(letterbox(&frame), letterbox(&rgb.frame()));
}

fn format() -> impl Strategy<Value = PixelFormat> {
    let android = (0usize..400, 0usize..400, 0usize..5)
        .prop_map(|(u_offset, v_offset, pixel_stride)| PixelFormat::Yuv420 { u_offset, v_offset, pixel_stride });
    prop_oneof![(0..8usize).prop_map(|k| FORMATS[k]), android]
}

fn meta() -> impl Strategy<Value = FrameMeta> {
    let stride = prop_oneof![4 => Just(0usize), 2 => 0usize..60, 1 => any::<usize>()];
    let strides = prop::array::uniform3(stride);
    (format(), 0u32..20, 0u32..20, strides, 0..4i32, any::<bool>(), any::<bool>()).prop_map(
        |(format, width, height, strides, turn, mirrored, video)| FrameMeta {
            range: if video { YuvRange::Video } else { YuvRange::Full },
            strides,
            rotation: Rotation::from_degrees(turn * 90).unwrap(),
            mirrored,
            ..FrameMeta::new(format, width, height, 0)
        },
    )
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![-40.0..40.0, -2.0..2.0, any::<f64>()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn whatever_is_asked_of_whatever_bytes_nothing_panics(
        meta in meta(),
        bytes in prop::collection::vec(any::<u8>(), 0..1300),
        x in prop::array::uniform3(number()),
        y in prop::array::uniform3(number()),
    ) {
        if let Ok(frame) = Frame::new(&meta, &bytes) {
            let mut out = vec![f32::NAN; 9 * 7 * 3];
            frame.crop(&Affine { x, y }, 9, BYTES, &mut out);
            // Every pixel is written, with nothing that is no pixel.
            prop_assert!(out.iter().all(|v| *v >= 0.0 && *v <= 255.01), "{out:?}");
            let mut out = vec![f32::NAN; 12 * 12 * 3];
            frame.letterbox(12, BYTES, &mut out);
            prop_assert!(out.iter().all(|v| *v >= 0.0 && *v <= 255.01), "{out:?}");
            let grid = LumaGrid::of(&frame);
            prop_assert_eq!(grid.change(&grid), 0.0);
        }
    }
}
