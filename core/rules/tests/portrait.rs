//! What the judgement of a portrait means: a good one passes, and each fault has its own code, side and place.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is the report")]

use heyan_rules::geometry::Rect;
use heyan_rules::portrait::{
    BackdropMeasures, ByHead, FaceMeasures, Framing, HiddenFace, Limits, Measurements, Patch, PatchKind, PortraitHint,
    Profile, ShoulderMeasures, hint, judge, judge_glance, table,
};
use heyan_rules::words::{Lang, Words};
use heyan_rules::{Code, Finding, Point, Severity, Verdict};

/// A picture of 1200 × 1600 that nobody would refuse.
fn good() -> Measurements {
    let face = FaceMeasures {
        bounds: Rect::new(450.0, 300.0, 750.0, 700.0),
        eyes: [Point::new(530.0, 470.0), Point::new(670.0, 470.0)],
        eye_distance_px: 140.0,
        luminance: 0.3,
        side_light: 1.1,
        blur_ratio: 0.01,
        eyes_open: 0.07,
        eyes_seen: 0.15,
        presence: 1.0,
        ..FaceMeasures::default()
    };
    let shoulders = ShoulderMeasures {
        left: Point::new(1000.0, 900.0),
        right: Point::new(200.0, 900.0),
        left_visible: true,
        right_visible: true,
        tilt_deg: Some(1.0),
    };
    let framing = Framing {
        head: Rect::new(450.0, 200.0, 750.0, 700.0),
        head_height_ratio: 0.31,
        headroom_ratio: 0.125,
        skull_room_ratio: 0.13,
        centre_offset_ratio: 0.0,
        shoulders: Some(shoulders),
    };
    let backdrop = BackdropMeasures {
        seen_ratio: 0.45,
        lightness: 93.0,
        chroma: 1.5,
        raw_lightness: 92.0,
        wall_ratio: 0.99,
        ..BackdropMeasures::default()
    };
    Measurements {
        width_px: 1200,
        height_px: 1600,
        face_count: 1,
        colourfulness: 30.0,
        face: Some(face),
        framing: Some(framing),
        backdrop: Some(backdrop),
        ..Measurements::default()
    }
}

fn with(change: impl FnOnce(&mut Measurements)) -> Vec<Finding> {
    let mut measured = good();
    change(&mut measured);
    judge(&measured, &Limits::default())
}

fn with_face(change: impl FnOnce(&mut FaceMeasures)) -> Vec<Finding> {
    with(|m| change(m.face.as_mut().unwrap()))
}

fn with_framing(change: impl FnOnce(&mut Framing)) -> Vec<Finding> {
    with(|m| change(m.framing.as_mut().unwrap()))
}

fn with_wall(change: impl FnOnce(&mut BackdropMeasures)) -> Vec<Finding> {
    with(|m| change(m.backdrop.as_mut().unwrap()))
}

/// The one code of what was found, which is an error.
fn only(findings: &[Finding]) -> Code {
    let [finding] = findings else { panic!("{findings:?}") };
    assert_eq!(finding.severity, Severity::Error, "{finding:?}");
    finding.code
}

fn patch(kind: PatchKind, area_ratio: f32) -> Patch {
    let outline = Rect::new(1000.0, 100.0, 1100.0, 200.0).corners().to_vec();
    Patch { kind, outline, area_ratio, contrast: 20.0, length_ratio: 0.4, by_head: None }
}

#[test]
fn a_good_portrait_is_accepted_without_a_word() {
    let findings = judge(&good(), &Limits::default());
    assert_eq!(findings, []);
    assert_eq!(Verdict::of(&findings), Verdict::Accept);
    assert_eq!(hint(&findings), PortraitHint::Ready);
}

#[test]
fn a_picture_without_a_face_says_that_and_nothing_else() {
    assert_eq!(only(&with(|m| m.face = None)), Code::PortraitNoFace);
    assert_eq!(only(&judge(&Measurements::default(), &Limits::default())), Code::PortraitNoFace);
}

#[test]
fn each_fault_of_the_face_has_its_own_code() {
    type Change = fn(&mut FaceMeasures);
    let cases: [(Change, Code); 20] = [
        (|f| f.eye_distance_px = 40.0, Code::PortraitTooLowResolution),
        (|f| f.yaw_deg = -15.0, Code::PortraitNotFrontal),
        (|f| f.pitch_deg = 11.0, Code::PortraitNotFrontal),
        (|f| f.pitch_deg = -15.0, Code::PortraitNotFrontal),
        (|f| f.roll_deg = 9.0, Code::PortraitNotFrontal),
        (|f| f.luminance = 0.03, Code::PortraitUnderexposed),
        (|f| f.luminance = 0.75, Code::PortraitOverexposed),
        (|f| f.bright_ratio = 0.2, Code::PortraitOverexposed),
        (|f| f.side_light = 2.5, Code::PortraitUnevenLight),
        (|f| f.blur_ratio = 0.03, Code::PortraitBlurred),
        (|f| f.eyes_open = 0.01, Code::PortraitEyesClosed),
        (|f| f.eyes_seen = -0.05, Code::PortraitEyesClosed),
        (|f| (f.eyes_open, f.eyes_seen) = (0.035, 0.04), Code::PortraitEyesClosed),
        (|f| f.mouth_open = 0.25, Code::PortraitMouthOpen),
        (|f| f.lower_covered_ratio = 1.0, Code::PortraitFaceCovered),
        (|f| f.upper_covered_ratio = 0.9, Code::PortraitFaceCovered),
        (|f| f.presence = 0.55, Code::PortraitFaceCovered),
        (|f| f.glare_ratio = 0.2, Code::PortraitGlassesGlare),
        (|f| f.head_covered_ratio = 0.9, Code::PortraitHeadCovered),
        (|f| f.bare_ratio = 0.9, Code::PortraitBareShoulders),
    ];
    for (k, (change, code)) in cases.into_iter().enumerate() {
        assert_eq!(only(&with_face(change)), code, "case {k}");
    }
}

#[test]
fn a_smile_that_shows_teeth_is_no_open_mouth() {
    let smile = with_face(|f| f.mouth_open = 0.14);
    assert_eq!(Verdict::of(&smile), Verdict::Accept);
    let open = with_face(|f| (f.mouth_open, f.mouth_dark_ratio) = (0.14, 0.9));
    assert_eq!(only(&open), Code::PortraitMouthOpen);
}

#[test]
fn wide_lids_are_believed_with_little_iris_and_narrow_ones_with_much() {
    let eyes = |gap, iris| with_face(|f| (f.eyes_open, f.eyes_seen) = (gap, iris));
    assert_eq!(eyes(0.077, 0.013), []);
    assert_eq!(eyes(0.052, 0.09), []);
    assert_eq!(only(&eyes(0.059, 0.006)), Code::PortraitEyesClosed);
    // Lids that the mesh draws wide open.
    assert_eq!(only(&eyes(0.095, 0.0)), Code::PortraitEyesClosed);
    assert_eq!(only(&eyes(0.036, 0.045)), Code::PortraitEyesClosed);
}

#[test]
fn what_is_hidden_is_neither_shut_nor_open() {
    let mask = with_face(|f| (f.lower_covered_ratio, f.mouth_open) = (1.0, 0.3));
    assert_eq!(only(&mask), Code::PortraitFaceCovered);
    let sunglasses = with_face(|f| (f.upper_covered_ratio, f.eyes_seen) = (0.9, -0.1));
    assert_eq!(only(&sunglasses), Code::PortraitFaceCovered);
    let glare = with_face(|f| (f.glare_ratio, f.eyes_seen) = (0.3, -0.1));
    assert_eq!(only(&glare), Code::PortraitGlassesGlare);
}

#[test]
fn a_face_that_only_the_detector_knows_is_covered() {
    let empty = Measurements { face: None, ..good() };
    assert_eq!(only(&judge(&empty, &Limits::default())), Code::PortraitNoFace);
    let bounds = Rect::new(400.0, 380.0, 800.0, 780.0);
    let hidden = Measurements { hidden_face: Some(HiddenFace { bounds, presence: 0.1 }), ..empty };
    let found = judge(&hidden, &Limits::default());
    assert_eq!(only(&found), Code::PortraitFaceCovered);
    assert_eq!(found[0].region.as_deref(), Some(bounds.corners().as_slice()));
}

#[test]
fn each_fault_of_the_frame_has_its_own_code_and_side() {
    assert_eq!(only(&with_framing(|f| f.head_height_ratio = 0.12)), Code::PortraitTooFar);
    assert_eq!(only(&with_framing(|f| f.head_height_ratio = 0.62)), Code::PortraitTooNear);
    assert_eq!(only(&with_framing(|f| (f.headroom_ratio, f.skull_room_ratio) = (0.0, 0.02))), Code::PortraitNoHeadroom);
    let left = with_framing(|f| f.centre_offset_ratio = 0.2);
    assert_eq!(only(&left), Code::PortraitOffCentre);
    // Too far to their left is mended by going to their right.
    let said = Words::new(Lang::En).finding(&left[0]);
    assert!(said.message.contains("to the right of the picture") && said.advice.contains("your right"), "{said:?}");
    let cut = with_framing(|f| f.shoulders.as_mut().unwrap().right_visible = false);
    assert_eq!(only(&cut), Code::PortraitShoulderCut);
    assert!(Words::new(Lang::Zh).finding(&cut[0]).message.contains("右肩（画面左侧）"));
    assert_eq!(only(&with_framing(|f| f.shoulders = None)), Code::PortraitShoulderCut);
    let uneven = with_framing(|f| f.shoulders.as_mut().unwrap().tilt_deg = Some(-10.0));
    assert_eq!(only(&uneven), Code::PortraitShouldersUneven);
    assert!(Words::new(Lang::En).finding(&uneven[0]).message.starts_with("Your right shoulder is higher"));
}

#[test]
fn a_wall_is_white_or_says_what_it_is() {
    let blue = with_wall(|w| w.chroma = 18.0);
    let grey = with_wall(|w| w.lightness = 66.0);
    let none = with_wall(|w| w.wall_ratio = 0.1);
    let unseen = with(|m| m.backdrop = None);
    for findings in [&blue, &grey, &none, &unseen] {
        assert_eq!(only(findings), Code::PortraitBackgroundNotWhite);
    }
    let say = |findings: &[Finding]| Words::new(Lang::En).finding(&findings[0]).message;
    assert!(say(&blue).contains("colour (18"), "{}", say(&blue));
    assert!(say(&grey).contains("grey: its lightness is 66"));
    assert!(say(&none).starts_with("Only 10 %"));
    assert!(say(&unseen).starts_with("No white wall"));
}

#[test]
fn every_thing_on_the_wall_is_a_finding_with_its_place() {
    let findings = with_wall(|w| w.clutter = vec![patch(PatchKind::Object, 0.01), patch(PatchKind::Line, 0.001)]);
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::PortraitBackgroundClutter; 2]);
    let said = Words::new(Lang::En).finding(&findings[0]);
    assert_eq!(said.message, "Something can be seen at the top right of the picture (1 % of the picture).");
    assert!(Words::new(Lang::En).finding(&findings[1]).message.contains("edge or line"));
    assert_eq!(findings[0].region.as_ref().unwrap().len(), 4);
    assert_eq!(with_wall(|w| w.clutter = vec![patch(PatchKind::Object, 0.0002)]), []);
    assert_eq!(only(&with_wall(|w| w.shadows = vec![patch(PatchKind::Shadow, 0.03)])), Code::PortraitBackgroundShadow);
    assert_eq!(with_wall(|w| w.shadows = vec![patch(PatchKind::Shadow, 0.001)]), []);
}

#[test]
fn dark_skin_before_a_bright_wall_is_not_called_dark_and_a_face_against_the_light_is() {
    // The shine of skin is that of the light, whatever its tone.
    assert_eq!(with_face(|f| (f.luminance, f.highlight) = (0.044, 0.2)), []);
    assert_eq!(with_face(|f| (f.luminance, f.highlight) = (0.07, 0.1)), []);
    let against = with_face(|f| (f.luminance, f.highlight) = (0.02, 0.035));
    assert_eq!(only(&against), Code::PortraitUnderexposed);
    // Between both it cannot be told.
    let doubtful = with_face(|f| (f.luminance, f.highlight) = (0.044, 0.065));
    assert_eq!(
        doubtful.iter().map(|f| (f.code, f.severity)).collect::<Vec<_>>(),
        [(Code::PortraitUnderexposed, Severity::Warning)]
    );
    let dim = with(|m| {
        let face = m.face.as_mut().unwrap();
        (face.luminance, face.highlight) = (0.07, 0.2);
        let wall = m.backdrop.as_mut().unwrap();
        (wall.raw_lightness, wall.lightness) = (50.0, 60.0);
    });
    // How light the wall is cannot be told there.
    assert_eq!(only(&dim), Code::PortraitUnderexposed);
}

#[test]
fn loose_hair_is_mentioned_and_a_thing_by_the_head_is_an_error() {
    const STRAND: ByHead =
        ByHead { within_ratio: 1.0, gap_ratio: 0.0, reach_ratio: 0.2, breadth_ratio: 0.03, hair_ratio: 0.95 };
    let told = |kind, by_head: Option<ByHead>| {
        let found = with_wall(|w| w.clutter = vec![Patch { by_head, length_ratio: 0.17, ..patch(kind, 0.002) }]);
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(finding.code, Code::PortraitBackgroundClutter);
        finding.clone()
    };
    let hair = told(PatchKind::Object, Some(STRAND));
    assert_eq!(hair.severity, Severity::Warning);
    for lang in [Lang::Zh, Lang::En] {
        let said = Words::new(lang).finding(&hair);
        assert!(said.message.contains(if lang == Lang::En { "loose hair" } else { "头发" }), "{said:?}");
    }
    let others = [
        ByHead { within_ratio: 0.5, ..STRAND },
        ByHead { gap_ratio: 0.2, ..STRAND },
        ByHead { reach_ratio: 0.8, ..STRAND },
        ByHead { breadth_ratio: 0.15, ..STRAND },
        ByHead { hair_ratio: 0.3, ..STRAND },
    ];
    for by_head in others.map(Some).into_iter().chain([None]) {
        assert_eq!(told(PatchKind::Object, by_head).severity, Severity::Error, "{by_head:?}");
    }
    // A line is as long as the head at most, wherever the stretch begins in which it is looked for.
    let line = with_wall(|w| {
        let short = Patch { by_head: Some(STRAND), length_ratio: 0.18, ..patch(PatchKind::Line, 0.001) };
        w.clutter = vec![Patch { length_ratio: 0.5, ..short.clone() }, short];
    });
    assert_eq!(line.iter().map(|f| f.severity).collect::<Vec<_>>(), [Severity::Error, Severity::Warning]);
}

#[test]
fn a_bun_at_the_upper_edge_is_no_cut_head() {
    let bun = with_framing(|f| (f.headroom_ratio, f.skull_room_ratio) = (0.009, 0.15));
    let [finding] = bun.as_slice() else { panic!("{bun:?}") };
    assert_eq!((finding.code, finding.severity), (Code::PortraitNoHeadroom, Severity::Warning));
}

#[test]
fn a_grey_picture_says_nothing_of_colours() {
    let grey = with(|m| {
        m.colourfulness = 0.4;
        m.backdrop.as_mut().unwrap().chroma = 12.0;
        m.face.as_mut().unwrap().bare_ratio = 1.0;
    });
    assert_eq!(only(&grey), Code::PortraitGrayscale);
}

#[test]
fn shoulders_beside_a_shadow_wait_until_it_is_gone() {
    let with_shadow = |left: f32, contrast: f32| {
        with(|m| {
            let shoulders = m.framing.as_mut().unwrap().shoulders.as_mut().unwrap();
            shoulders.tilt_deg = Some(11.0);
            let at = shoulders.left;
            let outline = Rect::new(at.x + left, at.y - 300.0, at.x + left + 150.0, at.y + 300.0).corners().to_vec();
            let shadow = Patch { outline, area_ratio: 0.1, contrast, ..patch(PatchKind::Shadow, 0.1) };
            m.backdrop.as_mut().unwrap().shadows = vec![shadow];
        })
    };
    let codes = |found: &[Finding]| found.iter().map(|f| f.code).collect::<Vec<_>>();
    assert_eq!(codes(&with_shadow(20.0, 20.0)), [Code::PortraitBackgroundShadow]);
    assert!(codes(&with_shadow(400.0, 20.0)).contains(&Code::PortraitShouldersUneven));
    // A shadow too faint to be told hides nothing.
    assert_eq!(codes(&with_shadow(20.0, 0.1)), [Code::PortraitShouldersUneven]);
}

#[test]
fn other_faces_count_when_they_are_large_enough() {
    let other = |side: f32| with(|m| m.other_faces = vec![Rect::new(0.0, 0.0, side, side)]);
    assert_eq!(only(&other(200.0)), Code::PortraitMultipleFaces);
    assert_eq!(other(40.0), []);
}

#[test]
fn one_glance_keeps_the_wall_and_renews_the_face() {
    let before = with(|m| {
        m.face.as_mut().unwrap().yaw_deg = 20.0;
        m.backdrop.as_mut().unwrap().clutter = vec![patch(PatchKind::Object, 0.02)];
    });
    let limits = Limits::default();
    let straight = good().face.unwrap();
    let now = judge_glance(Some(&straight), &before, &limits);
    assert_eq!(only(&now), Code::PortraitBackgroundClutter);
    assert_eq!(only(&judge_glance(None, &before, &limits)), Code::PortraitNoFace);
}

#[test]
fn profiles_change_limits_and_every_limit_has_a_name() {
    let passport = Profile::named("passport").unwrap();
    let mut near = good();
    near.framing.as_mut().unwrap().head_height_ratio = 0.75;
    assert_eq!(judge(&near, &passport.limits), []);
    assert_eq!(only(&judge(&near, &Limits::default())), Code::PortraitTooNear);
    assert_eq!(Profile::named(Profile::NAMES[0]), Some(Profile::default()));
    assert!(Profile::NAMES.iter().all(|name| Profile::named(name).unwrap().name == *name));
    assert!(Profile::named("nonsense").is_none());
    let mut limits = Limits::default();
    for (name, value) in Limits::default().all() {
        assert!(limits.set(name, value + 1.0), "{name}");
    }
    assert!(limits.all().iter().zip(Limits::default().all()).all(|(a, b)| a.1 == b.1 + 1.0));
    assert!(!limits.set("nonsense", 1.0) && !limits.set("blur_error", f64::NAN));
}

#[test]
fn figures_stand_beside_their_limits_in_both_languages() {
    let rows = table(&good(), &Limits::default());
    assert!(rows.len() > 20);
    assert!(rows.iter().all(|row| row.passes() == Some(true)), "{rows:?}");
    for lang in [Lang::Zh, Lang::En] {
        assert!(rows.iter().all(|row| !Words::new(lang).portrait_figure(row.key).is_empty()));
    }
    let empty = table(&Measurements::default(), &Limits::default());
    assert!(empty.iter().all(|row| row.passes().is_none()));
}

#[test]
fn every_code_has_its_hint_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        for code in Code::ALL.iter().filter(|c| c.as_str().starts_with("portrait.")) {
            let said = Words::new(lang).portrait_hint(PortraitHint::Mend(*code));
            assert!(!said.is_empty(), "{code:?}");
        }
        assert!(!Words::new(lang).portrait_hint(PortraitHint::Ready).is_empty());
    }
}
