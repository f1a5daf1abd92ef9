//! Faces drawn by rule.

use tiny_skia::{PathBuilder, Pixmap};

use crate::paint::{Img, Rgb, ellipse, fill, mix, poly, scale, stroke};
use crate::portrait::Portrait;
use crate::rng::Rng;

/// A face of its own for every seed, on a canvas of `w` x `h` pixels.
pub fn face(rng: &mut Rng, w: usize, h: usize, held: bool) -> Portrait {
    // Drawn on a canvas of 240 x 322 units.
    let s = w as f32 / 240.0;
    let skin: Rgb = {
        let t = rng.range(0.0, 1.0);
        mix([0.93, 0.78, 0.68], [0.76, 0.58, 0.46], t)
    };
    let hair: Rgb = scale([0.13, 0.11, 0.10], rng.range(0.6, 2.0));
    let cloth: Rgb = {
        let set: &[Rgb] = if held {
            &[[0.18, 0.22, 0.34], [0.45, 0.20, 0.22], [0.30, 0.34, 0.30], [0.75, 0.72, 0.68]]
        } else {
            &[[0.15, 0.16, 0.18], [0.35, 0.42, 0.55], [0.55, 0.52, 0.48], [0.20, 0.32, 0.28]]
        };
        set[rng.index(set.len())]
    };
    let (cx, cy) = (120.0 + rng.range(-3.0, 3.0), 132.0 + rng.range(-5.0, 5.0));
    let (rx, ry) = (rng.range(49.0, 58.0), rng.range(66.0, 76.0));
    let long = rng.chance(0.45);
    let mut map = Pixmap::new(w as u32, h as u32).expect("a size");
    let e = |x: f32, y: f32, a: f32, b: f32, t: f32| ellipse(x * s, y * s, a * s, b * s, t);
    let dark = scale(skin, 0.72);
    if long {
        let drop = rng.range(10.0, 60.0);
        fill(&mut map, &e(cx, cy + drop * 0.5, rx + 17.0, ry + 10.0 + drop * 0.5, 0.0), hair, 1.0);
    }
    // Shoulders, neck, collar.
    let top = cy + ry + 20.0 + rng.range(-4.0, 6.0);
    let body = {
        let mut b = PathBuilder::new();
        b.move_to((cx - 26.0) * s, top * s);
        b.cubic_to((cx - 80.0) * s, (top + 12.0) * s, (cx - 112.0) * s, (top + 26.0) * s, (cx - 116.0) * s, 330.0 * s);
        b.line_to((cx + 116.0) * s, 330.0 * s);
        b.cubic_to((cx + 112.0) * s, (top + 26.0) * s, (cx + 80.0) * s, (top + 12.0) * s, (cx + 26.0) * s, top * s);
        b.close();
        b.finish().expect("a body")
    };
    fill(&mut map, &body, cloth, 1.0);
    fill(&mut map, &e(cx, top - 8.0, 27.0, 40.0, 0.0), dark, 1.0);
    fill(
        &mut map,
        &poly(&[((cx - 27.0) * s, top * s), ((cx + 27.0) * s, top * s), (cx * s, (top + 42.0) * s)], true),
        dark,
        1.0,
    );
    for side in [-1.0, 1.0] {
        let p = poly(
            &[
                ((cx + side * 30.0) * s, (top - 8.0) * s),
                (cx * s, (top + 44.0) * s),
                ((cx + side * 46.0) * s, (top + 40.0) * s),
            ],
            true,
        );
        fill(&mut map, &p, scale(cloth, 1.25), 1.0);
        fill(&mut map, &e(cx + side * (rx + 2.0), cy + 6.0, 8.0, 16.0, side * 0.1), scale(skin, 0.88), 1.0);
    }
    // Head with a shaded side.
    fill(&mut map, &e(cx, cy, rx, ry, 0.0), skin, 1.0);
    let side = rng.sign();
    for i in 0..6 {
        let t = i as f32 / 6.0;
        fill(
            &mut map,
            &e(cx + side * (rx * (0.86 + 0.1 * t)), cy + 8.0, rx * 0.3 * (1.0 - t), ry * 0.75 * (1.0 - t * 0.5), 0.0),
            dark,
            0.08,
        );
    }
    // Hair over the forehead.
    let parting = rng.range(-25.0, 25.0);
    let cap = {
        let mut b = PathBuilder::new();
        let (l, r, t) = (cx - rx - 6.0, cx + rx + 6.0, cy - ry - 16.0);
        let low = cy - ry * rng.range(0.05, 0.35);
        let brow = cy - ry * rng.range(0.42, 0.62);
        b.move_to(l * s, low * s);
        b.cubic_to(l * s, (t - 4.0) * s, r * s, (t - 4.0) * s, r * s, low * s);
        b.cubic_to(
            (r - 10.0) * s,
            (brow + 8.0) * s,
            (cx + parting + 26.0) * s,
            (brow + 4.0) * s,
            (cx + parting) * s,
            (brow - 12.0) * s,
        );
        b.cubic_to((cx + parting - 26.0) * s, (brow + 6.0) * s, (l + 10.0) * s, (brow + 8.0) * s, l * s, low * s);
        b.close();
        b.finish().expect("hair")
    };
    fill(&mut map, &cap, hair, 1.0);
    for _ in 0..30 {
        let x = cx + rng.range(-rx, rx);
        let y = cy - ry * rng.range(0.75, 1.12);
        stroke(
            &mut map,
            &poly(&[(x * s, y * s), ((x + rng.range(-6.0, 6.0)) * s, (y + rng.range(6.0, 18.0)) * s)], false),
            scale(hair, 1.7),
            0.25,
            1.2 * s,
        );
    }
    features(rng, &mut map, (cx, cy, rx, ry, s), skin, hair);
    let mask: Vec<f32> = map.pixels().iter().map(|p| f32::from(p.alpha()) / 255.0).collect();
    let px = map
        .pixels()
        .iter()
        .map(|p| {
            let a = f32::from(p.alpha()).max(1.0);
            [f32::from(p.red()) / a, f32::from(p.green()) / a, f32::from(p.blue()) / a]
        })
        .collect();
    let mut img = Img { w, h, px };
    img.blur(0.9 * s);
    // Skin and cloth are never flat.
    let (gx, gy) = (rng.range(-0.12, 0.12), rng.range(-0.1, 0.05));
    for (i, c) in img.px.iter_mut().enumerate() {
        let (x, y) = ((i % w) as f32 / w as f32 - 0.5, (i / w) as f32 / h as f32 - 0.5);
        *c = scale(*c, 1.0 + gx * x * 2.0 + gy * y * 2.0 + rng.range(-0.02, 0.02));
    }
    Portrait { img, mask }
}

fn features(rng: &mut Rng, map: &mut Pixmap, at: (f32, f32, f32, f32, f32), skin: Rgb, hair: Rgb) {
    let (cx, cy, rx, ry, s) = at;
    let e = |x: f32, y: f32, a: f32, b: f32, t: f32| ellipse(x * s, y * s, a * s, b * s, t);
    let eye_y = cy - ry * rng.range(0.02, 0.10);
    let eye_x = rx * rng.range(0.40, 0.46);
    let open = rng.range(3.4, 5.2);
    let glasses = rng.chance(0.25);
    let brow = rng.range(2.2, 4.2);
    let tilt = rng.range(-0.1, 0.12);
    for side in [-1.0, 1.0] {
        let x = cx + side * eye_x;
        fill(map, &e(x, eye_y + 1.0, 13.5, open + 4.0, 0.0), scale(skin, 0.86), 0.6);
        fill(map, &e(x, eye_y, 11.0, open, side * tilt), [0.94, 0.93, 0.92], 1.0);
        fill(map, &e(x, eye_y, open * 0.98, open, 0.0), [0.16, 0.11, 0.09], 1.0);
        fill(map, &e(x - 1.2, eye_y - 1.4, 1.1, 1.1, 0.0), [0.95, 0.95, 0.95], 0.9);
        let lid = poly(
            &[
                ((x - 12.0) * s, (eye_y + 1.0) * s),
                ((x - 5.0) * s, (eye_y - open) * s),
                ((x + 5.0) * s, (eye_y - open) * s),
                ((x + 12.0) * s, (eye_y + 1.0) * s),
            ],
            false,
        );
        stroke(map, &lid, [0.12, 0.09, 0.08], 0.9, 1.8 * s);
        let arch = poly(
            &[
                ((x - 14.0) * s, (eye_y - 15.0 - side * tilt * 30.0) * s),
                (x * s, (eye_y - 18.5) * s),
                ((x + 14.0) * s, (eye_y - 15.0 + side * tilt * 30.0) * s),
            ],
            false,
        );
        stroke(map, &arch, hair, 0.8, brow * s);
        if glasses {
            let ring = e(x, eye_y + 1.0, 17.5, 14.0, 0.0);
            stroke(map, &ring, [0.1, 0.1, 0.11], 0.9, 1.7 * s);
            let arm = poly(&[((x + side * 17.0) * s, eye_y * s), ((cx + side * rx) * s, (eye_y - 3.0) * s)], false);
            stroke(map, &arm, [0.1, 0.1, 0.11], 0.9, 1.7 * s);
        }
    }
    let nose = eye_y + ry * rng.range(0.36, 0.44);
    fill(map, &e(cx, nose - 4.0, 9.0, 7.0, 0.0), scale(skin, 1.05), 0.7);
    for side in [-1.0, 1.0] {
        fill(map, &e(cx + side * 5.0, nose + 1.5, 2.6, 1.7, 0.0), scale(skin, 0.5), 0.9);
        stroke(
            map,
            &poly(
                &[
                    ((cx + side * 6.0) * s, (eye_y + 6.0) * s),
                    ((cx + side * 8.0) * s, (nose - 6.0) * s),
                    ((cx + side * 10.0) * s, nose * s),
                ],
                false,
            ),
            scale(skin, 0.78),
            0.5,
            1.5 * s,
        );
    }
    let mouth = nose + ry * rng.range(0.24, 0.3);
    let half = rng.range(15.0, 21.0);
    let lip: Rgb = [skin[0] * 0.86, skin[1] * 0.60, skin[2] * 0.60];
    fill(map, &e(cx, mouth, half, rng.range(3.5, 5.5), 0.0), lip, 0.95);
    stroke(
        map,
        &poly(
            &[((cx - half) * s, (mouth - 0.5) * s), (cx * s, (mouth + 0.8) * s), ((cx + half) * s, (mouth - 0.5) * s)],
            false,
        ),
        scale(lip, 0.55),
        0.9,
        1.4 * s,
    );
    fill(map, &e(cx, mouth + 11.0, half * 0.6, 2.6, 0.0), scale(skin, 0.85), 0.6);
}
