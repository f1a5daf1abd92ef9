//! The folder with ONNX Runtime and the models.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crate::error::HeyanError;
use crate::log::{LogLevel, tell};
use crate::runtime;

/// Bytes read at a time.
const READ_BYTES: usize = 1 << 20;

/// A pack of models on this device.
#[derive(uniffi::Object)]
pub struct ModelPack {
    folder: PathBuf,
    stopped: Arc<AtomicBool>,
}

#[uniffi::export]
impl ModelPack {
    /// The pack in the folder `folder`.
    #[uniffi::constructor]
    pub fn new(folder: String) -> Self {
        Self { folder: PathBuf::from(folder), stopped: Arc::default() }
    }

    /// The folder, as sessions take it.
    pub fn folder(&self) -> String {
        self.folder.to_string_lossy().into_owned()
    }

    /// Loads ONNX Runtime and reads every model once, so that the first session opens from memory and not from flash. Returns
    /// the bytes read. Dropping the call, or [`Self::cancel`], ends it early with what was read by then.
    pub async fn warm_up(&self) -> Result<u64, HeyanError> {
        let (folder, stopped) = (self.folder.clone(), self.stopped.clone());
        let stop = runtime::OnDrop::new({
            let stopped = stopped.clone();
            move || stopped.store(true, Ordering::Relaxed)
        });
        stopped.store(false, Ordering::Relaxed);
        let read = runtime::work(move || warm(&folder, &stopped)).await;
        stop.disarm();
        read
    }

    /// Ends a warm-up early.
    pub fn cancel(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

fn warm(folder: &Path, stopped: &AtomicBool) -> Result<u64, HeyanError> {
    let begun = Instant::now();
    let pack = heyan::vision::model::Pack::new(folder);
    let libraries = pack.libraries()?;
    let unreadable = |_| HeyanError::ModelUnavailable { reason: "a file of the model pack cannot be read".to_owned() };
    let listed = std::fs::read_dir(folder).map_err(unreadable)?;
    let models = listed.filter_map(|entry| entry.ok().map(|e| e.path()));
    let models = models.filter(|path| path.extension().is_some_and(|e| e == "onnx"));
    let mut bytes = vec![0; READ_BYTES];
    let mut total = 0;
    for path in libraries.into_iter().chain(models) {
        let mut file = File::open(path).map_err(unreadable)?;
        loop {
            if stopped.load(Ordering::Relaxed) {
                return Ok(total);
            }
            match file.read(&mut bytes).map_err(unreadable)? {
                0 => break,
                read => total += read as u64,
            }
        }
    }
    tell(LogLevel::Info, &format!("warmed up in {} ms", begun.elapsed().as_millis()));
    Ok(total)
}
