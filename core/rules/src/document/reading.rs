//! What was read on a card and where, as plain numbers: filled by perception, understood here.
//!
//! The card plane is measured in mm from the top left corner of the upright card
//! (x 0 to [`super::CARD_WIDTH_MM`], y 0 to [`super::CARD_HEIGHT_MM`]).

use crate::geometry::{Point, Rect};
use crate::sensitive::Sensitive;

use super::FieldKey;

/// One character of a line, with the other characters it could have been.
#[derive(Clone, PartialEq)]
pub struct Glyph {
    /// The likeliest character.
    pub ch: char,
    /// Its probability, 0 to 1.
    pub confidence: f32,
    /// Its middle along the x axis of the card plane, mm.
    pub x_mm: f32,
    /// Further candidates at the same place with their probabilities, likeliest first, `ch` left out.
    pub alternatives: Vec<(char, f32)>,
    /// What it is written with; `None` where nothing measured it.
    pub ink: Option<Ink>,
    /// How far its print lies from what `ch` looks like, about 1 for a character's own print, more for one that only looks
    /// like it; `None` where that is not known of the character.
    pub unlikeness: Option<f32>,
    /// Whether print of which no character was read stands in its line next to it.
    pub unread_beside: bool,
}

/// What a character is written with, against the paper around it. Shares of the paper's own light, so that neither the
/// exposure nor the colour of a lamp counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink {
    /// Light that its strokes take away, 0 (paper) to 1 (black).
    pub depth: f32,
    /// The same of the channel that loses most, less that of the one that loses least: colour of the strokes, 0 to 1.
    pub colour: f32,
    /// Share of its place that is of a strong colour, whatever the strokes are: another ink lies over it.
    pub coloured: f32,
}

/// A line of text as the recogniser saw it.
#[derive(Clone, PartialEq)]
pub struct TextLine {
    /// Where it stands in the card plane, mm.
    pub bounds_mm: Rect,
    /// Its corners in the input picture, pixels, clockwise from the line's own top left.
    pub quad: [Point; 4],
    /// Its characters from left to right.
    pub glyphs: Vec<Glyph>,
}

impl TextLine {
    /// The characters as a string.
    pub fn text(&self) -> String {
        self.glyphs.iter().map(|g| g.ch).collect()
    }
}

/// A field with its value and the trust in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Which field.
    pub key: FieldKey,
    /// What the card says, in the contract's form.
    pub value: Sensitive<String>,
    /// Geometric mean of its characters' probabilities, 0 to 1.
    pub confidence: f32,
    /// Probability of its least certain character, 0 to 1: one wrong digit makes a wrong number.
    pub min_confidence: f32,
    /// Where the value stands, in the card plane, mm.
    pub bounds_mm: Rect,
    /// Writing of another ink that stands with it: what a watermark leaves in its rows.
    pub overwritten: Option<Overwritten>,
    /// How sure each of the characters is that it was gathered from, in their order; none where a value is put together
    /// otherwise.
    pub characters: Vec<Certainty>,
}

/// How sure one character of a value is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certainty {
    /// Its probability, 0 to 1.
    pub confidence: f32,
    /// How far its print lies from what the character looks like ([`Glyph::unlikeness`]).
    pub unlikeness: Option<f32>,
    /// Whether unread print stands next to it ([`Glyph::unread_beside`]).
    pub unread_beside: bool,
    /// Where it stands, in the card plane, mm.
    pub bounds_mm: Rect,
}

/// Where writing of another ink stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Overwritten {
    /// Before or behind the value, left out of it.
    Beside,
    /// Between or over its characters.
    Within,
}
