//! The signed list of what is sent.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde::{Deserialize, Serialize};

use super::{CaseKey, SealError};

/// The schema this version writes and reads.
pub const MANIFEST_SCHEMA: &str = "heyan.manifest/1";

/// Set before the bytes that are signed, so that the signature is good for nothing else.
const DOMAIN: &[u8] = b"heyan manifest 1\0";

/// What is sent, for which case and order, and how it was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`MANIFEST_SCHEMA`].
    pub schema: String,
    /// Random name of this submission. The same one sent twice is one.
    pub submission: String,
    /// The gateway's name of the case.
    pub case: String,
    /// The provider's profile that judged.
    pub profile: String,
    /// The province's overlay.
    pub province: Option<String>,
    /// The gateway's challenge, good for one submission. That of each recording stands with its step.
    pub nonce: String,
    /// What made it.
    pub app: AppBuild,
    /// Milliseconds since 1970, by the device's clock.
    pub made_at_ms: i64,
    /// What the person agreed to.
    pub consents: Vec<ConsentNote>,
    /// How each step came out.
    pub steps: Vec<StepResult>,
    /// The files.
    pub files: Vec<FileEntry>,
    /// The traces of face checks among the files.
    pub traces: Vec<TraceEntry>,
}

/// What made the manifest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppBuild {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its operating system.
    pub platform: String,
}

/// What the person agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentNote {
    /// What for.
    pub purpose: String,
    /// Who receives.
    pub recipient: String,
    /// Which text was shown.
    pub text_version: u32,
    /// When, milliseconds since 1970.
    pub given_at_ms: i64,
}

/// How a step came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepResult {
    /// Which.
    pub step: String,
    /// Whether the person kept it against the judgement, which is accept otherwise. A pre-check: the provider decides.
    pub forced: bool,
    /// Codes of the findings.
    pub findings: Vec<String>,
    /// When, milliseconds since 1970.
    pub judged_at_ms: i64,
    /// What the person was asked before the recording; nothing for other steps, and for recordings of versions that did not
    /// note it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<StepChallenge>,
}

/// Who asked for a recording, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "drawn", rename_all = "snake_case")]
pub enum StepChallenge {
    /// The gateway, before the recording.
    Gateway {
        /// Its word, which a later submission need not carry itself.
        nonce: String,
        /// Actions of the face check, in their order; none of a statement.
        actions: Vec<String>,
    },
    /// The device itself: it had no gateway then.
    Here {
        /// Actions of the face check, in their order; none of a statement.
        actions: Vec<String>,
    },
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its place in the case, which its seal is bound to.
    pub slot: String,
    /// The step it belongs to.
    pub step: String,
    /// As `image/jpeg`.
    pub media_type: String,
    /// Bytes before sealing.
    pub bytes: u64,
    /// SHA-256 before sealing, hexadecimal.
    pub sha256: String,
    /// Bytes sealed.
    pub sealed_bytes: u64,
    /// SHA-256 of the sealed file, hexadecimal.
    pub sealed_sha256: String,
}

/// One trace of a face check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceEntry {
    /// The step it belongs to.
    pub step: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// A manifest with its signature. The bytes are kept as they were signed: nobody has to write JSON alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The manifest's JSON, base64url without padding.
    pub manifest: String,
    /// The case's public key, base64url without padding.
    pub key: String,
    /// Ed25519 over the domain and the JSON, base64url without padding.
    pub signature: String,
}

/// Why a signed manifest is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Cannot be read.
    #[error("the manifest cannot be read")]
    Unreadable,
    /// Another key than the case's.
    #[error("the manifest is signed with another key than the case's")]
    OtherKey,
    /// Signature wrong.
    #[error("the manifest's signature does not hold")]
    Signature,
    /// Another schema.
    #[error("the manifest is of another version")]
    Schema,
}

impl Signed {
    /// Signs `manifest`.
    pub fn sign(manifest: &Manifest, key: &CaseKey) -> Result<Self, SealError> {
        let json = serde_json::to_vec(manifest).map_err(|e| SealError::Io(e.into()))?;
        let signature = key.sign(&[DOMAIN, &json].concat());
        Ok(Self { manifest: URL_SAFE_NO_PAD.encode(json), key: key.public(), signature })
    }

    /// The manifest, once key and signature hold. `key` is the one that the case was opened with.
    pub fn verify(&self, key: &str) -> Result<Manifest, Refusal> {
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| Refusal::Unreadable);
        if self.key != key {
            return Err(Refusal::OtherKey);
        }
        let json = decode(&self.manifest)?;
        UnparsedPublicKey::new(&ED25519, decode(key)?)
            .verify(&[DOMAIN, &json].concat(), &decode(&self.signature)?)
            .map_err(|_| Refusal::Signature)?;
        let manifest: Manifest = serde_json::from_slice(&json).map_err(|_| Refusal::Unreadable)?;
        if manifest.schema != MANIFEST_SCHEMA {
            return Err(Refusal::Schema);
        }
        Ok(manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        Manifest {
            schema: MANIFEST_SCHEMA.to_owned(),
            submission: "s".to_owned(),
            case: "c".to_owned(),
            profile: "generic".to_owned(),
            province: None,
            nonce: "n".to_owned(),
            app: AppBuild { name: "heyan".to_owned(), version: "0".to_owned(), platform: "linux".to_owned() },
            made_at_ms: 0,
            consents: Vec::new(),
            steps: Vec::new(),
            files: Vec::new(),
            traces: Vec::new(),
        }
    }

    #[test]
    fn a_signed_manifest_is_read_back() {
        let key = CaseKey::generate().expect("key");
        let signed = Signed::sign(&manifest(), &key).expect("signs");
        assert_eq!(signed.verify(&key.public()), Ok(manifest()));
        let again = CaseKey::from_pkcs8(key.to_pkcs8()).expect("key");
        assert_eq!(again.public(), key.public());
    }

    #[test]
    fn a_change_of_any_kind_is_refused() {
        let key = CaseKey::generate().expect("key");
        let signed = Signed::sign(&manifest(), &key).expect("signs");
        let other = CaseKey::generate().expect("key");
        let verify = |signed: &Signed| signed.verify(&key.public());
        // Somebody else's, honestly signed by that other.
        assert_eq!(verify(&Signed::sign(&manifest(), &other).expect("signs")), Err(Refusal::OtherKey));
        // Somebody else's signature under this key's name.
        let forged = Signed { key: key.public(), ..Signed::sign(&manifest(), &other).expect("signs") };
        assert_eq!(verify(&forged), Err(Refusal::Signature));
        let changed = Signed::sign(&Manifest { nonce: "m".to_owned(), ..manifest() }, &key).expect("signs");
        assert_eq!(verify(&Signed { manifest: changed.manifest, ..signed.clone() }), Err(Refusal::Signature));
        assert_eq!(verify(&Signed { signature: "!".to_owned(), ..signed }), Err(Refusal::Unreadable));
        let later = Manifest { schema: "heyan.manifest/2".to_owned(), ..manifest() };
        assert_eq!(verify(&Signed::sign(&later, &key).expect("signs")), Err(Refusal::Schema));
    }
}
