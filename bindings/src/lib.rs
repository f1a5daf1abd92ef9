//! Heyan for phones: the sessions of the core as objects that Kotlin, Swift and Python can hold. Conversions only.
//!
//! Calls on a session are synchronous. `submit` is for the camera's thread and never waits; `judge` takes up to a second on
//! a phone. A session owns its models (tens of MB): close it as soon as its screen is left.

mod app;
mod asked;
mod case;
mod error;
mod filing;
mod finding;
mod frame;
mod guard;
mod judged;
mod keys;
mod liveness;
mod log;
mod mirror;
mod pack;
mod portrait;
mod runtime;
mod scan;
mod statement;
mod store;
mod submission;
mod track;
mod transport;

pub use app::{
    AskedIntent, AskedRow, AskedScreen, AskedState, Camera, CaseIntent, CaseRow, CaseScreen, CaseState, CasesIntent,
    CasesScreen, CasesState, ConsentIntent, ConsentRow, ConsentScreen, ConsentState, Desk, Effect, FaceIntent,
    FaceScreen, FaceState, FaceStep, Facing, Folders, Guide, LetterIntent, LetterScreen, LetterState, Navigator,
    NewCaseIntent, NewCaseScreen, NewCaseState, OrderIntent, OrderScreen, OrderState, Permission, Personal, Place,
    PortraitScreen, Problem, ProblemKind, Recorded, Recording, RecordingPlan, ReviewIntent, ReviewRow, ReviewState,
    ScanScreen, SendIntent, SendPhase, SendProgress, SendRow, SendScreen, SendState, SettingsIntent, SettingsScreen,
    SettingsState, Shutter, StatementIntent, StatementScreen, StatementState, StepRow, TakeIntent, TakeState, Task,
    TypedField, TypedIntent, TypedScreen, TypedState, permission_words,
};
pub use asked::{Asked, Person, Site};
pub use case::{Case, CaseStatus, Consent, Order, Refusal, SmsCheck, StepStatus, Withdrawal};
pub use error::HeyanError;
pub use filing::{Named, OrderKind, OrderStatus, Profiles, Purpose, RefusalReason, Rules, Standing, Step, StepRule};
pub use finding::{Figure, Finding, Lang, Point, Severity, Verdict};
pub use frame::{FrameMeta, PixelFormat};
pub use judged::{ComparedField, JudgedStep, StepReport};
pub use keys::KeyProvider;
pub use liveness::{
    Action, ActionResult, Angles, LivenessHint, LivenessLive, LivenessReport, LivenessSession, action_words,
    draw_actions,
};
pub use log::{LogLevel, LogSink, set_log_sink};
pub use pack::ModelPack;
pub use portrait::{PortraitLive, PortraitReport, PortraitSession};
pub use scan::{CardHint, DocumentKind, Field, ScanLive, ScanReport, ScanSession, expected_document};
pub use statement::{
    Blank, RecordedFile, RecordingLimits, ScriptForm, StatementLive, StatementReport, StatementSession, script_code,
    script_form,
};
pub use store::{CaseStore, NewCase};
pub use submission::{App, Gateway, Progress, Receipt, Submission};
pub use track::{OrderNews, OrderTracker};
pub use transport::{Distrust, Header, Method, Reply, Request, RequestBody, SentBytes, Transport};

uniffi::setup_scaffolding!();
