//! What recordings there are.

use serde::{Deserialize, Serialize};

/// What is true of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A complete reading, picture and sound together.
    Good,
    /// Stopped early; how much was read, per cent.
    Stopped(u32),
    /// One sentence left out.
    LeftOut,
    /// Twice the usual speed.
    Fast,
    /// A track with nothing on it.
    Silent,
    /// No track at all.
    NoTrack,
    /// Far too quiet.
    Quiet,
    /// Cut off at full scale.
    Clipped,
    /// Noise nearly as loud as the voice.
    Noisy,
    /// The sound was moved against the picture.
    Shifted,
    /// Dubbed with another reading.
    Dubbed,
    /// Dubbed over closed lips.
    ClosedLips,
    /// The face leaves for one and a half seconds.
    FaceLost,
    /// Somebody looks in.
    SecondFace,
    /// Another person from the middle on.
    PersonChanged,
    /// The picture stops.
    Frozen,
    /// A stretch is missing.
    TimeJump,
}

impl Kind {
    /// One of each sort.
    pub const ALL: [Self; 20] = [
        Self::Good,
        Self::Stopped(30),
        Self::Stopped(50),
        Self::Stopped(70),
        Self::Stopped(80),
        Self::LeftOut,
        Self::Fast,
        Self::Silent,
        Self::NoTrack,
        Self::Quiet,
        Self::Clipped,
        Self::Noisy,
        Self::Shifted,
        Self::Dubbed,
        Self::ClosedLips,
        Self::FaceLost,
        Self::SecondFace,
        Self::PersonChanged,
        Self::Frozen,
        Self::TimeJump,
    ];

    /// The name in tables and files.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Stopped(percent) => format!("stopped_{percent}"),
            other => serde_json::to_value(other).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default(),
        }
    }

    /// The code that must be told as an error, without `statement.`; none for good ones.
    #[must_use]
    pub fn code(self) -> Option<&'static str> {
        match self {
            Self::Good => None,
            Self::Stopped(_) | Self::LeftOut => Some("incomplete_reading"),
            Self::Fast => Some("too_fast_reading"),
            Self::Silent => Some("no_speech"),
            Self::NoTrack => Some("no_audio"),
            Self::Quiet => Some("too_quiet"),
            Self::Clipped => Some("clipped_audio"),
            Self::Noisy => Some("noisy"),
            Self::Shifted | Self::Dubbed => Some("lips_out_of_sync"),
            Self::ClosedLips => Some("lips_not_moving"),
            Self::FaceLost => Some("face_lost"),
            Self::SecondFace => Some("multiple_faces"),
            Self::PersonChanged => Some("person_changed"),
            Self::Frozen => Some("frozen_video"),
            Self::TimeJump => Some("time_jump"),
        }
    }

    /// Whether the picture is needed to tell it: the others are judged with a few frames only.
    #[must_use]
    pub fn needs_picture(self) -> bool {
        matches!(
            self,
            Self::Good
                | Self::Shifted
                | Self::Dubbed
                | Self::ClosedLips
                | Self::FaceLost
                | Self::SecondFace
                | Self::PersonChanged
                | Self::Frozen
                | Self::TimeJump
        )
    }
}
