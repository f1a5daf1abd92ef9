//! Further cards in the picture.

use heyan_rules::Point;
use heyan_rules::geometry::Rect;

use super::Search;
use super::layouts::Layouts;
use super::outline::{bounds, unseen};
use super::read::{ReadCard, Reading};
use crate::document::cluster;
use crate::document::locate::Candidate;
use crate::document::plane::Placement;
use crate::error::VisionError;
use crate::text::TextBox;

impl<L: Layouts> Search<'_, L> {
    /// Further cards beside the one that was read: among the proposals, or told by their text.
    pub(super) fn further_cards(
        &mut self,
        proposals: &[Candidate],
        read: &ReadCard<L::Kind>,
    ) -> Result<Vec<ReadCard<L::Kind>>, VisionError> {
        let (limits, outline) = (self.limits.further, self.limits.outline);
        let own = bounds(&read.candidate.placement.corners);
        let frame = Rect::new(0.0, 0.0, self.picture.width() as f32, self.picture.height() as f32);
        let room = frame.area() - frame.intersection(&own).area() > limits.room * own.area();
        let mut out: Vec<ReadCard<L::Kind>> = Vec::new();
        for other in proposals.iter().filter(|c| c.at_border != [true; 4]) {
            let area = bounds(&other.placement.corners);
            let like = (limits.area.0..limits.area.1).contains(&(area.area() / own.area().max(1.0)));
            let apart = outline.are_apart(&area, &own)
                && out.iter().all(|o| outline.are_apart(&area, &bounds(&o.candidate.placement.corners)));
            if !like || !apart || out.len() >= limits.most {
                continue;
            }
            let Some(look) = self.look(*other)? else { continue };
            // A block of a page's lines is laid out as a card's now and then: what it says tells.
            if look.layout.score >= self.limits.trust.least_match
                && let Reading::Card(card) = self.read_upright(look)?
            {
                out.push(self.refine(*card)?);
            }
        }
        if out.is_empty() && room {
            out.extend(self.further_card_by_text(read)?);
        }
        Ok(out)
    }

    /// A further card of about the same size that only its text gives away: on a page or a keyboard no outline does.
    fn further_card_by_text(&mut self, read: &ReadCard<L::Kind>) -> Result<Option<ReadCard<L::Kind>>, VisionError> {
        let limits = self.limits.further;
        let placement = &read.candidate.placement;
        let longer = self.picture.width().max(self.picture.height()) as f32;
        let side = (longer * (limits.card_px / placement.width_px()).min(1.0)).min(limits.side_px);
        let Some((found, scale)) = self.glimpse_text(side as i32)? else { return Ok(None) };
        let beyond = self.limits.look.around(&self.shape().bounds());
        let on_card = |b: &TextBox| {
            let middle = b.centre();
            beyond.contains(placement.to_card(Point::new(middle.x / scale, middle.y / scale)))
        };
        let boxes: Vec<TextBox> = found.into_iter().filter(|b| !on_card(b)).collect();
        let outlines: Vec<[Point; 4]> = if boxes.len() > self.limits.look.most_lines {
            // A page: of its lines only those as high as the number or a title of such a card are worth reading.
            let mm = placement.width_px() / self.shape().width_mm * scale;
            let (low, high) = limits.landmark_mm;
            let likely: Vec<TextBox> =
                boxes.into_iter().filter(|b| (low * mm..high * mm).contains(&b.height())).collect();
            self.by_landmarks(&likely, scale)?
        } else {
            cluster::clusters(&boxes).iter().filter_map(|group| self.card_around(group, scale)).collect()
        };
        let own = bounds(&placement.corners);
        for corners in outlines.into_iter().take(self.limits.text.landmarks_tried) {
            let apart = self.limits.outline.are_apart(&bounds(&corners), &own);
            let Some(placement) = Placement::new(self.shape(), corners).filter(|_| apart) else { continue };
            let look = self.look(unseen(placement))?;
            let Some(look) = look.filter(|look| look.layout.score >= self.limits.trust.least_match) else { continue };
            // No edge speaks for it: only what it says does.
            if let Reading::Card(card) = self.read_upright(look)? {
                return Ok(Some(self.refine(*card)?));
            }
        }
        Ok(None)
    }
}
