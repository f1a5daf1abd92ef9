//! `heyan demo`: the sample pictures, clips and portraits, judged into a report to look at.

use std::fs;
use std::path::{Path, PathBuf};

use crate::args::scan::DemoArgs;
use crate::labels;
use crate::outcome::Outcome;
use crate::scan::ScanRun;
use crate::terminal::complain;

/// Scans `pictures/`, runs the face check on `clips/`, the portrait check on `portraits/` and judges the statements of
/// `statements/` in the folder, as far as they are there, and writes the report beside them. The samples hold defects on
/// purpose, so a verdict is no failure here.
pub fn run(args: &DemoArgs) -> Outcome {
    let mut desk = ScanRun::new(&args.common, None, false);
    let of = |folder: &str, endings: &[&str]| files(&args.out.join(folder), endings);
    let pictures = of("pictures", &["jpg", "jpeg", "png", "webp"]);
    let (clips, statements) = (of("clips", &["mp4", "avi"]), of("statements", &["mp4"]));
    let portraits = of("portraits", &["jpg"]);
    if [&pictures, &clips, &portraits, &statements].iter().all(|found| found.is_empty()) {
        complain(&labels::demo_empty(&args.out, desk.lang()));
        return Outcome::Failed;
    }
    if !desk.open_report(&args.out) {
        return Outcome::Failed;
    }
    desk.scan_all(&pictures);
    for clip in clips {
        desk.check_clip(&clip);
    }
    desk.check_portraits(&portraits);
    for statement in statements {
        desk.check_statement(&statement);
    }
    match desk.finish() {
        Outcome::Failed => Outcome::Failed,
        Outcome::Accepted | Outcome::Refused => Outcome::Accepted,
    }
}

/// The files in `folder` with one of these endings by name, so that the report has the same order every time.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let ends = |path: &Path| {
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        endings.contains(&ending.as_str()) && path.is_file()
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| ends(path)).collect();
    paths.sort();
    paths
}
