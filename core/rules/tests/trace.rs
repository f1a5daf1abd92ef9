//! Traces: the same outcome to the bit, an old file that opens for ever, and nothing that makes a reader panic.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]

use crate::heads::{Camera, Person, Random, Script};
use heyan_rules::liveness::trace::{self, Reader, TraceError};
use heyan_rules::liveness::{Action, Challenge, FaceSeen, HeadAngles, Limits, Machine, Observation};
use heyan_rules::{Code, Verdict};
use proptest::prelude::*;

fn film(seed: u64, actions: &[Action]) -> Vec<Observation> {
    let r = &mut Random::new(seed);
    let (camera, person) = (Camera::any(r), Person::any(r));
    camera.film(&person, &Script::well(actions, r), r)
}

fn text_of(challenge: &Challenge, limits: &Limits, film: &[Observation]) -> String {
    let lines = film.iter().map(trace::line);
    std::iter::once(trace::header(challenge, limits)).chain(lines).map(|line| line + "\n").collect()
}

#[test]
fn a_trace_gives_the_outcome_of_the_live_run_to_the_bit() {
    for seed in 0..40 {
        let challenge = Challenge::drawn(seed, 3).with_nonce("a.b-c_9").unwrap();
        let mut limits = if seed % 2 == 0 { Limits::default() } else { Limits::live() };
        limits.motion.turn_min_deg = 11.0 + seed as f64 / 7.0;
        let film = film(seed, &challenge.actions);
        let mut machine = Machine::new(challenge.clone(), limits.clone());
        film.iter().for_each(|o| drop(machine.step(o)));
        let live = machine.finish();
        let text = text_of(&challenge, &limits, &film);
        assert_eq!(trace::judge(&text).unwrap(), live);
        let mut reader = Reader::new(text.lines().next().unwrap()).unwrap();
        assert_eq!((reader.challenge(), reader.limits()), (&challenge, &limits));
        for (line, o) in text.lines().skip(1).zip(&film) {
            assert_eq!(reader.read(line).unwrap(), *o);
        }
    }
}

#[test]
fn every_version_opens_for_ever() {
    opens(include_str!("golden/liveness-1.trace"));
    opens(include_str!("golden/liveness-2.trace"));
    opens(include_str!("golden/liveness-3.trace"));
    // The second version knows that the mouth was covered in every frame; the first cannot.
    let covered = include_str!("golden/liveness-2.trace").replace(" 0.125 0.25 0.25\n", " 0.01 0.25 0.25\n");
    let told = trace::judge(&covered).unwrap().findings;
    assert!(told.iter().any(|f| f.code == Code::LivenessFaceCovered), "{told:?}");
    // The third knows how far the face is from the first; the others cannot.
    let other = include_str!("golden/liveness-3.trace").replace(" -\n", " 0.9\n");
    let told = trace::judge(&other).unwrap().findings;
    assert!(told.iter().any(|f| f.code == Code::LivenessPersonChanged), "{told:?}");
}

#[test]
fn a_trace_without_limits_is_judged_by_todays() {
    assert_eq!(*Reader::new("heyan.trace/2 actions=nod").unwrap().limits(), Limits::default());
    // One that carries limits, but not those that came later, is judged as it was.
    let old = Reader::new("heyan.trace/2 actions=nod motion.turn_min_deg=12.5").unwrap();
    assert_eq!((old.limits().motion.lens_focal_ratio, old.limits().presence.drill), (0.0, 1.0));
}

fn opens(text: &str) {
    let reader = Reader::new(text.lines().next().unwrap()).unwrap();
    assert_eq!(reader.challenge().actions, [Action::TurnLeft, Action::Nod]);
    assert_eq!(reader.challenge().nonce.as_deref(), Some("q7-1"));
    let outcome = trace::judge(text).unwrap();
    assert_eq!(outcome.verdict, Verdict::Retry);
    assert_eq!((outcome.frames_read, outcome.frames_with_face), (41, 40));
    let [tilt, nod] = &outcome.actions[..] else { panic!() };
    assert_eq!((tilt.asked, tilt.seen, tilt.passed), (Action::TurnLeft, Some(Action::TiltLeft), false));
    assert_eq!((nod.asked, nod.seen, nod.passed), (Action::Nod, Some(Action::Nod), true));
    assert_eq!(outcome.findings[0].code, Code::LivenessTiltInsteadOfTurn);
    assert!((tilt.peak.roll_deg - 13.76).abs() < 0.5, "{tilt:?}");
}

#[test]
fn what_is_no_trace_is_said_with_its_line() {
    let expect = |text: &str, start: &str| {
        let error = trace::judge(text).unwrap_err().to_string();
        assert!(error.starts_with(start), "{error}");
    };
    expect("", "line 1: no trace");
    expect("{\"schema\":\"heyan.liveness/1\"}", "line 1: no trace");
    expect("heyan.trace/4 actions=nod", "line 1: a trace of a newer version");
    expect("heyan.trace/1", "line 1: expected `actions=`");
    expect("heyan.trace/1 actions=jump", "line 1: `jump` is no action");
    expect("heyan.trace/1 actions=nod motion.turn_min_deg=far", "line 1: `motion.turn_min_deg` is no number");
    expect("heyan.trace/1 actions=nod nonce=a/b", "line 1: a nonce has");
    expect("heyan.trace/1 actions=nod\no 1 2 3", "line 2: expected a number");
    expect(
        "heyan.trace/1 actions=nod\no 0 640 480 0 0.0 0.5\no 33 640 480 1 0.1 0.5 f 0.9",
        "line 3: expected a number",
    );
    expect("heyan.trace/1 actions=nod\no 0 640 480 0 0.0 0.5 x", "line 2: expected `f`");
    expect("heyan.trace/1 actions=nod\n\n", "line 2: expected `o`");
    let huge = "heyan.trace/1 actions=nod\no 0 640 480 1 0.0 0.5 f 0.9 0 0 0 99999999999 1 2";
    expect(huge, "line 2: expected a shorter row");
    // A limit that was dropped later is no obstacle.
    assert!(Reader::new("heyan.trace/1 actions=nod motion.long_gone=3.5").is_ok());
    let cut = text_of(&Challenge::of(vec![Action::Nod]).unwrap(), &Limits::default(), &film(1, &[Action::Nod]));
    let cut = &cut[..cut.len() - 40];
    assert!(matches!(trace::judge(cut), Err(TraceError::Line { number, .. }) if number == cut.lines().count()));
}

/// Any number a broken perception might give.
fn wild() -> impl Strategy<Value = f32> {
    prop_oneof![
        4 => -50.0f32..50.0,
        1 => Just(f32::NAN),
        1 => Just(f32::INFINITY),
        1 => Just(f32::NEG_INFINITY),
        1 => any::<f32>(),
        1 => Just(0.0),
    ]
}

fn wild_face() -> impl Strategy<Value = FaceSeen> {
    let row = |most| proptest::collection::vec(wild(), 0..most);
    let points = proptest::collection::vec([wild(), wild()], 0..48);
    let numbers = proptest::collection::vec(wild(), 16);
    (numbers, points, row(14), row(50)).prop_map(|(n, points, proportions, appearance)| FaceSeen {
        presence: n[0],
        angles: HeadAngles { yaw_deg: n[1], pitch_deg: n[2], roll_deg: n[3] },
        points,
        eye_distance_px: n[4],
        box_px: [n[5], n[6], n[7], n[8]],
        left_eye_open: n[9],
        right_eye_open: n[10],
        mouth_open: n[11],
        luminance: n[12],
        clipped_ratio: n[13],
        proportions,
        appearance,
        skin_ab: [n[14], n[15]],
        detail: [n[14], n[15], n[13]],
        person_distance: Some(n[13]),
    })
}

fn wild_frame() -> impl Strategy<Value = Observation> {
    let time = prop_oneof![8 => 0u64..20_000, 1 => any::<u64>()];
    (time, any::<u16>(), any::<u16>(), 0u32..4, wild(), wild(), proptest::option::of(wild_face())).prop_map(
        |(at_ms, w, h, face_count, change, luminance, face)| Observation {
            at_ms,
            width_px: w.into(),
            height_px: h.into(),
            face_count,
            change,
            luminance,
            face,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wild_frames_never_panic_and_never_pass(frames in proptest::collection::vec(wild_frame(), 0..60), seed in 0u64..99, count in 1usize..5) {
        let challenge = Challenge::drawn(seed, count);
        let limits = if seed % 2 == 0 { Limits::default() } else { Limits::live() };
        let mut machine = Machine::new(challenge.clone(), limits.clone());
        for o in &frames {
            let live = machine.step(o);
            prop_assert!((0.0..=1.0).contains(&live.progress));
            prop_assert!(live.angles.is_none_or(|a| a.yaw_deg.is_finite() && a.pitch_deg.is_finite() && a.roll_deg.is_finite()));
        }
        let outcome = machine.finish();
        prop_assert_ne!(outcome.verdict, Verdict::Accept);
        prop_assert_eq!(outcome.actions.len(), challenge.actions.len());
        // Written and read again the lines are the same, and so is the outcome.
        let text = text_of(&challenge, &limits, &frames);
        let mut reader = Reader::new(text.lines().next().unwrap()).unwrap();
        for line in text.lines().skip(1) {
            prop_assert_eq!(&trace::line(&reader.read(line).unwrap()), line);
        }
        prop_assert_eq!(format!("{:?}", trace::judge(&text).unwrap()), format!("{outcome:?}"));
    }

    #[test]
    fn a_good_film_with_wild_frames_in_it_never_panics(
        wild in proptest::collection::vec((0.0f64..1.0, wild_face()), 1..12), seed in 0u64..40
    ) {
        let mut film = film(seed, &[Action::TurnLeft, Action::Nod]);
        for (place, face) in wild {
            let at = (place * film.len() as f64) as usize;
            film[at].face = Some(face);
        }
        let mut machine = Machine::new(Challenge::of(vec![Action::TurnLeft, Action::Nod]).unwrap(), Limits::default());
        film.iter().for_each(|o| drop(machine.step(o)));
        let outcome = machine.finish();
        prop_assert!(outcome.findings.iter().flat_map(|f| &f.figures).all(|(_, v)| v.is_finite()));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}", tail in "[of 0-9.eN+-]{0,120}") {
        let _ = trace::judge(&text);
        let _ = trace::judge(&format!("heyan.trace/1 actions=nod,turn_left\no {tail}\n{text}"));
        let _ = trace::judge(&format!("heyan.trace/1 {text}\n{tail}"));
    }

    #[test]
    fn limits_out_of_their_minds_never_panic(values in proptest::collection::vec(wild(), 120), seed in 0u64..20) {
        let mut limits = Limits::default();
        let names: Vec<String> = limits.pairs().into_iter().map(|(name, _)| name).collect();
        for (name, value) in names.iter().zip(&values) {
            limits.set(name, f64::from(*value));
        }
        let challenge = Challenge::drawn(seed, 3);
        let mut machine = Machine::new(challenge.clone(), limits);
        film(seed, &challenge.actions).iter().for_each(|o| drop(machine.step(o)));
        machine.finish();
    }
}
