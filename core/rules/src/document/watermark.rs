//! Words that people write over a copy of their card, and that stand in no address.

use crate::geometry::Point;

use super::{TextLine, pick, tell_kind};

/// Of "仅供…使用", "再次复印无效" and their like: what says for whom, for what, and that it serves for nothing else.
const WORDS: [&str; 12] = [
    "仅供",
    "仅用",
    "仅限",
    "只供",
    "专用",
    "备案使用",
    "备案用",
    "办理备案",
    "再次复印",
    "复印无效",
    "他用无效",
    "复印件",
];

/// Whether `text` holds words of a watermark, or the day that it was written on.
pub(super) fn is_in(text: &str) -> bool {
    WORDS.iter().chain(&PARTS).any(|word| text.contains(word)) || has_day(text)
}

/// Parts of them that stand on no card.
const PARTS: [&str; 6] = ["备案", "复印", "无效", "仅供", "仅限", "他用"];
/// Angle to the card's own rows from which a line runs across them, degrees. Those of a card that was laid flat 2° wrong, and
/// of boxes that are loose, stay below 5.
const ACROSS_DEG: f32 = 9.0;
/// Length over height of a line whose direction can be told.
const LONG: f32 = 2.5;
/// Lines that run across the card from which they are no scratch and no speck.
const FEWEST_ACROSS: usize = 2;

/// Whether a watermark is anywhere on the card: words of one, or lines of writing that run across its rows.
pub(super) fn is_on(lines: &[TextLine]) -> bool {
    let texts = tell_kind::texts(lines);
    let words = || WORDS.iter().chain(&PARTS);
    texts.iter().any(|text| words().any(|word| text.contains(word))) || runs_across(lines)
}

fn runs_across(lines: &[TextLine]) -> bool {
    let long = lines.iter().filter(|line| {
        let [a, b, _, d] = line.quad;
        a.distance(b) > LONG * a.distance(d) && line.glyphs.iter().filter(|g| pick::is_han(g.ch)).count() > 1
    });
    let directions: Vec<f32> = long.map(|line| direction_deg(&line.quad)).filter(|deg| deg.is_finite()).collect();
    // As a share of the half turn, so that no line stands at both its ends.
    let off = |a: f32, b: f32| ((a - b + 90.0).rem_euclid(180.0) - 90.0).abs();
    let rows = directions
        .iter()
        .copied()
        .max_by_key(|own| directions.iter().filter(|d| off(**d, *own) < ACROSS_DEG / 2.0).count());
    rows.is_some_and(|rows| directions.iter().filter(|d| off(**d, rows) > ACROSS_DEG).count() >= FEWEST_ACROSS)
}

fn direction_deg(quad: &[Point; 4]) -> f32 {
    let [a, b, ..] = *quad;
    (b.y - a.y).atan2(b.x - a.x).to_degrees()
}

/// Whether a year of four digits and a month stand in it, as `2026年11月`.
fn has_day(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(6).any(|six| {
        let (year, rest) = six.split_at(4);
        year.iter().all(char::is_ascii_digit) && matches!(rest, ['年', month] if month.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Glyph;
    use crate::geometry::Rect;

    fn line(text: &str, top: f32, turn_deg: f32) -> TextLine {
        let (sin, cos) = turn_deg.to_radians().sin_cos();
        let at = |x: f32, y: f32| Point::new(10.0 + x * cos - y * sin, top + x * sin + y * cos);
        let glyph = |ch| Glyph {
            ch,
            confidence: 0.9,
            x_mm: 20.0,
            alternatives: Vec::new(),
            ink: None,
            unlikeness: None,
            unread_beside: false,
        };
        TextLine {
            bounds_mm: Rect::new(10.0, top, 40.0, top + 3.0),
            quad: [at(0.0, 0.0), at(30.0, 0.0), at(30.0, 3.0), at(0.0, 3.0)],
            glyphs: text.chars().map(glyph).collect(),
        }
    }

    #[test]
    fn writing_across_the_rows_is_a_watermark_whatever_it_says_and_whichever_way_the_card_lies() {
        for lies in [0.0, 30.0, 92.0, 178.0] {
            let mut lines: Vec<TextLine> = [("姓名王伟", 8.0), ("性别男民族汉", 16.0), ("住址南京南街", 30.0)]
                .map(|(text, top)| line(text, top, lies + 1.0))
                .into();
            assert!(!is_on(&lines), "{lies}");
            lines.push(line("使用办理", 20.0, lies - 28.0));
            assert!(!is_on(&lines), "{lies}");
            lines.push(line("公司办理", 34.0, lies - 29.0));
            assert!(is_on(&lines), "{lies}");
        }
        assert!(is_on(&[line("供XX备案使", 20.0, 0.0)]));
    }

    #[test]
    fn words_of_a_watermark_are_told_from_an_address() {
        for marked in
            ["广东省深圳市南山区科技园南区18栋2026年11月", "仅供办理备案使用建国路88号", "中山路5号再次复印无效"]
        {
            assert!(is_in(marked), "{marked}");
        }
        for address in
            ["北京市朝阳区建国路88号3号楼2单元501室", "陕西省西安市1997年村2组", "上海市专员路3号", "四川省仅村12号"]
        {
            assert!(!is_in(address), "{address}");
        }
    }
}
