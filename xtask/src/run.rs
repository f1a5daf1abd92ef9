//! Other programs, and where things lie in the repository.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::fault::{Fault, Result};

/// The repository's root. Cargo says where this package is; the path at build time is for a binary run without it.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.parent().map(Path::to_path_buf).unwrap_or(here)
}

/// The folder that cargo builds into.
pub fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Whether programs are built with the checks of tests; see [`check_programs`].
static CHECKED: AtomicBool = AtomicBool::new(false);
/// Whether all programs are there; see [`programs_are_built`].
static BUILT: AtomicBool = AtomicBool::new(false);

/// From now on programs are built as `cargo test --workspace` builds them, with checks for overflows and assertions, and not
/// for speed: a second build with optimisation across crates takes longer than all tests. What speed there is then says nothing.
pub fn check_programs() {
    CHECKED.store(true, Ordering::Relaxed);
}

/// From now on nothing is built: whoever calls has seen to it, and cargo would wait for what runs beside.
pub fn programs_are_built() {
    BUILT.store(true, Ordering::Relaxed);
}

/// Where programs and libraries are built to.
pub fn built_dir() -> PathBuf {
    target_dir().join(if CHECKED.load(Ordering::Relaxed) { "debug" } else { "release" })
}

/// A binary of the workspace.
pub fn binary(name: &str) -> PathBuf {
    built_dir().join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The same cargo that runs this, at the root, with the pack's place told.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // What cargo set for this package is not the business of the packages built from here.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    // Keeping notes for the next build makes the first one a fifth longer, and here there is one.
    if CHECKED.load(Ordering::Relaxed) && std::env::var_os("CARGO_INCREMENTAL").is_none() {
        command.env("CARGO_INCREMENTAL", "0");
    }
    command.current_dir(root()).env("HEYAN_PACK", pack_dir());
    command
}

/// A binary of ours, at the root, with the pack's place told.
pub fn ours(name: &str) -> Command {
    let mut command = Command::new(binary(name));
    command.current_dir(root()).env("HEYAN_PACK", pack_dir());
    command
}

/// The program that makes samples of `kind`, and measures Heyan on them.
pub fn samples(kind: &str) -> Command {
    let mut command = ours("heyan-samples");
    command.arg(kind);
    command
}

/// What the product loads.
pub fn pack_dir() -> PathBuf {
    root().join("models").join("pack")
}

/// The machine's own target triple.
pub fn host() -> Result<String> {
    let output = capture(Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("-vV"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Fault::new("rustc -vV names no host"))
}

/// Numbers of this user and group, as `chroot` takes them.
pub fn user() -> Result<String> {
    let number = |of: &str| -> Result<String> {
        let output = capture(Command::new("id").arg(of))?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    Ok(format!("{}:{}", number("-u")?, number("-g")?))
}

/// Whatever is run optimised here, or loaded by a binding's tests.
const PRODUCT: [&str; 4] = ["heyan-cli", "heyan-tests", "heyan-gateway", "heyan-ffi"];

/// Builds the programs `names` and no more. Whatever is asked for, features are chosen for all of the product: else crates that
/// several share would be compiled anew for each.
pub fn build_programs(names: &[&str]) -> Result<()> {
    let mut command = build_command();
    names.iter().for_each(|name| {
        command.args(["--bin", name]);
    });
    built(command)
}

/// The same without what a default feature adds to a program (`heyan`: its sandbox and its pages), for a first look at it: building
/// the whole of it afterwards links the program anew, and finds all that the two share.
pub fn build_bare_programs(names: &[&str]) -> Result<()> {
    let mut command = build_command();
    command.arg("--no-default-features");
    names.iter().for_each(|name| {
        command.args(["--bin", name]);
    });
    built(command)
}

/// Builds the binding's library, and the programs `names`.
pub fn build_binding(names: &[&str]) -> Result<()> {
    let mut command = build_command();
    command.arg("--lib");
    names.iter().for_each(|name| {
        command.args(["--bin", name]);
    });
    built(command)
}

/// Builds the example `name` and returns where it lies.
pub fn build_example(package: &str, name: &str) -> Result<PathBuf> {
    let mut command = build_command();
    command.args(["--package", package, "--example", name]);
    built(command)?;
    Ok(built_dir().join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

fn built(mut command: Command) -> Result<()> {
    if BUILT.load(Ordering::Relaxed) { Ok(()) } else { succeed(&mut command) }
}

/// The program that writes a binding's sources. It is run once: never optimised, and the one of the tests where there is one.
pub fn bindgen() -> Command {
    if BUILT.load(Ordering::Relaxed) {
        return ours("heyan-bindgen");
    }
    let mut command = cargo();
    command.args(["run", "--quiet", "--locked", "--package", "heyan-bindgen", "--"]);
    command
}

fn build_command() -> Command {
    let mut command = cargo();
    command.args(["build", "--locked"]);
    if CHECKED.load(Ordering::Relaxed) {
        command.arg("--workspace");
    } else {
        command.arg("--release");
        PRODUCT.iter().for_each(|package| {
            command.args(["--package", package]);
        });
    }
    command
}

/// Runs `command` with its output shown. Returns its exit code.
pub fn code_of(command: &mut Command) -> Result<i32> {
    let status = command.status().map_err(|e| not_started(command, &e))?;
    status.code().ok_or_else(|| Fault::new(format!("{} was stopped: {status}", shown(command))))
}

/// Runs `command` with its output shown; anything but 0 is a fault.
pub fn succeed(command: &mut Command) -> Result<()> {
    match code_of(command)? {
        0 => Ok(()),
        code => Err(Fault::new(format!("{} ended with exit code {code}", shown(command)))),
    }
}

/// Runs `command` and keeps what it prints.
pub fn capture(command: &mut Command) -> Result<Output> {
    command.stdin(Stdio::null()).output().map_err(|e| not_started(command, &e))
}

/// Whether `command` exists and ends well. Prints nothing.
pub fn works(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
}

/// The command as one would type it.
pub fn shown(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

fn not_started(command: &Command, error: &std::io::Error) -> Fault {
    let program = command.get_program().to_string_lossy();
    if error.kind() == ErrorKind::NotFound {
        Fault::new(format!("{program} was not found: install it, or run `cargo xtask setup`"))
    } else {
        Fault::new(format!("{program} could not be started: {error}"))
    }
}
