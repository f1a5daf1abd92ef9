//! The desk shell of Heyan: files in, JSON and HTML reports out.
//!
//! It reads files, asks the clock, prints and draws. What a picture means is decided in `heyan`.

pub mod args;
pub mod case;
pub mod demo;
#[cfg(feature = "sandbox")]
pub mod gateway;
pub mod guide;
pub mod input;
pub mod judged;
pub mod labels;
pub mod liveness;
pub mod locale;
pub mod matching;
pub mod outcome;
pub mod pack;
pub mod portrait;
pub mod profile;
pub mod record;
pub mod recording;
pub mod replay;
pub mod report;
pub mod scan;
#[cfg(feature = "serve")]
pub mod serve;
pub mod sound;
pub mod statement;
pub mod strip;
pub mod terminal;
pub mod text;
pub mod video;
