//! The emblem side of a resident card.

use crate::geometry::Point;

use super::layout::{Entry, Title};
use super::plane;
use super::rows::{self, Gather, Hit, Row, RowGlyph};
use super::table::{AUTHORITY, TITLE_CARD, TITLE_STATE, VALIDITY};
use super::validity::{self, ValidityReading};
use super::{DocumentKind, Field, FieldKey, TextLine};

/// A label further from its place than this is taken for something else, mm.
const FARTHEST_LABEL_MM: f32 = 6.5;

/// The titles stand above this, mm.
const TITLES_END_MM: f32 = 30.0;
/// They begin right of this, mm: right of the emblem, on an outline that is some mm off.
const TITLES_BEGIN_MM: f32 = 17.0;

/// The rows of an emblem side, their labels found.
pub(crate) struct Back<'a> {
    pub(crate) rows: Vec<Row<'a>>,
    pub(crate) title_state: Option<Hit>,
    pub(crate) title_card: Option<Hit>,
    pub(crate) authority: Option<Hit>,
    pub(crate) validity: Option<Hit>,
    /// Row, first character and dates of the validity.
    pub(crate) dates: Option<(usize, usize, ValidityReading)>,
    dx: f32,
}

impl<'a> Back<'a> {
    pub(crate) fn analyse(lines: &'a [TextLine]) -> Self {
        let rows = rows::rows(plane::on_card(DocumentKind::ResidentIdBack, lines));
        let mut back =
            Self { rows, title_state: None, title_card: None, authority: None, validity: None, dates: None, dx: 0.0 };
        back.title_state = back.find_title(&TITLE_STATE);
        back.title_card = back.find_title(&TITLE_CARD);
        back.authority = back.find(&AUTHORITY);
        back.validity = back.find(&VALIDITY);
        let shifts =
            [(&AUTHORITY, back.authority), (&VALIDITY, back.validity)].into_iter().filter_map(|(entry, hit)| {
                let last = back.rows.get(hit?.row)?.marks.get(hit?.end.checked_sub(1)?)?;
                Some(last.x - rows::label_glyph_x(entry, 3))
            });
        back.dx = rows::median(shifts.collect()).or_else(|| back.shift_of_values()).unwrap_or(0.0).clamp(-6.0, 6.0);
        back.dates = back.find_dates();
        back
    }

    /// The shift by the left edge of the values, when no label is seen left of them.
    fn shift_of_values(&self) -> Option<f32> {
        let below_titles = self.rows.iter().filter(|row| row.y > 36.0);
        // What is left of a label that was not found stands near the values in some templates.
        let of_label = |m: &RowGlyph<'_>| AUTHORITY.label.contains(m.glyph.ch) || VALIDITY.label.contains(m.glyph.ch);
        let firsts = below_titles.filter_map(|row| row.marks.iter().find(|m| !of_label(m)));
        let left = firsts.map(|m| m.x).min_by(f32::total_cmp)?;
        // The last character of a label is at 29 to 31 mm, its first at 20 to 22 mm, the first of a value at 35 mm.
        (left > 30.6 && left < 40.0).then_some(left - AUTHORITY.value_left - 0.8)
    }

    fn find_title(&self, title: &Title) -> Option<Hit> {
        let top = self.rows.iter().enumerate().filter(|(_, row)| row.y < TITLES_END_MM);
        top.filter_map(|(i, row)| rows::find_label(row, i, title.text, |m| m.x > TITLES_BEGIN_MM))
            .filter(|hit| hit.agree >= title.least)
            .max_by_key(|hit| hit.agree)
    }

    fn find(&self, entry: &Entry) -> Option<Hit> {
        let expected = rows::label_glyph_x(entry, 0);
        let place = |hit: &Hit| (hit.left.y - entry.y).abs();
        self.rows
            .iter()
            .enumerate()
            .filter(|(_, row)| (row.y - entry.y).abs() < FARTHEST_LABEL_MM)
            .filter_map(|(i, row)| {
                rows::find_label(row, i, entry.label, |m| (m.x - expected).abs() < FARTHEST_LABEL_MM)
            })
            .filter(|hit| hit.agree >= 3 || (hit.agree == 2 && place(hit) < 2.5))
            .min_by(|a, b| b.agree.cmp(&a.agree).then(place(a).total_cmp(&place(b))))
    }

    /// Where the value of a row begins: after its label, or right of the label column.
    fn value_start(&self, row: usize) -> usize {
        let label = [self.authority, self.validity].into_iter().flatten().find(|h| h.row == row);
        if let Some(hit) = label {
            return hit.end;
        }
        let left = (AUTHORITY.label_right + AUTHORITY.value_left) / 2.0 + self.dx;
        self.rows.get(row).map_or(0, |r| r.marks.iter().position(|m| m.x > left).unwrap_or(r.marks.len()))
    }

    /// The row that reads as dates: the labelled one, else the lowest.
    fn find_dates(&self) -> Option<(usize, usize, ValidityReading)> {
        let read = |i: usize, row: &Row<'a>| {
            let start = self.value_start(i);
            let glyphs: Vec<_> = row.marks.get(start..)?.iter().map(|m| m.glyph).collect();
            validity::read(&glyphs).map(|reading| (i, start, reading))
        };
        let found: Vec<_> =
            self.rows.iter().enumerate().filter(|(_, r)| r.y > 32.0).filter_map(|(i, row)| read(i, row)).collect();
        let labelled = self.validity.and_then(|h| found.iter().find(|(i, _, _)| *i == h.row));
        labelled.or(found.last()).copied()
    }

    /// The values that could be read.
    pub(crate) fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::with_capacity(3);
        fields.extend(self.read_authority());
        if let Some((row, start, reading)) = self.dates {
            let marks = self.rows.get(row).and_then(|r| r.marks.get(start..)).unwrap_or_default();
            let (first, second) = marks.split_at(reading.second_at.min(marks.len()));
            let from = reading.from.map(|(date, trust)| (date.to_string(), trust));
            let until = reading.until.map(|(until, trust)| (until.to_contract(), trust));
            for (key, part, value) in [(FieldKey::ValidFrom, first, from), (FieldKey::ValidUntil, second, until)] {
                let Some((text, trust)) = value else { continue };
                let mut field = Gather::new();
                part.iter().for_each(|m| field.cover(m, 1.0));
                field.text = text;
                field.trust = trust;
                fields.extend(field.into_field(key));
            }
        }
        fields
    }

    /// All that stands between the titles and the validity in the column of values, in one or two lines.
    fn read_authority(&self) -> Option<Field> {
        let y_of = |row: usize| self.rows.get(row).map(|r| r.y);
        let validity_row = self.dates.map(|(row, _, _)| row).or(self.validity.map(|h| h.row));
        let validity_y = validity_row.and_then(y_of);
        let label_y = self.authority.and_then(|h| y_of(h.row));
        let (top, bottom) = match (label_y, validity_y) {
            (Some(y), below) => (y - 3.4, below.map_or(y + 3.4, |b| (b - 1.7).min(y + 4.2))),
            (None, Some(b)) => (b - 9.6, b - 1.7),
            (None, None) => (AUTHORITY.y - 3.0, AUTHORITY.y + 3.0),
        };
        let of_row = |i: usize, row: &Row<'a>| row.marks.get(self.value_start(i)..).unwrap_or_default().to_vec();
        let labelled = self.authority.and_then(|h| Some(of_row(h.row, self.rows.get(h.row)?)));
        let height = labelled.iter().flatten().map(RowGlyph::height).fold(0.0, f32::max);
        let mut authority = Gather::new();
        for (i, row) in self.rows.iter().enumerate() {
            let other = [self.validity, self.title_card, self.title_state].iter().flatten().any(|h| h.row == i);
            if other || Some(i) == validity_row || row.y <= top || row.y >= bottom {
                continue;
            }
            for mark in &of_row(i, row) {
                if !rows::is_of_value(mark, height) {
                    continue;
                }
                if authority.text.is_empty() && is_lead(mark) {
                    continue;
                }
                authority.push(mark, mark.glyph.ch, mark.glyph.confidence);
            }
        }
        authority.into_field(FieldKey::IssuingAuthority)
    }
}

fn is_lead(mark: &RowGlyph<'_>) -> bool {
    matches!(mark.glyph.ch, ':' | '：' | '.' | '·' | '-')
}

/// The fields that could be read.
pub(crate) fn parse(lines: &[TextLine]) -> Vec<Field> {
    Back::analyse(lines).fields()
}

/// How much speaks for this side, in points.
pub(crate) fn evidence(lines: &[TextLine]) -> f32 {
    let back = Back::analyse(lines);
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

/// Left ends of labels and values and the ends of the titles, at the rows' middles.
pub(crate) fn anchors(lines: &[TextLine]) -> Vec<(Point, Point)> {
    let back = Back::analyse(lines);
    let mut pairs = Vec::new();
    for (entry, hit) in [(&AUTHORITY, back.authority), (&VALIDITY, back.validity)] {
        if let Some(hit) = hit.filter(|h| h.is_whole(entry)) {
            pairs.push((Point::new(entry.label_left, entry.y), hit.left));
            if let Some(value) = back.rows.get(hit.row).and_then(|r| r.marks.get(hit.end)) {
                pairs.push((Point::new(entry.value_left, entry.y), Point::new(value.bounds().left, value.y)));
            }
        }
    }
    for (title, hit) in [(&TITLE_STATE, back.title_state), (&TITLE_CARD, back.title_card)] {
        let Some(hit) = hit.filter(|h| h.agree == title.text.chars().count()) else { continue };
        let Some(last) = back.rows.get(hit.row).and_then(|r| r.marks.get(hit.end.checked_sub(1)?)) else { continue };
        let right = Point::new(last.bounds().right, last.y);
        let wanted = title.ends(right.x - hit.left.x);
        pairs.extend(wanted.into_iter().zip([hit.left, right]));
    }
    pairs
}
