//! Dates and terms as papers print them.

use std::ops::Range;

use jiff::civil::Date;

use crate::document::pick::fold_width;
use crate::document::validity::Until;

/// Digits of a year.
const YEAR: usize = 4;

/// Characters of a date in numbers.
const WHOLE: usize = 10;

/// A date, and the characters that say it.
pub(super) struct Printed {
    pub(super) date: Date,
    pub(super) at: Range<usize>,
}

impl Printed {
    /// Whether it is in words, or its numbers have all their digits, as on every card (`2027.07.10`): of one that is shorter a
    /// digit may have been lost.
    pub(super) fn is_whole(&self, text: &[char]) -> bool {
        text.get(self.at.clone()).is_some_and(|printed| printed.ends_with(&['日']) || printed.len() == WHOLE)
    }
}

/// The dates in `text`: `2015年01月01日`, `2015-01-01` and their like.
pub(super) fn dates(text: &[char]) -> Vec<Printed> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match date_at(text, at) {
            Some(found) => {
                at = found.at.end;
                out.push(found);
            }
            None => at += 1,
        }
    }
    out
}

fn digit(text: &[char], at: usize) -> bool {
    text.get(at).is_some_and(|c| fold_width(*c).is_ascii_digit())
}

/// The number at `at` of at most `most` digits, and where it ends.
fn number(text: &[char], at: usize, most: usize) -> Option<(i16, usize)> {
    let count = (at..at + most).take_while(|i| digit(text, *i)).count();
    let digits: String = text.get(at..at + count)?.iter().map(|c| fold_width(*c)).collect();
    Some((digits.parse().ok()?, at + count))
}

fn date_at(text: &[char], at: usize) -> Option<Printed> {
    if at.checked_sub(1).is_some_and(|before| digit(text, before)) {
        return None;
    }
    let (year, end) = number(text, at, YEAR).filter(|(_, end)| *end == at + YEAR)?;
    let parted = |at: usize, by: char| text.get(at).is_some_and(|c| *c == by || matches!(c, '-' | '.' | '/' | '－'));
    let (month, end) = parted(end, '年').then(|| number(text, end + 1, 2)).flatten()?;
    let (day, end) = parted(end, '月').then(|| number(text, end + 1, 2)).flatten()?;
    if digit(text, end) {
        return None;
    }
    let end = end + usize::from(text.get(end) == Some(&'日'));
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Printed { date, at: at..end })
}

/// Words of a term without end.
const WITHOUT_END: [&str; 4] = ["长期", "永久", "无固定期限", "不约定期限"];

/// A term in the contract's form: its first day where it is printed, and its last.
pub(super) fn term(text: &[char]) -> Option<String> {
    let words: String = text.iter().collect();
    let open = WITHOUT_END.iter().any(|word| words.contains(word));
    let dates = dates(text);
    let (first, last) = match (dates.as_slice(), open) {
        ([], true) => return Some(Until::LONG_TERM.to_owned()),
        ([from], true) => (from, Until::LongTerm),
        ([from, until], false) => (from, Until::On(until.date)),
        // `至 2035年01月01日`
        ([until], false) if is_after_to(text, until.at.start) => return Some(Until::On(until.date).to_contract()),
        _ => return None,
    };
    Some(format!("{}/{}", first.date, last.to_contract()))
}

/// Whether `至` and its like stand before `at`, and no day that was misread before that.
fn is_after_to(text: &[char], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    !(0..before.len()).any(|i| digit(before, i))
        && at
            .checked_sub(1)
            .and_then(|before| text.get(before))
            .is_some_and(|c| matches!(c, '至' | '到' | '-' | '—' | '~'))
}

/// The first day of a term in the contract's form where it has one, and its last.
pub(crate) fn of_contract(term: &str) -> Option<(Option<Date>, Until)> {
    match term.split_once('/') {
        Some((from, until)) => Some((Some(from.parse().ok()?), Until::from_contract(until)?)),
        None => Some((None, Until::from_contract(term)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn a_date_of_numbers_that_lost_a_digit_is_not_whole_and_one_in_words_may_have_single_ones() {
        for (printed, whole) in
            [("2027.07.10", true), ("2027.07.1", false), ("2017.7.10", false), ("2017年7月1日", true)]
        {
            let text = chars(printed);
            let found = dates(&text);
            assert_eq!(found.iter().map(|date| date.is_whole(&text)).collect::<Vec<_>>(), [whole], "{printed}");
        }
    }

    #[test]
    fn terms_are_told_in_one_form() {
        for (printed, told) in [
            ("2015年01月01日至2035年12月31日", Some("2015-01-01/2035-12-31")),
            ("自2018年3月1日至2023年3月1日", Some("2018-03-01/2023-03-01")),
            ("2015-01-01至2035-12-31", Some("2015-01-01/2035-12-31")),
            ("2015年01月01日至长期", Some("2015-01-01/long_term")),
            ("长期", Some("long_term")),
            ("至2035年01月01日", Some("2035-01-01")),
            ("2035年01月01日", None),
            ("2015年13月01日至2035年12月31日", None),
            ("2015年01月01日至2035年12月31日至2036年01月01日", None),
            ("", None),
        ] {
            assert_eq!(term(&chars(printed)).as_deref(), told, "{printed}");
            assert!(told.is_none_or(|told| of_contract(told).is_some()));
        }
    }

    #[test]
    fn a_date_is_no_part_of_a_longer_number() {
        assert_eq!(dates(&chars("12015年01月01日")).len(), 0);
        assert_eq!(dates(&chars("2015年01月011")).len(), 0);
        assert_eq!(dates(&chars("２０１５年1月1日")).len(), 1);
    }
}
