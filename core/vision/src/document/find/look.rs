//! Looking at an outline: laid flat, is there text where a card has it?

use heyan_rules::Point;
use heyan_rules::geometry::Rect;

use super::Search;
use super::glance::Glances;
use super::layouts::{LayoutFit, Layouts};
use super::limits::{LookLimits, OutlineLimits};
use super::outline::{farthest, quarter_turned, unseen, upright_as};
use super::read::ReadCard;
use crate::document::locate::{self, Candidate};
use crate::document::plane::Placement;
use crate::document::reader::FoundLine;
use crate::document::rectify::{FlatCard, FlatLimits};
use crate::error::VisionError;

/// An outline whose text boxes were found.
pub(super) struct Look<K> {
    /// Whether they were found as they are read, and not at a glance.
    pub(super) close: bool,
    pub(super) candidate: Candidate,
    pub(super) card: FlatCard,
    pub(super) found: Vec<FoundLine>,
    pub(super) layout: LayoutFit<K>,
}

impl<L: Layouts> Search<'_, L> {
    /// Lays an outline flat and finds its text, at a glance; `None` when there is none, or the budget is spent.
    pub(super) fn look(&mut self, candidate: Candidate) -> Result<Option<Look<L::Kind>>, VisionError> {
        let Some((card, found)) = self.glimpse_lines(&candidate.placement)? else { return Ok(None) };
        Ok(self.fitted(candidate, card, found, !self.reader.has_scout()))
    }

    /// The same with its text found as it is read: what is very likely a card need not be glanced at before.
    pub(super) fn look_closely(&mut self, candidate: Candidate) -> Result<Option<Look<L::Kind>>, VisionError> {
        let Some((card, found)) = self.find_lines(&candidate.placement)? else { return Ok(None) };
        Ok(self.fitted(candidate, card, found, true))
    }

    /// `look`, or a glance at the same outline where that is laid out more like a card: it overlooks what is pale, as a
    /// watermark written all over it.
    pub(super) fn glanced_if_unlike(&mut self, look: Look<L::Kind>) -> Result<Look<L::Kind>, VisionError> {
        if !look.close || !self.reader.has_scout() || look.layout.score >= self.limits.trust.sure_match {
            return Ok(look);
        }
        let glance = self.look(look.candidate)?;
        Ok(glance.filter(|glance| glance.layout.score > look.layout.score).unwrap_or(look))
    }

    fn fitted(
        &self,
        candidate: Candidate,
        card: FlatCard,
        found: Vec<FoundLine>,
        close: bool,
    ) -> Option<Look<L::Kind>> {
        let found = self.on_card(&candidate, found);
        // Nor is what runs across it: a watermark.
        let along = found.iter().filter(|line| !self.limits.look.is_slanted(line));
        let boxes: Vec<Rect> = along.map(FoundLine::bounds_mm).collect();
        let best = self.layouts.match_boxes(&boxes).into_iter().next();
        best.map(|layout| Look { close, candidate, card, found, layout })
    }

    /// Those of the lines that may be the card's: text beside it is not.
    fn on_card(&self, candidate: &Candidate, mut found: Vec<FoundLine>) -> Vec<FoundLine> {
        let plane = card_plane(candidate, &self.limits.look, &self.limits.outline);
        let tallest = self.limits.look.tallest_mm;
        found.retain(|line| plane.contains(line.bounds_mm().centre()) && line.bounds_mm().height() < tallest);
        found
    }

    /// `look` with its lines found as they are read: a glance tells where they are, and may join or cut them. `None` when the
    /// budget is spent.
    pub(super) fn closely(&mut self, look: Look<L::Kind>) -> Result<Option<Look<L::Kind>>, VisionError> {
        if look.close {
            return Ok(Some(look));
        }
        let Some(found) = self.find_lines_on(&look.card)? else { return Ok(None) };
        Ok(Some(Look { close: true, found: self.on_card(&look.candidate, found), ..look }))
    }

    /// `look`, or the same outline a quarter turn further where that holds a card's text and this does not: seen from the
    /// side a card is higher than wide.
    pub(super) fn turned_if_steep(&mut self, look: Look<L::Kind>) -> Result<Look<L::Kind>, VisionError> {
        let limits = &self.limits.look;
        let frame = self.picture.width().min(self.picture.height()) as f32;
        let placement = &look.candidate.placement;
        let likely = look.candidate.score() > self.limits.outline.clear_side
            && placement.width_px() > limits.least_turned * frame
            && locate::side_ratio(&placement.corners) <= limits.most_turned;
        if look.layout.score >= self.limits.trust.least_match || !likely {
            return Ok(look);
        }
        let Some(turned) = quarter_turned(&look.candidate) else { return Ok(look) };
        let turned = self.look(turned)?;
        Ok(turned.filter(|turned| turned.layout.score > look.layout.score).unwrap_or(look))
    }

    /// A document of a kind that is not read, on the first clear outline whose text is laid out as no card's: its tallest
    /// lines have its title.
    pub(super) fn named(
        &mut self,
        look: &Look<L::Kind>,
        glances: &mut Glances,
    ) -> Result<Option<ReadCard<L::Kind>>, VisionError> {
        let limits = self.limits.look;
        let clear = self.limits.outline.looks_like_a_card(&look.candidate);
        if glances.named || look.layout.score >= self.limits.trust.least_match || !clear || look.found.is_empty() {
            return Ok(None);
        }
        glances.named = true;
        let mut tallest: Vec<FoundLine> =
            look.found.iter().copied().filter(|line| line.aspect() < limits.title_aspect).collect();
        tallest.sort_by(|a, b| b.bounds_mm().height().total_cmp(&a.bounds_mm().height()));
        tallest.truncate(limits.title_lines);
        // So few that they are read whatever the budget: a card that is found later must not lack them.
        let lines = self.reader.read_lines(&look.card, &tallest)?;
        let told = self.layouts.tell_kind(&lines).filter(|(kind, _)| !self.layouts.kinds().contains(kind));
        let Some((kind, confidence)) = told else { return Ok(None) };
        let card = FlatCard::new(self.picture, &look.candidate.placement, &FlatLimits::default())?;
        Ok(Some(ReadCard { kind, confidence, candidate: look.candidate, card, lines }))
    }

    /// An outline that text suggests, to be looked at: on the edges near it, then as it is.
    pub(super) fn near(&self, corners: &[Point; 4]) -> Result<Vec<Candidate>, VisionError> {
        let Some(plain) = Placement::new(self.shape(), *corners) else { return Ok(Vec::new()) };
        let refined = self.locator.refine_at(corners)?.map(|c| upright_as(c, &plain)).filter(|c| {
            let moved = farthest(&c.placement.corners, corners);
            c.score() > self.limits.outline.min_support && moved < self.limits.look.farthest_move * plain.width_px()
        });
        Ok(refined.into_iter().chain([unseen(plain)]).collect())
    }
}

/// Where print of the card may stand: what lies on the other side of a clear edge is a page's or a keyboard's.
pub(super) fn card_plane(candidate: &Candidate, look: &LookLimits, outline: &OutlineLimits) -> Rect {
    let inset = |support: f32| if support > outline.clear_side { look.inside_mm } else { -look.beyond_mm };
    let [top, right, bottom, left] = candidate.support.map(inset);
    let card = candidate.placement.shape();
    Rect::new(left, top, card.width_mm - right, card.height_mm - bottom)
}
