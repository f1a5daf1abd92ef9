//! A stretch of the run that comes again: a loop.
//!
//! The head's angles and place over time are compared with themselves at every lag. Somebody who nods twice makes two
//! nods that differ by degrees and by tens of milliseconds; frames played again differ by the noise of compression only.
//! Head and place must agree through a whole window that holds motion. A recording played once is no loop and is not found.

use super::limits::ContinuityLimits;
use crate::finding::{Code, Finding};

/// Steps of the even time grid, ms.
const GRID_MS: f64 = 1000.0 / 30.0;
/// Most samples of the grid that are compared: two minutes.
const MAX_SAMPLES: usize = 3600;
/// A gap in the run that is not bridged, ms.
const BRIDGE_MS: f64 = 250.0;

/// Angles (degrees) and place (eye distances) of one frame.
#[derive(Debug, Clone, Copy)]
struct Sample {
    at_ms: f64,
    values: [f64; 5],
}

/// The path of the head.
#[derive(Debug, Clone, Default)]
pub(super) struct Path {
    samples: Vec<Sample>,
    first_eye_px: Option<f64>,
}

impl Path {
    /// Notes the angles and the place of the face: middle and eye distance in px.
    pub(super) fn feed(&mut self, at_ms: f64, angles: [f64; 3], place: [f64; 3]) {
        let [x, y, eye] = place;
        let unit = *self.first_eye_px.get_or_insert(eye);
        let [yaw, pitch, roll] = angles;
        if self.samples.len() < 4 * MAX_SAMPLES {
            self.samples.push(Sample { at_ms, values: [yaw, pitch, roll, x / unit, y / unit] });
        }
    }

    /// The loop, when there is one.
    pub(super) fn repetition(&self, limits: &ContinuityLimits) -> Option<Finding> {
        let grid = self.on_grid();
        let window = (limits.loop_window_ms / GRID_MS).round().max(2.0) as usize;
        let least_lag = (limits.loop_min_lag_ms / GRID_MS).round().max(2.0) as usize;
        let moving: Vec<bool> =
            (0..grid.len()).map(|i| moves(grid.get(i..i + window), limits.loop_motion_deg)).collect();
        let mut least = None::<(f64, usize, usize)>;
        let row = |lag: usize| windowed(&grid, lag, window, limits);
        let (mut less, mut here) = (row(least_lag - 1), row(least_lag));
        for lag in least_lag..=grid.len().saturating_sub(window) {
            let more = row(lag + 1);
            for (i, (value, moving)) in here.iter().zip(&moving).enumerate() {
                let (before, after) = (less.get(i).copied(), more.get(i).copied());
                // Beyond the last lag there is nothing to lie between.
                let (before, after) = (before.unwrap_or(f64::INFINITY), after.unwrap_or(f64::INFINITY));
                if !moving || !value.is_finite() || *value > before || *value > after {
                    continue;
                }
                let lowest = between(before, *value, after);
                if least.is_none_or(|(best, ..)| lowest < best) {
                    least = Some((lowest, lag, i));
                }
            }
            less = std::mem::replace(&mut here, more);
        }
        let (lowest, lag, start) = least?;
        (lowest <= 1.0).then(|| {
            let first = self.samples.first().map_or(0.0, |s| s.at_ms);
            Finding::error(Code::LivenessFrozenVideo)
                .figure("loop_s", lag as f64 * GRID_MS / 1000.0)
                .at_ms(first + (start + lag) as f64 * GRID_MS)
        })
    }

    /// The samples on an even grid; `None` where there are none.
    fn on_grid(&self) -> Vec<Option<[f64; 5]>> {
        let (Some(first), Some(last)) = (self.samples.first(), self.samples.last()) else { return Vec::new() };
        let count = (((last.at_ms - first.at_ms) / GRID_MS).floor().max(0.0) as usize + 1).min(MAX_SAMPLES);
        let mut grid = Vec::with_capacity(count);
        let mut pairs = self.samples.windows(2).peekable();
        for i in 0..count {
            let at = first.at_ms + i as f64 * GRID_MS;
            while pairs.peek().is_some_and(|pair| pair.last().is_some_and(|b| b.at_ms < at)) {
                pairs.next();
            }
            grid.push(match pairs.peek() {
                Some([a, b]) if b.at_ms - a.at_ms <= BRIDGE_MS && b.at_ms > a.at_ms => {
                    let t = ((at - a.at_ms) / (b.at_ms - a.at_ms)).clamp(0.0, 1.0);
                    let mut values = a.values;
                    values.iter_mut().zip(b.values).for_each(|(v, w)| *v += t * (w - *v));
                    Some(values)
                }
                _ => None,
            });
        }
        grid
    }
}

/// Whether an angle spreads by more than `least_deg` within the samples, and none is missing.
fn moves(samples: Option<&[Option<[f64; 5]>]>, least_deg: f64) -> bool {
    let Some(samples) = samples else { return false };
    let range = |of: fn(&[f64; 5]) -> f64| {
        let values = || samples.iter().map(|s| s.as_ref().map_or(f64::NAN, of));
        values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min)
    };
    samples.iter().all(Option::is_some)
        && (range(|v| v[0]) > least_deg || range(|v| v[1]) > least_deg || range(|v| v[2]) > least_deg)
}

/// For each start the mean square of the difference at `lag` over a window, in units of what is the same.
fn windowed(grid: &[Option<[f64; 5]>], lag: usize, window: usize, limits: &ContinuityLimits) -> Vec<f64> {
    let units = [
        limits.loop_angle_deg,
        limits.loop_angle_deg,
        limits.loop_angle_deg,
        limits.loop_place_ratio,
        limits.loop_place_ratio,
    ];
    let difference = |(a, b): (&Option<[f64; 5]>, &Option<[f64; 5]>)| match (a, b) {
        (Some(a), Some(b)) => {
            let squares = a.iter().zip(b).zip(units).map(|((a, b), unit)| ((a - b) / unit.max(1e-9)).powi(2));
            squares.sum::<f64>() / units.len() as f64
        }
        _ => f64::INFINITY,
    };
    let differences: Vec<f64> = grid.iter().zip(grid.iter().skip(lag)).map(difference).collect();
    differences.windows(window).map(|w| w.iter().sum::<f64>() / window as f64).collect()
}

/// The least of a parabola through three neighbours, not below 0: the true lag lies between the samples.
fn between(less: f64, here: f64, more: f64) -> f64 {
    let bend = less - 2.0 * here + more;
    if bend.is_finite() && bend > 0.0 { (here - (more - less).powi(2) / (8.0 * bend)).max(0.0) } else { here }
}
