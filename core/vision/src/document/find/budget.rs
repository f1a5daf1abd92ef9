//! What a search may cost, told in counts and not in time: the same picture gets the same answer on any machine.

use heyan_rules::Point;
use heyan_rules::document::TextLine;

use super::Search;
use super::layouts::Layouts;
use crate::document::locate::{self, Candidate, Locator};
use crate::document::plane::Placement;
use crate::document::reader::FoundLine;
use crate::document::rectify::{self, FlatCard, FlatLimits};
use crate::error::VisionError;
use crate::text::{ReadGlyph, TextBox};

/// What a search may cost. The unit is a megapixel of text detection: a good card that is found at once costs 1.1.
///
/// Prices were measured on one thread of x86-64, with the networks of the pack: they only need to be right to a fifth.
#[derive(Debug, Clone, Copy)]
pub struct BudgetLimits {
    /// Work up to which outlines that edges propose are looked at: most cards of the generated sets are read by then.
    pub outlines: f32,
    /// Work up to which text is looked for without an outline.
    pub text: f32,
    /// Work that nothing may go beyond but a further search or a further card: twice that of a good card.
    pub most: f32,
    /// Work that all searches of one picture come to, each of them within the limits above: what the first leaves is another's.
    pub all: f32,
    /// Work that a further search in the same picture may cost whatever was spent before it: outlines are proposed and the likeliest
    /// glanced at for half of that.
    pub further: f32,
    /// What a megapixel costs in which text is found at a glance.
    pub glimpse_price: f32,
    /// What a megapixel of lines (48 px high, as the recogniser takes them) costs.
    pub lines_price: f32,
    /// What a megapixel costs in which outlines are looked for, in one way.
    pub outlines_price: f32,
}

impl Default for BudgetLimits {
    fn default() -> Self {
        Self {
            outlines: 1.5,
            text: 1.6,
            most: 2.4,
            all: 3.0,
            further: 0.55,
            glimpse_price: 0.4,
            lines_price: 3.1,
            outlines_price: 0.33,
        }
    }
}

impl BudgetLimits {
    /// What is left after the searches `before`.
    pub(super) fn after(self, before: &[Work]) -> Self {
        if before.is_empty() {
            return self;
        }
        let spent: f32 = before.iter().map(|work| work.cost(&self)).sum();
        let most = (self.all - spent).min(self.most).max(self.further);
        Self { outlines: self.outlines.min(most), text: self.text.min(most), most, all: most, ..self }
    }
}

/// What a search did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Pixels in which outlines were looked for, counted for each way of looking.
    pub outlines_px: usize,
    /// Text detections.
    pub detections: usize,
    /// Their pixels.
    pub detected_px: usize,
    /// Pixels in which text was found at a glance.
    pub glimpsed_px: usize,
    /// Lines read.
    pub lines: usize,
    /// Sum of their lengths when 48 px high, px.
    pub line_px: usize,
}

impl Work {
    /// The cost of all that, megapixels of text detection.
    pub fn cost(&self, limits: &BudgetLimits) -> f32 {
        let mega = |px: usize| px as f32 / 1e6;
        mega(self.detected_px)
            + mega(self.glimpsed_px) * limits.glimpse_price
            + mega(self.line_px * rectify::LINE_HEIGHT) * limits.lines_price
            + mega(self.outlines_px) * limits.outlines_price
    }
}

/// What is left of a search's budget.
pub(super) struct Budget {
    limits: BudgetLimits,
    work: Work,
    /// The cost that the present stage of the search may reach.
    most: f32,
}

impl Budget {
    pub(super) fn new(limits: BudgetLimits) -> Self {
        Self { limits, work: Work::default(), most: limits.outlines.min(limits.most) }
    }

    pub(super) const fn work(&self) -> Work {
        self.work
    }

    /// Begins the search by text.
    pub(super) fn on_to_text(&mut self) {
        self.most = self.limits.text.min(self.limits.most);
    }

    /// The stage that reads what is surely a card, whatever it began at: nothing is likelier. Gives the stage before.
    pub(super) fn on_to_a_card(&mut self) -> f32 {
        std::mem::replace(&mut self.most, self.limits.most)
    }

    /// Back to a stage before.
    pub(super) fn back_to(&mut self, stage: f32) {
        self.most = stage;
    }

    /// Begins what comes last: telling the shape of what was not read, or a further card beside one that was.
    pub(super) fn on_to_the_rest(&mut self) {
        self.most = self.limits.most;
    }

    /// Begins the search for further cards beside one that was read.
    pub(super) fn on_to_further_cards(&mut self) {
        self.most = self.limits.all.max(self.limits.most);
    }

    /// Whether so much more work may be done at this stage.
    fn affords(&self, work: Work) -> bool {
        self.work.cost(&self.limits) + work.cost(&self.limits) <= self.most
    }

    fn affords_detection(&self, px: usize) -> bool {
        self.affords(Work { detected_px: px, ..Work::default() })
    }

    /// What finding text at a glance in so many pixels is: a detection like any other where nothing else is at hand.
    fn glimpse(px: usize, scout: bool) -> Work {
        if scout {
            Work { glimpsed_px: px, ..Work::default() }
        } else {
            Work { detections: 1, detected_px: px, ..Work::default() }
        }
    }

    fn affords_lines(&self, px: usize) -> bool {
        self.affords(Work { line_px: px, ..Work::default() })
    }

    /// Further proposals of `locator`, of as many sources as the budget allows.
    pub(super) fn ask(&mut self, locator: &mut Locator) -> Result<Vec<Candidate>, VisionError> {
        let source = Work { outlines_px: locator.source_px(), ..Work::default() };
        let left = self.most - self.work.cost(&self.limits);
        let affordable = (left / source.cost(&self.limits).max(f32::MIN_POSITIVE)).max(0.0) as usize;
        let before = locator.searched_px();
        let found = locator.more_of(affordable)?;
        self.work.outlines_px += locator.searched_px() - before;
        Ok(found)
    }

    fn detected(&mut self, px: usize) {
        self.work.detections += 1;
        self.work.detected_px += px;
    }

    fn glimpsed(&mut self, px: usize, scout: bool) {
        if scout {
            self.work.glimpsed_px += px;
        } else {
            self.detected(px);
        }
    }

    fn read(&mut self, lines: usize, px: usize) {
        self.work.lines += lines;
        self.work.line_px += px;
    }
}

impl<L: Layouts> Search<'_, L> {
    /// Further proposals on the whole picture.
    pub(super) fn ask_locator(&mut self) -> Result<Vec<Candidate>, VisionError> {
        self.budget.ask(&mut self.locator)
    }

    /// The card at `placement` laid flat, and the lines on it; `None` when the budget is spent.
    pub(super) fn find_lines(
        &mut self,
        placement: &Placement,
    ) -> Result<Option<(FlatCard, Vec<FoundLine>)>, VisionError> {
        if !self.budget.affords_detection(close_px(placement)) {
            return Ok(None);
        }
        let card = FlatCard::new(self.picture, placement, &FlatLimits::default())?;
        let (found, px) = self.reader.find_lines(&card)?;
        self.budget.detected(px);
        Ok(Some((card, found)))
    }

    /// The lines on a card that lies flat already; `None` when the budget is spent.
    pub(super) fn find_lines_on(&mut self, card: &FlatCard) -> Result<Option<Vec<FoundLine>>, VisionError> {
        if !self.budget.affords_detection(close_px(&card.placement)) {
            return Ok(None);
        }
        let (found, px) = self.reader.find_lines(card)?;
        self.budget.detected(px);
        Ok(Some(found))
    }

    /// The card at `placement` laid flat, and the lines on it at a glance; `None` when the budget is spent.
    pub(super) fn glimpse_lines(
        &mut self,
        placement: &Placement,
    ) -> Result<Option<(FlatCard, Vec<FoundLine>)>, VisionError> {
        let scout = self.reader.has_scout();
        let px = rectify::detection_px(placement, &FlatLimits::default(), self.reader.glimpse_px_per_mm());
        if !self.budget.affords(Budget::glimpse(px, scout)) {
            return Ok(None);
        }
        let card = FlatCard::new(self.picture, placement, &FlatLimits::default())?;
        let (found, px) = self.reader.glimpse_lines(&card)?;
        self.budget.glimpsed(px, scout);
        Ok(Some((card, found)))
    }

    /// The lines of the picture at a glance, in pixels of a copy whose longer side is `side` px, and the scale of that copy;
    /// `None` when the budget is spent.
    pub(super) fn glimpse_text(&mut self, side: i32) -> Result<Option<(Vec<TextBox>, f32)>, VisionError> {
        let (image, scale) = self.locator.copy(self.picture, side)?;
        let (px, scout) = (locate::pixels(&image), self.reader.has_scout());
        if !self.budget.affords(Budget::glimpse(px, scout)) {
            return Ok(None);
        }
        let found = self.reader.glimpse_text(&image)?;
        self.budget.glimpsed(px, scout);
        Ok(Some((found, scale)))
    }

    /// Reads lines found on a card; `None` when the budget is spent.
    pub(super) fn read_lines(
        &mut self,
        card: &FlatCard,
        found: &[FoundLine],
    ) -> Result<Option<Vec<TextLine>>, VisionError> {
        let px = found.iter().map(|line| rectify::line_px(&line.quad_mm)).sum();
        if !self.budget.affords_lines(px) {
            return Ok(None);
        }
        self.budget.read(found.len(), px);
        self.reader.read_lines(card, found).map(Some)
    }

    /// Reads lines of the picture, as many of the first as the budget allows.
    pub(super) fn read_text(&mut self, quads: &[[Point; 4]]) -> Result<Vec<Vec<ReadGlyph>>, VisionError> {
        let mut px = 0;
        let affordable = quads.iter().take_while(|quad| {
            let with = px + rectify::line_px(quad);
            let affords = self.budget.affords_lines(with);
            px = if affords { with } else { px };
            affords
        });
        let quads: Vec<[Point; 4]> = affordable.copied().collect();
        self.budget.read(quads.len(), px);
        self.reader.read_text(self.picture, &quads)
    }
}

/// Pixels of a card when lines are found on it to be read.
fn close_px(placement: &Placement) -> usize {
    rectify::detection_px(placement, &FlatLimits::default(), rectify::DETECT_PX_PER_MM)
}
