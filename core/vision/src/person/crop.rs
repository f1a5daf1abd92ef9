//! The face as the mesh network saw it: level eyes, 192 px a side.

use heyan_rules::statistics;

use super::colour::{lab, linear_near, luminance};
use super::limits::CROPPING;

/// Side of the crop, px.
pub const CROP: usize = 192;
/// Landmarks of skin that neither hair nor beard, glasses nor mask cover as a rule, in mirrored pairs: cheekbones and
/// the sides of the nose, then the forehead.
const CHEEKS: [[usize; 2]; 5] = [[50, 280], [101, 330], [118, 347], [36, 266], [126, 355]];
const FOREHEAD: [[usize; 2]; 3] = [[108, 337], [69, 299], [107, 336]];

/// The crop with its landmarks.
pub struct FaceCrop {
    /// R, G, B of 0 to 1, `CROP` rows of `CROP`.
    coded: Vec<f32>,
    /// The 468 landmarks, px of the crop.
    pub points: Vec<[f32; 2]>,
}

impl FaceCrop {
    /// Of the network's input (R G B triples of 0 to 1) and its landmarks. `None` when either is not whole.
    pub fn of(image: Vec<f32>, points: &[[f32; 3]]) -> Option<Self> {
        if image.len() != CROP * CROP * 3 || points.len() < 468 {
            return None;
        }
        Some(Self { coded: image, points: points.iter().map(|[x, y, _]| [*x, *y]).collect() })
    }

    /// Linear colour at a pixel.
    pub fn at(&self, x: i32, y: i32) -> Option<[f32; 3]> {
        let side = CROP as i32;
        let inside = (0..side).contains(&x) && (0..side).contains(&y);
        // Few pixels are asked for: the rest need no conversion.
        let pixel = if inside { self.coded.get((y * side + x) as usize * 3..)?.first_chunk::<3>() } else { None };
        pixel.map(|p| p.map(linear_near))
    }

    /// A landmark, px of the crop.
    pub fn point(&self, index: usize) -> [f32; 2] {
        self.points.get(index).copied().unwrap_or_default()
    }

    /// Mean linear colour of the square about a place.
    pub fn mean_about(&self, [x, y]: [f32; 2], half: i32) -> Option<[f32; 3]> {
        let (mut sum, mut count) = ([0.0; 3], 0.0);
        for dy in -half..=half {
            for dx in -half..=half {
                if let Some(pixel) = self.at(x.round() as i32 + dx, y.round() as i32 + dy) {
                    sum.iter_mut().zip(pixel).for_each(|(s, v)| *s += v);
                    count += 1.0;
                }
            }
        }
        (count > 0.0).then(|| sum.map(|s| s / count))
    }

    /// Typical linear colour of the skin: the median of each channel over cheeks and forehead.
    pub fn skin(&self) -> [f32; 3] {
        let places = CHEEKS.iter().chain(&FOREHEAD).flatten();
        let seen: Vec<[f32; 3]> = places.filter_map(|i| self.mean_about(self.point(*i), CROPPING.about)).collect();
        [0, 1, 2].map(|k: usize| median(seen.iter().filter_map(|c| c.get(k).copied())))
    }

    /// The same in CIELAB.
    pub fn skin_lab(&self) -> [f32; 3] {
        lab(self.skin())
    }

    /// Mean luminance of the cheek and forehead at the picture's left and right.
    pub fn sides(&self) -> [f32; 2] {
        let side = |k: usize| {
            let places = CHEEKS.iter().chain(&FOREHEAD).filter_map(|pair| pair.get(k));
            let seen: Vec<f32> =
                places.filter_map(|i| self.mean_about(self.point(*i), CROPPING.about).map(luminance)).collect();
            seen.iter().sum::<f32>() / seen.len().max(1) as f32
        };
        [side(0), side(1)]
    }

    /// Calls `each` with every pixel inside the closed `outline` (px of the crop).
    pub fn inside(&self, outline: &[[f32; 2]], mut each: impl FnMut(i32, i32, [f32; 3])) {
        let rows = outline.iter().map(|p| p[1]);
        let top = rows.clone().fold(f32::MAX, f32::min).max(0.0).ceil() as i32;
        let bottom = rows.fold(f32::MIN, f32::max).min(CROP as f32 - 1.0).floor() as i32;
        for y in top..=bottom {
            let mut crossings: Vec<f32> = Vec::new();
            for (a, b) in outline.iter().zip(outline.iter().cycle().skip(1)) {
                let (ya, yb, line) = (a[1], b[1], y as f32);
                if (ya <= line) != (yb <= line) {
                    crossings.push(a[0] + (line - ya) / (yb - ya) * (b[0] - a[0]));
                }
            }
            crossings.sort_by(f32::total_cmp);
            for pair in crossings.chunks_exact(2) {
                let &[from, to] = pair else { continue };
                for x in from.max(0.0).ceil() as i32..=to.min(CROP as f32 - 1.0).floor() as i32 {
                    if let Some(pixel) = self.at(x, y) {
                        each(x, y, pixel);
                    }
                }
            }
        }
    }
}

/// The middle value; 0 of none.
pub fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut all: Vec<f32> = values.filter(|v| v.is_finite()).collect();
    statistics::middle(&mut all).unwrap_or(0.0)
}
