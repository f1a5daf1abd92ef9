//! Cards cut by the picture's own edge: where the card would end is told by the print that is left.
//!
//! A picture cut out of a larger one ends where its maker cut, which may be within the card. Its edges then say nothing of
//! the card's; its print does, by how large it is and where it stands.

use heyan_rules::Point;
use heyan_rules::geometry::CardShape;

use super::Search;
use super::layouts::Layouts;
use super::limits::CutLimits;
use super::place_by_text;
use super::read::ReadCard;
use crate::document::locate::Candidate;
use crate::document::plane::{Homography, Placement};

/// Places of print on the card (mm) and in the plane that the outline spans, which is as large as a card.
type Pairs = [(Point, Point)];

impl<L: Layouts> Search<'_, L> {
    /// The outline of the whole card that was read, where the picture's edge cuts it; `None` where it cuts nothing.
    pub(super) fn beyond_the_picture(&self, read: &ReadCard<L::Kind>) -> Option<Candidate> {
        let placement = read.card.placement;
        let cut = self.sides_at_border(&read.candidate);
        if cut == [false; 4] {
            return None;
        }
        let points = place_by_text::points_of(self.layouts, &read.lines);
        let pairs = place_by_text::seen_on(&placement, read.kind, &points);
        let whole = whole_card(&placement, cut, &pairs, &self.limits.cut)?;
        Some(Candidate { placement: whole, ..read.candidate })
    }

    /// The sides that run along the picture's edge and have no edge of their own (top, right, bottom, left).
    fn sides_at_border(&self, candidate: &Candidate) -> [bool; 4] {
        let (w, h) = (self.picture.width() as f32, self.picture.height() as f32);
        let near = self.limits.cut.at_border_mm * candidate.placement.width_px() / self.shape().width_mm;
        let [a, b, c, d] = candidate.placement.corners;
        let sides = [(a, b), (b, c), (c, d), (d, a)];
        let mut out = [false; 4];
        for ((slot, (p, q)), support) in out.iter_mut().zip(sides).zip(candidate.support) {
            let far = [(p.x, q.x), (p.y, q.y), (w - p.x, w - q.x), (h - p.y, h - q.y)];
            let along = far.iter().any(|(p, q)| p.abs().max(q.abs()) < near);
            *slot = along && support < self.limits.outline.clear_side;
        }
        out
    }
}

/// Print along one axis of the plane: how much larger it is seen than on a whole card, and how far it reaches.
#[derive(Clone, Copy)]
struct Stretch {
    by: f32,
    reach_mm: f32,
}

/// The whole card of which the plane of `placement` shows a part, cut at the sides `cut`; `None` where nothing is missing
/// that the print is sure of.
fn whole_card(placement: &Placement, cut: [bool; 4], pairs: &Pairs, limits: &CutLimits) -> Option<Placement> {
    let shape = placement.shape();
    let CardShape { width_mm, height_mm } = shape;
    let [top, right, bottom, left] = cut;
    let (across, down) = (stretch(pairs, |p| p.x, limits), stretch(pairs, |p| p.y, limits));
    let (x, y) = if cut == [true; 4] {
        missing_all_round(placement, across, down, limits)?
    } else {
        let along = |stretch: Option<Stretch>, length: f32, least: f32| {
            Some(length * (1.0 - 1.0 / stretch?.by)).filter(|missing| *missing > least)
        };
        let across = across.filter(|s| (left || right) && s.reach_mm > limits.sure_reach_mm);
        let x = along(across, width_mm, limits.least_mm);
        let y = along(down.filter(|_| top || bottom), height_mm, limits.unsure_mm);
        x.or(y)?;
        (x.unwrap_or(0.0), y.unwrap_or(0.0))
    };
    let (x, y) = (x.max(0.0), y.max(0.0));
    if x > limits.most_share * width_mm || y > limits.most_share * height_mm {
        return None;
    }
    let before_x = before(pairs, |p| p.x, (left, right), x, width_mm)?;
    let before_y = before(pairs, |p| p.y, (top, bottom), y, height_mm)?;
    let corners = shape.corners();
    let seen = corners.map(|p| {
        Point::new((p.x - before_x) * width_mm / (width_mm - x), (p.y - before_y) * height_mm / (height_mm - y))
    });
    placement.corrected(&Homography::affine(&corners, &seen)?)
}

/// What is missing across and down of a card whose picture ends at all four sides, mm: it is seen squarely, so that print
/// has one scale in both directions, and the proportions of what is left bind the two.
fn missing_all_round(
    placement: &Placement,
    across: Option<Stretch>,
    down: Option<Stretch>,
    limits: &CutLimits,
) -> Option<(f32, f32)> {
    let shape = placement.shape();
    let [a, b, c, d] = placement.corners;
    let height_px = (a.distance(d) + b.distance(c)) / 2.0;
    let aspect = placement.width_px() / height_px.max(1.0) / shape.aspect();
    let weight = |stretch: Option<Stretch>, share: f32| stretch.map_or(0.0, |s| (s.reach_mm * share).powi(2));
    let sure = across.is_some_and(|s| s.reach_mm > limits.sure_reach_mm);
    let columns = if sure { 1.0 } else { limits.titles_weight };
    let (of_x, of_y) = (weight(across, columns), weight(down, limits.rows_weight));
    // The plane's rows are stretched by the aspect more than its columns.
    let rows = down.map_or(0.0, |s| s.by / aspect);
    let scale = (across.map_or(0.0, |s| s.by) * of_x + rows * of_y) / (of_x + of_y).max(f32::MIN_POSITIVE);
    if scale <= 0.0 {
        return None;
    }
    let x = shape.width_mm * (1.0 - 1.0 / scale);
    let y = shape.height_mm * (1.0 - 1.0 / (scale * aspect));
    let odd = (aspect - 1.0).abs() > limits.odd_aspect;
    (x.max(y) > if odd || sure { limits.least_mm } else { limits.unsure_mm }).then_some((x, y))
}

/// How much of what is `missing` along an axis is missing before its beginning, by where the print stands.
fn before(pairs: &Pairs, of: fn(&Point) -> f32, ends: (bool, bool), missing: f32, length: f32) -> Option<f32> {
    match ends {
        (true, false) => Some(missing),
        (true, true) => {
            let scale = (length - missing) / length;
            let mut off: Vec<f32> = pairs.iter().map(|(wanted, seen)| of(wanted) - of(seen) * scale).collect();
            off.sort_by(f32::total_cmp);
            off.get(off.len() / 2).map(|off| off.clamp(0.0, missing))
        }
        (false, _) => Some(0.0),
    }
}

/// Straight line through the places along one axis, those that stray left out.
fn stretch(pairs: &Pairs, of: fn(&Point) -> f32, limits: &CutLimits) -> Option<Stretch> {
    let mut kept: Vec<(f32, f32)> = pairs.iter().map(|(wanted, seen)| (of(wanted), of(seen))).collect();
    let (by, from) = line(&kept)?;
    kept.retain(|(wanted, seen)| (seen - (from + by * wanted)).abs() < limits.stray_mm);
    let (by, _) = line(&kept)?;
    let low = kept.iter().map(|p| p.0).fold(f32::MAX, f32::min);
    let high = kept.iter().map(|p| p.0).fold(f32::MIN, f32::max);
    let reach_mm = high - low;
    (kept.len() >= limits.fewest && reach_mm > limits.least_reach_mm && by > limits.most_share)
        .then_some(Stretch { by, reach_mm })
}

/// Slope and beginning of the line through `points`.
fn line(points: &[(f32, f32)]) -> Option<(f32, f32)> {
    let n = points.len() as f32;
    let mean = |of: fn(&(f32, f32)) -> f32| points.iter().map(of).sum::<f32>() / n;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let along: f32 = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    let spread: f32 = points.iter().map(|p| (p.0 - x).powi(2)).sum();
    (points.len() > 1 && spread > 1.0).then(|| (along / spread, y - x * along / spread))
}

#[cfg(test)]
mod tests {
    use super::*;
    use heyan_rules::geometry::Rect;

    const SHAPE: CardShape = CardShape::ID_1;
    /// Ends of labels and number of a card, mm.
    const FRONT: [(f32, f32); 8] =
        [(6.2, 9.0), (15.0, 9.0), (6.2, 15.6), (6.2, 22.1), (15.0, 22.1), (6.2, 28.7), (29.3, 46.0), (76.0, 46.0)];
    /// Titles' middles, ends of labels.
    const BACK: [(f32, f32); 6] = [(52.6, 10.2), (52.5, 19.7), (20.2, 41.0), (34.6, 41.0), (20.2, 47.2), (34.6, 47.2)];

    /// What is told to be missing (top, right, bottom, left) of a card of which so much is cut off at each side, its print
    /// `off` mm away from the layout's places.
    fn told(print: &[(f32, f32)], [top, right, bottom, left]: [f32; 4], off: (f32, f32)) -> Option<[f32; 4]> {
        let (w, h) = (SHAPE.width_mm - left - right, SHAPE.height_mm - top - bottom);
        let corners = Rect::new(0.0, 0.0, 20.0 * w, 20.0 * h).corners();
        let placement = Placement::new(SHAPE, corners).unwrap();
        let seen = |x: f32, y: f32| {
            Point::new((x + off.0 - left) * SHAPE.width_mm / w, (y + off.1 - top) * SHAPE.height_mm / h)
        };
        let pairs: Vec<_> = print.iter().map(|(x, y)| (Point::new(*x, *y), seen(*x, *y))).collect();
        let whole = whole_card(&placement, [true; 4], &pairs, &CutLimits::default())?;
        let [a, _, c, _] = whole.corners;
        Some([-a.y / 20.0, c.x / 20.0 - w, c.y / 20.0 - h, -a.x / 20.0])
    }

    #[test]
    fn two_millimetres_are_missed_wherever_they_are() {
        let side = |i: usize| {
            let mut cut = [0.0; 4];
            cut[i] = 2.0;
            cut
        };
        for cut in [[2.0; 4], side(0), side(1), side(2), side(3)] {
            for print in [FRONT.as_slice(), &BACK] {
                for off in [(0.0, 0.0), (0.4, -0.4), (-0.4, 0.4)] {
                    let told = told(print, cut, off).unwrap_or_else(|| panic!("{cut:?} {off:?}"));
                    assert!(
                        told.iter().zip(cut).all(|(told, cut)| (told - cut).abs() < 0.9),
                        "{cut:?} {off:?} {told:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_card_that_fills_its_picture_or_has_a_margin_is_whole() {
        for print in [FRONT.as_slice(), &BACK] {
            for margin in [0.0, -0.6, -1.7] {
                for off in [(0.0, 0.0), (0.9, -0.9), (-0.9, 0.9)] {
                    assert!(told(print, [margin; 4], off).is_none(), "{margin} {off:?}");
                }
            }
        }
    }

    #[test]
    fn print_in_one_corner_tells_nothing() {
        assert!(told(&FRONT[..2], [2.0; 4], (0.0, 0.0)).is_none());
    }
}
