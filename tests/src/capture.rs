//! What a camera does wrong: motion, haze, a copy machine, a screen photographed.

use crate::paint::{Img, Rgb, luma, mix, smooth};
use crate::rng::Rng;
use crate::view::{Homography, Quad};

/// Blur along a line of `length` pixels at `angle` radians.
pub fn motion(img: &mut Img, length: f32, angle: f32) {
    let n = (length.ceil() as usize).max(2);
    let (dx, dy) = (libm::cosf(angle) * length / n as f32, libm::sinf(angle) * length / n as f32);
    let src = img.clone();
    let mid = (n as f32 - 1.0) / 2.0;
    *img = Img::from_fn(src.w, src.h, |x, y| {
        let mut sum = [0.0; 3];
        for i in 0..n {
            let t = i as f32 - mid;
            let c = src.sample(x + dx * t, y + dy * t);
            (0..3).for_each(|k| sum[k] += c[k]);
        }
        sum.map(|v| v / n as f32)
    });
}

/// Stray light: blacks are lifted.
pub fn haze(img: &mut Img, amount: f32) {
    for c in &mut img.px {
        *c = mix(*c, [1.0; 3], amount);
    }
}

/// A print as a copy machine leaves it: no colour, hard contrast, toner grain.
pub fn photocopy(rng: &mut Rng, img: &mut Img, scale: f32) {
    let hard = rng.range(1.05, 1.6);
    let white = rng.range(0.86, 0.95);
    let black = rng.range(0.08, 0.2);
    img.blur(rng.range(0.02, 0.06) * scale);
    for c in &mut img.px {
        let v = (luma(*c) - 0.5) * hard + 0.54;
        let v = black + (white - black) * v.clamp(0.0, 1.0) + rng.range(-0.025, 0.025);
        *c = [v; 3];
    }
}

/// In which order a screen's pixels light their colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dots {
    /// Red, green and blue beside each other: most liquid crystal screens.
    Stripes,
    /// Red, green and blue above each other: such a screen turned on its side, as a phone's.
    Rows,
    /// Green in each pixel, red and blue by turns, like a chess board turned by 45 degrees: most screens of phones that light
    /// themselves.
    Diamonds,
}

impl Dots {
    /// How bright channel `k` is at a place in a pixel (0 to 1), at pixel (`x`, `y`) of the screen; 1/2.6 in the mean.
    fn lit(self, k: usize, (x, y): (i32, i32), (u, v): (f32, f32)) -> f32 {
        let stripe = |along: f32, across: f32| {
            let third = (along - (k as f32 + 0.5) / 3.0).abs();
            let third = third.min(1.0 - third);
            smooth(0.26, 0.12, third) * smooth(0.0, 0.09, across) * smooth(1.0, 0.91, across)
        };
        match self {
            Self::Stripes => stripe(u, v),
            Self::Rows => stripe(v, u),
            Self::Diamonds => {
                let odd = (x + y).rem_euclid(2) == 1;
                let (middle, size, strong) = match k {
                    1 => ((0.25, 0.25), 0.30, 1.0),
                    0 => ((0.75, 0.75), 0.40, if odd { 0.0 } else { 1.0 }),
                    _ => ((0.75, 0.75), 0.40, if odd { 1.0 } else { 0.0 }),
                };
                let off = |a: f32, b: f32| {
                    let d = (a - b).abs();
                    d.min(1.0 - d)
                };
                let away = off(u, middle.0) + off(v, middle.1);
                // Shares of the area: 2 size² each, half as many of red and blue.
                let mean = 2.0 * size * size * if k == 1 { 1.0 } else { 0.5 };
                strong * smooth(size + 0.06, size - 0.06, away) / (2.6 * mean)
            }
        }
    }
}

/// How a screen is photographed.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Camera pixels to one pixel of the screen.
    pub pitch: f32,
    /// Depth of the pattern of sub-pixels, 0 to 1.
    pub depth: f32,
    /// Turn of the camera against the screen in degrees.
    pub turn: f32,
    /// Whether the frame of the screen is in the picture.
    pub bezel: bool,
    /// The order of its colours.
    pub dots: Dots,
}

/// Shows a picture on a liquid crystal screen and photographs it with a Bayer sensor, so that moire comes by itself.
/// Gives the new picture and where the old picture's corners lie in it.
pub fn recapture(rng: &mut Rng, shown: &Img, screen: Screen, w: usize, h: usize) -> (Img, Quad) {
    let (sw, sh) = (shown.w as f32, shown.h as f32);
    // The shown picture fills the screen's width; its quad in the camera's picture:
    let fill = if screen.bezel { rng.range(0.82, 0.9) } else { rng.range(1.0, 1.03) };
    let ratio = sh / sw;
    let width = (w as f32 * fill).min(h as f32 * fill / ratio);
    let a = screen.turn.to_radians();
    let (ca, sa) = (libm::cosf(a), libm::sinf(a));
    let mut jitter = || rng.range(-0.012, 0.012) * width;
    let quad = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map(|(u, v): (f32, f32)| {
        let (x, y) = (u * width, v * width * ratio);
        [w as f32 / 2.0 + x * ca - y * sa + jitter(), h as f32 / 2.0 + x * sa + y * ca + jitter()]
    });
    // Coordinates in screen pixels.
    let (cols, rows) = (width / screen.pitch, width * ratio / screen.pitch);
    let back = Homography::onto(&quad, cols, rows).inverse();
    let (fx, fy) = (sw / cols, sh / rows);
    let frame: Rgb = [0.035, 0.035, 0.04];
    let thick = cols * 0.03;
    let room: Rgb = [rng.range(0.25, 0.6), rng.range(0.25, 0.55), rng.range(0.25, 0.5)];
    let seen = |k: usize, x: f32, y: f32| -> f32 {
        let m = back.at(x, y);
        if m[0] < 0.0 || m[1] < 0.0 || m[0] >= cols || m[1] >= rows {
            let out = (-m[0]).max(m[0] - cols).max(-m[1]).max(m[1] - rows);
            return if out < thick { frame[k] } else { room[k] };
        }
        // A pixel of the screen shows one value; its thirds light one channel each.
        let (px, py) = (m[0] as i32 as f32, m[1] as i32 as f32);
        let value = shown.sample((px + 0.5) * fx, (py + 0.5) * fy)[k];
        let (u, v) = (m[0] - px, m[1] - py);
        let lit = screen.dots.lit(k, (m[0] as i32, m[1] as i32), (u, v));
        // Lit area is a bit over a third of the pixel: brought back to the same mean.
        let gain = 1.0 - screen.depth + screen.depth * lit * 2.6;
        0.02 + 0.96 * value * gain
    };
    // The mosaic of the sensor: one channel a pixel, four samples in it.
    let channel = |x: usize, y: usize| match (x & 1, y & 1) {
        (0, 0) => 0,
        (1, 1) => 2,
        _ => 1,
    };
    let mut raw = vec![0.0f32; w * h];
    for y in 0..h {
        for x in 0..w {
            let k = channel(x, y);
            let (fx, fy) = (x as f32, y as f32);
            raw[y * w + x] = [(0.2, 0.3), (0.7, 0.2), (0.8, 0.7), (0.3, 0.8)]
                .iter()
                .map(|(a, b)| seen(k, fx + a, fy + b))
                .sum::<f32>()
                * 0.25;
        }
    }
    let at = |x: isize, y: isize| raw[y.clamp(0, h as isize - 1) as usize * w + x.clamp(0, w as isize - 1) as usize];
    let mut px = Vec::with_capacity(w * h);
    for y in 0..h as isize {
        for x in 0..w as isize {
            let cross = (at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1)) * 0.25;
            let diagonal = (at(x - 1, y - 1) + at(x + 1, y - 1) + at(x - 1, y + 1) + at(x + 1, y + 1)) * 0.25;
            let beside = (at(x - 1, y) + at(x + 1, y)) * 0.5;
            let above = (at(x, y - 1) + at(x, y + 1)) * 0.5;
            let own = at(x, y);
            px.push(match (x & 1, y & 1) {
                (0, 0) => [own, cross, diagonal],
                (1, 1) => [diagonal, cross, own],
                (1, 0) => [beside, own, above],
                _ => [above, own, beside],
            });
        }
    }
    (Img { w, h, px }, quad)
}
