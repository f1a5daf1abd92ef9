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
