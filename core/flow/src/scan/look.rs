//! Looking at an outline, and outlines that text suggests where no edge does.

use heyan_rules::Point;
use heyan_rules::document::{CARD_HEIGHT_MM, CARD_WIDTH_MM, DocumentKind, Landmark, landmark, layout, match_boxes};
use heyan_rules::geometry::Rect;
use heyan_vision::VisionError;
use heyan_vision::document::rectify::FlatLimits;
use heyan_vision::document::{Candidate, FlatCard, FoundLine, Locator, Placement, cluster, locate};
use heyan_vision::frame::Picture;
use heyan_vision::text::TextBox;

use super::outline::{CLEAR_SIDE, MIN_SUPPORT, quarter_turned, upright_as};
use super::place_by_text::{self, PrintPoint};
use super::{Look, MAYBE, SURE, Scanner};

/// Longer side of the picture when text is searched without an outline, px.
const TEXT_SEARCH_SIDE_PX: i32 = 1152;
/// Length over height of a line that may be the number, with or without its label, or a title.
pub(super) const LANDMARK_ASPECT: (f32, f32) = (3.5, 22.0);
/// Lines read in search of such a one, the highest first: a page of text must not cost seconds.
pub(super) const LANDMARKS_READ: usize = 14;
/// Length over height of a line that may be a label alone, or a label with its value.
const LABEL_ASPECT: (f32, f32) = (1.6, 22.0);
/// Lines read in search of labels.
const LABELS_READ: usize = 24;
/// Outlines by landmark that are looked at.
pub(super) const LANDMARKS_TRIED: usize = 2;
/// How far beyond a side that may lie wrong the card's own print is looked for, mm.
pub(super) const BEYOND_MM: f32 = 2.0;
/// How far inside a side that is clearly seen print begins at the earliest, mm: nothing stands nearer than 4 mm.
const INSIDE_MM: f32 = 1.0;
/// Taller boxes are no print of a card (its title is 7 mm high), mm.
const TALLEST_MM: f32 = 11.0;
/// A resident card has up to 14 lines, split by a detector perhaps 24; a page has more.
pub(super) const MOST_LINES: usize = 32;
/// How far edges may move a corner that text suggests, over the card's width (8 mm).
const FARTHEST_MOVE: f32 = 0.095;

impl Scanner {
    /// Lays a proposal flat and finds its text; `None` when there is none.
    pub(super) fn look(&mut self, picture: &Picture, candidate: Candidate) -> Result<Option<Look>, VisionError> {
        let card = FlatCard::new(picture, &candidate.placement, &FlatLimits::default())?;
        let mut found = self.reader.find_lines(&card)?;
        // Text beside the card is not the card's.
        let plane = card_plane(&candidate);
        found.retain(|line| plane.contains(line.bounds_mm().centre()) && line.bounds_mm().height() < TALLEST_MM);
        let boxes: Vec<Rect> = found.iter().map(FoundLine::bounds_mm).collect();
        Ok(match_boxes(&boxes).into_iter().next().map(|layout| Look { candidate, card, found, layout }))
    }

    /// `look`, or the same outline a quarter turn further where that holds a card's text and this does not: seen from the
    /// side a card is higher than wide.
    pub(super) fn turned_if_steep(&mut self, picture: &Picture, look: Look) -> Result<Look, VisionError> {
        let frame = picture.width().min(picture.height()) as f32;
        let likely = look.candidate.score() > CLEAR_SIDE && look.candidate.placement.width_px() > LEAST_TURNED * frame;
        if look.layout.score >= MAYBE || !likely || locate::side_ratio(&look.candidate.placement.corners) > MOST_TURNED
        {
            return Ok(look);
        }
        let turned = quarter_turned(&look.candidate).map(|candidate| self.look(picture, candidate)).transpose()?;
        Ok(turned.flatten().filter(|turned| turned.layout.score > look.layout.score).unwrap_or(look))
    }

    /// Proposals from lines of text alone: those that give a card away by what they say, then lines in groups.
    pub(super) fn look_by_text(&mut self, picture: &Picture, locator: &Locator) -> Result<Vec<Look>, VisionError> {
        let (image, scale) = locate::copy(picture, TEXT_SEARCH_SIDE_PX)?;
        let boxes = self.reader.find_text(&image)?;
        let mut outlines = Vec::new();
        let mut print = self.print_in(picture, &lines_of(&boxes, scale, LANDMARK_ASPECT, LANDMARKS_READ))?;
        if print.landmarks.is_empty() && place_by_text::outlines(&print.marks).is_empty() {
            let labels = lines_of(&boxes, scale, LABEL_ASPECT, LABELS_READ);
            print = self.print_in(picture, &labels)?;
        }
        outlines.extend(place_by_text::outlines(&print.marks).iter().map(|placement| placement.corners));
        for (_, corners) in print.landmarks {
            outlines.extend(self.spread_by_text(picture, &corners)?);
            outlines.push(corners);
        }
        if outlines.is_empty() {
            let groups = cluster::clusters(&boxes);
            outlines.extend(
                groups.iter().take(2).filter_map(card_around).map(|c| c.map(|p| Point::new(p.x / scale, p.y / scale))),
            );
        }
        let mut out = Vec::new();
        for corners in outlines {
            out.extend(self.look_near(picture, locator, &corners)?);
            if out.iter().any(|look| look.layout.score >= SURE) {
                break;
            }
        }
        Ok(out)
    }

    /// One line fixes place and direction but hardly the scale: with all labels that stand around it, the whole place.
    fn spread_by_text(&mut self, picture: &Picture, corners: &[Point; 4]) -> Result<Vec<[Point; 4]>, VisionError> {
        let Some(placement) = Placement::new(*corners) else { return Ok(Vec::new()) };
        let card = FlatCard::new(picture, &placement, &FlatLimits::default())?;
        let found = self.reader.find_lines(&card)?;
        if found.len() > MOST_LINES {
            return Ok(Vec::new());
        }
        let marks = place_by_text::points_of(&self.reader.read_lines(&card, &found)?);
        Ok(place_by_text::outlines(&marks).iter().map(|placement| placement.corners).collect())
    }

    /// Looks at an outline that text suggests, on the edges near it and as it is.
    pub(super) fn look_near(
        &mut self,
        picture: &Picture,
        locator: &Locator,
        corners: &[Point; 4],
    ) -> Result<Vec<Look>, VisionError> {
        let Some(plain) = Placement::new(*corners) else { return Ok(Vec::new()) };
        let refined = locator.refine_at(corners)?.map(|c| upright_as(c, &plain)).filter(|c| {
            // Text is right to a few mm: edges far from where it wants them are something else's.
            let moved = c.placement.corners.iter().zip(corners).map(|(a, b)| a.distance(*b)).fold(0.0, f32::max);
            c.score() > MIN_SUPPORT && moved < FARTHEST_MOVE * plain.width_px()
        });
        let plain = Candidate { placement: plain, support: [0.0; 4], at_border: [false; 4] };
        let mut out = Vec::new();
        for candidate in refined.into_iter().chain([plain]) {
            out.extend(self.look(picture, candidate)?);
        }
        Ok(out)
    }

    /// What lines of the picture (quadrilaterals in its pixels) say of where on a card they stand; read as they are, else
    /// the other way up.
    pub(super) fn print_in(&mut self, picture: &Picture, lines: &[[Point; 4]]) -> Result<Print, VisionError> {
        let turned = lines.iter().map(|[a, b, c, d]| [*c, *d, *a, *b]).collect::<Vec<_>>();
        let mut out = Print::default();
        for quads in [lines, &turned] {
            let read = self.reader.read_text(picture, quads)?;
            let mut print = Print::default();
            for (glyphs, quad) in read.iter().zip(quads) {
                let line: Vec<(char, f32)> = glyphs.iter().map(|g| (g.ch, g.at)).collect();
                let card = landmark(&line).and_then(|mark| Some((mark.kind, card_by(&mark, quad)?)));
                print.landmarks.extend(card.filter(|_| print.landmarks.len() < LANDMARKS_TRIED));
                print.marks.extend(place_by_text::points_on(&line, quad));
            }
            if !print.landmarks.is_empty() {
                return Ok(print);
            }
            if print.marks.len() > out.marks.len() {
                out = print;
            }
        }
        Ok(out)
    }
}

/// Longer over shorter side of a card that may stand on its short side: 65° of tilt make 85.6 mm shorter than 54.
const MOST_TURNED: f32 = 1.5;
/// Its long side over the picture's shorter one: a key of a keyboard is no card.
const LEAST_TURNED: f32 = 0.3;

/// What lines say of where on a card they stand.
#[derive(Default)]
pub(super) struct Print {
    /// Outlines by one line each.
    pub(super) landmarks: Vec<(DocumentKind, [Point; 4])>,
    /// Characters with their places.
    pub(super) marks: Vec<PrintPoint>,
}

/// The lines whose length over height lies in `aspect`, in pixels of the picture, the highest `most` of them.
pub(super) fn lines_of(boxes: &[TextBox], scale: f32, aspect: (f32, f32), most: usize) -> Vec<[Point; 4]> {
    let fits = |b: &&TextBox| (aspect.0..aspect.1).contains(&(b.length() / b.height().max(1.0)));
    let mut likely: Vec<&TextBox> = boxes.iter().filter(fits).collect();
    likely.sort_by(|a, b| b.height().total_cmp(&a.height()));
    likely.truncate(most);
    likely.iter().map(|b| b.quad.map(|p| Point::new(p.x / scale, p.y / scale))).collect()
}

/// Where print of the card may stand: what lies on the other side of a clear edge is a page's or a keyboard's.
pub(super) fn card_plane(candidate: &Candidate) -> Rect {
    let [top, right, bottom, left] =
        candidate.support.map(|support| if support > CLEAR_SIDE { INSIDE_MM } else { -BEYOND_MM });
    Rect::new(left, top, CARD_WIDTH_MM - right, CARD_HEIGHT_MM - bottom)
}

/// The card of which a line shows two places: as large and turned as those two tell.
pub(super) fn card_by(mark: &Landmark, quad: &[Point; 4]) -> Option<[Point; 4]> {
    let [a, b, c, d] = *quad;
    let middle = |at: f32| {
        let (left, right) =
            (Point::new((a.x + d.x) / 2.0, (a.y + d.y) / 2.0), Point::new((b.x + c.x) / 2.0, (b.y + c.y) / 2.0));
        Point::new(left.x + (right.x - left.x) * at, left.y + (right.y - left.y) * at)
    };
    let (first, last) = (middle(mark.first.0), middle(mark.last.0));
    let span_mm = mark.last.1.x - mark.first.1.x;
    let (ux, uy) = ((last.x - first.x) / span_mm, (last.y - first.y) / span_mm);
    (ux.hypot(uy) > 0.5).then(|| {
        Rect::new(0.0, 0.0, CARD_WIDTH_MM, CARD_HEIGHT_MM).corners().map(|mm| {
            let (x, y) = (mm.x - mark.first.1.x, mm.y - mark.first.1.y);
            Point::new(first.x + x * ux - y * uy, first.y + x * uy + y * ux)
        })
    })
}

/// The card that a group of lines would stand on, corners in pixels of the image searched: of both sides and both
/// ways up, the one whose layout the lines match best.
pub(super) fn card_around(group: &cluster::Cluster) -> Option<[Point; 4]> {
    let mut best: Option<(f32, [Point; 4])> = None;
    for kind in [DocumentKind::ResidentIdFront, DocumentKind::ResidentIdBack] {
        let extent = layout::text_zones(kind).iter().copied().reduce(|a, b| a.union(&b))?;
        for upside_down in [false, true] {
            let extent = if upside_down {
                Rect::new(
                    CARD_WIDTH_MM - extent.right,
                    CARD_HEIGHT_MM - extent.bottom,
                    CARD_WIDTH_MM - extent.left,
                    CARD_HEIGHT_MM - extent.top,
                )
            } else {
                extent
            };
            // One scale: the width is the surer extent, the number or the titles always reach over it.
            let scale = group.bounds.width() / extent.width().max(1.0);
            let at = group.bounds.centre();
            let middle = extent.centre();
            let to_mm = |p: Point| Point::new((p.x - at.x) / scale + middle.x, (p.y - at.y) / scale + middle.y);
            let boxes: Vec<Rect> = group
                .lines
                .iter()
                .map(|r| {
                    let (a, b) = (to_mm(Point::new(r.left, r.top)), to_mm(Point::new(r.right, r.bottom)));
                    Rect::new(a.x, a.y, b.x, b.y)
                })
                .collect();
            let Some(found) = match_boxes(&boxes).into_iter().find(|m| m.kind == kind && m.upside_down == upside_down)
            else {
                continue;
            };
            if best.as_ref().is_none_or(|(score, _)| found.score > *score) {
                let from_mm = |p: Point| {
                    group.to_image(Point::new((p.x - middle.x) * scale + at.x, (p.y - middle.y) * scale + at.y))
                };
                let card = Rect::new(0.0, 0.0, CARD_WIDTH_MM, CARD_HEIGHT_MM);
                best = Some((found.score, card.corners().map(from_mm)));
            }
        }
    }
    best.map(|(_, corners)| corners)
}
