//! The portrait: white wall, both shoulders, room above the head.
//!
//! Perception hands in [`Measurements`], [`judge`] says by [`Limits`] what a reviewer would refuse and where it is seen.
//! What cannot be measured is a finding or leads to one: a picture without a face says so and nothing else.
//! [`Profile`] names the limits and the size of the picture that a receiver asks for.

mod hint;
mod judge;
mod limits;
mod measurements;
mod profile;

pub use hint::{PortraitHint, hint};
pub use judge::judge;
pub use limits::Limits;
pub use measurements::{
    BackdropMeasures, FaceMeasures, Framing, Measurements, Patch, PatchKind, Quality, ShoulderMeasures, Side,
};
pub use profile::{Export, Profile};
