//! The whole way: open the case, seal, send the files, hand in the manifest. Killed anywhere, it goes on.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use tokio::task::JoinSet;

use super::control::{Control, Want};
use super::file::{FileError, FileUpload, Watch, now_ms};
use super::gateway::{Gateway, GatewayError};
use super::journal::{Item, Journal, JournalStore, Stage};
use super::limits::UploadLimits;
use super::progress::{Meter, Progress};
use super::transport::{Distrust, Transport};
use super::tus::{Ending, Resource};
use crate::api::{OpenCase, ProblemCode, Receipt, Submit};
use crate::seal::{
    self, Binding, CaseKey, FileEntry, MANIFEST_SCHEMA, MANIFEST_SLOT, Manifest, Recipient, SealError, Signed,
};
use crate::shipment::{Material, Shipment};

/// What to submit with.
pub struct Submission {
    /// Carries the requests.
    pub transport: Arc<dyn Transport>,
    /// Keeps what must be remembered.
    pub journal: Arc<dyn JournalStore>,
    /// A folder for sealed files. They are as large as the material; the recipient alone can read them.
    pub outbox: PathBuf,
    /// `https://host[:port]` of the gateway.
    pub gateway: String,
    /// Numbers.
    pub limits: UploadLimits,
    /// Stops it.
    pub control: Control,
}

/// Why a submission did not come to its end. What a shell can act on.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// It was asked to pause: the same call goes on.
    #[error("paused; the same command goes on where it stopped")]
    Paused,
    /// It was cancelled, and what was at the server was taken away as far as it let itself.
    #[error("cancelled")]
    Cancelled,
    /// The server is not the one it should be. Nothing was sent to it.
    #[error("{0}; nothing was sent")]
    Distrust(#[from] Distrust),
    /// The gateway refused.
    #[error("the gateway refused the submission ({})", .0.as_str())]
    Refused(ProblemCode),
    /// The upload server ended it.
    #[error("{0}")]
    Ended(Ending),
    /// No way through for now: the same call goes on later.
    #[error("{0}; what was sent is kept, the same command goes on")]
    Unreachable(String),
    /// A submission to another gateway was begun in this case.
    #[error("this case was begun with another gateway")]
    OtherGateway,
    /// The device: disk, journal, key.
    #[error("this device could not keep what is to be sent: {0}")]
    Local(#[from] io::Error),
    /// The material changed after it was sent.
    #[error("the material was handed in already and has changed since: start a new case")]
    Changed,
}

impl From<SealError> for SubmitError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Io(error) => Self::Local(error),
            other => Self::Local(io::Error::other(other)),
        }
    }
}

impl From<GatewayError> for SubmitError {
    fn from(error: GatewayError) -> Self {
        match error {
            GatewayError::Refused(code) => Self::Refused(code),
            GatewayError::Distrust(distrust) => Self::Distrust(distrust),
            GatewayError::Stopped(want) => want.into(),
            other => Self::Unreachable(other.to_string()),
        }
    }
}

impl From<FileError> for SubmitError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Ended(ending @ (Ending::NoProgress(_) | Ending::Restarts(_))) => {
                Self::Unreachable(ending.to_string())
            }
            FileError::Ended(ending) => Self::Ended(ending),
            FileError::Distrust(distrust) => Self::Distrust(distrust),
            FileError::Stopped(want) => want.into(),
            FileError::Local(error) => Self::Local(error),
        }
    }
}

impl From<Want> for SubmitError {
    fn from(want: Want) -> Self {
        if want == Want::Cancel { Self::Cancelled } else { Self::Paused }
    }
}

/// Told of every movement.
pub type OnProgress = Arc<dyn Fn(Progress) + Send + Sync>;

impl Submission {
    /// Submits `shipment`, or goes on with it. Once received, it says so again without a request.
    pub async fn run(&self, shipment: &Shipment, on_progress: OnProgress) -> Result<Receipt, SubmitError> {
        let mut journal = match self.journal.load()? {
            Some(record) => Journal::read(&record)?,
            None => self.open(shipment).await?,
        };
        if journal.gateway != self.gateway {
            return Err(SubmitError::OtherGateway);
        }
        let sources: Vec<String> = shipment.materials().iter().map(|m| m.source.clone()).collect();
        if let Stage::Received(receipt) = &journal.stage {
            return if journal.sources == sources { Ok(receipt.clone()) } else { Err(SubmitError::Changed) };
        }
        let result = self.go_on(&mut journal, shipment, sources, on_progress).await;
        if matches!(result, Err(SubmitError::Cancelled)) {
            self.take_back(&journal).await;
        }
        result
    }

    async fn open(&self, shipment: &Shipment) -> Result<Journal, SubmitError> {
        let key = CaseKey::generate()?;
        let open = OpenCase {
            profile: shipment.profile.clone(),
            province: shipment.province.clone(),
            order: shipment.order.clone(),
            key: key.public(),
        };
        let opened = self.ask().open_case(&open, &self.control).await?;
        let key = URL_SAFE_NO_PAD.encode(key.to_pkcs8());
        let journal = Journal::new(self.gateway.clone(), opened.case, opened.token, key, random_name()?);
        self.keep(&journal)?;
        Ok(journal)
    }

    async fn go_on(
        &self,
        journal: &mut Journal,
        shipment: &Shipment,
        sources: Vec<String>,
        on_progress: OnProgress,
    ) -> Result<Receipt, SubmitError> {
        let gateway = self.ask();
        if journal.sources != sources {
            // The material is another one than was sealed: what is at the server belongs to nothing any more.
            self.take_back(journal).await;
            (journal.items, journal.manifest, journal.stage) = (Vec::new(), None, Stage::Opened);
            journal.sources = sources;
            self.keep(journal)?;
        }
        if journal.challenge.as_ref().is_none_or(|challenge| challenge.expires_at_ms <= now_ms()) {
            journal.challenge = Some(gateway.challenge(&journal.case, &journal.token, &self.control).await?);
            journal.manifest = None;
            self.keep(journal)?;
        }
        if journal.place.is_none() {
            journal.place = Some(gateway.upload_place(&journal.case, &journal.token, &self.control).await?);
            self.keep(journal)?;
        }
        self.seal_files(journal, shipment).await?;
        self.send_files(journal, on_progress).await?;
        for last in [false, true] {
            self.seal_manifest(journal, shipment)?;
            match self.hand_in(journal).await {
                // It took so long that the challenge ran out. The files are bound to the case, not to it.
                Err(SubmitError::Refused(ProblemCode::NonceExpired)) if !last => {
                    journal.challenge = Some(gateway.challenge(&journal.case, &journal.token, &self.control).await?);
                    journal.manifest = None;
                    self.keep(journal)?;
                }
                Ok(receipt) => {
                    journal.stage = Stage::Received(receipt.clone());
                    self.keep(journal)?;
                    for item in &journal.items {
                        // What stays is unreadable here and takes room: the next run clears it.
                        let _ = fs::remove_file(self.outbox.join(&item.spool));
                    }
                    return Ok(receipt);
                }
                Err(error) => return Err(error),
            }
        }
        Err(SubmitError::Refused(ProblemCode::NonceExpired))
    }

    /// Seals what is not sealed yet, file by file, each on the medium before the journal knows of it.
    async fn seal_files(&self, journal: &mut Journal, shipment: &Shipment) -> Result<(), SubmitError> {
        let Some(place) = journal.place.clone() else { return Ok(()) };
        let recipient = Recipient::parse(&place.key)?;
        fs::create_dir_all(&self.outbox)?;
        for (at, material) in shipment.materials().iter().enumerate() {
            if journal.items.get(at).is_some_and(|item| item.arrived || self.is_spooled(item)) {
                continue;
            }
            if self.control.wanted() != Want::Run {
                return Err(self.control.wanted().into());
            }
            let spool = format!("{at:03}.sealed");
            let (path, case, recipient) = (self.outbox.join(&spool), journal.case.clone(), recipient.clone());
            let material = material.clone();
            let entry = tokio::task::spawn_blocking(move || seal_file(&material, &path, &case, &recipient))
                .await
                .map_err(io::Error::other)??;
            if entry.sealed_bytes > place.most_bytes {
                return Err(SubmitError::Ended(Ending::TooLarge));
            }
            // Sealed anew it is another file: neither an upload begun nor a manifest made before goes with it.
            let item = Item { entry, spool, resource: Resource::default(), arrived: false };
            match journal.items.get_mut(at) {
                Some(old) => *old = item,
                None => journal.items.push(item),
            }
            journal.manifest = None;
            self.keep(journal)?;
        }
        Ok(())
    }

    /// Whether the sealed file is there: somebody may have tidied up.
    fn is_spooled(&self, item: &Item) -> bool {
        fs::metadata(self.outbox.join(&item.spool)).is_ok_and(|found| found.len() == item.entry.sealed_bytes)
    }

    fn seal_manifest(&self, journal: &mut Journal, shipment: &Shipment) -> Result<(), SubmitError> {
        let (Some(place), Some(challenge), None) = (&journal.place, &journal.challenge, &journal.manifest) else {
            return Ok(());
        };
        let pkcs8 = URL_SAFE_NO_PAD.decode(&journal.key).map_err(io::Error::other)?;
        let manifest = Manifest {
            schema: MANIFEST_SCHEMA.to_owned(),
            submission: journal.submission.clone(),
            case: journal.case.clone(),
            order: shipment.order.clone(),
            profile: shipment.profile.clone(),
            province: shipment.province.clone(),
            nonce: challenge.nonce.clone(),
            app: shipment.app.clone(),
            made_at_ms: now_ms(),
            consent: shipment.consent().clone(),
            steps: shipment.steps.clone(),
            files: journal.items.iter().map(|item| item.entry.clone()).collect(),
            traces: shipment.traces.clone(),
        };
        let signed =
            serde_json::to_vec(&Signed::sign(&manifest, &CaseKey::from_pkcs8(&pkcs8)?)?).map_err(io::Error::from)?;
        let mut sealed = Vec::new();
        let binding = Binding { case: &journal.case, slot: MANIFEST_SLOT };
        seal::seal(&mut &signed[..], &mut sealed, &Recipient::parse(&place.key)?, binding)?;
        journal.manifest = Some(URL_SAFE_NO_PAD.encode(sealed));
        journal.stage = Stage::Sealed;
        Ok(self.keep(journal)?)
    }

    async fn send_files(&self, journal: &mut Journal, on_progress: OnProgress) -> Result<(), SubmitError> {
        let total = journal.items.iter().map(|item| item.entry.sealed_bytes).sum();
        let shared = Arc::new(Shared {
            journal: Mutex::new(journal.clone()),
            store: self.journal.clone(),
            out: journal
                .items
                .iter()
                .map(|i| AtomicU64::new(if i.arrived { i.entry.sealed_bytes } else { 0 }))
                .collect(),
            meter: Mutex::new(Meter::new(total)),
            on_progress,
        });
        let mut waiting: Vec<usize> = (0..journal.items.len()).rev().collect();
        waiting.retain(|&at| journal.items.get(at).is_some_and(|item| !item.arrived));
        let mut running = JoinSet::new();
        let mut trouble = None;
        loop {
            while trouble.is_none() && running.len() < self.limits.concurrent_files.max(1) {
                let Some(at) = waiting.pop() else { break };
                running.spawn(send_one(
                    self.transport.clone(),
                    self.limits.clone(),
                    self.control.clone(),
                    self.outbox.clone(),
                    shared.clone(),
                    at,
                ));
            }
            let Some(ended) = running.join_next().await else { break };
            let error = match ended {
                Ok(Ok(())) => continue,
                Ok(Err(error)) => error,
                // Stopped by us, after another's trouble.
                Err(stopped) if stopped.is_cancelled() => continue,
                Err(panicked) => io::Error::other(panicked).into(),
            };
            // What the others have confirmed is kept: all are gone on with together.
            trouble.get_or_insert(error);
            running.abort_all();
        }
        *journal = shared.journal().clone();
        trouble.map_or(Ok(()), |error| Err(error.into()))
    }

    async fn hand_in(&self, journal: &mut Journal) -> Result<Receipt, SubmitError> {
        let (Some(manifest), Some(place)) = (journal.manifest.clone(), &journal.place) else {
            return Err(SubmitError::Local(io::ErrorKind::InvalidData.into()));
        };
        let uploads: BTreeMap<String, String> = journal
            .items
            .iter()
            .filter_map(|item| Some((item.entry.slot.clone(), item.resource.url.clone()?)))
            .collect();
        let submit = Submit { manifest, key_id: place.key_id.clone(), uploads };
        journal.stage = Stage::Submitting;
        journal.doing = Some("submit".to_owned());
        self.keep(journal)?;
        Ok(self.ask().submit(&journal.case, &journal.token, &submit, &self.control).await?)
    }

    /// Takes uploads away from the server and sealed files from the outbox.
    async fn take_back(&self, journal: &Journal) {
        let endpoint = journal.place.as_ref().map(|place| place.endpoint.clone()).unwrap_or_default();
        for item in &journal.items {
            let path = self.outbox.join(&item.spool);
            let upload = FileUpload {
                transport: &*self.transport,
                limits: &self.limits,
                features: journal.features(),
                endpoint: &endpoint,
                token: &journal.token,
                path: &path,
                bytes: item.entry.sealed_bytes,
                metadata: &[],
            };
            upload.terminate(&item.resource).await;
            let _ = fs::remove_file(&path);
        }
    }

    fn ask(&self) -> Gateway<'_> {
        Gateway { transport: &*self.transport, address: &self.gateway, limits: &self.limits }
    }

    fn keep(&self, journal: &Journal) -> io::Result<()> {
        self.journal.save(&journal.write()?)
    }
}

/// What uploads at the same time share.
struct Shared {
    journal: Mutex<Journal>,
    store: Arc<dyn JournalStore>,
    /// Bytes out, of each file.
    out: Vec<AtomicU64>,
    meter: Mutex<Meter>,
    on_progress: OnProgress,
}

impl Shared {
    fn journal(&self) -> MutexGuard<'_, Journal> {
        // Each change of it is a single assignment: a panic elsewhere leaves it whole.
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct WatchOne<'a> {
    shared: &'a Shared,
    at: usize,
}

impl Watch for WatchOne<'_> {
    fn note(&self, doing: &'static str, resource: &Resource) -> io::Result<()> {
        let mut journal = self.shared.journal();
        if let Some(item) = journal.items.get_mut(self.at) {
            item.resource = resource.clone();
            item.arrived = doing == "arrived";
        }
        journal.doing = Some(format!("{doing} {}", self.at));
        self.shared.store.save(&journal.write()?)
    }

    fn moved(&self, confirmed: u64, under_way: u64) {
        if let Some(out) = self.shared.out.get(self.at) {
            out.store(confirmed.saturating_add(under_way), Ordering::Relaxed);
        }
        let sent = self.shared.out.iter().map(|out| out.load(Ordering::Relaxed)).sum();
        let progress = self.shared.meter.lock().unwrap_or_else(PoisonError::into_inner).step(sent, now_ms());
        (self.shared.on_progress)(progress);
    }
}

async fn send_one(
    transport: Arc<dyn Transport>,
    limits: UploadLimits,
    control: Control,
    outbox: PathBuf,
    shared: Arc<Shared>,
    at: usize,
) -> Result<(), FileError> {
    let (item, features, place, token, case) = {
        let journal = shared.journal();
        let item = journal.items.get(at).cloned();
        (item, journal.features(), journal.place.clone(), journal.token.clone(), journal.case.clone())
    };
    let (Some(item), Some(place)) = (item, place) else { return Ok(()) };
    let path = outbox.join(&item.spool);
    let upload = FileUpload {
        transport: &*transport,
        limits: &limits,
        features,
        endpoint: &place.endpoint,
        token: &token,
        path: &path,
        bytes: item.entry.sealed_bytes,
        metadata: &[("case", &case), ("slot", &item.entry.slot)],
    };
    upload.run(item.resource, &control, &WatchOne { shared: &shared, at }).await?;
    Ok(())
}

/// Seals into an unfinished file, which gets its name once it is whole on the medium.
fn seal_file(material: &Material, path: &Path, case: &str, recipient: &Recipient) -> Result<FileEntry, SealError> {
    let unfinished = path.with_extension("tmp");
    let mut from = material.open()?;
    let mut to = BufWriter::with_capacity(256 << 10, File::create(&unfinished)?);
    let sealed = seal::seal(&mut from, &mut to, recipient, Binding { case, slot: &material.slot });
    let digests = match sealed {
        Ok(digests) => digests,
        Err(error) => {
            // A full disk must not stay full with half a file.
            let _ = fs::remove_file(&unfinished);
            return Err(error);
        }
    };
    to.flush()?;
    to.get_ref().sync_all()?;
    fs::rename(&unfinished, path)?;
    if let Some(folder) = path.parent() {
        // Where folders cannot be synced (not on Linux), the name may be lost with the power, and the file is sealed again.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    Ok(FileEntry {
        slot: material.slot.clone(),
        step: material.step.clone(),
        media_type: material.media_type.clone(),
        bytes: digests.bytes,
        sha256: hex(&digests.sha256),
        sealed_bytes: digests.sealed_bytes,
        sealed_sha256: hex(&digests.sealed_sha256),
    })
}

fn random_name() -> Result<String, SubmitError> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).map_err(|_| io::Error::other("no random numbers"))?;
    Ok(hex(&bytes))
}

/// Hexadecimal, lower case.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
