//! Findings, orders and the like in words, as states have them.

use heyan::rules::filing::order::{Reason, SmsStanding};
use heyan::rules::filing::{Order, OrderKind, Status, Step};
use heyan::rules::words::Words;
use heyan::rules::{Finding, Point, Severity};
use jiff::Timestamp;
use serde::Serialize;

/// A figure behind a finding, by name with its unit (`width_px`).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureSaid {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: f64,
}

/// One named observation, in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingSaid {
    /// The name others rely on, as `document.glare`.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What is seen, with the figure.
    pub message: String,
    /// What the person should do.
    pub advice: String,
    /// The field it is about, if one.
    pub field: Option<String>,
    /// The step of the filing it is about, if one.
    pub step: Option<Step>,
    /// Where, in pixels of the upright picture, clockwise from the top left.
    pub region: Option<Vec<Point>>,
    /// When, ms into a recording.
    pub at_ms: Option<u64>,
    /// The figures that made it.
    pub figures: Vec<FigureSaid>,
}

/// `found` in words.
pub fn findings(found: &[Finding], words: &Words) -> Vec<FindingSaid> {
    found.iter().map(|finding| finding_said(finding, words)).collect()
}

fn finding_said(finding: &Finding, words: &Words) -> FindingSaid {
    let said = words.finding(finding);
    let figure = |(name, value): &(&str, f64)| FigureSaid { name: (*name).to_owned(), value: *value };
    FindingSaid {
        code: finding.code.as_str().to_owned(),
        severity: finding.severity,
        message: said.message,
        advice: said.advice,
        field: finding.field.map(|field| field.as_str().to_owned()),
        step: finding.step,
        region: finding.region.clone(),
        at_ms: finding.at_ms,
        figures: finding.figures.iter().map(figure).collect(),
    }
}

/// Something by its name, and what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its name.
    pub key: String,
    /// In words.
    pub name: String,
}

/// The ministry's check by SMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SmsSaid {
    /// To be done still.
    Open {
        /// Whole hours left.
        hours_left: i64,
        /// Tries left.
        tries_left: u8,
    },
    /// Done.
    Passed,
    /// The time is over.
    TooLate,
    /// Too many wrong entries.
    Returned,
}

impl From<SmsStanding> for SmsSaid {
    fn from(standing: SmsStanding) -> Self {
        match standing {
            SmsStanding::Open { hours_left, tries_left } => Self::Open { hours_left, tries_left },
            SmsStanding::Passed => Self::Passed,
            SmsStanding::TooLate => Self::TooLate,
            SmsStanding::Returned => Self::Returned,
        }
    }
}

/// Why the order was sent back, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusalSaid {
    /// Why.
    pub reason: Reason,
    /// The same in words.
    pub message: String,
    /// What to do.
    pub advice: String,
    /// Steps to be done again.
    pub redo: Vec<Step>,
}

/// How an order stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderSaid {
    /// How.
    pub status: Status,
    /// What it is for.
    pub kind: OrderKind,
    /// The status's name, as the provider shows it.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// What the person does next.
    pub next: String,
    /// Since which day, as `2026-11-24`.
    pub since: String,
    /// The first day on which the next answer is to be expected.
    pub expected_from: Option<String>,
    /// The last one.
    pub expected_until: Option<String>,
    /// Whether it can be taken back.
    pub can_withdraw: bool,
    /// The check by SMS, once it has begun.
    pub sms: Option<SmsSaid>,
    /// Why it was sent back.
    pub refusals: Vec<RefusalSaid>,
}

/// `order` at `now` in words.
pub fn order(order: &Order, now: Timestamp, words: &Words) -> OrderSaid {
    let said = words.status(order.status);
    let expected = order.expectation();
    let refusal = |reason: Reason| {
        let said = words.reason(reason);
        RefusalSaid { reason, message: said.message, advice: said.advice, redo: reason.steps().to_vec() }
    };
    OrderSaid {
        status: order.status,
        kind: order.kind,
        name: said.name,
        meaning: said.meaning,
        next: said.next,
        since: order.since.to_string(),
        expected_from: expected.as_ref().map(|expected| expected.from.to_string()),
        expected_until: expected.as_ref().map(|expected| expected.until.to_string()),
        can_withdraw: order.can_withdraw().is_ok(),
        sms: order.sms.map(|sms| sms.standing(now).into()),
        refusals: order.reasons.iter().copied().map(refusal).collect(),
    }
}

/// The provider and the province in words.
pub(crate) fn provider(name: &str, province: Option<heyan::rules::filing::profile::Province>, words: &Words) -> String {
    let names = [Some(words.provider(name)), province.map(|province| words.province(province))];
    names.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
