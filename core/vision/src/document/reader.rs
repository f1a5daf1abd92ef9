//! Reading a flat card: its lines of text, as the rules want them.

use heyan_rules::Point;
use heyan_rules::document::{Glyph, Ink, TextLine};
use heyan_rules::geometry::{CardShape, Rect};
use opencv::core::Mat;

use super::ink;
use super::locate;
use super::plane::Placement;
use super::rectify::{self, FlatCard};
use crate::cv;
use crate::error::VisionError;
use crate::frame::Picture;
use crate::model::{OrtModel, Pack};
use crate::text::{ReadGlyph, TextBox, TextDetector, TextRecogniser};

/// A line of text found on a flat card, not yet read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FoundLine {
    /// Corners in mm of the card, clockwise from the line's top left.
    pub quad_mm: [Point; 4],
    /// Trust of the detector, 0 to 1.
    pub score: f32,
}

impl FoundLine {
    /// The upright rectangle around it, mm.
    pub fn bounds_mm(&self) -> Rect {
        let [a, b, c, d] = self.quad_mm;
        Rect::new(
            a.x.min(b.x).min(c.x).min(d.x),
            a.y.min(b.y).min(c.y).min(d.y),
            a.x.max(b.x).max(c.x).max(d.x),
            a.y.max(b.y).max(c.y).max(d.y),
        )
    }

    /// Its length over its height.
    pub fn aspect(&self) -> f32 {
        let [a, b, _, d] = self.quad_mm;
        a.distance(b) / a.distance(d).max(1e-3)
    }

    /// The same line when left and right of the card, of `shape`, are swapped.
    pub fn mirrored(&self, shape: CardShape) -> Self {
        let [a, b, c, d] = self.quad_mm.map(|p| Point::new(shape.width_mm - p.x, p.y));
        Self { quad_mm: [b, a, d, c], score: self.score }
    }

    /// The same line when the card, of `shape`, stands the other way up.
    pub fn upside_down(&self, shape: CardShape) -> Self {
        let turn = |p: Point| Point::new(shape.width_mm - p.x, shape.height_mm - p.y);
        let [a, b, c, d] = self.quad_mm;
        Self { quad_mm: [turn(c), turn(d), turn(a), turn(b)], score: self.score }
    }
}

/// File of the small network that finds text at a glance. Set-up may have to do without it.
const SCOUT: &str = "text_scout.onnx";

/// Owns the networks that read: one that finds text, one that finds it at a glance, and one that reads.
pub struct CardReader {
    detector: TextDetector,
    /// Finds nearly as many lines in less than half the time, but joins and cuts them otherwise: it tells where to read, and
    /// nothing is read of what it found.
    scout: Option<TextDetector>,
    recogniser: TextRecogniser,
}

impl CardReader {
    /// Loads the networks from `pack`; inference uses `threads` threads.
    pub fn open(pack: &Pack, threads: usize) -> Result<Self, VisionError> {
        let detect = OrtModel::open(pack, "text_detection", "text_detection.onnx", threads)?;
        let recognise = OrtModel::open(pack, "text_recognition", "text_recognition.onnx", threads)?;
        let reader = Self::new(TextDetector::new(Box::new(detect)), TextRecogniser::new(Box::new(recognise))?);
        if pack.file(SCOUT).is_err() {
            return Ok(reader);
        }
        let scout = OrtModel::open(pack, "text_scout", SCOUT, threads)?;
        Ok(reader.with_scout(TextDetector::new(Box::new(scout))))
    }

    /// A reader over networks that are loaded.
    pub const fn new(detector: TextDetector, recogniser: TextRecogniser) -> Self {
        Self { detector, scout: None, recogniser }
    }

    /// The same, with a network that finds text at a glance.
    #[must_use]
    pub fn with_scout(self, scout: TextDetector) -> Self {
        Self { scout: Some(scout), ..self }
    }

    /// Whether there is a network of its own for glances.
    pub const fn has_scout(&self) -> bool {
        self.scout.is_some()
    }

    /// Where text stands on a flat card, and the pixels that were searched.
    pub fn find_lines(&mut self, card: &FlatCard) -> Result<(Vec<FoundLine>, usize), VisionError> {
        lines_on(card, rectify::DETECT_PX_PER_MM, |image| self.detector.detect(image))
    }

    /// The same at a glance.
    pub fn glimpse_lines(&mut self, card: &FlatCard) -> Result<(Vec<FoundLine>, usize), VisionError> {
        lines_on(card, self.glimpse_px_per_mm(), |image| self.glimpse_text(image))
    }

    /// Scale at which a card is glanced at, pixels a mm.
    pub const fn glimpse_px_per_mm(&self) -> f32 {
        if self.has_scout() { rectify::GLIMPSE_PX_PER_MM } else { rectify::DETECT_PX_PER_MM }
    }

    /// Where text stands in any image, at a glance.
    pub fn glimpse_text(&mut self, rgb: &Mat) -> Result<Vec<TextBox>, VisionError> {
        self.scout.as_mut().unwrap_or(&mut self.detector).detect(rgb)
    }

    /// Where text stands in any image; `find_lines` without a card to measure by.
    pub fn find_text(&mut self, rgb: &Mat) -> Result<Vec<TextBox>, VisionError> {
        self.detector.detect(rgb)
    }

    /// Reads lines anywhere in a picture; `quads` in its pixels, clockwise from each line's top left.
    pub fn read_text(&mut self, picture: &Picture, quads: &[[Point; 4]]) -> Result<Vec<Vec<ReadGlyph>>, VisionError> {
        let rgb = cv::rgb_of(picture)?;
        let images = quads.iter().map(|quad| rectify::line_of(&rgb, quad)).collect::<Result<Vec<_>, _>>()?;
        self.recogniser.read(&images)
    }

    /// Reads images of lines, each 48 px high (`rectify::line_of`).
    pub fn read_images(&mut self, lines: &[Mat]) -> Result<Vec<Vec<ReadGlyph>>, VisionError> {
        self.recogniser.read(lines)
    }

    /// Reads lines found on `card`.
    pub fn read_lines(&mut self, card: &FlatCard, found: &[FoundLine]) -> Result<Vec<TextLine>, VisionError> {
        let images = found.iter().map(|line| card.line(&line.quad_mm)).collect::<Result<Vec<_>, _>>()?;
        let read = self.recogniser.read(&images)?;
        let mut lines = Vec::with_capacity(found.len());
        for ((line, image), read) in found.iter().zip(&images).zip(read).filter(|(_, read)| !read.is_empty()) {
            let at: Vec<f32> = read.iter().map(|g| g.at).collect();
            let inks = ink::inks(image, &at)?;
            // A space is what the recogniser may say of a character that it does not know.
            let marks: Vec<f32> = read.iter().filter(|g| !g.ch.is_whitespace()).map(|g| g.at).collect();
            let mut beside = ink::unread_beside(image, &marks)?.into_iter();
            let unread: Vec<bool> =
                read.iter().map(|g| !g.ch.is_whitespace() && beside.next().unwrap_or(false)).collect();
            let [a, b, _, _] = line.quad_mm;
            let glyph = |((g, ink), unread_beside): ((ReadGlyph, Option<Ink>), bool)| Glyph {
                ch: g.ch,
                confidence: g.confidence,
                x_mm: a.x + (b.x - a.x) * g.at,
                alternatives: g.alternatives,
                ink,
                unlikeness: g.unlikeness,
                unread_beside,
            };
            lines.push(TextLine {
                bounds_mm: line.bounds_mm(),
                quad: line.quad_mm.map(|p| card.placement.to_picture(p)),
                glyphs: read.into_iter().zip(inks).zip(unread).map(glyph).collect(),
            });
        }
        Ok(lines)
    }

    /// Time spent in the networks since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        let scout = self.scout.as_mut().map_or(0.0, TextDetector::take_time_ms);
        self.detector.take_time_ms() + scout + self.recogniser.take_time_ms()
    }
}

/// Where `detect` finds text on a flat card at `px_per_mm`, and the pixels that were searched.
fn lines_on(
    card: &FlatCard,
    px_per_mm: f32,
    detect: impl FnOnce(&Mat) -> Result<Vec<TextBox>, VisionError>,
) -> Result<(Vec<FoundLine>, usize), VisionError> {
    let (image, px_per_mm) = card.at_scale(px_per_mm)?;
    let line = |found: TextBox| FoundLine { quad_mm: found.quad.map(|p| card.to_mm(p, px_per_mm)), score: found.score };
    Ok((detect(&image)?.into_iter().map(line).collect(), locate::pixels(&image)))
}

/// The same lines, measured from the placement `to` instead of `from`.
pub fn moved(lines: &[TextLine], from: &Placement, to: &Placement) -> Vec<TextLine> {
    let again = |p: Point| to.to_card(from.to_picture(p));
    lines
        .iter()
        .map(|line| {
            let [a, b, c, d] = line.bounds_mm.corners().map(again);
            let middle = line.bounds_mm.centre().y;
            let glyphs =
                line.glyphs.iter().map(|g| Glyph { x_mm: again(Point::new(g.x_mm, middle)).x, ..g.clone() }).collect();
            TextLine {
                bounds_mm: Rect::new(a.x.min(d.x), a.y.min(b.y), b.x.max(c.x), c.y.max(d.y)),
                quad: line.quad,
                glyphs,
            }
        })
        .collect()
}
