//! Checking the outline of a card that was read against the places of what was read.

use heyan_rules::Point;
use heyan_rules::geometry::Rect;

use super::Search;
use super::layouts::Layouts;
use super::outline::{bounds, farthest, unseen, upright_as};
use super::place_by_text;
use super::read::{ReadCard, Reading};
use crate::document::locate::Candidate;
use crate::document::plane::{Homography, Placement};
use crate::document::reader;
use crate::document::rectify::{FlatCard, FlatLimits};
use crate::error::VisionError;

impl<L: Layouts> Search<'_, L> {
    /// Checks the outline against the places of the text, and finds it anew where they contradict each other.
    pub(super) fn refine(&mut self, read: ReadCard<L::Kind>) -> Result<ReadCard<L::Kind>, VisionError> {
        let read = self.read_again(read)?;
        let read = self.read_in_perspective(read)?;
        if let Some(whole) = self.beyond_the_picture(&read) {
            return self.moved_to(whole, read);
        }
        let (limits, clear_side) = (self.limits.refine, self.limits.outline.clear_side);
        let places = self.layouts.anchors(read.kind, &read.lines);
        let Some((placement, shift)) = self.wanted_by_text(&read.card.placement, &places) else { return Ok(read) };
        let clear = read.candidate.score() > clear_side;
        let doubtful = if clear { limits.clear_shift_mm } else { limits.shift_mm };
        if shift < doubtful && clear {
            return Ok(read);
        }
        let placement = if shift < doubtful { read.card.placement } else { placement };
        // Where the paper ends is surer than a layout, and so are edges, where there are any near the text's places.
        let suits = |found: &Candidate| {
            let places = seen_from(&found.placement, &read, &places);
            self.wanted_by_text(&found.placement, &places).map(|(_, left)| left)
        };
        let most = limits.shift_mm.max(shift * limits.suits_better);
        let mut by_paper =
            self.locator.refine_by_paper(&placement.corners)?.filter(|c| suits(c).is_some_and(|left| left < most));
        // A side that lay beyond reach may be in it once the others are where they belong.
        if let Some(first) = by_paper {
            let again = self.locator.refine_by_paper(&first.placement.corners)?;
            let left = suits(&first).unwrap_or(f32::MAX);
            by_paper = again.filter(|c| suits(c).is_some_and(|then| then < left)).or(by_paper);
        }
        let near = match by_paper {
            Some(found) => Some(found),
            None if shift < doubtful => return Ok(read),
            None => self
                .locator
                .refine_near(&placement.corners)?
                .filter(|c| suits(c).is_some_and(|left| left < shift * limits.suits_better)),
        };
        let candidate = match near {
            Some(near) => near,
            None if shift > limits.lost_mm => unseen(placement),
            None => return Ok(read),
        };
        self.read_on(candidate, read)
    }

    /// `read` on an outline that was found instead of its own: what was read stays where the outline moved little.
    pub(super) fn read_on(
        &mut self,
        candidate: Candidate,
        read: ReadCard<L::Kind>,
    ) -> Result<ReadCard<L::Kind>, VisionError> {
        let before = &read.card.placement;
        let moved = farthest(&candidate.placement.corners, &before.corners);
        if moved < self.limits.refine.kept_reading * before.width_px() {
            return self.moved_to(candidate, read);
        }
        let Some((card, found)) = self.find_lines(&candidate.placement)? else { return Ok(read) };
        let Some(lines) = self.read_lines(&card, &found)? else { return Ok(read) };
        match self.layouts.tell_kind(&lines) {
            Some((kind, confidence)) => Ok(ReadCard { kind, confidence, candidate, card, lines }),
            None => Ok(read),
        }
    }

    /// Where fields are missing, the outline may be wrong: a landmark says where the card must lie.
    fn read_again(&mut self, read: ReadCard<L::Kind>) -> Result<ReadCard<L::Kind>, VisionError> {
        if self.missing(&read) == 0 {
            return Ok(read);
        }
        let (shape, least) = (self.shape(), self.limits.text.least_px_per_mm);
        let another = self.limits.refine.another * read.candidate.placement.width_px();
        let outline = read
            .lines
            .iter()
            .filter_map(|line| {
                let mark = self.layouts.landmark(&place_by_text::spread(line))?;
                place_by_text::card_by(&mark, &line.quad, shape, least)
            })
            .find(|corners| farthest(corners, &read.candidate.placement.corners) > another);
        let Some(corners) = outline else { return Ok(read) };
        let mut best = read;
        for candidate in self.near(&corners)? {
            let Some(look) = self.look(candidate)? else { continue };
            if let Reading::Card(again) = self.read_upright(look)?
                && self.missing(&again) < self.missing(&best)
            {
                best = *again;
            }
            if self.missing(&best) == 0 {
                break;
            }
        }
        Ok(best)
    }

    /// Where print stands far from its places, the card may be seen more steeply than its outline tells: read once more on
    /// the outline that the print gives.
    fn read_in_perspective(&mut self, read: ReadCard<L::Kind>) -> Result<ReadCard<L::Kind>, VisionError> {
        let limits = self.limits.refine;
        let points = place_by_text::points_of(self.layouts, &read.lines);
        let off = place_by_text::misfit(&read.card.placement, &points).filter(|off| *off > limits.least_off_mm);
        let Some(off) = off else { return Ok(read) };
        let better = off * limits.suits_better;
        for placement in place_by_text::outlines(self.layouts, &self.limits.place, &points) {
            if place_by_text::misfit(&placement, &points).is_none_or(|left| left > better) {
                continue;
            }
            for candidate in self.near(&placement.corners)? {
                let Some(look) = self.look(candidate)? else { continue };
                let Reading::Card(again) = self.read_upright(look)? else { continue };
                let points = place_by_text::points_of(self.layouts, &again.lines);
                let fits = place_by_text::misfit(&again.card.placement, &points).is_some_and(|left| left < better);
                if fits && self.missing(&again) <= self.missing(&read) {
                    return Ok(*again);
                }
            }
        }
        Ok(read)
    }

    /// A card that was read by its text alone, on a clear outline that the text suits where there is one: `steep` is one
    /// seen steeply, `proposals` are all others.
    pub(super) fn on_an_outline(
        &self,
        read: ReadCard<L::Kind>,
        steep: Option<&Candidate>,
        proposals: &[Candidate],
    ) -> Result<ReadCard<L::Kind>, VisionError> {
        let outline = &self.limits.outline;
        let steep = steep.map(|c| upright_as(*c, &read.candidate.placement));
        if let Some(steep) = steep.filter(|c| self.suits(&c.placement, &read)) {
            return self.moved_to(steep, read);
        }
        let cut = |c: &&Candidate| outline.is_clearly_cut(c) && outline.is_as_large(c, &read.candidate);
        match proposals.iter().find(cut).filter(|_| self.missing(&read) > 0) {
            Some(cut) => self.continued(read, cut),
            None => Ok(read),
        }
    }

    /// Whether the text that was read stands where it belongs on the outline `placement`.
    fn suits(&self, placement: &Placement, read: &ReadCard<L::Kind>) -> bool {
        let places = seen_from(placement, read, &self.layouts.anchors(read.kind, &read.lines));
        self.wanted_by_text(placement, &places).is_some_and(|(_, shift)| shift < self.limits.refine.lost_mm)
    }

    /// What was read, on another outline of the same card.
    fn moved_to(&self, candidate: Candidate, read: ReadCard<L::Kind>) -> Result<ReadCard<L::Kind>, VisionError> {
        let candidate = upright_as(candidate, &read.candidate.placement);
        let card = FlatCard::new(self.picture, &candidate.placement, &FlatLimits::default())?;
        let lines = reader::moved(&read.lines, &read.card.placement, &candidate.placement);
        Ok(ReadCard { candidate, card, lines, ..read })
    }

    /// What was read by its text alone, on the outline of the card that leaves the picture there.
    fn continued(&self, read: ReadCard<L::Kind>, cut: &Candidate) -> Result<ReadCard<L::Kind>, VisionError> {
        let area = |c: &Candidate| bounds(&c.placement.corners).area();
        let off = |c: &Candidate| (area(c) / area(&read.candidate).max(1.0)).ln().abs();
        let points = place_by_text::points_of(self.layouts, &read.lines);
        // An outline on which the print would stand elsewhere is not this card's, but a page's or a desk's.
        let fits = |whole: &Candidate| {
            let upright = upright_as(*whole, &read.candidate.placement);
            let off = place_by_text::misfit(&upright.placement, &points);
            off.is_none_or(|off| off < self.limits.refine.lost_mm)
        };
        let wholes = self.locator.drawn_out(cut).into_iter();
        match wholes.min_by(|a, b| off(a).total_cmp(&off(b))).filter(fits) {
            Some(whole) => self.moved_to(whole, read),
            None => Ok(read),
        }
    }

    /// Where the card must lie for the text to stand where its layout has it, and how far that moves the farthest corner,
    /// mm. `None` when too little was recognised to tell.
    pub(super) fn wanted_by_text(&self, placement: &Placement, anchors: &[(Point, Point)]) -> Option<(Placement, f32)> {
        let shape = placement.shape();
        let reach = anchors.iter().map(|(p, _)| Rect::new(p.x, p.y, p.x, p.y)).reduce(|a, b| a.union(&b))?;
        let (least_x, least_y) = self.limits.refine.anchors_reach_mm;
        if anchors.len() < self.limits.refine.min_anchors || reach.width() < least_x {
            return None;
        }
        // A title alone tells nothing of the rows: held up where it is by two points, one far above and one far below.
        let down = anchors.iter().map(|(wanted, seen)| seen.y - wanted.y).sum::<f32>() / anchors.len() as f32;
        let across = anchors.iter().map(|(wanted, seen)| seen.x - wanted.x).sum::<f32>() / anchors.len() as f32;
        let held = [-shape.height_mm, 2.0 * shape.height_mm].map(|y| {
            let x = reach.centre().x;
            (Point::new(x, y), Point::new(x + across, y + down))
        });
        let flat = reach.height() < least_y;
        let (wanted, seen): (Vec<Point>, Vec<Point>) =
            anchors.iter().copied().chain(held.into_iter().filter(|_| flat)).unzip();
        let moved = Homography::affine(&wanted, &seen)?;
        let shift = shape.corners().iter().map(|p| p.distance(moved.apply(*p))).fold(0.0, f32::max);
        Some((placement.corrected(&moved)?, shift))
    }
}

/// Mean distance of the text from where its layout has it, mm.
pub(super) fn misfit(anchors: &[(Point, Point)]) -> f32 {
    anchors.iter().map(|(wanted, seen)| wanted.distance(*seen)).sum::<f32>() / anchors.len().max(1) as f32
}

/// The anchors as they would be seen if the card lay at `placement`.
fn seen_from<K>(placement: &Placement, read: &ReadCard<K>, places: &[(Point, Point)]) -> Vec<(Point, Point)> {
    places.iter().map(|(wanted, seen)| (*wanted, placement.to_card(read.card.placement.to_picture(*seen)))).collect()
}
