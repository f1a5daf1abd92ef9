//! The report on made-up runs of the face check: what it says, and that no odd figure reaches the page.

// Helpers of tests state what must hold, as the tests themselves do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;

use crate::fixture::{picture, report};
use heyan::rules::liveness::presence::{Figures, Solid};
use heyan::rules::liveness::{Action, ActionResult, HeadAngles, Hint, Limits, Outcome, Presence};
use heyan::rules::words::{Lang, Words};
use heyan::rules::{Code, Finding, Verdict};
use heyan::{LivenessReport, LivenessTiming};
use heyan_cli::labels::{self, Angle};
use heyan_cli::record::{KeyFrame, Record, Sample};
use heyan_cli::report::Report;
use image::{Rgb, RgbImage};

fn angles(yaw_deg: f32, pitch_deg: f32, roll_deg: f32) -> HeadAngles {
    HeadAngles { yaw_deg, pitch_deg, roll_deg }
}

fn action(asked: Action, seen: Option<Action>, start_ms: u64, end_ms: u64, peak: HeadAngles) -> ActionResult {
    ActionResult { asked, seen, passed: seen == Some(asked), start_ms, end_ms, peak }
}

fn run(actions: Vec<ActionResult>, findings: Vec<Finding>, solid: Solid) -> LivenessReport {
    let verdict = if findings.is_empty() { Verdict::Accept } else { Verdict::Retry };
    let turning =
        Figures { frames: 31, rotation_deg: 14.6, relief: 0.97, rigid: 0.93, agrees: 1.02, ..Figures::default() };
    let presence =
        Presence { solid, turning, nodding: Figures::default(), signs_of_life: 2, plane_frames: 0, expression: 0.0 };
    let outcome =
        Outcome { verdict, actions, findings, presence, neutral: None, frames_read: 90, frames_with_face: 80 };
    LivenessReport {
        outcome,
        duration_ms: 9_000,
        timing: LivenessTiming { total_ms: 812.4, ..LivenessTiming::default() },
        face: None,
    }
}

/// A lean of 18° at 1 s where a turn was asked, then a blink at 4 s; no face from 2.5 to 2.8 s.
fn record() -> Record {
    let samples = (0..180).map(|i| {
        let at_ms = i * 33;
        let near = |ms: f32, width: f32| (-((at_ms as f32 - ms) / width).powi(2)).exp();
        let gone = (2500..2800).contains(&at_ms);
        Sample {
            at_ms,
            angles: (!gone).then(|| angles(2.0 * near(1000.0, 300.0), 1.0, 18.0 * near(1000.0, 300.0))),
            openness: (!gone).then(|| [0.3 - 0.2 * near(4000.0, 80.0), 0.01]),
            hint: Hint::Act,
        }
    });
    let mut record = Record::default();
    record.samples = samples.collect();
    record.rest = Some(frame(0, 0.0));
    record.peaks = vec![Some(frame(1000, 18.0)), None];
    record
}

/// A face of 468 points on a ring around the middle of a grey picture.
fn frame(at_ms: u64, roll_deg: f32) -> KeyFrame {
    let mesh = (0..468).map(|i| {
        let turn = i as f32 / 468.0 * std::f32::consts::TAU;
        [160.0 + 70.0 * turn.cos(), 120.0 + 90.0 * turn.sin()]
    });
    let picture = RgbImage::from_pixel(320, 240, Rgb([120; 3]));
    KeyFrame { at_ms, picture, mesh: mesh.collect(), angles: angles(2.0, 1.0, roll_deg), reach: roll_deg }
}

fn wrong_turn() -> LivenessReport {
    let mut finding = Finding::error(Code::LivenessTiltInsteadOfTurn).figure("roll_deg", 17.6).figure("yaw_deg", 2.1);
    (finding.asked, finding.seen, finding.at_ms) = (Some(Action::TurnLeft), Some(Action::TiltLeft), Some(1000));
    let actions = vec![
        action(Action::TurnLeft, Some(Action::TiltLeft), 0, 2000, angles(2.1, 1.0, 17.6)),
        action(Action::Blink, Some(Action::Blink), 2000, 5900, angles(0.0, 0.0, 0.0)),
    ];
    run(actions, vec![finding], Solid::Yes)
}

fn page(lang: Lang, runs: &[(&str, LivenessReport, Record)]) -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().unwrap();
    let mut page = Report::create(dir.path(), lang, None).unwrap();
    for (name, report, record) in runs {
        page.add_run(name, report, record).unwrap();
    }
    page.finish().unwrap();
    let html = fs::read_to_string(dir.path().join("report.html")).unwrap();
    (dir, html)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[test]
fn the_section_says_what_was_asked_seen_and_found() {
    for lang in [Lang::Zh, Lang::En] {
        let (_dir, html) = page(lang, &[("wrong.mp4", wrong_turn(), record())]);
        let words = Words::new(lang);
        let checked = wrong_turn();
        for finding in &checked.outcome.findings {
            let said = words.finding(finding);
            assert!(html.contains(&escaped(&said.message)) && html.contains(&escaped(&said.advice)));
            assert!(html.contains(finding.code.as_str()));
        }
        for name in [Action::TurnLeft, Action::TiltLeft, Action::Blink].map(|a| words.action(a)) {
            assert!(html.contains(&name), "{name}");
        }
        for angle in Angle::ALL {
            assert!(labels::axis(angle, lang).iter().all(|text| html.contains(text)));
        }
        assert!(html.contains(&labels::frames(&checked.outcome, lang)));
        assert!(html.contains(labels::solid(Solid::Yes, lang)));
        assert!(html.contains(&words.verdict(Verdict::Retry)));
        assert!(html.contains("+18°") && html.contains("93 %"));
    }
}

#[test]
fn the_answer_about_depth_is_said_as_it_is() {
    for solid in [Solid::Yes, Solid::No, Solid::Unknown] {
        let (_dir, html) = page(Lang::En, &[("a.mp4", run(vec![], vec![], solid), record())]);
        for other in [Solid::Yes, Solid::No, Solid::Unknown] {
            assert_eq!(html.contains(labels::solid(other, Lang::En)), other == solid);
        }
    }
}

/// What stands in `html` between `from` and the next `to`, for each `from`.
fn between<'a>(html: &'a str, from: &'a str, to: &'a str) -> impl Iterator<Item = &'a str> {
    html.split(from).skip(1).filter_map(move |rest| rest.split(to).next())
}

#[test]
fn lines_break_where_there_is_no_face() {
    let (_dir, html) = page(Lang::En, &[("wrong.mp4", wrong_turn(), record())]);
    let roll = between(&html, "<path class=\"line roll\" d=\"M", "\"").last().unwrap();
    assert_eq!(roll.matches('M').count(), 1, "two pieces");
    assert_eq!(html.matches("<g class=\"gap\">").count(), 1);
    assert_eq!(html.matches("<g class=\"track\">").count(), 1, "only the blink has a track");
}

#[test]
fn a_band_and_its_least_angle_for_each_action() {
    let (_dir, html) = page(Lang::En, &[("wrong.mp4", wrong_turn(), record())]);
    assert_eq!(html.matches("<g class=\"band failed\">").count(), 1);
    assert_eq!(html.matches("<g class=\"band passed\">").count(), 1);
    let least = Limits::default().motion.turn_min_deg.round();
    assert!(html.contains(&format!("at least +{least}°")));
    // Above the seen turn of 2° and below the lean of 18°.
    let height = |class: &str, attribute: &str| -> f64 {
        let group = between(&html, &format!("<g class=\"{class}\">"), "</g>").next().unwrap().to_owned();
        between(&group, &format!("{attribute}=\""), "\"").next().unwrap().parse().unwrap()
    };
    assert!(height("least yaw", "y1") > height("peak roll", "cy"));
}

#[test]
fn key_frames_are_files_with_the_mesh_drawn() {
    let (dir, _) = page(Lang::En, &[("wrong.mp4", wrong_turn(), record())]);
    let mut names: Vec<_> =
        fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["1-wrong-1-turn_left.png", "1-wrong-rest.png", "report.html"]);
    let drawn = image::open(dir.path().join("1-wrong-rest.png")).unwrap().into_rgb8();
    assert_eq!(drawn.dimensions(), (320, 240));
    assert!(drawn.pixels().filter(|p| p.0 != [120; 3]).count() > 500);
    assert_eq!(drawn.get_pixel(3, 3).0, [120; 3]);
}

#[test]
fn the_page_needs_and_reaches_nothing_outside() {
    let name = "\"><script>alert(1)</script>.mp4";
    let (_dir, html) = page(Lang::En, &[(name, wrong_turn(), record())]);
    let lower = html.to_lowercase();
    for bad in ["http:", "https:", "//www", "<script", "<link", "@import", "file:", "javascript:", "<iframe"] {
        assert!(!lower.contains(bad), "{bad}");
    }
    assert!(html.contains("Content-Security-Policy") && html.contains("default-src 'none'"));
    assert!(html.contains("&lt;script&gt;alert(1)"));
    assert!(between(&html, "src=\"", "\"").all(|address| address.starts_with("data:image/jpeg;base64,")));
}

#[test]
fn odd_records_give_finite_drawings() {
    let sample = |at_ms, angles| Sample { at_ms, angles, openness: Some([f32::NAN, f32::INFINITY]), hint: Hint::Act };
    let with = |samples: Vec<Sample>| {
        let mut record = Record::default();
        record.samples = samples;
        record
    };
    let nan = angles(f32::NAN, f32::INFINITY, -f32::INFINITY);
    let mut no_mesh = with(vec![sample(u64::MAX, Some(nan)), sample(0, Some(angles(1e30, -1e30, 0.0)))]);
    let mut torn = frame(0, f32::NAN);
    torn.mesh = vec![[f32::NAN, 1e30]; 468];
    let mut short = frame(0, 0.0);
    short.mesh.truncate(20);
    let mut one_place = frame(0, 0.0);
    one_place.mesh = vec![[5.0, 5.0]; 468];
    let mut no_pixels = frame(0, 0.0);
    no_pixels.picture = RgbImage::new(0, 0);
    no_mesh.rest = Some(short);
    no_mesh.peaks = vec![Some(torn), Some(one_place), Some(no_pixels), None, Some(frame(9, 1.0))];
    let mut all = wrong_turn();
    all.outcome.actions = Action::ALL.iter().map(|&a| action(a, Some(a), 0, u64::MAX, nan)).collect();
    all.outcome.presence.turning.nose = f64::NAN;
    let no_face = Sample { at_ms: 5, angles: None, openness: None, hint: Hint::ShowFace };
    for record in [
        Record::default(),
        with(vec![no_face; 3]),
        with(vec![sample(40, Some(angles(1.0, 2.0, 3.0)))]),
        with(vec![sample(0, Some(nan)), sample(33, None), sample(33, Some(nan))]),
        no_mesh,
    ] {
        for checked in [&all, &wrong_turn()] {
            let dir = tempfile::tempdir().unwrap();
            let mut page = Report::create(dir.path(), Lang::En, None).unwrap();
            page.add_run("odd.mp4", checked, &record).unwrap();
            page.finish().unwrap();
            let html = fs::read_to_string(dir.path().join("report.html")).unwrap();
            assert!(html.ends_with("</html>\n"));
            for drawing in between(&html, "<svg", "</svg>") {
                assert!(!drawing.contains("NaN") && !drawing.contains("inf"), "{drawing}");
            }
            for place in ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"] {
                for number in between(&html, &format!(" {place}=\""), "\"") {
                    let number: f64 = number.parse().unwrap();
                    assert!((-50.0..2000.0).contains(&number), "{place} {number}");
                }
            }
        }
    }
}

#[test]
fn pictures_and_recordings_share_a_page() {
    for (lang, count) in [(Lang::Zh, "1 张照片 · 2 段录像"), (Lang::En, "1 picture · 2 recordings")] {
        let dir = tempfile::tempdir().unwrap();
        let mut page = Report::create(dir.path(), lang, None).unwrap();
        page.add("a.jpg", &picture(), &report(vec![])).unwrap();
        page.add_run("b.mp4", &wrong_turn(), &record()).unwrap();
        page.add_run("c.mp4", &run(vec![], vec![], Solid::Unknown), &Record::default()).unwrap();
        page.finish().unwrap();
        let html = fs::read_to_string(dir.path().join("report.html")).unwrap();
        assert!(html.contains(count));
        for id in ["p1", "p2", "p3"] {
            assert!(html.contains(&format!("id=\"{id}\"")) && html.contains(&format!("href=\"#{id}\"")));
        }
    }
}
