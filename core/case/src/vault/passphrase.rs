//! Keys of the desk: a passphrase, or a file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use super::key::{DataKey, KEY_BYTES, KeyError, KeyKind, KeyProvider, fill, open_key, seal_key};

/// Bytes of the salt (RFC 9106, 3.1: 16 recommended).
const SALT_BYTES: usize = 16;

/// What Argon2id costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Costs {
    /// Memory, KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Costs {
    /// RFC 9106, 4: the second recommended option, for where memory is scarce.
    fn default() -> Self {
        Self { memory_kib: 64 << 10, passes: 3, lanes: 4 }
    }
}

impl Costs {
    /// Costs that a head may ask for. Beyond them a changed head could make opening take for ever.
    fn bearable(self) -> bool {
        let lanes = 1..=16;
        lanes.contains(&self.lanes)
            && (8 * self.lanes..=1 << 20).contains(&self.memory_kib)
            && (1..=32).contains(&self.passes)
    }
}

/// A key made of a passphrase with Argon2id (RFC 9106).
pub struct Passphrase {
    key: DataKey,
    salt: [u8; SALT_BYTES],
    costs: Costs,
}

impl Passphrase {
    /// For a new vault, with a new salt.
    ///
    /// # Errors
    /// When the system gives no randomness or not the memory.
    pub fn new(passphrase: &[u8]) -> Result<Self, KeyError> {
        Self::with_costs(passphrase, Costs::default())
    }

    /// For a new vault, with other costs than the default.
    ///
    /// # Errors
    /// When the system gives no randomness or not the memory, or the costs are out of bounds.
    pub fn with_costs(passphrase: &[u8], costs: Costs) -> Result<Self, KeyError> {
        let mut salt = [0; SALT_BYTES];
        fill(&mut salt)?;
        Self::derive(passphrase, salt, costs)
    }

    /// For a vault whose head has these parameters.
    ///
    /// # Errors
    /// When they are none of a passphrase.
    pub fn again(passphrase: &[u8], parameters: &[u8]) -> Result<Self, KeyError> {
        let mut rest = parameters;
        let mut number = || -> Option<u32> {
            let (bytes, more) = rest.split_first_chunk::<4>()?;
            rest = more;
            Some(u32::from_be_bytes(*bytes))
        };
        let costs = number().zip(number()).zip(number());
        let salt: Option<[u8; SALT_BYTES]> = rest.try_into().ok();
        let (Some(((memory_kib, passes), lanes)), Some(salt)) = (costs, salt) else { return Err(KeyError::Refused) };
        Self::derive(passphrase, salt, Costs { memory_kib, passes, lanes })
    }

    fn derive(passphrase: &[u8], salt: [u8; SALT_BYTES], costs: Costs) -> Result<Self, KeyError> {
        if !costs.bearable() {
            return Err(KeyError::Refused);
        }
        let params =
            Params::new(costs.memory_kib, costs.passes, costs.lanes, Some(KEY_BYTES)).map_err(|_| KeyError::Refused)?;
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase, &salt, key.as_mut_slice())
            .map_err(|_| KeyError::Refused)?;
        let key = DataKey::of(key.as_slice()).ok_or(KeyError::Refused)?;
        Ok(Self { key, salt, costs })
    }
}

impl KeyProvider for Passphrase {
    fn kind(&self) -> KeyKind {
        KeyKind::Passphrase
    }

    fn parameters(&self) -> Vec<u8> {
        let Costs { memory_kib, passes, lanes } = self.costs;
        let mut bytes = [memory_kib, passes, lanes].map(u32::to_be_bytes).concat();
        bytes.extend(self.salt);
        bytes
    }

    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, KeyError> {
        seal_key(&self.key, key)
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, KeyError> {
        open_key(&self.key, wrapped)
    }
}

/// A key in a file of 64 hexadecimal digits and a line end.
pub struct KeyFile {
    key: DataKey,
}

impl KeyFile {
    /// Makes a new key and writes it to `path`, readable by its owner only.
    ///
    /// # Errors
    /// When something is there already, or it cannot be written.
    pub fn create(path: &Path) -> io::Result<Self> {
        let key = DataKey::random().map_err(io::Error::other)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        let mut text = Zeroizing::new(String::with_capacity(2 * KEY_BYTES + 1));
        for byte in key.expose() {
            for half in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
        }
        text.push('\n');
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        if let Err(error) = written {
            // Half a key opens nothing and would stand in the way of the next try.
            let _ = fs::remove_file(path);
            return Err(error);
        }
        Ok(Self { key })
    }

    /// The key in the file at `path`.
    ///
    /// # Errors
    /// When it cannot be read ([`io::ErrorKind::InvalidData`]: it is no key).
    pub fn read(path: &Path) -> io::Result<Self> {
        let mut text = Zeroizing::new(String::new());
        // A longer file is none of ours.
        File::open(path)?.take(4 * KEY_BYTES as u64).read_to_string(&mut text)?;
        let digits: Option<Zeroizing<Vec<u8>>> = text
            .trim_end()
            .chars()
            .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
            .collect::<Option<Vec<u8>>>()
            .map(Zeroizing::new);
        let bytes: Option<Zeroizing<Vec<u8>>> = digits.map(|digits| {
            Zeroizing::new(digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, half| byte << 4 | half)).collect())
        });
        let whole = text.trim_end().len() == 2 * KEY_BYTES;
        let key = bytes.filter(|_| whole).and_then(|bytes| DataKey::of(&bytes));
        key.map(|key| Self { key }).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}

impl KeyProvider for KeyFile {
    fn kind(&self) -> KeyKind {
        KeyKind::KeyFile
    }

    fn parameters(&self) -> Vec<u8> {
        Vec::new()
    }

    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, KeyError> {
        seal_key(&self.key, key)
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, KeyError> {
        open_key(&self.key, wrapped)
    }
}
