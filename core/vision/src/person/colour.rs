//! Linear light and CIELAB by tables, for the many pixels of a picture.

use std::sync::OnceLock;

use crate::colour::{TO_XYZ, WHITE, compressed, lab_of_compressed};
use crate::frame::{Code, STEPS};

pub use crate::colour::{linear, linear_of_lab, luminance};

/// Entries of the table from coded values, one for each quarter of a code.
const CODES: usize = 255 * STEPS as usize + 1;
/// Entries of the table of CIELAB's compression, over 0 to 1 and a little beyond: L* is off by 0.1 at most, in the dark.
const ROOTS: usize = 8192;
/// What the last entry stands for: rounding may lead beyond white.
const MOST: f32 = 1.05;

/// Linear R, G, B to X, Y and Z over those of white.
const TO_SHARES: [[f32; 3]; 3] = {
    let [[xr, xg, xb], y, [zr, zg, zb]] = TO_XYZ;
    let [x, _, z] = WHITE;
    [[xr / x, xg / x, xb / x], y, [zr / z, zg / z, zb / z]]
};

struct Tables {
    linear: [f32; CODES],
    root: [f32; ROOTS + 2],
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

/// Linear light of whole codes.
pub fn linear_of_code([r, g, b, _]: Code) -> [f32; 3] {
    linear_of([r, g, b].map(|code| u16::from(code) * STEPS))
}

/// Linear light of a coded value of 0 to 1, to the nearest quarter of a code.
pub fn linear_near(value: f32) -> f32 {
    // What is below 0 becomes 0; a conversion to 16 bits is much cheaper than one to 64.
    let at = (value * (CODES - 1) as f32 + 0.5) as u16;
    tables().linear.get(usize::from(at)).copied().unwrap_or(1.0)
}

/// CIELAB (D65) of linear R, G, B.
pub fn lab(rgb: [f32; 3]) -> [f32; 3] {
    tables().lab(rgb)
}

/// CIELAB (D65) of R, G, B in quarters of a code.
pub fn lab_of(rgb: [u16; 3]) -> [f32; 3] {
    tables().lab(linear_of(rgb))
}

/// Linear R, G and B of many pixels, one after the other into rows that are as long.
pub fn linear_rows(pixels: &[[u16; 3]], [reds, greens, blues]: [&mut [f32]; 3]) {
    let tables = tables();
    for (((r, g), b), rgb) in reds.iter_mut().zip(greens).zip(blues).zip(pixels) {
        [*r, *g, *b] = tables.linear_of(*rgb);
    }
}

/// As [`lab`], for loops over many pixels: roots by one step of Halley's way, good to three parts in a hundred thousand, cost
/// less than reads of a table there.
#[inline(always)]
pub fn lab_in_loop([r, g, b]: [f32; 3]) -> [f32; 3] {
    let root = |t: f32| {
        // A third of the exponent, near enough to begin with: the bits of a float are about its logarithm.
        const OFFSET: u32 = 709_921_077;
        let guess = f32::from_bits(t.to_bits() / 3 + OFFSET);
        let cube = guess * guess * guess;
        let root = guess * (cube + t + t) / (cube + cube + t);
        if t > 0.008_856 { root } else { t * 7.787 + 16.0 / 116.0 }
    };
    let weighted = |[x, y, z]: [f32; 3]| x * r + y * g + z * b;
    lab_of_compressed(TO_SHARES.map(weighted).map(root))
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
        let weighted = |[x, y, z]: [f32; 3]| x * r + y * g + z * b;
        lab_of_compressed(TO_SHARES.map(weighted).map(root))
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
            let rgb = linear_of(rgb.map(|v: u16| v * STEPS));
            for got in [lab(rgb), lab_in_loop(rgb)] {
                for (got, wanted) in got.into_iter().zip(wanted) {
                    assert!((got - wanted).abs() < 0.25, "{rgb:?}: {got:?} instead of {wanted}");
                }
            }
        }
    }
}
