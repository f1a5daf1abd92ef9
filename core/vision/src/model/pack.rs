//! Where the models lie on disk.

use std::path::{Path, PathBuf};

use crate::error::VisionError;

/// File name of ONNX Runtime inside a pack; on iOS it is in the app itself.
#[cfg(target_os = "macos")]
const RUNTIME: &str = "libonnxruntime.dylib";
#[cfg(not(any(target_os = "macos", target_os = "ios")))]
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
    #[cfg(not(target_os = "ios"))]
    pub fn runtime(&self) -> Result<PathBuf, VisionError> {
        self.file(RUNTIME)
    }

    /// What of the pack is loaded as a library: the runtime, and nothing where that is in the app itself.
    pub fn libraries(&self) -> Result<Vec<PathBuf>, VisionError> {
        #[cfg(target_os = "ios")]
        return Ok(Vec::new());
        #[cfg(not(target_os = "ios"))]
        self.runtime().map(|path| vec![path])
    }

    /// The file called `name`.
    pub fn file(&self, name: &str) -> Result<PathBuf, VisionError> {
        let path = self.folder.join(name);
        if path.is_file() { Ok(path) } else { Err(VisionError::PackFile { path }) }
    }
}
