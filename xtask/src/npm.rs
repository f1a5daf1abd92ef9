//! Packages through the machine's own npm, so that its settings (proxy, mirror, certificates) count.

use std::path::Path;
use std::process::Command;

use crate::fault::{Fault, Result};
use crate::manifest::Archive;
use crate::run;

/// `npm pack`: the package's archive as its registry keeps it, nothing installed, no script run.
pub fn fetch(archive: &Archive, folder: &Path) -> Result<()> {
    let what = format!("{}@{}", archive.package, archive.version);
    let mut command = Command::new("npm");
    command.args(["pack", "--silent", "--ignore-scripts", "--pack-destination"]).arg(folder).arg(&what);
    let output = run::capture(&mut command)?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Fault::new(format!(
        "npm could not fetch {what}: {}. Put {} into models/cache/wheels/ by hand, or run the same command again.",
        said.trim(),
        archive.file
    )))
}
