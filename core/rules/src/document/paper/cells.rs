//! Labels of a page and what stands beside and below each: papers are set in one column or two, and as wide as the printer
//! likes, so that nothing but the labels themselves tells where a value is.

use std::collections::BTreeSet;

use crate::document::rows::{Gather, Row, RowGlyph};
use crate::document::{Field, FieldKey};

/// What a label heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heads {
    /// A field.
    Field(FieldKey),
    /// Something that is not asked for, and ends what stands above it.
    Other,
}

/// A label as it is printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    pub(super) text: &'static str,
    pub(super) heads: Heads,
}

/// `text` heads the field `key`.
pub(super) const fn field(text: &'static str, key: FieldKey) -> Label {
    Label { text, heads: Heads::Field(key) }
}

/// `text` heads what is not asked for.
pub(super) const fn other(text: &'static str) -> Label {
    Label { text, heads: Heads::Other }
}

// All distances are in heights of a line's box, which is 1.6 times as high as its print.

/// Distance of a label's first character from the one before it in its row at least: an em is between them.
const APART: f32 = 1.2;
/// How far the left ends of labels of one column may lie apart, from one to the next.
const ALIGNED: f32 = 1.0;
/// How far above or below its label's middle the first row of a value may stand when it is beside it.
const BESIDE: f32 = 0.7;
/// How far below its label a value may begin when nothing stands beside that.
const BELOW: f32 = 2.2;
/// Distance of two rows of one value at most.
const NEXT_ROW: f32 = 2.0;
/// How far left of its first row, and right of it, a further row of a value may begin.
const INDENT: (f32, f32) = (1.2, 3.0);
/// Height of a further row over that of the first at least, and at most: a seal is taller.
const LEAST_HEIGHT: f32 = 0.6;
const MOST_HEIGHT: f32 = 1.6;
/// Trust below which a character may be a speck.
const SPECK: f32 = 0.4;
/// Length of a label from which one of its characters may be misread.
const LONG: usize = 4;
/// Characters of a label that fills the width to which shorter ones are spread, and of the longest that is told by its end.
const FULL: usize = 5;
const WIDE: usize = 2;
/// How far apart two labels of one width may end.
const ENDS: f32 = 0.6;
/// Labels of a column that make it one.
const COLUMN: usize = 2;

/// A label where it was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) heads: Heads,
    row: usize,
    start: usize,
    end: usize,
    left: f32,
    right: f32,
    /// Whether it is set as wide as the others of its column.
    wide: bool,
    y: f32,
    height: f32,
    column: usize,
}

/// The labels among `rows`, from above.
pub(super) fn labels(rows: &[Row<'_>], known: &[Label]) -> Vec<Found> {
    let mut found: Vec<Found> = rows.iter().enumerate().flat_map(|(i, row)| in_row(row, i, known)).collect();
    into_columns(&mut found);
    let tails: Vec<Found> = rows.iter().enumerate().filter_map(|(i, row)| tail(row, i, known, &found)).collect();
    found.extend(tails);
    let fields = |column: usize, found: &[Found]| {
        let heads = found.iter().filter(|f| f.column == column).map(|f| f.heads);
        heads.filter_map(|h| if let Heads::Field(key) = h { Some(key) } else { None }).collect::<BTreeSet<_>>().len()
    };
    let all = found.clone();
    // What heads a field stands under or over another that does; the code stands alone in some forms.
    found.retain(|f| match f.heads {
        Heads::Other | Heads::Field(FieldKey::CreditCode) => true,
        Heads::Field(_) => fields(f.column, &all) >= COLUMN,
    });
    // Of several alike the highest is the label, others stand in texts.
    let mut seen = BTreeSet::new();
    found.retain(|f| match f.heads {
        Heads::Other => true,
        Heads::Field(key) => seen.insert(key),
    });
    found
}

fn in_row(row: &Row<'_>, index: usize, known: &[Label]) -> Vec<Found> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = row.marks.get(at) {
        let apart = at.checked_sub(1).and_then(|before| row.marks.get(before));
        let begins = apart.is_none_or(|before| first.x - before.x > APART * first.height());
        let likeliest = known
            .iter()
            .filter(|_| begins)
            .filter_map(|label| Some((label, is_at(row, at, label.text)?)))
            // Of equals the one without a wrong character.
            .max_by_key(|(label, (right, _))| (*right, std::cmp::Reverse(label.text.chars().count())));
        let Some((label, (_, end))) = likeliest else {
            at += 1;
            continue;
        };
        out.push(Found {
            heads: label.heads,
            row: index,
            start: at,
            end,
            left: first.bounds().left,
            right: row.marks.get(end - 1).map_or(first.x, |last| last.bounds().right),
            wide: (2..=FULL).contains(&label.text.chars().count()),
            y: first.y,
            height: first.height(),
            column: 0,
        });
        at = end;
    }
    out
}

/// A label that is set as wide as the others of its column, of which the beginning was not found: its last character ends
/// where theirs do, and stands before all else in its row or column.
fn tail(row: &Row<'_>, index: usize, known: &[Label], found: &[Found]) -> Option<Found> {
    let in_row = |at: usize| found.iter().any(|f| f.row == index && (f.start..f.end).contains(&at));
    row.marks.iter().enumerate().find_map(|(at, mark)| {
        let before = at.checked_sub(1).and_then(|before| row.marks.get(before));
        let begins = before.is_none_or(|before| mark.x - before.x > APART * mark.height());
        if !begins || in_row(at) {
            return None;
        }
        let label = known.iter().find(|l| {
            let n = l.text.chars().count();
            (2..=WIDE).contains(&n) && l.text.ends_with(mark.glyph.ch)
        })?;
        let ends = |f: &&Found| f.wide && (f.right - mark.bounds().right).abs() < ENDS * f.height;
        let like = found.iter().filter(ends).max_by(|a, b| a.left.total_cmp(&b.left))?;
        let nothing = |m: &RowGlyph<'_>| m.x < like.left - like.height || m.x >= mark.x;
        if !row.marks.iter().all(nothing) {
            return None;
        }
        Some(Found {
            heads: label.heads,
            row: index,
            start: at,
            end: at + 1,
            left: like.left,
            right: mark.bounds().right,
            wide: true,
            y: mark.y,
            height: mark.height(),
            column: like.column,
        })
    })
}

/// How many characters of `label` stand at `at`, and where it ends there; `None` when it does not. Specks between characters
/// that are set wide are none of it.
fn is_at(row: &Row<'_>, at: usize, label: &str) -> Option<(usize, usize)> {
    let (mut right, mut end) = (0, at);
    for (i, ch) in label.chars().enumerate() {
        while i > 0 && row.marks.get(end).is_some_and(|m| m.glyph.confidence < SPECK && !m.can_be(ch)) {
            end += 1;
        }
        right += usize::from(row.marks.get(end)?.can_be(ch));
        end += 1;
    }
    let length = label.chars().count();
    (right + usize::from(length >= LONG) >= length).then_some((right, end))
}

/// Numbers the columns from the left.
fn into_columns(found: &mut [Found]) {
    let mut order: Vec<usize> = (0..found.len()).collect();
    let left = |i: &usize, found: &[Found]| found.get(*i).map_or(0.0, |f| f.left);
    order.sort_by(|a, b| left(a, found).total_cmp(&left(b, found)));
    let (mut column, mut last): (usize, Option<f32>) = (0, None);
    for i in order {
        let Some(f) = found.get_mut(i) else { continue };
        if last.is_some_and(|last| f.left - last > ALIGNED * f.height) {
            column += 1;
        }
        last = Some(f.left);
        f.column = column;
    }
}

/// What stands beside and below a label, row by row.
pub(super) struct Cell<'a> {
    pub(super) key: FieldKey,
    pub(super) rows: Vec<Vec<RowGlyph<'a>>>,
}

/// The cells of all labels that head a field.
pub(super) fn cells<'a>(rows: &[Row<'a>], labels: &[Found]) -> Vec<Cell<'a>> {
    // By label, by row.
    let mut held: Vec<Vec<Vec<RowGlyph<'a>>>> = vec![Vec::new(); labels.len()];
    for (index, row) in rows.iter().enumerate() {
        let mut of_row: Vec<Vec<RowGlyph<'a>>> = vec![Vec::new(); labels.len()];
        for (at, mark) in row.marks.iter().enumerate() {
            if labels.iter().any(|l| l.row == index && (l.start..l.end).contains(&at)) {
                continue;
            }
            if let Some(slot) = owner(labels, mark).and_then(|owner| of_row.get_mut(owner)) {
                slot.push(*mark);
            }
        }
        for (cell, marks) in held.iter_mut().zip(of_row).filter(|(_, marks)| !marks.is_empty()) {
            cell.push(marks);
        }
    }
    let fields = labels.iter().zip(held).filter_map(|(label, held)| match label.heads {
        Heads::Field(key) => Some(Cell { key, rows: own_rows(label, held) }),
        Heads::Other => None,
    });
    fields.filter(|cell| !cell.rows.is_empty()).collect()
}

/// The label whose cell `mark` stands in: of the rightmost column that begins left of it and above it, the lowest.
fn owner(labels: &[Found], mark: &RowGlyph<'_>) -> Option<usize> {
    let before = |l: &Found| {
        let height = l.height.max(mark.height());
        // What stands alone somewhere on the page heads nothing far below it, and the code is known by its characters.
        let reach = match l.heads {
            Heads::Field(FieldKey::CreditCode) => BESIDE * height,
            Heads::Other => BELOW * height,
            Heads::Field(_) => f32::MAX,
        };
        l.left < mark.x && (-BESIDE * height..reach).contains(&(mark.y - l.y))
    };
    let all = labels.iter().enumerate().filter(|(_, l)| before(l));
    all.max_by(|(_, a), (_, b)| a.column.cmp(&b.column).then(a.y.total_cmp(&b.y))).map(|(i, _)| i)
}

/// Of the rows below a label those that are its value's: without a break, and one under the other.
fn own_rows<'a>(label: &Found, held: Vec<Vec<RowGlyph<'a>>>) -> Vec<Vec<RowGlyph<'a>>> {
    let mut out: Vec<Vec<RowGlyph<'a>>> = Vec::new();
    let (mut left, mut height, mut y) = (label.left, label.height, label.y);
    for mut row in held {
        if out.is_empty() {
            // What parts label and value is none of either.
            let lead = row.iter().take_while(|m| is_lead(m.glyph.ch)).count();
            row.drain(..lead);
        }
        let Some(first) = row.first() else { continue };
        let (x, row_y, row_height) = (first.bounds().left, first.y, first.height());
        if out.is_empty() {
            if row_y - y > BELOW * height.max(row_height) {
                break;
            }
            (left, height) = (x, row_height);
        } else {
            let indent = (left - INDENT.0 * height)..(left + INDENT.1 * height);
            let next = row_y - y <= NEXT_ROW * height;
            let like = (LEAST_HEIGHT * height..MOST_HEIGHT * height).contains(&row_height);
            if !next || !like || !indent.contains(&x) {
                break;
            }
        }
        y = row_y;
        out.push(row);
    }
    out
}

fn is_lead(ch: char) -> bool {
    matches!(ch, ':' | '：' | '.' | '·' | '|' | '丨')
}

impl Cell<'_> {
    /// What stands in it, row after row.
    pub(super) fn text(&self) -> Vec<char> {
        self.rows.iter().flatten().map(|mark| mark.glyph.ch).collect()
    }

    /// As the field, just as it was read.
    pub(super) fn plain(&self) -> Option<Field> {
        let mut value = Gather::new();
        for mark in self.rows.iter().flatten() {
            value.push(mark, mark.glyph.ch, mark.glyph.confidence);
        }
        value.into_field(self.key).filter(|field| is_closed(field.value.expose()))
    }

    /// As the field, of which nothing is sure: what it should say was not found in it.
    pub(super) fn unsure(&self) -> Option<Field> {
        self.plain().map(|field| Field { confidence: 0.0, min_confidence: 0.0, ..field })
    }

    /// As the field with `value`, which the characters `used` of it say.
    pub(super) fn told(&self, value: String, used: std::ops::Range<usize>) -> Option<Field> {
        let mut gathered = Gather::new();
        let marks = self.rows.iter().flatten();
        for mark in marks.skip(used.start).take(used.len()) {
            gathered.cover(mark, mark.glyph.confidence);
        }
        gathered.text = value;
        gathered.into_field(self.key)
    }
}

/// Whether every bracket that is opened is closed: where one is not, something of the value was lost.
fn is_closed(text: &str) -> bool {
    let mut open = 0_usize;
    for ch in text.chars() {
        match ch {
            '(' | '（' => open += 1,
            ')' | '）' => {
                let Some(less) = open.checked_sub(1) else { return false };
                open = less;
            }
            _ => {}
        }
    }
    open == 0
}
