//! Where the models lie on disk.

use std::path::{Path, PathBuf};

use crate::error::VisionError;

/// File name of ONNX Runtime inside a pack.
#[cfg(target_os = "macos")]
const RUNTIME: &str = "libonnxruntime.dylib";
#[cfg(not(target_os = "macos"))]
const RUNTIME: &str = "libonnxruntime.so";

/// A folder with ONNX Runtime and the models that `models/manifest.toml` lists.
#[derive(Debug, Clone)]
pub struct Pack {
    folder: PathBuf,
}

impl Pack {
    /// The pack in `folder`. Files are looked for when they are needed.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The runtime library.
    pub fn runtime(&self) -> Result<PathBuf, VisionError> {
        self.file(RUNTIME)
    }

    /// The file called `name`.
    pub fn file(&self, name: &str) -> Result<PathBuf, VisionError> {
        let path = self.folder.join(name);
        if path.is_file() { Ok(path) } else { Err(VisionError::PackFile { path }) }
    }
}
