//! The head of a vault: how its key is had again, and a check that it is the right one. Version 1.
//!
//! `HEYANVLT`, version (1), kind of key (1), bytes of the parameters P (2), the vault (16), parameters (P), then a record of the
//! kind "check" that holds the SHA-256 of all before it.

use ring::digest::{SHA256, digest};

use super::RecordId;
use super::envelope::{Envelope, Kind, Label, Trouble};
use super::key::{KeyError, KeyKind, KeyProvider, PARAMETERS_LIMIT};
use crate::error::{Damage, Part, VaultError};

const MAGIC: &[u8; 8] = b"HEYANVLT";
const VERSION: u8 = 1;
const FIXED_BYTES: usize = 28;
/// More bytes than any head has.
pub(crate) const LIMIT: u64 = 8192;

/// What must be known to ask for the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How the key is kept.
    pub kind: KeyKind,
    /// What the key's provider needs to have it again.
    pub parameters: Vec<u8>,
    /// The vault.
    pub vault: RecordId,
}

impl Head {
    pub(crate) fn new(keys: &dyn KeyProvider) -> Result<Self, VaultError> {
        let parameters = keys.parameters();
        if parameters.len() > PARAMETERS_LIMIT {
            return Err(VaultError::WrongKey);
        }
        Ok(Self { kind: keys.kind(), parameters, vault: RecordId::random()? })
    }

    fn plain(&self) -> Vec<u8> {
        let length = u16::try_from(self.parameters.len()).unwrap_or(u16::MAX).to_be_bytes();
        [MAGIC.as_slice(), &[VERSION, self.kind.number()], &length, &self.vault.0, &self.parameters].concat()
    }

    fn label(&self) -> Label {
        Label { kind: Kind::Check, vault: self.vault, record: self.vault, generation: 0 }
    }

    pub(crate) fn seal(&self, keys: &dyn KeyProvider) -> Result<Vec<u8>, VaultError> {
        let mut bytes = self.plain();
        let check = Envelope::seal(&self.label(), keys)?.seal_whole(digest(&SHA256, &bytes).as_ref())?;
        bytes.extend(check);
        Ok(bytes)
    }

    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        let damaged = |damage| VaultError::Damaged(Part::Head, damage);
        let fixed = bytes.get(..FIXED_BYTES).ok_or_else(|| damaged(Damage::Truncated))?;
        let field = |at: usize, length: usize| fixed.get(at..at + length).unwrap_or_default();
        if field(0, 8) != MAGIC {
            return Err(damaged(Damage::Alien));
        }
        match *field(8, 2) {
            [VERSION, kind] => {
                let kind = KeyKind::of(kind).ok_or_else(|| damaged(Damage::Changed))?;
                let length = field(10, 2).iter().fold(0, |n, byte| n << 8 | usize::from(*byte));
                let parameters = bytes.get(FIXED_BYTES..FIXED_BYTES + length).filter(|_| length <= PARAMETERS_LIMIT);
                let parameters = parameters.ok_or_else(|| damaged(Damage::Truncated))?.to_vec();
                let vault = RecordId(field(12, 16).try_into().map_err(|_| damaged(Damage::Truncated))?);
                Ok(Self { kind, parameters, vault })
            }
            [version, _] => Err(damaged(Damage::Version(version))),
            _ => Err(damaged(Damage::Truncated)),
        }
    }

    /// Whether `keys` has the key of the vault with this head, of which `bytes` are the file.
    pub(crate) fn check(&self, bytes: &[u8], keys: &dyn KeyProvider) -> Result<(), VaultError> {
        if keys.kind() != self.kind {
            return Err(VaultError::WrongKey);
        }
        let plain = self.plain();
        let mut rest = bytes.get(plain.len()..).unwrap_or_default();
        let envelope = Envelope::open(&mut rest, &self.label(), keys).map_err(|trouble| match trouble {
            // Nothing tells a wrong passphrase from a changed wrapped key.
            Trouble::Damage(Damage::Changed) => KeyError::Refused.into(),
            trouble => trouble.of(Part::Head),
        })?;
        let damaged = |damage| VaultError::Damaged(Part::Head, damage);
        let found = envelope.open_whole(rest).map_err(damaged)?;
        if found.as_slice() == digest(&SHA256, &plain).as_ref() { Ok(()) } else { Err(damaged(Damage::Changed)) }
    }
}
