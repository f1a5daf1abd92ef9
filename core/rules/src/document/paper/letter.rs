//! Letters that are signed: what they call themselves, who signed them and when, as far as handwriting can be read.

use super::{dates, rows_of};
use crate::document::rows::{Gather, Row, RowGlyph};
use crate::document::{Field, FieldKey, TextLine};
use crate::letter::{LetterKind, is_date_label, is_sign_label};

/// Share of the page's rows from above among which its title is.
const TITLE_PART: f32 = 0.5;

/// Whether the page calls itself a letter that is signed for a filing.
pub(super) fn is_letter(rows: &[Row<'_>]) -> bool {
    title(rows).is_some()
}

/// The row of the title: of the highest print in the upper half.
fn title<'r, 'a>(rows: &'r [Row<'a>]) -> Option<&'r Row<'a>> {
    let upper = ((rows.len() as f32 * TITLE_PART).ceil() as usize).max(1);
    let height = |row: &Row<'_>| row.marks.first().map_or(0.0, RowGlyph::height);
    let titles = rows.iter().take(upper).filter(|row| {
        let text: String = row.marks.iter().map(|m| m.glyph.ch).collect();
        let sentence = text.contains(['。', '，', ',', '；', '：', ':']);
        let kind = LetterKind::of_title(&text);
        let signed = matches!(kind, Some(LetterKind::Responsibility | LetterKind::Promise | LetterKind::Commitment));
        signed && !sentence
    });
    titles.max_by(|a, b| height(a).total_cmp(&height(b)))
}

/// The fields that could be read.
pub(crate) fn letter(lines: &[TextLine]) -> Vec<Field> {
    let rows = rows_of(lines);
    let title = title(&rows).and_then(|row| gathered(&row.marks, FieldKey::Title));
    let signer = rows.iter().find_map(|row| after(row, is_sign_label)).and_then(|marks| {
        let name: Vec<RowGlyph<'_>> = marks.iter().copied().take_while(|m| m.glyph.ch.is_alphabetic()).collect();
        gathered(&name, FieldKey::Signer)
    });
    let signed_on = rows.iter().find_map(|row| after(row, is_date_label)).and_then(|marks| {
        let text: Vec<char> = marks.iter().map(|m| m.glyph.ch).collect();
        let day = dates::dates(&text).into_iter().next()?;
        let field = gathered(marks.get(day.at.clone())?, FieldKey::SignedOn)?;
        Some(Field { value: crate::Sensitive::new(day.date.to_string()), ..field })
    });
    [title, signer, signed_on].into_iter().flatten().collect()
}

/// What stands in a row behind a label and its colon.
fn after<'r, 'a>(row: &'r Row<'a>, is_label: fn(&str) -> bool) -> Option<&'r [RowGlyph<'a>]> {
    let mut label = String::new();
    for (i, mark) in row.marks.iter().enumerate() {
        if matches!(mark.glyph.ch, ':' | '：') {
            if is_label(&label) {
                return row.marks.get(i + 1..);
            }
            label.clear();
        } else {
            label.push(mark.glyph.ch);
        }
    }
    None
}

fn gathered(marks: &[RowGlyph<'_>], key: FieldKey) -> Option<Field> {
    let mut value = Gather::new();
    for mark in marks {
        value.push(mark, mark.glyph.ch, mark.glyph.confidence);
    }
    value.into_field(key)
}
