//! A submission over a network that fails in every way the proxy knows. The gateway compares digests: a receipt says that
//! the bytes are equal at the receiver.
#![allow(clippy::expect_used, clippy::print_stdout, reason = "a panic in a test is the report")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::common::{Memory, case, client, noise, quick, shipment};
use heyan_case::Case;
use heyan_case::upload::{
    Answer, Boxed, Control, Failure, HttpTransport, OnProgress, Request, Submission, SubmitError, Transport, Trust,
    UploadLimits,
};
use heyan_gateway::fault::{Fault, Proxy};
use heyan_gateway::{Certificate, Options, Running, start};
use heyan_rules::filing::Step;

const UNAVAILABLE: &str = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const BAD_GATEWAY: &str = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const CONFLICT: &str = "HTTP/1.1 409 Conflict\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const LOCKED: &str = "HTTP/1.1 423 Locked\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const PORTAL: &str = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\nconnection: close\r\n\r\n<html>hi.";

/// A gateway whose upload server is reached through the proxy alone.
struct Bad {
    folder: tempfile::TempDir,
    proxy: Proxy,
    gateway: Running,
}

impl Bad {
    async fn network(plan: Vec<Fault>) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port();
        let certificate = Certificate::in_folder(folder.path(), &["localhost"]).expect("certificate");
        let proxy = Proxy::start(free, certificate.server().expect("tls"), plan).await.expect("proxy");
        let options = Options {
            upload_port: free,
            upload_tls: false,
            endpoint: Some(format!("https://localhost:{}/files/", proxy.port)),
            ..Options::in_folder(folder.path())
        };
        let gateway = start(options).await.expect("the gateway starts; is tusd set up?");
        Self { folder, proxy, gateway }
    }

    fn submission(&self, limits: &UploadLimits) -> (Submission, Arc<Counted>) {
        let counted = Arc::new(Counted { inner: client(&self.gateway, limits), sent: AtomicU64::new(0) });
        let submission = Submission {
            transport: counted.clone(),
            journal: Arc::new(Memory::default()),
            outbox: self.folder.path().join("outbox"),
            gateway: self.gateway.address.clone(),
            limits: limits.clone(),
            control: Control::default(),
        };
        (submission, counted)
    }

    fn forwarded(&self) -> u64 {
        self.proxy.seen.forwarded.load(Ordering::Relaxed)
    }
}

/// Counts what the client lets go of, including what a cut destroys in buffers on the way.
struct Counted {
    inner: Arc<HttpTransport>,
    sent: AtomicU64,
}

impl Transport for Counted {
    fn send<'a>(
        &'a self,
        request: Request,
        sent: &'a (dyn Fn(u64) + Send + Sync),
    ) -> Boxed<'a, Result<Answer, Failure>> {
        Box::pin(async move {
            let so_far = AtomicU64::new(0);
            let count = |bytes| {
                so_far.store(bytes, Ordering::Relaxed);
                sent(bytes);
            };
            let answer = self.inner.send(request, &count).await;
            self.sent.fetch_add(so_far.load(Ordering::Relaxed), Ordering::Relaxed);
            answer
        })
    }

    fn network_changed(&self) {
        self.inner.network_changed();
    }
}

fn silent() -> OnProgress {
    Arc::new(|_| ())
}

fn files(bad: &Bad, bytes: usize) -> Case {
    case(bad.folder.path(), &[(Step::Statement, noise(9, bytes)), (Step::IdFront, noise(8, 20_000))])
}

/// Runs through all of `plan` and arrives, once.
async fn arrives_in_spite_of(plan: Vec<Fault>, bytes: usize, limits: &UploadLimits) -> (Bad, u64) {
    let bad = Bad::network(plan).await;
    let (submission, counted) = bad.submission(limits);
    let case = files(&bad, bytes);
    submission.run(&shipment(&case), silent()).await.expect("arrives");
    assert_eq!(bad.proxy.left(), 0, "every fault has happened");
    assert_eq!(bad.gateway.submissions(), 1);
    (bad, counted.sent.load(Ordering::Relaxed))
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_cost_at_most_a_tenth() {
    const BYTES: usize = 200_000_000;
    let cuts = [1_000, 3_000_000, 40_000_000, 70_000, 25_000_000, 9_000_000, 33_333_333, 500_000];
    // Nothing stalls here: a busy machine that lets a connection wait for some seconds is none of the faults.
    let limits = UploadLimits { idle_ms: 60_000, no_progress_ms: 120_000, ..quick() };
    let (bad, sent) = arrives_in_spite_of(cuts.map(Fault::CutAfter).to_vec(), BYTES, &limits).await;
    let (forwarded, sent) = (bad.forwarded() as f64 / BYTES as f64, sent as f64 / BYTES as f64);
    println!("200 MB with {} cuts: let go {sent:.3} times, on the wire {forwarded:.3} times", cuts.len());
    assert!(forwarded <= 1.1 && sent <= 1.1, "on the wire {forwarded:.3}, let go {sent:.3}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stalled_line_is_given_up_and_taken_up_again() {
    let plan = vec![Fault::StallAfter(200_000), Fault::StallAfter(10), Fault::StallAfter(700_000)];
    arrives_in_spite_of(plan, 3_000_000, &quick()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_in_trouble_are_asked_again() {
    let answers = [UNAVAILABLE, BAD_GATEWAY, LOCKED, PORTAL, UNAVAILABLE, PORTAL].map(Fault::Answer);
    arrives_in_spite_of(answers.to_vec(), 1_000_000, &quick()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_in_the_middle_does_not_begin_anew() {
    let cut = || Fault::CutAfter(900_000);
    let bad = Bad::network(vec![cut(), Fault::AnswerPatch(CONFLICT), cut(), Fault::Answer(CONFLICT), cut()]).await;
    let (submission, _) = bad.submission(&quick());
    let case = case(bad.folder.path(), &[(Step::Statement, noise(9, 4_000_000))]);
    submission.run(&shipment(&case), silent()).await.expect("arrives");
    assert_eq!((bad.proxy.left(), bad.gateway.submissions()), (0, 1));
    assert!(bad.forwarded() < 4_800_000, "{}", bad.forwarded());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_doubles_nothing() {
    let plan = vec![Fault::LoseAnswer, Fault::LoseAnswer, Fault::None, Fault::LoseAnswer];
    let bad = Bad::network(plan).await;
    let (submission, _) = bad.submission(&quick());
    let case = files(&bad, 2_000_000);
    submission.run(&shipment(&case), silent()).await.expect("arrives");
    assert_eq!(bad.gateway.submissions(), 1);
    assert!(bad.forwarded() < 3_200_000, "{}", bad.forwarded());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_line_is_no_stalled_one() {
    // Each piece takes longer than the idle time; something always moves.
    let limits = UploadLimits { idle_ms: 1_500, ..quick() };
    let bad = Bad::network(vec![Fault::Slow(400_000), Fault::Slow(400_000)]).await;
    let (submission, _) = bad.submission(&limits);
    let began = Instant::now();
    let case = files(&bad, 1_500_000);
    submission.run(&shipment(&case), silent()).await.expect("arrives");
    assert!(began.elapsed() > Duration::from_secs(3), "it was slow: {:?}", began.elapsed());
    assert_eq!(bad.proxy.seen.connections.load(Ordering::Relaxed), 2, "and never given up");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_connection_and_no_name_are_waited_out() {
    let bad = Bad::network(vec![Fault::Refuse, Fault::Refuse]).await;
    let limits = quick();
    let trust = Trust { pins: vec![bad.gateway.pin], extra_roots: Vec::new() };
    let resolver = Arc::new(Gone { left: AtomicUsize::new(4) });
    let transport = HttpTransport::new(trust, limits.clone(), Some(resolver.clone())).expect("client");
    let (submission, _) = bad.submission(&limits);
    let submission = Submission { transport: Arc::new(transport), ..submission };
    let case = files(&bad, 100_000);
    submission.run(&shipment(&case), silent()).await.expect("arrives");
    assert_eq!(resolver.left.load(Ordering::Relaxed), 0, "the name was gone four times");
}

/// A name server that answers nothing at first.
struct Gone {
    left: AtomicUsize,
}

impl reqwest::dns::Resolve for Gone {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let gone = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
        Box::pin(async move {
            if gone {
                return Err("no such name".into());
            }
            let here = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
            Ok(Box::new(std::iter::once(here)) as reqwest::dns::Addrs)
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_network_is_used_at_once() {
    // Long time-outs: only the word of the system can end the stall.
    let limits = UploadLimits { idle_ms: 60_000, backoff_first_ms: 30_000, ..quick() };
    let bad = Bad::network(vec![Fault::StallAfter(300_000), Fault::StallAfter(300_000)]).await;
    let (submission, _) = bad.submission(&limits);
    let control = submission.control.clone();
    let case = case(bad.folder.path(), &[(Step::Statement, noise(9, 2_000_000)), (Step::IdFront, noise(8, 500_000))]);
    let all = shipment(&case);
    let began = Instant::now();
    let change = async {
        tokio::time::sleep(Duration::from_millis(600)).await;
        control.network_changed();
        // Nothing stalls on the new one.
        std::future::pending::<()>().await;
    };
    tokio::select! {
        result = submission.run(&all, silent()) => { result.expect("arrives"); }
        () = change => {}
    }
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_stops_at_once_and_the_same_call_goes_on() {
    let bad = Bad::network(vec![Fault::Slow(500_000), Fault::Slow(500_000)]).await;
    let (submission, _) = bad.submission(&quick());
    let control = submission.control.clone();
    let pause = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        control.pause();
    });
    let began = Instant::now();
    let case = files(&bad, 4_000_000);
    let paused = submission.run(&shipment(&case), silent()).await;
    assert!(matches!(paused, Err(SubmitError::Paused)), "{paused:?}");
    assert!(began.elapsed() < Duration::from_millis(2_500), "{:?}", began.elapsed());
    pause.await.expect("paused");
    let before = bad.forwarded();
    assert!(before > 300_000, "{before}");
    let submission = Submission { control: Control::default(), ..submission };
    submission.run(&shipment(&case), silent()).await.expect("arrives");
    assert!(bad.forwarded() < 4_600_000, "nothing begun anew: {}", bad.forwarded());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_submission_is_taken_away_from_the_server() {
    let bad = Bad::network(vec![Fault::Slow(500_000), Fault::Slow(500_000)]).await;
    let (submission, _) = bad.submission(&quick());
    let control = submission.control.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(1_000)).await;
        control.cancel();
    });
    let case = files(&bad, 4_000_000);
    let cancelled = submission.run(&shipment(&case), silent()).await;
    assert!(matches!(cancelled, Err(SubmitError::Cancelled)), "{cancelled:?}");
    assert_eq!(count(bad.gateway.uploads()), 0, "no upload is left");
    assert_eq!(count(&submission.outbox), 0, "and no sealed file");
    assert_eq!(bad.gateway.submissions(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_that_the_server_has_forgotten_are_made_anew() {
    let bad =
        Bad::network(vec![Fault::CutAfter(1_000_000), Fault::Answer(UNAVAILABLE), Fault::Answer(UNAVAILABLE)]).await;
    let limits = UploadLimits { backoff_first_ms: 1_500, backoff_most_ms: 1_500, concurrent_files: 1, ..quick() };
    let (submission, _) = bad.submission(&limits);
    let uploads = bad.gateway.uploads().to_owned();
    let forget = tokio::spawn(async move {
        while count(&uploads) == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        tokio::time::sleep(Duration::from_millis(800)).await;
        for entry in std::fs::read_dir(&uploads).expect("uploads").flatten() {
            let _ = std::fs::remove_file(entry.path());
        }
    });
    let case = files(&bad, 3_000_000);
    submission.run(&shipment(&case), silent()).await.expect("arrives");
    forget.await.expect("forgotten");
    assert_eq!(bad.gateway.submissions(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_stays_dead_ends_it_for_now_and_the_next_call_goes_on() {
    let limits = UploadLimits { no_progress_ms: 1_500, ..quick() };
    let bad = Bad::network(vec![Fault::Refuse; 500]).await;
    let (submission, _) = bad.submission(&limits);
    let case = files(&bad, 100_000);
    let dead = submission.run(&shipment(&case), silent()).await;
    assert!(matches!(dead, Err(SubmitError::Unreachable(_))), "{dead:?}");
    bad.proxy.forgive();
    submission.run(&shipment(&case), silent()).await.expect("arrives");
}

fn count(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}
