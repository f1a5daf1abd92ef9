//! Speech: whether somebody speaks, how many syllables, how loud and clear, and whether the lips go with it.
//!
//! The network is Silero VAD 6 (16 kHz); everything else is counted from the sound itself, unless the user supplies a speech
//! network. Nothing here knows the text.

mod biquad;
mod ear;
mod lips;
mod loudness;
mod resample;
mod sound;
mod syllables;
mod transcribe;
mod voice;

pub use ear::{Ear, HearError};
pub use lips::Lips;
pub use loudness::Loudness;
pub use resample::{RATE_HZ, Resampler};
pub use sound::{Samples, Sound, SoundError};
pub use syllables::{Envelope, FRAME_MS, NucleusLimits};
pub use transcribe::Recogniser;
pub use voice::{SpeechLimits, Voice, WINDOW_MS, stretches};
