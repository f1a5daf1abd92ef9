//! What to tell the reader now.

use super::limits::StatementLimits;
use super::pace::Place;
use super::watch::Sight;
use crate::finding::Code;
use crate::liveness::Hint;

/// The most urgent of what is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// Something about the face or the picture.
    Face(Hint),
    /// Where the head stands: what to mend, of the portrait's codes.
    Place(Code),
    /// Read on.
    Read,
    /// Too quiet.
    Louder,
    /// Too loud: the sound is cut off.
    Quieter,
    /// Too much noise.
    QuietPlace,
    /// Too fast.
    Slower,
    /// The whole text is read.
    Done,
}

impl Cue {
    /// The name others rely on, as `quiet_place`; of a face's hint and of a place's code its own.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Face(hint) => hint.as_str(),
            Self::Place(code) => code.as_str(),
            Self::Read => "read",
            Self::Louder => "louder",
            Self::Quieter => "quieter",
            Self::QuietPlace => "quiet_place",
            Self::Slower => "slower",
            Self::Done => "done",
        }
    }
}

/// The sound of the last seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SoundNow {
    /// Loudness of the speech, LUFS; `None` without speech.
    pub loudness_lufs: Option<f64>,
    /// Speech over noise, dB; `None` without speech.
    pub snr_db: Option<f64>,
    /// Share of samples at the rails.
    pub rail_ratio: f64,
    /// Syllables a second of speech; 0 without speech.
    pub rate_per_s: f64,
}

/// What to say, the face before the sound: without it nothing else counts.
pub fn cue(sight: Sight, sound: &SoundNow, place: &Place, limits: &StatementLimits) -> Cue {
    match sight {
        Sight::NoFace => return Cue::Face(Hint::ShowFace),
        Sight::SecondFace => return Cue::Face(Hint::OnePerson),
        Sight::Framing(hint) => return Cue::Face(hint),
        Sight::Place(code) => return Cue::Place(code),
        Sight::Good => {}
    }
    if place.done {
        return Cue::Done;
    }
    if sound.rail_ratio > limits.clipped_error_ratio {
        Cue::Quieter
    } else if sound.loudness_lufs.is_some_and(|l| l < limits.quiet_warn_lufs) {
        Cue::Louder
    } else if sound.snr_db.is_some_and(|snr| snr < limits.noise_warn_db) {
        Cue::QuietPlace
    } else if sound.rate_per_s > limits.rate_warn {
        Cue::Slower
    } else {
        Cue::Read
    }
}
