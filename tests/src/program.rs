//! How the programs of this crate end.

use std::fmt::Display;
use std::process::ExitCode;

/// 0 when all held, 1 when a limit was missed, 2 with a line on standard error when `name` could not do its work.
pub fn ended<E: Display>(name: &str, outcome: Result<bool, E>) -> ExitCode {
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::from(2)
        }
    }
}
