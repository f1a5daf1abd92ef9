//! The whole way, from generated input to what a person is told. One program: each links all that the crate stands on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a panic in a test is the report"
)]

mod guide;
mod heads;
mod live_scan;
mod scan;
mod understanding;
