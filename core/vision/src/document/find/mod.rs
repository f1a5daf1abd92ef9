//! The search for a card in a picture: outlines that edges propose, text that bears them out or proposes others, reading,
//! and correcting the outline by what was read. It costs no more than [`BudgetLimits`] allow, whatever the picture holds.

mod budget;
mod by_text;
mod cut;
#[cfg(test)]
mod fake;
mod further_cards;
mod glance;
mod layouts;
mod limits;
mod look;
mod mirrored;
mod outline;
mod place_by_text;
mod read;
mod refine;
mod small_card;
#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use heyan_rules::geometry::CardShape;

pub use self::budget::{BudgetLimits, Work};
pub use self::layouts::{Landmark, LayoutFit, Layouts, PrintedAt};
pub use self::limits::{
    CutLimits, FindLimits, FurtherLimits, LookLimits, OutlineLimits, PlaceLimits, RefineLimits, SmallLimits,
    TextLimits, TrustLimits,
};
pub use self::read::ReadCard;

use self::budget::Budget;
use self::by_text::PictureText;
use self::glance::{Glances, Waiting, Worth};
use self::look::Look;
use self::read::{Best, Doubt};
use self::small_card::likelier;
use super::locate::{Candidate, LocateLimits, Locator};
use super::reader::CardReader;
use crate::error::VisionError;
use crate::frame::Picture;

/// What a picture holds.
pub enum Sighting<K> {
    /// A card that was read, and further ones.
    Card(Box<ReadCard<K>>, Vec<ReadCard<K>>),
    /// Nothing that could be read; perhaps something of a card's shape.
    Unread(Option<Candidate>),
    /// A card as in a mirror.
    Mirrored(Candidate),
}

/// What a search came to.
pub struct Found<K> {
    /// What was seen.
    pub sighting: Sighting<K>,
    /// Whether nothing was read of it, and its outline is a card's of the shape looked for, no other's.
    pub is_unread_card: bool,
    /// What the search did.
    pub work: Work,
    /// Time in which outlines and their text were found, ms.
    pub locate_ms: f64,
    /// Time in which cards were read, ms.
    pub read_ms: f64,
}

/// Finds and reads the card in a picture. Owns the networks that find and read text.
pub struct Finder {
    reader: CardReader,
    limits: FindLimits,
}

impl Finder {
    /// A finder that reads with `reader`.
    pub const fn new(reader: CardReader, limits: FindLimits) -> Self {
        Self { reader, limits }
    }

    /// The card in `picture`, one of those that `layouts` knows.
    pub fn find<L: Layouts>(&mut self, picture: &Picture, layouts: &L) -> Result<Found<L::Kind>, VisionError> {
        self.find_after(picture, layouts, &[])
    }

    /// The same where `before` was searched for already: all searches of a picture share one budget, of which
    /// [`BudgetLimits::further`] is left for each at least.
    pub fn find_after<L: Layouts>(
        &mut self,
        picture: &Picture,
        layouts: &L,
        before: &[Work],
    ) -> Result<Found<L::Kind>, VisionError> {
        let begun = Instant::now();
        let locator = Locator::new(picture, layouts.shape(), LocateLimits::default())?;
        let budget = Budget::new(self.limits.budget.after(before));
        let (reader, limits) = (&mut self.reader, &self.limits);
        let mut search = Search { reader, picture, layouts, limits, locator, budget, reading: Duration::ZERO };
        let sighting = search.sighting()?;
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let (work, reading) = (search.budget.work(), search.reading);
        let locate_ms = ms(begun.elapsed().saturating_sub(reading));
        let is_unread_card = matches!(&sighting, Sighting::Unread(Some(c)) if self.limits.small.is_surely(c));
        Ok(Found { sighting, is_unread_card, work, locate_ms, read_ms: ms(reading) })
    }

    /// The reader, for what is no card.
    pub const fn reader(&mut self) -> &mut CardReader {
        &mut self.reader
    }

    /// Time spent in the networks since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.reader.take_time_ms()
    }
}

/// One search.
struct Search<'a, L: Layouts> {
    reader: &'a mut CardReader,
    picture: &'a Picture,
    layouts: &'a L,
    limits: &'a FindLimits,
    locator: Locator,
    budget: Budget,
    reading: Duration,
}

/// What the outlines that edges propose came to.
struct Proposed<K> {
    /// All of them.
    all: Vec<Candidate>,
    /// Those with something written on them.
    with_text: Vec<Candidate>,
    /// The best that was read.
    best: Best<K>,
    /// A card that is read only in a mirror.
    mirrored: Option<Candidate>,
}

impl<L: Layouts> Search<'_, L> {
    fn sighting(&mut self) -> Result<Sighting<L::Kind>, VisionError> {
        let Proposed { all, with_text, best, mirrored } = self.proposed()?;
        if let Some(candidate) = mirrored {
            return Ok(Sighting::Mirrored(candidate));
        }
        let Some((read, _)) = best.0 else { return Ok(Sighting::Unread(self.unread(&all, &with_text)?)) };
        let (trust, outline) = (self.limits.trust, self.limits.outline);
        // A card cut by the picture's edge has lost its proportions, which says nothing of the angle.
        let is_steep = |c: &&Candidate| {
            outline.looks_like_a_card(c) && c.at_border == [false; 4] && c.placement.tilt_deg() > trust.steep_deg
        };
        let steep = all.iter().filter(|c| outline.is_as_large(c, &read.candidate)).find(is_steep);
        let outside = read.candidate.placement.outside_ratio(self.picture.width(), self.picture.height());
        let in_fragments = self.missing(&read) >= trust.half_read && outside < trust.cut_ratio;
        if let Some(steep) = steep.filter(|_| in_fragments && read.candidate.score() < outline.clear_side) {
            // The shape tells what is wrong.
            return Ok(Sighting::Unread(Some(*steep)));
        }
        let read =
            if read.candidate.score() < outline.min_support { self.on_an_outline(read, steep, &all)? } else { read };
        self.budget.on_to_further_cards();
        let others = self.further_cards(&all, &read)?;
        Ok(Sighting::Card(Box::new(read), others))
    }

    /// Looks at what edges propose and, where no card is read on that, at what text suggests.
    fn proposed(&mut self) -> Result<Proposed<L::Kind>, VisionError> {
        let trust = self.limits.trust;
        let mut out = Proposed { all: Vec::new(), with_text: Vec::new(), best: Best(None), mirrored: None };
        let mut doubtful = Vec::new();
        let mut glances = Glances::default();
        while out.best.0.is_none() {
            let further = self.next_outlines(out.all.is_empty())?;
            if further.is_empty() {
                break;
            }
            let mut waiting = Waiting::new(&further);
            while let Some((candidate, glance)) = self.likeliest(&mut waiting, &mut glances, out.best.0.is_some())? {
                let beside =
                    |(read, _): &(ReadCard<L::Kind>, _)| !self.limits.outline.overlap(&read.candidate, &candidate);
                if out.best.0.as_ref().is_some_and(beside) {
                    continue;
                }
                if let Worth::Nothing { lines } = self.worth_a_look(&candidate, glance, &mut glances) {
                    out.with_text.extend(self.is_text(lines).then_some(candidate));
                    continue;
                }
                let clear = glances.is_first() && self.is_whole_card(&candidate);
                let outline = self.locator.finely(&candidate)?;
                let look = if clear { self.look_closely(outline)? } else { self.look(outline)? };
                let Some(look) = look else { continue };
                let look = self.glanced_if_unlike(look)?;
                let look = self.turned_if_steep(look)?;
                if self.is_mirrored(&look)? {
                    out.mirrored = Some(look.candidate);
                    return Ok(out);
                }
                if let Some(read) = self.named(&look, &mut glances)? {
                    out.best.offer(read, Doubt::NONE);
                    break;
                }
                out.with_text.extend(self.is_text(look.found.len()).then_some(candidate));
                if look.layout.score >= trust.sure_match {
                    self.read(look, &mut out.best)?;
                    if out.best.is_sound(self.limits.refine.clear_shift_mm) {
                        break;
                    }
                } else if look.layout.score >= trust.least_match * self.visible(&look.candidate)
                    || self.is_written_over(&look, &doubtful)
                {
                    doubtful.push(look);
                }
            }
            out.all.extend(further);
        }
        if out.best.0.is_none() {
            self.by_text(glances.text, doubtful, &mut out.best)?;
        }
        self.budget.on_to_the_rest();
        Ok(out)
    }

    /// Reads what text suggests and `doubtful` outlines, the best first.
    fn by_text(
        &mut self,
        text: Option<PictureText>,
        mut doubtful: Vec<Look<L::Kind>>,
        best: &mut Best<L::Kind>,
    ) -> Result<(), VisionError> {
        self.budget.on_to_text();
        let text = match text {
            Some(text) => Some(text),
            None => self.picture_text()?,
        };
        if let Some(text) = text {
            doubtful.extend(self.look_by_text(&text, best)?);
            if best.is_sound(self.limits.refine.clear_shift_mm) {
                return Ok(());
            }
        }
        doubtful.sort_by(|a, b| b.layout.score.total_cmp(&a.layout.score));
        for look in doubtful.into_iter().take(self.limits.trust.most_read) {
            self.read(look, best)?;
            if best.is_sound(self.limits.refine.clear_shift_mm) {
                break;
            }
        }
        Ok(())
    }

    /// Whether so many lines are a card's print.
    fn is_text(&self, lines: usize) -> bool {
        (1..=self.limits.look.most_lines).contains(&lines)
    }

    /// Share of a card inside the picture: of one that is cut off, only the zones there can hold print.
    fn visible(&self, candidate: &Candidate) -> f32 {
        1.0 - candidate.placement.outside_ratio(self.picture.width(), self.picture.height())
    }

    /// Further outlines, likeliest first; none when there are no more.
    fn next_outlines(&mut self, first: bool) -> Result<Vec<Candidate>, VisionError> {
        let mut out = Vec::new();
        for candidate in self.ask_locator()? {
            // A part of a card does not fit its layout: the whole that it may belong to comes first.
            out.extend(self.locator.drawn_out(&candidate));
            out.push(candidate);
        }
        if let Some(whole) = self.locator.whole_picture().filter(|_| first) {
            // A scan has no outline but the picture's own: what was found inside it is print. Only a card with four clear
            // sides comes before.
            let clear = |c: &Candidate| c.score() > self.limits.trust.before_frame && c.at_border == [false; 4];
            let at = usize::from(out.first().is_some_and(clear));
            out.insert(at.min(out.len()), whole);
        }
        Ok(out)
    }

    /// What may be a card of which nothing could be read.
    fn unread(&mut self, all: &[Candidate], with_text: &[Candidate]) -> Result<Option<Candidate>, VisionError> {
        let outline = self.limits.outline;
        // Of what has a card's shape, that is likelier one on which something is written.
        let written_on = outline.what_it_may_be(&self.locator, with_text);
        if written_on.is_some_and(|c| Locator::likeness(&c) > self.limits.small.surely_a_card) {
            return Ok(written_on);
        }
        let may_be = written_on.or_else(|| outline.what_it_may_be(&self.locator, all));
        Ok(likelier(may_be, self.small_card()?))
    }

    fn shape(&self) -> CardShape {
        self.layouts.shape()
    }
}
