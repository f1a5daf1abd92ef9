//! A filing order and how it stands. Pure: the time comes with the event.
//!
//! The statuses, what they mean and what can be done are those of Huawei Cloud's table of order statuses (备案订单状态); other
//! providers have the same stations under other names.

mod calendar;
mod reason;
mod sms;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use calendar::{Expected, working_day_after};
pub use reason::Reason;
pub use sms::{SmsCheck, SmsOutcome, SmsStanding};

/// How an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 待完善备案信息: not handed in.
    Incomplete,
    /// 等待初审: handed in to the provider.
    AwaitingReview,
    /// 接入商审核为待修改: something is missing.
    ToAmend,
    /// 已修改待审核: mended and handed in again.
    Amended,
    /// 初审驳回: something is wrong.
    ReviewRejected,
    /// 待提交管局: passed the provider.
    AwaitingSubmission,
    /// 待管局审核: at the communications administration.
    AwaitingAuthority,
    /// 管局驳回: refused there.
    AuthorityRejected,
    /// 已备案: filed.
    Filed,
}

impl Status {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 9] = [
        Self::Incomplete,
        Self::AwaitingReview,
        Self::ToAmend,
        Self::Amended,
        Self::ReviewRejected,
        Self::AwaitingSubmission,
        Self::AwaitingAuthority,
        Self::AuthorityRejected,
        Self::Filed,
    ];

    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Incomplete => "incomplete",
            Self::AwaitingReview => "awaiting_review",
            Self::ToAmend => "to_amend",
            Self::Amended => "amended",
            Self::ReviewRejected => "review_rejected",
            Self::AwaitingSubmission => "awaiting_submission",
            Self::AwaitingAuthority => "awaiting_authority",
            Self::AuthorityRejected => "authority_rejected",
            Self::Filed => "filed",
        }
    }

    /// Whether the person has something to do.
    pub const fn waits_for_person(self) -> bool {
        matches!(self, Self::Incomplete | Self::ToAmend | Self::ReviewRejected | Self::AuthorityRejected)
    }

    /// Working days that the next answer takes; `None` where nobody but the person acts. Data of the guide, with its source.
    pub fn expected(self) -> Option<Expected> {
        crate::guide::days(self).map(|(least, most)| Expected { least, most })
    }
}

/// What the order is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    /// 首次备案, 新增, 接入, 变更: something is filed.
    #[default]
    Filing,
    /// 取消接入.
    CancelAccess,
    /// 注销网站 or 注销主体.
    Deregister,
}

impl OrderKind {
    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Filing => "filing",
            Self::CancelAccess => "cancel_access",
            Self::Deregister => "deregister",
        }
    }

    /// Whether the ministry sends a code by SMS: all provinces since 2020-08-17, not for 取消接入.
    pub const fn has_sms_check(self) -> bool {
        !matches!(self, Self::CancelAccess)
    }
}

/// What happens to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The person hands it in, for the first time or again.
    HandedIn,
    /// The person takes it back to change it: 撤销备案.
    Withdrawn,
    /// The provider asks for changes.
    ChangesAsked,
    /// The provider refuses it.
    Rejected,
    /// The provider passes it.
    Passed,
    /// The provider gives it to the administration.
    Forwarded,
    /// The administration, or the ministry's SMS check, sends it back.
    RejectedByAuthority,
    /// The administration approves.
    Approved,
}

impl Event {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::HandedIn,
        Self::Withdrawn,
        Self::ChangesAsked,
        Self::Rejected,
        Self::Passed,
        Self::Forwarded,
        Self::RejectedByAuthority,
        Self::Approved,
    ];

    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HandedIn => "handed_in",
            Self::Withdrawn => "withdrawn",
            Self::ChangesAsked => "changes_asked",
            Self::Rejected => "rejected",
            Self::Passed => "passed",
            Self::Forwarded => "forwarded",
            Self::RejectedByAuthority => "rejected_by_authority",
            Self::Approved => "approved",
        }
    }
}

/// Why an event cannot happen to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderError {
    /// The administration has it: nothing can be taken back or changed.
    AtAuthority,
    /// Orders of this kind cannot be taken back, only given up.
    OnlyGivenUp,
    /// Nothing of the kind happens in this status.
    OutOfOrder,
    /// The time goes backwards.
    Earlier,
}

impl OrderError {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::AtAuthority, Self::OnlyGivenUp, Self::OutOfOrder, Self::Earlier];

    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtAuthority => "at_authority",
            Self::OnlyGivenUp => "only_given_up",
            Self::OutOfOrder => "out_of_order",
            Self::Earlier => "earlier",
        }
    }
}

/// One order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// What it is for.
    pub kind: OrderKind,
    /// How it stands.
    pub status: Status,
    /// Since which day.
    pub since: Date,
    /// The ministry's check by SMS, once it has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms: Option<SmsCheck>,
    /// Why it was sent back, as far as the text of the refusal tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

impl Order {
    /// A new one.
    pub fn new(kind: OrderKind, today: Date) -> Self {
        Self { kind, status: Status::Incomplete, since: today, sms: None, reasons: Vec::new() }
    }

    /// What can happen to it.
    pub fn possible(&self) -> Vec<Event> {
        Event::ALL.into_iter().filter(|event| self.next(*event).is_ok()).collect()
    }

    /// Whether the person can take it back.
    ///
    /// # Errors
    /// Why not.
    pub fn can_withdraw(&self) -> Result<(), OrderError> {
        self.next(Event::Withdrawn).map(drop)
    }

    /// Whether the person can give it up altogether (放弃备案, which deletes the order). Not while the administration has it.
    pub fn can_give_up(&self) -> bool {
        !matches!(self.status, Status::AwaitingAuthority | Status::Filed)
    }

    fn next(&self, event: Event) -> Result<Status, OrderError> {
        use Status::{
            Amended, AuthorityRejected, AwaitingAuthority, AwaitingReview, AwaitingSubmission, Filed, Incomplete,
            ReviewRejected, ToAmend,
        };
        match (self.status, event) {
            // Taken back, it is handed in like a new one: 继续备案.
            (Incomplete, Event::HandedIn) => Ok(AwaitingReview),
            (ToAmend, Event::HandedIn) => Ok(Amended),
            // 重新提交初审.
            (ReviewRejected | AuthorityRejected, Event::HandedIn) => Ok(AwaitingReview),
            (AwaitingAuthority, Event::Withdrawn | Event::HandedIn) => Err(OrderError::AtAuthority),
            (AwaitingReview | Amended | AwaitingSubmission, Event::Withdrawn) => match self.kind {
                OrderKind::Filing => Ok(Incomplete),
                OrderKind::CancelAccess | OrderKind::Deregister => Err(OrderError::OnlyGivenUp),
            },
            (AwaitingReview | Amended, Event::ChangesAsked) => Ok(ToAmend),
            (AwaitingReview | Amended, Event::Rejected) => Ok(ReviewRejected),
            (AwaitingReview | Amended, Event::Passed) => Ok(AwaitingSubmission),
            (AwaitingSubmission, Event::Forwarded) => Ok(AwaitingAuthority),
            // The clerk may still find something.
            (AwaitingSubmission, Event::Rejected) => Ok(ReviewRejected),
            // The SMS check that ran out, or was failed, sends it back from before the administration, too.
            (AwaitingSubmission | AwaitingAuthority, Event::RejectedByAuthority) => Ok(AuthorityRejected),
            (AwaitingAuthority, Event::Approved) => Ok(Filed),
            _ => Err(OrderError::OutOfOrder),
        }
    }

    /// Lets `event` happen on `day`; `said` is the text of a refusal, which is not kept.
    ///
    /// # Errors
    /// When it cannot happen; the order is as it was.
    pub fn apply(&mut self, event: Event, day: Date, said: Option<&str>) -> Result<Status, OrderError> {
        let status = self.next(event)?;
        if day < self.since {
            return Err(OrderError::Earlier);
        }
        self.reasons = match event {
            Event::ChangesAsked | Event::Rejected | Event::RejectedByAuthority => Reason::of(said.unwrap_or_default()),
            _ => Vec::new(),
        };
        if matches!(event, Event::HandedIn | Event::Withdrawn) {
            self.sms = None;
        }
        self.status = status;
        self.since = day;
        Ok(status)
    }

    /// The ministry has sent its code at `sent`.
    ///
    /// # Errors
    /// When no code is sent for such an order, or not now.
    pub fn sms_sent(&mut self, sent: jiff::Timestamp) -> Result<(), OrderError> {
        // Sent when the provider gives the order to the administration; the page of statuses may lag behind.
        let now = matches!(self.status, Status::AwaitingSubmission | Status::AwaitingAuthority);
        if !now || !self.kind.has_sms_check() {
            return Err(OrderError::OutOfOrder);
        }
        self.sms = Some(SmsCheck::new(sent));
        Ok(())
    }

    /// When the next answer is to be expected, by the calendar of working days.
    pub fn expectation(&self) -> Option<crate::guide::Expectation> {
        let Expected { least, most } = self.status.expected()?;
        Some(crate::guide::Calendar.expect(self.since, least, most))
    }

    /// The days between which the next answer is to be expected, counting working days and leaving `holidays` out.
    pub fn expected_between(&self, holidays: &[Date]) -> Option<(Date, Date)> {
        let Expected { least, most } = self.status.expected()?;
        Some((working_day_after(self.since, least, holidays), working_day_after(self.since, most, holidays)))
    }
}

#[cfg(test)]
mod tests;
