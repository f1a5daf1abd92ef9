//! Working days.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Working days that something takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// At the soonest.
    pub least: u32,
    /// At the latest.
    pub most: u32,
}

/// Hours after an approval in which the provider's pages may still show the old status (Huawei 1–2 hours; Tencent 1–2 working
/// days).
pub const APPROVAL_LAG_HOURS: (u32, u32) = (1, 2);
/// Working days after the approval until the site can be reached (Huawei: about one).
pub const UNBLOCKED_AFTER_DAYS: u32 = 1;
/// Days after the approval in which the filing must be told to the police (公安联网备案).
pub const POLICE_FILING_DAYS: u32 = 30;

/// The day that is `days` working days after `day`. Saturdays, Sundays and `holidays` do not count. The holidays of a year are
/// decreed in the year before, with Sundays to be worked in exchange: who calls knows them or does without.
pub fn working_day_after(day: Date, days: u32, holidays: &[Date]) -> Date {
    let mut day = day;
    let mut left = days;
    while left > 0 {
        // The calendar ends in the year 9999.
        let Ok(next) = day.checked_add(1.day()) else { return day };
        day = next;
        let free = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || holidays.contains(&day);
        left -= u32::from(!free);
    }
    day
}
