//! The whole way: open the case, seal, send the files, hand in the manifest. Killed anywhere, it goes on.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use tokio::task::JoinSet;

use super::control::{Control, Want};
use super::error::SubmitError;
use super::file::{FileError, FileUpload, Watch, now_ms};
use super::gateway::Gateway;
use super::journal::{Item, Journal, JournalStore, Stage};
use super::limits::UploadLimits;
use super::progress::{Meter, Progress};
use super::spool::{Stoppable, seal_file, trace};
use super::transport::Transport;
use super::tus::{Ending, Resource};
use crate::api::{Challenge, OpenCase, ProblemCode, Receipt, Submit};
use crate::seal::{self, Binding, CaseKey, MANIFEST_SCHEMA, MANIFEST_SLOT, Manifest, Recipient, Signed};
use crate::shipment::Shipment;

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

/// How often what the gateway misses is made good in one run: once for the challenge, once for a file, once to spare.
const MOST_MENDED: u32 = 3;

/// Told of every movement.
pub type OnProgress = Arc<dyn Fn(Progress) + Send + Sync>;

impl Submission {
    /// Submits `shipment`, or goes on with it. Once received, it says so again without a request.
    pub async fn run(&self, shipment: &Shipment<'_>, on_progress: OnProgress) -> Result<Receipt, SubmitError> {
        let mut journal = match self.journal.load()? {
            Some(record) => Journal::read(&record)?,
            None => self.open(shipment.profile(), shipment.province()).await?,
        };
        if journal.gateway != self.gateway {
            return Err(SubmitError::OtherGateway);
        }
        let sources: Vec<String> = shipment.slots().into_iter().map(|(_, source)| source).collect();
        if let Stage::Received(receipt) = &journal.stage {
            return if journal.sources == sources { Ok(receipt.clone()) } else { Err(SubmitError::Changed) };
        }
        let result = self.go_on(&mut journal, shipment, sources, on_progress).await;
        if matches!(result, Err(SubmitError::Cancelled)) {
            self.take_back(&journal).await;
        }
        result
    }

    /// Asks the gateway for a challenge before anything is recorded: give it to [`crate::Case::ask_as`]. The gateway learns the
    /// names of profile and province, and nothing of the person. What is submitted later goes on from here.
    ///
    /// # Errors
    /// As of a submission; when the case was handed in already, that it is refused.
    pub async fn ask(&self, profile: &str, province: Option<&str>) -> Result<Challenge, SubmitError> {
        let mut journal = match self.journal.load()? {
            Some(record) => Journal::read(&record)?,
            None => self.open(profile, province).await?,
        };
        if journal.gateway != self.gateway {
            return Err(SubmitError::OtherGateway);
        }
        if matches!(journal.stage, Stage::Received(_)) {
            return Err(SubmitError::Refused(ProblemCode::AlreadySubmitted));
        }
        let challenge = self.gateway_itself().challenge(&journal.case, &journal.token, &self.control).await?;
        // What was sealed for another one is not handed in any more.
        (journal.challenge, journal.manifest) = (Some(challenge.clone()), None);
        self.keep(&journal)?;
        Ok(challenge)
    }

    async fn open(&self, profile: &str, province: Option<&str>) -> Result<Journal, SubmitError> {
        let key = CaseKey::generate()?;
        let open = OpenCase { profile: profile.to_owned(), province: province.map(str::to_owned), key: key.public() };
        let opened = self.gateway_itself().open_case(&open, &self.control).await?;
        let key = URL_SAFE_NO_PAD.encode(key.to_pkcs8());
        let journal = Journal::new(self.gateway.clone(), opened.case, opened.token, key, random_name()?);
        self.keep(&journal)?;
        Ok(journal)
    }

    async fn go_on(
        &self,
        journal: &mut Journal,
        shipment: &Shipment<'_>,
        sources: Vec<String>,
        on_progress: OnProgress,
    ) -> Result<Receipt, SubmitError> {
        let gateway = self.gateway_itself();
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
        let place = gateway.upload_place(&journal.case, &journal.token, &self.control).await?;
        if journal.place.as_ref().is_some_and(|known| known.key != place.key || known.endpoint != place.endpoint) {
            // The gateway has changed its key, or its house: what is sealed or sent there is of no use any more.
            self.take_back(journal).await;
            (journal.items, journal.manifest) = (Vec::new(), None);
        }
        journal.place = Some(place);
        self.keep(journal)?;
        if journal.place.as_ref().is_some_and(|place| place.recipient != shipment.recipient()) {
            // Agreed to for one provider is not agreed to for another.
            return Err(SubmitError::OtherRecipient);
        }
        self.seal_files(journal, shipment)?;
        self.send_files(journal, on_progress.clone()).await?;
        let mut mended = 0;
        loop {
            self.seal_manifest(journal, shipment)?;
            match self.hand_in(journal).await {
                Ok(receipt) => {
                    journal.stage = Stage::Received(receipt.clone());
                    self.keep(journal)?;
                    for item in &journal.items {
                        // What cannot be removed is unreadable here; it goes with the case.
                        let _ = fs::remove_file(self.outbox.join(&item.spool));
                    }
                    return Ok(receipt);
                }
                // It took so long that the challenge ran out. The files are bound to the case, not to it.
                Err(SubmitError::Refused(ProblemCode::NonceExpired)) if mended < MOST_MENDED => {
                    journal.challenge = Some(gateway.challenge(&journal.case, &journal.token, &self.control).await?);
                    journal.manifest = None;
                    self.keep(journal)?;
                }
                // The server has forgotten one that had arrived: it is asked for each.
                Err(SubmitError::Refused(ProblemCode::FileMissing)) if mended < MOST_MENDED => {
                    journal.items.iter_mut().for_each(|item| item.arrived = false);
                    self.keep(journal)?;
                    self.seal_files(journal, shipment)?;
                    self.send_files(journal, on_progress.clone()).await?;
                }
                Err(error) => return Err(error),
            }
            mended += 1;
        }
    }

    /// Seals what is not sealed yet, file by file, each on the medium before the journal knows of it.
    fn seal_files(&self, journal: &mut Journal, shipment: &Shipment<'_>) -> Result<(), SubmitError> {
        let Some(place) = journal.place.clone() else { return Ok(()) };
        let recipient = Recipient::parse(&place.key)?;
        fs::create_dir_all(&self.outbox)?;
        for (at, (slot, _)) in shipment.slots().into_iter().enumerate() {
            if journal.items.get(at).is_some_and(|item| item.arrived || self.is_spooled(item)) {
                continue;
            }
            if self.control.wanted() != Want::Run {
                return Err(self.control.wanted().into());
            }
            let spool = format!("{at:03}.sealed");
            let mut from = Stoppable { parcel: shipment.parcel(slot)?, control: &self.control };
            let sealed = seal_file(&mut from, slot, &self.outbox.join(&spool), &journal.case, &recipient);
            let entry = sealed.map_err(|error| match self.control.wanted() {
                Want::Run => error.into(),
                stopped => SubmitError::from(stopped),
            })?;
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

    fn seal_manifest(&self, journal: &mut Journal, shipment: &Shipment<'_>) -> Result<(), SubmitError> {
        let (Some(place), Some(challenge), None) = (&journal.place, &journal.challenge, &journal.manifest) else {
            return Ok(());
        };
        let pkcs8 = URL_SAFE_NO_PAD.decode(&journal.key).map_err(io::Error::other)?;
        let manifest = Manifest {
            schema: MANIFEST_SCHEMA.to_owned(),
            submission: journal.submission.clone(),
            case: journal.case.clone(),
            profile: shipment.profile().to_owned(),
            province: shipment.province().map(str::to_owned),
            nonce: challenge.nonce.clone(),
            app: shipment.app().clone(),
            made_at_ms: now_ms(),
            consents: shipment.consents(),
            steps: shipment.steps(),
            files: journal.items.iter().map(|item| item.entry.clone()).collect(),
            traces: journal.items.iter().filter_map(|item| trace(&item.entry)).collect(),
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
        Ok(self.gateway_itself().submit(&journal.case, &journal.token, &submit, &self.control).await?)
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

    fn gateway_itself(&self) -> Gateway<'_> {
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

fn random_name() -> Result<String, SubmitError> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).map_err(|_| io::Error::other("no random numbers"))?;
    Ok(hex(&bytes))
}

/// Hexadecimal, lower case.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
