//! What rules decide, from the outside. One program: each links all that the crate stands on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a panic in a test is the report"
)]

mod approach;
mod continuity;
mod fields;
mod filing_cross;
mod filing_words;
mod guide;
mod heads;
mod judging;
mod letter;
mod liveness;
mod paper;
mod portrait;
mod portrait_cover;
mod presence;
mod printed;
mod statement;
mod trace;
mod travel;
