//! The promise statement.

use std::path::Path;

use heyan::rules::statement::{self, Cue, RecordedFile as File, RecordingRules};
use heyan::rules::words::Words;
use heyan::vision::speech::{Samples, Sound};
use heyan::{StatementSession as Session, TellNow};

use crate::error::HeyanError;
use crate::finding::{Finding, Lang, Verdict, findings};
use crate::frame::FrameMeta;
use crate::guard::{Guarded, no_panic};

/// A value for a blank of the text.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Blank {
    /// Name of the blank, as `domain`.
    pub name: String,
    /// What stands there.
    pub value: String,
}

/// What there is to know of a text before it is read.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ScriptForm {
    /// Names of its blanks, beside the code's.
    pub fields: Vec<String>,
    /// Digits of the random code that is read with it; 0 without one.
    pub code_digits: u32,
    /// Whether it is a sample and not what an authority issued: say so where it is shown.
    pub sample: bool,
}

/// What the finished file must be. What is absent is not asked.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct RecordingLimits {
    /// Most bytes.
    pub max_bytes: Option<u64>,
    /// Shortest recording, s.
    pub min_s: Option<f64>,
    /// Longest recording, s.
    pub max_s: Option<f64>,
    /// Least shorter side, px.
    pub min_side_px: Option<u32>,
    /// Bit rate that stays inside all of it when the recording is as long as it may be, kbit/s.
    pub kbit_per_s: Option<f64>,
}

impl From<&RecordingRules> for RecordingLimits {
    fn from(rules: &RecordingRules) -> Self {
        Self {
            max_bytes: rules.max_bytes,
            min_s: rules.min_s,
            max_s: rules.max_s,
            min_side_px: rules.min_side_px,
            kbit_per_s: rules.max_s.and_then(|longest| rules.kbit_per_s_for(longest)),
        }
    }
}

/// What to show the reader now.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct StatementLive {
    /// Characters of the text that lie behind the reader, Unicode scalar values.
    pub position: u32,
    /// Name of what to tell, as `read`, `louder`, `done`.
    pub cue: String,
    /// The same in words.
    pub say: String,
    /// Whether the whole text was read.
    pub done: bool,
}

/// What the shell knows of the finished file.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct RecordedFile {
    /// Ending of its name, without the dot.
    pub container: String,
    /// Codec of the picture, as `h264`.
    pub codec: String,
    /// Bytes.
    pub bytes: u64,
    /// Length, s.
    pub duration_s: f64,
    /// Width of the picture, px.
    pub width: u32,
    /// Its height, px.
    pub height: u32,
    /// Frames a second.
    pub fps: f64,
}

impl From<RecordedFile> for File {
    fn from(file: RecordedFile) -> Self {
        Self {
            container: Some(file.container),
            codec: Some(file.codec),
            bytes: file.bytes,
            duration_s: file.duration_s,
            size_px: [file.width, file.height],
            fps: file.fps,
        }
    }
}

/// The outcome of a recording.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct StatementReport {
    /// What a reviewer would say.
    pub verdict: Verdict,
    /// Everything to say about it, errors first.
    pub findings: Vec<Finding>,
    /// Length of the recording, ms.
    pub duration_ms: u64,
    /// Speech in it, ms.
    pub speech_ms: u64,
    /// Share of the text that was read, 0 to 1.
    pub coverage: f64,
    /// Share of the time in which exactly one face was in frame.
    pub face_share: f64,
    /// How lips and voice went together, -1 to 1.
    pub lip_sync: f64,
}

/// What `template`, the text of a statement profile, asks to be filled in; of the sample when there is none.
#[uniffi::export(default(template = None))]
pub fn script_form(template: Option<String>) -> Result<ScriptForm, HeyanError> {
    let template = parsed(template.as_deref())?;
    Ok(ScriptForm {
        fields: template.fields,
        code_digits: u32::try_from(template.code_digits).unwrap_or(u32::MAX),
        sample: template.sample,
    })
}

/// A code of `digits` digits out of `random`, which nobody may be able to guess.
#[uniffi::export]
pub fn script_code(random: u64, digits: u32) -> String {
    statement::code(random, digits as usize)
}

fn parsed(template: Option<&str>) -> Result<statement::Template, HeyanError> {
    statement::Template::parse(template.unwrap_or(statement::SAMPLE)).map_err(refused)
}

fn refused(error: impl std::fmt::Display) -> HeyanError {
    HeyanError::BadArgument { reason: format!("the text {error}") }
}

/// One recording of a statement.
#[derive(uniffi::Object)]
pub struct StatementSession {
    session: Guarded<Session, StatementLive>,
    text: String,
    limits: RecordingLimits,
    words: Words,
}

#[uniffi::export]
impl StatementSession {
    /// Loads the models of the folder `pack` for a reading of `template` (the text of a statement profile; the sample when there
    /// is none) with `blanks` filled in, the code's under the name `code`.
    #[uniffi::constructor(default(template = None))]
    pub fn open(
        pack: String,
        threads: u8,
        blanks: Vec<Blank>,
        lang: Lang,
        template: Option<String>,
    ) -> Result<Self, HeyanError> {
        no_panic(|| {
            let values: Vec<(&str, &str)> = blanks.iter().map(|b| (b.name.as_str(), b.value.as_str())).collect();
            let script = parsed(template.as_deref())?.fill(&values).map_err(refused)?;
            let limits = script.recording.clone();
            let session = Session::open(Path::new(&pack), threads.into(), script)?;
            Ok(Self::of(session, &limits, Words::new(lang)))
        })
    }

    /// The text to read.
    pub fn text(&self) -> String {
        self.text.clone()
    }

    /// What the finished file must be.
    pub fn limits(&self) -> RecordingLimits {
        self.limits.clone()
    }

    /// Takes the next chunk of sound, on the microphone's thread: 16-bit samples in the machine's byte order, channels
    /// interleaved. No chunk may be left out: it waits while a frame is looked at.
    pub fn hear(&self, pcm: &[u8], rate_hz: u32, channels: u16) -> Result<StatementLive, HeyanError> {
        let (pairs, rest) = pcm.as_chunks::<2>();
        let samples: Vec<i16> = pairs.iter().map(|pair| i16::from_ne_bytes(*pair)).collect();
        let odd =
            HeyanError::BadArgument { reason: "a chunk of 16-bit samples has an even number of bytes".to_owned() };
        rest.is_empty().then_some(()).ok_or(odd)?;
        let sound = Sound::new(rate_hz, channels, Samples::I16(&samples)).map_err(bad_sound)?;
        self.session.wait(|session| Ok(self.live(session.hear(&sound)?)))
    }

    /// Takes the next camera frame, on the camera's thread, its time on the clock of the sound. While another call is at work the
    /// frame is dropped and the last report comes back.
    pub fn see(&self, bytes: &[u8], meta: FrameMeta) -> Result<Option<StatementLive>, HeyanError> {
        self.session.frame(|session| Ok(self.live(session.see(&meta.frame(bytes)?)?)))
    }

    /// Ends the recording. `file` is what the shell knows of the finished file.
    #[uniffi::method(default(file = None))]
    pub fn finish(&self, file: Option<RecordedFile>) -> Result<StatementReport, HeyanError> {
        let file = file.map(File::from);
        let report = self.session.end(|session| Ok(session.finish(file.as_ref())?))?;
        let o = &report.outcome;
        Ok(StatementReport {
            verdict: o.verdict,
            findings: findings(&o.findings, &self.words),
            duration_ms: o.duration_ms,
            speech_ms: o.speech_ms,
            coverage: o.coverage.share,
            face_share: o.face_share,
            lip_sync: o.lip_sync,
        })
    }
}

fn bad_sound(error: impl std::fmt::Display) -> HeyanError {
    HeyanError::BadArgument { reason: error.to_string() }
}

impl StatementSession {
    fn of(session: Session, limits: &RecordingRules, words: Words) -> Self {
        let text = session.script().reading.text().iter().collect();
        Self { session: Guarded::new(session), text, limits: limits.into(), words }
    }

    fn live(&self, tell: TellNow) -> StatementLive {
        StatementLive {
            position: u32::try_from(tell.position).unwrap_or(u32::MAX),
            cue: tell.cue.as_str().to_owned(),
            say: self.words.cue(tell.cue),
            done: tell.cue == Cue::Done,
        }
    }
}
