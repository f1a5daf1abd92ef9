//! Names and icons for the guide, with what is right of each.

pub mod icons;
pub mod names;
