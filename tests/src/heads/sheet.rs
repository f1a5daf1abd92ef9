//! A picture or a screen held before the camera: flat, bent or waved.

use super::raster::{Corner, Raster};
use super::shape::{Camera, Pose};
use super::space::{Rotation, V3, add};
use super::texture::Levels;

/// Cells of the sheet each way.
const CELLS: usize = 24;

/// How a sheet is bent in one frame.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bend {
    /// Curvature about the upright axis, 1/cm; + is round towards the camera.
    pub upright: f32,
    /// Curvature about the level axis, 1/cm.
    pub level: f32,
    /// A wave across the sheet: its height, cm, its length, cm, and its phase.
    pub wave: [f32; 3],
}

/// A sheet that shows a part of a texture.
pub struct Sheet {
    /// Breadth and height, cm.
    pub size: [f32; 2],
    /// The part of the texture that it shows, px of the full size: left, top, right, bottom.
    pub part: [f32; 4],
    /// About which it is turned, cm from its middle.
    pub pivot: V3,
}

impl Sheet {
    /// Where a place of the flat sheet (cm from its middle) is in space.
    #[must_use]
    pub fn place(&self, p: [f32; 2], bend: &Bend, pose: &Pose, turned: &Rotation) -> V3 {
        let (mut x, mut y, mut z) = (p[0], p[1], 0.0);
        let round = |v: f32, k: f32| {
            if k.abs() < 1e-4 { (v, 0.0) } else { (libm::sinf(v * k) / k, (libm::cosf(v * k) - 1.0) / k) }
        };
        if bend.wave[0] != 0.0 {
            z += bend.wave[0] * libm::sinf((x + 0.4 * y) / bend.wave[1] * std::f32::consts::TAU + bend.wave[2]);
        }
        let (bx, bz) = round(x, bend.upright);
        let (by, cz) = round(y, bend.level);
        (x, y, z) = (bx, by, z + bz + cz);
        let q = turned.apply([x - self.pivot[0], y - self.pivot[1], z - self.pivot[2]]);
        add(add(q, self.pivot), pose.shift)
    }

    /// Draws it with `skin`.
    pub fn draw(&self, raster: &mut Raster, skin: &Levels, bend: &Bend, pose: &Pose, camera: &Camera) {
        let turned = Rotation::of(pose.angles);
        let density = (self.part[2] - self.part[0]) / self.size[0];
        let (texture, level) = skin.suited(density / camera.density());
        let mut corners = Vec::with_capacity((CELLS + 1) * (CELLS + 1));
        for j in 0..=CELLS {
            for i in 0..=CELLS {
                let (s, t) = (i as f32 / CELLS as f32, j as f32 / CELLS as f32);
                let p = [(s - 0.5) * self.size[0], (0.5 - t) * self.size[1]];
                let q = camera.project(self.place(p, bend, pose, &turned));
                corners.push(Corner {
                    x: q[0],
                    y: q[1],
                    near: q[2],
                    u: self.part[0] + (self.part[2] - self.part[0]) * s,
                    v: self.part[1] + (self.part[3] - self.part[1]) * t,
                    light: 1.0,
                    keep: 1.0,
                    ..Corner::default()
                });
            }
        }
        for j in 0..CELLS {
            for i in 0..CELLS {
                let at = |i: usize, j: usize| corners[j * (CELLS + 1) + i];
                let (a, b, c, d) = (at(i, j), at(i + 1, j), at(i, j + 1), at(i + 1, j + 1));
                raster.triangle(texture, level, &[a, b, c], true);
                raster.triangle(texture, level, &[b, d, c], true);
            }
        }
    }
}
