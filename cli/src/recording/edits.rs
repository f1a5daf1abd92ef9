//! Which part of a track is shown when: the edit lists of MP4 and MOV (ISO/IEC 14496-12, 8.6.6).

use std::io::{Read, Seek};

use super::boxes::{Part, bytes, find, number};

/// Edits that are looked at: more is no recording.
const MOST_EDITS: u64 = 1024;
/// Latest beginning that is believed, s.
const LATEST_S: f64 = 120.0;
/// Parts that overlap by less follow each other: the file's clock rounds, s.
const OVERLAP_S: f64 = 0.01;

/// A part of a track that is shown, s.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// When, on the file's clock.
    pub at_s: f64,
    /// Where it begins in the track.
    pub from_s: f64,
    /// How long it is; infinite to the track's end.
    pub length_s: f64,
}

/// When a track is shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Times {
    /// The parts that are shown, in order; none where all of it is, from the beginning.
    pub spans: Vec<Span>,
    /// Length of all that is shown, s; `None` where the file does not say.
    pub length_s: Option<f64>,
}

impl Times {
    /// When the first of it is shown, s on the file's clock.
    pub fn begin_s(&self) -> f64 {
        self.spans.first().map_or(0.0, |span| span.at_s)
    }

    /// Whether it is shown in the order in which it is stored, and nothing twice.
    pub fn in_order(&self) -> bool {
        self.spans.windows(2).all(|pair| match pair {
            [a, b] => b.from_s + OVERLAP_S >= a.from_s + a.length_s,
            _ => true,
        })
    }
}

/// Of a track whose own length is `media_s`; its edits are counted in ticks of `ticks_a_s` a second, places in it in those of
/// `media_ticks_a_s`.
pub fn read<R: Read + Seek>(
    file: &mut R,
    (_, from, to): Part,
    ticks_a_s: f64,
    (media_s, media_ticks_a_s): (Option<f64>, f64),
) -> Times {
    let list = find(file, from, to, b"edts").and_then(|(_, from, to)| find(file, from, to, b"elst"));
    let spans = list.and_then(|list| spans(file, list, ticks_a_s, (media_s, media_ticks_a_s))).unwrap_or_default();
    let length_s = match spans.as_slice() {
        [] => media_s,
        shown => Some(shown.iter().map(|span| span.length_s).sum()).filter(|sum: &f64| sum.is_finite()),
    };
    Times { spans, length_s }
}

fn spans<R: Read + Seek>(
    file: &mut R,
    (_, from, to): Part,
    ticks_a_s: f64,
    (media_s, media_ticks_a_s): (Option<f64>, f64),
) -> Option<Vec<Span>> {
    let [version] = bytes::<1, R>(file, from)?;
    let count = u64::from(u32::from_be_bytes(bytes(file, from + 4)?)).min(MOST_EDITS);
    let size = if version == 1 { 20 } else { 12 };
    let mut spans = Vec::new();
    let mut at_s = 0.0;
    for i in 0..count {
        let at = from + 8 + i * size;
        if at + size > to {
            break;
        }
        let length_s = number(file, at, version == 1)? as f64 / ticks_a_s;
        let media = if version == 1 {
            i64::from_be_bytes(bytes(file, at + 8)?)
        } else {
            i64::from(i32::from_be_bytes(bytes(file, at + 4)?))
        };
        // Nothing is shown for so long.
        if media < 0 {
            at_s += length_s;
            continue;
        }
        let from_s = media as f64 / media_ticks_a_s;
        // Never beyond what there is; 0 of a recording that was still under way as this was written.
        let rest_s = media_s.map_or(f64::INFINITY, |all| all - from_s);
        let length_s = if length_s > 0.0 { length_s.min(rest_s) } else { rest_s };
        spans.push(Span { at_s: f64::min(at_s, LATEST_S), from_s, length_s: length_s.max(0.0) });
        at_s += length_s;
    }
    Some(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_are_shown_again_or_earlier_are_out_of_order() {
        let span = |at_s, from_s, length_s| Span { at_s, from_s, length_s };
        let times = |spans: &[Span]| Times { spans: spans.to_vec(), length_s: None };
        assert!(times(&[]).in_order() && times(&[span(1.0, 5.0, f64::INFINITY)]).in_order());
        assert!(times(&[span(0.0, 1.0, 2.0), span(2.0, 4.0, 1.0)]).in_order());
        assert!(times(&[span(0.0, 1.0, 2.0), span(2.0, 2.999, 1.0)]).in_order());
        assert!(!times(&[span(0.0, 4.0, 1.0), span(1.0, 1.0, 2.0)]).in_order());
        assert!(!times(&[span(0.0, 1.0, 2.0), span(2.0, 1.0, 2.0)]).in_order());
        assert!(!times(&[span(0.0, 1.0, f64::INFINITY), span(2.0, 9.0, 2.0)]).in_order());
    }
}
