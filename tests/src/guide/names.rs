//! A table of invented names with the right answer, and how the guide does on it.

use std::str::FromStr;

use heyan_rules::guide::names::judge;
use heyan_rules::guide::{NameAsked, Place, Service, Subject};
use heyan_rules::{Code, Finding, Severity};

/// The table.
const TABLE: &str = include_str!("../../data/guide_names.tsv");

/// A name and what is right of it.
#[derive(Debug, Clone)]
pub struct Named {
    /// Whether it was kept out of tuning.
    pub held: bool,
    /// What it is an example of.
    pub kind: &'static str,
    /// The name.
    pub name: &'static str,
    /// What it is for.
    pub service: Service,
    /// Who files.
    pub subject: Subject,
    /// Where.
    pub province: Option<Place>,
    /// The domain.
    pub domain: Option<&'static str>,
    /// What is to be refused; nothing when it is allowed.
    pub code: Option<Code>,
    /// The word that is to be named.
    pub word: Option<&'static str>,
}

/// The names of the table.
pub fn table() -> Vec<Named> {
    let some = |text: &'static str| (text != "-").then_some(text);
    let line = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [split, kind, name, service, subject, province, domain, code, word] = cells[..] else {
            panic!("a line of {} cells: {line}", cells.len())
        };
        Named {
            held: split == "held",
            kind,
            name,
            service: Service::ALL.into_iter().find(|one| one.as_str() == service).expect("a service"),
            subject: if subject == "unit" { Subject::Unit } else { Subject::Individual },
            province: some(province).map(|province| Place::from_str(province).expect("a province")),
            domain: some(domain),
            code: some(code).map(|code| *Code::ALL.iter().find(|one| one.as_str() == code).expect("a code")),
            word: some(word),
        }
    };
    TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(line).collect()
}

impl Named {
    /// What the guide says of it.
    pub fn judged(&self) -> Vec<Finding> {
        judge(&NameAsked {
            service: self.service,
            subject: self.subject,
            province: self.province,
            domain: self.domain,
            ..NameAsked::of(self.name)
        })
    }
}

/// How one name came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Refused, by the right rule and with the right word.
    Found,
    /// Refused, and not for the reason that is right.
    FoundOtherwise,
    /// Not refused, though it should be.
    Missed,
    /// Allowed, as is right.
    Passed,
    /// Refused, though it is allowed.
    FalseAlarm,
}

/// How `named` came out.
pub fn outcome(named: &Named) -> Outcome {
    let errors: Vec<Finding> = named.judged().into_iter().filter(|f| f.severity == Severity::Error).collect();
    let Some(code) = named.code else {
        return if errors.is_empty() { Outcome::Passed } else { Outcome::FalseAlarm };
    };
    let right = |finding: &Finding| {
        let word = finding.cause.as_ref().and_then(|cause| cause.word.as_deref());
        finding.code == code && named.word.is_none_or(|wanted| word == Some(wanted))
    };
    match errors.iter().any(right) {
        true => Outcome::Found,
        false if errors.is_empty() => Outcome::Missed,
        false => Outcome::FoundOtherwise,
    }
}
