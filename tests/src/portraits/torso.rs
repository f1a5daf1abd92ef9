//! A clothed body under a head: a form of capsules met by rays, dressed by where a place lies on it.

use super::dress::{Cloth, Dress};
use super::layer::{Layer, luminance};
use super::light::Lamp;
use crate::heads::shape::Camera;
use crate::heads::space::{V3, add, cross, dot, sub, times, unit};
use crate::paint::{Rgb, mix, smooth};

/// A body's measures, cm in the head's axes at rest.
#[derive(Clone, Copy, Debug)]
pub struct Build {
    /// From the middle to the bone at the top of a shoulder.
    pub shoulder: f32,
    /// Height of the shoulders, below the head's origin.
    pub top: f32,
    /// Radius of the neck.
    pub neck: f32,
    /// Radius of an upper arm.
    pub arm: f32,
    /// Height of the trapezius beside the neck.
    pub slope: f32,
    /// Whole body leaning to the person's left, degrees: uneven shoulders.
    pub lean_deg: f32,
    /// Body turned to the person's left, degrees.
    pub turn_deg: f32,
}

/// Body, drawn.
pub struct Torso {
    /// Light.
    pub layer: Layer,
    /// The person's right and left shoulder in the picture, px.
    pub shoulders: [[f32; 2]; 2],
}

/// Where rays are cast: once in so many cm.
const STEP_CM: f32 = 0.22;
/// Nothing of the body is nearer to the camera or farther, cm.
const DEPTH: [f32; 2] = [14.0, -24.0];
/// What turns and leans with the body: the foot of the neck.
const PIVOT: V3 = [0.0, -16.0, -6.0];

#[derive(Clone, Copy)]
struct Hit {
    /// Least distance that the ray kept from the body, cm; negative inside by convention of 0.
    off: f32,
    /// Where, in the body's own axes.
    at: V3,
    /// Normal in the body's own axes.
    normal: V3,
}

impl Build {
    /// To the body's own axes.
    fn own(&self, p: V3) -> V3 {
        let q = sub(p, PIVOT);
        let (s, c) = turn(self.lean_deg);
        let q = [q[0] * c - q[1] * s, q[0] * s + q[1] * c, q[2]];
        let (s, c) = turn(self.turn_deg);
        add([q[0] * c - q[2] * s, q[1], q[0] * s + q[2] * c], PIVOT)
    }

    /// The way back of [`Self::own`].
    fn world(&self, p: V3) -> V3 {
        add(self.turned(sub(p, PIVOT)), PIVOT)
    }

    fn turned(&self, q: V3) -> V3 {
        let (s, c) = turn(self.turn_deg);
        let q = [q[0] * c + q[2] * s, q[1], -q[0] * s + q[2] * c];
        let (s, c) = turn(self.lean_deg);
        [q[0] * c + q[1] * s, -q[0] * s + q[1] * c, q[2]]
    }

    /// Signed distance of a place in the body's own axes, cm.
    fn distance(&self, p: V3, stand: f32) -> f32 {
        // Both sides are alike.
        let p = [p[0].abs(), p[1], p[2]];
        let top = self.top;
        let neck = cone(p, [0.0, -5.0, -4.0], [0.0, top - 1.0, -6.5], self.neck, self.neck + 0.9);
        let trapezius =
            cone(p, [2.0, top + self.slope - 0.4, -7.5], [self.shoulder - 2.5, top - 3.4, -6.5], self.neck * 0.72, 3.9);
        let shoulder = cone(
            p,
            [self.shoulder - 1.2, top - 4.6, -6.3],
            [self.shoulder + 4.2, top - 33.0, -5.0],
            self.arm,
            self.arm - 0.9,
        );
        let forearm = cone(
            p,
            [self.shoulder + 4.2, top - 33.0, -5.0],
            [self.shoulder + 2.5, top - 60.0, 1.0],
            self.arm - 0.9,
            self.arm - 1.6,
        );
        let chest = {
            // A rounded box, deeper at the breast than at the collar bones.
            let waist = smooth(top - 8.0, top - 40.0, p[1]);
            let half = [self.shoulder - 7.6 - 2.6 * waist, 34.0, 3.4];
            let c = sub(p, [0.0, top - 40.0, -6.0]);
            let q = [c[0].abs() - half[0], c[1].abs() - half[1], c[2].abs() - half[2]];
            let out = q.map(|v| v.max(0.0));
            (out[0] * out[0] + out[1] * out[1] + out[2] * out[2]).sqrt() + q[0].max(q[1]).max(q[2]).min(0.0) - 6.2
        };
        let mut d = blend(neck, trapezius, 3.2);
        d = blend(d, chest, 3.0);
        d = blend(d, shoulder, 2.6);
        d = blend(d, forearm, 0.6);
        if p[1] < top - 55.0 {
            let hip = cone(p, [5.5, top - 62.0, -6.0], [6.5, top - 80.0, -6.0], 9.5, 9.5);
            let leg = cone(p, [7.5, top - 82.0, -6.0], [9.0, top - 170.0, -6.0], 8.6, 6.4);
            d = blend(blend(d, hip, 4.0), leg, 1.5);
        }
        // A collar stands off the neck.
        let collar =
            cone(p, [0.0, top + 5.0, -4.9], [0.0, top + 0.5, -6.2], self.neck + stand * 0.8, self.neck + stand + 0.5);
        if stand > 0.0 { blend(d, collar, 0.5) } else { d }
    }

    fn normal(&self, p: V3, stand: f32) -> V3 {
        let e = 0.05;
        let d = |a: V3| self.distance(a, stand);
        unit([0, 1, 2].map(|k| {
            let mut a = p;
            let mut b = p;
            a[k] += e;
            b[k] -= e;
            d(a) - d(b)
        }))
    }

    fn cast(&self, from: V3, to: V3, stand: f32) -> Hit {
        let (o, end) = (self.own(from), self.own(add(from, to)));
        let dir = unit(sub(end, o));
        let mut t = (from[2] - DEPTH[0]).max(0.0);
        let far = from[2] - DEPTH[1];
        let mut best = Hit { off: f32::INFINITY, at: o, normal: [0.0, 0.0, 1.0] };
        for _ in 0..72 {
            let p = add(o, times(dir, t));
            let d = self.distance(p, stand);
            if d < best.off {
                best = Hit { off: d, at: p, normal: best.normal };
            }
            if d < 0.02 || t > far * 1.15 {
                break;
            }
            t += (d * 0.9).max(0.02);
        }
        best.off = (best.off - 0.02).max(0.0);
        best.normal = self.normal(best.at, stand);
        best
    }

    /// Draws the body with skin of this albedo.
    #[must_use]
    pub fn draw(&self, camera: &Camera, shift: V3, dress: &Dress, skin: Rgb, lamp: &Lamp) -> Torso {
        let density = camera.density();
        let step = (STEP_CM * density).max(1.0);
        let (gw, gh) = ((camera.w as f32 / step) as usize + 2, (camera.h as f32 / step) as usize + 2);
        let eye = sub([0.0, 0.0, camera.distance], shift);
        let ray = |x: f32, y: f32| -> V3 {
            let (dx, dy) = (x - camera.w as f32 / 2.0 - camera.drift[0], y - camera.h as f32 / 2.0 - camera.drift[1]);
            let (s, c) = turn(camera.roll_deg);
            [(dx * c + dy * s) / camera.focal, -(dy * c - dx * s) / camera.focal, -1.0]
        };
        let stand = dress.stand();
        let grid: Vec<Hit> = (0..gw * gh)
            .map(|i| {
                let to = ray((i % gw) as f32 * step, (i / gw) as f32 * step);
                self.cast(eye, to, stand)
            })
            .collect();
        let mut layer = Layer::new(camera.w, camera.h);
        for y in 0..camera.h {
            let v = (y as f32 + 0.5) / step;
            let (j, fy) = ((v as usize).min(gh - 2), v - (v as usize).min(gh - 2) as f32);
            for x in 0..camera.w {
                let u = (x as f32 + 0.5) / step;
                let (i, fx) = ((u as usize).min(gw - 2), u - (u as usize).min(gw - 2) as f32);
                let four = [j * gw + i, j * gw + i + 1, (j + 1) * gw + i, (j + 1) * gw + i + 1].map(|k| grid[k]);
                let weight = [(1.0 - fx) * (1.0 - fy), fx * (1.0 - fy), (1.0 - fx) * fy, fx * fy];
                let off: f32 = four.iter().zip(weight).map(|(h, w)| h.off * w).sum();
                let alpha = (1.0 - (off - 0.03) * density).clamp(0.0, 1.0);
                if alpha <= 0.0 {
                    continue;
                }
                // Places far behind one another, as arm and chest, are not mixed.
                let near = four.iter().map(|h| h.at[2]).fold(f32::NEG_INFINITY, f32::max);
                let (mut at, mut n, mut sum) = ([0.0; 3], [0.0; 3], 0.0);
                for (h, w) in four.iter().zip(weight) {
                    if near - h.at[2] < 3.0 {
                        at = add(at, times(h.at, w));
                        n = add(n, times(h.normal, w));
                        sum += w;
                    }
                }
                let (at, n) = (times(at, 1.0 / sum.max(1e-6)), unit(n));
                let c = self.shade(at, n, dress, skin, lamp, shift);
                layer.px[y * camera.w + x] = [c[0] * alpha, c[1] * alpha, c[2] * alpha, alpha];
            }
        }
        let shoulder = |side: f32| {
            let p = camera.project(add(self.world([side * (self.shoulder - 0.5), self.top - 1.0, -6.0]), shift));
            [p[0], p[1]]
        };
        Torso { layer, shoulders: [shoulder(-1.0), shoulder(1.0)] }
    }

    fn shade(&self, at: V3, n: V3, dress: &Dress, skin: Rgb, lamp: &Lamp, shift: V3) -> Rgb {
        let cloth: Cloth = dress.at(self, at);
        let albedo = mix(skin, cloth.colour, cloth.cover);
        // Folds bend the normal of cloth.
        let bent = unit(add(n, times(cloth.bend, cloth.cover)));
        let normal = self.turned(bent);
        let place = add(self.world(at), shift);
        // The head stands before the lamp, and keeps the room's light from the neck.
        let head = add([0.0, 1.5, -2.0], shift);
        let seen = 1.0 - shadowed(sub(place, head), sub(lamp.at, place), lamp.half);
        let under = smooth(-17.0, -8.5, at[1]) * smooth(10.0, 4.0, at[0].abs());
        let light = lamp.at(place, normal, seen) * (1.0 - 0.45 * under) * cloth.hollow;
        // Beneath skin light goes round a little.
        let soft = if cloth.cover < 0.5 { 0.06 * (1.0 - cloth.cover) } else { 0.0 };
        let grain = 1.0 + cloth.grain;
        let mut c = [0, 1, 2].map(|k| albedo[k] * (light + soft) * grain);
        if cloth.sheen > 0.0 {
            let half = unit(add(unit(sub(lamp.at, place)), [0.0, 0.0, 1.0]));
            let shine = libm::powf(dot(normal, half).max(0.0), 18.0) * cloth.sheen * lamp.direct * seen;
            c = c.map(|v| v + shine);
        }
        // Edges turned away keep some light of the wall behind them.
        let rim = smooth(0.25, 0.0, normal[2]);
        let wall = 0.05 * rim * luminance(albedo).sqrt();
        c.map(|v| v + wall)
    }
}

/// How much of a lamp the head hides from a place: both directions from the place, cm.
fn shadowed(from_head: V3, to_lamp: V3, half: f32) -> f32 {
    const HALF: V3 = [7.6, 12.0, 9.2];
    let far = dot(to_lamp, to_lamp).sqrt();
    let scaled = |v: V3| [v[0] / HALF[0], v[1] / HALF[1], v[2] / HALF[2]];
    let (o, d) = (scaled(from_head), unit(scaled(to_lamp)));
    let along = -dot(o, d);
    if along < 0.0 {
        return 0.0;
    }
    let side = cross(o, d);
    let miss = dot(side, side).sqrt();
    // The lamp's breadth seen from here, in units of the head.
    let soft = (half / far * along + 0.03).min(0.9);
    smooth(1.0 + soft, 1.0 - soft, miss)
}

fn turn(deg: f32) -> (f32, f32) {
    let r = deg.to_radians();
    (libm::sinf(r), libm::cosf(r))
}

/// Distance of a capsule whose ends differ.
fn cone(p: V3, a: V3, b: V3, ra: f32, rb: f32) -> f32 {
    let (pa, ba) = (sub(p, a), sub(b, a));
    let h = (dot(pa, ba) / dot(ba, ba)).clamp(0.0, 1.0);
    let q = sub(pa, times(ba, h));
    dot(q, q).sqrt() - (ra + (rb - ra) * h)
}

/// The smaller of two distances with a fillet of radius about `k`.
fn blend(a: f32, b: f32, k: f32) -> f32 {
    let h = (k - (a - b).abs()).max(0.0) / k;
    a.min(b) - h * h * k * 0.25
}
