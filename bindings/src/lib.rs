//! Heyan for phones: the screens and the sessions of the core as objects that Kotlin, Swift and Python can hold. Conversions only.
//!
//! Calls on a session are synchronous. `submit` is for the camera's thread and never waits; `judge` takes up to a second on
//! a phone. A session owns its models (tens of MB): close it as soon as its screen is left.

mod app;
mod error;
mod filing;
mod finding;
mod frame;
mod guard;
mod keys;
mod liveness;
mod log;
mod mirror;
mod pack;
mod portrait;
mod runtime;
mod scan;
mod statement;
mod transport;

pub use app::{
    App, AskedIntent, AskedRow, AskedScreen, AskedState, Camera, CaseIntent, CaseRow, CaseScreen, CaseState,
    CasesIntent, CasesScreen, CasesState, ConsentIntent, ConsentRow, ConsentScreen, ConsentState, Desk, Effect,
    FaceIntent, FaceScreen, FaceState, FaceStep, Facing, Folders, Gateway, Guide, Label, LetterIntent, LetterScreen,
    LetterState, Navigator, NewCaseIntent, NewCaseScreen, NewCaseState, Order, OrderIntent, OrderScreen, OrderState,
    Permission, Personal, Place, PortraitScreen, Problem, ProblemKind, Recorded, Recording, RecordingPlan, Refusal,
    ReviewIntent, ReviewRow, ReviewState, ScanScreen, SendIntent, SendPhase, SendProgress, SendRow, SendScreen,
    SendState, SettingsIntent, SettingsScreen, SettingsState, Shutter, SmsCheck, StatementIntent, StatementScreen,
    StatementState, StepRow, TakeIntent, TakeState, Task, TypedField, TypedIntent, TypedScreen, TypedState,
    label_words, permission_words,
};
pub use error::HeyanError;
pub use filing::{Named, OrderKind, OrderStatus, Profiles, Purpose, RefusalReason, Rules, Standing, Step, StepRule};
pub use finding::{Figure, Finding, Lang, Point, Severity, Verdict};
pub use frame::{FrameMeta, PixelFormat};
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
pub use transport::{Distrust, Header, Method, Reply, Request, RequestBody, SentBytes, Transport};

uniffi::setup_scaffolding!();
