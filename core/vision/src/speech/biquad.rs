//! Filters of two poles and two zeros, in direct form II transposed.

use std::f64::consts::TAU;

/// One section.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Biquad {
    b: [f64; 3],
    a: [f64; 2],
    z: [f64; 2],
}

impl Biquad {
    /// With `b0 b1 b2` over `1 a1 a2`.
    pub(super) const fn new(b: [f64; 3], a: [f64; 2]) -> Self {
        Self { b, a, z: [0.0; 2] }
    }

    /// A high pass of quality `q` (R. Bristow-Johnson, *Cookbook formulae for audio EQ biquad filter coefficients*).
    pub(super) fn high_pass(hz: f64, q: f64, rate_hz: f64) -> Self {
        let (sin, cos) = (TAU * hz / rate_hz).sin_cos();
        let alpha = sin / (2.0 * q);
        let a0 = 1.0 + alpha;
        let b = [(1.0 + cos) / 2.0, -(1.0 + cos), (1.0 + cos) / 2.0].map(|b| b / a0);
        Self::new(b, [-2.0 * cos / a0, (1.0 - alpha) / a0])
    }

    /// A low pass of quality `q`, of the same source.
    pub(super) fn low_pass(hz: f64, q: f64, rate_hz: f64) -> Self {
        let (sin, cos) = (TAU * hz / rate_hz).sin_cos();
        let alpha = sin / (2.0 * q);
        let a0 = 1.0 + alpha;
        let b = [(1.0 - cos) / 2.0, 1.0 - cos, (1.0 - cos) / 2.0].map(|b| b / a0);
        Self::new(b, [-2.0 * cos / a0, (1.0 - alpha) / a0])
    }

    /// The next sample.
    pub(super) fn feed(&mut self, x: f64) -> f64 {
        let [b0, b1, b2] = self.b;
        let [a1, a2] = self.a;
        let y = b0 * x + self.z[0];
        self.z = [b1 * x - a1 * y + self.z[1], b2 * x - a2 * y];
        // Decaying towards zero, a filter spends its time on numbers too small for the processor's fast path.
        self.z = self.z.map(|z| if z.abs() < 1e-30 { 0.0 } else { z });
        y
    }
}

/// Qualities of the two sections of a Butterworth filter of the fourth order.
pub(super) const BUTTERWORTH: [f64; 2] = [0.541_196_1, 1.306_563];

/// A band of fourth-order slopes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Band([Biquad; 4]);

impl Band {
    pub(super) fn new(low_hz: f64, high_hz: f64, rate_hz: f64) -> Self {
        let [q0, q1] = BUTTERWORTH;
        Self([
            Biquad::high_pass(low_hz, q0, rate_hz),
            Biquad::high_pass(low_hz, q1, rate_hz),
            Biquad::low_pass(high_hz, q0, rate_hz),
            Biquad::low_pass(high_hz, q1, rate_hz),
        ])
    }

    pub(super) fn feed(&mut self, x: f64) -> f64 {
        self.0.iter_mut().fold(x, |x, section| section.feed(x))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_passes_its_middle_and_halves_its_edges() {
        let gain = |hz: f64| {
            let mut band = Band::new(300.0, 900.0, 16_000.0);
            let mut sum = 0.0;
            for i in 0..16_000 {
                let y = band.feed((TAU * hz * f64::from(i) / 16_000.0).sin());
                sum += if i >= 8000 { y * y } else { 0.0 };
            }
            10.0 * (sum / 4000.0_f64).log10()
        };
        assert!(gain(520.0).abs() < 0.3, "{}", gain(520.0));
        assert!((gain(300.0) + 3.0).abs() < 0.5 && (gain(900.0) + 3.0).abs() < 0.5);
        assert!(gain(100.0) < -30.0 && gain(2700.0) < -30.0);
    }
}
