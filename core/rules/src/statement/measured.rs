//! What perception tells of a statement: plain numbers.

use serde::{Deserialize, Serialize};

use super::transcript::Spoken;

/// What was heard.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Heard {
    /// Length of the sound, ms.
    pub duration_ms: u64,
    /// Stretches of speech, from and to, ms, in order.
    pub speech_ms: Vec<[u64; 2]>,
    /// Nuclei of syllables in the speech, ms, in order.
    pub syllables_ms: Vec<u64>,
    /// Loudness of the speech, LUFS (BS.1770 weighting, gated by the speech itself); `None` without speech.
    pub loudness_lufs: Option<f64>,
    /// Loudness of everything, LUFS; `None` of digital silence.
    pub whole_lufs: Option<f64>,
    /// Speech over what lies below and between it, dB; `None` without speech.
    pub snr_db: Option<f64>,
    /// Share of the speech's samples at the rails of the scale, 0 to 1.
    pub rail_ratio: f64,
    /// Peak (99.9th percentile) over root mean square of the speech, dB; `None` without speech.
    pub crest_db: Option<f64>,
    /// What was said, where a recogniser listened. Personal: it is never written.
    #[serde(skip)]
    pub spoken: Option<Vec<Spoken>>,
}

impl Heard {
    /// Speech in all, ms.
    pub fn speech_total_ms(&self) -> u64 {
        self.speech_ms.iter().map(|[from, to]| to.saturating_sub(*from)).sum()
    }

    /// Speech between two times, ms.
    pub fn speech_within_ms(&self, from: u64, to: u64) -> u64 {
        self.speech_ms.iter().map(|[a, b]| (*b).min(to).saturating_sub((*a).max(from))).sum()
    }
}

/// How lips and voice go together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct LipSync {
    /// Speech during which lips were seen, s.
    pub seen_s: f64,
    /// Share of all speech during which lips were seen, 0 to 1.
    pub seen_ratio: f64,
    /// How far the mouth opens from syllable to syllable (gap of the inner lips over the mouth's width), the tracker's
    /// flutter and the head's sway taken out.
    pub motion: f64,
    /// Best correlation within the delay that is allowed, -1 to 1.
    pub near: f64,
    /// Delay of that one, ms; + when the sound comes after the lips.
    pub near_lag_ms: f64,
    /// Best correlation at any greater delay that was tried.
    pub far: f64,
    /// Delay of that one, ms.
    pub far_lag_ms: f64,
}

/// What was seen, after the last frame.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    /// Length of the picture, ms.
    pub duration_ms: u64,
    /// Frames taken in.
    pub frames_read: usize,
    /// Frames with a face that could be followed.
    pub frames_with_face: usize,
    /// Share of the time in which exactly one face was seen, 0 to 1.
    pub face_share: f64,
    /// Stretches in which the picture stood still, from and to, ms.
    pub still_ms: Vec<[u64; 2]>,
    /// What faces, clock and framing came to.
    pub findings: Vec<crate::finding::Finding>,
}
