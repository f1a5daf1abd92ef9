//! Things that lie over a card: thumbs, fingers, notes, labels, sleeves.

use tiny_skia::{Pixmap, Transform};

use crate::card::{Box4, HEIGHT, Side, WIDTH};
use crate::paint::{Img, Rgb, ellipse, fill, mix, poly, round_rect, scale, stroke};
use crate::rng::Rng;
use crate::scene::Overlay;

/// Margin of overlays round the card in mm, and pixels a mm.
const SMALL: (f32, f32) = (20.0, 8.0);
/// A finger is longer, and has no fine detail.
const LARGE: (f32, f32) = (110.0, 4.5);

/// A drawing over the card, in mm with the card's origin.
struct Sheet {
    map: Pixmap,
    margin: f32,
    scale: f32,
}

impl Sheet {
    fn new((margin, scale): (f32, f32)) -> Self {
        let w = ((WIDTH + 2.0 * margin) * scale) as u32;
        let h = ((HEIGHT + 2.0 * margin) * scale) as u32;
        Self { map: Pixmap::new(w, h).expect("a size"), margin, scale }
    }

    fn at(&self, path: tiny_skia::Path) -> tiny_skia::Path {
        let (k, m) = (self.scale, self.margin * self.scale);
        path.transform(Transform::from_row(k, 0.0, 0.0, k, m, m)).expect("finite")
    }

    fn fill(&mut self, path: tiny_skia::Path, c: Rgb, alpha: f32) {
        let path = self.at(path);
        fill(&mut self.map, &path, c, alpha);
    }

    fn stroke(&mut self, path: tiny_skia::Path, c: Rgb, alpha: f32, mm: f32) {
        let path = self.at(path);
        stroke(&mut self.map, &path, c, alpha, mm * self.scale);
    }

    /// Ends the drawing, its border softened by `soft` mm.
    fn end(self, base: Rgb, soft: f32) -> Overlay {
        let (w, h) = (self.map.width() as usize, self.map.height() as usize);
        let mut img = Img::new(w, h, base);
        let mut alpha = Img::new(w, h, [0.0; 3]);
        for ((c, a), p) in img.px.iter_mut().zip(&mut alpha.px).zip(self.map.pixels()) {
            let t = f32::from(p.alpha());
            if t > 0.0 {
                *c = [f32::from(p.red()) / t, f32::from(p.green()) / t, f32::from(p.blue()) / t];
                a[0] = t / 255.0;
            }
        }
        alpha.blur(soft * self.scale);
        img.blur(soft * self.scale * 0.7);
        Overlay { img, alpha: alpha.px.iter().map(|a| a[0]).collect(), scale: self.scale, margin: self.margin }
    }
}

fn skin(rng: &mut Rng) -> Rgb {
    let t = rng.range(0.0, 1.0);
    mix([0.88, 0.68, 0.56], [0.66, 0.46, 0.36], t)
}

/// A finger coming from outside the card whose tip ends at `tip`, `width` mm wide, lying along `toward` (radians).
pub fn finger(rng: &mut Rng, tip: (f32, f32), width: f32, toward: f32, nail: bool) -> Overlay {
    let c = skin(rng);
    let mut s = Sheet::new(LARGE);
    let (dx, dy) = (libm::cosf(toward), libm::sinf(toward));
    let r = width / 2.0;
    // Capsule: from the tip backwards out of the picture of the card.
    let mut capsule = |grow: f32, off: (f32, f32), c: Rgb, alpha: f32| {
        let r = r + grow;
        let points: Vec<_> = (0..=24)
            .map(|i| {
                let a = toward - std::f32::consts::FRAC_PI_2 + i as f32 / 24.0 * std::f32::consts::PI;
                let long = 1.18; // a fingertip is longer than round
                let (u, v) = (libm::cosf(a - toward) * r * long, libm::sinf(a - toward) * r);
                (tip.0 - dx * r * long + u * dx - v * dy + off.0, tip.1 - dy * r * long + u * dy + v * dx + off.1)
            })
            // Back along the finger, then into a hand.
            .chain([(60.0, 1.15, 1.0), (190.0, 3.2, 1.0), (190.0, 3.2, -1.0), (60.0, 1.15, -1.0)].map(
                |(b, thick, k)| {
                    let half = k * r * thick;
                    (tip.0 - dx * b - half * dy + off.0, tip.1 - dy * b + half * dx + off.1)
                },
            ))
            .collect();
        s.fill(poly(&points, true), c, alpha);
    };
    for i in 0..4 {
        capsule(0.3 * i as f32, (0.5, 0.7), [0.05, 0.04, 0.04], 0.11);
    }
    for i in 0..10 {
        let t = i as f32 / 9.0;
        capsule(-r * 0.62 * t, (-0.3 * t, -0.4 * t), scale(c, 0.70 + 0.34 * t), if i == 0 { 1.0 } else { 0.5 });
    }
    for k in [0.0, 0.5, 1.0] {
        let (x, y) = (tip.0 - dx * (width * 1.25 + k), tip.1 - dy * (width * 1.25 + k));
        let q = r * 0.6;
        s.stroke(
            poly(&[(x + dy * q, y - dx * q), (x + dx * 0.5, y + dy * 0.5), (x - dy * q, y + dx * q)], false),
            scale(c, 0.72),
            0.35,
            0.3,
        );
    }
    if nail {
        let (x, y) = (tip.0 - dx * r * 0.72, tip.1 - dy * r * 0.72);
        s.fill(ellipse(x, y, r * 0.66, r * 0.58, toward), scale(c, 0.82), 0.8);
        s.fill(ellipse(x, y, r * 0.62, r * 0.53, toward), mix(c, [0.96, 0.80, 0.76], 0.6), 1.0);
        s.fill(
            ellipse(x + dx * r * 0.4 - 0.4, y + dy * r * 0.4 - 0.5, r * 0.16, r * 0.26, toward),
            [1.0, 0.93, 0.9],
            0.5,
        );
    }
    s.end(c, 0.14)
}

/// A thumb holding the card at a border where nothing is printed.
pub fn thumb(rng: &mut Rng, side: Side) -> Overlay {
    let deep = rng.range(1.2, 3.0);
    let width = rng.range(11.0, 16.0);
    let pi = std::f32::consts::PI;
    let (tip, toward) = match (side, rng.index(3)) {
        (_, 0) => ((WIDTH - deep, rng.range(14.0, 44.0)), pi),
        (_, 1) => ((deep, rng.range(26.0, 40.0)), 0.0),
        (Side::Front, _) => ((rng.range(28.0, 46.0), deep), pi / 2.0),
        (Side::Back, _) => ((rng.range(32.0, 70.0), HEIGHT - deep.min(2.4)), -pi / 2.0),
    };
    let toward = toward + rng.range(-0.25, 0.25);
    finger(rng, tip, width, toward, true)
}

/// A hand that holds the card: the thumb on it, and tips of fingers that come round from behind at other edges.
pub fn hand(rng: &mut Rng, side: Side) -> Vec<Overlay> {
    let mut out = vec![thumb(rng, side)];
    let pi = std::f32::consts::PI;
    for _ in 0..rng.int(1, 3) {
        // Tips reach over the edge by no more than the margin without print.
        let deep = rng.range(0.4, 2.0);
        let width = rng.range(10.0, 14.0);
        let (tip, toward) = match rng.index(4) {
            0 => ((WIDTH - deep, rng.range(8.0, 46.0)), pi),
            1 => ((deep, rng.range(26.0, 46.0)), 0.0),
            2 => ((rng.range(30.0, 76.0), HEIGHT - deep), -pi / 2.0),
            _ => ((rng.range(28.0, 46.0), deep), pi / 2.0),
        };
        let toward = toward + rng.range(-0.3, 0.3);
        out.push(finger(rng, tip, width, toward, false));
    }
    out
}

/// A broad finger or thumb laid across a value from the nearest edge, far over it.
pub fn broad_finger(rng: &mut Rng, target: Box4, strength: f32) -> Overlay {
    let [x, y, w, h] = target;
    let width = rng.range(14.0, 21.0);
    let (cx, cy) = (x + w * rng.range(0.3, 0.7), y + h / 2.0);
    let pi = std::f32::consts::PI;
    let beyond = 2.0 + 10.0 * strength;
    let (tip, toward) = if cy > HEIGHT * 0.6 && rng.chance(0.6) {
        ((cx, cy - beyond * 0.5), -pi / 2.0)
    } else if cx > WIDTH * 0.5 {
        ((cx - beyond, cy), pi)
    } else {
        ((cx + beyond, cy), 0.0)
    };
    let toward = toward + rng.range(-0.45, 0.45);
    let nail = rng.chance(0.6);
    finger(rng, tip, width, toward, nail)
}

/// The open edge of a clear plastic sleeve, and its haze.
pub fn sleeve(rng: &mut Rng) -> Overlay {
    let mut s = Sheet::new(SMALL);
    let m = rng.range(1.6, 3.5);
    let haze = rng.range(0.03, 0.08);
    s.fill(round_rect(-m, -m, WIDTH + 2.0 * m, HEIGHT + 2.0 * m, 2.0), [0.96, 0.97, 1.0], haze);
    s.stroke(round_rect(-m, -m, WIDTH + 2.0 * m, HEIGHT + 2.0 * m, 2.0), [0.95, 0.96, 0.98], 0.55, 0.35);
    s.stroke(
        round_rect(-m + 0.5, -m + 0.5, WIDTH + 2.0 * m - 1.0, HEIGHT + 2.0 * m - 1.0, 1.6),
        [0.3, 0.3, 0.33],
        0.25,
        0.15,
    );
    let x = rng.range(2.0, 4.5);
    s.stroke(poly(&[(x, -m), (x + rng.range(-0.5, 0.5), HEIGHT + m)], false), [1.0, 1.0, 1.0], 0.35, 0.25);
    s.end([0.95, 0.96, 0.98], 0.05)
}

/// Something lying on part of the card: a finger, a sticky note, a dark thing, or a white label.
pub fn cover(rng: &mut Rng, target: Box4, strength: f32) -> (Overlay, &'static str) {
    let [x, y, w, h] = target;
    // The weakest hides about two fifths of what it lies on.
    let part = 0.45 + 0.55 * strength;
    let cw = (w * part).max(5.0);
    let ch = (h * (0.9 + 0.8 * strength)).max(4.2);
    let cx = x + cw / 2.0 + rng.range(0.0, 1.0) * (w - cw).max(0.0);
    let cy = y + h / 2.0;
    match rng.index(4) {
        0 => {
            let width = (ch * 1.3).clamp(9.0, 17.0);
            let right = cx > WIDTH * 0.55;
            let toward = if right { std::f32::consts::PI } else { 0.0 } + rng.range(-0.5, 0.5);
            let along = cw / 2.0 * if right { -1.0 } else { 1.0 };
            let nail = rng.chance(0.5);
            (finger(rng, (cx + along, cy), width, toward, nail), "finger")
        }
        1 => {
            let c = [[0.98, 0.91, 0.45], [0.98, 0.65, 0.72], [0.62, 0.86, 0.66]][rng.index(3)];
            let mut s = Sheet::new(SMALL);
            let (a, b) = (cw.max(12.0), ch.max(9.0));
            let turn = rng.range(-0.15, 0.15);
            note(&mut s, (cx, cy), (a, b), turn, c);
            for i in 0..3 {
                let l = cy - b * 0.25 + i as f32 * b * 0.25;
                s.stroke(
                    poly(
                        &[(cx - a * 0.35, l), (cx - a * 0.1, l - 0.4), (cx + a * rng.range(0.1, 0.35), l + 0.3)],
                        false,
                    ),
                    [0.25, 0.25, 0.5],
                    0.6,
                    0.25,
                );
            }
            (s.end(c, 0.04), "note")
        }
        2 => {
            let v = rng.range(0.04, 0.16);
            let c = [v, v, v * 1.1];
            let mut s = Sheet::new(SMALL);
            for i in 0..4 {
                s.fill(
                    ellipse(cx + 0.6, cy + 0.7, cw * 0.56 + 0.3 * i as f32, ch * 0.62 + 0.3 * i as f32, 0.0),
                    [0.0; 3],
                    0.1,
                );
            }
            s.fill(ellipse(cx, cy, cw * 0.56, ch * 0.62, rng.range(-0.1, 0.1)), c, 1.0);
            s.fill(ellipse(cx - cw * 0.12, cy - ch * 0.16, cw * 0.3, ch * 0.2, 0.1), scale(c, 2.2), 0.35);
            (s.end(c, 0.1), "object")
        }
        _ => {
            let v = rng.range(0.9, 0.97);
            let mut s = Sheet::new(SMALL);
            note(&mut s, (cx, cy), (cw, ch), rng.range(-0.06, 0.06), [v, v, v * 0.99]);
            (s.end([v; 3], 0.03), "label")
        }
    }
}

fn note(s: &mut Sheet, at: (f32, f32), size: (f32, f32), turn: f32, c: Rgb) {
    let (st, ct) = (libm::sinf(turn), libm::cosf(turn));
    let quad = |grow: f32, off: f32| {
        let (a, b) = (size.0 / 2.0 + grow, size.1 / 2.0 + grow);
        let p: Vec<_> = [(-a, -b), (a, -b), (a, b), (-a, b)]
            .iter()
            .map(|(u, v)| (at.0 + u * ct - v * st + off, at.1 + u * st + v * ct + off))
            .collect();
        poly(&p, true)
    };
    for i in 0..3 {
        s.fill(quad(0.2 * i as f32, 0.35), [0.0; 3], 0.10);
    }
    s.fill(quad(0.0, 0.0), c, 1.0);
}
