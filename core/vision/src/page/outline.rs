//! Where a page lies: by its edges, or by its print alone.

use heyan_rules::Point;
use heyan_rules::geometry::CardShape;

use super::Turn;
use crate::document::locate::LocateLimits;
use crate::document::plane::signed_area;
use crate::document::{Candidate, Locator, Placement};
use crate::error::VisionError;
use crate::frame::Picture;

/// A4 as outlines are looked for. A page's plane has its longer side; print is measured by its own height.
const A4: (f32, f32) = (210.0, 297.0);
/// Share of the lines that lie within a page's outline at least: further papers may lie beside it. Where all four edges are
/// clear, many may: a page lies on another, or on a keyboard.
const WITHIN: f32 = 0.97;
const WITHIN_CLEAR: f32 = 0.25;
/// How well edges back an outline that is clear.
const CLEAR: f32 = 0.8;
/// Share of the picture that a clear outline takes at least.
const LARGE: f32 = 0.15;
/// How well edges must back an outline, 0 to 1.
const BACKED: f32 = 0.55;
/// How far a page's lines may run off its upper edge, mm over 100 mm: an outline of something else.
const MOST_OFF: f32 = 0.03;

/// An outline that was seen.
pub(super) struct Seen {
    /// The page's plane.
    pub(super) placement: Placement,
    /// Whether none of its sides is the picture's own edge.
    pub(super) whole: bool,
}

/// The page's plane by an outline that its lines lie in and run along; `None` where none is seen.
pub(super) fn outline(picture: &Picture, turn: &Turn, lines: &[[Point; 4]]) -> Result<Option<Seen>, VisionError> {
    let shape = CardShape { width_mm: A4.1, height_mm: A4.0 };
    let mut locator = Locator::new(picture, shape, LocateLimits::default())?;
    let mut best: Option<(f32, Seen)> = None;
    loop {
        let further = locator.more()?;
        if further.is_empty() {
            break;
        }
        for candidate in further {
            let Some(placement) = page(&candidate, turn) else { continue };
            let (inside, off) = fits(&placement, lines);
            let backed = candidate.score() >= BACKED && candidate.at_border != [true; 4];
            let frame = picture.width() as f32 * picture.height() as f32;
            let large = signed_area(&placement.corners).abs() > LARGE * frame;
            let clear = candidate.score() >= CLEAR && candidate.at_border == [false; 4] && large;
            let within = if clear { WITHIN_CLEAR } else { WITHIN };
            if !backed || inside < within || off > MOST_OFF {
                continue;
            }
            if best.as_ref().is_none_or(|(score, _)| candidate.score() > *score) {
                let whole = candidate.at_border == [false; 4];
                best = Some((candidate.score(), Seen { placement, whole }));
            }
        }
        if best.is_some() {
            break;
        }
    }
    Ok(best.map(|(_, seen)| seen))
}

/// The plane of a page at `candidate`, which stands as the page does.
fn page(candidate: &Candidate, turn: &Turn) -> Option<Placement> {
    let corners = candidate.placement.corners;
    let upright = corners.map(|p| turn.there(p));
    let first = (0..4).min_by(|a, b| {
        let sum = |i: &usize| upright.get(*i).map_or(f32::MAX, |p| p.x + p.y);
        sum(a).total_cmp(&sum(b))
    })?;
    let at = |i: usize| corners.get((first + i) % 4).copied();
    let [a, b, c, d] = [at(0)?, at(1)?, at(2)?, at(3)?];
    Placement::new(shape(a.distance(b) + d.distance(c), b.distance(c) + a.distance(d)), [a, b, c, d])
}

/// As wide and high as it is seen: papers have many formats, and which of them it is nobody knows.
fn shape(width: f32, height: f32) -> CardShape {
    let mm = A4.1 / width.max(height).max(1.0);
    CardShape { width_mm: width * mm, height_mm: height * mm }
}

/// Shorter over longer of two opposite sides, the lesser of both pairs: 1 for a page seen squarely.
pub(super) fn evenness([a, b, c, d]: [Point; 4]) -> f32 {
    let even = |p: f32, q: f32| p.min(q) / p.max(q).max(1e-3);
    even(a.distance(b), c.distance(d)).min(even(b.distance(c), d.distance(a)))
}

/// The share of `lines` that lie within a page, and how far the middle one of the long ones runs off its upper edge.
fn fits(placement: &Placement, lines: &[[Point; 4]]) -> (f32, f32) {
    let plane = placement.shape().bounds();
    let on_page = |quad: &[Point; 4]| quad.map(|p| placement.to_card(p));
    let middle = |[a, _, c, _]: [Point; 4]| Point::new((a.x + c.x) / 2.0, (a.y + c.y) / 2.0);
    let own: Vec<[Point; 4]> = lines.iter().map(on_page).filter(|quad| plane.contains(middle(*quad))).collect();
    let inside = own.len();
    let mut off: Vec<f32> = own
        .iter()
        .filter(|[a, b, _, d]| a.distance(*b) > 4.0 * a.distance(*d))
        .map(|[a, b, _, _]| ((b.y - a.y) / (b.x - a.x).abs().max(1e-3)).abs())
        .collect();
    off.sort_by(f32::total_cmp);
    let off = off.get(off.len() / 2).copied().unwrap_or(f32::MAX);
    (inside as f32 / lines.len().max(1) as f32, off)
}

/// The plane of a page that fills the picture, its print running at `slope_deg`.
pub(super) fn whole(turn: &Turn, (width, height): (f32, f32), slope_deg: f32) -> Option<Placement> {
    let (sin, cos) = slope_deg.to_radians().sin_cos();
    let (x, y) = (width / 2.0, height / 2.0);
    let corner = |dx: f32, dy: f32| turn.back(Point::new(x + dx * cos - dy * sin, y + dx * sin + dy * cos));
    // As the picture is, whatever its proportions: nothing is stretched.
    let mm = A4.1 / width.max(height);
    let shape = CardShape { width_mm: width * mm, height_mm: height * mm };
    Placement::new(shape, [corner(-x, -y), corner(x, -y), corner(x, y), corner(-x, y)])
}
