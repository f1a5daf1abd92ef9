//! What is told of real people's traces.

use std::collections::BTreeMap;

use heyan_rules::Verdict;
use heyan_rules::liveness::{Action, Outcome};

use super::eye;
use super::join::{Join, join};
use super::traces::{Shows, Trace, errors, judge, stretches};
use crate::rate::Rate;
use crate::truth::Split;

/// What the issue "Real people" demands.
mod must {
    /// Whole clips of one person called a flat picture, at most.
    pub const FLAT: f64 = 0.03;
    /// One person called two, at most.
    pub const CHANGED: f64 = 0.02;
    /// Two people found, at least.
    pub const FOUND: f64 = 0.97;
    /// Movements passed where they are asked for, at least.
    pub const PASSED: f64 = 0.95;
    /// Movements passed where another is asked for, at most.
    pub const OTHER: f64 = 0.005;
}

/// Stretches of clips that are judged for themselves as well, ms: as long as a run of one action.
const STRETCH_MS: u64 = 6000;

/// A judged run in one line.
fn told(name: &str, outcome: &Outcome) -> String {
    let actions: Vec<String> = outcome
        .actions
        .iter()
        .map(|a| {
            let seen = a.seen.map_or("none", Action::as_str);
            let [yaw, pitch, roll] = [a.peak.yaw_deg, a.peak.pitch_deg, a.peak.roll_deg];
            format!("{}:{seen}{} {yaw:.0}/{pitch:.0}/{roll:.0}", a.asked, if a.passed { "+" } else { "-" })
        })
        .collect();
    let p = &outcome.presence;
    let figures = |f: &heyan_rules::liveness::presence::Figures| {
        format!(
            "{}f {:.0}° relief {:.2}/{:.2} rigid {:.2} agrees {:.2} nose {:.2} form {:.3} slope {:.2} curve {:.1}",
            f.frames, f.rotation_deg, f.relief, f.relief_corr, f.rigid, f.agrees, f.nose, f.form, f.slope, f.curve
        )
    };
    format!(
        "  {name}: {} | {} | {:?} plane {} life {} turn[{}] nod[{}]",
        actions.join(" "),
        errors(outcome).join(" "),
        p.solid,
        p.plane_frames,
        p.signs_of_life,
        figures(&p.turning),
        figures(&p.nodding),
    )
}

/// Prints the tables of the people in `split`, each fault in a line before them; whether all limits are kept.
#[must_use]
pub fn print(split: Split, traces: &[Trace]) -> bool {
    let mine: Vec<&Trace> = traces.iter().filter(|t| t.split == split).collect();
    let whole: Vec<&Trace> = mine.iter().copied().filter(|t| t.shows == Shows::Person).collect();
    println!("\n== {split:?}: {} traces ==", mine.len());
    let mut rows = Rows { kept: true };
    let has = |o: &Outcome, code: &str| errors(o).contains(&code);

    let outcomes: Vec<(&Trace, Outcome)> = whole.iter().map(|t| (*t, judge(&t.asks, &t.film))).collect();
    for (t, o) in outcomes.iter().filter(|(_, o)| has(o, "flat_face") || has(o, "person_changed")) {
        println!("{}", told(&t.name, o));
    }
    let told_of = |code: &str| Rate::of(outcomes.iter().map(|(_, o)| has(o, code)));
    rows.demand("one person's clip called flat", told_of("flat_face"), |r| r.at_most(must::FLAT));
    rows.demand("one person's clip called two", told_of("person_changed"), |r| r.at_most(must::CHANGED));
    let parts: Vec<Outcome> = whole
        .iter()
        .flat_map(|t| stretches(&t.film, STRETCH_MS).into_iter().map(|part| judge(&t.asks, part)))
        .collect();
    let told_of = |code: &str| Rate::of(parts.iter().map(|o| has(o, code)));
    rows.demand("the same of stretches of 6 s: flat", told_of("flat_face"), |r| r.at_most(must::FLAT));
    rows.demand("the same of stretches of 6 s: two", told_of("person_changed"), |r| r.at_most(must::CHANGED));
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    outcomes.iter().flat_map(|(_, o)| errors(o)).for_each(|c| *codes.entry(c).or_default() += 1);
    println!("  all errors of whole clips: {codes:?}");

    movements(&mine, &mut rows);
    photographs(&mine, &mut rows);
    for how in Join::ALL {
        let pairs = whole.iter().flat_map(|a| whole.iter().filter(|b| b.person != a.person).map(move |b| (a, b)));
        let mut missed = Vec::new();
        let found = Rate::of(pairs.map(|(a, b)| {
            let found = has(&judge(&a.asks, &join(&a.film, &b.film, how)), "person_changed");
            if !found {
                missed.push(format!("{} {}", a.person, b.person));
            }
            found
        }));
        rows.demand(&format!("another person after a {}", how.name()), found, |r| r.at_least(must::FOUND));
        if !missed.is_empty() {
            println!("  not found: {}", missed.join(", "));
        }
    }
    rows.kept
}

/// Movements of real people, asked for and not.
fn movements(mine: &[&Trace], rows: &mut Rows) {
    let mut by_action: BTreeMap<Action, Rate> = BTreeMap::new();
    let (mut passed, mut all, mut accepted, mut other, mut expression) =
        (Rate::default(), Rate::default(), Rate::default(), Rate::default(), Rate::default());
    for t in mine {
        let Shows::Does(done) = t.shows else { continue };
        for asked in Action::ALL {
            let outcome = judge(&[asked], &t.film);
            let right = outcome.actions.first().is_some_and(|a| a.passed);
            if asked == done {
                let flat = errors(&outcome).contains(&"flat_face");
                if !right || flat {
                    println!("{}", told(&t.name, &outcome));
                }
                all.add(right);
                match eye::objects(done, &t.film) {
                    Some(why) => println!("  {}: {why}; passed: {right}", t.name),
                    None => passed.add(right),
                }
                accepted.add(outcome.verdict == Verdict::Accept || (right && !done.shows_depth()));
                by_action.entry(asked).or_default().add(right);
            } else if matches!(asked, Action::Blink | Action::OpenMouth) {
                // Who moves their head may blink and speak as well.
                expression.add(right);
            } else if !alike(asked, done) {
                if right {
                    println!("{}", told(&format!("{} asked {asked}", t.name), &outcome));
                }
                other.add(right);
            }
        }
    }
    let of_each: Vec<String> = by_action.iter().map(|(a, r)| format!("{a} {}/{}", r.hit, r.all)).collect();
    println!("  {}", of_each.join(", "));
    rows.demand("real movement, asked for, proper to an eye: passed", passed, |r| r.at_least(must::PASSED));
    rows.demand("real movement, asked for, all: passed", all, |_| true);
    rows.demand("real movement, asked for: nothing held against it", accepted, |_| true);
    rows.demand("real movement, another head movement asked: passed", other, |r| r.at_most(must::OTHER));
    rows.demand("real movement, blink or mouth asked: passed", expression, |_| true);
}

/// A nod and a chin that goes down differ in time only.
fn alike(a: Action, b: Action) -> bool {
    let down = |a| matches!(a, Action::Nod | Action::LookDown);
    down(a) && down(b)
}

fn photographs(mine: &[&Trace], rows: &mut Rows) {
    let mut accepted = Rate::default();
    let mut passed = Rate::default();
    for t in mine.iter().filter(|t| t.shows == Shows::Photo) {
        for asked in Action::ALL {
            let outcome = judge(&[asked], &t.film);
            let taken = outcome.verdict == Verdict::Accept;
            if taken {
                println!("{}", told(&t.name, &outcome));
            }
            accepted.add(taken);
            passed.add(outcome.actions.first().is_some_and(|a| a.passed));
        }
    }
    rows.demand("photograph, any action asked: accepted", accepted, |r| r.hit == 0);
    rows.demand("photograph, any action asked: action passed", passed, |_| true);
}

struct Rows {
    kept: bool,
}

impl Rows {
    fn demand(&mut self, what: &str, rate: Rate, kept: impl Fn(Rate) -> bool) {
        let kept = kept(rate);
        self.kept &= kept;
        println!("{what:<58}{:>22}{}", rate.text(), if kept { "" } else { "  MISSED" });
    }
}
