//! A real head, lifted from its picture, on its own body or on a drawn one, under the scene's lamp.

use super::dress::Dress;
use super::layer::{Layer, Mask, linear, luminance};
use super::light::Lamp;
use super::torso::Build;
use crate::heads::cast::Face;
use crate::heads::outline::SKULL;
use crate::heads::raster::Raster;
use crate::heads::shape::{Camera, Pose};
use crate::heads::space::{V3, add, sub, unit};
use crate::paint::{Rgb, smooth};

/// How a person is made up.
pub struct Look<'a> {
    /// Whose head.
    pub face: &'a Face,
    /// Mirrored.
    pub mirrored: bool,
    /// Drawn body and dress; none for the picture's own.
    pub body: Option<(Build, Dress)>,
    /// Gain of the luminance of the skin.
    pub skin: f32,
    /// How much darker than the picture's own the skin is: 0 as it is, 1 the darkest there is. Hair, eyes and teeth stay.
    pub melanin: f32,
    /// Colour gain of the skin and all that the picture shows.
    pub tint: Rgb,
    /// Pose of the head.
    pub pose: Pose,
}

/// A person, drawn.
pub struct Drawn {
    /// Light, without what is worn on the head.
    pub layer: Layer,
    /// The head alone: face, hair, ears.
    pub head: Mask,
    /// Mesh points in the picture, px.
    pub mesh: Vec<[f32; 2]>,
    /// The person's right and left shoulder, px, where known.
    pub shoulders: Option<[[f32; 2]; 2]>,
    /// Light of the skin of the face, mean.
    pub skin: Rgb,
}

/// The jaw from the person's right ear lobe to the left, as the canonical mesh lists its rim.
const JAW: [usize; 19] = [234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361];
/// Heads whose hair reaches below the jaw.
const LONG_HAIR: [&str; 3] = ["smiling", "surprised", "cross"];
/// Cheeks and forehead, where skin is measured.
const SKIN: [usize; 8] = [50, 280, 205, 425, 151, 101, 330, 9];

impl Look<'_> {
    /// The head's and own body's colours as bytes on a ground of one value.
    fn raster(&self, camera: &Camera, ground: u8, light: &dyn Fn(V3, V3, V3) -> f32) -> Raster {
        let mut raster = Raster::over(camera.w, camera.h, vec![ground; camera.w * camera.h * 3]);
        self.face.shape.draw_lit(&mut raster, &self.pose(), camera, light);
        raster
    }

    /// The pose to draw, mirrored when the picture is mirrored afterwards.
    fn pose(&self) -> Pose {
        let mut pose = self.pose;
        if self.mirrored {
            pose.angles.yaw_deg = -pose.angles.yaw_deg;
            pose.angles.roll_deg = -pose.angles.roll_deg;
            pose.shift[0] = -pose.shift[0];
            pose.lids.swap(0, 1);
        }
        pose
    }

    /// Draws the person.
    #[must_use]
    pub fn draw(&self, camera: &Camera, lamp: &Lamp) -> Drawn {
        let (w, h) = (camera.w, camera.h);
        let mut seen = *camera;
        let mut lamp_seen = *lamp;
        if self.mirrored {
            seen.drift[0] = -seen.drift[0];
            seen.roll_deg = -seen.roll_deg;
            lamp_seen.at[0] = -lamp_seen.at[0];
        }
        // Bytes are gamma encoded: light takes its 1/2.2nd power. The picture has its own modelling already: half of the
        // lamp's is added.
        let middle = add(SKULL, self.pose.shift);
        let light = |_: V3, now: V3, at: V3| {
            // Creases of the mesh are no valleys: half of the normal is that of a skull.
            let round = sub(at, middle);
            let round = unit([round[0] / 64.0, round[1] / 144.0, round[2] / 81.0]);
            let l = lamp_seen.at(at, unit(add(now, round)), 1.0).max(0.02);
            libm::powf(l, 0.85 / 2.2)
        };
        // Twice as fine in each direction, so that outlines are smooth.
        let fine = Camera { w: 2 * w, h: 2 * h, focal: 2.0 * seen.focal, drift: seen.drift.map(|d| 2.0 * d), ..seen };
        let (black, white) = (self.raster(&fine, 0, &light), self.raster(&fine, 255, &light));
        let mut layer = Layer::new(w, h);
        let table: Vec<f32> = (0..=255).map(|v| linear(v as f32 / 255.0)).collect();
        for y in 0..h {
            for x in 0..w {
                let sx = if self.mirrored { w - 1 - x } else { x };
                let mut sum = [0.0f32; 4];
                for k in 0..4 {
                    let i = ((2 * y + k / 2) * fine.w + 2 * sx + k % 2) * 3;
                    let (b, g) = (&black.rgb[i..i + 3], &white.rgb[i..i + 3]);
                    let clear = (0..3).map(|k| f32::from(g[k]) - f32::from(b[k])).sum::<f32>() / (3.0 * 255.0);
                    let a = (1.0 - clear).clamp(0.0, 1.0);
                    if a > 0.01 {
                        for c in 0..3 {
                            sum[c] += table[((f32::from(b[c]) / a + 0.5) as usize).min(255)] * a;
                        }
                        sum[3] += a;
                    }
                }
                layer.px[y * w + x] = sum.map(|v| v * 0.25);
            }
        }
        let mut mesh = self.face.shape.projected(&self.pose(), &seen);
        if self.mirrored {
            for p in &mut mesh {
                p[0] = w as f32 - p[0];
            }
        }
        self.tone(&mut layer, &mesh, lamp);
        let skin = mean_skin(&layer, &mesh);
        let head = head_of(&layer, &mesh, camera.density(), self.mirrored);
        let hair = LONG_HAIR.contains(&self.face.name).then(|| hair_of(&layer, &mesh, luminance(skin)));
        let mut shoulders = None;
        if let Some((build, dress)) = &self.body {
            for (c, k) in layer.px.iter_mut().zip(&head.v) {
                *c = c.map(|v| v * k);
            }
            // The drawn neck has the face's albedo.
            let lit = lamp.at([0.0, 0.0, 5.0], [0.0, 0.0, 1.0], 1.0);
            let albedo = skin.map(|v| v / lit * 0.96);
            let torso = build.draw(camera, self.pose.shift, dress, albedo, lamp);
            shoulders = Some(torso.shoulders);
            // Long hair falls behind the shoulders.
            let mut all = hair.unwrap_or_else(|| Layer::new(w, h));
            all.over(&torso.layer);
            all.over(&layer);
            layer = all;
        }
        Drawn { layer, head, mesh, shoulders, skin }
    }

    /// Brings the skin to its luminance and colour.
    fn tone(&self, layer: &mut Layer, mesh: &[[f32; 2]], lamp: &Lamp) {
        let lit = lamp.at([0.0, 0.0, 5.0], [0.0, 0.0, 1.0], 1.0);
        let own = luminance(mean_skin(layer, mesh)).max(0.01);
        // Pictures are exposed as one likes: skin gives back a sixth to a half of the light.
        let k = (own / lit * self.skin).clamp(0.17, 0.46) * lit / own;
        layer.tint(self.tint.map(|t| t * k));
        if self.melanin > 0.0 {
            self.darken(layer, mean_skin(layer, mesh), lit);
        }
    }

    /// Gives what is skin by its colour another tone, and the shine that skin of any tone has.
    fn darken(&self, layer: &mut Layer, skin: Rgb, lit: f32) {
        let own = luminance(skin).max(0.01);
        let wanted = (own * libm::powf(DARKEST * lit / own, self.melanin)).min(own);
        // Melanin takes more of blue than of red.
        let gain = [0.86, 1.0, 1.08].map(|power| libm::powf(wanted / own, power));
        let level = luminance([skin[0] * gain[0], skin[1] * gain[1], skin[2] * gain[2]]) / wanted;
        let ratios = |c: Rgb| [c[0].max(1e-4) / c[1].max(1e-4), c[2].max(1e-4) / c[1].max(1e-4)].map(libm::logf);
        let [red, blue] = ratios(skin);
        for c in &mut layer.px {
            if c[3] < 0.01 {
                continue;
            }
            let seen = [c[0], c[1], c[2]].map(|v| v / c[3]);
            let [r, b] = ratios(seen);
            let light = luminance(seen) / own;
            // Eyes and teeth are less red, hair is darker and is left as it is.
            let alike = smooth(0.45, 0.3, libm::hypotf((r - red).min(0.0), 0.6 * (b - blue).max(0.0)));
            let share = alike * smooth(0.12, 0.3, light);
            let shine = SHINE * libm::powf((light - 1.0).max(0.0), 1.5) * lit * self.melanin;
            for k in 0..3 {
                let toned = seen[k] * gain[k] / level + shine;
                c[k] = (seen[k] + share * (toned - seen[k])) * c[3];
            }
        }
    }
}

/// Share of the light that the darkest skin gives back.
const DARKEST: f32 = 0.045;
/// Light that shines off a place that is twice as bright as the face on the mean, over that which falls on it.
const SHINE: f32 = 0.2;

/// Mean light of cheeks and forehead.
fn mean_skin(layer: &Layer, mesh: &[[f32; 2]]) -> Rgb {
    let (mut sum, mut n) = ([0.0; 3], 0.0);
    let reach = ((mesh[263][0] - mesh[33][0]).abs() / 18.0).ceil().max(1.0) as isize;
    for i in SKIN {
        let (cx, cy) = (mesh[i][0] as isize, mesh[i][1] as isize);
        for y in cy - reach..=cy + reach {
            for x in cx - reach..=cx + reach {
                if x < 0 || y < 0 || x >= layer.w as isize || y >= layer.h as isize {
                    continue;
                }
                let c = layer.px[y as usize * layer.w + x as usize];
                if c[3] > 0.9 {
                    for k in 0..3 {
                        sum[k] += c[k] / c[3];
                    }
                    n += 1.0;
                }
            }
        }
    }
    if n == 0.0 { [0.3; 3] } else { sum.map(|v| v / n) }
}

/// The dark hair beside and below the face.
fn hair_of(layer: &Layer, mesh: &[[f32; 2]], skin: f32) -> Layer {
    let mut out = layer.clone();
    for (i, c) in out.px.iter_mut().enumerate() {
        let y = (i / layer.w) as f32;
        let dark = if c[3] > 0.0 { luminance([c[0], c[1], c[2]]) / c[3] } else { 1.0 };
        // Below the ears, and no clothes or skin.
        let keep = if y < mesh[234][1].min(mesh[454][1]) { 0.0 } else { smooth(0.5 * skin, 0.35 * skin, dark) };
        *c = c.map(|v| v * keep);
    }
    out
}

/// What of a person is above the jaw.
fn head_of(layer: &Layer, mesh: &[[f32; 2]], density: f32, mirrored: bool) -> Mask {
    let (w, h) = (layer.w, layer.h);
    let mut jaw: Vec<[f32; 2]> = JAW.iter().map(|i| mesh[*i]).collect();
    if mirrored {
        jaw.reverse();
    }
    let soft = 0.35 * density;
    let mut out = Mask::new(w, h);
    // The line of the jaw as height over x in axes turned with the head.
    let (a, b) = (jaw[0], jaw[jaw.len() - 1]);
    let d = [b[0] - a[0], b[1] - a[1]];
    let long = (d[0] * d[0] + d[1] * d[1]).sqrt().max(1.0);
    let (ux, uy) = (d[0] / long, d[1] / long);
    let line: Vec<[f32; 2]> = jaw
        .iter()
        .map(|p| {
            let q = [p[0] - a[0], p[1] - a[1]];
            [q[0] * ux + q[1] * uy, q[1] * ux - q[0] * uy]
        })
        .collect();
    for y in 0..h {
        for x in 0..w {
            let i = y * w + x;
            if layer.px[i][3] == 0.0 {
                continue;
            }
            let q = [x as f32 + 0.5 - a[0], y as f32 + 0.5 - a[1]];
            let (u, v) = (q[0] * ux + q[1] * uy, q[1] * ux - q[0] * uy);
            // Hair and ears beside the jaw end a little below the lobes, and sooner the farther from it.
            let off = (-u).max(u - long).max(0.0);
            let beside = 2.2 * density - 1.6 * (off - 1.2 * density).max(0.0);
            let low = line
                .windows(2)
                .filter(|s| (s[0][0] <= u) != (s[1][0] <= u))
                .map(|s| s[0][1] + (s[1][1] - s[0][1]) * (u - s[0][0]) / (s[1][0] - s[0][0]))
                .fold(beside, f32::max);
            out.v[i] = layer.px[i][3] * smooth(0.0, -soft, v - low);
        }
    }
    out
}
