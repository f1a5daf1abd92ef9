//! Submissions to a gateway that fails as real ones do. One program: each links all that the crate stands on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a panic in a test is the report"
)]

mod challenge;
mod common;
mod faults;
mod kill;
mod refusals;
mod submission;
mod trust;
