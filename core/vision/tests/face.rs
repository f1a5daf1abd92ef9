//! The face without weights: fakes answer what the decoders must make sense of.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]

use std::sync::{Arc, Mutex};

use heyan_rules::liveness::TRACKED_POINTS;
use heyan_vision::VisionError;
use heyan_vision::face::{Detector, FaceModels, FaceTracker, Region, fit_head, head_angles};
use heyan_vision::frame::{Frame, FrameMeta, PixelFormat};
use heyan_vision::model::{FakeModel, Model, Tensor};

const WIDTH: usize = 640;
const HEIGHT: usize = 480;

fn tensor(shape: &[usize], data: Vec<f32>) -> Tensor {
    Tensor { shape: shape.to_vec(), data }
}

/// What BlazeFace answers: `(anchor, raw score, sixteen raw numbers)`, all else far below any threshold.
fn detections(found: &[(usize, f32, [f32; 16])]) -> Vec<Tensor> {
    let (mut places, mut scores) = (vec![0.0; 896 * 16], vec![-50.0; 896]);
    for (anchor, score, numbers) in found {
        places[anchor * 16..anchor * 16 + 16].copy_from_slice(numbers);
        scores[*anchor] = *score;
    }
    vec![tensor(&[1, 896, 16], places), tensor(&[1, 896, 1], scores)]
}

fn detector(answer: Vec<Tensor>) -> Detector {
    Detector::new(Box::new(FakeModel(move |input: &Tensor| {
        assert_eq!(input.shape, [1, 128, 128, 3]);
        answer.clone()
    })))
}

fn blank() -> Vec<u8> {
    vec![0; WIDTH * HEIGHT]
}

fn frame(bytes: &[u8], at_ms: u64) -> Frame<'_> {
    Frame::new(&FrameMeta::new(PixelFormat::Grey, WIDTH as u32, HEIGHT as u32, at_ms), bytes).unwrap()
}

fn near(a: f32, b: f32) -> bool {
    (a - b).abs() < 0.01
}

#[test]
fn a_proposal_is_read_from_its_anchor_and_put_back_into_the_picture() {
    // Anchor 0 stands at (0.5, 0.5) / 16, the last of the fine ones at 15.5 / 16; 512 begins the coarse ones.
    for (anchor, ax, ay) in [
        (0, 4.0, 4.0),
        (1, 4.0, 4.0),
        (511, 124.0, 124.0),
        (512, 8.0, 8.0),
        (517, 8.0, 8.0),
        (518, 24.0, 8.0),
        (895, 120.0, 120.0),
    ] {
        let mut numbers = [0.0; 16];
        numbers[..4].copy_from_slice(&[10.0, 20.0, 30.0, 40.0]);
        numbers[4..8].copy_from_slice(&[1.0, 2.0, 3.0, 5.0]);
        let found = detector(detections(&[(anchor, 1.0, numbers)])).detect(&frame(&blank(), 0)).unwrap();
        let [face] = found.as_slice() else { panic!("{found:?}") };
        // 128 px stand for 640, 80 rows above the picture are black.
        let (x, y) = (|x: f32| x * 5.0, |y: f32| y * 5.0 - 80.0);
        assert!(
            near(face.bounds.left, x(ax + 10.0 - 15.0)) && near(face.bounds.right, x(ax + 25.0)),
            "{anchor} {face:?}"
        );
        assert!(
            near(face.bounds.top, y(ay + 20.0 - 20.0)) && near(face.bounds.bottom, y(ay + 40.0)),
            "{anchor} {face:?}"
        );
        let [[lx, ly], [rx, ry], ..] = face.keypoints;
        assert!(near(lx, x(ax + 1.0)) && near(ly, y(ay + 2.0)) && near(rx, x(ax + 3.0)) && near(ry, y(ay + 5.0)));
        assert!((face.score - 0.731_06).abs() < 1e-4);
    }
}

#[test]
fn proposals_that_overlap_are_averaged_by_score_and_others_stay() {
    let numbers = |x: f32| {
        let mut numbers = [0.0; 16];
        numbers[..4].copy_from_slice(&[x, 0.0, 40.0, 40.0]);
        numbers
    };
    // Anchors 512 and 513 share their place; 600 is elsewhere; 514 is below the threshold.
    let low = (1.0f32 / 3.0).ln();
    let answer = detections(&[
        (512, 0.0, numbers(0.0)),
        (513, 3.0f32.ln(), numbers(4.0)),
        (514, low, numbers(20.0)),
        (600, 1.0, numbers(0.0)),
    ]);
    let found = detector(answer).detect(&frame(&blank(), 0)).unwrap();
    let [first, second] = found.as_slice() else { panic!("{found:?}") };
    // Scores 0.5 and 0.75: the middle lies at (0 * 0.5 + 4 * 0.75) / 1.25.
    assert!(near(first.bounds.left, (8.0 + 2.4 - 20.0) * 5.0), "{first:?}");
    assert!(near(first.score, 0.75));
    assert!(near(second.score, 0.731_06));
}

#[test]
fn outputs_are_told_by_their_size_and_strangers_refused() {
    let mut swapped = detections(&[(512, 5.0, [10.0; 16])]);
    swapped.reverse();
    assert_eq!(detector(swapped).detect(&frame(&blank(), 0)).unwrap().len(), 1);
    let stranger = vec![tensor(&[1, 10], vec![0.0; 10])];
    let error = detector(stranger).detect(&frame(&blank(), 0)).unwrap_err();
    assert!(matches!(error, VisionError::Shape { model: "face_detection", .. }), "{error}");
    assert!(detector(Vec::new()).detect(&frame(&blank(), 0)).is_err());
}

#[test]
fn numbers_that_are_none_find_nothing() {
    let mut sick = [10.0; 16];
    sick[7] = f32::NAN;
    let answer = detections(&[(512, f32::NAN, [10.0; 16]), (520, 5.0, sick), (530, 5.0, [f32::INFINITY; 16])]);
    assert!(detector(answer).detect(&frame(&blank(), 0)).unwrap().is_empty());
}

#[test]
fn the_region_is_a_square_with_level_eyes() {
    let mut numbers = [0.0; 16];
    numbers[..4].copy_from_slice(&[0.0, 0.0, 20.0, 30.0]);
    numbers[4..8].copy_from_slice(&[-5.0, -5.0, 5.0, 5.0]);
    let found = detector(detections(&[(512, 5.0, numbers)])).detect(&frame(&blank(), 0)).unwrap();
    let region = Region::of_detection(&found[0]).unwrap();
    assert!(near(region.centre[0], 40.0) && near(region.centre[1], -40.0), "{region:?}");
    assert!(near(region.side, 30.0 * 5.0 * 1.5));
    assert!(near(region.angle, std::f32::consts::FRAC_PI_4));
    // The eye at the right is lower: the crop turns clockwise, its first column goes down to the left.
    let (x0, y0) = region.map(192).apply(0.0, 0.0);
    let (x1, y1) = region.map(192).apply(192.0, 0.0);
    assert!(x1 > x0 && y1 > y0, "{x0} {y0} {x1} {y1}");
}

/// The 468 points of a head turned by the contract's angles (degrees), in an image where a cm is `px` pixels.
fn head(yaw: f32, pitch: f32, roll: f32, px: f32, at: [f32; 2]) -> Vec<[f32; 3]> {
    head_with(&[], yaw, pitch, roll, px, at)
}

/// As `head`, with further points by their index and place on the canonical face, cm.
fn head_with(more: &[(usize, [f32; 3])], yaw: f32, pitch: f32, roll: f32, px: f32, at: [f32; 2]) -> Vec<[f32; 3]> {
    // Right-handed turns about x (right), y (up) and z (towards the camera). From the camera's view: the nose to the
    // picture's right is a turn about y, the chin up one about -x, the head to the picture's right one about -z.
    let turn = |[x, y, z]: [f32; 3]| {
        let (s, c) = (-roll).to_radians().sin_cos();
        let (x, y) = (c * x - s * y, s * x + c * y);
        let (s, c) = (-pitch).to_radians().sin_cos();
        let (y, z) = (c * y - s * z, s * y + c * z);
        let (s, c) = yaw.to_radians().sin_cos();
        [c * x + s * z, y, c * z - s * x]
    };
    let mut points = vec![[at[0], at[1], 0.0]; 468];
    let tracked = TRACKED_POINTS.map(|p| (p.mesh_index, p.canonical_cm));
    for (index, place) in tracked.iter().chain(more) {
        let [x, y, z] = turn(*place);
        points[*index] = [at[0] + x * px, at[1] - y * px, -z * px];
    }
    points
}

#[test]
fn angles_are_the_persons_own() {
    // The nose tip tells which way the head looks, whatever the fit thinks.
    let nose = |yaw, pitch| head(yaw, pitch, 0.0, 10.0, [300.0, 200.0])[4];
    assert!(nose(20.0, 0.0)[0] > nose(0.0, 0.0)[0], "yaw + is to the person's left, the picture's right");
    assert!(nose(0.0, 20.0)[1] < nose(0.0, 0.0)[1], "pitch + is up");
    let top = |roll| head(0.0, 0.0, roll, 10.0, [300.0, 200.0])[10];
    assert!(top(20.0)[0] > top(0.0)[0], "roll + leans to the person's left, the picture's right");
    for (yaw, pitch, roll) in [
        (0.0, 0.0, 0.0),
        (25.0, 0.0, 0.0),
        (0.0, 25.0, 0.0),
        (0.0, 0.0, 25.0),
        (-40.0, 15.0, -60.0),
        (10.0, -30.0, 75.0),
    ] {
        for (px, at) in [(3.0, [10.0, 10.0]), (40.0, [1800.0, 900.0])] {
            let angles = head_angles(&head(yaw, pitch, roll, px, at)).unwrap();
            let off = (angles.yaw_deg - yaw).abs() + (angles.pitch_deg - pitch).abs() + (angles.roll_deg - roll).abs();
            assert!(off < 0.02, "{yaw} {pitch} {roll}: {angles:?}");
        }
    }
}

#[test]
fn a_fit_turns_the_head_back_to_the_front() {
    let points = head(30.0, -10.0, 20.0, 12.0, [400.0, 300.0]);
    let fit = fit_head(&points).unwrap();
    assert!((fit.px_per_cm() - 12.0).abs() < 1e-3);
    for tracked in TRACKED_POINTS {
        let [x, y, z] = fit.frontal(points[tracked.mesh_index]);
        let [a, b, c] = tracked.canonical_cm;
        assert!((x - a).abs() + (y - b).abs() + (z - c).abs() < 1e-3, "{}", tracked.mesh_index);
    }
}

#[test]
fn points_that_make_no_head_have_no_pose() {
    assert_eq!(fit_head(&[]), None);
    assert_eq!(fit_head(&vec![[5.0; 3]; 468]), None);
    let mut points = head(0.0, 0.0, 0.0, 10.0, [0.0, 0.0]);
    points[4] = [f32::NAN; 3];
    assert_eq!(fit_head(&points), None);
}

/// Pixels a canonical cm in the mesh network's input: the 17.7 cm from hairline to chin fill two thirds of it, so that the
/// region of this mesh is the very one it was found in.
const INPUT_PX: f32 = 128.0 / (8.261_778 + 9.403_378);

/// A mesh network that sees a face wherever its input is bright, looking straight ahead in the middle of it.
fn mesh() -> Box<dyn Model> {
    mesh_of(&head(0.0, 0.0, 0.0, INPUT_PX, MIDDLE))
}

/// Where the canonical origin lies in the input when the face is in the middle of it.
const MIDDLE: [f32; 2] = [96.0, 96.0 - (9.403_378 - 8.261_778) / 2.0 * INPUT_PX];

fn mesh_of(points: &[[f32; 3]]) -> Box<dyn Model> {
    let points = points.as_flattened().to_vec();
    Box::new(FakeModel(move |input: &Tensor| {
        assert_eq!(input.shape, [1, 192, 192, 3]);
        let centre = input.data[(96 * 192 + 96) * 3];
        let score = if centre > 0.5 { 4.0 } else { -4.0 };
        vec![tensor(&[1, 1, 1, 1], vec![score]), tensor(&[1, 1, 1, 1404], points.clone())]
    }))
}

/// Boxes that the fake detector reports where its input shows them: middle and side, px of the picture.
type Faces = Arc<Mutex<(Vec<[f32; 3]>, usize)>>;

fn tracker() -> (FaceTracker, Faces) {
    tracker_of(mesh())
}

fn tracker_of(mesh: Box<dyn Model>) -> (FaceTracker, Faces) {
    let faces: Faces = Arc::default();
    let asked = Arc::clone(&faces);
    let detector = FakeModel(move |input: &Tensor| {
        let mut asked = asked.lock().unwrap();
        asked.1 += 1;
        let [across, down] = [1, 2].map(|channel| code_along(&input.data, channel));
        let found: Vec<_> = asked
            .0
            .iter()
            .map(|[x, y, side]| [(x - across[0]) / across[1], (y - down[0]) / down[1], side / across[1]])
            .filter(|[x, y, _]| (0.0..128.0).contains(x) && (0.0..128.0).contains(y))
            .enumerate()
            .map(|(k, [x, y, side])| {
                // All from anchors of the first coarse cell, at (8, 8) of 128.
                let (x, y) = (x - 8.0, y - 8.0);
                let mut numbers = [x, y, side, side, x - 1.0, y, x + 1.0, y, x, y, x, y, x, y, x, y];
                numbers[4] -= side / 4.0;
                numbers[6] += side / 4.0;
                (512 + k, 4.0, numbers)
            })
            .collect();
        detections(&found)
    });
    (FaceTracker::new(FaceModels::new(Box::new(detector), mesh)), faces)
}

/// Brightness of green and blue at the far end of a picture's width and height, of 255.
const CODE: f32 = 60.0;

/// Where the detector's input lies in the picture along one axis, read from what [`squares`] has put there: picture px at
/// the input's edge, and for each of its px.
fn code_along(input: &[f32], channel: usize) -> [f32; 2] {
    let (mut n, mut p, mut pp, mut v, mut pv) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (i, rgb) in input.chunks_exact(3).enumerate() {
        let byte = |value: f32| f64::from((value + 1.0) * 127.5);
        // Background only: squares are brighter, and there is nothing beyond the picture.
        if (byte(rgb[0]) - 20.0).abs() > 0.5 {
            continue;
        }
        let at = (if channel == 1 { i % 128 } else { i / 128 }) as f64;
        n += 1.0;
        p += at;
        pp += at * at;
        v += byte(rgb[channel]);
        pv += at * byte(rgb[channel]);
    }
    let px_of = if channel == 1 { WIDTH } else { HEIGHT } as f64 / f64::from(CODE);
    let slope = (n * pv - p * v) / (n * pp - p * p);
    [((v - slope * p) / n * px_of) as f32, (slope * px_of) as f32]
}

/// A dark picture, R G B, with bright squares: middle and side. Green and blue of the rest tell the place.
fn squares(list: &[[f32; 3]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(WIDTH * HEIGHT * 3);
    for (row, column) in (0..HEIGHT).flat_map(|row| (0..WIDTH).map(move |column| (row, column))) {
        let inside =
            |[x, y, side]: &[f32; 3]| (column as f32 - x).abs() < side / 2.0 && (row as f32 - y).abs() < side / 2.0;
        // Dithered, so that steps of whole codes leave no mark.
        let dither = (((row * 5 + column * 3) % 8) as f32 + 0.5) / 8.0;
        let code = |at: usize, of: usize| (at as f32 / of as f32 * CODE + dither) as u8;
        let rgb = if list.iter().any(inside) { [220; 3] } else { [20, code(column, WIDTH), code(row, HEIGHT)] };
        bytes.extend(rgb);
    }
    bytes
}

/// A frame of what [`squares`] drew.
fn scene(bytes: &[u8], at_ms: u64) -> Frame<'_> {
    Frame::new(&FrameMeta::new(PixelFormat::Rgb, WIDTH as u32, HEIGHT as u32, at_ms), bytes).unwrap()
}

fn calls(faces: &Faces) -> usize {
    faces.lock().unwrap().1
}

#[test]
fn the_detector_rests_while_a_face_is_held_and_looks_again_by_time() {
    let (mut tracker, faces) = tracker();
    let face = [300.0, 240.0, 120.0];
    faces.lock().unwrap().0 = vec![face];
    let bytes = squares(&[face]);
    assert!(tracker.mesh().is_none());
    // A search looks at the picture turned as well.
    for (at_ms, looks) in [(0, 2), (33, 2), (99, 2), (100, 3), (133, 3), (199, 3), (200, 4), (5000, 5), (4990, 6)] {
        let seen = tracker.observe(&scene(&bytes, at_ms)).unwrap();
        assert_eq!((seen.at_ms, seen.face_count, seen.width_px, seen.height_px), (at_ms, 1, 640, 480));
        assert_eq!(calls(&faces), looks, "at {at_ms} ms");
        let held = seen.face.unwrap();
        assert!(held.presence > 0.9 && tracker.mesh().is_some());
        let [left, top, right, bottom] = held.box_px;
        assert!(
            ((left + right) / 2.0 - 300.0).abs() < 0.5 && ((top + bottom) / 2.0 - 240.0).abs() < 0.5,
            "{:?}",
            held.box_px
        );
        assert!((bottom - top - 120.0).abs() < 0.5, "{:?}", held.box_px);
    }
}

#[test]
fn a_face_that_goes_is_looked_for_at_once_and_found_where_it_went() {
    let (mut tracker, faces) = tracker();
    let (one, two) = ([200.0, 240.0, 120.0], [480.0, 200.0, 100.0]);
    faces.lock().unwrap().0 = vec![one];
    assert!(tracker.observe(&scene(&squares(&[one]), 0)).unwrap().face.is_some());
    faces.lock().unwrap().0 = vec![];
    let gone = tracker.observe(&scene(&squares(&[]), 40)).unwrap();
    assert_eq!(
        (gone.face, gone.face_count, calls(&faces)),
        (None, 0, 4),
        "two looks a search: one upright, one turned"
    );
    assert!(tracker.mesh().is_none() && gone.change > 0.0);
    // Every frame from now on, without waiting.
    assert!(tracker.observe(&scene(&squares(&[]), 80)).unwrap().face.is_none());
    assert_eq!(calls(&faces), 6);
    faces.lock().unwrap().0 = vec![two];
    let back = tracker.observe(&scene(&squares(&[two]), 120)).unwrap().face.unwrap();
    assert!(((back.box_px[0] + back.box_px[2]) / 2.0 - 480.0).abs() < 1.0, "{:?}", back.box_px);
}

#[test]
fn others_are_counted_when_they_are_large_enough_and_really_there() {
    let held = [250.0, 240.0, 160.0];
    // Where, whether it is bright enough for the mesh, and what must be counted.
    for (other, bright, count) in [
        ([520.0, 240.0, 100.0], true, 2),
        ([520.0, 240.0, 36.0], true, 2),
        ([520.0, 240.0, 28.0], true, 1),
        ([520.0, 240.0, 100.0], false, 1),
        // Another view of the same face.
        ([290.0, 280.0, 60.0], true, 1),
    ] {
        let (mut tracker, faces) = tracker();
        faces.lock().unwrap().0 = vec![other, held];
        let bytes = squares(&if bright { vec![held, other] } else { vec![held] });
        for at_ms in [0, 40, 600] {
            let seen = tracker.observe(&scene(&bytes, at_ms)).unwrap();
            assert_eq!(seen.face_count, count, "{other:?} {bright} at {at_ms}");
            // The larger is the one that is followed.
            let face = seen.face.unwrap();
            assert!((face.box_px[1] - 160.0).abs() < 1.0, "{:?}", face.box_px);
        }
    }
}

#[test]
fn one_who_comes_later_is_seen_within_the_interval() {
    let (mut tracker, faces) = tracker();
    let (held, other) = ([250.0, 240.0, 160.0], [520.0, 240.0, 100.0]);
    faces.lock().unwrap().0 = vec![held];
    assert_eq!(tracker.observe(&scene(&squares(&[held]), 0)).unwrap().face_count, 1);
    faces.lock().unwrap().0 = vec![held, other];
    let both = squares(&[held, other]);
    let counts: Vec<u32> = (1..20).map(|k| tracker.observe(&scene(&both, k * 33)).unwrap().face_count).collect();
    assert!(counts.iter().position(|n| *n == 2).is_some_and(|at| at <= 15), "{counts:?}");
    assert!(counts[15..].iter().all(|n| *n == 2), "{counts:?}");
}

#[test]
fn stills_need_no_memory() {
    let (one, two) = ([200.0, 240.0, 100.0], [480.0, 200.0, 140.0]);
    let bytes = squares(&[one, two]);
    let boxes = [one, two, [500.0, 220.0, 70.0], [80.0, 80.0, 60.0]];
    let found: Vec<_> = boxes
        .iter()
        .enumerate()
        .map(|(k, [x, y, side])| {
            let (x, y, side) = (x / 5.0 - 8.0, (y + 80.0) / 5.0 - 8.0, side / 5.0);
            (512 + k, 4.0 - k as f32, [x, y, side, side, x - side / 4.0, y, x + side / 4.0, y, x, y, x, y, x, y, x, y])
        })
        .collect();
    let answer = detections(&found);
    let mut models = FaceModels::new(Box::new(FakeModel(move |_: &Tensor| answer.clone())), mesh());
    let faces = models.faces(&scene(&bytes, 0)).unwrap();
    let middles: Vec<f32> = faces.iter().map(|f| (f.bounds()[0] + f.bounds()[2]) / 2.0).collect();
    assert_eq!(faces.len(), 2, "{middles:?}");
    assert!((middles[0] - 480.0).abs() < 2.0 && (middles[1] - 200.0).abs() < 2.0, "the largest first: {middles:?}");
}

#[test]
fn what_is_seen_of_a_plain_face_is_plain() {
    let (mut tracker, faces) = tracker();
    let face = [300.0, 240.0, 200.0];
    faces.lock().unwrap().0 = vec![face];
    let seen = tracker.observe(&scene(&squares(&[face]), 0)).unwrap();
    let face = seen.face.unwrap();
    assert!((face.luminance - 220.0 / 255.0).abs() < 0.01, "{}", face.luminance);
    assert_eq!(face.clipped_ratio, 0.0);
    assert!(face.skin_ab.iter().all(|v| v.abs() < 0.1), "{:?}", face.skin_ab);
    assert_eq!((face.points.len(), face.appearance.len()), (40, 48));
    assert!(face.appearance.iter().all(|v| *v == 0.0), "{:?}", face.appearance);
    let eyes = 2.0 * 4.445_859 * 200.0 / (8.261_778 + 9.403_378);
    assert!((face.eye_distance_px - eyes).abs() < 0.5, "{} {eyes}", face.eye_distance_px);
    assert!(seen.luminance > 20.0 / 255.0 && seen.luminance < 80.0 / 255.0, "{}", seen.luminance);
    assert_eq!(seen.change, 0.0);
}

#[test]
fn light_that_clips_is_told() {
    let (mut tracker, faces) = tracker();
    let face = [300.0, 240.0, 200.0];
    faces.lock().unwrap().0 = vec![face];
    // The left half of the face blown out, then all of it.
    let mut bytes = squares(&[face]);
    bytes.chunks_mut(WIDTH * 3).for_each(|row| row[..290 * 3].iter_mut().filter(|v| **v == 220).for_each(|v| *v = 255));
    let half = tracker.observe(&scene(&bytes, 0)).unwrap().face.unwrap();
    assert!(half.clipped_ratio > 0.05 && half.clipped_ratio < 0.6, "{}", half.clipped_ratio);
    let mean = half.appearance.iter().sum::<f32>() / 48.0;
    let spread = half.appearance.iter().map(|v| v * v).sum::<f32>() / 48.0;
    assert!(mean.abs() < 1e-3 && (spread - 1.0).abs() < 1e-3, "{mean} {spread}");
    bytes.iter_mut().filter(|v| **v == 220).for_each(|v| *v = 255);
    let whole = tracker.observe(&scene(&bytes, 30)).unwrap().face.unwrap();
    assert_eq!(whole.clipped_ratio, 1.0);
    assert!(whole.luminance > 0.99 && whole.appearance.iter().all(|v| *v == 0.0));
}

#[test]
fn eyes_mouth_and_proportions_do_not_follow_the_pose() {
    // Lids 1 and 0.6 cm apart, inner lips 1.5; the eyes are 2.59 wide, the mouth 4.91.
    let mut more = Vec::new();
    for (upper, lower, x, gap) in [
        (160, 144, -3.9, 1.0),
        (159, 145, -3.2, 1.0),
        (158, 153, -2.6, 1.0),
        (157, 154, -2.2, 1.0),
        (387, 373, 3.9, 0.6),
        (386, 374, 3.2, 0.6),
        (385, 380, 2.6, 0.6),
        (384, 381, 2.2, 0.6),
    ] {
        more.extend([(upper, [x, 2.6 + gap / 2.0, 4.0]), (lower, [x, 2.6 - gap / 2.0, 3.9])]);
    }
    for (upper, lower, x) in [(13, 14, 0.0), (82, 87, -0.7), (312, 317, 0.7)] {
        more.extend([(upper, [x, -3.5, 5.5]), (lower, [x, -5.0, 5.3])]);
    }
    // What proportions ask for beside the tracked points.
    for (index, place) in [
        (164, [0.0, -2.2, 6.0]),
        (98, [-1.3, -1.4, 5.0]),
        (327, [1.3, -1.4, 5.0]),
        (217, [-1.6, 0.5, 4.9]),
        (437, [1.6, 0.5, 4.9]),
        (156, [-6.0, 3.2, 2.5]),
        (383, [6.0, 3.2, 2.5]),
        (116, [-6.0, 1.5, 2.1]),
        (345, [6.0, 1.5, 2.1]),
        (105, [-4.0, 5.0, 4.4]),
        (334, [4.0, 5.0, 4.4]),
        (55, [-1.1, 3.9, 5.3]),
        (285, [1.1, 3.9, 5.3]),
    ] {
        more.push((index, place));
    }
    let mut front = None;
    for (yaw, pitch, roll) in [(0.0, 0.0, 0.0), (30.0, 0.0, 0.0), (-20.0, 25.0, 0.0), (10.0, -25.0, 0.0)] {
        let (mut tracker, faces) = tracker_of(mesh_of(&head_with(&more, yaw, pitch, roll, INPUT_PX, MIDDLE)));
        let place = [300.0, 240.0, 200.0];
        faces.lock().unwrap().0 = vec![place];
        let face = tracker.observe(&scene(&squares(&[place]), 0)).unwrap().face.unwrap();
        assert!(near(face.right_eye_open, 1.0 / 2.5906) && near(face.left_eye_open, 0.6 / 2.5906), "{face:?}");
        assert!(near(face.mouth_open, 1.5 / 4.9124), "{face:?}");
        assert!((face.angles.yaw_deg - yaw).abs() < 0.1, "{:?}", face.angles);
        let lengths = front.get_or_insert_with(|| face.proportions.clone());
        assert_eq!(lengths.len(), 12);
        assert!(lengths.iter().zip(&face.proportions).all(|(a, b)| near(*a, *b)), "{lengths:?} {:?}", face.proportions);
    }
}

#[test]
fn a_picture_of_another_size_begins_anew() {
    let (mut tracker, faces) = tracker();
    let face = [200.0, 200.0, 120.0];
    faces.lock().unwrap().0 = vec![face];
    let bytes = squares(&[face]);
    tracker.observe(&scene(&bytes, 0)).unwrap();
    tracker.observe(&scene(&bytes, 30)).unwrap();
    assert_eq!(calls(&faces), 2);
    // The same bytes, fewer rows.
    let meta = FrameMeta::new(PixelFormat::Grey, WIDTH as u32, 400, 60);
    let seen = tracker.observe(&Frame::new(&meta, &bytes).unwrap()).unwrap();
    assert_eq!((seen.height_px, calls(&faces)), (400, 4));
}

#[test]
fn a_small_face_is_looked_for_part_by_part_and_must_be_there_from_near() {
    // Only a part that shows it larger finds the other one: it is 30 px, 6 of the detector's in the whole picture.
    let (held, other) = ([200.0, 240.0, 110.0], [520.0, 380.0, 30.0]);
    for bright in [true, false] {
        let (mut tracker, faces) = tracker();
        faces.lock().unwrap().0 = vec![held];
        let bytes = squares(&if bright { vec![held, other] } else { vec![held] });
        assert_eq!(tracker.observe(&scene(&bytes, 0)).unwrap().face_count, 1);
        faces.lock().unwrap().0 = vec![held, other];
        let counts: Vec<u32> = (1..6).map(|k| tracker.observe(&scene(&bytes, k * 100)).unwrap().face_count).collect();
        assert_eq!(counts.contains(&2), bright, "{counts:?}");
    }
}

#[test]
fn a_mesh_that_slid_off_its_face_is_not_believed() {
    let (mut tracker, faces) = tracker();
    let face = [200.0, 240.0, 120.0];
    faces.lock().unwrap().0 = vec![face];
    // Bright everywhere: the mesh is sure of a face wherever it looks.
    let bytes = squares(&[face, [420.0, 240.0, 340.0]]);
    assert!(tracker.observe(&scene(&bytes, 0)).unwrap().face.is_some());
    faces.lock().unwrap().0 = vec![];
    // Nothing has made it doubtful: the detector may miss a face that is turned away.
    for at_ms in [40, 600, 1200] {
        assert!(tracker.observe(&scene(&bytes, at_ms)).unwrap().face.is_some());
    }
    // The picture changes as at a cut.
    let other = vec![255; WIDTH * HEIGHT * 3];
    let seen: Vec<bool> =
        (0..12).map(|k| tracker.observe(&scene(&other, 1240 + k * 40)).unwrap().face.is_some()).collect();
    assert!(seen.iter().position(|seen| !seen).is_some_and(|at| at <= 4), "{seen:?}");
    assert!(tracker.mesh().is_none());
}
