//! Hair as real people wear it: strands that stand out from the head or hang beside it, and a fringe over the forehead.

use super::dress::noise;
use super::layer::{Layer, luminance};
use super::person::Drawn;
use super::wear::{Axes, Spot};
use crate::heads::shape::Camera;
use crate::paint::{Rgb, mix, scale, smooth};
use crate::rng::Rng;

/// Points of a strand that are joined by straight lines.
const POINTS: usize = 14;

/// The hair of a head, linear light: the darker half of what shows above the forehead. `None` of a bald head, whose colour there
/// is the skin's.
#[must_use]
pub fn colour_of(person: &Drawn, camera: &Camera) -> Option<Rgb> {
    let axes = Axes::of(person, camera);
    let mut seen: Vec<Rgb> = Vec::new();
    for k in 0..400 {
        let (u, v) = ((k % 20) as f32 * 0.6 - 5.7, axes.crown - 0.6 - (k / 20) as f32 * 0.12);
        let [x, y] = axes.px(u, v);
        if x < 0.0 || y < 0.0 || x >= person.layer.w as f32 || y >= person.layer.h as f32 {
            continue;
        }
        let at = y as usize * person.layer.w + x as usize;
        let c = person.layer.px[at];
        if c[3] > 0.95 && person.head.v[at] > 0.95 {
            seen.push([c[0], c[1], c[2]].map(|v| v / c[3]));
        }
    }
    seen.sort_by(|a, b| luminance(*a).total_cmp(&luminance(*b)));
    seen.truncate(seen.len() / 2);
    let count = seen.len().max(1) as f32;
    let mean = seen.iter().fold([0.0; 3], |s, c| [s[0] + c[0], s[1] + c[1], s[2] + c[2]]).map(|s| s / count);
    // Short hair shows the skin below; what is longer has the brown of its own.
    let brown = [1.15, 1.0, 0.84].map(|v| v * luminance(mean));
    (seen.len() > 20 && luminance(mean) < 0.5 * luminance(person.skin)).then(|| mix(mean, brown, 0.7))
}

/// Draws loose strands of `hair` behind a person.
pub fn strands(rng: &mut Rng, person: &mut Drawn, camera: &Camera, hair: Rgb) {
    let axes = Axes::of(person, camera);
    let mut behind = Layer::new(camera.w, camera.h);
    for _ in 0..rng.int(3, 14) {
        let side = rng.sign();
        // From above the crown round to the ear.
        let turn = rng.range(-0.35, 1.35);
        let out = [side * libm::cosf(turn), libm::sinf(turn)];
        let mut from = [0.0, 3.0];
        let inside = |p: [f32; 2]| {
            let [x, y] = axes.px(p[0], p[1]);
            x >= 0.0 && y >= 0.0 && person.head.sample(x, y) > 0.6
        };
        while inside(from) {
            from = [from[0] + 0.15 * out[0], from[1] + 0.15 * out[1]];
        }
        // What grows beside the face hangs, what grows above stands.
        let hangs = smooth(0.9, 0.2, turn);
        let (away, down) = (rng.range(0.3, 2.2), hangs * rng.range(2.0, 12.0) - (1.0 - hangs) * rng.range(0.5, 2.5));
        let knee = [from[0] + out[0] * away * rng.range(0.8, 1.6), from[1] + out[1] * away];
        let end = [from[0] + side * away * rng.range(0.0, 1.2), from[1] - down];
        let start = [from[0] - 0.8 * out[0], from[1] - 0.8 * out[1]];
        let points: Vec<[f32; 2]> = (0..=POINTS)
            .map(|k| {
                let t = k as f32 / POINTS as f32;
                let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
                axes.px(a * start[0] + b * knee[0] + c * end[0], a * start[1] + b * knee[1] + c * end[1])
            })
            .collect();
        let thick = rng.range(0.05, 0.32) * axes.k;
        let colour = scale(hair, rng.range(0.8, 1.7));
        line(&mut behind, &points, thick, colour);
    }
    behind.over(&person.layer);
    person.layer = behind;
}

/// A line through `points` that thins out to its end, `thick` px at its root.
fn line(layer: &mut Layer, points: &[[f32; 2]], thick: f32, colour: Rgb) {
    let reach = thick + 1.0;
    let count = points.len().max(2) as f32 - 1.0;
    for (k, pair) in points.windows(2).enumerate() {
        let (a, b) = (pair[0], pair[1]);
        let span = |k: usize, most: usize| {
            let (low, high) = (a[k].min(b[k]) - reach, a[k].max(b[k]) + reach);
            low.max(0.0) as usize..(high.max(0.0) as usize + 1).min(most)
        };
        for y in span(1, layer.h) {
            for x in span(0, layer.w) {
                let p = [x as f32 + 0.5 - a[0], y as f32 + 0.5 - a[1]];
                let d = [b[0] - a[0], b[1] - a[1]];
                let t = ((p[0] * d[0] + p[1] * d[1]) / (d[0] * d[0] + d[1] * d[1]).max(1e-6)).clamp(0.0, 1.0);
                let off = libm::hypotf(p[0] - t * d[0], p[1] - t * d[1]);
                let half = 0.5 * thick * (1.0 - 0.85 * (k as f32 + t) / count);
                // What is thinner than a pixel covers a part of it.
                let alpha = smooth(half.max(0.5) + 0.5, half.max(0.5) - 0.5, off) * (2.0 * half).min(1.0);
                let own = &mut layer.px[y * layer.w + x];
                if alpha > own[3] {
                    *own = [colour[0] * alpha, colour[1] * alpha, colour[2] * alpha, alpha];
                }
            }
        }
    }
}

/// A fringe of `hair` that ends above the brows, each strand at its own height.
pub(super) fn fringe(rng: &mut Rng, hair: Rgb) -> impl Fn(&Axes, f32, f32, f32, u64) -> Option<Spot> + use<> {
    let (low, ragged, gaps) = (rng.range(2.0, 3.4), rng.range(0.5, 1.5), rng.range(0.0, 0.5));
    let parted = rng.range(-2.5, 2.5);
    move |a, u, v, aa, seed| {
        let slanted = u + (u - parted) * 0.05 * v;
        let strand = noise(seed, slanted * 2.4, 0.5) * 0.7 + noise(seed ^ 5, slanted * 7.0, 0.5) * 0.3;
        let end = low + ragged * (strand - 0.5) * 2.0 + 0.02 * (u - parted) * (u - parted);
        let top = a.crown - 0.2;
        let dist =
            (v - end).min(top - v).min((1.0 - libm::hypotf(u / (a.half * 0.98), (v - 2.0) / (a.crown - 2.0))) * a.half);
        let thin = 1.0 - gaps * smooth(0.62, 0.8, noise(seed ^ 9, slanted * 5.0, v * 0.2)) * smooth(3.0, 0.0, v - end);
        // Tips run out.
        let alpha = smooth(-aa, aa.max(0.35), dist) * thin;
        (alpha > 0.0).then(|| {
            let shine = 0.75 + 0.7 * noise(seed ^ 3, slanted * 9.0, v * 0.35);
            Spot { colour: scale(hair, shine), alpha, normal: [0.0, 0.1, 0.99], glow: 0.0 }
        })
    }
}
