//! `heyan case submit`, `case track` and `heyan gateway` through the real program, against the real tusd.
#![cfg(all(unix, feature = "sandbox"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is the report")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use heyan::rules::filing::Step;
use heyan::rules::liveness::Challenge;
use heyan::vault::{Case, FolderGuard, Judgement, KeyFile, NewStep};
use jiff::Timestamp;
use serde_json::Value;

const NAME: &str = "孙熙博";
const NUMBER: &str = "330106198806210012";
/// Larger than what is on the way at once, so that there is something to stop.
const VIDEO_BYTES: usize = 96_000_000;

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Ends the program as Ctrl-C does.
fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// What it ended with; a program that does not end is a failure.
fn ended(child: &mut Child, within: Duration) -> i32 {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code().unwrap_or_else(|| panic!("ended by {status}"));
        }
        if begun.elapsed() > within {
            let _ = child.kill();
            panic!("still running after {within:?}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

struct Fixture {
    folder: tempfile::TempDir,
    gateway: Child,
    address: String,
    pin: String,
}

impl Fixture {
    /// A gateway, and a case with a recording that nothing judges.
    fn new(pace_ms: &str) -> Self {
        Self::with(pace_ms, &[])
    }

    /// The same, with more for the gateway.
    fn with(pace_ms: &str, more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Found by its name, wherever the tests are run.
        let mut command = program(folder.path());
        command.args(["gateway", "--dir", "gateway", "--pace-ms", pace_ms]).args(more);
        let mut gateway = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(gateway.stdout.take().unwrap()).read_line(&mut line).unwrap();
        if line.is_empty() {
            let mut said = String::new();
            gateway.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            panic!("no gateway: {said}");
        }
        let told: Value = serde_json::from_str(&line).unwrap();
        let of = |name: &str| told[name].as_str().unwrap().to_owned();
        fs::copy(folder.path().join(of("certificate")), folder.path().join("ca.pem")).unwrap();
        let desk = Self { address: of("address"), pin: of("pin"), folder, gateway };
        let new = desk.case(&["new", "case", "--profile", "huawei", "--name", NAME, "--id-number", NUMBER]);
        assert_eq!(new.status.code(), Some(0), "{}", text(&new.stderr));
        desk
    }

    fn with_material(self, bytes: usize) -> Self {
        let mut video = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41".to_vec();
        let mut seed = 7u64;
        // Nothing on the way may make it smaller.
        while video.len() < bytes {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            video.extend_from_slice(&seed.to_le_bytes());
        }
        fs::write(self.path("v.mp4"), video).unwrap();
        let added = self.case(&["add", "case", "holding_photo", "v.mp4", "--force"]);
        assert_eq!(added.status.code(), Some(0), "{}", text(&added.stderr));
        self
    }

    fn agreed(self) -> Self {
        assert_eq!(self.case(&["consent", "case", "--give", "send_face"]).status.code(), Some(0));
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = program(self.folder.path());
        command.arg("case").args(args).args(["--key-file", "key"]);
        command
    }

    fn case(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn submit(&self, pin: &str) -> Command {
        self.command(&["submit", "case", "--to", &self.address, "--ca", "ca.pem", "--pin", pin])
    }

    /// Names of what the gateway has received.
    fn uploads(&self) -> Vec<String> {
        let files = fs::read_dir(self.path("gateway/uploads")).unwrap().map(|entry| entry.unwrap());
        files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    /// Bytes that the gateway has received.
    fn received(&self) -> u64 {
        let files = fs::read_dir(self.path("gateway/uploads")).unwrap();
        files.filter_map(|entry| entry.ok()?.metadata().ok()).map(|file| file.len()).sum()
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        if self.gateway.try_wait().is_ok_and(|status| status.is_none()) {
            interrupt(&self.gateway);
        }
        // The same test that drops it may be failing already.
        let _ = self.gateway.wait();
    }
}

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heyan"));
    let tusd = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/cache/tusd-2.9.1");
    if tusd.exists() && std::env::var_os("HEYAN_TUSD").is_none() {
        command.env("HEYAN_TUSD", tusd.canonicalize().unwrap());
    }
    command.current_dir(folder).env("LANG", "C").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    command.env("HEYAN_STATE", folder.join("state")).stdin(Stdio::null());
    command
}

#[test]
fn nothing_leaves_without_consent_or_to_another_server() {
    let desk = Fixture::new("60000");
    let empty = desk.submit(&desk.pin).output().unwrap();
    assert_eq!(empty.status.code(), Some(1), "{}", text(&empty.stderr));
    let desk = desk.with_material(400_000);
    let refused = desk.submit(&desk.pin).output().unwrap();
    let said = text(&refused.stderr);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0), "{said}");
    assert!(said.contains("heyan case consent case --give send_face --recipient huawei"), "{said}");
    assert!(!said.contains("send_identity"), "no paper is in it: {said}");
    let desk = desk.agreed();
    for (pin, to) in [
        ("sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", desk.address.clone()),
        (&desk.pin, desk.address.replace("https", "http")),
    ] {
        let mut command = desk.command(&["submit", "case", "--to", &to, "--ca", "ca.pem", "--pin", pin]);
        let refused = command.output().unwrap();
        let said = text(&refused.stderr);
        assert_eq!(refused.status.code(), Some(2), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(desk.uploads().is_empty(), "{:?}", desk.uploads());
    }
    let syntax = desk.submit("sha256/short").output().unwrap();
    assert_eq!(syntax.status.code(), Some(2));
    let early = desk.case(&["track", "case", "--ca", "ca.pem"]);
    assert_ne!(early.status.code(), Some(0), "there is nothing to follow yet");
}

/// Protects that a recording is bound to what the gateway asked before it, and that none is bound by its word alone.
#[test]
fn the_gateway_is_asked_before_the_recording_and_takes_no_other() {
    let desk = Fixture::with("60000", &["--asked-only"]).agreed();
    let ask = |more: &[&str]| desk.case(&[&["ask", "case", "--json"], more].concat());
    let json = |output: Output| -> Value {
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let to = ["--to", &desk.address, "--ca", "ca.pem", "--pin", &desk.pin];
    let other = ask(&["--to", &desk.address, "--pin", "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]);
    assert_eq!((other.status.code(), other.stdout.len()), (Some(2), 0), "{}", text(&other.stderr));
    let open = || {
        let keys = Box::new(KeyFile::read(&desk.path("key")).unwrap());
        let guard = Box::new(FolderGuard::new(desk.path("state").join("cases")));
        Case::open(&desk.path("case"), keys, guard, Timestamp::now()).unwrap()
    };
    // As a face check that did just what was asked last is kept.
    let record = || {
        let mut case = open();
        let asked = case.file().asked.clone().unwrap();
        let nonce = asked.issued.map(|issued| issued.nonce);
        let mut file = std::io::Cursor::new(b"recording");
        let new = NewStep {
            judgement: Judgement::Accepted,
            files: vec![&mut file],
            fields: BTreeMap::new(),
            findings: Vec::new(),
            filing: Vec::new(),
            challenge: Some(Challenge { actions: asked.actions, nonce }),
            face: None,
        };
        case.put(Step::Liveness, new, Timestamp::now()).unwrap();
    };
    let here = json(ask(&[]));
    assert_eq!((&here["drawn"], &here["nonce"]), (&Value::from("here"), &Value::Null));
    record();
    let refused = desk.submit(&desk.pin).output().unwrap();
    let said = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("heyan case ask --to") && said.contains("recording_unbound"), "{said}");
    let asked = json(ask(&to));
    assert_eq!(asked["drawn"], "gateway");
    assert!(asked["nonce"].as_str().unwrap().len() >= 32 && asked["actions"].as_array().unwrap().len() == 3);
    assert_eq!(json(desk.case(&["status", "case", "--json"]))["asked"]["nonce"], asked["nonce"]);
    record();
    let taken = desk.submit(&desk.pin).output().unwrap();
    assert_eq!(taken.status.code(), Some(0), "{}", text(&taken.stderr));
    let late = ask(&to);
    assert_eq!(late.status.code(), Some(1), "what was handed in is asked no more: {}", text(&late.stderr));
}

#[test]
fn ctrl_c_pauses_and_the_same_command_goes_on_to_the_end() {
    let desk = Fixture::new("1000").with_material(VIDEO_BYTES).agreed();
    let mut child = desk.submit(&desk.pin).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    // Several pieces have arrived, so that some are confirmed, and not all of them.
    let begun = Instant::now();
    while desk.received() < 4_000_000 {
        assert!(begun.elapsed() < Duration::from_secs(30) && child.try_wait().unwrap().is_none(), "nothing arrives");
        std::thread::sleep(Duration::from_millis(1));
    }
    interrupt(&child);
    let code = ended(&mut child, Duration::from_secs(20));
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((code, said.lines().count()), (2, 1), "{said}");
    assert!(said.contains("case"), "{said}");
    assert!(desk.received() < VIDEO_BYTES as u64, "stopped too late to show anything");

    let again = desk.submit(&desk.pin).output().unwrap();
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
    let out = text(&again.stdout);
    assert!(again.stderr.is_empty() && !out.contains('\r') && !out.contains("[#"), "a bar without a terminal: {out}");
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let receipt = lines.last().unwrap()["submission"].as_str().unwrap().to_owned();
    // It goes on: what had been confirmed is not sent again.
    assert!(lines[0]["sent_bytes"].as_u64().unwrap() > 0, "{}", lines[0]);
    let third = desk.submit(&desk.pin).output().unwrap();
    assert!(text(&third.stdout).contains(&receipt), "handed in twice is received once");

    let followed =
        desk.case(&["track", "case", "--ca", "ca.pem", "--pin", &desk.pin, "--wait", "--every", "1", "--json"]);
    let out = text(&followed.stdout);
    assert_eq!(followed.status.code(), Some(0), "{}", text(&followed.stderr));
    for status in ["awaiting_review", "awaiting_submission", "awaiting_authority", "filed"] {
        assert!(out.contains(&format!("\"status\":\"{status}\"")), "{status}: {out}");
    }
    assert!(out.contains("filing_number"), "{out}");
}

#[test]
fn following_can_be_stopped_with_ctrl_c() {
    let desk = Fixture::new("600000").with_material(400_000).agreed();
    assert_eq!(desk.submit(&desk.pin).output().unwrap().status.code(), Some(0));
    let mut track = desk.command(&["track", "case", "--ca", "ca.pem", "--pin", &desk.pin, "--wait", "--every", "600"]);
    let mut child = track.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("awaiting_review"), "{line}");
    std::thread::sleep(Duration::from_millis(300));
    interrupt(&child);
    assert_eq!(ended(&mut child, Duration::from_secs(10)), 0);
    let status = desk.case(&["status", "case", "--json"]);
    let status: Value = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!(status["order"]["status"], "awaiting_review");
}

/// Protects that a bar is drawn for a person and never into a file: util-linux's `script` lends a terminal.
#[test]
fn a_bar_is_drawn_on_a_terminal() {
    if !Command::new("script").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success()) {
        let _ = writeln!(std::io::stderr(), "SKIPPED: there is no `script` to lend a terminal");
        return;
    }
    let desk = Fixture::new("60000").with_material(8_000_000).agreed();
    let typed = format!(
        "{} case submit case --to {} --ca ca.pem --pin {} --key-file key",
        env!("CARGO_BIN_EXE_heyan"),
        desk.address,
        desk.pin
    );
    let mut script = Command::new("script");
    script.current_dir(desk.folder.path()).env("LANG", "C").env("HEYAN_STATE", desk.path("state"));
    let output = script.args(["-qec", &typed, "/dev/null"]).stdin(Stdio::null()).output().unwrap();
    let out = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{out}");
    assert!(out.contains("\r[") && out.contains("##] 8.0/8.0 MB"), "{out}");
    assert!(out.contains("Received") && !out.contains("schema"), "{out}");
}

#[test]
fn a_gateway_ends_with_ctrl_c_and_names_what_it_cannot_have() {
    let mut desk = Fixture::new("1000");
    let port = desk.address.rsplit(':').next().unwrap().to_owned();
    let taken = program(desk.folder.path()).args(["gateway", "--dir", "other", "--port", &port]).output().unwrap();
    let said = text(&taken.stderr);
    assert_eq!((taken.status.code(), said.lines().count()), (Some(2), 1), "{said}");
    assert!(said.contains("other"), "{said}");
    interrupt(&desk.gateway);
    assert_eq!(ended(&mut desk.gateway, Duration::from_secs(10)), 0);
    let late = desk.with_material(300_000).agreed();
    // Refused at once, not after a quarter of an hour: the port is closed.
    let mut child = late.submit(&late.pin).stdout(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    interrupt(&child);
    assert_eq!(ended(&mut child, Duration::from_secs(20)), 2);
}
