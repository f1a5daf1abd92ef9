//! The promise statement: a text, a recording of somebody who reads it, and what it means.
//!
//! Perception hands in what it [`Heard`], an [`Observation`](crate::liveness::Observation) for each frame to [`Watch`], and
//! how [lips](LipSync) and voice go together. [`judge`] puts them against a [`Script`]. Without a recogniser words are
//! counted and not understood: a reader of another text of the same length passes, and a sentence left out is missed when
//! the text loses less of its syllables by it than [`StatementLimits::coverage_min`] allows. With one, [`compare`] puts
//! what was said beside the text.

mod coverage;
mod cue;
mod framing;
mod judge;
pub mod limits;
mod measured;
mod number;
mod pace;
mod reading;
pub mod recording;
pub mod script;
mod transcript;
mod watch;

pub use coverage::{Coverage, cover};
pub use cue::{Cue, SoundNow, cue};
pub use judge::{StatementOutcome, judge};
pub use limits::StatementLimits;
pub use measured::{Heard, LipSync, Seen};
pub use pace::{Place, place};
pub use reading::{Phrase, Reading, Unit};
pub use recording::{RecordedFile, RecordingRules};
pub use script::{SAMPLE, Script, ScriptError, Template, code};
pub use transcript::{Spoken, TextMatch, compare};
pub use watch::{Sight, Watch};
