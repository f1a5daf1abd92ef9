//! Prints cards as text lines the way a recogniser would return them, with its habits: boxes merged,
//! split, lost, shifted; and without one wrong character.
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
    /// Width of an ASCII character as a share of the pitch.
    pub narrow: f32,
    pub height: f32,
    pub label: bool,
}

impl Piece {
    /// Where each character ends, mm right of the left edge.
    fn ends(&self) -> Vec<f32> {
        let mut at = 0.0;
        let step = |c: char| if c.is_ascii() { self.pitch * self.narrow } else { self.pitch };
        let ends = self.text.chars().map(|c| {
            at += step(c);
            at
        });
        ends.collect()
    }
}

fn piece(text: &str, x: f32, y: f32, pitch: f32, label: bool) -> Piece {
    Piece { text: text.to_owned(), x, y, pitch, narrow: 1.0, height: 2.9, label }
}

/// A printer's template, between the tight one (0) and the wide one (1): no standard gives the places.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    /// How the rows are spread.
    pub rows: f32,
    /// Where the columns stand.
    pub columns: f32,
    /// Width of ASCII characters in an address, em.
    pub narrow: f32,
}

impl Default for Template {
    fn default() -> Self {
        Self { rows: 0.5, columns: 0.5, narrow: 0.5 }
    }
}

impl Template {
    fn y(self, tight: f32, wide: f32) -> f32 {
        tight + (wide - tight) * self.rows
    }

    fn x(self, tight: f32, wide: f32) -> f32 {
        tight + (wide - tight) * self.columns
    }
}

pub fn front_rows(card: &Front) -> Vec<Vec<Piece>> {
    front_rows_in(card, Template::default())
}

pub fn back_rows(authority: &[String], validity: &str) -> Vec<Vec<Piece>> {
    back_rows_in(authority, validity, Template::default())
}

/// Rows of pieces, as a card is printed.
pub fn front_rows_in(card: &Front, t: Template) -> Vec<Vec<Piece>> {
    let (label, value) = (t.x(6.2, 5.6), t.x(15.0, 13.9));
    let (birth, number) = (t.y(21.1, 23.0), t.y(44.2, 47.6));
    let mut rows = Vec::new();
    let two = card.name.len() > 1;
    let name = t.y(8.4, 9.3);
    for (i, line) in card.name.iter().enumerate() {
        let y = if two { name - 0.8 + 3.3 * i as f32 } else { name };
        let pitch = if line.chars().count() > 8 { 2.6 } else { 3.1 };
        let mut row = vec![piece(line, value, y, pitch, false)];
        if i == 0 {
            row.insert(0, piece("姓名", label, y, 3.2, true));
        }
        rows.push(row);
    }
    let sex = t.y(14.9, 16.2);
    rows.push(vec![
        piece("性别", label, sex, 3.2, true),
        piece(&card.sex.to_string(), value, sex, 2.8, false),
        piece("民族", t.x(24.0, 23.4), sex, 3.2, true),
        piece(&card.ethnicity, t.x(32.9, 32.3), sex, 2.8, false),
    ]);
    let (y, m, d) = card.birth;
    rows.push(vec![
        piece("出生", label, birth, 3.2, true),
        piece(&y.to_string(), value, birth, 1.9, false),
        piece("年", t.x(24.0, 22.4), birth, 2.6, false),
        piece(&m.to_string(), t.x(29.3, 26.1), birth, 1.9, false),
        piece("月", t.x(33.6, 30.7), birth, 2.6, false),
        piece(&d.to_string(), t.x(38.3, 34.3), birth, 1.9, false),
        piece("日", t.x(42.6, 38.8), birth, 2.6, false),
    ]);
    for (i, line) in card.address.iter().enumerate() {
        let y = t.y(27.4, 30.0) + 4.5 * i as f32;
        let y = if card.address.len() > 3 { y - 0.35 * i as f32 } else { y };
        let mut row = vec![Piece { narrow: t.narrow, ..piece(line, value, y, 2.8, false) }];
        if i == 0 {
            row.insert(0, piece("住址", label, y, 3.2, true));
        }
        rows.push(row);
    }
    let right = t.x(29.3, 29.6);
    rows.push(vec![piece("公民身份号码", label, number, 3.2, true), piece(&card.number, right, number, 2.55, false)]);
    rows
}

pub fn back_rows_in(authority: &[String], validity: &str, t: Template) -> Vec<Vec<Piece>> {
    let title_in = |text: &str, left: f32, right: f32, y: f32| {
        piece(text, left, y, (right - left) / text.chars().count() as f32, true)
    };
    let mut title = title_in("中华人民共和国", t.x(30.0, 29.0), t.x(75.3, 72.0), t.y(9.2, 11.3));
    title.height = 4.6;
    let mut card = title_in("居民身份证", t.x(26.2, 30.0), t.x(78.8, 74.5), t.y(18.6, 21.0));
    card.height = 6.5;
    let mut rows = vec![vec![title], vec![card]];
    let (label, value) = (t.x(18.5, 20.4), t.x(33.8, 34.4));
    let two = authority.len() > 1;
    let (y, validity_y) = (t.y(40.2, 41.8), t.y(46.5, 47.9));
    for (i, line) in authority.iter().enumerate() {
        let y = if two { y - 1.2 + 3.2 * i as f32 } else { y };
        let mut row = vec![piece(line, value, y, 2.8, false)];
        if i == 0 {
            row.insert(0, piece("签发机关", label, y, 3.0, true));
        }
        rows.push(row);
    }
    rows.push(vec![piece("有效期限", label, validity_y, 3.0, true), piece(validity, value, validity_y, 1.4, false)]);
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
    let mut left = 0.0;
    let middles = piece.ends().into_iter().map(|right| {
        let middle = (left + right) / 2.0;
        left = right;
        piece.x + middle
    });
    piece.text.chars().zip(middles).map(|(ch, x)| glyph(ch, x)).collect()
}

pub fn glyph(ch: char, x_mm: f32) -> Glyph {
    Glyph { ch, confidence: 0.99, x_mm, alternatives: Vec::new(), ink: None, unlikeness: None, unread_beside: false }
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
            let ends = piece.ends();
            let right = piece.x + ends.last().copied().unwrap_or(0.0);
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
                        let x = piece.x + ends[cut - 1];
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
