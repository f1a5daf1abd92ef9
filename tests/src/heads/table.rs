//! The tables of an evaluation of the face check, and its gate.

use std::collections::BTreeMap;

use heyan_rules::liveness::{Action, HeadAngles};

use super::judge::Record;
use super::kind::{Group, Kind};
use super::suite::named;
use crate::rate::Rate;
use crate::set::Split;

/// What the issue "Face check" demands.
mod must {
    /// Asked action done properly: passed, at least.
    pub const PROPER: f64 = 0.98;
    /// Another action done: passed, at most.
    pub const OTHER: f64 = 0.005;
    /// Tilt for turn, turn for tilt, nod for turn: named rightly, at least.
    pub const NAMED: f64 = 0.97;
    /// Person changed, second face, gap: found, at least.
    pub const FOUND: f64 = 0.98;
    /// Mean error of a change from rest, degrees, each axis, within [`RANGE`].
    pub const ANGLE: f32 = 2.5;
    /// Commanded changes that count, degrees.
    pub const RANGE: f32 = 25.0;
}

/// A change of an axis by so much and more is a movement, degrees: at rest errors are small and would hide the others.
const MOVED: f32 = 5.0;

fn code(name: &str) -> String {
    format!("liveness.{name}")
}

impl Record {
    /// Whether every asked action passed and nothing else was held against the clip.
    fn right(&self) -> bool {
        self.accepted && self.actions.iter().all(|a| a.2)
    }

    fn passed(&self) -> bool {
        self.actions.first().is_some_and(|a| a.2)
    }

    fn seen(&self) -> Option<Action> {
        self.actions.first().and_then(|a| a.1)
    }

    fn told(&self, codes: &[&str]) -> bool {
        codes.iter().any(|c| self.errors.contains(&code(c)))
    }

    /// Whether one of the demanded codes is told, be it as a warning.
    fn mentioned(&self) -> bool {
        self.truth.codes.iter().any(|c| self.errors.contains(c) || self.warnings.contains(c))
    }

    /// What is wrong with this record, if something is.
    fn fault(&self) -> Option<String> {
        let kind = self.truth.kind;
        let wrong = match kind.group() {
            Group::Pass => !self.right(),
            Group::Confusion => self.passed() || (named(kind) && !self.told(kind.codes())),
            Group::Poor => self.passed(),
            Group::Attack => self.accepted,
            Group::Replay => false,
            Group::Continuity => !self.told(kind.codes()),
            Group::Capture => !self.mentioned(),
        };
        wrong.then(|| {
            let seen: Vec<String> = self
                .actions
                .iter()
                .map(|(a, s, p)| format!("{a}:{}{}", s.map_or("none", Action::as_str), if *p { "+" } else { "-" }))
                .collect();
            format!(
                "{} [{}; {}x{} @{}; eyes {:.0} px; {}]: {} | {} | {}",
                self.truth.name,
                self.truth.faces.join(" "),
                self.truth.width,
                self.truth.height,
                self.truth.fps,
                self.truth.eye_distance_px,
                self.truth.tags.join(", "),
                seen.join(" "),
                self.errors.join(" ").replace("liveness.", ""),
                self.warnings.join(" ").replace("liveness.", ""),
            )
        })
    }
}

/// Prints each clip that was judged wrongly.
pub fn print_failures(records: &[Record]) {
    println!("\n== failures ==");
    for line in records.iter().filter_map(Record::fault) {
        println!("{line}");
    }
}

/// Prints the tables of one split and gives the limits missed.
pub fn print(split: Split, records: &[Record]) -> Vec<String> {
    let all: Vec<&Record> = records.iter().filter(|r| r.truth.split == split).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let frames: usize = all.iter().map(|r| r.frames[0]).sum();
    println!("\n== {split:?}: {} clips, {frames} frames ==", all.len());
    let mut missed = Vec::new();
    let mut demand = |what: &str, shown: String, kept: bool, limit: &str| {
        println!("{what:<58}{shown:>22}   must be {limit:<9}{}", if kept { "" } else { "  MISSED" });
        if !kept {
            missed.push(format!("{what}: {shown}, must be {limit}"));
        }
    };
    let in_group = |g: Group| all.iter().copied().filter(move |r| r.truth.kind.group() == g);

    println!();
    let proper = Rate::of(in_group(Group::Pass).map(Record::right));
    if proper.all > 0 {
        demand("asked action done properly: passed", proper.text(), proper.at_least(must::PROPER), "≥ 98 %");
    }
    let other = Rate::of(in_group(Group::Confusion).map(Record::passed));
    if other.all > 0 {
        demand(
            "another action or none done: passed",
            other.text(),
            other.hit as f64 <= must::OTHER * other.all as f64,
            "≤ 0.5 %",
        );
    }
    let mut together = Rate::default();
    for (what, sort) in [
        ("tilt for turn", code("tilt_instead_of_turn")),
        ("turn for tilt", code("turn_instead_of_tilt")),
        ("nod for turn", code("nod_instead_of_turn")),
    ] {
        let sort: Vec<&Record> =
            all.iter().copied().filter(|r| named(r.truth.kind) && r.truth.codes.contains(&sort)).collect();
        let rate = Rate::of(sort.iter().map(|r| r.told(r.truth.kind.codes())));
        if rate.all > 0 {
            together = together.and(rate);
            demand(&format!("{what}: named rightly"), rate.text(), rate.at_least(must::NAMED), "≥ 97 %");
        }
    }
    for name in ["flat_card", "waved_card", "bent_card", "cut_card", "frozen", "loop"] {
        let rate = Rate::of(all.iter().filter(|r| r.truth.kind.name() == name).map(|r| r.accepted));
        if rate.all > 0 {
            demand(&format!("{}: passed", name.replace('_', " ")), rate.text(), rate.hit == 0, "0");
        }
    }
    for kind in [Kind::PersonChanged, Kind::SecondFace, Kind::Gap] {
        let rate = Rate::of(all.iter().filter(|r| r.truth.kind == kind).map(|r| r.told(kind.codes())));
        if rate.all > 0 {
            let what = format!("{}: found", kind.name().replace('_', " "));
            together = together.and(rate);
            demand(&what, rate.text(), rate.at_least(must::FOUND), "≥ 98 %");
        }
    }
    if together.all > 0 {
        demand("named and found, all together", together.text(), together.at_least(must::NAMED), "≥ 97 %");
    }
    let errors = angles(&all, 1);
    for (axis, rows) in ["yaw", "pitch", "roll"].iter().zip(&errors) {
        if let Some(mean) = rows.moved() {
            let what = format!("{axis}: mean error of a change of 5 to 25 degrees");
            demand(&what, format!("{mean:.2}°"), mean <= must::ANGLE, "≤ 2.5°");
        }
    }

    sorts(&all);
    by_action(&all);
    matrix(&all);
    print_angles("commanded of the neck", &errors);
    print_angles("that this gives seen from the camera", &angles(&all, 0));
    costs(&all);
    missed
}

/// Every sort of clip: accepted, right word told.
fn sorts(all: &[&Record]) {
    println!("\n{:<18}{:>20}{:>22}   errors told", "clips", "verdict accept", "demanded word told");
    let mut rows: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for r in all {
        rows.entry(r.truth.kind.name()).or_default().push(r);
    }
    for (name, rows) in rows {
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        for c in rows.iter().flat_map(|r| &r.errors) {
            *codes.entry(c.trim_start_matches("liveness.")).or_default() += 1;
        }
        let mut codes: Vec<_> = codes.into_iter().collect();
        codes.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let told: Vec<String> = codes.iter().take(5).map(|(c, n)| format!("{c} {n}")).collect();
        let accepted = Rate::of(rows.iter().map(|r| r.accepted));
        let demanded = rows.iter().filter(|r| !r.truth.codes.is_empty());
        let word = Rate::of(demanded.map(|r| r.mentioned()));
        println!("{name:<18}{:>20}{:>22}   {}", accepted.text(), word.text(), told.join(", "));
    }
}

fn by_action(all: &[&Record]) {
    println!(
        "\n{:<12}{:>22}{:>22}{:>20}{:>20}",
        "asked", "proper passed", "another passed", "small passed", "card accepted"
    );
    for action in Action::ALL {
        let asked = |r: &&&Record| r.truth.asked.first() == Some(&action) && r.truth.kind != Kind::Run;
        let rate = |group: Group, hit: fn(&Record) -> bool| {
            Rate::of(all.iter().filter(asked).filter(|r| r.truth.kind.group() == group).map(|r| hit(r))).text()
        };
        println!(
            "{:<12}{:>22}{:>22}{:>20}{:>20}",
            action.as_str(),
            rate(Group::Pass, Record::right),
            rate(Group::Confusion, Record::passed),
            rate(Group::Poor, Record::passed),
            rate(Group::Attack, |r| r.accepted),
        );
    }
}

/// What was done against what was seen, of clips with one well done action.
fn matrix(all: &[&Record]) {
    let title =
        |t: &str| println!("\n{t:<12}{}{:>7}", Action::ALL.map(|a| format!("{:>12}", a.as_str())).concat(), "none");
    let rows = |pick: &dyn Fn(&Record) -> Option<Action>| {
        for row in Action::ALL {
            let mut counts = [0usize; Action::ALL.len() + 1];
            for r in all.iter().filter(|r| pick(r) == Some(row)) {
                let at = r.seen().and_then(|s| Action::ALL.iter().position(|a| *a == s)).unwrap_or(Action::ALL.len());
                counts[at] += 1;
            }
            let cells: String = counts[..Action::ALL.len()].iter().map(|n| format!("{n:>12}")).collect();
            println!("{:<12}{cells}{:>7}", row.as_str(), counts[Action::ALL.len()]);
        }
    };
    title("done \\ seen");
    rows(&|r| match r.truth.kind {
        Kind::Proper(a) | Kind::Instead(_, a) => Some(a),
        _ => None,
    });
    title("asked \\ seen");
    rows(&|r| match r.truth.kind {
        Kind::Proper(a) | Kind::Instead(a, _) | Kind::Nothing(a) => Some(a),
        _ => None,
    });
}

/// Errors of one axis by the size of the commanded change of it.
#[derive(Clone, Debug, Default)]
struct Errors {
    /// Below 5, to 15, to 25 degrees: sum, count, largest.
    bins: [(f64, usize, f32); 3],
    /// Sums of command², command · measured: the slope.
    slope: [f64; 2],
}

impl Errors {
    fn add(&mut self, told: f32, measured: f32) {
        let bin = if told.abs() < MOVED {
            0
        } else if told.abs() < 15.0 {
            1
        } else {
            2
        };
        let e = (measured - told).abs();
        let b = &mut self.bins[bin];
        *b = (b.0 + f64::from(e), b.1 + 1, b.2.max(e));
        if bin > 0 {
            self.slope[0] += f64::from(told * told);
            self.slope[1] += f64::from(told * measured);
        }
    }

    fn mean(&self, bins: std::ops::Range<usize>) -> Option<f32> {
        let (sum, n) = self.bins[bins].iter().fold((0.0, 0), |(s, n), b| (s + b.0, n + b.1));
        (n > 0).then(|| (sum / n as f64) as f32)
    }

    fn moved(&self) -> Option<f32> {
        self.mean(1..3)
    }
}

/// Of heads that move alone before the camera, all changes within range, against the told angles of that number.
fn angles(all: &[&Record], which: usize) -> [Errors; 3] {
    let mut out: [Errors; 3] = Default::default();
    let heads = all.iter().filter(|r| {
        let group = r.truth.kind.group();
        matches!(group, Group::Pass | Group::Confusion) || matches!(r.truth.kind, Kind::Small(_))
    });
    for angles in heads.flat_map(|r| &r.angles) {
        let three = |a: &HeadAngles| [a.yaw_deg, a.pitch_deg, a.roll_deg];
        let (told, measured) = (three(&angles[which]), three(&angles[2]));
        if told.iter().any(|v| v.abs() > must::RANGE) {
            continue;
        }
        for k in 0..3 {
            out[k].add(told[k], measured[k]);
        }
    }
    out
}

fn print_angles(what: &str, errors: &[Errors; 3]) {
    println!("\nmeasured change from rest against the one {what}");
    println!(
        "{:<8}{:>14}{:>14}{:>14}{:>14}{:>12}{:>10}",
        "axis", "mean, all", "0 to 5°", "5 to 15°", "15 to 25°", "largest", "slope"
    );
    for (axis, e) in ["yaw", "pitch", "roll"].iter().zip(errors) {
        let text = |m: Option<f32>| m.map_or("-".to_owned(), |v| format!("{v:.2}°"));
        let most = e.bins.iter().map(|b| b.2).fold(0.0, f32::max);
        println!(
            "{axis:<8}{:>14}{:>14}{:>14}{:>14}{:>12}{:>10.3}",
            text(e.mean(0..3)),
            text(e.mean(0..1)),
            text(e.mean(1..2)),
            text(e.mean(2..3)),
            format!("{most:.1}°"),
            e.slope[1] / e.slope[0].max(1e-9),
        );
    }
}

fn costs(all: &[&Record]) {
    let mut seen: Vec<f64> = all.iter().map(|r| r.took_ms[1]).filter(|t| *t > 0.0).collect();
    if seen.is_empty() {
        return;
    }
    seen.sort_by(f64::total_cmp);
    let drawn: f64 = all.iter().map(|r| r.took_ms[0]).sum::<f64>() / all.len() as f64;
    println!("\na frame drawn in {drawn:.1} ms (mean), seen in {:.1} ms (median of clips)", seen[seen.len() / 2]);
}
