//! Reading a card, and checking its outline against the places of what was read.

use std::time::Instant;

use heyan_rules::Point;
use heyan_rules::document::{CARD_HEIGHT_MM, CARD_WIDTH_MM, anchors, landmark, parse, tell_kind};
use heyan_rules::geometry::Rect;
use heyan_vision::VisionError;
use heyan_vision::document::rectify::FlatLimits;
use heyan_vision::document::{Candidate, FlatCard, FoundLine, Homography, Locator, Placement, reader};
use heyan_vision::frame::Picture;

use super::look::{MOST_LINES, card_by};
use super::outline::{CLEAR_SIDE, bounds, turned_candidate, upright_as};
use super::place_by_text::{self, PrintPoint};
use super::{Look, ReadCard, Scanner, ms_since};
use crate::report::Timing;

/// Points of the layout needed to correct an outline.
const MIN_ANCHORS: usize = 4;
/// Least reach of those points over the card, mm: from less, the far corners cannot be told.
const ANCHORS_REACH_MM: (f32, f32) = (40.0, 20.0);
/// How far text moves a corner, mm, that makes an outline doubtful: layouts differ by 2 mm.
const SHIFT_MM: f32 = 3.0;
/// The same of an outline with four clear sides.
const CLEAR_SHIFT_MM: f32 = 5.0;
/// The same when the outline cannot be right, whether edges show another or not.
const LOST_MM: f32 = 7.0;
/// Share of that movement that an outline found instead may leave.
const SUITS_BETTER: f32 = 0.6;
/// Tilt beyond which an outline is doubted, degrees: cards tilted by 20° about each axis reach 30.
const STEEP_DEG: f32 = 30.0;
/// What a degree more counts, mm of a corner.
const STEEP_MM: f32 = 0.3;

/// Mean distance of print from its places, mm, at which perspective is looked for in it: prints differ by 2 mm.
const LEAST_OFF_MM: f32 = 3.0;

/// What a look at a proposal gave.
pub(super) enum Reading {
    /// A card that is known.
    Card(Box<ReadCard>),
    /// None, but perhaps print that says where one lies.
    Points(Vec<PrintPoint>),
}

/// The best of the outlines that were read so far, and how much speaks against it.
#[derive(Default)]
pub(super) struct Best(pub(super) Option<(ReadCard, Doubt)>);

impl Best {
    pub(super) fn offer(&mut self, read: Option<ReadCard>) {
        let Some(read) = read else { return };
        let doubt = Doubt::of(&read);
        if self.0.as_ref().is_none_or(|(_, known)| doubt.key() < known.key()) {
            self.0 = Some((read, doubt));
        }
    }

    pub(super) fn is_sound(&self) -> bool {
        self.0.as_ref().is_some_and(|(_, doubt)| doubt.missing == 0 && doubt.shape_mm < CLEAR_SHIFT_MM)
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
    fn of(read: &ReadCard) -> Self {
        let places = anchors(read.kind, &read.lines);
        // Where the corners cannot be told, the text itself is off by half as much.
        let unknown = SHIFT_MM.max(2.0 * misfit(&places));
        let shift = wanted_by_text(&read.card.placement, &places).map_or(unknown, |(_, shift)| shift);
        let steep = (read.card.placement.tilt_deg() - STEEP_DEG).max(0.0);
        Self { missing: parse(read.kind, &read.lines).missing.len(), shape_mm: shift + STEEP_MM * steep }
    }

    fn key(&self) -> (usize, u32) {
        // Tenths of a mm: whole numbers compare.
        (self.missing, (self.shape_mm * 10.0) as u32)
    }
}

impl Scanner {
    /// Reads what was looked at; `None` when it is no document that is known.
    pub(super) fn read(
        &mut self,
        picture: &Picture,
        locator: &Locator,
        look: Look,
        begun: Instant,
        timing: &mut Timing,
    ) -> Result<Option<ReadCard>, VisionError> {
        timing.locate_ms = ms_since(begun) - timing.read_ms;
        let reading = Instant::now();
        let read = match self.read_upright(look)? {
            Reading::Card(card) => Some(*card),
            Reading::Points(marks) => self.read_by_marks(picture, locator, &marks)?,
        };
        let read = read.map(|card| self.refine(picture, locator, card)).transpose()?;
        timing.read_ms += ms_since(reading);
        Ok(read)
    }

    /// Turns the card upright and reads it, the likelier way first.
    pub(super) fn read_upright(&mut self, look: Look) -> Result<Reading, VisionError> {
        let Look { mut candidate, mut card, mut found, layout } = look;
        let mut marks = Vec::new();
        for attempt in 0..2 {
            if (attempt == 0) == layout.upside_down || attempt == 1 {
                let Some(turned) = card.upside_down()? else { return Ok(Reading::Points(marks)) };
                card = turned;
                candidate = turned_candidate(candidate, card.placement);
                found = found.iter().map(FoundLine::upside_down).collect();
            }
            if found.len() > MOST_LINES {
                return Ok(Reading::Points(marks));
            }
            let lines = self.reader.read_lines(&card, &found)?;
            if let Some((kind, confidence)) = tell_kind(&lines) {
                return Ok(Reading::Card(Box::new(ReadCard { kind, confidence, candidate, card, lines })));
            }
            let further = place_by_text::points_of(&lines);
            if further.len() > marks.len() {
                marks = further;
            }
        }
        Ok(Reading::Points(marks))
    }

    /// The card of which some print was read where no card could be told: on a page, or in a steep view.
    fn read_by_marks(
        &mut self,
        picture: &Picture,
        locator: &Locator,
        marks: &[PrintPoint],
    ) -> Result<Option<ReadCard>, VisionError> {
        for placement in place_by_text::outlines(marks) {
            for look in self.look_near(picture, locator, &placement.corners)? {
                if let Reading::Card(card) = self.read_upright(look)? {
                    return Ok(Some(*card));
                }
            }
        }
        Ok(None)
    }

    /// Where fields are missing, the outline may be wrong: the number or a title says where the card must lie.
    fn read_again(&mut self, picture: &Picture, locator: &Locator, read: ReadCard) -> Result<ReadCard, VisionError> {
        let missing = |r: &ReadCard| parse(r.kind, &r.lines).missing.len();
        let before = missing(&read);
        if before == 0 {
            return Ok(read);
        }
        let mut best = read;
        let by_line = best.lines.iter();
        let outlines: Vec<[Point; 4]> = by_line
            .filter_map(|line| {
                let span = line.bounds_mm.width().max(1e-3);
                let glyphs: Vec<(char, f32)> =
                    line.glyphs.iter().map(|g| (g.ch, (g.x_mm - line.bounds_mm.left) / span)).collect();
                card_by(&landmark(&glyphs)?, &line.quad)
            })
            .filter(|corners| {
                let off = corners.iter().zip(best.candidate.placement.corners).map(|(a, b)| a.distance(b));
                off.fold(0.0, f32::max) > 0.05 * best.candidate.placement.width_px()
            })
            .take(1)
            .collect();
        for corners in outlines {
            for look in self.look_near(picture, locator, &corners)? {
                if let Reading::Card(again) = self.read_upright(look)?
                    && missing(&again) < missing(&best)
                {
                    best = *again;
                }
                if missing(&best) == 0 {
                    return Ok(best);
                }
            }
        }
        Ok(best)
    }

    /// Where print stands far from its places, the card may be seen more steeply than its outline tells: read once more on
    /// the outline that the print gives.
    fn read_in_perspective(
        &mut self,
        picture: &Picture,
        locator: &Locator,
        read: ReadCard,
    ) -> Result<ReadCard, VisionError> {
        let marks = place_by_text::points_of(&read.lines);
        let Some(off) = place_by_text::misfit(&read.card.placement, &marks).filter(|off| *off > LEAST_OFF_MM) else {
            return Ok(read);
        };
        let missing = |r: &ReadCard| parse(r.kind, &r.lines).missing.len();
        for placement in place_by_text::outlines(&marks) {
            if place_by_text::misfit(&placement, &marks).is_none_or(|left| left > off * SUITS_BETTER) {
                continue;
            }
            for look in self.look_near(picture, locator, &placement.corners)? {
                if let Reading::Card(again) = self.read_upright(look)?
                    && missing(&again) <= missing(&read)
                    && place_by_text::misfit(&again.card.placement, &place_by_text::points_of(&again.lines))
                        .is_some_and(|left| left < off * SUITS_BETTER)
                {
                    return Ok(*again);
                }
            }
        }
        Ok(read)
    }

    /// Checks the outline against the places of the text, and finds it anew where they contradict each other.
    fn refine(&mut self, picture: &Picture, locator: &Locator, read: ReadCard) -> Result<ReadCard, VisionError> {
        let read = self.read_again(picture, locator, read)?;
        let read = self.read_in_perspective(picture, locator, read)?;
        let places = anchors(read.kind, &read.lines);
        let Some((placement, shift)) = wanted_by_text(&read.card.placement, &places) else { return Ok(read) };
        let doubtful = if read.candidate.score() > CLEAR_SIDE { CLEAR_SHIFT_MM } else { SHIFT_MM };
        if shift < doubtful && read.candidate.score() > CLEAR_SIDE {
            return Ok(read);
        }
        let placement = if shift < doubtful { read.card.placement } else { placement };
        // Where the paper ends is surer than a layout, and so are edges, where there are any near the text's places.
        let suits = |found: &Candidate| {
            let places = seen_from(&found.placement, &read, &places);
            wanted_by_text(&found.placement, &places).map(|(_, left)| left)
        };
        let most = SHIFT_MM.max(shift * SUITS_BETTER);
        let by_paper =
            locator.refine_by_paper(&placement.corners)?.filter(|c| suits(c).is_some_and(|left| left < most));
        let near = match by_paper {
            Some(found) => Some(found),
            None if shift < doubtful => return Ok(read),
            None => locator
                .refine_near(&placement.corners)?
                .filter(|c| suits(c).is_some_and(|left| left < shift * SUITS_BETTER)),
        };
        let candidate = match near {
            Some(near) => near,
            None if shift > LOST_MM => Candidate { placement, support: [0.0; 4], at_border: [false; 4] },
            None => return Ok(read),
        };
        let card = FlatCard::new(picture, &candidate.placement, &FlatLimits::default())?;
        let moved_little = candidate
            .placement
            .corners
            .iter()
            .zip(read.card.placement.corners)
            .all(|(a, b)| a.distance(b) < 0.04 * read.card.placement.width_px());
        if moved_little {
            let lines = reader::moved(&read.lines, &read.card.placement, &candidate.placement);
            return Ok(ReadCard { candidate, card, lines, ..read });
        }
        let found = self.reader.find_lines(&card)?;
        let lines = self.reader.read_lines(&card, &found)?;
        match tell_kind(&lines) {
            Some((kind, confidence)) => Ok(ReadCard { kind, confidence, candidate, card, lines }),
            None => Ok(read),
        }
    }
}

/// Whether the text that was read stands where it belongs on the outline `placement`.
pub(super) fn suits(placement: &Placement, read: &ReadCard) -> bool {
    let places = seen_from(placement, read, &anchors(read.kind, &read.lines));
    wanted_by_text(placement, &places).is_some_and(|(_, shift)| shift < LOST_MM)
}

/// What was read, on another outline of the same card.
pub(super) fn moved_to(picture: &Picture, candidate: Candidate, read: ReadCard) -> Result<ReadCard, VisionError> {
    let candidate = upright_as(candidate, &read.candidate.placement);
    let card = FlatCard::new(picture, &candidate.placement, &FlatLimits::default())?;
    let lines = reader::moved(&read.lines, &read.card.placement, &candidate.placement);
    Ok(ReadCard { candidate, card, lines, ..read })
}

/// What was read by its text alone, on the outline of the card that leaves the picture there.
pub(super) fn continued(
    picture: &Picture,
    locator: &Locator,
    read: ReadCard,
    cut: &Candidate,
) -> Result<ReadCard, VisionError> {
    let area = |c: &Candidate| bounds(&c.placement.corners).area();
    let off = |c: &Candidate| (area(c) / area(&read.candidate).max(1.0)).ln().abs();
    let marks = place_by_text::points_of(&read.lines);
    // An outline on which the print would stand elsewhere is not this card's, but a page's or a desk's.
    let fits = |whole: &Candidate| {
        let upright = upright_as(*whole, &read.candidate.placement);
        place_by_text::misfit(&upright.placement, &marks).is_none_or(|off| off < LOST_MM)
    };
    match locator.drawn_out(cut).into_iter().min_by(|a, b| off(a).total_cmp(&off(b))).filter(fits) {
        Some(whole) => moved_to(picture, whole, read),
        None => Ok(read),
    }
}

/// Where the card must lie for the text to stand where its layout has it, and how far that moves the farthest corner,
/// mm. `None` when too little was recognised to tell.
fn wanted_by_text(placement: &Placement, anchors: &[(Point, Point)]) -> Option<(Placement, f32)> {
    let reach = anchors.iter().map(|(p, _)| Rect::new(p.x, p.y, p.x, p.y)).reduce(|a, b| a.union(&b))?;
    let (least_x, least_y) = ANCHORS_REACH_MM;
    if anchors.len() < MIN_ANCHORS || reach.width() < least_x {
        return None;
    }
    // A title alone tells nothing of the rows: held up where it is by two points, one far above and one far below.
    let down = anchors.iter().map(|(wanted, seen)| seen.y - wanted.y).sum::<f32>() / anchors.len() as f32;
    let across = anchors.iter().map(|(wanted, seen)| seen.x - wanted.x).sum::<f32>() / anchors.len() as f32;
    let held = [-CARD_HEIGHT_MM, 2.0 * CARD_HEIGHT_MM].map(|y| {
        let x = reach.centre().x;
        (Point::new(x, y), Point::new(x + across, y + down))
    });
    let flat = reach.height() < least_y;
    let (wanted, seen): (Vec<Point>, Vec<Point>) =
        anchors.iter().copied().chain(held.into_iter().filter(|_| flat)).unzip();
    let moved = Homography::affine(&wanted, &seen)?;
    let corners = Rect::new(0.0, 0.0, CARD_WIDTH_MM, CARD_HEIGHT_MM).corners();
    let shift = corners.iter().map(|p| p.distance(moved.apply(*p))).fold(0.0, f32::max);
    Some((placement.corrected(&moved)?, shift))
}

/// Mean distance of the text from where its layout has it, mm.
fn misfit(anchors: &[(Point, Point)]) -> f32 {
    anchors.iter().map(|(wanted, seen)| wanted.distance(*seen)).sum::<f32>() / anchors.len().max(1) as f32
}

/// The same anchors as they would be seen if the card lay at `placement`.
fn seen_from(placement: &Placement, read: &ReadCard, places: &[(Point, Point)]) -> Vec<(Point, Point)> {
    places.iter().map(|(wanted, seen)| (*wanted, placement.to_card(read.card.placement.to_picture(*seen)))).collect()
}
