//! A case to its gateway.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use heyan::rules::Code;
use heyan::rules::words::Words;
use heyan::vault::outbox::{self, VaultJournal};
use heyan::vault::seal::AppBuild;
use heyan::vault::upload::{
    Control, HttpTransport, Progress as Moved, Submission as Core, SubmitError, Transport as Carrier, Trust,
    UploadLimits,
};
use heyan::vault::{Case as CoreCase, Shipment, ShipmentError};
use jiff::Timestamp;

use crate::case::{Case, Held};
use crate::error::{HeyanError, of_submit, of_vault, say};
use crate::runtime;
use crate::transport::{Foreign, Transport};

/// Whom to send to, and how to know it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Gateway {
    /// `https://host[:port]`.
    pub address: String,
    /// Its key must be one of these, `sha256/` and base64 (RFC 7469); any key with a right certificate when there are none.
    pub pins: Vec<String>,
    /// Further root certificates, PEM: for a sandbox.
    #[uniffi(default = None)]
    pub roots_pem: Option<String>,
    /// Name of the app, its version and its system, as the manifest tells them: `heyan 0.1.0 android`.
    pub app: App,
}

/// What sends.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct App {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its operating system.
    pub platform: String,
}

/// What a person is shown while it is sent.
#[derive(Debug, Clone, Copy, PartialEq, uniffi::Record)]
pub struct Progress {
    /// Bytes at the server or on their way.
    pub sent_bytes: u64,
    /// Bytes in all.
    pub total_bytes: u64,
    /// Bytes a second, once known.
    pub bytes_per_s: Option<f64>,
    /// Seconds still to go at that speed.
    pub left_s: Option<u64>,
}

impl From<Moved> for Progress {
    fn from(moved: Moved) -> Self {
        Self {
            sent_bytes: moved.sent_bytes,
            total_bytes: moved.total_bytes,
            bytes_per_s: moved.bytes_per_s,
            left_s: moved.left_s,
        }
    }
}

/// That the gateway has it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Receipt {
    /// Name of the submission.
    pub submission: String,
    /// When, ms since 1970, by the gateway's clock.
    pub received_at_ms: i64,
}

/// One run of sending a case. After a pause, or when the network was away, another run goes on where this one stopped.
#[derive(uniffi::Object)]
pub struct Submission {
    case: Held,
    ready: Mutex<Option<(Core, AppBuild)>>,
    control: Control,
    moved: Arc<Mutex<Option<Moved>>>,
}

#[uniffi::export]
impl Case {
    /// A run of sending it to `gateway`; by `transport` where the shell carries requests itself.
    #[uniffi::method(default(transport = None))]
    pub fn submission(
        self: Arc<Self>,
        gateway: Gateway,
        transport: Option<Arc<dyn Transport>>,
    ) -> Result<Submission, HeyanError> {
        let app = &gateway.app;
        let app = AppBuild { name: app.name.clone(), version: app.version.clone(), platform: app.platform.clone() };
        let core = core(&self, &gateway, transport)?;
        let control = core.control.clone();
        Ok(Submission { case: self, ready: Mutex::new(Some((core, app))), control, moved: Arc::default() })
    }
}

/// The sending end of `case`.
pub(crate) fn core(case: &Case, gateway: &Gateway, transport: Option<Arc<dyn Transport>>) -> Result<Core, HeyanError> {
    let limits = UploadLimits::default();
    let transport: Arc<dyn Carrier> = match transport {
        Some(foreign) => Arc::new(Foreign(foreign)),
        None => Arc::new(HttpTransport::new(trust(gateway)?, limits.clone(), None).map_err(bad)?),
    };
    let journal = VaultJournal::open(&case.folder, &case.keys).map_err(|error| of_vault(&error, &case.words))?;
    Ok(Core {
        transport,
        journal: Arc::new(journal),
        outbox: outbox::folder(&case.folder),
        gateway: gateway.address.trim_end_matches('/').to_owned(),
        limits,
        control: Control::default(),
    })
}

fn trust(gateway: &Gateway) -> Result<Trust, HeyanError> {
    let pins = gateway.pins.iter().map(|pin| pin.parse()).collect::<Result<_, _>>().map_err(bad)?;
    let roots = gateway.roots_pem.as_ref().map(|pem| Trust::roots_of_pem(pem.as_bytes())).transpose();
    Ok(Trust { pins, extra_roots: roots.map_err(bad)?.unwrap_or_default() })
}

fn bad(error: impl std::fmt::Display) -> HeyanError {
    HeyanError::BadArgument { reason: error.to_string() }
}

#[uniffi::export]
impl Submission {
    /// Sends what was agreed to, to its end. Cancelling the coroutine that waits for it pauses it.
    pub async fn run(&self) -> Result<Receipt, HeyanError> {
        let ready = self.ready.lock().map_err(|_| HeyanError::Poisoned)?.take();
        let (core, app) = ready.ok_or(HeyanError::Ended)?;
        let (case, moved, control) = (self.case.clone(), self.moved.clone(), self.control.clone());
        let pause = runtime::OnDrop::new(move || control.pause());
        let done = runtime::work(move || send(&case, &core, app, moved)).await;
        pause.disarm();
        done
    }

    /// How far it has come; nothing before the first byte.
    pub fn progress(&self) -> Option<Progress> {
        (*self.moved.lock().unwrap_or_else(PoisonError::into_inner)).map(Progress::from)
    }

    /// Stops it; another run goes on.
    pub fn pause(&self) {
        self.control.pause();
    }

    /// Stops it and takes away what lies at the server.
    pub fn cancel(&self) {
        self.control.cancel();
    }

    /// The device changed networks: what is under way is begun again on the new one.
    pub fn network_changed(&self) {
        self.control.network_changed();
    }
}

/// Holds the case while it is sent.
struct Sending<'c>(&'c Case);

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        self.0.sending.store(false, Ordering::Release);
    }
}

fn send(case: &Case, core: &Core, app: AppBuild, moved: Arc<Mutex<Option<Moved>>>) -> Result<Receipt, HeyanError> {
    if case.sending.swap(true, Ordering::AcqRel) {
        return Err(say(Code::CaseBusy, &case.words));
    }
    let _sending = Sending(case);
    let mut held = case.core.lock().unwrap_or_else(PoisonError::into_inner);
    let recipient = held.file().profile.clone();
    let shipment = Shipment::of(&held, &recipient, app).map_err(|error| nothing(&error, &case.words))?;
    let on_progress = Arc::new(move |now| *moved.lock().unwrap_or_else(PoisonError::into_inner) = Some(now));
    let receipt = runtime::wait(core.run(&shipment, on_progress))?.map_err(|error| failed(&error, &case.words))?;
    let delivered = shipment.delivered().map_err(|error| case.said(&error))?;
    record(&mut held, delivered).map_err(|error| case.said(&error))?;
    Ok(Receipt { submission: receipt.submission, received_at_ms: receipt.received_at_ms })
}

/// Records what has arrived, once: the same receipt may be told again.
fn record(case: &mut CoreCase, delivered: Vec<heyan::vault::Receipt>) -> Result<(), heyan::vault::CaseError> {
    if case.file().sent.is_empty() { case.delivered(delivered, Timestamp::now()) } else { Ok(()) }
}

fn nothing(error: &ShipmentError, words: &Words) -> HeyanError {
    match error {
        ShipmentError::Empty => say(Code::SubmitNothing, words),
        ShipmentError::NoConsent { .. } => say(Code::CaseNoConsent, words),
    }
}

pub(crate) fn failed(error: &SubmitError, words: &Words) -> HeyanError {
    of_submit(error, words)
}
