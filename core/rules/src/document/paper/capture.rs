//! How a page was taken, as plain numbers: measured by perception, judged here.

use crate::document::FieldKey;
use crate::geometry::{Point, Polygon};
use crate::letter::Ink;

/// Everything measured about one page in one picture.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperCapture {
    /// The page's corners in input pixels, from the top left of the upright page, clockwise; the picture's own where no
    /// outline is seen.
    pub corners: [Point; 4],
    /// Shorter over longer of two opposite sides, the lesser of both pairs; 1 where no outline is seen.
    pub evenness: f32,
    /// Median height of the lines' boxes, px of the picture; `None` without any.
    pub line_height_px: Option<f32>,
    /// Median smear of the print, standard deviation over the height of its line; `None` when it cannot be measured.
    pub blur_ratio: Option<f32>,
    /// L* of the paper, 0 to 100.
    pub paper_lightness: f32,
    /// Paper minus print, L*, median over the lines.
    pub print_contrast: Option<f32>,
    /// Chroma (CIELAB) of the page's most coloured places about its tint: seal, emblem, border.
    pub colour: f32,
    /// Strength of a line in the spectrum that a screen's grid leaves, dB.
    pub moire_db: f32,
    /// The same of a line that goes on beside the page, dB.
    pub moire_shared_db: f32,
    /// Lines that run into the picture's edge, input pixels.
    pub cut_lines: Vec<Polygon>,
    /// Ink where a last row of a value would stand that no line was read in, by the value.
    pub below: Vec<(FieldKey, Ink)>,
    /// Places washed out by light, input pixels, and their share of the page.
    pub glare: Vec<(Polygon, f32)>,
}
