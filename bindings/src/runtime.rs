//! Work that takes longer than a call may.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

use crate::error::HeyanError;
use crate::guard::no_panic;

static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

/// The process's own runtime: one thread that waits, and those that work.
fn runtime() -> Result<&'static Runtime, HeyanError> {
    let made = || Builder::new_multi_thread().worker_threads(1).thread_name("heyan").enable_all().build().ok();
    let none = || HeyanError::Shell { reason: "the system gave no thread to work on".to_owned() };
    RUNTIME.get_or_init(made).as_ref().ok_or_else(none)
}

/// Runs `work` on a thread of its own. It goes on when the caller stops waiting: who wants it to stop must tell it.
pub(crate) async fn work<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, HeyanError> + Send + 'static,
) -> Result<T, HeyanError> {
    // A panic in it is caught inside; what is left is a runtime that is shut down.
    runtime()?.spawn_blocking(move || no_panic(work)).await.unwrap_or(Err(HeyanError::Ended))
}

/// Calls something when a future is dropped before its end: when the coroutine that waits for it is cancelled.
pub(crate) struct OnDrop<F: FnMut()> {
    call: F,
    armed: bool,
}

impl<F: FnMut()> OnDrop<F> {
    pub(crate) fn new(call: F) -> Self {
        Self { call, armed: true }
    }

    /// The end has come: nothing is to be called.
    pub(crate) fn disarm(mut self) {
        self.armed = false;
    }
}

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        if self.armed {
            (self.call)();
        }
    }
}
