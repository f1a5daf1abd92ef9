//! How much of the text was read, by count.

use serde::Serialize;

use super::measured::Heard;
use super::reading::Reading;

/// How far a reading went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Coverage {
    /// Syllables heard in speech.
    pub syllables: usize,
    /// Characters of the text that are read aloud.
    pub script_characters: usize,
    /// Syllables of the text in its usual reading.
    pub script_syllables: u32,
    /// Syllables heard over those of the text; may exceed 1.
    pub raw: f64,
    /// The same, at most 1.
    pub share: f64,
    /// Characters of the text, punctuation and all, that lie behind the reader.
    pub reached_characters: usize,
    /// Syllables a second of speech.
    pub rate_per_s: f64,
    /// A stretch of the text that was passed over, when one is clear.
    pub left_out: Option<LeftOut>,
}

/// A stretch of text that nobody read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Index of its first character.
    pub start: usize,
    /// Index after its last.
    pub end: usize,
    /// Its syllables.
    pub syllables: u32,
    /// When it should have come, ms.
    pub at_ms: Option<u64>,
}

/// Counts `heard` against `reading`.
pub fn cover(reading: &Reading, heard: &Heard) -> Coverage {
    let count = heard.syllables_ms.len();
    let [least, _] = reading.span();
    let usual = reading.syllables();
    // Who says a word where another spells it is not held to the longer reading.
    let expected = (count as f64).clamp(f64::from(least), f64::from(usual)).max(1.0);
    let raw = count as f64 / if count as u32 >= usual { f64::from(usual.max(1)) } else { expected };
    let speech_s = heard.speech_total_ms() as f64 / 1000.0;
    Coverage {
        syllables: count,
        script_characters: reading.characters(),
        script_syllables: usual,
        raw,
        share: raw.min(1.0),
        reached_characters: reading.position(raw.min(1.0) * f64::from(usual)),
        rate_per_s: if speech_s > 0.0 { count as f64 / speech_s } else { 0.0 },
        left_out: None,
    }
}
