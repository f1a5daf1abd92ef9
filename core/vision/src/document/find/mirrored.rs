//! Cards seen as in a mirror: front cameras and some apps give such pictures.

use super::Search;
use super::layouts::Layouts;
use super::look::Look;
use crate::document::reader::FoundLine;
use crate::error::VisionError;

impl<L: Layouts> Search<'_, L> {
    /// Whether `look`, on which nothing is laid out as on a card, is one turned over: its text stands where a card has it
    /// once left and right are swapped, and is read then.
    pub(super) fn is_mirrored(&mut self, look: &Look<L::Kind>) -> Result<bool, VisionError> {
        let trust = self.limits.trust;
        if look.layout.score >= trust.sure_match || look.found.len() > self.limits.look.most_lines {
            return Ok(false);
        }
        let shape = self.shape();
        let mut found: Vec<FoundLine> = look.found.iter().map(|line| line.mirrored(shape)).collect();
        let boxes: Vec<_> = found.iter().map(FoundLine::bounds_mm).collect();
        let Some(fit) = self.layouts.match_boxes(&boxes).into_iter().next() else { return Ok(false) };
        if fit.score < trust.sure_match.max(look.layout.score) {
            return Ok(false);
        }
        let mut card = look.card.mirrored()?;
        if fit.upside_down {
            let Some(turned) = card.upside_down()? else { return Ok(false) };
            card = turned;
            found = found.iter().map(|line| line.upside_down(shape)).collect();
        }
        let Some(lines) = self.read_lines(&card, &found)? else { return Ok(false) };
        Ok(self.layouts.tell_kind(&lines).is_some())
    }
}
