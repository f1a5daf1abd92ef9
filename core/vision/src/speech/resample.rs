//! Any rate to 16 kHz: a windowed sinc, one chunk after the other.

/// Rate that everything behind works at, Hz: Silero VAD's.
pub const RATE_HZ: u32 = 16_000;
/// Zero crossings of the sinc on each side: with the window below, what folds back lies 80 dB down.
const CROSSINGS: usize = 16;
/// Pass band over half of the lower rate.
const PASS: f64 = 0.94;
/// Kaiser's window parameter for 80 dB (Oppenheim & Schafer, *Discrete-Time Signal Processing*).
const BETA: f64 = 7.86;
/// Places between two input samples for which the filter is tabulated; between them it is interpolated.
const PHASES: usize = 128;

/// Turns mono sound of one rate into 16 kHz.
#[derive(Debug, Clone)]
pub struct Resampler {
    /// Input samples an output sample; 1 means that nothing is to be done.
    step: f64,
    /// Input samples on each side of an output sample.
    half: usize,
    /// Filter by phase: `PHASES + 1` rows of `2 * half` taps.
    table: Vec<f32>,
    /// Input that is still needed.
    held: Vec<f32>,
    /// Place of the next output sample in `held`.
    at: f64,
}

impl Resampler {
    /// From `rate_hz`.
    pub fn new(rate_hz: u32) -> Self {
        let step = f64::from(rate_hz) / f64::from(RATE_HZ);
        let cutoff = PASS / step.max(1.0);
        let half = (CROSSINGS as f64 * step.max(1.0)).ceil() as usize;
        let mut table = Vec::with_capacity((PHASES + 1) * 2 * half);
        for phase in 0..=PHASES {
            let offset = phase as f64 / PHASES as f64;
            let first = table.len();
            for tap in 0..2 * half {
                // From the output's place to this input sample.
                let x = tap as f64 - (half as f64 - 1.0) - offset;
                table.push((sinc(x * cutoff) * cutoff * kaiser(x / half as f64)) as f32);
            }
            // No ripple in the gain from phase to phase.
            let sum: f32 = table.iter().skip(first).sum();
            table.iter_mut().skip(first).for_each(|tap| *tap /= sum);
        }
        // Silence before the first sample, so that the first output is at the first input.
        Self { step, half, table, held: vec![0.0; half - 1], at: half as f64 - 1.0 }
    }

    /// Takes `input` and appends what is due to `out`.
    pub fn feed(&mut self, input: &[f32], out: &mut Vec<f32>) {
        if self.step == 1.0 {
            out.extend_from_slice(input);
            return;
        }
        self.held.extend_from_slice(input);
        let width = 2 * self.half;
        loop {
            let whole = self.at.floor();
            let first = whole as usize + 1 - self.half;
            let Some(window) = self.held.get(first..first + width) else { break };
            let phase = (self.at - whole) * PHASES as f64;
            let (row, between) = (phase.floor() as usize, phase.fract() as f32);
            let taps = self.table.get(row * width..(row + 2) * width).unwrap_or_default();
            let (low, high) = taps.split_at(width.min(taps.len()));
            let sum = |taps: &[f32]| window.iter().zip(taps).map(|(a, b)| a * b).sum::<f32>();
            out.push(sum(low) * (1.0 - between) + sum(high) * between);
            self.at += self.step;
        }
        let used = (self.at.floor() as usize + 1).saturating_sub(self.half).min(self.held.len());
        self.held.drain(..used);
        self.at -= used as f64;
    }
}

fn sinc(x: f64) -> f64 {
    if x.abs() < 1e-9 {
        return 1.0;
    }
    let angle = std::f64::consts::PI * x;
    angle.sin() / angle
}

/// Kaiser's window at -1 to 1.
fn kaiser(x: f64) -> f64 {
    if x.abs() >= 1.0 { 0.0 } else { bessel(BETA * (1.0 - x * x).sqrt()) / bessel(BETA) }
}

/// Modified Bessel function of the first kind, order 0, by its series.
fn bessel(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..40 {
        term *= (x / (2.0 * f64::from(k))).powi(2);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(rate: u32, hz: f64, seconds: f64) -> Vec<f32> {
        let n = (f64::from(rate) * seconds) as usize;
        (0..n).map(|i| (std::f64::consts::TAU * hz * i as f64 / f64::from(rate)).sin() as f32).collect()
    }

    fn through(rate: u32, input: &[f32], chunk: usize) -> Vec<f32> {
        let mut resampler = Resampler::new(rate);
        let mut out = Vec::new();
        input.chunks(chunk).for_each(|part| resampler.feed(part, &mut out));
        out
    }

    #[test]
    fn a_tone_comes_out_where_it_went_in_at_every_rate() {
        for rate in [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000] {
            let out = through(rate, &tone(rate, 1000.0, 0.5), 441);
            let ideal = tone(RATE_HZ, 1000.0, 0.5);
            assert!(out.len().abs_diff(ideal.len()) < 40, "{rate}: {}", out.len());
            let worst = out.iter().zip(&ideal).skip(400).take(7000).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(worst < 4e-3, "{rate}: {worst}");
        }
    }

    #[test]
    fn what_16_khz_cannot_hold_is_taken_out() {
        let out = through(48_000, &tone(48_000, 11_000.0, 0.5), 1000);
        let most = out.iter().skip(400).take(7000).map(|v| v.abs()).fold(0.0, f32::max);
        assert!(most < 3e-3, "{most}");
    }

    #[test]
    fn chunks_of_any_size_give_the_same() {
        let input = tone(44_100, 440.0, 0.3);
        let whole = through(44_100, &input, input.len());
        for chunk in [1, 777] {
            let parts = through(44_100, &input, chunk);
            let same = parts.len() == whole.len() && parts.iter().zip(&whole).all(|(a, b)| (a - b).abs() < 1e-4);
            assert!(same, "{chunk}");
        }
    }
}
