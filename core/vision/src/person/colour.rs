//! Linear light and CIELAB by tables.

use std::sync::OnceLock;

use crate::frame::STEPS;

/// Entries of the table from coded values, one for each quarter of a code.
const CODES: usize = 255 * STEPS as usize + 1;
/// Entries of the table of CIELAB's compression, over 0 to 1 and a little beyond: L* is off by 0.1 at most, in the dark.
const ROOTS: usize = 8192;
/// What the last entry stands for: rounding may lead beyond white.
const MOST: f32 = 1.05;

struct Tables {
    linear: [f32; CODES],
    root: [f32; ROOTS + 2],
}

/// Linear light of a coded value of 0 to 1 (IEC 61966-2-1).
pub fn linear(value: f32) -> f32 {
    if value <= 0.040_45 { value.max(0.0) / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// Rec. 709 luminance of linear R, G, B.
pub fn luminance([r, g, b]: [f32; 3]) -> f32 {
    0.212_6 * r + 0.715_2 * g + 0.072_2 * b
}

/// CIELAB's compression of a share of white.
fn compressed(t: f32) -> f32 {
    if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 }
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut tables = Tables { linear: [0.0; CODES], root: [0.0; ROOTS + 2] };
        for (code, value) in tables.linear.iter_mut().enumerate() {
            *value = linear(code as f32 / (CODES - 1) as f32);
        }
        for (k, value) in tables.root.iter_mut().enumerate() {
            *value = compressed(k as f32 * MOST / ROOTS as f32);
        }
        tables
    })
}

/// Linear light of R, G, B in quarters of a code.
pub fn linear_of(rgb: [u16; 3]) -> [f32; 3] {
    tables().linear_of(rgb)
}

/// Linear light of a coded value of 0 to 1, to the nearest quarter of a code.
pub fn linear_near(value: f32) -> f32 {
    let at = value.clamp(0.0, 1.0) * (CODES - 1) as f32 + 0.5;
    tables().linear.get(at as usize).copied().unwrap_or(1.0)
}

/// CIELAB (D65) of linear R, G, B.
pub fn lab(rgb: [f32; 3]) -> [f32; 3] {
    tables().lab(rgb)
}

/// CIELAB (D65) of many pixels, R, G, B in quarters of a code.
pub fn labs(pixels: &[[u16; 3]]) -> Vec<[f32; 3]> {
    let tables = tables();
    pixels.iter().map(|rgb| tables.lab(tables.linear_of(*rgb))).collect()
}

/// Length of a difference of two colours' a*, b*. The library's `hypot` is ten times as slow, for numbers whose squares
/// are out of range.
pub fn length(a: f32, b: f32) -> f32 {
    (a * a + b * b).sqrt()
}

impl Tables {
    #[inline(always)]
    fn linear_of(&self, rgb: [u16; 3]) -> [f32; 3] {
        rgb.map(|code| self.linear.get(usize::from(code)).copied().unwrap_or(1.0))
    }

    #[inline(always)]
    fn lab(&self, [r, g, b]: [f32; 3]) -> [f32; 3] {
        let root = |t: f32| {
            let at = t.clamp(0.0, MOST) * (ROOTS as f32 / MOST) + 0.5;
            self.root.get(at as usize).copied().unwrap_or(1.0)
        };
        let x = (0.412_456 * r + 0.357_576 * g + 0.180_438 * b) / 0.950_47;
        let y = 0.212_673 * r + 0.715_152 * g + 0.072_175 * b;
        let z = (0.019_334 * r + 0.119_192 * g + 0.950_304 * b) / 1.088_83;
        let [x, y, z] = [x, y, z].map(root);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_colours_have_their_published_lab() {
        // By the formulas of CIE 15 and IEC 61966-2-1, D65.
        let cases = [
            ([255, 255, 255], [100.0, 0.0, 0.0]),
            ([255, 0, 0], [53.24, 80.09, 67.20]),
            ([0, 0, 255], [32.30, 79.19, -107.86]),
            ([119, 119, 119], [50.03, 0.0, 0.0]),
            ([12, 10, 8], [2.83, 0.28, 0.95]),
        ];
        for (rgb, wanted) in cases {
            let got = lab(linear_of(rgb.map(|v: u16| v * STEPS)));
            for (got, wanted) in got.into_iter().zip(wanted) {
                assert!((got - wanted).abs() < 0.25, "{rgb:?}: {got:?} instead of {wanted}");
            }
        }
    }
}
