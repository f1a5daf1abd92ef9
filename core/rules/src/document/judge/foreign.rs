//! What the data of a foreign permanent resident's card must fulfil.

use crate::document::FieldKey;
use crate::document::id_number;
use crate::document::limits::AskedBy;
use crate::document::validity::{self, TermState, Until};
use crate::finding::{Code, Finding, Severity};

use super::Judged;
use super::data::about;

/// Characters of the number of the card of 2023 (国家移民管理局, 2023: one more digit 9 before all, where citizens have 1 to 8, and
/// a check character as theirs).
const NEW_NUMBER: usize = 18;
/// Its first.
const FOREIGN: char = '9';
/// Where it has the day of birth, as a citizen's number does.
const BIRTH: std::ops::Range<usize> = 6..14;

/// Whether the number of 2023 holds together, and agrees with the day of birth. That of 2017 has no check that is published.
pub(crate) fn number(input: &Judged<'_>) -> Vec<Finding> {
    let key = FieldKey::IdNumber;
    let Some(number) = input.fields.expose(key).filter(|number| number.len() == NEW_NUMBER) else { return Vec::new() };
    let error = |code, key, rests_on: &[FieldKey]| about(input, code, Severity::Error, key, rests_on);
    let mut findings = Vec::new();
    if !number.starts_with(FOREIGN) || id_number::check_digit(number) != number.chars().last() {
        findings.push(error(Code::DocumentIdChecksum, key, &[key]));
    }
    let printed = input.fields.expose(FieldKey::BirthDate).map(|day| day.replace('-', ""));
    if printed.is_some_and(|day| number.get(BIRTH) != Some(day.as_str())) {
        findings.push(error(Code::DocumentBirthMismatch, FieldKey::BirthDate, &[key, FieldKey::BirthDate]));
    }
    findings
}

/// Whether it has run out, or will soon.
pub(crate) fn expiry(input: &Judged<'_>) -> Vec<Finding> {
    let key = FieldKey::ValidUntil;
    let Some(until) = input.fields.expose(key).and_then(Until::from_contract) else { return Vec::new() };
    let months = input.limits.data.months_left;
    let finding = |code, severity| about(input, code, severity, key, &[key]);
    match validity::term_state(until, input.today, months) {
        TermState::Expired(days) => {
            vec![finding(Code::DocumentExpired, Severity::Error).figure("days_over", f64::from(days))]
        }
        TermState::ExpiresSoon(days) if input.limits.data.asked_by != AskedBy::Filing => vec![
            finding(Code::DocumentExpiresSoon, Severity::Warning)
                .figure("days_left", f64::from(days))
                .figure("months_wanted", f64::from(months)),
        ],
        TermState::ExpiresSoon(_) | TermState::Good => Vec::new(),
    }
}
