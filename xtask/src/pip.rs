//! Packages through the machine's own pip, so that its settings (proxy, mirror, certificates) count.

use std::path::Path;
use std::process::Command;

use crate::fault::{Fault, Result};
use crate::manifest::Wheel;
use crate::pack::Source;
use crate::run;

/// `python3 -m pip download`.
pub struct Pip;

impl Source for Pip {
    fn fetch(&self, wheel: &Wheel, folder: &Path) -> Result<()> {
        let mut command = Command::new("python3");
        command
            .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"])
            // The tags are the manifest's, not this machine's: nothing is installed, so any Python serves.
            .args(["--no-deps", "--only-binary=:all:", "--platform", &wheel.platform])
            .args(["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"])
            .arg("--dest")
            .arg(folder)
            .arg(format!("{}=={}", wheel.package, wheel.version));
        let output = run::capture(&mut command)?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Fault::new(explain(&said, &format!("{} {}", wheel.package, wheel.version), &wheel.wheel)))
    }
}

/// What pip's own message means for the person at the desk.
pub fn explain(said: &str, what: &str, file: &str) -> String {
    let has = |needles: &[&str]| needles.iter().any(|needle| said.contains(needle));
    if has(&["No space left on device", "Errno 28", "Disk quota exceeded"]) {
        return format!(
            "no space left on the device while downloading {what}. pip needs room in the temporary folder (TMPDIR) and \
             under models/cache. Free some and run the same command again, it goes on where it stopped."
        );
    }
    if has(&["No module named pip"]) {
        return "python3 has no pip: install python3-pip (or `python3 -m ensurepip`) and run the same command again."
            .to_owned();
    }
    if has(&["Name or service not known", "name resolution", "NewConnectionError", "Network is unreachable"])
        || has(&[
            "ConnectTimeoutError",
            "ReadTimeoutError",
            "Connection refused",
            "ProxyError",
            "(from versions: none)",
        ])
    {
        return format!(
            "pip cannot reach its package index to download {what}. Check the network and pip's own settings \
             (`python3 -m pip config list`) and run the same command again: what is already here is kept. Without \
             network, put {file} into models/cache/wheels/."
        );
    }
    let last: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
    let tail = last.get(last.len().saturating_sub(3)..).unwrap_or_default().join(" ");
    format!(
        "pip could not download {what}: {tail}. Run the same command again, or put {file} into models/cache/wheels/."
    )
}

#[cfg(test)]
mod tests {
    use super::explain;

    #[test]
    fn no_network_is_said_as_such() {
        let said = "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'\n\
                    ERROR: Could not find a version that satisfies the requirement rapidocr==3.10.0 (from versions: none)";
        let text = explain(said, "rapidocr 3.10.0", "rapidocr.whl");
        assert!(text.contains("Check the network") && text.contains("models/cache/wheels/"), "{text}");
    }

    #[test]
    fn a_full_disk_is_said_as_such() {
        let text = explain("ERROR: Could not install: [Errno 28] No space left on device", "x 1", "x.whl");
        assert!(text.contains("no space left") && text.contains("TMPDIR"), "{text}");
    }

    #[test]
    fn anything_else_keeps_pips_last_words() {
        let text = explain("noise\n\nERROR: the moon is wrong\n", "x 1", "x.whl");
        assert!(text.contains("the moon is wrong"), "{text}");
    }
}
