//! What every screen works with.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use heyan::rules::words::{Lang, Words};

use crate::ports::Store;

/// What every screen works with: the cases, and the language that is spoken now.
pub struct Desk {
    store: Arc<dyn Store>,
    chinese: AtomicBool,
}

impl Desk {
    /// Over the cases of `store`, in `lang`.
    pub fn new(store: Arc<dyn Store>, lang: Lang) -> Arc<Self> {
        Arc::new(Self { store, chinese: AtomicBool::new(lang == Lang::Zh) })
    }

    /// The language is `lang` from now on. Screens on show are to be told with [`crate::Screen::retell`].
    pub fn speak(&self, lang: Lang) {
        self.chinese.store(lang == Lang::Zh, Ordering::Relaxed);
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        if self.chinese.load(Ordering::Relaxed) { Lang::Zh } else { Lang::En }
    }

    /// The words of the language.
    pub fn words(&self) -> Words {
        Words::new(self.lang())
    }

    /// The cases.
    pub fn store(&self) -> Arc<dyn Store> {
        self.store.clone()
    }
}
