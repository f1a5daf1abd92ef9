//! The portrait: white wall, both shoulders, room above the head.
//!
//! Perception hands in [`Measurements`], [`judge`] says by [`Limits`] what a reviewer would refuse and where it is seen.
//! What cannot be measured is a finding or leads to one: a picture without a face says so and nothing else.
//! [`Profile`] names the limits and the size of the picture that a receiver asks for.

mod crop;
mod hint;
mod judge;
mod limits;
mod measurements;
mod profile;
mod rank;
mod table;

pub use crop::crop;
pub use hint::{PortraitHint, hint};
pub use judge::{judge, judge_glance};
pub use limits::Limits;
pub use measurements::{
    AroundMeasures, BackdropMeasures, ByHead, FaceMeasures, Framing, HeadMeasures, HiddenFace, Measurements,
    MouthMeasures, Patch, PatchKind, Quality, ShoulderMeasures, Side,
};
pub use profile::{Export, Profile};
pub use rank::{Rank, rank};
pub use table::{Row, Unit, table};
