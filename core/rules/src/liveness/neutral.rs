//! How the person holds the head at rest: found at the start, followed slowly between actions.

use std::collections::VecDeque;

use super::limits::MotionLimits;
use super::observation::HeadAngles;
use super::rotation;

/// Most samples kept in the search: half a second at 240 frames a second.
const MAX_SAMPLES: usize = 512;

/// The first step of a recording that begins in motion, over the mean one, at most.
const FIRST_STEP: f64 = 2.5;

#[derive(Debug, Clone, Copy)]
struct Sample {
    at_ms: f64,
    angles: HeadAngles,
}

/// The search for the neutral pose, then the pose.
#[derive(Debug, Clone, Default)]
pub(super) struct Neutral {
    samples: VecDeque<Sample>,
    first: Option<HeadAngles>,
    now: Option<HeadAngles>,
}

impl Neutral {
    /// The pose, when it is known.
    pub(super) fn pose(&self) -> Option<HeadAngles> {
        self.now
    }

    /// Goes on with the search; the pose once it is found. `seen` is how the camera sees the head held at `angles`.
    pub(super) fn seek(
        &mut self,
        at_ms: f64,
        angles: HeadAngles,
        seen: &HeadAngles,
        limits: &MotionLimits,
    ) -> Option<HeadAngles> {
        if self.now.is_some() {
            return self.now;
        }
        let frontal = is_frontal(seen, limits);
        if frontal {
            self.samples.push_back(Sample { at_ms, angles });
        } else if limits.wait_for_stillness != 0.0 {
            self.samples.clear();
        }
        while self.samples.len() > MAX_SAMPLES {
            self.samples.pop_front();
        }
        let pose = self.after_stillness(at_ms, limits).or_else(|| self.before_motion(&angles, limits))?;
        self.first = Some(pose);
        self.now = Some(pose);
        self.samples.clear();
        self.now
    }

    /// The median of the last stillness that was long enough.
    fn after_stillness(&mut self, at_ms: f64, limits: &MotionLimits) -> Option<HeadAngles> {
        let oldest = self.samples.front()?;
        if at_ms - oldest.at_ms < limits.still_ms {
            return None;
        }
        let recent: Vec<HeadAngles> =
            self.samples.iter().filter(|s| at_ms - s.at_ms <= limits.still_ms).map(|s| s.angles).collect();
        if recent.len() >= 3 && spread(&recent) <= limits.still_spread_deg {
            return Some(median(&recent));
        }
        if limits.wait_for_stillness != 0.0 {
            // What came before the last stretch is motion that nobody asked for.
            while self.samples.front().is_some_and(|s| at_ms - s.at_ms > limits.still_ms) {
                self.samples.pop_front();
            }
        }
        None
    }

    /// In a recording: what came before the first motion.
    fn before_motion(&self, now: &HeadAngles, limits: &MotionLimits) -> Option<HeadAngles> {
        if limits.wait_for_stillness != 0.0 {
            return None;
        }
        let first: Vec<HeadAngles> = self.samples.iter().take(3).map(|s| s.angles).collect();
        if first.len() < 3 {
            return None;
        }
        let start = median(&first);
        if largest(&difference(&start, now)) < limits.still_break_deg {
            return None;
        }
        if let Some(start) = self.in_motion(now, limits) {
            return Some(start);
        }
        let near = limits.still_spread_deg / 2.0;
        let at_rest = |s: &&Sample| largest(&difference(&start, &s.angles)) <= near;
        let before: Vec<HeadAngles> = self.samples.iter().take_while(at_rest).map(|s| s.angles).collect();
        Some(if before.is_empty() { start } else { median(&before) })
    }

    /// The first pose of a recording that begins in the middle of a movement: it is the nearest to rest that was seen. A first
    /// pose from which the head would have had to jump is a slip of landmarks that have not settled yet.
    fn in_motion(&self, now: &HeadAngles, limits: &MotionLimits) -> Option<HeadAngles> {
        let angles = || self.samples.iter().map(|s| s.angles);
        let (first, second) = (angles().next()?, angles().nth(1)?);
        let whole = rows(&difference(&first, now));
        let lead = |angles: &HeadAngles| -> f64 {
            let row = rows(&difference(&first, angles));
            let most = whole.iter().zip(row).max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
            most.map_or(0.0, |(whole, along)| f64::from(along * whole.signum()))
        };
        let (begun, gone) = (lead(&second), lead(now));
        let step = gone / (self.samples.len() - 1).max(1) as f64;
        let leaves = angles().skip(1).take(2).all(|a| lead(&a) > 0.0);
        (leaves && begun > limits.still_spread_deg / 2.0 && begun <= FIRST_STEP * step).then_some(first)
    }

    /// Follows a head at rest between actions, slowly and not far. Gives the step, for filters that measure from it.
    pub(super) fn follow(&mut self, step_ms: f64, angles: &HeadAngles, limits: &MotionLimits) -> Option<HeadAngles> {
        let (now, first) = (self.now.as_mut()?, self.first?);
        let share = (step_ms / limits.neutral_follow_ms.max(1.0)).clamp(0.0, 0.2) as f32;
        let bound = limits.neutral_drift_max_deg.abs() as f32;
        let old = *now;
        let step = |now: f32, first: f32, seen: f32| (now + share * (seen - now)).clamp(first - bound, first + bound);
        *now = HeadAngles {
            yaw_deg: step(now.yaw_deg, first.yaw_deg, angles.yaw_deg),
            pitch_deg: step(now.pitch_deg, first.pitch_deg, angles.pitch_deg),
            roll_deg: step(now.roll_deg, first.roll_deg, angles.roll_deg),
        };
        Some(rotation::change(&old, now))
    }
}

fn is_frontal(angles: &HeadAngles, limits: &MotionLimits) -> bool {
    f64::from(angles.yaw_deg.abs()) <= limits.neutral_yaw_max_deg
        && f64::from(angles.pitch_deg.abs()) <= limits.neutral_pitch_max_deg
        && f64::from(angles.roll_deg.abs()) <= limits.neutral_roll_max_deg
}

fn difference(a: &HeadAngles, b: &HeadAngles) -> HeadAngles {
    HeadAngles {
        yaw_deg: b.yaw_deg - a.yaw_deg,
        pitch_deg: b.pitch_deg - a.pitch_deg,
        roll_deg: b.roll_deg - a.roll_deg,
    }
}

fn rows(angles: &HeadAngles) -> [f32; 3] {
    [angles.yaw_deg, angles.pitch_deg, angles.roll_deg]
}

fn largest(angles: &HeadAngles) -> f64 {
    f64::from(angles.yaw_deg.abs().max(angles.pitch_deg.abs()).max(angles.roll_deg.abs()))
}

fn each(all: &[HeadAngles], of: impl Fn(&mut Vec<f32>) -> f32) -> HeadAngles {
    let along = |axis: fn(&HeadAngles) -> f32| {
        let mut values: Vec<f32> = all.iter().map(axis).collect();
        values.sort_by(f32::total_cmp);
        of(&mut values)
    };
    HeadAngles { yaw_deg: along(|a| a.yaw_deg), pitch_deg: along(|a| a.pitch_deg), roll_deg: along(|a| a.roll_deg) }
}

fn median(all: &[HeadAngles]) -> HeadAngles {
    each(all, |values| super::statistics::median_of_sorted(values).unwrap_or(0.0))
}

/// The greatest spread of an angle, a tenth of the samples left out at either end: one slip is no motion.
fn spread(all: &[HeadAngles]) -> f64 {
    let width = each(all, |values| {
        let cut = values.len() / 10;
        match (values.get(cut), values.get(values.len() - 1 - cut)) {
            (Some(low), Some(high)) => high - low,
            _ => f32::INFINITY,
        }
    });
    largest(&width)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The neutral yaw of a recording whose frames, 40 ms apart, show the head at `yaws`.
    fn found(yaws: &[f32]) -> Option<f32> {
        let (mut neutral, limits) = (Neutral::default(), MotionLimits::default());
        let poses = yaws.iter().enumerate().map(|(i, yaw_deg)| {
            let angles = HeadAngles { yaw_deg: *yaw_deg, ..HeadAngles::default() };
            neutral.seek(i as f64 * 40.0, angles, &angles, &limits)
        });
        poses.flatten().next().map(|pose| pose.yaw_deg)
    }

    #[test]
    fn a_recording_that_begins_in_a_turn_counts_from_its_first_frame() {
        assert_eq!(found(&[5.0, 14.0, 20.0]), Some(5.0));
        assert_eq!(found(&[-8.5, -4.8, -3.7, -0.3, 1.0]), Some(-8.5));
    }

    #[test]
    fn a_first_frame_that_slipped_does_not() {
        let slipped = [9.0, 0.0, 0.1, 0.0, -0.1, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
        assert!(found(&slipped).is_some_and(|yaw| yaw.abs() < 0.5));
        assert!(found(&[-9.0, 0.0, 0.1, 0.0, 2.0, 5.0]).is_some_and(|yaw| yaw.abs() < 0.5));
    }
}
