//! The security print under everything: fine coloured curves on a pale ground, computed per pixel.

use crate::card::{HEIGHT, Print, Side, WIDTH};
use crate::paint::{Img, Rgb, floor, mix, sin, smooth};
use crate::rng::Rng;

/// One family of curves: where a phase crosses a whole number there is a line.
struct Family {
    kind: u8,
    pitch: f32,
    amp: f32,
    freq: f32,
    phase: f32,
    centre: (f32, f32),
    turn: (f32, f32),
    color: Rgb,
    weight: f32,
    width: f32,
}

/// Draws ground and curves of `w` x `h` mm at `s` pixels a mm. `strength` 0..1 scales the curves.
pub fn ground(rng: &mut Rng, w: f32, h: f32, s: f32, held: bool, strength: f32) -> Img {
    let warm = [0.965, 0.955, 0.945];
    let cold = [0.915, 0.945, 0.965];
    let pink = [0.965, 0.925, 0.930];
    let green = [0.920, 0.950, 0.930];
    let pales = if held { [green, warm, cold] } else { [cold, pink, warm] };
    let (a, b) = (pales[rng.index(3)], pales[rng.index(3)]);
    let drift = rng.range(-0.3, 0.3);
    let hues: &[Rgb] = if held {
        &[[0.35, 0.60, 0.50], [0.55, 0.45, 0.72], [0.72, 0.55, 0.35], [0.30, 0.55, 0.70]]
    } else {
        &[[0.35, 0.58, 0.78], [0.78, 0.48, 0.55], [0.45, 0.68, 0.58], [0.50, 0.52, 0.76]]
    };
    let count = rng.int(3, 5);
    let families: Vec<Family> = (0..count)
        .map(|_| {
            let a = rng.range(0.0, std::f32::consts::TAU);
            Family {
                kind: if held { rng.int(1, 3) as u8 } else { rng.int(0, 2) as u8 },
                pitch: rng.range(0.55, 1.15),
                amp: rng.range(0.5, 2.6),
                freq: rng.range(0.15, 0.75),
                phase: rng.range(0.0, 6.2),
                centre: (rng.range(0.1, 0.9) * w, rng.range(0.1, 0.9) * h),
                turn: (libm::cosf(a), libm::sinf(a)),
                color: hues[rng.index(hues.len())],
                weight: rng.range(0.25, 0.6) * strength,
                width: rng.range(0.05, 0.09),
            }
        })
        .collect();
    let (pw, ph) = ((w * s).round() as usize, (h * s).round() as usize);
    let px_mm = 1.0 / s;
    Img::from_fn(pw, ph, |px, py| {
        let (x, y) = (px / s, py / s);
        let t = (x / w + drift * sin(y * 0.11)).clamp(0.0, 1.0);
        let mut c = mix(a, b, smooth(0.0, 1.0, t));
        for f in &families {
            let p = f.phase_at(x, y);
            // The distance to the nearest line of the family, in mm.
            let d = (p - floor(p) - 0.5).abs() * f.pitch;
            let edge = px_mm * 0.7;
            if d < f.width * 0.5 + edge {
                let on = 1.0 - smooth(f.width * 0.5 - edge * 0.5, f.width * 0.5 + edge, d);
                c = mix(c, f.color, on * f.weight);
            }
        }
        c
    })
}

impl Family {
    fn phase_at(&self, x: f32, y: f32) -> f32 {
        let (u, v) = (x * self.turn.0 + y * self.turn.1, y * self.turn.0 - x * self.turn.1);
        match self.kind {
            // Parallel waves.
            0 => (v + self.amp * sin(u * self.freq + self.phase)) / self.pitch,
            // Waves whose swing itself swings: the bands of a guilloche.
            1 => (v + self.amp * sin(u * self.freq) * sin(u * self.freq * 0.17 + self.phase)) / self.pitch,
            // A rosette round a centre.
            2 => {
                let (dx, dy) = (x - self.centre.0, y - self.centre.1);
                let r = (dx * dx + dy * dy).sqrt();
                let a = libm::atan2f(dy, dx);
                (r + self.amp * 0.5 * sin(a * 8.0 + self.phase) * smooth(1.0, 8.0, r)) / self.pitch
            }
            // Waves crossing each other.
            _ => (v + self.amp * (sin(u * self.freq) + 0.5 * sin((u + v) * self.freq * 1.7 + self.phase))) / self.pitch,
        }
    }
}

/// Prints one to three families of lines of any spacing over the whole card, straight ones among them; gives what they are like.
///
/// They darken what is there, as ink does, and leave out the portrait.
pub fn lines(rng: &mut Rng, print: &mut Print) -> String {
    let hues: [Rgb; 5] =
        [[0.35, 0.58, 0.78], [0.78, 0.45, 0.50], [0.40, 0.66, 0.52], [0.48, 0.48, 0.76], [0.62, 0.55, 0.35]];
    let families: Vec<Family> = (0..rng.int(1, 3))
        .map(|_| {
            let turn = rng.range(0.0, std::f32::consts::PI);
            let straight = rng.chance(0.3);
            Family {
                kind: if straight { 0 } else { rng.int(0, 2) as u8 },
                // Every spacing alike on a scale of octaves.
                pitch: 0.3 * libm::exp2f(rng.range(0.0, 2.4)),
                amp: if straight { 0.0 } else { rng.range(0.1, 2.5) },
                freq: rng.range(0.05, 0.7),
                phase: rng.range(0.0, 6.2),
                centre: (rng.range(0.1, 0.9) * WIDTH, rng.range(0.1, 0.9) * HEIGHT),
                turn: (libm::cosf(turn), libm::sinf(turn)),
                color: hues[rng.index(hues.len())],
                weight: rng.range(0.15, 0.6),
                width: rng.range(0.25, 0.5),
            }
        })
        .collect();
    let (w, s) = (print.img.w, print.scale);
    let portrait = (print.side == Side::Front).then_some([54.5, 5.5, 82.0, 40.0]);
    for (i, c) in print.img.px.iter_mut().enumerate() {
        let (x, y) = ((i % w) as f32 / s, (i / w) as f32 / s);
        if portrait.is_some_and(|[l, t, r, b]| (l..r).contains(&x) && (t..b).contains(&y)) {
            continue;
        }
        for f in &families {
            // The width is a share of the spacing here, and rims are as soft as a print's.
            let along = f.phase_at(x, y);
            let off = (along - floor(along) - 0.5).abs();
            let on = 1.0 - smooth(f.width * 0.5 - 0.12, f.width * 0.5 + 0.12, off);
            for (v, ink) in c.iter_mut().zip(f.color) {
                *v *= 1.0 - on * f.weight * (1.0 - ink);
            }
        }
    }
    let said: Vec<String> = families
        .iter()
        .map(|f| format!("{:.2} mm {}", f.pitch, if f.amp > 0.0 || f.kind == 2 { "curved" } else { "straight" }))
        .collect();
    said.join(" and ")
}
