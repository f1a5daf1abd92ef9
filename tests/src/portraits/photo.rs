//! A phone's camera: lens, exposure, white balance, noise, sharpening, compression.

use super::layer::encoded;
use crate::capture;
use crate::paint::{Img, Rgb, luma};
use crate::rng::Rng;

/// How a picture is taken.
#[derive(Clone, Debug)]
pub struct Photo {
    /// Light to the file's white.
    pub gain: f32,
    /// What white balance leaves of the light's colour.
    pub balance: Rgb,
    /// Blur of the lens, deviation, px.
    pub blur: f32,
    /// Motion: length, px, and direction, radians.
    pub motion: [f32; 2],
    /// Noise of a pixel in the mid tones, of 1.
    pub noise: f32,
    /// Sharpening, 0 none.
    pub sharpen: f32,
    /// Light lost in the corners, share.
    pub vignette: f32,
    /// No colour.
    pub grey: bool,
    /// JPEG quality.
    pub quality: u8,
}

impl Photo {
    /// A phone's, well held.
    #[must_use]
    pub fn usual(rng: &mut Rng) -> Self {
        Self {
            gain: 1.0,
            balance: [1.0; 3],
            blur: rng.range(0.3, 0.55),
            motion: [0.0; 2],
            noise: rng.range(0.003, 0.010),
            sharpen: rng.range(0.1, 0.6),
            vignette: rng.range(0.0, 0.12),
            grey: false,
            quality: rng.int(78, 96) as u8,
        }
    }

    /// Takes the picture of a scene of linear light, and gives the JPEG.
    #[must_use]
    pub fn take(&self, rng: &mut Rng, mut scene: Img) -> Vec<u8> {
        let (w, h) = (scene.w, scene.h);
        if self.motion[0] > 1.0 {
            capture::motion(&mut scene, self.motion[0], self.motion[1]);
        }
        scene.blur(self.blur);
        let (mx, my) = (w as f32 / 2.0, h as f32 / 2.0);
        let far = mx * mx + my * my;
        for (i, c) in scene.px.iter_mut().enumerate() {
            let (x, y) = ((i % w) as f32 - mx, (i / w) as f32 - my);
            let k = self.gain * (1.0 - self.vignette * (x * x + y * y) / far);
            for (v, b) in c.iter_mut().zip(self.balance) {
                // The shoulder that cameras give to what is nearly white.
                let l = (*v * k * b).max(0.0);
                let l = if l > 0.8 { 0.8 + 0.2 * (1.0 - libm::expf(-(l - 0.8) / 0.2)) } else { l };
                *v = encoded(l.min(1.0));
            }
        }
        // Noise of light is larger in the dark after the file's curve, and is smoothed by the camera.
        let strength = self.noise / self.gain.clamp(0.05, 1.0).sqrt();
        let mut noise = Img::from_fn(w, h, |_, _| {
            let l = rng.range(-1.0, 1.0) + rng.range(-1.0, 1.0);
            [l + 0.4 * rng.range(-1.0, 1.0), l, l + 0.4 * rng.range(-1.0, 1.0)]
        });
        noise.blur(0.5);
        for (c, n) in scene.px.iter_mut().zip(&noise.px) {
            let k = strength * (1.5 - luma(*c)) * 1.6;
            for (v, n) in c.iter_mut().zip(n) {
                *v = (*v + n * k).clamp(0.0, 1.0);
            }
        }
        if self.sharpen > 0.0 {
            let mut soft = scene.clone();
            soft.blur(1.0);
            for (c, s) in scene.px.iter_mut().zip(&soft.px) {
                for (v, s) in c.iter_mut().zip(s) {
                    *v = (*v + (*v - s) * self.sharpen).clamp(0.0, 1.0);
                }
            }
        }
        if self.grey {
            for c in &mut scene.px {
                *c = [luma(*c); 3];
            }
        }
        let mut out = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut out, self.quality);
        encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
        encoder
            .encode(&scene.to_bytes(), w as u16, h as u16, jpeg_encoder::ColorType::Rgb)
            .expect("an encoder writes to memory");
        out
    }
}
