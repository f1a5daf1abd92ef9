//! Judges recordings of real people, from a folder that is not part of the project.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::Result;
use std::path::PathBuf;

use clap::Parser;
use heyan_tests::real::{table, traces};
use heyan_tests::truth::Splits;

#[derive(Parser)]
#[command(about = "Tables of the checks on real people: `traces/` with truth.tsv")]
struct Arguments {
    /// The folder.
    folder: PathBuf,
    /// The people that the rules were tuned on, those held out, or both.
    #[arg(long, default_value = "both")]
    split: Splits,
    /// Exit with 1 when a limit is missed.
    #[arg(long)]
    gate: bool,
}

fn main() -> std::process::ExitCode {
    heyan_tests::program::ended("heyan-real", run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<bool> {
    let traces = traces::read(&arguments.folder.join("traces"))?;
    let mut kept = true;
    for split in arguments.split.list() {
        kept &= table::print(*split, &traces);
    }
    Ok(kept || !arguments.gate)
}
