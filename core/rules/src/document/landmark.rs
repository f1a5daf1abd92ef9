//! Lines that give a card away by themselves, wherever they are read: the number, and the titles of the emblem side.
//!
//! One such line tells which side is seen, which way up, how large and where, before any outline is known.

use crate::geometry::Point;

use super::{DocumentKind, layout};

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

/// Characters of the number that must be digits in a row.
const NUMBER_LENGTH: usize = 18;
/// Half the pitch of the number's digits, mm: 18 digits between the ends that the layout gives.
const HALF_DIGIT: f32 = 1.3;

/// The landmark in a line, given as characters with their places along it.
pub fn landmark(line: &[(char, f32)]) -> Option<Landmark> {
    number(line).or_else(|| title(line, layout::TITLE_CARD)).or_else(|| title(line, layout::TITLE_STATE))
}

fn number(line: &[(char, f32)]) -> Option<Landmark> {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x');
    let printed: Vec<(char, f32)> = line.iter().copied().filter(|(c, _)| !c.is_whitespace()).collect();
    // The number ends its line; one or two misread digits do not matter for the place.
    let digits = printed.iter().filter(|(c, _)| digit(*c)).count();
    let others = printed.iter().filter(|(c, _)| !digit(*c)).count();
    if !(NUMBER_LENGTH - 2..=NUMBER_LENGTH).contains(&digits) || others > 7 {
        return None;
    }
    let first = printed.iter().find(|(c, _)| digit(*c))?;
    let last = printed.iter().rev().find(|(c, _)| digit(*c))?;
    let entry = &layout::NUMBER;
    Some(Landmark {
        kind: DocumentKind::ResidentIdFront,
        first: (first.1, Point::new(entry.value_left + HALF_DIGIT, entry.y)),
        last: (last.1, Point::new(entry.value_right - HALF_DIGIT, entry.y)),
    })
}

fn title(line: &[(char, f32)], (text, place): (&str, crate::geometry::Rect)) -> Option<Landmark> {
    let wanted: Vec<char> = text.chars().collect();
    let printed: Vec<(char, f32)> = line.iter().copied().filter(|(c, _)| !c.is_whitespace()).collect();
    if printed.len() != wanted.len() {
        return None;
    }
    let right = printed.iter().zip(&wanted).filter(|((c, _), w)| c == *w).count();
    if right + 1 < wanted.len() {
        return None;
    }
    let half = place.width() / wanted.len() as f32 / 2.0;
    let middle = place.centre().y;
    Some(Landmark {
        kind: DocumentKind::ResidentIdBack,
        first: (printed.first()?.1, Point::new(place.left + half, middle)),
        last: (printed.last()?.1, Point::new(place.right - half, middle)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_sentence_or_a_phone_number_is_no_landmark() {
        assert_eq!(landmark(&spread("请于收到通知后十个工作日内补齐材料")), None);
        assert_eq!(landmark(&spread("电话13800001111")), None);
    }
}
