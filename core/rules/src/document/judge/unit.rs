//! What the data of a unit's licence or certificate must fulfil.

use crate::document::credit_code::CreditCode;
use crate::document::limits::AskedBy;
use crate::document::paper::{dates, registered_under};
use crate::document::validity::{self, TermState};
use crate::document::{DocumentKind, FieldKey};
use crate::finding::{Code, Finding, Severity};

use super::Judged;
use super::data::about;

/// Whether the credit code holds together, and is one that such a paper is given for.
pub(crate) fn code(input: &Judged<'_>) -> Vec<Finding> {
    let key = FieldKey::CreditCode;
    let Some(text) = input.fields.expose(key) else { return Vec::new() };
    let error = |code, rests_on: &[FieldKey]| vec![about(input, code, Severity::Error, key, rests_on)];
    let Some(code) = CreditCode::of(text).filter(|code| code.is_sound()) else {
        return error(Code::DocumentCreditCodeChecksum, &[key]);
    };
    let title = input.fields.expose(FieldKey::Title);
    let suits =
        registered_under(input.kind, title).is_none_or(|sorts| sorts.iter().any(|s| code.sort().starts_with(s)));
    // 个体工商户 and nobody else has 92; 农民专业合作社 has 93.
    let own = input.fields.expose(FieldKey::Type).filter(|_| input.kind == DocumentKind::BusinessLicence);
    let suits_type = own.is_none_or(|own| {
        let individual = own.contains("个体");
        individual == (code.sort() == INDIVIDUAL)
    });
    if suits && suits_type { Vec::new() } else { error(Code::DocumentCreditCodeSort, &[key, FieldKey::Type]) }
}

/// First characters of an individual business's code.
const INDIVIDUAL: &str = "92";

/// Whether the QR code has the code that is printed.
pub(crate) fn qr(input: &Judged<'_>) -> Vec<Finding> {
    let (printed, own) = (input.fields.expose(FieldKey::CreditCode), input.fields.expose(FieldKey::QrCreditCode));
    let other = printed.zip(own).is_some_and(|(printed, own)| printed != own);
    let finding =
        || about(input, Code::DocumentQrMismatch, Severity::Error, FieldKey::CreditCode, &[FieldKey::CreditCode]);
    if other { vec![finding()] } else { Vec::new() }
}

/// Whether the term has run out or will soon.
pub(crate) fn term(input: &Judged<'_>) -> Vec<Finding> {
    let key = FieldKey::Term;
    let Some((from, until)) = input.fields.expose(key).and_then(dates::of_contract) else { return Vec::new() };
    let mut findings = Vec::new();
    let months = input.limits.data.months_left;
    let finding = |code, severity| about(input, code, severity, key, &[key]);
    match validity::term_state(until, input.today, months) {
        TermState::Expired(days) => {
            findings.push(finding(Code::DocumentExpired, Severity::Error).figure("days_over", f64::from(days)));
        }
        // A filing judges that on each day that it is looked at.
        TermState::ExpiresSoon(_) if input.limits.data.asked_by == AskedBy::Filing => {}
        TermState::ExpiresSoon(days) => findings.push(
            finding(Code::DocumentExpiresSoon, Severity::Warning)
                .figure("days_left", f64::from(days))
                .figure("months_wanted", f64::from(months)),
        ),
        TermState::Good => {}
    }
    let ends_first = from.is_some_and(|from| matches!(until, validity::Until::On(until) if until <= from));
    if ends_first || from.is_some_and(|from| from > input.today) {
        findings.push(finding(Code::DocumentTermMismatch, Severity::Error));
    }
    findings
}
