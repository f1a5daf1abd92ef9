//! `heyan case submit` and `heyan case track`: a case to its gateway, and its order to the end.

use std::fs;
use std::future::Future;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use heyan::rules::words::{Lang, Words};
use heyan::rules::{Code, Finding};
use heyan::vault::outbox::{self, VaultJournal};
use heyan::vault::seal::AppBuild;
use heyan::vault::track::TrackLimits;
use heyan::vault::upload::{
    Control, HttpTransport, Journal, JournalStore, OnProgress, Progress, Submission, SubmitError, Trust, UploadLimits,
};
use heyan::vault::{Case, Shipment, ShipmentError};
use jiff::Timestamp;
use serde_json::json;

use super::args::{ServerArgs, SubmitArgs, TrackArgs};
use super::{failed, keys, print, said};
use crate::labels::case as own;
use crate::scan::Outcome;
use crate::terminal::{complain, shown};

/// How often progress is told, at most.
const TELL_EVERY: Duration = Duration::from_millis(200);
/// Columns of the bar.
const BAR: usize = 30;

pub(super) fn submit(args: &SubmitArgs) -> Result<Outcome, String> {
    let lang = args.speech.lang();
    let keys = keys::of(&args.dir, &args.key, lang)?;
    let journal = VaultJournal::open(&args.dir, &*keys).map_err(|error| said(&args.dir, &error, lang))?;
    let mut case = Case::open(&args.dir, keys, keys::rollback_guard(), Timestamp::now())
        .map_err(|error| failed(&args.dir, &error, lang))?;
    let recipient = args.recipient.clone().unwrap_or_else(|| case.file().profile.clone());
    let app = AppBuild {
        name: "heyan".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        platform: std::env::consts::OS.to_owned(),
    };
    let shipment = match Shipment::of(&case, &recipient, app) {
        Ok(shipment) => shipment,
        Err(ShipmentError::Empty) => return Ok(refuse(&args.dir, Code::SubmitNothing, "", lang)),
        Err(ShipmentError::NoConsent { purposes, .. }) => {
            // The command that gives each of them.
            let give = |purpose: &heyan::vault::Purpose| {
                format!(
                    "\n  heyan case consent {} --give {} --recipient {recipient}",
                    shown(&args.dir),
                    purpose.as_str()
                )
            };
            let missing: String = purposes.iter().map(give).collect();
            return Ok(refuse(&args.dir, Code::CaseNoConsent, &missing, lang));
        }
    };
    let submission = submission(&args.dir, &args.to, &args.server, Arc::new(journal))?;
    let sent = block_on(&submission.control, submission.run(&shipment, teller(lang)))?;
    let receipt = match sent {
        Ok(receipt) => receipt,
        Err(error) => return Ok(trouble(&args.dir, &error, lang)),
    };
    let delivered = shipment.delivered().map_err(|error| failed(&args.dir, &error, lang))?;
    // Once: the same receipt may be told again.
    if case.file().sent.is_empty() {
        case.delivered(delivered, Timestamp::now()).map_err(|error| failed(&args.dir, &error, lang))?;
    }
    let text = if io::stdout().is_terminal() {
        own::received(&receipt.submission, lang)
    } else {
        json!({"schema": "heyan.submit/1", "submission": receipt.submission, "received_at_ms": receipt.received_at_ms})
            .to_string()
    };
    print(&text, lang)?;
    Ok(Outcome::Accepted)
}

pub(super) fn track(args: &TrackArgs) -> Result<Outcome, String> {
    let lang = args.speech.lang();
    let keys = keys::of(&args.dir, &args.key, lang)?;
    let journal = Arc::new(VaultJournal::open(&args.dir, &*keys).map_err(|error| said(&args.dir, &error, lang))?);
    let mut case = Case::open(&args.dir, keys, keys::rollback_guard(), Timestamp::now())
        .map_err(|error| failed(&args.dir, &error, lang))?;
    let submission = submission(&args.dir, "", &args.server, journal.clone())?;
    let mut order = case.file().order.clone();
    loop {
        let asked = block_on(&submission.control, submission.follow(&mut order, &TrackLimits::default()))?;
        let news = match asked {
            Ok(news) => news,
            Err(error) => return Ok(trouble(&args.dir, &error, lang)),
        };
        if !news.entries.is_empty() {
            case.set_order(order.clone()).map_err(|error| failed(&args.dir, &error, lang))?;
        }
        for entry in &news.entries {
            let said = entry.said.as_deref().unwrap_or_default();
            let line = json!({"schema": "heyan.track/1", "status": entry.status, "at_ms": entry.at_ms, "said": said});
            print(&line.to_string(), lang)?;
        }
        match news.ask_again_s.filter(|_| args.wait) {
            Some(seconds) if waited(Duration::from_secs(args.every.unwrap_or(seconds).max(1)))? => {}
            // Answered, or Ctrl-C: what is known is told.
            _ => break,
        }
    }
    let number = journal.load().ok().flatten().and_then(|record| Journal::read(&record).ok()?.track.filing_number);
    if let Some(number) = number {
        print(&json!({"schema": "heyan.track/1", "filing_number": number}).to_string(), lang)?;
    }
    super::tell_status(&case, args.json, lang)
}

pub(super) fn submission(
    dir: &Path,
    to: &str,
    server: &ServerArgs,
    journal: Arc<dyn JournalStore>,
) -> Result<Submission, String> {
    let limits = UploadLimits::default();
    let mut extra_roots = Vec::new();
    if let Some(path) = &server.ca {
        let pem = fs::read(path).map_err(|error| format!("{}: {error}", shown(path)))?;
        extra_roots = Trust::roots_of_pem(&pem).map_err(|error| format!("{}: {error}", shown(path)))?;
    }
    let trust = Trust { pins: server.pin.clone(), extra_roots };
    let transport = HttpTransport::new(trust, limits.clone(), None).map_err(|error| error.to_string())?;
    Ok(Submission {
        transport: Arc::new(transport),
        journal,
        outbox: outbox::folder(dir),
        gateway: to.trim_end_matches('/').to_owned(),
        limits,
        control: Control::default(),
    })
}

/// Waits for `time`; `false` when Ctrl-C ends it.
fn waited(time: Duration) -> Result<bool, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    // Once anything has listened for Ctrl-C, it no longer ends the program by itself.
    Ok(runtime.block_on(async {
        tokio::select! {
            () = tokio::time::sleep(time) => true,
            _ = tokio::signal::ctrl_c() => false,
        }
    }))
}

/// Runs `work`; Ctrl-C pauses it.
pub(super) fn block_on<T>(control: &Control, work: impl Future<Output = T>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let control = control.clone();
    runtime.spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            control.pause();
        }
    });
    Ok(runtime.block_on(work))
}

fn refuse(dir: &Path, code: Code, more: &str, lang: Lang) -> Outcome {
    let said = Words::new(lang).finding(&Finding::error(code));
    complain(&format!("{}: {} {}{more}", shown(dir), said.message, said.advice));
    Outcome::Refused
}

pub(super) fn trouble(dir: &Path, error: &SubmitError, lang: Lang) -> Outcome {
    let said = Words::new(lang).finding(&Finding::error(error.code()));
    complain(&format!("{}: {} {} ({error})", shown(dir), said.message, said.advice));
    match error {
        SubmitError::Refused(_) | SubmitError::Changed | SubmitError::NotSubmitted => Outcome::Refused,
        _ => Outcome::Failed,
    }
}

/// A bar on a terminal, JSON lines otherwise.
fn teller(lang: Lang) -> OnProgress {
    let bar = io::stderr().is_terminal();
    let last: Mutex<Option<Instant>> = Mutex::new(None);
    Arc::new(move |progress: Progress| {
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        let whole = progress.sent_bytes == progress.total_bytes;
        if !whole && last.is_some_and(|at| at.elapsed() < TELL_EVERY) {
            return;
        }
        *last = Some(Instant::now());
        // Whoever stops looking has seen enough.
        let _ = if bar {
            write!(io::stderr(), "\r{}{}", own::progress(&progress, BAR, lang), if whole { "\n" } else { "" })
        } else {
            let line = json!({"schema": "heyan.submit/1", "sent_bytes": progress.sent_bytes,
                "total_bytes": progress.total_bytes, "bytes_per_s": progress.bytes_per_s, "left_s": progress.left_s});
            writeln!(io::stdout(), "{line}")
        };
    })
}
