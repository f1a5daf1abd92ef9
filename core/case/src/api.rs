//! What device and gateway say to each other: `docs/gateway.openapi.yaml` in types.

use std::collections::BTreeMap;

use heyan_rules::filing::Status;
use serde::{Deserialize, Serialize};

/// `POST /v1/cases`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenCase {
    /// The provider's profile.
    pub profile: String,
    /// Its province overlay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// The case's public Ed25519 key, base64url without padding. Its manifests are signed with it.
    pub key: String,
}

/// The answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOpened {
    /// The gateway's name of the case.
    pub case: String,
    /// What lets this device speak for the case. A secret.
    pub token: String,
}

/// `POST /v1/cases/{case}/challenge`: what to do and what to bind it to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Good for one submission, and what recordings are bound to.
    pub nonce: String,
    /// Actions of the face check, in this order; none where the device is to draw them.
    #[serde(default)]
    pub actions: Vec<String>,
    /// Until when it is taken for a submission, milliseconds since 1970.
    pub expires_at_ms: i64,
}

/// `GET /v1/cases/{case}/upload`: where to, and sealed to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadPlace {
    /// The provider it speaks for: the one that the person must have agreed to.
    pub recipient: String,
    /// Address of the tus endpoint.
    pub endpoint: String,
    /// Which key this is.
    pub key_id: String,
    /// X25519 public key, base64url without padding.
    pub key: String,
    /// Bytes one sealed file may have.
    pub most_bytes: u64,
    /// `Tus-Extension` of the endpoint.
    #[serde(default)]
    pub extensions: String,
    /// `Tus-Checksum-Algorithm` of the endpoint.
    #[serde(default)]
    pub checksum_algorithms: String,
}

/// `POST /v1/cases/{case}/submission`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submit {
    /// The signed manifest, sealed; base64url without padding.
    pub manifest: String,
    /// Which key it is sealed to.
    pub key_id: String,
    /// Address of the upload of every slot.
    pub uploads: BTreeMap<String, String>,
}

/// The answer; the same one, however often the same submission comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The submission's name, from its manifest.
    pub submission: String,
    /// Milliseconds since 1970, by the gateway's clock.
    pub received_at_ms: i64,
}

/// `GET /v1/cases/{case}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseStatus {
    /// The gateway's name of the case.
    pub case: String,
    /// All statuses so far, oldest first. Empty before the submission.
    pub history: Vec<StatusEntry>,
    /// When the ministry sent its code by SMS, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms_sent_at_ms: Option<i64>,
    /// The filing number, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filing_number: Option<String>,
    /// When to ask again at the earliest, seconds.
    pub ask_again_s: u64,
}

/// One status of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusEntry {
    /// How it stood.
    pub status: Status,
    /// Milliseconds since 1970, by the gateway's clock.
    pub at_ms: i64,
    /// What the reviewer said, where it was sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

/// Any answer that is no success. `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// What it is about.
    pub code: ProblemCode,
    /// For developers, in English, without personal data.
    pub title: String,
}

/// What a gateway may object to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The request does not follow the description.
    Malformed,
    /// No such address.
    NotFound,
    /// No such method there.
    MethodNotAllowed,
    /// No token, or another case's.
    NotAllowed,
    /// More bytes than are taken.
    TooLarge,
    /// The manifest cannot be opened: another key, another case's, changed.
    ManifestBroken,
    /// Signature wrong.
    Signature,
    /// Signed with another key than the case was opened with.
    OtherKey,
    /// Names another case.
    OtherCase,
    /// Challenge never given to this case.
    NonceUnknown,
    /// Challenge used up by another submission.
    NonceSpent,
    /// Challenge too old.
    NonceExpired,
    /// A recording was not made for a challenge of this gateway and case, or for one too long ago.
    RecordingUnbound,
    /// A file that the manifest lists did not arrive, or not whole.
    FileMissing,
    /// A file arrived that is not the listed one.
    FileChanged,
    /// A file does not open: sealed for another case or place, or changed.
    FileBroken,
    /// The case has a submission already.
    AlreadySubmitted,
    /// The gateway's own fault.
    Internal,
    /// One that this version does not know.
    #[serde(other)]
    Unknown,
}

impl ProblemCode {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::NotAllowed => "not_allowed",
            Self::TooLarge => "too_large",
            Self::ManifestBroken => "manifest_broken",
            Self::Signature => "signature",
            Self::OtherKey => "other_key",
            Self::OtherCase => "other_case",
            Self::NonceUnknown => "nonce_unknown",
            Self::NonceSpent => "nonce_spent",
            Self::NonceExpired => "nonce_expired",
            Self::RecordingUnbound => "recording_unbound",
            Self::FileMissing => "file_missing",
            Self::FileChanged => "file_changed",
            Self::FileBroken => "file_broken",
            Self::AlreadySubmitted => "already_submitted",
            Self::Internal => "internal",
            Self::Unknown => "unknown",
        }
    }
}
