//! The desk shell: the real program, and what it writes. One program: each links all that the crate stands on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a panic in a test is the report"
)]

mod case;
mod command_line;
mod fixture;
mod guide;
mod matching;
mod portrait;
mod recordings;
mod report;
mod report_runs;
#[cfg(unix)]
mod shells;
mod submit;
mod text;
