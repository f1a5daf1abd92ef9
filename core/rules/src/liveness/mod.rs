//! The face check: what was asked, what was seen of each frame, and what it means.
//!
//! Perception hands in one [`Observation`] a frame, with its time; the machine never sees a pixel or a clock.

mod action;
mod observation;

pub use action::Action;
pub use observation::{APPEARANCE_CELLS, FaceSeen, HeadAngles, Observation, Proportions, TRACKED_POINTS, TrackedPoint};
