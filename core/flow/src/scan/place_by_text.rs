//! The place of a card from the print on it: labels, number and titles that were read say where they stand.
//!
//! An outline by one line knows neither the card's height nor its perspective. Print in two rows gives an affine place,
//! print in three rows the whole plane, however steeply it is seen.

use heyan_rules::Point;
use heyan_rules::document::{DocumentKind, TextLine, printed_at};
use heyan_rules::geometry::Rect;
use heyan_vision::document::plane::CARD_MM;
use heyan_vision::document::{Homography, Placement};

/// A character that says where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct PrintPoint {
    kind: DocumentKind,
    /// On the card.
    mm: Point,
    /// In the picture.
    px: Point,
}

/// Marks of fewer characters place nothing: two labels have four ends.
const FEWEST: usize = 4;
/// Reach of the marks over the card, mm, from which an affine place is told.
const AFFINE_REACH_MM: (f32, f32) = (15.0, 5.5);
/// The same for a projective place, with its rows.
const PLANE_REACH_MM: (f32, f32) = (26.0, 18.0);
const PLANE_ROWS: usize = 3;
/// Marks a projective place needs.
const PLANE_MARKS: usize = 6;
/// Distance from its place, mm, from which a mark is another paper's: prints differ by 2 mm, and an affine place is off by
/// more in a steep view.
const STRAY_MM: (f32, f32) = (9.0, 3.5);
/// Mean distance of marks from their places, mm, up to which a place is believed.
const MOST_MISFIT_MM: f32 = 3.0;

/// The marks on a line: its characters with their places along it, and its quadrilateral in the picture.
pub(super) fn points_on(line: &[(char, f32)], quad: &[Point; 4]) -> Vec<PrintPoint> {
    let [a, b, c, d] = *quad;
    let (left, right) =
        (Point::new((a.x + d.x) / 2.0, (a.y + d.y) / 2.0), Point::new((b.x + c.x) / 2.0, (b.y + c.y) / 2.0));
    let place = |at: f32| Point::new(left.x + (right.x - left.x) * at, left.y + (right.y - left.y) * at);
    printed_at(line).into_iter().map(|p| PrintPoint { kind: p.kind, mm: p.mm, px: place(p.at) }).collect()
}

/// The marks on lines that were read on a card laid flat.
pub(super) fn points_of(lines: &[TextLine]) -> Vec<PrintPoint> {
    let on = |line: &TextLine| {
        let span = line.bounds_mm.width().max(1e-3);
        let glyphs: Vec<(char, f32)> =
            line.glyphs.iter().map(|g| (g.ch, (g.x_mm - line.bounds_mm.left) / span)).collect();
        points_on(&glyphs, &line.quad)
    };
    lines.iter().flat_map(on).collect()
}

/// Outlines on which the marks stand where they belong, the likelier first: none where they lie on one row, or contradict
/// each other.
pub(super) fn outlines(marks: &[PrintPoint]) -> Vec<Placement> {
    let of = |kind| marks.iter().copied().filter(|m: &PrintPoint| m.kind == kind).collect::<Vec<_>>();
    let (front, back) = (of(DocumentKind::ResidentIdFront), of(DocumentKind::ResidentIdBack));
    let marks = if front.len() >= back.len() { front } else { back };
    if marks.len() < FEWEST || !reaches(&marks, AFFINE_REACH_MM) {
        return Vec::new();
    }
    let Some((affine, kept)) = without_strays(&marks, Homography::affine, STRAY_MM.0) else { return Vec::new() };
    let mut rows: Vec<i32> = kept.iter().map(|m| m.mm.y as i32).collect();
    rows.sort_unstable();
    rows.dedup();
    let wide = kept.len() >= PLANE_MARKS && rows.len() >= PLANE_ROWS && reaches(&kept, PLANE_REACH_MM);
    let plane = wide.then(|| without_strays(&kept, Homography::projective, STRAY_MM.1)).flatten();
    plane
        .into_iter()
        .chain([(affine, kept)])
        .filter_map(|(map, kept)| {
            let placement = Placement::new(CARD_MM.corners().map(|p| map.apply(p)))?;
            (misfit(&placement, &kept)? < MOST_MISFIT_MM).then_some(placement)
        })
        .collect()
}

/// Mean distance of the marks from their places on a card at `placement`, mm.
pub(super) fn misfit(placement: &Placement, marks: &[PrintPoint]) -> Option<f32> {
    let sum: f32 = marks.iter().map(|m| placement.to_card(m.px).distance(m.mm)).sum();
    (!marks.is_empty()).then_some(sum / marks.len() as f32)
}

fn reaches(marks: &[PrintPoint], (x, y): (f32, f32)) -> bool {
    let bounds = marks.iter().map(|m| Rect::new(m.mm.x, m.mm.y, m.mm.x, m.mm.y)).reduce(|a, b| a.union(&b));
    bounds.is_some_and(|b| b.width() >= x && b.height() >= y)
}

/// The fit to the marks, and those that it was made of: twice the farthest are left out.
fn without_strays(
    marks: &[PrintPoint],
    fit: fn(&[Point], &[Point]) -> Option<Homography>,
    stray_mm: f32,
) -> Option<(Homography, Vec<PrintPoint>)> {
    let mut kept = marks.to_vec();
    for _ in 0..2 {
        let map = fitted(&kept, fit)?;
        let back = map.inverse()?;
        let near: Vec<PrintPoint> =
            kept.iter().copied().filter(|m| back.apply(m.px).distance(m.mm) < stray_mm).collect();
        if near.len() < FEWEST {
            return None;
        }
        kept = near;
    }
    Some((fitted(&kept, fit)?, kept))
}

fn fitted(marks: &[PrintPoint], fit: fn(&[Point], &[Point]) -> Option<Homography>) -> Option<Homography> {
    let (from, to): (Vec<Point>, Vec<Point>) = marks.iter().map(|m| (m.mm, m.px)).unzip();
    fit(&from, &to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, placement: &Placement, bounds: Rect) -> Vec<PrintPoint> {
        let n = text.chars().count() as f32;
        let glyphs: Vec<(char, f32)> = text.chars().enumerate().map(|(i, c)| (c, (i as f32 + 0.5) / n)).collect();
        points_on(&glyphs, &placement.polygon(&bounds))
    }

    /// A card seen at about 55°.
    fn steep() -> Placement {
        let corners = [(520.0, 300.0), (1090.0, 292.0), (1180.0, 560.0), (470.0, 575.0)];
        Placement::new(corners.map(|(x, y)| Point::new(x, y))).unwrap()
    }

    fn farthest(a: &Placement, b: &Placement) -> f32 {
        a.corners.iter().zip(b.corners).map(|(p, q)| p.distance(q)).fold(0.0, f32::max) / b.width_px() * 85.6
    }

    #[test]
    fn print_in_four_rows_gives_the_whole_plane() {
        let card = steep();
        let mut marks = line("中华人民共和国", &card, Rect::new(30.0, 8.4, 73.5, 13.4));
        marks.extend(line("居民身份证", &card, Rect::new(30.0, 17.0, 74.5, 24.0)));
        marks.extend(line("签发机关", &card, Rect::new(19.7, 39.9, 31.7, 42.9)));
        marks.extend(line("有效期限", &card, Rect::new(19.7, 46.4, 31.7, 49.4)));
        let found = outlines(&marks);
        assert!(farthest(&found[0], &card) < 6.0, "{}", farthest(&found[0], &card));
        assert!((found[0].tilt_deg() - card.tilt_deg()).abs() < 6.0);
    }

    #[test]
    fn print_in_two_rows_gives_an_affine_place() {
        let card = Placement::new(Rect::new(100.0, 100.0, 956.0, 400.0).corners()).unwrap();
        let mut marks = line("姓名", &card, Rect::new(6.2, 7.4, 12.6, 10.4));
        marks.extend(line("公民身份号码", &card, Rect::new(6.2, 44.5, 25.5, 47.5)));
        let found = outlines(&marks);
        assert!(farthest(&found[0], &card) < 4.0, "{}", farthest(&found[0], &card));
    }

    #[test]
    fn one_row_or_contradicting_print_places_nothing() {
        let card = steep();
        assert!(outlines(&line("公民身份号码", &card, Rect::new(6.2, 44.5, 25.5, 47.5))).is_empty());
        let mut marks = line("姓名", &card, Rect::new(6.2, 7.4, 12.6, 10.4));
        marks.extend(line("出生", &card, Rect::new(66.2, 3.4, 72.6, 6.4)));
        marks.extend(line("住址", &card, Rect::new(26.2, 50.4, 32.6, 53.4)));
        assert!(outlines(&marks).is_empty());
    }
}
