//! The ministry's check by SMS: a code to be typed on its own page.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Hours that the code is good for.
pub const VALID_HOURS: i64 = 24;
/// Wrong entries that are forgiven; the next sends the order back.
pub const TRIES: u8 = 5;

/// One check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmsCheck {
    /// When the code was sent.
    pub sent: Timestamp,
    /// Wrong entries so far: of the code, the phone's number or the ID number.
    pub wrong: u8,
    /// Whether the code was typed rightly.
    pub passed: bool,
}

/// What came of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmsOutcome {
    /// Right.
    Passed,
    /// Wrong, and so many tries are left.
    Wrong(u8),
    /// Wrong once too often: the order comes back.
    Returned,
    /// Too late: the order comes back, and can be handed in as it is.
    TooLate,
}

/// How a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmsStanding {
    /// To be done still: hours and tries left.
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

impl SmsCheck {
    /// One whose code was sent at `sent`.
    pub fn new(sent: Timestamp) -> Self {
        Self { sent, wrong: 0, passed: false }
    }

    /// How it stands at `now`.
    pub fn standing(&self, now: Timestamp) -> SmsStanding {
        let left = SignedDuration::from_hours(VALID_HOURS) - now.duration_since(self.sent);
        if self.passed {
            SmsStanding::Passed
        } else if self.wrong > TRIES {
            SmsStanding::Returned
        } else if left.is_negative() {
            SmsStanding::TooLate
        } else {
            SmsStanding::Open { hours_left: left.as_hours(), tries_left: TRIES - self.wrong }
        }
    }

    /// An entry at `now`.
    pub fn entered(&mut self, right: bool, now: Timestamp) -> SmsOutcome {
        match self.standing(now) {
            SmsStanding::Passed => SmsOutcome::Passed,
            SmsStanding::TooLate => SmsOutcome::TooLate,
            SmsStanding::Returned => SmsOutcome::Returned,
            SmsStanding::Open { .. } if right => {
                self.passed = true;
                SmsOutcome::Passed
            }
            SmsStanding::Open { .. } => {
                self.wrong += 1;
                TRIES.checked_sub(self.wrong).map_or(SmsOutcome::Returned, SmsOutcome::Wrong)
            }
        }
    }
}
