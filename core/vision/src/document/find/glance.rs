//! Which outlines are worth a look of their own. A look costs a text detection, and edges propose dozens of outlines on a
//! page or a keyboard: after the first, the lines of the whole picture, found once, tell of all others.

use std::collections::VecDeque;

use heyan_rules::geometry::{CardShape, Rect};

use super::Search;
use super::by_text::PictureText;
use super::layouts::Layouts;
use super::look::{Look, card_plane};
use super::outline::bounds;
use crate::document::locate::Candidate;
use crate::document::rectify::FlatLimits;
use crate::error::VisionError;

/// What was glanced at so far.
#[derive(Default)]
pub(super) struct Glances {
    /// The lines of the whole picture.
    pub(super) text: Option<PictureText>,
    /// Outlines that were worth a look.
    looks: usize,
    /// Of these, too small for the lines of the whole picture to tell.
    small: usize,
    /// Outlines of a card's shape that were looked at whatever the lines of the whole picture tell.
    shapes: usize,
    /// Whether a title was looked for already.
    pub(super) named: bool,
}

impl Glances {
    /// Whether the first look is being taken.
    pub(super) const fn is_first(&self) -> bool {
        self.looks == 1
    }
}

/// What the lines of the whole picture tell of an outline.
#[derive(Debug, Clone, Copy)]
pub(super) enum Glance {
    /// They are not known yet.
    None,
    /// Its print is too small to be found among them.
    TooSmall,
    /// So many of them lie on it, and they fit a card's layout so well (0 to 1).
    Lines { score: f32, lines: usize },
}

impl Glance {
    const fn score(self) -> f32 {
        match self {
            Self::Lines { score, .. } => score,
            Self::None | Self::TooSmall => 0.0,
        }
    }
}

/// What a glance at an outline comes to.
pub(super) enum Worth {
    /// It may be a card.
    Look,
    /// It is none that can be read, with so many lines on it.
    Nothing { lines: usize },
}

/// Outlines that wait to be looked at.
pub(super) struct Waiting {
    queue: VecDeque<(Candidate, Glance)>,
    ranked: bool,
}

impl Waiting {
    /// The outlines in the order that edges give them.
    pub(super) fn new(outlines: &[Candidate]) -> Self {
        Self { queue: outlines.iter().map(|c| (*c, Glance::None)).collect(), ranked: false }
    }

    /// Ranks them by a glance at each, those that `come_first` before.
    fn rank(&mut self, glance: impl Fn(&Candidate) -> Glance, come_first: impl Fn(&Candidate) -> bool) {
        let rated = self.queue.drain(..).map(|(c, _)| (c, glance(&c), come_first(&c)));
        let mut rated: Vec<_> = rated.collect();
        rated.sort_by(|(_, a, first), (_, b, other)| other.cmp(first).then(b.score().total_cmp(&a.score())));
        self.queue.extend(rated.into_iter().map(|(c, glance, _)| (c, glance)));
        self.ranked = true;
    }
}

impl<L: Layouts> Search<'_, L> {
    /// The next of the outlines that wait. The first are taken as edges rank them; then the lines of the whole picture are
    /// found, once, and rank the others.
    pub(super) fn likeliest(
        &mut self,
        waiting: &mut Waiting,
        glances: &mut Glances,
        card_read: bool,
    ) -> Result<Option<(Candidate, Glance)>, VisionError> {
        let wanted = glances.looks >= self.limits.trust.looks_first && !card_read && !waiting.queue.is_empty();
        if glances.text.is_none() && wanted {
            glances.text = self.picture_text()?;
        }
        if let Some(text) = &glances.text
            && !waiting.ranked
        {
            waiting.rank(|candidate| self.glance(candidate, text), |candidate| self.is_whole_card(candidate));
        }
        Ok(waiting.queue.pop_front())
    }

    /// Whether an outline is worth a look of its own.
    pub(super) fn worth_a_look(&self, candidate: &Candidate, glance: Glance, glances: &mut Glances) -> Worth {
        let trust = self.limits.trust;
        // On a page of text its lines run into the card's: where they are found together, they tell nothing.
        if self.reader.has_scout() && glances.shapes < trust.shapes_looked_at && self.is_whole_card(candidate) {
            glances.shapes += 1;
            glances.looks += 1;
            return Worth::Look;
        }
        match glance {
            Glance::Lines { score, lines } if score < trust.worth_a_look * self.visible(candidate) => {
                return Worth::Nothing { lines };
            }
            // Its print is too small to tell: its shape does.
            Glance::TooSmall
                if glances.small < trust.small_looks && self.limits.outline.looks_like_a_card(candidate) =>
            {
                glances.small += 1;
            }
            Glance::TooSmall => return Worth::Nothing { lines: 0 },
            Glance::Lines { .. } | Glance::None => {}
        }
        glances.looks += 1;
        Worth::Look
    }

    /// Whether an outline has four clear sides of its own, a card's proportions, and a size at which one is read.
    pub(super) fn is_whole_card(&self, candidate: &Candidate) -> bool {
        let trust = self.limits.trust;
        candidate.at_border == [false; 4]
            && candidate.support.iter().all(|side| *side > trust.whole_side)
            && candidate.placement.width_px() > trust.least_whole_px
            && self.limits.outline.looks_like_a_card(candidate)
    }

    /// Whether `look` is at a whole card's outline with as many lines as a card has, though not where one has them, and the first
    /// such among the `doubtful`: a watermark all over a card joins its lines to others.
    pub(super) fn is_written_over(&self, look: &Look<L::Kind>, doubtful: &[Look<L::Kind>]) -> bool {
        let (fewest, most) = (self.limits.trust.least_written, self.limits.look.most_lines);
        (fewest..=most).contains(&look.found.len())
            && self.is_whole_card(&look.candidate)
            && doubtful.iter().all(|known| known.layout.score >= self.limits.trust.least_match)
    }

    pub(super) fn glance(&self, candidate: &Candidate, text: &PictureText) -> Glance {
        if candidate.placement.width_px() * text.scale < self.limits.trust.least_glance_px {
            return Glance::TooSmall;
        }
        let plane = card_plane(candidate, &self.limits.look, &self.limits.outline);
        // A look of its own ends where the surroundings of the card do, and cuts lines that go on there.
        let margin = FlatLimits::default().margin_mm;
        let CardShape { width_mm, height_mm } = candidate.placement.shape();
        let view = Rect::new(-margin, -margin, width_mm + margin, height_mm + margin);
        let on_card =
            text.quads().map(|quad| bounds(&quad.map(|p| candidate.placement.to_card(p))).intersection(&view));
        let tallest = self.limits.look.tallest_mm;
        let boxes: Vec<Rect> = on_card.filter(|b| plane.contains(b.centre()) && b.height() < tallest).collect();
        let best = self.layouts.match_boxes(&boxes).into_iter().next();
        Glance::Lines { score: best.map_or(0.0, |fit| fit.score), lines: boxes.len() }
    }
}
