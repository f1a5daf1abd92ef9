//! Every sentence a person sees, in Simplified Chinese and English, keyed by finding code.

use crate::finding::Finding;

/// A language there are words for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

/// What is said of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What is seen, with the figure.
    pub message: String,
    /// What the person should do.
    pub advice: String,
}

/// The words of one language.
pub struct Words {
    lang: Lang,
}

impl Words {
    /// The words of `lang`.
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// What to say of `finding`.
    pub fn finding(&self, finding: &Finding) -> Said {
        let _ = self.lang;
        Said { message: finding.code.as_str().to_owned(), advice: String::new() }
    }
}
