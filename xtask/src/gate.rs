//! `test`: everything CI runs, in order, up to the first failure.

use std::time::{Duration, Instant};

use crate::fault::{Fault, Result};
use crate::{bench, eval, run, setup};

/// Seconds that each fuzz target runs: enough to see that it works, not to find much.
const FUZZ_SECONDS: &str = "-max_total_time=5";

type Step = (&'static str, fn() -> Result<()>);

const STEPS: &[Step] = &[
    ("setup", || setup::setup(&setup::Options::default())),
    ("fmt", || cargo(&["fmt", "--all", "--check"])),
    ("clippy", || cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])),
    ("tests", || cargo(&["test", "--workspace", "--locked"])),
    ("doc", doc),
    ("fuzz", fuzz),
    ("accuracy", || eval::scan(&["--seed", "7", "--count", "24", "--gate"].map(str::to_owned))),
    ("bench", || bench::bench(&["scan", "--once", "--count", "4"].map(str::to_owned))),
];

/// Runs every step.
pub fn test() -> Result<()> {
    let mut summary = Vec::new();
    for (name, step) in STEPS {
        println!("\n=== {name} ===");
        let start = Instant::now();
        let outcome = step();
        let took = start.elapsed();
        println!("=== {name}: {} after {} ===", if outcome.is_ok() { "passed" } else { "FAILED" }, shown(took));
        summary.push((*name, outcome.is_ok(), took));
        if let Err(fault) = outcome {
            print_summary(&summary);
            return Err(Fault::new(format!("{name}: {fault}")));
        }
    }
    print_summary(&summary);
    Ok(())
}

fn print_summary(summary: &[(&str, bool, Duration)]) {
    println!("\nstep       outcome    time");
    for (name, passed, took) in summary {
        println!("{name:<10} {:<8} {:>6}", if *passed { "passed" } else { "FAILED" }, shown(*took));
    }
    for (name, _) in STEPS.iter().skip(summary.len()) {
        println!("{name:<10} not run");
    }
    println!("{:<10} {:<8} {:>6}", "all", "", shown(summary.iter().map(|(_, _, took)| *took).sum()));
}

fn shown(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 60 { format!("{:.1} s", took.as_secs_f64()) } else { format!("{}:{:02}", seconds / 60, seconds % 60) }
}

fn cargo(arguments: &[&str]) -> Result<()> {
    run::succeed(run::cargo().args(arguments))
}

fn doc() -> Result<()> {
    run::succeed(run::cargo().args(["doc", "--workspace", "--no-deps", "--locked"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Builds each target and lets it run for some seconds with the sources' own target folder: what a release
/// build left there is not compiled again.
fn fuzz() -> Result<()> {
    let manifest = run::root().join("fuzz").join("Cargo.toml");
    let mut build = run::cargo();
    build.args(["build", "--release", "--locked", "--manifest-path"]).arg(&manifest).arg("--target-dir");
    run::succeed(build.arg(run::target_dir()))?;
    for target in ["fields", "decode"] {
        let findings = run::target_dir().join("fuzz").join(target);
        std::fs::create_dir_all(&findings).map_err(|e| Fault::io("making", &findings, &e))?;
        let mut artifacts = std::ffi::OsString::from("-artifact_prefix=");
        artifacts.push(&findings);
        artifacts.push("/");
        let mut fuzz = run::ours(target);
        fuzz.args([FUZZ_SECONDS, "-verbosity=0", "-rss_limit_mb=1024", "-timeout=20"]).arg(artifacts);
        run::succeed(&mut fuzz)?;
    }
    Ok(())
}
