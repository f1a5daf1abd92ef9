//! What the back carries beside words: an emblem-like red drawing and a Great Wall in faint lines.

use tiny_skia::Pixmap;

use crate::paint::{Rgb, ellipse, fill, poly, stroke};
use crate::rng::Rng;

/// A star of five points, turned by `turn` radians.
pub(crate) fn star(map: &mut Pixmap, cx: f32, cy: f32, r: f32, turn: f32, c: Rgb, alpha: f32) {
    let points: Vec<_> = (0..10)
        .map(|i| {
            let a = turn + i as f32 * std::f32::consts::PI / 5.0 - std::f32::consts::FRAC_PI_2;
            let k = if i % 2 == 0 { r } else { r * 0.39 };
            (cx + k * libm::cosf(a), cy + k * libm::sinf(a))
        })
        .collect();
    fill(map, &poly(&points, true), c, alpha);
}

/// An emblem in red within a circle of radius `r`: stars over a gate, sheaves round them, a gear below.
pub fn emblem(map: &mut Pixmap, cx: f32, cy: f32, r: f32, c: Rgb, alpha: f32) {
    let line = r * 0.028;
    let pale: Rgb = [0.97, 0.86, 0.84];
    fill(map, &ellipse(cx, cy - r * 0.06, r * 0.80, r * 0.84, 0.0), c, alpha * 0.92);
    stroke(map, &ellipse(cx, cy - r * 0.06, r * 0.88, r * 0.92, 0.0), c, alpha, line);
    // Sheaves: grains along both sides.
    for side in [-1.0, 1.0] {
        for i in 0..15 {
            let a = (20.0 + i as f32 * 9.4).to_radians();
            let (x, y) = (cx + side * r * 0.90 * libm::sinf(a), cy - r * 0.06 - r * 0.93 * libm::cosf(a));
            let lean = side * a;
            fill(map, &ellipse(x, y, r * 0.045, r * 0.10, lean + side * 0.5), c, alpha);
            fill(map, &ellipse(x + side * r * 0.02, y, r * 0.018, r * 0.06, lean - side * 0.4), pale, alpha * 0.8);
        }
    }
    // The large star and four small ones.
    star(map, cx, cy - r * 0.50, r * 0.20, 0.0, pale, alpha);
    for (dx, dy) in [(-0.36, -0.40), (-0.20, -0.22), (0.20, -0.22), (0.36, -0.40)] {
        star(map, cx + dx * r, cy + dy * r, r * 0.085, dx, pale, alpha);
    }
    // The gate: roofs, wall with five doors.
    let g = |pts: &[(f32, f32)]| poly(&pts.iter().map(|(x, y)| (cx + x * r, cy + y * r)).collect::<Vec<_>>(), true);
    fill(map, &g(&[(-0.34, 0.04), (-0.28, -0.03), (0.28, -0.03), (0.34, 0.04)]), pale, alpha);
    fill(map, &g(&[(-0.40, 0.15), (-0.33, 0.07), (0.33, 0.07), (0.40, 0.15)]), pale, alpha);
    fill(map, &g(&[(-0.52, 0.38), (-0.48, 0.18), (0.48, 0.18), (0.52, 0.38)]), pale, alpha);
    for dx in [-0.34, -0.18, 0.0, 0.18, 0.34] {
        fill(
            map,
            &g(&[(dx - 0.04, 0.38), (dx - 0.04, 0.29), (dx, 0.25), (dx + 0.04, 0.29), (dx + 0.04, 0.38)]),
            c,
            alpha,
        );
    }
    // The gear with ribbons.
    for i in -4..=4 {
        let a = i as f32 * 0.16;
        let (x, y) = (cx + r * 0.9 * libm::sinf(a) * 0.62, cy + r * 0.74 + r * 0.12 * (libm::cosf(a) - 1.0));
        fill(map, &ellipse(x, y + r * 0.06, r * 0.05, r * 0.07, -a), c, alpha);
    }
    fill(map, &ellipse(cx, cy + r * 0.76, r * 0.27, r * 0.16, 0.0), c, alpha);
    fill(map, &ellipse(cx, cy + r * 0.76, r * 0.15, r * 0.085, 0.0), pale, alpha);
    for side in [-1.0, 1.0] {
        fill(map, &g(&[(side * 0.20, 0.72), (side * 0.72, 0.52), (side * 0.66, 0.76), (side * 0.30, 0.92)]), c, alpha);
        stroke(map, &g(&[(side * 0.26, 0.76), (side * 0.64, 0.60)]), pale, alpha * 0.7, line);
    }
}

/// The Great Wall over hills, in lines, from `x0` to `x1` and upwards from `y1`, units pixels.
pub fn great_wall(rng: &mut Rng, map: &mut Pixmap, x0: f32, x1: f32, y1: f32, c: Rgb, alpha: f32) {
    let w = x1 - x0;
    let h = w * 0.42;
    let line = w * 0.0022;
    // Hills as bundles of lines.
    for hill in 0..4 {
        let (px, ph) = (x0 + w * (0.12 + 0.25 * hill as f32 + rng.range(-0.05, 0.05)), h * rng.range(0.45, 1.0));
        let spread = w * rng.range(0.18, 0.30);
        for k in 0..9 {
            let t = k as f32 / 9.0;
            let pts: Vec<_> = (0..40)
                .map(|i| {
                    let u = i as f32 / 39.0 * 2.0 - 1.0;
                    let bump = libm::expf(-3.2 * u * u) * (1.0 + 0.05 * libm::sinf(u * 17.0 + hill as f32));
                    (px + u * spread, y1 - ph * bump * (1.0 - t) - t * h * 0.02)
                })
                .collect();
            stroke(map, &poly(&pts, false), c, alpha * (0.75 - 0.5 * t), line);
        }
    }
    // The wall: two edges winding up, with battlements, and three towers.
    let at = |t: f32| {
        let x = x0 + w * (0.02 + 0.96 * t);
        let y = y1 - h * (0.16 + 0.55 * t - 0.16 * libm::sinf(t * 11.0));
        (x, y)
    };
    let thick = |t: f32| h * (0.13 - 0.08 * t);
    for lower in [0.0, 1.0] {
        let pts: Vec<_> = (0..80)
            .flat_map(|i| {
                let t = i as f32 / 79.0;
                let (x, y) = at(t);
                let notch = if i % 2 == 0 && lower < 0.5 { thick(t) * 0.22 } else { 0.0 };
                let step = w * 0.006;
                [(x, y + lower * thick(t) - notch), (x + step, y + lower * thick(t) - notch)]
            })
            .collect();
        stroke(map, &poly(&pts, false), c, alpha, line * 1.3);
    }
    for t in [0.14, 0.47, 0.83] {
        let (x, y) = at(t);
        let k = thick(t) * 1.5;
        for (bx, by, bw, bh) in [(-0.6, -1.3, 1.2, 1.9), (-0.75, -1.55, 1.5, 0.3)] {
            let r = poly(
                &[
                    (x + bx * k, y + by * k),
                    (x + (bx + bw) * k, y + by * k),
                    (x + (bx + bw) * k, y + (by + bh) * k),
                    (x + bx * k, y + (by + bh) * k),
                ],
                true,
            );
            stroke(map, &r, c, alpha, line * 1.3);
        }
        fill(map, &ellipse(x, y - 0.5 * k, k * 0.16, k * 0.26, 0.0), c, alpha * 0.8);
    }
}
