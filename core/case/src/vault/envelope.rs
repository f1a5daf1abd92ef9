//! The sealed form of everything in a vault, version 1.
//!
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 8 | `HEYANREC` |
//! | 8 | 1 | version |
//! | 9 | 1 | kind |
//! | 10 | 2 | bytes of the wrapped key, W |
//! | 12 | 4 | bytes of a chunk of plain content |
//! | 16 | 16 | the vault |
//! | 32 | 16 | the record |
//! | 48 | 8 | the generation it was written for |
//! | 56 | 7 | prefix of its nonces |
//! | 63 | 1 | 0 |
//! | 64 | W | the data key, wrapped |
//! | 64 + W | | chunks, each with its tag of 16 bytes |
//!
//! Numbers are big-endian. The chunks are the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated
//! Encryption and its Nonce-Reuse Misuse-Resistance, 2015): the nonce is prefix, chunk number (4 bytes) and 1 for the last
//! chunk, else 0, so that no chunk can be moved, left out or cut off. The first 64 bytes are authenticated with every chunk, so
//! that no record stands for another. There is always a last chunk, an empty one for no content.

use std::io::{self, Read};

use ring::aead::{Aad, LessSafeKey, NONCE_LEN, Nonce};
use zeroize::{Zeroize, Zeroizing};

use super::RecordId;
use super::key::{DataKey, KeyProvider, TAG_BYTES, WRAPPED_LIMIT, fill};
use crate::error::{Damage, VaultError};

/// Bytes of plain content in a chunk: small enough to stay in the caches, large enough that tags cost nothing.
pub const CHUNK_BYTES: usize = 64 << 10;
/// Bytes of a chunk on disk.
pub(crate) const SEALED_CHUNK_BYTES: usize = CHUNK_BYTES + TAG_BYTES;
/// Bytes before the wrapped key.
pub(crate) const FIXED_BYTES: usize = 64;
const MAGIC: &[u8; 8] = b"HEYANREC";
const VERSION: u8 = 1;
const PREFIX_BYTES: usize = 7;

/// What a record is, so that none stands in another's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Material,
    Index,
    Journal,
    Check,
}

impl Kind {
    const fn number(self) -> u8 {
        match self {
            Self::Material => 1,
            Self::Index => 2,
            Self::Journal => 3,
            Self::Check => 4,
        }
    }
}

/// What a record says of itself before its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) kind: Kind,
    pub(crate) vault: RecordId,
    pub(crate) record: RecordId,
    pub(crate) generation: u64,
}

/// The header of a record with what seals or opens its chunks.
pub(crate) struct Envelope {
    fixed: [u8; FIXED_BYTES],
    wrapped: Vec<u8>,
    cipher: LessSafeKey,
}

impl Envelope {
    /// A new one with a new data key.
    pub(crate) fn seal(label: &Label, keys: &dyn KeyProvider) -> Result<Self, VaultError> {
        let key = DataKey::random()?;
        let wrapped = keys.wrap(&key)?;
        let length = u16::try_from(wrapped.len()).ok().filter(|_| wrapped.len() <= WRAPPED_LIMIT);
        let length = length.ok_or(VaultError::WrongKey)?;
        let mut prefix = [0; PREFIX_BYTES];
        fill(&mut prefix)?;
        let parts: [&[u8]; 10] = [
            MAGIC,
            &[VERSION],
            &[label.kind.number()],
            &length.to_be_bytes(),
            &(CHUNK_BYTES as u32).to_be_bytes(),
            &label.vault.0,
            &label.record.0,
            &label.generation.to_be_bytes(),
            &prefix,
            &[0],
        ];
        let fixed = parts.concat().try_into().unwrap_or([0; FIXED_BYTES]);
        Ok(Self { fixed, wrapped, cipher: key.cipher()? })
    }

    /// Reads the header that `source` begins with and unwraps its key. `wanted.generation` is not compared: index and journal
    /// carry theirs inside.
    pub(crate) fn open(source: &mut impl Read, wanted: &Label, keys: &dyn KeyProvider) -> Result<Self, Trouble> {
        let mut fixed = [0; FIXED_BYTES];
        read_whole(source, &mut fixed)?;
        let field = |at: usize, bytes: usize| fixed.get(at..at + bytes).unwrap_or_default();
        if field(0, 8) != MAGIC {
            return Err(Damage::Alien.into());
        }
        match field(8, 1) {
            [VERSION] => {}
            [version] => return Err(Damage::Version(*version).into()),
            _ => return Err(Damage::Truncated.into()),
        }
        if field(9, 1) != [wanted.kind.number()] || field(16, 16) != wanted.vault.0 || field(32, 16) != wanted.record.0
        {
            return Err(Damage::Misplaced.into());
        }
        let length = field(10, 2).iter().fold(0, |n, byte| n << 8 | usize::from(*byte));
        if length > WRAPPED_LIMIT || field(12, 4) != (CHUNK_BYTES as u32).to_be_bytes() || field(63, 1) != [0] {
            return Err(Damage::Changed.into());
        }
        let mut wrapped = vec![0; length];
        read_whole(source, &mut wrapped)?;
        let key = keys.unwrap(&wrapped).map_err(|error| match error {
            // The vault was opened with this key: what does not fit was changed.
            super::key::KeyError::Refused => Trouble::Damage(Damage::Changed),
            other => Trouble::Other(other.into()),
        })?;
        let cipher = key.cipher().map_err(VaultError::from)?;
        Ok(Self { fixed, wrapped, cipher })
    }

    /// The bytes before the chunks.
    pub(crate) fn header(&self) -> Vec<u8> {
        [self.fixed.as_slice(), &self.wrapped].concat()
    }

    /// Bytes before the chunks.
    pub(crate) fn header_bytes(&self) -> usize {
        FIXED_BYTES + self.wrapped.len()
    }

    /// Seals `chunk` where it lies. `None` when there are more chunks than numbers.
    pub(crate) fn seal_chunk(&self, number: u64, last: bool, chunk: &mut [u8]) -> Option<[u8; TAG_BYTES]> {
        let nonce = self.nonce(number, last)?;
        let tag = self.cipher.seal_in_place_separate_tag(nonce, Aad::from(&self.fixed), chunk).ok()?;
        tag.as_ref().try_into().ok()
    }

    /// Opens `chunk`, its tag at its end, where it lies: its plain content.
    pub(crate) fn open_chunk<'c>(&self, number: u64, last: bool, chunk: &'c mut [u8]) -> Option<&'c [u8]> {
        let nonce = self.nonce(number, last)?;
        self.cipher.open_in_place(nonce, Aad::from(&self.fixed), chunk).ok().map(|plain| &*plain)
    }

    fn nonce(&self, number: u64, last: bool) -> Option<Nonce> {
        let number = u32::try_from(number).ok()?.to_be_bytes();
        let prefix = self.fixed.get(56..56 + PREFIX_BYTES)?;
        let nonce: [u8; NONCE_LEN] = [prefix, &number, &[u8::from(last)]].concat().try_into().ok()?;
        Some(Nonce::assume_unique_for_key(nonce))
    }

    /// All of a small record: header and chunks.
    pub(crate) fn seal_whole(&self, content: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut sealed = self.header();
        let mut chunks = content.chunks(CHUNK_BYTES).peekable();
        let mut number = 0;
        loop {
            let begin = sealed.len();
            sealed.extend_from_slice(chunks.next().unwrap_or_default());
            let last = chunks.peek().is_none();
            let chunk = sealed.get_mut(begin..).unwrap_or_default();
            let tag = self.seal_chunk(number, last, chunk).ok_or(VaultError::Full)?;
            sealed.extend_from_slice(&tag);
            number += 1;
            if last {
                return Ok(sealed);
            }
        }
    }

    /// The content of the chunks in `sealed`.
    pub(crate) fn open_whole(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Damage> {
        let mut content = Zeroizing::new(Vec::with_capacity(sealed.len()));
        let mut chunks = sealed.chunks(SEALED_CHUNK_BYTES).peekable();
        let mut number = 0;
        loop {
            let mut chunk = chunks.next().ok_or(Damage::Truncated)?.to_vec();
            let last = chunks.peek().is_none();
            let opened = self.open_chunk(number, last, &mut chunk).map(|plain| content.extend_from_slice(plain));
            chunk.zeroize();
            opened.ok_or(Damage::Changed)?;
            number += 1;
            if last {
                return Ok(content);
            }
        }
    }
}

/// Damage to a file, or another trouble with it; the caller knows which file it is.
pub(crate) enum Trouble {
    Damage(Damage),
    Other(VaultError),
}

impl From<Damage> for Trouble {
    fn from(damage: Damage) -> Self {
        Self::Damage(damage)
    }
}

impl From<VaultError> for Trouble {
    fn from(error: VaultError) -> Self {
        Self::Other(error)
    }
}

impl Trouble {
    pub(crate) fn of(self, part: crate::error::Part) -> VaultError {
        match self {
            Self::Damage(damage) => VaultError::Damaged(part, damage),
            Self::Other(error) => error,
        }
    }
}

fn read_whole(source: &mut impl Read, bytes: &mut [u8]) -> Result<(), Trouble> {
    source.read_exact(bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => Damage::Truncated.into(),
        _ => Trouble::Other(error.into()),
    })
}

/// Bytes on disk of `content` bytes with a header of `header` bytes.
pub(crate) const fn sealed_bytes(header: u64, content: u64) -> u64 {
    let chunks = if content == 0 { 1 } else { content.div_ceil(CHUNK_BYTES as u64) };
    header + content + chunks * TAG_BYTES as u64
}
