//! The ways of an order: who acts, what providers' systems call it, what runs out.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::data::ORDERS;
use crate::filing::order::Reason;
use crate::filing::{Order, Status};

/// Who acts next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The person who files.
    Person,
    /// The provider's clerk.
    Provider,
    /// The communications administration of the province.
    Authority,
    /// Nobody: it is done.
    Nobody,
}

impl Who {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Person, Self::Provider, Self::Authority, Self::Nobody];

    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Provider => "provider",
            Self::Authority => "authority",
            Self::Nobody => "nobody",
        }
    }
}

/// Who acts while an order stands at `status`, and where that is said.
pub fn who(status: Status) -> Option<(Who, &'static str, &'static str)> {
    ORDERS.status.get(&status).map(|line| (line.who, line.source.as_str(), line.date.as_str()))
}

/// Working days that the next answer takes.
pub(crate) fn days(status: Status) -> Option<(u32, u32)> {
    ORDERS.status.get(&status).and_then(|line| line.least.zip(line.most))
}

/// The status that the system of `provider` calls `word`, a name or a code; of any provider when none is named, unless two of them
/// mean different things by it.
pub fn label(provider: Option<&str>, word: &str) -> Option<Status> {
    let word = word.trim();
    let own = |line: &&super::data::LabelLine| provider.is_none_or(|p| p == line.provider);
    let mut found = ORDERS.label.iter().filter(own).filter(|line| line.names.iter().any(|name| name == word));
    let first = found.next()?.status;
    found.all(|line| line.status == first).then_some(first)
}

/// What providers call `status`: provider, word, source.
pub fn labels(status: Status) -> Vec<(&'static str, &'static str, &'static str)> {
    let lines = ORDERS.label.iter().filter(|line| line.status == status);
    lines
        .flat_map(|line| line.names.iter().map(|name| (line.provider.as_str(), name.as_str(), line.source.as_str())))
        .collect()
}

/// Why the system of `provider` refused with `code`.
pub fn reply(provider: Option<&str>, code: &str) -> Option<Reason> {
    let own = |line: &&super::data::ReplyLine| provider.is_none_or(|p| p == line.provider);
    ORDERS.reply.iter().filter(own).find(|line| line.codes.iter().any(|own| own == code.trim())).map(|line| line.reason)
}

/// Something that runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Key of its words.
    pub id: &'static str,
    /// When it runs out.
    pub at: Timestamp,
    /// When to remind of it.
    pub remind_at: Timestamp,
    /// Whether it is time to remind.
    pub now: bool,
    /// Where the time is said.
    pub source: &'static str,
}

/// What runs out for `order`, soonest first. Days of the order begin at midnight in China.
pub fn reminders(order: &Order, now: Timestamp) -> Vec<Due> {
    let since = jiff::tz::Offset::constant(8).to_timestamp(order.since.at(0, 0, 0, 0)).ok();
    let due = |line: &'static super::data::DeadlineLine| {
        let begun = match (line.id.as_str(), &order.sms) {
            ("sms_code", Some(sms)) if !sms.passed => Some(sms.sent),
            ("sms_code", _) => None,
            _ => since,
        }?;
        let hours = |hours: i64| jiff::SignedDuration::from_hours(hours);
        let at = begun.checked_add(hours(line.hours)).ok()?;
        let remind_at = at.checked_sub(hours(line.remind_before_hours)).ok()?;
        Some(Due { id: &line.id, at, remind_at, now: remind_at <= now && now < at, source: &line.source })
    };
    let open = ORDERS.deadline.iter().filter(|line| line.status.contains(&order.status));
    let mut due: Vec<Due> = open.filter_map(due).filter(|due| due.at > now).collect();
    due.sort_by_key(|due| due.at);
    due
}
