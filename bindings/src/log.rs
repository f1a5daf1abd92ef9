//! Lines for the shell's own log: what a person who reports a fault can send without sending anything of theirs.

use std::cell::RefCell;
use std::panic;
use std::sync::{Arc, Once, PoisonError, RwLock};

use crate::error::HeyanError;

/// How much a line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevel {
    /// A fault of the core: report it.
    Error,
    /// Something of the shell's own that did not do its work.
    Warning,
    /// How long something took.
    Info,
}

/// Takes lines. They hold places in the source, names of models and times; never a value, a picture, a key or a path.
#[uniffi::export(foreign)]
pub trait LogSink: Send + Sync {
    /// Takes `line`. Called from any thread; must not call back into Heyan.
    fn log(&self, level: LogLevel, line: String) -> Result<(), HeyanError>;
}

static SINK: RwLock<Option<Arc<dyn LogSink>>> = RwLock::new(None);
static HOOK: Once = Once::new();

thread_local! {
    /// Where the last panic of this thread happened. Its message may hold anything and is not kept.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Sends lines to `sink` from now on; to nobody when there is none.
#[uniffi::export]
pub fn set_log_sink(sink: Option<Arc<dyn LogSink>>) {
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let place = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
            PLACE.with(|kept| *kept.borrow_mut() = place);
            before(info);
        }));
    });
    *SINK.write().unwrap_or_else(PoisonError::into_inner) = sink;
}

/// Tells `line`. A sink that fails has nobody to tell it to.
pub(crate) fn tell(level: LogLevel, line: &str) {
    let sink = SINK.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(sink) = sink {
        let _ = sink.log(level, line.to_owned());
    }
}

/// Tells that a call panicked, and where.
pub(crate) fn tell_panic() {
    let place = PLACE.with(|kept| kept.borrow_mut().take());
    tell(
        LogLevel::Error,
        &format!("a call into the core panicked at {}", place.as_deref().unwrap_or("an unknown place")),
    );
}
