//! The one list of commands. Builds on a bare machine: the standard library and small crates only.
#![allow(clippy::print_stdout, reason = "a command's prints are its work")]

mod android;
mod bench;
mod bindings;
mod checked;
mod cpu;
mod demo;
mod eval;
mod fault;
mod gate;
mod gateway;
mod manifest;
mod npm;
mod pack;
mod phones;
mod pip;
mod rival;
mod run;
mod setup;
mod stats;
mod swift;
mod system;
mod tusd;
mod unpack;
mod web;

use std::process::ExitCode;

use fault::{Fault, Result};

const HELP: &str = "\
Usage: cargo xtask COMMAND

  setup [--no-system]     system packages, ONNX Runtime, models and test pictures, each checked by sha256; tusd
  models                  what models/manifest.toml names, and how it stands here
  demo [case]             setup, then a report of generated cards and clips, one of portraits, one of statements, and one filing
                          order from beginning to end; `case`: only the order. Prints of each where it lies, once it is there
  test [STEP...]          setup, then everything CI runs, or only these steps and what they need
  eval scan [ARGS...]     accuracy on generated cards: --seed N --count M, further arguments to `heyan-samples cards`
  eval liveness [ARGS...] accuracy of the face check on moving heads: --seed N --count M, further arguments to `heyan-samples heads`
  eval portrait [ARGS...] the portrait check on generated portraits: --seed N --count M, further arguments to `heyan-samples portraits`
  eval real DIR [ARGS]    the face check and the portrait on traces and pictures of real people, out of a folder: --split S, --gate
  eval statement [ARGS]   accuracy on read statements: --seed N --count M, further arguments to `heyan-samples statements`
  bindings                setup, then the sources for Kotlin, Swift and Python, and Kotlin's tests on the real core
  android --check         the app without an SDK: compiled, linked, tested on the real core, its screens drawn
  android --apk           the app packed, for debugging and minified, signed with a key that is not kept, and looked at
  android --ndk DIR       the app's libraries for phones and the emulator, checked for pages of 16 KB
  android --pages DIR     the libraries in a folder, with their bytes and pages
  swift --check           the binding and the app's core as Swift 6, tested on the real core, and the app's views compiled against
                          stubs, in a root of Debian 13 made once for it
  phones --check          the binding looked at by the compiler for phones of both kinds, in the same root
  phones --ios            the binding's static library for iPhones, and the package that a Mac builds the app with
  bench scan [ARGS...]    Heyan beside RapidOCR in one run: --count N, --once, --gate
  bench face [ARGS...]    Heyan beside MediaPipe's face mesh in one run: --frames N, --once, --gate
  bench portrait [ARGS...] Heyan's check of a still beside MediaPipe's mesh and mask: --times N, --once, --gate
  bench statement [ARGS...] a long recording in 1080p, its memory and time: --minutes N, --gate
  bench upload [ARGS...]  Heyan beside curl to the same tusd in one run: --megabytes N, --rounds N, --gate;
                          with --load [--cases N] what a case costs gateway and tusd
  bench vault [ARGS...]   sealing and storing beside `openssl speed` in one run: --megabytes N, --once, --gate

Each can be run again at any time and does only what is left to do.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    if matches!(command.as_str(), "help" | "-h" | "--help") || rest.iter().any(|a| a == "-h" || a == "--help") {
        print!("{HELP}");
        return Ok(());
    }
    match command.as_str() {
        "setup" => setup::setup(&setup::Options::parse(rest)?),
        "models" => none(rest, command).and_then(|()| setup::models()),
        "demo" => demo::demo(rest),
        "test" => gate::test(rest),
        "bindings" => none(rest, command).and_then(|()| bindings::bindings()),
        "android" => android::android(rest),
        "swift" => swift::swift(rest),
        "phones" => phones::phones(rest),
        "eval" => eval::eval(rest),
        "bench" => bench::bench(rest),
        other => Err(Fault::new(format!("no command {other}; `cargo xtask --help` lists them"))),
    }
}

fn none(rest: &[String], command: &str) -> Result<()> {
    match rest.first() {
        None => Ok(()),
        Some(other) => Err(Fault::new(format!("{command} takes no arguments, and was given {other}"))),
    }
}
