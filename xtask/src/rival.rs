//! RapidOCR in an environment of its own, and the scripts that time it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::fault::{Fault, Result};
use crate::pip;
use crate::run;

/// The scripts.
pub fn script(name: &str) -> PathBuf {
    run::root().join("tests").join("bench").join(name)
}

/// The environment's Python, made and filled first when it is not what `requirements.txt` says.
pub fn python() -> Result<PathBuf> {
    let venv = run::target_dir().join("rival-venv");
    let python = venv.join("bin").join("python");
    let requirements = script("requirements.txt");
    let wanted = fs::read_to_string(&requirements).map_err(|e| Fault::io("reading", &requirements, &e))?;
    // Written last: an interrupted installation does not bear it.
    let stamp = venv.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) && python.is_file() {
        return Ok(python);
    }
    println!("bench: installing RapidOCR into {}", venv.display());
    run::succeed(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    let mut install = Command::new(&python);
    install
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"])
        // Set-up has fetched the two largest already.
        .arg("--find-links")
        .arg(run::root().join("models").join("cache").join("wheels"))
        .arg("--requirement")
        .arg(&requirements);
    let output = run::capture(&mut install)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Fault::new(pip::explain(&said, "the rival's packages", "their wheels")));
    }
    fs::write(&stamp, wanted).map_err(|e| Fault::io("writing", &stamp, &e))?;
    Ok(python)
}
