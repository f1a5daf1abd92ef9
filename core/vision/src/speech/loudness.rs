//! How loud the sound is, how far it stands out of the noise, and whether it was cut off.

use super::biquad::{Band, Biquad};
use super::resample::RATE_HZ;
use super::syllables::quantile;

/// Samples at 16 kHz of a block, 10 ms.
const BLOCK: usize = RATE_HZ as usize / 100;
/// Length of a block, ms.
pub(super) const BLOCK_MS: u64 = 10;
/// Amplitude from which a sample counts as at the rails. Coding moves what was cut at 1 by a per cent or two.
const RAIL: f32 = 0.985;
/// Band in which speech is weighed against noise, Hz: rumble below is heard by no telephone.
const SPEECH_HZ: [f64; 2] = [100.0, 7000.0];
/// Offset of BS.1770: a sine of 997 Hz at full scale has -3.01 LUFS.
const OFFSET_LUFS: f64 = -0.691;
/// Silence at least so far from speech tells the noise, ms: breath and reverberation lie nearer.
const APART_MS: u64 = 100;
/// Least silence that tells it, ms.
const NOISE_MS: u64 = 300;
/// Below it there is digital silence, power (-100 dB).
const SILENCE: f64 = 1e-10;

/// Levels of one block.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    weighted: f32,
    speech: f32,
}

/// Amplitudes of one block as recorded.
#[derive(Debug, Clone, Copy, Default)]
struct Peak {
    rails: u16,
    samples: u16,
    peak: f32,
    power: f32,
}

/// What `Level` comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Loudness {
    /// Of the speech, LUFS.
    pub speech_lufs: Option<f64>,
    /// Of everything, LUFS.
    pub whole_lufs: Option<f64>,
    /// Speech over noise, dB.
    pub snr_db: Option<f64>,
    /// Share of the speech's samples at the rails.
    pub rail_ratio: f64,
    /// Peak over root mean square of the speech, dB.
    pub crest_db: Option<f64>,
}

/// Levels over time.
#[derive(Debug, Clone)]
pub(super) struct Level {
    shelf: Biquad,
    high_pass: Biquad,
    band: Band,
    sums: [f64; 2],
    filled: usize,
    blocks: Vec<Block>,
    /// Frames as recorded in 10 ms.
    raw_block: usize,
    raw: Peak,
    peaks: Vec<Peak>,
}

impl Level {
    /// Of sound that is recorded at `rate_hz`.
    pub(super) fn new(rate_hz: u32) -> Self {
        let (shelf, high_pass) = k_weighting(f64::from(RATE_HZ));
        let [low, high] = SPEECH_HZ;
        Self {
            shelf,
            high_pass,
            band: Band::new(low, high, f64::from(RATE_HZ)),
            sums: [0.0; 2],
            filled: 0,
            blocks: Vec::new(),
            raw_block: (rate_hz / 100).max(1) as usize,
            raw: Peak::default(),
            peaks: Vec::new(),
        }
    }

    /// Takes sound as it was recorded, one channel.
    pub(super) fn feed_recorded(&mut self, sound: &[f32]) {
        for sample in sound {
            let size = sample.abs();
            self.raw.rails += u16::from(size >= RAIL);
            self.raw.samples += 1;
            self.raw.peak = self.raw.peak.max(size);
            self.raw.power += size * size;
            if usize::from(self.raw.samples) >= self.raw_block {
                self.raw.power /= f32::from(self.raw.samples);
                self.peaks.push(self.raw);
                self.raw = Peak::default();
            }
        }
    }

    /// Takes the same at 16 kHz.
    pub(super) fn feed(&mut self, sound: &[f32]) {
        for sample in sound {
            let x = f64::from(*sample);
            self.sums[0] += self.high_pass.feed(self.shelf.feed(x)).powi(2);
            self.sums[1] += self.band.feed(x).powi(2);
            self.filled += 1;
            if self.filled == BLOCK {
                let [weighted, speech] = self.sums.map(|s| (s / BLOCK as f64) as f32);
                self.blocks.push(Block { weighted, speech });
                self.sums = [0.0; 2];
                self.filled = 0;
            }
        }
    }

    /// Levels from block `first` on, with what is speech in `stretches` (ms, of the whole sound).
    pub(super) fn measure(&self, stretches: &[[u64; 2]], first: usize) -> Loudness {
        let mut inside = Marks::new(stretches, 0);
        let mut near = Marks::new(stretches, APART_MS);
        let (mut speech, mut weighted, mut count, mut whole) = (0.0, 0.0, 0_usize, 0.0);
        let mut noise = Vec::new();
        let mut all = Vec::new();
        for (i, block) in self.blocks.iter().enumerate().skip(first) {
            let at = i as u64 * BLOCK_MS;
            whole += f64::from(block.weighted);
            all.push(block.speech);
            if inside.holds(at) {
                speech += f64::from(block.speech);
                weighted += f64::from(block.weighted);
                count += 1;
            }
            if !near.holds(at) {
                noise.push(block.speech);
            }
        }
        let lufs = |power: f64| (power > SILENCE).then(|| OFFSET_LUFS + 10.0 * power.log10());
        let mut measured = Loudness { whole_lufs: lufs(whole / all.len().max(1) as f64), ..Loudness::default() };
        if count == 0 {
            return measured;
        }
        measured.speech_lufs = lufs(weighted / count as f64);
        let enough = noise.len() as u64 * BLOCK_MS >= NOISE_MS;
        // Where speech never stops, what is left in its dips.
        let (list, share) = if enough { (&mut noise, 0.5) } else { (&mut all, 0.1) };
        list.sort_unstable_by(f32::total_cmp);
        let floor = f64::from(quantile(list, share)).max(SILENCE);
        let over = (speech / count as f64 - floor).max(floor * 0.01);
        measured.snr_db = Some(10.0 * (over / floor).log10());
        self.amplitudes(stretches, first, &mut measured);
        measured
    }

    fn amplitudes(&self, stretches: &[[u64; 2]], first: usize, measured: &mut Loudness) {
        let mut inside = Marks::new(stretches, 0);
        let (mut rails, mut samples, mut power) = (0_u64, 0_u64, 0.0);
        let mut peaks = Vec::new();
        let mut count = 0.0;
        for (i, peak) in self.peaks.iter().enumerate().skip(first) {
            if inside.holds(i as u64 * BLOCK_MS) {
                rails += u64::from(peak.rails);
                samples += u64::from(peak.samples);
                power += f64::from(peak.power);
                count += 1.0;
                peaks.push(peak.peak);
            }
        }
        if samples == 0 {
            return;
        }
        measured.rail_ratio = rails as f64 / samples as f64;
        peaks.sort_unstable_by(f32::total_cmp);
        // The highest twentieth of the blocks: a click is no peak of the speech.
        let top = f64::from(quantile(&peaks, 0.95));
        let mean = (power / count).sqrt();
        measured.crest_db = (top > 0.0 && mean > 0.0).then(|| 20.0 * (top / mean).log10());
    }

    /// Blocks so far.
    pub(super) fn len(&self) -> usize {
        self.blocks.len()
    }
}

/// Stretches that are walked through in order.
struct Marks<'a> {
    left: &'a [[u64; 2]],
    more: u64,
}

impl<'a> Marks<'a> {
    /// Each longer by `more` at both ends.
    fn new(stretches: &'a [[u64; 2]], more: u64) -> Self {
        Self { left: stretches, more }
    }

    /// Whether `at` lies in one; times must come in order.
    fn holds(&mut self, at: u64) -> bool {
        while let Some(([from, to], rest)) = self.left.split_first() {
            if at >= to + self.more {
                self.left = rest;
                continue;
            }
            return at + self.more >= *from;
        }
        false
    }
}

/// The two filters of BS.1770's K weighting at any rate, from the analogue ones that its table at 48 kHz stands for
/// (as libebur128 derives them).
fn k_weighting(rate_hz: f64) -> (Biquad, Biquad) {
    let (hz, gain_db, q) = (1_681.974_450_955_533, 3.999_843_853_973_347, 0.707_175_236_955_419_6);
    let k = (std::f64::consts::PI * hz / rate_hz).tan();
    let high = 10f64.powf(gain_db / 20.0);
    let band = high.powf(0.499_666_774_154_541_6);
    let a0 = 1.0 + k / q + k * k;
    let shelf = Biquad::new(
        [(high + band * k / q + k * k) / a0, 2.0 * (k * k - high) / a0, (high - band * k / q + k * k) / a0],
        [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0],
    );
    let (hz, q) = (38.135_470_876_024_44, 0.500_327_037_323_877_3);
    let k = (std::f64::consts::PI * hz / rate_hz).tan();
    let a0 = 1.0 + k / q + k * k;
    let high_pass = Biquad::new([1.0, -2.0, 1.0], [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0]);
    (shelf, high_pass)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(amplitude: f32, seconds: f32) -> Vec<f32> {
        let n = (seconds * RATE_HZ as f32) as usize;
        (0..n).map(|i| amplitude * (std::f32::consts::TAU * 997.0 * i as f32 / RATE_HZ as f32).sin()).collect()
    }

    fn measured(sound: &[f32], stretches: &[[u64; 2]]) -> Loudness {
        let mut level = Level::new(RATE_HZ);
        sound.chunks(1000).for_each(|c| {
            level.feed_recorded(c);
            level.feed(c);
        });
        level.measure(stretches, 0)
    }

    #[test]
    fn a_full_scale_sine_has_the_loudness_of_the_standard() {
        let lufs = measured(&tone(1.0, 2.0), &[[100, 2000]]).speech_lufs.unwrap();
        assert!((lufs + 3.01).abs() < 0.15, "{lufs}");
        let quiet = measured(&tone(0.01, 2.0), &[[100, 2000]]).speech_lufs.unwrap();
        assert!((quiet + 43.01).abs() < 0.15, "{quiet}");
    }

    #[test]
    fn speech_is_weighed_against_what_lies_between() {
        let mut sound = tone(0.003, 1.0);
        sound.extend(tone(0.3, 1.0));
        sound.extend(tone(0.003, 1.0));
        let snr = measured(&sound, &[[1000, 2000]]).snr_db.unwrap();
        assert!((snr - 40.0).abs() < 0.5, "{snr}");
        // No silence at all: the steady tone is as much noise as speech.
        assert!(measured(&tone(0.3, 2.0), &[[0, 2000]]).snr_db.unwrap() < 0.0);
        assert_eq!(measured(&vec![0.0; 16_000], &[]), Loudness::default());
    }

    #[test]
    fn sound_at_the_rails_is_noticed_and_sound_cut_flat_is_even_when_it_was_made_softer() {
        let clean = tone(0.9, 1.0);
        assert_eq!(measured(&clean, &[[0, 1000]]).rail_ratio, 0.0);
        let cut: Vec<f32> = tone(4.0, 1.0).iter().map(|v| v.clamp(-1.0, 1.0)).collect();
        let loud = measured(&cut, &[[0, 1000]]);
        assert!(loud.rail_ratio > 0.5 && loud.crest_db.unwrap() < 1.0, "{loud:?}");
        let softer: Vec<f32> = cut.iter().map(|v| v * 0.2).collect();
        let softer = measured(&softer, &[[0, 1000]]);
        assert!(softer.rail_ratio == 0.0 && softer.crest_db.unwrap() < 1.0);
    }
}
