//! Telling side and direction of a card from bare text boxes, before anything was read.

use crate::geometry::Rect;

use super::{CARD_HEIGHT_MM, CARD_WIDTH_MM, DocumentKind};

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

/// A place that print fills, and how much that tells.
struct Zone {
    rect: Rect,
    weight: f32,
}

const fn zone(left: f32, top: f32, right: f32, bottom: f32, weight: f32) -> Zone {
    Zone { rect: Rect::new(left, top, right, bottom), weight }
}

/// Zones as tall as the print itself; labels and values are apart because a detector may miss either.
const FRONT: [Zone; 12] = [
    zone(6.2, 7.7, 12.6, 10.1, 1.0),
    zone(15.0, 7.5, 22.0, 10.3, 1.0),
    zone(6.2, 14.4, 17.8, 16.8, 1.0),
    zone(24.0, 14.4, 35.5, 16.8, 1.0),
    zone(6.2, 20.9, 12.6, 23.3, 0.7),
    zone(15.0, 20.9, 44.0, 23.3, 1.8),
    zone(6.2, 27.5, 12.6, 29.9, 0.7),
    zone(15.0, 27.5, 44.0, 29.9, 1.8),
    zone(15.0, 32.0, 30.0, 34.4, 0.4),
    zone(6.2, 44.8, 25.5, 47.2, 1.6),
    zone(29.3, 44.6, 52.0, 47.4, 2.0),
    zone(52.0, 44.6, 75.5, 47.4, 2.0),
];

const BACK: [Zone; 6] = [
    zone(31.0, 8.2, 75.0, 12.8, 2.0),
    zone(31.0, 17.0, 75.0, 23.5, 2.0),
    zone(18.5, 40.6, 30.5, 43.0, 1.2),
    zone(33.8, 40.6, 52.0, 43.0, 1.3),
    zone(18.5, 46.7, 30.5, 49.1, 1.2),
    zone(33.8, 46.7, 62.0, 49.1, 1.7),
];

/// Where print may be beside the zones: further address lines, long values.
const FRONT_ALLOWED: [Rect; 6] = [
    Rect::new(4.5, 5.0, 50.0, 12.8),
    Rect::new(4.5, 12.0, 50.0, 17.8),
    Rect::new(4.5, 18.0, 50.0, 24.0),
    Rect::new(14.0, 30.0, 52.0, 44.0),
    Rect::new(4.5, 24.5, 52.0, 30.0),
    Rect::new(4.5, 42.5, 79.5, 49.5),
];
const BACK_ALLOWED: [Rect; 3] =
    [Rect::new(26.0, 5.0, 80.0, 27.0), Rect::new(14.0, 38.0, 74.0, 45.0), Rect::new(14.0, 44.5, 74.0, 51.5)];

/// Boxes that a detector finds in portrait or emblem say little.
const FRONT_NOISE: Rect = Rect::new(52.0, 5.0, 79.0, 39.0);
const BACK_NOISE: Rect = Rect::new(4.0, 3.0, 25.0, 26.0);

/// How far a card's outline may be off, mm, in steps that the search takes.
const SHIFTS_MM: [f32; 7] = [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0];
/// What a mm of shift costs: a match in place beats the same match away from it.
const SHIFT_COST: f32 = 0.008;
/// Share of a box counted when it lies in portrait or emblem.
const NOISE_WEIGHT: f32 = 0.25;
/// What print in empty places costs: all of it there leaves nothing of the score.
const OUTSIDE_COST: f32 = 1.0;

/// How well `boxes` fit either side, upright and on its head, the best first.
///
/// The boxes are in mm of the card plane in one of its two lying orientations.
pub fn match_boxes(boxes: &[Rect]) -> Vec<LayoutMatch> {
    let usable = |b: &Rect| {
        [b.left, b.top, b.right, b.bottom].iter().all(|v| v.is_finite())
            && b.width() > 0.5
            && b.height() > 0.5
            && b.height() < 12.0
    };
    let upright: Vec<Rect> = boxes.iter().filter(|b| usable(b)).copied().collect();
    let turned: Vec<Rect> = upright.iter().map(turn).collect();
    let mut matches = Vec::with_capacity(4);
    for (upside_down, boxes) in [(false, &upright), (true, &turned)] {
        for kind in [DocumentKind::ResidentIdFront, DocumentKind::ResidentIdBack] {
            matches.push(LayoutMatch { kind, upside_down, score: fit(kind, boxes) });
        }
    }
    matches.sort_by(|a, b| b.score.total_cmp(&a.score));
    matches
}

fn turn(b: &Rect) -> Rect {
    Rect::new(CARD_WIDTH_MM - b.right, CARD_HEIGHT_MM - b.bottom, CARD_WIDTH_MM - b.left, CARD_HEIGHT_MM - b.top)
}

fn fit(kind: DocumentKind, boxes: &[Rect]) -> f32 {
    let (zones, allowed, noise): (&[Zone], &[Rect], Rect) = match kind {
        DocumentKind::ResidentIdFront => (&FRONT, &FRONT_ALLOWED, FRONT_NOISE),
        DocumentKind::ResidentIdBack => (&BACK, &BACK_ALLOWED, BACK_NOISE),
        DocumentKind::Unknown => return 0.0,
    };
    let mut best = 0.0_f32;
    for dy in SHIFTS_MM {
        for dx in SHIFTS_MM {
            let moved = |b: &Rect| Rect::new(b.left + dx, b.top + dy, b.right + dx, b.bottom + dy);
            let filled = filled(zones, boxes, moved);
            if filled <= best {
                continue;
            }
            let score =
                filled - OUTSIDE_COST * outside(allowed, noise, boxes, moved) - SHIFT_COST * (dx.abs() + dy.abs());
            best = best.max(score);
        }
    }
    best.clamp(0.0, 1.0)
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
    let (mut stray, mut total) = (0.0, 0.0);
    for b in boxes.iter().map(moved) {
        let area = b.area();
        if noise.contains(b.centre()) {
            stray += area * NOISE_WEIGHT;
        } else {
            let inside = allowed.iter().map(|a| b.intersection(a).area()).fold(0.0, f32::max);
            stray += (area - inside).max(0.0);
        }
        total += area;
    }
    if total > 0.0 { stray / total } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn front() -> Vec<Rect> {
        vec![
            Rect::new(6.0, 6.9, 22.0, 10.0),
            Rect::new(6.0, 13.2, 18.0, 16.5),
            Rect::new(24.0, 13.2, 36.0, 16.5),
            Rect::new(6.0, 19.5, 45.0, 22.7),
            Rect::new(6.0, 25.9, 47.0, 29.0),
            Rect::new(15.0, 30.3, 35.0, 33.4),
            Rect::new(6.0, 42.6, 25.8, 45.7),
            Rect::new(29.0, 42.2, 76.0, 46.0),
        ]
    }

    fn back() -> Vec<Rect> {
        vec![
            Rect::new(30.5, 7.7, 75.5, 13.3),
            Rect::new(30.0, 16.2, 76.0, 24.2),
            Rect::new(18.2, 40.0, 58.0, 43.6),
            Rect::new(18.2, 46.1, 63.0, 49.7),
        ]
    }

    #[test]
    fn each_side_is_told_either_way_up() {
        for (kind, boxes) in [(DocumentKind::ResidentIdFront, front()), (DocumentKind::ResidentIdBack, back())] {
            let best = match_boxes(&boxes);
            assert_eq!((best[0].kind, best[0].upside_down), (kind, false));
            assert!(best[0].score > 0.75 && best[0].score > best[1].score + 0.25, "{best:?}");
            let turned: Vec<Rect> = boxes.iter().map(turn).collect();
            let best = match_boxes(&turned);
            assert_eq!((best[0].kind, best[0].upside_down), (kind, true));
        }
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

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn the_direction_survives_shift_splits_a_missing_line_and_noise(boxes in disturbed(front()), turned in any::<bool>()) {
            let seen: Vec<Rect> = if turned { boxes.iter().map(turn).collect() } else { boxes };
            let best = match_boxes(&seen);
            prop_assert_eq!((best[0].kind, best[0].upside_down), (DocumentKind::ResidentIdFront, turned));
        }

        #[test]
        fn the_back_survives_them_too(boxes in disturbed(back()), turned in any::<bool>()) {
            let seen: Vec<Rect> = if turned { boxes.iter().map(turn).collect() } else { boxes };
            let best = match_boxes(&seen);
            prop_assert_eq!((best[0].kind, best[0].upside_down), (DocumentKind::ResidentIdBack, turned));
        }
    }
}
