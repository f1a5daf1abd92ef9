//! `heyan guide` through the real program: every answer as the contract has it, in both languages.

use std::fs;
use std::process::{Command, Output, Stdio};

use heyan::rules::guide::topics;
use heyan_tests::guide::icons::icons;
use serde_json::Value;

fn guide(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heyan"));
    command.env("LANG", "C").env_remove("LC_ALL").env_remove("LC_MESSAGES").stdin(Stdio::null());
    command.arg("guide").args(args).output().unwrap()
}

/// The object that is printed, and the exit code.
fn json(args: &[&str]) -> (Value, i32) {
    let output = guide(&[args, &["--json"]].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1, "{text} {:?}", String::from_utf8_lossy(&output.stderr));
    let object: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(object["schema"], "heyan.guide/1");
    assert!(object["findings"].is_array() && object["topics"].is_array() && object["verdict"].is_string());
    (object, output.status.code().unwrap())
}

fn error(args: &[&str]) -> String {
    let output = guide(args);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{args:?} {text}");
    assert!(output.stdout.is_empty(), "{args:?}");
    text
}

#[test]
fn a_name_is_refused_with_the_word_its_place_and_the_rule() {
    let (object, code) = json(&["name", "青禾設計小记", "--province", "河南", "--lang", "zh"]);
    assert_eq!((code, &object["verdict"]), (1, &"retry".into()));
    let finding = &object["findings"][0];
    assert_eq!((&finding["code"], &finding["word"]), (&"filing.site_name_province".into(), &"设计".into()));
    assert_eq!(finding["characters"], serde_json::json!([2, 4]));
    assert!(finding["source"].as_str().unwrap().contains("河南省") && finding["date"].is_string());
    assert!(finding["message"].as_str().unwrap().contains("设计") && !finding["advice"].as_str().unwrap().is_empty());
    assert_eq!(object["topics"][0], "names");
    let (object, code) = json(&["name", "小河边的摄影", "--province", "henan"]);
    assert_eq!((code, &object["verdict"], object["findings"].as_array().unwrap().len()), (0, &"accept".into(), 0));
    let (object, code) = json(&["name", "Example.cn", "--domain", "example.cn", "--subject", "unit"]);
    assert_eq!((code, &object["findings"][0]["code"]), (1, &"filing.site_name_domain".into()));
    let (object, code) = json(&["name", "青禾新闻", "--subject", "unit", "--approved"]);
    assert_eq!((code, &object["verdict"]), (0, &"accept".into()));
    assert_eq!(json(&["name", ""]).1, 1);
    assert!(error(&["name", "青禾", "--province", "atlantis"]).contains("henan"));
    assert!(error(&["name", "青禾笔记", "--profile", "nobody"]).contains("huawei"));
}

#[test]
fn an_icon_is_judged_and_drawn_with_an_outline() {
    let dir = tempfile::tempdir().unwrap();
    let drawn = icons(3, 4);
    for icon in &drawn {
        let (file, report) = (dir.path().join("icon.png"), dir.path().join("report"));
        fs::write(&file, &icon.png).unwrap();
        let (object, code) = json(&["icon", file.to_str().unwrap(), "--report", report.to_str().unwrap()]);
        assert_eq!(code, i32::from(icon.has_badge()), "{} {object}", icon.number);
        assert!(object["measurements"]["width_px"].as_u64().unwrap() >= 96);
        if icon.has_badge() {
            let badge = &object["findings"][0];
            assert_eq!((&badge["code"], badge["region"].as_array().unwrap().len()), (&"filing.icon_badge".into(), 4));
            assert_eq!(object["topics"][0], "icon");
        }
        assert!(fs::read_to_string(report.join("report.html")).unwrap().contains("data:image/jpeg"));
        assert!(image::open(report.join("icon.png")).unwrap().width() >= 512);
    }
    let large = dir.path().join("large.png");
    let noise =
        image::RgbImage::from_fn(512, 512, |x, y| image::Rgb([(x * 7 + y * y) as u8, (x * y) as u8, (x ^ y) as u8]));
    noise.save(&large).unwrap();
    let bytes = fs::metadata(&large).unwrap().len();
    let (object, code) = json(&["icon", large.to_str().unwrap(), "--profile", "huawei"]);
    assert!(bytes > 102_400 && code == 1, "{bytes} {object}");
    let finding = &object["findings"][0];
    assert_eq!((&finding["code"], &finding["figures"]["max_size_kib"]), (&"filing.icon_large".into(), &100.0.into()));
    let text = dir.path().join("text.png");
    fs::write(&text, "no picture").unwrap();
    assert!(error(&["icon", text.to_str().unwrap()]).contains("text.png"));
    assert!(error(&["icon", "nowhere.png"]).contains("nowhere.png"));
}

#[test]
fn the_interview_is_answered_and_open_questions_are_told() {
    let (object, code) = json(&["check", "--subject", "individual", "--answer", "server_months=2"]);
    assert_eq!(code, 1);
    let codes: Vec<&str> = object["findings"].as_array().unwrap().iter().filter_map(|f| f["code"].as_str()).collect();
    assert!(codes.contains(&"filing.server_term") && codes.contains(&"filing.unanswered"));
    let questions = object["questions"].as_array().unwrap();
    let open: Vec<String> = questions
        .iter()
        .map(|question| {
            let id = question["question"].as_str().unwrap();
            let good = match id {
                "server_months" => "12",
                "phone_prefix" => "138",
                "age" => "30",
                "id_months" | "domain_months" => "24",
                "domain_verified_days" => "9",
                "order_sites" => "1",
                "server_services" | "services_filed" => "0",
                "account_other_subject" | "order_open" | "domain_subdomain" | "phone_shared" | "phone_is_emergency" => {
                    "no"
                }
                _ => "yes",
            };
            format!("{id}={good}")
        })
        .collect();
    let answers: Vec<&str> = open.iter().flat_map(|answer| ["--answer", answer.as_str()]).collect();
    let (object, code) = json(&[&["check"], answers.as_slice()].concat());
    assert_eq!((code, &object["verdict"]), (0, &"accept".into()), "{object}");
    assert!(error(&["check", "--answer", "nothing=yes"]).contains("nothing"));
    assert!(error(&["check", "--answer", "age=old"]).contains("age"));
}

#[test]
fn every_topic_is_told_in_both_languages_and_found_by_its_words() {
    for topic in topics() {
        for lang in ["zh", "en"] {
            let (object, code) = json(&["help", topic.id, "--lang", lang]);
            assert_eq!((code, &object["topics"]), (0, &serde_json::json!([topic.id])));
            let help = &object["help"][0];
            assert!(help["text"].as_str().unwrap().lines().count() >= 2 && help["source"].is_string(), "{help}");
            let text = String::from_utf8(guide(&["help", topic.id, "--lang", lang]).stdout).unwrap();
            assert!(text.contains(help["title"].as_str().unwrap()), "{text}");
        }
    }
    assert_eq!(json(&["help"]).0["topics"].as_array().unwrap().len(), topics().len());
    assert_eq!(json(&["help", "renling"]).0["topics"][0], "claim");
    assert_eq!(json(&["help", "域名不存在"]).0["topics"][0], "domain_not_exist");
    assert!(error(&["help", "xyzzy"]).contains("claim"));
}

#[test]
fn a_status_tells_who_acts_how_long_and_what_it_is_called() {
    let (object, code) = json(&["status", "待管局审核", "--since", "2026-09-28"]);
    let status = &object["statuses"][0];
    assert_eq!((code, &status["status"], &status["who"]), (0, &"awaiting_authority".into(), &"authority".into()));
    // Without the holidays of October, and with the Saturday that is worked for them.
    assert_eq!(status["expected_between"], serde_json::json!(["2026-09-29", "2026-10-30"]));
    assert!(object["topics"].as_array().unwrap().contains(&"approved_still_waiting".into()));
    let (object, _) = json(&["status", "3", "--provider", "wechat", "--reason", "动作不规范，偏头和转头混淆。"]);
    assert_eq!(object["statuses"][0]["status"], "review_rejected");
    assert_eq!(object["statuses"][0]["reasons"][0]["redo"], serde_json::json!(["liveness"]));
    assert_eq!(object["topics"][0], "verification_failed");
    let (object, _) = json(&["status", "等待初审", "--since", "2026-12-30"]);
    assert_eq!(object["statuses"][0]["holidays_unknown"], serde_json::json!([2027]));
    assert_eq!(json(&["status"]).0["statuses"].as_array().unwrap().len(), 9);
    assert!(error(&["status", "nothing"]).contains("nothing"));
}
