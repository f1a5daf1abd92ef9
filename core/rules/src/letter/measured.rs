//! What is seen of a page.

use crate::geometry::{Point, Rect};

/// One character of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct InkMark {
    /// The character.
    pub ch: char,
    /// Trust of the reader, 0 to 1.
    pub confidence: f32,
    /// Its middle, px of the upright page.
    pub x_px: f32,
}

/// A line of text on a page that stands upright.
#[derive(Debug, Clone, PartialEq)]
pub struct LetterLine {
    /// The upright rectangle around it, px of the upright page.
    pub bounds_px: Rect,
    /// Height of the line itself, px: lines of a page held askew are lower than their rectangles.
    pub height_px: f32,
    /// What it says, from left to right.
    pub marks: Vec<InkMark>,
}

impl LetterLine {
    /// What it says.
    pub fn text(&self) -> String {
        self.marks.iter().map(|mark| mark.ch).collect()
    }

    /// Mean trust of its characters; 0 of none.
    pub fn confidence(&self) -> f32 {
        let count = self.marks.len();
        if count == 0 { 0.0 } else { self.marks.iter().map(|mark| mark.confidence).sum::<f32>() / count as f32 }
    }

    /// Its middle.
    pub fn middle(&self) -> Point {
        self.bounds_px.centre()
    }
}

/// What ink there is in a place of the page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ink {
    /// Share of the place's columns in which ink stands above or below a ruled line.
    pub columns_ratio: f32,
    /// Height of the ink over that of the place, ruled lines left out.
    pub height_ratio: f32,
}

/// One page as it was taken.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageMeasured {
    /// Width and height of the upright page's picture, px.
    pub size_px: [u32; 2],
    /// By how much it was turned to stand upright, degrees clockwise: 0, 90, 180 or 270.
    pub turned_deg: u32,
    /// Its lines, from above.
    pub lines: Vec<LetterLine>,
    /// Median height of the lines, px; `None` without any.
    pub line_height_px: Option<f32>,
    /// Median smear of the print, standard deviation over the height of its line; `None` when it cannot be measured.
    pub blur_ratio: Option<f32>,
    /// L* of the paper, 0 to 100: the 80th percentile around the lines.
    pub paper_lightness: f32,
    /// Paper minus print, L*, median over the lines.
    pub print_contrast: Option<f32>,
    /// Ink in the blanks that [`super::blanks`] found in these lines, in their order.
    pub ink: Vec<Ink>,
}
