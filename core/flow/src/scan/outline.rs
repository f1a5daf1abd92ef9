//! Outlines compared: which lie on each other, which have a card's shape.

use heyan_rules::Point;
use heyan_rules::document::{CARD_HEIGHT_MM, CARD_WIDTH_MM};
use heyan_rules::geometry::Rect;
use heyan_vision::document::{Candidate, Locator, Placement, locate};

/// Support of a side that is clearly seen.
pub(super) const CLEAR_SIDE: f32 = 0.8;
/// Mean support of an outline's sides below which edges say nothing.
pub(super) const MIN_SUPPORT: f32 = 0.4;

/// What is likeliest a card of proposals that nothing was read on: the best that has a card's shape, whole or as far as
/// the picture's edge has left it.
pub(super) fn what_it_may_be(locator: &Locator, proposals: &[Candidate]) -> Option<Candidate> {
    let whole = proposals.iter().filter(|c| looks_like_a_card(c)).copied();
    let cut = proposals.iter().filter(|c| is_clearly_cut(c)).filter_map(|c| locator.drawn_out(c).into_iter().next());
    whole.chain(cut).max_by(|a, b| Locator::likeness(a).total_cmp(&Locator::likeness(b)))
}

/// Three clear sides and the picture's edge.
pub(super) fn is_clearly_cut(candidate: &Candidate) -> bool {
    let clear = candidate.support.iter().zip(candidate.at_border).filter(|(s, border)| !border && **s > CLEAR_SIDE);
    candidate.at_border.iter().filter(|border| **border).count() == 1 && clear.count() == 3
}

/// Four clear sides in a card's proportions, seen from no more than a steep angle.
pub(super) fn looks_like_a_card(candidate: &Candidate) -> bool {
    let ratio = locate::side_ratio(&candidate.placement.corners) / (CARD_WIDTH_MM / CARD_HEIGHT_MM);
    (candidate.score() > 0.8 && (0.6..1.9).contains(&ratio))
        || (candidate.score() > 0.6 && (0.85..1.2).contains(&ratio))
}

pub(super) fn turned_candidate(candidate: Candidate, placement: Placement) -> Candidate {
    let half_turn = |[a, b, c, d]: [f32; 4]| [c, d, a, b];
    let [a, b, c, d] = candidate.at_border;
    Candidate { placement, support: half_turn(candidate.support), at_border: [c, d, a, b] }
}

/// `candidate` taken to stand on what was its short side.
pub(super) fn quarter_turned(candidate: &Candidate) -> Option<Candidate> {
    let turn = |[a, b, c, d]: [f32; 4]| [b, c, d, a];
    let [a, b, c, d] = candidate.placement.corners;
    let [p, q, r, s] = candidate.at_border;
    let placement = Placement::new([b, c, d, a])?;
    Some(Candidate { placement, support: turn(candidate.support), at_border: [q, r, s, p] })
}

/// `candidate` the way up that `like` stands.
pub(super) fn upright_as(candidate: Candidate, like: &Placement) -> Candidate {
    let distance = |p: &Placement| p.corners.iter().zip(like.corners).map(|(a, b)| a.distance(b)).sum::<f32>();
    match candidate.placement.upside_down() {
        Some(turned) if distance(&turned) < distance(&candidate.placement) => turned_candidate(candidate, turned),
        _ => candidate,
    }
}

/// Whether `a` lies on `b` and is no mere part of it.
pub(super) fn is_as_large(a: &Candidate, b: &Candidate) -> bool {
    let (area, other) = (bounds(&a.placement.corners).area(), bounds(&b.placement.corners).area());
    overlaps(a, b) && area > 0.35 * other
}

/// Whether two proposals are of one card: half of the smaller lies on the other.
pub(super) fn overlaps(a: &Candidate, b: &Candidate) -> bool {
    let (a, b) = (bounds(&a.placement.corners), bounds(&b.placement.corners));
    a.intersection(&b).area() > 0.5 * a.area().min(b.area())
}

pub(super) fn bounds(corners: &[Point]) -> Rect {
    corners
        .iter()
        .map(|p| Rect::new(p.x, p.y, p.x, p.y))
        .reduce(|a, b| a.union(&b))
        .unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0))
}
