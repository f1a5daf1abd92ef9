//! The promise statement: sound and frames in, where the reader is and what to tell them out, and at the end the report.
//!
//! Sound and frames may come in any order, each on the recording's own clock: that of the sound is counted from its
//! samples and begins at 0. Memory is bounded whatever the length.

use std::path::Path;
use std::time::Instant;

use heyan_rules::liveness::Observation;
use heyan_rules::liveness::limits::Limits as FaceLimits;
use heyan_rules::matching::FaceNumbers;
use heyan_rules::statement::{
    Cue, Heard, LipSync, Place, RecordedFile, Script, Sight, SoundNow, StatementOutcome, Watch, cue, judge, place,
};
use heyan_rules::words::{Lang, Words};
use heyan_vision::VisionError;
use heyan_vision::face::{FaceModels, FaceTracker, MeshFace};
use heyan_vision::frame::Frame;
use heyan_vision::model::Pack;
use heyan_vision::speech::{Ear, HearError, Lips, Recogniser, Sound, Voice};
use serde_json::{Value, json};

use crate::report::{findings, rounded};

/// How often the place in the text is worked out anew, ms of sound. A teleprompter scrolls more smoothly than that by itself.
const PLACE_EVERY_MS: u64 = 240;
/// Frames closer than this are not looked at, ms: lips and faces need no more than 34 a second, whatever the camera gives.
const FRAME_EVERY_MS: u64 = 29;

/// Why sound or a frame gave no report.
#[derive(Debug, thiserror::Error)]
pub enum StatementError {
    /// The models are missing or cannot run.
    #[error("{0}")]
    Models(String),
    /// What came is no sound, or another than before.
    #[error("{0}")]
    Sound(String),
}

impl From<VisionError> for StatementError {
    fn from(error: VisionError) -> Self {
        Self::Models(error.to_string())
    }
}

impl From<HearError> for StatementError {
    fn from(error: HearError) -> Self {
        match error {
            HearError::Sound(error) => Self::Sound(error.to_string()),
            HearError::Vision(error) => error.into(),
        }
    }
}

/// What to show the reader now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TellNow {
    /// Characters of the text that lie behind the reader.
    pub position: usize,
    /// What to tell them.
    pub cue: Cue,
}

/// One recording of a statement. Owns its models; keeps neither picture nor sound.
pub struct StatementSession {
    script: Script,
    ear: Ear,
    tracker: FaceTracker,
    watch: Watch,
    lips: Lips,
    observed: Option<Observation>,
    sight: Sight,
    sound_now: SoundNow,
    place: Place,
    placed_ms: Option<u64>,
    looked_ms: Option<u64>,
    spent_ms: [f64; 2],
    inference_ms: f64,
    begun: Instant,
}

impl StatementSession {
    /// A recording of `script`, with the models of the pack at `pack`, a speech network among them where the user supplies
    /// one; inference uses `threads` threads.
    pub fn open(pack: &Path, threads: usize, script: Script) -> Result<Self, StatementError> {
        let pack = Pack::new(pack);
        let models = FaceModels::open(&pack, threads)?.telling_persons(&pack, threads)?;
        let voice = Voice::open(&pack, threads)?;
        let recogniser = Recogniser::open(&pack, threads)?;
        let watch = Watch::new(script.limits.clone(), FaceLimits::default());
        Ok(Self {
            script,
            ear: Ear::new(voice).understanding(recogniser),
            tracker: FaceTracker::new(models),
            watch,
            lips: Lips::default(),
            observed: None,
            sight: Sight::NoFace,
            sound_now: SoundNow::default(),
            place: Place::default(),
            placed_ms: None,
            looked_ms: None,
            spent_ms: [0.0; 2],
            inference_ms: 0.0,
            begun: Instant::now(),
        })
    }

    /// The same, judging the face by `limits`: those of who will receive the recording.
    #[must_use]
    pub fn judging_faces_by(mut self, limits: FaceLimits) -> Self {
        self.watch = Watch::new(self.script.limits.clone(), limits);
        self
    }

    /// The text that is read.
    pub fn script(&self) -> &Script {
        &self.script
    }

    /// Takes the next chunk of sound.
    pub fn hear(&mut self, sound: &Sound<'_>) -> Result<TellNow, StatementError> {
        let begun = Instant::now();
        self.ear.hear(sound)?;
        let now_ms = self.ear.duration_ms();
        if self.placed_ms.is_none_or(|then| now_ms >= then + PLACE_EVERY_MS) {
            self.placed_ms = Some(now_ms);
            let heard = self.ear.heard();
            let delay = self.ear.delay_ms().max(0.0) as u64;
            let place = place(&self.script.reading, &heard, now_ms.saturating_sub(delay));
            // A teleprompter does not scroll back.
            if place.syllables > self.place.syllables {
                self.place = place;
            }
            self.sound_now = self.ear.now(&heard);
        }
        self.inference_ms += self.ear.take_time_ms();
        self.spent_ms[0] += begun.elapsed().as_secs_f64() * 1e3;
        Ok(self.tell())
    }

    /// Takes the next frame.
    pub fn see(&mut self, frame: &Frame<'_>) -> Result<TellNow, StatementError> {
        let at_ms = frame.at_ms();
        if self.looked_ms.is_some_and(|then| at_ms > then && at_ms - then < FRAME_EVERY_MS) {
            return Ok(self.tell());
        }
        let begun = Instant::now();
        self.looked_ms = Some(at_ms);
        let observation = self.tracker.observe(frame)?;
        self.sight = self.watch.step(&observation);
        // With two faces nobody knows whose lips they are.
        if let Some(face) = observation.face.as_ref().filter(|_| observation.face_count == 1) {
            self.lips.feed(at_ms as f64, face.mouth_open);
        }
        self.observed = Some(observation);
        self.inference_ms += self.tracker.take_time_ms();
        self.spent_ms[1] += begun.elapsed().as_secs_f64() * 1e3;
        Ok(self.tell())
    }

    fn tell(&self) -> TellNow {
        let cue = cue(self.sight, &self.sound_now, &self.place, &self.script.limits);
        TellNow { position: self.place.position, cue }
    }

    /// What was seen of the last frame.
    pub fn observation(&self) -> Option<&Observation> {
        self.observed.as_ref()
    }

    /// The mesh of the last frame, to draw; `None` without a face.
    pub fn mesh(&self) -> Option<&MeshFace> {
        self.tracker.mesh()
    }

    /// Ends the recording. `file` is what the shell knows of the finished file, where there is one.
    pub fn finish(mut self, file: Option<&RecordedFile>) -> Result<StatementReport, StatementError> {
        let begun = Instant::now();
        self.ear.end()?;
        let heard = self.ear.has_heard().then(|| self.ear.heard_and_understood());
        let curve = self.ear.curve();
        let lips = heard
            .as_ref()
            .and_then(|heard| self.lips.compare(&curve, &heard.speech_ms, self.script.limits.lips_lag_ms));
        let seen = self.watch.finish();
        let mut outcome = judge(&self.script, heard.as_ref(), &seen, lips.as_ref());
        if let Some(file) = file {
            outcome.add(self.script.recording.check(file));
        }
        self.inference_ms += self.ear.take_time_ms();
        self.spent_ms[0] += begun.elapsed().as_secs_f64() * 1e3;
        Ok(StatementReport {
            outcome,
            frames: [seen.frames_read, seen.frames_with_face],
            timing: StatementTiming {
                total_ms: self.begun.elapsed().as_secs_f64() * 1e3,
                sound_ms: self.spent_ms[0],
                picture_ms: self.spent_ms[1],
                inference_ms: self.inference_ms,
            },
            heard,
            lips,
            curve,
            openings: self.lips.openings().to_vec(),
            script: self.script,
            face: self.tracker.face_numbers(),
        })
    }
}

/// Where the time of a judgement went, ms.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct StatementTiming {
    /// From opening to the end, the shell's reading of the file included.
    pub total_ms: f64,
    /// Hearing.
    pub sound_ms: f64,
    /// Seeing.
    pub picture_ms: f64,
    /// Of both, inside the models.
    pub inference_ms: f64,
}

/// What came of a recording, ready for any language.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementReport {
    /// What was judged.
    pub outcome: StatementOutcome,
    /// What was heard; `None` without sound.
    pub heard: Option<Heard>,
    /// How lips and voice went together, where they met.
    pub lips: Option<LipSync>,
    /// Level of the voice every 10 ms, dB over the noise.
    pub curve: Vec<f32>,
    /// Opening of the mouth: time, ms, and gap over width.
    pub openings: Vec<(f64, f32)>,
    /// The text.
    pub script: Script,
    /// Frames looked at, and those with a face.
    pub frames: [usize; 2],
    /// Where the time went.
    pub timing: StatementTiming,
    /// The reader's face in numbers, biometric: for the case to keep where the person agreed. Never in a report.
    pub face: Option<FaceNumbers>,
}

impl StatementReport {
    /// The contract's JSON object, schema `heyan.statement/1`, with the words of `lang`. `input` names the video.
    pub fn to_json(&self, input: &str, lang: Lang) -> Value {
        let o = &self.outcome;
        let level = |value: Option<f64>| value.map(|v| rounded(v, 1));
        let heard = self.heard.as_ref();
        let coverage = &o.coverage;
        json!({
            "schema": "heyan.statement/1",
            "input": input,
            "verdict": o.verdict.as_str(),
            "duration_ms": o.duration_ms,
            "speech_ms": o.speech_ms,
            "syllables": coverage.syllables,
            "script_characters": coverage.script_characters,
            "script_syllables": coverage.script_syllables,
            "coverage": rounded(coverage.share, 3),
            "position": coverage.reached_characters,
            "face_share": rounded(o.face_share, 3),
            "lip_sync": rounded(o.lip_sync, 3),
            "findings": findings(&o.findings, &Words::new(lang)),
            "sound": {
                "loudness_lufs": level(heard.and_then(|h| h.loudness_lufs)),
                "snr_db": level(heard.and_then(|h| h.snr_db)),
                "clipped_ratio": heard.map(|h| rounded(h.rail_ratio, 5)),
                "crest_db": level(heard.and_then(|h| h.crest_db)),
                "syllables_per_s": rounded(coverage.rate_per_s, 2),
                "raw_coverage": rounded(coverage.raw, 3),
            },
            "lips": self.lips.map(|l| json!({
                "seen_s": rounded(l.seen_s, 2),
                "motion": rounded(l.motion, 3),
                "lag_ms": rounded(l.near_lag_ms, 0),
                "best_elsewhere": rounded(l.far, 3),
                "elsewhere_lag_ms": rounded(l.far_lag_ms, 0),
            })),
            "text": o.text.as_ref().map(|text| json!({
                "matched": rounded(text.matched, 3),
                "characters": text.characters,
                "missing": text.missing,
            })),
            "sample_text": self.script.sample,
            "frames": { "read": self.frames[0], "with_face": self.frames[1] },
            "timing_ms": {
                "total": rounded(self.timing.total_ms, 1),
                "sound": rounded(self.timing.sound_ms, 1),
                "picture": rounded(self.timing.picture_ms, 1),
                "inference": rounded(self.timing.inference_ms, 1),
            },
        })
    }
}
