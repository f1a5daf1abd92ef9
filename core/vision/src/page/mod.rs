//! A page of print as rules read documents: its lines in the page's own plane, laid flat, and how it was taken.

mod outline;
mod surface;

use heyan_rules::document::paper::PaperCapture;
use heyan_rules::document::{Glyph, TextLine};
use heyan_rules::geometry::Rect;
use heyan_rules::letter::{Ink, PageMeasured};
use heyan_rules::{Point, Polygon};
use opencv::core::Mat;
use opencv::imgproc;
use opencv::prelude::*;

use crate::cv;
use crate::document::{CardReader, Placement, recapture};
use crate::error::VisionError;
use crate::frame::Picture;
use crate::letter::{self, Looked};
use crate::qr::{self, QrCode};
use crate::text::{ReadGlyph, TextBox};

/// How far a line may run askew of the others, degrees, and still be print of the page: a watermark runs across it.
const MOST_ASKEW_DEG: f32 = 8.0;
/// Length over height from which a box tells which way its line runs.
const LONG: f32 = 3.0;
/// Distance of a line from the picture's edge at which it is cut, px.
const AT_EDGE_PX: f32 = 1.5;
/// Mean trust of a line that is print and no pattern of the ground.
const PRINT: f32 = 0.6;

/// A page that was read.
pub struct Page {
    /// Its lines, upright, in its own plane.
    pub lines: Vec<TextLine>,
    /// The plane in the picture.
    pub placement: Placement,
    /// How it was taken.
    pub capture: PaperCapture,
    /// The same as papers without fields are judged by.
    pub measured: PageMeasured,
    /// The QR codes on it, corners in the picture.
    pub codes: Vec<QrCode>,
    grey: Mat,
    turn: Turn,
}

impl Page {
    /// What ink stands in `place` of its plane.
    ///
    /// # Errors
    /// When OpenCV fails.
    pub fn ink(&self, place: &Rect) -> Result<Ink, VisionError> {
        let corners = self.placement.polygon(place).map(|p| self.turn.there(p));
        let around = corners.iter().map(|p| Rect::new(p.x, p.y, p.x, p.y)).reduce(|a, b| a.union(&b));
        letter::ink(&self.grey, &around.unwrap_or_default())
    }
}

/// Reads the page in `picture` with the networks of `reader`. `None` when `worth` says so of what its tallest lines say, or
/// nothing stands on it.
///
/// # Errors
/// When a network or OpenCV fails.
pub fn read(
    reader: &mut CardReader,
    picture: &Picture,
    worth: &dyn Fn(&[String]) -> bool,
) -> Result<Option<Page>, VisionError> {
    let turned = |deg: u32| Turn { deg, width: picture.width() as f32, height: picture.height() as f32 };
    let mut seen = None;
    let mut choose = |deg: u32, found: Vec<TextBox>| {
        let turn = turned(deg);
        let quads: Vec<[Point; 4]> = found.iter().map(|line| line.quad.map(|p| turn.back(p))).collect();
        seen = outline::outline(picture, &turn, &quads)?;
        let Some(outline) = &seen else { return Ok(found) };
        let plane = outline.placement.shape().bounds();
        let on_page = |line: &TextBox| plane.contains(outline.placement.to_card(turn.back(line.centre())));
        Ok(found.into_iter().filter(on_page).collect())
    };
    let Some(looked) = letter::look_at(reader, picture, &mut choose, worth)? else { return Ok(None) };
    let turn = turned(looked.turned_deg);
    let slope = slope_deg(&looked);
    let along: Vec<(Line, &[ReadGlyph])> = looked
        .lines
        .iter()
        .filter(|(found, _)| {
            found.length() < LONG * found.height() || (angle_deg(found) - slope).abs() < MOST_ASKEW_DEG
        })
        .map(|(found, glyphs)| {
            (Line { page: found.quad, picture: found.quad.map(|p| turn.back(p)) }, glyphs.as_slice())
        })
        .collect();
    let size = (looked.page.cols() as f32, looked.page.rows() as f32);
    let whole = seen.as_ref().is_some_and(|seen| seen.whole);
    let outlined = seen.is_some();
    let placement = seen.map(|seen| seen.placement).or_else(|| outline::whole(&turn, size, slope));
    let Some(placement) = placement else { return Ok(None) };
    let lines: Vec<TextLine> = along.iter().map(|(line, glyphs)| text_line(&placement, line, glyphs)).collect();
    let measured = letter::measured(&looked)?;
    let moire = recapture::moire(picture, &placement)?;
    let cut_lines = if whole { Vec::new() } else { cut(&along, size) };
    let surface = surface::measure(picture, &placement)?;
    let capture = PaperCapture {
        corners: placement.corners,
        evenness: if outlined { outline::evenness(placement.corners) } else { 1.0 },
        line_height_px: measured.line_height_px,
        blur_ratio: measured.blur_ratio,
        paper_lightness: measured.paper_lightness,
        print_contrast: measured.print_contrast,
        colour: surface.colour,
        moire_db: moire.on_card_db,
        moire_shared_db: moire.shared_db,
        cut_lines,
        below: Vec::new(),
        glare: surface.glare,
    };
    let grey = cv::convert(&looked.page, imgproc::COLOR_RGB2GRAY)?;
    let codes = qr::read(&looked.page)?;
    let codes = codes.into_iter().map(|code| QrCode { corners: code.corners.map(|p| turn.back(p)), ..code }).collect();
    Ok(Some(Page { lines, placement, capture, measured, codes, grey, turn }))
}

/// How a picture was turned for its page to stand upright.
struct Turn {
    /// Degrees clockwise.
    deg: u32,
    /// Of the picture, px.
    width: f32,
    height: f32,
}

impl Turn {
    /// From px of the upright page to px of the picture.
    fn back(&self, p: Point) -> Point {
        match self.deg {
            90 => Point::new(p.y, self.height - p.x),
            180 => Point::new(self.width - p.x, self.height - p.y),
            270 => Point::new(self.width - p.y, p.x),
            _ => p,
        }
    }

    /// From px of the picture to px of the upright page.
    fn there(&self, p: Point) -> Point {
        match self.deg {
            90 => Point::new(self.height - p.y, p.x),
            180 => Point::new(self.width - p.x, self.height - p.y),
            270 => Point::new(p.y, self.width - p.x),
            _ => p,
        }
    }
}

/// The corners of a line, on the upright page and in the picture.
struct Line {
    page: [Point; 4],
    picture: [Point; 4],
}

fn angle_deg(found: &TextBox) -> f32 {
    let [a, b, _, _] = found.quad;
    (b.y - a.y).atan2(b.x - a.x).to_degrees()
}

/// Which way most print runs, degrees clockwise off the right.
fn slope_deg(looked: &Looked) -> f32 {
    let long = looked.lines.iter().map(|(found, _)| found).filter(|found| found.length() >= LONG * found.height());
    let mut angles: Vec<(f32, f32)> = long.map(|found| (angle_deg(found), found.length())).collect();
    angles.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half: f32 = angles.iter().map(|(_, length)| length).sum::<f32>() / 2.0;
    let mut so_far = 0.0;
    let middle = angles.iter().find(|(_, length)| {
        so_far += length;
        so_far >= half
    });
    middle.map_or(0.0, |(angle, _)| *angle)
}

fn text_line(placement: &Placement, line: &Line, glyphs: &[ReadGlyph]) -> TextLine {
    let [a, b, c, d] = line.picture.map(|p| placement.to_card(p));
    let half = (a.distance(d) + b.distance(c)) / 4.0;
    let middle = (a.y + b.y + c.y + d.y) / 4.0;
    let (left, right) = ((a.x + d.x) / 2.0, (b.x + c.x) / 2.0);
    let [pa, pb, pc, pd] = line.picture;
    // Perspective: what is half way along in the picture is not on the page.
    let at = |share: f32| {
        let on = |p: Point, q: Point| Point::new(p.x + (q.x - p.x) * share, p.y + (q.y - p.y) * share);
        let (top, bottom) = (on(pa, pb), on(pd, pc));
        placement.to_card(Point::new((top.x + bottom.x) / 2.0, (top.y + bottom.y) / 2.0)).x
    };
    let glyphs = glyphs.iter().map(|g| Glyph {
        ch: g.ch,
        confidence: g.confidence,
        x_mm: at(g.at),
        alternatives: g.alternatives.clone(),
        ink: None,
        unlikeness: g.unlikeness,
        unread_beside: false,
    });
    TextLine {
        bounds_mm: Rect::new(left.min(right), middle - half, left.max(right), middle + half),
        quad: line.picture,
        glyphs: glyphs.collect(),
    }
}

/// Lines that run into the edge of the picture.
fn cut(lines: &[(Line, &[ReadGlyph])], (width, height): (f32, f32)) -> Vec<Polygon> {
    let at_edge =
        |p: &Point| p.x < AT_EDGE_PX || p.y < AT_EDGE_PX || p.x > width - AT_EDGE_PX || p.y > height - AT_EDGE_PX;
    let is_print = |glyphs: &[ReadGlyph]| {
        let sum: f32 = glyphs.iter().map(|g| g.confidence).sum();
        glyphs.len() >= 2 && sum >= PRINT * glyphs.len() as f32
    };
    let cut = lines.iter().filter(|(line, glyphs)| line.page.iter().any(at_edge) && is_print(glyphs));
    cut.map(|(line, _)| line.picture.to_vec()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_back_undoes_a_turn() {
        for deg in [0, 90, 180, 270] {
            let turn = Turn { deg, width: 300.0, height: 200.0 };
            let p = Point::new(30.0, 70.0);
            assert_eq!(turn.back(turn.there(p)), p, "{deg}");
        }
        // The picture's top left is the top right of a page that was turned by a quarter.
        let turn = Turn { deg: 90, width: 300.0, height: 200.0 };
        assert_eq!(turn.there(Point::new(0.0, 0.0)), Point::new(200.0, 0.0));
    }
}
