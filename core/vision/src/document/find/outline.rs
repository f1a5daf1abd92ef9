//! Outlines compared: which lie on each other, which have a card's shape.

use heyan_rules::Point;
use heyan_rules::geometry::Rect;

use super::limits::OutlineLimits;
use crate::document::locate::{self, Candidate, Locator};
use crate::document::plane::Placement;

impl OutlineLimits {
    /// What is likeliest a card of `proposals` on which nothing was read: the best that has a card's shape, whole or as far
    /// as the picture's edge has left it.
    pub(super) fn what_it_may_be(&self, locator: &Locator, proposals: &[Candidate]) -> Option<Candidate> {
        let whole = proposals.iter().filter(|c| self.looks_like_a_card(c)).copied();
        let cut =
            proposals.iter().filter(|c| self.is_clearly_cut(c)).filter_map(|c| locator.drawn_out(c).into_iter().next());
        whole.chain(cut).max_by(|a, b| Locator::likeness(a).total_cmp(&Locator::likeness(b)))
    }

    /// Three clear sides and the picture's edge.
    pub(super) fn is_clearly_cut(&self, candidate: &Candidate) -> bool {
        let sides = candidate.support.iter().zip(candidate.at_border);
        let clear = sides.filter(|(support, border)| !border && **support > self.clear_side);
        candidate.at_border.iter().filter(|border| **border).count() == 1 && clear.count() == 3
    }

    /// Four clear sides in a card's proportions, seen from no more than a steep angle.
    pub(super) fn looks_like_a_card(&self, candidate: &Candidate) -> bool {
        let placement = &candidate.placement;
        let ratio = locate::side_ratio(&placement.corners) / placement.shape().aspect();
        let fits = |(least, (low, high)): (f32, (f32, f32))| candidate.score() > least && (low..high).contains(&ratio);
        fits(self.steep) || fits(self.square)
    }

    /// Whether `a` lies on `b` and is no mere part of it.
    pub(super) fn is_as_large(&self, a: &Candidate, b: &Candidate) -> bool {
        let (area, other) = (bounds(&a.placement.corners).area(), bounds(&b.placement.corners).area());
        self.overlap(a, b) && area > self.no_part * other
    }

    /// Whether two proposals are of one card.
    pub(super) fn overlap(&self, a: &Candidate, b: &Candidate) -> bool {
        let (a, b) = (bounds(&a.placement.corners), bounds(&b.placement.corners));
        a.intersection(&b).area() > self.same * a.area().min(b.area())
    }

    /// Whether two areas of the picture are of cards beside each other.
    pub(super) fn are_apart(&self, a: &Rect, b: &Rect) -> bool {
        a.intersection(b).area() < self.apart * a.area().min(b.area())
    }
}

/// `candidate` at `placement`, which is its own by half a turn.
pub(super) fn half_turned(candidate: Candidate, placement: Placement) -> Candidate {
    let [a, b, c, d] = candidate.support;
    let [p, q, r, s] = candidate.at_border;
    Candidate { placement, support: [c, d, a, b], at_border: [r, s, p, q] }
}

/// `candidate` taken to stand on what was its short side.
pub(super) fn quarter_turned(candidate: &Candidate) -> Option<Candidate> {
    let [a, b, c, d] = candidate.support;
    let [p, q, r, s] = candidate.at_border;
    let placement = candidate.placement.quarter_turned()?;
    Some(Candidate { placement, support: [b, c, d, a], at_border: [q, r, s, p] })
}

/// `candidate` the way up that `like` stands.
pub(super) fn upright_as(candidate: Candidate, like: &Placement) -> Candidate {
    let distance = |p: &Placement| p.corners.iter().zip(like.corners).map(|(a, b)| a.distance(b)).sum::<f32>();
    match candidate.placement.upside_down() {
        Some(turned) if distance(&turned) < distance(&candidate.placement) => half_turned(candidate, turned),
        _ => candidate,
    }
}

/// The upright rectangle around corners.
pub(super) fn bounds(corners: &[Point]) -> Rect {
    corners
        .iter()
        .map(|p| Rect::new(p.x, p.y, p.x, p.y))
        .reduce(|a, b| a.union(&b))
        .unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0))
}

/// An outline that no edge speaks for.
pub(super) fn unseen(placement: Placement) -> Candidate {
    Candidate { placement, support: [0.0; 4], at_border: [false; 4] }
}

/// How far the farthest corner of `a` lies from its like of `b`, px.
pub(super) fn farthest(a: &[Point; 4], b: &[Point; 4]) -> f32 {
    a.iter().zip(b).map(|(p, q)| p.distance(*q)).fold(0.0, f32::max)
}
