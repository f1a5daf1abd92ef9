//! Scores of ISO/IEC 29794-5 by the formulas of BSI-OFIQ 1.0.3: from a raw measure to 0 to 100.
//!
//! What a raw measure is computed on differs where OFIQ uses networks that are not here: landmarks are those of the face
//! mesh, the face is the hull of jaw and brows, the background is what lies outside the mask of the person.

/// 1 / (1 + e^-z).
fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// OFIQ's mapping: `h (a + s sigmoid((raw - x0) / w))`, rounded and held to 0 to 100.
fn mapped(raw: f64, h: f64, a: f64, s: f64, x0: f64, w: f64) -> u8 {
    score(h * (a + s * sigmoid((raw - x0) / w)))
}

/// A score is a whole number of 0 to 100; what is no number is 0.
fn score(value: f64) -> u8 {
    value.round().clamp(0.0, 100.0) as u8
}

/// `raw`: mean gradient (Scharr) of luminance 0 to 255 over the background.
pub fn background_uniformity(raw: f64) -> u8 {
    mapped(raw, 190.0, 1.0, -1.0, 10.0, 100.0)
}

/// `raw`: common part of the luminance histograms of both cheeks, 0 to 1.
pub fn illumination_uniformity(raw: f64) -> u8 {
    score(100.0 * raw.max(0.0).powf(0.3))
}

/// `raw`: mean luminance of the face, 0 to 1.
pub fn luminance_mean(raw: f64) -> u8 {
    let s = |x0: f64| sigmoid((raw - x0) / 0.05);
    score(100.0 * s(0.2) * (1.0 - s(0.8)))
}

/// `raw`: variance of the luminance of the face, 0 to 1.
pub fn luminance_variance(raw: f64) -> u8 {
    let v = 60.0 * raw;
    score(100.0 * (v / (v + 1.0) * std::f64::consts::PI).sin())
}

/// `raw`: share of the face with a luminance of 0 to 25 of 255.
pub fn under_exposure_prevention(raw: f64) -> u8 {
    mapped(raw, 120.0, 0.832, -1.0, 0.92, 0.05)
}

/// `raw`: share of the face with a luminance of 247 to 255 of 255.
pub fn over_exposure_prevention(raw: f64) -> u8 {
    score(1.0 / (raw + 0.01))
}

/// `raw`: entropy of the luminance histogram of the face, bits.
pub fn dynamic_range(raw: f64) -> u8 {
    score(12.5 * raw)
}

/// `a`, `b`: mean CIELAB of both cheeks.
pub fn natural_colour(a: f64, b: f64) -> u8 {
    let beyond = |v: f64, low: f64, high: f64| (low - v).max(v - high).max(0.0);
    mapped(beyond(a, 5.0, 25.0).hypot(beyond(b, 5.0, 35.0)), 200.0, 1.0, -1.0, 0.0, 10.0)
}

/// `raw`: area of the second face over that of the first.
pub fn single_face_present(raw: f64) -> u8 {
    score(100.0 * (1.0 - raw))
}

/// `raw`: gap of the lids of the narrower eye over the distance from eyes to chin.
pub fn eyes_open(raw: f64) -> u8 {
    mapped(raw, 100.0, 0.0, 1.0, 0.02, 0.01)
}

/// `raw`: gap of the inner lips over the distance from eyes to chin.
pub fn mouth_closed(raw: f64) -> u8 {
    mapped(raw, 100.0, 1.0, -1.0, 0.2, 0.06)
}

/// `raw`: distance of the eyes, px, over the cosine of yaw.
pub fn inter_eye_distance(raw: f64) -> u8 {
    mapped(raw, 100.0, 0.0, 1.0, 70.0, 20.0)
}

/// `raw`: distance from eyes to chin over the height of the picture.
pub fn head_size(raw: f64) -> u8 {
    mapped((raw - 0.45).abs(), 200.0, 1.0, -1.0, 0.0, 0.05)
}

/// `raw`: free width beside an eye over the distance of the eyes.
pub fn side_crop(raw: f64) -> u8 {
    mapped(raw, 100.0, 0.0, 1.0, 0.9, 0.1)
}

/// `raw`: height above the eyes over the distance from eyes to chin.
pub fn margin_above(raw: f64) -> u8 {
    mapped(raw, 100.0, 0.0, 1.0, 1.4, 0.1)
}

/// `raw`: height below the eyes over the distance from eyes to chin.
pub fn margin_below(raw: f64) -> u8 {
    mapped(raw, 100.0, 0.0, 1.0, 1.8, 0.1)
}

/// `degrees`: yaw, pitch or roll.
pub fn head_pose(degrees: f64) -> u8 {
    score(100.0 * degrees.to_radians().cos().max(0.0).powi(2))
}

/// Histogram of luminance in 256 steps; OFIQ's luminance is linear light.
#[derive(Debug, Clone)]
pub struct Histogram {
    bins: [f64; 256],
    total: f64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { bins: [0.0; 256], total: 0.0 }
    }
}

impl Histogram {
    /// Takes a luminance of 0 to 1.
    pub fn add(&mut self, luminance: f32) {
        let bin = (luminance.clamp(0.0, 1.0) * 255.0 + 0.5) as usize;
        if let Some(count) = self.bins.get_mut(bin) {
            *count += 1.0;
            self.total += 1.0;
        }
    }

    /// Share of each step; `None` when nothing was taken.
    fn shares(&self) -> Option<impl Iterator<Item = (f64, f64)> + '_> {
        let total = self.total;
        (total > 0.0).then(|| self.bins.iter().enumerate().map(move |(k, n)| (k as f64, n / total)))
    }

    /// Mean, 0 to 1.
    pub fn mean(&self) -> Option<f64> {
        Some(self.shares()?.map(|(k, p)| k / 255.0 * p).sum())
    }

    /// Variance.
    pub fn variance(&self) -> Option<f64> {
        let mean = self.mean()?;
        Some(self.shares()?.map(|(k, p)| (k / 255.0 - mean).powi(2) * p).sum())
    }

    /// Share of the steps `from` to `to`.
    pub fn share(&self, from: usize, to: usize) -> Option<f64> {
        Some(self.shares()?.filter(|(k, _)| *k >= from as f64 && *k <= to as f64).map(|(_, p)| p).sum())
    }

    /// Entropy, bits.
    pub fn entropy(&self) -> Option<f64> {
        Some(self.shares()?.filter(|(_, p)| *p > 0.0).map(|(_, p)| -p * p.log2()).sum())
    }

    /// The part that both have in common, 0 to 1.
    pub fn common(&self, other: &Self) -> Option<f64> {
        Some(self.shares()?.zip(other.shares()?).map(|((_, a), (_, b))| a.min(b)).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_those_printed_by_the_reference() {
        // Raw values and scores in BSI-OFIQ/OFIQ-Project issue 56.
        assert_eq!(background_uniformity(190.12), 27);
        assert_eq!(inter_eye_distance(130.6), 95);
        assert_eq!(head_size(0.576), 15);
        assert_eq!(mouth_closed(0.0043), 96);
    }

    #[test]
    fn half_points_lie_where_the_standard_puts_them() {
        assert_eq!([eyes_open(0.02), mouth_closed(0.2), inter_eye_distance(70.0)], [50; 3]);
        assert_eq!([side_crop(0.9), margin_above(1.4), margin_below(1.8)], [50; 3]);
        assert_eq!([over_exposure_prevention(0.0), over_exposure_prevention(0.01)], [100, 50]);
        assert_eq!([head_size(0.45), background_uniformity(0.0), natural_colour(10.0, 10.0)], [100; 3]);
        assert_eq!(
            [luminance_mean(0.5), luminance_variance(1.0 / 60.0), under_exposure_prevention(0.0)],
            [100, 100, 100]
        );
        assert_eq!([head_pose(0.0), head_pose(45.0), single_face_present(0.25)], [100, 50, 75]);
        assert_eq!([mapped(f64::NAN, 100.0, 0.0, 1.0, 0.0, 1.0), illumination_uniformity(0.1)], [0, 50]);
    }

    #[test]
    fn a_histogram_knows_its_moments() {
        let (mut a, mut b) = (Histogram::default(), Histogram::default());
        for k in 0..256 {
            a.add(k as f32 / 255.0);
            b.add(if k < 128 { 0.0 } else { k as f32 / 255.0 });
        }
        assert!((a.mean().unwrap() - 0.5).abs() < 1e-9 && (a.entropy().unwrap() - 8.0).abs() < 1e-9);
        assert!((a.variance().unwrap() - 1.0 / 12.0).abs() < 1e-3);
        assert!((a.common(&b).unwrap() - 129.0 / 256.0).abs() < 1e-9);
        assert!((a.share(247, 255).unwrap() - 9.0 / 256.0).abs() < 1e-9);
        assert!(Histogram::default().mean().is_none());
    }
}
