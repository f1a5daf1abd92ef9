//! How a recording is made: decided here, done by a shell's camera and encoders.

use heyan::rules::statement::{RecordedFile, RecordingRules};
use serde::{Deserialize, Serialize};

/// How a recording is made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RecordingPlan {
    /// Of the picture, kbit/s.
    pub video_kbit: u32,
    /// Of the sound, kbit/s; 0 without sound.
    pub sound_kbit: u32,
    /// After so many seconds it must be over; `None` when it may go on.
    pub most_s: Option<f64>,
}

/// What a shell has recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Where it lies, in the open until it is kept.
    pub path: String,
    /// Ending of its name, without the dot.
    pub container: String,
    /// Codec of the picture, as `h264`.
    pub codec: String,
    /// Bytes.
    pub bytes: u64,
    /// Length, s.
    pub duration_s: f64,
    /// Width of the picture, px.
    pub width: u32,
    /// Its height, px.
    pub height: u32,
    /// Frames a second.
    pub fps: f64,
}

impl Recorded {
    /// What the rules want to know of it.
    pub fn facts(&self) -> RecordedFile {
        RecordedFile {
            container: Some(self.container.clone()),
            codec: Some(self.codec.clone()),
            bytes: self.bytes,
            duration_s: self.duration_s,
            size_px: [self.width, self.height],
            fps: self.fps,
        }
    }
}

/// Rates of recordings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecordingRates {
    /// Of the sound, kbit/s: AAC of one voice.
    pub sound_kbit: u32,
    /// Least of the picture, kbit/s: below it a face of 720 lines breaks into blocks.
    pub least_kbit: u32,
    /// Most of the picture, kbit/s: above it H.264 of 720 lines gets larger and not better.
    pub most_kbit: u32,
    /// Of the picture where nobody sets a limit, kbit/s: between the two, and 30 MB a minute.
    pub usual_kbit: u32,
    /// Share of the largest file that is used: the container, and encoders that overshoot, take the rest.
    pub filled_ratio: f64,
}

impl Default for RecordingRates {
    fn default() -> Self {
        Self { sound_kbit: 96, least_kbit: 800, most_kbit: 6_000, usual_kbit: 4_000, filled_ratio: 0.95 }
    }
}

/// Within `rules`, of the whole file: the better picture goes before the longer recording.
pub fn plan(rules: &RecordingRules, with_sound: bool) -> RecordingPlan {
    let rates = RecordingRates::default();
    let sound_kbit = if with_sound { rates.sound_kbit } else { 0 };
    let whole = rules.max_s.and_then(|longest| rules.kbit_per_s_for(longest));
    let video_kbit = whole.map_or(rates.usual_kbit, |kbit| {
        // A cast of a float to an integer ends at the integer's limits.
        ((kbit - f64::from(sound_kbit)) as u32).clamp(rates.least_kbit, rates.most_kbit)
    });
    let by_size = rules
        .max_bytes
        .map(|bytes| bytes as f64 * 8.0 / 1000.0 * rates.filled_ratio / f64::from(video_kbit + sound_kbit));
    let most_s = by_size.into_iter().chain(rules.max_s).reduce(f64::min);
    RecordingPlan { video_kbit, sound_kbit, most_s }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(max_bytes: Option<u64>, max_s: Option<f64>) -> RecordingRules {
        RecordingRules { max_bytes, max_s, ..RecordingRules::default() }
    }

    fn kilobits(plan: &RecordingPlan) -> f64 {
        f64::from(plan.video_kbit + plan.sound_kbit) * plan.most_s.unwrap_or(f64::INFINITY)
    }

    #[test]
    fn without_limits_it_is_recorded_as_usual_and_for_as_long_as_it_takes() {
        let expected = RecordingPlan { video_kbit: 4_000, sound_kbit: 0, most_s: None };
        assert_eq!(plan(&rules(None, None), false), expected);
    }

    #[test]
    fn a_wide_limit_gives_the_better_picture_up_to_where_it_gets_no_better() {
        let made = plan(&rules(Some(500_000_000), Some(60.0)), true);
        assert_eq!((made.video_kbit, made.sound_kbit, made.most_s), (6_000, 96, Some(60.0)));
    }

    #[test]
    fn a_narrow_limit_keeps_the_face_readable_and_ends_before_the_file_is_too_large() {
        let made = plan(&rules(Some(10_485_760), Some(180.0)), true);
        assert_eq!(made.video_kbit, 800);
        assert!(made.most_s.is_some_and(|most| (60.0..120.0).contains(&most)), "{made:?}");
        assert!(kilobits(&made) * 1000.0 / 8.0 < 10_485_760.0, "{made:?}");
    }

    #[test]
    fn a_largest_file_without_a_longest_time_ends_it_as_well() {
        let made = plan(&rules(Some(1_000_000), None), false);
        assert!(kilobits(&made) * 1000.0 / 8.0 < 1_000_000.0, "{made:?}");
    }
}
