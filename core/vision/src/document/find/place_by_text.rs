//! The place of a card from the print on it: labels, number and titles that were read say where they stand.
//!
//! An outline by one line knows neither the card's height nor its perspective. Print in two rows gives an affine place,
//! print in three rows the whole plane, however steeply it is seen.

use heyan_rules::Point;
use heyan_rules::document::TextLine;
use heyan_rules::geometry::{CardShape, Rect};

use super::layouts::{Landmark, Layouts};
use super::limits::PlaceLimits;
use crate::document::plane::{Homography, Placement};

/// A character that says where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct PrintPoint<K> {
    kind: K,
    /// On the card.
    mm: Point,
    /// In the picture.
    px: Point,
}

/// The points along a line, from its middle left (0) to its middle right (1).
fn along(quad: &[Point; 4]) -> impl Fn(f32) -> Point {
    let [a, b, c, d] = *quad;
    let (left, right) =
        (Point::new((a.x + d.x) / 2.0, (a.y + d.y) / 2.0), Point::new((b.x + c.x) / 2.0, (b.y + c.y) / 2.0));
    move |at: f32| Point::new(left.x + (right.x - left.x) * at, left.y + (right.y - left.y) * at)
}

/// The characters of known place on a line: what was read with its places along it, and its quadrilateral in the picture.
pub(super) fn points_on<L: Layouts>(layouts: &L, line: &[(char, f32)], quad: &[Point; 4]) -> Vec<PrintPoint<L::Kind>> {
    let place = along(quad);
    layouts.printed_at(line).into_iter().map(|p| PrintPoint { kind: p.kind, mm: p.mm, px: place(p.at) }).collect()
}

/// What was read on a line, with places along it.
pub(super) fn spread(line: &TextLine) -> Vec<(char, f32)> {
    let span = line.bounds_mm.width().max(1e-3);
    line.glyphs.iter().map(|g| (g.ch, (g.x_mm - line.bounds_mm.left) / span)).collect()
}

/// The characters of known place on lines that were read on a card laid flat.
pub(super) fn points_of<L: Layouts>(layouts: &L, lines: &[TextLine]) -> Vec<PrintPoint<L::Kind>> {
    lines.iter().flat_map(|line| points_on(layouts, &spread(line), &line.quad)).collect()
}

/// The card of which a line shows two places: as large and turned as those two tell. `None` below `least` px a mm.
pub(super) fn card_by<K>(mark: &Landmark<K>, quad: &[Point; 4], shape: CardShape, least: f32) -> Option<[Point; 4]> {
    let place = along(quad);
    let (first, last) = (place(mark.first.0), place(mark.last.0));
    let span_mm = mark.last.1.x - mark.first.1.x;
    let (ux, uy) = ((last.x - first.x) / span_mm, (last.y - first.y) / span_mm);
    (ux.hypot(uy) > least).then(|| {
        shape.corners().map(|mm| {
            let (x, y) = (mm.x - mark.first.1.x, mm.y - mark.first.1.y);
            Point::new(first.x + x * ux - y * uy, first.y + x * uy + y * ux)
        })
    })
}

/// Outlines on which the points stand where they belong, the likelier first: none where they lie on one row, or contradict
/// each other.
pub(super) fn outlines<L: Layouts>(
    layouts: &L,
    limits: &PlaceLimits,
    points: &[PrintPoint<L::Kind>],
) -> Vec<Placement> {
    let Some(points) = of_one_kind(layouts, points) else { return Vec::new() };
    if points.len() < limits.fewest || !reaches(&points, limits.affine_reach_mm) {
        return Vec::new();
    }
    let (affine_stray, plane_stray) = limits.stray_mm;
    let Some((affine, kept)) = without_strays(&points, Homography::affine, affine_stray, limits.fewest) else {
        return Vec::new();
    };
    let mut rows: Vec<i32> = kept.iter().map(|m| m.mm.y as i32).collect();
    rows.sort_unstable();
    rows.dedup();
    let wide =
        kept.len() >= limits.plane_marks && rows.len() >= limits.plane_rows && reaches(&kept, limits.plane_reach_mm);
    let plane = wide.then(|| without_strays(&kept, Homography::projective, plane_stray, limits.fewest)).flatten();
    let shape = layouts.shape();
    plane
        .into_iter()
        .chain([(affine, kept)])
        .filter_map(|(map, kept)| {
            let placement = Placement::new(shape, shape.corners().map(|p| map.apply(p)))?;
            (misfit(&placement, &kept)? < limits.most_misfit_mm).then_some(placement)
        })
        .collect()
}

/// The points of the kind that most of them belong to, of equals the one named first.
fn of_one_kind<L: Layouts>(layouts: &L, points: &[PrintPoint<L::Kind>]) -> Option<Vec<PrintPoint<L::Kind>>> {
    let of = |kind: &L::Kind| points.iter().copied().filter(|m| m.kind == *kind).collect::<Vec<_>>();
    layouts.kinds().iter().map(of).reduce(|most, next| if next.len() > most.len() { next } else { most })
}

/// Mean distance of the points from their places on a card at `placement`, mm.
pub(super) fn misfit<K>(placement: &Placement, points: &[PrintPoint<K>]) -> Option<f32> {
    let sum: f32 = points.iter().map(|m| placement.to_card(m.px).distance(m.mm)).sum();
    (!points.is_empty()).then_some(sum / points.len() as f32)
}

fn reaches<K>(points: &[PrintPoint<K>], (x, y): (f32, f32)) -> bool {
    let bounds = points.iter().map(|m| Rect::new(m.mm.x, m.mm.y, m.mm.x, m.mm.y)).reduce(|a, b| a.union(&b));
    bounds.is_some_and(|b| b.width() >= x && b.height() >= y)
}

/// Points of `kind`: where they stand on the card, and where they are seen if it lies at `placement`, mm.
pub(super) fn seen_on<K: Copy + Eq>(placement: &Placement, kind: K, points: &[PrintPoint<K>]) -> Vec<(Point, Point)> {
    points.iter().filter(|p| p.kind == kind).map(|p| (p.mm, placement.to_card(p.px))).collect()
}

type Fit = fn(&[Point], &[Point]) -> Option<Homography>;

/// The fit to the points, and those that it was made of: twice the farthest are left out.
fn without_strays<K: Copy>(
    points: &[PrintPoint<K>],
    fit: Fit,
    stray_mm: f32,
    fewest: usize,
) -> Option<(Homography, Vec<PrintPoint<K>>)> {
    let mut kept = points.to_vec();
    for _ in 0..2 {
        let back = fitted(&kept, fit)?.inverse()?;
        let near: Vec<PrintPoint<K>> =
            kept.iter().copied().filter(|m| back.apply(m.px).distance(m.mm) < stray_mm).collect();
        if near.len() < fewest {
            return None;
        }
        kept = near;
    }
    Some((fitted(&kept, fit)?, kept))
}

fn fitted<K>(points: &[PrintPoint<K>], fit: Fit) -> Option<Homography> {
    let (from, to): (Vec<Point>, Vec<Point>) = points.iter().map(|m| (m.mm, m.px)).unzip();
    fit(&from, &to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::find::fake::{Cards, Side};

    fn line(text: &str, placement: &Placement, bounds: Rect) -> Vec<PrintPoint<Side>> {
        let n = text.chars().count() as f32;
        let glyphs: Vec<(char, f32)> = text.chars().enumerate().map(|(i, c)| (c, (i as f32 + 0.5) / n)).collect();
        points_on(&Cards, &glyphs, &placement.polygon(&bounds))
    }

    /// A card seen at about 55°.
    fn steep() -> Placement {
        let corners = [(520.0, 300.0), (1090.0, 292.0), (1180.0, 560.0), (470.0, 575.0)];
        Placement::new(CardShape::ID_1, corners.map(|(x, y)| Point::new(x, y))).unwrap()
    }

    fn off(a: &Placement, b: &Placement) -> f32 {
        a.corners.iter().zip(b.corners).map(|(p, q)| p.distance(q)).fold(0.0, f32::max) / b.width_px() * 85.6
    }

    fn found(points: &[PrintPoint<Side>]) -> Vec<Placement> {
        outlines(&Cards, &PlaceLimits::default(), points)
    }

    #[test]
    fn print_in_four_rows_gives_the_whole_plane() {
        let card = steep();
        let all = Cards::PRINT.iter().filter(|p| p.side == Side::Back);
        let points: Vec<_> = all.flat_map(|p| line(p.text, &card, p.at)).collect();
        let found = found(&points);
        assert!(off(&found[0], &card) < 1.0, "{}", off(&found[0], &card));
        assert!((found[0].tilt_deg() - card.tilt_deg()).abs() < 2.0);
    }

    #[test]
    fn print_in_two_rows_gives_an_affine_place() {
        let card = Placement::new(CardShape::ID_1, Rect::new(100.0, 100.0, 956.0, 400.0).corners()).unwrap();
        let rows = ["NAME", "NUMBER 123456"].map(Cards::print);
        let points: Vec<_> = rows.iter().flat_map(|p| line(p.text, &card, p.at)).collect();
        let found = found(&points);
        assert!(off(&found[0], &card) < 1.0, "{}", off(&found[0], &card));
    }

    #[test]
    fn one_row_or_contradicting_print_places_nothing() {
        let card = steep();
        let number = Cards::print("NUMBER 123456");
        assert!(found(&line(number.text, &card, number.at)).is_empty());
        let mut points = line("NAME", &card, Cards::print("NAME").at);
        points.extend(line("BORN", &card, Rect::new(66.2, 3.4, 72.6, 6.4)));
        points.extend(line("HOME", &card, Rect::new(26.2, 50.4, 32.6, 53.4)));
        assert!(found(&points).is_empty());
    }
}
