//! Traces of real people: reading them, and judging them by today's rules.

use std::fs::File;
use std::io::{Error, Read, Result};
use std::path::Path;

use flate2::read::GzDecoder;
use heyan_rules::Severity;
use heyan_rules::liveness::{Action, Challenge, Limits, Machine, Observation, Outcome, trace};

use super::people;
use crate::truth::Split;

/// What a trace shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// One person who does as they like.
    Person,
    /// One person who makes a movement.
    Does(Action),
    /// A still picture of a person, moved.
    Photo,
}

/// A trace with what is true of it.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Its name, without extensions.
    pub name: String,
    /// What it shows.
    pub shows: Shows,
    /// Who is in it.
    pub person: String,
    /// Whether the rules were tuned on this person.
    pub split: Split,
    /// What its first line asks for.
    pub asks: Vec<Action>,
    /// The frames.
    pub film: Vec<Observation>,
}

/// All traces of the folder's `truth.tsv`.
///
/// # Errors
/// When the folder does not have the layout, naming the file and what was expected.
pub fn read(folder: &Path) -> Result<Vec<Trace>> {
    let table = std::fs::read_to_string(folder.join("truth.tsv"))
        .map_err(|e| Error::other(format!("{}: {e}", folder.join("truth.tsv").display())))?;
    let rows: Vec<[&str; 3]> = table
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some([cells.next()?, cells.next()?, cells.next()?])
        })
        .collect();
    let split = people::split(rows.iter().map(|row| row[2]));
    rows.into_iter()
        .map(|[name, truth, person]| {
            let wrong = |what: String| Error::other(format!("{name}: {what}"));
            let shows = match truth.split_once(':') {
                None if truth == "real_person" => Shows::Person,
                None if truth == "photo" => Shows::Photo,
                Some(("real_action", action)) => Shows::Does(action.parse().map_err(|e| wrong(format!("{e}")))?),
                _ => return Err(wrong(format!("`{truth}` is no truth that is known"))),
            };
            let path = folder.join(name).with_extension("trace.gz");
            let mut text = String::new();
            File::open(&path)
                .and_then(|file| GzDecoder::new(file).read_to_string(&mut text))
                .map_err(|e| wrong(e.to_string()))?;
            let mut lines = text.lines();
            let mut reader = trace::Reader::new(lines.next().unwrap_or_default()).map_err(|e| wrong(e.to_string()))?;
            let asks = reader.challenge().actions.clone();
            let film: std::result::Result<Vec<Observation>, _> = lines.map(|line| reader.read(line)).collect();
            let film = film.map_err(|e| wrong(e.to_string()))?;
            Ok(Trace { name: name.to_owned(), shows, person: person.to_owned(), split: split[person], asks, film })
        })
        .collect()
}

/// Judges `film` by today's limits, as a recording in which `actions` are asked.
#[must_use]
pub fn judge(actions: &[Action], film: &[Observation]) -> Outcome {
    let challenge = Challenge::of(actions.to_vec()).expect("few actions, and one at least");
    let mut machine = Machine::new(challenge, Limits::default());
    for observation in film {
        machine.step(observation);
    }
    machine.finish()
}

/// Names of the errors, without `liveness.`.
#[must_use]
pub fn errors(outcome: &Outcome) -> Vec<&'static str> {
    let errors = outcome.findings.iter().filter(|f| f.severity == Severity::Error);
    errors.map(|f| f.code.as_str().trim_start_matches("liveness.")).collect()
}

/// `film` cut into stretches of about `ms`, each judged as a recording of its own; what is left over at the end is not.
#[must_use]
pub fn stretches(film: &[Observation], ms: u64) -> Vec<&[Observation]> {
    let mut all = Vec::new();
    let mut rest = film;
    while let Some(first) = rest.first() {
        let Some(length) = rest.iter().position(|o| o.at_ms >= first.at_ms + ms) else { break };
        let (stretch, after) = rest.split_at(length);
        all.push(stretch);
        rest = after;
    }
    all
}
