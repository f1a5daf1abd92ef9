//! How long a resident card is valid, and whether the law gives such a term.
//!
//! 居民身份证法 第五条: 16 to 25 years old ten years, 26 to 45 twenty, from 46 for ever, under 16 (on
//! request) five. The age is the one on the day of issue, which is the first day of validity.

use jiff::Span;
use jiff::civil::Date;

use super::Glyph;
use super::pick::{self, Trust};

/// The last day of validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Valid on this day still.
    On(Date),
    /// 长期
    LongTerm,
}

impl Until {
    /// What the contract calls a card without end.
    pub const LONG_TERM: &'static str = "long_term";

    /// In the contract's form.
    pub fn to_contract(self) -> String {
        match self {
            Self::On(date) => date.to_string(),
            Self::LongTerm => Self::LONG_TERM.to_owned(),
        }
    }

    /// From the contract's form.
    pub fn from_contract(text: &str) -> Option<Self> {
        if text == Self::LONG_TERM { Some(Self::LongTerm) } else { text.parse().ok().map(Self::On) }
    }
}

/// A term that the law knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// Issued to a holder under 16.
    Five,
    /// Issued to a holder of 16 to 25.
    Ten,
    /// Issued to a holder of 26 to 45.
    Twenty,
    /// Issued to a holder of 46 or more.
    LongTerm,
}

/// The term from `from` to `until`, `None` when no law gives one.
///
/// A term ends on the day of the year that it began on. One that began on 29 February may end on
/// 28 February or 1 March of a year without a 29th.
pub fn term(from: Date, until: Until) -> Option<Term> {
    let Until::On(end) = until else { return Some(Term::LongTerm) };
    [(5, Term::Five), (10, Term::Ten), (20, Term::Twenty)]
        .into_iter()
        .find(|(years, _)| ends(from, *years, end))
        .map(|(_, t)| t)
}

fn ends(from: Date, years: i16, end: Date) -> bool {
    let Some(year) = from.year().checked_add(years) else { return false };
    match Date::new(year, from.month(), from.day()) {
        Ok(day) => day == end,
        Err(_) => end.year() == year && matches!((end.month(), end.day()), (2, 28) | (3, 1)),
    }
}

/// The term that the law gives a holder of `age` years on the day of issue.
pub const fn term_for_age(age: i16) -> Term {
    match age {
        ..16 => Term::Five,
        16..=25 => Term::Ten,
        26..=45 => Term::Twenty,
        _ => Term::LongTerm,
    }
}

/// Whether the term is the one for somebody born on `birth`: for when both sides of a card are known.
pub fn term_matches_age(birth: Date, from: Date, until: Until) -> bool {
    birth <= from && term(from, until) == Some(term_for_age(age_on(birth, from)))
}

/// Completed years of life on `day`; born on 29 February, a year is completed on 1 March of other years.
pub fn age_on(birth: Date, day: Date) -> i16 {
    let years = day.year() - birth.year();
    if (day.month(), day.day()) < (birth.month(), birth.day()) { years - 1 } else { years }
}

/// How a card stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermState {
    /// The last day has passed that many days ago.
    Expired(i32),
    /// Fewer than the wanted months are left; so many days, the last one included in the card's validity.
    ExpiresSoon(i32),
    /// Enough is left.
    Good,
}

/// How a card that is valid until `until` stands on `today`.
///
/// The last day itself is still valid. Exactly `months` left is still enough ("≥ 3 months left").
pub fn term_state(until: Until, today: Date, months: i32) -> TermState {
    let Until::On(end) = until else { return TermState::Good };
    let days = days_between(today, end);
    let wanted = Span::new().try_months(months).ok().and_then(|span| today.checked_add(span).ok()).unwrap_or(Date::MAX);
    if days < 0 {
        TermState::Expired(-days)
    } else if end < wanted {
        TermState::ExpiresSoon(days)
    } else {
        TermState::Good
    }
}

/// Days from `a` to `b`, negative when `b` is before.
pub(crate) fn days_between(a: Date, b: Date) -> i32 {
    a.until(b).map_or(0, |span| span.get_days())
}

/// A validity line as read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ValidityReading {
    pub(crate) from: Option<(Date, Trust)>,
    pub(crate) until: Option<(Until, Trust)>,
    /// Index of the first glyph of the second date or of 长期.
    pub(crate) second_at: usize,
}

/// Reads `2015.06.09-2025.06.09` or `2015.06.09-长期`.
///
/// Only the digits and 长期 count: dots may be missing or commas, the dash may be 一, ~, 至 or gone.
/// Strangers make it no validity line at all, but for two that noise may add.
pub(crate) fn read(glyphs: &[&Glyph]) -> Option<ValidityReading> {
    let mut digits: Vec<(char, f32, usize)> = Vec::new();
    let mut long_term: Option<(Trust, usize)> = None;
    let mut strangers = 0;
    for (at, glyph) in glyphs.iter().enumerate() {
        if let Some((_, p)) = pick::among(glyph, |c| matches!(c, '长' | '長' | '期')) {
            let (trust, _) = long_term.get_or_insert((Trust::new(), at));
            trust.add(p);
        } else if is_punctuation(glyph.ch) {
            continue;
        } else if let Some((digit, p)) = pick::digit(glyph) {
            digits.push((digit, p, at));
        } else {
            strangers += 1;
        }
    }
    if strangers > 2 || digits.len() < 8 {
        return None;
    }
    let from = digits.get(..8).and_then(read_date);
    let rest = digits.get(8..).unwrap_or_default();
    let second_at = long_term.map(|(_, at)| at).or(rest.first().map(|(_, _, at)| *at)).unwrap_or(glyphs.len());
    let until = match (long_term, rest.len()) {
        (Some((trust, at)), 0) if digits.iter().all(|(_, _, d)| *d < at) => Some((Until::LongTerm, trust)),
        (None, 8) => read_date(rest).map(|(date, trust)| (Until::On(date), trust)),
        _ => None,
    };
    // A digit too few or too many may as well be missing from the first date.
    let from = from.filter(|_| until.is_some() || rest.is_empty());
    Some(ValidityReading { from, until, second_at })
}

fn read_date(digits: &[(char, f32, usize)]) -> Option<(Date, Trust)> {
    let text: String = digits.iter().map(|(ch, _, _)| *ch).collect();
    let mut trust = Trust::new();
    digits.iter().for_each(|(_, p, _)| trust.add(*p));
    date_of_digits(&text).map(|date| (date, trust))
}

/// The date of `YYYYMMDD`.
pub(crate) fn date_of_digits(text: &str) -> Option<Date> {
    let number: u32 = text.parse().ok()?;
    Date::new(i16::try_from(number / 10_000).ok()?, (number / 100 % 100) as i8, (number % 100) as i8).ok()
}

fn is_punctuation(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '.' | ','
                | '·'
                | '・'
                | '•'
                | '。'
                | '、'
                | '，'
                | '．'
                | ':'
                | '：'
                | ';'
                | '\''
                | '`'
                | '-'
                | '—'
                | '–'
                | '－'
                | '─'
                | '−'
                | 'ー'
                | '一'
                | '~'
                | '～'
                | '〜'
                | '至'
                | '_'
                | '/'
                | '='
                | '*'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;

    fn line(text: &str) -> Vec<Glyph> {
        text.chars()
            .map(|ch| Glyph {
                ch,
                confidence: 0.9,
                x_mm: 0.0,
                alternatives: Vec::new(),
                ink: None,
                unlikeness: None,
                unread_beside: false,
            })
            .collect()
    }

    fn read_text(text: &str) -> Option<(Option<Date>, Option<Until>)> {
        let glyphs = line(text);
        let borrowed: Vec<&Glyph> = glyphs.iter().collect();
        read(&borrowed).map(|r| (r.from.map(|f| f.0), r.until.map(|u| u.0)))
    }

    #[test]
    fn both_dates_are_read_through_noise() {
        let expected = Some((Some(date(2015, 6, 9)), Some(Until::On(date(2025, 6, 9)))));
        for text in [
            "2015.06.09-2025.06.09",
            "2015 .06. 09 - 2025.06.09",
            "20150609-20250609",
            "2015.06.09一2025.06.09",
            "2015.06.09~2025.06.09",
            "2015,06,09至2025·06·09",
            "2015.06.092025.06.09",
            "2O15.O6.09—2025.06.O9",
            "2015。06。09–2025.06.09",
            "：2015.06.09-2025.06.09",
        ] {
            assert_eq!(read_text(text), expected, "{text}");
        }
    }

    #[test]
    fn a_card_without_end_is_read() {
        let expected = Some((Some(date(2015, 6, 9)), Some(Until::LongTerm)));
        for text in ["2015.06.09-长期", "2015.06.09长期", "2015.06.09一长期", "2015.06.09-长斯", "20150609至 期"]
        {
            assert_eq!(read_text(text), expected, "{text}");
        }
    }

    #[test]
    fn what_does_not_read_as_dates_is_left_unread() {
        assert_eq!(read_text("上海市公安局黄浦分局"), None);
        assert_eq!(read_text(""), None);
        assert_eq!(read_text("2015.06.09-2025.06.0"), Some((None, None)));
        assert_eq!(read_text("2015.13.09-2025.06.09"), Some((None, Some(Until::On(date(2025, 6, 9))))));
        assert_eq!(read_text("长期2015.06.09"), Some((Some(date(2015, 6, 9)), None)));
    }

    #[test]
    fn terms_are_five_ten_twenty_years_or_without_end() {
        let from = date(2015, 6, 9);
        assert_eq!(term(from, Until::On(date(2020, 6, 9))), Some(Term::Five));
        assert_eq!(term(from, Until::On(date(2025, 6, 9))), Some(Term::Ten));
        assert_eq!(term(from, Until::On(date(2035, 6, 9))), Some(Term::Twenty));
        assert_eq!(term(from, Until::LongTerm), Some(Term::LongTerm));
        for end in [date(2025, 6, 8), date(2030, 6, 9), date(2015, 6, 9), date(2005, 6, 9)] {
            assert_eq!(term(from, Until::On(end)), None, "{end}");
        }
    }

    #[test]
    fn a_term_from_a_leap_day_ends_on_either_neighbour() {
        let from = date(2016, 2, 29);
        assert_eq!(term(from, Until::On(date(2026, 2, 28))), Some(Term::Ten));
        assert_eq!(term(from, Until::On(date(2026, 3, 1))), Some(Term::Ten));
        assert_eq!(term(from, Until::On(date(2036, 2, 29))), Some(Term::Twenty));
        assert_eq!(term(from, Until::On(date(2036, 2, 28))), None);
    }

    #[test]
    fn the_term_must_be_the_one_for_the_age_at_issue() {
        let birth = date(1990, 1, 5);
        let ten = |from: Date| term_matches_age(birth, from, Until::On(from.checked_add(10.years()).unwrap()));
        assert!(!ten(date(2006, 1, 4)), "a day before sixteen");
        assert!(ten(date(2006, 1, 5)), "sixteen");
        assert!(ten(date(2016, 1, 4)), "last day of twenty-five");
        assert!(!ten(date(2016, 1, 5)), "twenty-six");
        let forever = |from| term_matches_age(birth, from, Until::LongTerm);
        assert!(!forever(date(2036, 1, 4)));
        assert!(forever(date(2036, 1, 5)), "forty-six");
        assert!(term_matches_age(birth, date(2000, 1, 1), Until::On(date(2005, 1, 1))));
        assert!(!term_matches_age(birth, date(1989, 1, 1), Until::On(date(1994, 1, 1))), "issued before birth");
    }

    #[test]
    fn the_last_day_is_still_valid_and_three_months_to_the_day_are_enough() {
        let until = Until::On(date(2026, 11, 24));
        assert_eq!(term_state(until, date(2026, 11, 25), 3), TermState::Expired(1));
        assert_eq!(term_state(until, date(2026, 11, 24), 3), TermState::ExpiresSoon(0));
        assert_eq!(term_state(until, date(2026, 8, 25), 3), TermState::ExpiresSoon(91));
        assert_eq!(term_state(until, date(2026, 8, 24), 3), TermState::Good);
        assert_eq!(term_state(Until::LongTerm, date(2026, 8, 25), 3), TermState::Good);
        assert_eq!(term_state(until, Date::MAX, 3), TermState::Expired(days_between(date(2026, 11, 24), Date::MAX)));
    }

    #[test]
    fn ages_count_completed_years() {
        assert_eq!(age_on(date(2000, 2, 29), date(2018, 2, 28)), 17);
        assert_eq!(age_on(date(2000, 2, 29), date(2018, 3, 1)), 18);
        assert_eq!(age_on(date(2000, 5, 1), date(2018, 5, 1)), 18);
    }
}
