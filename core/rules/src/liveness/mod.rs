//! The face check: what was asked, what was seen of each frame, and what it means.
//!
//! Perception hands in one [`Observation`] a frame, with its time; the machine never sees a pixel or a clock. A
//! [`Challenge`] says what is asked, [`Limits`] by which figures it is judged, a [`Machine`] takes the frames and gives a
//! [`Live`] report after each and an [`Outcome`] at the end. A [`trace`] is a run as text that is judged again to the same
//! outcome.
//!
//! How much a finding weighs: an action that was not done, and whatever leaves open whether one living person was there all
//! the time (no face, lost, several, changed, flat, frozen, a hole in time), is an error. Light, distance and cover are
//! warnings while the face is followed well, and errors where landmarks or the comparison of persons cannot be trusted any
//! more. That no action could show depth is a warning: the challenge is at fault, not the person. What could not be judged is
//! an error.
//!
//! What the check does not stop stands in [`presence`].

mod action;
mod approach;
mod challenge;
mod continuity;
mod expression;
mod filter;
mod gesture;
mod lids;
mod lie;
pub mod limits;
mod machine;
mod mouth;
mod naming;
mod neutral;
mod observation;
mod person;
mod picture;
pub mod presence;
mod repeat;
mod report;
mod rotation;
mod statistics;
mod steady;
mod swing;
pub mod trace;
mod viewpoint;

pub use action::Action;
pub use challenge::{Challenge, ChallengeError};
pub use limits::Limits;
pub use machine::Machine;
pub use observation::{
    APPEARANCE_CELLS, FaceSeen, HeadAngles, Observation, Proportions, TRACKED_POINTS, TrackedPoint, UNMEASURED_DETAIL,
};
pub use presence::Presence;
pub use report::{ActionResult, Hint, Live, Outcome};
pub use viewpoint::held_angles;

/// What else watches a face through a recording: the statement does.
pub(crate) mod watching {
    pub(crate) use super::continuity::{Continuity, Tick};
    pub(crate) use super::person::Person;
    pub(crate) use super::picture::{Picture, outside_ratio};
}
