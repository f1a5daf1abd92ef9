//! Layers of linear light with opacity, and masks.

use crate::paint::{Img, Rgb};

/// sRGB's curve, from a file's value to light.
#[must_use]
pub fn linear(v: f32) -> f32 {
    if v <= 0.04045 { v / 12.92 } else { libm::powf((v + 0.055) / 1.055, 2.4) }
}

/// From light to a file's value.
#[must_use]
pub fn encoded(v: f32) -> f32 {
    if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * libm::powf(v, 1.0 / 2.4) - 0.055 }
}

/// A colour from a file as light.
#[must_use]
pub fn light_of(c: Rgb) -> Rgb {
    c.map(linear)
}

/// Luminance of linear light (BT.709).
#[must_use]
pub fn luminance(c: Rgb) -> f32 {
    0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]
}

/// A value for each pixel, 0 to 1.
#[derive(Clone, Debug)]
pub struct Mask {
    /// Width, px.
    pub w: usize,
    /// Height, px.
    pub h: usize,
    /// Rows.
    pub v: Vec<f32>,
}

impl Mask {
    /// All zero.
    #[must_use]
    pub fn new(w: usize, h: usize) -> Self {
        Self { w, h, v: vec![0.0; w * h] }
    }

    /// Bilinear at picture coordinates (pixel centres at .5), the border repeated.
    #[must_use]
    pub fn sample(&self, x: f32, y: f32) -> f32 {
        let x = (x - 0.5).clamp(0.0, (self.w - 1) as f32);
        let y = (y - 0.5).clamp(0.0, (self.h - 1) as f32);
        let (i, j) = (x as usize, y as usize);
        let (i1, j1) = ((i + 1).min(self.w - 1), (j + 1).min(self.h - 1));
        let (fx, fy) = (x - i as f32, y - j as f32);
        let top = self.v[j * self.w + i] * (1.0 - fx) + self.v[j * self.w + i1] * fx;
        let low = self.v[j1 * self.w + i] * (1.0 - fx) + self.v[j1 * self.w + i1] * fx;
        top * (1.0 - fy) + low * fy
    }

    /// Blurred by a deviation in pixels.
    #[must_use]
    pub fn blurred(&self, sigma: f32) -> Self {
        let mut img = Img { w: self.w, h: self.h, px: self.v.iter().map(|v| [*v, 0.0, 0.0]).collect() };
        img.blur(sigma);
        Self { w: self.w, h: self.h, v: img.px.iter().map(|c| c[0]).collect() }
    }

    /// Shrunk by a whole factor, each value the mean of a square.
    #[must_use]
    pub fn shrunk(&self, by: usize) -> Self {
        let (w, h) = (self.w.div_ceil(by), self.h.div_ceil(by));
        let mut out = Self::new(w, h);
        for j in 0..h {
            for i in 0..w {
                let (mut sum, mut n) = (0.0, 0.0);
                for y in j * by..((j + 1) * by).min(self.h) {
                    for x in i * by..((i + 1) * by).min(self.w) {
                        sum += self.v[y * self.w + x];
                        n += 1.0;
                    }
                }
                out.v[j * w + i] = sum / n;
            }
        }
        out
    }

    /// Share of pixels above a half.
    #[must_use]
    pub fn share(&self) -> f32 {
        self.v.iter().filter(|v| **v > 0.5).count() as f32 / self.v.len().max(1) as f32
    }
}

/// Premultiplied linear light with opacity.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Width, px.
    pub w: usize,
    /// Height, px.
    pub h: usize,
    /// Red, green, blue (times opacity), opacity.
    pub px: Vec<[f32; 4]>,
}

impl Layer {
    /// Nothing.
    #[must_use]
    pub fn new(w: usize, h: usize) -> Self {
        Self { w, h, px: vec![[0.0; 4]; w * h] }
    }

    /// A drawn map (not premultiplied afterwards: `tiny_skia` premultiplies in the file's gamma).
    #[must_use]
    pub fn from_pixmap(map: &tiny_skia::Pixmap) -> Self {
        let px = map
            .pixels()
            .iter()
            .map(|p| {
                let a = f32::from(p.alpha()) / 255.0;
                if a == 0.0 {
                    return [0.0; 4];
                }
                let c = [p.red(), p.green(), p.blue()].map(|v| linear((f32::from(v) / 255.0 / a).min(1.0)) * a);
                [c[0], c[1], c[2], a]
            })
            .collect();
        Self { w: map.width() as usize, h: map.height() as usize, px }
    }

    /// Puts `top` over this.
    pub fn over(&mut self, top: &Self) {
        for (own, new) in self.px.iter_mut().zip(&top.px) {
            if new[3] > 0.0 {
                let k = 1.0 - new[3];
                for (o, n) in own.iter_mut().zip(new) {
                    *o = *o * k + n;
                }
            }
        }
    }

    /// Light over an opaque ground.
    pub fn onto(&self, ground: &mut Img) {
        for (own, new) in ground.px.iter_mut().zip(&self.px) {
            if new[3] > 0.0 {
                for k in 0..3 {
                    own[k] = own[k] * (1.0 - new[3]) + new[k];
                }
            }
        }
    }

    /// The opacity alone.
    #[must_use]
    pub fn mask(&self) -> Mask {
        Mask { w: self.w, h: self.h, v: self.px.iter().map(|c| c[3]).collect() }
    }

    /// Every pixel's light times a factor for each channel.
    pub fn tint(&mut self, k: Rgb) {
        for c in &mut self.px {
            for (v, k) in c.iter_mut().zip(k) {
                *v *= k;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_comes_back() {
        for i in 0..=255 {
            let v = i as f32 / 255.0;
            assert!((encoded(linear(v)) - v).abs() < 1e-5);
        }
        assert!((linear(0.5) - 0.2140).abs() < 1e-3);
    }
}
