//! The identity card of foreign permanent residents (外国人永久居留身份证), of 2017 and of 2023: no standard with places is public,
//! so that it is read by its labels as a page is.

use std::ops::Range;

use super::cells::{Cell, Heads, Label, cells, field, labels, other};
use super::{dates, rows_of};
use crate::document::pick::{self, fold_width};
use crate::document::rows::{Gather, RowGlyph};
use crate::document::{Field, FieldKey, TextLine};

/// Its labels, in Chinese and with their English beside them.
const LABELS: &[Label] = &[
    field("姓名", FieldKey::Name),
    field("姓名/Name", FieldKey::Name),
    field("姓名Name", FieldKey::Name),
    field("中文姓名", FieldKey::NameZh),
    field("中文姓名/ChineseName", FieldKey::NameZh),
    field("性别", FieldKey::Sex),
    field("性别/Sex", FieldKey::Sex),
    field("性别Sex", FieldKey::Sex),
    field("出生日期", FieldKey::BirthDate),
    field("出生日期/DateofBirth", FieldKey::BirthDate),
    field("出生日期DateofBirth", FieldKey::BirthDate),
    field("国籍", FieldKey::Nationality),
    field("国籍/Nationality", FieldKey::Nationality),
    field("国籍Nationality", FieldKey::Nationality),
    field("有效期限", FieldKey::Term),
    field("有效期限/PeriodofValidity", FieldKey::Term),
    field("有效期限PeriodofValidity", FieldKey::Term),
    field("签发机关", FieldKey::IssuingAuthority),
    field("签发机关/IssuingAuthority", FieldKey::IssuingAuthority),
    field("签发机关IssuingAuthority", FieldKey::IssuingAuthority),
    field("证件号码", FieldKey::IdNumber),
    field("证件号码/IDNO.", FieldKey::IdNumber),
    field("证件号码/IDNo.", FieldKey::IdNumber),
    field("证件号码/CardNo.", FieldKey::IdNumber),
    field("证件号码IDNO.", FieldKey::IdNumber),
    field("公民身份号码", FieldKey::IdNumber),
    other("中华人民共和国"),
    other("外国人永久居留身份证"),
];

/// Letters and digits of a number of 2017: those of the country first.
const OLD_NUMBER: (usize, usize) = (3, 12);
/// Characters of a number of 2023, the last of which checks the others as a citizen's does.
const NEW_NUMBER: usize = 18;
/// Distance of two Latin letters over the usual in their row from which a space is between them, read or not: of letters of their own
/// widths a narrow space is not told by that.
const SPACE: f32 = 1.55;

/// How many of its labels stand on a page.
pub(super) fn label_count(lines: &[TextLine]) -> usize {
    let found = labels(&rows_of(lines), LABELS);
    found.iter().filter(|label| matches!(label.heads, Heads::Field(_))).count()
}

/// The fields that could be read.
pub(crate) fn foreign(lines: &[TextLine]) -> Vec<Field> {
    let rows = rows_of(lines);
    let cells = cells(&rows, &labels(&rows, LABELS));
    let of = |key: FieldKey| cells.iter().find(|cell| cell.key == key);
    let [from, until] = of(FieldKey::Term).map(term).unwrap_or_default();
    let told = [
        of(FieldKey::Name).and_then(latin_name),
        of(FieldKey::NameZh).and_then(Cell::plain),
        of(FieldKey::Sex).and_then(sex),
        of(FieldKey::BirthDate).and_then(birth),
        of(FieldKey::Nationality).and_then(nationality),
        of(FieldKey::IdNumber).and_then(number),
        from,
        until,
        of(FieldKey::IssuingAuthority).and_then(Cell::plain).filter(|authority| is_han(authority, 3)),
    ];
    told.into_iter().flatten().collect()
}

/// A name in Latin letters, its words parted where they stand apart.
fn latin_name(cell: &Cell<'_>) -> Option<Field> {
    let mut value = Gather::new();
    let first = cell.rows.first()?;
    let mut steps: Vec<f32> = first.windows(2).filter_map(|pair| Some(pair.last()?.x - pair.first()?.x)).collect();
    steps.sort_by(f32::total_cmp);
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(f32::MAX);
    for row in &cell.rows {
        let mut last: Option<&RowGlyph<'_>> = None;
        for mark in row {
            let ch = fold_width(mark.glyph.ch);
            let apart = last.is_some_and(|last| mark.after_space || mark.x - last.x > SPACE * usual);
            let next_row = last.is_none() && !value.text.is_empty();
            if apart || next_row || value.text.ends_with(',') {
                value.text.push(' ');
            }
            value.push(mark, ch, mark.glyph.confidence);
            last = Some(mark);
        }
    }
    value.into_field(cell.key).filter(|name| name.value.expose().chars().all(is_of_name))
}

fn is_of_name(ch: char) -> bool {
    ch.is_ascii_uppercase() || matches!(ch, ' ' | ',' | '-' | '\'' | '.')
}

fn sex(cell: &Cell<'_>) -> Option<Field> {
    let text = cell.text();
    let at = text.iter().position(|c| matches!(c, '男' | '女' | 'M' | 'F'))?;
    let sex = if matches!(text.get(at), Some('男' | 'M')) { "男" } else { "女" };
    cell.told(sex.to_owned(), at..at + 1)
}

fn birth(cell: &Cell<'_>) -> Option<Field> {
    let text = cell.text();
    let first = dates::dates(&text).into_iter().next().filter(|date| date.is_whole(&text))?;
    cell.told(first.date.to_string(), first.at)
}

/// The first day and the last.
fn term(cell: &Cell<'_>) -> [Option<Field>; 2] {
    let text = cell.text();
    let dates = dates::dates(&text);
    let [from, until] = dates.as_slice() else { return [None, None] };
    if ![from, until].iter().all(|date| date.is_whole(&text)) {
        return [None, None];
    }
    let told = |key: FieldKey, date: &dates::Printed| {
        let field = cell.told(date.date.to_string(), date.at.clone())?;
        Some(Field { key, ..field })
    };
    [told(FieldKey::ValidFrom, from), told(FieldKey::ValidUntil, until)]
}

/// The code of three letters where one is printed, else what is.
fn nationality(cell: &Cell<'_>) -> Option<Field> {
    let text = cell.text();
    let code = text.windows(3).position(|part| part.iter().all(char::is_ascii_uppercase));
    match code.filter(|_| text.iter().filter(|c| c.is_ascii_uppercase()).count() == 3) {
        Some(at) => cell.told(text.get(at..at + 3)?.iter().collect(), at..at + 3),
        None => cell.plain().filter(|country| is_han(country, 2)),
    }
}

/// Whether `field` is of Chinese characters and of nothing else, `fewest` of them at least: 公安部, 法国.
fn is_han(field: &Field, fewest: usize) -> bool {
    let value = field.value.expose();
    value.chars().count() >= fewest && value.chars().all(pick::is_han)
}

/// The number under its own alphabet: letters, then digits, or all digits with a check character.
fn number(cell: &Cell<'_>) -> Option<Field> {
    let marks: Vec<RowGlyph<'_>> = cell.rows.iter().flatten().copied().collect();
    let (letters, digits) = OLD_NUMBER;
    let mut value = Gather::new();
    let mut read = |range: Range<usize>, as_what: fn(&crate::document::Glyph) -> Option<(char, f32)>| {
        for mark in marks.get(range)? {
            let (ch, p) = as_what(mark.glyph)?;
            value.push(mark, ch, p);
        }
        Some(())
    };
    match marks.len() {
        n if n == letters + digits => {
            read(0..letters, letter)?;
            read(letters..n, pick::digit)?;
        }
        NEW_NUMBER => {
            read(0..NEW_NUMBER - 1, pick::digit)?;
            read(NEW_NUMBER - 1..NEW_NUMBER, pick::check_character)?;
        }
        _ => return None,
    }
    value.into_field(FieldKey::IdNumber)
}

fn letter(glyph: &crate::document::Glyph) -> Option<(char, f32)> {
    pick::among(glyph, |c| fold_width(c).is_ascii_alphabetic()).map(|(c, p)| (fold_width(c).to_ascii_uppercase(), p))
}
