//! `heyan demo`: the sample pictures, scanned into a report to look at.

use std::fs;
use std::path::{Path, PathBuf};

use crate::args::DemoArgs;
use crate::labels;
use crate::scan::{Desk, Outcome};
use crate::terminal::complain;

/// Scans `pictures/` in the folder and writes the report beside it. The samples hold defects on purpose, so a
/// verdict is no failure here.
pub fn run(args: &DemoArgs) -> Outcome {
    let mut desk = Desk::new(&args.common, None, false);
    let folder = args.out.join("pictures");
    let samples = samples(&folder);
    if samples.is_empty() {
        complain(&labels::demo_empty(&folder, desk.lang()));
        return Outcome::Failed;
    }
    if !desk.open_report(&args.out) {
        return Outcome::Failed;
    }
    desk.scan_all(&samples);
    match desk.finish() {
        Outcome::Failed => Outcome::Failed,
        Outcome::Accepted | Outcome::Refused => Outcome::Accepted,
    }
}

/// The pictures in `folder` by name, so that the report has the same order every time.
fn samples(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| is_picture(path)).collect();
    paths.sort();
    paths
}

fn is_picture(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    matches!(extension.as_str(), "jpg" | "jpeg" | "png" | "webp") && path.is_file()
}
