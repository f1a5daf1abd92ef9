//! What looks at frames and judges what was taken.

use std::sync::Arc;

use heyan::rules::document::Field;
use heyan::rules::document::guide::CardLive;
use heyan::rules::filing::Compared;
use heyan::rules::liveness::{ActionResult, Live};
use heyan::rules::portrait::PortraitHint;
use heyan::rules::statement::{Cue, RecordingRules};
use heyan::rules::{Finding, Point, Verdict};
use heyan::vision::frame::FrameMeta;

use super::Typed;
use crate::personal::Personal;
use crate::problem::Problem;
use crate::recording::Recorded;

/// A document before the camera.
pub trait Scan: Send + Sync {
    /// Looks at a frame; `None` when busy and nothing was seen before.
    ///
    /// # Errors
    /// When the frame or the models are at fault.
    fn look(&self, bytes: &[u8], meta: &FrameMeta) -> Result<Option<CardLive>, Problem>;

    /// Judges a still, the bytes of a JPEG, PNG or WebP.
    ///
    /// # Errors
    /// When it is no picture.
    fn judge(&self, still: Vec<u8>) -> Result<Arc<dyn Judged>, Problem>;
}

/// A face before the camera for the face check.
pub trait Face: Send + Sync {
    /// Looks at a frame: how it stands, and the rim of the face to draw.
    ///
    /// # Errors
    /// When the frame or the models are at fault.
    fn look(&self, bytes: &[u8], meta: &FrameMeta) -> Result<Option<(Live, Vec<Point>)>, Problem>;

    /// Ends the run that `recorded` shows: what was seen of each action, and what the case makes of it.
    ///
    /// # Errors
    /// When the run was ended before, or the recording cannot be read.
    fn judge(&self, recorded: &Recorded) -> Result<(Vec<ActionResult>, Arc<dyn Judged>), Problem>;
}

/// What is told of a portrait in the making.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortraitLive {
    /// The one thing to mend first, or that all is well.
    pub hint: PortraitHint,
    /// Whether this very frame would be accepted.
    pub ready: bool,
}

/// A person before the camera for the portrait.
pub trait Portrait: Send + Sync {
    /// Looks at a frame; `None` when busy and nothing was seen before.
    ///
    /// # Errors
    /// When the frame or the models are at fault.
    fn look(&self, bytes: &[u8], meta: &FrameMeta) -> Result<Option<PortraitLive>, Problem>;

    /// Judges a still, the bytes of a JPEG, PNG or WebP.
    ///
    /// # Errors
    /// When it is no picture.
    fn judge(&self, still: Vec<u8>) -> Result<Arc<dyn Judged>, Problem>;
}

/// A statement that is ready to be read.
#[derive(Clone)]
pub struct Statement {
    /// Who listens and watches.
    pub reader: Arc<dyn Reader>,
    /// The text to read.
    pub text: Personal,
    /// Whether the text is a sample and not what an authority issued.
    pub sample: bool,
    /// What the recording must be.
    pub rules: RecordingRules,
}

/// What is told to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingLive {
    /// Characters of the text that lie behind them.
    pub position: usize,
    /// What to tell them.
    pub cue: Cue,
}

/// Listens to a reader and watches them.
pub trait Reader: Send + Sync {
    /// Looks at a frame; `None` when busy and nothing was seen before.
    ///
    /// # Errors
    /// When the frame or the models are at fault.
    fn look(&self, bytes: &[u8], meta: &FrameMeta) -> Result<Option<ReadingLive>, Problem>;

    /// Hears a chunk of sound: 16-bit samples in the machine's byte order, channels interleaved. Waits while a frame is looked at.
    ///
    /// # Errors
    /// When it is no sound, or the models are at fault.
    fn hear(&self, pcm: &[u8], rate_hz: u32, channels: u16) -> Result<ReadingLive, Problem>;

    /// Ends the reading that `recorded` shows.
    ///
    /// # Errors
    /// When it was ended before, or the recording cannot be read.
    fn judge(&self, recorded: &Recorded) -> Result<Arc<dyn Judged>, Problem>;
}

/// What came of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What all findings come to.
    pub verdict: Verdict,
    /// Everything to say about it, errors first.
    pub findings: Vec<Finding>,
    /// What was read.
    pub fields: Vec<Field>,
    /// The order's own fields beside those read.
    pub compared: Vec<Compared>,
    /// What was typed.
    pub typed: Typed,
    /// Whether that can be corrected still.
    pub correctable: bool,
}

/// A step, judged and not yet kept.
pub trait Judged: Send + Sync {
    /// What came of it, held against what the case says now.
    ///
    /// # Errors
    /// When the case is busy.
    fn report(&self) -> Result<Report, Problem>;

    /// Keeps it, sealed; `insist` when the person does so against the verdict. Whether it was kept: without `insist` a verdict
    /// other than accept is not. Only once.
    ///
    /// # Errors
    /// When it cannot be kept; it can be tried again.
    fn keep(&self, insist: bool) -> Result<bool, Problem>;
}
