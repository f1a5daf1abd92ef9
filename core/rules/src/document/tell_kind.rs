//! Which kind of document the lines read are of, and points to place it by.

use crate::geometry::Point;

use super::named::WORDS;
use super::plane;
use super::table::ROWS;
use super::{DocumentKind, TextLine};

/// Words that stand on papers which carry a resident card's labels, and which this build has no name for.
const OTHER_DOCUMENTS: [&str; 9] =
    ["居住证", "社会保障号", "社会保障卡", "统一社会信用", "通行证", "国籍", "户口簿", "军官证", "工作证"];

/// Points of a word that stands on one kind only.
const OWN_WORD: f32 = 3.0;
/// Points of evidence below which nothing is recognised: three labels in place, or number and one label.
pub(crate) const ENOUGH: f32 = 3.0;
/// Points at which confidence is 1 - 1/e.
const SCALE: f32 = 2.5;

/// What is written on the card, line by line, without spaces. 外国血统中国籍人士 is an ethnicity that a resident card may
/// print, and no 国籍.
pub(crate) fn texts(lines: &[TextLine]) -> Vec<String> {
    let on_card = lines.iter().filter(|l| plane::touches_card(l));
    on_card.map(|l| l.text().split_whitespace().collect::<String>().replace("中国籍人", "")).collect()
}

/// The kind that has one of its own words in `texts`, and how many of them.
fn by_words(texts: &[String]) -> Option<(DocumentKind, usize)> {
    WORDS.iter().find_map(|(kind, words)| {
        let seen = words.iter().filter(|word| texts.iter().any(|text| text.contains(**word))).count();
        (seen > 0).then_some((*kind, seen))
    })
}

/// The kind of document that `lines` are from, with a confidence of 0 to 1; also of kinds that are not read.
///
/// Labels and the number count only where the layout has them. Papers without a name here are left out.
pub fn tell_kind(lines: &[TextLine]) -> Option<(DocumentKind, f32)> {
    let sure = |points: f32| 1.0 - (-points / SCALE).exp();
    let texts = texts(lines);
    if let Some((kind, seen)) = by_words(&texts) {
        return Some((kind, sure(OWN_WORD * seen as f32)));
    }
    if texts.iter().any(|text| OTHER_DOCUMENTS.iter().any(|word| text.contains(word))) {
        return None;
    }
    let points = ROWS.iter().map(|row| (row.kind, (row.evidence)(lines)));
    // Of equal ones the first.
    let (kind, points) = points.rev().max_by(|a, b| a.1.total_cmp(&b.1))?;
    (points >= ENOUGH).then(|| (kind, sure(points)))
}

/// Pairs of where the layout wants a point and where it was seen, both in mm of the document's plane.
///
/// What was not recognised gives none. For fitting the placement.
pub fn anchors(kind: DocumentKind, lines: &[TextLine]) -> Vec<(Point, Point)> {
    (kind.row().anchors)(lines)
}
