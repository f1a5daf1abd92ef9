//! Dates of six digits, which leave the century to the reader.

use jiff::civil::Date;

/// Longest validity of a travel document, years (part 2 advises ten; no issuer is known to give more).
const LONGEST_TERM_YEARS: i16 = 10;

/// A date as YYMMDD, parts of which may be unknown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ShortDate {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
}

/// The day of birth, as far as it can be told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Birth {
    /// That day.
    On(Date),
    /// One of two, a century apart: the holder is a child or very old.
    Either(Date, Date),
    /// No day, or parts of it are unknown.
    Unknown,
}

impl ShortDate {
    /// The date in six characters; `None` when they are not six.
    pub(super) fn of(text: &str) -> Option<Self> {
        let part = |from: usize| Some(text.get(from..from + 2)?.parse::<i8>().ok());
        let (year, month, day) = (part(0)?, part(2)?, part(4)?);
        (text.len() == 6).then_some(Self { year: year.map(i16::from), month, day })
    }

    fn in_century(self, century: i16) -> Option<Date> {
        Date::new(century + self.year?, self.month?, self.day?).ok()
    }

    /// As a last day of validity: travel documents with a zone and such terms are of this century.
    pub fn as_expiry(self) -> Option<Date> {
        self.in_century(2000)
    }

    /// As a day of birth of the holder of a document that is valid until `expiry`: issued at most ten years before, to
    /// somebody born by then.
    pub fn as_birth(self, expiry: Date) -> Birth {
        match (self.in_century(1900), self.in_century(2000)) {
            (Some(old), Some(young)) if young > expiry => Birth::On(old),
            (_, Some(young)) if young.year() < expiry.year() - LONGEST_TERM_YEARS => Birth::On(young),
            (Some(old), Some(young)) => Birth::Either(old, young),
            (Some(old), None) => Birth::On(old),
            (None, Some(young)) if young <= expiry => Birth::On(young),
            (None, _) => Birth::Unknown,
        }
    }
}
