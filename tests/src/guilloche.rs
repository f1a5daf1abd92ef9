//! The security print under everything: fine coloured curves on a pale ground, computed per pixel.

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
