//! Walls: paint, plaster and what else people stand before, under the scene's lamp.

use super::dress::noise;
use super::layer::{Mask, light_of};
use super::light::Lamp;
use crate::heads::shape::Camera;
use crate::heads::space::V3;
use crate::paint::{Img, Rgb, floor, mix, scale, sin, smooth};
use crate::rng::Rng;
use crate::set::Split;

/// What a wall is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Finish {
    Smooth,
    Plaster,
    Roller,
    Wood,
    Brick,
}

/// A wall.
#[derive(Clone, Debug)]
pub struct Wall {
    /// What it is made of.
    pub finish: Finish,
    /// Its albedo.
    pub colour: Rgb,
    /// Depth of its texture, share.
    pub depth: f32,
    /// How far behind the head's origin, cm.
    pub behind: f32,
    /// A second source on the wall: share of light lost from one side to the other, and its direction.
    pub slant: [f32; 2],
    seed: u64,
    held: bool,
}

impl Wall {
    /// A white wall: pure or off-white, smooth, rolled or plastered.
    #[must_use]
    pub fn white(rng: &mut Rng, split: Split) -> Self {
        let held = split == Split::Held;
        // Whites of paint cards: b* of 0 to 5.
        let whites: [Rgb; 5] = if held {
            [[0.955, 0.955, 0.95], [0.93, 0.935, 0.93], [0.95, 0.94, 0.925], [0.94, 0.945, 0.95], [0.965, 0.96, 0.95]]
        } else {
            [[0.96, 0.96, 0.96], [0.945, 0.945, 0.935], [0.94, 0.935, 0.92], [0.92, 0.925, 0.93], [0.96, 0.955, 0.945]]
        };
        let finish = [Finish::Smooth, Finish::Roller, Finish::Plaster][rng.index(3)];
        let depth = match finish {
            Finish::Plaster => rng.range(0.015, 0.05),
            Finish::Roller => rng.range(0.006, 0.02),
            _ => rng.range(0.0, 0.006),
        };
        let colour = light_of(whites[rng.index(5)]);
        Self { finish, colour, depth, behind: 60.0, slant: [0.0; 2], seed: rng.next_u64(), held }
    }

    /// A wall of another colour.
    #[must_use]
    pub fn coloured(rng: &mut Rng, split: Split, colours: &[Rgb], finish: Finish) -> Self {
        let mut wall = Self::white(rng, split);
        let c = colours[rng.index(colours.len())];
        wall.colour = light_of([0, 1, 2].map(|k| (c[k] * rng.range(0.97, 1.03)).min(0.97)));
        if finish != Finish::Smooth {
            wall.finish = finish;
            wall.depth = 0.04;
        }
        wall
    }

    /// Where a pixel meets the wall, cm.
    #[must_use]
    pub fn meet(&self, camera: &Camera, x: f32, y: f32) -> V3 {
        let (dx, dy) = (x - camera.w as f32 / 2.0 - camera.drift[0], y - camera.h as f32 / 2.0 - camera.drift[1]);
        let r = camera.roll_deg.to_radians();
        let (s, c) = (libm::sinf(r), libm::cosf(r));
        let far = camera.distance + self.behind;
        [(dx * c + dy * s) / camera.focal * far, -(dy * c - dx * s) / camera.focal * far, -self.behind]
    }

    /// Pixels a cm on the wall.
    #[must_use]
    pub fn density(&self, camera: &Camera) -> f32 {
        camera.focal / (camera.distance + self.behind)
    }

    /// Albedo at a place, cm.
    fn albedo(&self, x: f32, y: f32, fine: f32) -> Rgb {
        let c = self.colour;
        let n = |f: f32, s: u64| noise(self.seed ^ s, x * f, y * f) - 0.5;
        // Texture finer than a pixel is not seen.
        let visible = |size_cm: f32| smooth(0.6, 2.0, size_cm * fine);
        match self.finish {
            Finish::Smooth => scale(c, 1.0 + 2.0 * self.depth * n(0.05, 1)),
            Finish::Roller => scale(c, 1.0 + self.depth * (n(0.05, 1) + 2.0 * n(3.0, 2) * visible(0.33))),
            Finish::Plaster => {
                // Trowel strokes lit from the side.
                let bump = n(0.8, 3) + 0.6 * n(2.1, 4) * visible(0.5) + 0.5 * n(0.22, 5);
                scale(c, 1.0 + self.depth * 1.6 * bump)
            }
            Finish::Wood => {
                let board = if self.held { 9.0 } else { 14.0 };
                let k = floor(x / board);
                let own = 0.85 + 0.3 * noise(self.seed ^ 6, k, 0.5);
                let ring =
                    sin(x * 2.4 + 3.0 * noise(self.seed ^ 7 ^ (k as i64 as u64), x * 0.15, y * 0.02)) * 0.5 + 0.5;
                let gap = smooth(0.0, 0.35, (x - k * board).min((k + 1.0) * board - x));
                let fibre = noise(self.seed ^ 8, x * 5.0, y * 0.15);
                scale(c, own * (0.72 + 0.28 * ring + 0.2 * (fibre - 0.5)) * (0.4 + 0.6 * gap))
            }
            Finish::Brick => {
                let row = floor(y / 7.2);
                let u = x / 25.0 + 0.5 * (row.rem_euclid(2.0));
                let k = floor(u);
                let (du, dv) = ((u - k) * 25.0, y - row * 7.2);
                let joint = du.min(25.0 - du).min(dv.min(7.2 - dv));
                let own = 0.75 + 0.5 * noise(self.seed ^ 9, k * 1.7, row * 1.3);
                let brick = scale(c, own * (0.9 + 0.3 * n(1.2, 10)));
                mix(light_of([0.72, 0.70, 0.66]), brick, smooth(0.35, 0.7, joint))
            }
        }
    }

    /// Albedo of the whole picture.
    #[must_use]
    pub fn paint(&self, camera: &Camera) -> Img {
        let fine = self.density(camera);
        Img::from_fn(camera.w, camera.h, |x, y| {
            let p = self.meet(camera, x, y);
            self.albedo(p[0], p[1], fine)
        })
    }

    /// Light on the wall, `shadow` taking the lamp's (0 none, 1 all), `close` the room's.
    pub fn lit(&self, camera: &Camera, lamp: &Lamp, albedo: &mut Img, shadow: &Mask, close: &Mask) {
        let w = albedo.w;
        let normal = [0.0, 0.0, 1.0];
        let middle = self.meet(camera, w as f32 / 2.0, albedo.h as f32 / 2.0);
        let (s, c) = (libm::sinf(self.slant[1]), libm::cosf(self.slant[1]));
        let reach = 0.5 * albedo.h as f32 / self.density(camera);
        for (i, px) in albedo.px.iter_mut().enumerate() {
            let (x, y) = ((i % w) as f32 + 0.5, (i / w) as f32 + 0.5);
            let p = self.meet(camera, x, y);
            let along = ((p[0] - middle[0]) * c + (p[1] - middle[1]) * s) / reach;
            let slant = 1.0 + self.slant[0] * along.clamp(-1.6, 1.6);
            let light = lamp.at(p, normal, 1.0 - shadow.v[i]) * slant * (1.0 - close.v[i]);
            *px = scale(*px, light);
        }
    }
}

/// Shadow of what hides the lamp: `solid` is in the picture's pixels and stands in the plane of depth `at_z`, cm.
#[must_use]
pub fn shadow_of(solid: &Mask, at_z: f32, wall: &Wall, camera: &Camera, lamp: &Lamp) -> Mask {
    let (w, h) = (camera.w, camera.h);
    let lamp_far = lamp.at[2] - at_z;
    let gap = at_z + wall.behind;
    // The lamp's breadth as seen through a point of the edge, on the person's plane, cm to pixels there.
    let soft_cm = lamp.half * gap / (lamp_far + gap);
    let density = camera.focal / (camera.distance - at_z);
    let shrink = if w * h > 300_000 { 2 } else { 1 };
    let small = solid.shrunk(shrink);
    let soft = small.blurred((0.6 * soft_cm * density / shrink as f32).max(0.6));
    let mut out = Mask::new(w, h);
    for y in 0..h {
        for x in 0..w {
            let p = wall.meet(camera, x as f32 + 0.5, y as f32 + 0.5);
            let Some(q) = lamp.between(p, at_z) else {
                continue;
            };
            let s = camera.project(q);
            let (sx, sy) = (s[0], s[1]);
            // Beyond the picture's edges the body goes on as it leaves.
            if sy >= 0.0 {
                out.v[y * w + x] = soft.sample(sx / shrink as f32, sy / shrink as f32);
            }
        }
    }
    out
}
