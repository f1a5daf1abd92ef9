//! The server from outside: what must not get in, and the whole way in a real browser. One program: each links all that the crate
//! stands on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a panic in a test is the report"
)]

mod bench;
mod browser;
mod fixture;
mod hostile;
