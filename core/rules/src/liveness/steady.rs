//! What a few frames together say of the head's angles: a slip, a jump, stillness.

use std::collections::VecDeque;

use super::limits::MotionLimits;
use super::observation::HeadAngles;
use super::rotation;

/// Tells a slip of one frame from a jump.
#[derive(Debug, Clone, Default)]
pub(super) struct Steady {
    good: VecDeque<(f64, HeadAngles)>,
    doubtful: Option<(f64, HeadAngles)>,
}

/// Speeds are measured over so long at least, ms: recordings that double frames move by two steps in one of theirs.
const SPEED_OVER_MS: f64 = 30.0;

/// What a frame's angles are worth.
pub(super) enum Steadiness {
    /// Go on.
    Good,
    /// It may be a slip: wait for the next frame.
    Doubtful,
    /// The head jumped, degrees a second.
    Jumped(f64),
}

impl Steady {
    pub(super) fn feed(&mut self, at_ms: f64, angles: HeadAngles, limits: &MotionLimits) -> Steadiness {
        let now = (at_ms, angles);
        while self.good.get(1).is_some_and(|second| at_ms - second.0 >= SPEED_OVER_MS) {
            self.good.pop_front();
        }
        let Some(last) = self.good.front().copied() else {
            self.good.push_back(now);
            return Steadiness::Good;
        };
        let speed = speed(&last, &now, limits);
        let Some(doubtful) = self.doubtful.take() else {
            if speed.is_some() {
                self.doubtful = Some(now);
                return Steadiness::Doubtful;
            }
            self.good.push_back(now);
            return Steadiness::Good;
        };
        // Back where it was: the frame between was a slip of the landmarks.
        if apart(&last.1, &now.1) <= apart(&doubtful.1, &now.1) {
            self.good.push_back(now);
            return Steadiness::Good;
        }
        self.good.clear();
        self.good.push_back(now);
        Steadiness::Jumped(self::speed(&last, &doubtful, limits).unwrap_or(0.0))
    }
}

/// The greatest change of an angle, degrees.
fn apart(a: &HeadAngles, b: &HeadAngles) -> f64 {
    let change = rotation::change(a, b);
    f64::from(change.yaw_deg.abs().max(change.pitch_deg.abs()).max(change.roll_deg.abs()))
}

/// The angular speed between two frames, when it is one that no head has.
fn speed(a: &(f64, HeadAngles), b: &(f64, HeadAngles), limits: &MotionLimits) -> Option<f64> {
    let step = apart(&a.1, &b.1);
    let speed = step / ((b.0 - a.0).max(SPEED_OVER_MS) / 1000.0);
    (speed > limits.speed_max_deg_per_s && step > limits.speed_min_step_deg).then_some(speed)
}

/// Whether the head is held still: its speed over a stretch that is long against the noise of single frames.
#[derive(Debug, Clone, Default)]
pub(super) struct Stillness {
    recent: VecDeque<(f64, [f64; 3])>,
}

impl Stillness {
    pub(super) fn feed(&mut self, at_ms: f64, d: [f64; 3], limits: &MotionLimits) -> bool {
        self.recent.push_back((at_ms, d));
        // The first that stays is the last one old enough.
        while self.recent.get(1).is_some_and(|(then, _)| at_ms - then >= limits.hold_stretch_ms) {
            self.recent.pop_front();
        }
        let Some((then, old)) = self.recent.front() else { return false };
        let stretch_s = (at_ms - then) / 1000.0;
        let farthest = d.iter().zip(old).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        at_ms - then >= limits.hold_stretch_ms && farthest <= limits.hold_speed_deg_per_s * stretch_s
    }
}
