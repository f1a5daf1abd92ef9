//! The sealed file, version 1: a header, then chunks, each of which knows its place and whether it is the last.
//!
//! ```text
//!  0  8  "HEYANSL" and the version, 1
//!  8  6  KEM, KDF and AEAD of RFC 9180 section 7, two bytes each, big end first: 0x0020 0x0001 0x0002
//! 14  4  bytes of a whole chunk before sealing, big end first
//! 18 32  the encapsulated key
//! 50  …  chunks: sealed bytes and 16 bytes of tag; all but the last are whole
//! ```
//! HPKE's own sequence number binds the order of the chunks; the associated data of each is one byte, 1 for the last
//! and 0 for the others, so that a file cut at a chunk's edge does not open (the STREAM construction). Its `info` binds
//! the header, the case and the slot: a file put in another's place does not open.

use std::io::{self, Read, Write};

use hpke::aead::{AeadCtxR, AeadCtxS, AesGcm256};
use hpke::kdf::HkdfSha256;
use hpke::kem::{Kem as KemTrait, X25519HkdfSha256};
use hpke::{Deserializable, OpModeR, OpModeS, Serializable};
use ring::digest::{Context, SHA256};

use super::SealError;
use super::key::{Recipient, RecipientSecret};

pub(super) type Suite = X25519HkdfSha256;
pub(super) type PublicKey = <Suite as KemTrait>::PublicKey;
pub(super) type PrivateKey = <Suite as KemTrait>::PrivateKey;
type EncappedKey = <Suite as KemTrait>::EncappedKey;
type Sender = AeadCtxS<AesGcm256, HkdfSha256, Suite>;
type Receiver = AeadCtxR<AesGcm256, HkdfSha256, Suite>;

const MAGIC: [u8; 8] = *b"HEYANSL\x01";
/// RFC 9180, tables 2, 3 and 5.
const SUITE: [u8; 6] = [0x00, 0x20, 0x00, 0x01, 0x00, 0x02];
const ENCAPPED_BYTES: usize = 32;
const HEADER_BYTES: usize = 8 + 6 + 4 + ENCAPPED_BYTES;
const TAG_BYTES: usize = 16;
/// As the vault's records: one chunk in memory on each side, and 16 bytes of tag are a four-thousandth of it.
const CHUNK_BYTES: usize = 64 << 10;
/// An opened header may ask for chunks up to this: a bound for the reader's memory.
const MOST_CHUNK_BYTES: usize = 1 << 20;
/// Bytes of a case's or slot's name.
pub const MOST_NAME_BYTES: usize = 128;
/// The manifest's own slot. No file may take it.
pub const MANIFEST_SLOT: &str = "manifest";

/// What a sealed file belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Binding<'a> {
    /// The gateway's name of the case.
    pub case: &'a str,
    /// Which file of the case.
    pub slot: &'a str,
}

/// What went through, on both sides of the seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digests {
    /// Bytes before sealing.
    pub bytes: u64,
    /// SHA-256 before sealing.
    pub sha256: [u8; 32],
    /// Bytes sealed.
    pub sealed_bytes: u64,
    /// SHA-256 of the sealed file.
    pub sealed_sha256: [u8; 32],
}

/// How many bytes `bytes` become.
pub fn sealed_bytes(bytes: u64) -> u64 {
    let chunks = bytes.div_ceil(CHUNK_BYTES as u64).max(1);
    bytes.saturating_add(chunks.saturating_mul(TAG_BYTES as u64)).saturating_add(HEADER_BYTES as u64)
}

/// Seals all of `from` into `to`. Holds two chunks in memory.
pub fn seal(
    from: &mut dyn Read,
    to: &mut dyn Write,
    recipient: &Recipient,
    binding: Binding<'_>,
) -> Result<Digests, SealError> {
    let prefix = prefix(CHUNK_BYTES);
    let info = info(&prefix, binding)?;
    let (encapped, sender) =
        hpke::setup_sender(&OpModeS::Base, &recipient.0, &info).map_err(|_| SealError::Key("recipient's"))?;
    seal_chunks(from, to, &prefix, &encapped, sender)
}

fn seal_chunks(
    from: &mut dyn Read,
    to: &mut dyn Write,
    prefix: &[u8],
    encapped: &EncappedKey,
    mut sender: Sender,
) -> Result<Digests, SealError> {
    let mut plain = Tally::new();
    let mut sealed = Tally::new();
    let mut put = |bytes: &[u8]| {
        sealed.add(bytes);
        to.write_all(bytes)
    };
    put(prefix)?;
    put(&encapped.to_bytes())?;
    let mut chunk = read_chunk(from, CHUNK_BYTES)?;
    loop {
        // A short chunk is the last; after a whole one only the next read tells.
        let next = if chunk.len() < CHUNK_BYTES { Vec::new() } else { read_chunk(from, CHUNK_BYTES)? };
        let last = next.is_empty();
        plain.add(&chunk);
        // 2^96 chunks are the suite's own limit.
        put(&sender.seal(&chunk, &[u8::from(last)]).map_err(|_| SealError::Key("recipient's"))?)?;
        if last {
            break;
        }
        chunk = next;
    }
    to.flush()?;
    let (bytes, sha256) = plain.end();
    let (sealed_bytes, sealed_sha256) = sealed.end();
    Ok(Digests { bytes, sha256, sealed_bytes, sealed_sha256 })
}

/// Opens all of `from` into `to`, for whoever has the key.
///
/// What `to` got is to be used only when this says `Ok`: each chunk is checked before it is written, but only the last
/// one tells that the file is whole.
pub fn open(
    from: &mut dyn Read,
    to: &mut dyn Write,
    secret: &RecipientSecret,
    binding: Binding<'_>,
) -> Result<Digests, SealError> {
    let mut sealed = Tally::new();
    let mut plain = Tally::new();
    let header = read_chunk(from, HEADER_BYTES)?;
    sealed.add(&header);
    let (prefix, encapped) = header.split_at_checked(HEADER_BYTES - ENCAPPED_BYTES).ok_or(SealError::Format)?;
    let [m @ .., c0, c1, c2, c3] = prefix else { return Err(SealError::Format) };
    let chunk_bytes = u32::from_be_bytes([*c0, *c1, *c2, *c3]) as usize;
    if m != [&MAGIC[..], &SUITE[..]].concat() || chunk_bytes == 0 || chunk_bytes > MOST_CHUNK_BYTES {
        return Err(SealError::Format);
    }
    let encapped = EncappedKey::from_bytes(encapped).map_err(|_| SealError::CutOff)?;
    let info = info(prefix, binding)?;
    let mut receiver: Receiver =
        hpke::setup_receiver(&OpModeR::Base, &secret.secret, &encapped, &info).map_err(|_| SealError::Broken)?;
    let whole = chunk_bytes + TAG_BYTES;
    let mut chunk = read_chunk(from, whole)?;
    loop {
        let next = if chunk.len() < whole { Vec::new() } else { read_chunk(from, whole)? };
        let last = next.is_empty();
        sealed.add(&chunk);
        if chunk.len() < TAG_BYTES {
            return Err(SealError::CutOff);
        }
        let opened = receiver.open(&chunk, &[u8::from(last)]).map_err(|_| SealError::Broken)?;
        plain.add(&opened);
        to.write_all(&opened)?;
        if last {
            break;
        }
        chunk = next;
    }
    to.flush()?;
    let (bytes, sha256) = plain.end();
    let (sealed_bytes, sealed_sha256) = sealed.end();
    Ok(Digests { bytes, sha256, sealed_bytes, sealed_sha256 })
}

fn prefix(chunk_bytes: usize) -> Vec<u8> {
    // The constant fits in four bytes.
    let size = u32::try_from(chunk_bytes).unwrap_or(u32::MAX).to_be_bytes();
    [&MAGIC[..], &SUITE[..], &size[..]].concat()
}

/// Lengths go before the names, so that no two pairs of names give the same bytes.
fn info(prefix: &[u8], binding: Binding<'_>) -> Result<Vec<u8>, SealError> {
    let mut info = b"heyan seal 1\0".to_vec();
    info.extend_from_slice(prefix);
    for name in [binding.case, binding.slot] {
        let bytes = u8::try_from(name.len()).map_err(|_| SealError::Name)?;
        if name.is_empty() || name.len() > MOST_NAME_BYTES {
            return Err(SealError::Name);
        }
        info.push(bytes);
        info.extend_from_slice(name.as_bytes());
    }
    Ok(info)
}

/// Reads `size` bytes, or what there is.
fn read_chunk(from: &mut dyn Read, size: usize) -> io::Result<Vec<u8>> {
    let mut chunk = Vec::with_capacity(size);
    from.take(size as u64).read_to_end(&mut chunk)?;
    Ok(chunk)
}

struct Tally {
    bytes: u64,
    hash: Context,
}

impl Tally {
    fn new() -> Self {
        Self { bytes: 0, hash: Context::new(&SHA256) }
    }

    fn add(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.hash.update(bytes);
    }

    fn end(self) -> (u64, [u8; 32]) {
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(self.hash.finish().as_ref());
        (self.bytes, sha256)
    }
}

#[cfg(test)]
#[path = "stream_tests.rs"]
mod tests;
