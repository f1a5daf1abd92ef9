//! What a camera does to light: exposure, colour of light, noise, compression.

use opencv::core::{Mat, Vector};
use opencv::prelude::*;
use opencv::{imgcodecs, imgproc};

use crate::rng::Rng;

/// A camera's ways in one clip.
#[derive(Clone, Debug)]
pub struct Sensor {
    /// Brightness, 1 as the pictures are.
    pub gain: f32,
    /// How far exposure drifts, share of the gain, and how fast, Hz.
    pub drift: [f32; 2],
    /// Gains of red and blue: warm or cold light.
    pub warmth: [f32; 2],
    /// Deviation of a pixel's noise, of 255.
    pub noise: f32,
    /// Blur of the lens, deviation in px.
    pub blur: f32,
    /// JPEG quality of each frame (as webcams send them); none when 0.
    pub jpeg: i32,
    /// Seed of the noise.
    pub seed: u64,
}

/// Normal noise is drawn once and read from a random place in each row.
struct Grain(Vec<i8>);

/// Values of deviation 32.
const GRAIN: usize = 1 << 18;

fn grain() -> &'static Grain {
    static ALL: std::sync::OnceLock<Grain> = std::sync::OnceLock::new();
    ALL.get_or_init(|| {
        let mut rng = Rng::new(0x9a17);
        Grain((0..GRAIN).map(|_| (rng.normal() * 32.0).clamp(-127.0, 127.0) as i8).collect())
    })
}

impl Sensor {
    /// Changes a frame of bytes red, green, blue as this camera would give it at `at_s`, its `number`th.
    pub fn take(&self, w: usize, h: usize, rgb: &mut Vec<u8>, at_s: f32, number: u64) {
        if self.blur > 0.3 {
            blur(w, h, rgb, self.blur);
        }
        let drift =
            1.0 + self.drift[0] * libm::sinf(std::f32::consts::TAU * self.drift[1] * at_s + (self.seed % 7) as f32);
        let tables = [self.warmth[0], 1.0, self.warmth[1]].map(|k| table(self.gain * drift * k));
        let noise = (self.noise * 8.0) as i32;
        let Grain(grain) = grain();
        let mut rng = Rng::new(self.seed ^ crate::rng::mix(number));
        for row in rgb.chunks_exact_mut(w * 3) {
            let from = rng.index(GRAIN - row.len());
            let grains = &grain[from..from + row.len()];
            for (px, g) in row.chunks_exact_mut(3).zip(grains.chunks_exact(3)) {
                // Mostly of luma, as sensors behind a colour filter give it after their smoothing.
                let luma = i32::from(g[0]) * 3;
                for k in 0..3 {
                    let n = (luma + i32::from(g[k])) * noise;
                    px[k] = (i32::from(tables[k][usize::from(px[k])]) + ((n + 512) >> 10)).clamp(0, 255) as u8;
                }
            }
        }
        if self.jpeg > 0 {
            squeeze(w, h, rgb, self.jpeg);
        }
    }
}

/// Gain in linear light, with the shoulder that cameras give to what is too bright.
fn table(gain: f32) -> [u8; 256] {
    std::array::from_fn(|i| {
        let v = i as f32 / 255.0;
        // A gamma of 2.2 turns a gain of light into its 1/2.2nd power.
        let g = v * libm::powf(gain.max(0.0), 1.0 / 2.2);
        (g.min(1.0) * 255.0 + 0.5) as u8
    })
}

fn blur(w: usize, h: usize, rgb: &mut Vec<u8>, sigma: f32) {
    let _ = (w, sigma);
    let source = Mat::new_rows_cols_with_bytes::<opencv::core::Vec3b>(h as i32, w as i32, rgb).expect("a frame's size");
    let mut out = Mat::default();
    imgproc::gaussian_blur_def(&source, &mut out, opencv::core::Size::new(0, 0), f64::from(sigma)).expect("a blur");
    let bytes = out.data_bytes().expect("packed rows").to_vec();
    *rgb = bytes;
}

/// Through a JPEG and back.
fn squeeze(w: usize, h: usize, rgb: &mut Vec<u8>, quality: i32) {
    let source = Mat::new_rows_cols_with_bytes::<opencv::core::Vec3b>(h as i32, w as i32, rgb).expect("a frame's size");
    let mut file = Vector::<u8>::new();
    let how = Vector::<i32>::from_slice(&[imgcodecs::IMWRITE_JPEG_QUALITY, quality]);
    // Red and blue change places on both ways: luma weights are a little off, which no face minds.
    imgcodecs::imencode(".jpg", &source, &mut file, &how).expect("a JPEG");
    let out = imgcodecs::imdecode(&file, imgcodecs::IMREAD_COLOR).expect("its own JPEG");
    let bytes = out.data_bytes().expect("packed rows").to_vec();
    *rgb = bytes;
}
