//! What a paper calls itself.

use crate::document::rows::{Gather, Row, RowGlyph};
use crate::document::{DocumentKind, Field, FieldKey};

/// Titles, the longer before those that they end in, and the first characters of the credit codes that are registered under
/// them (GB 32100-2015, table 1: 1 机构编制, 5 民政, 9 工商; N 农业 by its amendment). None: of any.
const TITLES: &[(&str, DocumentKind, &[&str])] = &[
    ("外国人永久居留身份证", DocumentKind::ForeignPermanentResidentFront, &[]),
    ("营业执照", DocumentKind::BusinessLicence, &["9"]),
    ("事业单位法人证书", DocumentKind::UnitCertificate, &["12"]),
    ("社会团体法人登记证书", DocumentKind::UnitCertificate, &["51"]),
    ("民办非企业单位登记证书", DocumentKind::UnitCertificate, &["52"]),
    ("社会服务机构登记证书", DocumentKind::UnitCertificate, &["52"]),
    ("基金会法人登记证书", DocumentKind::UnitCertificate, &["53"]),
    ("农村集体经济组织登记证", DocumentKind::UnitCertificate, &["N"]),
    ("宗教活动场所登记证", DocumentKind::UnitCertificate, &["7"]),
    ("统一社会信用代码证书", DocumentKind::UnitCertificate, &[]),
];

/// How far what is no part of a title stands from it at least, heights of its line: less than an em beside it is the same text.
const APART: f32 = 1.1;

/// All titles.
pub(super) fn texts() -> impl Iterator<Item = &'static str> {
    TITLES.iter().map(|(text, ..)| *text)
}

/// A title that was read.
pub(super) struct Read<'r, 'a> {
    pub(super) kind: DocumentKind,
    marks: &'r [RowGlyph<'a>],
}

/// The title of a page: the first that stands by itself, but for 正本 or 副本 in brackets.
pub(super) fn title<'r, 'a>(rows: &'r [Row<'a>]) -> Option<Read<'r, 'a>> {
    rows.iter().find_map(|row| {
        TITLES.iter().find_map(|(text, kind, _)| {
            let wanted: Vec<char> = text.chars().collect();
            let reads = |part: &[RowGlyph<'_>]| part.iter().zip(&wanted).all(|(mark, ch)| mark.glyph.ch == *ch);
            let at = row.marks.windows(wanted.len()).position(reads)?;
            let end = at + wanted.len();
            let marks = row.marks.get(at..end)?;
            let apart = |a: &RowGlyph<'_>, b: &RowGlyph<'_>| b.x - a.x > APART * a.height().min(b.height());
            let before = at.checked_sub(1).and_then(|i| row.marks.get(i)).zip(marks.first());
            let after = marks.last().zip(row.marks.get(end));
            // Cards and certificates name the state before what they are.
            let alone = before.is_none_or(|(a, b)| apart(a, b) || a.glyph.ch == '国')
                && after.is_none_or(|(a, b)| apart(a, b) || matches!(b.glyph.ch, '(' | '（'));
            alone.then_some(Read { kind: *kind, marks })
        })
    })
}

impl Read<'_, '_> {
    /// As the field.
    pub(super) fn field(&self) -> Option<Field> {
        let mut title = Gather::new();
        for mark in self.marks {
            title.push(mark, mark.glyph.ch, mark.glyph.confidence);
        }
        title.into_field(FieldKey::Title)
    }
}

/// First characters of the credit codes that are registered under a paper of `kind` with this title; `None` of any.
pub(crate) fn registered_under(kind: DocumentKind, title: Option<&str>) -> Option<&'static [&'static str]> {
    let own = |(text, of, _): &&(&str, DocumentKind, &[&str])| *of == kind && title.is_none_or(|title| title == *text);
    let sorts = TITLES.iter().find(own).map(|(_, _, sorts)| *sorts)?;
    let known = kind == DocumentKind::BusinessLicence || title.is_some();
    (known && !sorts.is_empty()).then_some(sorts)
}
