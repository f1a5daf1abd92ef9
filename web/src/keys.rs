//! The keys of cases: each made of the one passphrase that the person typed, with a salt of its own.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use heyan::vault::{DataKey, KeyError, KeyKind, KeyProvider, Passphrase, Vault};
use heyan_app::device::Keys;
use zeroize::Zeroizing;

/// Keys of cases in one folder.
pub struct PassphraseKeys(Arc<Inside>);

struct Inside {
    words: Zeroizing<String>,
    cases: PathBuf,
    /// Those that were derived: it takes part of a second each.
    made: Mutex<BTreeMap<String, Arc<Passphrase>>>,
}

impl PassphraseKeys {
    /// Of `words`, for the cases in the folder `cases`.
    pub fn new(words: Zeroizing<String>, cases: PathBuf) -> Self {
        Self(Arc::new(Inside { words, cases, made: Mutex::default() }))
    }
}

impl Keys for PassphraseKeys {
    fn of(&self, alias: &str, create: bool) -> Box<dyn KeyProvider> {
        Box::new(Later { keys: self.0.clone(), alias: alias.to_owned(), create })
    }
}

/// A key that is derived once it is used.
struct Later {
    keys: Arc<Inside>,
    alias: String,
    create: bool,
}

impl Inside {
    fn made(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Passphrase>>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Later {
    fn key(&self) -> Result<Arc<Passphrase>, KeyError> {
        if let Some(made) = self.keys.made().get(&self.alias) {
            return Ok(made.clone());
        }
        let words = self.keys.words.as_bytes();
        let key = if self.create {
            Passphrase::new(words)?
        } else {
            let head = Vault::peek(&self.keys.cases.join(&self.alias)).map_err(|_| KeyError::Gone)?;
            if head.kind != KeyKind::Passphrase {
                return Err(KeyError::Refused);
            }
            Passphrase::again(words, &head.parameters)?
        };
        let key = Arc::new(key);
        self.keys.made().insert(self.alias.clone(), key.clone());
        Ok(key)
    }
}

impl KeyProvider for Later {
    fn kind(&self) -> KeyKind {
        KeyKind::Passphrase
    }

    fn parameters(&self) -> Vec<u8> {
        self.key().map(|key| key.parameters()).unwrap_or_default()
    }

    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, KeyError> {
        self.key()?.wrap(key)
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, KeyError> {
        self.key()?.unwrap(wrapped)
    }

    fn forget(&self) -> Result<(), KeyError> {
        self.keys.made().remove(&self.alias);
        Ok(())
    }
}
