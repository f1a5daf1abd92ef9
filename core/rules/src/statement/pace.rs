//! Where the reader is in the text, from sound alone, for a teleprompter that scrolls.

use super::measured::Heard;
use super::reading::Reading;

/// A pause from which on a reader is taken to be at the end of a phrase, ms. Breath pauses last 300 to 800.
const PAUSE_MS: u64 = 280;
/// The end of a phrase is taken when the count is this near to it, share of what has been read since the last one; nearer than
/// the errors of counting add up to.
const NEAR_SHARE: f64 = 0.3;
/// Syllables from the end of a phrase that are always near, for short phrases.
const NEAR_LEAST: f64 = 2.0;

/// Where the reader is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Place {
    /// Characters of the text, punctuation and all, that lie behind the reader.
    pub position: usize,
    /// Syllables of the text that lie behind the reader.
    pub syllables: f64,
    /// Whether the whole text is behind the reader.
    pub done: bool,
}

/// The place after all that was heard until `now_ms`. The count of syllables drifts by some per cent; at a pause near the
/// end of a phrase it is set right, so that errors do not add up.
pub fn place(reading: &Reading, heard: &Heard, now_ms: u64) -> Place {
    let total = f64::from(reading.syllables());
    let ends: Vec<f64> = reading.phrases().iter().map(|p| f64::from(p.from + p.syllables)).collect();
    let (mut at, mut since_anchor) = (0.0_f64, 0.0);
    for (i, nucleus) in heard.syllables_ms.iter().enumerate() {
        at += 1.0;
        since_anchor += 1.0;
        let next = heard.syllables_ms.get(i + 1).copied().unwrap_or(now_ms);
        // From the nucleus half a syllable is still to come.
        if next.saturating_sub(*nucleus) < PAUSE_MS + 120 || !pauses(heard, *nucleus, next) {
            continue;
        }
        let near = (NEAR_SHARE * since_anchor).max(NEAR_LEAST);
        if let Some(end) = ends.iter().copied().min_by(|a, b| (a - at).abs().total_cmp(&(b - at).abs()))
            && (end - at).abs() <= near
        {
            at = end;
            since_anchor = 0.0;
        }
    }
    let at = at.min(total);
    Place { position: reading.position(at), syllables: at, done: at >= total }
}

/// Whether speech stops for long enough between two times.
fn pauses(heard: &Heard, from: u64, to: u64) -> bool {
    let spoken = heard.speech_within_ms(from, to);
    (to - from).saturating_sub(spoken) >= PAUSE_MS.saturating_sub(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader of `counts` syllables at 4 a second, with a pause of half a second after each.
    fn read(counts: &[usize]) -> Heard {
        let mut heard = Heard::default();
        let mut at = 500;
        for count in counts {
            let from = at;
            for _ in 0..*count {
                heard.syllables_ms.push(at + 100);
                at += 250;
            }
            heard.speech_ms.push([from, at]);
            at += 500;
        }
        heard.duration_ms = at;
        heard
    }

    #[test]
    fn a_pause_near_the_end_of_a_phrase_sets_the_count_right() {
        let reading = Reading::of("一二三四五六七八，九十一二三四五六七八，一二三四五六七八。");
        // One syllable missed in each phrase.
        let heard = read(&[7, 9, 7]);
        assert_eq!(place(&reading, &heard, heard.duration_ms).position, reading.text().len());
        let first = read(&[7]);
        let after = place(&reading, &first, first.duration_ms);
        assert_eq!((after.syllables, after.position, after.done), (8.0, 9, false));
    }

    #[test]
    fn the_place_never_goes_beyond_the_text() {
        let reading = Reading::of("一二三四五六七八。");
        let heard = read(&[30]);
        let place = place(&reading, &heard, heard.duration_ms);
        assert!(place.done && place.position == reading.text().len());
    }
}
