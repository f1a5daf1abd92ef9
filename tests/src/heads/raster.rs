//! Triangles with a depth buffer into a frame of bytes.

use super::texture::Texture;

/// A frame under the brush.
pub struct Raster {
    /// Width, px.
    pub w: usize,
    /// Height, px.
    pub h: usize,
    /// Rows of red, green, blue.
    pub rgb: Vec<u8>,
    near: Vec<f32>,
}

/// A corner, projected.
#[derive(Clone, Copy, Debug, Default)]
pub struct Corner {
    /// Place in the frame, px.
    pub x: f32,
    /// Place in the frame, px.
    pub y: f32,
    /// 1 over the distance from the camera, 1/cm: linear over the frame.
    pub near: f32,
    /// Place on the texture, px of its full size.
    pub u: f32,
    /// Place on the texture, px of its full size.
    pub v: f32,
    /// Light, 1 as in the texture.
    pub light: f32,
    /// What is below 0 is left out.
    pub keep: f32,
    /// A second place on the texture.
    pub second: [f32; 2],
    /// Its share, 0 to 1.
    pub mixed: f32,
}

/// Opacity below which a texture pixel hides nothing, of 255.
const SEEN: u32 = 8;

impl Raster {
    /// A frame that shows `ground` (bytes red, green, blue).
    #[must_use]
    pub fn over(w: usize, h: usize, ground: Vec<u8>) -> Self {
        assert_eq!(ground.len(), w * h * 3, "a ground of the frame's size");
        Self { w, h, rgb: ground, near: vec![0.0; w * h] }
    }

    /// Forgets depth: what is drawn from here on lies over all there is.
    pub fn layer(&mut self) {
        self.near.fill(0.0);
    }

    /// Draws a triangle whose corners run clockwise as seen on the screen; others show their back and are left out
    /// unless `both`.
    pub fn triangle(&mut self, skin: &Texture, shrink: f32, c: &[Corner; 3], both: bool) {
        let [p, q, r] = c;
        let area = (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
        if area.abs() < 1e-6 || (!both && area < 0.0) {
            return;
        }
        let low = |a: f32, b: f32, c: f32| a.min(b).min(c);
        let high = |a: f32, b: f32, c: f32| a.max(b).max(c);
        // Pixel centres at .5.
        let x0 = (low(p.x, q.x, r.x) - 0.5).ceil().max(0.0) as usize;
        let y0 = (low(p.y, q.y, r.y) - 0.5).ceil().max(0.0) as usize;
        let x1 = (high(p.x, q.x, r.x) - 0.5).floor().min(self.w as f32 - 1.0);
        let y1 = (high(p.y, q.y, r.y) - 0.5).floor().min(self.h as f32 - 1.0);
        if x1 < 0.0 || y1 < 0.0 {
            return;
        }
        let (x1, y1) = (x1 as usize, y1 as usize);
        let k = 1.0 / area;
        // Weights of q and r as planes over the frame.
        let (bx, by) = ((r.y - p.y) * k, -(r.x - p.x) * k);
        let (cx, cy) = (-(q.y - p.y) * k, (q.x - p.x) * k);
        let mixed = p.mixed + q.mixed + r.mixed > 0.0;
        let cut = p.keep < 0.0 || q.keep < 0.0 || r.keep < 0.0;
        for y in y0..=y1 {
            let fy = y as f32 + 0.5 - p.y;
            let row = y * self.w;
            let (b0, c0) = (fy * by, fy * cy);
            // The span inside: each of the three weights gives a bound.
            let (mut from, mut to) = (x0 as f32, x1 as f32);
            for (slope, at) in [(bx, b0), (cx, c0), (-bx - cx, 1.0 - b0 - c0)] {
                let at = at + slope * (0.5 - p.x);
                if slope > 1e-12 {
                    from = from.max(-at / slope);
                } else if slope < -1e-12 {
                    to = to.min(-at / slope);
                } else if at < 0.0 {
                    to = -1.0;
                }
            }
            let from = (from - 1e-3).ceil().max(x0 as f32);
            let to = (to + 1e-3).floor();
            if to < from {
                continue;
            }
            for x in from as usize..=to as usize {
                let fx = x as f32 + 0.5 - p.x;
                let (b, c) = (fx * bx + b0, fx * cx + c0);
                let a = 1.0 - b - c;
                let near = a * p.near + b * q.near + c * r.near;
                let slot = &mut self.near[row + x];
                if near <= *slot || (cut && a * p.keep + b * q.keep + c * r.keep < 0.0) {
                    continue;
                }
                let u = a * p.u + b * q.u + c * r.u;
                let v = a * p.v + b * q.v + c * r.v;
                let mut px = skin.sample(u * shrink, v * shrink);
                if mixed {
                    let u = a * p.second[0] + b * q.second[0] + c * r.second[0];
                    let v = a * p.second[1] + b * q.second[1] + c * r.second[1];
                    let other = skin.sample(u * shrink, v * shrink);
                    // The edge of a triangle may come to a little more than 1.
                    let t = (((a * p.mixed + b * q.mixed + c * r.mixed) * 256.0) as u32).min(256);
                    for (own, other) in px.iter_mut().zip(other).take(3) {
                        *own = (*own * (256 - t) + other * t) >> 8;
                    }
                }
                if px[3] < SEEN {
                    continue;
                }
                *slot = near;
                let light = ((a * p.light + b * q.light + c * r.light) * 256.0) as u32;
                let alpha = px[3] + (px[3] >> 7);
                let out = &mut self.rgb[(row + x) * 3..(row + x) * 3 + 3];
                for (o, c) in out.iter_mut().zip(px) {
                    let lit = ((c * light) >> 8).min(255);
                    *o = ((u32::from(*o) * (256 - alpha) + lit * alpha) >> 8) as u8;
                }
            }
        }
    }
}
