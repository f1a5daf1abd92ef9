//! Where a person writes: after the words that ask for it.

use super::measured::LetterLine;
use crate::geometry::Rect;

/// A place to write in.
#[derive(Debug, Clone, PartialEq)]
pub struct Blank {
    /// For a date, else for a signature.
    pub is_date: bool,
    /// Where, px of the upright page.
    pub place_px: Rect,
}

/// Words before a signature, as the letters have them.
const SIGN: [&str; 8] = ["签名", "签字", "签章", "签署", "承诺人", "责任人", "授权人", "负责人"];
/// Words before a date.
const DATE: [&str; 3] = ["日期", "时间", "签署日"];
/// How far a blank reaches when nothing printed ends it, heights of its line: three characters of handwriting, and a gap.
const LONGEST: f32 = 8.0;
/// What handwriting takes above and below the print beside it, heights of the line.
const AROUND: f32 = 0.35;

/// Whether `label` asks for a date.
pub(crate) fn is_date_label(label: &str) -> bool {
    DATE.iter().any(|word| label.contains(word))
}

/// Whether `label` asks for a signature.
pub(crate) fn is_sign_label(label: &str) -> bool {
    !is_date_label(label) && SIGN.iter().any(|word| label.contains(word))
}

/// The places to write in, from above. A label is a word before a colon; what is printed after it ends the place.
pub fn blanks(lines: &[LetterLine]) -> Vec<Blank> {
    let mut found = Vec::new();
    for line in lines {
        let text: Vec<char> = line.marks.iter().map(|mark| mark.ch).collect();
        for (at, mark) in line.marks.iter().enumerate().filter(|(_, mark)| matches!(mark.ch, '：' | ':')) {
            let begin = text
                .get(..at)
                .unwrap_or_default()
                .iter()
                .rposition(|c| matches!(c, '：' | ':' | '。' | ' '))
                .map_or(0, |i| i + 1);
            let label: String = text.get(begin..at).unwrap_or_default().iter().collect();
            let ends = |words: &[&str]| words.iter().any(|word| label.contains(word));
            let is_date = ends(&DATE);
            // 负责人姓名 is printed by some, 负责人（签字） is signed.
            if !is_date && !ends(&SIGN) {
                continue;
            }
            let left = mark.x_px + line.height_px * 0.4;
            let rest: String = text.get(at + 1..).unwrap_or_default().iter().collect();
            // A second label in the same line ends the place before it.
            let next = DATE.iter().chain(&SIGN).filter_map(|word| rest.find(word)).min();
            let next = next.map(|bytes| rest.get(..bytes).unwrap_or_default().chars().count() + at + 1);
            let printed = next.and_then(|at| line.marks.get(at)).map(|mark| mark.x_px - line.height_px * 0.6);
            // Another line of print to the right, where the two were found apart.
            let beside = lines
                .iter()
                .filter(|other| !std::ptr::eq(*other, line) && other.bounds_px.left > left)
                .filter(|other| (other.middle().y - line.middle().y).abs() < line.height_px * 0.6)
                .filter(|other| {
                    let text = other.text();
                    DATE.iter().chain(&SIGN).any(|word| text.contains(word))
                })
                .map(|other| other.bounds_px.left)
                .reduce(f32::min);
            let right = [printed, beside].into_iter().flatten().fold(left + LONGEST * line.height_px, f32::min);
            if right - left < line.height_px {
                continue;
            }
            let (middle, half) = (line.middle().y, line.height_px * (0.5 + AROUND));
            found.push(Blank { is_date, place_px: Rect::new(left, middle - half, right, middle + half) });
        }
    }
    found
}
