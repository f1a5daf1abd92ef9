//! The pages of `heyan serve` in a real browser, whose camera and microphone play generated clips.

use std::process::Command;

use crate::fault::{Fault, Result};
use crate::{run, system};

/// The tests that need a browser, one after the other: each has the machine to itself, as a person has.
pub fn check() -> Result<()> {
    run::succeed(&mut tests("browser::")?)
}

/// `bench web`: what a person before the camera waits for, and what it costs.
pub fn bench(arguments: &[String]) -> Result<()> {
    let gate = match arguments {
        [] => false,
        [word] if word == "--gate" => true,
        [other, ..] => return Err(Fault::new(format!("bench web takes --gate, and was given {other}"))),
    };
    let mut tests = tests("bench::")?;
    tests.arg("--nocapture");
    if gate {
        tests.env("HEYAN_BENCH_GATE", "1");
    }
    run::succeed(&mut tests)
}

fn tests(of: &str) -> Result<Command> {
    system::browser(&|line| println!("web: {line}"))?;
    run::build_programs(&["heyan", "heyan-samples"])?;
    let mut tests = run::cargo();
    // The whole workspace, so that no crate is built anew with other features; only the pages have tests of these names.
    tests.args(["test", "--workspace", "--locked", "--test", "tests", "--", "--ignored", of, "--test-threads", "1"]);
    tests.env("HEYAN_SAMPLES", run::binary("heyan-samples")).env("HEYAN_BIN", run::binary("heyan"));
    Ok(tests)
}
