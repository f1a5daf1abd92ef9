//! Every screen, with fakes for cases and sessions: no models, no camera, no clock.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a panic in a test is the report")]

mod advice;
mod asked;
mod case_home;
mod cases;
mod consent;
mod device;
mod face;
mod fakes;
mod letter;
mod navigator;
mod new_case;
mod order;
mod review;
mod send;
mod settings;
mod shell;
mod statement;
mod taking;
mod typed;
mod words;
