//! A photograph of cards: where they lie, on what, in which light, and through which camera.

use crate::backdrop;
use crate::card::{Print, RADIUS};
use crate::paint::{Img, Rgb, luma, mix, scale, smooth};
use crate::rng::Rng;
use crate::view::{Homography, Quad, bounds, long_side};

/// Something lying over the card, drawn in card coordinates with a margin round the card.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// Colours.
    pub img: Img,
    /// Opacity of each pixel.
    pub alpha: Vec<f32>,
    /// Pixels a mm.
    pub scale: f32,
    /// Margin round the card in mm.
    pub margin: f32,
}

/// The light and the camera.
#[derive(Clone, Copy, Debug)]
pub struct Light {
    /// Gain of the whole picture.
    pub exposure: f32,
    /// White balance, red green blue.
    pub white: Rgb,
    /// Change of gain across the width and the height.
    pub slope: [f32; 2],
    /// Fall of light to the corners.
    pub vignette: f32,
    /// Deviation of luma noise.
    pub noise: f32,
    /// Deviation of chroma noise.
    pub chroma: f32,
    /// Blur on the card in mm.
    pub soft: f32,
}

impl Light {
    /// Light of good pictures.
    pub fn good(rng: &mut Rng) -> Self {
        let warmth = rng.range(-0.09, 0.11);
        let tint = rng.range(-0.02, 0.02);
        Self {
            exposure: rng.range(0.78, 1.08),
            white: [1.0 + warmth, 1.0 + tint, 1.0 - warmth],
            slope: [rng.range(-0.14, 0.14), rng.range(-0.14, 0.14)],
            vignette: rng.range(0.0, 0.2),
            noise: rng.range(0.003, 0.016),
            chroma: rng.range(0.001, 0.008),
            soft: if rng.chance(0.5) { rng.range(0.0, 0.08) } else { 0.02 },
        }
    }
}

/// What is left of a lamp of 2700 K in a picture whose white was set for daylight (share 1) or in part for the lamp.
///
/// Its colour is that of a black body of 2700 K in sRGB, 255:169:87; a camera takes a good half of it back at least.
#[must_use]
pub fn incandescent(share: f32) -> Rgb {
    mix([1.0; 3], [1.0, 169.0 / 255.0, 87.0 / 255.0], share * 0.6).map(|c| c * (1.0 + 0.12 * share))
}

/// A card in the picture.
#[derive(Clone, Debug)]
pub struct Placed {
    /// What is printed.
    pub print: Print,
    /// Where it lies.
    pub quad: Quad,
    /// What lies over it.
    pub overlays: Vec<Overlay>,
}

/// A photograph to be taken.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Width of the picture.
    pub w: usize,
    /// Height of the picture.
    pub h: usize,
    /// The ground (see [`backdrop`]).
    pub ground: &'static str,
    /// Light and camera.
    pub light: Light,
    /// The cards, the lowest first.
    pub cards: Vec<Placed>,
    /// Whether cards throw a shadow.
    pub shadow: bool,
}

/// Renders what the camera sees, before its noise.
pub fn compose(rng: &mut Rng, scene: &Scene) -> Img {
    let mut canvas = backdrop::backdrop(&mut rng.fork(11), scene.ground, scene.w, scene.h);
    let mut r = rng.fork(12);
    for card in &scene.cards {
        if scene.shadow {
            shadow(&mut r, &mut canvas, &card.quad);
        }
        lay(&mut canvas, card, scene.light.soft);
    }
    light(&mut canvas, &scene.light);
    canvas
}

fn shadow(rng: &mut Rng, canvas: &mut Img, quad: &Quad) {
    let size = long_side(quad);
    let (dx, dy) = (rng.range(-0.02, 0.02) * size, rng.range(-0.015, 0.02) * size);
    let soft = rng.range(0.008, 0.04) * size;
    let deep = rng.range(0.2, 0.55);
    let (lo, hi) = bounds(quad);
    let clockwise = {
        let (a, b, c) = (quad[0], quad[1], quad[2]);
        if (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) > 0.0 { 1.0 } else { -1.0 }
    };
    let edges: Vec<[f32; 3]> = (0..4)
        .map(|i| {
            let (a, b) = (quad[i], quad[(i + 1) % 4]);
            let (ex, ey) = (b[0] - a[0], b[1] - a[1]);
            let n = (ex * ex + ey * ey).sqrt();
            let (nx, ny) = (clockwise * ey / n, -clockwise * ex / n);
            [nx, ny, -(nx * (a[0] + dx) + ny * (a[1] + dy))]
        })
        .collect();
    let pad = 2.0 * soft + dx.abs() + dy.abs();
    let span = |lo: f32, hi: f32, n: usize| ((lo - pad).max(0.0) as usize, ((hi + pad).max(0.0) as usize).min(n));
    let ((x0, x1), (y0, y1)) = (span(lo[0], hi[0], canvas.w), span(lo[1], hi[1], canvas.h));
    for y in y0..y1 {
        for x in x0..x1 {
            let (px, py) = (x as f32, y as f32);
            let out = edges.iter().map(|e| e[0] * px + e[1] * py + e[2]).fold(f32::MIN, f32::max);
            let k = deep * smooth(soft, -soft, out);
            if k > 0.0 {
                let c = &mut canvas.px[y * canvas.w + x];
                *c = scale(*c, 1.0 - k);
            }
        }
    }
}

/// Lays a card into the picture: sampled from a picture of about its size there, four samples a pixel.
fn lay(canvas: &mut Img, card: &Placed, soft_mm: f32) {
    let print = &card.print;
    let [width, height] = print.size;
    let mut tex = print.img.clone();
    tex.blur(soft_mm * print.scale);
    let mut k = print.scale;
    let target = long_side(&card.quad) / width;
    while k > 1.7 * target {
        tex = tex.half();
        k *= 0.5;
    }
    // Halving drops an odd row: keep to the true ratio.
    let (kx, ky) = (tex.w as f32 / width, tex.h as f32 / height);
    let back = Homography::onto(&card.quad, width, height).inverse();
    let margin = card.overlays.iter().map(|o| o.margin).fold(0.0, f32::max);
    let (lo, hi) = bounds(&card.quad);
    let pad = 2.0 + margin * target * 1.6;
    let span = |lo: f32, hi: f32, n: usize| ((lo - pad).max(0.0) as usize, ((hi + pad).max(0.0) as usize).min(n));
    let ((x0, x1), (y0, y1)) = (span(lo[0], hi[0], canvas.w), span(lo[1], hi[1], canvas.h));
    let px_mm = 1.0 / target;
    for y in y0..y1 {
        let fy = y as f32 + 0.5;
        let mut next = back.at(x0 as f32 + 0.5, fy);
        let across = back.at((x0 + x1) as f32 / 2.0, fy);
        let below = back.at((x0 + x1) as f32 / 2.0, fy + 1.0);
        let ddy = [below[0] - across[0], below[1] - across[1]];
        for x in x0..x1 {
            let mid = next;
            next = back.at(x as f32 + 1.5, fy);
            if mid[0] < -margin - 1.0
                || mid[1] < -margin - 1.0
                || mid[0] > width + margin + 1.0
                || mid[1] > height + margin + 1.0
            {
                continue;
            }
            let ddx = [next[0] - mid[0], next[1] - mid[1]];
            let at = y * canvas.w + x;
            let a = (0.5 - corner_distance(mid, print.size) / px_mm).clamp(0.0, 1.0);
            if a > 0.0 {
                let mut sum = [0.0; 3];
                for (ox, oy) in [(-0.23, -0.27), (0.27, -0.23), (0.23, 0.27), (-0.27, 0.23)] {
                    let (u, v) = (mid[0] + ox * ddx[0] + oy * ddy[0], mid[1] + ox * ddx[1] + oy * ddy[1]);
                    let c = tex.sample(u * kx, v * ky);
                    (0..3).for_each(|i| sum[i] += c[i] * 0.25);
                }
                // The rounded edge of the plastic catches less light.
                let rim = smooth(-0.35, -0.02, corner_distance(mid, print.size));
                canvas.px[at] = mix(canvas.px[at], scale(sum, 1.0 - 0.16 * rim), a);
            }
            for o in &card.overlays {
                let (u, v) = ((mid[0] + o.margin) * o.scale, (mid[1] + o.margin) * o.scale);
                if u > 0.0 && v > 0.0 && u < o.img.w as f32 && v < o.img.h as f32 {
                    let i = v as usize * o.img.w + u as usize;
                    if o.alpha[i] > 0.0 {
                        canvas.px[at] =
                            mix(canvas.px[at], o.img.sample(u, v), bilinear(&o.alpha, o.img.w, o.img.h, u, v));
                    }
                }
            }
        }
    }
}

fn bilinear(a: &[f32], w: usize, h: usize, u: f32, v: f32) -> f32 {
    let (u, v) = ((u - 0.5).max(0.0), (v - 0.5).max(0.0));
    let (x, y) = (u as usize, v as usize);
    let (x1, y1) = ((x + 1).min(w - 1), (y + 1).min(h - 1));
    let (fx, fy) = (u - x as f32, v - y as f32);
    let top = a[y * w + x] * (1.0 - fx) + a[y * w + x1] * fx;
    let low = a[y1 * w + x] * (1.0 - fx) + a[y1 * w + x1] * fx;
    top * (1.0 - fy) + low * fy
}

/// Signed distance in mm to the border of a card of this size with its round corners; negative inside.
fn corner_distance(m: [f32; 2], [w, h]: [f32; 2]) -> f32 {
    let (x, y) = ((m[0] - w / 2.0).abs() - w / 2.0 + RADIUS, (m[1] - h / 2.0).abs() - h / 2.0 + RADIUS);
    let out = (x.max(0.0).powi(2) + y.max(0.0).powi(2)).sqrt();
    out + x.max(y).min(0.0) - RADIUS
}

/// Applies light to a picture.
pub fn light(canvas: &mut Img, l: &Light) {
    let (w, h) = (canvas.w as f32, canvas.h as f32);
    let columns: Vec<(f32, f32)> = (0..canvas.w)
        .map(|x| {
            let u = x as f32 / w - 0.5;
            (u * l.slope[0] * 2.0, u * u)
        })
        .collect();
    for (y, row) in canvas.px.chunks_exact_mut(canvas.w).enumerate() {
        let v = y as f32 / h - 0.5;
        for (c, (slope, uu)) in row.iter_mut().zip(&columns) {
            let g = l.exposure * (1.0 + slope + v * l.slope[1] * 2.0) * (1.0 - l.vignette * (uu + v * v));
            for (v, white) in c.iter_mut().zip(l.white) {
                *v = shoulder(*v * g * white);
            }
        }
    }
}

/// The response of a phone's picture: highlights are held back and reach white at a gain of 1.25.
fn shoulder(v: f32) -> f32 {
    let t = ((v - 0.75) * 4.0).clamp(0.0, 2.0);
    v.min(0.75) + 0.25 * (t - 0.25 * t * t)
}

/// Sensor noise: luma noise, and chroma noise in blots of two pixels, as phones leave it.
pub fn noise(rng: &mut Rng, canvas: &mut Img, l: &Light) {
    let table: Vec<f32> = (0..1 << 13).map(|_| rng.normal()).collect();
    let mask = table.len() - 1;
    let w = canvas.w;
    for (y, row) in canvas.px.chunks_exact_mut(w).enumerate() {
        let from = rng.next_u64() as usize;
        let blot = crate::rng::mix(rng_row(y)) as usize;
        for (x, c) in row.iter_mut().enumerate() {
            let n = table[(from + x * 7 + (x >> 9) * 13) & mask] * l.noise * (0.6 + 0.4 * luma(*c));
            let i = blot + (x >> 1) * 5;
            let (a, b) = (table[i & mask] * l.chroma, table[(i + 3001) & mask] * l.chroma);
            c[0] += n + a;
            c[1] += n - 0.5 * (a + b);
            c[2] += n + b;
        }
    }
}

/// Two neighbouring rows share their chroma noise.
fn rng_row(y: usize) -> u64 {
    (y >> 1) as u64
}
