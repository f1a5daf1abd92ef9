//! Whether the lines read are those of a resident card, and points to place it by.

use crate::geometry::Point;

use super::back::Back;
use super::front::Front;
use super::layout::{self, Entry};
use super::plane;
use super::rows::Hit;
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

/// The side of a resident card that `lines` are from, with a confidence of 0 to 1.
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
    let (front, back) = (front_points(&Front::analyse(lines)), back_points(&Back::analyse(lines)));
    let (kind, points) =
        if front >= back { (DocumentKind::ResidentIdFront, front) } else { (DocumentKind::ResidentIdBack, back) };
    (points >= ENOUGH).then(|| (kind, 1.0 - (-points / SCALE).exp()))
}

fn front_points(front: &Front<'_>) -> f32 {
    let label = |hit: &Option<Hit>| match hit {
        Some(h) if h.agree >= 2 => 1.0,
        Some(_) => 0.4,
        None => 0.0,
    };
    let labels: f32 =
        [&front.name, &front.sex, &front.ethnicity, &front.birth, &front.address].into_iter().map(label).sum();
    let number_label = front.number_label.map_or(0.0, |h| if h.agree >= 5 { 2.0 } else { 1.5 });
    let number = front.number_trust().map_or(0.0, |t| if t.mean() > 0.5 { 2.0 } else { 1.0 });
    // Residence permits of people from Hong Kong, Macao and Taiwan: the same labels but 民族.
    if front.ethnicity.is_none() && front.starts_with_8() {
        return 0.0;
    }
    labels + number_label + number + if front.has_birth() { 1.0 } else { 0.0 }
}

fn back_points(back: &Back<'_>) -> f32 {
    let title_card = if back.title_card.is_some() { 2.0 } else { 0.0 };
    let title_state = if back.title_state.is_some() { 1.0 } else { 0.0 };
    let label = |hit: &Option<Hit>| match hit {
        Some(h) if h.agree >= 3 => 1.5,
        Some(_) => 0.7,
        None => 0.0,
    };
    let own = title_card + label(&back.authority) + label(&back.validity);
    // A state's name and dates alone stand on many papers.
    if own < 1.4 {
        return 0.0;
    }
    own + title_state + if back.dates.is_some() { 1.0 } else { 0.0 }
}

impl Front<'_> {
    fn starts_with_8(&self) -> bool {
        self.number.and_then(|(row, start)| self.rows.get(row)?.marks.get(start)).is_some_and(|m| m.glyph.ch == '8')
    }
}

/// Pairs of where the layout wants a point and where it was seen, both in mm of the card plane.
///
/// Left ends of labels and values, ends of the number and of the titles, at the rows' middles; what was
/// not recognised gives none. For fitting the card's placement.
pub fn anchors(kind: DocumentKind, lines: &[TextLine]) -> Vec<(Point, Point)> {
    match kind {
        DocumentKind::ResidentIdFront => front_anchors(&Front::analyse(lines)),
        DocumentKind::ResidentIdBack => back_anchors(&Back::analyse(lines)),
        DocumentKind::Unknown => Vec::new(),
    }
}

fn front_anchors(front: &Front<'_>) -> Vec<(Point, Point)> {
    let mut pairs = Vec::new();
    let labels = [
        (&layout::NAME, front.name),
        (&layout::SEX, front.sex),
        (&layout::ETHNICITY, front.ethnicity),
        (&layout::BIRTH, front.birth),
        (&layout::ADDRESS, front.address),
        (&layout::NUMBER, front.number_label),
    ];
    for (entry, hit) in labels {
        if let Some(hit) = hit.filter(|h| is_whole(h, entry)) {
            pairs.push((Point::new(entry.label_left, entry.y), hit.left));
            let value = front.rows.get(hit.row).and_then(|r| r.marks.get(hit.end));
            // The number's left end is taken from the number itself.
            if let Some(value) = value.filter(|m| entry.y < 40.0 && m.x > hit.left.x + 4.0) {
                pairs.push((Point::new(entry.value_left, entry.y), Point::new(value.bounds().left, value.y)));
            }
        }
    }
    if let Some(marks) = front.number.and_then(|(row, start)| front.rows.get(row)?.marks.get(start..start + 18))
        && let [first, .., last] = marks
    {
        let entry = &layout::NUMBER;
        pairs.push((Point::new(entry.value_left, entry.y), Point::new(first.bounds().left, first.y)));
        pairs.push((Point::new(entry.value_right, entry.y), Point::new(last.bounds().right, last.y)));
    }
    pairs
}

fn back_anchors(back: &Back<'_>) -> Vec<(Point, Point)> {
    let mut pairs = Vec::new();
    for (entry, hit) in [(&layout::AUTHORITY, back.authority), (&layout::VALIDITY, back.validity)] {
        if let Some(hit) = hit.filter(|h| is_whole(h, entry)) {
            pairs.push((Point::new(entry.label_left, entry.y), hit.left));
            if let Some(value) = back.rows.get(hit.row).and_then(|r| r.marks.get(hit.end)) {
                pairs.push((Point::new(entry.value_left, entry.y), Point::new(value.bounds().left, value.y)));
            }
        }
    }
    for ((title, place), hit) in [(layout::TITLE_STATE, back.title_state), (layout::TITLE_CARD, back.title_card)] {
        let Some(hit) = hit.filter(|h| h.agree == title.chars().count()) else { continue };
        let Some(last) = back.rows.get(hit.row).and_then(|r| r.marks.get(hit.end.checked_sub(1)?)) else { continue };
        let y = place.centre().y;
        pairs.push((Point::new(place.left, y), hit.left));
        pairs.push((Point::new(place.right, y), Point::new(last.bounds().right, last.y)));
    }
    pairs
}

fn is_whole(hit: &Hit, entry: &Entry) -> bool {
    let count = entry.label.chars().count();
    hit.agree == count && hit.end - hit.start == count
}
