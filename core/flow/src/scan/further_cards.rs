//! Further cards in the picture.

use heyan_rules::document::{CARD_HEIGHT_MM, CARD_WIDTH_MM};
use heyan_rules::geometry::Rect;
use heyan_rules::{Point, Polygon};
use heyan_vision::VisionError;
use heyan_vision::document::{Candidate, Locator, Placement, cluster};
use heyan_vision::frame::Picture;
use heyan_vision::text::TextBox;

use super::look::{BEYOND_MM, LANDMARK_ASPECT, LANDMARKS_READ, LANDMARKS_TRIED, MOST_LINES, card_around, lines_of};
use super::outline::bounds;
use super::refine::Reading;
use super::{MAYBE, ReadCard, Scanner};

/// Width at which a further card of the same size is looked for by its text, px: its print is then 9 px high.
const OTHER_CARD_PX: f32 = 320.0;
/// Longer side of the picture at most for that search, px.
const OTHER_SEARCH_SIDE_PX: f32 = 800.0;
/// Picture beside the card, over the card's area, that leaves room for another.
const ROOM_FOR_ANOTHER: f32 = 0.7;
/// Height of the boxes of the number and of the titles, mm, on cards up to a third larger or smaller.
const LANDMARK_MM: (f32, f32) = (2.2, 10.0);

impl Scanner {
    /// Outlines of further cards beside the one that was read: among the proposals, or told by their text.
    pub(super) fn further_cards(
        &mut self,
        picture: &Picture,
        locator: &Locator,
        proposals: &[Candidate],
        read: &ReadCard,
    ) -> Result<Vec<Polygon>, VisionError> {
        let own = bounds(&read.candidate.placement.corners);
        let frame = Rect::new(0.0, 0.0, picture.width() as f32, picture.height() as f32);
        let room = frame.area() - frame.intersection(&own).area() > ROOM_FOR_ANOTHER * own.area();
        let mut out: Vec<Polygon> = Vec::new();
        for other in proposals.iter().filter(|c| c.at_border != [true; 4]) {
            let area = bounds(&other.placement.corners);
            let apart = |known: &Rect| area.intersection(known).area() < 0.2 * area.area().min(known.area());
            let like = (0.3..3.0).contains(&(area.area() / own.area().max(1.0)));
            if !like || !apart(&own) || !out.iter().all(|o| apart(&bounds(o))) || out.len() >= 2 {
                continue;
            }
            if let Some(look) = self.look(picture, *other)?
                && look.layout.score >= MAYBE
            {
                out.push(other.placement.corners.to_vec());
            }
        }
        if out.is_empty() && room {
            out.extend(self.further_card_by_text(picture, locator, read)?);
        }
        Ok(out)
    }

    /// A further card of about the same size that only its text gives away: on a page or a keyboard no outline does.
    fn further_card_by_text(
        &mut self,
        picture: &Picture,
        locator: &Locator,
        read: &ReadCard,
    ) -> Result<Option<Polygon>, VisionError> {
        let placement = &read.candidate.placement;
        let (longer, scale) = (picture.width().max(picture.height()) as f32, OTHER_CARD_PX / placement.width_px());
        let side = (longer * scale.min(1.0)).min(OTHER_SEARCH_SIDE_PX);
        let own = bounds(&placement.corners);
        let (image, scale) = locator.copy(picture, side as i32)?;
        let beyond = Rect::new(-BEYOND_MM, -BEYOND_MM, CARD_WIDTH_MM + BEYOND_MM, CARD_HEIGHT_MM + BEYOND_MM);
        let boxes: Vec<TextBox> = self
            .reader
            .find_text(&image)?
            .into_iter()
            .filter(|b| {
                let middle = b.centre();
                !beyond.contains(placement.to_card(Point::new(middle.x / scale, middle.y / scale)))
            })
            .collect();
        let outlines: Vec<[Point; 4]> = if boxes.len() > MOST_LINES {
            // A page: of its lines only those as high as the number or a title of such a card are worth reading.
            let mm = placement.width_px() / CARD_WIDTH_MM * scale;
            let likely: Vec<TextBox> =
                boxes.into_iter().filter(|b| (LANDMARK_MM.0 * mm..LANDMARK_MM.1 * mm).contains(&b.height())).collect();
            let lines = lines_of(&likely, scale, LANDMARK_ASPECT, LANDMARKS_READ);
            self.print_in(picture, &lines)?.landmarks.into_iter().map(|(_, corners)| corners).collect()
        } else {
            let around = cluster::clusters(&boxes).into_iter().filter_map(|group| card_around(&group));
            around.map(|c| c.map(|p| Point::new(p.x / scale, p.y / scale))).collect()
        };
        for corners in outlines.into_iter().take(LANDMARKS_TRIED) {
            let area = bounds(&corners);
            let apart = area.intersection(&own).area() < 0.2 * area.area().min(own.area());
            let Some(placement) = Placement::new(corners).filter(|_| apart) else { continue };
            let candidate = Candidate { placement, support: [0.0; 4], at_border: [false; 4] };
            let Some(look) = self.look(picture, candidate)?.filter(|look| look.layout.score >= MAYBE) else { continue };
            // No edge speaks for it: only what it says does.
            if matches!(self.read_upright(look)?, Reading::Card(_)) {
                return Ok(Some(corners.to_vec()));
            }
        }
        Ok(None)
    }
}
