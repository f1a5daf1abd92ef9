//! Which kind of document the lines read are of, and points to place it by.

use crate::geometry::Point;

use super::plane;
use super::table::ROWS;
use super::{DocumentKind, TextLine};

/// Words that stand on other documents with the same labels: driving licence, residence permits, passports,
/// social security card, vehicle licence, business licence, permanent residence card, temporary card.
const OTHER_DOCUMENTS: [&str; 18] = [
    "驾驶证",
    "准驾车型",
    "初次领证",
    "行驶证",
    "居住证",
    "永久居留",
    "护照",
    "社会保障号",
    "社会保障卡",
    "营业执照",
    "统一社会信用",
    "通行证",
    "国籍",
    "临时居民",
    "户口簿",
    "军官证",
    "工作证",
    "签发次数",
];

/// Points of evidence below which nothing is recognised: three labels in place, or number and one label.
const ENOUGH: f32 = 3.0;
/// Points at which confidence is 1 - 1/e.
const SCALE: f32 = 2.5;

/// The kind of document that `lines` are from, with a confidence of 0 to 1.
///
/// Labels and the number count only where the layout has them. Other documents with such labels are left out.
pub fn tell_kind(lines: &[TextLine]) -> Option<(DocumentKind, f32)> {
    let texts: Vec<String> =
        lines.iter().filter(|l| plane::touches_card(l)).map(|l| l.text().split_whitespace().collect()).collect();
    // 外国血统中国籍人士 is an ethnicity that a resident card may print.
    let other = |t: &String| OTHER_DOCUMENTS.iter().any(|word| t.replace("中国籍人", "").contains(word));
    if texts.iter().any(other) {
        return None;
    }
    let points = ROWS.iter().map(|row| (row.kind, (row.evidence)(lines)));
    // Of equal ones the first.
    let (kind, points) = points.rev().max_by(|a, b| a.1.total_cmp(&b.1))?;
    (points >= ENOUGH).then(|| (kind, 1.0 - (-points / SCALE).exp()))
}

/// Pairs of where the layout wants a point and where it was seen, both in mm of the document's plane.
///
/// What was not recognised gives none. For fitting the placement.
pub fn anchors(kind: DocumentKind, lines: &[TextLine]) -> Vec<(Point, Point)> {
    (kind.row().anchors)(lines)
}
