//! `eval`: accuracy on generated cards.

use crate::fault::{Fault, Result};
use crate::run;

/// Builds and hands over to `heyan-cards eval`, which draws, scans and compares.
pub fn eval(arguments: &[String]) -> Result<()> {
    match arguments.split_first() {
        Some((what, rest)) if what == "scan" => scan(rest),
        _ => Err(Fault::new("eval takes what to measure: `cargo xtask eval scan [--seed N] [--count M]`")),
    }
}

/// `eval scan`, with `arguments` passed on.
pub fn scan(arguments: &[String]) -> Result<()> {
    println!("eval: building heyan and heyan-cards");
    run::build_release(&["heyan-cli", "heyan-tests"])?;
    let mut cards = run::ours("heyan-cards");
    cards.args(["eval", "scan", "--heyan"]).arg(run::release_binary("heyan")).args(arguments);
    run::succeed(&mut cards)
}
