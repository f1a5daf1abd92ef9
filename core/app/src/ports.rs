//! What screens need of cases and sessions. [`crate::device`] has it over `heyan`; tests have fakes.
//!
//! Every call but those that look at a frame may wait: screens make them as work.

use std::sync::Arc;

use heyan::StepJudged;
use heyan::rules::document::Field;
use heyan::rules::document::guide::CardLive;
use heyan::rules::filing::profile::{Profile, Province};
use heyan::rules::filing::{Compared, Order, Standing, Step};
use heyan::rules::liveness::{Action, ActionResult, Live};
use heyan::rules::portrait::PortraitHint;
use heyan::rules::statement::{Cue, RecordingRules};
use heyan::rules::{Finding, Point, Verdict};
use heyan::vault::Purpose;
use heyan::vision::frame::FrameMeta;
use jiff::Timestamp;

use crate::personal::Personal;
use crate::problem::Problem;
use crate::recording::Recorded;

/// All cases on this device.
pub trait Store: Send + Sync {
    /// Their names, those half deleted as well.
    ///
    /// # Errors
    /// When they cannot be listed.
    fn names(&self) -> Result<Vec<String>, Problem>;

    /// Makes a case; its name.
    ///
    /// # Errors
    /// When what was typed cannot be kept, or the vault refuses.
    fn create(&self, new: &NewCase) -> Result<String, Problem>;

    /// Opens the case `name`. Others wait until it is let go.
    ///
    /// # Errors
    /// When the vault refuses.
    fn open(&self, name: &str) -> Result<Arc<dyn Case>, Problem>;

    /// Destroys the case `name`, its key and all that is sealed of it. Can be repeated.
    ///
    /// # Errors
    /// When something of it cannot be destroyed.
    fn delete(&self, name: &str) -> Result<(), Problem>;
}

/// What a case begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase {
    /// Name of the provider's profile.
    pub provider: String,
    /// The province, if one is named.
    pub province: Option<Province>,
    /// The text of a profile of one's own, in place of a built-in one.
    pub profile_text: Option<String>,
    /// A unit files, not a person.
    pub unit: bool,
    /// The responsible person is not the legal representative.
    pub not_legal_representative: bool,
    /// Who is responsible, and for what.
    pub typed: Typed,
}

/// What a person types of themselves and of their site. An empty field names nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Name of the person.
    pub name: Personal,
    /// Number of their document.
    pub id_number: Personal,
    /// Name of site or app.
    pub site_name: Personal,
    /// Its domain.
    pub domain: Personal,
}

/// One step of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepSummary {
    /// Which.
    pub step: Step,
    /// How it stands.
    pub standing: Standing,
    /// Whether the provider asks for it.
    pub asked: bool,
    /// Bytes that are kept of it.
    pub bytes: u64,
}

/// How a case stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Name of the provider's profile.
    pub provider: String,
    /// The province, if one is named.
    pub province: Option<Province>,
    /// Whom the order names.
    pub holder: Personal,
    /// The steps in the order a person is led through.
    pub steps: Vec<StepSummary>,
    /// The step to do now; `None` when all that is asked is done.
    pub next: Option<Step>,
    /// The order.
    pub order: Order,
    /// Files that have left.
    pub sent: usize,
    /// What else the provider would have a person know, by the keys of their words.
    pub notes: Vec<String>,
    /// Everything to say, errors first.
    pub findings: Vec<Finding>,
    /// When this was.
    pub now: Timestamp,
}

/// What was drawn for the person to do before the camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The actions of the face check.
    pub actions: Vec<Action>,
    /// Whether the statement's text names something that nobody has typed yet.
    pub missing: bool,
}

/// An open case.
pub trait Case: Send + Sync {
    /// How it stands. Reads all its material.
    ///
    /// # Errors
    /// When the case is busy.
    fn summary(&self) -> Result<Summary, Problem>;

    /// What the provider and the province ask.
    ///
    /// # Errors
    /// When the case is busy.
    fn profile(&self) -> Result<Profile, Problem>;

    /// What was typed, and whether it can be corrected still.
    ///
    /// # Errors
    /// When the case is busy.
    fn typed(&self) -> Result<(Typed, bool), Problem>;

    /// Puts `typed` in the place of what was typed. The steps that do not fit it and are to be done again.
    ///
    /// # Errors
    /// When it cannot be kept, or the material was handed in.
    fn correct(&self, typed: &Typed) -> Result<Vec<Step>, Problem>;

    /// The recipient of the material, and the purposes that are agreed to.
    ///
    /// # Errors
    /// When the case is busy.
    fn consents(&self) -> Result<(String, Vec<Purpose>), Problem>;

    /// Records that the person agrees to `purpose`, having read `text`.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn agree(&self, purpose: Purpose, text: &str) -> Result<(), Problem>;

    /// Takes a consent back; what it was for is destroyed here. The number of files that the recipient has still.
    ///
    /// # Errors
    /// When none was given, or it cannot be kept.
    fn withdraw(&self, purpose: Purpose) -> Result<usize, Problem>;

    /// Draws what the person is to do before the camera.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn ask(&self) -> Result<Drawn, Problem>;

    /// Loads the models for a document of `step`.
    ///
    /// # Errors
    /// When the models are missing.
    fn scan(&self, step: Step) -> Result<Arc<dyn Scan>, Problem>;

    /// Loads the models for a face check of what was drawn last; how it is to be recorded.
    ///
    /// # Errors
    /// When the models are missing.
    fn face(&self) -> Result<(Arc<dyn Face>, RecordingRules), Problem>;

    /// Loads the models for a portrait.
    ///
    /// # Errors
    /// When the models are missing.
    fn portrait(&self) -> Result<Arc<dyn Portrait>, Problem>;

    /// Loads the models for a reading of what was drawn last.
    ///
    /// # Errors
    /// When the models are missing, or the text is.
    fn statement(&self) -> Result<Statement, Problem>;

    /// Judges the pages of a letter or certificate in the files at `paths`.
    ///
    /// # Errors
    /// When the models are missing, or a file cannot be read.
    fn judge_pages(&self, step: Step, paths: &[String]) -> Result<Arc<dyn Judged>, Problem>;

    /// Makes ready to send.
    ///
    /// # Errors
    /// When the gateway is none.
    fn sending(&self) -> Result<Arc<dyn Sending>, Problem>;

    /// Asks the gateway how the order stands, and keeps what came.
    ///
    /// # Errors
    /// When nothing was sent, or the gateway cannot be reached.
    fn follow(&self) -> Result<News, Problem>;
}

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

impl Report {
    /// Of `judged`, with what it was read of and what the order says.
    pub fn of(judged: &StepJudged, fields: Vec<Field>, (typed, correctable): (Typed, bool)) -> Self {
        Self {
            verdict: judged.verdict,
            findings: judged.findings.clone(),
            fields,
            compared: judged.compared.clone(),
            typed,
            correctable,
        }
    }
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

/// How far a sending has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Bytes at the server or on their way.
    pub sent_bytes: u64,
    /// Bytes in all.
    pub total_bytes: u64,
    /// Seconds still to go, once known.
    pub left_s: Option<u64>,
}

/// One run of sending a case; another goes on where it stopped.
pub trait Sending: Send + Sync {
    /// Sends what was agreed to, to its end.
    ///
    /// # Errors
    /// When it was paused ([`heyan::rules::Code::SubmitPaused`]), or in trouble.
    fn run(&self) -> Result<(), Problem>;

    /// How far it has come; `None` before the first byte.
    fn progress(&self) -> Option<Progress>;

    /// Stops it.
    fn pause(&self);

    /// The device changed networks.
    fn network_changed(&self);
}

/// What an answer of the gateway brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// The order.
    pub order: Order,
    /// What a reviewer said, newest last.
    pub said: Vec<String>,
    /// The filing number, once there is one.
    pub filing_number: Option<String>,
    /// When to ask again, s; `None` when nothing will come without the person.
    pub ask_again_s: Option<u64>,
    /// When this was.
    pub now: Timestamp,
}
