//! Everything that is heard, chunk by chunk, in bounded memory.

use heyan_rules::statement::{Heard, SoundNow};

use super::loudness::{BLOCK_MS, Level};
use super::resample::Resampler;
use super::sound::{Sound, SoundError};
use super::syllables::{Envelope, NucleusLimits};
use super::transcribe::Recogniser;
use super::voice::{SpeechLimits, Voice, WINDOW_MS, stretches};
use crate::error::VisionError;

/// Longest sound that is listened to, ms: half an hour. What follows only counts as time; 6 MB hold it all.
const MOST_MS: u64 = 30 * 60 * 1000;
/// Samples that are taken at a time, so that a whole file in one chunk needs no second copy of itself.
const PART: usize = 16_384;
/// What [`Ear::now`] looks back on, ms: a sentence.
const RECENT_MS: u64 = 5_000;

/// Listens.
pub struct Ear {
    voice: Voice,
    recogniser: Option<Recogniser>,
    speech: SpeechLimits,
    nucleus: NucleusLimits,
    state: Option<State>,
    probabilities: Vec<f32>,
}

/// What depends on the rate.
struct State {
    rate_hz: u32,
    resampler: Resampler,
    level: Level,
    envelope: Envelope,
    frames: u64,
}

/// Why a chunk was not heard.
#[derive(Debug, thiserror::Error)]
pub enum HearError {
    /// It is no sound, or another than before.
    #[error(transparent)]
    Sound(#[from] SoundError),
    /// The network failed.
    #[error(transparent)]
    Vision(#[from] VisionError),
}

impl Ear {
    /// With `voice` to tell speech from other sound.
    pub fn new(voice: Voice) -> Self {
        Self {
            voice,
            recogniser: None,
            speech: SpeechLimits::default(),
            nucleus: NucleusLimits::default(),
            state: None,
            probabilities: Vec::new(),
        }
    }

    /// Listens with `recogniser` too, to what is said.
    #[must_use]
    pub fn understanding(self, recogniser: Option<Recogniser>) -> Self {
        Self { recogniser, ..self }
    }

    /// Takes the next chunk. Rate must not change in the course of a recording.
    pub fn hear(&mut self, sound: &Sound<'_>) -> Result<(), HearError> {
        let rate_hz = sound.rate_hz();
        let state = self.state.get_or_insert_with(|| State {
            rate_hz,
            resampler: Resampler::new(rate_hz),
            level: Level::new(rate_hz),
            envelope: Envelope::default(),
            frames: 0,
        });
        if state.rate_hz != rate_hz {
            return Err(SoundError::Changed { began: state.rate_hz, came: rate_hz }.into());
        }
        let (mut mono, mut even) = (Vec::new(), Vec::new());
        for part in sound.parts(PART) {
            mono.clear();
            even.clear();
            part.mono(&mut mono);
            let before_ms = state.frames * 1000 / u64::from(rate_hz);
            state.frames += mono.len() as u64;
            if before_ms >= MOST_MS {
                continue;
            }
            state.level.feed_recorded(&mono);
            state.resampler.feed(&mono, &mut even);
            state.level.feed(&even);
            state.envelope.feed(&even);
            self.voice.feed(&even, &mut self.probabilities)?;
            if let Some(recogniser) = &mut self.recogniser {
                recogniser.feed(&even)?;
            }
        }
        Ok(())
    }

    /// Length of what was heard, ms.
    pub fn duration_ms(&self) -> u64 {
        self.state.as_ref().map_or(0, |s| s.frames * 1000 / u64::from(s.rate_hz))
    }

    /// Whether any sound came.
    pub fn has_heard(&self) -> bool {
        self.state.as_ref().is_some_and(|s| s.frames > 0)
    }

    /// What was heard so far. After the last chunk call [`Self::end`] before.
    pub fn heard(&self) -> Heard {
        let Some(state) = &self.state else { return Heard::default() };
        let speech_ms = stretches(&self.probabilities, &self.speech);
        let inside = |at: u64| {
            let next = speech_ms.partition_point(|[_, to]| *to <= at);
            speech_ms.get(next).is_some_and(|[from, _]| *from <= at)
        };
        let syllables_ms = state.envelope.nuclei(&self.nucleus).into_iter().filter(|at| inside(*at)).collect();
        let loudness = state.level.measure(&speech_ms, 0);
        Heard {
            duration_ms: self.duration_ms(),
            speech_ms,
            syllables_ms,
            loudness_lufs: loudness.speech_lufs,
            whole_lufs: loudness.whole_lufs,
            snr_db: loudness.snr_db,
            rail_ratio: loudness.rail_ratio,
            crest_db: loudness.crest_db,
            spoken: None,
        }
    }

    /// The same with what was said, where a recogniser listened. It grows with the recording: once, at the end.
    pub fn heard_and_understood(&self) -> Heard {
        Heard { spoken: self.recogniser.as_ref().map(|r| r.spoken().to_vec()), ..self.heard() }
    }

    /// The sound of the last seconds, of which `heard` is all.
    pub fn now(&self, heard: &Heard) -> SoundNow {
        let Some(state) = &self.state else { return SoundNow::default() };
        let end = heard.duration_ms;
        let from = end.saturating_sub(RECENT_MS);
        let spoken = heard.speech_within_ms(from, end);
        let first = state.level.len().saturating_sub((RECENT_MS / BLOCK_MS) as usize);
        let recent = state.level.measure(&heard.speech_ms, first);
        let syllables = heard.syllables_ms.iter().rev().take_while(|at| **at >= from).count();
        SoundNow {
            loudness_lufs: recent.speech_lufs,
            // The noise is that of the whole recording: five seconds may hold no pause.
            snr_db: heard.snr_db,
            rail_ratio: recent.rail_ratio,
            // Of less than a second a rate means little.
            rate_per_s: if spoken >= 1000 { syllables as f64 * 1000.0 / spoken as f64 } else { 0.0 },
        }
    }

    /// Level of the voice every 10 ms, dB over the noise: what syllables are the peaks of.
    pub fn curve(&self) -> Vec<f32> {
        self.state.as_ref().map_or_else(Vec::new, |s| s.envelope.curve(&self.nucleus))
    }

    /// Probability of speech for each [`WINDOW_MS`].
    pub fn probabilities(&self) -> &[f32] {
        &self.probabilities
    }

    /// Looks at what still waits for a full batch.
    pub fn end(&mut self) -> Result<(), VisionError> {
        self.voice.flush(&mut self.probabilities)?;
        self.recogniser.as_mut().map_or(Ok(()), Recogniser::end)
    }

    /// How far behind the sound the probabilities may be, ms.
    pub fn delay_ms(&self) -> f64 {
        let state_ms = self.state.as_ref().map_or(0, |s| s.frames * 1000 / u64::from(s.rate_hz)).min(MOST_MS);
        state_ms as f64 - self.probabilities.len() as f64 * WINDOW_MS
    }

    /// Time spent in the network since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.voice.take_time_ms() + self.recogniser.as_mut().map_or(0.0, Recogniser::take_time_ms)
    }
}
