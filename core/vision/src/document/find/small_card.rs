//! A closer look at a picture in which nothing was read: a small card on a busy ground shows only at full scale.

use super::Search;
use super::layouts::Layouts;
use crate::document::locate::{Candidate, LocateLimits, Locator};
use crate::error::VisionError;

impl<L: Layouts> Search<'_, L> {
    /// The likeliest outline of a small card with something written on it.
    pub(super) fn small_card(&mut self) -> Result<Option<Candidate>, VisionError> {
        let mut outlines = self.outlines_at_scale()?;
        outlines.sort_by(|a, b| Locator::likeness(b).total_cmp(&Locator::likeness(a)));
        let mut apart: Vec<Candidate> = Vec::new();
        for outline in outlines {
            let known = apart.iter().any(|other| self.limits.outline.overlap(other, &outline));
            if apart.len() < self.limits.small.looked_at && !known {
                apart.push(outline);
            }
        }
        let likeliest = apart.first().copied();
        for outline in apart {
            if let Some(look) = self.look(outline)?
                && (1..=self.limits.look.most_lines).contains(&look.found.len())
            {
                return Ok(Some(look.candidate));
            }
        }
        Ok(likeliest.filter(|c| Locator::likeness(c) > self.limits.small.perfect))
    }

    /// Whole outlines of a card's shape, at a larger scale than the first search.
    fn outlines_at_scale(&mut self) -> Result<Vec<Candidate>, VisionError> {
        let limits = LocateLimits { search_side_px: self.limits.small.side_px, ..LocateLimits::default() };
        let mut locator = Locator::new(self.picture, self.shape(), limits)?;
        let found = self.budget.ask(&mut locator)?;
        let whole = found.iter().filter(|c| self.ends_inside(c) && self.limits.outline.looks_like_a_card(c));
        whole.map(|c| locator.finely(c)).collect()
    }

    /// Whether no side runs along the picture's edge without an edge of its own.
    fn ends_inside(&self, c: &Candidate) -> bool {
        let clear = self.limits.outline.clear_side;
        c.at_border.iter().zip(c.support).all(|(border, support)| !border || support > clear)
    }
}

/// The likelier of two.
pub(super) fn likelier(a: Option<Candidate>, b: Option<Candidate>) -> Option<Candidate> {
    [a, b].into_iter().flatten().max_by(|a, b| Locator::likeness(a).total_cmp(&Locator::likeness(b)))
}
