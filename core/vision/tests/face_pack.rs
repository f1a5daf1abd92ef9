//! The face with the models of the pack, held against MediaPipe's own answers.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]

use crate::common::{cache, pack, stored, turned};
use heyan_vision::face::{FaceModels, FaceTracker};
use heyan_vision::frame::{DecodeLimits, Frame, Picture, PixelFormat, Rotation, decode};
use heyan_vision::model::Pack;

/// Landmarks of scikit-image's astronaut.png: mediapipe 0.10.14, `FaceMesh(static_image_mode=False,
/// refine_landmarks=False)`, the picture given 31 times, x, y, z in px.
const MEDIAPIPE: [(usize, [f32; 3]); 23] = [
    (1, [222.59, 131.47, -23.22]),
    (4, [222.88, 127.10, -25.01]),
    (10, [226.93, 69.34, -12.30]),
    (33, [193.81, 100.96, 4.41]),
    (61, [200.37, 139.15, 8.21]),
    (105, [197.16, 86.24, -6.85]),
    (127, [178.56, 102.59, 38.06]),
    (133, [213.06, 103.76, 0.47]),
    (152, [220.18, 176.87, 9.34]),
    (159, [202.07, 97.66, -1.51]),
    (145, [203.67, 104.31, -0.43]),
    (168, [224.91, 100.56, -11.55]),
    (234, [178.83, 111.65, 42.27]),
    (263, [256.61, 104.28, 3.37]),
    (291, [245.96, 141.97, 7.39]),
    (334, [254.95, 88.46, -7.68]),
    (356, [272.96, 107.59, 36.34]),
    (362, [236.73, 105.07, 0.03]),
    (386, [248.54, 99.95, -2.36]),
    (374, [246.22, 106.68, -1.23]),
    (454, [271.53, 116.59, 40.50]),
    (13, [222.54, 142.38, -5.67]),
    (14, [222.15, 150.26, -2.93]),
];

fn models() -> FaceModels {
    FaceModels::open(&Pack::new(&pack()), 1).unwrap()
}

fn astronaut() -> Picture {
    let bytes = std::fs::read(cache().join("astronaut.png")).unwrap();
    decode(&bytes, &DecodeLimits::default()).unwrap()
}

fn pixels(picture: &Picture) -> Vec<[u8; 3]> {
    picture.rgb().chunks_exact(3).map(|p| [p[0], p[1], p[2]]).collect()
}

/// Mean and largest distance of landmarks from MediaPipe's, px of the astronaut.
fn off(points: &[[f32; 3]]) -> (f32, f32) {
    let distances = MEDIAPIPE.map(|(index, [x, y, _])| (points[index][0] - x).hypot(points[index][1] - y));
    (distances.iter().sum::<f32>() / distances.len() as f32, distances.iter().copied().fold(0.0, f32::max))
}

#[test]
fn the_astronaut_has_one_face_where_mediapipe_sees_it() {
    let picture = astronaut();
    let faces = models().faces(&Frame::of_picture(&picture, 0)).unwrap();
    let [face] = faces.as_slice() else { panic!("{} faces", faces.len()) };
    assert!(face.presence > 0.9, "{}", face.presence);
    let [a, b] = [face.points[33], face.points[263]];
    let eyes = (a[0] - b[0]).hypot(a[1] - b[1]);
    assert!((eyes - 62.5).abs() < 1.5, "{eyes}");
    let (mean, most) = off(&face.points);
    assert!(mean < 0.6 && most < 1.5, "{mean} {most}");
}

#[test]
fn a_tracked_face_settles_where_mediapipe_settles() {
    let picture = astronaut();
    let mut tracker = FaceTracker::new(models());
    let mut last = None;
    for k in 0..12 {
        let seen = tracker.observe(&Frame::of_picture(&picture, k * 33)).unwrap();
        assert_eq!(seen.face_count, 1);
        assert_eq!(seen.change, 0.0);
        last = seen.face;
    }
    let points = &tracker.mesh().unwrap().points;
    let (mean, most) = off(points);
    assert!(mean < 0.15 && most < 0.5, "{mean} {most}");
    for (index, [_, _, z]) in MEDIAPIPE {
        assert!((points[index][2] - z).abs() < 1.0, "{index}: {} {z}", points[index][2]);
    }
    let face = last.unwrap();
    // She looks into the camera, chin slightly down, eyes open, teeth showing, head leaning a little to her left.
    assert!(face.angles.yaw_deg.abs() < 5.0 && face.angles.pitch_deg.abs() < 12.0, "{:?}", face.angles);
    assert!(face.angles.roll_deg > 1.0 && face.angles.roll_deg < 6.0, "{:?}", face.angles);
    for open in [face.left_eye_open, face.right_eye_open] {
        assert!(open > 0.25 && open < 0.45, "{open}");
    }
    assert!(face.mouth_open > 0.05 && face.mouth_open < 0.4, "{}", face.mouth_open);
    assert!(face.luminance > 0.4 && face.luminance < 0.9, "{}", face.luminance);
    let [a, b] = face.skin_ab;
    assert!(a > 3.0 && a < 30.0 && b > 5.0 && b < 35.0, "skin is reddish yellow: {a} {b}");
}

#[test]
fn what_is_covered_has_no_detail() {
    let picture = astronaut();
    let bare = models().faces(&Frame::of_picture(&picture, 0)).unwrap().remove(0);
    let seen = FaceTracker::new(models()).observe(&Frame::of_picture(&picture, 0)).unwrap().face.unwrap();
    assert!(seen.detail.iter().all(|d| *d > 0.06 && *d < 1.0), "{:?}", seen.detail);
    // From over the nose's tip to under the chin, ear to ear, in the colours of cloth, coal and a hand.
    let [left, _, right, bottom] = bare.bounds();
    for colour in [[225, 228, 232], [30, 30, 34], [196, 150, 122]] {
        let mut rgb = picture.rgb().to_vec();
        for y in bare.points[4][1] as usize..bottom as usize + 4 {
            for x in left as usize..right as usize {
                rgb[(y * picture.width() as usize + x) * 3..][..3].copy_from_slice(&colour);
            }
        }
        let masked = Picture::new(picture.width(), picture.height(), rgb).unwrap();
        let seen = FaceTracker::new(models()).observe(&Frame::of_picture(&masked, 0)).unwrap().face.unwrap();
        let [mouth, left_eye, right_eye] = seen.detail;
        assert!(mouth < 0.026 && left_eye.min(right_eye) > 0.06, "{:?}", seen.detail);
    }
}

#[test]
fn every_format_and_turn_finds_the_same_landmarks() {
    let picture = astronaut();
    let pixels = pixels(&picture);
    let upright = FaceTracker::new(models()).observe(&Frame::of_picture(&picture, 0)).unwrap().face.unwrap();
    for (format, rotation, mirrored, limit) in [
        (PixelFormat::Bgra, Rotation::Quarter, false, 0.7),
        (PixelFormat::Nv21, Rotation::None, false, 0.9),
        (PixelFormat::Nv12, Rotation::ThreeQuarters, true, 0.9),
        (PixelFormat::I420, Rotation::Half, true, 0.9),
        (PixelFormat::Rgb, Rotation::None, true, 0.7),
        // Without colour it is another picture, of the same face.
        (PixelFormat::Grey, Rotation::None, false, 2.0),
    ] {
        let (turned, width) = turned(&pixels, 512, rotation, mirrored);
        let mut other = stored(&turned, width, format, 16);
        (other.meta.rotation, other.meta.mirrored) = (rotation, mirrored);
        let mut tracker = FaceTracker::new(models());
        for k in 0..8 {
            other.meta.at_ms = k * 33;
            let seen = tracker.observe(&other.frame()).unwrap();
            assert_eq!(seen.face_count, 1, "{format:?} {rotation:?} {mirrored}");
            let face = seen.face.unwrap();
            let alike = face.appearance.iter().zip(&upright.appearance).map(|(a, b)| a * b).sum::<f32>() / 48.0;
            assert!(alike > 0.97, "{format:?} {rotation:?} {mirrored}: {alike}");
            assert!((face.luminance - upright.luminance).abs() < 0.02);
        }
        let (mean, _) = off(&tracker.mesh().unwrap().points);
        assert!(mean < limit, "{format:?} {rotation:?} {mirrored}: {mean}");
    }
}

/// Side of the part of the astronaut's picture with her head in it, from (104, 0); the short-range detector wants a face
/// that fills a tenth of the picture.
const PART: usize = 240;

/// Her head beside itself at `share` of its size, on grey.
fn pair(share: f32) -> Picture {
    let pixels = pixels(&astronaut());
    let mut rgb = vec![128; 2 * PART * PART * 3];
    let side = (PART as f32 * share) as usize;
    let at = |x: usize, y: usize| pixels[y * 512 + 104 + x];
    let mut put = |x: usize, y: usize, pixel: [u8; 3]| rgb[(y * 2 * PART + x) * 3..][..3].copy_from_slice(&pixel);
    for y in 0..PART {
        for x in 0..PART {
            put(x, y, at(x, y));
            if x < side && y < side {
                put(PART + x, y, at((x as f32 / share) as usize, (y as f32 / share) as usize));
            }
        }
    }
    Picture::new(2 * PART as u32, PART as u32, rgb).unwrap()
}

#[test]
fn a_second_face_is_counted() {
    for share in [1.0, 0.6] {
        let both = pair(share);
        let faces = models().faces(&Frame::of_picture(&both, 0)).unwrap();
        assert_eq!(faces.len(), 2, "{share}");
        assert!(faces[0].size() >= faces[1].size());
        let mut tracker = FaceTracker::new(models());
        assert_eq!(tracker.observe(&Frame::of_picture(&both, 0)).unwrap().face_count, 2, "{share}");
        assert_eq!(tracker.observe(&Frame::of_picture(&both, 33)).unwrap().face_count, 2, "{share}");
        // A picture that changes so much is looked at at once.
        let mut rgb = both.rgb().to_vec();
        rgb.chunks_exact_mut(2 * PART * 3).for_each(|row| row[PART * 3..].fill(128));
        let alone = Picture::new(both.width(), both.height(), rgb).unwrap();
        assert_eq!(tracker.observe(&Frame::of_picture(&alone, 66)).unwrap().face_count, 1, "{share}");
    }
}

#[test]
fn where_there_is_no_face_none_is_seen() {
    for name in ["brick.png", "coffee.png", "grass.png", "gravel.png"] {
        let bytes = std::fs::read(cache().join(name)).unwrap();
        let picture = decode(&bytes, &DecodeLimits::default()).unwrap();
        let frame = Frame::of_picture(&picture, 0);
        assert!(models().faces(&frame).unwrap().is_empty(), "{name}");
        let seen = FaceTracker::new(models()).observe(&frame).unwrap();
        assert_eq!((seen.face, seen.face_count), (None, 0), "{name}");
    }
}

#[test]
fn a_pack_without_the_models_says_which_is_missing() {
    let empty = std::env::temp_dir().join(format!("heyan-no-models-{}", std::process::id()));
    std::fs::create_dir_all(&empty).unwrap();
    let error = FaceModels::open(&Pack::new(&empty), 1).err().unwrap().to_string();
    std::fs::remove_dir_all(&empty).unwrap();
    assert!(error.contains("face_detection.onnx") && error.contains("missing"), "{error}");
}
