//! Following the order after the submission. Pure: an answer and the time go in, what changed and when to ask again come out.

use heyan_rules::filing::{Event, Order, Status};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::api::{CaseStatus, StatusEntry};
use crate::case::Case;

/// How often to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TrackLimits {
    /// Seconds between questions while the order may change within the hour: a person is looking at it.
    pub least_s: u64,
    /// Seconds between questions at most. A review takes a working day or more, so that an hour late is early enough.
    pub most_s: u64,
}

impl Default for TrackLimits {
    fn default() -> Self {
        Self { least_s: 60, most_s: 3_600 }
    }
}

/// What is known of the order, to be kept in the case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    /// All statuses, oldest first, as the gateway told them.
    pub history: Vec<StatusEntry>,
    /// The filing number, once there is one.
    pub filing_number: Option<String>,
    /// Questions in a row that brought nothing new.
    quiet: u32,
}

/// What an answer brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Statuses that are new, oldest first.
    pub entries: Vec<StatusEntry>,
    /// Whether some of them cannot follow on the one before by the rules of orders: the gateway is believed all the same,
    /// since the order is there, not here.
    pub irregular: bool,
    /// When to ask again; `None` when nothing will come without the person.
    pub ask_again_s: Option<u64>,
}

impl Track {
    /// Takes in an answer, and lets happen to `order` what the answer tells.
    ///
    /// A history that does not continue the known one replaces it: the gateway's books count.
    pub fn step(&mut self, answer: &CaseStatus, order: &mut Order, limits: &TrackLimits) -> News {
        let continues = answer.history.starts_with(&self.history);
        let known = if continues { self.history.len() } else { common(&self.history, &answer.history) };
        let entries: Vec<StatusEntry> = answer.history.iter().skip(known).cloned().collect();
        let mut irregular = !continues;
        for entry in &entries {
            irregular |= !follow(order, entry);
        }
        if let Some(sent) = answer.sms_sent_at_ms.and_then(|ms| Timestamp::from_millisecond(ms).ok())
            && order.sms.is_none()
        {
            // Refused when the order is past it already: then there is no deadline to tell either.
            let _ = order.sms_sent(sent);
        }
        self.quiet = if entries.is_empty() { self.quiet.saturating_add(1) } else { 0 };
        self.history.clone_from(&answer.history);
        self.filing_number.clone_from(&answer.filing_number);
        News { entries, irregular, ask_again_s: self.ask_again(order.status, answer.ask_again_s, limits) }
    }

    /// Doubles with every answer that brought nothing, and never asks sooner than the gateway likes.
    fn ask_again(&self, status: Status, asked_s: u64, limits: &TrackLimits) -> Option<u64> {
        if status == Status::Filed || (status.waits_for_person() && !self.history.is_empty()) {
            return None;
        }
        let doubled = limits.least_s.saturating_mul(1 << self.quiet.min(16));
        // Half an answer's wish for a day is still a day.
        Some(doubled.min(limits.most_s).max(asked_s.min(24 * 3_600)))
    }
}

fn common(known: &[StatusEntry], told: &[StatusEntry]) -> usize {
    known.iter().zip(told).take_while(|(a, b)| a == b).count()
}

/// Lets `order` come to the status of `entry`. False when no event leads there.
fn follow(order: &mut Order, entry: &StatusEntry) -> bool {
    let Ok(at) = Timestamp::from_millisecond(entry.at_ms) else { return false };
    let day = Case::day_of(at).max(order.since);
    if order.status == entry.status {
        return true;
    }
    let leads = |event: &Event| {
        let mut tried = order.clone();
        tried.apply(*event, day, entry.said.as_deref()).is_ok_and(|status| status == entry.status).then_some(tried)
    };
    match Event::ALL.iter().find_map(leads) {
        Some(next) => {
            *order = next;
            true
        }
        None => {
            (order.status, order.since, order.reasons) = (entry.status, day, Vec::new());
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use heyan_rules::filing::OrderKind;

    use super::*;

    const DAY_MS: i64 = 24 * 3_600_000;
    const BEGUN_MS: i64 = 1_790_000_000_000;

    fn order() -> Order {
        Order::new(OrderKind::Filing, Case::day_of(Timestamp::from_millisecond(BEGUN_MS).expect("time")))
    }

    fn answer(statuses: &[Status]) -> CaseStatus {
        let entry = |(at, status): (usize, &Status)| StatusEntry {
            status: *status,
            at_ms: BEGUN_MS + at as i64 * DAY_MS,
            said: (*status == Status::ReviewRejected).then(|| "照片背景不是白色".to_owned()),
        };
        CaseStatus {
            case: "c".to_owned(),
            history: statuses.iter().enumerate().map(entry).collect(),
            sms_sent_at_ms: statuses.contains(&Status::AwaitingAuthority).then_some(BEGUN_MS + 2 * DAY_MS),
            filing_number: statuses.contains(&Status::Filed).then(|| "测ICP备00000001号-1".to_owned()),
            ask_again_s: 1,
        }
    }

    #[test]
    fn an_order_is_followed_to_its_filing_number_even_when_answers_were_missed() {
        use Status::{AwaitingAuthority, AwaitingReview, AwaitingSubmission, Filed};
        let (mut track, mut order) = (Track::default(), order());
        let limits = TrackLimits::default();
        let news = track.step(&answer(&[]), &mut order, &limits);
        assert_eq!((news.entries.len(), order.status), (0, Status::Incomplete));
        let news = track.step(&answer(&[AwaitingReview]), &mut order, &limits);
        assert_eq!((news.entries.len(), order.status, news.irregular), (1, AwaitingReview, false));
        let news = track.step(&answer(&[AwaitingReview, AwaitingSubmission, AwaitingAuthority]), &mut order, &limits);
        assert_eq!((news.entries.len(), order.status, news.irregular), (2, AwaitingAuthority, false));
        assert!(order.sms.is_some(), "the code's deadline runs");
        let all = [AwaitingReview, AwaitingSubmission, AwaitingAuthority, Filed];
        let news = track.step(&answer(&all), &mut order, &limits);
        assert_eq!((order.status, news.ask_again_s), (Filed, None));
        assert!(track.filing_number.is_some());
    }

    #[test]
    fn a_rejection_names_its_reason_and_waits_for_the_person() {
        let (mut track, mut order) = (Track::default(), order());
        let told = answer(&[Status::AwaitingReview, Status::ReviewRejected]);
        let news = track.step(&told, &mut order, &TrackLimits::default());
        assert_eq!((order.status, news.ask_again_s), (Status::ReviewRejected, None));
        assert_eq!(order.reasons, [heyan_rules::filing::order::Reason::Background]);
    }

    #[test]
    fn quiet_answers_are_asked_for_less_and_less_and_news_starts_over() {
        let (mut track, mut order) = (Track::default(), order());
        let limits = TrackLimits { least_s: 60, most_s: 600 };
        let mut ask = |statuses: &[Status]| track.step(&answer(statuses), &mut order, &limits).ask_again_s;
        let one = [Status::AwaitingReview];
        assert_eq!(
            [ask(&one), ask(&one), ask(&one), ask(&one), ask(&one)].map(|s| s.unwrap_or(0)),
            [60, 120, 240, 480, 600]
        );
        assert_eq!(ask(&[Status::AwaitingReview, Status::AwaitingSubmission]), Some(60));
    }

    #[test]
    fn the_gateways_books_count_even_against_the_rules() {
        let (mut track, mut order) = (Track::default(), order());
        let news = track.step(&answer(&[Status::Filed]), &mut order, &TrackLimits::default());
        assert!(news.irregular && order.status == Status::Filed);
        let news = track.step(&answer(&[Status::AwaitingReview]), &mut order, &TrackLimits::default());
        assert!(news.irregular && order.status == Status::AwaitingReview && track.history.len() == 1);
    }
}
