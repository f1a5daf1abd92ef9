//! What a kind's row says of its layout, in mm of the document's plane, and the zones that follow from it.
//!
//! One set of figures serves all who ask: where a label is looked for, where glare would hide print, how boxes that nobody
//! has read yet are matched. Readers go by labels and order first and by these places second.

use std::sync::LazyLock;

use crate::geometry::{Point, Rect};

use super::table::{ADDRESS_LINES, ROWS};
use super::{DocumentKind, FieldKey};

/// Whether a line, as characters with their places along it, is a value by its characters alone.
type IsOwn = fn(&[(char, f32)]) -> bool;

/// A printed label and the value that belongs to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// The label as printed.
    pub(crate) label: &'static str,
    /// Left edge of the label, mm.
    pub(crate) label_left: f32,
    /// Right edge of the label, mm.
    pub(crate) label_right: f32,
    /// Left edge of the value, mm.
    pub(crate) value_left: f32,
    /// Where a short value ends, so that every card has print up to here, mm.
    pub(crate) value_short: f32,
    /// Where a usual value ends, mm.
    pub(crate) value_right: f32,
    /// Where a long value ends, mm.
    pub(crate) value_long: f32,
    /// Middle of the (first) row, mm.
    pub(crate) y: f32,
    /// The fields in the value, from left to right.
    pub(crate) keys: &'static [FieldKey],
    /// Half the height of the value's print, mm.
    pub(crate) half_print: f32,
    /// What label and value tell of the kind when boxes fill their places, over the others'.
    pub(crate) weight: [f32; 2],
    /// Where a second line of the value ends at least, mm, and what it tells.
    pub(crate) second: Option<(f32, f32)>,
    /// Lines of a usual value.
    pub(crate) lines: usize,
    /// Characters of a value that always has as many, so that both its ends are known places.
    pub(crate) length: Option<usize>,
    /// Tells a line that is this value by its characters alone: one of a machine-readable zone.
    pub(crate) own: Option<IsOwn>,
}

impl Entry {
    /// `label` from its left to its right edge; the value's left edge and where short, usual and long ones end; the row's middle.
    pub(crate) const fn new(label: &'static str, label_x: [f32; 2], value_x: [f32; 4], y: f32) -> Self {
        let ([label_left, label_right], [value_left, value_short, value_right, value_long]) = (label_x, value_x);
        Self {
            label,
            label_left,
            label_right,
            value_left,
            value_short,
            value_right,
            value_long,
            y,
            keys: &[],
            half_print: HALF_PRINT,
            weight: [1.0, 1.0],
            second: None,
            lines: 1,
            length: None,
            own: None,
        }
    }

    /// With the fields that stand in the value.
    pub(crate) const fn holds(mut self, keys: &'static [FieldKey]) -> Self {
        self.keys = keys;
        self
    }

    /// With what label and value tell of the kind.
    pub(crate) const fn tells(mut self, label: f32, value: f32) -> Self {
        self.weight = [label, value];
        self
    }

    /// With print of another height, mm.
    pub(crate) const fn tall(mut self, height: f32) -> Self {
        self.half_print = height / 2.0;
        self
    }

    /// With a value of `lines` lines usually, the second of which ends at `short` mm at least and tells `weight`.
    pub(crate) const fn lines(mut self, lines: usize, short: f32, weight: f32) -> Self {
        self.lines = lines;
        self.second = Some((short, weight));
        self
    }

    /// A line of a machine-readable zone from `left` to `right` mm, which has no label.
    pub(crate) const fn zone(left: f32, right: f32, y: f32, own: IsOwn) -> Self {
        let mut entry = Self::new("", [left, left], [left, right, right, right], y);
        entry.own = Some(own);
        entry.weight = [0.0, 4.0];
        entry
    }

    /// With a value of always `length` characters.
    pub(crate) const fn length(mut self, length: usize) -> Self {
        self.length = Some(length);
        self
    }

    const fn label_row(&self, half: f32) -> Rect {
        Rect::new(self.label_left, self.y - half, self.label_right, self.y + half)
    }

    /// The part of the value in which `key` stands: values of two fields are halved.
    fn part(&self, key: FieldKey) -> Option<Rect> {
        let at = self.keys.iter().position(|k| *k == key)?;
        let width = (self.value_long - self.value_left) / self.keys.len() as f32;
        let left = self.value_left + width * at as f32;
        let bottom = self.y + HALF_ROW + LINE_PITCH * self.lines.saturating_sub(1) as f32;
        Some(Rect::new(left, self.y - HALF_ROW, left + width, bottom))
    }
}

/// A line of a document's title. Printers set it more or less widely about the same middle.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Title {
    /// As printed.
    pub(crate) text: &'static str,
    /// Where it stands at its widest, mm.
    pub(crate) place: Rect,
    /// Its width where it is set the most closely, mm.
    pub(crate) narrowest: f32,
    /// What it tells of the kind.
    pub(crate) weight: f32,
    /// Characters of it that must be read to know it.
    pub(crate) least: usize,
}

impl Title {
    /// Where its left and right ends are wanted when it is seen `width` mm wide: as far apart as they are seen, as long as
    /// some printer sets them so. Its middle tells where the document lies; within these widths it tells nothing of the size.
    pub(crate) fn ends(&self, width: f32) -> [Point; 2] {
        let half = width.clamp(self.narrowest, self.place.width()) / 2.0;
        let middle = self.place.centre();
        [Point::new(middle.x - half, middle.y), Point::new(middle.x + half, middle.y)]
    }

    /// Whether its ends are places that are known.
    pub(crate) fn is_steady(&self) -> bool {
        self.place.width() - self.narrowest < STEADY_MM
    }
}

/// What the picture on a side shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// The holder.
    Portrait,
    /// The state's emblem, red.
    Emblem,
}

/// Where print and picture stand on one kind of document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Print {
    /// The title's lines.
    pub(crate) titles: &'static [Title],
    /// Labels with their values.
    pub(crate) entries: &'static [Entry],
    /// Where print may be beside these places: further lines, long values.
    pub(crate) allowed: &'static [Rect],
    /// Portrait or emblem, and where.
    pub(crate) picture: Option<(PictureKind, Rect)>,
}

impl Print {
    /// Of what is told by its words alone.
    pub(crate) const NONE: Self = Self { titles: &[], entries: &[], allowed: &[], picture: None };
}

/// Titles whose width differs by more among printers give their middle alone as a place, mm.
const STEADY_MM: f32 = 4.0;
/// Distance from one line of a value to the next, mm (100 px of an address in the template).
pub(crate) const LINE_PITCH: f32 = 4.5;
/// Half the height of a row of print with its accents and the detector's margin, mm.
const HALF_ROW: f32 = 1.9;
/// Half the height of print itself, mm.
const HALF_PRINT: f32 = 1.2;
/// How far round a picture boxes are taken to be of it, mm.
const ROUND_PICTURE_MM: f32 = 2.2;

/// A place that print fills, and how much that tells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Zone {
    pub(crate) rect: Rect,
    pub(crate) weight: f32,
}

/// What follows from a row's print.
pub(crate) struct Zones {
    kind: DocumentKind,
    /// Where print must be, with the detector's margin: titles, labels, values.
    text: Vec<Rect>,
    /// The same as tall as the print itself; labels and values are apart because a detector may miss either.
    pub(crate) filled: Vec<Zone>,
    /// Where boxes say little.
    pub(crate) noise: Rect,
}

static DERIVED: LazyLock<Vec<Zones>> = LazyLock::new(|| ROWS.iter().map(|row| derive(row.kind, &row.print)).collect());

fn derive(kind: DocumentKind, print: &Print) -> Zones {
    let row = |left, right, y, half| Rect::new(left, y - half, right, y + half);
    let (mut text, mut filled) = (Vec::new(), Vec::new());
    for title in print.titles {
        // Beyond its narrowest there may be nothing.
        let [left, right] = title.ends(title.narrowest);
        let rect = Rect { left: left.x, right: right.x, ..title.place };
        text.push(rect);
        filled.push(Zone { rect, weight: title.weight });
    }
    for entry in print.entries {
        text.push(row(entry.value_left, entry.value_right, entry.y, HALF_ROW));
        let [label, value] = entry.weight;
        if !entry.label.is_empty() {
            text.push(entry.label_row(HALF_ROW));
            filled.push(Zone { rect: entry.label_row(HALF_PRINT), weight: label });
        }
        // A detector may lose half of a long number.
        let parts = if entry.length.is_some() || entry.own.is_some() { 2 } else { 1 };
        let width = (entry.value_short - entry.value_left) / parts as f32;
        filled.extend((0..parts).map(|i| {
            let left = entry.value_left + width * i as f32;
            Zone { rect: row(left, left + width, entry.y, entry.half_print), weight: value / parts as f32 }
        }));
        if let Some((right, weight)) = entry.second {
            filled.push(Zone { rect: row(entry.value_left, right, entry.y + LINE_PITCH, HALF_PRINT), weight });
        }
    }
    let noise = print.picture.map_or_else(Rect::default, |(_, r)| {
        let round = ROUND_PICTURE_MM;
        Rect::new(r.left - round, r.top - round, r.right + round, r.bottom + round)
    });
    Zones { kind, text, filled, noise }
}

/// The zones of `kind`; `None` for what has no layout.
pub(crate) fn zones(kind: DocumentKind) -> Option<&'static Zones> {
    DERIVED.iter().find(|zones| zones.kind == kind && !zones.filled.is_empty())
}

/// Where print must be: for telling whether glare or an object hides it.
pub fn text_zones(kind: DocumentKind) -> &'static [Rect] {
    zones(kind).map_or(&[], |zones| &zones.text)
}

/// Where the value of several lines stands, from the first to the last that there may be; empty where the kind has none.
pub fn running_zone(kind: DocumentKind) -> Rect {
    let entry = kind.row().print.entries.iter().find(|entry| entry.lines > 1);
    entry.map_or_else(Rect::default, |e| {
        let bottom = e.y + HALF_PRINT + LINE_PITCH * (ADDRESS_LINES - 1) as f32;
        Rect::new(e.value_left, e.y - HALF_PRINT, e.value_right, bottom)
    })
}

/// Where the portrait or the emblem stands; empty for an unknown kind.
pub fn picture_zone(kind: DocumentKind) -> Rect {
    kind.row().print.picture.map_or_else(Rect::default, |(_, place)| place)
}

/// What the picture of `kind` shows; `None` where it has none.
pub fn picture_kind(kind: DocumentKind) -> Option<PictureKind> {
    kind.row().print.picture.map(|(shows, _)| shows)
}

/// Where the holder's portrait stands; `None` of a side without one.
pub fn portrait_zone(kind: DocumentKind) -> Option<Rect> {
    kind.row().print.picture.filter(|(shows, _)| *shows == PictureKind::Portrait).map(|(_, place)| place)
}

/// Left and right ends of the lines of the machine-readable zone of `kind`, from top to bottom.
pub(crate) fn zone_lines(kind: DocumentKind) -> impl Iterator<Item = (Point, Point)> {
    let lines = kind.row().print.entries.iter().filter(|entry| entry.own.is_some());
    lines.map(|entry| (Point::new(entry.value_left, entry.y), Point::new(entry.value_right, entry.y)))
}

/// Where the value of `field` is expected; empty where the kind does not have it.
pub fn field_zone(kind: DocumentKind, field: FieldKey) -> Rect {
    kind.row().print.entries.iter().find_map(|entry| entry.part(field)).unwrap_or_default()
}

/// Where the label of `field` is expected, up to the value; empty where the kind does not have it.
pub(crate) fn label_zone(kind: DocumentKind, field: FieldKey) -> Rect {
    let entry = kind.row().print.entries.iter().find(|entry| entry.keys.contains(&field));
    entry.map_or_else(Rect::default, |e| Rect::new(e.label_left, e.y - HALF_ROW, e.value_left, e.y + HALF_ROW))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_lies_on_the_document() {
        for kind in DocumentKind::CARDS {
            let plane = kind.row().shape.bounds();
            let fields = kind.fields().iter().map(|f| field_zone(*kind, *f));
            let picture = kind.row().print.picture.map(|(_, place)| place);
            for zone in text_zones(*kind).iter().copied().chain(fields).chain(picture) {
                assert!(zone.area() > 0.0);
                assert_eq!(zone.intersection(&plane), zone);
            }
        }
    }

    #[test]
    fn print_and_picture_keep_apart() {
        for kind in DocumentKind::CARDS {
            let picture = picture_zone(*kind);
            assert!(text_zones(*kind).iter().all(|zone| zone.intersection(&picture).area() == 0.0));
        }
    }

    #[test]
    fn what_print_fills_is_allowed_there() {
        for kind in DocumentKind::CARDS {
            let allowed = kind.row().print.allowed;
            for zone in &zones(*kind).unwrap().filled {
                assert!(allowed.iter().any(|a| a.covers(&zone.rect)), "{kind:?} {zone:?}");
            }
        }
    }

    #[test]
    fn every_field_has_one_place() {
        for kind in DocumentKind::CARDS {
            let held: Vec<FieldKey> = kind.row().print.entries.iter().flat_map(|e| e.keys).copied().collect();
            assert_eq!(held, kind.fields(), "{kind:?}");
        }
    }
}
