//! Prints cards as text lines the way a recogniser would return them, with its habits: boxes merged,
//! split, lost, shifted; and without one wrong character.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]

use heyan_rules::document::{Glyph, TextLine};
use heyan_rules::geometry::{Point, Rect};

/// What a card carries.
#[derive(Debug, Clone)]
pub struct Front {
    pub name: Vec<String>,
    pub sex: char,
    pub ethnicity: String,
    pub birth: (i16, u8, u8),
    pub address: Vec<String>,
    pub number: String,
}

pub fn front() -> Front {
    Front {
        name: vec!["孙熙博".into()],
        sex: '男',
        ethnicity: "汉".into(),
        birth: (1992, 5, 8),
        address: vec!["云南省昆明市五华区一二一大".into(), "街298号3-2单元(东)A座".into()],
        number: "53010219200508011X".into(),
    }
}

/// A piece of print: its text, left edge, middle height, pitch, character height in mm.
#[derive(Debug, Clone)]
pub struct Piece {
    pub text: String,
    pub x: f32,
    pub y: f32,
    pub pitch: f32,
    pub height: f32,
    pub label: bool,
}

fn piece(text: &str, x: f32, y: f32, pitch: f32, label: bool) -> Piece {
    Piece { text: text.to_owned(), x, y, pitch, height: 2.9, label }
}

/// Rows of pieces, as a card is printed.
pub fn front_rows(card: &Front) -> Vec<Vec<Piece>> {
    let mut rows = Vec::new();
    let two = card.name.len() > 1;
    for (i, line) in card.name.iter().enumerate() {
        let y = if two { 7.6 + 3.3 * i as f32 } else { 8.4 };
        let mut row = vec![piece(line, 15.0, y, 3.1, false)];
        if i == 0 {
            row.insert(0, piece("姓名", 6.2, y, 3.2, true));
        }
        rows.push(row);
    }
    rows.push(vec![
        piece("性别", 6.2, 14.9, 3.2, true),
        piece(&card.sex.to_string(), 15.0, 14.9, 2.8, false),
        piece("民族", 24.0, 14.9, 3.2, true),
        piece(&card.ethnicity, 32.9, 14.9, 2.8, false),
    ]);
    let (y, m, d) = card.birth;
    rows.push(vec![
        piece("出生", 6.2, 21.1, 3.2, true),
        piece(&y.to_string(), 15.0, 21.1, 1.9, false),
        piece("年", 24.0, 21.1, 2.6, false),
        piece(&m.to_string(), 29.3, 21.1, 1.9, false),
        piece("月", 33.6, 21.1, 2.6, false),
        piece(&d.to_string(), 38.3, 21.1, 1.9, false),
        piece("日", 42.6, 21.1, 2.6, false),
    ]);
    for (i, line) in card.address.iter().enumerate() {
        let y = 27.4 + 4.5 * i as f32;
        let mut row = vec![piece(line, 15.0, y, 2.8, false)];
        if i == 0 {
            row.insert(0, piece("住址", 6.2, y, 3.2, true));
        }
        rows.push(row);
    }
    rows.push(vec![piece("公民身份号码", 6.2, 44.2, 3.2, true), piece(&card.number, 29.3, 44.2, 2.6, false)]);
    rows
}

pub fn back_rows(authority: &[String], validity: &str) -> Vec<Vec<Piece>> {
    let mut title = piece("中华人民共和国", 31.0, 10.5, 6.3, true);
    title.height = 4.6;
    let mut card = piece("居民身份证", 31.0, 20.0, 9.0, true);
    card.height = 6.5;
    let mut rows = vec![vec![title], vec![card]];
    let two = authority.len() > 1;
    for (i, line) in authority.iter().enumerate() {
        let y = if two { 40.6 + 3.2 * i as f32 } else { 41.8 };
        let mut row = vec![piece(line, 33.8, y, 2.8, false)];
        if i == 0 {
            row.insert(0, piece("签发机关", 18.5, y, 3.0, true));
        }
        rows.push(row);
    }
    rows.push(vec![piece("有效期限", 18.5, 47.9, 3.0, true), piece(validity, 33.8, 47.9, 1.4, false)]);
    rows
}

/// What a detector does to the print.
#[derive(Debug, Clone, Default)]
pub struct Habits {
    pub dx: f32,
    pub dy: f32,
    /// How much too large the card's plane is taken, as a share.
    pub stretch: f32,
    /// Rise to the right, mm over the card's width.
    pub slant: f32,
    /// For each gap between pieces of a row, whether the boxes merge; taken in turn.
    pub merge: Vec<bool>,
    /// For each piece, a share of its length at which it is split, if below 1; taken in turn.
    pub split: Vec<f32>,
    /// For each label, whether it is lost; taken in turn.
    pub lose_label: Vec<bool>,
    /// For each box, its own height error in mm; taken in turn.
    pub jitter: Vec<f32>,
    /// For each glyph, its own error along the row in mm; taken in turn.
    pub glyph_jitter: Vec<f32>,
}

fn turn<T: Copy>(values: &[T], at: &mut usize, default: T) -> T {
    let value = if values.is_empty() { default } else { values[*at % values.len()] };
    *at += 1;
    value
}

fn glyphs_of(piece: &Piece) -> Vec<Glyph> {
    let at = |i: usize| piece.x + (i as f32 + 0.5) * piece.pitch;
    piece.text.chars().enumerate().map(|(i, ch)| glyph(ch, at(i))).collect()
}

pub fn glyph(ch: char, x_mm: f32) -> Glyph {
    Glyph { ch, confidence: 0.99, x_mm, alternatives: Vec::new() }
}

/// The lines that a recogniser returns for `rows`, from an upright card.
pub fn lines(rows: &[Vec<Piece>], habits: &Habits) -> Vec<TextLine> {
    let (mut merges, mut splits, mut labels, mut jitters, mut glyph_jitters) = (0, 0, 0, 0, 0);
    let mut lines = Vec::new();
    for row in rows {
        let mut boxes: Vec<(Vec<Glyph>, Rect)> = Vec::new();
        let mut joined = false;
        for piece in row {
            let lost = piece.label && turn(&habits.lose_label, &mut labels, false);
            let merge = turn(&habits.merge, &mut merges, false);
            if lost {
                joined = false;
                continue;
            }
            let glyphs = glyphs_of(piece);
            let right = piece.x + piece.pitch * glyphs.len() as f32;
            let bounds =
                Rect::new(piece.x - 0.3, piece.y - piece.height * 0.6, right + 0.3, piece.y + piece.height * 0.6);
            match boxes.last_mut() {
                Some(last) if joined => {
                    last.0.extend(glyphs);
                    last.1 = last.1.union(&bounds);
                }
                _ => {
                    let share = turn(&habits.split, &mut splits, 1.0);
                    let cut = (glyphs.len() as f32 * share) as usize;
                    if cut > 0 && cut < glyphs.len() {
                        let x = piece.x + piece.pitch * cut as f32;
                        boxes.push((glyphs[..cut].to_vec(), Rect { right: x, ..bounds }));
                        boxes.push((glyphs[cut..].to_vec(), Rect { left: x, ..bounds }));
                    } else {
                        boxes.push((glyphs, bounds));
                    }
                }
            }
            joined = merge;
        }
        for (glyphs, bounds) in boxes {
            let rise = habits.slant * bounds.centre().x / 85.6;
            let dy = habits.dy + rise + turn(&habits.jitter, &mut jitters, 0.0);
            let scale = 1.0 + habits.stretch;
            let at_x = |x: f32| x * scale + habits.dx;
            let at_y = |y: f32| y * scale + dy;
            let bounds = Rect::new(at_x(bounds.left), at_y(bounds.top), at_x(bounds.right), at_y(bounds.bottom));
            let glyphs = glyphs
                .into_iter()
                .map(|g| Glyph { x_mm: at_x(g.x_mm) + turn(&habits.glyph_jitter, &mut glyph_jitters, 0.0), ..g })
                .collect();
            lines.push(TextLine { bounds_mm: bounds, quad: bounds.corners(), glyphs });
        }
    }
    lines
}

/// A line of `text` in its own box.
pub fn line(text: &str, x: f32, y: f32, pitch: f32) -> TextLine {
    let piece = piece(text, x, y, pitch, false);
    let glyphs = glyphs_of(&piece);
    let bounds = Rect::new(x - 0.3, y - 1.7, x + pitch * glyphs.len() as f32 + 0.3, y + 1.7);
    TextLine { bounds_mm: bounds, quad: [Point::default(); 4], glyphs }
}
