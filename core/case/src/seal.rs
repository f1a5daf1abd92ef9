//! What leaves the device: files only the recipient can read, and a signed list of them.
//!
//! Each file is sealed on its own with HPKE (RFC 9180, base mode, X25519 / HKDF-SHA256 / AES-256-GCM) to the gateway's
//! key; the manifest carries the digests of all and is signed with the case's Ed25519 key, then sealed too.

mod key;
mod manifest;
mod stream;

pub use key::{CaseKey, Recipient, RecipientSecret};
pub use manifest::{
    AppBuild, ConsentNote, FileEntry, MANIFEST_SCHEMA, Manifest, Refusal, Signed, StepChallenge, StepResult, TraceEntry,
};
pub use stream::{Binding, Digests, MANIFEST_SLOT, MOST_NAME_BYTES, open, seal, sealed_bytes};

use std::io;

/// What can go wrong while sealing or opening.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// Reading the one side or writing the other.
    #[error("reading or writing while sealing failed: {0}")]
    Io(#[from] io::Error),
    /// The recipient's or the case's key is none.
    #[error("the {0} key is damaged or of another kind")]
    Key(&'static str),
    /// A case or slot name that does not fit the header.
    #[error("a case or file name takes 1 to {MOST_NAME_BYTES} bytes")]
    Name,
    /// Not a sealed file of ours, or of a version to come.
    #[error("this is no sealed file of version 1")]
    Format,
    /// Sealed to another key, for another case or place, or changed since.
    #[error("the seal does not hold: another key, another case's file, or changed on the way")]
    Broken,
    /// The seal ends early.
    #[error("the sealed file is cut off")]
    CutOff,
}
