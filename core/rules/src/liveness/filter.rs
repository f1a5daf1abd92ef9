//! Smoothing by time.

use std::f64::consts::TAU;

/// One Euro filter (Casiez, Roussel, Vogel 2012): a low-pass whose cut-off rises with the speed, so that a head at rest is
/// calm and a quick one is not delayed. Works on times, not on frames.
#[derive(Debug, Clone)]
pub(super) struct OneEuro {
    min_cutoff_hz: f64,
    beta: f64,
    speed_cutoff_hz: f64,
    state: Option<State>,
}

#[derive(Debug, Clone, Copy)]
struct State {
    at_ms: f64,
    value: f64,
    speed: f64,
}

impl OneEuro {
    pub(super) fn new(min_cutoff_hz: f64, beta: f64, speed_cutoff_hz: f64) -> Self {
        Self { min_cutoff_hz, beta, speed_cutoff_hz, state: None }
    }

    /// The smoothed value at `at_ms`.
    pub(super) fn feed(&mut self, at_ms: f64, value: f64) -> f64 {
        let Some(last) = self.state else {
            self.state = Some(State { at_ms, value, speed: 0.0 });
            return value;
        };
        let step_s = (at_ms - last.at_ms) / 1000.0;
        if step_s <= 0.0 {
            return last.value;
        }
        let speed = blend(last.speed, (value - last.value) / step_s, self.speed_cutoff_hz, step_s);
        let cutoff = self.min_cutoff_hz + self.beta * speed.abs();
        let value = blend(last.value, value, cutoff, step_s);
        self.state = Some(State { at_ms, value, speed });
        value
    }

    /// Moves all values by `shift`, as when what they are measured from moves.
    pub(super) fn shift(&mut self, shift: f64) {
        if let Some(state) = &mut self.state {
            state.value += shift;
        }
    }
}

/// One step of a first-order low-pass.
fn blend(last: f64, new: f64, cutoff_hz: f64, step_s: f64) -> f64 {
    let alpha = 1.0 / (1.0 + 1.0 / (TAU * cutoff_hz.max(1e-6) * step_s));
    last + alpha * (new - last)
}
