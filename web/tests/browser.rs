//! The way of a person in a real browser whose devices play generated clips.
//!
//! Run by `cargo xtask test web`, which has chromium, the clips and the models ready.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use heyan::rules::liveness::Action;
use heyan::rules::words::{Lang, Words};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::fixture::Running;
use crate::fixture::driver::{Browser, Plays};

/// Of the generated front of a card.
struct Card {
    name: String,
    id_number: String,
}

/// The program that makes samples.
fn samples() -> Command {
    let program = std::env::var_os("HEYAN_SAMPLES").expect("cargo xtask test web says where the samples are from");
    let mut command = Command::new(program);
    command.env("HEYAN_PACK", crate::fixture::pack()).stdout(Stdio::null());
    command
}

/// Cards, and the front as a camera sees it: made once for all tests.
fn clips() -> &'static Path {
    static CLIPS: OnceLock<TempDir> = OnceLock::new();
    let made = CLIPS.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let done = samples().args(["cards", "demo", "--out"]).arg(folder.path()).status().unwrap();
        assert!(done.success());
        // The card in the middle of a picture a third wider than it, as somebody holds it before a webcam.
        let truth = truth(folder.path());
        let corners: Vec<[f64; 2]> = serde_json::from_value(truth["corners"].clone()).unwrap();
        let middle = |axis: usize| corners.iter().map(|corner| corner[axis]).sum::<f64>() / 4.0;
        let wide = truth["long_side_px"].as_f64().unwrap() * 1.4;
        let high = wide * 9.0 / 16.0;
        let (left, top) = (middle(0) - wide / 2.0, middle(1) - high / 2.0);
        let cut = format!("crop={wide:.0}:{high:.0}:{:.0}:{:.0},scale=1280:720", left.max(0.0), top.max(0.0));
        let front = folder.path().join("front.jpg");
        as_camera(&front, &["-loop", "1", "-t", "1", "-r", "30"], &cut, &folder.path().join("front.mjpeg"));
        folder
    });
    made.path()
}

/// What the generated front says, and where it lies.
fn truth(folder: &Path) -> Value {
    let truths = std::fs::read_to_string(folder.join("truth.jsonl")).unwrap();
    let mut all = truths.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    all.find(|truth| truth["file"] == "front.jpg").unwrap()
}

fn card() -> Card {
    let front = truth(clips());
    let field = |name: &str| front["fields"][name].as_str().unwrap().to_owned();
    Card { name: field("name"), id_number: field("id_number") }
}

/// Opens the site and makes a case of the card's person.
fn with_a_case(running: &Running, browser: &Browser, site: bool) {
    make_a_case(browser, &format!("{}/?token={}", running.origin(), running.token), site);
}

fn make_a_case(browser: &Browser, address: &str, site: bool) {
    browser.open(address);
    browser.press("new");
    browser.wait_for("[name='typed.name']");
    let card = card();
    browser.type_in("[name='typed.name']", &card.name);
    browser.type_in("[name='typed.id_number']", &card.id_number);
    if site {
        browser.type_in("[name='typed.site_name']", "青禾手作笔记");
        browser.type_in("[name='typed.domain']", "qinghe-notes.cn");
    }
    browser.press("create");
    browser.wait_for(".steps [data-step]");
}

/// Whether `text` stands anywhere under `folder` in the clear.
fn is_readable(folder: &Path, text: &str) -> bool {
    let wanted = text.as_bytes();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if std::fs::read(entry.path()).unwrap().windows(wanted.len()).any(|bytes| bytes == wanted) {
                return true;
            }
        }
    }
    false
}

/// From now on the person takes their time to answer the browser's question for the camera, until [`answer`].
fn hesitate(browser: &Browser) {
    browser.run(
        "const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
         const asked = new Promise((answer) => { window.answerNow = answer; });
         navigator.mediaDevices.getUserMedia = (wish) => asked.then(() => real(wish));",
    );
}

fn answer(browser: &Browser) {
    browser.run("window.answerNow()");
}

/// What Chromium's fake camera plays, of a picture or a video: over and over.
fn as_camera(from: &Path, reading: &[&str], filter: &str, into: &Path) {
    let done = Command::new("ffmpeg")
        .args(["-y", "-loglevel", "error"])
        .args(reading)
        .arg("-i")
        .arg(from)
        .args(["-an", "-vf", filter, "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p", "-f", "mjpeg"])
        .arg(into)
        .status()
        .unwrap();
    assert!(done.success());
}

/// What the page asks of the person, by the names of the command line.
fn asked(browser: &Browser) -> String {
    let said = browser.run("return [...document.querySelectorAll('.actions .name')].map((name) => name.textContent)");
    let words = Words::new(Lang::En);
    let named = said
        .as_array()
        .unwrap()
        .iter()
        .map(|said| Action::ALL.into_iter().find(|action| json!(words.ask(*action)) == *said).unwrap().as_str());
    named.collect::<Vec<_>>().join(",")
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn a_card_is_taken_by_itself_and_kept_and_nothing_of_it_can_be_read_on_disk() {
    let running = Running::start(true);
    let video = clips().join("front.mjpeg");
    let browser = Browser::start(&Plays { video: Some(&video), ..Plays::default() });
    with_a_case(&running, &browser, false);
    browser.click("[data-step=id_front] button");
    // Nobody presses: the shutter falls by itself once the card is still.
    browser.wait_for("[data-verdict]");
    let card = card();
    for (field, truth) in [("name", &card.name), ("id_number", &card.id_number)] {
        let row = browser.run(&format!("return document.querySelector('tr.same[data-field={field}]')?.innerText"));
        let twice = row.as_str().unwrap_or_default().matches(truth.as_str()).count();
        assert_eq!(twice, 2, "read beside typed: {}", browser.text());
    }
    assert!(browser.has("[data-verdict=accept]"), "{}", browser.text());
    browser.press("keep");
    browser.wait_for("[data-step=id_front][data-standing=done]");
    for text in [&card.name, &card.id_number] {
        assert!(!is_readable(running.folder.path(), text), "{text} is on disk");
    }
    assert!(!is_readable(running.folder.path(), "JFIF"), "the picture is on disk");
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn a_refused_camera_is_said_and_a_file_is_taken_in_its_place() {
    let running = Running::start(true);
    let browser = Browser::start(&Plays { refuses: true, ..Plays::default() });
    with_a_case(&running, &browser, false);
    browser.click("[data-step=id_front] button");
    browser.wait_for("[data-problem='app.camera']");
    browser.wait_for("input[data-file]");
    browser.type_in("input[data-file]", clips().join("front.jpg").to_str().unwrap());
    browser.wait_for("[data-verdict=accept]");
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn a_face_check_is_followed_live_and_passes() {
    let running = Running::start(true);
    let folder = TempDir::new().unwrap();
    let video = folder.path().join("camera.mjpeg");
    let browser = Browser::start(&Plays { video: Some(&video), ..Plays::default() });
    with_a_case(&running, &browser, false);
    hesitate(&browser);
    browser.click("[data-step=liveness] button");
    browser.wait_for(".actions li");
    let asked = asked(&browser);
    let clip = folder.path().join("run.mp4");
    let made = samples().args(["heads", "run", "--actions", &asked, "--out"]).arg(&clip).status().unwrap();
    assert!(made.success());
    as_camera(&clip, &[], "null", &video);
    answer(&browser);
    browser.wait_for("[data-verdict]");
    assert!(browser.has("[data-verdict=accept]"), "{asked}: {}", browser.text());
    browser.press("keep");
    browser.wait_for("[data-step=liveness][data-standing=done]");
    for text in ["webm", "ftyp", "moov", "mdat"] {
        assert!(!is_readable(&running.folder.path().join("cases"), text), "a recording is on disk: {text}");
    }
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn a_page_closed_in_the_middle_of_a_recording_begins_again_and_loses_nothing_that_was_kept() {
    let running = Running::start(true);
    let video = clips().join("front.mjpeg");
    let browser = Browser::start(&Plays { video: Some(&video), ..Plays::default() });
    with_a_case(&running, &browser, false);
    browser.click("[data-step=id_front] button");
    browser.wait_for("[data-verdict=accept]");
    browser.press("keep");
    browser.wait_for("[data-step=id_front][data-standing=done]");
    browser.click("[data-step=liveness] button");
    // A card is no face: it says so while it happens, and the run goes on.
    browser.wait_until("a hint", || {
        browser.run("return document.querySelector('[data-live-say]')?.textContent ?? ''") != json!("")
    });
    browser.open("about:blank");
    browser.open(&running.origin());
    browser.wait_for("[data-problem='app.camera_lost']");
    browser.click("form[action='/back'] button");
    browser.wait_for("[data-step=id_front][data-standing=done]");
    assert!(browser.has("[data-step=liveness][data-standing=missing]"));
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn the_text_of_the_statement_follows_the_voice_and_another_reader_is_noticed() {
    let running = Running::start(true);
    let folder = TempDir::new().unwrap();
    let (video, sound) = (clips().join("front.mjpeg"), folder.path().join("voice.wav"));
    let browser = Browser::start(&Plays { video: Some(&video), sound: Some(&sound), ..Plays::default() });
    with_a_case(&running, &browser, true);
    browser.click("[data-step=statement] button");
    let text_of = |browser: &Browser| {
        let text = browser.run("return document.querySelector('[data-live-text]')?.textContent ?? ''");
        text.as_str().unwrap().to_owned()
    };
    browser.wait_until("the text", || !text_of(&browser).is_empty());
    let text = text_of(&browser);
    read_aloud(&text, &sound);
    browser.press("record");
    let position = || {
        let shown = browser.run("return document.querySelector('[data-live-text]').dataset.position");
        shown.as_str().and_then(|text| text.parse::<usize>().ok()).unwrap_or(0)
    };
    let letters = text.chars().count();
    browser.wait_until("a quarter of the text", || position() > letters / 4);
    assert!(position() < letters, "it follows, and does not run ahead");
    browser.wait_until("the end of the text", || position() + 2 >= letters);
    browser.press("stop");
    // A card reads nothing: the voice is another's, and the page says so.
    browser.wait_for("[data-verdict]");
    assert!(!browser.has("[data-verdict=accept]"), "{}", browser.text());
    assert!(browser.has("[data-code^='statement.']"), "{}", browser.text());
}

/// A voice that reads `text`, after a moment, into a file that Chromium's fake microphone plays.
fn read_aloud(text: &str, into: &Path) {
    let spoken = into.with_extension("spoken.wav");
    let done =
        Command::new("espeak-ng").args(["-v", "cmn", "-s", "190", "-w"]).arg(&spoken).arg(text).status().unwrap();
    assert!(done.success());
    let mut padded = Command::new("ffmpeg");
    padded.args(["-y", "-loglevel", "error", "-i"]).arg(&spoken);
    padded.args(["-af", "adelay=1500,apad=pad_dur=3", "-ar", "48000", "-ac", "1"]).arg(into);
    assert!(padded.status().unwrap().success());
}

/// The real program on the cases in `folder`. Its address.
fn serve(folder: &Path) -> (Child, String) {
    let passphrase = folder.join("passphrase");
    std::fs::write(&passphrase, crate::fixture::PASSPHRASE).unwrap();
    let program = std::env::var_os("HEYAN_BIN").expect("cargo xtask test web says where the program is");
    let mut command = Command::new(program);
    command
        .args(["serve", "--lang", "en", "--cases"])
        .arg(folder.join("cases"))
        .arg("--passphrase-file")
        .arg(passphrase);
    command.env("HEYAN_PACK", crate::fixture::pack()).env("HEYAN_STATE", folder.join("state"));
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim_end().to_owned())
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn killed_in_the_middle_of_a_recording_nothing_kept_is_lost_and_nothing_is_readable() {
    let folder = TempDir::new().unwrap();
    let (mut child, address) = serve(folder.path());
    let video = clips().join("front.mjpeg");
    let browser = Browser::start(&Plays { video: Some(&video), ..Plays::default() });
    make_a_case(&browser, &address, false);
    browser.click("[data-step=id_front] button");
    browser.wait_for("[data-verdict=accept]");
    browser.press("keep");
    browser.wait_for("[data-step=id_front][data-standing=done]");
    browser.click("[data-step=liveness] button");
    browser.wait_until("a hint", || {
        browser.run("return document.querySelector('[data-live-say]')?.textContent ?? ''") != json!("")
    });
    // More than a part of the recording is with the server.
    std::thread::sleep(Duration::from_secs(2));
    // SIGKILL: nothing tidies up.
    child.kill().unwrap();
    child.wait().unwrap();
    browser.wait_for(".gone");
    let card = card();
    for text in [card.name.as_str(), &card.id_number, "JFIF", "webm", "mdat", "moov"] {
        assert!(!is_readable(&folder.path().join("cases"), text), "{text} is on disk");
        assert!(!is_readable(&folder.path().join("state"), text), "{text} is on disk");
    }
    let (mut child, address) = serve(folder.path());
    browser.open(&address);
    browser.press("open");
    browser.wait_for("[data-step=id_front][data-standing=done]");
    assert!(browser.has("[data-step=liveness][data-standing=missing]"));
    child.kill().unwrap();
    child.wait().unwrap();
}
