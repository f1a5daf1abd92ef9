//! Working days, with the public holidays of the years that are known.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::data::HOLIDAYS;

/// When an answer is to be expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Years among the days counted whose holidays are not known: their weekends alone were left out.
    pub unknown_years: Vec<i16>,
}

/// The calendar of working days in mainland China.
#[derive(Debug, Clone, Copy, Default)]
pub struct Calendar;

impl Calendar {
    /// Whether the holidays of `year` are known.
    pub fn knows(self, year: i16) -> bool {
        HOLIDAYS.year.iter().any(|line| line.year == year)
    }

    /// The years that are known, each with where its holidays stand.
    pub fn years(self) -> Vec<(i16, &'static str, &'static str)> {
        HOLIDAYS.year.iter().map(|line| (line.year, line.source.as_str(), line.date.as_str())).collect()
    }

    /// Whether people work on `day`, as far as its year is known.
    pub fn works(self, day: Date) -> bool {
        let year = HOLIDAYS.year.iter().find(|line| line.year == day.year());
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        match year {
            Some(line) if line.free.contains(&day) => false,
            Some(line) if line.worked.contains(&day) => true,
            _ => !weekend,
        }
    }

    /// The day that is `days` working days after `day`, and the years passed whose holidays are not known.
    pub fn after(self, day: Date, days: u32) -> (Date, Vec<i16>) {
        let (mut day, mut left, mut unknown) = (day, days, Vec::new());
        while left > 0 {
            // The calendar ends in the year 9999.
            let Ok(next) = day.checked_add(1.day()) else { break };
            day = next;
            if !self.knows(day.year()) && !unknown.contains(&day.year()) {
                unknown.push(day.year());
            }
            left -= u32::from(self.works(day));
        }
        (day, unknown)
    }

    /// Between `least` and `most` working days after `since`.
    pub fn expect(self, since: Date, least: u32, most: u32) -> Expectation {
        let (from, _) = self.after(since, least);
        let (until, unknown_years) = self.after(since, most);
        Expectation { from, until, unknown_years }
    }
}
