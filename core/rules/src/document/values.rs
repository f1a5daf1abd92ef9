//! Values of the portrait side from the characters that belong to them.

use super::pick;
use super::rows::{Gather, RowGlyph};
use super::table::ADDRESS_LINES;
use super::{Field, FieldKey, Overwritten, brackets, ethnicity, ink, validity};

fn is_dot(c: char) -> bool {
    matches!(
        c,
        '.' | '·'
            | '•'
            | '・'
            | '‧'
            | '∙'
            | '･'
            | '、'
            | '．'
            | '⋅'
            | '˙'
            | '●'
            | '。'
            | '｡'
            | '﹒'
            | '⸱'
            | 'ꞏ'
    )
}

fn is_lead(c: char) -> bool {
    matches!(c, ':' | '：' | ';' | '；')
}

/// Lines without what another hand has written at their ends, and where such writing stands.
fn own_lines<'a>(lines: &[Vec<RowGlyph<'a>>]) -> (Vec<Vec<RowGlyph<'a>>>, Option<Overwritten>) {
    let told: Vec<_> = lines.iter().map(|line| ink::own(line)).collect();
    let how = told.iter().filter_map(|(_, how)| *how).max();
    (told.into_iter().map(|(own, _)| own.to_vec()).filter(|own| !own.is_empty()).collect(), how)
}

/// The name over one or two lines; only the dot between its parts is brought to one form. Nothing when it has fewer than
/// two characters: names have 2 to 20.
pub(super) fn read_name(lines: &[Vec<RowGlyph<'_>>]) -> Option<Field> {
    let (lines, overwritten) = own_lines(lines);
    let mut marks: Vec<&RowGlyph<'_>> = lines.iter().flatten().collect();
    let noise = |m: &RowGlyph<'_>| {
        is_dot(m.glyph.ch) || is_lead(m.glyph.ch) || matches!(m.glyph.ch, '-' | '_' | ',' | '\'' | '|')
    };
    while marks.last().is_some_and(|m| noise(m)) {
        marks.pop();
    }
    let first = marks.iter().position(|m| !noise(m))?;
    let marks = marks.get(first..)?;
    if marks.len() < 2 {
        return None;
    }
    let mut name = Gather::new();
    name.overwritten(overwritten);
    for mark in marks {
        if is_dot(mark.glyph.ch) {
            // Dots of many forms share what the network gives to a dot: only a character in its place is a doubt.
            let characters = mark.glyph.alternatives.iter().filter(|(ch, _)| pick::is_han(*ch));
            name.push(mark, '·', 1.0 - characters.map(|(_, p)| p).sum::<f32>().clamp(0.0, 1.0));
        } else {
            name.push(mark, mark.glyph.ch, mark.glyph.confidence);
        }
    }
    name.into_field(FieldKey::Name)
}

/// 男 or 女, whichever the candidates give first.
pub(super) fn read_sex(marks: &[RowGlyph<'_>]) -> Option<Field> {
    let (mark, ch, p) =
        marks.iter().find_map(|m| pick::among(m.glyph, |c| c == '男' || c == '女').map(|(ch, p)| (m, ch, p)))?;
    let mut sex = Gather::new();
    sex.push(mark, ch, p);
    sex.into_field(FieldKey::Sex)
}

/// The name of GB/T 3304 that the candidates give the best.
pub(super) fn read_ethnicity(marks: &[RowGlyph<'_>]) -> Option<Field> {
    let mut marks: Vec<&RowGlyph<'_>> = marks.iter().filter(|m| m.glyph.ch.is_alphanumeric()).collect();
    if marks.len() > 1 && marks.last().is_some_and(|m| m.glyph.ch == '族') {
        marks.pop();
    }
    let mut best: Option<(f32, Gather)> = None;
    for name in ethnicity::NAMES {
        if name.chars().count() != marks.len() {
            continue;
        }
        let mut read = Gather::new();
        let fits = name.chars().zip(&marks).all(|(ch, mark)| {
            let p = pick::probability(mark.glyph, ch);
            read.push(mark, ch, p.unwrap_or(0.0));
            p.is_some()
        });
        let sure = read.trust.mean();
        if fits && best.as_ref().is_none_or(|(s, _)| sure > *s) {
            best = Some((sure, read));
        }
    }
    best.and_then(|(_, read)| read.into_field(FieldKey::Ethnicity))
}

/// A run of digits with their probabilities.
type Digits<'a> = Vec<(RowGlyph<'a>, char, f32)>;

/// The date in `1990年1月5日`, with any of the three signs misread or missing.
pub(super) fn read_birth(marks: &[RowGlyph<'_>]) -> Option<Field> {
    let mut groups: Vec<Digits<'_>> = vec![Vec::new()];
    for mark in marks {
        let sign = ['年', '月', '日'].contains(&mark.glyph.ch);
        match pick::digit(mark.glyph).filter(|_| !sign) {
            Some((ch, p)) => groups.last_mut()?.push((*mark, ch, p)),
            None => groups.push(Vec::new()),
        }
    }
    let mut digits = groups.into_iter().filter(|g| !g.is_empty());
    let mut year = digits.next()?;
    let mut rest: Vec<Digits<'_>> = digits.collect();
    if year.len() > 4 {
        let after = year.split_off(4);
        rest.insert(0, after);
    }
    if let [only] = rest.as_mut_slice() {
        let at = widest_gap(only)?;
        let day = only.split_off(at);
        rest.push(day);
    }
    let [month, day] = rest.as_slice() else { return None };
    if year.len() != 4 || !(1..=2).contains(&month.len()) || !(1..=2).contains(&day.len()) {
        return None;
    }
    let text = |part: &Digits<'_>| part.iter().map(|(_, ch, _)| *ch).collect::<String>();
    let date = validity::date_of_digits(&format!("{}{:0>2}{:0>2}", text(&year), text(month), text(day)))?;
    if date.year() < 1800 {
        return None;
    }
    let mut birth = Gather::new();
    for (mark, _, p) in year.iter().chain(month).chain(day) {
        birth.cover(mark, *p);
    }
    birth.text = date.to_string();
    birth.into_field(FieldKey::BirthDate)
}

/// Where to part the digits of month and day when 月 is gone: at the widest gap.
fn widest_gap(digits: &Digits<'_>) -> Option<usize> {
    let gaps = digits.windows(2).enumerate().filter_map(|(i, pair)| match pair {
        [a, b] => Some((i + 1, b.0.x - a.0.x)),
        _ => None,
    });
    gaps.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(i, _)| i)
}

/// The lines in order, as printed; only the width of brackets is measured instead of read.
pub(super) fn read_address(lines: &[Vec<RowGlyph<'_>>]) -> Option<Field> {
    let (lines, overwritten) = own_lines(lines.get(..ADDRESS_LINES + 2).unwrap_or(lines));
    let text = brackets::settled(&lines);
    let mut address = Gather::new();
    address.overwritten(overwritten);
    let mut marks: Vec<(&RowGlyph<'_>, char)> = lines.iter().flatten().zip(text.into_iter().flatten()).collect();
    // No address ends in a comma: it is a watermark's, or a speck.
    while marks.last().is_some_and(|(_, ch)| is_dot(*ch) || is_lead(*ch) || matches!(ch, ',' | '，')) {
        marks.pop();
    }
    for (mark, ch) in marks {
        if address.text.is_empty() && is_lead(ch) {
            continue;
        }
        address.push(mark, ch, mark.glyph.confidence);
    }
    address.into_field(FieldKey::Address)
}
