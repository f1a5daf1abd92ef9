//! Residence permits of people from Hong Kong, Macao and Taiwan: the resident card's form, without 民族 on one side and with
//! the pass and how often it was issued on the other.

use super::back::Back;
use super::pick;
use super::plane;
use super::rows::{self, Gather, RowGlyph};
use super::table::{ISSUE_COUNT, PASS};
use super::{DocumentKind, Field, FieldKey, TextLine, front};

/// Characters of a label that must be right.
const LABEL_LEAST: usize = 3;
/// Digits of a pass: 8 (since 2013 after a letter for Hong Kong and Macao), with two more for its renewals on older ones.
const PASS_DIGITS: std::ops::RangeInclusive<usize> = 8..=10;
/// Digits of the count at most.
const COUNT_DIGITS: usize = 2;

/// The fields of the portrait side that could be read.
pub(crate) fn front(lines: &[TextLine]) -> Vec<Field> {
    let mut fields = front::parse(lines);
    fields.retain(|field| field.key != FieldKey::Ethnicity);
    fields
}

/// The fields of the emblem side that could be read.
pub(crate) fn back(lines: &[TextLine]) -> Vec<Field> {
    let mut fields = Back::analyse(lines).fields();
    let rows = rows::rows(plane::on_card(DocumentKind::ResidencePermitBack, lines));
    let after = |label: &str| {
        let hits = rows.iter().enumerate().filter_map(|(i, row)| rows::find_label(row, i, label, |_| true));
        let hit =
            hits.filter(|hit| hit.agree >= LABEL_LEAST.max(label.chars().count() - 1)).max_by_key(|hit| hit.agree)?;
        rows.get(hit.row)?.marks.get(hit.end..)
    };
    fields.extend(after(PASS.label).and_then(pass_number));
    fields.extend(after(ISSUE_COUNT.label).and_then(issue_count));
    fields
}

fn is_lead(mark: &RowGlyph<'_>) -> bool {
    matches!(mark.glyph.ch, ':' | '：' | '.' | '·')
}

/// A letter or none, then digits.
fn pass_number(marks: &[RowGlyph<'_>]) -> Option<Field> {
    let marks = marks.get(marks.iter().take_while(|m| is_lead(m)).count()..)?;
    let mut pass = Gather::new();
    let letter = marks.first().and_then(|m| pick::among(m.glyph, |c| matches!(c, 'H' | 'M')).map(|(ch, p)| (m, ch, p)));
    let digits = match letter {
        Some((mark, ch, p)) => {
            pass.push(mark, ch, p);
            marks.get(1..)?
        }
        None => marks,
    };
    let mut count = 0;
    for mark in digits {
        let Some((ch, p)) = pick::digit(mark.glyph) else { break };
        pass.push(mark, ch, p);
        count += 1;
    }
    PASS_DIGITS.contains(&count).then(|| pass.into_field(FieldKey::PassNumber)).flatten()
}

fn issue_count(marks: &[RowGlyph<'_>]) -> Option<Field> {
    let marks = marks.get(marks.iter().take_while(|m| is_lead(m)).count()..)?;
    let mut count = Gather::new();
    for mark in marks {
        let Some((ch, p)) = pick::digit(mark.glyph) else { break };
        count.push(mark, ch, p);
    }
    (1..=COUNT_DIGITS).contains(&count.text.len()).then(|| count.into_field(FieldKey::IssueCount)).flatten()
}
