//! How documents were read, and whether the limits are kept.

use super::Paper;
use crate::eval::{Answer, same};
use crate::rate::Rate;
use crate::set::Split;

/// Least share of good pictures of which every field is exact.
const FIELDS: f64 = 0.985;
/// Least share of good pictures of papers of which a field is exact.
const OF_PAPERS: [(&str, f64); 4] =
    [("credit_code", 0.995), ("name", 0.985), ("legal_representative", 0.985), ("address", 0.97)];
/// Least share of good pictures whose machine-readable lines are exact.
const ZONES: f64 = 0.99;
/// Least share of pictures of which the kind is told right.
const KIND: f64 = 0.995;

fn said<'a>(answer: &'a Answer, key: &str) -> Option<&'a str> {
    answer.line.as_ref()?.field(key)
}

fn is_paper(answer: &Answer) -> bool {
    Paper::ALL.iter().any(|paper| paper.is_page() && paper.kind() == answer.truth.kind)
}

/// Every field; of papers those that a filing is held against.
fn is_exact(answer: &Answer) -> bool {
    let asked = |key: &str| !is_paper(answer) || OF_PAPERS.iter().any(|(own, _)| *own == key);
    answer
        .truth
        .fields
        .iter()
        .filter(|(key, _)| asked(key))
        .all(|(key, value)| said(answer, key).is_some_and(|read| same(read, value)))
}

/// Whether something stands in it as a value that is none of its own, and it is accepted all the same.
fn is_wrong_accepted(answer: &Answer) -> bool {
    let Some(line) = &answer.line else { return false };
    let other = |(key, value): (&String, &String)| line.field(key).is_some_and(|read| !same(read, value));
    line.verdict == "accept" && (line.kind() != answer.truth.kind || answer.truth.fields.iter().any(other))
}

fn accepted(answer: &Answer) -> bool {
    answer.line.as_ref().is_some_and(|line| line.verdict == "accept")
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Prints what speaks against each picture that went wrong.
pub fn print_failures(answers: &[Answer]) {
    for answer in answers {
        let truth = &answer.truth;
        let errors = answer.line.as_ref().map(|line| line.codes("error")).unwrap_or_default();
        let good = truth.wanted.is_none();
        let told = truth.wanted.as_ref().is_none_or(|code| errors.contains(&code.as_str()));
        if (good && (!accepted(answer) || !is_exact(answer))) || !told || is_wrong_accepted(answer) {
            let kind = answer.line.as_ref().map_or("nothing", |line| line.kind());
            let other: Vec<&str> = truth
                .fields
                .iter()
                .filter(|(key, value)| said(answer, key).is_none_or(|read| !same(read, value)))
                .map(|(key, _)| key.as_str())
                .collect();
            println!("{}: {kind} {errors:?} not exact: {other:?} {:?}", truth.file, truth.tags);
        }
    }
}

/// Prints the table of `split` and gives the limits that were missed.
pub fn print(split: Split, answers: &[Answer]) -> Vec<String> {
    let of: Vec<&Answer> = answers.iter().filter(|answer| answer.truth.split == split).collect();
    let mut missed = Vec::new();
    let mut hold = |kept: bool, what: String| {
        if !kept {
            missed.push(what);
        }
    };
    println!("{split:?}");
    println!(
        "{:26} {:>20} {:>20} {:>20} {:>20} {:>9}",
        "", "kind right", "fields exact", "accepted", "faults told", "median ms"
    );
    let mut zones = Rate::default();
    for paper in Paper::ALL {
        let own: Vec<&&Answer> = of.iter().filter(|answer| answer.truth.kind == paper.kind()).collect();
        if own.is_empty() {
            continue;
        }
        let good = || own.iter().filter(|answer| answer.truth.wanted.is_none());
        let kind = Rate::of(own.iter().map(|a| a.line.as_ref().is_some_and(|line| line.kind() == a.truth.kind)));
        let exact = Rate::of(good().map(|a| is_exact(a)));
        let taken = Rate::of(good().map(|a| accepted(a)));
        let told = Rate::of(own.iter().filter_map(|a| {
            let code = a.truth.wanted.as_ref()?;
            Some(a.line.as_ref().is_some_and(|line| line.codes("error").contains(&code.as_str())))
        }));
        let time = median(own.iter().filter_map(|a| Some(a.line.as_ref()?.total_ms())).collect());
        println!(
            "{:26} {:>20} {:>20} {:>20} {:>20} {time:>9.0}",
            paper.kind(),
            kind.text(),
            exact.text(),
            taken.text(),
            told.text()
        );
        if paper.has_zone() {
            zones = zones.and(exact);
        }
        if paper.is_page() {
            let mut keys: Vec<&str> = own.iter().flat_map(|a| a.truth.fields.keys().map(String::as_str)).collect();
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                let read = Rate::of(good().filter_map(|a| {
                    let value = a.truth.fields.get(key)?;
                    Some(said(a, key).is_some_and(|read| same(read, value)))
                }));
                println!("  {key:24} {:>20}", read.text());
                if let Some((_, least)) = OF_PAPERS.iter().find(|(own, _)| *own == key) {
                    hold(read.at_least(*least), format!("{}: {key} exact {}", paper.kind(), read.text()));
                }
            }
        }
        hold(kind.at_least(KIND), format!("{}: kind right {}", paper.kind(), kind.text()));
        hold(
            paper.is_page() || exact.at_least(FIELDS),
            format!("{}: every field exact {}", paper.kind(), exact.text()),
        );
    }
    let wrong = of.iter().filter(|answer| is_wrong_accepted(answer)).count();
    let passed = of.iter().filter(|answer| answer.truth.wanted.is_some() && accepted(answer)).count();
    println!("machine-readable lines exact {}, wrong values accepted {wrong}, faults accepted {passed}", zones.text());
    hold(zones.all == 0 || zones.at_least(ZONES), format!("machine-readable lines exact {}", zones.text()));
    hold(wrong == 0, format!("{wrong} wrong values accepted"));
    hold(passed == 0, format!("{passed} faults accepted"));
    missed
}
