//! Whether lips and voice go together: correlation of the mouth's opening with the level of the voice, over delays.

use heyan_rules::statement::LipSync;

use super::syllables::{FRAME_MS, quantile};

/// Steps of the grid that both are put on, ms.
const STEP_MS: f64 = 40.0;
/// Smoothing of both, standard deviation in steps: syllables remain, the flutter of single frames does not.
const SMOOTH: f64 = 0.8;
/// What is slower than a blur of this standard deviation in steps is no speech movement (a smile, a turn of the head). The
/// pair was chosen on the tuning set for the distance between readers and strangers' voices, in standard deviations.
const SLOW: f64 = 8.0;
/// What is slower than a blur of this standard deviation is left out where only the size of the movement is asked, twice for
/// a steeper edge: one syllable to the next, and nothing of the head's sway, which the mouth's gap follows a little.
const MOTION_SLOW: f64 = 4.0;
/// Window in which the tracker's flutter is measured, ms, and the share of the windows that have less of it. Where the mouth
/// rests for once only flutter is left; at 15 frames a second speech looks like it.
const FLUTTER_MS: f64 = 1000.0;
/// See [`FLUTTER_MS`].
const FLUTTER_QUANTILE: f64 = 0.2;
/// Deviations of the flutter that are taken out of the movement: 95 % of it lie within four, smoothing leaves some three.
const FLUTTER_SHARE: f64 = 3.0;
/// Frames that a window needs.
const FLUTTER_FRAMES: usize = 5;
/// Longest gap between frames that is bridged, ms.
const BRIDGE_MS: f64 = 200.0;
/// Greatest delay that is tried, ms.
const FARTHEST_MS: f64 = 2600.0;
/// Range of the voice's level that counts, dB: from closures to vowels.
const RANGE_DB: f32 = 30.0;
/// Openings of the mouth that are kept: thirty minutes at 60 frames a second.
const MAX_OPENINGS: usize = 110_000;
/// Widest opening that counts: a yawn has 1.
const WIDEST: f32 = 1.5;

/// The mouth through a recording.
#[derive(Debug, Clone, Default)]
pub struct Lips {
    openings: Vec<(f64, f32)>,
}

impl Lips {
    /// Notes the opening (gap of the inner lips over the mouth's width) at a time, ms, that rises.
    pub fn feed(&mut self, at_ms: f64, opening: f32) {
        let rises = self.openings.last().is_none_or(|(last, _)| at_ms > *last);
        if rises && at_ms.is_finite() && opening.is_finite() && self.openings.len() < MAX_OPENINGS {
            self.openings.push((at_ms, opening.clamp(0.0, WIDEST)));
        }
    }

    /// The openings so far: time, ms, and opening.
    pub fn openings(&self) -> &[(f64, f32)] {
        &self.openings
    }

    /// Compares with the voice: `curve` is its level every 10 ms from the recording's start (dB), `speech` where somebody
    /// speaks, ms. Delays up to `near_ms` count as together. `None` when lips and speech never met.
    pub fn compare(&self, curve: &[f32], speech: &[[u64; 2]], near_ms: f64) -> Option<LipSync> {
        let steps = (curve.len() as f64 * FRAME_MS / STEP_MS) as usize;
        let open = self.on_grid(steps);
        let spoken = on_grid(speech, steps);
        let seen = open.iter().zip(&spoken).filter(|(open, spoken)| **spoken && open.is_finite()).count();
        let all = spoken.iter().filter(|s| **s).count();
        if seen == 0 || all == 0 {
            return None;
        }
        let mut sync = LipSync {
            seen_s: seen as f64 * STEP_MS / 1000.0,
            seen_ratio: seen as f64 / all as f64,
            motion: self.motion(&open, &spoken),
            near: -1.0,
            far: -1.0,
            ..LipSync::default()
        };
        let open = quick(&open);
        let voice = quick(&voice_on_grid(curve, steps));
        let most = (FARTHEST_MS / STEP_MS) as isize;
        for lag in -most..=most {
            let lag_ms = lag as f64 * STEP_MS;
            let r = correlation(&open, &voice, &spoken, lag);
            let (best, at) = if lag_ms.abs() <= near_ms {
                (&mut sync.near, &mut sync.near_lag_ms)
            } else {
                (&mut sync.far, &mut sync.far_lag_ms)
            };
            if r > *best {
                (*best, *at) = (r, lag_ms);
            }
        }
        Some(sync)
    }

    /// How far the mouth opens from one syllable to the next, twice the way from the median to the 97.5th percentile where
    /// there is speech, with what the tracker's flutter makes of it taken out. Mouths rest shut and open for vowels; flutter
    /// goes both ways.
    fn motion(&self, open: &[f32], spoken: &[bool]) -> f64 {
        let quicker = (0..2).fold(open.to_vec(), |open, _| without(&open, &blurred(&open, MOTION_SLOW)));
        let band = blurred(&quicker, SMOOTH);
        let inside = band.iter().zip(spoken).filter(|(open, spoken)| **spoken && open.is_finite());
        let mut inside: Vec<f32> = inside.map(|(open, _)| *open).collect();
        inside.sort_unstable_by(f32::total_cmp);
        let spread = 2.0 * f64::from(quantile(&inside, 0.975) - quantile(&inside, 0.5));
        let flutter = FLUTTER_SHARE * self.flutter();
        (spread * spread - flutter * flutter).max(0.0).sqrt()
    }

    /// Standard deviation of what changes from frame to frame, of second differences, where the mouth rests most.
    fn flutter(&self) -> f64 {
        let triples = self.openings.iter().zip(self.openings.iter().skip(1)).zip(self.openings.iter().skip(2));
        let bends: Vec<(f64, f64)> = triples
            .filter(|((a, _), c)| c.0 - a.0 <= 2.0 * BRIDGE_MS)
            .map(|((a, b), c)| (b.0, f64::from(a.1 - 2.0 * b.1 + c.1).powi(2)))
            .collect();
        let (mut first, mut windows) = (0, Vec::new());
        while let Some((from, _)) = bends.get(first) {
            let rest = bends.iter().skip(first);
            let window: Vec<f64> =
                rest.take_while(|(at, _)| at - from < FLUTTER_MS).map(|(_, square)| *square).collect();
            if window.len() >= FLUTTER_FRAMES {
                // A second difference of noise has six times its variance.
                windows.push((window.iter().sum::<f64>() / window.len() as f64 / 6.0).sqrt() as f32);
            }
            // Windows overlap by half.
            first += (window.len() / 2).max(1);
        }
        windows.sort_unstable_by(f32::total_cmp);
        f64::from(quantile(&windows, FLUTTER_QUANTILE))
    }

    /// Openings on the grid; no number where the mouth was not seen.
    fn on_grid(&self, steps: usize) -> Vec<f32> {
        let mut next = 0;
        (0..steps)
            .map(|i| {
                let at = (i as f64 + 0.5) * STEP_MS;
                while self.openings.get(next).is_some_and(|(t, _)| *t < at) {
                    next += 1;
                }
                let after = self.openings.get(next);
                let before = next.checked_sub(1).and_then(|i| self.openings.get(i));
                match (before, after) {
                    (Some((a, from)), Some((b, to))) if b - a <= BRIDGE_MS => {
                        from + (to - from) * ((at - a) / (b - a).max(1e-3)) as f32
                    }
                    _ => f32::NAN,
                }
            })
            .collect()
    }
}

fn on_grid(stretches: &[[u64; 2]], steps: usize) -> Vec<bool> {
    let mut marks = vec![false; steps];
    for [from, to] in stretches {
        let first = (*from as f64 / STEP_MS) as usize;
        let last = (*to as f64 / STEP_MS) as usize;
        marks.iter_mut().take(last).skip(first).for_each(|m| *m = true);
    }
    marks
}

fn voice_on_grid(curve: &[f32], steps: usize) -> Vec<f32> {
    let mut sorted: Vec<f32> = curve.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let top = quantile(&sorted, 0.95);
    let width = (STEP_MS / FRAME_MS) as usize;
    (0..steps)
        .map(|i| {
            let part = curve.iter().skip(i * width).take(width);
            part.map(|v| v.clamp(top - RANGE_DB, top)).sum::<f32>() / width as f32
        })
        .collect()
}

/// Smoothed, with what is slow taken out; no number where there was none.
fn quick(values: &[f32]) -> Vec<f32> {
    without(&blurred(values, SMOOTH), &blurred(values, SLOW))
}

fn without(values: &[f32], slow: &[f32]) -> Vec<f32> {
    values.iter().zip(slow).map(|(a, b)| a - b).collect()
}

/// Under a Gaussian of `sigma` steps, over the numbers there are.
fn blurred(values: &[f32], sigma: f64) -> Vec<f32> {
    let reach = (sigma * 2.5).ceil() as usize;
    let taps: Vec<f32> = (0..=reach).map(|i| (-0.5 * (i as f64 / sigma).powi(2)).exp() as f32).collect();
    (0..values.len())
        .map(|i| {
            if values.get(i).is_none_or(|v| !v.is_finite()) {
                return f32::NAN;
            }
            let (mut sum, mut weight) = (0.0, 0.0);
            let first = i.saturating_sub(reach);
            for (j, value) in values.iter().enumerate().skip(first).take(i + reach + 1 - first) {
                if value.is_finite() {
                    let tap = taps.get(i.abs_diff(j)).copied().unwrap_or(0.0);
                    sum += tap * value;
                    weight += tap;
                }
            }
            sum / weight
        })
        .collect()
}

/// Correlation of lips with the voice `lag` steps later, where there is speech; 0 of too little.
fn correlation(open: &[f32], voice: &[f32], spoken: &[bool], lag: isize) -> f64 {
    let mut sums = [0.0_f64; 5];
    let mut n = 0.0;
    for (i, voice) in voice.iter().enumerate() {
        if spoken.get(i) != Some(&true) {
            continue;
        }
        let Some(open) = i.checked_add_signed(-lag).and_then(|j| open.get(j)).filter(|o| o.is_finite()) else {
            continue;
        };
        let (x, y) = (f64::from(*open), f64::from(*voice));
        n += 1.0;
        for (sum, value) in sums.iter_mut().zip([x, y, x * x, y * y, x * y]) {
            *sum += value;
        }
    }
    // Two seconds: below it anything correlates with anything.
    if n < 2000.0 / STEP_MS {
        return 0.0;
    }
    let [x, y, xx, yy, xy] = sums.map(|s| s / n);
    let spread = ((xx - x * x) * (yy - y * y)).max(0.0).sqrt();
    if spread > 1e-9 { (xy - x * y) / spread } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Level of a voice with syllables of uneven length, every 10 ms.
    fn voice(seconds: usize) -> Vec<f32> {
        let mut phase = 0.0_f32;
        let mut state = 7_u32;
        let mut rate = 4.0;
        (0..seconds * 100)
            .map(|_| {
                phase += rate / 100.0;
                if phase >= 1.0 {
                    phase -= 1.0;
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    rate = 3.0 + 4.0 * (state >> 16) as f32 / 65536.0;
                }
                20.0 + 10.0 * (std::f32::consts::TAU * phase).sin()
            })
            .collect()
    }

    fn lips(curve: &[f32], late_ms: f64, scale: f32, noise: f32) -> Lips {
        let mut lips = Lips::default();
        let mut state = 3_u32;
        for frame in 0..curve.len() * 3 / 10 {
            let at = frame as f64 * 1000.0 / 30.0;
            let level = curve.get(((at - late_ms) / FRAME_MS).max(0.0) as usize).copied().unwrap_or(0.0);
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let jitter = ((state >> 16) as f32 / 65536.0 - 0.5) * noise;
            lips.feed(at, 0.1 + scale * (level - 10.0) / 20.0 + jitter);
        }
        lips
    }

    #[test]
    fn lips_that_follow_the_voice_are_in_step_and_a_shift_is_measured() {
        let curve = voice(20);
        let speech = [[0, 20_000]];
        let together = lips(&curve, 0.0, 0.3, 0.05).compare(&curve, &speech, 260.0).unwrap();
        assert!(together.near > 0.7 && together.near_lag_ms.abs() <= 80.0 && together.far < 0.4, "{together:?}");
        assert!(together.motion > 0.06 && together.seen_ratio > 0.95);
        for late in [600.0, 1800.0, -900.0] {
            let shifted = lips(&curve, late, 0.3, 0.05).compare(&curve, &speech, 260.0).unwrap();
            assert!(shifted.far > 0.6 && shifted.near < 0.4, "{late}: {shifted:?}");
            // Lips that are late mean sound that comes before them.
            assert!((shifted.far_lag_ms + late).abs() <= 80.0, "{late}: {shifted:?}");
        }
    }

    #[test]
    fn closed_lips_do_not_move_and_other_lips_do_not_follow() {
        let curve = voice(20);
        let speech = [[0, 20_000]];
        let closed = lips(&curve, 0.0, 0.0, 0.01).compare(&curve, &speech, 260.0).unwrap();
        assert!(closed.motion < 0.003 && closed.near < 0.25, "{closed:?}");
        let other: Vec<f32> = voice(40).split_off(2000);
        let other = lips(&other, 0.0, 0.3, 0.02).compare(&curve, &speech, 260.0).unwrap();
        assert!(other.near < 0.3 && other.motion > 0.06, "{other:?}");
    }

    #[test]
    fn a_head_that_sways_does_not_make_closed_lips_speak() {
        let curve = voice(20);
        let mut swaying = Lips::default();
        for frame in 0..600 {
            let at = f64::from(frame) * 1000.0 / 30.0;
            swaying.feed(at, 0.1 + 0.03 * (at as f32 / 1000.0 * std::f32::consts::TAU * 0.3).sin());
        }
        let swaying = swaying.compare(&curve, &[[0, 20_000]], 260.0).unwrap();
        assert!(swaying.motion < 0.004, "{swaying:?}");
    }

    #[test]
    fn without_a_mouth_or_without_speech_nothing_is_said() {
        let curve = voice(5);
        assert_eq!(Lips::default().compare(&curve, &[[0, 5000]], 260.0), None);
        assert_eq!(lips(&curve, 0.0, 0.3, 0.0).compare(&curve, &[], 260.0), None);
        assert_eq!(lips(&curve, 0.0, 0.3, 0.0).compare(&[], &[[0, 5000]], 260.0), None);
    }
}
