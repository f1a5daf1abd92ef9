//! Sizes of pictures and places of cards in them.

use crate::card;
use crate::rng::Rng;
use crate::view::{Quad, Stance, bounds, long_side, project_of};

/// The size of a picture as phones and chats leave it.
pub fn size(rng: &mut Rng) -> (usize, usize) {
    let long = if rng.chance(0.75) { rng.range(1100.0, 2100.0) } else { rng.range(2100.0, 3000.0) };
    let ratio = [0.75, 0.75, 0.5625, 0.6667][rng.index(4)];
    let (a, b) = (long as usize, (long * ratio) as usize);
    let (w, h) = if rng.chance(0.65) { (a, b) } else { (b, a) };
    (w.max(900), h)
}

/// A stance of good pictures: any of four orientations (mostly upright), tilted, in perspective.
pub fn stance(rng: &mut Rng) -> Stance {
    let quarter = if rng.chance(0.6) { 0.0 } else { rng.int(1, 3) as f32 * 90.0 };
    let tilt = if rng.chance(0.5) { rng.range(-4.0, 4.0) } else { rng.range(-20.0, 20.0) };
    let lean = if rng.chance(0.5) { 8.0 } else { 22.0 };
    Stance { roll: quarter + tilt, pitch: rng.range(-lean, lean), yaw: rng.range(-lean, lean) }
}

/// Puts a card of a stance into a picture: its bounding box takes `fill` of the width, at a random place.
/// None when it does not fit.
pub fn place(rng: &mut Rng, stance: Stance, fill: f32, w: usize, h: usize) -> Option<Quad> {
    place_of([card::WIDTH, card::HEIGHT], rng, stance, fill, (w, h))
}

/// The same of a page of another size in mm.
pub fn place_of(size: [f32; 2], rng: &mut Rng, stance: Stance, fill: f32, (w, h): (usize, usize)) -> Option<Quad> {
    let (w, h) = (w as f32, h as f32);
    let mut q = project_of(size, stance).map(|c| [c[0] * fill * w, c[1] * fill * w]);
    let (lo, hi) = bounds(&q);
    let (bw, bh) = (hi[0] - lo[0], hi[1] - lo[1]);
    if bh > 0.97 * h || bw > 0.97 * w {
        return None;
    }
    let (rx, ry) = ((w - bw) / 2.0 - 0.012 * w, (h - bh) / 2.0 - 0.012 * h);
    let spread = if rng.chance(0.7) { 0.4 } else { 1.0 };
    let mut free = |r: f32| rng.range(-1.0, 1.0) * r.max(0.0) * spread;
    let (cx, cy) = (w / 2.0 + free(rx), h / 2.0 + free(ry));
    for c in &mut q {
        *c = [c[0] + cx, c[1] + cy];
    }
    Some(q)
}

/// The smallest long side of a card in a good picture: below it a person cannot read an address either.
pub const SMALLEST_GOOD_PX: f32 = 480.0;

/// Size and place of a good picture.
pub fn good_place(rng: &mut Rng) -> (usize, usize, Quad) {
    good_place_of([card::WIDTH, card::HEIGHT], rng)
}

/// The same of a page of another size in mm, as many pixels a mm at least.
pub fn good_place_of(page: [f32; 2], rng: &mut Rng) -> (usize, usize, Quad) {
    loop {
        let (w, h) = size(rng);
        let fill = if rng.chance(0.3) { rng.range(0.25, 0.5) } else { rng.range(0.5, 0.95) };
        let s = stance(rng);
        if let Some(q) = place_of(page, rng, s, fill, (w, h))
            && long_side(&q) >= SMALLEST_GOOD_PX * page[0] / card::WIDTH
        {
            return (w, h, q);
        }
    }
}

/// Size and place of a good picture in which the card lies turned by 30 to 60 degrees.
pub fn turned_place(rng: &mut Rng) -> (usize, usize, Quad) {
    loop {
        let (w, h) = size(rng);
        let quarter = rng.int(0, 3) as f32 * 90.0;
        let roll = quarter + rng.range(30.0, 60.0);
        let s = Stance { roll, pitch: rng.range(-10.0, 10.0), yaw: rng.range(-10.0, 10.0) };
        let fill = rng.range(0.4, 0.9);
        if let Some(q) = place(rng, s, fill, w, h)
            && long_side(&q) >= SMALLEST_GOOD_PX
        {
            return (w, h, q);
        }
    }
}

/// Size and place of a picture taken from too far off: the card is about 30 % of its width, and can be read all the same.
pub fn far_place(rng: &mut Rng) -> (usize, usize, Quad) {
    loop {
        let w = rng.range(1900.0, 3000.0);
        let (w, h) = (w as usize, (w * [0.75, 1.333, 0.5625][rng.index(3)]) as usize);
        let s = stance(rng);
        let fill = rng.range(0.27, 0.33);
        if let Some(q) = place(rng, s, fill, w, h)
            && long_side(&q) >= SMALLEST_GOOD_PX
        {
            return (w, h, q);
        }
    }
}

/// A scan: the card edge to edge.
pub fn scan_place(rng: &mut Rng) -> (usize, usize, Quad) {
    let w = rng.range(900.0, 2200.0);
    let h = w * card::HEIGHT / card::WIDTH;
    let m = if rng.chance(0.5) { 0.0 } else { rng.range(0.0, 0.02) * w };
    let (pw, ph) = ((w + 2.0 * m) as usize, (h + 2.0 * m) as usize);
    let mut q = [[m, m], [m + w, m], [m + w, m + h], [m, m + h]];
    if rng.chance(0.2) {
        q.rotate_left(2);
    }
    (pw, ph, q)
}

/// A picture cut along the card's edges by hand: each edge up to 0.4 mm off.
pub fn edge_to_edge(rng: &mut Rng) -> (usize, usize, Quad) {
    let off: [f32; 4] = std::array::from_fn(|_| rng.range(-0.4, 0.4));
    cut_to(rng, off)
}

/// A picture cut `mm` into the card: all round, at one side, or at two that meet.
pub fn cropped(rng: &mut Rng, mm: f32) -> (usize, usize, Quad) {
    let mut cut = [0.0; 4];
    match rng.index(3) {
        0 => cut = [mm; 4],
        1 => cut[rng.index(4)] = mm,
        _ => {
            let first = rng.index(4);
            cut[first] = mm;
            cut[(first + 1) % 4] = mm;
        }
    }
    let off: [f32; 4] = std::array::from_fn(|_| rng.range(-0.2, 0.2));
    let mut all = cut;
    for (side, off) in all.iter_mut().zip(off) {
        if *side == 0.0 {
            *side = off;
        }
    }
    cut_to(rng, all)
}

/// A picture of a card of which so many mm (top, right, bottom, left) are cut off.
fn cut_to(rng: &mut Rng, [top, right, bottom, left]: [f32; 4]) -> (usize, usize, Quad) {
    let k = rng.range(900.0, 2200.0) / card::WIDTH;
    let (w, h) = ((card::WIDTH - left - right) * k, (card::HEIGHT - top - bottom) * k);
    let (x, y) = (-left * k, -top * k);
    let (r, b) = (x + card::WIDTH * k, y + card::HEIGHT * k);
    let mut q = [[x, y], [r, y], [r, b], [x, b]];
    let (w, h) = (w.round(), h.round());
    if rng.chance(0.2) {
        // On its head: the same cut at the other side.
        q = q.map(|[x, y]| [w - x, h - y]);
    }
    (w as usize, h as usize, q)
}

/// The resolution to print at for a card of this size in the picture.
#[must_use]
pub fn print_scale(quad: &Quad) -> f32 {
    (long_side(quad) / card::WIDTH * 1.1).clamp(9.0, 24.0)
}
