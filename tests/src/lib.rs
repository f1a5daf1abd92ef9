//! Generators, evaluation and benchmarks of Heyan.
//!
//! This crate is a test tool: a panic here is a report to its developer, and its programs print.
//! It knows the product only by its outside contract (the binary and its JSON), never by its crates.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout)]

pub mod assets;
pub mod backdrop;
pub mod card;
pub mod font;
pub mod guilloche;
pub mod identity;
pub mod ornament;
pub mod paint;
pub mod portrait;
pub mod regions;
pub mod rng;
pub mod scene;
pub mod set;
