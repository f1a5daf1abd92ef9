//! Papers: licences and certificates of units, read as a page by their labels.
//!
//! The plane of a page has no places that print is bound to; its unit is nobody's but the page's own.

mod capture;
mod cells;
mod code;
pub(crate) mod dates;
mod foreign;
mod form;
mod letter;
mod title;

use super::rows::{self, Row};
use super::{DocumentKind, Field, FieldKey, TextLine};
use crate::geometry::Rect;

pub use capture::PaperCapture;
pub use code::read_in_qr;
pub(crate) use foreign::foreign;
pub(crate) use letter::letter;
pub(crate) use title::registered_under;

/// More lines than any page of these has that can be read: what is more is no such page.
const MOST_LINES: usize = 160;
/// Labels that make a page with the right title what it says.
const WITH_TITLE: usize = 2;
/// Labels that make a page without a title that was read a licence, a credit code among them.
const WITHOUT_TITLE: usize = 5;
/// Confidence of a kind that title and labels tell, and of one that labels alone do.
const CONFIDENCE: (f32, f32) = (0.99, 0.9);

/// First character of the credit codes of what is licensed.
const LICENSED: char = '9';

fn rows_of(lines: &[TextLine]) -> Vec<Row<'_>> {
    let sound = |line: &&TextLine| {
        let b = &line.bounds_mm;
        [b.left, b.top, b.right, b.bottom].iter().all(|v| v.is_finite()) && b.width() > 0.0 && b.height() > 0.0
    };
    rows::rows(lines.iter().filter(sound).take(MOST_LINES))
}

/// Rows of print from which a picture shows a page and no card.
const PAGE_ROWS: usize = 5;

/// Whether `lines` are a page of print, whatever it says.
pub fn is_page(lines: &[TextLine]) -> bool {
    rows_of(lines).len() >= PAGE_ROWS
}

/// Whether a page may be a paper that is known, by what some of its lines say: each character of a title is there, perhaps by
/// itself where it is set wide.
pub fn may_be(said: &[String]) -> bool {
    let all: String = said.concat();
    let letters = ["告知书", "承诺书"];
    letters.iter().any(|word| said.iter().any(|line| line.contains(word)))
        || title::texts().any(|title| title.chars().all(|ch| all.contains(ch)))
}

/// The kind of paper that upright `lines` of a page are of, with a confidence of 0 to 1.
pub fn tell(lines: &[TextLine]) -> Option<(DocumentKind, f32)> {
    let rows = rows_of(lines);
    let labels = cells::labels(&rows, form::LABELS);
    let count = labels.iter().filter(|label| matches!(label.heads, cells::Heads::Field(_))).count();
    if let Some(title) = title::title(&rows) {
        let foreign = title.kind == DocumentKind::ForeignPermanentResidentFront;
        let count = if foreign { foreign::label_count(lines) } else { count };
        return (count >= WITH_TITLE).then_some((title.kind, CONFIDENCE.0));
    }
    if letter::is_letter(&rows) {
        return Some((DocumentKind::SignedLetter, CONFIDENCE.0));
    }
    let code = code::in_rows(&rows).filter(|_| count >= WITHOUT_TITLE)?;
    // Who registers it tells which of the two it is.
    let licensed = code.value.expose().starts_with(LICENSED);
    let kind = if licensed { DocumentKind::BusinessLicence } else { DocumentKind::UnitCertificate };
    Some((kind, CONFIDENCE.1))
}

/// The fields of a business licence that could be read.
pub(crate) fn licence(lines: &[TextLine]) -> Vec<Field> {
    fields(
        lines,
        &[
            FieldKey::Name,
            FieldKey::CreditCode,
            FieldKey::Type,
            FieldKey::LegalRepresentative,
            FieldKey::Address,
            FieldKey::RegisteredCapital,
            FieldKey::EstablishedOn,
            FieldKey::Term,
            FieldKey::Scope,
        ],
    )
}

/// The fields of another unit's certificate that could be read.
pub(crate) fn certificate(lines: &[TextLine]) -> Vec<Field> {
    fields(
        lines,
        &[
            FieldKey::Title,
            FieldKey::Name,
            FieldKey::CreditCode,
            FieldKey::LegalRepresentative,
            FieldKey::Address,
            FieldKey::Term,
            FieldKey::Scope,
        ],
    )
}

/// Where a last row of `field` would stand whose only character a detector may have passed over; `None` where a line was read.
pub fn below(field: &Field, lines: &[TextLine]) -> Option<Rect> {
    let of_value = |line: &&TextLine| {
        let b = &line.bounds_mm;
        b.top < field.bounds_mm.bottom
            && b.bottom > field.bounds_mm.top
            && b.right > field.bounds_mm.left
            && b.left < field.bounds_mm.right
    };
    let mut rows: Vec<&TextLine> = lines.iter().filter(of_value).collect();
    rows.sort_by(|a, b| a.bounds_mm.centre().y.total_cmp(&b.bounds_mm.centre().y));
    let last = rows.last()?.bounds_mm;
    let (height, middle) = (last.height(), last.centre().y);
    let before = rows.iter().rev().map(|row| row.bounds_mm.centre().y).find(|y| middle - y > height / 2.0);
    let y = middle + before.map_or(height, |before| middle - before).min(NEXT_ROW * height);
    let left = field.bounds_mm.left;
    // Print is two thirds as high as its line's box, and as wide.
    let place = Rect::new(left - 0.1 * height, y - 0.4 * height, left + 0.8 * height, y + 0.4 * height);
    let free = lines.iter().all(|line| line.bounds_mm.intersection(&place).area() <= 0.0);
    free.then_some(place)
}

/// Distance of two rows of one value at most, heights of a line's box.
const NEXT_ROW: f32 = 1.6;

/// The fields among `keys` that were read, in that order.
fn fields(lines: &[TextLine], keys: &[FieldKey]) -> Vec<Field> {
    let rows = rows_of(lines);
    let labels = cells::labels(&rows, form::LABELS);
    let cells = cells::cells(&rows, &labels);
    let of = |key: FieldKey| cells.iter().find(|cell| cell.key == key);
    let one = |key: &FieldKey| match key {
        FieldKey::Title => title::title(&rows)?.field(),
        FieldKey::CreditCode => code::in_rows(&rows),
        FieldKey::EstablishedOn => {
            let cell = of(*key)?;
            let first = dates::dates(&cell.text()).into_iter().next();
            first.and_then(|first| cell.told(first.date.to_string(), first.at)).or_else(|| cell.unsure())
        }
        FieldKey::Term => {
            let cell = of(*key)?;
            let text = cell.text();
            let term = dates::term(&text).and_then(|term| cell.told(term, 0..text.len()));
            term.or_else(|| cell.unsure())
        }
        _ => of(*key)?.plain(),
    };
    keys.iter().filter_map(one).collect()
}
