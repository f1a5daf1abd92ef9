//! The order's life after the submission, as a play by time: the same question gives the same answer.

use std::str::FromStr;

use heyan_case::api::StatusEntry;
use heyan_rules::filing::Status;

/// Which way the order goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Play {
    /// To its filing number.
    #[default]
    Approve,
    /// The provider sends it back.
    InitialReject,
    /// The authority sends it back.
    AuthorityReject,
}

impl FromStr for Play {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "approve" => Ok(Self::Approve),
            "initial-reject" => Ok(Self::InitialReject),
            "authority-reject" => Ok(Self::AuthorityReject),
            _ => Err("a play is approve, initial-reject or authority-reject".to_owned()),
        }
    }
}

/// The number of the play, in the form of a filing number; 00 is no province.
const FILING_NUMBER: &str = "测ICP备00000001号-1";

impl Play {
    fn scenes(self) -> &'static [(Status, Option<&'static str>)] {
        use Status::{AuthorityRejected, AwaitingAuthority, AwaitingReview, AwaitingSubmission, Filed, ReviewRejected};
        match self {
            Self::Approve => {
                &[(AwaitingReview, None), (AwaitingSubmission, None), (AwaitingAuthority, None), (Filed, None)]
            }
            // As reviewers write it.
            Self::InitialReject => &[(AwaitingReview, None), (ReviewRejected, Some("照片背景不是白色幕布"))],
            Self::AuthorityReject => &[
                (AwaitingReview, None),
                (AwaitingSubmission, None),
                (AwaitingAuthority, None),
                (AuthorityRejected, Some("主体负责人证件有效期不足")),
            ],
        }
    }

    /// All statuses up to `now_ms` of an order received at `received_ms`, one every `pace_ms`.
    pub fn history(self, received_ms: i64, now_ms: i64, pace_ms: u64) -> Vec<StatusEntry> {
        let pace_ms = i64::try_from(pace_ms).unwrap_or(i64::MAX);
        let at = |scene: usize| received_ms.saturating_add(pace_ms.saturating_mul(i64::try_from(scene).unwrap_or(0)));
        let scenes = self.scenes().iter().enumerate().take_while(|(scene, _)| *scene == 0 || at(*scene) <= now_ms);
        let entry = |(scene, (status, said)): (usize, &(Status, Option<&str>))| StatusEntry {
            status: *status,
            at_ms: at(scene),
            said: said.map(str::to_owned),
        };
        scenes.map(entry).collect()
    }

    /// The ministry's code goes out when the order goes to the administration.
    pub fn sms_sent_at_ms(history: &[StatusEntry]) -> Option<i64> {
        history.iter().find(|entry| entry.status == Status::AwaitingAuthority).map(|entry| entry.at_ms)
    }

    /// The number, once the order is filed.
    pub fn filing_number(history: &[StatusEntry]) -> Option<String> {
        history.last().filter(|last| last.status == Status::Filed).map(|_| FILING_NUMBER.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_goes_on_with_time_and_stops_at_its_end() {
        let words = |now_ms| {
            let history = Play::Approve.history(1_000, now_ms, 100);
            (history.last().map(|last| (last.status, last.at_ms)), Play::filing_number(&history).is_some())
        };
        assert_eq!(words(999), (Some((Status::AwaitingReview, 1_000)), false), "a clock that went back");
        assert_eq!(words(1_199), (Some((Status::AwaitingSubmission, 1_100)), false));
        assert_eq!(words(1_000_000), (Some((Status::Filed, 1_300)), true));
    }
}
