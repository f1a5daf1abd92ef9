//! What covers face and head: hands and cloths on skin of every tone, hats, fringes, and scarves that may stay.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is the report")]

use heyan_rules::portrait::{
    AroundMeasures, BackdropMeasures, FaceMeasures, HeadMeasures, Limits, Measurements, MouthMeasures, judge,
};
use heyan_rules::words::{Lang, Words};
use heyan_rules::{Code, Finding, Severity};

/// What light skin shows of a shut mouth.
const MOUTH: MouthMeasures = MouthMeasures {
    skin_lightness: 65.0,
    lips_difference: 14.0,
    lips_redness: 0.15,
    line_lightness: -12.0,
    nose_lightness: -20.0,
    other_or_dark_ratio: 0.0,
};

/// A head of hair over a free forehead and neck.
const HEAD: HeadMeasures = HeadMeasures {
    marked_ratio: 0.02,
    forehead_seen_ratio: 1.0,
    edge_off_ratio: None,
    beside_difference: None,
    mixture_difference: None,
    around: Some(AroundMeasures { beside_skin_ratio: 0.6, neck_skin_ratio: 0.95, difference: 50.0 }),
};

/// What is said of covers, of a face that is good otherwise.
fn told(change: impl FnOnce(&mut FaceMeasures), limits: &Limits) -> Vec<Finding> {
    let mut face = FaceMeasures {
        eye_distance_px: 140.0,
        luminance: 0.3,
        highlight: 0.6,
        side_light: 1.1,
        blur_ratio: 0.01,
        eyes_open: 0.07,
        eyes_seen: 0.15,
        presence: 1.0,
        mouth: Some(MOUTH),
        head: Some(HEAD),
        ..FaceMeasures::default()
    };
    change(&mut face);
    let wall =
        BackdropMeasures { lightness: 93.0, raw_lightness: 92.0, wall_ratio: 1.0, ..BackdropMeasures::default() };
    let measured = Measurements {
        width_px: 1200,
        height_px: 1600,
        colourfulness: 30.0,
        face: Some(face),
        backdrop: Some(wall),
        ..Measurements::default()
    };
    judge(&measured, limits)
}

fn mouth(mouth: MouthMeasures, other: f32) -> Vec<Code> {
    let found = told(|f| (f.mouth, f.lower_covered_ratio) = (Some(mouth), other), &Limits::default());
    found.iter().filter(|f| f.severity == Severity::Error).map(|f| f.code).collect()
}

fn head(head: HeadMeasures) -> Vec<Finding> {
    told(|f| f.head = Some(head), &Limits::default())
}

/// The one finding, which is of the head.
fn only(found: &[Finding]) -> Severity {
    let [finding] = found else { panic!("{found:?}") };
    assert_eq!(finding.code, Code::PortraitHeadCovered);
    finding.severity
}

#[test]
fn a_hand_shows_neither_lips_nor_nose_and_a_smile_shows_teeth() {
    assert_eq!(mouth(MOUTH, 0.0), []);
    let hand =
        MouthMeasures { lips_difference: 2.0, lips_redness: 0.0, line_lightness: -1.0, nose_lightness: -3.0, ..MOUTH };
    assert_eq!(mouth(hand, 0.0), [Code::PortraitFaceCovered]);
    let fingers = MouthMeasures { lips_difference: 4.0, line_lightness: -3.0, ..hand };
    assert_eq!(mouth(fingers, 0.0), [Code::PortraitFaceCovered]);
    // Dark skin, lips that are no redder, teeth between them.
    let smile = MouthMeasures {
        skin_lightness: 35.0,
        lips_difference: 3.0,
        lips_redness: 0.01,
        line_lightness: 9.0,
        nose_lightness: -8.0,
        ..MOUTH
    };
    assert_eq!(mouth(smile, 0.0), []);
    assert_eq!(mouth(MouthMeasures { line_lightness: -4.0, ..smile }, 0.0), [], "a shut mouth");
    assert_eq!(
        mouth(MouthMeasures { line_lightness: 0.5, nose_lightness: 0.0, ..smile }, 0.0),
        [Code::PortraitFaceCovered]
    );
}

#[test]
fn a_cloth_is_told_by_its_colour_and_a_beard_is_no_black_cloth() {
    let cloth = MouthMeasures { lips_difference: 6.0, lips_redness: 0.03, ..MOUTH };
    assert_eq!(mouth(cloth, 0.9), [Code::PortraitFaceCovered]);
    assert_eq!(mouth(MOUTH, 0.9), [], "red lips show");
    let beard = MouthMeasures { other_or_dark_ratio: 0.8, ..cloth };
    assert_eq!(mouth(beard, 0.2), []);
    let black = MouthMeasures { lips_difference: 2.5, other_or_dark_ratio: 1.0, ..cloth };
    assert_eq!(mouth(black, 0.2), [Code::PortraitFaceCovered]);
}

#[test]
fn a_hat_is_told_by_brim_print_or_colour_and_a_fringe_is_none() {
    assert_eq!(head(HEAD), []);
    let fringe = HeadMeasures {
        forehead_seen_ratio: 0.3,
        edge_off_ratio: Some(0.02),
        beside_difference: Some(8.0),
        mixture_difference: Some(2.0),
        ..HEAD
    };
    assert_eq!(head(fringe), []);
    assert_eq!(head(HeadMeasures { forehead_seen_ratio: 0.0, ..fringe }), [], "a thick one");
    for hat in [
        HeadMeasures { edge_off_ratio: Some(0.001), ..fringe },
        HeadMeasures { mixture_difference: Some(9.0), ..fringe },
        HeadMeasures { marked_ratio: 0.4, ..HEAD },
        HeadMeasures { forehead_seen_ratio: 0.0, beside_difference: Some(40.0), ..fringe },
    ] {
        assert_eq!(only(&head(hat)), Severity::Error, "{hat:?}");
    }
    assert_eq!(only(&told(|f| f.head_covered_ratio = 0.9, &Limits::default())), Severity::Error);
    // Of a raised or lowered head the forehead says nothing, and blur makes a fringe smooth.
    let smooth = HeadMeasures { edge_off_ratio: Some(0.001), ..fringe };
    assert!(
        !told(|f| (f.head, f.pitch_deg) = (Some(smooth), 12.5), &Limits::default())
            .iter()
            .any(|f| f.code == Code::PortraitHeadCovered)
    );
    assert!(
        !told(|f| (f.head, f.blur_ratio) = (Some(smooth), 0.02), &Limits::default())
            .iter()
            .any(|f| f.code == Code::PortraitHeadCovered)
    );
}

#[test]
fn a_scarf_that_leaves_the_face_free_is_the_profiles_to_refuse() {
    let around = AroundMeasures { beside_skin_ratio: 0.05, neck_skin_ratio: 0.1, difference: 12.0 };
    let scarf = HeadMeasures { around: Some(around), ..HEAD };
    let mentioned = told(|f| (f.head, f.head_covered_ratio) = (Some(scarf), 0.9), &Limits::default());
    assert_eq!(only(&mentioned), Severity::Warning);
    for (lang, word) in [(Lang::En, "faith"), (Lang::Zh, "宗教")] {
        assert!(Words::new(lang).finding(&mentioned[0]).advice.contains(word));
    }
    let mut strict = Limits::default();
    assert!(strict.set("head_wrap_refused", 1.0));
    assert_eq!(only(&told(|f| f.head = Some(scarf), &strict)), Severity::Error);
    for bare in [
        AroundMeasures { beside_skin_ratio: 0.5, ..around },
        AroundMeasures { neck_skin_ratio: 0.9, ..around },
        AroundMeasures { difference: 45.0, ..around },
    ] {
        assert_eq!(head(HeadMeasures { around: Some(bare), ..HEAD }), [], "{bare:?}");
    }
}
