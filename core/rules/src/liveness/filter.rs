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

#[cfg(test)]
mod tests {
    use super::*;

    fn filter() -> OneEuro {
        OneEuro::new(3.0, 0.2, 4.0)
    }

    #[test]
    fn noise_at_rest_is_halved_at_any_frame_rate() {
        for fps in [30.0, 60.0] {
            let mut f = filter();
            let noise = |i: i32| 0.3 * if i % 2 == 0 { 1.0 } else { -1.0 };
            let out: Vec<f64> = (0..120).map(|i| f.feed(f64::from(i) * 1000.0 / fps, noise(i))).collect();
            assert!(out.iter().skip(20).all(|v| v.abs() < 0.15), "{fps}");
        }
    }

    #[test]
    fn a_quick_nod_keeps_its_peak() {
        for fps in [15.0, 30.0, 60.0] {
            let mut f = filter();
            let nod = |t: f64| if t < 0.7 { 15.0 * (t / 0.7 * std::f64::consts::PI).sin() } else { 0.0 };
            let times = (0..(fps as i32)).map(|i| f64::from(i) / fps);
            let peak = times.map(|t| f.feed(t * 1000.0, nod(t))).fold(0.0, f64::max);
            assert!(peak > 13.5, "{fps} {peak}");
        }
    }

    #[test]
    fn time_that_stands_still_changes_nothing() {
        let mut f = filter();
        f.feed(0.0, 1.0);
        assert_eq!(f.feed(0.0, 50.0), 1.0);
        assert_eq!(f.feed(-5.0, 50.0), 1.0);
        f.shift(2.0);
        assert!((f.feed(1.0, 3.0) - 3.0).abs() < 1e-9);
    }
}
