//! The portrait check on pictures of real people that are known to be good: each error is a false one. Told by finding and
//! by the groups of a table that lies beside the pictures.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Error, Result};
use std::path::Path;
use std::sync::Mutex;

use heyan::PortraitSession;
use heyan_rules::Finding;
use heyan_rules::finding::Severity;
use heyan_rules::portrait::{Limits, Measurements};
use heyan_vision::frame::{DecodeLimits, decode};

use crate::rate::Rate;
use crate::truth::Split;
use crate::workers;

/// The table of the pictures: tab separated, a line of names first, `picture` among them.
pub(super) const TABLE: &str = "people.tsv";
/// The column of the table in which people told what they are.
const GROUP: &str = "self_described";

/// What is demanded on real people.
mod must {
    /// Pictures refused, at most.
    pub const REFUSED: f64 = 0.03;
    /// Refused of a group over the best group's, at most,
    pub const TIMES: f64 = 1.5;
    /// and so many pictures more: groups are small.
    pub const SPARE: f64 = 2.0;
}

/// A picture with what people said of themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portrait {
    /// The file's name.
    pub file: String,
    /// Who it is: pictures of one person share what stands before the first `_`.
    pub person: String,
    /// The table's columns by name.
    pub told: BTreeMap<String, String>,
}

impl Portrait {
    /// What the person said to be, or nothing.
    pub(super) fn group(&self) -> &str {
        self.told.get(GROUP).map_or("", String::as_str)
    }
}

/// What became of a picture.
pub struct Judged {
    /// Which it is.
    pub portrait: Portrait,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What was measured.
    pub measured: Measurements,
}

impl Judged {
    /// The codes told with a weight, each once, but for those that the pictures' crop makes.
    fn codes(&self, severity: Severity, ignored: &[String]) -> BTreeSet<&'static str> {
        let told = self.findings.iter().filter(|f| f.severity == severity).map(|f| f.code.as_str());
        told.filter(|code| !ignored.iter().any(|i| code.strip_prefix("portrait.").unwrap_or(code) == i)).collect()
    }

    fn refused(&self, ignored: &[String]) -> bool {
        !self.codes(Severity::Error, ignored).is_empty()
    }
}

/// The pictures of a table that belong to `split`: every second person of each group is tuned on, the others are held out.
#[must_use]
pub fn listed(table: &str, split: Split) -> Vec<Portrait> {
    let mut lines = table.lines().filter(|l| !l.trim().is_empty());
    let names: Vec<&str> = lines.next().unwrap_or_default().split('\t').map(str::trim).collect();
    let mut all: Vec<Portrait> = Vec::new();
    for line in lines {
        let told: BTreeMap<String, String> = names
            .iter()
            .zip(line.split('\t'))
            .map(|(name, value)| ((*name).to_owned(), value.trim().to_owned()))
            .collect();
        let Some(file) = told.get("picture").filter(|file| !file.is_empty()).cloned() else { continue };
        let person = file.split_once('_').map_or(file.as_str(), |(person, _)| person).to_owned();
        all.push(Portrait { file, person, told });
    }
    // Of each group half, so that both halves hold people of all.
    let persons: BTreeSet<(String, String)> = all.iter().map(|p| (p.group().to_owned(), p.person.clone())).collect();
    let mut within: BTreeMap<String, usize> = BTreeMap::new();
    let mut tuned = BTreeSet::new();
    for (group, person) in persons {
        let number = within.entry(group).or_default();
        if number.is_multiple_of(2) {
            tuned.insert(person);
        }
        *number += 1;
    }
    all.retain(|p| tuned.contains(&p.person) == (split == Split::Tuning));
    all
}

/// Judges by `limits` the pictures of a folder that its table lists; its table lies in it.
///
/// # Errors
/// When there is no table, a picture cannot be read, or the networks cannot be run.
pub fn judge(folder: &Path, split: Split, limits: &Limits, pack: &Path, threads: usize) -> Result<Vec<Judged>> {
    let table = folder.join(TABLE);
    let text = std::fs::read_to_string(&table).map_err(|e| Error::other(format!("{}: {e}", table.display())))?;
    let all = listed(&text, split);
    let sessions: Mutex<Vec<PortraitSession>> = Mutex::new(Vec::new());
    workers::each(&all, threads, |portrait| {
        let named = |e: &dyn std::fmt::Display| Error::other(format!("{}: {e}", portrait.file));
        let idle = sessions.lock().expect("no panic while waiting").pop();
        let mut session = match idle {
            Some(session) => session,
            None => PortraitSession::open(pack, 1, limits.clone()).map_err(|e| named(&e))?,
        };
        let bytes = std::fs::read(folder.join(&portrait.file)).map_err(|e| named(&e))?;
        let picture = decode(&bytes, &DecodeLimits::default()).map_err(|e| named(&e))?;
        let report = session.judge(&picture).map_err(|e| named(&e))?;
        sessions.lock().expect("no panic while waiting").push(session);
        Ok(Judged { portrait: portrait.clone(), findings: report.findings, measured: report.measurements })
    })
}

/// Prints the tables; what is missed. `ignored` are codes, without `portrait.`, that are true of these pictures.
#[must_use]
pub fn print(all: &[Judged], ignored: &[String]) -> Vec<String> {
    for j in all.iter().filter(|j| j.refused(ignored)) {
        let told: Vec<String> = j
            .findings
            .iter()
            .filter(|f| j.codes(Severity::Error, ignored).contains(f.code.as_str()))
            .map(|f| {
                let figures: Vec<String> = f.figures.iter().map(|(name, v)| format!("{name} {v:.3}")).collect();
                format!("{} ({})", f.code.as_str().trim_start_matches("portrait."), figures.join(", "))
            })
            .collect();
        println!("refused {:<24} {:<16} {}", j.portrait.file, j.portrait.group(), told.join("; "));
    }
    println!("\n{:<36}{:>18}{:>18}", "finding", "error", "warning");
    let rate = |severity, code: &str| Rate::of(all.iter().map(|j| j.codes(severity, ignored).contains(code))).text();
    let mut codes = BTreeSet::new();
    for severity in [Severity::Error, Severity::Warning] {
        codes.extend(all.iter().flat_map(|j| j.codes(severity, ignored)));
    }
    for code in codes {
        println!("{code:<36}{:>18}{:>18}", rate(Severity::Error, code), rate(Severity::Warning, code));
    }
    let mut missed = Vec::new();
    let refused = Rate::of(all.iter().map(|j| j.refused(ignored)));
    let keeps = refused.at_most(must::REFUSED);
    println!("{:<36}{:>18}   at most {:.0} %{}", "refused", refused.text(), 100.0 * must::REFUSED, mark(keeps));
    if !keeps {
        missed.push(format!("real portraits refused {}", refused.text()));
    }
    let mut columns: BTreeSet<&String> = all.iter().flat_map(|j| j.portrait.told.keys()).collect();
    columns.remove(&"picture".to_owned());
    for column in columns {
        missed.extend(groups(all, ignored, column));
    }
    missed
}

fn mark(keeps: bool) -> &'static str {
    if keeps { "" } else { "   MISSED" }
}

/// The refusals by what stands in a column; what is missed, where it is the one that people told themselves in.
fn groups(all: &[Judged], ignored: &[String], column: &str) -> Vec<String> {
    let mut rows: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for j in all {
        if let Some(value) = j.portrait.told.get(column) {
            rows.entry(value).or_default().push(j);
        }
    }
    // Ages and other numbers are no groups.
    if rows.keys().filter(|value| value.parse::<f64>().is_ok()).count() * 2 > rows.len() {
        return Vec::new();
    }
    let refused = |of: &[&Judged]| Rate::of(of.iter().map(|j| j.refused(ignored)));
    // A group of one person is no measure of how well it can be done.
    let large = |of: &&Vec<&Judged>| of.iter().map(|j| &j.portrait.person).collect::<BTreeSet<_>>().len() > 1;
    let share = |rate: Rate| rate.hit as f64 / rate.all.max(1) as f64;
    let best = rows.values().filter(large).map(|of| share(refused(of))).fold(1.0, f64::min);
    println!("\n{column:<24}{:>18}  errors", "refused");
    let mut missed = Vec::new();
    for (value, of) in &rows {
        let rate = refused(of);
        let most = must::TIMES * best * rate.all as f64 + must::SPARE;
        let keeps = column != GROUP || rate.hit as f64 <= most + 1e-9;
        let mut why: BTreeMap<&str, usize> = BTreeMap::new();
        for code in of.iter().flat_map(|j| j.codes(Severity::Error, ignored)) {
            *why.entry(code.trim_start_matches("portrait.")).or_default() += 1;
        }
        let why: Vec<String> = why.iter().map(|(code, n)| format!("{code} {n}")).collect();
        println!("{value:<24}{:>18}  {}{}", rate.text(), why.join(", "), mark(keeps));
        if !keeps {
            missed.push(format!("{value}: refused {}", rate.text()));
        }
    }
    missed
}

#[cfg(test)]
mod tests {
    use heyan_rules::finding::Code;

    use super::*;

    const TEXT: &str = "picture\tself_described\tage\n1_a.jpg\tx\t20\n1_b.jpg\tx\t20\n2_a.jpg\tx\t30\n3_a.jpg\ty\t31\n4_a.jpg\ty\t32\n";

    fn judged(portrait: Portrait, refused: bool) -> Judged {
        let findings = if refused { vec![Finding::error(Code::PortraitHeadCovered)] } else { Vec::new() };
        let crop = Finding::error(Code::PortraitTooNear);
        let findings = findings.into_iter().chain([crop]).collect();
        Judged { portrait, findings, measured: Measurements::default() }
    }

    #[test]
    fn halves_share_no_person_and_both_hold_every_group() {
        let (tuning, held) = (listed(TEXT, Split::Tuning), listed(TEXT, Split::Held));
        assert_eq!(tuning.len() + held.len(), TEXT.lines().count() - 1);
        let of = |part: &[Portrait], field: fn(&Portrait) -> String| part.iter().map(field).collect::<BTreeSet<_>>();
        let person = |p: &Portrait| p.person.clone();
        assert!(of(&tuning, person).is_disjoint(&of(&held, person)));
        let group = |p: &Portrait| p.group().to_owned();
        assert_eq!(of(&tuning, group), of(&held, group));
    }

    #[test]
    fn a_group_that_fares_worse_is_missed_and_the_crop_counts_nothing() {
        let table: String = (0..40).map(|k| format!("{k}_a.jpg\t{}\n", if k < 20 { "x" } else { "y" })).collect();
        let table = format!("picture\tself_described\n{table}");
        let all: Vec<Portrait> = [Split::Tuning, Split::Held].iter().flat_map(|half| listed(&table, *half)).collect();
        let of_y: Vec<usize> = (0..all.len()).filter(|k| all[*k].group() == "y").collect();
        let ignored = vec!["too_near".to_owned()];
        let with = |bad: usize| -> Vec<Judged> {
            all.iter().enumerate().map(|(k, p)| judged(p.clone(), of_y[..bad].contains(&k))).collect()
        };
        assert!(print(&with(1), &ignored).is_empty());
        assert!(print(&with(2), &ignored).iter().all(|m| !m.starts_with("y:")));
        assert!(print(&with(3), &ignored).iter().any(|m| m.starts_with("y:")));
        assert!(!print(&with(0), &[]).is_empty(), "too near is an error unless it is the crop's");
    }
}
