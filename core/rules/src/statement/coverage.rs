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
    /// Share of the text that was read: `raw`, at most 1.
    pub share: f64,
    /// Characters of the text, punctuation and all, that lie behind the reader.
    pub reached_characters: usize,
    /// Syllables a second of speech.
    pub rate_per_s: f64,
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(count: u64) -> Heard {
        let syllables_ms: Vec<u64> = (0..count).map(|i| i * 250 + 100).collect();
        Heard { duration_ms: count * 250, speech_ms: vec![[0, count * 250]], syllables_ms, ..Heard::default() }
    }

    #[test]
    fn what_is_heard_is_counted_against_the_usual_reading() {
        let reading = Reading::of("本人承诺所提交的信息真实。");
        let half = cover(&reading, &heard(6));
        assert_eq!((half.raw, half.share, half.script_syllables), (0.5, 0.5, 12));
        assert_eq!(half.reached_characters, 6);
        assert!((half.rate_per_s - 4.0).abs() < 1e-9);
        let twice = cover(&reading, &heard(24));
        assert_eq!((twice.raw, twice.share), (2.0, 1.0));
        assert_eq!(cover(&reading, &Heard::default()).share, 0.0);
    }

    #[test]
    fn who_says_a_word_that_another_spells_has_read_all() {
        let reading = Reading::of("域名是example.com。");
        let [least, most] = reading.span();
        assert!(least < reading.syllables() && reading.syllables() < most);
        assert_eq!(cover(&reading, &heard(u64::from(least))).share, 1.0);
        assert!(cover(&reading, &heard(u64::from(least) / 2)).share <= 0.5);
    }
}
