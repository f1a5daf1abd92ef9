//! The whole way to the sandbox gateway, and what it refuses.
#![allow(clippy::expect_used, clippy::print_stdout, reason = "a panic in a test is the report")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::common::{case, gateway, noise, now, put, quick, shipment, submission};
use heyan_case::track::TrackLimits;
use heyan_case::upload::{OnProgress, Progress, SubmitError};
use heyan_gateway::{Options, start};
use heyan_rules::filing::{Status, Step};

fn silent() -> OnProgress {
    Arc::new(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_arrives_whole_and_once_and_says_so_again_without_asking() {
    let folder = tempfile::tempdir().expect("folder");
    let gateway = gateway(folder.path()).await;
    let submission = submission(&gateway, folder.path(), &quick());
    let files = [
        (Step::IdFront, noise(1, 300_000)),
        (Step::IdBack, noise(2, 65_536)),
        (Step::Statement, noise(3, 5_000_000)),
        (Step::Portrait, Vec::new()),
    ];
    let mut case = case(folder.path(), &files);
    let shipment = shipment(&case);
    let most = Arc::new(AtomicU64::new(0));
    let seen = most.clone();
    let on_progress: OnProgress = Arc::new(move |progress: Progress| {
        assert!(progress.sent_bytes <= progress.total_bytes);
        seen.fetch_max(progress.sent_bytes, Ordering::Relaxed);
    });
    let receipt = submission.run(&shipment, on_progress).await.expect("arrives");
    assert_eq!(gateway.submissions(), 1);
    assert!(most.load(Ordering::Relaxed) > 5_365_536, "progress tells all bytes");
    let left = std::fs::read_dir(submission.outbox.clone()).expect("outbox").count();
    assert_eq!(left, 0, "what is received is not kept in the outbox");
    // Without a gateway: the journal knows.
    drop(gateway);
    assert_eq!(submission.run(&shipment, silent()).await.expect("known"), receipt);
    let delivered = shipment.delivered().expect("all there");
    case.delivered(delivered, now()).expect("recorded");
    assert_eq!(case.file().sent.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_material_after_the_receipt_is_not_passed_off_as_sent() {
    let folder = tempfile::tempdir().expect("folder");
    let gateway = gateway(folder.path()).await;
    let submission = submission(&gateway, folder.path(), &quick());
    let mut case = case(folder.path(), &[(Step::IdFront, noise(1, 1_000))]);
    submission.run(&shipment(&case), silent()).await.expect("arrives");
    put(&mut case, Step::IdFront, &noise(1, 1_000));
    let other = shipment(&case);
    assert!(matches!(submission.run(&other, silent()).await, Err(SubmitError::Changed)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_followed_from_its_submission_to_its_filing_number() {
    let folder = tempfile::tempdir().expect("folder");
    let options = Options { pace_ms: 150, ..Options::in_folder(folder.path()) };
    let gateway = start(options).await.expect("starts");
    let submission = submission(&gateway, folder.path(), &quick());
    let mut case = case(folder.path(), &[(Step::IdFront, noise(1, 1_000))]);
    let mut order = case.file().order.clone();
    let early = submission.follow(&mut order, &TrackLimits::default()).await;
    assert!(matches!(early, Err(SubmitError::NotSubmitted)), "{early:?}");
    submission.run(&shipment(&case), silent()).await.expect("arrives");
    let mut seen = Vec::new();
    for _ in 0..200 {
        let news = submission.follow(&mut order, &TrackLimits::default()).await.expect("answers");
        assert!(!news.irregular, "every status follows by the rules of orders");
        seen.extend(news.entries.iter().map(|entry| entry.status));
        if news.ask_again_s.is_none() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(40)).await;
    }
    use Status::{AwaitingAuthority, AwaitingReview, AwaitingSubmission, Filed};
    assert_eq!(seen, [AwaitingReview, AwaitingSubmission, AwaitingAuthority, Filed]);
    case.set_order(order).expect("kept");
    assert_eq!(case.file().order.status, Filed);
}
