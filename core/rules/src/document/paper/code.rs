//! The credit code on a page: known by its characters, wherever a form puts it.

use crate::document::credit_code::{self, LENGTH};
use crate::document::pick::{self, fold_width};
use crate::document::rows::{Gather, Row, RowGlyph};
use crate::document::{Field, FieldKey, Glyph};
use crate::geometry::Rect;

/// What a code's characters are taken for that it does not have, by shape. Codes are printed in capitals.
const LIKE: [(char, char); 7] = [('O', '0'), ('o', '0'), ('I', '1'), ('l', '1'), ('|', '1'), ('Z', '2'), ('S', '5')];
/// Distance of two characters of one code at most, heights of its line: some forms set them an em apart.
const NEXT: f32 = 1.6;

/// The first code among `rows`, read under its own alphabet. Whether it holds is not asked here.
pub(super) fn in_rows(rows: &[Row<'_>]) -> Option<Field> {
    rows.iter().find_map(in_row)
}

fn in_row(row: &Row<'_>) -> Option<Field> {
    let mut at = 0;
    while at < row.marks.len() {
        let rest = row.marks.get(at..)?;
        let length = run(rest);
        if length == LENGTH
            && let Some(code) = rest.get(..length).and_then(read)
        {
            return Some(code);
        }
        at += length.max(1);
    }
    None
}

/// How many characters like a code's stand one after the other.
fn run(marks: &[RowGlyph<'_>]) -> usize {
    let mut last: Option<f32> = None;
    let goes_on = |mark: &&RowGlyph<'_>| {
        let near = last.is_none_or(|last| mark.x - last < NEXT * mark.height());
        last = Some(mark.x);
        near && is_like(mark.glyph.ch)
    };
    marks.iter().take_while(goes_on).count()
}

fn is_like(ch: char) -> bool {
    let ch = fold_width(ch);
    ch.is_ascii_alphanumeric() || ch == '|'
}

fn read(marks: &[RowGlyph<'_>]) -> Option<Field> {
    let mut code = Gather::new();
    for (place, mark) in marks.iter().enumerate() {
        let (ch, p) = if credit_code::is_digit_place(place) { pick::digit(mark.glyph) } else { character(mark.glyph) }?;
        code.push(mark, ch, p);
    }
    code.into_field(FieldKey::CreditCode)
}

/// `glyph` under the alphabet, with the probability of all its candidates that stand for the same.
fn character(glyph: &Glyph) -> Option<(char, f32)> {
    let candidates = || std::iter::once((glyph.ch, glyph.confidence)).chain(glyph.alternatives.iter().copied());
    let mut best: Option<(char, f32)> = None;
    for meant in candidates().filter_map(|(ch, _)| meant(ch)) {
        let sure: f32 =
            candidates().filter(|(ch, p)| p.is_finite() && self::meant(*ch) == Some(meant)).map(|(_, p)| p).sum();
        if best.is_none_or(|(_, most)| sure > most) {
            best = Some((meant, sure.clamp(0.0, 1.0)));
        }
    }
    best
}

fn meant(ch: char) -> Option<char> {
    let ch = fold_width(ch);
    let like = LIKE.iter().find(|(seen, _)| *seen == ch).map(|(_, meant)| *meant);
    like.or_else(|| Some(ch.to_ascii_uppercase()).filter(|ch| credit_code::holds(*ch)))
}

/// What a QR code that stands at `bounds` of the page tells of the code: it is parsed, and never opened.
pub fn read_in_qr(content: &str, bounds: Rect) -> Option<Field> {
    credit_code::in_text(content).map(|code| Field {
        key: FieldKey::QrCreditCode,
        value: crate::Sensitive::new(code.to_owned()),
        // Its own error correction holds, or nothing is read.
        confidence: 1.0,
        min_confidence: 1.0,
        bounds_mm: bounds,
        overwritten: None,
        characters: Vec::new(),
    })
}
