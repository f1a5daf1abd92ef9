//! The whole search over made-up cards and fake networks.

use std::sync::atomic::Ordering;

use heyan_rules::Point;
use heyan_rules::geometry::{CardShape, Rect};

use super::fake::{Asked, Cards, Desk, SENTENCE, Side, reader};
use super::glance::Glance;
use super::outline::unseen;
use super::*;
use crate::document::plane::Placement;

fn at(corners: [(f32, f32); 4]) -> Placement {
    Placement::new(CardShape::ID_1, corners.map(|(x, y)| Point::new(x, y))).unwrap()
}

/// A card a little turned, about 7 px a mm.
fn lying() -> Placement {
    at([(305.0, 210.0), (902.0, 232.0), (888.0, 610.0), (290.0, 588.0)])
}

fn search(picture: &Picture, limits: FindLimits) -> (Found<Side>, Asked) {
    let (reader, asked) = reader();
    (Finder::new(reader, limits).find(picture, &Cards).unwrap(), asked)
}

fn card(found: Found<Side>) -> (ReadCard<Side>, Vec<ReadCard<Side>>) {
    match found.sighting {
        Sighting::Card(read, others) => (*read, others),
        Sighting::Unread(_) | Sighting::Mirrored(_) => panic!("no card was read"),
    }
}

/// How far the farthest corner of a card lies from where it is, mm.
fn off_mm(read: &ReadCard<Side>, truth: &Placement) -> f32 {
    let corners = read.candidate.placement.corners.map(|p| truth.to_card(p));
    corners.iter().zip(CardShape::ID_1.corners()).map(|(a, b)| a.distance(b)).fold(0.0, f32::max)
}

/// A page of sentences that no card has.
fn page(width: u32, height: u32) -> Picture {
    let whole = at([(0.0, 0.0), (width as f32, 0.0), (width as f32, width as f32 * 0.63), (0.0, width as f32 * 0.63)]);
    let mut desk = Desk::new(width, height);
    for row in 0..22 {
        let y = 2.0 + 3.0 * row as f32;
        desk.bar(SENTENCE, Rect::new(3.0 + (row % 3) as f32, y - 1.0, 40.0, y + 1.0), &whole);
        desk.bar(SENTENCE, Rect::new(45.0, y - 1.0, 80.0 - (row % 4) as f32, y + 1.0), &whole);
    }
    desk.picture()
}

#[test]
fn a_card_is_found_by_its_edges_and_read_at_one_look() {
    for side in [Side::Front, Side::Back] {
        let (found, asked) = search(&Desk::new(1200, 800).card(side, &lying()).picture(), FindLimits::default());
        assert_eq!(found.work.detections, asked.detections.load(Ordering::Relaxed));
        assert!(found.work.detections <= 2, "{:?}", found.work);
        let (read, others) = card(found);
        assert_eq!((read.kind, read.lines.len()), (side, Cards::PRINT.iter().filter(|p| p.side == side).count()));
        assert!(off_mm(&read, &lying()) < 1.0, "{}", off_mm(&read, &lying()));
        assert!(others.is_empty());
    }
}

#[test]
fn a_card_on_its_head_is_read_the_right_way_up() {
    let truth = lying().upside_down().unwrap();
    let (found, _) = search(&Desk::new(1200, 800).card(Side::Front, &truth).picture(), FindLimits::default());
    let (read, _) = card(found);
    assert_eq!(read.kind, Side::Front);
    assert!(off_mm(&read, &truth) < 1.0, "{}", off_mm(&read, &truth));
}

#[test]
fn print_alone_gives_a_card_where_no_edge_shows() {
    let (found, _) = search(&Desk::new(1200, 800).print(Side::Front, &lying()).picture(), FindLimits::default());
    let (read, _) = card(found);
    assert_eq!(read.kind, Side::Front);
    assert!(off_mm(&read, &lying()) < 3.0, "{}", off_mm(&read, &lying()));
}

#[test]
fn a_second_card_is_told() {
    let left = at([(60.0, 220.0), (560.0, 228.0), (555.0, 543.0), (55.0, 535.0)]);
    let right = at([(640.0, 250.0), (1140.0, 242.0), (1145.0, 557.0), (645.0, 565.0)]);
    let picture = Desk::new(1200, 800).card(Side::Front, &left).card(Side::Back, &right).picture();
    let (found, _) = search(&picture, FindLimits::default());
    assert_eq!(card(found).1.len(), 1);
}

#[test]
fn an_unknown_card_is_told_by_its_shape() {
    let mut desk = Desk::new(1200, 800).paper(&lying());
    for y in [10.0, 20.0, 30.0, 40.0] {
        desk.bar(SENTENCE, Rect::new(50.0, y - 1.5, 80.0, y + 1.5), &lying());
    }
    let (found, _) = search(&desk.picture(), FindLimits::default());
    let Sighting::Unread(Some(shape)) = found.sighting else { panic!("the shape was not told") };
    let middle = lying().to_card(shape.placement.to_picture(Point::new(42.8, 27.0)));
    assert!(middle.distance(Point::new(42.8, 27.0)) < 3.0);
}

#[test]
fn an_empty_desk_holds_nothing() {
    let (found, _) = search(&Desk::new(1200, 800).picture(), FindLimits::default());
    assert!(matches!(found.sighting, Sighting::Unread(None)));
}

#[test]
fn a_page_of_text_costs_no_more_than_the_budget_and_the_same_each_time() {
    let picture = page(1600, 1200);
    let limits = FindLimits::default();
    let (found, asked) = search(&picture, limits);
    assert!(matches!(found.sighting, Sighting::Unread(_)));
    assert!(found.work.cost(&limits.budget) <= limits.budget.most, "{:?}", found.work);
    assert_eq!(found.work.detections, asked.detections.load(Ordering::Relaxed));
    assert_eq!(search(&picture, limits).0.work, found.work);
    let budget = BudgetLimits { outlines: 20.0, text: 20.0, most: 20.0, ..limits.budget };
    let unbounded = search(&picture, FindLimits { budget, ..limits }).0.work;
    assert!(unbounded.cost(&budget) > limits.budget.most, "the budget bounds nothing here: {unbounded:?}");
}

#[test]
fn without_a_budget_nothing_is_looked_at() {
    let none = BudgetLimits { most: 0.0, ..BudgetLimits::default() };
    let limits = FindLimits { budget: none, ..FindLimits::default() };
    let (found, asked) = search(&Desk::new(1200, 800).card(Side::Front, &lying()).picture(), limits);
    assert!(matches!(found.sighting, Sighting::Unread(None)));
    assert_eq!((found.work, asked.detections.load(Ordering::Relaxed)), (Work::default(), 0));
}

#[test]
fn the_lines_of_the_picture_tell_which_outline_is_a_card() {
    let card = at([(305.0, 210.0), (1161.0, 210.0), (1161.0, 750.0), (305.0, 750.0)]);
    let picture = Desk::new(1600, 1000).card(Side::Front, &card).picture();
    let ((mut reader, _), limits) = (reader(), FindLimits::default());
    let mut search = Search {
        reader: &mut reader,
        picture: &picture,
        layouts: &Cards,
        limits: &limits,
        locator: Locator::new(&picture, CardShape::ID_1, LocateLimits::default()).unwrap(),
        budget: Budget::new(limits.budget),
        reading: Duration::ZERO,
    };
    let text = search.picture_text().unwrap().unwrap();
    let score = |corners| match search.glance(&unseen(at(corners)), &text) {
        Glance::Lines { score, .. } => score,
        other => panic!("{other:?}"),
    };
    assert!(score([(305.0, 210.0), (1161.0, 210.0), (1161.0, 750.0), (305.0, 750.0)]) > 0.9);
    // A part of it, and the desk beside it.
    assert!(score([(305.0, 210.0), (733.0, 210.0), (733.0, 480.0), (305.0, 480.0)]) < 0.3);
    assert!(score([(1165.0, 210.0), (1595.0, 210.0), (1595.0, 480.0), (1165.0, 480.0)]) < 0.1);
    let small = at([(305.0, 210.0), (405.0, 210.0), (405.0, 273.0), (305.0, 273.0)]);
    assert!(matches!(search.glance(&unseen(small), &text), Glance::TooSmall));
}
