//! Text lines sorted into rows of characters, and labels found in them however boxes merged or split.

use crate::geometry::{Point, Rect};
use crate::statistics;

use super::layout::Entry;
use super::pick::{self, Trust};
use super::{Certainty, Field, FieldKey, Glyph, Overwritten, TextLine};

/// Two boxes stand in one row when their middles differ by less than this share of the lower one's height.
const SAME_ROW_SHARE: f32 = 0.55;

/// One character with its place on the card.
#[derive(Clone, Copy)]
pub(crate) struct RowGlyph<'a> {
    pub(crate) glyph: &'a Glyph,
    /// Middle, mm.
    pub(crate) x: f32,
    /// Middle of its line, mm.
    pub(crate) y: f32,
    half_width: f32,
    half_height: f32,
    /// Whether its line is written in another script than values are.
    pub(crate) foreign: bool,
    /// Whether a space was read before it.
    pub(crate) after_space: bool,
    /// Whether it is written with another ink than the card's own print.
    pub(crate) strange: bool,
}

impl RowGlyph<'_> {
    pub(crate) fn bounds(&self) -> Rect {
        Rect::new(
            self.x - self.half_width,
            self.y - self.half_height,
            self.x + self.half_width,
            self.y + self.half_height,
        )
    }

    /// Height of its line, mm.
    pub(crate) fn height(&self) -> f32 {
        2.0 * self.half_height
    }

    pub(crate) fn can_be(&self, ch: char) -> bool {
        pick::probability(self.glyph, ch).is_some()
    }
}

/// Characters of one height on the card, from left to right, spaces left out.
pub(crate) struct Row<'a> {
    pub(crate) marks: Vec<RowGlyph<'a>>,
    /// Middle, mm.
    pub(crate) y: f32,
}

/// Sorts `lines` that are finite and have a size into rows from top to bottom.
pub(crate) fn rows<'a>(lines: impl IntoIterator<Item = &'a TextLine>) -> Vec<Row<'a>> {
    let mut kept: Vec<&TextLine> = lines.into_iter().collect();
    kept.sort_by(|a, b| a.bounds_mm.centre().y.total_cmp(&b.bounds_mm.centre().y));
    let mut groups: Vec<Vec<&TextLine>> = Vec::new();
    for line in kept {
        let place = groups
            .iter_mut()
            .filter_map(|group| distance(group, line).map(|d| (d, group)))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        match place {
            Some((_, group)) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    let mut rows: Vec<Row> = groups.iter().map(|group| row(group)).filter(|r| !r.marks.is_empty()).collect();
    rows.sort_by(|a, b| a.y.total_cmp(&b.y));
    rows
}

/// How far `line` is from standing in one row with its nearest neighbour in `group`; `None` when it does not.
fn distance(group: &[&TextLine], line: &TextLine) -> Option<f32> {
    let own = &line.bounds_mm;
    let gap = |other: &Rect| (other.left - own.right).max(own.left - other.right);
    let overlaps = |other: &Rect| gap(other) < -0.4 * own.width().min(other.width());
    if group.iter().any(|other| overlaps(&other.bounds_mm)) {
        return None;
    }
    let nearest = group.iter().map(|l| &l.bounds_mm).min_by(|a, b| gap(a).total_cmp(&gap(b)))?;
    let distance = (nearest.centre().y - own.centre().y).abs();
    (distance < SAME_ROW_SHARE * nearest.height().min(own.height())).then_some(distance)
}

fn row<'a>(group: &[&'a TextLine]) -> Row<'a> {
    let mut marks: Vec<RowGlyph> = Vec::new();
    for line in group {
        let bounds = &line.bounds_mm;
        let foreign = is_foreign(line);
        let width = (bounds.width() / line.glyphs.len().max(1) as f32).min(bounds.height());
        let mut after_space = false;
        let spaced =
            line.glyphs.iter().map(|glyph| (glyph, std::mem::replace(&mut after_space, glyph.ch.is_whitespace())));
        marks.extend(spaced.filter(|(g, _)| !g.ch.is_whitespace() && g.x_mm.is_finite()).map(
            |(glyph, after_space)| RowGlyph {
                glyph,
                x: glyph.x_mm,
                y: bounds.centre().y,
                half_width: width / 2.0,
                half_height: bounds.height() / 2.0,
                foreign,
                after_space,
                strange: false,
            },
        ));
    }
    marks.sort_by(|a, b| a.x.total_cmp(&b.x));
    let y = if marks.is_empty() { 0.0 } else { marks.iter().map(|m| m.y).sum::<f32>() / marks.len() as f32 };
    Row { marks, y }
}

/// Whether most of `line` is of another script: on cards of the autonomous regions labels, names and some addresses stand
/// in two.
fn is_foreign(line: &TextLine) -> bool {
    let count = |fits: fn(char) -> bool| line.glyphs.iter().filter(|g| fits(g.ch)).count();
    let own = count(|c| pick::is_han(c) || c.is_ascii_digit() || c.is_ascii_uppercase());
    count(pick::is_other_script) > own
}

/// Least height of a line over that of the value it belongs to. The other script's is half as high on drawn cards of the
/// regions, further lines of one value are as high.
const LEAST_HEIGHT: f32 = 0.7;

/// Whether `mark` is of the script and the size of a value whose line is `height` mm high.
pub(crate) fn is_of_value(mark: &RowGlyph<'_>, height: f32) -> bool {
    !mark.foreign && mark.height() >= LEAST_HEIGHT * height
}

/// A label found in a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    /// Index of the row.
    pub(crate) row: usize,
    /// Index of its first character.
    pub(crate) start: usize,
    /// Index after its last character.
    pub(crate) end: usize,
    /// Characters that agree.
    pub(crate) agree: usize,
    /// Left end and vertical middle, mm.
    pub(crate) left: Point,
}

impl Hit {
    /// Whether every character of the label of `entry` was read and none beside them.
    pub(crate) fn is_whole(&self, entry: &Entry) -> bool {
        let count = entry.label.chars().count();
        self.agree == count && self.end - self.start == count
    }
}

/// The best occurrence of `label` in row number `index` that starts where `may_start` allows.
///
/// A character may be wrong, missing or one too many; the caller judges by `agree`.
pub(crate) fn find_label(
    row: &Row<'_>,
    index: usize,
    label: &str,
    may_start: impl Fn(&RowGlyph<'_>) -> bool,
) -> Option<Hit> {
    let label: Vec<char> = label.chars().collect();
    let mut best: Option<(f32, Hit)> = None;
    for start in 0..row.marks.len() {
        for length in label.len().saturating_sub(1).max(1)..=label.len() + usize::from(label.len() > 2) {
            let Some(window) = row.marks.get(start..start + length) else { continue };
            let Some(first) = window.first().filter(|m| may_start(m)) else { continue };
            let agree = common(window, &label);
            if agree == 0 {
                continue;
            }
            let score = agree as f32 - 0.3 * length.abs_diff(label.len()) as f32;
            if best.as_ref().is_none_or(|(s, _)| score > *s) {
                let end = start + length - strangers_at_end(window, &label);
                let left = Point::new(first.bounds().left, first.y);
                best = Some((score, Hit { row: index, start, end, agree, left }));
            }
        }
    }
    best.map(|(_, hit)| hit)
}

/// Length of the longest common subsequence of `window` and `label`.
fn common(window: &[RowGlyph<'_>], label: &[char]) -> usize {
    let mut lengths = vec![0_usize; label.len() + 1];
    for mark in window {
        let mut diagonal = 0;
        for (j, ch) in label.iter().enumerate() {
            let (Some(above), Some(left)) = (lengths.get(j + 1).copied(), lengths.get(j).copied()) else { continue };
            let length = if mark.can_be(*ch) { diagonal + 1 } else { above.max(left) };
            diagonal = above;
            if let Some(slot) = lengths.get_mut(j + 1) {
                *slot = length;
            }
        }
    }
    lengths.last().copied().unwrap_or(0)
}

/// Characters at the end of `window` that belong to the value: of no part of the label, and digits or set apart.
fn strangers_at_end(window: &[RowGlyph<'_>], label: &[char]) -> usize {
    let belongs = |m: &RowGlyph<'_>| label.iter().any(|c| m.can_be(*c));
    let mut count = 0;
    while let [rest @ .., before, last] = window.get(..window.len() - count).unwrap_or_default() {
        let apart = last.x - before.x;
        let pitch = match (rest.first(), rest.len()) {
            (Some(first), n) => (before.x - first.x) / n as f32,
            _ => 2.0 * before.half_width,
        };
        if belongs(last) || !(last.glyph.ch.is_ascii_digit() || apart > 1.45 * pitch.max(1.0)) {
            break;
        }
        count += 1;
    }
    count
}

/// The middle of character `i` of the label of `entry`, mm.
pub(crate) fn label_glyph_x(entry: &Entry, i: usize) -> f32 {
    let count = entry.label.chars().count().max(1) as f32;
    entry.label_left + (i as f32 + 0.5) * (entry.label_right - entry.label_left) / count
}

/// The middle one of `values`, `None` when there are none.
pub(crate) fn median(mut values: Vec<f32>) -> Option<f32> {
    statistics::middle(&mut values)
}

/// Gathers the characters of a value with their trust and place.
pub(crate) struct Gather {
    pub(crate) text: String,
    pub(crate) trust: Trust,
    bounds: Option<Rect>,
    last: Option<Rect>,
    hole: bool,
    /// Whether writing of another ink stands beside or over what was gathered.
    overwritten: Option<Overwritten>,
    characters: Vec<Certainty>,
}

/// Distance of two characters of a word, over their height, from which something must hide those between them. Print sets
/// them 1.1 apart, a space between the two of a short name makes it 2.1.
const HIDDEN_BETWEEN: f32 = 2.6;

impl Gather {
    pub(crate) fn new() -> Self {
        Self {
            text: String::new(),
            trust: Trust::new(),
            bounds: None,
            last: None,
            hole: false,
            overwritten: None,
            characters: Vec::new(),
        }
    }

    /// `mark` read as `ch` with probability `p`.
    pub(crate) fn push(&mut self, mark: &RowGlyph<'_>, ch: char, p: f32) {
        self.text.push(ch);
        self.cover(mark, p);
    }

    /// `mark` counts for trust and place, but not as a character.
    pub(crate) fn cover(&mut self, mark: &RowGlyph<'_>, p: f32) {
        self.trust.add(p);
        let own = mark.bounds();
        self.characters.push(Certainty {
            confidence: p,
            unlikeness: mark.glyph.unlikeness,
            unread_beside: mark.glyph.unread_beside,
            bounds_mm: own,
        });
        if let Some(last) = self.last.replace(own) {
            let (height, (from, to)) = (last.height().min(own.height()), (last.centre(), own.centre()));
            self.hole |= (from.y - to.y).abs() < height / 2.0 && to.x - from.x > HIDDEN_BETWEEN * height;
        }
        self.bounds = Some(self.bounds.map_or(own, |b| b.union(&own)));
    }

    /// Writing of another ink stands with the value.
    pub(crate) fn overwritten(&mut self, how: Option<Overwritten>) {
        self.overwritten = self.overwritten.max(how);
    }

    /// The field `key` with the text gathered; `None` when there is no text, or words with a hole in them.
    pub(crate) fn into_field(self, key: FieldKey) -> Option<Field> {
        let bounds_mm = self.bounds?;
        let words = matches!(key, FieldKey::Name | FieldKey::Address | FieldKey::IssuingAuthority);
        if self.text.is_empty() || (words && self.hole) {
            return None;
        }
        let (confidence, min_confidence) = (self.trust.mean(), self.trust.min());
        Some(Field {
            key,
            value: crate::Sensitive::new(self.text),
            confidence,
            min_confidence,
            bounds_mm,
            overwritten: self.overwritten,
            characters: self.characters,
        })
    }
}
