//! The sides of a card found from within: where its paper ends.
//!
//! On a keyboard or a page of text the strongest line near a side is often a key's or a row's. From a card that text
//! has placed, one goes outwards instead: between the print and the edge there is nothing but paper, so the first
//! pixel of another colour lies on the edge or, where the ground has the paper's colour, beyond it. The side is the
//! straight line on which most of these first pixels lie with hardly any inside it.

use heyan_rules::Point;
use heyan_rules::geometry::CardShape;
use opencv::core::{self, Mat, Size};
use opencv::prelude::*;

use super::light::percentile;
use super::limits::PAPER_EDGE;
use super::plane::{Homography, signed_area};
use crate::cv;

/// A side of a card: the line through two points, and the share of it along which the paper was seen to end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PaperEnd {
    /// Two points of the line, pixels of the picture given.
    pub line: (Point, Point),
    /// 0 to 1.
    pub support: f32,
}

/// The four sides (top, right, bottom, left) of the card at `quad`, of which each may lie wrong by some mm at either
/// end; pixels of `planes` (8-bit YCrCb, slightly smoothed). `None` for a side along which the paper does not end.
pub fn ends(planes: &Mat, shape: CardShape, quad: &[Point; 4]) -> cv::Result<[Option<PaperEnd>; 4]> {
    if signed_area(quad) <= 0.0 {
        return Ok([None; 4]);
    }
    let at = PAPER_EDGE.margin_mm * PAPER_EDGE.view_scale;
    let (w, h) = (shape.width_mm * PAPER_EDGE.view_scale, shape.height_mm * PAPER_EDGE.view_scale);
    let target = [Point::new(at, at), Point::new(at + w, at), Point::new(at + w, at + h), Point::new(at, at + h)];
    let Some(to_view) = Homography::between(quad, &target) else { return Ok([None; 4]) };
    let Some(back) = to_view.inverse() else { return Ok([None; 4]) };
    let size = Size::new((w + 2.0 * at).round() as i32, (h + 2.0 * at).round() as i32);
    let view = View {
        pixels: cv::warp(planes, &to_view.to_mat()?, size, core::BORDER_REPLICATE)?,
        inside: visible(planes, &back),
    };
    let [a, b, c, d] = target;
    let mut out = [None; 4];
    for (slot, side) in out.iter_mut().zip([(a, b), (b, c), (c, d), (d, a)]) {
        *slot = end(&view, side)?.map(|found| PaperEnd {
            line: (back.apply(found.line.0), back.apply(found.line.1)),
            support: found.support,
        });
    }
    Ok(out)
}

/// The card upright, with its surroundings.
struct View<F: Fn(Point) -> bool> {
    pixels: Mat,
    inside: F,
}

/// Whether a point of the view lies in the picture: beyond, the view only repeats the picture's edge.
fn visible(planes: &Mat, back: &Homography) -> impl Fn(Point) -> bool + use<> {
    let (w, h, back) = (planes.cols() as f32, planes.rows() as f32, *back);
    move |p| {
        let q = back.apply(p);
        q.x >= 0.0 && q.y >= 0.0 && q.x <= w - 1.0 && q.y <= h - 1.0
    }
}

impl<F: Fn(Point) -> bool> View<F> {
    fn colour(&self, p: Point) -> Option<[f32; 3]> {
        let (x, y) = (p.x.round() as i32, p.y.round() as i32);
        let pixel = (self.inside)(p).then(|| self.pixels.at_2d::<core::Vec3b>(y, x).ok()).flatten()?;
        let [light, red, blue] = pixel.0.map(f32::from);
        Some([light, red * PAPER_EDGE.chroma_weight, blue * PAPER_EDGE.chroma_weight])
    }
}

/// A side as a proposed line: places along it, and the direction outwards.
#[derive(Clone, Copy)]
struct Side {
    from: Point,
    to: Point,
    out: Point,
}

impl Side {
    fn new((from, to): (Point, Point)) -> Self {
        let length = from.distance(to).max(1e-3);
        // Corners run clockwise with y down: outwards is to the left of the way.
        Self { from, to, out: Point::new((to.y - from.y) / length, -(to.x - from.x) / length) }
    }

    /// The place `t` of the way along, `px` outwards.
    fn at(&self, t: f32, px: f32) -> Point {
        Point::new(
            self.from.x + (self.to.x - self.from.x) * t + self.out.x * px,
            self.from.y + (self.to.y - self.from.y) * t + self.out.y * px,
        )
    }

    /// The side moved to lie on the line with these depths (px outwards) at its two ends.
    fn moved(&self, depths: (f32, f32)) -> Self {
        Self::new((self.at(0.0, depths.0), self.at(1.0, depths.1)))
    }
}

fn place(i: usize) -> f32 {
    PAPER_EDGE.corner_share + (1.0 - 2.0 * PAPER_EDGE.corner_share) * i as f32 / (PAPER_EDGE.samples - 1) as f32
}

fn end<F: Fn(Point) -> bool>(view: &View<F>, side: (Point, Point)) -> cv::Result<Option<PaperEnd>> {
    let mut side = Side::new(side);
    let mut support = 0.0;
    for (out, inwards) in PAPER_EDGE.reach_mm {
        let ends = first_steps(view, &side, (out, inwards));
        let Some((depths, share)) = line_on(&ends) else { return Ok(None) };
        side = side.moved(depths);
        support = share;
    }
    Ok(Some(PaperEnd { line: (side.from, side.to), support }))
}

/// For each place along `side` how far outwards (px) the paper ends; `None` where it does not within reach.
fn first_steps<F: Fn(Point) -> bool>(view: &View<F>, side: &Side, (out, inwards): (f32, f32)) -> Vec<Option<f32>> {
    let band: Vec<Vec<[f32; 3]>> = (0..PAPER_EDGE.samples)
        .map(|i| {
            let depths = ((PAPER_EDGE.paper_mm.0 * PAPER_EDGE.view_scale) as i32)
                ..=((PAPER_EDGE.paper_mm.1 * PAPER_EDGE.view_scale) as i32);
            depths.filter_map(|px| view.colour(side.at(place(i), -(px as f32)))).collect()
        })
        .collect();
    (0..PAPER_EDGE.samples)
        .map(|i| {
            let near: Vec<[f32; 3]> = band
                .iter()
                .skip(i.saturating_sub(PAPER_EDGE.neighbours))
                .take(2 * PAPER_EDGE.neighbours + 1)
                .flatten()
                .copied()
                .collect();
            let (paper, spread) = middle(&near)?;
            let step = PAPER_EDGE.least_step.max(PAPER_EDGE.step_spreads * spread);
            let other = |px: i32| {
                let colour = view.colour(side.at(place(i), px as f32));
                colour.map(|c| c.iter().zip(paper).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max) > step)
            };
            let range = (-(inwards * PAPER_EDGE.view_scale) as i32)..=((out * PAPER_EDGE.view_scale) as i32);
            // Two in a row: one pixel may be dust.
            let found = range.clone().find(|px| other(*px) == Some(true) && other(px + 1) != Some(false))?;
            // Already another colour at the innermost place: print, or no paper at all.
            (found > *range.start()).then_some(found as f32)
        })
        .collect()
}

/// The median colour and the spread (mean over channels of the median deviation).
fn middle(colours: &[[f32; 3]]) -> Option<([f32; 3], f32)> {
    let mut out = [0.0; 3];
    let mut spread = 0.0;
    for (channel, slot) in out.iter_mut().enumerate() {
        let mut values: Vec<f32> = colours.iter().filter_map(|c| c.get(channel).copied()).collect();
        let median = percentile(&mut values, 0.5)?;
        let mut off: Vec<f32> = values.iter().map(|v| (v - median).abs()).collect();
        spread += percentile(&mut off, 0.5)? / 3.0;
        *slot = median;
    }
    Some((out, spread))
}

/// The line on which most ends lie, as depths at both ends of the side, and their share of all places.
fn line_on(ends: &[Option<f32>]) -> Option<((f32, f32), f32)> {
    let known: Vec<(f32, f32)> = ends.iter().enumerate().filter_map(|(i, end)| Some((place(i), (*end)?))).collect();
    let (on_line, inside) =
        (PAPER_EDGE.on_line_mm * PAPER_EDGE.view_scale, PAPER_EDGE.inside_mm * PAPER_EDGE.view_scale);
    let mut best: Option<(f32, (f32, f32))> = None;
    for (i, (t, depth)) in known.iter().enumerate() {
        for (u, other) in known.iter().skip(i + 1).filter(|(u, _)| u - t > PAPER_EDGE.least_span) {
            let slope = (other - depth) / (u - t);
            let line = (depth - slope * t, depth + slope * (1.0 - t));
            let score: f32 = known
                .iter()
                .map(|(t, depth)| {
                    let off = depth - (line.0 + (line.1 - line.0) * t);
                    if off.abs() <= on_line {
                        1.0
                    } else if off < -inside {
                        -PAPER_EDGE.inside_cost
                    } else {
                        0.0
                    }
                })
                .sum();
            if best.as_ref().is_none_or(|(s, _)| score > *s) {
                best = Some((score, line));
            }
        }
    }
    let (_, line) = best?;
    let on: Vec<(f32, f32)> =
        known.into_iter().filter(|(t, depth)| (depth - (line.0 + (line.1 - line.0) * t)).abs() <= on_line).collect();
    Some((least_squares(&on).unwrap_or(line), on.len() as f32 / ends.len().max(1) as f32))
}

/// The line through points of (place, depth) with the least squares, as depths at 0 and 1.
fn least_squares(points: &[(f32, f32)]) -> Option<(f32, f32)> {
    let n = points.len() as f32;
    let (t, d) = points.iter().fold((0.0, 0.0), |sum, p| (sum.0 + p.0 / n, sum.1 + p.1 / n));
    let (tt, td) = points.iter().fold((0.0, 0.0), |sum, p| (sum.0 + (p.0 - t).powi(2), sum.1 + (p.0 - t) * (p.1 - d)));
    (tt > 1e-3).then(|| {
        let slope = td / tt;
        (d - slope * t, d + slope * (1.0 - t))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use opencv::imgproc;

    const CARD: [Point; 4] =
        [Point::new(176.0, 100.0), Point::new(509.0, 171.0), Point::new(464.0, 380.0), Point::new(131.0, 309.0)];

    /// A pale card on keys of a keyboard: dark squares with gaps of the card's own colour.
    fn on_keys() -> Mat {
        let mut picture = Mat::new_rows_cols_with_default(480, 640, core::CV_8UC3, core::Scalar::all(205.0)).unwrap();
        for y in (0..480).step_by(46) {
            for x in (0..640).step_by(52) {
                let key = core::Rect::new(x, y, 42, 36);
                imgproc::rectangle(&mut picture, key, core::Scalar::all(40.0), -1, 8, 0).unwrap();
            }
        }
        let corners: core::Vector<core::Point> =
            CARD.iter().map(|p| core::Point::new(p.x as i32, p.y as i32)).collect();
        imgproc::fill_convex_poly_def(&mut picture, &corners, core::Scalar::all(205.0)).unwrap();
        cv::blur(&cv::convert(&picture, imgproc::COLOR_RGB2YCrCb).unwrap(), 0.8).unwrap()
    }

    fn distance(p: Point, line: (Point, Point)) -> f32 {
        let (a, b) = line;
        ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)).abs() / a.distance(b)
    }

    #[test]
    fn sides_among_keys_are_found_from_a_place_some_mm_off() {
        // One corner lies 5 mm (20 px) inside, the others up to 2 mm off.
        let mut guess = CARD;
        guess[1] = Point::new(489.0, 171.0);
        guess[3] = Point::new(137.0, 305.0);
        let found = ends(&on_keys(), CardShape::ID_1, &guess).unwrap();
        for (i, side) in found.iter().enumerate() {
            let side = side.unwrap();
            let (p, q) = (CARD[i], CARD[(i + 1) % 4]);
            assert!(side.support > 0.4, "side {i}: {side:?}");
            assert!(distance(p, side.line) < 2.5 && distance(q, side.line) < 2.5, "side {i}: {side:?}");
        }
    }

    #[test]
    fn no_side_is_told_where_the_ground_is_as_the_paper() {
        let plain = Mat::new_rows_cols_with_default(480, 640, core::CV_8UC3, core::Scalar::all(200.0)).unwrap();
        assert_eq!(ends(&plain, CardShape::ID_1, &CARD).unwrap(), [None; 4]);
    }

    #[test]
    fn a_quadrilateral_without_area_has_no_sides() {
        let line = [0.0, 10.0, 20.0, 30.0].map(|x| Point::new(x, 5.0));
        assert_eq!(ends(&on_keys(), CardShape::ID_1, &line).unwrap(), [None; 4]);
    }
}
