//! The tables of an evaluation of the portrait check, and its gate.

use std::collections::BTreeMap;

use super::judge::Record;
use super::kind::Kind;
use crate::rate::Rate;
use crate::set::Split;

/// What is demanded of the portrait check.
mod must {
    /// Each defect found by its own code, at least.
    pub const FOUND: f64 = 0.95;
    /// Good pictures refused, at most.
    pub const REFUSED: f64 = 0.03;
    /// Things whose outline is told with an intersection over union of [`IOU`], at least.
    pub const OUTLINED: f64 = 0.85;
    /// See [`OUTLINED`].
    pub const IOU: f32 = 0.3;
    /// Points of OFIQ's scale that a measure may be off.
    pub const OFF: i32 = 1;
}

impl Record {
    /// Whether the finding that must be there is an error, or a warning where that is what it must be.
    #[must_use]
    pub fn found(&self) -> bool {
        let told = if self.truth.kind.is_mentioned() { &self.warnings } else { &self.errors };
        self.truth.code.as_ref().is_some_and(|c| told.contains(c))
    }

    fn warned(&self) -> bool {
        !self.found() && self.truth.code.as_ref().is_some_and(|c| self.warnings.contains(c))
    }

    /// Errors that are neither wanted nor tolerated.
    fn strange(&self) -> impl Iterator<Item = &String> {
        let wanted = self.truth.code.as_ref().filter(|_| !self.truth.kind.is_mentioned());
        self.errors.iter().filter(move |c| wanted != Some(c) && !self.truth.tolerated.contains(c))
    }
}

fn short(codes: &[String]) -> String {
    let all: Vec<&str> = codes.iter().map(|c| c.trim_start_matches("portrait.")).collect();
    if all.is_empty() { "-".to_owned() } else { all.join(" ") }
}

/// Names each picture that is judged wrongly, so that it can be looked at.
pub fn print_failures(records: &[Record]) {
    for r in records {
        let t = &r.truth;
        let good = t.kind == Kind::Good;
        let low = r.overlaps.iter().any(|o| *o < must::IOU);
        let wrong = if good { !r.accepted } else { !r.found() || low };
        let strange: Vec<String> = r.strange().cloned().collect();
        if wrong || !strange.is_empty() {
            let what = match (good, wrong) {
                (true, true) => "refused",
                (false, true) if r.found() => "outline",
                (false, true) if r.warned() => "only warned",
                (false, true) => "missed",
                _ => "also told",
            };
            println!(
                "{what:<12} {:<40} errors: {}; warnings: {}; overlap {:?}; {}",
                t.file,
                short(&r.errors),
                short(&r.warnings),
                r.overlaps,
                t.tags.join(" ")
            );
        }
        for (name, own, reference) in r.quality.iter().filter(|(_, own, reference)| own.abs_diff(*reference) > 1) {
            println!("{:<12} {:<40} {name} {own}, reference {reference}; {}", "other score", t.file, t.tags.join(" "));
        }
    }
}

/// Prints the tables of a split; what limits are missed.
#[must_use]
pub fn print(split: Split, records: &[Record]) -> Vec<String> {
    let records: Vec<&Record> = records.iter().filter(|r| r.truth.split == split).collect();
    if records.is_empty() {
        return Vec::new();
    }
    let mut missed = Vec::new();
    println!("\n{} set, {} pictures", if split == Split::Held { "held-out" } else { "tuning" }, records.len());
    let mark = |keeps: bool| if keeps { "" } else { "   MISSED" };

    println!("{:<28}{:>18}{:>10}{:>14}  finding", "defect", "found", "warned", "also others");
    let mut rows: BTreeMap<(Kind, &str), Vec<&&Record>> = BTreeMap::new();
    for r in records.iter().filter(|r| r.truth.kind != Kind::Good) {
        rows.entry((r.truth.kind, r.truth.thing.map_or("", |t| t.name()))).or_default().push(r);
    }
    for ((kind, thing), rows) in &rows {
        let found = Rate::of(rows.iter().map(|r| r.found()));
        let warned = rows.iter().filter(|r| r.warned()).count();
        let strange = rows.iter().filter(|r| r.strange().next().is_some()).count();
        let name = if thing.is_empty() { kind.name().to_owned() } else { format!("  {} {thing}", kind.name()) };
        println!("{name:<28}{:>18}{warned:>10}{strange:>14}  {}", found.text(), kind.code().unwrap_or_default());
    }
    println!("{:<28}{:>18}   at least {:.0} %", "by finding", "", 100.0 * must::FOUND);
    let mut codes: BTreeMap<&str, Vec<&&Record>> = BTreeMap::new();
    for r in &records {
        if let Some(code) = &r.truth.code {
            codes.entry(code.as_str()).or_default().push(r);
        }
    }
    let mut together = Rate::default();
    for (code, rows) in &codes {
        let found = Rate::of(rows.iter().map(|r| r.found()));
        together = together.and(found);
        let keeps = found.at_least(must::FOUND);
        println!("{code:<36}{:>18}{}", found.text(), mark(keeps));
        if !keeps {
            missed.push(format!("{code} found {}", found.text()));
        }
    }
    let keeps = together.at_least(must::FOUND);
    println!("{:<36}{:>18}{}", "all together", together.text(), mark(keeps));
    if !keeps {
        missed.push(format!("all findings together {}", together.text()));
    }

    let good: Vec<&&Record> = records.iter().filter(|r| r.truth.kind == Kind::Good).collect();
    let refused = Rate::of(good.iter().map(|r| !r.accepted));
    let keeps = refused.at_most(must::REFUSED);
    println!("{:<36}{:>18}   at most {:.0} %{}", "good refused", refused.text(), 100.0 * must::REFUSED, mark(keeps));
    if !keeps {
        missed.push(format!("good pictures refused {}", refused.text()));
    }
    for (name, severity) in [("error", true), ("warning", false)] {
        let mut why: BTreeMap<&str, usize> = BTreeMap::new();
        for r in &good {
            for code in if severity { &r.errors } else { &r.warnings } {
                *why.entry(code).or_default() += 1;
            }
        }
        for (code, n) in why {
            println!("    {name} {code} {n}");
        }
    }
    let others = Rate::of(records.iter().map(|r| r.strange().next().is_some()));
    println!("{:<36}{:>18}", "told what is not there", others.text());

    let overlaps: Vec<f32> = records.iter().flat_map(|r| r.overlaps.iter().copied()).collect();
    let outlined = Rate::of(overlaps.iter().map(|o| *o >= must::IOU));
    let keeps = outlined.at_least(must::OUTLINED);
    println!(
        "{:<36}{:>18}   at least {:.0} %{}",
        "clutter outlined",
        outlined.text(),
        100.0 * must::OUTLINED,
        mark(keeps)
    );
    if outlined.all > 0 && !keeps {
        missed.push(format!("clutter outlined {}", outlined.text()));
    }
    missed.extend(quality(&records));
    accuracy(&records);
    missed
}

/// OFIQ's measures beside the reference.
fn quality(records: &[&Record]) -> Vec<String> {
    let mut all: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
    for (name, own, reference) in records.iter().flat_map(|r| &r.quality) {
        all.entry(name).or_default().push(i32::from(*own) - i32::from(*reference));
    }
    let mut missed = Vec::new();
    println!("{:<28}{:>20}{:>12}", "OFIQ measure", "within 1 point", "worst");
    for (name, off) in all {
        let within = Rate::of(off.iter().map(|d| d.abs() <= must::OFF));
        let worst = off.iter().copied().max_by_key(|d| d.abs()).unwrap_or_default();
        let keeps = within.hit == within.all;
        println!("{name:<28}{:>20}{worst:>12}", within.text());
        if !keeps {
            missed.push(format!("OFIQ {name} within one point {}", within.text()));
        }
    }
    missed
}

/// Geometry as measured against what is drawn.
fn accuracy(records: &[&Record]) {
    let mut errors: BTreeMap<&str, Vec<f32>> = BTreeMap::new();
    for r in records {
        let t = &r.truth;
        let (Some(face), Some(angles)) = (&r.measured.face, t.angles_deg) else { continue };
        if r.measured.face_count != 1 || matches!(t.kind, Kind::Mask | Kind::Hand) {
            continue;
        }
        let mut add = |name: &'static str, e: f32| errors.entry(name).or_default().push(e);
        add("yaw, deg", face.yaw_deg - angles[0]);
        add("pitch, deg", face.pitch_deg - angles[1]);
        add("roll, deg", face.roll_deg - angles[2]);
        if let Some(px) = t.eye_distance_px {
            add("eye distance, %", 100.0 * (face.eye_distance_px / px - 1.0));
        }
        if let (Some(f), Some([_, top, _, bottom])) = (&r.measured.framing, t.head) {
            let h = t.height as f32;
            add("head height, % of picture", 100.0 * (f.head_height_ratio - (bottom - top) / h));
            if top > 1.0 {
                add("headroom, % of picture", 100.0 * (f.headroom_ratio - top / h));
            }
            if let (Some(s), Some(tilt)) = (&f.shoulders, t.shoulder_tilt_deg)
                && let Some(seen) = s.tilt_deg
            {
                add("shoulder tilt, deg", seen - tilt);
            }
        }
    }
    println!("{:<28}{:>10}{:>10}{:>12}{:>8}", "measured less true", "mean", "p95 |.|", "worst", "n");
    for (name, mut e) in errors {
        let mean = e.iter().sum::<f32>() / e.len() as f32;
        e.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
        let at = ((e.len() - 1) as f32 * 0.95) as usize;
        println!("{name:<28}{mean:>10.2}{:>10.2}{:>12.2}{:>8}", e[at].abs(), e[e.len() - 1], e.len());
    }
}
