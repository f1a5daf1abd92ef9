//! `demo`: generated cards in, a report to look at out.

use std::fs;
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Result};
use crate::{run, setup};

/// The generated cards are made to be judged on this day.
const TODAY: &str = "2026-11-01";

/// Set-up, build, generate, scan.
pub fn demo() -> Result<()> {
    setup::setup(&setup::Options::default())?;
    println!("demo: building heyan and heyan-cards");
    run::build_release(&["heyan-cli", "heyan-tests"])?;

    let out = run::target_dir().join("demo");
    let pictures = out.join("pictures");
    clear(&pictures)?;
    println!("demo: drawing cards into {}", pictures.display());
    run::succeed(run::ours("heyan-cards").arg("demo").arg("--out").arg(&pictures))?;

    let files = pictures_in(&pictures)?;
    println!("demo: scanning {} pictures", files.len());
    let mut scan = run::ours("heyan");
    scan.arg("scan").args(&files).arg("--report").arg(&out).args(["--today", TODAY]);
    // 1 says that a picture is refused: the demo shows defects on purpose.
    match run::code_of(&mut scan)? {
        0 | 1 => {}
        code => {
            return Err(Fault::new(format!("heyan scan ended with exit code {code}: a picture was not read")));
        }
    }
    let report = out.join("report.html");
    if !report.is_file() {
        return Err(Fault::new(format!("heyan scan wrote no {}", report.display())));
    }
    println!("demo: the report is {}", report.display());
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
