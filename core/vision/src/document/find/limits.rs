//! Every figure that steers the search for a card. None of them judges a picture: what is found is measured, and the
//! rules judge the measurements.

use heyan_rules::geometry::Rect;

use super::budget::BudgetLimits;
use crate::document::locate::{self, Candidate, Locator};
use crate::document::reader::FoundLine;

/// How a card is searched for. Values without a source of their own were set by measuring on generated cards, tuning set,
/// and are reported on the held-out one.
#[derive(Debug, Clone, Copy, Default)]
pub struct FindLimits {
    /// When an outline is worth reading, and when to be content.
    pub trust: TrustLimits,
    /// Which outlines look like cards, and which are the same.
    pub outline: OutlineLimits,
    /// Which text on an outline may be a card's.
    pub look: LookLimits,
    /// Searching by text where no outline tells.
    pub text: TextLimits,
    /// When print that was read gives a place.
    pub place: PlaceLimits,
    /// When an outline is corrected by the print on it.
    pub refine: RefineLimits,
    /// When the picture's own edge is taken to cut the card.
    pub cut: CutLimits,
    /// The closer look at a picture in which nothing was read.
    pub small: SmallLimits,
    /// Further cards.
    pub further: FurtherLimits,
    /// What a search may cost.
    pub budget: BudgetLimits,
}

/// When an outline is worth reading, and when to be content.
#[derive(Debug, Clone, Copy)]
pub struct TrustLimits {
    /// Layout match (0 to 1) at or above which an outline is read at once. `match_boxes` gives readable cards more than
    /// this, and of 4000 drawn pages, keyboards and heaps of boxes each none as much (its own tests).
    pub sure_match: f32,
    /// Layout match below which an outline is no card that is known: one in a thousand heaps of boxes reaches it.
    pub least_match: f32,
    /// Outlines that edges propose of which each is looked at closely; then the lines of the whole picture are found, once,
    /// and tell which of the others are worth a look.
    pub looks_first: usize,
    /// Layout match by the lines of the whole picture from which an outline is worth a look: coarser lines fit less well.
    pub worth_a_look: f32,
    /// Width of an outline (px of the copy in which the lines of the whole picture were found) below which its print is too
    /// small to be found there: 2.4 mm are then 6 px.
    pub least_glance_px: f32,
    /// Outlines smaller than that of which each is looked at closely: a keyboard proposes all its keys.
    pub small_looks: usize,
    /// Outlines of a whole card's shape that are looked at whatever the lines of the whole picture tell, where a look costs
    /// little: at most as many as one source proposes.
    pub shapes_looked_at: usize,
    /// Support of each side (0 to 1) of such a one: the weakest of true outlines among keys and lines of text.
    pub whole_side: f32,
    /// Width of such a one, px of the picture, below which a card is told to be too small anyway.
    pub least_whole_px: f32,
    /// Lines on an outline of a whole card's shape from which it is read though they stand elsewhere than a card's, when nothing
    /// else was: the fewest that a side of a card has.
    pub least_written: usize,
    /// Outlines of no sure match that are read at most, the best first. Reading costs as much as finding text.
    pub most_read: usize,
    /// Mean support (0 to 1) from which an outline comes before the picture's own frame: of a scan that fills the picture,
    /// all that is found inside is print.
    pub before_frame: f32,
    /// Fields missing of a card that is read in fragments only: half of six.
    pub half_read: usize,
    /// Share of a card beyond the picture's edge that explains why fields are missing.
    pub cut_ratio: f32,
    /// Tilt (degrees) of an outline that is foreshortened so far that it, and not the place of the few words that were
    /// read, tells what is wrong. Captures are asked to stay below the same 40.
    pub steep_deg: f32,
}

impl Default for TrustLimits {
    fn default() -> Self {
        Self {
            sure_match: 0.6,
            least_match: 0.35,
            looks_first: 1,
            worth_a_look: 0.15,
            least_glance_px: 220.0,
            small_looks: 3,
            shapes_looked_at: 6,
            whole_side: 0.55,
            least_whole_px: 250.0,
            least_written: 4,
            most_read: 3,
            before_frame: 0.85,
            half_read: 3,
            cut_ratio: 0.1,
            steep_deg: 40.0,
        }
    }
}

/// Which outlines look like cards, and which are the same.
#[derive(Debug, Clone, Copy)]
pub struct OutlineLimits {
    /// Support (0 to 1) of a side that is clearly seen.
    pub clear_side: f32,
    /// Mean support of an outline's sides below which edges say nothing.
    pub min_support: f32,
    /// Mean support and proportions over a card's of what looks like a card, seen from up to a steep angle.
    pub steep: (f32, (f32, f32)),
    /// The same of a card that is seen squarely: proportions speak for it where edges are weaker.
    pub square: (f32, (f32, f32)),
    /// Area over another's from which one is no mere part of the other.
    pub no_part: f32,
    /// Share of the smaller of two outlines on the larger from which both are of one card.
    pub same: f32,
    /// The same up to which two are cards beside each other.
    pub apart: f32,
}

impl Default for OutlineLimits {
    fn default() -> Self {
        Self {
            clear_side: 0.8,
            min_support: 0.4,
            steep: (0.8, (0.6, 1.9)),
            square: (0.6, (0.85, 1.2)),
            no_part: 0.35,
            same: 0.5,
            apart: 0.2,
        }
    }
}

/// Which text on an outline may be a card's.
#[derive(Debug, Clone, Copy)]
pub struct LookLimits {
    /// How far beyond a side that may lie wrong the card's own print is looked for, mm.
    pub beyond_mm: f32,
    /// How far inside a side that is clearly seen print begins at the earliest, mm: nothing stands nearer than 4 mm.
    pub inside_mm: f32,
    /// Taller boxes are no print of a card (a resident card's title is 7 mm high), mm.
    pub tallest_mm: f32,
    /// Lines on a card at most: a resident card has up to 14, split by a detector perhaps 24; a page has more.
    pub most_lines: usize,
    /// Lines across the card that are read, at most: what a watermark says.
    pub most_slanted: usize,
    /// Lines read, the tallest first, of what is laid out as no card: a title is among them.
    pub title_lines: usize,
    /// Length over height of a longer line, which is no title.
    pub title_aspect: f32,
    /// Slant (degrees) from which a line is none of a card's print, and its length over height from which that is seen:
    /// outlines are wrong by less.
    pub slanted: (f32, f32),
    /// Longer over shorter side of a card that may stand on its short side: 65° of tilt make 85.6 mm shorter than 54.
    pub most_turned: f32,
    /// The long side of such a one over the picture's shorter one: a key of a keyboard is no card.
    pub least_turned: f32,
    /// How far edges may move a corner that text suggests, over the card's width (8 mm): text is right to a few mm, and
    /// edges farther off are something else's.
    pub farthest_move: f32,
}

impl Default for LookLimits {
    fn default() -> Self {
        Self {
            most_slanted: 5,
            beyond_mm: 2.0,
            inside_mm: 1.0,
            tallest_mm: 11.0,
            most_lines: 32,
            title_lines: 3,
            title_aspect: 12.0,
            slanted: (11.0, 3.0),
            most_turned: 1.5,
            least_turned: 0.3,
            farthest_move: 0.095,
        }
    }
}

/// Searching by text where no outline tells.
#[derive(Debug, Clone, Copy)]
pub struct TextLimits {
    /// Longer side of the picture when text is searched without an outline, px.
    pub side_px: i32,
    /// Length over height of a line that may be a landmark: a number, with or without its label, a title, or one of a
    /// machine-readable zone (44 characters of 2.54 mm, boxes 4 to 5 mm high).
    pub landmark_aspect: (f32, f32),
    /// Lines read in search of such a one, the likeliest first: a page of text must not cost seconds.
    pub landmarks_read: usize,
    /// Lines read at once in search of landmarks and labels, both ways up, before it is asked whether they tell.
    pub read_at_once: usize,
    /// Length over height above which a line comes last: a number with its label has 17, and what is longer costs more to read.
    pub long_aspect: f32,
    /// Direction (degrees) and height (a factor) by which a line departs from what is usual in the picture when it is twice as
    /// likely another paper's: lines of one page differ by less.
    pub unusual: (f32, f32),
    /// Length over height of a line that may be a label alone, or a label with its value.
    pub label_aspect: (f32, f32),
    /// Lines read in search of labels.
    pub labels_read: usize,
    /// Outlines by landmark that are looked at.
    pub landmarks_tried: usize,
    /// Groups of lines that are looked at as cards where nothing was read.
    pub groups_tried: usize,
    /// Least scale that a landmark may give, px a mm: print of less is not readable.
    pub least_px_per_mm: f32,
}

impl Default for TextLimits {
    fn default() -> Self {
        Self {
            side_px: 960,
            landmark_aspect: (3.5, 30.0),
            landmarks_read: 14,
            read_at_once: 5,
            long_aspect: 19.0,
            unusual: (4.0, 1.25),
            label_aspect: (1.6, 22.0),
            labels_read: 24,
            landmarks_tried: 2,
            groups_tried: 2,
            least_px_per_mm: 0.5,
        }
    }
}

/// When print that was read gives a place.
#[derive(Debug, Clone, Copy)]
pub struct PlaceLimits {
    /// Characters of known place below which no place is told: two labels have four ends.
    pub fewest: usize,
    /// Their reach over the card, mm across and down, from which an affine place is told.
    pub affine_reach_mm: (f32, f32),
    /// Their reach from which a projective place is told.
    pub plane_reach_mm: (f32, f32),
    /// Rows that a projective place needs.
    pub plane_rows: usize,
    /// Characters that a projective place needs.
    pub plane_marks: usize,
    /// Distance from its place (mm) from which a character is another paper's, in an affine place and in a projective one:
    /// prints differ by 2 mm, and an affine place is off by more in a steep view.
    pub stray_mm: (f32, f32),
    /// Mean distance of characters from their places, mm, up to which a place is believed.
    pub most_misfit_mm: f32,
}

impl Default for PlaceLimits {
    fn default() -> Self {
        Self {
            fewest: 4,
            affine_reach_mm: (15.0, 5.5),
            plane_reach_mm: (26.0, 18.0),
            plane_rows: 3,
            plane_marks: 6,
            stray_mm: (9.0, 3.5),
            most_misfit_mm: 3.0,
        }
    }
}

/// When an outline is corrected by the print on it.
#[derive(Debug, Clone, Copy)]
pub struct RefineLimits {
    /// Points of the layout needed to correct an outline.
    pub min_anchors: usize,
    /// Least reach of those points over the card, mm: from less, the far corners cannot be told.
    pub anchors_reach_mm: (f32, f32),
    /// How far text moves a corner, mm, that makes an outline doubtful: layouts differ by 2 mm.
    pub shift_mm: f32,
    /// How far text moves a corner, mm, that makes an outline with four clear sides doubtful.
    pub clear_shift_mm: f32,
    /// How far text moves a corner, mm, of an outline that cannot be right, whether edges show another or not.
    pub lost_mm: f32,
    /// Share of that movement that an outline found instead may leave.
    pub suits_better: f32,
    /// Tilt beyond which an outline is doubted, degrees: cards tilted by 20° about each axis reach 30.
    pub doubted_deg: f32,
    /// What a degree more counts, mm of a corner.
    pub mm_per_degree: f32,
    /// Mean distance of print from its places, mm, at which perspective is looked for in it: prints differ by 2 mm.
    pub least_off_mm: f32,
    /// Movement of a corner over the card's width from which an outline that text gives is another one (4 mm).
    pub another: f32,
    /// Movement of every corner over the card's width below which what was read is kept (3 mm): the zones of text stay on
    /// their lines.
    pub kept_reading: f32,
}

impl Default for RefineLimits {
    fn default() -> Self {
        Self {
            min_anchors: 4,
            anchors_reach_mm: (40.0, 20.0),
            shift_mm: 3.0,
            clear_shift_mm: 5.0,
            lost_mm: 7.0,
            suits_better: 0.6,
            doubted_deg: 30.0,
            mm_per_degree: 0.3,
            least_off_mm: 3.0,
            another: 0.05,
            kept_reading: 0.04,
        }
    }
}

/// When the picture's own edge is taken to cut the card.
#[derive(Debug, Clone, Copy)]
pub struct CutLimits {
    /// How far from the picture's edge a side runs along it, mm.
    pub at_border_mm: f32,
    /// Least that is told to be missing across or down, mm, where print is sure: edges and corners must be whole, and a cut
    /// of 2 mm is told. Layouts place print along a row to 0.7 mm.
    pub least_mm: f32,
    /// The same where print is not: rows and titles differ by 2 mm among printers.
    pub unsure_mm: f32,
    /// Reach of places across the card from which they are sure, mm: from labels to the number's end, 69.4 to 69.8 mm in all
    /// layouts known.
    pub sure_reach_mm: f32,
    /// Least reach along an axis that tells a size, mm.
    pub least_reach_mm: f32,
    /// What reach down the card counts over reach across: rows differ among printers, columns hardly.
    pub rows_weight: f32,
    /// What reach across counts that is not sure: titles stand up to 2 mm apart among printers.
    pub titles_weight: f32,
    /// Departure of what is left from a card's proportions, as a share, that bears out what print tells: 2 mm on one side are
    /// 0.023 and 0.037, a picture cut by hand along the card's edges has 0.008.
    pub odd_aspect: f32,
    /// Distance from its place from which a character strays, mm.
    pub stray_mm: f32,
    /// Characters of known place below which nothing is told.
    pub fewest: usize,
    /// Share of the card's length of which more is no card.
    pub most_share: f32,
}

impl Default for CutLimits {
    fn default() -> Self {
        Self {
            at_border_mm: 0.8,
            least_mm: 1.2,
            unsure_mm: 2.5,
            sure_reach_mm: 60.0,
            least_reach_mm: 25.0,
            rows_weight: 0.5,
            titles_weight: 0.3,
            odd_aspect: 0.012,
            stray_mm: 2.5,
            fewest: 4,
            most_share: 0.4,
        }
    }
}

/// The closer look at a picture in which nothing was read: a small card on a busy ground shows only at full scale.
#[derive(Debug, Clone, Copy)]
pub struct SmallLimits {
    /// Likeness ([`super::super::Locator::likeness`]) of an outline that needs no second look: four sides seen whole,
    /// proportions a tenth off a card's.
    pub surely_a_card: f32,
    /// Longer over shorter side of such a one, over a card's, as a logarithm either way, up to which it is no other document's: a
    /// passport's page is 0.11 off.
    pub own_proportions: f32,
    /// Likeness of an outline that is taken for a card without any text on it.
    pub perfect: f32,
    /// Longer side of the copy of the picture in which outlines are looked for, px: twice that of the first search.
    pub side_px: i32,
    /// Outlines that are looked at for text, the likeliest first.
    pub looked_at: usize,
}

impl Default for SmallLimits {
    fn default() -> Self {
        Self { surely_a_card: 1.85, own_proportions: 0.06, perfect: 1.95, side_px: 1280, looked_at: 4 }
    }
}

/// Further cards beside the one that was read.
#[derive(Debug, Clone, Copy)]
pub struct FurtherLimits {
    /// Their area over that of the card read.
    pub area: (f32, f32),
    /// How many are told at most: one is a finding.
    pub most: usize,
    /// Width at which a further card of the same size is looked for by its text, px: its print is then 9 px high.
    pub card_px: f32,
    /// Longer side of the picture at most for that search, px.
    pub side_px: f32,
    /// Picture beside the card, over the card's area, that leaves room for another.
    pub room: f32,
    /// Height of the boxes of the number and of the titles, mm, on cards up to a third larger or smaller.
    pub landmark_mm: (f32, f32),
}

impl Default for FurtherLimits {
    fn default() -> Self {
        Self { area: (0.3, 3.0), most: 2, card_px: 320.0, side_px: 800.0, room: 0.7, landmark_mm: (2.2, 10.0) }
    }
}

impl SmallLimits {
    /// Whether an outline on which nothing was read is a card's of its shape all the same.
    pub(super) fn is_surely(&self, candidate: &Candidate) -> bool {
        let placement = &candidate.placement;
        let ratio = locate::side_ratio(&placement.corners) / placement.shape().aspect();
        Locator::likeness(candidate) > self.surely_a_card && ratio.ln().abs() < self.own_proportions
    }
}

impl LookLimits {
    /// Whether `line` runs across the card and not along it.
    pub(super) fn is_slanted(&self, line: &FoundLine) -> bool {
        let (degrees, aspect) = self.slanted;
        let [a, b, _, _] = line.quad_mm;
        line.aspect() > aspect && (b.y - a.y).atan2(b.x - a.x).to_degrees().abs() > degrees
    }

    /// Those of `found` that run along the card, and as many of the longest that run across it as tell what they are: a
    /// watermark repeated all over a card has thirty lines of its own.
    pub(super) fn worth_reading(&self, found: &[FoundLine]) -> Vec<FoundLine> {
        let (mut across, mut worth): (Vec<FoundLine>, Vec<FoundLine>) =
            found.iter().copied().partition(|line| self.is_slanted(line));
        across.sort_by(|a, b| b.aspect().total_cmp(&a.aspect()));
        across.truncate(self.most_slanted);
        worth.extend(across);
        worth
    }

    /// Where the card's own print may be, mm, when its sides may lie wrong.
    pub(super) fn around(&self, card: &Rect) -> Rect {
        let by = self.beyond_mm;
        Rect::new(card.left - by, card.top - by, card.right + by, card.bottom + by)
    }
}
