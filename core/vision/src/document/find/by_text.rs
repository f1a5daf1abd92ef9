//! Outlines that text suggests where no edge does.

use heyan_rules::Point;
use heyan_rules::geometry::Rect;
use heyan_rules::statistics;

use super::Search;
use super::layouts::Layouts;
use super::limits::TextLimits;
use super::look::Look;
use super::outline::{bounds, unseen};
use super::place_by_text::{self, PrintPoint};
use super::read::{Best, ReadCard};
use crate::document::cluster::{self, Cluster};
use crate::document::plane::Placement;
use crate::error::VisionError;
use crate::text::TextBox;

/// The lines of the whole picture, found once.
pub(super) struct PictureText {
    boxes: Vec<TextBox>,
    /// Scale of the copy of the picture in which they were found.
    pub(super) scale: f32,
}

impl PictureText {
    /// The lines' corners in pixels of the picture.
    pub(super) fn quads(&self) -> impl Iterator<Item = [Point; 4]> {
        self.boxes.iter().map(|b| b.quad.map(|p| Point::new(p.x / self.scale, p.y / self.scale)))
    }
}

/// What lines say of where on a card they stand.
pub(super) struct Print<K> {
    /// Outlines by one line each.
    landmarks: Vec<[Point; 4]>,
    /// Characters with their places.
    points: Vec<PrintPoint<K>>,
}

impl<K> Print<K> {
    const fn none() -> Self {
        Self { landmarks: Vec::new(), points: Vec::new() }
    }
}

impl<L: Layouts> Search<'_, L> {
    /// The lines of the whole picture; `None` when the budget is spent.
    pub(super) fn picture_text(&mut self) -> Result<Option<PictureText>, VisionError> {
        let found = self.glimpse_text(self.limits.text.side_px)?;
        Ok(found.map(|(boxes, scale)| PictureText { boxes, scale }))
    }

    /// Outlines from lines of text alone, looked at: those that give a card away by what they say, then lines in groups.
    /// A card that is read on the way is offered to `best`.
    pub(super) fn look_by_text(
        &mut self,
        text: &PictureText,
        best: &mut Best<L::Kind>,
    ) -> Result<Vec<Look<L::Kind>>, VisionError> {
        let limits = self.limits.text;
        let PictureText { boxes, scale } = text;
        let likely = lines_of(boxes, *scale, &limits, limits.landmark_aspect, limits.landmarks_read);
        let mut labels = lines_of(boxes, *scale, &limits, limits.label_aspect, limits.labels_read);
        labels.retain(|quad| !likely.contains(quad));
        let print = self.print_among(&[likely, labels])?;
        let mut outlines = self.placed_by(&print.points);
        for corners in print.landmarks {
            outlines.extend(self.spread_by_text(&corners, best)?);
            if best.is_sound(self.limits.refine.clear_shift_mm) {
                return Ok(Vec::new());
            }
            outlines.push(corners);
        }
        if outlines.is_empty() {
            let groups = cluster::clusters(boxes);
            outlines.extend(groups.iter().take(limits.groups_tried).filter_map(|g| self.card_around(g, *scale)));
        }
        let mut out = Vec::new();
        for corners in outlines {
            for candidate in self.near(&corners)? {
                out.extend(self.look(candidate)?);
            }
            if out.iter().any(|look| look.layout.score >= self.limits.trust.sure_match) {
                break;
            }
        }
        Ok(out)
    }

    /// The outlines on which points stand where they belong.
    fn placed_by(&self, points: &[PrintPoint<L::Kind>]) -> Vec<[Point; 4]> {
        let placed = place_by_text::outlines(self.layouts, &self.limits.place, points);
        placed.iter().map(|placement| placement.corners).collect()
    }

    /// One line fixes place and direction but hardly the scale: with all labels that stand around it, the whole place. Where
    /// they tell the card already, it is offered to `best`, on the edges near it.
    fn spread_by_text(
        &mut self,
        corners: &[Point; 4],
        best: &mut Best<L::Kind>,
    ) -> Result<Vec<[Point; 4]>, VisionError> {
        let Some(placement) = Placement::new(self.shape(), *corners) else { return Ok(Vec::new()) };
        // What gives a card away was read: nothing is likelier.
        let stage = self.budget.on_to_a_card();
        let placed = self.spread_on(placement, best);
        self.budget.back_to(stage);
        placed
    }

    fn spread_on(&mut self, placement: Placement, best: &mut Best<L::Kind>) -> Result<Vec<[Point; 4]>, VisionError> {
        let Some((card, found)) = self.find_lines(&placement)? else { return Ok(Vec::new()) };
        if found.len() > self.limits.look.most_lines {
            return Ok(Vec::new());
        }
        let Some(lines) = self.read_lines(&card, &found)? else { return Ok(Vec::new()) };
        let placed = self.placed_by(&place_by_text::points_of(self.layouts, &lines));
        if let Some((kind, confidence)) = self.layouts.tell_kind(&lines) {
            let read = ReadCard { kind, confidence, candidate: unseen(placement), card, lines };
            let corners = placed.first().unwrap_or(&placement.corners);
            let near = self.near(corners)?.into_iter().next();
            let read = match near {
                Some(near) => self.read_on(near, read)?,
                None => read,
            };
            self.offer(read, best)?;
        }
        Ok(placed)
    }

    /// What groups of lines of the picture (quadrilaterals in its pixels), the likelier group first, say of where on a card
    /// they stand: no further group is read where one has placed a card.
    pub(super) fn print_among(&mut self, groups: &[Vec<[Point; 4]>]) -> Result<Print<L::Kind>, VisionError> {
        let mut ways = [Print::none(), Print::none()];
        // A few at a time: of a page's lines most say nothing, and reading costs more than all else.
        for lines in groups.iter().flat_map(|group| group.chunks(self.limits.text.read_at_once)) {
            let turned = lines.iter().map(|[a, b, c, d]| [*c, *d, *a, *b]).collect::<Vec<_>>();
            for (print, quads) in ways.iter_mut().zip([lines, &turned]) {
                let further = self.print_on(quads)?;
                print.landmarks.extend(further.landmarks);
                print.points.extend(further.points);
                if !print.landmarks.is_empty() {
                    break;
                }
            }
            if ways.iter().any(|print| !print.landmarks.is_empty() || !self.placed_by(&print.points).is_empty()) {
                break;
            }
        }
        let [upright, turned] = ways;
        let better = |print: &Print<L::Kind>| (!print.landmarks.is_empty(), print.points.len());
        Ok(if better(&turned) > better(&upright) { turned } else { upright })
    }

    fn print_on(&mut self, quads: &[[Point; 4]]) -> Result<Print<L::Kind>, VisionError> {
        let (limits, shape) = (self.limits.text, self.shape());
        let read = self.read_text(quads)?;
        let mut print = Print::none();
        for (glyphs, quad) in read.iter().zip(quads) {
            let line: Vec<(char, f32)> = glyphs.iter().map(|g| (g.ch, g.at)).collect();
            let mark = self.layouts.landmark(&line);
            let card = mark.and_then(|mark| place_by_text::card_by(&mark, quad, shape, limits.least_px_per_mm));
            print.landmarks.extend(card.filter(|_| print.landmarks.len() < limits.landmarks_tried));
            print.points.extend(place_by_text::points_on(self.layouts, &line, quad));
        }
        Ok(print)
    }

    /// The card that a group of lines (found at `scale`) would stand on, corners in pixels of the picture: of all kinds and
    /// both ways up, the one whose layout the lines match best.
    pub(super) fn card_around(&self, group: &Cluster, scale: f32) -> Option<[Point; 4]> {
        let shape = self.shape();
        let mut best: Option<(f32, [Point; 4])> = None;
        for &kind in self.layouts.kinds() {
            let Some(upright) = self.layouts.print_extent(kind) else { continue };
            for upside_down in [false, true] {
                let extent = if upside_down {
                    let (w, h) = (shape.width_mm, shape.height_mm);
                    Rect::new(w - upright.right, h - upright.bottom, w - upright.left, h - upright.top)
                } else {
                    upright
                };
                let on = Group::over(group, &extent);
                let fits = self.layouts.match_boxes(&on.boxes());
                let Some(fit) = fits.into_iter().find(|m| m.kind == kind && m.upside_down == upside_down) else {
                    continue;
                };
                if best.as_ref().is_none_or(|(score, _)| fit.score > *score) {
                    let corners = shape.corners().map(|mm| group.to_image(on.at_mm(mm)));
                    best = Some((fit.score, corners.map(|p| Point::new(p.x / scale, p.y / scale))));
                }
            }
        }
        best.map(|(_, corners)| corners)
    }
}

/// A group of lines laid over the print of a card, middle on middle.
struct Group<'a> {
    lines: &'a [Rect],
    /// Pixels a mm. One scale for both directions: the width is the surer extent, a number or titles always reach over it.
    scale: f32,
    at: Point,
    middle: Point,
}

impl<'a> Group<'a> {
    fn over(group: &'a Cluster, extent: &Rect) -> Self {
        let scale = group.bounds.width() / extent.width().max(1.0);
        Self { lines: &group.lines, scale, at: group.bounds.centre(), middle: extent.centre() }
    }

    fn to_mm(&self, p: Point) -> Point {
        let Self { scale, at, middle, .. } = self;
        Point::new((p.x - at.x) / scale + middle.x, (p.y - at.y) / scale + middle.y)
    }

    fn at_mm(&self, p: Point) -> Point {
        let Self { scale, at, middle, .. } = self;
        Point::new((p.x - middle.x) * scale + at.x, (p.y - middle.y) * scale + at.y)
    }

    fn boxes(&self) -> Vec<Rect> {
        let corners = |r: &Rect| [Point::new(r.left, r.top), Point::new(r.right, r.bottom)].map(|p| self.to_mm(p));
        self.lines.iter().map(|r| bounds(&corners(r))).collect()
    }
}

impl<L: Layouts> Search<'_, L> {
    /// Outlines that landmarks among lines give: those of `boxes`, found at `scale`, that may be such by their shape.
    pub(super) fn by_landmarks(&mut self, boxes: &[TextBox], scale: f32) -> Result<Vec<[Point; 4]>, VisionError> {
        let limits = self.limits.text;
        let likely = lines_of(boxes, scale, &limits, limits.landmark_aspect, limits.landmarks_read);
        Ok(self.print_among(&[likely])?.landmarks)
    }
}

/// The lines whose length over height lies in `aspect`, in pixels of the picture, the likeliest `most` of them: those that are
/// not of a page's usual height and direction, then the highest.
fn lines_of(boxes: &[TextBox], scale: f32, limits: &TextLimits, aspect: (f32, f32), most: usize) -> Vec<[Point; 4]> {
    let length = |b: &TextBox| b.length() / b.height().max(1.0);
    let usual = Usual::of(boxes);
    let mut likely: Vec<&TextBox> = boxes.iter().filter(|b| (aspect.0..aspect.1).contains(&length(b))).collect();
    // Short ones first, then the most unusual in whole steps, then the highest.
    let key = |b: &TextBox| (length(b) > limits.long_aspect, usize::MAX - usual.steps_off(b, limits.unusual));
    likely.sort_by(|a, b| key(a).cmp(&key(b)).then(b.height().total_cmp(&a.height())));
    likely.truncate(most);
    likely.iter().map(|b| b.quad.map(|p| Point::new(p.x / scale, p.y / scale))).collect()
}

/// Height and direction that most text of a picture has.
struct Usual {
    height: f32,
    /// Doubled, so that a line and its reverse agree, as a vector.
    direction: (f32, f32),
}

impl Usual {
    fn of(boxes: &[TextBox]) -> Self {
        let mut heights: Vec<f32> = boxes.iter().map(TextBox::height).collect();
        let height = statistics::middle(&mut heights).unwrap_or(1.0).max(1.0);
        let direction = boxes.iter().fold((0.0, 0.0), |sum, b| {
            let (x, y) = doubled(b);
            (sum.0 + b.length() * x, sum.1 + b.length() * y)
        });
        Self { height, direction }
    }

    /// How many times `unusual` (degrees, factor) a line departs from it, three at most.
    fn steps_off(&self, line: &TextBox, (degrees, factor): (f32, f32)) -> usize {
        let ((x, y), (u, v)) = (doubled(line), self.direction);
        let turned = (x * v - y * u).atan2(x * u + y * v).abs().to_degrees() / 2.0;
        let larger = (line.height().max(1.0) / self.height).ln().abs();
        (turned / degrees).max(larger / factor.ln()).min(3.0) as usize
    }
}

/// Direction of a line, its angle doubled.
fn doubled(line: &TextBox) -> (f32, f32) {
    let [a, b, _, _] = line.quad;
    let (sin, cos) = (2.0 * (b.y - a.y).atan2(b.x - a.x)).sin_cos();
    (cos, sin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(x: f32, y: f32, length: f32, height: f32, degrees: f32) -> TextBox {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let at = |u: f32, v: f32| Point::new(x + u * cos - v * sin, y + u * sin + v * cos);
        TextBox { quad: [at(0.0, 0.0), at(length, 0.0), at(length, height), at(0.0, height)], score: 0.9 }
    }

    #[test]
    fn lines_that_are_no_page_come_before_its_own() {
        let mut boxes: Vec<TextBox> = (0..20).map(|i| line(10.0, 30.0 * i as f32, 280.0, 20.0, 3.0)).collect();
        boxes.push(line(300.0, 200.0, 150.0, 14.0, 20.0));
        boxes.push(line(300.0, 240.0, 500.0, 22.0, 20.0));
        let found = lines_of(&boxes, 0.5, &TextLimits::default(), (3.5, 30.0), 3);
        // The card's number first; its longer neighbour after all of the page's.
        assert_eq!(found.len(), 3);
        assert_eq!(found[0][0], Point::new(600.0, 400.0));
        assert!(found.iter().skip(1).all(|quad| quad[0].x < 100.0));
    }
}
