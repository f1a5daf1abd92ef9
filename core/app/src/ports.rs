//! What screens need of cases and sessions. [`crate::device`] has it over `heyan`; tests have fakes.
//!
//! Every call but those that look at a frame may wait: screens make them as work.

mod sessions;

use std::sync::Arc;

use heyan::rules::Finding;
use heyan::rules::filing::profile::{Profile, Province};
use heyan::rules::filing::{IdentityDocument, Order, PersonKind, Standing, Step, UnitKind};
use heyan::rules::liveness::Action;
use heyan::rules::statement::RecordingRules;
use heyan::vault::Purpose;
use jiff::Timestamp;

use crate::personal::Personal;
use crate::problem::Problem;

pub use sessions::{Face, Judged, Portrait, PortraitLive, Reader, ReadingLive, Report, Scan, Statement};

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
    /// What sort of unit, as far as it was said.
    pub unit_kind: Option<UnitKind>,
    /// The responsible person is not the legal representative.
    pub not_legal_representative: bool,
    /// Where the person is from.
    pub person_kind: PersonKind,
    /// What they prove who they are by.
    pub identity: IdentityDocument,
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
