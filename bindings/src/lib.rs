//! Heyan for phones: the sessions of the core as objects that Kotlin, Swift and Python can hold. Conversions only.
//!
//! Calls on a session are synchronous. `submit` is for the camera's thread and never waits; `judge` takes up to a second on
//! a phone. A session owns its models (tens of MB): close it as soon as its screen is left.

mod error;
mod finding;
mod frame;
mod guard;
mod liveness;
mod scan;

pub use error::HeyanError;
pub use finding::{Figure, Finding, Lang, Point, Severity, Verdict};
pub use frame::{FrameMeta, PixelFormat};
pub use liveness::{
    Action, ActionResult, Angles, LivenessHint, LivenessLive, LivenessReport, LivenessSession, action_words,
    draw_actions,
};
pub use scan::{CardHint, DocumentKind, Field, ScanLive, ScanReport, ScanSession};

uniffi::setup_scaffolding!();
