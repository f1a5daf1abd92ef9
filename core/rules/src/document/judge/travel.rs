//! What the machine-readable zone of a travel document says of itself and of the print beside it.

use crate::document::FieldKey;
use crate::document::limits::AskedBy;
use crate::document::mrz::{Birth, Guarded, Mrz};
use crate::document::validity::{self, TermState, Until};
use crate::finding::{Code, Finding, Severity};

use super::Judged;
use super::data::about;

fn zone(input: &Judged<'_>) -> Option<Mrz> {
    let lines: Vec<&str> = input.fields.expose(FieldKey::Mrz)?.split('\n').collect();
    Mrz::parse(&lines)
}

/// Check digits that do not hold, each by the field it guards.
pub(crate) fn check_digits(input: &Judged<'_>) -> Vec<Finding> {
    let Some(mrz) = zone(input) else { return Vec::new() };
    let only = mrz.broken.len() == 1;
    let keys = mrz.broken.iter().filter_map(|part| match part {
        Guarded::Number => Some(FieldKey::DocumentNumber),
        Guarded::Birth => Some(FieldKey::BirthDate),
        Guarded::Expiry => Some(FieldKey::ExpiresOn),
        Guarded::Optional => Some(FieldKey::Mrz),
        // A part that is wrong breaks the whole too.
        Guarded::Whole => only.then_some(FieldKey::Mrz),
    });
    keys.map(|key| about(input, Code::DocumentMrzChecksum, Severity::Error, key, &[key, FieldKey::Mrz])).collect()
}

/// Fields that are printed otherwise than the zone has them.
pub(crate) fn print(input: &Judged<'_>) -> Vec<Finding> {
    let Some(mrz) = zone(input) else { return Vec::new() };
    let expiry = mrz.expiry.as_expiry();
    let birth = expiry.map_or(Birth::Unknown, |expiry| mrz.birth.as_birth(expiry));
    let same_birth = |told: &str| match birth {
        Birth::On(day) => told == day.to_string(),
        Birth::Either(old, young) => told == old.to_string() || told == young.to_string(),
        Birth::Unknown => true,
    };
    let told = |key| input.fields.expose(key);
    let mut other = Vec::new();
    if told(FieldKey::DocumentNumber).is_some_and(|number| number != mrz.number) {
        other.push(FieldKey::DocumentNumber);
    }
    if told(FieldKey::BirthDate).is_some_and(|day| !same_birth(day)) {
        other.push(FieldKey::BirthDate);
    }
    if told(FieldKey::Sex).is_some_and(|sex| mrz.sex.is_some_and(|own| own.as_str() != sex)) {
        other.push(FieldKey::Sex);
    }
    if told(FieldKey::ExpiresOn).is_some_and(|day| expiry.is_some_and(|own| own.to_string() != day)) {
        other.push(FieldKey::ExpiresOn);
    }
    other
        .into_iter()
        .map(|key| about(input, Code::DocumentMrzMismatch, Severity::Error, key, &[key, FieldKey::Mrz]))
        .collect()
}

/// Whether it has run out, or will soon.
pub(crate) fn expiry(input: &Judged<'_>) -> Vec<Finding> {
    let key = FieldKey::ExpiresOn;
    let Some(until) = input.fields.expose(key).and_then(Until::from_contract) else { return Vec::new() };
    let months = input.limits.data.months_left;
    match validity::term_state(until, input.today, months) {
        TermState::Expired(days) => {
            vec![about(input, Code::DocumentExpired, Severity::Error, key, &[key]).figure("days_over", f64::from(days))]
        }
        // A filing judges that on each day that it is looked at.
        TermState::ExpiresSoon(_) if input.limits.data.asked_by == AskedBy::Filing => Vec::new(),
        TermState::ExpiresSoon(days) => vec![
            about(input, Code::DocumentExpiresSoon, Severity::Warning, key, &[key])
                .figure("days_left", f64::from(days))
                .figure("months_wanted", f64::from(months)),
        ],
        TermState::Good => Vec::new(),
    }
}
