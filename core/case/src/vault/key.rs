//! Keys: the one of a record, and who keeps the key that wraps it.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use zeroize::Zeroize;

/// Bytes of a data key: AES-256.
pub const KEY_BYTES: usize = 32;
/// Bytes of a tag of AES-GCM.
pub const TAG_BYTES: usize = 16;

/// The key of one record, drawn at random. Wiped on drop, hidden from `Debug`.
#[derive(Clone)]
pub struct DataKey([u8; KEY_BYTES]);

impl Drop for DataKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl DataKey {
    /// A new one.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn random() -> Result<Self, KeyError> {
        let mut key = Self([0; KEY_BYTES]);
        fill(&mut key.0)?;
        Ok(key)
    }

    /// The key in `bytes`, when there are as many as a key has.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The key itself: for who wraps it.
    pub fn expose(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    pub(crate) fn cipher(&self) -> Result<LessSafeKey, KeyError> {
        UnboundKey::new(&AES_256_GCM, &self.0).map(LessSafeKey::new).map_err(|_| KeyError::Refused)
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(…)")
    }
}

/// Fills `bytes` with randomness of the system.
pub(crate) fn fill(bytes: &mut [u8]) -> Result<(), KeyError> {
    SystemRandom::new().fill(bytes).map_err(|_| KeyError::Locked)
}

/// Why a key store did not do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The key is there and is not the one that wrapped this, or what was wrapped was changed.
    #[error("the key does not fit")]
    Refused,
    /// The key is gone for ever: the app was installed anew, or a backup was restored on another device.
    #[error("the key is gone")]
    Gone,
    /// Not now: the device is locked, or the person did not confirm.
    #[error("the key store is locked")]
    Locked,
}

/// How the key that wraps is kept. The number stands in the head of the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// Made of a passphrase with Argon2id.
    Passphrase,
    /// In a file.
    KeyFile,
    /// In the key store of a phone (Android Keystore, Secure Enclave).
    Platform,
}

impl KeyKind {
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Passphrase => 1,
            Self::KeyFile => 2,
            Self::Platform => 3,
        }
    }

    pub(crate) const fn of(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Passphrase),
            2 => Some(Self::KeyFile),
            3 => Some(Self::Platform),
            _ => None,
        }
    }
}

/// Wraps data keys with a key that never leaves it. On phones the hardware does it; on the desk see [`super::passphrase`].
///
/// `unwrap` of what `wrap` gave returns the same key for ever, or an error; a wrapped key that was changed is
/// [`KeyError::Refused`], never another key. Wrapped keys have at most [`WRAPPED_LIMIT`] bytes.
pub trait KeyProvider: Send {
    /// How the key is kept.
    fn kind(&self) -> KeyKind;

    /// What must be known to have the key again, not secret, at most [`PARAMETERS_LIMIT`] bytes: salt and costs of a
    /// passphrase, the alias in a key store.
    fn parameters(&self) -> Vec<u8>;

    /// Wraps `key`.
    ///
    /// # Errors
    /// When the key store refuses.
    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, KeyError>;

    /// The key in `wrapped`.
    ///
    /// # Errors
    /// When it is none of this store's, or the store refuses.
    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, KeyError>;

    /// Destroys the key that wraps: all that it wrapped is lost. Idempotent. Where the key is not the store's own, as a
    /// passphrase, nothing is to be done.
    ///
    /// # Errors
    /// When the key store refuses.
    fn forget(&self) -> Result<(), KeyError> {
        Ok(())
    }
}

/// Most bytes of a wrapped key: RSA-4096 gives 512, an ECIES envelope about 150.
pub const WRAPPED_LIMIT: usize = 1024;
/// Most bytes of a provider's parameters.
pub const PARAMETERS_LIMIT: usize = 1024;

/// `key` sealed by `wrapping`: a random nonce, then AES-256-GCM. 2³² such nonces may be drawn for one wrapping key before a
/// repeat becomes likelier than 2⁻³² (NIST SP 800-38D, 8.3); a case wraps some hundreds.
pub(crate) fn seal_key(wrapping: &DataKey, key: &DataKey) -> Result<Vec<u8>, KeyError> {
    let mut nonce = [0; NONCE_LEN];
    fill(&mut nonce)?;
    let mut sealed = key.expose().to_vec();
    let tag = wrapping
        .cipher()?
        .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(WRAP_CONTEXT), &mut sealed)
        .map_err(|_| KeyError::Refused)?;
    Ok([&nonce, sealed.as_slice(), tag.as_ref()].concat())
}

/// The key that [`seal_key`] sealed.
pub(crate) fn open_key(wrapping: &DataKey, wrapped: &[u8]) -> Result<DataKey, KeyError> {
    let (nonce, sealed) = wrapped.split_first_chunk::<NONCE_LEN>().ok_or(KeyError::Refused)?;
    let mut sealed = zeroize::Zeroizing::new(sealed.to_vec());
    let opened = wrapping
        .cipher()?
        .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(WRAP_CONTEXT), &mut sealed)
        .map_err(|_| KeyError::Refused)?;
    DataKey::of(opened).ok_or(KeyError::Refused)
}

/// Keeps wrapped keys apart from everything else that the same key could seal.
const WRAP_CONTEXT: &[u8] = b"heyan data key 1";
