//! Makes samples of all that is judged, and measures Heyan on them. One program: each links all that the product stands on.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::expect_used)]

mod cards;
mod documents;
mod guide;
mod heads;
mod letters;
mod names;
mod portraits;
mod real;
mod statements;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Samples of what is judged: write them, or measure Heyan on them")]
struct Arguments {
    #[command(subcommand)]
    sample: Sample,
}

#[derive(Subcommand)]
enum Sample {
    /// Generated ID cards, and `heyan scan` on them.
    #[command(subcommand)]
    Cards(cards::Command),
    /// Invented names and drawn icons, and the guide on them.
    #[command(subcommand)]
    Guide(guide::Command),
    /// Generated passports and permits, and `heyan scan` on them.
    #[command(subcommand)]
    Documents(documents::Command),
    /// Clips of moving heads with known angles, and the face check on them.
    #[command(subcommand)]
    Heads(heads::Command),
    /// Letters of a filing, and how they are judged.
    #[command(subcommand)]
    Letters(letters::Command),
    /// Names alone, common ones and such with rare characters, and how they are read.
    #[command(subcommand)]
    Names(names::Command),
    /// Portraits before walls with their truth, and the portrait check on them.
    #[command(subcommand)]
    Portraits(portraits::Command),
    /// Recordings and portraits of real people in a folder, and how they are judged.
    Real(real::Command),
    /// Recordings of read statements, and how they are judged.
    #[command(subcommand)]
    Statements(statements::Command),
}

/// 0 when all held, 1 when a limit was missed, 2 with a line on standard error when the work could not be done.
fn main() -> ExitCode {
    match run(Arguments::parse().sample) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("heyan-samples: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(sample: Sample) -> Result<bool, Box<dyn Error>> {
    match sample {
        Sample::Cards(command) => Ok(cards::run(command)?),
        Sample::Guide(command) => guide::run(command),
        Sample::Documents(command) => Ok(documents::run(command)?),
        Sample::Heads(command) => Ok(heads::run(command)?),
        Sample::Letters(command) => letters::run(command),
        Sample::Names(command) => names::run(command),
        Sample::Portraits(command) => Ok(portraits::run(command)?),
        Sample::Real(command) => Ok(real::run(&command)?),
        Sample::Statements(command) => Ok(statements::run(command)?),
    }
}
