//! What a body wears: cuts, colours, folds and seams, by place on the body (cm in its own axes).

use super::layer::{light_of, luminance};
use super::torso::Build;
use crate::heads::space::V3;
use crate::paint::{Rgb, mix, scale, smooth};
use crate::rng::{Rng, mix as hash};
use crate::set::Split;

/// A cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Cut {
    TShirt,
    Shirt,
    Jacket,
    Blouse,
    Sweater,
    Polo,
    /// Nothing above the breast but two straps, or none.
    Straps,
    Bare,
}

impl Cut {
    /// Its name in truths.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TShirt => "t_shirt",
            Self::Shirt => "shirt",
            Self::Jacket => "jacket",
            Self::Blouse => "blouse",
            Self::Sweater => "sweater",
            Self::Polo => "polo",
            Self::Straps => "straps",
            Self::Bare => "bare",
        }
    }
}

/// A dress.
#[derive(Clone, Debug)]
pub struct Dress {
    /// Its cut.
    pub cut: Cut,
    /// Its colour, light.
    colour: Rgb,
    /// Of what shows in the opening of a jacket.
    under: Rgb,
    tie: Option<Rgb>,
    /// Half breadth and depth of the neck's opening, cm.
    opening: [f32; 2],
    /// A pointed opening.
    pointed: bool,
    pattern: Pattern,
    folds: f32,
    seed: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Pattern {
    Plain,
    Stripes(f32),
    Checks(f32),
    Knit(f32),
    Dots(f32),
}

/// Cloth at a place.
pub struct Cloth {
    /// 0 skin, 1 cloth.
    pub cover: f32,
    /// Light it gives back.
    pub colour: Rgb,
    /// What folds add to the normal.
    pub bend: V3,
    /// Light lost in creases and under edges, 1 none.
    pub hollow: f32,
    /// Share that the weave adds to the light.
    pub grain: f32,
    /// Shine of skin.
    pub sheen: f32,
}

const TUNING: &[Rgb] = &[
    [0.16, 0.20, 0.30],
    [0.30, 0.32, 0.35],
    [0.55, 0.18, 0.20],
    [0.24, 0.36, 0.34],
    [0.10, 0.10, 0.11],
    [0.72, 0.76, 0.84],
    [0.60, 0.52, 0.40],
    [0.93, 0.93, 0.92],
];
const HELD: &[Rgb] = &[
    [0.20, 0.30, 0.52],
    [0.42, 0.38, 0.34],
    [0.70, 0.45, 0.50],
    [0.34, 0.22, 0.40],
    [0.13, 0.14, 0.18],
    [0.84, 0.84, 0.78],
    [0.20, 0.42, 0.30],
    [0.90, 0.88, 0.90],
];

impl Dress {
    /// A dress of a cut.
    #[must_use]
    pub fn new(rng: &mut Rng, cut: Cut, split: Split) -> Self {
        let all = if split == Split::Held { HELD } else { TUNING };
        let mut c = all[rng.index(all.len())];
        if cut == Cut::Shirt && rng.chance(0.5) {
            c = [[0.92, 0.93, 0.94], [0.70, 0.78, 0.90], [0.86, 0.80, 0.82]][rng.index(3)];
        }
        if cut == Cut::Jacket {
            c = [[0.10, 0.11, 0.15], [0.22, 0.23, 0.26], [0.30, 0.26, 0.22], [0.15, 0.19, 0.31]][rng.index(4)];
        }
        let jitter = [rng.range(0.92, 1.08), rng.range(0.92, 1.08), rng.range(0.92, 1.08)];
        let colour = light_of([0, 1, 2].map(|k| (c[k] * jitter[k]).clamp(0.04, 0.95)));
        let under = light_of([[0.92, 0.93, 0.94], [0.72, 0.80, 0.92], [0.88, 0.86, 0.80]][rng.index(3)]);
        let tie = rng.chance(0.6).then(|| light_of([rng.range(0.1, 0.6), rng.range(0.08, 0.25), rng.range(0.1, 0.4)]));
        let opening = match cut {
            Cut::Blouse => [rng.range(8.0, 10.0), rng.range(6.5, 10.0)],
            Cut::Polo => [6.6, rng.range(6.0, 8.0)],
            _ => [rng.range(7.0, 8.4), rng.range(4.2, 6.0)],
        };
        let pattern = match cut {
            Cut::Sweater => Pattern::Knit(rng.range(0.45, 0.7)),
            Cut::Shirt if rng.chance(0.35) => Pattern::Stripes(rng.range(0.5, 1.0)),
            Cut::Shirt if rng.chance(0.3) => Pattern::Checks(rng.range(1.6, 3.0)),
            Cut::Blouse if rng.chance(0.4) => Pattern::Dots(rng.range(1.6, 2.6)),
            Cut::TShirt if rng.chance(0.2) => Pattern::Stripes(rng.range(2.5, 4.5)),
            _ => Pattern::Plain,
        };
        let pointed = match cut {
            Cut::Blouse => rng.chance(0.5),
            Cut::TShirt => rng.chance(0.15),
            _ => false,
        };
        Self { cut, colour, under, tie, opening, pointed, pattern, folds: rng.range(0.12, 0.3), seed: rng.next_u64() }
    }

    /// How far the collar stands off the neck, cm.
    #[must_use]
    pub fn stand(&self) -> f32 {
        match self.cut {
            Cut::Shirt | Cut::Jacket => 0.9,
            Cut::Polo => 0.7,
            Cut::Sweater => 0.8,
            _ => 0.0,
        }
    }

    /// A T-shirt's or a blouse's neck line: below 1 is skin.
    fn neck_line(&self, build: &Build, p: V3) -> f32 {
        let top = build.top + 3.2;
        let (u, v) = (p[0].abs() / self.opening[0], (top - p[1]) / self.opening[1]);
        if p[1] > top {
            // Beside the neck the cloth lies on the shoulder.
            return (p[0].abs() - (p[1] - top) * 0.1) / self.opening[0];
        }
        if self.pointed { u + v.max(0.0) * 0.95 } else { (u * u + v * v).sqrt() }
    }

    /// Cloth at a place of the body.
    #[must_use]
    pub fn at(&self, build: &Build, p: V3) -> Cloth {
        let mut out = Cloth { cover: 1.0, colour: self.colour, bend: [0.0; 3], hollow: 1.0, grain: 0.0, sheen: 0.0 };
        let edge = |d: f32| smooth(-0.06, 0.06, d);
        match self.cut {
            Cut::TShirt | Cut::Blouse => {
                let d = (self.neck_line(build, p) - 1.0) * self.opening[1].min(self.opening[0]);
                out.cover = edge(d);
                let rib = if self.cut == Cut::TShirt { 1.9 } else { 0.5 };
                if d < rib {
                    out.colour = scale(out.colour, 0.94 + 0.05 * wave(p[0] * 9.0));
                    out.hollow *= 1.0 - 0.22 * smooth(0.25, 0.0, (d - rib).abs()) - 0.25 * smooth(0.3, 0.0, d);
                } else {
                    out.colour = self.patterned(p, out.colour);
                }
                if out.cover < 1.0 {
                    // The cloth's edge darkens the skin beside it.
                    out.hollow *= 1.0 - 0.25 * smooth(-0.9, 0.0, d) * (1.0 - out.cover);
                }
            }
            Cut::Sweater => {
                let d = (build.top + 5.2 + 0.15 * p[2] - p[1]).max(p[0].abs() - build.neck - 1.3);
                out.cover = edge(d);
                let rib = 5.0;
                if d < rib && out.cover > 0.0 {
                    out.hollow *= 0.88 + 0.12 * wave(libm::atan2f(p[0], p[2] + 12.0) * 60.0);
                    out.hollow *= 1.0 - 0.3 * smooth(0.4, 0.0, (d - rib).abs());
                }
                out.colour = self.patterned(p, out.colour);
            }
            Cut::Shirt | Cut::Polo => self.shirt(build, p, &mut out, self.colour),
            Cut::Jacket => self.jacket(build, p, &mut out),
            Cut::Straps => {
                let low = build.top - 9.5 - 0.02 * p[0] * p[0];
                let strap = 1.3 - (p[0].abs() - 10.5 + 0.06 * (p[1] - build.top)).abs();
                let d = (low - p[1]).max(strap.min(p[1] - low + 40.0));
                // Straps go over the shoulder, arms stay bare.
                let arm = (build.shoulder - 1.5) - p[0].abs() + 0.10 * (build.top - p[1]);
                out.cover = edge(d.min(arm));
            }
            Cut::Bare => out.cover = 0.0,
        }
        if out.cover < 0.5 {
            out.sheen = 0.10;
            // Collar bones and the hollow between them.
            let x = p[0].abs();
            let bone = (p[1] - (build.top - 2.6 + 0.22 * x)).abs();
            let near = smooth(build.shoulder - 4.0, 8.0, x) * smooth(1.0, 3.0, x);
            out.hollow *=
                1.0 - 0.16 * smooth(1.6, 0.0, (bone - 1.4).abs()) * near * smooth(build.top + 4.0, build.top, p[1]);
            out.grain += 0.05 * (noise(self.seed ^ 3, p[0] * 0.5, p[1] * 0.5) - 0.5);
        }
        if out.cover > 0.0 {
            self.fold(build, p, &mut out);
            out.grain += 0.05 * (noise(self.seed ^ 1, p[0] * 9.0, p[1] * 9.0) - 0.5)
                + 0.04 * (noise(self.seed ^ 2, p[0] * 1.3, p[1] * 1.3) - 0.5);
        }
        out
    }

    fn patterned(&self, p: V3, c: Rgb) -> Rgb {
        let other = if luminance(c) > 0.25 { scale(c, 0.55) } else { mix(c, [0.5; 3], 0.25) };
        // Along the arm a pattern runs with the arm.
        let t = match self.pattern {
            Pattern::Plain => 0.0,
            Pattern::Stripes(w) if w > 2.0 => smooth(0.3, 0.34, saw(p[1] / w)),
            Pattern::Stripes(w) => 0.6 * smooth(0.36, 0.42, saw(p[0] / w)),
            Pattern::Checks(w) => 0.35 * (smooth(0.2, 0.25, saw(p[0] / w)) + smooth(0.2, 0.25, saw(p[1] / w))),
            Pattern::Knit(w) => 0.18 + 0.18 * wave(p[0] / w * 3.0 + 1.6 * wave(p[1] / w * 2.0)),
            Pattern::Dots(w) => {
                let row = (p[1] / w).floor();
                let x = saw(p[0] / w + 0.5 * (row % 2.0)) - 0.25;
                let y = saw(p[1] / w) - 0.25;
                smooth(0.14, 0.09, (x * x + y * y).sqrt())
            }
        };
        mix(c, other, t)
    }

    /// Collar, placket and buttons.
    fn shirt(&self, build: &Build, p: V3, out: &mut Cloth, colour: Rgb) {
        let top = build.top;
        let x = p[0].abs();
        let band = top + 4.6 + 0.1 * p[2] - p[1];
        let open = if self.cut == Cut::Polo { self.opening[1] } else { 1.6 };
        // The opening below the band at the front: a narrow V.
        let gap = (1.0 - (top + 4.6 - p[1]) / (open + 4.0)) * 2.6;
        let skin = x - gap.max(0.0);
        let front = p[2] > -8.0;
        let d = if front { band.min(if gap > 0.0 { skin } else { 9.0 }) } else { band };
        // Beside the neck the cloth lies on the shoulder.
        let d = d.max(x - build.neck - 1.1);
        out.cover = smooth(-0.06, 0.06, d);
        out.colour = self.patterned(p, colour);
        if front {
            // Flaps of the collar: from the band at the neck out to a point.
            let y = top + 4.4 - p[1];
            let inner = x - (0.9 + 0.30 * y);
            let outer = (4.2 + 0.95 * y.min(3.0) - 0.35 * (y - 3.0).max(0.0)) - x + 2.2;
            let low = 7.2 - 0.15 * x - y;
            let flap = inner.min(outer).min(low);
            if y > -0.2 && flap > -0.5 {
                let inside = smooth(-0.05, 0.05, flap);
                out.hollow *= 1.0 - 0.30 * smooth(-0.5, -0.02, flap) * (1.0 - inside);
                out.hollow *= 1.0 - 0.10 * smooth(0.35, 0.25, (flap - 0.45).abs() + 0.22) * inside;
                if inside > 0.5 {
                    out.colour = mix(out.colour, colour, 0.6);
                    out.grain += 0.05;
                }
            }
        }
        if front && p[1] < top + 1.0 && self.cut == Cut::Shirt || (self.cut == Cut::Polo && p[1] > top - 12.0) {
            let line = (p[0] - 1.5).abs();
            out.hollow *= 1.0 - 0.25 * smooth(0.14, 0.0, line);
            let button = ((p[1] - top + 2.0) / 8.5).round() * 8.5 + top - 2.0;
            let r = (p[0] * p[0] + (p[1] - button) * (p[1] - button)).sqrt();
            if r < 0.62 && p[1] < top {
                out.colour = mix(colour, [0.75; 3], 0.5);
                out.hollow *= 1.0 - 0.3 * smooth(0.2, 0.0, (r - 0.52).abs());
            }
        }
    }

    /// Lapels over a shirt.
    fn jacket(&self, build: &Build, p: V3, out: &mut Cloth) {
        let top = build.top;
        let x = p[0].abs();
        let depth = 24.0;
        // The opening: a V from the neck down to the button.
        let down = top + 2.5 - p[1];
        let v = 7.6 * (1.0 - down / depth).max(0.0);
        let inside = v - x;
        let front = p[2] > -8.5;
        if front && inside > 0.0 && down > -7.5 {
            self.shirt(build, p, out, self.under);
            out.hollow *= 1.0 - 0.35 * smooth(1.2, 0.0, inside);
            if let Some(tie) = self.tie {
                let y = top + 1.2 - p[1];
                let half = if y < 2.6 { 1.9 - 0.25 * y } else { 1.3 + 0.11 * (y - 2.6) };
                let d = half.min(4.2) - x;
                if y > -0.6 && d > -0.6 {
                    let t = smooth(-0.05, 0.05, d);
                    out.colour = mix(out.colour, tie, t);
                    out.cover = out.cover.max(t);
                    out.hollow *= 1.0 - 0.3 * smooth(-0.6, 0.0, d) * (1.0 - t) - 0.15 * t * smooth(0.7, 0.0, d);
                    if t > 0.5 {
                        out.colour = mix(out.colour, [0.5; 3], 0.12 * smooth(0.35, 0.4, saw((p[0] + p[1]) / 2.4)));
                        out.hollow *= 1.0 - 0.25 * smooth(0.25, 0.0, (y - 2.6).abs());
                    }
                }
            }
            return;
        }
        let band = (top + 3.4 + 0.12 * p[2] - p[1]).max(x - build.neck - 1.8);
        out.cover = smooth(-0.06, 0.06, band);
        if front && band < 0.0 {
            self.shirt(build, p, out, self.under);
            return;
        }
        out.colour = self.patterned(p, self.colour);
        // A lapel is a band beside the opening with a notch.
        let lapel = -inside;
        let wide = 6.6 * smooth(depth, depth * 0.35, down) + 0.6;
        if front && down < depth && down > -3.0 {
            let notch = (down - 7.5 - (lapel - 3.0) * 0.7).abs();
            out.hollow *= 1.0 - 0.30 * smooth(0.35, 0.0, lapel);
            if lapel < wide {
                out.grain += 0.10;
                out.hollow *= 1.0 - 0.35 * smooth(0.22, 0.0, notch) * smooth(2.6, 3.2, lapel);
            } else {
                out.hollow *= 1.0 - 0.38 * smooth(0.9, 0.0, lapel - wide);
            }
        } else if front && x < 0.25 {
            out.hollow *= 0.7;
        }
        let seam = (x - (build.shoulder - 0.4) + 0.02 * (p[1] - top)).abs();
        out.hollow *= 1.0 - 0.2 * smooth(0.3, 0.0, seam) * smooth(-16.0, -8.0, p[1] - top);
    }

    /// Folds: from the armpits across, along the arms, and little ones anywhere.
    fn fold(&self, build: &Build, p: V3, out: &mut Cloth) {
        let stiff = if self.cut == Cut::Jacket { 0.45 } else { 1.0 };
        let f = |x: f32, y: f32| {
            let pit = [build.shoulder - 3.0, build.top - 13.0];
            let (dx, dy) = (x.abs() - pit[0], y - pit[1]);
            let r = (dx * dx + dy * dy).sqrt() + 2.0;
            let a = libm::atan2f(dy, dx);
            let rays = noise(self.seed ^ 11, a * 3.4 + x.signum() * 9.0, r * 0.05) * smooth(26.0, 4.0, r);
            let hang = noise(self.seed ^ 12, x * 0.22 + 0.1 * y, y * 0.06) * smooth(-4.0, -16.0, y - build.top);
            let small = noise(self.seed ^ 13, x * 0.34, y * 0.2);
            0.55 * rays * smooth(2.5, 9.0, r) + 1.1 * hang + 0.6 * small
        };
        let e = 0.25;
        let (x, y) = (p[0], p[1]);
        let k = self.folds * stiff / (2.0 * e) * 3.2;
        out.bend = [-(f(x + e, y) - f(x - e, y)) * k, -(f(x, y + e) - f(x, y - e)) * k, 0.0];
        // Between arm and body it is dark.
        let low = build.top - p[1];
        let arm = p[0].abs() - (build.shoulder - 1.6 - 1.2 * smooth(8.0, 40.0, low));
        let wide = if arm > 0.0 { 0.7 } else { 2.6 };
        out.hollow *= 1.0 - 0.5 * smooth(wide, 0.0, arm.abs()) * smooth(11.0, 18.0, low);
        // Trousers below the belt.
        if low > 50.0 {
            let under = smooth(50.0, 50.3, low) * smooth(build.shoulder + 2.2, build.shoulder + 1.2, p[0].abs());
            out.colour = mix(out.colour, [0.035, 0.04, 0.055], under);
        }
    }
}

fn wave(x: f32) -> f32 {
    crate::paint::sin(x)
}

/// 0 to 0.5 and back once in a unit.
fn saw(x: f32) -> f32 {
    let t = x - crate::paint::floor(x);
    0.5 - (t - 0.5).abs()
}

/// Smooth noise, 0 to 1.
#[must_use]
pub fn noise(seed: u64, x: f32, y: f32) -> f32 {
    let (x0, y0) = (crate::paint::floor(x), crate::paint::floor(y));
    let (fx, fy) = (x - x0, y - y0);
    let (sx, sy) = (fx * fx * (3.0 - 2.0 * fx), fy * fy * (3.0 - 2.0 * fy));
    let v = |i: i64, j: i64| {
        let h = hash(seed ^ (i as u64).wrapping_mul(0x9e37_79b9) ^ (j as u64).wrapping_mul(0x85eb_ca6b_27d4));
        (h >> 40) as f32 / (1u32 << 24) as f32
    };
    let (i, j) = (x0 as i64, y0 as i64);
    let top = v(i, j) + (v(i + 1, j) - v(i, j)) * sx;
    let low = v(i, j + 1) + (v(i + 1, j + 1) - v(i, j + 1)) * sx;
    top + (low - top) * sy
}
