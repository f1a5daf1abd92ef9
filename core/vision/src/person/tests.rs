//! Drawn persons before drawn walls: what is on the wall, and how the shoulders stand.

use heyan_rules::Point;
use heyan_rules::geometry::Rect;
use heyan_rules::portrait::PatchKind;

use super::colour::linear;
use super::hair::HairColours;
use super::scene::{FacePlace, Scene};
use super::shoulders::framing;
use super::surface::Surface;
use super::wall::{OnWall, on_wall};
use crate::frame::STEPS;

const WIDTH: usize = 240;
const HEIGHT: usize = 320;
const AXIS: f32 = 120.0;
/// Top of the hair, chin, and half the breadth of the head.
const CROWN: f32 = 40.0;
const CHIN: f32 = 140.0;
const HALF: f32 = 34.0;
/// Line of the shoulders, and half their breadth.
const SHOULDERS: f32 = 165.0;
const BREADTH: f32 = 92.0;

/// Whether the drawn person, moved and with their shoulders sloping (the picture's right one higher), is at a place.
fn is_person(x: f32, y: f32, moved: (f32, f32), slope_deg: f32) -> bool {
    let (x, y) = (x - AXIS - moved.0, y - moved.1);
    let head = (x / HALF).powi(2) + ((y - (CROWN + CHIN) / 2.0) / ((CHIN - CROWN) / 2.0)).powi(2) < 1.0;
    let neck = x.abs() < 18.0 && y > CHIN - 20.0 && y < SHOULDERS + 20.0;
    let top = SHOULDERS - x * slope_deg.to_radians().tan();
    // Rounds of 18 px at the ends.
    let over = (x.abs() - (BREADTH - 18.0)).max(0.0);
    let body = x.abs() < BREADTH && y > top + 18.0 - (18.0f32 * 18.0 - over * over).max(0.0).sqrt();
    head || neck || body
}

/// White paint with a gradient of light and noise of about one code.
fn wall(x: usize, y: usize, paint: [f32; 3]) -> [f32; 3] {
    let light = 1.0 - 0.12 * y as f32 / HEIGHT as f32 - 0.06 * x as f32 / WIDTH as f32;
    let mut state = (y * WIDTH + x) as u32 ^ 0x9E37_79B9;
    for _ in 0..3 {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
    }
    let noise = 1.0 + 0.008 * ((state & 0xFFFF) as f32 / 32768.0 - 1.0);
    paint.map(|v| linear(v) * light * noise)
}

const WHITE: [f32; 3] = [0.95, 0.95, 0.94];

/// Linear light in quarters of a code (IEC 61966-2-1).
fn coded(light: f32) -> u16 {
    let code = if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (code.clamp(0.0, 1.0) * 255.0 * f32::from(STEPS)).round() as u16
}

/// A scene in which `draw` changes the linear colour of the wall.
fn scene_with(moved: (f32, f32), slope_deg: f32, draw: impl Fn(f32, f32, [f32; 3]) -> [f32; 3]) -> Scene<'static> {
    let (mut colours, mut person, mut outside) = (Vec::new(), Vec::new(), Vec::new());
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let (fx, fy) = (x as f32, y as f32);
            let is = |dx: f32, dy: f32| is_person(fx + dx, fy + dy, moved, slope_deg);
            let own = is(0.0, 0.0);
            let near = [-6.0, 0.0, 6.0].iter().any(|dx| [-6.0, 0.0, 6.0].iter().any(|dy| is(*dx, *dy)));
            let colour = if own { [0.1, 0.08, 0.06] } else { draw(fx, fy, wall(x, y, WHITE)) };
            colours.push(colour.map(coded));
            person.push(if own { 255 } else { 0 });
            outside.push(if near { 0 } else { 255 });
        }
    }
    let (ax, dy) = (AXIS + moved.0, moved.1);
    let place = FacePlace {
        chin: Point::new(ax, CHIN + dy),
        hairline: Point::new(ax, CROWN + 22.0 + dy),
        right: Point::new(ax - HALF + 2.0, 95.0 + dy),
        left: Point::new(ax + HALF - 2.0, 95.0 + dy),
    };
    Scene { width: WIDTH, height: HEIGHT, factor: 5.0, rgb: colours.leak(), person, outside, place }
}

fn found(draw: impl Fn(f32, f32, [f32; 3]) -> [f32; 3]) -> OnWall {
    let scene = scene_with((0.0, 0.0), 0.0, draw);
    on_wall(&scene, &Surface::of(&scene).unwrap(), &HairColours::of(&scene)).unwrap()
}

/// Overlap of the polygon with a box, both in pixels of the picture.
fn overlap(outline: &[Point], truth: Rect) -> f32 {
    let inside = |p: Point| {
        let edges = outline.iter().zip(outline.iter().cycle().skip(1));
        edges
            .filter(|(a, b)| (a.y <= p.y) != (b.y <= p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
            .count()
            % 2
            == 1
    };
    let (mut both, mut either) = (0.0, 0.0);
    for y in (0..HEIGHT * 5).step_by(5) {
        for x in (0..WIDTH * 5).step_by(5) {
            let p = Point::new(x as f32 + 0.5, y as f32 + 0.5);
            let (a, b) = (inside(p), truth.contains(p));
            both += f32::from(a && b);
            either += f32::from(a || b);
        }
    }
    both / f32::max(either, 1.0)
}

/// A drawn box of the scene as one of the picture.
fn in_picture([l, t, r, b]: [f32; 4]) -> Rect {
    Rect::new(l * 5.0, t * 5.0, r * 5.0, b * 5.0)
}

fn is_in([l, t, r, b]: [f32; 4], x: f32, y: f32) -> bool {
    x >= l && x < r && y >= t && y < b
}

#[test]
fn a_white_wall_with_light_falling_off_is_empty() {
    let empty = found(|_, _, wall| wall);
    assert!(empty.clutter.is_empty() && empty.shadows.is_empty(), "{empty:?}");
    assert!(empty.evidence.wall_ratio > 0.98, "{}", empty.evidence.wall_ratio);
}

#[test]
fn rough_plaster_is_no_clutter() {
    let rough = found(|x, y, wall| {
        let bump = 1.0 + 0.03 * ((x * 0.9).sin() * (y * 1.1).cos() + (x * 0.31 + y * 0.47).sin());
        wall.map(|v| v * bump)
    });
    assert!(rough.clutter.is_empty() && rough.shadows.is_empty(), "{:?}", rough.clutter);
}

#[test]
fn a_thing_is_outlined_where_it_stands() {
    for (place, colour) in [
        ([20.0, 30.0, 60.0, 90.0], [0.5, 0.1, 0.08]),
        ([190.0, 40.0, 225.0, 70.0], [0.02, 0.02, 0.02]),
        ([15.0, 110.0, 35.0, 140.0], [0.6, 0.6, 0.2]),
    ] {
        let things = found(|x, y, wall| if is_in(place, x, y) { colour } else { wall });
        let [thing] = things.clutter.as_slice() else { panic!("{:?}", things.clutter) };
        assert_eq!(thing.kind, PatchKind::Object);
        assert!(overlap(&thing.outline, in_picture(place)) > 0.7, "{place:?} {:?}", thing.outline);
        assert!(things.shadows.is_empty());
    }
}

#[test]
fn a_white_socket_is_closed_from_its_rim_and_holes() {
    let place = [24.0, 60.0, 44.0, 80.0];
    let socket = found(|x, y, wall| {
        let rim = is_in(place, x, y) && !is_in([25.0, 61.0, 43.0, 79.0], x, y);
        let holes = is_in([30.0, 68.0, 32.0, 73.0], x, y) || is_in([36.0, 68.0, 38.0, 73.0], x, y);
        wall.map(|v| {
            if rim {
                v * 0.75
            } else if holes {
                v * 0.3
            } else {
                v
            }
        })
    });
    let [thing] = socket.clutter.as_slice() else { panic!("{:?}", socket.clutter) };
    assert!(overlap(&thing.outline, in_picture(place)) > 0.5, "{:?}", thing.outline);
}

#[test]
fn the_persons_shadow_is_told_from_things_hard_or_soft() {
    for soft in [0.5f32, 6.0] {
        let shade = found(|x, y, wall| {
            // A penumbra: the mean over places about.
            let spots = [-1.0, -0.5, 0.0, 0.5, 1.0];
            let dark = spots.iter().flat_map(|dx| spots.iter().map(move |dy| (x + dx * soft, y + dy * soft)));
            let share = dark.filter(|(x, y)| is_person(*x, *y, (24.0, 10.0), 0.0)).count() as f32 / 25.0;
            wall.map(|v| v * (1.0 - 0.4 * share))
        });
        assert!(shade.clutter.is_empty(), "{soft}: {:?}", shade.clutter);
        let area: f32 = shade.shadows.iter().map(|s| s.area_ratio).sum();
        assert!(area > 0.01, "{soft}: {area}");
    }
}

#[test]
fn the_corner_of_a_room_is_found_however_faint() {
    for darker in [0.93, 0.8] {
        let corner = found(|x, _, wall| if x > 205.0 { wall.map(|v| v * darker) } else { wall });
        assert!(!corner.clutter.is_empty(), "{darker}");
        assert!(corner.shadows.is_empty(), "{darker}");
    }
}

#[test]
fn shoulders_are_seen_whole_level_or_cut() {
    let plain = |_: f32, _: f32, wall: [f32; 3]| wall;
    let level = framing(&scene_with((0.0, 0.0), 0.0, plain));
    let shoulders = level.shoulders.unwrap();
    assert!(shoulders.left_visible && shoulders.right_visible);
    assert!(shoulders.tilt_deg.unwrap().abs() < 1.0, "{shoulders:?}");
    assert!((level.headroom_ratio - CROWN / HEIGHT as f32).abs() < 0.01);
    assert!((level.head_height_ratio - (CHIN - CROWN) / HEIGHT as f32).abs() < 0.015);
    assert!(level.centre_offset_ratio.abs() < 0.01);
    for slope in [-12.0, 9.0] {
        let tilt = framing(&scene_with((0.0, 0.0), slope, plain)).shoulders.unwrap().tilt_deg.unwrap();
        assert!((tilt - slope).abs() < 2.5, "{slope}: {tilt}");
    }
    // Moved to the picture's left, which is the person's right.
    let cut = framing(&scene_with((-60.0, 0.0), 0.0, plain));
    let shoulders = cut.shoulders.unwrap();
    assert!(!shoulders.right_visible && shoulders.left_visible && shoulders.tilt_deg.is_none());
    assert!(cut.centre_offset_ratio < -0.2);
    let near = framing(&scene_with((0.0, 200.0), 0.0, plain));
    assert!(near.shoulders.is_none_or(|s| !s.left_visible && !s.right_visible));
}

/// A dark place of the person's colours to the picture's right of the head; `is` says how far from its middle line a pixel is.
fn beside_head(is: impl Fn(f32, f32) -> bool) -> heyan_rules::portrait::ByHead {
    let on = found(|x, y, wall| if is(x, y) { [0.1, 0.08, 0.06] } else { wall });
    let [patch] = on.clutter.as_slice() else { panic!("{:?}", on.clutter) };
    assert_eq!(patch.kind, PatchKind::Object);
    patch.by_head.unwrap()
}

#[test]
fn a_strand_of_hair_is_thin_close_and_of_the_hairs_colour() {
    // From the side of the head down and out.
    let strand = |x: f32, y: f32| (64.0..118.0).contains(&y) && (x - 152.0 - 0.4 * (y - 64.0)).abs() < 1.3;
    let hair = beside_head(strand);
    assert!(hair.within_ratio > 0.95 && hair.hair_ratio > 0.9, "{hair:?}");
    assert!(hair.gap_ratio < 0.03 && hair.breadth_ratio < 0.1 && hair.reach_ratio < 0.4, "{hair:?}");
    let thing = beside_head(|x, y| (x - 172.0).hypot(y - 80.0) < 14.0);
    assert!(thing.breadth_ratio > 0.2, "{thing:?}");
    let apart = beside_head(|x, y| (190.0..193.0).contains(&x) && (60.0..90.0).contains(&y));
    assert!(apart.gap_ratio > 0.2, "{apart:?}");
}
