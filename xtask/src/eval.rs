//! `eval`: accuracy on generated cards, moving heads, portraits and read statements, and on real people from a folder.

use crate::fault::{Fault, Result};
use crate::run;

/// Builds and hands over to the generators, which draw, judge and compare.
pub fn eval(arguments: &[String]) -> Result<()> {
    match arguments.split_first() {
        Some((what, rest)) if what == "scan" => scan(rest),
        Some((what, rest)) if what == "documents" => documents(rest),
        Some((what, rest)) if what == "liveness" => liveness(rest),
        Some((what, rest)) if what == "portrait" => portrait(rest),
        Some((what, rest)) if what == "statement" => statement(rest),
        Some((what, rest)) if what == "guide" => guide(rest),
        Some((what, rest)) if what == "names" => names(rest),
        Some((what, rest)) if what == "real" => real(rest),
        _ => Err(Fault::new(
            "eval takes what to measure: `cargo xtask eval scan|documents|liveness|portrait|statement|guide|names [--seed N] [--count M]`, or `real DIR`",
        )),
    }
}

/// `eval scan`, with `arguments` passed on.
pub fn scan(arguments: &[String]) -> Result<()> {
    build(&["heyan", "heyan-samples"])?;
    let mut cards = run::samples("cards");
    cards.args(["eval", "scan", "--heyan"]).arg(run::binary("heyan")).args(arguments);
    run::succeed(&mut cards)
}

/// `eval documents`, with `arguments` passed on.
pub fn documents(arguments: &[String]) -> Result<()> {
    build(&["heyan", "heyan-samples"])?;
    let mut papers = run::samples("documents");
    papers.args(["eval", "--heyan"]).arg(run::binary("heyan")).args(arguments);
    run::succeed(&mut papers)
}

/// `eval liveness`, with `arguments` passed on.
pub fn liveness(arguments: &[String]) -> Result<()> {
    build(&["heyan-samples"])?;
    run::succeed(run::samples("heads").arg("eval").args(arguments))
}

/// `eval portrait`, with `arguments` passed on.
pub fn portrait(arguments: &[String]) -> Result<()> {
    build(&["heyan-samples"])?;
    run::succeed(run::samples("portraits").arg("eval").args(arguments))
}

/// `eval statement`, with `arguments` passed on.
pub fn statement(arguments: &[String]) -> Result<()> {
    build(&["heyan-samples"])?;
    run::succeed(run::samples("statements").arg("eval").args(arguments))
}

/// `eval guide`, with `arguments` passed on.
pub fn guide(arguments: &[String]) -> Result<()> {
    build(&["heyan-samples"])?;
    run::succeed(run::samples("guide").arg("eval").args(arguments))
}

/// `eval names`, with `arguments` passed on.
pub fn names(arguments: &[String]) -> Result<()> {
    build(&["heyan-samples"])?;
    run::succeed(run::samples("names").arg("eval").args(arguments))
}

fn build(programs: &[&str]) -> Result<()> {
    println!("eval: building {}", programs.join(" and "));
    run::build_programs(programs)
}

/// `eval real DIR`, with `arguments` passed on.
pub fn real(arguments: &[String]) -> Result<()> {
    build(&["heyan-samples"])?;
    run::succeed(run::samples("real").args(arguments))
}
