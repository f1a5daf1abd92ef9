//! The generator of moving heads: what it commands is what shows, and a seed gives the same clip for ever.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use heyan_rules::liveness::{Action, HeadAngles};
use heyan_tests::heads::cast::Cast;
use heyan_tests::heads::kind::Kind;
use heyan_tests::heads::raster::Raster;
use heyan_tests::heads::shape::{Camera, Light, Pose, looking};
use heyan_tests::heads::stage;
use heyan_tests::set::Split;

/// Mesh points: nose tip, crown end of the forehead, chin, outer corners of the right and of the left eye, lips inside.
const NOSE: usize = 4;
const FOREHEAD: usize = 10;
const CHIN: usize = 152;
const EYES: [usize; 2] = [33, 263];

fn cast() -> &'static Cast {
    static CAST: OnceLock<Cast> = OnceLock::new();
    CAST.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let named = std::env::var_os("HEYAN_PACK").filter(|value| !value.is_empty()).map(PathBuf::from);
        let pack = named.unwrap_or_else(|| root.join("models/pack"));
        Cast::open(&pack).expect("faces: run `cargo xtask setup` before the tests")
    })
}

const CAMERA: Camera = Camera { w: 640, h: 480, focal: 640.0, distance: 60.0, drift: [0.0; 2], roll_deg: 0.0 };

fn held(yaw_deg: f32, pitch_deg: f32, roll_deg: f32) -> Pose {
    Pose { angles: HeadAngles { yaw_deg, pitch_deg, roll_deg }, ..Pose::default() }
}

#[test]
fn landmarks_go_to_the_sides_that_the_contract_names() {
    for face in cast().all() {
        let at = |pose: &Pose, point: usize| face.shape.projected(pose, &CAMERA)[point];
        let rest = held(0.0, 0.0, 0.0);
        let nose_over_eyes = |pose: &Pose| {
            let [a, b] = EYES.map(|e| at(pose, e)[0]);
            (at(pose, NOSE)[0] - a) / (b - a) - 0.5
        };
        let straight = nose_over_eyes(&rest);
        assert!(straight.abs() < 0.12, "{}: straightened, the nose is between the eyes: {straight}", face.name);
        assert!(
            nose_over_eyes(&held(20.0, 0.0, 0.0)) > straight + 0.1,
            "{}: a turn to the left shows on the right",
            face.name
        );
        assert!(nose_over_eyes(&held(-20.0, 0.0, 0.0)) < straight - 0.1, "{}: a turn to the right", face.name);
        assert!(at(&held(0.0, 15.0, 0.0), NOSE)[1] < at(&rest, NOSE)[1] - 10.0, "{}: chin up", face.name);
        assert!(at(&held(0.0, -15.0, 0.0), NOSE)[1] > at(&rest, NOSE)[1] + 10.0, "{}: chin down", face.name);
        let leaning = |pose: &Pose| at(pose, FOREHEAD)[0] - at(pose, CHIN)[0];
        assert!(
            leaning(&held(0.0, 0.0, 20.0)) > leaning(&rest) + 30.0,
            "{}: leaning left shows on the right",
            face.name
        );
        assert!(leaning(&held(0.0, 0.0, -20.0)) < leaning(&rest) - 30.0, "{}: leaning right", face.name);
    }
}

#[test]
fn a_tilt_turns_the_line_of_the_eyes_by_its_angle() {
    for face in cast().all() {
        let slope = |pose: &Pose| {
            let mesh = face.shape.projected(pose, &CAMERA);
            let [a, b] = EYES.map(|e| mesh[e]);
            (b[1] - a[1]).atan2(b[0] - a[0]).to_degrees()
        };
        let turned = slope(&held(0.0, 0.0, 20.0)) - slope(&held(0.0, 0.0, 0.0));
        assert!((turned - 20.0).abs() < 1.0, "{}: {turned}", face.name);
    }
}

#[test]
fn a_face_beside_the_axis_that_looks_into_the_camera_is_told_as_straight() {
    // 12 cm to the picture's right at 56 cm (the face is 4 cm before the origin): turned back by atan(12 / 56).
    let back = (12.0f32 / 56.0).atan().to_degrees();
    let aside = Pose { shift: [12.0, 0.0, 0.0], ..held(0.0, 0.0, 0.0) };
    assert!((looking(&aside, &CAMERA).yaw_deg - back).abs() < 0.3, "{:?}", looking(&aside, &CAMERA));
    assert_eq!(looking(&held(0.0, 0.0, 0.0), &CAMERA), HeadAngles::default());
}

#[test]
fn shoulders_stay_while_the_head_turns() {
    let face = &cast().all()[0];
    let draw = |pose: &Pose| {
        let mut raster = Raster::over(640, 480, vec![150; 640 * 480 * 3]);
        face.shape.draw(&mut raster, pose, &CAMERA, &Light::default());
        raster.rgb
    };
    let (rest, turned) = (draw(&held(0.0, 0.0, 0.0)), draw(&held(25.0, 0.0, 0.0)));
    let changed = |rows: std::ops::Range<usize>| {
        let part = rows.start * 640 * 3..rows.end * 640 * 3;
        let pairs = rest[part.clone()].iter().zip(&turned[part]);
        pairs.filter(|(a, b)| a.abs_diff(**b) > 8).count()
    };
    assert!(changed(100..300) > 20_000, "the head moves: {}", changed(100..300));
    assert_eq!(changed(470..480), 0, "what is below the collar bones does not");
    assert!(rest[470 * 640 * 3..].iter().any(|v| *v != 150), "there is a body");
}

#[test]
fn a_seed_gives_the_same_clip_and_another_seed_another() {
    let kind = Kind::Proper(Action::TurnLeft);
    let clip = |seed: u64, index: u64| stage::clip(cast(), Split::Tuning, seed, kind, index);
    let (a, b) = (clip(5, 1), clip(5, 1));
    assert_eq!(serde_json::to_string(&a.truth).unwrap(), serde_json::to_string(&b.truth).unwrap());
    let (one, two) = (a.shot(17), b.shot(17));
    assert_eq!(one.rgb, two.rgb);
    assert_eq!(one.angles, two.angles);
    // A frame is the same whenever it is asked for.
    assert_eq!(a.shot(17).rgb, one.rgb);
    let others = [clip(6, 1), clip(5, 2)];
    assert!(others.iter().all(|c| c.truth.peak != a.truth.peak));
}

#[test]
fn a_living_head_changes_from_frame_to_frame_and_a_frozen_clip_does_not() {
    let clip = stage::clip(cast(), Split::Tuning, 5, Kind::Nothing(Action::Nod), 0);
    assert_ne!(clip.shot(3).rgb, clip.shot(4).rgb);
    let frozen = stage::clip(cast(), Split::Tuning, 5, Kind::Frozen(Action::Nod), 0);
    let last = frozen.len() - 1;
    assert_eq!(frozen.shot(last).rgb, frozen.shot(last - 1).rgb);
    assert!(frozen.shot(last).at_ms > frozen.shot(last - 1).at_ms);
}
