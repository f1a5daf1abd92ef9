//! The pages of `heyan serve` in a real browser, whose camera and microphone play generated clips.

use crate::fault::Result;
use crate::{run, system};

/// The tests that need a browser, one after the other: each has the machine to itself, as a person has.
pub fn check() -> Result<()> {
    system::browser(&|line| println!("web: {line}"))?;
    run::build_programs(&["heyan", "heyan-samples"])?;
    let mut tests = run::cargo();
    // The whole workspace, so that no crate is built anew with other features; only the pages have tests of this name.
    tests.args([
        "test",
        "--workspace",
        "--locked",
        "--test",
        "tests",
        "--",
        "--ignored",
        "browser::",
        "--test-threads",
        "1",
    ]);
    tests.env("HEYAN_SAMPLES", run::binary("heyan-samples")).env("HEYAN_BIN", run::binary("heyan"));
    run::succeed(&mut tests)
}
