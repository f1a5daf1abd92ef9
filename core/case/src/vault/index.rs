//! The index: which records there are, and the state that goes with them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::RecordId;
use crate::error::{Damage, Part, VaultError};

/// Bytes that an index may have: some thousand records.
pub(crate) const LIMIT: u64 = 16 << 20;

/// One record of material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name on disk, drawn at random.
    pub id: RecordId,
    /// What its owner calls it, as `id_front/0`; stored encrypted.
    pub label: String,
    /// Bytes of its content.
    pub bytes: u64,
    /// When it was stored.
    pub added: Timestamp,
    /// When it purges itself.
    pub keep_until: Option<Timestamp>,
}

/// All that a vault knows.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Index {
    pub(crate) version: u8,
    /// Counts the changes since the vault was made.
    pub(crate) generation: u64,
    pub(crate) entries: Vec<Entry>,
    /// The owner's own state, changed together with the records.
    pub(crate) state: String,
}

impl Drop for Index {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.state);
    }
}

const VERSION: u8 = 1;

impl Index {
    pub(crate) fn new(state: String) -> Self {
        Self { version: VERSION, generation: 1, entries: Vec::new(), state }
    }

    pub(crate) fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        // Room enough that no copy is left behind by growing: JSON doubles quotes at most.
        let room = 2 * self.state.len() + 512 * self.entries.len() + 256;
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        serde_json::to_writer(&mut *bytes, self).map_err(|error| VaultError::Io(error.into()))?;
        Ok(bytes)
    }

    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        let damaged = |damage| VaultError::Damaged(Part::Index, damage);
        // It was sealed by this program or a newer one: what it does not know is of a newer one.
        #[derive(Deserialize)]
        struct Versioned {
            version: u8,
        }
        let versioned: Versioned = serde_json::from_slice(bytes).map_err(|_| damaged(Damage::Changed))?;
        if versioned.version != VERSION {
            return Err(damaged(Damage::Version(versioned.version)));
        }
        serde_json::from_slice(bytes).map_err(|_| damaged(Damage::Changed))
    }
}
