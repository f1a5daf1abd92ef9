//! kill -9 at random instants of a submission: it goes on, and the gateway has it once.
#![allow(clippy::expect_used, clippy::print_stdout, reason = "a panic in a test is the report")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::common::{case, gateway, noise, now, quick, shipment};
use heyan_case::outbox::{self, VaultJournal};
use heyan_case::upload::{Control, HttpTransport, Submission, Trust};
use heyan_case::{Case, KeyFile, NoGuard};
use heyan_rules::filing::Step;

/// Kills in all.
const KILLS: usize = 100;

/// The process that is killed: submits the case in `$HEYAN_CHILD`. Without that it is no test at all.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by the test below, to be killed"]
async fn child() {
    let Some(folder) = std::env::var_os("HEYAN_CHILD") else { return };
    let folder = Path::new(&folder);
    let keys = || Box::new(KeyFile::read(&folder.join("case.key")).expect("key"));
    let path = folder.join("case");
    let case = Case::open(&path, keys(), Box::new(NoGuard), now()).expect("the case opens after any kill");
    let pin = std::env::var("HEYAN_PIN").expect("pin").parse().expect("pin");
    let limits = quick();
    let submission = Submission {
        transport: Arc::new(
            HttpTransport::new(Trust { pins: vec![pin], extra_roots: Vec::new() }, limits.clone(), None)
                .expect("client"),
        ),
        journal: Arc::new(VaultJournal::open(&path, &*keys()).expect("the journal opens after any kill")),
        outbox: outbox::folder(&path),
        gateway: std::env::var("HEYAN_GATEWAY").expect("address"),
        limits,
        control: Control::default(),
    };
    submission.run(&shipment(&case), Arc::new(|_| ())).await.expect("goes on after any kill");
}

/// Starts the child; kills it after `kill_after`. True when it ended well by itself before.
fn run_child(folder: &Path, address: &str, pin: &str, kill_after: Option<Duration>) -> bool {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--ignored", "--exact", "kill::child"])
        .env("HEYAN_CHILD", folder)
        .env("HEYAN_GATEWAY", address)
        .env("HEYAN_PIN", pin)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("waits") {
            let output = child.wait_with_output().expect("output");
            assert!(status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            return true;
        }
        if kill_after.is_some_and(|after| began.elapsed() >= after) {
            child.kill().expect("kills");
            child.wait().expect("is dead");
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_submission_goes_on_and_arrives_once() {
    let folder = tempfile::tempdir().expect("folder");
    let gateway = gateway(folder.path()).await;
    let (address, pin) = (gateway.address.clone(), gateway.pin.to_string());
    let files =
        [(Step::IdFront, noise(1, 200_000)), (Step::Statement, noise(2, 6_000_000)), (Step::IdBack, noise(3, 1_000))];
    let mut seed = 7_u64;
    let mut dice = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let (mut kills, mut cases) = (0, 0_u64);
    // What an undisturbed one takes, for the instants to be spread over.
    let mut whole = Duration::ZERO;
    while kills < KILLS {
        let own = folder.path().join(format!("case-{cases}"));
        std::fs::create_dir(&own).expect("folder");
        drop(case(&own, &files));
        let began = Instant::now();
        if cases == 0 {
            assert!(run_child(&own, &address, &pin, None));
            whole = began.elapsed();
        } else {
            let instant = |dice: u64| whole.mul_f64((dice % 1_000) as f64 / 1_000.0);
            while !run_child(&own, &address, &pin, Some(instant(dice())).filter(|_| kills < KILLS)) {
                kills += 1;
            }
        }
        cases += 1;
        assert_eq!(gateway.submissions(), cases, "after {kills} kills");
    }
    println!("{kills} kills over {} ms each, {cases} cases, {} submissions", whole.as_millis(), gateway.submissions());
}
