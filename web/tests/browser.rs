//! The way of a person in a real browser whose devices play generated clips.
//!
//! Run by `cargo xtask test web`, which has chromium, the clips and the models ready.

mod watched;

use std::time::Duration;

use heyan::vault::seal::AppBuild;
use heyan_app::device::{Carrier, Gateway};
use serde_json::json;
use tempfile::TempDir;

use crate::fixture::Running;
use crate::fixture::driver::{Browser, Plays};
use crate::fixture::way::{
    answer, as_camera, asked, card, clips, hesitate, is_readable, make_a_case, read_aloud, samples, serve, with_a_case,
};

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
fn a_name_is_judged_while_it_is_typed_and_help_is_one_press_away() {
    let running = Running::start(true);
    let browser = Browser::start(&Plays::default());
    browser.open(&format!("{}/?token={}", running.origin(), running.token));
    browser.press("new");
    // Nothing is pressed: what is said follows what is typed, and what is typed stays.
    browser.type_in("input[name='typed.site_name']", "小河的论坛");
    browser.wait_for("[data-code='filing.site_name_trade']");
    assert_eq!(browser.run("return document.querySelector(\"input[name='typed.site_name']\").value"), "小河的论坛");
    browser.click("details.interview summary");
    browser.type_in("input[name='answer.server_months']", "1");
    browser.wait_for("[data-code='filing.server_term']");
    browser.type_in("input[name='help.search']", "renling");
    browser.click("button[value*='\"claim\"']");
    browser.wait_for("[data-topic=claim]");
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn an_order_goes_to_a_gateway_and_is_approved() {
    let folder = TempDir::new().unwrap();
    let books = folder.path().join("books");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let pace = heyan_gateway::Options { pace_ms: 50, ..heyan_gateway::Options::in_folder(&books) };
    let gateway = runtime.block_on(heyan_gateway::start(pace)).unwrap();
    let running = Running::sending_to(
        Gateway {
            address: gateway.address.clone(),
            app: AppBuild { name: "heyan-web".to_owned(), version: "0".to_owned(), platform: "linux".to_owned() },
            carrier: Carrier::Http { pins: vec![gateway.pin.to_string()], roots_pem: None },
        },
        true,
    );
    let browser = Browser::start(&Plays::default());
    with_own_profile(&running, &browser, &asking_for(&["id_front"]));
    browser.click("[data-step=id_front] button");
    browser.wait_for("input[data-file]");
    browser.type_in("input[data-file]", clips().join("front.jpg").to_str().unwrap());
    browser.wait_for("[data-verdict=accept]");
    browser.press("keep");
    browser.wait_for("[data-step=id_front][data-standing=done]");

    browser.press("send");
    // Nothing leaves before it is agreed to, each purpose by itself.
    browser.press("consent");
    browser.click("[data-purpose=send_identity][data-given=false] button");
    browser.wait_for("[data-purpose=send_identity][data-given=true]");
    assert_eq!(gateway.submissions(), 0);
    browser.click("form[action='/back'] button");
    browser.press("\"send\"");
    browser.wait_for("[data-sent]");
    assert_eq!(gateway.submissions(), 1);
    browser.click("form[action='/back'] button");
    browser.press("order");
    let status = || browser.run("return document.querySelector('[data-status]')?.dataset.status");
    browser.wait_until("the order to be approved", || {
        browser.press("ask");
        browser.wait_until("an answer", || browser.has("button[name=intent][value*='ask']"));
        status() == json!("approved") || browser.has("[data-filing-number]")
    });
    assert!(browser.has("[data-filing-number]"), "{}", browser.text());
}

/// The profile of any provider, with only `steps` asked for, and a face check of movements that show that a head is solid.
fn asking_for(steps: &[&str]) -> String {
    let whole = include_str!("../../core/rules/profiles/generic.toml");
    let mut sections = whole.split("[steps.");
    let head = sections.next().unwrap().to_owned();
    let text = sections.fold(head, |text, section| {
        let asked = steps.iter().any(|step| section.starts_with(&format!("{step}]")));
        let section = if asked { section.to_owned() } else { section.replace("\"always\"", "\"on_request\"") };
        text + "[steps." + &section
    });
    let (before, challenge) = text.split_once("[challenge]\nactions = [").unwrap();
    let (_, after) = challenge.split_once(']').unwrap();
    format!("{before}[challenge]\nactions = [\"nod\", \"turn_left\", \"turn_right\"]{after}")
}

/// Opens the site and makes a case of the card's person with a profile of one's own.
fn with_own_profile(running: &Running, browser: &Browser, text: &str) {
    let profile = running.folder.path().join("own.toml");
    std::fs::write(&profile, text).unwrap();
    browser.open(&format!("{}/?token={}", running.origin(), running.token));
    browser.press("new");
    browser.wait_for("input[data-file]");
    let card = card();
    browser.type_in("[name='typed.name']", &card.name);
    browser.type_in("input[data-file]", profile.to_str().unwrap());
    browser.wait_for(".box.good");
    // What was typed before the file was chosen stands there still.
    browser.type_in("[name='typed.id_number']", &card.id_number);
    browser.press("create");
    browser.wait_for(".steps [data-step]");
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn a_face_check_is_followed_live_and_passes() {
    let running = Running::start(true);
    let folder = TempDir::new().unwrap();
    let video = folder.path().join("camera.mjpeg");
    let browser = Browser::start(&Plays { video: Some(&video), ..Plays::default() });
    with_own_profile(&running, &browser, &asking_for(&["liveness"]));
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

#[test]
#[ignore = "needs the program: cargo xtask test web"]
fn the_program_says_one_line_and_ends_well_with_ctrl_c() {
    let folder = TempDir::new().unwrap();
    let (mut child, address) = serve(folder.path());
    assert!(address.starts_with("http://127.0.0.1:") && address.contains("/?token="), "{address}");
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
