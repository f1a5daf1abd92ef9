//! Rivals, each in an environment of its own, and the scripts that time them.

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

/// A rival and where it is installed.
pub struct Rival {
    /// Its name.
    name: &'static str,
    /// The folder of its environment, below cargo's target folder.
    venv: &'static str,
    /// The file beside the scripts that lists its packages.
    requirements: &'static str,
    /// Whether exactly what is listed is installed, whatever the packages ask for.
    exactly: bool,
    /// The Pythons that it has wheels for, when not all from 3.11 on.
    pythons: Option<&'static str>,
}

/// The rival of `bench scan`.
pub const RAPIDOCR: Rival =
    Rival { name: "RapidOCR", venv: "rival-venv", requirements: "requirements.txt", exactly: false, pythons: None };

/// The rival of `bench face`.
pub const MEDIAPIPE: Rival = Rival {
    name: "MediaPipe",
    venv: "rival-face-venv",
    requirements: "requirements_face.txt",
    // It asks for jax, which takes 300 MB and which the face mesh never calls.
    exactly: true,
    pythons: Some("3.11 and 3.12"),
};

/// No rival, but kept like one: what checks the gateway against its description.
pub const SCHEMATHESIS: Rival = Rival {
    name: "schemathesis",
    venv: "schemathesis-venv",
    requirements: "requirements_gateway.txt",
    exactly: false,
    pythons: None,
};

impl Rival {
    /// The environment's Python, made and filled first when it is not what the list says.
    pub fn python(&self) -> Result<PathBuf> {
        let venv = run::target_dir().join(self.venv);
        let python = venv.join("bin").join("python");
        let requirements = script(self.requirements);
        let wanted = fs::read_to_string(&requirements).map_err(|e| Fault::io("reading", &requirements, &e))?;
        // Written last: an interrupted installation does not bear it.
        let stamp = venv.join("installed.txt");
        if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) && python.is_file() {
            return Ok(python);
        }
        println!("bench: installing {} into {}", self.name, venv.display());
        run::succeed(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
        let mut install = Command::new(&python);
        install
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"])
            // Set-up has fetched the largest already.
            .arg("--find-links")
            .arg(run::root().join("models").join("cache").join("wheels"))
            .arg("--requirement")
            .arg(&requirements);
        if self.exactly {
            install.arg("--no-deps");
        }
        let output = run::capture(&mut install)?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let mut fault = pip::explain(&said, "the rival's packages", "their wheels");
            if let Some(pythons) = self.pythons {
                fault += &format!(" {} has wheels for Python {pythons} only.", self.name);
            }
            return Err(Fault::new(fault));
        }
        fs::write(&stamp, wanted).map_err(|e| Fault::io("writing", &stamp, &e))?;
        Ok(python)
    }
}
