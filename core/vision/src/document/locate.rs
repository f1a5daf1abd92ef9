//! Finding quadrilaterals that may be cards, on a small copy of the picture.
//!
//! No single cue holds on every background, so several propose and [`super::edges`] disposes: closed outlines in
//! edge maps, regions that differ from the picture's border, straight segments that form a frame, and the picture's
//! own frame for scans. Text decides later which proposal is a card.

use heyan_rules::Point;
use heyan_rules::geometry::CardShape;
use opencv::core::{self, Mat, Point as CvPoint, Size, Vec4f, Vector};
use opencv::imgproc;
use opencv::prelude::*;

use super::edges::{self, SideFit};
use super::limits::PLACING;
use super::paper_edge;
use super::plane::{Placement, signed_area};
use crate::cv;
use crate::error::VisionError;
use crate::frame::Picture;

/// How proposals are made and sorted out.
#[derive(Debug, Clone, Copy)]
pub struct LocateLimits {
    /// Longer side of the copy that is searched, px. A card of a quarter of the width is 160 px wide on it.
    pub search_side_px: i32,
    /// Smallest area of a card over the picture's. A card of 5 % of the width, which is told to be too small, has 0.12 %
    /// of an upright 9:16 picture.
    pub min_area_ratio: f32,
    /// Longer over shorter side of a card seen at up to 65° of tilt: 1.585 × cos 65° to 1.585 / cos 65°.
    pub aspect: (f32, f32),
    /// Quadrilaterals of one source refined at most: a page of text or a keyboard has hundreds.
    pub max_quads: usize,
    /// Edges of a quadrilateral over those of the strongest of its source below which it is not refined.
    pub least_of_best: f32,
    /// Rank of a proposal after which no further source is asked.
    pub enough: f32,
    /// Quadrilaterals of its source still refined after one with four clear sides: cards beside it, or the whole of what
    /// is a part.
    pub after_enough: usize,
    /// Proposals handed on at most.
    pub max_candidates: usize,
}

impl Default for LocateLimits {
    fn default() -> Self {
        Self {
            search_side_px: 640,
            min_area_ratio: 0.0012,
            aspect: (0.95, 3.6),
            max_quads: 16,
            least_of_best: 0.3,
            enough: 1.0,
            after_enough: 8,
            max_candidates: 6,
        }
    }
}

/// A quadrilateral that may be a card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Where it lies, landscape way up, which of the two ways not yet known.
    pub placement: Placement,
    /// How well each side (top, right, bottom, left) is backed by an edge, 0 to 1.
    pub support: [f32; 4],
    /// Sides that run along the picture's own edge.
    pub at_border: [bool; 4],
}

impl Candidate {
    /// Mean support of the four sides, sides along the picture's edge at half weight.
    pub fn score(&self) -> f32 {
        let sides = self.support.iter().zip(self.at_border);
        sides.map(|(s, border)| if border { s.max(0.5) } else { *s }).sum::<f32>() / 4.0
    }
}

/// A copy of `picture` with a longer side of at most `side` px, and its scale.
pub fn copy(picture: &Picture, side: i32) -> Result<(Mat, f32), VisionError> {
    let scale = (side as f32 / picture.width().max(picture.height()) as f32).min(1.0);
    let size = Size::new(
        ((picture.width() as f32 * scale).round() as i32).max(1),
        ((picture.height() as f32 * scale).round() as i32).max(1),
    );
    let rgb = cv::rgb_of(picture)?;
    if scale > PLACING.rows_to_spare {
        return Ok((cv::shrink(&rgb, size)?, scale));
    }
    // Every second row says enough where two or more become one, and averaging is bound by memory.
    let pairs = cv::rows_in_pairs(picture)?;
    let even = Mat::roi(&pairs, core::Rect::new(0, 0, rgb.cols(), pairs.rows()))?;
    Ok((cv::shrink(&even, size)?, scale))
}

/// Pixels of an image.
pub fn pixels(image: &Mat) -> usize {
    image.rows() as usize * image.cols() as usize
}

type Fit = fn(&edges::Gradients, CardShape, &[Point; 4]) -> cv::Result<Option<([Point; 4], [SideFit; 4])>>;

/// A picture prepared for the search.
pub struct Locator {
    small: Mat,
    scale: f32,
    width: u32,
    height: u32,
    gradients: edges::Gradients,
    shape: CardShape,
    limits: LocateLimits,
    /// Sources asked so far.
    asked: usize,
    /// What they gave.
    tried: Vec<[Point; 4]>,
}

/// A way to find quadrilaterals.
type Source = fn(&Locator, &mut Vec<[Point; 4]>) -> Result<(), VisionError>;

impl Locator {
    /// Prepares `picture` for the search of cards of `shape`.
    pub fn new(picture: &Picture, shape: CardShape, limits: LocateLimits) -> Result<Self, VisionError> {
        let (small, scale) = copy(picture, limits.search_side_px)?;
        let gradients = edges::Gradients::new(&small)?;
        let (width, height) = (picture.width(), picture.height());
        Ok(Self { small, scale, width, height, gradients, shape, limits, asked: 0, tried: Vec::new() })
    }

    /// A copy of `picture`, the one given to [`Self::new`], with a longer side of `side` px, and its scale: out of the
    /// copy that was searched where that is large enough.
    pub fn copy(&self, picture: &Picture, side: i32) -> Result<(Mat, f32), VisionError> {
        let longer = self.small.cols().max(self.small.rows());
        if side > longer {
            return copy(picture, side);
        }
        let factor = side as f32 / longer as f32;
        let size = Size::new(
            ((self.small.cols() as f32 * factor).round() as i32).max(1),
            ((self.small.rows() as f32 * factor).round() as i32).max(1),
        );
        Ok((cv::shrink(&self.small, size)?, self.scale * factor))
    }

    /// Further proposals, likeliest first, their sides known to about half a mm ([`Self::finely`] finds the rest); none
    /// when there are no more.
    ///
    /// Each source costs more than the one before it: they are asked until a quadrilateral with four clear sides is
    /// there. When no text bears that out, ask for more.
    pub fn more(&mut self) -> Result<Vec<Candidate>, VisionError> {
        self.more_of(usize::MAX)
    }

    /// As [`Self::more`], of no more than so many sources.
    pub fn more_of(&mut self, most: usize) -> Result<Vec<Candidate>, VisionError> {
        let sources: [Source; 4] = [Self::outlines, Self::regions, Self::calm, Self::frames];
        let mut out: Vec<Candidate> = Vec::new();
        for source in sources.iter().skip(self.asked).take(most) {
            self.asked += 1;
            let mut quads = Vec::new();
            source(self, &mut quads)?;
            let mut further = self.limits.after_enough;
            for quad in self.best_of(quads)? {
                if self.tried.iter().any(|t| alike(t, &quad)) {
                    continue;
                }
                if out.iter().any(|c| self.is_enough(c) && c.support.iter().all(|s| *s > PLACING.clear_at_border)) {
                    if further == 0 {
                        break;
                    }
                    further -= 1;
                }
                self.tried.push(quad);
                if let Some(candidate) = self.fitted(edges::fit_roughly, &quad)? {
                    merge(&mut out, candidate);
                }
            }
            if out.iter().any(|c| self.is_enough(c)) {
                break;
            }
        }
        out.sort_by(|a, b| self.rank(b).total_cmp(&self.rank(a)));
        out.truncate(self.limits.max_candidates);
        Ok(out)
    }

    /// Pixels that the ways of proposing outlines asked so far have gone over, each way counted for itself.
    pub fn searched_px(&self) -> usize {
        self.asked * self.source_px()
    }

    /// Pixels that one way of proposing outlines goes over.
    pub fn source_px(&self) -> usize {
        pixels(&self.small)
    }

    /// Whether `c` is so clear that nothing else need be looked for before text has spoken.
    fn is_enough(&self, c: &Candidate) -> bool {
        self.rank(c) > self.limits.enough && self.extent(c) > 0.18
    }

    /// The quadrilaterals worth refining: those along strong edges, larger ones first among equals.
    fn best_of(&self, quads: Vec<[Point; 4]>) -> Result<Vec<[Point; 4]>, VisionError> {
        let frame = (self.small.cols() * self.small.rows()) as f32;
        let mut rated = Vec::with_capacity(quads.len());
        for quad in quads {
            if self.plausible(&landscape(quad)) {
                let extent = (signed_area(&quad).abs() / frame).sqrt().min(0.5);
                rated.push((self.gradients.along(&quad)? * (0.4 + extent), quad));
            }
        }
        rated.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut out: Vec<[Point; 4]> = Vec::new();
        let least = rated.first().map_or(0.0, |(best, _)| best * self.limits.least_of_best);
        for (_, quad) in rated.into_iter().take_while(|(rating, _)| *rating >= least) {
            if out.len() < self.limits.max_quads && out.iter().all(|t| !alike(t, &quad)) {
                out.push(quad);
            }
        }
        Ok(out)
    }

    /// The picture's own frame as a card: a scan cut to the card.
    pub fn whole_picture(&self) -> Option<Candidate> {
        let (w, h) = (self.width as f32, self.height as f32);
        let corners = [Point::new(0.0, 0.0), Point::new(w, 0.0), Point::new(w, h), Point::new(0.0, h)];
        let ratio = w.max(h) / w.min(h).max(1.0);
        let near = self.shape.aspect();
        if !(near * 0.85..near * 1.15).contains(&ratio) {
            return None;
        }
        let placement = Placement::new(self.shape, landscape(corners))?;
        Some(Candidate { placement, support: [0.0; 4], at_border: [true; 4] })
    }

    /// Whole cards of which `candidate` may be the part inside the picture: where one side runs along the picture's
    /// edge and the proportions are not a card's, the two sides beside it are drawn out to a card's length.
    pub fn drawn_out(&self, candidate: &Candidate) -> Vec<Candidate> {
        let at_border =
            if candidate.at_border == [false; 4] { self.near_border(candidate) } else { candidate.at_border };
        let borders: Vec<usize> = (0..4).filter(|i| at_border.get(*i) == Some(&true)).collect();
        let CardShape { width_mm, height_mm } = self.shape;
        let ratio = side_ratio(&candidate.placement.corners) / self.shape.aspect();
        let [side] = borders[..] else { return Vec::new() };
        if (0.95..1.05).contains(&ratio) {
            return Vec::new();
        }
        // Turned so that the cut side comes third: p to q is whole, q to r and p to s run out of the picture.
        let mut corners = candidate.placement.corners;
        corners.rotate_left((side + 2) % 4);
        let [p, q, r, s] = corners;
        let whole = p.distance(q);
        let seen = (q.distance(r) + p.distance(s)) / 2.0;
        let mut out = Vec::new();
        for length in [whole * width_mm / height_mm, whole * height_mm / width_mm] {
            let stretch = length / seen.max(1.0);
            if !(1.02..4.0).contains(&stretch) {
                continue;
            }
            let far = |from: Point, to: Point| {
                Point::new(from.x + (to.x - from.x) * stretch, from.y + (to.y - from.y) * stretch)
            };
            if let Some(placement) = Placement::new(self.shape, landscape([p, q, far(q, r), far(p, s)])) {
                out.push(Candidate { placement, support: candidate.support, at_border: [false; 4] });
            }
        }
        out
    }

    /// Sides of `candidate` that may run along the picture's edge: print near it can draw them inwards as far as a fit
    /// reaches.
    fn near_border(&self, candidate: &Candidate) -> [bool; 4] {
        let corners = candidate.placement.corners;
        let reach = PLACING.largest_move * diagonal(&corners);
        border_sides_within(&corners, (self.width as f32, self.height as f32), reach)
    }

    /// Moves the sides of a quadrilateral (input pixels) onto the edges near them.
    pub fn refine_at(&self, quad: &[Point; 4]) -> Result<Option<Candidate>, VisionError> {
        let rough = self.fitted(edges::fit_roughly, &self.to_small(quad))?;
        rough.map(|rough| self.finely(&rough)).transpose()
    }

    /// The same for an outline that text has placed to about 2 mm of the card: it begins as `quad` does, and sides
    /// without an edge near them stay where they are.
    pub fn refine_near(&self, quad: &[Point; 4]) -> Result<Option<Candidate>, VisionError> {
        let before = self.to_small(quad);
        let Some((after, sides)) = edges::fit_near(&self.gradients, self.shape, &before)? else { return Ok(None) };
        let stays = sides.map(|side| side.support < PLACING.least_near_text);
        let corners = mixed(&before, &after, stays);
        if !self.plausible(&corners) {
            return Ok(None);
        }
        let at_border = border_sides(&corners, Size::new(self.small.cols(), self.small.rows()));
        let placement = Placement::new(self.shape, corners.map(|p| Point::new(p.x / self.scale, p.y / self.scale)));
        let support = sides.map(|side| if side.support < PLACING.least_near_text { 0.0 } else { side.support });
        Ok(placement.map(|placement| Candidate { placement, support, at_border }))
    }

    /// `candidate` with its sides on the edges to the pixel; as it was where they are lost.
    pub fn finely(&self, candidate: &Candidate) -> Result<Candidate, VisionError> {
        let found = self.fitted(edges::fit_finely, &self.to_small(&candidate.placement.corners))?;
        Ok(found.unwrap_or(*candidate))
    }

    /// The outline where the paper ends of the card at `quad` (input pixels, wrong by some mm). Sides along which it is
    /// not seen to end stay; `None` when fewer than two are.
    pub fn refine_by_paper(&self, quad: &[Point; 4]) -> Result<Option<Candidate>, VisionError> {
        let before = self.to_small(quad);
        let ends = paper_edge::ends(self.gradients.planes(), self.shape, &before)?
            .map(|side| side.filter(|side| side.support >= PLACING.least_paper_end));
        if ends.iter().flatten().count() < 2 {
            return Ok(None);
        }
        let mut ring = before.iter().copied().zip(before.iter().copied().cycle().skip(1));
        let lines = ends.map(|end| {
            let before = ring.next().unwrap_or_default();
            end.map_or(before, |end| end.line)
        });
        let corners = joined(&before, lines);
        if !self.plausible(&corners) {
            return Ok(None);
        }
        let at_border = border_sides(&corners, Size::new(self.small.cols(), self.small.rows()));
        let placement = Placement::new(self.shape, corners.map(|p| Point::new(p.x / self.scale, p.y / self.scale)));
        let support = ends.map(|end| end.map_or(0.0, |end| end.support));
        Ok(placement.map(|placement| Candidate { placement, support, at_border }))
    }

    fn to_small(&self, quad: &[Point; 4]) -> [Point; 4] {
        quad.map(|p| Point::new(p.x * self.scale, p.y * self.scale))
    }

    /// Edges decide; among equals the larger quadrilateral is the card and the smaller something printed on it or a
    /// key beside it. A foreshortened card is likelier to be something else.
    pub fn rank(&self, c: &Candidate) -> f32 {
        let squeeze = (side_ratio(&c.placement.corners) / self.shape.aspect()).ln();
        c.score() + 0.6 * self.extent(c).min(0.5) - (squeeze * squeeze).min(0.5)
    }

    /// How likely it is that `c`, on which nothing can be read, is a card: that no side of it is missing and that it has a
    /// card's proportions. Its size says nothing, for such a card may be too small.
    pub fn likeness(c: &Candidate) -> f32 {
        let squeeze = (side_ratio(&c.placement.corners) / c.placement.shape().aspect()).ln().abs();
        let least = c.support.iter().zip(c.at_border).map(|(s, border)| if border { s.max(0.5) } else { *s });
        c.score() + least.fold(1.0, f32::min) - 0.4 * squeeze.min(1.0)
    }

    /// Root of the candidate's share of the picture's area.
    fn extent(&self, c: &Candidate) -> f32 {
        (signed_area(&c.placement.corners).abs() / (self.width as f32 * self.height as f32).max(1.0)).sqrt()
    }

    fn fitted(&self, fit: Fit, quad: &[Point; 4]) -> Result<Option<Candidate>, VisionError> {
        let quad = landscape(*quad);
        if !self.plausible(&quad) {
            return Ok(None);
        }
        let frame = Size::new(self.small.cols(), self.small.rows());
        let Some((corners, sides)) = fit(&self.gradients, self.shape, &quad)? else {
            return Ok(None);
        };
        let corners = keep_border_sides(&quad, corners, &sides, frame);
        if !self.plausible(&corners) {
            return Ok(None);
        }
        let corners = landscape(corners);
        let at_border = border_sides(&corners, frame);
        let full = corners.map(|p| Point::new(p.x / self.scale, p.y / self.scale));
        let Some(placement) = Placement::new(self.shape, full) else {
            return Ok(None);
        };
        let support = sides.map(|s: SideFit| s.support);
        Ok(Some(Candidate { placement, support, at_border }))
    }

    fn plausible(&self, quad: &[Point; 4]) -> bool {
        let area = signed_area(quad).abs();
        let frame = (self.small.cols() * self.small.rows()) as f32;
        let ratio = side_ratio(quad);
        let (low, high) = self.limits.aspect;
        convex(quad)
            && area >= frame * self.limits.min_area_ratio
            && area <= frame * 2.0
            && ratio >= low
            && ratio <= high
    }

    /// Closed outlines in edge maps at two strengths, colour and lightness together.
    fn outlines(&self, quads: &mut Vec<[Point; 4]>) -> Result<(), VisionError> {
        let strength = self.gradients.strength();
        let levels = percentile_levels(strength)?;
        for level in levels {
            let mut mask = Mat::default();
            core::compare(strength, &f64::from(level), &mut mask, core::CMP_GT)?;
            let closed = cv::morph_square(&mask, imgproc::MORPH_CLOSE, 5)?;
            self.quads_of(&closed, imgproc::RETR_LIST, quads)?;
        }
        Ok(())
    }

    /// Regions that differ from the colours along the picture's border, and regions bright or dark by Otsu's split.
    fn regions(&self, quads: &mut Vec<[Point; 4]>) -> Result<(), VisionError> {
        let smooth = cv::blur(&self.small, 2.0)?;
        let lab = cv::convert(&smooth, imgproc::COLOR_RGB2YCrCb)?;
        let mut channels = Vector::<Mat>::new();
        core::split(&lab, &mut channels)?;
        for channel in channels {
            let mut mask = Mat::default();
            imgproc::threshold(&channel, &mut mask, 0.0, 255.0, imgproc::THRESH_BINARY | imgproc::THRESH_OTSU)?;
            for flip in [false, true] {
                let mut region = Mat::default();
                if flip {
                    core::bitwise_not_def(&mask, &mut region)?;
                } else {
                    region = mask.clone();
                }
                let opened = cv::morph(&region, imgproc::MORPH_OPEN, 7, 7)?;
                let filled = cv::morph(&opened, imgproc::MORPH_CLOSE, 13, 13)?;
                self.quads_of(&filled, imgproc::RETR_EXTERNAL, quads)?;
            }
        }
        Ok(())
    }

    /// A card on a page of text or on a keyboard: with fine dark print closed, and where fine structure is rare.
    fn calm(&self, quads: &mut Vec<[Point; 4]>) -> Result<(), VisionError> {
        for operation in [imgproc::MORPH_CLOSE, imgproc::MORPH_OPEN] {
            let plain = cv::morph(&self.small, operation, 11, 11)?;
            let gradients = edges::Gradients::new(&plain)?;
            for level in percentile_levels(gradients.strength())? {
                let mut mask = Mat::default();
                core::compare(gradients.strength(), &f64::from(level), &mut mask, core::CMP_GT)?;
                let closed = cv::morph(&mask, imgproc::MORPH_CLOSE, 3, 3)?;
                self.quads_of(&closed, imgproc::RETR_LIST, quads)?;
            }
        }
        // Rows of large print stand as far apart as small print is high: two sizes of window.
        for side in [17, 33] {
            let mut busy = Mat::default();
            imgproc::box_filter_def(self.gradients.strength(), &mut busy, -1, Size::new(side, side))?;
            let mut mask = Mat::default();
            imgproc::threshold(&busy, &mut mask, 0.0, 255.0, imgproc::THRESH_BINARY_INV | imgproc::THRESH_OTSU)?;
            let opened = cv::morph(&mask, imgproc::MORPH_OPEN, 9, 9)?;
            let filled = cv::morph(&opened, imgproc::MORPH_CLOSE, 25, 25)?;
            self.quads_of(&filled, imgproc::RETR_EXTERNAL, quads)?;
        }
        Ok(())
    }

    /// Contours of a mask that four corners describe.
    fn quads_of(&self, mask: &Mat, mode: i32, quads: &mut Vec<[Point; 4]>) -> Result<(), VisionError> {
        let mut contours = Vector::<Vector<CvPoint>>::new();
        imgproc::find_contours_def(mask, &mut contours, mode, imgproc::CHAIN_APPROX_SIMPLE)?;
        let least = f64::from(self.limits.min_area_ratio) * f64::from(self.small.cols() * self.small.rows());
        for contour in contours {
            let rectangle = imgproc::min_area_rect(&contour)?;
            if f64::from(rectangle.size.width) * f64::from(rectangle.size.height) < least {
                continue;
            }
            let mut hull = Vector::<CvPoint>::new();
            imgproc::convex_hull_def(&contour, &mut hull)?;
            let area = imgproc::contour_area_def(&hull)?;
            if area < least {
                continue;
            }
            if let Some(quad) = quad_of_hull(&hull)? {
                quads.push(quad);
            } else if area > 0.75 * f64::from(rectangle.size.width) * f64::from(rectangle.size.height) {
                let mut corners = [core::Point2f::default(); 4];
                rectangle.points(&mut corners)?;
                quads.push(corners.map(cv::from_cv));
            }
        }
        Ok(())
    }

    /// Frames of four straight segments: two nearly parallel pairs that cross.
    fn frames(&self, quads: &mut Vec<[Point; 4]>) -> Result<(), VisionError> {
        let grey = cv::convert(&self.small, imgproc::COLOR_RGB2GRAY)?;
        let mut detector = imgproc::create_line_segment_detector_def()?;
        let mut segments = Vector::<Vec4f>::new();
        detector.detect_def(&grey, &mut segments)?;
        let lines = merged_lines(&segments, self.small.cols().max(self.small.rows()) as f32);
        frames_of(&lines, quads);
        Ok(())
    }
}

/// A straight line through the picture with the length of the segments on it.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// Direction, radians in [0, π).
    angle: f32,
    /// Signed distance from the origin along the normal (-sin, cos).
    offset: f32,
    /// Extent along the direction.
    from: f32,
    to: f32,
    length: f32,
}

/// Joins segments that lie on one line; keeps the longest.
fn merged_lines(segments: &Vector<Vec4f>, side: f32) -> Vec<Line> {
    let mut raw: Vec<Line> = segments
        .iter()
        .filter_map(|s| {
            let [x0, y0, x1, y1] = s.0;
            let length = (x1 - x0).hypot(y1 - y0);
            (length > side * 0.02).then(|| {
                let angle = (y1 - y0).atan2(x1 - x0).rem_euclid(std::f32::consts::PI);
                let (sin, cos) = angle.sin_cos();
                let along = (x0 * cos + y0 * sin, x1 * cos + y1 * sin);
                let offset = (-(x0 + x1) * sin + (y0 + y1) * cos) / 2.0;
                Line { angle, offset, from: along.0.min(along.1), to: along.0.max(along.1), length }
            })
        })
        .collect();
    raw.sort_by(|a, b| b.length.total_cmp(&a.length));
    raw.truncate(160);
    let mut out: Vec<Line> = Vec::new();
    for line in raw {
        let twin = out.iter_mut().find(|kept| {
            let turn = angle_between(kept.angle, line.angle);
            turn < 0.035 && distance_to(kept, &line) < 3.0
        });
        match twin {
            Some(kept) => {
                // Extents are only comparable along the same sense of direction.
                if (kept.angle - line.angle).abs() < 1.0 {
                    kept.from = kept.from.min(line.from);
                    kept.to = kept.to.max(line.to);
                }
                kept.length += line.length;
            }
            None => out.push(line),
        }
    }
    out.sort_by(|a, b| b.length.total_cmp(&a.length));
    out.truncate(24);
    out
}

fn angle_between(a: f32, b: f32) -> f32 {
    let turn = (a - b).abs() % std::f32::consts::PI;
    turn.min(std::f32::consts::PI - turn)
}

/// Distance of the middle of `other` from the line `line`.
fn distance_to(line: &Line, other: &Line) -> f32 {
    let (sin, cos) = other.angle.sin_cos();
    let middle = (other.from + other.to) / 2.0;
    let (x, y) = (middle * cos - other.offset * sin, middle * sin + other.offset * cos);
    let (sin, cos) = line.angle.sin_cos();
    (-x * sin + y * cos - line.offset).abs()
}

fn crossing(a: &Line, b: &Line) -> Option<Point> {
    let (sa, ca) = a.angle.sin_cos();
    let (sb, cb) = b.angle.sin_cos();
    // -x sin + y cos = offset, for both.
    let det = -sa * cb + ca * sb;
    if det.abs() < 0.2 {
        return None;
    }
    Some(Point::new((a.offset * cb - b.offset * ca) / det, (-sa * b.offset + sb * a.offset) / det))
}

/// Quadrilaterals between two pairs of lines. The proposals that its own segments cover best come first.
fn frames_of(lines: &[Line], quads: &mut Vec<[Point; 4]>) {
    let mut pairs = Vec::new();
    for (i, a) in lines.iter().enumerate() {
        for b in lines.iter().skip(i + 1) {
            if angle_between(a.angle, b.angle) < PLACING.most_convergent && distance_to(a, b) > 20.0 {
                pairs.push((a, b));
            }
        }
    }
    let mut found: Vec<(f32, [Point; 4])> = Vec::new();
    for (i, (a, b)) in pairs.iter().enumerate() {
        for (c, d) in pairs.iter().skip(i + 1) {
            if angle_between(a.angle, c.angle) < 0.9 {
                continue;
            }
            let (Some(p), Some(q), Some(r), Some(s)) = (crossing(a, c), crossing(a, d), crossing(b, d), crossing(b, c))
            else {
                continue;
            };
            let quad = [p, q, r, s];
            let perimeter = p.distance(q) + q.distance(r) + r.distance(s) + s.distance(p);
            let on_sides = covered(a, p, q) + covered(d, q, r) + covered(b, r, s) + covered(c, s, p);
            let coverage = on_sides / perimeter.max(1.0);
            if coverage > 0.45 && convex(&quad) {
                found.push((coverage * perimeter.sqrt(), quad));
            }
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0));
    quads.extend(found.into_iter().take(12).map(|(_, q)| q));
}

/// How much of the stretch from `p` to `q` the line's segments reach over.
fn covered(line: &Line, p: Point, q: Point) -> f32 {
    let (sin, cos) = line.angle.sin_cos();
    let (u, v) = (p.x * cos + p.y * sin, q.x * cos + q.y * sin);
    let reach = line.to.min(u.max(v)) - line.from.max(u.min(v));
    reach.max(0.0).min(line.length)
}

/// Two levels of edge strength between which a card's outline stands out on weak and on busy backgrounds.
fn percentile_levels(strength: &Mat) -> cv::Result<[f32; 3]> {
    let mut values: Vec<u8> = strength.data_bytes()?.iter().step_by(7).copied().collect();
    values.sort_unstable();
    let at = |share: f32| values.get((values.len() as f32 * share) as usize).copied().map_or(20.0, f32::from);
    Ok([at(0.80).max(6.0), at(0.90).max(10.0), at(0.95).max(16.0)])
}

/// The hull as four corners, when dropping its lesser bends leaves exactly four.
fn quad_of_hull(hull: &Vector<CvPoint>) -> cv::Result<Option<[Point; 4]>> {
    let perimeter = imgproc::arc_length(hull, true)?;
    for share in [0.02, 0.03, 0.045, 0.06] {
        let mut corners = Vector::<CvPoint>::new();
        imgproc::approx_poly_dp(hull, &mut corners, share * perimeter, true)?;
        if corners.len() == 4 {
            let found: Vec<Point> = corners.iter().map(|p| Point::new(p.x as f32, p.y as f32)).collect();
            return Ok(<[Point; 4]>::try_from(found).ok());
        }
    }
    Ok(None)
}

/// Clockwise, beginning so that the first side is a long one: the card lies on its long side.
pub fn landscape(corners: [Point; 4]) -> [Point; 4] {
    let [a, b, c, d] = if signed_area(&corners) >= 0.0 {
        corners
    } else {
        let [a, b, c, d] = corners;
        [a, d, c, b]
    };
    let along = a.distance(b) + c.distance(d);
    let across = b.distance(c) + d.distance(a);
    let [a, b, c, d] = if along >= across { [a, b, c, d] } else { [b, c, d, a] };
    // Of the two ways that remain, the one whose upper side is upper in the picture.
    if (b.x - a.x) + (c.x - d.x) >= 0.0 { [a, b, c, d] } else { [c, d, a, b] }
}

/// Longer over shorter pair of sides.
pub fn side_ratio(corners: &[Point; 4]) -> f32 {
    let [a, b, c, d] = corners;
    let along = a.distance(*b) + c.distance(*d);
    let across = b.distance(*c) + d.distance(*a);
    along.max(across) / along.min(across).max(1e-3)
}

fn convex(corners: &[Point; 4]) -> bool {
    let [a, b, c, d] = corners;
    let turn = |p: &Point, q: &Point, r: &Point| (q.x - p.x) * (r.y - q.y) - (q.y - p.y) * (r.x - q.x);
    let turns = [turn(a, b, c), turn(b, c, d), turn(c, d, a), turn(d, a, b)];
    turns.iter().all(|t| *t > 0.0) || turns.iter().all(|t| *t < 0.0)
}

/// Whether two proposals would be fitted to the same sides: a fit reaches 6 mm of a card's 86.
fn alike(a: &[Point; 4], b: &[Point; 4]) -> bool {
    let [p, q, ..] = a;
    mean_distance(a, b) < (0.025 * p.distance(*q)).max(4.0)
}

fn mean_distance(a: &[Point; 4], b: &[Point; 4]) -> f32 {
    // The same quadrilateral may begin at another corner.
    (0..4)
        .map(|turn| a.iter().zip(b.iter().cycle().skip(turn)).map(|(p, q)| p.distance(*q)).sum::<f32>() / 4.0)
        .fold(f32::MAX, f32::min)
}

/// Sides whose both ends lie on the picture's edge (within 1.2 % of it).
fn border_sides(corners: &[Point; 4], frame: Size) -> [bool; 4] {
    let size = (frame.width as f32, frame.height as f32);
    border_sides_within(corners, size, size.0.max(size.1) * 0.012)
}

/// The longer diagonal.
fn diagonal([a, b, c, d]: &[Point; 4]) -> f32 {
    a.distance(*c).max(b.distance(*d))
}

/// The sides within `slack` of an edge of a picture of size `(w, h)`.
fn border_sides_within(corners: &[Point; 4], (w, h): (f32, f32), slack: f32) -> [bool; 4] {
    let on = |p: Point, q: Point| {
        (p.x < slack && q.x < slack)
            || (p.y < slack && q.y < slack)
            || (p.x > w - slack && q.x > w - slack)
            || (p.y > h - slack && q.y > h - slack)
    };
    let [a, b, c, d] = *corners;
    [on(a, b), on(b, c), on(c, d), on(d, a)]
}

/// A side that runs along the picture's edge has nothing beyond it to be fitted to: unless a clear edge was found
/// near it, it stays where it was.
fn keep_border_sides(before: &[Point; 4], after: [Point; 4], sides: &[SideFit; 4], frame: Size) -> [Point; 4] {
    let border = border_sides(before, frame);
    let stays: [bool; 4] = std::array::from_fn(|i| {
        border.get(i) == Some(&true) && sides.get(i).is_none_or(|side| side.support <= PLACING.clear_at_border)
    });
    mixed(before, &after, stays)
}

/// The quadrilateral of the sides of `before` that `stays` names and of those of `after` otherwise.
fn mixed(before: &[Point; 4], after: &[Point; 4], stays: [bool; 4]) -> [Point; 4] {
    let side = |of: &[Point; 4], i: usize| {
        let mut ring = *of;
        ring.rotate_left(i % 4);
        let [p, q, ..] = ring;
        (p, q)
    };
    let lines: [(Point, Point); 4] =
        std::array::from_fn(|i| side(if stays.get(i) == Some(&true) { before } else { after }, i));
    joined(after, lines)
}

/// The quadrilateral of four lines (top, right, bottom, left); corners of `otherwise` where two hardly cross.
fn joined(otherwise: &[Point; 4], lines: [(Point, Point); 4]) -> [Point; 4] {
    let mut out = *otherwise;
    let [top, right, bottom, left] = lines;
    for (corner, (a, b)) in out.iter_mut().zip([(left, top), (top, right), (right, bottom), (bottom, left)]) {
        if let Some(p) = meeting(a, b) {
            *corner = p;
        }
    }
    out
}

/// Where the lines through two pairs of points meet.
fn meeting((a, b): (Point, Point), (c, d): (Point, Point)) -> Option<Point> {
    let (rx, ry, sx, sy) = (b.x - a.x, b.y - a.y, d.x - c.x, d.y - c.y);
    let det = rx * sy - ry * sx;
    if det.abs() < 1e-3 * (rx.hypot(ry) * sx.hypot(sy)).max(1e-6) {
        return None;
    }
    let t = ((c.x - a.x) * sy - (c.y - a.y) * sx) / det;
    Some(Point::new(a.x + t * rx, a.y + t * ry))
}

/// Adds a candidate unless a better one stands in the same place.
fn merge(out: &mut Vec<Candidate>, candidate: Candidate) {
    let near = candidate.placement.width_px() * 0.025;
    match out.iter_mut().find(|c| mean_distance(&c.placement.corners, &candidate.placement.corners) < near) {
        Some(twin) if twin.score() < candidate.score() => *twin = candidate,
        Some(_) => {}
        None => out.push(candidate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn landscape_begins_with_the_upper_long_side() {
        let portrait = [Point::new(0.0, 0.0), Point::new(54.0, 0.0), Point::new(54.0, 86.0), Point::new(0.0, 86.0)];
        let [a, b, _, d] = landscape(portrait);
        assert!(a.distance(b) > a.distance(d));
        let turned =
            landscape([Point::new(86.0, 54.0), Point::new(0.0, 54.0), Point::new(0.0, 0.0), Point::new(86.0, 0.0)]);
        assert_eq!(turned[0], Point::new(0.0, 0.0));
    }

    #[test]
    fn lines_cross_where_they_should() {
        let horizontal = Line { angle: 0.0, offset: 30.0, from: 0.0, to: 100.0, length: 100.0 };
        let vertical = Line { angle: std::f32::consts::FRAC_PI_2, offset: -40.0, from: 0.0, to: 100.0, length: 100.0 };
        assert!(crossing(&horizontal, &vertical).unwrap().distance(Point::new(40.0, 30.0)) < 1e-3);
    }
}
