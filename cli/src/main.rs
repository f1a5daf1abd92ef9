//! `heyan`: see [`heyan_cli`].

use std::process::ExitCode;

use clap::Parser;
use heyan_cli::args::{Cli, Command};
use heyan_cli::{case, demo, guide, liveness, matching, portrait, profile, replay, scan, statement, video};

fn main() -> ExitCode {
    video::quiet();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help that nobody reads any more (`heyan --help | head -1`) is no failure.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match cli.command {
        Command::Scan(args) => scan::run(&args),
        Command::Liveness(args) => liveness::run(&args),
        Command::Portrait(args) => portrait::run(&args),
        Command::Match(args) => matching::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Statement(args) => statement::run(&args),
        Command::Case(args) => case::run(&args),
        #[cfg(feature = "sandbox")]
        Command::Gateway(args) => heyan_cli::gateway::run(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => heyan_cli::serve::run(&args),
        Command::Profile(args) => profile::run(&args),
        Command::Guide(args) => guide::run(&args),
        Command::Demo(args) => demo::run(&args),
    }
    .into()
}
