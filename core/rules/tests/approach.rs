//! Coming closer: heads before lenses of all sorts, and pictures of any size.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]

use heyan_rules::Code;
use heyan_rules::liveness::{Action, Observation, TRACKED_POINTS};
use nalgebra::Vector3;

use crate::heads::judge::{Tally, codes, judge};
use crate::heads::{Camera, Doing, Person, Pose, Random, Script, Sheet, rotation};

/// One who comes closer by `share` of the distance, before whatever camera.
fn comes(seed: u64, share: Option<f64>) -> Vec<Observation> {
    let r = &mut Random::new(seed);
    let (camera, person) = (Camera::any(r), Person::any(r));
    let doing = Doing::well(Action::ComeCloser, r);
    let doing = share.map_or(doing, |share| doing.with_amount(share));
    let script = Script::of(vec![doing], r);
    camera.film(&person, &script, r)
}

/// A sheet or screen with a face `size` times as large as life, as far away as makes it look like one, that comes closer and
/// is held and turned anyhow. The larger it is, the nearer the head stood to the camera that took the picture.
fn picture(seed: u64, size: f64, turned: f64, sheet: &Sheet) -> Vec<Observation> {
    let r = &mut Random::new(seed);
    let (camera, mut person) = (Camera::any(r), Person::any(r));
    person.points.iter_mut().for_each(|p| *p *= size);
    let camera = Camera { distance: camera.distance * size, ..camera };
    let script = Script::well(&[Action::ComeCloser], r);
    let tilt = [r.between(-turned, turned), r.between(-turned, turned), r.between(-8.0, 8.0)];
    let change = [r.between(-turned, turned), r.between(-turned, turned)];
    let times = camera.times(script.seconds(), r);
    let frame = |at| {
        let pose = script.pose(at);
        let deg = [tilt[0] + change[0] * pose.closer, tilt[1] + change[1] * pose.closer, tilt[2]];
        let pose = Pose { deg, shift: pose.shift.map(|v| v * size), ..pose };
        let mut seen = camera.sheet(at, &person, sheet, &pose, r);
        seen.face.as_mut().unwrap().eye_distance_px *= size as f32;
        seen
    };
    times.into_iter().map(frame).collect()
}

#[test]
fn a_head_that_comes_closer_passes() {
    let mut tally = Tally::default();
    for seed in 0..120 {
        let outcome = judge(&[Action::ComeCloser], &comes(seed, None));
        let result = &outcome.actions[0];
        tally.add(result.passed && result.seen == Some(Action::ComeCloser), || format!("{seed} {:?}", codes(&outcome)));
    }
    tally.reaches(0.97);
}

#[test]
fn who_hardly_comes_closer_is_told_so() {
    let mut tally = Tally::default();
    for seed in 0..60 {
        let outcome = judge(&[Action::ComeCloser], &comes(seed, Some(0.17)));
        let told = outcome.findings.iter().any(|f| f.code == Code::LivenessTooSmallMotion);
        tally.add(told && !outcome.actions[0].passed, || format!("{seed} {:?}", codes(&outcome)));
        let outcome = judge(&[Action::ComeCloser], &comes(seed, Some(0.0)));
        let told = outcome.findings.iter().any(|f| f.code == Code::LivenessTimeout);
        tally.add(told && !outcome.actions[0].passed, || format!("still {seed} {:?}", codes(&outcome)));
    }
    tally.reaches(0.98);
}

#[test]
fn no_flat_picture_passes_whatever_its_size_and_however_it_is_held() {
    for seed in 0..240 {
        let size = [0.4, 0.7, 1.0, 2.5][seed as usize % 4];
        let turned = [0.0, 6.0, 14.0][seed as usize % 3];
        for slope in [0.0, 0.3] {
            let sheet = Sheet { slope, ..Sheet::default() };
            let outcome = judge(&[Action::ComeCloser], &picture(seed, size, turned, &sheet));
            assert!(!outcome.actions[0].passed, "{seed} {size} {turned} {:?}", codes(&outcome));
        }
    }
}

#[test]
fn a_picture_that_is_told_is_told_for_what_it_is() {
    let mut tally = Tally::default();
    for seed in 0..60 {
        let outcome = judge(&[Action::ComeCloser], &picture(seed, 1.0, 3.0, &Sheet::default()));
        let told = outcome.findings.iter().any(|f| {
            f.code == Code::LivenessDepthNotShown && f.figures.iter().any(|(name, _)| *name == "perspective_ratio")
        });
        tally.add(told, || format!("{seed} {:?}", codes(&outcome)));
    }
    tally.reaches(0.95);
}

#[test]
fn other_movements_do_not_come_closer() {
    for done in Action::DRAWN {
        for seed in 0..12 {
            let r = &mut Random::new(seed);
            let (camera, person) = (Camera::any(r), Person::any(r));
            let script = Script::well(&[done], r);
            let outcome = judge(&[Action::ComeCloser], &camera.film(&person, &script, r));
            assert!(!outcome.actions[0].passed, "{done} {seed} {:?}", codes(&outcome));
        }
    }
    // And who comes closer does nothing else.
    for asked in Action::DRAWN {
        for seed in 0..12 {
            let outcome = judge(&[asked], &comes(seed, None));
            assert!(!outcome.actions[0].passed, "{asked} {seed} {:?}", codes(&outcome));
        }
    }
}

#[test]
fn the_perspective_that_is_drawn_is_a_head_s() {
    // The test of the tests: a head's ears move against its eyes when it comes closer, and a sheet's do not.
    let ratio = |distance: f64, flat: f64| {
        let camera = Camera { distance, ..Camera::usual() };
        let at = |mesh: usize| {
            let p = TRACKED_POINTS.iter().find(|p| p.mesh_index == mesh).unwrap().canonical_cm.map(f64::from);
            camera.project(rotation([0.0; 3]) * Vector3::new(p[0], p[1], p[2] * flat))[0]
        };
        (at(263) - at(33)) / (at(356) - at(127))
    };
    assert!(ratio(30.0, 1.0) / ratio(60.0, 1.0) > 1.05);
    assert!((ratio(30.0, 0.0) / ratio(60.0, 0.0) - 1.0).abs() < 1e-9);
}
