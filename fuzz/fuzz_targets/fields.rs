//! Any lines anywhere on the card are fields or none, and can be judged: never a panic.
#![no_main]

use arbitrary::{Result, Unstructured};
use heyan_rules::document::{DocumentKind, Glyph, Ink, Judged, Limits, TextLine, fields, judge};
use heyan_rules::geometry::Rect;
use heyan_rules::words::{Lang, Words};
use heyan_rules::{Date, Point, Verdict};
use libfuzzer_sys::fuzz_target;

/// Characters that a card bears; any other may stand between them.
const USUAL: &[char] = &[
    '姓', '名', '性', '别', '男', '女', '民', '族', '汉', '出', '生', '年', '月', '日', '住', '址', '公', '民', '身',
    '份', '号', '码', '签', '发', '机', '关', '有', '效', '期', '限', '长', '省', '市', '县', '局', '·', '.', '-', '(', '（', ')', '）', ' ',
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X', 'x', 'O', 'I',
];

/// More lines than any card has.
const MOST_LINES: usize = 24;
/// More characters than any line has.
const MOST_GLYPHS: usize = 40;

fn character(u: &mut Unstructured<'_>) -> Result<char> {
    if u.ratio(7, 8)? { u.choose(USUAL).copied() } else { u.arbitrary() }
}

/// Mostly a probability, at times anything that a float can be.
fn confidence(u: &mut Unstructured<'_>) -> Result<f32> {
    if u.ratio(15, 16)? { Ok(f32::from(u.arbitrary::<u8>()?) / 255.0) } else { u.arbitrary() }
}

/// Mostly on the card or near it, at times anything that a float can be.
fn coordinate(u: &mut Unstructured<'_>) -> Result<f32> {
    if u.ratio(15, 16)? { Ok(f32::from(u.int_in_range(-100i16..=1000)?) / 10.0) } else { u.arbitrary() }
}

fn line(u: &mut Unstructured<'_>) -> Result<TextLine> {
    let (left, top, right, bottom) = (coordinate(u)?, coordinate(u)?, coordinate(u)?, coordinate(u)?);
    let count = u.int_in_range(0..=MOST_GLYPHS)?;
    let mut glyphs = Vec::with_capacity(count);
    for place in 0..count {
        let x_mm = if u.ratio(15, 16)? { left + (right - left) * place as f32 / count as f32 } else { coordinate(u)? };
        let mut alternatives = Vec::new();
        for _ in 0..u.int_in_range(0..=2)? {
            alternatives.push((character(u)?, confidence(u)?));
        }
        let ink = if u.ratio(1, 2)? {
            Some(Ink { depth: confidence(u)?, colour: confidence(u)?, coloured: confidence(u)? })
        } else {
            None
        };
        let unlikeness = if u.ratio(1, 2)? { Some(10.0 * confidence(u)?) } else { None };
        let (ch, confidence) = (character(u)?, confidence(u)?);
        glyphs.push(Glyph { ch, confidence, x_mm, alternatives, ink, unlikeness, unread_beside: u.ratio(1, 16)? });
    }
    // Only carried through, so the card plane's own numbers will do.
    let quad = [Point::new(left, top), Point::new(right, top), Point::new(right, bottom), Point::new(left, bottom)];
    let bounds_mm = Rect::new(left.min(right), top.min(bottom), left.max(right), top.max(bottom));
    Ok(TextLine { bounds_mm, quad, glyphs })
}

fn lines(u: &mut Unstructured<'_>) -> Result<Vec<TextLine>> {
    (0..u.int_in_range(0..=MOST_LINES)?).map(|_| line(u)).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let mut u = Unstructured::new(bytes);
    if let Ok(lines) = lines(&mut u) {
        for kind in DocumentKind::KNOWN {
            let fields = fields::parse(*kind, &lines);
            let findings = judge(&Judged {
                kind: *kind,
                expect: DocumentKind::KNOWN.first().copied(),
                fields: &fields,
                capture: None,
                picture_light: None,
                limits: &Limits::default(),
                today: Date::constant(2026, 11, 24),
                to_picture: &|place| place.corners().to_vec(),
            });
            let _ = Verdict::of(&findings);
            for finding in &findings {
                assert!(!Words::new(Lang::En).finding(finding).message.is_empty());
            }
        }
    }
});
