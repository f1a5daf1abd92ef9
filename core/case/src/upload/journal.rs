//! What a submission must remember to go on after a kill. Written before each request.

use std::io;

use serde::{Deserialize, Serialize};

use super::tus::{Features, Resource};
use crate::api::{Challenge, Receipt, UploadPlace};
use crate::seal::FileEntry;
use crate::track::Track;

/// The version this code writes.
const VERSION: u8 = 1;

/// Keeps one record, which is replaced as a whole: after a kill the old one or the new one is there.
///
/// It holds the token and the addresses of the uploads: keep it encrypted. The vault does.
pub trait JournalStore: Send + Sync {
    /// The record; `None` before the first [`save`](Self::save).
    fn load(&self) -> io::Result<Option<Vec<u8>>>;

    /// Replaces the record. Returns once it is on the medium.
    fn save(&self, record: &[u8]) -> io::Result<()>;
}

/// How far a submission has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The gateway knows the case.
    Opened,
    /// Every file and the manifest are sealed.
    Sealed,
    /// Every file has arrived; the manifest may have.
    Submitting,
    /// The gateway has it.
    Received(Receipt),
}

/// One sealed file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What the manifest says of it.
    pub entry: FileEntry,
    /// Its name in the outbox.
    pub spool: String,
    /// Where its upload stands.
    pub resource: Resource,
    /// Whether it has arrived.
    pub arrived: bool,
}

/// The record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    version: u8,
    /// The gateway's address.
    pub gateway: String,
    /// The gateway's name of the case.
    pub case: String,
    /// What lets this device speak for it.
    pub token: String,
    /// The case's signing key, PKCS#8 in base64url.
    pub key: String,
    /// The submission's name.
    pub submission: String,
    /// How far it has come.
    pub stage: Stage,
    /// What is to be proven.
    pub challenge: Option<Challenge>,
    /// Where to, and sealed to whom.
    pub place: Option<UploadPlace>,
    /// What is sent: the names of the sources, so that a change of the material is noticed.
    pub sources: Vec<String>,
    /// The sealed files.
    pub items: Vec<Item>,
    /// The sealed manifest, base64url.
    pub manifest: Option<String>,
    /// Where the order stands.
    #[serde(default)]
    pub track: Track,
    /// What was about to be asked when this was written.
    pub doing: Option<String>,
}

impl Journal {
    /// A case just opened.
    pub fn new(gateway: String, case: String, token: String, key: String, submission: String) -> Self {
        Self {
            version: VERSION,
            gateway,
            case,
            token,
            key,
            submission,
            stage: Stage::Opened,
            challenge: None,
            place: None,
            sources: Vec::new(),
            items: Vec::new(),
            manifest: None,
            track: Track::default(),
            doing: None,
        }
    }

    /// Reads it.
    pub fn read(record: &[u8]) -> io::Result<Self> {
        let journal: Self = serde_json::from_slice(record)?;
        if journal.version != VERSION {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the journal is of another version"));
        }
        Ok(journal)
    }

    /// Writes it.
    pub fn write(&self) -> io::Result<Vec<u8>> {
        Ok(serde_json::to_vec(self)?)
    }

    /// What the upload endpoint can do.
    pub fn features(&self) -> Features {
        self.place.as_ref().map(|p| Features::read(&p.extensions, &p.checksum_algorithms)).unwrap_or_default()
    }
}
