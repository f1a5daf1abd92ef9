//! Telling full-width brackets from half-width ones by the room they take.
//!
//! A recogniser mixes `（）` and `()`: they look alike and training texts use either. On a card the one is
//! an em wide and the other less than 0.6 em, so the distance between the neighbouring characters tells.

use super::rows::RowGlyph;

/// Brackets wider than this are full-width ones, em: half way between 1 and the widest of Latin ones, 0.58.
const FULL_FROM_EM: f32 = 0.78;
/// A bracket measured this much off the bound is certain on its own, em; less is a matter for the pair.
const CERTAIN_EM: f32 = 0.15;
/// Widths beyond these were not measured on a bracket: a character beside it was lost or doubled, em.
const POSSIBLE_EM: [f32; 2] = [0.1, 1.5];
/// Width of digits and Latin letters where no pair of them stands, em.
const USUAL_NARROW_EM: f32 = 0.56;
/// What their width can be, em.
const NARROW_EM: [f32; 2] = [0.4, 0.7];

fn is_bracket(c: char) -> bool {
    opens(c) || closes(c)
}

fn opens(c: char) -> bool {
    matches!(c, '(' | '（')
}

fn closes(c: char) -> bool {
    matches!(c, ')' | '）')
}

/// One em wide.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x3005..=0x3007 | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0xFF10..=0xFF19 | 0xFF21..=0xFF3A | 0x20000..=0x3FFFF)
}

fn is_narrow(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// The width of character `c` as far as it is known, mm.
fn width(c: char, em: f32, narrow: f32) -> Option<f32> {
    if is_wide(c) {
        Some(em)
    } else if c.is_ascii() && !is_bracket(c) {
        Some(narrow)
    } else {
        None
    }
}

/// The characters of `lines`, brackets as wide as they are printed.
pub(crate) fn settled(lines: &[Vec<RowGlyph<'_>>]) -> Vec<Vec<char>> {
    let mut text: Vec<Vec<char>> = lines.iter().map(|l| l.iter().map(|m| m.glyph.ch).collect()).collect();
    let mut brackets = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        for (at, mark) in line.iter().enumerate() {
            if is_bracket(mark.glyph.ch) {
                brackets.push(Bracket { row, at, ch: mark.glyph.ch, width_em: measured(lines, line, at) });
            }
        }
    }
    for (bracket, full) in brackets.iter().zip(full_width(&brackets)) {
        if let Some(ch) = text.get_mut(bracket.row).and_then(|l| l.get_mut(bracket.at)) {
            *ch = match (opens(bracket.ch), full) {
                (true, true) => '（',
                (true, false) => '(',
                (false, true) => '）',
                (false, false) => ')',
            };
        }
    }
    text
}

struct Bracket {
    row: usize,
    at: usize,
    ch: char,
    /// `None` where it cannot be measured: at the ends of lines, beside another bracket.
    width_em: Option<f32>,
}

/// For each bracket whether it is a full-width one. Pairs are printed alike, and what nothing tells is full-width.
fn full_width(brackets: &[Bracket]) -> Vec<bool> {
    let mut full: Vec<bool> = brackets.iter().map(|b| b.width_em.is_none_or(|w| w > FULL_FROM_EM)).collect();
    let mut open = Vec::new();
    for (i, bracket) in brackets.iter().enumerate() {
        if opens(bracket.ch) {
            open.push(i);
            continue;
        }
        let Some(first) = open.pop() else { continue };
        let widths = (brackets.get(first).and_then(|b| b.width_em), bracket.width_em);
        let both = match widths {
            (Some(a), Some(b)) => {
                let certain = |w: f32| (w - FULL_FROM_EM).abs() > CERTAIN_EM;
                if certain(a) && certain(b) {
                    continue;
                }
                (a + b) / 2.0 > FULL_FROM_EM
            }
            (Some(w), None) | (None, Some(w)) => w > FULL_FROM_EM,
            (None, None) => true,
        };
        for place in [first, i] {
            if let Some(slot) = full.get_mut(place) {
                *slot = both;
            }
        }
    }
    full
}

/// The width of the bracket at `at` of `line`, em: what its neighbours' own halves leave of their distance.
fn measured(lines: &[Vec<RowGlyph<'_>>], line: &[RowGlyph<'_>], at: usize) -> Option<f32> {
    let (before, after) = (line.get(at.checked_sub(1)?)?, line.get(at + 1)?);
    let em = pitch(lines, is_wide).filter(|em| *em > 0.0)?;
    let narrow = pitch(lines, is_narrow).unwrap_or(USUAL_NARROW_EM * em);
    let narrow = narrow.clamp(NARROW_EM[0] * em, NARROW_EM[1] * em);
    let halves = (width(before.glyph.ch, em, narrow)? + width(after.glyph.ch, em, narrow)?) / 2.0;
    let width_em = (after.x - before.x - halves) / em;
    (width_em > POSSIBLE_EM[0] && width_em < POSSIBLE_EM[1]).then_some(width_em)
}

/// Usual distance of neighbours that are both `of_kind`, mm: the mean of the middle half, because places of
/// characters are unsure by a tenth of an em and some are lost. One address is printed in one size.
fn pitch(lines: &[Vec<RowGlyph<'_>>], of_kind: fn(char) -> bool) -> Option<f32> {
    let pairs = lines.iter().flat_map(|l| l.windows(2)).filter_map(|pair| match pair {
        [a, b] if of_kind(a.glyph.ch) && of_kind(b.glyph.ch) => Some(b.x - a.x),
        _ => None,
    });
    let mut pairs: Vec<f32> = pairs.collect();
    pairs.sort_by(f32::total_cmp);
    let cut = pairs.len() / 4;
    let middle = pairs.get(cut..pairs.len() - cut).filter(|m| !m.is_empty())?;
    Some(middle.iter().sum::<f32>() / middle.len() as f32)
}
