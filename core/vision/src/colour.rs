//! Colour by its published formulas: linear light (IEC 61966-2-1) and CIELAB (CIE 15) under D65.

/// Linear R, G, B to X, Y and Z.
pub const TO_XYZ: [[f32; 3]; 3] =
    [[0.412_456, 0.357_576, 0.180_438], [0.212_673, 0.715_152, 0.072_175], [0.019_334, 0.119_192, 0.950_304]];
/// X, Y and Z of white.
pub const WHITE: [f32; 3] = [0.950_47, 1.0, 1.088_83];

/// Linear light of a coded value of 0 to 1.
pub fn linear(value: f32) -> f32 {
    if value <= 0.040_45 { value.max(0.0) / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// Rec. 709 luminance of linear R, G, B.
pub fn luminance([r, g, b]: [f32; 3]) -> f32 {
    0.212_6 * r + 0.715_2 * g + 0.072_2 * b
}

/// CIELAB's compression of a share of white.
pub fn compressed(t: f32) -> f32 {
    if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 }
}

/// L*, a* and b* of compressed shares of white.
#[inline(always)]
pub fn lab_of_compressed([x, y, z]: [f32; 3]) -> [f32; 3] {
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// CIELAB of linear R, G, B.
pub fn lab([r, g, b]: [f32; 3]) -> [f32; 3] {
    let mut shares = [0.0; 3];
    for ((share, [of_r, of_g, of_b]), white) in shares.iter_mut().zip(TO_XYZ).zip(WHITE) {
        *share = compressed((of_r * r + of_g * g + of_b * b) / white);
    }
    lab_of_compressed(shares)
}

/// Linear R, G, B of CIELAB.
pub fn linear_of_lab([l, a, b]: [f32; 3]) -> [f32; 3] {
    let root = (l + 16.0) / 116.0;
    let back = |t: f32| if t > 0.206_893 { t.powi(3) } else { (t - 16.0 / 116.0) / 7.787 };
    let (x, y, z) = (back(root + a / 500.0) * 0.950_47, back(root), back(root - b / 200.0) * 1.088_83);
    [
        3.240_454 * x - 1.537_139 * y - 0.498_531 * z,
        -0.969_266 * x + 1.876_011 * y + 0.041_556 * z,
        0.055_643 * x - 0.204_026 * y + 1.057_225 * z,
    ]
    .map(|v| v.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_survive_the_way_there_and_back() {
        for colour in [[0.5, 0.4, 0.3], [0.9, 0.9, 0.9], [0.01, 0.02, 0.03]] {
            let back = linear_of_lab(lab(colour));
            assert!(colour.iter().zip(back).all(|(a, b)| (a - b).abs() < 1e-4), "{colour:?} {back:?}");
        }
    }
}
