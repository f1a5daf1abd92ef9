//! A stretch of the run that comes again: a loop. A recording played once is none and is not found.
//!
//! Two tests, since a loop may be played frame for frame or filmed and compressed anew:
//!
//! * **The same frames.** Landmarks of a live camera carry noise that never comes again, so two stretches of a live run
//!   differ by at least twice its variance however alike the movements are. Frames that are played again bring their noise
//!   along. Compared frame for frame; any movement will do.
//! * **The same movement.** Angles and place of the head, eyes and mouth agree more closely through a second of large motion
//!   than anybody repeats it. Compared over time, so that frame rate and compression may differ.

use super::limits::ContinuityLimits;
use super::statistics::median;
use crate::finding::{Code, Finding};

/// Steps of the even time grid, ms.
const GRID_MS: f64 = 1000.0 / 30.0;
/// Most samples that are compared: two minutes at 30 frames a second.
const MAX_SAMPLES: usize = 3600;
/// A gap in the run that is not bridged, ms.
const BRIDGE_MS: f64 = 250.0;
/// What is known of a frame: yaw, pitch, roll (degrees), place to the right and down (eye distances), eyes, mouth.
const VALUES: usize = 7;
/// A noise below it is that of numbers, not of a picture.
const NO_NOISE: f64 = 1e-5;
/// Least values with noise for a comparison of noise.
const NOISY_VALUES: usize = 4;

type Values = [f64; VALUES];

#[derive(Debug, Clone, Copy)]
struct Sample {
    at_ms: f64,
    values: Values,
}

/// The path of the head.
#[derive(Debug, Clone, Default)]
pub(super) struct Path {
    samples: Vec<Sample>,
    first_eye_px: Option<f64>,
}

/// The closest agreement found: how different the two stretches are, in units, and where.
#[derive(Debug, Clone, Copy)]
struct Closest {
    difference: f64,
    lag: usize,
    start: usize,
}

impl Path {
    /// Notes the angles, the place of the face (middle and eye distance in px), and the opening of eyes and mouth.
    pub(super) fn feed(&mut self, at_ms: f64, angles: [f64; 3], place: [f64; 3], eyes: f64, mouth: f64) {
        let [x, y, eye] = place;
        let unit = *self.first_eye_px.get_or_insert(eye);
        let [yaw, pitch, roll] = angles;
        if self.samples.len() < MAX_SAMPLES {
            self.samples.push(Sample { at_ms, values: [yaw, pitch, roll, x / unit, y / unit, eyes, mouth] });
        }
    }

    /// The loop, when there is one.
    pub(super) fn repetition(&self, limits: &ContinuityLimits) -> Option<Finding> {
        let found = self.same_frames(limits).or_else(|| self.same_movement(limits));
        found.map(|(lag_ms, at_ms)| {
            Finding::error(Code::LivenessFrozenVideo).figure("loop_s", lag_ms / 1000.0).at_ms(at_ms)
        })
    }

    /// Lag and time of frames that come again, ms.
    fn same_frames(&self, limits: &ContinuityLimits) -> Option<(f64, f64)> {
        let rows: Vec<Option<Values>> = self.samples.iter().map(|s| Some(s.values)).collect();
        let noise = noise(&self.samples);
        if noise.iter().filter(|n| **n > NO_NOISE).count() < NOISY_VALUES {
            return None;
        }
        // Values without noise say nothing; the others count as much as two samples of the noise differ.
        let units = noise.map(|n| if n > NO_NOISE { n * 2f64.sqrt() } else { f64::INFINITY });
        let step_ms = median(self.samples.windows(2).filter_map(step)).map(f64::from)?;
        let (window, least_lag) = (count(limits.loop_window_ms, step_ms), count(limits.loop_min_lag_ms, step_ms));
        let moves = |i: usize| moves(rows.get(i..i + window), limits.loop_slight_deg, 2.0 * limits.loop_opening);
        let closest = closest(&rows, window, least_lag, &units, &moves)?;
        let (start, end) = (self.samples.get(closest.start)?, self.samples.get(closest.start + closest.lag)?);
        (closest.difference < limits.loop_noise_ratio).then_some((end.at_ms - start.at_ms, end.at_ms))
    }

    /// The same of a movement.
    fn same_movement(&self, limits: &ContinuityLimits) -> Option<(f64, f64)> {
        let grid = self.on_grid();
        let (angle, place) = (limits.loop_angle_deg, limits.loop_place_ratio);
        let units = [angle, angle, angle, place, place, limits.loop_opening, limits.loop_opening];
        let (window, least_lag) = (count(limits.loop_movement_ms, GRID_MS), count(limits.loop_min_lag_ms, GRID_MS));
        let moves = |i: usize| moves(grid.get(i..i + window), limits.loop_motion_deg, f64::INFINITY);
        let closest = closest(&grid, window, least_lag, &units, &moves)?;
        let first = self.samples.first().map_or(0.0, |s| s.at_ms);
        let at_ms = first + (closest.start + closest.lag) as f64 * GRID_MS;
        (closest.difference < 1.0).then_some((closest.lag as f64 * GRID_MS, at_ms))
    }

    /// The samples on an even grid; `None` where there are none.
    fn on_grid(&self) -> Vec<Option<Values>> {
        let (Some(first), Some(last)) = (self.samples.first(), self.samples.last()) else { return Vec::new() };
        let count = (((last.at_ms - first.at_ms) / GRID_MS).floor().max(0.0) as usize + 1).min(MAX_SAMPLES);
        let mut pairs = self.samples.windows(2).peekable();
        let at = |i: usize| first.at_ms + i as f64 * GRID_MS;
        let mut value = |at: f64| {
            while pairs.peek().is_some_and(|pair| pair.last().is_some_and(|b| b.at_ms < at)) {
                pairs.next();
            }
            let Some([a, b]) = pairs.peek() else { return None };
            let step = b.at_ms - a.at_ms;
            (step > 0.0 && step <= BRIDGE_MS).then(|| {
                let t = ((at - a.at_ms) / step).clamp(0.0, 1.0);
                let mut values = a.values;
                values.iter_mut().zip(b.values).for_each(|(v, w)| *v += t * (w - *v));
                values
            })
        };
        (0..count).map(|i| value(at(i))).collect()
    }
}

fn step(pair: &[Sample]) -> Option<f32> {
    match pair {
        [a, b] => Some((b.at_ms - a.at_ms) as f32),
        _ => None,
    }
}

/// Samples in `ms`, at least two.
fn count(ms: f64, step_ms: f64) -> usize {
    (ms / step_ms.max(1.0)).round().clamp(2.0, MAX_SAMPLES as f64) as usize
}

/// Spread of the noise of each value: the middle of the second differences, which movement hardly touches.
fn noise(samples: &[Sample]) -> Values {
    let mut noise = [0.0; VALUES];
    for (i, noise) in noise.iter_mut().enumerate() {
        let second = |w: &[Sample]| match w {
            [a, b, c] => Some((a.values.get(i)? - 2.0 * b.values.get(i)? + c.values.get(i)?).abs() as f32),
            _ => None,
        };
        // A second difference has six times the variance; the middle of its size is 0.6745 of its spread.
        *noise = median(samples.windows(3).filter_map(second)).map_or(0.0, f64::from) / (0.6745 * 6f64.sqrt());
    }
    noise
}

/// Whether something moves within the samples: an angle by more than `least_deg`, the openings of eyes or mouth by more than
/// `least_opening`.
fn moves(samples: Option<&[Option<Values>]>, least_deg: f64, least_opening: f64) -> bool {
    let Some(samples) = samples else { return false };
    let (mut low, mut high) = ([f64::INFINITY; VALUES], [f64::NEG_INFINITY; VALUES]);
    for sample in samples {
        let Some(values) = sample else { return false };
        for ((low, high), v) in low.iter_mut().zip(&mut high).zip(values) {
            *low = low.min(*v);
            *high = high.max(*v);
        }
    }
    let least = [least_deg, least_deg, least_deg, f64::INFINITY, f64::INFINITY, least_opening, least_opening];
    low.iter().zip(high).zip(least).any(|((low, high), least)| high - low > least)
}

/// The two stretches of `window` samples, at least `least_lag` apart, that differ least; the first must hold motion.
fn closest(
    rows: &[Option<Values>],
    window: usize,
    least_lag: usize,
    units: &Values,
    moves: &dyn Fn(usize) -> bool,
) -> Option<Closest> {
    let moving: Vec<bool> = (0..rows.len()).map(moves).collect();
    let mut closest = None::<Closest>;
    let row = |lag: usize| windowed(rows, lag, window, units);
    let (mut less, mut here) = (row(least_lag.saturating_sub(1)), row(least_lag));
    for lag in least_lag..=rows.len().saturating_sub(window) {
        let more = row(lag + 1);
        for (start, (value, _)) in here.iter().zip(&moving).enumerate().filter(|(_, (_, moving))| **moving) {
            // Beyond the last lag there is nothing to lie between.
            let beside = |row: &[f64]| row.get(start).copied().unwrap_or(f64::INFINITY);
            let (before, after) = (beside(&less), beside(&more));
            if !value.is_finite() || *value > before || *value > after {
                continue;
            }
            let difference = between(before, *value, after);
            if closest.is_none_or(|best| difference < best.difference) {
                closest = Some(Closest { difference, lag, start });
            }
        }
        less = std::mem::replace(&mut here, more);
    }
    closest
}

/// For each start the mean square of the difference at `lag` over a window, in units.
fn windowed(rows: &[Option<Values>], lag: usize, window: usize, units: &Values) -> Vec<f64> {
    let used = units.iter().filter(|u| u.is_finite()).count().max(1) as f64;
    let difference = |(a, b): (&Option<Values>, &Option<Values>)| match (a, b) {
        (Some(a), Some(b)) => {
            let squares = a.iter().zip(b).zip(units).map(|((a, b), unit)| ((a - b) / unit.max(1e-9)).powi(2));
            squares.sum::<f64>() / used
        }
        _ => f64::INFINITY,
    };
    let differences: Vec<f64> = rows.iter().zip(rows.iter().skip(lag)).map(difference).collect();
    let mut sums = Vec::with_capacity(differences.len().saturating_sub(window) + 1);
    // Each sum afresh now and then, so that what was taken in and out again leaves nothing.
    let mut sum = 0.0;
    for (i, last) in differences.iter().enumerate() {
        let first = i.checked_sub(window).and_then(|i| differences.get(i)).copied().unwrap_or(0.0);
        sum += last - first;
        if !sum.is_finite() || i % 64 == 0 {
            let start = (i + 1).saturating_sub(window);
            sum = differences.get(start..=i).map_or(f64::INFINITY, |w| w.iter().sum());
        }
        if i + 1 >= window {
            sums.push(sum.max(0.0) / window as f64);
        }
    }
    sums
}

/// The least of a parabola through three neighbours, not below 0: the true lag lies between the samples.
fn between(less: f64, here: f64, more: f64) -> f64 {
    let bend = less - 2.0 * here + more;
    if bend.is_finite() && bend > 0.0 { (here - (more - less).powi(2) / (8.0 * bend)).max(0.0) } else { here }
}
