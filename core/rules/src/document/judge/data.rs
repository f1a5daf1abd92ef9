//! Findings about what the card says.

use jiff::civil::Date;

use crate::document::id_number::{self, Parts};
use crate::document::limits::AskedBy;
use crate::document::place::{self, Place};
use crate::document::region::{self, Region};
use crate::document::validity::{self, TermState, Until};
use crate::document::{FieldKey, Fields};
use crate::finding::{Code, Finding, Severity};

use super::{Judged, is_sure};
use crate::finding::Cure;

/// A finding about `key`, with its place; in doubt when the fields it rests on are.
pub(super) fn about(
    input: &Judged<'_>,
    code: Code,
    severity: Severity,
    key: FieldKey,
    rests_on: &[FieldKey],
) -> Finding {
    let mut finding = Finding::new(code, severity).field(key);
    if let Some(field) = input.fields.get(key) {
        finding = finding.at((input.to_picture)(&field.bounds_mm));
    }
    if rests_on.iter().filter_map(|k| input.fields.get(*k)).any(|f| !is_sure(f, input.limits)) {
        finding.cure = Cure::Retake;
    }
    finding
}

/// Whether the number holds together and agrees with what is printed beside it, and begins with a division.
pub(crate) fn number(input: &Judged<'_>) -> Vec<Finding> {
    number_of(input, |code| region::lookup(code) != Region::Unknown)
}

/// The same of a residence permit, whose numbers begin with Hong Kong, Macao or Taiwan as a whole (GB/T 2260).
pub(crate) fn permit_number(input: &Judged<'_>) -> Vec<Finding> {
    number_of(input, |code| PERMIT_DIVISIONS.contains(&code))
}

/// Hong Kong, Macao, Taiwan.
const PERMIT_DIVISIONS: [&str; 3] = ["810000", "820000", "830000"];

fn number_of(input: &Judged<'_>, is_division: fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(number) = input.fields.expose(FieldKey::IdNumber) else { return findings };
    let own = &[FieldKey::IdNumber];
    let error = |code, key, rests_on: &[FieldKey]| about(input, code, Severity::Error, key, rests_on);
    let Some(parts) = Parts::of(number) else {
        findings.push(error(Code::DocumentIdChecksum, FieldKey::IdNumber, own));
        return findings;
    };
    if id_number::check_digit(number) != number.chars().last() {
        findings.push(error(Code::DocumentIdChecksum, FieldKey::IdNumber, own));
    }
    let birth = birth_on_card(input.fields);
    if parts.birth_date.is_none() || birth.is_some_and(|b| parts.birth_date != Some(b)) {
        findings.push(error(
            Code::DocumentBirthMismatch,
            FieldKey::BirthDate,
            &[FieldKey::IdNumber, FieldKey::BirthDate],
        ));
    }
    if input.fields.expose(FieldKey::Sex).is_some_and(|sex| sex != parts.sex.as_printed()) {
        findings.push(error(Code::DocumentSexMismatch, FieldKey::Sex, &[FieldKey::IdNumber, FieldKey::Sex]));
    }
    if !is_division(parts.region_code) {
        findings.push(error(Code::DocumentRegionUnknown, FieldKey::IdNumber, own));
    }
    findings
}

/// Whether the address begins with a division that exists. A name is never corrected: what is one character off one that
/// does may be that one misread.
pub(crate) fn place(input: &Judged<'_>) -> Vec<Finding> {
    let code = input.fields.expose(FieldKey::IdNumber).and_then(Parts::of).map(|parts| parts.region_code);
    let read = input.fields.expose(FieldKey::Address).map(|address| match code {
        Some(code) => place::place_with(address, code),
        None => place::place(address),
    });
    let Some(Place::NextTo(name)) = read else { return Vec::new() };
    let own = &[FieldKey::Address];
    vec![about(input, Code::DocumentPlaceUnsure, Severity::Error, FieldKey::Address, own).near(name)]
}

fn birth_on_card(fields: &Fields) -> Option<Date> {
    fields.expose(FieldKey::BirthDate)?.parse().ok()
}

/// By the printed date; by the number's only when the printed one was not read.
pub(crate) fn age(input: &Judged<'_>) -> Vec<Finding> {
    let limits = &input.limits.data;
    let printed = birth_on_card(input.fields);
    let in_number = || Parts::of(input.fields.expose(FieldKey::IdNumber)?)?.birth_date;
    let Some(birth) = printed.or_else(in_number) else { return Vec::new() };
    let age = validity::age_on(birth, input.today);
    let (under, proof) = match limits.asked_by {
        AskedBy::Anyone => (Code::DocumentHolderUnderAge, Code::DocumentHolderUnderAge),
        AskedBy::Filing => (Code::FilingUnderAge, Code::FilingIncomeProof),
    };
    let (code, severity, least) = if age < limits.min_age {
        (under, Severity::Error, limits.min_age)
    } else if age < limits.full_age {
        // What some provinces ask is told with the age below which nobody is taken.
        let told = if limits.asked_by == AskedBy::Filing { limits.full_age } else { limits.min_age };
        (proof, Severity::Warning, told)
    } else {
        return Vec::new();
    };
    let key = if printed.is_some() { FieldKey::BirthDate } else { FieldKey::IdNumber };
    let mut finding = about(input, code, severity, key, &[key]);
    if let Some(step) = input.kind.step().filter(|_| limits.asked_by == AskedBy::Filing) {
        finding = finding.step(step);
    }
    vec![finding.figure("age_years", f64::from(age)).figure("min_age_years", f64::from(least))]
}

fn validity_of(fields: &Fields) -> Option<(Date, Until)> {
    let from = fields.expose(FieldKey::ValidFrom)?.parse().ok()?;
    Some((from, Until::from_contract(fields.expose(FieldKey::ValidUntil)?)?))
}

/// Whether the term is one that the law gives, has not run out and goes on long enough.
pub(crate) fn term(input: &Judged<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let until = input.fields.expose(FieldKey::ValidUntil).and_then(Until::from_contract);
    let own = &[FieldKey::ValidUntil];
    match until.map(|until| validity::term_state(until, input.today, input.limits.data.months_left)) {
        Some(TermState::Expired(days)) => findings.push(
            about(input, Code::DocumentExpired, Severity::Error, FieldKey::ValidUntil, own)
                .figure("days_over", f64::from(days)),
        ),
        // How long it must go on for a filing is judged there, on each day that the filing is looked at.
        Some(TermState::ExpiresSoon(_)) if input.limits.data.asked_by == AskedBy::Filing => {}
        Some(TermState::ExpiresSoon(days)) => findings.push(
            about(input, Code::DocumentExpiresSoon, Severity::Warning, FieldKey::ValidUntil, own)
                .figure("days_left", f64::from(days))
                .figure("months_wanted", f64::from(input.limits.data.months_left)),
        ),
        Some(TermState::Good) | None => {}
    }
    let both = &[FieldKey::ValidFrom, FieldKey::ValidUntil];
    if let Some((from, until)) = validity_of(input.fields) {
        // Issued in the future is a term no law gives either.
        if validity::term(from, until).is_none() || from > input.today {
            findings.push(about(input, Code::DocumentTermMismatch, Severity::Error, FieldKey::ValidUntil, both));
        }
    }
    findings
}

pub(super) fn both_sides(front: &Fields, back: &Fields) -> Option<Finding> {
    let birth = birth_on_card(front)?;
    let (from, until) = validity_of(back)?;
    if validity::term_matches_age(birth, from, until) {
        return None;
    }
    let age = validity::age_on(birth, from);
    let finding = Finding::error(Code::DocumentTermMismatch).field(FieldKey::ValidUntil);
    Some(finding.figure("age_at_issue_years", f64::from(age)))
}
