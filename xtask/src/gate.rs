//! `test`: everything CI runs. Steps that use all cores run alone and in order; the others side by side, one a core.

mod order;

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use order::Step;

use crate::fault::{Fault, Result};
use crate::{android, bench, bindings, cpu, eval, gateway, run, setup, swift, web};

/// Some seconds each: enough to see that a target works, not to find much. Memory in MB, time-out of one input in s.
const FUZZ_OPTIONS: &[&str] = &["-max_total_time=5", "-verbosity=0", "-rss_limit_mb=1024", "-timeout=20"];

/// A step that runs cargo, or all of whose parts use every core.
const fn alone(name: &'static str, needs: &'static [&'static str], work: fn() -> Result<()>) -> Step {
    Step { name, needs, alone: true, work }
}

/// A step that one core is enough for. It finds everything built.
const fn beside(name: &'static str, needs: &'static [&'static str], work: fn() -> Result<()>) -> Step {
    Step { name, needs, alone: false, work }
}

/// Who runs long stands first among those side by side.
const STEPS: &[Step] = &[
    alone("setup", &[], || setup::setup(&setup::Options::default())),
    alone("fmt", &[], || cargo(&["fmt", "--all", "--check"])),
    alone("clippy", &["setup"], || {
        cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
    }),
    alone("doc", &["setup"], doc),
    alone("programs", &["setup"], || cargo(&["build", "--workspace", "--all-targets", "--locked"])),
    alone("fuzz", &["setup"], fuzz),
    beside("tests", &["programs"], tests),
    beside("bindings", &["programs"], bindings::check),
    beside("statements", &["programs"], || eval::statement(&held(&["--count", "1", "--threads", "1"]))),
    beside("heads", &["programs"], || eval::liveness(&held(&["--count", "2", "--threads", "1"]))),
    beside("accuracy", &["programs"], || eval::scan(&held(&["--count", "24", "--threads", "1"]))),
    beside("portraits", &["programs"], || eval::portrait(&held(&["--count", "1", "--threads", "1"]))),
    beside("android", &["bindings"], android::gate),
    beside("swift", &["bindings"], swift::gate),
    beside("gateway", &["programs"], gateway::check),
    beside("web", &["programs"], web::check),
    // All are pinned to the same core, so one after another. Here they show that they run, not how fast.
    beside("bench scan", &["programs"], || bench(&["scan", "--once", "--count", "1"])),
    beside("bench face", &["bench scan"], || bench(&["face", "--once", "--frames", "30"])),
    beside("bench portrait", &["bench face"], || bench(&["portrait", "--once", "--times", "2"])),
    beside("bench vault", &["bench portrait"], || bench(&["vault", "--once", "--megabytes", "50"])),
    beside("bench upload", &["bench vault"], || bench(&["upload", "--megabytes", "20", "--rounds", "1"])),
];

/// Runs every step, or those named and what they need. Programs are those of the tests, with checks for overflows.
pub fn test(arguments: &[String]) -> Result<()> {
    if let [word, name, note] = arguments
        && word == order::ONE
    {
        return step(name, Path::new(note));
    }
    order::run(&order::chosen(STEPS, arguments)?)
}

/// One step, in a process of its own: what it computed is written into `note`.
fn step(name: &str, note: &Path) -> Result<()> {
    let step = order::named(STEPS, name)?;
    run::check_programs();
    if !step.alone {
        run::programs_are_built();
    }
    let outcome = (step.work)();
    if let Some(spent) = cpu::spent() {
        std::fs::write(note, spent.as_millis().to_string()).map_err(|e| Fault::io("writing", note, &e))?;
    }
    outcome
}

/// The arguments of an evaluation that holds its limits, on the set that nothing was tuned on: the other holds none.
fn held(further: &[&str]) -> Vec<String> {
    ["--seed", "7", "--split", "held", "--gate"].iter().chain(further).map(|word| (*word).to_owned()).collect()
}

fn bench(arguments: &[&str]) -> Result<()> {
    bench::bench(&arguments.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
}

fn cargo(arguments: &[&str]) -> Result<()> {
    run::succeed(run::cargo().args(arguments))
}

/// With the program named, no test builds one of its own.
fn tests() -> Result<()> {
    run::succeed(
        run::cargo().args(["test", "--workspace", "--locked", "--no-fail-fast"]).env("HEYAN_BIN", run::binary("heyan")),
    )
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
    build.args(["build", "--locked", "--target", &host]).env("RUSTFLAGS", COVERAGE);
    build.arg("--manifest-path").arg(package.join("Cargo.toml")).arg("--target-dir").arg(run::target_dir());
    run::succeed(&mut build)?;

    for target in ["fields", "mrz", "credit_code", "qr", "decode"] {
        let work = run::target_dir().join("fuzz").join(target);
        let corpus = work.join("corpus");
        std::fs::create_dir_all(&corpus).map_err(|e| Fault::io("making", &corpus, &e))?;
        let mut artifacts = OsString::from("-artifact_prefix=");
        artifacts.push(&work);
        artifacts.push("/");
        let mut fuzz = Command::new(run::target_dir().join(&host).join("debug").join(target));
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Crates whose tests from outside are one program.
    const WHOLE: [&str; 6] = ["core/rules", "core/vision", "cli", "tests", "tests/gateway", "web"];

    #[test]
    fn no_file_of_tests_is_left_out_of_its_program() {
        for room in WHOLE {
            let folder = run::root().join(room).join("tests");
            let program = std::fs::read_to_string(folder.join("main.rs")).expect("main.rs");
            for entry in std::fs::read_dir(&folder).expect("tests").flatten() {
                let path = entry.path();
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let module = path.extension().is_some_and(|e| e == "rs") || path.join("mod.rs").is_file();
                if module && stem != "main" {
                    assert!(program.lines().any(|line| line == format!("mod {stem};")), "{room}: {stem} is not run");
                }
            }
        }
    }

    #[test]
    fn a_program_that_is_not_tested_holds_no_test() {
        for folder in ["cli/src/main.rs", "bindings/bindgen/src", "tests/src/bin", "tests/gateway/src/bin"] {
            for file in sources(&run::root().join(folder)) {
                let text = std::fs::read_to_string(&file).expect("source");
                assert!(!text.contains("#[test]"), "{} would not be run", file.display());
            }
        }
    }

    fn sources(path: &Path) -> Vec<std::path::PathBuf> {
        if path.is_file() {
            return vec![path.to_path_buf()];
        }
        let listed = std::fs::read_dir(path).expect("folder").flatten();
        listed.flat_map(|entry| sources(&entry.path())).collect()
    }

    #[test]
    fn every_step_comes_after_what_it_needs() {
        for (place, step) in STEPS.iter().enumerate() {
            for need in step.needs {
                assert!(STEPS[..place].iter().any(|earlier| earlier.name == *need), "{} needs {need}", step.name);
            }
        }
    }
}
