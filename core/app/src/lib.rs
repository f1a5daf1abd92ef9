//! Every screen of Heyan, once for all shells: its state as plain data, the intents a person can have, and what the shell must do
//! for it. Knows no view, no camera and no platform.
//!
//! A [`Screen`] owns one [`Model`]. An intent, a camera frame or the end of some work changes the model; out come [`Effect`]s:
//! draw, run this work on another thread, open the camera, say this aloud, go there. The shell carries them out and comes back
//! with intents. Models reach cases and sessions through the small traits of [`ports`]; [`device`] has them over `heyan`.

pub mod advice;
pub mod asked;
pub mod case_home;
pub mod cases;
pub mod consent;
pub mod desk;
pub mod device;
pub mod effects;
pub mod face;
pub mod help;
pub mod letter;
pub mod navigator;
pub mod new_case;
pub mod order;
pub mod personal;
pub mod portrait;
pub mod ports;
pub mod problem;
pub mod recording;
pub mod review;
pub mod said;
pub mod scan;
pub mod screen;
pub mod send;
pub mod settings;
pub mod statement;
pub mod taking;
pub mod typed;

pub use desk::Desk;
pub use effects::{Camera, Effect, Facing, Permission};
pub use heyan::rules::words::Lang;
pub use navigator::{Navigator, Place};
pub use personal::Personal;
pub use problem::{Problem, ProblemKind, ProblemSaid};
pub use recording::{Recorded, RecordingPlan};
pub use screen::{Job, Model, Next, Screen, Watching};
