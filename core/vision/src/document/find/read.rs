//! Reading what was looked at, and weighing the outlines that were read against each other.

use std::time::Instant;

use heyan_rules::document::TextLine;

use super::Search;
use super::layouts::Layouts;
use super::look::Look;
use super::outline::half_turned;
use super::place_by_text::{self, PrintPoint};
use super::refine::misfit;
use crate::document::locate::Candidate;
use crate::document::rectify::FlatCard;
use crate::error::VisionError;

/// A card that was read.
pub struct ReadCard<K> {
    /// What it is.
    pub kind: K,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
    /// Its outline.
    pub candidate: Candidate,
    /// Laid flat, upright.
    pub card: FlatCard,
    /// What stands on it.
    pub lines: Vec<TextLine>,
}

/// What a look at an outline gave.
pub(super) enum Reading<K> {
    /// A card that is known.
    Card(Box<ReadCard<K>>),
    /// None, but perhaps print that says where one lies.
    Points(Vec<PrintPoint<K>>),
}

/// The best of the outlines that were read so far, and how much speaks against it.
pub(super) struct Best<K>(pub(super) Option<(ReadCard<K>, Doubt)>);

impl<K> Best<K> {
    pub(super) fn offer(&mut self, read: ReadCard<K>, doubt: Doubt) {
        if self.0.as_ref().is_none_or(|(_, known)| doubt.key() < known.key()) {
            self.0 = Some((read, doubt));
        }
    }

    /// Whether nothing is missing and no corner is in doubt by `most_mm`.
    pub(super) fn is_sound(&self, most_mm: f32) -> bool {
        self.0.as_ref().is_some_and(|(_, doubt)| doubt.missing == 0 && doubt.shape_mm < most_mm)
    }
}

/// What speaks against an outline that was read.
pub(super) struct Doubt {
    /// Fields that were not found on it.
    missing: usize,
    /// How far the text would move a corner, mm, with a share for a steep view: of two outlines with the same text the
    /// squarer one is likelier.
    shape_mm: f32,
}

impl Doubt {
    /// Of a document of which nothing but its name is read.
    pub(super) const NONE: Self = Self { missing: 0, shape_mm: 0.0 };

    fn key(&self) -> (usize, u32) {
        // Tenths of a mm: whole numbers compare.
        (self.missing, (self.shape_mm * 10.0) as u32)
    }
}

impl<L: Layouts> Search<'_, L> {
    /// Reads what was looked at and offers it to `best`; nothing when it is no document that is known.
    pub(super) fn read(&mut self, look: Look<L::Kind>, best: &mut Best<L::Kind>) -> Result<(), VisionError> {
        let begun = Instant::now();
        let stage = self.budget.on_to_a_card();
        let read = match self.read_upright(look)? {
            Reading::Card(card) => Some(*card),
            Reading::Points(points) => self.read_by_points(&points)?,
        };
        if let Some(read) = read {
            self.offer(read, best)?;
        }
        self.budget.back_to(stage);
        self.reading += begun.elapsed();
        Ok(())
    }

    /// Offers a card that was read to `best`, its outline checked.
    pub(super) fn offer(&mut self, read: ReadCard<L::Kind>, best: &mut Best<L::Kind>) -> Result<(), VisionError> {
        let stage = self.budget.on_to_a_card();
        let read = self.refine(read)?;
        self.budget.back_to(stage);
        let doubt = self.doubt(&read);
        best.offer(read, doubt);
        Ok(())
    }

    fn doubt(&self, read: &ReadCard<L::Kind>) -> Doubt {
        let limits = &self.limits.refine;
        let places = self.layouts.anchors(read.kind, &read.lines);
        // Where the corners cannot be told, the text itself is off by half as much.
        let unknown = limits.shift_mm.max(2.0 * misfit(&places));
        let shift = self.wanted_by_text(&read.card.placement, &places).map_or(unknown, |(_, shift)| shift);
        let steep = (read.card.placement.tilt_deg() - limits.doubted_deg).max(0.0);
        Doubt { missing: self.missing(read), shape_mm: shift + limits.mm_per_degree * steep }
    }

    /// Fields that were not found on a card.
    pub(super) fn missing(&self, read: &ReadCard<L::Kind>) -> usize {
        self.layouts.missing(read.kind, &read.lines)
    }

    /// Turns the card upright and reads it, the likelier way first.
    pub(super) fn read_upright(&mut self, look: Look<L::Kind>) -> Result<Reading<L::Kind>, VisionError> {
        let Some(look) = self.closely(look)? else { return Ok(Reading::Points(Vec::new())) };
        let Look { mut candidate, mut card, mut found, layout, .. } = look;
        let mut points = Vec::new();
        for attempt in 0..2 {
            if (attempt == 0) == layout.upside_down || attempt == 1 {
                let Some(turned) = card.upside_down()? else { return Ok(Reading::Points(points)) };
                card = turned;
                candidate = half_turned(candidate, card.placement);
                found = found.iter().map(|line| line.upside_down(card.placement.shape())).collect();
            }
            let worth = self.limits.look.worth_reading(&found);
            if worth.len() > self.limits.look.most_lines {
                return Ok(Reading::Points(points));
            }
            let Some(lines) = self.read_lines(&card, &worth)? else { return Ok(Reading::Points(points)) };
            if let Some((kind, confidence)) = self.layouts.tell_kind(&lines) {
                return Ok(Reading::Card(Box::new(ReadCard { kind, confidence, candidate, card, lines })));
            }
            let further = place_by_text::points_of(self.layouts, &lines);
            if further.len() > points.len() {
                points = further;
                // What says where it stands was read: this is the way up.
                if points.len() >= self.limits.place.fewest {
                    break;
                }
            }
        }
        Ok(Reading::Points(points))
    }

    /// The card of which some print was read where no card could be told: on a page, or in a steep view.
    fn read_by_points(&mut self, points: &[PrintPoint<L::Kind>]) -> Result<Option<ReadCard<L::Kind>>, VisionError> {
        for placement in place_by_text::outlines(self.layouts, &self.limits.place, points) {
            for candidate in self.near(&placement.corners)? {
                let Some(look) = self.look(candidate)? else { continue };
                if let Reading::Card(card) = self.read_upright(look)? {
                    return Ok(Some(*card));
                }
            }
        }
        Ok(None)
    }
}
