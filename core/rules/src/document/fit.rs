//! Telling side and direction of a card from bare text boxes, before anything was read.

use crate::geometry::{CardShape, Rect};

use super::DocumentKind;
use super::layout::{self, Zone};
use super::table::ROWS;

/// How well boxes fit one side of the card, one way up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayoutMatch {
    /// The side.
    pub kind: DocumentKind,
    /// Whether the card stands on its head in the plane that the boxes were given in.
    pub upside_down: bool,
    /// 0 to 1; a true match of a readable card is above about 0.6.
    pub score: f32,
}

/// How far a card's outline may be off, mm, in steps that the search takes.
const SHIFTS_MM: [f32; 7] = [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0];
/// How much closer or wider rows are set than here: the templates known differ by 4 % either way.
const SPREADS: [f32; 3] = [1.0, 0.962, 1.036];
/// What a mm of shift costs: a match in place beats the same match away from it.
const SHIFT_COST: f32 = 0.008;
/// Share of a box counted when it lies in portrait or emblem.
const NOISE_WEIGHT: f32 = 0.25;
/// Area of boxes in portrait or emblem from which on they are no noise but print, mm².
const NOISE_AREA_MM2: f32 = 60.0;
/// Share of print in empty places that clutter and a slack outline explain.
const STRAY_SHARE: f32 = 0.15;
/// What print in empty places costs beyond that share; up to it the share itself.
const STRAY_COST: f32 = 3.0;
/// Boxes on a card at most: labels, values and a few of them in two, some noise. A page or a keyboard has more.
const MOST_BOXES: usize = 24;

/// How well `boxes` fit either side, upright and on its head, the best first.
///
/// The boxes are in mm of the card plane in one of its two lying orientations.
pub fn match_boxes(boxes: &[Rect]) -> Vec<LayoutMatch> {
    match_boxes_on(CardShape::ID_1, boxes)
}

/// The same for the kinds whose outline is `shape`.
pub fn match_boxes_on(shape: CardShape, boxes: &[Rect]) -> Vec<LayoutMatch> {
    let usable = |b: &Rect| {
        [b.left, b.top, b.right, b.bottom].iter().all(|v| v.is_finite())
            && b.width() > 0.5
            && b.height() > 0.5
            && b.height() < 12.0
    };
    let upright: Vec<Rect> = boxes.iter().filter(|b| usable(b)).copied().collect();
    let mut matches = Vec::with_capacity(2 * ROWS.len());
    for upside_down in [false, true] {
        for row in ROWS.iter().filter(|row| row.shape == shape && row.like.is_none()) {
            let Some(zones) = layout::zones(row.kind) else { continue };
            let turned = |b: &Rect| if upside_down { turn(b, row.shape) } else { *b };
            let boxes: Vec<Rect> = upright.iter().map(turned).collect();
            let side = Side { zones: &zones.filled, allowed: row.print.allowed, noise: zones.noise };
            matches.push(LayoutMatch { kind: row.kind, upside_down, score: fit(&side, &boxes) });
        }
    }
    matches.sort_by(|a, b| b.score.total_cmp(&a.score));
    matches
}

fn turn(b: &Rect, shape: CardShape) -> Rect {
    let CardShape { width_mm, height_mm } = shape;
    Rect::new(width_mm - b.right, height_mm - b.bottom, width_mm - b.left, height_mm - b.top)
}

/// One side's print.
struct Side {
    zones: &'static [Zone],
    allowed: &'static [Rect],
    noise: Rect,
}

/// Where boxes are tried: spread of the rows, then shift in mm.
#[derive(Clone, Copy)]
struct Place {
    spread: f32,
    dx: f32,
    dy: f32,
}

impl Place {
    fn of(self, b: &Rect) -> Rect {
        let y = |v: f32| v * self.spread + self.dy;
        Rect::new(b.left + self.dx, y(b.top), b.right + self.dx, y(b.bottom))
    }

    fn cost(self) -> f32 {
        SHIFT_COST * (self.dx.abs() + self.dy.abs())
    }
}

fn fit(side: &Side, boxes: &[Rect]) -> f32 {
    let mut best = (0.0, Place { spread: 1.0, dx: 0.0, dy: 0.0 });
    // Rows first, columns next, rows once more where the columns moved: all places at once would be five times as many.
    best = along_rows(side, boxes, best);
    let rows_at = best.1;
    for dx in SHIFTS_MM {
        best = better(side, boxes, best, Place { dx, ..rows_at });
    }
    if best.1.dx != 0.0 {
        best = along_rows(side, boxes, best);
    }
    let crowd = (MOST_BOXES as f32 / boxes.len().max(1) as f32).min(1.0);
    best.0.clamp(0.0, 1.0) * crowd
}

fn along_rows(side: &Side, boxes: &[Rect], mut best: (f32, Place)) -> (f32, Place) {
    let dx = best.1.dx;
    for spread in SPREADS {
        for dy in SHIFTS_MM {
            best = better(side, boxes, best, Place { spread, dx, dy });
        }
    }
    best
}

fn better(side: &Side, boxes: &[Rect], best: (f32, Place), place: Place) -> (f32, Place) {
    let moved = |b: &Rect| place.of(b);
    let most = filled(side.zones, boxes, moved) - place.cost();
    if most <= best.0 {
        return best;
    }
    let stray = outside(side.allowed, side.noise, boxes, moved);
    let score = most - stray - (STRAY_COST - 1.0) * (stray - STRAY_SHARE).max(0.0);
    if score > best.0 { (score, place) } else { best }
}

/// Weighted share of the zones that print fills.
fn filled(zones: &[Zone], boxes: &[Rect], moved: impl Fn(&Rect) -> Rect) -> f32 {
    let (mut sum, mut total) = (0.0, 0.0);
    for zone in zones {
        let cover: f32 = boxes.iter().map(|b| moved(b).intersection(&zone.rect).area()).sum();
        sum += zone.weight * (cover / zone.rect.area()).min(1.0);
        total += zone.weight;
    }
    sum / total
}

/// Share of the boxes' area where no print belongs.
fn outside(allowed: &[Rect], noise: Rect, boxes: &[Rect], moved: impl Fn(&Rect) -> Rect) -> f32 {
    let (mut stray, mut total, mut in_picture) = (0.0, 0.0, 0.0);
    for b in boxes.iter().map(moved) {
        let area = b.area();
        if noise.contains(b.centre()) {
            in_picture += area;
        } else {
            let inside = allowed.iter().map(|a| b.intersection(a).area()).fold(0.0, f32::max);
            stray += (area - inside).max(0.0);
        }
        total += area;
    }
    stray += in_picture.min(NOISE_AREA_MM2) * NOISE_WEIGHT + (in_picture - NOISE_AREA_MM2).max(0.0);
    if total > 0.0 { stray / total } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    fn turned(b: &Rect) -> Rect {
        turn(b, CardShape::ID_1)
    }

    /// Boxes of a card between one template (0) and another (1).
    fn front(rows: f32) -> Vec<Rect> {
        let y = |tight: f32, wide: f32| tight + (wide - tight) * rows;
        let row = |left: f32, right: f32, y: f32| Rect::new(left, y - 1.6, right, y + 1.6);
        let address = y(27.4, 30.0);
        vec![
            row(6.0, 22.0, y(8.4, 9.3)),
            row(6.0, 18.0, y(14.9, 16.2)),
            row(24.0, 36.0, y(14.9, 16.2)),
            row(6.0, 45.0, y(21.1, 23.0)),
            row(6.0, 47.0, address),
            row(15.0, 35.0, address + 4.4),
            row(6.0, 25.8, y(44.2, 47.6)),
            row(29.0, 76.0, y(44.2, 47.6)),
        ]
    }

    fn back(rows: f32) -> Vec<Rect> {
        let between = |tight: f32, wide: f32| tight + (wide - tight) * rows;
        let (state, card) = (between(9.2, 11.3), between(18.6, 21.0));
        let (authority, validity) = (between(40.2, 41.8), between(46.5, 47.9));
        let label = between(18.2, 20.1);
        vec![
            Rect::new(between(30.0, 29.0) - 0.5, state - 2.8, between(75.3, 72.0) + 0.5, state + 2.8),
            Rect::new(between(26.2, 30.0) - 0.5, card - 4.0, between(78.8, 74.5) + 0.5, card + 4.0),
            Rect::new(label, authority - 1.8, 58.0, authority + 1.8),
            Rect::new(label, validity - 1.8, 63.0, validity + 1.8),
        ]
    }

    #[test]
    fn each_side_is_told_either_way_up() {
        for rows in [0.0, 0.25, 0.5, 0.75, 1.0] {
            for (kind, boxes) in
                [(DocumentKind::ResidentIdFront, front(rows)), (DocumentKind::ResidentIdBack, back(rows))]
            {
                let best = match_boxes(&boxes);
                assert_eq!((best[0].kind, best[0].upside_down), (kind, false));
                assert!(best[0].score > 0.8 && best[0].score > best[1].score + 0.4, "{rows} {best:?}");
                let turned: Vec<Rect> = boxes.iter().map(turned).collect();
                let best = match_boxes(&turned);
                assert_eq!((best[0].kind, best[0].upside_down), (kind, true));
            }
        }
    }

    /// A page of text: lines of one height, ragged, in one or two columns, over the whole card plane.
    fn page() -> impl Strategy<Value = Vec<Rect>> {
        (
            (2.0_f32..5.5, 1.15_f32..1.9, -4.0_f32..3.0, -6.0_f32..5.0, 1..3_usize),
            proptest::collection::vec((0.4_f32..1.3, 0.0_f32..6.0), 30),
        )
            .prop_map(|((height, leading, top, left, columns), ends)| {
                let width = (92.0 - left) / columns as f32;
                let mut out = Vec::new();
                for column in 0..columns {
                    let x = left + width * column as f32;
                    let mut y = top;
                    for (share, indent) in ends.iter().skip(15 * column) {
                        let indent = if *indent > 4.5 { *indent } else { 0.0 };
                        out.push(Rect::new(x + indent, y, x + (width - 3.0) * share.min(1.0), y + height));
                        y += height * leading;
                        if y > 54.0 {
                            break;
                        }
                    }
                }
                out
            })
    }

    /// The caps of a keyboard's keys, or the letters on them.
    fn keyboard() -> impl Strategy<Value = Vec<Rect>> {
        (5.0_f32..14.0, 0.15_f32..0.8, 0.2_f32..0.7, -6.0_f32..2.0, -6.0_f32..2.0, 0.0_f32..0.5).prop_map(
            |(pitch, width, height, left, top, stagger)| {
                let mut out = Vec::new();
                for row in 0..(60.0 / pitch) as usize {
                    for column in 0..(92.0 / pitch) as usize {
                        let x = left + pitch * (column as f32 + stagger * row as f32);
                        let y = top + pitch * row as f32;
                        out.push(Rect::new(x, y, x + pitch * width, y + pitch * height));
                    }
                }
                out
            },
        )
    }

    fn clutter() -> impl Strategy<Value = Vec<Rect>> {
        proptest::collection::vec((-2.0_f32..80.0, -2.0_f32..51.0, 2.0_f32..30.0, 1.5_f32..6.0), 12..70)
            .prop_map(|all| all.into_iter().map(|(x, y, w, h)| Rect::new(x, y, x + w, y + h)).collect())
    }

    #[test]
    fn no_boxes_match_nothing() {
        assert!(match_boxes(&[]).iter().all(|m| m.score == 0.0));
        let odd = [
            Rect::new(f32::NAN, 0.0, 5.0, 5.0),
            Rect::new(9.0, 9.0, 3.0, 3.0),
            Rect::new(0.0, 0.0, f32::INFINITY, 5.0),
        ];
        assert!(match_boxes(&odd).iter().all(|m| m.score == 0.0));
    }

    fn disturbed(boxes: Vec<Rect>) -> impl Strategy<Value = Vec<Rect>> {
        let n = boxes.len();
        (
            (-2.5_f32..2.5, -2.5_f32..2.5),
            proptest::collection::vec((-0.6_f32..0.6, -0.6_f32..0.6, 0.0_f32..1.0), n),
            0..n,
            proptest::collection::vec((54.0_f32..72.0, 8.0_f32..34.0, 2.0_f32..6.0), 0..3),
        )
            .prop_map(move |((dx, dy), jitter, missing, noise)| {
                let mut out = Vec::new();
                for (i, (b, (jx, jy, cut))) in boxes.iter().zip(jitter).enumerate() {
                    let moved = Rect::new(b.left + dx + jx, b.top + dy + jy, b.right + dx + jx, b.bottom + dy + jy);
                    if i == missing {
                        continue;
                    }
                    if cut > 0.6 {
                        let at = moved.left + moved.width() * (cut - 0.3);
                        out.push(Rect::new(moved.left, moved.top, at - 0.4, moved.bottom));
                        out.push(Rect::new(at + 0.4, moved.top, moved.right, moved.bottom));
                    } else {
                        out.push(moved);
                    }
                }
                out.extend(noise.into_iter().map(|(x, y, size)| Rect::new(x, y, x + size, y + size.min(3.0))));
                out
            })
    }

    #[test]
    fn a_page_a_keyboard_and_clutter_are_no_card() {
        const DRAWN: usize = 4000;
        let mut runner = TestRunner::deterministic();
        let mut scores = |kind: &dyn Fn(&mut TestRunner) -> Vec<Rect>| -> Vec<f32> {
            let mut all: Vec<f32> = (0..DRAWN).map(|_| match_boxes(&kind(&mut runner))[0].score).collect();
            all.sort_by(f32::total_cmp);
            all
        };
        let drawn = |of: &BoxedStrategy<Vec<Rect>>, runner: &mut TestRunner| of.new_tree(runner).unwrap().current();
        let (page, keyboard, clutter) = (page().boxed(), keyboard().boxed(), clutter().boxed());
        // One in thousands may look like a card: its text is read then, and tells. What is more likely costs time each time.
        for (name, scores, usual, most) in [
            ("page", scores(&|runner| drawn(&page, runner)), 0.2, 0.6),
            ("page turned", scores(&|runner| drawn(&page, runner).iter().map(turned).collect()), 0.2, 0.6),
            ("keyboard", scores(&|runner| drawn(&keyboard, runner)), 0.1, 0.2),
            ("clutter", scores(&|runner| drawn(&clutter, runner)), 0.35, 0.6),
        ] {
            assert!(
                scores[DRAWN * 999 / 1000] < usual && scores[DRAWN - 1] < most,
                "{name}: {:?}",
                &scores[DRAWN - 5..]
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn the_direction_survives_shift_splits_a_missing_line_and_noise(boxes in (0.0_f32..=1.0).prop_flat_map(|rows| disturbed(front(rows))), turned in any::<bool>()) {
            let seen: Vec<Rect> = if turned { boxes.iter().map(|b| turn(b, CardShape::ID_1)).collect() } else { boxes };
            let best = match_boxes(&seen);
            prop_assert_eq!((best[0].kind, best[0].upside_down), (DocumentKind::ResidentIdFront, turned));
        }

        #[test]
        fn a_card_on_a_page_scores_less_the_more_print_is_around_it(rows in 0.0_f32..=1.0, page in page()) {
            let whole = match_boxes(&front(rows))[0].score;
            let among: Vec<Rect> = front(rows).into_iter().chain(page).collect();
            prop_assert!(match_boxes(&among)[0].score < whole);
        }

        #[test]
        fn the_back_survives_them_too(boxes in (0.0_f32..=1.0).prop_flat_map(|rows| disturbed(back(rows))), turned in any::<bool>()) {
            let seen: Vec<Rect> = if turned { boxes.iter().map(|b| turn(b, CardShape::ID_1)).collect() } else { boxes };
            let best = match_boxes(&seen);
            prop_assert_eq!((best[0].kind, best[0].upside_down), (DocumentKind::ResidentIdBack, turned));
        }
    }
}
