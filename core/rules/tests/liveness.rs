//! The face check on simulated heads: what is asked passes when it is done, and only then, and what went wrong is named.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]

use crate::heads::judge::{Tally, codes, errors, judge, judge_with};
use crate::heads::{Camera, Doing, Person, Random, Script};
use heyan_rules::liveness::{Action, Challenge, Hint, Limits, Machine, Observation};
use heyan_rules::{Code, Verdict};

/// Any person before any camera doing `acts`.
fn anyone(seed: u64, acts: impl FnOnce(&mut Random) -> Vec<Doing>) -> Vec<heyan_rules::liveness::Observation> {
    let r = &mut Random::new(seed);
    let (camera, person) = (Camera::any(r), Person::any(r));
    let acts = acts(r);
    let script = Script::of(acts, r);
    camera.film(&person, &script, r)
}

#[test]
fn a_challenge_done_well_passes() {
    let mut tally = Tally::default();
    for seed in 0..300 {
        let actions = Challenge::drawn(seed, 3 + seed as usize % 3).actions;
        let film = anyone(seed, |r| actions.iter().map(|a| Doing::well(*a, r)).collect());
        let outcome = judge(&actions, &film);
        tally.add(outcome.verdict == Verdict::Accept, || format!("{seed} {:?} {:?}", codes(&outcome), outcome.actions));
        assert_eq!((outcome.frames_read, outcome.frames_with_face), (film.len(), film.len()));
        // One more turn is asked of the few whose depth is in doubt.
        assert!((actions.len()..=actions.len() + 1).contains(&outcome.actions.len()));
    }
    tally.reaches(0.99);
}

#[test]
fn only_what_is_asked_passes_and_what_was_done_is_seen() {
    let (mut passed, mut seen, mut named) = (Tally::default(), Tally::default(), Tally::default());
    for asked in Action::DRAWN {
        for done in Action::DRAWN {
            for seed in 0..12 {
                let film = anyone(seed * 100 + asked as u64 * 10 + done as u64, |r| vec![Doing::well(done, r)]);
                let outcome = judge(&[asked], &film);
                let result = &outcome.actions[0];
                let what = || format!("asked {asked} done {done} seen {:?} {:?}", result.seen, codes(&outcome));
                seen.add(result.seen == Some(done), what);
                passed.add(result.passed == (asked == done), what);
                if let Some(code) = told(asked, done) {
                    named.add(outcome.findings.iter().any(|f| f.code == code && f.asked == Some(asked)), what);
                }
            }
        }
    }
    passed.reaches(0.995);
    seen.reaches(0.98);
    named.reaches(0.985);
}

/// What must be told of `done` where `asked` was asked.
fn told(asked: Action, done: Action) -> Option<Code> {
    use Action::*;
    let turn = |a| matches!(a, TurnLeft | TurnRight);
    let tilt = |a| matches!(a, TiltLeft | TiltRight);
    let down = |a| matches!(a, Nod | LookDown);
    if asked == done {
        return None;
    }
    Some(match (asked, done) {
        _ if turn(asked) && tilt(done) => Code::LivenessTiltInsteadOfTurn,
        _ if tilt(asked) && turn(done) => Code::LivenessTurnInsteadOfTilt,
        _ if turn(asked) && down(done) => Code::LivenessNodInsteadOfTurn,
        _ if (turn(asked) && turn(done)) || (tilt(asked) && tilt(done)) => Code::LivenessWrongDirection,
        _ if (down(asked) && done == LookUp) || (asked == LookUp && down(done)) => Code::LivenessWrongDirection,
        // By its length: below.
        (_, Blink) => return None,
        _ => Code::LivenessWrongAction,
    })
}

#[test]
fn a_blink_that_is_meant_is_another_action_and_one_that_happens_is_none() {
    let mut tally = Tally::default();
    for seed in 0..60 {
        let run = |out_s: f64, hold_s: f64, back_s: f64| {
            let film = anyone(seed, |r| vec![Doing { out_s, hold_s, back_s, ..Doing::well(Action::Blink, r) }]);
            errors(&judge(&[Action::TurnLeft], &film)).contains(&"liveness.wrong_action")
        };
        tally.add(run(0.07, 0.3, 0.1), || format!("{seed} meant"));
        tally.add(!run(0.04, 0.02, 0.06), || format!("{seed} happened"));
    }
    tally.reaches(0.98);
}

#[test]
fn a_tilt_for_a_turn_is_told_with_its_figures() {
    let mut tally = Tally::default();
    for seed in 0..150 {
        let (asked, done) = match seed % 4 {
            0 => (Action::TurnLeft, Action::TiltLeft),
            1 => (Action::TurnLeft, Action::TiltRight),
            2 => (Action::TurnRight, Action::TiltRight),
            _ => (Action::TurnRight, Action::TiltLeft),
        };
        let mut amount = 0.0;
        let film = anyone(seed, |r| {
            let doing = Doing::well(done, r);
            amount = doing.amount;
            vec![doing]
        });
        let outcome = judge(&[asked], &film);
        let finding = outcome.findings.iter().find(|f| f.code == Code::LivenessTiltInsteadOfTurn);
        let figure = |name: &str| finding.and_then(|f| f.figures.iter().find(|(n, _)| *n == name)).map(|(_, v)| *v);
        let roll = figure("roll_deg").unwrap_or_default();
        let sign = if done == Action::TiltLeft { 1.0 } else { -1.0 };
        let good = (roll - sign * amount).abs() < 3.0
            && figure("yaw_deg").is_some_and(|yaw| yaw.abs() < 12.0)
            && finding.is_some_and(|f| f.at_ms.is_some() && f.seen == Some(done))
            && f64::from(outcome.actions[0].peak.roll_deg) == roll;
        tally.add(good, || format!("{seed} {amount} {finding:?}"));
    }
    tally.reaches(0.99);
}

#[test]
fn the_confusion_ends_its_action_and_the_next_is_asked() {
    let asked = [Action::TurnLeft, Action::Nod];
    for seed in 0..40 {
        let film = anyone(seed, |r| vec![Doing::well(Action::TiltLeft, r), Doing::well(Action::Nod, r)]);
        let outcome = judge(&asked, &film);
        assert_eq!(outcome.verdict, Verdict::Retry);
        assert_eq!(errors(&outcome), ["liveness.tilt_instead_of_turn"], "{seed}");
        assert!(!outcome.actions[0].passed && outcome.actions[1].passed, "{seed} {:?}", outcome.actions);
        assert_eq!(outcome.actions[0].end_ms, outcome.actions[1].start_ms);
    }
}

#[test]
fn amounts_decide() {
    // What is asked at least, and what is clearly less.
    let amounts = |action| match action {
        Action::TurnLeft | Action::TurnRight => (15.0, 8.0),
        Action::TiltLeft | Action::TiltRight => (12.0, 6.5),
        Action::Blink => (0.3, 0.14),
        Action::OpenMouth => (0.12, 0.05),
        _ => (10.0, 5.5),
    };
    let (mut small, mut enough) = (Tally::default(), Tally::default());
    for action in Action::DRAWN {
        for seed in 0..25 {
            let run = |amount: f64| {
                let film = anyone(seed, |r| vec![Doing::well(action, r).with_amount(amount)]);
                judge(&[action], &film)
            };
            let (least, less) = amounts(action);
            let outcome = run(less);
            // Half a blink may fall between two frames.
            let missed = action == Action::Blink && codes(&outcome).contains(&"liveness.timeout");
            let good = missed || outcome.findings.iter().any(|f| f.code == Code::LivenessTooSmallMotion);
            small.add(good && !outcome.actions[0].passed, || format!("{action} {seed} {:?}", codes(&outcome)));
            let outcome = run(least);
            enough.add(outcome.actions[0].passed, || format!("{action} {seed} {:?}", codes(&outcome)));
        }
    }
    small.reaches(0.96);
    enough.reaches(0.98);
}

#[test]
fn too_far_is_told() {
    let mut tally = Tally::default();
    for action in Action::ALL.into_iter().filter(|a| crate::heads::axis(*a).is_some()) {
        for seed in 0..15 {
            let film =
                anyone(seed, |r| vec![Doing { out_s: 0.8, back_s: 0.8, ..Doing::well(action, r).with_amount(62.0) }]);
            let outcome = judge(&[action], &film);
            tally.add(errors(&outcome) == ["liveness.too_large_motion"], || format!("{action} {:?}", codes(&outcome)));
        }
    }
    tally.reaches(0.98);
}

#[test]
fn a_face_that_leaves_in_a_swing_went_too_far() {
    for seed in 0..20 {
        let r = &mut Random::new(seed);
        let (camera, person) = (Camera::usual(), Person::any(r));
        let doing = Doing { hold_s: 1.0, ..Doing::well(Action::TurnLeft, r).with_amount(46.0) };
        let script = Script::of(vec![doing], r);
        let mut film = camera.film(&person, &script, r);
        let (from, to) = (script.begin_s + 0.9 * doing.out_s, script.begin_s + doing.out_s + 0.8);
        for o in &mut film {
            let t = o.at_ms as f64 / 1000.0;
            if t > from && t < to {
                o.face = None;
                o.face_count = 0;
            }
        }
        let outcome = judge(&[Action::TurnLeft], &film);
        // It was away, too, and what came back may have been another's.
        assert_eq!(errors(&outcome), ["liveness.too_large_motion", "liveness.face_lost"], "{seed}");
    }
}

#[test]
fn a_fast_jump_is_told_and_a_slip_of_one_frame_is_not() {
    let mut tally = Tally::default();
    for seed in 0..60 {
        let r = &mut Random::new(seed);
        let (camera, person) = (Camera { fps: r.between(24.0, 60.0), ..Camera::usual() }, Person::any(r));
        let jump =
            Doing { out_s: 0.01, hold_s: 0.5, back_s: 0.01, ..Doing::well(Action::TurnLeft, r).with_amount(28.0) };
        let film = camera.film(&person, &Script::of(vec![jump], r), r);
        let outcome = judge(&[Action::TurnLeft], &film);
        tally.add(errors(&outcome) == ["liveness.too_fast"], || format!("{seed} {:?}", codes(&outcome)));
        let mut film = camera.film(&person, &Script::well(&[Action::TurnLeft], r), r);
        for i in [film.len() / 5, film.len() / 2, film.len() * 4 / 5] {
            if let Some(face) = &mut film[i].face {
                face.angles.roll_deg += 30.0;
            }
        }
        let outcome = judge(&[Action::TurnLeft], &film);
        tally.add(outcome.verdict == Verdict::Accept, || format!("slip {seed} {:?}", codes(&outcome)));
    }
    tally.reaches(0.99);
}

#[test]
fn doing_nothing_times_out_after_its_time() {
    for seed in 0..20 {
        let r = &mut Random::new(seed);
        let (camera, person) = (Camera::any(r), Person::any(r));
        let mut script = Script::of(Vec::new(), r);
        script.begin_s = 14.0;
        let outcome = judge(&[Action::TurnLeft, Action::Nod], &camera.film(&person, &script, r));
        assert_eq!(errors(&outcome), ["liveness.timeout", "liveness.timeout"], "{seed}");
        for result in &outcome.actions {
            assert!(result.seen.is_none() && (5000..5400).contains(&(result.end_ms - result.start_ms)), "{result:?}");
        }
    }
}

#[test]
fn a_recording_that_ends_early_is_no_pass() {
    for seed in 0..20 {
        let film = anyone(seed, |r| vec![Doing::well(Action::TurnLeft, r), Doing::well(Action::Nod, r)]);
        let r = &mut Random::new(seed);
        for share in [0.0, 0.02, 0.1, 0.3, 0.5, 0.6] {
            let cut = &film[..(film.len() as f64 * share) as usize];
            let outcome = judge(&[Action::TurnLeft, Action::Nod], cut);
            assert_ne!(outcome.verdict, Verdict::Accept);
            assert_eq!(outcome.actions.len(), 2);
            assert!(!outcome.actions[1].passed);
        }
        let _ = r.next();
    }
}

#[test]
fn repeated_nods_and_shakes_count_once_and_do_not_spoil_the_next() {
    let mut tally = Tally::default();
    for seed in 0..60 {
        let r = &mut Random::new(seed);
        let (camera, person) = (Camera::any(r), Person::any(r));
        let quick =
            |action: Action, r: &mut Random| Doing { hold_s: 0.0, out_s: 0.35, back_s: 0.35, ..Doing::well(action, r) };
        // A nod that swings up as far as down, then a turn; a shake where one turn was asked, then a tilt.
        let swings = [
            (vec![Action::Nod, Action::TurnLeft], vec![Action::Nod, Action::LookUp, Action::TurnLeft]),
            (vec![Action::Nod, Action::TurnLeft], vec![Action::LookUp, Action::Nod, Action::TurnLeft]),
            (vec![Action::TurnLeft, Action::TiltRight], vec![Action::TurnLeft, Action::TurnRight, Action::TiltRight]),
            (vec![Action::TurnLeft, Action::TurnRight], vec![Action::TurnLeft, Action::TurnRight]),
        ];
        let (asked, done) = &swings[seed as usize % swings.len()];
        let acts = done.iter().map(|a| quick(*a, r)).collect();
        let mut script = Script::of(acts, r);
        script.acts[0].1 = 0.0;
        let outcome = judge(asked, &camera.film(&person, &script, r));
        tally.add(outcome.verdict == Verdict::Accept, || {
            format!("{asked:?} {done:?} {:?} {:?}", codes(&outcome), outcome.presence)
        });
    }
    tally.reaches(0.9);
}

#[test]
fn the_first_action_may_begin_at_once_and_the_head_may_rest_off_centre() {
    let mut tally = Tally::default();
    for seed in 0..120 {
        let r = &mut Random::new(seed);
        let (camera, person) = (Camera { fps: r.between(15.0, 60.0), ..Camera::usual() }, Person::any(r));
        let action = Action::ALL[seed as usize % 7];
        let mut script = Script::well(&[action], r);
        script.begin_s = r.between(0.0, 0.3);
        script.rest_deg = [r.between(-12.0, 12.0), r.between(-15.0, 15.0), r.between(-8.0, 8.0)];
        let outcome = judge(&[action], &camera.film(&person, &script, r));
        tally.add(outcome.actions[0].passed, || format!("{seed} {action} {:?} {:?}", codes(&outcome), outcome.actions));
    }
    tally.reaches(0.97);
}

#[test]
fn live_nothing_is_asked_before_the_head_is_still() {
    let r = &mut Random::new(5);
    let (camera, person) = (Camera::usual(), Person::any(r));
    // Settling in: a large movement before anything is asked.
    let mut script = Script::well(&[Action::TiltLeft, Action::TurnLeft], r);
    script.begin_s = 0.1;
    script.acts[0].0.hold_s = 0.0;
    script.acts[0].1 = 1.5;
    let mut machine = Machine::new(Challenge::of(vec![Action::TurnLeft]).unwrap(), Limits::live());
    let mut hints = Vec::new();
    for o in camera.film(&person, &script, r) {
        let live = machine.step(&o);
        if (o.at_ms as f64) < script.start_s(0) * 1000.0 + 300.0 {
            assert!(live.asked.is_none() && live.hint == Hint::HoldStill, "{} {live:?}", o.at_ms);
        }
        if hints.last() != Some(&live.hint) {
            hints.push(live.hint);
        }
    }
    assert_eq!(machine.finish().verdict, Verdict::Accept);
    assert_eq!(hints, [Hint::HoldStill, Hint::Act, Hint::Further, Hint::ComeBack, Hint::Done]);
}

#[test]
fn live_the_first_failure_ends_the_run_and_the_hint_says_what_is_wrong() {
    let r = &mut Random::new(6);
    let (camera, person) = (Camera::usual(), Person::any(r));
    let script = Script::well(&[Action::TiltLeft, Action::Nod], r);
    let mut machine = Machine::new(Challenge::of(vec![Action::TurnLeft, Action::Nod]).unwrap(), Limits::live());
    let (mut upright, mut ended) = (false, false);
    for o in camera.film(&person, &script, r) {
        let live = machine.step(&o);
        upright |= live.hint == Hint::KeepUpright;
        ended |= live.ended && live.spoilt && live.passed == [false];
    }
    assert!(upright && ended);
    assert_eq!(machine.finish().verdict, Verdict::Retry);
}

#[test]
fn frame_rates_do_not_matter() {
    for action in [Action::TurnLeft, Action::Nod, Action::TiltRight] {
        let peaks: Vec<f64> = [10.0, 15.0, 24.0, 30.0, 60.0]
            .iter()
            .map(|fps| {
                let r = &mut Random::new(3);
                let person = Person { crosstalk: 0.0, ..Person::any(r) };
                let camera = Camera { fps: *fps, noise_deg: 0.05, ..Camera::usual() };
                let doing = Doing { hold_s: 0.1, out_s: 0.6, back_s: 0.6, ..Doing::well(action, r).with_amount(20.0) };
                let script = Script::of(vec![doing], r);
                let peak = judge(&[action], &camera.film(&person, &script, r)).actions[0].peak;
                f64::from(peak.yaw_deg.abs().max(peak.pitch_deg.abs()).max(peak.roll_deg.abs()))
            })
            .collect();
        let (low, high) =
            (peaks.iter().fold(99.0, |a: f64, b| a.min(*b)), peaks.iter().fold(0.0, |a: f64, b| a.max(*b)));
        assert!(high - low < 1.2, "{action} {peaks:?}");
    }
}

#[test]
fn a_profile_asks_for_more() {
    let film = anyone(1, |r| vec![Doing::well(Action::TurnLeft, r).with_amount(20.0)]);
    let mut strict = Limits::default();
    assert!(strict.set("motion.turn_min_deg", 27.0));
    assert!(judge(&[Action::TurnLeft], &film).actions[0].passed);
    assert!(!judge_with(&[Action::TurnLeft], strict, &film).actions[0].passed);
}

#[test]
fn without_rotation_out_of_the_plane_nothing_is_claimed() {
    for action in [Action::TiltLeft, Action::Blink, Action::OpenMouth] {
        let film = anyone(2, |r| vec![Doing::well(action, r)]);
        let outcome = judge(&[action], &film);
        assert_eq!(codes(&outcome), ["liveness.depth_not_shown"]);
        assert_eq!(outcome.verdict, Verdict::Accept, "a warning only");
        assert_eq!(outcome.presence.solid, heyan_rules::liveness::presence::Solid::Unknown);
    }
}

/// `action` by somebody, as it is recorded when something is done to it.
fn spoilt(seed: u64, action: Action, spoil: impl FnOnce(&mut Vec<Observation>)) -> heyan_rules::liveness::Outcome {
    let mut film = anyone(seed, |r| vec![Doing::well(action, r)]);
    spoil(&mut film);
    judge(&[action], &film)
}

#[test]
fn frames_doubled_to_a_higher_rate_are_no_haste() {
    let mut tally = Tally::default();
    for seed in 0..40 {
        let r = &mut Random::new(seed);
        let (camera, person) = (Camera { fps: 60.0, ..Camera::usual() }, Person::any(r));
        let doing = Doing { out_s: 0.2, back_s: 0.25, ..Doing::well(Action::Nod, r).with_amount(22.0) };
        let film = camera.film(&person, &Script::of(vec![doing], r), r);
        let doubled: Vec<Observation> = film
            .iter()
            .flat_map(|o| [o.clone(), Observation { at_ms: o.at_ms + 8, change: 0.0, ..o.clone() }])
            .collect();
        let codes = codes(&judge(&[Action::Nod], &doubled));
        tally.add(!codes.contains(&"liveness.too_fast"), || format!("{seed} {codes:?}"));
    }
    tally.reaches(0.97);
}

#[test]
fn who_blinks_while_turning_too_little_is_told_of_the_turn() {
    let mut tally = Tally::default();
    for seed in 0..40 {
        let film = anyone(seed, |r| {
            vec![
                Doing::well(Action::TurnLeft, r).with_amount(7.0),
                Doing { hold_s: 0.25, ..Doing::well(Action::Blink, r) },
            ]
        });
        let codes = codes(&judge(&[Action::TurnLeft], &film));
        tally.add(codes.contains(&"liveness.too_small_motion"), || format!("{seed} {codes:?}"));
    }
    tally.reaches(0.95);
}

#[test]
fn a_blink_counts_while_the_lips_are_parted() {
    let mut tally = Tally::default();
    for seed in 0..60 {
        let outcome = spoilt(seed, Action::Blink, |film| {
            for o in film.iter_mut() {
                let at_ms = o.at_ms as f32;
                let face = o.face.as_mut().unwrap();
                // Words: the gap comes and goes a few times a second.
                face.mouth_open += 0.05 + 0.05 * (at_ms / 90.0).sin();
            }
        });
        let deep = outcome.presence.signs_of_life > 0;
        tally.add(!deep || outcome.actions[0].passed, || format!("{seed} {:?}", codes(&outcome)));
    }
    tally.reaches(0.95);
}

#[test]
fn lips_that_part_in_a_smile_are_no_open_mouth() {
    for seed in 0..30 {
        let smiling = |wider: f32| {
            spoilt(seed, Action::OpenMouth, |film| {
                for o in film.iter_mut() {
                    let face = o.face.as_mut().unwrap();
                    let part = (face.mouth_open / 0.4).min(1.0);
                    face.mouth_open = 0.18 * part;
                    let [corner, other] = [61, 291].map(|index| {
                        heyan_rules::liveness::TRACKED_POINTS.iter().position(|p| p.mesh_index == index).unwrap()
                    });
                    let apart = face.points[other][0] - face.points[corner][0];
                    face.points[corner][0] -= wider * part * apart / 2.0;
                    face.points[other][0] += wider * part * apart / 2.0;
                }
            })
        };
        assert!(!smiling(0.25).actions[0].passed, "{seed}");
        assert!(smiling(0.0).actions[0].passed, "{seed}: the same gap of a mouth that stays as wide");
    }
}

#[test]
fn a_mirrored_recording_is_told_from_one_wrong_turn() {
    let asked = [Action::TurnLeft, Action::Nod, Action::TiltRight];
    for seed in 0..20 {
        let film = |actions: &[Action]| anyone(seed, |r| actions.iter().map(|a| Doing::well(*a, r)).collect());
        let mirrored = judge(&asked, &film(&[Action::TurnRight, Action::Nod, Action::TiltLeft]));
        assert!(codes(&mirrored).contains(&"liveness.mirrored"), "{seed} {:?}", codes(&mirrored));
        let once = judge(&asked, &film(&[Action::TurnRight, Action::Nod, Action::TiltRight]));
        assert!(!codes(&once).contains(&"liveness.mirrored"), "{seed} {:?}", codes(&once));
    }
}

#[test]
fn a_recording_that_lies_on_its_side_or_on_its_head_is_told_so() {
    for (roll, code) in [(90.0, "liveness.sideways"), (-90.0, "liveness.sideways"), (180.0, "liveness.upside_down")] {
        let outcome = spoilt(3, Action::TurnLeft, |film| {
            film.iter_mut().for_each(|o| o.face.as_mut().unwrap().angles.roll_deg += roll);
        });
        let said = codes(&outcome);
        assert!(said.contains(&code) && !said.contains(&"liveness.timeout"), "{roll} {said:?}");
        assert_eq!(outcome.verdict, Verdict::Retry);
    }
}
