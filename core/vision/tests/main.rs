//! What perception measures, from the outside. One program: each links all that the crate stands on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a panic in a test is the report"
)]

mod common;
mod face;
mod face_pack;
mod frame;
mod golden;
