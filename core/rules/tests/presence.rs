#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]
mod heads;
use heads::{Camera, Doing, Person, Random, Script, Sheet};
use heyan_rules::liveness::{Action, Challenge, Limits, Machine, Observation, Outcome};
fn judge(actions: &[Action], film: &[Observation]) -> Outcome {
    let mut machine = Machine::new(Challenge::of(actions.to_vec()).unwrap(), Limits::default());
    for o in film {
        machine.step(o);
    }
    machine.finish()
}
fn pct(name: &str, mut v: Vec<f64>) {
    v.sort_by(f64::total_cmp);
    let q = |p: f64| v[((v.len() - 1) as f64 * p) as usize];
    println!(
        "  {name:8} min {:.3} 1% {:.3} 5% {:.3} 50% {:.3} 95% {:.3} 99% {:.3} max {:.3}",
        q(0.0),
        q(0.01),
        q(0.05),
        q(0.5),
        q(0.95),
        q(0.99),
        q(1.0)
    );
}
fn show(name: &str, all: &[Outcome]) {
    println!(
        "{name}: {} runs, accepted {}, passed {:?}",
        all.len(),
        all.iter().filter(|o| o.verdict == heyan_rules::Verdict::Accept).count(),
        all.iter().filter(|o| o.actions.iter().all(|a| a.passed)).count()
    );
    let mut by = std::collections::BTreeMap::new();
    for o in all {
        *by.entry(format!("{:?}", o.presence.solid)).or_insert(0) += 1;
    }
    println!("  {by:?}");
    let f = |g: fn(&heyan_rules::liveness::presence::Figures) -> f64| {
        all.iter().map(|o| g(&o.presence.figures)).collect::<Vec<_>>()
    };
    pct("rot", f(|f| f.rotation_deg));
    pct("relief", f(|f| f.relief));
    pct("corr", f(|f| f.relief_corr));
    pct("rigid", f(|f| f.rigid));
    pct("agrees", f(|f| f.agrees));
    pct("nose", f(|f| f.nose));
    pct("planefr", f(|f| f.plane_frames as f64));
}
#[test]
fn figures() {
    let out = [Action::TurnLeft, Action::TurnRight, Action::Nod, Action::LookUp, Action::LookDown];
    for action in out {
        let all: Vec<Outcome> = (0..200)
            .map(|seed| {
                let r = &mut Random::new(seed);
                let (camera, person) = (Camera::any(r), Person::any(r));
                judge(&[action], &camera.film(&person, &Script::well(&[action], r), r))
            })
            .collect();
        show(&format!("head {action}"), &all);
    }
    for (name, slope, dream, bend) in [
        ("flat .11-.35 dream 0", (0.11, 0.35), 0.0, 0.0),
        ("flat .11-.35 dream 1", (0.11, 0.35), 1.0, 0.0),
        ("flat .35-1 dream 0", (0.35, 1.0), 0.0, 0.0),
        ("flat .35-.6 dream 1", (0.35, 0.6), 1.0, 0.0),
        ("bent .11-.35", (0.11, 0.35), 0.0, 0.05),
        ("bent .35-1 dream 0", (0.35, 1.0), 0.0, 0.05),
        ("bent .11-.35 dream 1", (0.11, 0.35), 1.0, 0.05),
        ("bent .35-.6 dream .7", (0.35, 0.6), 0.7, 0.05),
    ] {
        let all: Vec<Outcome> = (0..400)
            .map(|seed| {
                let r = &mut Random::new(seed);
                let (mut camera, person) = (Camera::any(r), Person::any(r));
                camera.distance = r.between(20.0, 60.0);
                let action = out[r.below(5)];
                let sheet = Sheet {
                    slope: r.between(slope.0, slope.1),
                    dream,
                    bend: r.between(0.0, bend),
                    bend_along: r.between(0.0, 3.14),
                    waves: if bend > 0.0 { r.between(0.0, 1.0) } else { 0.0 },
                };
                let amount = (r.between(12.0, 30.0) / sheet.slope).min(75.0);
                let acts = vec![Doing { coupling: [0.0; 3], ..Doing::well(action, r) }.with_amount(amount)];
                judge(&[action], &camera.film_sheet(&person, &sheet, &Script::of(acts, r), r))
            })
            .collect();
        show(name, &all);
    }
}
