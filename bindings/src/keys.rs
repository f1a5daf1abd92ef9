//! Keys that the phone's hardware keeps.

use std::sync::Arc;

use heyan::vault::{DataKey, KeyError, KeyKind, KeyProvider as CoreKeys};

use crate::error::HeyanError;
use crate::log::{LogLevel, tell};

/// Wraps the keys of cases with keys that never leave the hardware: one key an `alias`, so that destroying it destroys what
/// it wrapped. An alias is a random name, 32 hexadecimal digits.
///
/// Throw `KeyGone` when the key of that alias is no more (the app was installed anew, a backup was restored), `KeyLocked` when
/// it cannot be used now, and `BadArgument` when what is to be unwrapped was wrapped by another key or was changed.
/// Any other exception counts as `KeyLocked`. Methods are called on the thread of the call that needs them.
#[uniffi::export(foreign)]
pub trait KeyProvider: Send + Sync {
    /// Wraps `key`, 32 bytes; at most 1024 bytes come back. Makes the key of `alias` when there is none yet and `create` says
    /// so; without it a missing key is `KeyGone`.
    fn wrap(&self, alias: String, key: Vec<u8>, create: bool) -> Result<Vec<u8>, HeyanError>;

    /// The key in `wrapped`.
    fn unwrap(&self, alias: String, wrapped: Vec<u8>) -> Result<Vec<u8>, HeyanError>;

    /// Destroys the key of `alias`. Nothing is to be done when there is none.
    fn forget(&self, alias: String) -> Result<(), HeyanError>;
}

/// One alias of the shell's provider.
pub(crate) struct Alias {
    pub(crate) keys: Arc<dyn KeyProvider>,
    pub(crate) alias: String,
    pub(crate) create: bool,
}

impl CoreKeys for Alias {
    fn kind(&self) -> KeyKind {
        KeyKind::Platform
    }

    fn parameters(&self) -> Vec<u8> {
        self.alias.as_bytes().to_vec()
    }

    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, KeyError> {
        self.keys.wrap(self.alias.clone(), key.expose().to_vec(), self.create).map_err(refused)
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, KeyError> {
        let key = self.keys.unwrap(self.alias.clone(), wrapped.to_vec()).map_err(refused)?;
        DataKey::of(&key).ok_or(KeyError::Refused)
    }

    fn forget(&self) -> Result<(), KeyError> {
        self.keys.forget(self.alias.clone()).map_err(refused)
    }
}

fn refused(error: HeyanError) -> KeyError {
    match error {
        HeyanError::KeyGone => KeyError::Gone,
        HeyanError::BadArgument { .. } => KeyError::Refused,
        HeyanError::KeyLocked => KeyError::Locked,
        _ => {
            tell(LogLevel::Warning, "the shell's key provider failed in a way it does not name");
            KeyError::Locked
        }
    }
}
