//! Generators, evaluation and benchmarks of Heyan.
//!
//! This crate is a test tool: a panic here is a report to its developer, and its programs print.
//! Scans are measured by the product's outside contract (the binary and its JSON). The face check is fed frame by frame
//! through its crates: a thousand clips as video files would cost more time than all the judging.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

pub mod assets;
pub mod backdrop;
pub mod blur;
pub mod capture;
pub mod card;
pub mod defect;
pub mod demo;
pub mod documents;
pub mod effect;
pub mod encode;
pub mod eval;
pub mod face;
pub mod font;
pub mod guide;
pub mod guilloche;
pub mod heads;
pub mod identity;
pub mod letters;
pub mod names;
pub mod ornament;
pub mod other;
pub mod overlay;
pub mod paint;
pub mod people;
pub mod placing;
pub mod portrait;
pub mod portraits;
pub mod print;
pub mod rate;
pub mod real;
pub mod regions;
pub mod rng;
pub mod scene;
pub mod screenshot;
pub mod scripts;
pub mod set;
pub mod statements;
pub mod suite;
pub mod table;
pub mod truth;
pub mod view;
pub mod watermark;
pub mod workers;
