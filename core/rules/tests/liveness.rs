//! The face check on simulated heads: what is asked passes when it is done, and only then, and what went wrong is named.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]

mod heads;

use std::collections::BTreeMap;

use heads::{Camera, Doing, Person, Random, Script};
use heyan_rules::liveness::{Action, Challenge, Limits, Machine, Observation, Outcome};

fn judge(actions: &[Action], film: &[Observation]) -> Outcome {
    let mut machine = Machine::new(Challenge::of(actions.to_vec()).unwrap(), Limits::default());
    for o in film {
        machine.step(o);
    }
    machine.finish()
}

fn codes(outcome: &Outcome) -> Vec<&'static str> {
    outcome.findings.iter().map(|f| f.code.as_str()).collect()
}

#[test]
fn tables() {
    let mut table: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |key: String| *table.entry(key).or_default() += 1;
    for seed in 0..100 {
        for asked in Action::ALL {
            let r = &mut Random::new(seed * 100 + asked as u64);
            let (camera, person) = (Camera::any(r), Person::any(r));
            let film = camera.film(&person, &Script::well(&[asked], r), r);
            let outcome = judge(&[asked], &film);
            let a = &outcome.actions[0];
            if !a.passed {
                add(format!("{asked} not passed: {:?} {:?}", a.seen, codes(&outcome)));
                println!(
                    "{asked} seed {seed} {:?} fps {:.0} {:?} {:?}",
                    codes(&outcome),
                    camera.fps,
                    a,
                    outcome.neutral
                );
            }
            if outcome.verdict != heyan_rules::Verdict::Accept && a.passed {
                add(format!("{asked} passed, spoilt {:?} {:?}", codes(&outcome), outcome.presence.solid));
            }
        }
        for asked in Action::ALL {
            for done in Action::ALL {
                if asked == done {
                    continue;
                }
                let r = &mut Random::new(seed * 1000 + asked as u64 * 10 + done as u64);
                let (camera, person) = (Camera::any(r), Person::any(r));
                let film = camera.film(&person, &Script::well(&[done], r), r);
                let outcome = judge(&[asked], &film);
                let a = &outcome.actions[0];
                if a.passed || a.seen != Some(done) {
                    add(format!(
                        "asked {asked} done {done}: {} seen {:?} {:?}",
                        if a.passed { "PASSED" } else { "" },
                        a.seen,
                        codes(&outcome)
                    ));
                }
            }
        }
    }
    for (k, v) in table {
        println!("{v:5} {k}");
    }
    let _ = Doing::well;
}
