//! Dates, numbers and sexes printed in two languages beside their labels, as on a passport's page of data.

use jiff::civil::Date;

use crate::geometry::{Point, Rect};

use super::pick::{Trust, fold_width};
use super::rows::{Row, RowGlyph};

/// English months as issuers print them.
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
/// Characters between a month and its year at most: the month once more in another language, and what parts them.
const MONTH_TO_YEAR: usize = 7;
/// A value stands in its label's row, or this far below it at most, mm.
const BELOW_MM: f32 = 8.0;
/// How far left and right of its label's beginning a value below it may begin, mm.
const BESIDE_MM: (f32, f32) = (4.0, 14.0);

/// Something printed, with the trust in it.
pub(crate) struct Printed<T> {
    pub(crate) value: T,
    pub(crate) trust: Trust,
    pub(crate) bounds: Rect,
    at: Point,
}

/// The characters of a row in capitals.
fn capitals(row: &Row<'_>) -> Vec<char> {
    row.marks.iter().map(|m| fold_width(m.glyph.ch).to_ascii_uppercase()).collect()
}

fn find(text: &[char], word: &str) -> Option<usize> {
    let word: Vec<char> = word.chars().collect();
    text.windows(word.len().max(1)).position(|part| part == word.as_slice())
}

fn printed<T>(value: T, marks: &[RowGlyph<'_>]) -> Option<Printed<T>> {
    let first = marks.first()?;
    let mut trust = Trust::new();
    marks.iter().filter(|m| m.glyph.ch.is_alphanumeric()).for_each(|m| trust.add(m.glyph.confidence));
    let bounds = marks.iter().map(RowGlyph::bounds).reduce(|a, b| a.union(&b))?;
    Some(Printed { value, trust, bounds, at: Point::new(first.x, first.y) })
}

fn number(text: &[char]) -> Option<i16> {
    text.iter().collect::<String>().parse().ok()
}

/// The dates in a row: with the month in letters, or year, month and day parted by points.
fn dates(row: &Row<'_>) -> Vec<Printed<Date>> {
    let text = capitals(row);
    let mut out = Vec::new();
    for (month, name) in MONTHS.iter().enumerate() {
        let Some(at) = find(&text, name) else { continue };
        // `05 1月/JAN 1990`: the day has two digits whatever follows it.
        let before = text.get(..at).unwrap_or_default();
        let digits_end = before.iter().rposition(char::is_ascii_digit).map_or(0, |i| i + 1);
        let begin = before.get(..digits_end).unwrap_or_default().iter().rposition(|c| !c.is_ascii_digit());
        let begin = begin.map_or(0, |i| i + 1);
        let after = at + name.len();
        let year =
            (after..(after + MONTH_TO_YEAR).min(text.len())).find(|i| text.get(*i).is_some_and(char::is_ascii_digit));
        let Some(year) =
            year.filter(|year| at - digits_end <= 2 && text.get(year + 4).is_none_or(|c| !c.is_ascii_digit()))
        else {
            continue;
        };
        let part = |from: usize, to: usize| text.get(from..to).and_then(number);
        let date = part(year, year + 4)
            .zip(part(begin, begin + 2))
            .and_then(|(year, day)| Date::new(year, i8::try_from(month + 1).ok()?, i8::try_from(day).ok()?).ok());
        out.extend(date.and_then(|date| printed(date, row.marks.get(begin..year + 4)?)));
    }
    for begin in 0..text.len().saturating_sub(9) {
        let Some([y1, y2, y3, y4, p, m1, m2, q, d1, d2]) =
            text.get(begin..begin + 10).and_then(|t| t.first_chunk::<10>())
        else {
            continue;
        };
        if p != q || !matches!(p, '.' | '-' | '/') {
            continue;
        }
        let date = number(&[*y1, *y2, *y3, *y4]).zip(number(&[*m1, *m2])).zip(number(&[*d1, *d2]));
        let date = date
            .and_then(|((year, month), day)| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok());
        out.extend(date.and_then(|date| printed(date, row.marks.get(begin..begin + 10)?)));
    }
    out
}

/// Where one of `labels` begins, the first that is there.
fn label(rows: &[Row<'_>], labels: &[&str]) -> Option<Point> {
    labels.iter().find_map(|label| {
        rows.iter().find_map(|row| {
            let mark = row.marks.get(find(&capitals(row), label)?)?;
            Some(Point::new(mark.x, mark.y))
        })
    })
}

/// The one of `all` that stands beside or below a label at `label`.
fn nearest<T>(all: Vec<Printed<T>>, label: Point) -> Option<Printed<T>> {
    let belongs = |p: &Printed<T>| {
        let (dx, dy) = (p.at.x - label.x, p.at.y - label.y);
        let beside = dy.abs() < p.bounds.height() / 2.0 && dx > 0.0;
        let below = dy > 0.0 && dy < BELOW_MM && (-BESIDE_MM.0..BESIDE_MM.1).contains(&dx);
        beside || below
    };
    all.into_iter().filter(belongs).min_by(|a, b| a.at.distance(label).total_cmp(&b.at.distance(label)))
}

/// The date that belongs to one of `labels` (in capitals, without spaces).
pub(crate) fn date(rows: &[Row<'_>], labels: &[&str]) -> Option<Printed<Date>> {
    nearest(rows.iter().flat_map(dates).collect(), label(rows, labels)?)
}

/// A number of as many characters as `like` that differs from it in two at most: the same, read where it is printed.
pub(crate) fn like(rows: &[Row<'_>], like: &str) -> Option<Printed<String>> {
    let wanted: Vec<char> = like.chars().collect();
    let mut best: Option<(usize, Printed<String>)> = None;
    for row in rows {
        let text = capitals(row);
        for (begin, part) in text.windows(wanted.len().max(1)).enumerate() {
            let other = part.iter().zip(&wanted).filter(|(a, b)| a != b).count();
            let is_code = part.iter().all(char::is_ascii_alphanumeric);
            if is_code && other <= 2 && best.as_ref().is_none_or(|(least, _)| other < *least) {
                let marks = row.marks.get(begin..begin + wanted.len()).unwrap_or_default();
                best = printed(part.iter().collect(), marks).map(|p| (other, p)).or(best);
            }
        }
    }
    best.map(|(_, printed)| printed)
}

/// The sex beside one of `labels`: M or F, or 男 or 女.
pub(crate) fn sex(rows: &[Row<'_>], labels: &[&str]) -> Option<Printed<&'static str>> {
    let mut all = Vec::new();
    for row in rows {
        let text = capitals(row);
        for (at, ch) in text.iter().enumerate() {
            let alone = |i: Option<usize>| i.and_then(|i| text.get(i)).is_none_or(|c| !c.is_ascii_alphabetic());
            let sex = match ch {
                '男' => "M",
                '女' => "F",
                'M' if alone(at.checked_sub(1)) && alone(Some(at + 1)) => "M",
                'F' if alone(at.checked_sub(1)) && alone(Some(at + 1)) => "F",
                _ => continue,
            };
            all.extend(row.marks.get(at..=at).and_then(|marks| printed(sex, marks)));
        }
    }
    nearest(all, label(rows, labels)?)
}
