//! What stands or hangs before a wall and should not: drawn in cm, as it shows beside a person.

use tiny_skia::{Pixmap, Transform};

use super::layer::{Layer, Mask};
use super::light::Lamp;
use super::wall::Wall;
use crate::assets;
use crate::heads::shape::Camera;
use crate::paint::{Rgb, ellipse, fill, mix, poly, round_rect, scale, stroke};
use crate::rng::Rng;
use crate::set::Split;

/// Sorts of things. The first ten may be tuned on, the others are held out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Thing {
    Door,
    Corner,
    Socket,
    Frame,
    Plant,
    Shelf,
    Curtain,
    Hook,
    Lamp,
    Cable,
    Window,
    Clock,
    Poster,
    Chair,
    Coat,
    Pipe,
    AirConditioner,
    Switch,
    Bookcase,
    Bystander,
}

impl Thing {
    /// Those that may be tuned on.
    pub const TUNING: [Self; 10] = [
        Self::Door,
        Self::Corner,
        Self::Socket,
        Self::Frame,
        Self::Plant,
        Self::Shelf,
        Self::Curtain,
        Self::Hook,
        Self::Lamp,
        Self::Cable,
    ];
    /// Those that are held out.
    pub const HELD: [Self; 10] = [
        Self::Window,
        Self::Clock,
        Self::Poster,
        Self::Chair,
        Self::Coat,
        Self::Pipe,
        Self::AirConditioner,
        Self::Switch,
        Self::Bookcase,
        Self::Bystander,
    ];

    /// The sorts of a split.
    #[must_use]
    pub fn of(split: Split) -> &'static [Self; 10] {
        if split == Split::Held { &Self::HELD } else { &Self::TUNING }
    }

    /// Its name in truths.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Door => "door",
            Self::Corner => "corner",
            Self::Socket => "socket",
            Self::Frame => "frame",
            Self::Plant => "plant",
            Self::Shelf => "shelf",
            Self::Curtain => "curtain",
            Self::Hook => "hook",
            Self::Lamp => "lamp",
            Self::Cable => "cable",
            Self::Window => "window",
            Self::Clock => "clock",
            Self::Poster => "poster",
            Self::Chair => "chair",
            Self::Coat => "coat",
            Self::Pipe => "pipe",
            Self::AirConditioner => "air_conditioner",
            Self::Switch => "switch",
            Self::Bookcase => "bookcase",
            Self::Bystander => "bystander",
        }
    }

    /// What of it must be in the picture, cm.
    #[must_use]
    pub fn needs(self) -> f32 {
        match self {
            Self::Cable | Self::Pipe => 4.0,
            Self::Corner | Self::Curtain => 6.0,
            Self::Hook => 8.0,
            Self::Door | Self::Bystander | Self::Bookcase => 9.0,
            Self::Socket | Self::Switch => 9.5,
            Self::Frame | Self::Poster | Self::Window | Self::Shelf | Self::Chair => 11.0,
            _ => 15.0,
        }
    }

    /// How far it stands off the wall, cm: what its shadow shows.
    fn thick(self) -> f32 {
        match self {
            Self::Door => 1.5,
            Self::Corner => 0.0,
            Self::Socket | Self::Switch => 0.9,
            Self::Frame => 2.2,
            Self::Plant | Self::Chair => 12.0,
            Self::Shelf => 9.0,
            Self::Curtain => 6.0,
            Self::Hook => 4.0,
            Self::Lamp => 14.0,
            Self::Cable => 0.5,
            Self::Window => 1.0,
            Self::Clock => 3.0,
            Self::Poster => 0.2,
            Self::Coat => 7.0,
            Self::Pipe => 4.0,
            Self::AirConditioner => 12.0,
            Self::Bookcase | Self::Bystander => 10.0,
        }
    }
}

/// Where there is room beside the person, cm on the wall: x towards `side`, y up.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// -1 at the picture's left, 1 at its right.
    pub side: f32,
    /// Where the person ends there beside the head.
    pub inner: f32,
    /// Where the picture ends.
    pub edge: f32,
    /// Upper end of the picture.
    pub top: f32,
    /// Where the shoulder begins.
    pub low: f32,
}

/// A thing, drawn.
pub struct Placed {
    /// Its light before the lamp's.
    pub layer: Layer,
    /// The shadow it throws on the wall, of the lamp's light.
    pub shadow: Mask,
    /// Other outlines that name it as well, each a mask: a door by its frame alone, a corner by its line.
    pub also: Vec<Mask>,
}

struct Pen<'a> {
    map: Pixmap,
    rng: &'a mut Rng,
    /// From cm to px.
    to: Transform,
    k: f32,
}

impl Pen<'_> {
    fn path(&mut self, path: &tiny_skia::Path, c: Rgb, alpha: f32) {
        if let Some(p) = path.clone().transform(self.to) {
            fill(&mut self.map, &p, c, alpha);
        }
    }

    /// A box from its left lower corner; x counts to the thing's own side.
    fn rect(&mut self, x0: f32, y0: f32, x1: f32, y1: f32, c: Rgb) {
        self.path(&poly(&[(x0, y0), (x1, y0), (x1, y1), (x0, y1)], true), c, 1.0);
    }

    fn line(&mut self, points: &[(f32, f32)], c: Rgb, width_cm: f32, alpha: f32) {
        if let Some(p) = poly(points, false).transform(self.to) {
            stroke(&mut self.map, &p, c, alpha, width_cm * self.k);
        }
    }

    fn oval(&mut self, x: f32, y: f32, rx: f32, ry: f32, turn: f32, c: Rgb) {
        self.path(&ellipse(x, y, rx, ry, turn), c, 1.0);
    }

    fn any(&mut self, lo: f32, hi: f32) -> f32 {
        self.rng.range(lo, hi)
    }
}

fn pen<'a>(rng: &'a mut Rng, wall: &Wall, camera: &Camera, side: f32) -> Pen<'a> {
    let k = wall.density(camera);
    let (mx, my) = (camera.w as f32 / 2.0 + camera.drift[0], camera.h as f32 / 2.0 + camera.drift[1]);
    let to = Transform::from_row(k * side, 0.0, 0.0, -k, mx, my).post_rotate_at(camera.roll_deg, mx, my);
    Pen { map: Pixmap::new(camera.w as u32, camera.h as u32).expect("a frame"), rng, to, k }
}

/// Draws a thing where there is room, its nearest part `gap` cm from the person (negative: behind it).
#[must_use]
pub fn place(rng: &mut Rng, thing: Thing, room: Room, gap: f32, wall: &Wall, camera: &Camera, lamp: &Lamp) -> Placed {
    let mut p = pen(rng, wall, camera, room.side);
    let from = room.inner + gap;
    let mut also = Vec::new();
    let alone = |pen: &Pen<'_>, path: &tiny_skia::Path| -> Mask {
        let mut map = Pixmap::new(pen.map.width(), pen.map.height()).expect("a frame");
        if let Some(path) = path.clone().transform(pen.to) {
            fill(&mut map, &path, [1.0; 3], 1.0);
        }
        Layer::from_pixmap(&map).mask()
    };
    let (floor, ceiling, out) = (-160.0, 120.0, room.edge + 60.0);
    let height = room.top - room.low;
    let middle = |p: &mut Pen<'_>, size: f32| {
        // Somewhere beside the head, wholly in the picture where there is room.
        let (lo, hi) = (room.low + size / 2.0 + 1.0, room.top - size / 2.0 - 1.5);
        if lo < hi { p.any(lo, hi) } else { (room.low + room.top) / 2.0 }
    };
    match thing {
        Thing::Door => {
            let wooden = p.rng.chance(0.5);
            let leaf: Rgb = if wooden { [0.58, 0.40, 0.26] } else { [0.90, 0.89, 0.87] };
            let leaf = scale(leaf, p.any(0.85, 1.05));
            let casing = if wooden { scale(leaf, 0.85) } else { [0.93, 0.93, 0.92] };
            let x = from;
            let wide = p.any(5.5, 8.0);
            p.rect(x, floor, x + wide, ceiling, casing);
            p.rect(x + wide, floor, out, ceiling, leaf);
            // Edges, the gap to the leaf, the leaf's panel.
            let dark = if wooden { [0.20, 0.13, 0.08] } else { [0.45, 0.44, 0.43] };
            p.line(&[(x, floor), (x, ceiling)], dark, 0.35, 0.8);
            p.line(&[(x + wide * 0.35, floor), (x + wide * 0.35, ceiling)], dark, 0.25, 0.35);
            p.line(&[(x + wide, floor), (x + wide, ceiling)], [0.12, 0.11, 0.10], 0.5, 0.9);
            let y = room.low + p.any(0.0, 12.0);
            p.line(&[(x + wide + 9.0, y), (out, y)], dark, 0.4, 0.6);
            p.line(&[(x + wide + 9.0, y), (x + wide + 9.0, ceiling)], dark, 0.4, 0.6);
            also.push(alone(
                &p,
                &poly(
                    &[(x - 0.5, floor), (x + wide + 0.8, floor), (x + wide + 0.8, ceiling), (x - 0.5, ceiling)],
                    true,
                ),
            ));
        }
        Thing::Corner => {
            // The other wall has less of the light.
            let darker = p.any(0.2, 0.42);
            let tilt = p.any(-0.6, 0.6);
            let across = poly(&[(from, floor), (out, floor), (out, ceiling), (from + tilt, ceiling)], true);
            p.path(&across, [0.0; 3], darker);
            p.line(&[(from, floor), (from + tilt, ceiling)], [0.25, 0.24, 0.23], 0.3, 0.35);
            for half in [0.7, 1.6, 3.2] {
                also.push(alone(
                    &p,
                    &poly(
                        &[
                            (from - half, floor),
                            (from + half, floor),
                            (from + tilt + half, ceiling),
                            (from + tilt - half, ceiling),
                        ],
                        true,
                    ),
                ));
            }
        }
        Thing::Socket | Thing::Switch => {
            let side = 8.6;
            let x = from + side / 2.0;
            let y = middle(&mut p, side);
            let white = scale([0.95, 0.95, 0.94], p.any(0.93, 1.0));
            let rim = [0.52, 0.52, 0.52];
            p.path(&round_rect(x - 4.3, y - 4.3, 8.6, 8.6, 0.7), rim, 1.0);
            p.path(&round_rect(x - 4.12, y - 4.05, 8.24, 8.2, 0.6), white, 1.0);
            p.path(&round_rect(x - 3.3, y - 3.3, 6.6, 6.6, 0.4), scale(white, 0.80), 1.0);
            p.path(&round_rect(x - 3.2, y - 3.15, 6.4, 6.4, 0.4), scale(white, 0.97), 1.0);
            if thing == Thing::Switch {
                p.line(&[(x, y - 3.1), (x, y + 3.1)], [0.45; 3], 0.18, 0.9);
                p.path(&round_rect(x - 2.4, y + 1.6, 0.9, 0.4, 0.1), [0.3, 0.6, 0.35], 0.9);
            } else {
                let dark = [0.14; 3];
                for s in [-1.0, 1.0] {
                    p.path(
                        &poly(
                            &[
                                (x + s * 1.0, y + 0.2),
                                (x + s * 1.3, y + 0.2),
                                (x + s * 2.0, y - 1.4),
                                (x + s * 1.7, y - 1.5),
                            ],
                            true,
                        ),
                        dark,
                        1.0,
                    );
                    p.rect(x + s * 0.9 - 0.18, y + 1.1, x + s * 0.9 + 0.18, y + 2.3, dark);
                }
                p.rect(x - 0.18, y - 0.9, x + 0.18, y + 0.3, dark);
            }
        }
        Thing::Frame | Thing::Poster => {
            let (w, h) = (p.any(14.0, 34.0), p.any(16.0, 40.0).min(height * 1.1));
            let y = middle(&mut p, h);
            let x = from;
            if thing == Thing::Frame {
                let wood: Rgb =
                    [[0.10, 0.09, 0.09], [0.45, 0.30, 0.17], [0.78, 0.66, 0.36], [0.80, 0.80, 0.80]][p.rng.index(4)];
                let b = p.any(1.2, 2.6);
                p.rect(x, y - h / 2.0, x + w, y + h / 2.0, wood);
                p.rect(x + b, y - h / 2.0 + b, x + w - b, y + h / 2.0 - b, [0.93, 0.92, 0.89]);
                let m = b + w * 0.1;
                picture(&mut p, x + m, y - h / 2.0 + m, x + w - m, y + h / 2.0 - m);
            } else {
                let ground: Rgb = [[0.86, 0.30, 0.24], [0.22, 0.42, 0.62], [0.93, 0.84, 0.52]][p.rng.index(3)];
                p.rect(x, y - h / 2.0, x + w, y + h / 2.0, [0.93, 0.92, 0.90]);
                p.rect(x + 1.0, y + h * 0.1, x + w - 1.0, y + h / 2.0 - 1.0, ground);
                let mut line = y + h * 0.04;
                while line > y - h / 2.0 + 1.5 {
                    let end = x + w - p.any(1.5, w * 0.5);
                    p.line(&[(x + 1.8, line), (end, line)], [0.2; 3], 0.45, 0.8);
                    line -= 1.7;
                }
            }
        }
        Thing::Plant => {
            let x = from + 9.0;
            let base = room.low - p.any(4.0, 16.0);
            let green = [p.any(0.12, 0.22), p.any(0.32, 0.45), p.any(0.12, 0.22)];
            let n = p.rng.int(9, 16);
            p.rect(x - 6.0, base - 60.0, x + 6.0, base - 8.0, [0.62, 0.40, 0.30]);
            for i in 0..n {
                let a = (i as f32 / (n - 1) as f32 - 0.5) * 2.2 + p.any(-0.12, 0.12);
                let long = p.any(16.0, 30.0).min((room.top - base) * 0.95);
                let (sx, sy) = (libm::sinf(a), libm::cosf(a));
                let (tx, ty) = (x + sx * long * 0.8, base + sy * long);
                p.line(&[(x, base - 9.0), (x + sx * 4.0, base + sy * 4.0), (tx, ty)], scale(green, 0.6), 0.5, 1.0);
                let k = p.any(0.75, 1.25);
                let wide = p.any(2.0, 3.6);
                let leaf = ellipse(x + sx * long * 0.68, base + sy * long * 0.75, wide, long * 0.34, -a * 0.9);
                p.path(&leaf, scale(green, k), 1.0);
                p.line(&[(x + sx * long * 0.5, base + sy * long * 0.5), (tx, ty)], scale(green, k * 0.7), 0.25, 0.7);
            }
        }
        Thing::Shelf | Thing::Bookcase => {
            let wood: Rgb = [[0.70, 0.52, 0.34], [0.30, 0.20, 0.13], [0.88, 0.87, 0.85]][p.rng.index(3)];
            let levels: Vec<f32> = if thing == Thing::Shelf {
                vec![room.low + height * p.any(0.3, 0.65)]
            } else {
                (-4..4).map(|i| room.low + 4.0 + 30.0 * i as f32).collect()
            };
            if thing == Thing::Bookcase {
                p.rect(from, floor, out, ceiling, scale(wood, 0.55));
                p.rect(from, floor, from + 2.2, ceiling, wood);
            }
            for y in levels {
                let mut x = from + if thing == Thing::Shelf { 1.0 } else { 2.6 };
                while x < out - 4.0 {
                    let (w, h) = (p.any(1.8, 4.2), p.any(14.0, 24.0));
                    let c = [p.any(0.15, 0.85), p.any(0.15, 0.7), p.any(0.12, 0.7)];
                    if p.rng.chance(0.88) {
                        p.rect(x, y, x + w, y + h, c);
                        p.rect(x + 0.3, y + h * 0.72, x + w - 0.3, y + h * 0.78, mix(c, [0.9, 0.85, 0.6], 0.6));
                        p.line(&[(x + w, y), (x + w, y + h)], scale(c, 0.5), 0.25, 0.8);
                    }
                    x += w + 0.1;
                }
                p.rect(from, y - 2.2, out, y, wood);
                p.line(&[(from, y - 2.2), (out, y - 2.2)], scale(wood, 0.5), 0.4, 0.8);
            }
        }
        Thing::Curtain => {
            let c: Rgb =
                [[0.52, 0.24, 0.22], [0.36, 0.42, 0.50], [0.74, 0.66, 0.52], [0.42, 0.46, 0.36]][p.rng.index(4)];
            let edge = |y: f32, ph: f32| 0.8 * libm::sinf(y * 0.08 + ph);
            let ph = p.any(0.0, 6.0);
            let mut x = from;
            let mut bright = 0.9;
            while x < out {
                let w = p.any(1.2, 3.4);
                let next = p.any(0.55, 1.08);
                for i in 0..6 {
                    let t = i as f32 / 6.0;
                    let (a, b) = (x + w * t, x + w * (t + 0.18));
                    let q = poly(
                        &[
                            (a + edge(floor, ph), floor),
                            (b + edge(floor, ph), floor),
                            (b + edge(0.0, ph), 0.0),
                            (b + edge(ceiling, ph), ceiling),
                            (a + edge(ceiling, ph), ceiling),
                            (a + edge(0.0, ph), 0.0),
                        ],
                        true,
                    );
                    p.path(&q, scale(c, bright + (next - bright) * t), 1.0);
                }
                bright = next;
                x += w;
            }
        }
        Thing::Hook | Thing::Coat => {
            let steel: Rgb = [0.42, 0.42, 0.44];
            let (x, y) = if thing == Thing::Hook {
                (from + 3.0, middle(&mut p, 12.0))
            } else {
                (from + 13.0, room.low + height * p.any(0.55, 0.85))
            };
            if thing == Thing::Coat {
                let c: Rgb = [[0.16, 0.18, 0.24], [0.48, 0.36, 0.24], [0.35, 0.12, 0.14]][p.rng.index(3)];
                let body = poly(
                    &[
                        (x, y),
                        (x - 5.0, y - 3.0),
                        (x - 11.0, y - 9.0),
                        (x - 12.5, y - 60.0),
                        (x + 12.5, y - 60.0),
                        (x + 11.0, y - 9.0),
                        (x + 5.0, y - 3.0),
                    ],
                    true,
                );
                p.path(&body, c, 1.0);
                for _ in 0..8 {
                    let a = p.any(-10.0, 10.0);
                    let (b, k) = (p.any(-2.0, 2.0), p.any(0.6, 1.4));
                    p.line(&[(x + a * 0.4, y - 8.0), (x + a + b, y - 60.0)], scale(c, k), p.k.recip() * 2.0 + 0.6, 0.5);
                }
                p.line(&[(x - 4.5, y - 3.0), (x, y - 16.0), (x + 4.5, y - 3.0)], scale(c, 0.5), 0.6, 0.9);
            }
            p.path(&round_rect(x - 1.6, y - 4.5, 3.2, 9.0, 1.2), scale(steel, 0.9), 1.0);
            p.path(&round_rect(x - 1.2, y - 4.1, 1.0, 8.2, 0.5), scale(steel, 1.6), 1.0);
            p.line(
                &[(x, y - 1.0), (x, y - 5.5), (x + 1.5, y - 7.0), (x + 3.4, y - 6.0), (x + 3.6, y - 4.0)],
                steel,
                0.9,
                1.0,
            );
            p.line(&[(x, y + 1.0), (x, y + 4.0), (x + 2.0, y + 5.5)], steel, 0.8, 1.0);
        }
        Thing::Lamp => {
            let x = from + 11.0;
            let y = room.low + height * p.any(0.35, 0.7);
            let shade: Rgb = [[0.88, 0.80, 0.64], [0.35, 0.40, 0.42], [0.80, 0.55, 0.38]][p.rng.index(3)];
            p.rect(x - 0.7, floor, x + 0.7, y, [0.2, 0.18, 0.16]);
            let n = 12;
            for i in 0..n {
                let t = |i: i32| i as f32 / n as f32 * 2.0 - 1.0;
                let (a, b) = (t(i), t(i + 1) + 0.02);
                let round = 1.05 - 0.35 * a * a;
                p.path(
                    &poly(
                        &[(x + a * 10.5, y), (x + b * 10.5, y), (x + b * 6.5, y + 15.0), (x + a * 6.5, y + 15.0)],
                        true,
                    ),
                    scale(shade, round),
                    1.0,
                );
            }
            p.line(&[(x - 10.5, y), (x + 10.5, y)], scale(shade, 0.5), 0.5, 0.9);
        }
        Thing::Cable | Thing::Pipe => {
            if thing == Thing::Pipe {
                let c: Rgb = [[0.80, 0.80, 0.78], [0.62, 0.44, 0.34], [0.55, 0.56, 0.58]][p.rng.index(3)];
                let r = p.any(1.2, 2.6);
                let n = 10;
                for i in 0..n {
                    let t = i as f32 / n as f32;
                    let k = 0.5 + 0.75 * libm::sinf(std::f32::consts::PI * (0.12 + 0.8 * t));
                    p.rect(from + 2.0 * r * t, floor, from + 2.0 * r * (t + 0.13), ceiling, scale(c, k));
                }
                let y = middle(&mut p, 4.0);
                p.rect(from - 0.4, y, from + 2.0 * r + 0.4, y + 2.5, scale(c, 0.55));
            } else {
                let c: Rgb = if p.rng.chance(0.6) { [0.10; 3] } else { [0.45, 0.44, 0.42] };
                let wide = p.any(0.5, 0.9);
                let mut points = Vec::new();
                let (a, b, f) = (p.any(0.5, 3.0), p.any(0.0, 6.0), p.any(0.05, 0.12));
                let mut y = ceiling;
                while y > floor {
                    points.push((from + 1.0 + a + a * libm::sinf(y * f + b), y));
                    y -= 1.5;
                }
                p.line(&points, c, wide, 1.0);
                for half in [1.0, 2.0] {
                    let mut map = Pixmap::new(camera.w as u32, camera.h as u32).expect("a frame");
                    if let Some(path) = poly(&points, false).transform(p.to) {
                        stroke(&mut map, &path, [1.0; 3], 1.0, (wide + 2.0 * half) * p.k);
                    }
                    also.push(Layer::from_pixmap(&map).mask());
                }
            }
        }
        Thing::Window => {
            let low = room.low - p.any(0.0, 20.0);
            let night = p.rng.chance(0.35);
            let sky: Rgb = if night { [0.10, 0.12, 0.18] } else { [0.62, 0.76, 0.90] };
            p.rect(from, low, out, ceiling, [0.82, 0.82, 0.80]);
            let mut y = low + 4.0;
            while y < ceiling {
                let t = ((y - low) / 90.0).min(1.0);
                p.rect(from + 4.0, y, out, y + 1.2, mix(scale(sky, 0.85), sky, t));
                y += 1.0;
            }
            let green: Rgb = if night { [0.05, 0.07, 0.06] } else { [0.30, 0.42, 0.26] };
            for _ in 0..14 {
                let (a, r) = (p.any(from + 8.0, out), p.any(3.0, 9.0));
                let b = low + 4.0 + p.any(2.0, 10.0);
                let k = p.any(0.7, 1.2);
                p.oval(a, b, r, r * 0.8, 0.0, scale(green, k));
            }
            p.rect(from, low - 3.0, out, low + 4.0, [0.85, 0.85, 0.83]);
            p.rect(from, low, from + 4.0, ceiling, [0.84, 0.84, 0.82]);
            let x = from + p.any(22.0, 34.0);
            p.rect(x, low, x + 3.0, ceiling, [0.80, 0.80, 0.78]);
            p.line(&[(from + 4.0, low + 4.0), (from + 4.0, ceiling)], [0.35; 3], 0.4, 0.8);
            p.line(&[(from, low - 3.0), (from, ceiling)], [0.55; 3], 0.4, 0.8);
        }
        Thing::Clock => {
            let r = p.any(7.0, 14.0).min(height * 0.45);
            let y = middle(&mut p, 2.0 * r);
            let x = from + r;
            let rim: Rgb = [[0.12; 3], [0.55, 0.38, 0.22], [0.65, 0.66, 0.68]][p.rng.index(3)];
            p.oval(x, y, r, r, 0.0, rim);
            p.oval(x, y, r * 0.88, r * 0.88, 0.0, [0.95, 0.95, 0.93]);
            for i in 0..12 {
                let a = i as f32 / 12.0 * std::f32::consts::TAU;
                let (s, c) = (libm::sinf(a), libm::cosf(a));
                p.line(
                    &[(x + s * r * 0.72, y + c * r * 0.72), (x + s * r * 0.82, y + c * r * 0.82)],
                    [0.1; 3],
                    r * 0.05,
                    1.0,
                );
            }
            for long in [0.45, 0.68] {
                let a = p.any(0.0, std::f32::consts::TAU);
                p.line(
                    &[(x, y), (x + libm::sinf(a) * r * long, y + libm::cosf(a) * r * long)],
                    [0.08; 3],
                    r * 0.06,
                    1.0,
                );
            }
        }
        Thing::Chair => {
            let c: Rgb = [[0.15, 0.15, 0.17], [0.50, 0.34, 0.22], [0.60, 0.20, 0.18]][p.rng.index(3)];
            let top = room.low + p.any(6.0, 18.0).min(height * 0.7);
            let x = from;
            p.path(&round_rect(x, floor, 44.0, top - floor, 5.0), scale(c, 0.75), 1.0);
            p.path(&round_rect(x + 1.4, floor, 41.0, top - floor - 1.6, 4.0), c, 1.0);
            p.line(&[(x + 4.0, top - 12.0), (x + 40.0, top - 12.0)], scale(c, 0.6), 0.6, 0.8);
        }
        Thing::AirConditioner => {
            let y = room.top - p.any(14.0, 24.0).min(height * 0.6);
            let c: Rgb = [0.93, 0.93, 0.92];
            p.path(&round_rect(from, y, 84.0, 29.0, 2.0), scale(c, 0.62), 1.0);
            p.path(&round_rect(from + 0.3, y + 0.5, 84.0, 29.0, 2.0), c, 1.0);
            p.rect(from, y + 1.0, from + 90.0, y + 6.5, scale(c, 0.72));
            for i in 0..3 {
                let a = y + 1.8 + 1.5 * i as f32;
                p.line(&[(from + 2.0, a), (from + 84.0, a)], [0.35; 3], 0.35, 0.8);
            }
            p.line(&[(from, y + 20.0), (from + 84.0, y + 20.0)], [0.55; 3], 0.3, 0.7);
        }
        Thing::Bystander => {
            // The arm and shoulder of somebody beside the picture.
            let c: Rgb = [[0.20, 0.26, 0.40], [0.55, 0.20, 0.22], [0.28, 0.36, 0.26]][p.rng.index(3)];
            let y = room.low + p.any(-4.0, 12.0);
            let n = 14;
            for i in 0..n {
                let t = i as f32 / n as f32;
                let k = 0.45 + 0.65 * libm::sinf(std::f32::consts::PI * (0.1 + 0.62 * t));
                let x = from + 16.0 * t * t * 0.5 + 2.2 * t;
                let round = 13.0 * (1.0 - t) * (1.0 - t);
                p.path(
                    &poly(&[(x + round * 0.25, y - round), (out, y + 1.0), (out, floor), (x - 1.5, floor)], true),
                    scale(c, k),
                    1.0,
                );
            }
            for _ in 0..6 {
                let a = p.any(0.0, 30.0);
                let b = p.any(-6.0, 6.0);
                p.line(
                    &[(from + 4.0 + b.abs(), y - 8.0 - a), (from + 13.0, y - 12.0 - a + b)],
                    scale(c, 0.55),
                    0.7,
                    0.6,
                );
            }
        }
    }
    let k = p.k;
    let mut layer = Layer::from_pixmap(&p.map);
    if thing != Thing::Corner {
        light(&mut layer, wall, camera, lamp, thing);
    }
    let shadow = thrown(&layer, thing.thick(), wall, camera, lamp, k);
    Placed { layer, shadow, also }
}

/// A painting: a landscape of bands, or a photograph that the set-up fetched.
fn picture(p: &mut Pen<'_>, x0: f32, y0: f32, x1: f32, y1: f32) {
    let photo = p.rng.chance(0.4).then(|| assets::photo("coffee")).flatten();
    let rows = 36;
    let columns = if photo.is_some() { 30 } else { 1 };
    let sky: Rgb = [p.any(0.5, 0.9), p.any(0.55, 0.85), p.any(0.6, 0.9)];
    let land: Rgb = [p.any(0.2, 0.6), p.any(0.25, 0.6), p.any(0.15, 0.4)];
    let line = p.any(0.3, 0.6);
    for j in 0..rows {
        for i in 0..columns {
            let (u, v) = ((i as f32 + 0.5) / columns as f32, (j as f32 + 0.5) / rows as f32);
            let c = match photo {
                Some(img) => img.sample(u * img.w as f32, (1.0 - v) * img.h as f32),
                None if v < line => scale(land, 0.6 + 0.8 * v / line),
                None => mix(sky, [0.95, 0.93, 0.9], (1.0 - v) * 1.2),
            };
            let (w, h) = ((x1 - x0) / columns as f32, (y1 - y0) / rows as f32);
            p.rect(x0 + w * i as f32, y0 + h * j as f32, x0 + w * (i as f32 + 1.04), y0 + h * (j as f32 + 1.04), c);
        }
    }
    if photo.is_none() {
        for _ in 0..4 {
            let (a, r) = (p.any(x0 + 2.0, x1 - 2.0), p.any(0.8, 2.4));
            let b = y0 + (y1 - y0) * line;
            p.oval(a, b, r.min((a - x0).min(x1 - a)), r * 1.3, 0.0, scale(land, 0.5));
        }
    }
}

/// The lamp's light on it, as on a wall that stands nearer.
fn light(layer: &mut Layer, wall: &Wall, camera: &Camera, lamp: &Lamp, thing: Thing) {
    let w = layer.w;
    let mut near = wall.clone();
    near.behind -= thing.thick();
    for (i, c) in layer.px.iter_mut().enumerate() {
        if c[3] > 0.0 {
            let p = near.meet(camera, (i % w) as f32 + 0.5, (i / w) as f32 + 0.5);
            let l = lamp.at(p, [0.0, 0.0, 1.0], 1.0);
            for v in &mut c[..3] {
                *v *= l;
            }
        }
    }
}

/// The shadow of something `thick` cm before the wall.
fn thrown(layer: &Layer, thick: f32, wall: &Wall, camera: &Camera, lamp: &Lamp, k: f32) -> Mask {
    let solid = layer.mask();
    if thick <= 0.0 {
        return Mask::new(layer.w, layer.h);
    }
    let far = lamp.at[2] + wall.behind;
    let soft = (2.0 * lamp.half * thick / far * 0.6 * k).max(0.8);
    let blurred = solid.blurred(soft);
    let (w, h) = (layer.w, layer.h);
    let mut out = Mask::new(w, h);
    for y in 0..h {
        for x in 0..w {
            let p = wall.meet(camera, x as f32 + 0.5, y as f32 + 0.5);
            // A thing of some depth is before the wall by half of it on the mean.
            let t = 0.6 * thick / far;
            let (dx, dy) = ((lamp.at[0] - p[0]) * t * k, -(lamp.at[1] - p[1]) * t * k);
            out.v[y * w + x] = blurred.sample(x as f32 + 0.5 + dx, y as f32 + 0.5 + dy);
        }
    }
    out
}
