//! The tables of an evaluation, and the gate.

use std::collections::BTreeMap;

use crate::card;
use crate::defect::Defect;
use crate::eval::{Answer, Line, same};
use crate::rate::Rate;
use crate::set::{REAL, Split};

/// Fields with the share that must be exact on good pictures.
pub const FIELDS: &[(&str, f64)] = &[
    ("id_number", 0.995),
    ("name", 0.985),
    ("sex", 0.99),
    ("ethnicity", 0.99),
    ("birth_date", 0.99),
    ("address", 0.97),
    ("issuing_authority", 0.99),
    ("valid_from", 0.99),
    ("valid_until", 0.99),
];
/// Share of each defect that must be found.
const FOUND: f64 = 0.95;
/// Share of good pictures that may be refused.
const REFUSED: f64 = 0.03;
/// A card with a long side below this counts as small in the tables, in pixels.
const SMALL_PX: f32 = 700.0;

enum Class {
    Good,
    Real,
    Defect(Defect),
}

fn class(a: &Answer) -> Class {
    let file = a.truth.file.as_str();
    match &a.truth.wanted {
        Some(_) => Class::Defect(Defect::of_file(file).unwrap_or(Defect::NotFound)),
        None if file.starts_with("good") => Class::Good,
        None => Class::Real,
    }
}

fn right(a: &Answer, field: &str) -> Option<bool> {
    let want = a.truth.fields.get(field)?;
    let got = a.line.as_ref().and_then(|l| l.field(field));
    Some(got.is_some_and(|g| same(g, want)))
}

/// Whether a picture was accepted with any value wrong.
fn accepted_wrong(a: &Answer) -> bool {
    let accepted = a.line.as_ref().is_some_and(|l| l.verdict == "accept");
    accepted && FIELDS.iter().any(|(field, _)| right(a, field) == Some(false))
}

/// Whether the wanted finding is there.
fn found(a: &Answer, d: Defect) -> bool {
    let severity = if d == Defect::ExpiresSoon { "warning" } else { "error" };
    let code = d.code();
    a.line.as_ref().is_some_and(|l| l.codes(severity).contains(&code.as_str()))
}

fn verdict_right(a: &Answer) -> bool {
    a.line.as_ref().is_some_and(|l| l.verdict == a.truth.verdict)
}

fn percentile(values: &mut [f32], p: f64) -> f32 {
    values.sort_by(f32::total_cmp);
    let at = ((values.len().max(1) - 1) as f64 * p).round() as usize;
    values.get(at).copied().unwrap_or(f32::NAN)
}

/// Prints the tables of one split and gives the limits missed.
pub fn print(split: Split, answers: &[Answer]) -> Vec<String> {
    let answers: Vec<&Answer> = answers.iter().filter(|a| a.truth.split == split).collect();
    let mut missed = Vec::new();
    println!("\n== {split:?}: {} pictures ==", answers.len());
    let good: Vec<&Answer> = answers.iter().copied().filter(|a| matches!(class(a), Class::Good)).collect();
    if !good.is_empty() {
        println!("\n{:<20}{:>20}{:>20}{:>20}   must", "good pictures", "all", format!("< {SMALL_PX} px"), "larger");
        for (field, limit) in FIELDS {
            let mut rates = [Rate::default(); 3];
            for a in &good {
                if let Some(ok) = right(a, field) {
                    rates[0].add(ok);
                    rates[if a.truth.long_side_px < SMALL_PX { 1 } else { 2 }].add(ok);
                }
            }
            let [all, small, large] = rates;
            let keeps = all.at_least(*limit);
            if !keeps {
                missed.push(format!("{field} exact {}, must be {:.1} %", all.text(), limit * 100.0));
            }
            println!(
                "{field:<20}{:>20}{:>20}{:>20}   {:.1} %{}",
                all.text(),
                small.text(),
                large.text(),
                limit * 100.0,
                mark(keeps)
            );
        }
        missed.extend(good_rows(&good));
    }
    let mut wrong = 0;
    for a in &answers {
        // A card of which the other side was read, as when the second of two is overlooked, has no number to be wrong: that
        // is a miss of `multiple` or `wrong_side`, and of the verdict.
        let numbered = |l: &Line| l.verdict == "accept" && l.kind() != "resident_id_back";
        if a.line.as_ref().is_some_and(numbered) && right(a, "id_number") == Some(false) {
            wrong += 1;
        }
    }
    println!("{:<30}{wrong:>10}   must be 0{}", "accepted with a wrong number", mark(wrong == 0));
    if wrong > 0 {
        missed.push(format!("{wrong} accepted with a wrong ID number"));
    }
    let any = answers.iter().filter(|a| accepted_wrong(a)).count();
    println!("{:<30}{any:>10}", "accepted with a wrong value");
    life(&answers);
    missed.extend(defects(&answers));
    missed
}

fn mark(keeps: bool) -> &'static str {
    if keeps { "" } else { "   MISSED" }
}

fn good_rows(good: &[&Answer]) -> Vec<String> {
    let mut missed = Vec::new();
    let mut kind = Rate::default();
    let mut taken = Rate::default();
    let mut why: BTreeMap<String, usize> = BTreeMap::new();
    let mut errors = Vec::new();
    let mut times = Vec::new();
    for a in good {
        kind.add(a.line.as_ref().is_some_and(|l| l.kind() == a.truth.kind));
        taken.add(a.line.as_ref().is_some_and(|l| l.verdict == "accept"));
        if let Some(l) = &a.line {
            if l.verdict != "accept" {
                for code in l.codes("error") {
                    *why.entry(code.to_owned()).or_default() += 1;
                }
            }
            times.push(l.total_ms() as f32);
            if let Some(e) = a.truth.corners.and_then(|q| l.corner_error(&q, a.truth.long_side_px)) {
                errors.push(e);
            }
        }
    }
    println!("{:<20}{:>20}", "kind right", kind.text());
    let refused = Rate { hit: taken.all - taken.hit, all: taken.all };
    let keeps = taken.at_least(1.0 - REFUSED);
    println!("{:<20}{:>20}   at most {:.0} %{}", "refused", refused.text(), REFUSED * 100.0, mark(keeps));
    for (code, n) in &why {
        println!("    {code} {n}");
    }
    if !keeps {
        missed.push(format!("good pictures refused {}", refused.text()));
    }
    let n = errors.len();
    let (p50, p95) = (percentile(&mut errors, 0.5), percentile(&mut errors, 0.95));
    println!(
        "corner error, share of the card's length: median {p50:.4}, p95 {p95:.4}, worst {:.4} ({n} told)",
        errors.last().copied().unwrap_or(f32::NAN)
    );
    println!("time told: median {:.0} ms, p95 {:.0} ms", percentile(&mut times, 0.5), percentile(&mut times, 0.95));
    missed
}

fn life(answers: &[&Answer]) {
    let mut rows: BTreeMap<&str, (Rate, Rate, Vec<String>, usize)> = BTreeMap::new();
    for a in answers.iter().filter(|a| matches!(class(a), Class::Real)) {
        let name = REAL.iter().map(|(_, n)| *n).find(|n| a.truth.file.starts_with(n)).unwrap_or("other");
        let row = rows.entry(name).or_default();
        row.0.add(verdict_right(a));
        for (field, _) in FIELDS {
            if let Some(ok) = right(a, field) {
                row.1.add(ok);
            }
        }
        row.3 += usize::from(accepted_wrong(a));
        if let Some(l) = a.line.as_ref().filter(|l| l.verdict != "accept") {
            row.2.extend(l.codes("error").iter().map(|c| c.trim_start_matches("document.").to_owned()));
        }
    }
    if !rows.is_empty() {
        println!(
            "\n{:<20}{:>20}{:>20}{:>16}   refused for",
            "as life gives them", "accepted", "fields exact", "accepted wrong"
        );
    }
    for (name, (taken, fields, why, wrong)) in rows {
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        why.iter().for_each(|code| *reasons.entry(code).or_default() += 1);
        let reasons: Vec<String> = reasons.iter().map(|(code, n)| format!("{code} {n}")).collect();
        println!("{name:<20}{:>20}{:>20}{wrong:>16}   {}", taken.text(), fields.text(), reasons.join(", "));
    }
}

fn defects(answers: &[&Answer]) -> Vec<String> {
    let mut rows: BTreeMap<Defect, [Rate; 4]> = BTreeMap::new();
    for a in answers {
        if let Class::Defect(d) = class(a) {
            let row = rows.entry(d).or_default();
            row[0].add(found(a, d));
            row[if a.truth.strength < 0.34 { 1 } else { 2 }].add(found(a, d));
            row[3].add(verdict_right(a));
        }
    }
    if !rows.is_empty() {
        println!("\n{:<20}{:>20}{:>20}{:>20}{:>20}", "defects", "found", "weak", "stronger", "verdict right");
    }
    let mut missed = Vec::new();
    let mut together = Rate::default();
    for (d, [all, weak, strong, verdict]) in rows {
        together = together.and(all);
        let keeps = all.at_least(FOUND);
        if !keeps {
            missed.push(format!("{} found {}, must be {:.0} %", d.name(), all.text(), FOUND * 100.0));
        }
        println!(
            "{:<20}{:>20}{:>20}{:>20}{:>20}{}",
            d.name(),
            all.text(),
            weak.text(),
            strong.text(),
            verdict.text(),
            mark(keeps)
        );
    }
    if together.all > 0 {
        let keeps = together.at_least(FOUND);
        println!("{:<20}{:>20}{}", "all together", together.text(), mark(keeps));
        if !keeps {
            missed.push(format!("all defects together found {}", together.text()));
        }
    }
    missed
}

/// Prints each picture that was judged or read wrongly.
pub fn print_failures(answers: &[Answer]) {
    println!("\n== failures ==");
    for a in answers {
        let t = &a.truth;
        let Some(line) = &a.line else {
            println!("{}: no line", t.file);
            continue;
        };
        let mut said = Vec::new();
        let clear = match class(a) {
            Class::Defect(d) => {
                if !found(a, d) {
                    said.push(format!("{} not found", d.name()));
                }
                matches!(d, Defect::ExpiresSoon)
            }
            _ => true,
        };
        if !verdict_right(a) {
            said.push(format!("{} instead of {}", line.verdict, t.verdict));
        }
        if clear || (line.verdict == "accept" && right(a, "id_number") == Some(false)) {
            for (field, want) in &t.fields {
                if right(a, field) == Some(false) {
                    said.push(format!("{field} {want} read {}", line.field(field).unwrap_or("nothing")));
                }
            }
        }
        if clear && line.kind() != t.kind {
            said.push(format!("kind {}", line.kind()));
        }
        if let Some(e) = t.corners.and_then(|q| line.corner_error(&q, t.long_side_px))
            && clear
            && e > 0.02
        {
            said.push(format!("corners off by {:.1} mm", e * card::WIDTH));
        }
        if !said.is_empty() {
            let codes = [line.codes("error"), line.codes("warning")].concat().join(" ");
            println!(
                "{} [{}; {:.0} px; strength {:.2}]: {} | {}",
                t.file,
                t.tags.join(", "),
                t.long_side_px,
                t.strength,
                said.join("; "),
                codes.replace("document.", "")
            );
        }
    }
}
