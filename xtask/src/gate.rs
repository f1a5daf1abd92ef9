//! `test`: everything CI runs, in order, up to the first failure.

use std::ffi::OsString;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::fault::{Fault, Result};
use crate::{android, bench, bindings, eval, gateway, run, setup};

/// Some seconds each: enough to see that a target works, not to find much. Memory in MB, time-out of one input in s.
const FUZZ_OPTIONS: &[&str] = &["-max_total_time=5", "-verbosity=0", "-rss_limit_mb=1024", "-timeout=20"];

type GateStep = (&'static str, fn() -> Result<()>);

const STEPS: &[GateStep] = &[
    ("setup", || setup::setup(&setup::Options::default())),
    ("fmt", || cargo(&["fmt", "--all", "--check"])),
    ("clippy", || cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])),
    ("tests", || cargo(&["test", "--workspace", "--locked"])),
    ("doc", doc),
    ("fuzz", fuzz),
    ("bindings", bindings::bindings),
    ("android", android::check),
    ("accuracy", || eval::scan(&["--seed", "7", "--count", "24", "--gate"].map(str::to_owned))),
    ("heads", || eval::liveness(&["--seed", "7", "--count", "2", "--split", "held", "--gate"].map(str::to_owned))),
    ("portraits", || eval::portrait(&["--seed", "7", "--count", "1", "--split", "held", "--gate"].map(str::to_owned))),
    ("statements", || {
        eval::statement(&["--seed", "7", "--count", "1", "--split", "held", "--gate"].map(str::to_owned))
    }),
    ("gateway", gateway::check),
    ("bench scan", || bench::bench(&["scan", "--once", "--count", "4"].map(str::to_owned))),
    ("bench vault", || bench::bench(&["vault", "--once", "--megabytes", "200"].map(str::to_owned))),
    ("bench upload", || bench::bench(&["upload", "--megabytes", "50", "--rounds", "1"].map(str::to_owned))),
    ("bench face", || bench::bench(&["face", "--once", "--frames", "90"].map(str::to_owned))),
    ("bench portrait", || bench::bench(&["portrait", "--once", "--times", "10"].map(str::to_owned))),
];

/// Runs every step. Programs are those of the tests: the benches at the end show that they run, not how fast.
pub fn test() -> Result<()> {
    run::check_programs();
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

/// libFuzzer's eyes, as cargo-fuzz gives them: without them it stops after the first input. Stable takes them.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Builds the fuzz targets and lets each run for some seconds, from the seeds that the repository carries.
fn fuzz() -> Result<()> {
    let package = run::root().join("fuzz");
    let host = run::host()?;
    let mut build = run::cargo();
    // With --target the flags leave build scripts alone, and what was built for them is used again.
    build.args(["build", "--release", "--target", &host]).env("RUSTFLAGS", COVERAGE);
    build.arg("--manifest-path").arg(package.join("Cargo.toml")).arg("--target-dir").arg(run::target_dir());
    run::succeed(&mut build)?;

    for target in ["fields", "decode"] {
        let work = run::target_dir().join("fuzz").join(target);
        let corpus = work.join("corpus");
        std::fs::create_dir_all(&corpus).map_err(|e| Fault::io("making", &corpus, &e))?;
        let mut artifacts = OsString::from("-artifact_prefix=");
        artifacts.push(&work);
        artifacts.push("/");
        let mut fuzz = Command::new(run::target_dir().join(&host).join("release").join(target));
        fuzz.current_dir(run::root()).args(FUZZ_OPTIONS).arg(artifacts).arg(&corpus);
        let seeds = package.join("seeds").join(target);
        if seeds.is_dir() {
            fuzz.arg(seeds);
        }
        println!("fuzz: {target}, a failing input would be written to {}", work.display());
        run::succeed(&mut fuzz)?;
    }
    Ok(())
}
