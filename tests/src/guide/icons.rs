//! Drawn icons with and without badges, by seed.

use heyan_rules::guide::icon::SystemApp;
use image::{ImageEncoder, codecs::png::PngEncoder};
use tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

use crate::rng::Rng;

/// What stands in a corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corner {
    /// Nothing.
    Nothing,
    /// A plain dot.
    Dot,
    /// A disc or pill with a number in it.
    Number,
    /// Something that is no badge: a star, a leaf, a ring of the drawing itself, a stripe, a row of dots.
    Ornament,
}

/// What is drawn in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// Shapes of no system.
    Own(u8),
    /// As a system app's.
    System(SystemApp),
}

/// An icon and what is right of it.
pub struct Drawn {
    /// Its number.
    pub number: u64,
    /// Whether it was kept out of tuning.
    pub held: bool,
    /// What stands in a corner.
    pub corner: Corner,
    /// What is drawn in the middle.
    pub glyph: Glyph,
    /// The file.
    pub png: Vec<u8>,
}

impl Drawn {
    /// Whether there is a badge on it.
    pub fn has_badge(&self) -> bool {
        matches!(self.corner, Corner::Dot | Corner::Number)
    }
}

/// The icons of `seed`, half with a badge; every other one is held out.
pub fn icons(seed: u64, count: u64) -> Vec<Drawn> {
    (0..count).map(|number| icon(seed, number)).collect()
}

fn icon(seed: u64, number: u64) -> Drawn {
    let mut rng = Rng::new(seed).fork(number);
    let corner = match number % 4 {
        0 => Corner::Dot,
        1 => Corner::Nothing,
        2 => Corner::Number,
        _ => Corner::Ornament,
    };
    let glyph = match number % 8 {
        5 => Glyph::System(SystemApp::ALL[rng.index(SystemApp::ALL.len())]),
        _ => Glyph::Own(rng.int(0, 5) as u8),
    };
    let sides: [i64; 5] = [96, 120, 180, 256, 512];
    let side = sides[rng.index(sides.len())] as f32;
    let mut canvas = Canvas { map: Pixmap::new(side as u32, side as u32).expect("a canvas"), side };
    let ground = ground(&mut rng);
    canvas.ground(&mut rng, ground);
    let ink = if light(ground) { [40, 44, 60] } else { [250, 250, 250] };
    match glyph {
        Glyph::Own(kind) => canvas.own(&mut rng, kind, ink),
        Glyph::System(app) => canvas.system(app, ink),
    }
    canvas.corner(&mut rng, corner, ground);
    let pixels: Vec<u8> = canvas
        .map
        .pixels()
        .iter()
        .map(|pixel| pixel.demultiply())
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()])
        .collect();
    let mut png = Vec::new();
    let encoder = PngEncoder::new(&mut png);
    encoder.write_image(&pixels, side as u32, side as u32, image::ExtendedColorType::Rgba8).expect("a PNG");
    Drawn { number, held: (number / 4) % 2 == 1, corner, glyph, png }
}

fn ground(rng: &mut Rng) -> [u8; 3] {
    let grounds: [[u8; 3]; 9] = [
        [30, 110, 200],
        [20, 150, 110],
        [250, 250, 250],
        [245, 180, 60],
        [90, 60, 160],
        [35, 40, 55],
        [240, 120, 160],
        [120, 200, 220],
        [220, 225, 200],
    ];
    grounds[rng.index(grounds.len())]
}

fn light([r, g, b]: [u8; 3]) -> bool {
    0.3 * f32::from(r) + 0.6 * f32::from(g) + 0.1 * f32::from(b) > 150.0
}

struct Canvas {
    map: Pixmap,
    side: f32,
}

impl Canvas {
    fn fill(&mut self, path: Option<Path>, [r, g, b]: [u8; 3]) {
        let mut paint = Paint::default();
        paint.set_color(Color::from_rgba8(r, g, b, 255));
        paint.anti_alias = true;
        if let Some(path) = path {
            let scale = Transform::from_scale(self.side, self.side);
            self.map.fill_path(&path, &paint, FillRule::EvenOdd, scale, None);
        }
    }

    fn stroke(&mut self, path: Option<Path>, width: f32, [r, g, b]: [u8; 3]) {
        let mut paint = Paint::default();
        paint.set_color(Color::from_rgba8(r, g, b, 255));
        paint.anti_alias = true;
        let stroke = Stroke { width, line_cap: tiny_skia::LineCap::Round, ..Stroke::default() };
        if let Some(path) = path {
            self.map.stroke_path(&path, &paint, &stroke, Transform::from_scale(self.side, self.side), None);
        }
    }

    /// A square, or one with rounded corners over nothing.
    fn ground(&mut self, rng: &mut Rng, colour: [u8; 3]) {
        let radius = if rng.chance(0.5) { rng.range(0.1, 0.24) } else { 0.0 };
        self.fill(rounded(0.0, 0.0, 1.0, 1.0, radius), colour);
        if rng.chance(0.3) {
            let lower = colour.map(|value| (f32::from(value) * 0.9) as u8);
            self.fill(rounded(0.0, 0.5, 1.0, 1.0, radius), lower);
        }
    }

    fn own(&mut self, rng: &mut Rng, kind: u8, ink: [u8; 3]) {
        match kind {
            0 => {
                for (i, height) in [0.2f32, 0.34, 0.27].into_iter().enumerate() {
                    let left = 0.26 + 0.17 * i as f32;
                    self.fill(rounded(left, 0.72 - height, left + 0.12, 0.72, 0.02), ink);
                }
            }
            1 => {
                let mut path = PathBuilder::new();
                path.move_to(0.22, 0.7);
                path.line_to(0.42, 0.36);
                path.line_to(0.55, 0.56);
                path.line_to(0.63, 0.46);
                path.line_to(0.78, 0.7);
                path.close();
                self.fill(path.finish(), ink);
            }
            2 => self.fill(circle(0.5, 0.52, rng.range(0.17, 0.24)), ink),
            3 => {
                let mut path = PathBuilder::new();
                path.move_to(0.32, 0.72);
                path.cubic_to(0.2, 0.4, 0.5, 0.25, 0.7, 0.28);
                path.cubic_to(0.72, 0.5, 0.6, 0.75, 0.32, 0.72);
                path.close();
                self.fill(path.finish(), ink);
            }
            4 => {
                let mut path = PathBuilder::new();
                path.move_to(0.3, 0.28);
                path.line_to(0.3, 0.72);
                path.move_to(0.3, 0.5);
                path.line_to(0.68, 0.5);
                path.move_to(0.68, 0.28);
                path.line_to(0.68, 0.72);
                self.stroke(path.finish(), 0.1, ink);
            }
            _ => self.stroke(circle(0.5, 0.5, 0.22), 0.08, ink),
        }
    }

    fn system(&mut self, app: SystemApp, ink: [u8; 3]) {
        let mut path = PathBuilder::new();
        match app {
            SystemApp::Mail => {
                let mut whole = PathBuilder::new();
                whole.push_rect(Rect::from_ltrb(0.2, 0.3, 0.8, 0.72).expect("a box"));
                self.fill(whole.finish(), ink);
                path.move_to(0.2, 0.33);
                path.line_to(0.5, 0.54);
                path.line_to(0.8, 0.33);
                let ground = self.at(0.5, 0.2);
                self.stroke(path.finish(), 0.05, ground);
            }
            SystemApp::Camera => {
                self.fill(rounded(0.2, 0.36, 0.8, 0.74, 0.06), ink);
                self.fill(rounded(0.4, 0.28, 0.6, 0.4, 0.03), ink);
                let ground = self.at(0.5, 0.15);
                self.stroke(circle(0.5, 0.55, 0.12), 0.05, ground);
            }
            SystemApp::Message => {
                path.move_to(0.34, 0.66);
                path.line_to(0.28, 0.8);
                path.line_to(0.46, 0.72);
                path.close();
                self.fill(path.finish(), ink);
                let mut bubble = PathBuilder::new();
                bubble.push_oval(Rect::from_ltrb(0.2, 0.24, 0.8, 0.74).expect("a box"));
                self.fill(bubble.finish(), ink);
            }
            SystemApp::Settings => {
                for tooth in 0..8 {
                    let angle = tooth as f32 * std::f32::consts::TAU / 8.0;
                    let mut line = PathBuilder::new();
                    line.move_to(0.5 + 0.18 * libm::cosf(angle), 0.5 + 0.18 * libm::sinf(angle));
                    line.line_to(0.5 + 0.25 * libm::cosf(angle), 0.5 + 0.25 * libm::sinf(angle));
                    self.stroke(line.finish(), 0.1, ink);
                }
                self.stroke(circle(0.5, 0.5, 0.15), 0.11, ink);
            }
            SystemApp::Phone => {
                path.move_to(0.32, 0.3);
                path.quad_to(0.34, 0.62, 0.7, 0.68);
                self.stroke(path.finish(), 0.13, ink);
                self.fill(circle(0.34, 0.3, 0.1), ink);
                self.fill(circle(0.7, 0.67, 0.1), ink);
            }
            SystemApp::Clock => {
                self.fill(circle(0.5, 0.5, 0.28), ink);
                path.move_to(0.5, 0.34);
                path.line_to(0.5, 0.5);
                path.line_to(0.61, 0.56);
                let ground = self.at(0.5, 0.1);
                self.stroke(path.finish(), 0.045, ground);
            }
        }
    }

    fn at(&self, x: f32, y: f32) -> [u8; 3] {
        let pixel = self.map.pixel((x * self.side) as u32, (y * self.side) as u32).expect("inside").demultiply();
        [pixel.red(), pixel.green(), pixel.blue()]
    }

    fn corner(&mut self, rng: &mut Rng, corner: Corner, ground: [u8; 3]) {
        let reds: [[u8; 3]; 4] = [[255, 59, 48], [230, 30, 40], [245, 63, 63], [250, 81, 40]];
        let red = reds[rng.index(reds.len())];
        // As the systems: the upper right mostly.
        let right = rng.chance(0.8);
        let top = rng.chance(0.9);
        let place = |inset: f32| (if right { 1.0 - inset } else { inset }, if top { inset } else { 1.0 - inset });
        match corner {
            Corner::Nothing => {}
            Corner::Dot => {
                let radius = rng.range(0.045, 0.11);
                let (x, y) = place(radius + rng.range(0.02, 0.09));
                if rng.chance(0.3) {
                    self.fill(circle(x, y, radius + 0.02), [255, 255, 255]);
                }
                self.fill(circle(x, y, radius), red);
            }
            Corner::Number => {
                let radius = rng.range(0.1, 0.17);
                let wide = if rng.chance(0.4) { radius * 0.7 } else { 0.0 };
                let (x, y) = place(radius + wide + rng.range(0.01, 0.04));
                // Other systems have blue, orange and green ones.
                let others: [[u8; 3]; 2] = [[0, 110, 250], [0, 150, 80]];
                let other = others[rng.index(2)];
                let far = |a: [u8; 3]| {
                    a.iter().zip(ground).map(|(a, b)| i32::from(*a).abs_diff(i32::from(b))).sum::<u32>() > 150
                };
                let colour = if rng.chance(0.25) && far(other) { other } else { red };
                self.fill(rounded(x - radius - wide, y - radius, x + radius + wide, y + radius, radius), colour);
                self.digits(x, y, radius, if wide > 0.0 { 2 } else { 1 }, rng);
            }
            Corner::Ornament => self.ornament(rng, place(0.17), red),
        }
    }

    /// Strokes like digits.
    fn digits(&mut self, x: f32, y: f32, radius: f32, count: u8, rng: &mut Rng) {
        for at in 0..count {
            let x = x + (f32::from(at) - f32::from(count - 1) / 2.0) * radius * 0.75;
            let (w, h) = (radius * 0.24, radius * 0.48);
            let mut path = PathBuilder::new();
            match rng.int(0, 2) {
                0 => {
                    path.move_to(x - w * 0.4, y - h * 0.6);
                    path.line_to(x + w * 0.2, y - h);
                    path.line_to(x + w * 0.2, y + h);
                }
                1 => {
                    path.move_to(x - w, y - h);
                    path.line_to(x + w, y - h);
                    path.line_to(x - w * 0.3, y + h);
                }
                _ => {
                    path.move_to(x - w, y - h * 0.7);
                    path.cubic_to(x + w * 1.6, y - h * 1.4, x + w, y, x - w, y + h);
                    path.line_to(x + w, y + h);
                }
            }
            self.stroke(path.finish(), radius * 0.2, [255, 255, 255]);
        }
    }

    fn ornament(&mut self, rng: &mut Rng, (x, y): (f32, f32), red: [u8; 3]) {
        match rng.int(0, 5) {
            0 => {
                let mut path = PathBuilder::new();
                for point in 0..10 {
                    let angle = point as f32 * std::f32::consts::TAU / 10.0 - std::f32::consts::FRAC_PI_2;
                    let far = if point % 2 == 0 { 0.12 } else { 0.05 };
                    let (px, py) = (x + far * libm::cosf(angle), y + far * libm::sinf(angle));
                    if point == 0 { path.move_to(px, py) } else { path.line_to(px, py) }
                }
                path.close();
                self.fill(path.finish(), red);
            }
            1 => self.fill(circle(x, y, 0.1), [250, 205, 60]),
            2 => {
                for (dx, dy) in [(0.17, 0.17), (0.83, 0.17), (0.17, 0.83), (0.83, 0.83)] {
                    self.fill(circle(dx, dy, 0.06), red);
                }
            }
            3 => {
                let mut path = PathBuilder::new();
                path.move_to(0.62, 0.0);
                path.line_to(0.8, 0.0);
                path.line_to(1.0, 0.2);
                path.line_to(1.0, 0.38);
                path.close();
                self.fill(path.finish(), red);
            }
            4 => {
                let mut path = PathBuilder::new();
                path.move_to(x - 0.1, y + 0.08);
                path.quad_to(x - 0.08, y - 0.1, x + 0.1, y - 0.1);
                path.quad_to(x + 0.1, y + 0.08, x - 0.1, y + 0.08);
                path.close();
                self.fill(path.finish(), [60, 170, 80]);
            }
            _ => {
                let mut path = PathBuilder::new();
                path.push_rect(Rect::from_ltrb(x - 0.09, y - 0.09, x + 0.09, y + 0.09).expect("a box"));
                self.fill(path.finish(), red);
            }
        }
    }
}

fn circle(x: f32, y: f32, radius: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_circle(x, y, radius);
    path.finish()
}

/// A rectangle with round corners.
fn rounded(left: f32, top: f32, right: f32, bottom: f32, radius: f32) -> Option<Path> {
    if radius <= 0.0 {
        let mut path = PathBuilder::new();
        path.push_rect(Rect::from_ltrb(left, top, right, bottom)?);
        return path.finish();
    }
    // A quarter of a circle as one cubic curve, to 0.03 % of its radius.
    let k = radius * 0.4477;
    let mut path = PathBuilder::new();
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.cubic_to(right - k, top, right, top + k, right, top + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(right, bottom - k, right - k, bottom, right - radius, bottom);
    path.line_to(left + radius, bottom);
    path.cubic_to(left + k, bottom, left, bottom - k, left, bottom - radius);
    path.line_to(left, top + radius);
    path.cubic_to(left, top + k, left + k, top, left + radius, top);
    path.close();
    path.finish()
}
