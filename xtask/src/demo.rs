//! `demo`: generated cards, clips and portraits in, a report to look at out; then one filing order to its end.

mod case;
mod page;

use std::fs;
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Result};
use crate::{run, setup};

/// The generated cards are made to be judged on this day.
const TODAY: &str = "2026-11-01";

/// Set-up, build, generate, judge; then one filing order. With the word `case` only the order.
pub fn demo(arguments: &[String]) -> Result<()> {
    let only_case = match arguments {
        [] => false,
        [word] if word == "case" => true,
        [other, ..] => return Err(Fault::new(format!("demo takes nothing or `case`, and was given {other}"))),
    };
    setup::setup(&setup::Options::default())?;
    println!("demo: building heyan and the generators");
    run::build()?;

    let out = run::target_dir().join("demo");
    if only_case {
        println!("demo: the story of one filing order is {}", case::play(&out)?.display());
        return Ok(());
    }
    let pictures = out.join("pictures");
    clear(&pictures)?;
    println!("demo: drawing cards into {}", pictures.display());
    run::succeed(run::samples("cards").arg("demo").arg("--out").arg(&pictures))?;

    let clips = out.join("clips");
    clear(&clips)?;
    println!("demo: moving heads into {}", clips.display());
    run::succeed(run::samples("heads").arg("demo").arg("--out").arg(&clips))?;

    let portraits = out.join("portraits");
    clear(&portraits)?;
    println!("demo: drawing portraits into {}", portraits.display());
    run::succeed(run::samples("portraits").arg("demo").arg("--out").arg(&portraits))?;

    let statements = out.join("statements");
    clear(&statements)?;
    println!("demo: reading statements into {}", statements.display());
    run::succeed(run::samples("statements").arg("demo").arg("--out").arg(&statements))?;

    println!("demo: judging {} pictures, the clips, portraits and statements", pictures_in(&pictures)?.len());
    run::succeed(run::ours("heyan").arg("demo").arg("--out").arg(&out).args(["--today", TODAY]))?;
    let report = out.join("report.html");
    if !report.is_file() {
        return Err(Fault::new(format!("heyan demo wrote no {}", report.display())));
    }
    let story = case::play(&out)?;
    println!("\ndemo: the report is {}", report.display());
    println!("demo: the story of one filing order is {}", story.display());
    Ok(())
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
