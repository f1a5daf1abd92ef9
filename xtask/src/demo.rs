//! `demo`: generated cards and clips in, a report to look at out, as soon as can be; then portraits, statements, and one filing
//! order to its end.

mod case;
mod page;

use std::fs;
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Result};
use crate::{cpu, run, setup};

/// The generated cards are made to be judged on this day.
const TODAY: &str = "2026-11-01";

/// Samples of one kind: what `heyan-samples` calls them, where `heyan demo` looks for them, what is done.
struct Samples(&'static str, &'static str, &'static str);

const CARDS: Samples = Samples("cards", "pictures", "drawing cards");
const HEADS: Samples = Samples("heads", "clips", "moving heads");
const PORTRAITS: Samples = Samples("portraits", "portraits", "drawing portraits");
const STATEMENTS: Samples = Samples("statements", "statements", "reading statements");

/// Set-up, build, generate, judge; then one filing order. With the word `case` only the order.
pub fn demo(arguments: &[String]) -> Result<()> {
    let only_case = match arguments {
        [] => false,
        [word] if word == "case" => true,
        [other, ..] => return Err(Fault::new(format!("demo takes nothing or `case`, and was given {other}"))),
    };
    setup::models_ready(&setup::Options::default())?;
    println!(
        "demo: building heyan and what makes its samples, with checks and not for speed: times are longer than a release's"
    );
    run::check_programs();
    if !only_case {
        run::build_bare_programs(&["heyan", "heyan-samples"])?;
    }

    let out = run::target_dir().join("demo");
    let mut told = Vec::new();
    let mut tell = |line: String| {
        let after =
            cpu::spent().map_or_else(String::new, |spent| format!(" (processor time so far: {})", cpu::shown(spent)));
        println!("\ndemo: {line}{after}\n");
        told.push(line);
    };
    if !only_case {
        for (what, folder, samples) in [
            ("cards and the face check", out.clone(), &[CARDS, HEADS][..]),
            ("portraits", out.join("portrait"), &[PORTRAITS]),
            ("promise statements", out.join("statement"), &[STATEMENTS]),
        ] {
            let report = judged(&folder, samples)?;
            tell(format!("the report of {what} is {}", report.display()));
        }
    }
    println!("demo: building the sandbox gateway");
    run::build_programs(&["heyan", "heyan-samples"])?;
    setup::upload_server()?;
    tell(format!("the story of one filing order is {}", case::play(&out)?.display()));
    println!("demo: all of it:");
    told.iter().for_each(|line| println!("  {line}"));
    println!("demo: all of this before your own camera: cargo run -p heyan-cli -- serve --open");
    Ok(())
}

/// Makes the samples in `folder` and has them judged. Returns the report.
fn judged(folder: &Path, samples: &[Samples]) -> Result<PathBuf> {
    for Samples(kind, name, doing) in samples {
        let into = folder.join(name);
        clear(&into)?;
        println!("demo: {doing} into {}", into.display());
        run::succeed(run::samples(kind).arg("demo").arg("--out").arg(&into))?;
    }
    println!("demo: judging them");
    run::succeed(run::ours("heyan").arg("demo").arg("--out").arg(folder).args(["--today", TODAY]))?;
    let report = folder.join("report.html");
    if report.is_file() { Ok(report) } else { Err(Fault::new(format!("heyan demo wrote no {}", report.display()))) }
}

/// Removes the folder, so that nothing of an earlier run is mixed in.
pub fn clear(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Fault::io("emptying", folder, &e)),
        _ => Ok(()),
    }
}

/// The pictures in `folder`, by name.
pub fn pictures_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let listed = fs::read_dir(folder).map_err(|e| Fault::io("listing", folder, &e))?;
    let mut files: Vec<PathBuf> = listed
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| {
            let kind = path.extension().unwrap_or_default().to_ascii_lowercase();
            kind == "jpg" || kind == "jpeg" || kind == "png" || kind == "webp"
        })
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(Fault::new(format!("no pictures in {}", folder.display())));
    }
    Ok(files)
}
