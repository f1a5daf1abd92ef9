//! What the page says while somebody does the wrong thing, and when a device goes.

use std::path::Path;

use super::*;

/// A camera that plays `clip`, seen through `filter`, and a case that asks for one turn to the left.
fn before_the_camera(clip: &Path, reading: &[&str], filter: &str, step: &str) -> (TempDir, Running, Browser) {
    let folder = TempDir::new().unwrap();
    let video = folder.path().join("camera.mjpeg");
    as_camera(clip, reading, filter, &video);
    let running = Running::start(true);
    let browser = Browser::start(&Plays { video: Some(&video), ..Plays::default() });
    with_own_profile(&running, &browser, &asking_one_turn(step));
    browser.click(&format!("[data-step={step}] button"));
    (folder, running, browser)
}

/// The same profile as of the other tests, and a face check of one turn.
fn asking_one_turn(step: &str) -> String {
    let text = asking_for(&[step]);
    let (before, challenge) = text.split_once("[challenge]\n").unwrap();
    let after = challenge.split_once("source").unwrap().1;
    format!("{before}[challenge]\nactions = [\"turn_left\"]\ncount = 1\nsource{after}")
}

/// A clip of a person who does `actions`.
fn person(folder: &Path, actions: &str) -> std::path::PathBuf {
    let clip = folder.join("run.mp4");
    let made = samples().args(["heads", "run", "--actions", actions, "--out"]).arg(&clip).status().unwrap();
    assert!(made.success());
    clip
}

/// Everything that the page says live until there is a verdict.
fn said_until_the_verdict(browser: &Browser) -> String {
    browser.run(
        "window.said = new Set();
         setInterval(() => window.said.add(document.querySelector('[data-live-say]')?.textContent ?? ''), 30);",
    );
    browser.wait_for("[data-verdict]");
    browser.run("return [...window.said].join('\\n')").as_str().unwrap_or_default().to_owned()
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn a_tilt_where_a_turn_was_asked_is_said_while_it_happens_and_at_the_end() {
    let folder = TempDir::new().unwrap();
    let clip = person(folder.path(), "tilt_left");
    let (_camera, _running, browser) = before_the_camera(&clip, &[], "null", "liveness");
    let said = said_until_the_verdict(&browser);
    assert!(said.contains("lean it"), "while it happens: {said}");
    assert!(browser.has("[data-code='liveness.tilt_instead_of_turn']"), "{}", browser.text());
    assert!(!browser.has("[data-verdict=accept]"));
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn a_flat_card_that_is_turned_passes_nothing() {
    let folder = TempDir::new().unwrap();
    assert!(samples().args(["heads", "demo", "--out"]).arg(folder.path()).status().unwrap().success());
    let clip = folder.path().join("3-flat-card.mp4");
    let (_camera, _running, browser) = before_the_camera(&clip, &[], "null", "liveness");
    browser.wait_for("[data-verdict]");
    assert!(!browser.has("[data-verdict=accept]"), "{}", browser.text());
    assert!(!browser.has("li[data-passed=true]"), "a turn of it is no turn of a head: {}", browser.text());
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn nobody_before_the_camera_is_said_and_no_run_begins() {
    let wall = ["-f", "lavfi", "-t", "1", "-r", "30"];
    let picture = Path::new("color=c=0xd8d6d2:size=1280x720");
    let (_camera, _running, browser) = before_the_camera(picture, &wall, "null", "liveness");
    let said = said_until_the_verdict(&browser);
    assert!(said.to_lowercase().contains("face"), "{said}");
    assert!(browser.has("[data-code='liveness.no_face']"), "{}", browser.text());
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn a_second_person_is_noticed() {
    let folder = TempDir::new().unwrap();
    let clip = person(folder.path(), "turn_left");
    let twins = "split[a][b];[a][b]hstack,scale=1280:-2";
    let (_camera, _running, browser) = before_the_camera(&clip, &[], twins, "liveness");
    browser.wait_for("[data-verdict]");
    assert!(browser.has("[data-code='liveness.multiple_faces']"), "{}", browser.text());
    assert!(!browser.has("[data-verdict=accept]"));
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn a_camera_that_is_pulled_out_is_said_and_the_step_begins_again() {
    let folder = TempDir::new().unwrap();
    let video = folder.path().join("camera.mjpeg");
    as_camera(&person(folder.path(), "turn_left"), &[], "null", &video);
    let running = Running::start(true);
    let browser = Browser::start(&Plays { video: Some(&video), ..Plays::default() });
    with_own_profile(&running, &browser, &asking_one_turn("liveness"));
    // What a browser does when a cable is pulled; the fake device has none.
    browser.run(
        "const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
         navigator.mediaDevices.getUserMedia = async (wish) => (window.stream = await real(wish));",
    );
    browser.click("[data-step=liveness] button");
    browser.wait_until("a frame", || {
        browser.run("return document.querySelector('[data-live-say]')?.textContent ?? ''") != json!("")
    });
    browser
        .run("const [track] = window.stream.getVideoTracks(); track.stop(); track.dispatchEvent(new Event('ended'));");
    browser.wait_for("[data-problem='app.camera_lost']");
    assert!(!browser.has("[data-verdict]"));
    browser.press("again");
    browser.wait_for("[data-verdict=accept]");
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn without_a_microphone_the_statement_says_what_is_missing() {
    let running = Running::start(true);
    let video = clips().join("front.mjpeg");
    let browser = Browser::start(&Plays { video: Some(&video), ..Plays::default() });
    with_a_case(&running, &browser, true);
    browser.run(
        "const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
         const gone = () => Promise.reject(new DOMException('Requested device not found', 'NotFoundError'));
         navigator.mediaDevices.getUserMedia = (wish) => (wish.audio ? gone() : real(wish));",
    );
    browser.click("[data-step=statement] button");
    browser.wait_for("[data-live-text]");
    browser.press("record");
    browser.wait_for("[data-problem]");
    assert!(browser.text().to_lowercase().contains("microphone"), "{}", browser.text());
}

#[test]
#[ignore = "needs chromium and clips: cargo xtask test web"]
fn a_portrait_is_taken_by_itself_before_a_good_wall_and_refused_before_a_cluttered_one() {
    let folder = TempDir::new().unwrap();
    assert!(samples().args(["portraits", "demo", "--out"]).arg(folder.path()).status().unwrap().success());
    let still = ["-loop", "1", "-t", "1", "-r", "30"];
    let (_camera, _running, browser) = before_the_camera(&folder.path().join("1-good.jpg"), &still, "null", "portrait");
    browser.wait_for("[data-verdict]");
    assert!(browser.has("[data-verdict=accept]"), "{}", browser.text());
    browser.press("keep");
    browser.wait_for("[data-step=portrait][data-standing=done]");
    drop(browser);
    let (_camera, _running, browser) =
        before_the_camera(&folder.path().join("2-clutter.jpg"), &still, "null", "portrait");
    browser.wait_until("the wall to be named", || browser.text().to_lowercase().contains("wall"));
    // A person who insists on it may press, and is told.
    browser.press("press");
    browser.wait_for("[data-verdict]");
    assert!(!browser.has("[data-verdict=accept]"), "{}", browser.text());
    assert!(browser.has("[data-code^='portrait.background']"), "{}", browser.text());
}
