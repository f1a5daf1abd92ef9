//! Things that happen to a card and over it: wear, sheen, glare, thumbs, notes, sleeves.

use tiny_skia::Transform;

use crate::card::{HEIGHT, Print, WIDTH};
use crate::font::{Style, Type, font};
use crate::paint::{Img, Rgb, ellipse, fill, mix, poly, sin, smooth, stroke};
use crate::rng::Rng;

/// Rubbed, scratched and a little faded print.
pub fn worn(rng: &mut Rng, print: &mut Print) {
    let fade = rng.range(0.04, 0.2);
    let seed = rng.range(0.0, 100.0);
    let (w, s) = (print.img.w, print.scale);
    for (i, c) in print.img.px.iter_mut().enumerate() {
        let (x, y) = ((i % w) as f32 / s, (i / w) as f32 / s);
        let patch = 0.5 + 0.5 * sin(x * 0.16 + seed) * sin(y * 0.21 + seed * 1.7);
        *c = mix(*c, [0.91, 0.91, 0.90], fade * (0.4 + 0.6 * patch));
    }
    let mut map = print.img.to_pixmap();
    for _ in 0..rng.int(100, 320) {
        let (x, y, r) = (rng.range(0.0, WIDTH), rng.range(0.0, HEIGHT), rng.range(0.03, 0.11));
        let c: Rgb = if rng.chance(0.7) { [0.94, 0.94, 0.93] } else { [0.55, 0.52, 0.5] };
        fill(
            &mut map,
            &ellipse(x * s, y * s, r * s, r * s * rng.range(0.5, 1.0), rng.range(0.0, 3.0)),
            c,
            rng.range(0.4, 0.8),
        );
    }
    for _ in 0..rng.int(6, 20) {
        let (x, y) = (rng.range(0.0, WIDTH), rng.range(0.0, HEIGHT));
        let (dx, dy) = (rng.range(-25.0, 25.0), rng.range(-12.0, 12.0));
        let line =
            poly(&[(x * s, y * s), ((x + dx * 0.5) * s, (y + dy * 0.6) * s), ((x + dx) * s, (y + dy) * s)], false);
        stroke(&mut map, &line, [0.95, 0.95, 0.95], rng.range(0.2, 0.55), rng.range(0.04, 0.1) * s);
    }
    print.img = Img::from_pixmap(&map);
}

/// Plastic that has grown yellow with the years, and print that has paled.
pub fn yellowed(rng: &mut Rng, print: &mut Print) {
    let tint: Rgb = [1.0, rng.range(0.93, 0.985), rng.range(0.72, 0.9)];
    let pale = rng.range(0.0, 0.25);
    for c in &mut print.img.px {
        let paled = mix(*c, [0.93, 0.93, 0.92], pale);
        *c = [paled[0] * tint[0], paled[1] * tint[1], paled[2] * tint[2]];
    }
}

/// Faint patches in the colours of the rainbow, as the film shows them.
pub fn hologram(rng: &mut Rng, print: &mut Print) {
    let (w, s) = (print.img.w, print.scale);
    let spots: Vec<[f32; 4]> = (0..rng.int(2, 4))
        .map(|_| [rng.range(5.0, 80.0), rng.range(5.0, 50.0), rng.range(8.0, 20.0), rng.range(0.10, 0.24)])
        .collect();
    let (fx, fy) = (rng.range(-0.25, 0.25), rng.range(-0.25, 0.25));
    for (i, c) in print.img.px.iter_mut().enumerate() {
        let (x, y) = ((i % w) as f32 / s, (i / w) as f32 / s);
        for [cx, cy, r, a] in &spots {
            let d = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (r * r);
            if d < 1.0 {
                let t = x * fx + y * fy;
                let hue = [0.75 + 0.25 * sin(t), 0.75 + 0.25 * sin(t + 2.1), 0.75 + 0.25 * sin(t + 4.2)];
                *c = mix(*c, hue, a * smooth(1.0, 0.2, d));
            }
        }
    }
}

/// A faint watermark across the card that says what the copy is for.
pub fn watermark(rng: &mut Rng, print: &mut Print) {
    let mut map = print.img.to_pixmap();
    let s = print.scale;
    let f = font(Type::MicroHei);
    let em = rng.range(3.2, 5.0) * s;
    let turn = Transform::from_rotate_at(rng.range(-32.0, -18.0), WIDTH * s / 2.0, HEIGHT * s / 2.0);
    let style = Style::new(em, [0.45, 0.45, 0.5]).alpha(rng.range(0.10, 0.2));
    let gap = rng.range(14.0, 20.0);
    for row in -2..6 {
        for column in -1..4 {
            let x = (column as f32 * 44.0 + (row % 2) as f32 * 15.0) * s;
            f.draw_at(&mut map, "仅供备案使用", x, row as f32 * gap * s, style, turn);
        }
    }
    print.img = Img::from_pixmap(&map);
}

/// Light reflected by the card at a place in mm: a burnt-out core with a soft rim.
pub fn glare(rng: &mut Rng, print: &mut Print, at: (f32, f32), radii: (f32, f32), strength: f32) {
    let (w, s) = (print.img.w, print.scale);
    let turn = rng.range(-0.5, 0.5);
    let (ct, st) = (libm::cosf(turn), libm::sinf(turn));
    let tint: Rgb = [1.0, rng.range(0.97, 1.0), rng.range(0.9, 1.0)];
    let ripple = rng.range(0.0, 6.0);
    for (i, c) in print.img.px.iter_mut().enumerate() {
        let (x, y) = ((i % w) as f32 / s - at.0, (i / w) as f32 / s - at.1);
        let (u, v) = ((x * ct + y * st) / radii.0, (y * ct - x * st) / radii.1);
        let d = (u * u + v * v).sqrt() * (1.0 + 0.07 * sin(3.0 * u + ripple) + 0.05 * sin(4.0 * v - ripple));
        if d < 2.4 {
            let k = smooth(1.25, 0.8, d) * (1.1 + strength) + 0.22 * smooth(2.4, 0.8, d);
            for j in 0..3 {
                c[j] += k * tint[j];
            }
        }
    }
}
