//! A zone among the lines that were read. Every character has a cell of one width: what is lost or read twice shows as a hole
//! or a crowd, and only a filler between fillers is taken for granted.

use crate::document::TextLine;
use crate::document::pick::Trust;
use crate::document::rows::{self, Row, RowGlyph};
use crate::geometry::Rect;

use super::alphabet::{is_filler, is_of_zone};
use super::{Alphabet, FILLER, Format, Mrz};

/// Characters of a line that a recogniser may lose or read twice and leave it a line of a zone.
const LOST: usize = 6;
/// Share of a line's characters that must be of the zone's alphabet.
const OWN_SHARE: f32 = 0.9;
/// Distance of two lines over their characters' pitch: lines are set 6.35 mm apart, characters 2.54 (part 3, 4.1), and printers
/// keep to it within a third.
const LINE_PITCHES: std::ops::Range<f32> = 1.4..4.0;
/// How far a character may stand off the middle of its cell, cells: steps of the recogniser are as much as half a cell.
const OFF_CELL: f32 = 0.75;
/// Trust in a filler that was not seen between two that were.
const UNSEEN_FILLER: f32 = 0.9;

/// Whether `line` may be one of a zone of `format`, by its characters alone.
pub(crate) fn is_line(format: Format, line: impl Iterator<Item = char> + Clone) -> bool {
    let count = line.clone().count();
    let own = line.clone().filter(|ch| is_of_zone(*ch)).count();
    let fillers = line.clone().filter(|ch| is_filler(*ch)).count();
    let width = format.width();
    (width.saturating_sub(LOST)..=width + LOST).contains(&count)
        && own as f32 >= OWN_SHARE * count as f32
        && fillers >= 1
}

/// One line, read cell by cell.
struct Line {
    text: String,
    /// How sure each cell is.
    sure: Vec<f32>,
    bounds: Rect,
    /// Middle of each cell, mm.
    cells: Vec<f32>,
}

/// A zone that was read.
pub(crate) struct Zone {
    /// What it says.
    pub(crate) mrz: Mrz,
    lines: Vec<Line>,
}

impl Zone {
    /// Its lines, one after the other.
    pub(crate) fn text(&self) -> String {
        self.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// How sure the characters `from..to` of line `row` are, and where they stand; fillers at their end do not count.
    pub(crate) fn part(&self, row: usize, from: usize, to: usize) -> Option<(Trust, Rect)> {
        let line = self.lines.get(row)?;
        let mut trust = Trust::new();
        let text = line.text.get(from..to)?;
        let seen = text.trim_end_matches(FILLER).len().max(1);
        line.sure.get(from..from + seen)?.iter().for_each(|p| trust.add(*p));
        let (first, last) = (line.cells.get(from)?, line.cells.get(from + seen - 1)?);
        let pitch = line.bounds.width() / line.cells.len().max(1) as f32;
        let bounds = Rect::new(first - pitch / 2.0, line.bounds.top, last + pitch / 2.0, line.bounds.bottom);
        Some((trust, bounds))
    }

    /// The rectangle around it and the trust in all of it.
    pub(crate) fn whole(&self) -> Option<(Trust, Rect)> {
        let bounds = self.lines.iter().map(|line| line.bounds).reduce(|a, b| a.union(&b))?;
        let mut trust = Trust::new();
        self.lines.iter().flat_map(|line| &line.sure).for_each(|p| trust.add(*p));
        Some((trust, bounds))
    }
}

/// The zone of `format` in `lines`, the lowest when there are several.
pub(crate) fn read<'a>(format: Format, lines: impl IntoIterator<Item = &'a TextLine>) -> Option<Zone> {
    let rows = rows::rows(lines);
    let likely: Vec<&Row<'_>> =
        rows.iter().filter(|row| is_line(format, row.marks.iter().map(|m| m.glyph.ch))).collect();
    likely.windows(format.lines()).rev().find_map(|rows| zone(format, rows))
}

/// Where the cells of a line stand.
#[derive(Clone, Copy)]
struct Cells {
    first: f32,
    pitch: f32,
}

impl Cells {
    /// Of a line whose first and last characters are those of its first and last cells.
    fn of(row: &Row<'_>, width: usize) -> Option<Self> {
        let [first, .., last] = row.marks.as_slice() else { return None };
        let pitch = (last.x - first.x) / (width.saturating_sub(1)).max(1) as f32;
        (pitch > 0.0).then_some(Self { first: first.x, pitch })
    }

    fn middle(self, at: usize) -> f32 {
        self.first + self.pitch * at as f32
    }
}

fn zone(format: Format, rows: &[&Row<'_>]) -> Option<Zone> {
    // The line that ends in a check digit gives the cells: nothing is missing at its ends.
    let grid_row = format.lines() - if format == Format::Td1 { 2 } else { 1 };
    let cells = Cells::of(rows.get(grid_row)?, format.width())?;
    let apart = rows.windows(2).all(|pair| match pair {
        [above, below] => LINE_PITCHES.contains(&((below.y - above.y) / cells.pitch)),
        _ => false,
    });
    if !apart {
        return None;
    }
    let lines = rows.iter().enumerate().map(|(at, row)| line(format, at, row, cells)).collect::<Option<Vec<_>>>()?;
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    Some(Zone { mrz: Mrz::parse(&texts)?, lines })
}

/// Line number `at` of a zone, every character in its cell; `None` when one stands in none, or two in one, or a cell that is
/// no filler's is empty.
fn line(format: Format, at: usize, row: &Row<'_>, cells: Cells) -> Option<Line> {
    let width = format.width();
    let mut held: Vec<Option<&RowGlyph<'_>>> = vec![None; width];
    // A whole line is in order whatever its cells; by them alone a crowd or a hole would only be moved about.
    let whole = row.marks.len() == width;
    for (order, mark) in row.marks.iter().enumerate() {
        let place = (mark.x - cells.first) / cells.pitch;
        let cell = if whole { order } else { place.round().max(0.0) as usize };
        let off = (place - cell as f32).abs();
        let slot = held.get_mut(cell)?;
        if slot.is_some() || off > OFF_CELL {
            return None;
        }
        *slot = Some(mark);
    }
    let filled = |cell: usize| held.get(cell).copied().flatten();
    let is_filler_at = |cell: usize| filled(cell).is_some_and(|mark| is_filler(mark.glyph.ch));
    // What follows the last two fillers of a name, or of a part that nobody filled, can only be fillers.
    let last = (0..width).rev().find(|cell| filled(*cell).is_some())?;
    let ends_in_fillers = last >= 1 && is_filler_at(last) && is_filler_at(last - 1);
    let (mut text, mut sure) = (String::with_capacity(width), Vec::with_capacity(width));
    for cell in 0..width {
        let (ch, p) = match filled(cell) {
            Some(mark) => Alphabet::at(format, at, cell).read(mark.glyph)?,
            None if cell > last && ends_in_fillers => (FILLER, UNSEEN_FILLER),
            None if cell > 0 && text.ends_with(FILLER) && is_filler_at(cell + 1) => (FILLER, UNSEEN_FILLER),
            None => return None,
        };
        text.push(ch);
        sure.push(p);
    }
    let bounds = row.marks.iter().map(RowGlyph::bounds).reduce(|a, b| a.union(&b))?;
    Some(Line { text, sure, bounds, cells: (0..width).map(|cell| cells.middle(cell)).collect() })
}
