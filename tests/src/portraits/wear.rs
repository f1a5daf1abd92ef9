//! What is worn on a head or held before it, drawn in cm about the bridge of the nose.

use super::dress::noise;
use super::layer::{Layer, light_of};
use super::light::Lamp;
use super::person::Drawn;
use crate::heads::shape::Camera;
use crate::heads::space::{V3, unit};
use crate::paint::{Rgb, mix, scale, smooth};
use crate::rng::Rng;
use crate::set::Split;

/// Something worn.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Wear {
    Cap,
    Beanie,
    Hat,
    Mask,
    Scarf,
    Hand,
    Glasses,
    Glare,
    /// Hair of a colour, linear light, over the forehead.
    Fringe(Rgb),
    /// Round head and neck.
    Wrap,
}

impl Wear {
    /// Its name in truths.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cap => "cap",
            Self::Beanie => "beanie",
            Self::Hat => "hat",
            Self::Mask => "mask",
            Self::Scarf => "scarf",
            Self::Hand => "hand",
            Self::Glasses => "glasses",
            Self::Glare => "glasses_glare",
            Self::Fringe(_) => "fringe",
            Self::Wrap => "wrap",
        }
    }
}

/// Axes on the face: x to the picture's right along the eyes, y up, cm.
pub(super) struct Axes {
    origin: [f32; 2],
    right: [f32; 2],
    /// Pixels to a cm.
    pub(super) k: f32,
    pub(super) chin: f32,
    pub(super) crown: f32,
    /// Half the breadth of the face.
    pub(super) half: f32,
    /// Half the breadth of head and hair above the eyes.
    pub(super) hair: f32,
    eyes: [[f32; 2]; 2],
}

impl Axes {
    pub(super) fn of(person: &Drawn, camera: &Camera) -> Self {
        let m = &person.mesh;
        let d = [m[356][0] - m[127][0], m[356][1] - m[127][1]];
        let long = (d[0] * d[0] + d[1] * d[1]).sqrt().max(1.0);
        let sign = d[0].signum();
        let right = [d[0] / long * sign, d[1] / long * sign];
        let k = camera.density();
        let mut axes = Self {
            origin: m[168],
            right,
            k,
            chin: 0.0,
            crown: 0.0,
            half: long / k / 2.0,
            hair: 0.0,
            eyes: [[0.0; 2]; 2],
        };
        axes.chin = axes.own(m[152])[1];
        let eye = |a: usize, b: usize| {
            let (p, q) = (axes.own(m[a]), axes.own(m[b]));
            [(p[0] + q[0]) / 2.0, (p[1] + q[1]) / 2.0]
        };
        let mut eyes = [eye(33, 133), eye(263, 362)];
        if eyes[0][0] > eyes[1][0] {
            eyes.swap(0, 1);
        }
        axes.eyes = eyes;
        // The crown, where the head ends above the bridge of the nose.
        let mut up = 0.0;
        while up < 20.0 {
            let [x, y] = axes.px(0.0, up);
            if x < 0.0 || y < 0.0 || x >= person.head.w as f32 || person.head.sample(x, y) < 0.5 {
                break;
            }
            up += 0.1;
        }
        axes.crown = up.max(8.0);
        // Hair makes a head broader than its face.
        let mut out = axes.half;
        for side in [-1.0, 1.0] {
            let mut far = axes.half - 1.0;
            while far < 14.0 {
                let inside = [2.0, 4.5, 7.0].iter().any(|v| {
                    let [x, y] = axes.px(side * far, *v);
                    x >= 0.0
                        && y >= 0.0
                        && x < person.head.w as f32
                        && y < person.head.h as f32
                        && person.head.sample(x, y) > 0.5
                });
                if !inside {
                    break;
                }
                far += 0.1;
            }
            out = out.max(far);
        }
        axes.hair = out;
        axes
    }

    fn own(&self, p: [f32; 2]) -> [f32; 2] {
        let d = [p[0] - self.origin[0], p[1] - self.origin[1]];
        [
            (d[0] * self.right[0] + d[1] * self.right[1]) / self.k,
            -(d[1] * self.right[0] - d[0] * self.right[1]) / self.k,
        ]
    }

    /// A place in the picture, px.
    pub(super) fn px(&self, x: f32, y: f32) -> [f32; 2] {
        let (a, b) = (x * self.k, -y * self.k);
        [self.origin[0] + a * self.right[0] - b * self.right[1], self.origin[1] + a * self.right[1] + b * self.right[0]]
    }
}

/// A spot of something: albedo, opacity, normal, light of its own.
pub(super) struct Spot {
    pub(super) colour: Rgb,
    pub(super) alpha: f32,
    pub(super) normal: V3,
    pub(super) glow: f32,
}

/// Draws what is worn over a person, and joins it to the person.
pub fn put(rng: &mut Rng, wear: Wear, person: &mut Drawn, camera: &Camera, lamp: &Lamp, split: Split) {
    let axes = Axes::of(person, camera);
    let held = split == Split::Held;
    let seed = rng.next_u64();
    let paint = paint_of(rng, wear, held, person.skin);
    let mut layer = Layer::new(camera.w, camera.h);
    let aa = 0.5 / axes.k;
    for y in 0..camera.h {
        for x in 0..camera.w {
            let [u, v] = axes.own([x as f32 + 0.5, y as f32 + 0.5]);
            if u.abs() > 34.0 || !(-70.0..22.0).contains(&v) {
                continue;
            }
            let Some(s) = paint(&axes, u, v, aa, seed) else {
                continue;
            };
            let light = lamp.at([u, v + 3.0, 6.0], s.normal, 1.0);
            let c = s.colour.map(|c| (c * light * (1.0 - s.glow) + s.glow * 1.25) * s.alpha);
            layer.px[y * camera.w + x] = [c[0], c[1], c[2], s.alpha];
        }
    }
    person.layer.over(&layer);
    if matches!(wear, Wear::Cap | Wear::Beanie | Wear::Hat | Wear::Wrap) {
        for (h, c) in person.head.v.iter_mut().zip(&layer.px) {
            *h = h.max(c[3]);
        }
    }
}

type Brush = Box<dyn Fn(&Axes, f32, f32, f32, u64) -> Option<Spot>>;

fn paint_of(rng: &mut Rng, wear: Wear, held: bool, skin: Rgb) -> Brush {
    let cloth: Rgb = light_of(if held {
        [[0.20, 0.24, 0.20], [0.62, 0.58, 0.50], [0.42, 0.14, 0.18], [0.22, 0.22, 0.24]][rng.index(4)]
    } else {
        [[0.12, 0.14, 0.20], [0.55, 0.16, 0.16], [0.30, 0.30, 0.32], [0.70, 0.64, 0.52]][rng.index(4)]
    });
    let low = rng.range(2.2, 3.6);
    let over = rng.range(1.2, 2.4);
    match wear {
        Wear::Fringe(hair) => Box::new(super::hair::fringe(rng, hair)),
        Wear::Wrap => Box::new(super::wrap::scarf(rng, held)),
        Wear::Cap => Box::new(move |a, u, v, aa, seed| {
            // The dome, then its visor before the forehead.
            let half = a.hair + 0.4;
            let top = a.crown + over;
            let d = 1.0 - ((u / half).powi(2) + ((v - low) / (top - low)).powi(2)).sqrt();
            let dome = if v > low - 0.6 { d * half } else { -1.0 };
            let visor_top = low + 1.6 - 0.035 * u * u;
            let visor_low = low - 1.3 - 0.020 * u * u + 0.9;
            let visor = (visor_top - v).min(v - visor_low).min((half * 0.98 - u.abs()) * 0.8);
            let (dist, is_visor) = if visor > -aa { (visor, true) } else { (dome, false) };
            let alpha = smooth(-aa, aa, dist);
            (alpha > 0.0).then(|| {
                let n = if is_visor {
                    unit([u * 0.05, 0.9, 0.55])
                } else {
                    unit([u / half, ((v - low) / (top - low)).max(0.0) * 0.9, 0.75])
                };
                let seam = smooth(0.12, 0.04, u.abs()).max(smooth(0.12, 0.04, (u.abs() - 4.6 + v * 0.18).abs()))
                    * f32::from(u8::from(!is_visor));
                let weave = 1.0 + 0.12 * (noise(seed, u * 6.0, v * 6.0) - 0.5);
                let edge = if is_visor { 0.75 + 0.35 * smooth(0.0, 0.5, visor) } else { 1.0 };
                Spot { colour: scale(cloth, weave * edge * (1.0 - 0.3 * seam)), alpha, normal: n, glow: 0.0 }
            })
        }),
        Wear::Beanie => Box::new(move |a, u, v, aa, seed| {
            let half = a.hair + 0.5;
            let top = a.crown + over;
            let base = low - 0.4 - 0.012 * u * u;
            let d = (1.0 - ((u / half).powi(2) + ((v - base).max(0.0) / (top - base)).powi(2)).sqrt()) * half;
            let dist = d.min(v - base);
            let alpha = smooth(-aa, aa, dist);
            (alpha > 0.0).then(|| {
                let turned = v - base < 4.6;
                let rib = 0.86 + 0.14 * crate::paint::sin(libm::asinf((u / half).clamp(-1.0, 1.0)) * 46.0);
                let fold = 1.0 - 0.35 * smooth(0.5, 0.0, (v - base - 4.6).abs());
                let weave = 1.0 + 0.2 * (noise(seed, u * 3.0, v * 4.0) - 0.5);
                let n = unit([u / half, ((v - base) / (top - base)) * 0.8, 0.7 + f32::from(u8::from(turned)) * 0.2]);
                Spot { colour: scale(cloth, rib * fold * weave), alpha, normal: n, glow: 0.0 }
            })
        }),
        Wear::Hat => Box::new(move |a, u, v, aa, seed| {
            let half = a.hair + 0.2;
            let top = a.crown + over + 1.6;
            let crown = (half - u.abs() - 0.06 * (v - low)).min(top - 0.03 * u * u - v).min(v - low + 0.4);
            let brim = (1.0 - ((u / (half + 6.2)).powi(2) + ((v - low) / 1.9).powi(2)).sqrt()) * 1.9;
            let (dist, is_brim) = if brim > -aa { (brim, true) } else { (crown, false) };
            let alpha = smooth(-aa, aa, dist);
            (alpha > 0.0).then(|| {
                let band = smooth(3.2, 3.0, v - low);
                let c = if is_brim {
                    scale(cloth, if v > low { 1.0 } else { 0.6 })
                } else {
                    mix(cloth, scale(cloth, 0.35), band)
                };
                let n = if is_brim { unit([0.0, 0.8, 0.6]) } else { unit([u / half, 0.15, 0.8]) };
                Spot {
                    colour: scale(c, 1.0 + 0.1 * (noise(seed, u * 5.0, v * 5.0) - 0.5)),
                    alpha,
                    normal: n,
                    glow: 0.0,
                }
            })
        }),
        Wear::Mask | Wear::Scarf => {
            let c: Rgb = light_of(match (wear, held) {
                (Wear::Scarf, _) => [[0.48, 0.20, 0.22], [0.34, 0.36, 0.42]][rng.index(2)],
                (_, false) => [[0.56, 0.72, 0.84], [0.90, 0.92, 0.94]][rng.index(2)],
                (_, true) => [[0.10, 0.10, 0.11], [0.64, 0.80, 0.76]][rng.index(2)],
            });
            let scarf = wear == Wear::Scarf;
            Box::new(move |a, u, v, aa, seed| {
                let x = u.abs();
                let top = -1.9 - 0.02 * u * u - 0.9 * smooth(1.0, 3.5, x);
                let low = if scarf { a.chin - 6.0 } else { a.chin - 0.7 };
                let t = ((top - v) / (top - low)).clamp(0.0, 1.0);
                let wide = if scarf { a.half + 1.2 } else { (a.half - 0.4) - 2.6 * t * t };
                let dist = (top - v).min(v - low - 0.05 * u * u).min((wide - x) * 0.9);
                let mut alpha = smooth(-aa, aa, dist);
                let mut c = c;
                let mut shade = 1.0;
                if scarf {
                    shade *= 0.8 + 0.4 * noise(seed, u * 0.25 + v * 0.5, v * 0.7);
                } else {
                    let pleat = (t * 4.0).fract();
                    shade *= 1.0 - 0.16 * smooth(0.22, 0.0, pleat) * smooth(0.1, 0.2, t) * smooth(0.95, 0.85, t);
                    shade *= 1.0 - 0.25 * smooth(0.25, 0.0, dist);
                    // Loops to the ears.
                    let loops = [(-3.2, -1.8), (low + 2.6, -3.4)].map(|(y0, y1): (f32, f32)| {
                        let s = ((x - wide + 0.4) / (a.half - wide + 0.8)).clamp(0.0, 1.0);
                        0.14 - (v - (y0 + (y1 - y0) * s)).abs()
                    });
                    let string = loops[0].max(loops[1]);
                    if alpha < 0.5 && x > wide - 0.5 && x < a.half + 0.4 && string > -aa {
                        alpha = smooth(-aa, aa, string);
                        c = light_of([0.9, 0.9, 0.9]);
                    }
                }
                (alpha > 0.0).then(|| Spot {
                    colour: scale(c, shade * (1.0 + 0.06 * (noise(seed ^ 1, u * 8.0, v * 8.0) - 0.5))),
                    alpha,
                    normal: unit([u / (a.half + 0.5), -0.25 * (t - 0.35), 0.8]),
                    glow: 0.0,
                })
            })
        }
        Wear::Hand => {
            let side = rng.sign();
            let lift = rng.range(-1.0, 1.2);
            Box::new(move |a, u, v, aa, seed| {
                let (u2, v) = (u * side, v - lift);
                // Four fingers across mouth and nose, the back of the hand beside the chin.
                let mut best: (f32, V3) = (-9.0, [0.0, 0.0, 1.0]);
                for i in 0..4 {
                    let f = i as f32;
                    let y = -4.0 - 1.75 * f;
                    let from = [8.4, y - 2.4 + 0.55 * f];
                    let to = [-4.6 + 0.5 * (f - 1.4) * (f - 1.4), y + 0.5];
                    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
                    let t = (((u2 - from[0]) * dx + (v - from[1]) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
                    let q = [u2 - from[0] - dx * t, v - from[1] - dy * t];
                    let r = 0.98 - 0.16 * t;
                    let dist = (q[0] * q[0] + q[1] * q[1]).sqrt();
                    if r - dist > best.0 {
                        let h = (1.0 - (dist / r).powi(2)).max(0.04).sqrt();
                        best = (r - dist, unit([q[0] / r * side, q[1] / r, h + 0.2]));
                    }
                }
                let (cx, cy) = ((u2 - 9.8) / 4.4, (v + 9.2) / 5.0);
                let palm = (1.0 - (cx * cx + cy * cy).sqrt()) * 4.4;
                // The forearm leaves the picture below, in a sleeve from below the wrist on.
                let t = ((-9.0 - v) / 50.0).max(0.0);
                let off = u2 - 10.6 - 13.0 * t;
                let thick = if v < -18.0 { 4.6 + 3.0 * t } else { 3.1 + 2.5 * t };
                let arm = (thick - off.abs()).min(-9.0 - v);
                let sleeve = v < -18.0 && arm > palm.max(best.0);
                let round = unit([off / thick * 0.8 * side, 0.0, (1.0 - (off / thick).powi(2)).max(0.05).sqrt()]);
                if palm > best.0 {
                    best = (palm, unit([cx * 0.6 * side, cy * 0.6, 0.9]));
                }
                if arm > best.0 {
                    best = (arm, round);
                }
                let alpha = smooth(-aa, aa, best.0);
                let _ = a;
                (alpha > 0.0).then(|| {
                    let tone = 0.92
                        + 0.16 * (noise(seed, u * 0.7, v * 0.7) - 0.5)
                        + 0.06 * (noise(seed ^ 2, u * 4.0, v * 4.0) - 0.5);
                    let crease = 0.62 + 0.38 * smooth(0.0, 0.32, best.0);
                    let c = if sleeve { cloth } else { skin };
                    Spot { colour: scale(c, tone * crease), alpha, normal: best.1, glow: 0.0 }
                })
            })
        }
        Wear::Glasses | Wear::Glare => {
            let metal = rng.chance(0.4);
            let c: Rgb = light_of(if metal {
                [0.45, 0.42, 0.38]
            } else {
                [[0.07, 0.06, 0.06], [0.30, 0.18, 0.10]][rng.index(2)]
            });
            let thick = if metal { 0.16 } else { rng.range(0.26, 0.42) };
            let (hw, hh) = (rng.range(2.5, 2.9), rng.range(1.7, 2.2));
            let glare = wear == Wear::Glare;
            let reach = rng.range(0.8, 1.15);
            let slope = rng.range(-0.5, 0.5);
            let off = [rng.range(-0.5, 0.5), rng.range(-0.3, 0.3)];
            let both = rng.chance(0.75);
            let which = rng.index(2);
            let pane = rng.chance(0.6);
            let soft = rng.range(0.15, 0.4);
            Box::new(move |a, u, v, aa, _| {
                let mut best: Option<Spot> = None;
                for (i, e) in a.eyes.iter().enumerate() {
                    let (x, y) = (u - e[0] * 1.04, v - e[1] + 0.25);
                    // A round-cornered box.
                    let r = 1.0;
                    let q = [(x.abs() - hw + r).max(0.0), (y.abs() - hh + r).max(0.0)];
                    let d = (q[0] * q[0] + q[1] * q[1]).sqrt() - r + (x.abs() - hw + r).max(y.abs() - hh + r).min(0.0);
                    let rim = thick / 2.0 - (d - thick / 2.0).abs();
                    let alpha = smooth(-aa, aa, rim);
                    if alpha > 0.0 {
                        let k = 0.8 + 0.4 * smooth(-0.2, 0.2, y);
                        return Some(Spot { colour: scale(c, k), alpha, normal: [0.0, 0.2, 0.98], glow: 0.0 });
                    }
                    if d < 0.0 {
                        let mut glow = 0.02;
                        let mut alpha: f32 = 0.05;
                        if glare && (both || i == which) {
                            let (gx, gy) = (x - off[0], y - off[1] + slope * x * 0.4);
                            let shape = if pane {
                                // A window or a screen, with its bar.
                                let p = (1.75 * reach - gx.abs()).min(1.25 * reach - gy.abs());
                                p.min((gx.abs() - 0.07).max(-0.05) + 0.3 * f32::from(u8::from(gx.abs() > 0.07)))
                            } else {
                                (1.0 - ((gx / (1.9 * reach)).powi(2) + (gy / (1.3 * reach)).powi(2)).sqrt()) * 1.4
                            };
                            let g = smooth(-soft, soft, shape);
                            glow = g * 0.96;
                            alpha = alpha.max(g * 0.93);
                        }
                        best = Some(Spot { colour: [0.5; 3], alpha, normal: [0.0, 0.0, 1.0], glow });
                    }
                }
                if best.is_some() {
                    return best;
                }
                // Bridge, and arms to the temples.
                let inner = a.eyes[1][0] * 1.04 - hw;
                let y = v - (a.eyes[0][1] + a.eyes[1][1]) / 2.0;
                let bridge = (thick * 0.45 - (y - 0.35 + 0.12 * u * u).abs()).min(inner.max(0.3) - u.abs());
                let outer = a.eyes[1][0] * 1.04 + hw;
                let arm = (thick * 0.5 - (y - 0.5).abs()).min(u.abs() - outer).min(a.half - u.abs());
                let alpha = smooth(-aa, aa, bridge.max(arm));
                (alpha > 0.0).then_some(Spot { colour: c, alpha, normal: [0.0, 0.2, 0.98], glow: 0.0 })
            })
        }
    }
}
