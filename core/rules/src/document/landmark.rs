//! Lines that give a card away by themselves, wherever they are read: the number, and the titles of the emblem side.
//!
//! One such line tells which side is seen, which way up, how large and where, before any outline is known.

use crate::geometry::Point;

use super::DocumentKind;
use super::layout::{Entry, Title};
use super::table::ROWS;

/// Two characters of a line and where on the card they stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Landmark {
    /// The side the line is printed on.
    pub kind: DocumentKind,
    /// Place of the first character along the line as it was read, and in mm of the card.
    pub first: (f32, Point),
    /// The same of the last character.
    pub last: (f32, Point),
}

/// A character of a line and where on the card it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrintedAt {
    /// The side it is printed on.
    pub kind: DocumentKind,
    /// Place of its middle along the line as it was read, 0 to 1.
    pub at: f32,
    /// Its middle, mm of the card.
    pub mm: Point,
}

/// Half the pitch of the number's digits, mm: 18 digits between the ends that the layout gives.
const HALF_DIGIT: f32 = 1.3;
/// Digits that may be misread or lost: they do not matter for the place.
const LOST_DIGITS: usize = 2;
/// Characters beside the digits of a number that are still its label.
const MOST_OTHERS: usize = 7;

/// The landmark in a line, given as characters with their places along it.
pub fn landmark(line: &[(char, f32)]) -> Option<Landmark> {
    find(&without_spaces(line)).map(|(mark, _)| mark)
}

fn without_spaces(line: &[(char, f32)]) -> Vec<(char, f32)> {
    line.iter().copied().filter(|(c, _)| !c.is_whitespace()).collect()
}

/// The landmark, and the title that it is, if it is one.
fn find(printed: &[(char, f32)]) -> Option<(Landmark, Option<&'static Title>)> {
    let numbers = ROWS
        .iter()
        .filter(|row| row.like.is_none())
        .flat_map(|row| row.print.entries.iter().map(|entry| (row.kind, entry)));
    let titles = ROWS.iter().flat_map(|row| row.print.titles.iter().map(|line| (row.kind, line)));
    let number = numbers.filter_map(|(kind, entry)| Some((value(printed, kind, entry)?, None))).next();
    number.or_else(|| titles.filter_map(|(kind, line)| Some((title(printed, kind, line)?, Some(line)))).next())
}

/// Half a character of a label, mm.
const HALF_LABEL: f32 = 1.3;
/// Least characters of the number's own label that tell it.
const NUMBER_LABEL_LEAST: usize = 5;

/// The characters of a line that stand at a known place: ends of the number and the titles, ends of labels, and what
/// follows a label.
pub fn printed_at(line: &[(char, f32)]) -> Vec<PrintedAt> {
    let mut out = Vec::new();
    let printed = without_spaces(line);
    match find(&printed) {
        Some((Landmark { kind, first, last }, Some(title))) if !title.is_steady() => {
            out.push(PrintedAt { kind, at: (first.0 + last.0) / 2.0, mm: title.place.centre() });
        }
        Some((mark, _)) => out.extend([mark.first, mark.last].map(|(at, mm)| PrintedAt { kind: mark.kind, at, mm })),
        None => {}
    }
    let entries = ROWS
        .iter()
        .filter(|row| row.like.is_none())
        .flat_map(|row| row.print.entries.iter().map(|entry| (row.kind, entry)));
    for (kind, entry) in entries.filter(|(_, entry)| !entry.label.is_empty()) {
        let wanted: Vec<char> = entry.label.chars().collect();
        let Some(start) = printed.windows(wanted.len()).position(|part| is_label(part, &wanted)) else { continue };
        let end = start + wanted.len();
        let place = |index: usize, x: f32| {
            let (_, at) = printed.get(index)?;
            Some(PrintedAt { kind, at: *at, mm: Point::new(x, entry.y) })
        };
        out.extend(place(start, entry.label_left + HALF_LABEL));
        out.extend(place(end - 1, entry.label_right - HALF_LABEL));
        // The ends of a number are known already.
        if entry.length.is_none() {
            out.extend(place(end, entry.value_left + HALF_LABEL));
        }
    }
    out
}

/// All characters of a short label, all but one of the number's.
fn is_label(part: &[(char, f32)], wanted: &[char]) -> bool {
    let right = part.iter().zip(wanted).filter(|((c, _), w)| c == *w).count();
    right >= wanted.len().min(NUMBER_LABEL_LEAST)
}

/// The value of `entry` that is known by its characters, and its ends.
fn value(printed: &[(char, f32)], kind: DocumentKind, entry: &Entry) -> Option<Landmark> {
    let Some(is_own) = entry.own else { return number(printed, kind, entry) };
    let (first, last) = (printed.first()?, printed.last()?);
    is_own(printed).then(|| Landmark {
        kind,
        first: (first.1, Point::new(entry.value_left + HALF_DIGIT, entry.y)),
        last: (last.1, Point::new(entry.value_right - HALF_DIGIT, entry.y)),
    })
}

fn number(printed: &[(char, f32)], kind: DocumentKind, entry: &Entry) -> Option<Landmark> {
    let length = entry.length?;
    let digit = |c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x');
    // The number ends its line.
    let digits = printed.iter().filter(|(c, _)| digit(*c)).count();
    if !(length.saturating_sub(LOST_DIGITS)..=length).contains(&digits) || printed.len() - digits > MOST_OTHERS {
        return None;
    }
    let first = printed.iter().find(|(c, _)| digit(*c))?;
    let last = printed.iter().rev().find(|(c, _)| digit(*c))?;
    Some(Landmark {
        kind,
        first: (first.1, Point::new(entry.value_left + HALF_DIGIT, entry.y)),
        last: (last.1, Point::new(entry.value_right - HALF_DIGIT, entry.y)),
    })
}

fn title(printed: &[(char, f32)], kind: DocumentKind, title: &Title) -> Option<Landmark> {
    let wanted: Vec<char> = title.text.chars().collect();
    if printed.len() != wanted.len() {
        return None;
    }
    let right = printed.iter().zip(&wanted).filter(|((c, _), w)| c == *w).count();
    if right + 1 < wanted.len() {
        return None;
    }
    let half = title.place.width() / wanted.len() as f32 / 2.0;
    let middle = title.place.centre().y;
    Some(Landmark {
        kind,
        first: (printed.first()?.1, Point::new(title.place.left + half, middle)),
        last: (printed.last()?.1, Point::new(title.place.right - half, middle)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::table::{SEX, TITLE_CARD};

    fn spread(text: &str) -> Vec<(char, f32)> {
        let n = text.chars().count() as f32;
        text.chars().enumerate().map(|(i, c)| (c, (i as f32 + 0.5) / n)).collect()
    }

    #[test]
    fn a_number_with_its_label_is_placed_by_its_digits() {
        let found = landmark(&spread("公民身份号码11010519491231002X")).unwrap();
        assert_eq!(found.kind, DocumentKind::ResidentIdFront);
        assert!((found.first.0 - 6.5 / 24.0).abs() < 1e-6);
    }

    #[test]
    fn the_title_tells_the_emblem_side() {
        assert_eq!(landmark(&spread("居民身份证")).unwrap().kind, DocumentKind::ResidentIdBack);
    }

    #[test]
    fn a_label_places_itself_and_what_follows() {
        let found = printed_at(&spread("性别女民族汉"));
        assert_eq!(found.len(), 6);
        assert!(found.iter().all(|p| p.kind == DocumentKind::ResidentIdFront && p.mm.y == SEX.y));
        assert!(found.windows(2).all(|p| p[0].at < p[1].at && p[0].mm.x < p[1].mm.x));
        assert_eq!(printed_at(&spread("公民身份号码11010519491231002X")).len(), 4);
        assert!(printed_at(&spread("请在收到通知后十个工作日内补齐材料")).is_empty());
    }

    #[test]
    fn a_title_of_unsure_width_places_its_middle() {
        let found = printed_at(&spread("居民身份证"));
        assert_eq!(found.len(), 1);
        assert!((found[0].at - 0.5).abs() < 1e-6 && found[0].mm == TITLE_CARD.place.centre());
        assert_eq!(printed_at(&spread("中华人民共和国")).len(), 2);
    }

    #[test]
    fn a_sentence_or_a_phone_number_is_no_landmark() {
        assert_eq!(landmark(&spread("请于收到通知后十个工作日内补齐材料")), None);
        assert_eq!(landmark(&spread("电话13800001111")), None);
    }
}
