//! The tables of an evaluation of the statement, and its gate.

use std::collections::BTreeMap;

use super::judge::Record;
use super::kind::Kind;
use crate::rate::Rate;
use crate::set::Split;

/// What the statement must reach on what was kept out of tuning.
mod must {
    /// Mean error of coverage of complete readings at 10 dB and more, at most.
    pub const COVERAGE: f64 = 0.08;
    /// Stopped at 80 % and before: found, at least. Each other defect: found by its own code, at least.
    pub const FOUND: f64 = 0.95;
    /// Good readings refused, at most.
    pub const REFUSED: f64 = 0.03;
    /// Processor time over length on one thread, at most.
    pub const REAL_TIME: f64 = 0.35;
}

impl Record {
    fn told(&self) -> bool {
        self.truth.code.as_ref().is_none_or(|c| self.errors.contains(c))
    }

    fn wrong(&self) -> bool {
        if self.truth.kind == Kind::Good { !self.accepted } else { self.accepted || !self.told() }
    }
}

/// Prints each recording that was judged wrongly.
pub fn print_failures(records: &[Record]) {
    println!("\n== failures ==");
    for r in records.iter().filter(|r| r.wrong()) {
        let lips = r.lips.map_or_else(
            || "-".to_owned(),
            |l| format!("{:.2}@{:+.0} {:.2}@{:+.0} motion {:.3}", l.near, l.near_lag_ms, l.far, l.far_lag_ms, l.motion),
        );
        println!(
            "{} [{}; {}; {}]: {} of {} heard ({} spoken), {:.1}/s, snr {:.0?} lufs {:.0?}, lips {lips} | {}",
            r.truth.name,
            r.truth.voice,
            r.truth.noise,
            r.truth.faces.join(" "),
            r.syllables,
            r.truth.script_syllables,
            r.truth.syllables,
            r.rate,
            r.sound[0],
            r.sound[1],
            r.errors.join(" ").replace("statement.", ""),
        );
    }
}

/// Prints the tables of one split and gives the limits missed.
pub fn print(split: Split, records: &[Record]) -> Vec<String> {
    let all: Vec<&Record> = records.iter().filter(|r| r.truth.split == split).collect();
    if all.is_empty() {
        return Vec::new();
    }
    println!("\n== {split:?}: {} recordings ==", all.len());
    let mut missed = Vec::new();
    let mut demand = |what: &str, shown: String, kept: bool, limit: &str| {
        println!("{what:<50}{shown:>22}   must be {limit:<9}{}", if kept { "" } else { "  MISSED" });
        if !kept {
            missed.push(format!("{what}: {shown}, must be {limit}"));
        }
    };
    let whole = |r: &&&Record| {
        !matches!(
            r.truth.kind,
            Kind::Stopped(_) | Kind::LeftOut | Kind::Silent | Kind::NoTrack | Kind::Fast | Kind::Noisy
        ) && r.truth.kind != Kind::Quiet
            && r.truth.kind != Kind::Clipped
    };
    let errors: Vec<f64> = all.iter().filter(whole).filter(|r| r.truth.snr_db >= 10.0).map(|r| r.raw - 1.0).collect();
    if !errors.is_empty() {
        let n = errors.len() as f64;
        let mean = errors.iter().map(|e| e.abs()).sum::<f64>() / n;
        let worst = errors.iter().map(|e| e.abs()).fold(0.0, f64::max);
        let bias = errors.iter().sum::<f64>() / n;
        let shown = format!("{:.1} %", mean * 100.0);
        demand("coverage, complete readings, 10 dB and more: error", shown, mean <= must::COVERAGE, "≤ 8 %");
        println!("    of {n} readings: bias {:+.1} %, largest {:.1} %", bias * 100.0, worst * 100.0);
        let ends: Vec<usize> = all.iter().filter(whole).map(|r| r.position).collect();
        let mean = ends.iter().sum::<usize>() as f64 / ends.len() as f64;
        println!("    teleprompter at the end: {mean:.1} characters from it on average");
    }
    let rate = |rows: &[&Record], hit: fn(&Record) -> bool| Rate::of(rows.iter().map(|r| hit(r)));
    let stopped: Vec<&Record> = all.iter().copied().filter(|r| matches!(r.truth.kind, Kind::Stopped(_))).collect();
    if !stopped.is_empty() {
        let found = rate(&stopped, Record::told);
        demand("stopped at 80 % and before: found", found.text(), found.at_least(must::FOUND), "≥ 95 %");
    }
    let mut kinds: BTreeMap<Kind, Vec<&Record>> = BTreeMap::new();
    for r in &all {
        kinds.entry(r.truth.kind).or_default().push(r);
    }
    let mut together = Rate::default();
    for (kind, rows) in &kinds {
        let (name, found) = (kind.name(), rate(rows, Record::told));
        if *kind != Kind::Good {
            together = together.and(found);
        }
        match kind {
            Kind::Good => {
                let refused = rate(rows, |r| !r.accepted);
                demand("good readings refused", refused.text(), refused.at_most(must::REFUSED), "≤ 3 %");
            }
            Kind::Stopped(_) => println!("    {name}: {}", found.text()),
            _ => demand(&format!("{name}: found"), found.text(), found.at_least(must::FOUND), "≥ 95 %"),
        }
    }
    if together.all > 0 {
        demand("all of these together: found", together.text(), together.at_least(must::FOUND), "≥ 95 %");
    }
    let [length, took] = all.iter().fold([0.0, 0.0], |[length, took], r| [length + r.took_s[0], took + r.took_s[1]]);
    if length > 0.0 {
        let ratio = took / length;
        demand("processor time over length, one thread", format!("{ratio:.3}"), ratio <= must::REAL_TIME, "≤ 0.35");
    }
    lips(&all);
    missed
}

/// What lips and voices of each kind reach.
fn lips(all: &[&Record]) {
    println!("\n{:<16}{:>8}{:>26}{:>26}", "lips", "clips", "together: 5 % / median", "motion: 5 % / median / 95 %");
    for kind in [Kind::Good, Kind::Shifted, Kind::Dubbed, Kind::ClosedLips] {
        let rows: Vec<_> = all.iter().filter(|r| r.truth.kind == kind).filter_map(|r| r.lips).collect();
        let at = |of: fn(&heyan_rules::statement::LipSync) -> f64, q: f64| {
            let mut v: Vec<f64> = rows.iter().map(of).collect();
            v.sort_by(f64::total_cmp);
            v.get(((v.len().saturating_sub(1)) as f64 * q).round() as usize).copied().unwrap_or(f64::NAN)
        };
        println!(
            "{:<16}{:>8}{:>17.2} / {:.2}{:>17.3} / {:.3} / {:.3}",
            kind.name(),
            rows.len(),
            at(|l| l.near, 0.05),
            at(|l| l.near, 0.5),
            at(|l| l.motion, 0.05),
            at(|l| l.motion, 0.5),
            at(|l| l.motion, 0.95),
        );
    }
}
