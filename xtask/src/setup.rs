//! `setup` and `models`: everything the rest needs, and how it stands.

use std::io::Write;

use crate::checked;
use crate::fault::{Fault, Result};
use crate::manifest::{Manifest, this_target};
use crate::pack::{self, Done};
use crate::pip::Pip;
use crate::{run, system, tusd};

/// Options of `setup`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Leave the operating system's packages alone.
    pub no_system: bool,
}

impl Options {
    /// Reads the arguments.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        for argument in arguments {
            match argument.as_str() {
                "--no-system" => options.no_system = true,
                other => {
                    return Err(Fault::new(format!("setup does not know {other}; it takes --no-system")));
                }
            }
        }
        Ok(options)
    }
}

/// Makes the machine, `models/pack` and the sandbox's upload server ready.
pub fn setup(options: &Options) -> Result<()> {
    models_ready(options)?;
    upload_server()
}

fn say(line: &str) {
    println!("setup: {line}");
}

/// The upload server of the sandbox gateway. Building it takes a minute, and only what sends needs it.
pub fn upload_server() -> Result<()> {
    tusd::ensure(&say)
}

/// Makes the machine and `models/pack` ready.
pub fn models_ready(options: &Options) -> Result<()> {
    if !options.no_system {
        system::ensure(&say)?;
    }
    let models = run::root().join("models");
    let manifest = Manifest::read(&models.join("manifest.toml"))?;
    let Done { kept, made } = pack::make(&manifest, &this_target(), &models, &Pip, &say)?;
    say(&format!("models and pictures: {kept} were right, {made} made, in models/pack and models/cache"));
    Ok(())
}

/// Prints what the manifest names and how it stands here. Fails when something is missing or wrong.
pub fn models() -> Result<()> {
    let models = run::root().join("models");
    let manifest = Manifest::read(&models.join("manifest.toml"))?;
    let mut bad = 0;
    let mut table =
        format!("{:<8} {:<27} {:>8}  {:<24} {:<13} purpose\n", "state", "name", "size", "out of", "licence");
    for file in manifest.files_for(&this_target())? {
        let state = checked::state(&file.destination(&models), pack::made(file))?;
        bad += usize::from(state != checked::State::Right);
        let from = manifest.archive(&file.archive).map(|a| format!("{} {}", a.package, a.version)).unwrap_or_default();
        table += &format!(
            "{:<8} {:<27} {:>8}  {from:<24} {:<13} {}\n",
            state.as_str(),
            file.name,
            pack::size(file.bytes),
            file.licence,
            file.purpose
        );
    }
    // Whoever stops reading it (head, less) has seen enough: no failure.
    let _ = std::io::stdout().write_all(table.as_bytes());
    if bad > 0 {
        return Err(Fault::new(format!("{bad} not as they must be: run `cargo xtask setup`")));
    }
    Ok(())
}
