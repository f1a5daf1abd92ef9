//! A case of the device to its gateway, and news of its order.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use heyan::rules::Code;
use heyan::vault::api::Challenge;
use heyan::vault::outbox::{self, VaultJournal};
use heyan::vault::track::TrackLimits;
use heyan::vault::upload::{
    Control, HttpTransport, Journal, Progress as Moved, Submission, Transport, Trust, UploadLimits,
};
use heyan::vault::{Shipment, ShipmentError, VaultError};
use tokio::runtime::Builder;
use tokio::time::timeout;

use super::guard::held;
use super::open::Open;
use super::{Carrier, Device};
use crate::ports::{News, Progress, Sending};
use crate::problem::Problem;

/// One run of sending.
pub(super) struct Run {
    case: Arc<Open>,
    core: Submission,
    control: Control,
    moved: Arc<Mutex<Option<Moved>>>,
}

impl Run {
    pub(super) fn new(case: Arc<Open>) -> Result<Self, Problem> {
        let core = submission(&case)?;
        let control = core.control.clone();
        Ok(Self { case, core, control, moved: Arc::default() })
    }
}

fn submission(case: &Open) -> Result<Submission, Problem> {
    let limits = UploadLimits::default();
    let Device { gateway, keys, .. } = &*case.device;
    let transport: Arc<dyn Transport> = match &gateway.carrier {
        Carrier::Shell(transport) => transport.clone(),
        Carrier::Http { pins, roots_pem } => {
            // A gateway that is written down wrongly is a fault of the build.
            let trust = trust(pins, roots_pem.as_deref()).ok_or(Problem::Fault)?;
            Arc::new(HttpTransport::new(trust, limits.clone(), None).map_err(|_| Problem::Fault)?)
        }
    };
    let journal = VaultJournal::open(&case.folder, &*keys.of(&case.name, false))?;
    Ok(Submission {
        transport,
        journal: Arc::new(journal),
        outbox: outbox::folder(&case.folder),
        gateway: gateway.address(),
        limits,
        control: Control::default(),
    })
}

fn trust(pins: &[String], roots_pem: Option<&str>) -> Option<Trust> {
    let pins = pins.iter().map(|pin| pin.parse().ok()).collect::<Option<_>>()?;
    let extra_roots = match roots_pem {
        Some(pem) => Trust::roots_of_pem(pem.as_bytes()).ok()?,
        None => Vec::default(),
    };
    Some(Trust { pins, extra_roots })
}

/// What the gateway asks before a recording; `None` where there is no gateway, or none that answers in time: then it is drawn on
/// this device, and the manifest says so.
pub(super) fn challenge(case: &Open) -> Result<Option<Challenge>, Problem> {
    if case.device.gateway.address.is_empty() {
        return Ok(None);
    }
    // Not held meanwhile: the network may take its time.
    let (profile, province) = case.with(|core| Ok((core.file().profile.clone(), core.file().province.clone())))?;
    let core = submission(case)?;
    let asked = wait(async { timeout(PATIENCE, core.ask(&profile, province.as_deref())).await })?;
    Ok(asked.ok().and_then(Result::ok))
}

/// How long a person before the camera waits for the gateway: three times a slow mobile network's round trips of name, TLS and two
/// requests (1.5 s).
const PATIENCE: Duration = Duration::from_secs(5);

/// Waits for `work` on this thread, one of those that may wait.
fn wait<T>(work: impl Future<Output = T>) -> Result<T, Problem> {
    let runtime = Builder::new_current_thread().enable_all().build();
    Ok(runtime.map_err(VaultError::from)?.block_on(work))
}

impl Sending for Run {
    fn run(&self) -> Result<(), Problem> {
        let _sent = self.case.take_for_sending()?;
        let mut core = held(&self.case.core);
        let recipient = core.file().profile.clone();
        let shipment = Shipment::of(&core, &recipient, self.case.device.gateway.app.clone()).map_err(|e| match e {
            ShipmentError::Empty => Problem::Told(Code::SubmitNothing),
            ShipmentError::NoConsent { .. } => Problem::Told(Code::CaseNoConsent),
        })?;
        let moved = self.moved.clone();
        wait(self.core.run(&shipment, Arc::new(move |now| *held(&moved) = Some(now))))??;
        let delivered = shipment.delivered()?;
        // Once: the same receipt may be told again.
        if core.file().sent.is_empty() {
            core.delivered(delivered, self.case.device.now())?;
        }
        Ok(())
    }

    fn progress(&self) -> Option<Progress> {
        held(&self.moved).map(|now| Progress {
            sent_bytes: now.sent_bytes,
            total_bytes: now.total_bytes,
            left_s: now.left_s,
        })
    }

    fn pause(&self) {
        self.control.pause();
    }

    fn network_changed(&self) {
        self.control.network_changed();
    }
}

/// Asks the gateway how the order of `case` stands, and keeps what came.
pub(super) fn follow(case: &Open) -> Result<News, Problem> {
    let core = submission(case)?;
    let mut followed = case.with(|held| Ok(held.file().order.clone()))?;
    let news = wait(core.follow(&mut followed, &TrackLimits::default()))??;
    let journal = core.journal.load().ok().flatten().and_then(|record| Journal::read(&record).ok());
    case.with(|held| Ok(held.set_order(followed.clone())?))?;
    Ok(News {
        order: followed,
        said: news.entries.into_iter().filter_map(|entry| entry.said).collect(),
        filing_number: journal.and_then(|journal| journal.track.filing_number),
        ask_again_s: news.ask_again_s,
        now: case.device.now(),
    })
}
