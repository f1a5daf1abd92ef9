//! Judges still portraits again and again, for `cargo xtask bench portrait`.
//!
//! `portrait_still TIMES PICTURE...` prints a JSON object a picture and time, with the core's own timing; the pack is
//! `$HEYAN_PACK`, one thread.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for the desk: a panic is its report")]

use std::path::PathBuf;
use std::time::Instant;

use heyan::PortraitSession;
use heyan::rules::portrait::Limits;
use heyan::rules::words::Lang;
use heyan::vision::frame::{DecodeLimits, decode};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let times: usize = arguments.next().and_then(|n| n.parse().ok()).unwrap();
    let pack = std::env::var_os("HEYAN_PACK").map_or_else(|| PathBuf::from("models/pack"), PathBuf::from);
    let mut session = PortraitSession::open(&pack, 1, Limits::default()).unwrap();
    for path in arguments {
        let bytes = std::fs::read(&path).unwrap();
        for _ in 0..times {
            let begun = Instant::now();
            let picture = decode(&bytes, &DecodeLimits::default()).unwrap();
            let picture = picture.timed(begun.elapsed().as_secs_f64() * 1e3);
            println!("{}", session.judge(&picture).unwrap().to_json(&path, Lang::En));
        }
    }
}
