//! How far, how fast, how long still. Pure: time comes with the bytes.

use serde::Serialize;

/// Milliseconds after which a speed seen counts half: long enough to ride over pieces, short enough to notice a tunnel.
const HALF_LIFE_MS: f64 = 5_000.0;

/// What a person is shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Progress {
    /// Bytes at the server or on their way to it.
    pub sent_bytes: u64,
    /// Bytes in all.
    pub total_bytes: u64,
    /// Bytes a second, smoothed by time; `None` until it is known.
    pub bytes_per_s: Option<f64>,
    /// Seconds still to go at that speed.
    pub left_s: Option<u64>,
}

/// Makes [`Progress`] of byte counts.
#[derive(Debug, Clone)]
pub struct Meter {
    total: u64,
    last: Option<(i64, u64)>,
    rate: Option<f64>,
}

impl Meter {
    /// For `total` bytes.
    pub fn new(total: u64) -> Self {
        Self { total, last: None, rate: None }
    }

    /// `sent` bytes of the whole are out at `now_ms`. A count that falls (a cut lost some) slows, never reverses.
    pub fn step(&mut self, sent: u64, now_ms: i64) -> Progress {
        let sent = sent.min(self.total);
        match self.last {
            Some((at, before)) if now_ms > at => {
                let span = (now_ms - at) as f64;
                let seen = sent.saturating_sub(before) as f64 * 1000.0 / span;
                let keep = 0.5_f64.powf(span / HALF_LIFE_MS);
                self.rate = Some(self.rate.map_or(seen, |rate| rate * keep + seen * (1.0 - keep)));
                self.last = Some((now_ms, sent));
            }
            Some(_) => {}
            None => self.last = Some((now_ms, sent)),
        }
        let left = (self.total - sent) as f64;
        let left_s = self.rate.filter(|rate| *rate >= 1.0).map(|rate| (left / rate).ceil() as u64);
        Progress { sent_bytes: sent, total_bytes: self.total, bytes_per_s: self.rate, left_s }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_line_is_told_as_it_is() {
        let mut meter = Meter::new(10_000);
        assert_eq!(meter.step(0, 0).left_s, None);
        let shown = (1..=5).map(|i| meter.step(i * 1_000, i as i64 * 1_000)).last().expect("five steps");
        assert_eq!((shown.bytes_per_s, shown.left_s), (Some(1_000.0), Some(5)));
    }

    #[test]
    fn a_stop_shows_within_a_few_seconds_and_bytes_lost_do_not_run_backwards() {
        let mut meter = Meter::new(100_000);
        meter.step(0, 0);
        meter.step(10_000, 1_000);
        let still = meter.step(10_000, 11_000);
        assert_eq!(still.bytes_per_s, Some(2_500.0), "two half-lives");
        let lost = meter.step(8_000, 12_000);
        assert!(lost.bytes_per_s.is_some_and(|rate| (0.0..2_500.0).contains(&rate)));
        assert_eq!(meter.step(8_000, 12_000).sent_bytes, 8_000, "no time passed, no division by it");
    }
}
