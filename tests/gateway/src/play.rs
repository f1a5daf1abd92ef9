//! The order's life after the submission, as a play by time: the same question gives the same answer.

use std::str::FromStr;

use heyan_case::api::StatusEntry;

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
    fn scenes(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::Approve => {
                &[("initial_review", &[]), ("awaiting_submission", &[]), ("authority_review", &[]), ("filed", &[])]
            }
            Self::InitialReject => &[("initial_review", &[]), ("initial_rejected", &["portrait.background_not_white"])],
            Self::AuthorityReject => &[
                ("initial_review", &[]),
                ("awaiting_submission", &[]),
                ("authority_review", &[]),
                ("authority_rejected", &["document.expires_soon"]),
            ],
        }
    }

    /// All statuses up to `now_ms` of an order received at `received_ms`, one every `pace_ms`.
    pub fn history(self, received_ms: i64, now_ms: i64, pace_ms: u64) -> Vec<StatusEntry> {
        let pace_ms = i64::try_from(pace_ms).unwrap_or(i64::MAX);
        let at = |scene: usize| received_ms.saturating_add(pace_ms.saturating_mul(i64::try_from(scene).unwrap_or(0)));
        let scenes = self.scenes().iter().enumerate().take_while(|(scene, _)| *scene == 0 || at(*scene) <= now_ms);
        let entry = |(scene, (status, reasons)): (usize, &(&str, &[&str]))| StatusEntry {
            status: (*status).to_owned(),
            at_ms: at(scene),
            reasons: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
        };
        scenes.map(entry).collect()
    }

    /// The number, once the order is filed.
    pub fn filing_number(history: &[StatusEntry]) -> Option<String> {
        history.last().filter(|last| last.status == "filed").map(|_| FILING_NUMBER.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_goes_on_with_time_and_stops_at_its_end() {
        let words = |now_ms| {
            let history = Play::Approve.history(1_000, now_ms, 100);
            (history.last().map(|last| (last.status.clone(), last.at_ms)), Play::filing_number(&history).is_some())
        };
        assert_eq!(words(999), (Some(("initial_review".to_owned(), 1_000)), false), "a clock that went back");
        assert_eq!(words(1_199), (Some(("awaiting_submission".to_owned(), 1_100)), false));
        assert_eq!(words(1_000_000), (Some(("filed".to_owned(), 1_300)), true));
    }
}
