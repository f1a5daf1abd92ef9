//! One face without a gap, a clock that runs, a picture that lives.

use super::limits::ContinuityLimits;
use super::observation::{FaceSeen, Observation};
use crate::finding::{Code, Finding};

/// How long a codec takes to get a picture right that it makes anew, ms.
const FLICKER_MS: u64 = 120;
/// Frame intervals that the running one is the median of.
const INTERVALS: usize = 15;

/// Time and faces of a run. Findings are given once, when they are first certain.
#[derive(Debug, Clone, Default)]
pub(crate) struct Continuity {
    last_ms: Option<u64>,
    intervals: Vec<f32>,
    stale: usize,
    /// When the face was last seen.
    face_ms: Option<u64>,
    /// Since when the face is away, when that has been told.
    told_gap: bool,
    /// Since when there is more than one face.
    crowd_since: Option<u64>,
    frozen: Frozen,
}

/// What a frame's time says of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tick {
    /// Go on.
    Good,
    /// The frame adds nothing.
    Skip,
    /// The clock is broken here.
    Broken(Finding),
}

impl Continuity {
    /// Checks the clock.
    pub(crate) fn tick(&mut self, at_ms: u64, limits: &ContinuityLimits) -> Tick {
        let Some(last) = self.last_ms else {
            self.last_ms = Some(at_ms);
            return Tick::Good;
        };
        let jump = |step_s: f64| Finding::error(Code::LivenessTimeJump).figure("step_s", step_s).at_ms(at_ms as f64);
        if at_ms == last {
            self.stale += 1;
            let broken = self.stale as f64 > limits.stale_max_frames;
            return if broken { Tick::Broken(jump(0.0)) } else { Tick::Skip };
        }
        self.last_ms = Some(at_ms);
        if at_ms < last {
            return Tick::Broken(jump(-((last - at_ms) as f64) / 1000.0));
        }
        let step = (at_ms - last) as f32;
        let usual = super::statistics::median(self.intervals.iter().copied()).unwrap_or(step);
        if self.intervals.len() >= INTERVALS {
            self.intervals.remove(0);
        }
        self.intervals.push(step);
        let too_long =
            f64::from(step) > limits.step_max_ms && f64::from(step) > limits.step_max_intervals * f64::from(usual);
        if too_long { Tick::Broken(jump(f64::from(step) / 1000.0)) } else { Tick::Good }
    }

    /// Notes a frame with or without a face; the time without one, ms, at the moment it has become too long.
    pub(super) fn face(&mut self, at_ms: u64, seen: bool, limits: &ContinuityLimits) -> Option<f64> {
        let gap = self.face_ms.map(|last| at_ms.saturating_sub(last) as f64);
        let too_long = gap.filter(|gap| *gap > limits.gap_max_ms);
        let first_told = too_long.is_some() && !self.told_gap;
        if too_long.is_some() {
            self.told_gap = true;
        }
        if seen {
            self.face_ms = Some(at_ms);
            self.told_gap = false;
        }
        too_long.filter(|_| first_told)
    }

    /// How long the face has been away, ms.
    pub(super) fn away_ms(&self, at_ms: u64) -> f64 {
        self.face_ms.map_or(0.0, |last| at_ms.saturating_sub(last) as f64)
    }

    /// A second face.
    pub(crate) fn crowd(&mut self, o: &Observation, limits: &ContinuityLimits) -> Option<Finding> {
        if o.face_count < 2 {
            self.crowd_since = None;
            return None;
        }
        let since = *self.crowd_since.get_or_insert(o.at_ms);
        (o.at_ms.saturating_sub(since) as f64 >= limits.second_face_ms).then(|| {
            let count = f64::from(o.face_count);
            Finding::error(Code::LivenessMultipleFaces).figure("count", count).at_ms(o.at_ms as f64)
        })
    }

    /// A picture that stands still.
    pub(super) fn stillness(&mut self, o: &Observation, limits: &ContinuityLimits) -> Option<Finding> {
        self.frozen.feed(o, limits)
    }
}

/// Notices a picture that does not change at all, as no sensor gives it. The landmarks are not asked: a tracker that runs
/// on one and the same picture may swing to and fro by a pixel.
///
/// A codec makes the same picture anew now and then, which changes all of it a little: that ends no stillness when the
/// picture stood still for long before it.
#[derive(Debug, Clone, Default)]
struct Frozen {
    /// Since when, with flickers.
    since: Option<u64>,
    /// Since when without one.
    run_since: Option<u64>,
    /// When the last one began.
    flickered_ms: Option<u64>,
    last_ms: Option<u64>,
}

impl Frozen {
    fn feed(&mut self, o: &Observation, limits: &ContinuityLimits) -> Option<Finding> {
        let before = self.last_ms.replace(o.at_ms)?;
        // What is no number is no change.
        let changed = f64::from(o.change) > limits.frozen_change;
        if changed {
            let run_ms = self.run_since.take().map_or(0, |since| before.saturating_sub(since)) as f64;
            let goes_on = self.flickered_ms.is_some_and(|begun| o.at_ms.saturating_sub(begun) <= FLICKER_MS);
            if f64::from(o.change) > limits.flicker_change || !goes_on && run_ms < limits.flicker_apart_ms {
                self.since = None;
                self.flickered_ms = None;
            } else if !goes_on {
                self.flickered_ms = Some(o.at_ms);
            }
            return None;
        }
        self.run_since.get_or_insert(before);
        let since = *self.since.get_or_insert(before);
        let still_ms = o.at_ms.saturating_sub(since) as f64;
        let least = if self.flickered_ms.is_some() { limits.flicker_frozen_ms } else { limits.frozen_ms };
        (still_ms >= least).then(|| {
            Finding::error(Code::LivenessFrozenVideo).figure("still_s", still_ms / 1000.0).at_ms(o.at_ms as f64)
        })
    }
}

/// The middle of the followed points and the eye distance, px: where the face is.
pub(super) fn place(face: &FaceSeen) -> Option<[f64; 3]> {
    let n = face.points.len() as f64;
    let sum = face.points.iter().fold([0.0; 2], |s, p| [s[0] + f64::from(p[0]), s[1] + f64::from(p[1])]);
    let eye = f64::from(face.eye_distance_px);
    (n > 0.0 && eye > 0.0).then(|| [sum[0] / n, sum[1] / n, eye])
}
