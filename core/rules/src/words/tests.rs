use super::*;
use crate::liveness::{Action, Hint};

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// Every figure that a finding of any code may carry.
const FIGURES: [(&str, f64); 66] = [
    ("matched_ratio", 0.62),
    ("left_out_count", 12.0),
    ("count", 2.0),
    ("outside_ratio", 0.083),
    ("width_px", 251.4),
    ("min_width_px", 280.0),
    ("width_ratio", 0.21),
    ("blur_mm", 0.305),
    ("area_ratio", 0.043),
    ("on_text_ratio", 0.4),
    ("paper_lightness", 38.2),
    ("clipped_ratio", 0.41),
    ("moire_db", 18.26),
    ("chroma_spread", 2.04),
    ("days_over", 20.0),
    ("days_left", 45.0),
    ("months_wanted", 3.0),
    ("age_years", 15.0),
    ("min_age_years", 16.0),
    ("tilt_deg", 41.6),
    ("width_mm", 0.0),
    ("yaw_deg", -3.1),
    ("pitch_deg", -1.0),
    ("roll_deg", 24.4),
    ("peak_deg", 7.2),
    ("min_deg", 11.5),
    ("speed_deg_per_s", 412.3),
    ("waited_s", 5.03),
    ("gap_s", 0.63),
    ("difference_ratio", 1.63),
    ("solid_ratio", 0.22),
    ("rigid_ratio", 0.2),
    ("rotation_deg", 12.4),
    ("still_s", 0.71),
    ("step_s", 1.5),
    ("luminance_ratio", 0.12),
    ("eye_distance_px", 19.6),
    ("presence_ratio", 0.55),
    ("mixed_ratio", 0.7),
    ("wall_lightness", 71.4),
    ("wall_chroma", 14.6),
    ("place_x_ratio", 0.9),
    ("place_y_ratio", 0.1),
    ("head_height_ratio", 0.12),
    ("headroom_ratio", 0.01),
    ("min_eye_distance_px", 90.0),
    ("blur_ratio", 0.03),
    ("side_light_times", 2.43),
    ("eyes_open_ratio", 0.01),
    ("head_covered_ratio", 0.6),
    ("glare_ratio", 0.2),
    ("darker_lightness", 14.0),
    ("loudness_lufs", -47.2),
    ("snr_db", 4.24),
    ("duration_s", 2.04),
    ("min_s", 9.5),
    ("max_s", 60.0),
    ("coverage_ratio", 0.61),
    ("said_ratio", 1.6),
    ("syllables_per_s", 8.13),
    ("face_distance", 0.612),
    ("printed_eyes_px", 31.2),
    ("live_eyes_px", 84.6),
    ("min_printed_eyes_px", 18.0),
    ("between_pictures", 1.0),
    ("min_live_eyes_px", 36.0),
];

/// Figures that choose another sentence.
const VARIANTS: [&str; 36] = [
    "loose_hair",
    "wrapped",
    "coloured",
    "grey",
    "wall_ratio",
    "line_length_ratio",
    "left_cut",
    "right_cut",
    "left_higher_deg",
    "right_higher_deg",
    "left_offset_ratio",
    "right_offset_ratio",
    "turned_left_deg",
    "turned_right_deg",
    "chin_up_deg",
    "chin_down_deg",
    "leaning_left_deg",
    "leaning_right_deg",
    "lower_covered_ratio",
    "eyes_covered_ratio",
    "confidence_ratio",
    "turned_deg",
    "age_at_issue_years",
    PORTRAIT_HIDDEN,
    EMBLEM_HIDDEN,
    PRINT_CONTRAST,
    "loop_s",
    "evidence_deg",
    "lag_s",
    "face_share_ratio",
    "side_px",
    "min_side_px",
    "frames_per_s",
    "kbit_per_s",
    "size_mb",
    "max_mb",
];

fn findings() -> Vec<Finding> {
    let mut all = Vec::new();
    for code in Code::ALL {
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            let bare = Finding::new(*code, severity);
            let full = FIGURES.iter().fold(bare.clone(), |f, (name, value)| f.figure(name, *value));
            for extra in VARIANTS {
                all.push(full.clone().figure(extra, 0.31));
                all.push(bare.clone().figure(extra, 0.31));
            }
            for field in DocumentKind::KNOWN.iter().flat_map(|k| k.fields()) {
                all.push(full.clone().field(*field));
                all.push(bare.clone().field(*field));
            }
            for asked in Action::ALL {
                all.push(full.clone().asked(asked));
                all.push(bare.clone().asked(asked));
                for seen in Action::ALL {
                    all.push(full.clone().asked(asked).seen(seen));
                    all.push(bare.clone().asked(asked).seen(seen));
                }
            }
            all.extend([bare, full]);
        }
    }
    all
}

fn is_chinese(c: char) -> bool {
    ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c)
}

#[test]
fn every_finding_has_a_message_and_advice_in_both_languages() {
    for lang in LANGS {
        let words = Words::new(lang);
        for finding in findings() {
            let said = words.finding(&finding);
            for text in [&said.message, &said.advice] {
                assert!(text.chars().count() > 4, "{:?} {lang:?}: {text:?}", finding.code);
                assert!(!text.contains(['{', '}', '$', '_', '\u{2068}', '\u{2069}', '?']), "{text}");
                assert!(!text.contains("document") || lang == Lang::En, "{text}");
                assert!(!text.contains(finding.code.as_str()), "{text}");
                assert!(text.ends_with(['.', '。']), "{text}");
                match lang {
                    Lang::En => assert!(!text.chars().any(is_chinese), "{text}"),
                    Lang::Zh => {
                        assert!(text.chars().any(is_chinese), "{text}");
                        assert!(!text.contains(" %") && !text.contains([',', ';', ':']), "{text}");
                    }
                }
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_entries_and_all_parse() {
    let keys = |source: &str| -> Vec<String> {
        assert!(FluentResource::try_new(source.to_owned()).is_ok());
        let keys = source
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| l.split_once(" = ").map(|(k, _)| k.trim().to_owned()));
        keys.collect()
    };
    let guide = |lang: &str| match lang {
        "zh" => include_str!("../../words/guide/zh.ftl"),
        _ => include_str!("../../words/guide/en.ftl"),
    };
    let both = |own: &str, lang| [keys(own), keys(guide(lang))].concat();
    let (zh, en) = (both(include_str!("../../words/zh.ftl"), "zh"), both(include_str!("../../words/en.ftl"), "en"));
    assert_eq!(zh, en);
    let distinct: std::collections::BTreeSet<_> = zh.iter().filter(|k| !k.starts_with('.')).collect();
    assert_eq!(distinct.len(), zh.iter().filter(|k| !k.starts_with('.')).count());
}

#[test]
fn glare_names_the_place_it_hides() {
    let over_number = Finding::error(Code::DocumentGlare).field(FieldKey::IdNumber).figure("area_ratio", 0.043);
    let said = Words::new(Lang::En).finding(&over_number);
    assert_eq!(said.message, "Light is reflected over the ID number (4.3 % of the card).");
    assert!(said.advice.starts_with("Tilt the card a little away from the lamp"));
    assert_eq!(Words::new(Lang::Zh).finding(&over_number).message, "公民身份号码处反光，约占证件的 4.3%。");
    let over_portrait = Finding::error(Code::DocumentCovered).figure(PORTRAIT_HIDDEN, 0.4);
    assert_eq!(Words::new(Lang::En).finding(&over_portrait).message, "Something lies over the portrait.");
    assert_eq!(Words::new(Lang::Zh).finding(&over_portrait).message, "人像被东西遮住。");
}

#[test]
fn days_are_counted_as_people_count() {
    let said = |lang, days| {
        Words::new(lang).finding(&Finding::warning(Code::DocumentExpiresSoon).figure("days_left", days)).message
    };
    assert_eq!(said(Lang::En, 0.0), "The card is valid until today only.");
    assert_eq!(said(Lang::En, 1.0), "The card is valid for one more day.");
    assert_eq!(said(Lang::En, 45.0), "The card is valid for 45 more days.");
    assert_eq!(said(Lang::Zh, 0.0), "证件今天到期。");
    assert_eq!(said(Lang::Zh, 45.0), "证件还有 45 天到期。");
}

#[test]
fn a_warning_is_said_more_mildly_than_an_error() {
    let words = Words::new(Lang::En);
    let error = words.finding(&Finding::error(Code::DocumentGlare));
    assert_ne!(error, words.finding(&Finding::warning(Code::DocumentGlare)));
    assert!(words.finding(&Finding::warning(Code::DocumentHolderUnderAge)).message.contains("some provinces"));
}

#[test]
fn figures_are_short() {
    let shown = |name, value| match figure(Lang::En, name, value) {
        FluentValue::String(text) => text.into_owned(),
        _ => String::new(),
    };
    assert_eq!(shown("a_ratio", 0.5), "50 %");
    assert_eq!(shown("a_ratio", 0.0996), "10 %");
    assert_eq!(shown("a_ratio", 0.0001), "<0.1 %");
    assert_eq!(shown("a_ratio", 0.0), "0 %");
    assert_eq!(shown("blur_mm", 0.3), "0.3");
    assert_eq!(shown("tilt_deg", 41.6), "42");
}

#[test]
fn sentences_are_concrete() {
    let says = |finding: &Finding| LANGS.map(|lang| Words::new(lang).finding(finding).message);
    let error = Finding::error;
    let cases = [
        (
            error(Code::DocumentScreenRecapture).figure("moire_db", 18.26),
            "这是翻拍屏幕的照片：画面里看得到屏幕的像素网格（比周围强 18.3 分贝）。",
            "This was photographed from a screen: a screen’s pixel grid shows in the picture (18.3 dB above its surroundings).",
        ),
        (
            error(Code::DocumentScreenRecapture).figure("moire_db", f64::NAN),
            "这是翻拍屏幕的照片。",
            "This was photographed from a screen.",
        ),
        (
            error(Code::DocumentSkewed).figure("tilt_deg", 41.6),
            "拍摄角度太斜，偏离正上方 42°。",
            "The card is seen from 42° to the side instead of straight from above.",
        ),
        (
            error(Code::DocumentTooSmall)
                .figure("width_px", 210.0)
                .figure("width_ratio", 0.6)
                .figure("min_width_px", 280.0),
            "证件在照片中只有 210 像素宽，至少要 280 像素才能看清文字。",
            "The card is only 210 pixels wide in the picture; reading it takes 280.",
        ),
        (
            error(Code::DocumentTooSmall)
                .figure("width_px", 400.0)
                .figure("width_ratio", 0.13)
                .figure("min_width_px", 280.0),
            "证件只占画面短边的 13%。",
            "The card takes only 13 % of the picture’s shorter side.",
        ),
        (error(Code::DocumentExpired).figure("days_over", 1.0), "证件已过期 1 天。", "The card expired yesterday."),
        (
            error(Code::DocumentExpired).figure("days_over", 1500.0),
            "证件已过期 4 年多。",
            "The card expired more than 4 years ago.",
        ),
        (
            error(Code::DocumentExpired).figure("days_over", 400.0),
            "证件已过期 1 年多。",
            "The card expired more than a year ago.",
        ),
        (
            error(Code::DocumentOverexposed).figure("clipped_ratio", 0.02).figure(PRINT_CONTRAST, 9.0),
            "照片太亮，文字发白，与底色分不开。",
            "The picture is too bright: the print hardly stands out from the card.",
        ),
        (
            Finding::warning(Code::DocumentGlare).field(FieldKey::Name).figure("area_ratio", 0.0123),
            "姓名旁边有少量反光，约占证件的 1.2%。",
            "A little light is reflected beside the name (1.2 % of the card).",
        ),
        (error(Code::DocumentGlare), "证件文字处反光。", "Light is reflected over the print."),
    ];
    for (finding, zh, en) in cases {
        assert_eq!(says(&finding), [zh, en]);
    }
}

#[test]
fn names_of_all_things_are_there() {
    for lang in LANGS {
        let words = Words::new(lang);
        for kind in DocumentKind::KNOWN.iter().chain(DocumentKind::NAMED).chain([&DocumentKind::Unknown]) {
            assert!(!words.kind(*kind).is_empty());
            assert!(kind.fields().iter().all(|f| !words.field(*f).is_empty()));
        }
        for person in PersonKind::ALL {
            assert!(!words.person(*person).is_empty());
        }
        for document in IdentityDocument::ALL {
            assert!(!words.identity(*document).is_empty());
        }
        for unit in UnitKind::ALL {
            assert!(!words.unit(*unit).is_empty());
        }
        for verdict in [Verdict::Accept, Verdict::Retry, Verdict::Reject] {
            assert!(!words.verdict(verdict).is_empty());
        }
        assert!(!words.ui("no-findings").is_empty() && !words.ui("no_findings").is_empty());
        assert!(words.ui("nonsense").is_empty());
        assert!(!words.ui("precheck").is_empty());
        assert_eq!(words.lang(), lang);
    }
    assert_eq!(Lang::of_locale("zh_CN.UTF-8"), Lang::Zh);
    assert_eq!(Lang::of_locale("C"), Lang::En);
}

#[test]
fn what_was_done_and_how_to_do_it_is_said() {
    let says = |finding: &Finding| LANGS.map(|lang| Words::new(lang).finding(finding)).map(|s| [s.message, s.advice]);
    let error = Finding::error;
    let tilt = error(Code::LivenessTiltInsteadOfTurn).asked(Action::TurnLeft).seen(Action::TiltLeft);
    let tilt = tilt.figure("yaw_deg", 3.1).figure("pitch_deg", -1.0).figure("roll_deg", 24.4);
    let [zh, en] = says(&tilt);
    assert_eq!(en[0], "You leaned your head 24° to your left shoulder; a turn to the left was asked.");
    assert!(en[1].starts_with("Keep your head upright and turn your face to the left as if looking over your left"));
    assert_eq!(zh[0], "您把头向左肩歪了 24°，要求的是向左转头。");
    assert_eq!(zh[1], "请保持头部竖直，像看左肩后面那样把脸转向左边，再转回来。");
    let mixed = error(Code::LivenessTiltInsteadOfTurn).asked(Action::TurnRight).seen(Action::TiltRight);
    let [zh, en] = says(&mixed.figure("roll_deg", -14.2).figure("mixed_ratio", 0.8));
    assert_eq!(en[0], "You leaned your head 14° to your right shoulder along with a turn to the right.");
    assert_eq!(zh[0], "您在向右转头的同时把头向右肩歪了 14°。");
    let cases = [
        (
            error(Code::LivenessNodInsteadOfTurn).asked(Action::TurnLeft).seen(Action::Nod).figure("pitch_deg", -17.6),
            "您低头 18° 又抬起来，这是点头，要求的是向左转头。",
            "You lowered your chin 18° and raised it again; a turn to the left was asked.",
        ),
        (
            error(Code::LivenessWrongAction).asked(Action::Nod).seen(Action::OpenMouth),
            "您张了嘴，要求的是点头。",
            "You opened your mouth; a nod was asked.",
        ),
        (
            error(Code::LivenessTooSmallMotion).asked(Action::TurnLeft).figure("peak_deg", 7.2).figure("min_deg", 11.5),
            "动作太小，只有 7°，至少要看到 12°。",
            "The movement was too small: 7°, where at least 12° must be seen.",
        ),
        (
            error(Code::LivenessTooSmallMotion).asked(Action::Blink),
            "眼睛没有完全闭上。",
            "Your eyes did not shut fully.",
        ),
        (
            error(Code::LivenessTooLargeMotion).asked(Action::TurnLeft).figure("yaw_deg", -52.0),
            "动作太大，头动了 52°，看不全脸了。",
            "Your head moved 52°, too far for your face to be followed.",
        ),
        (
            error(Code::LivenessTimeout).asked(Action::TurnRight).figure("waited_s", 5.03),
            "等了 5 秒，没有看到向右转头。",
            "A turn to the right was not seen within 5 seconds.",
        ),
        (
            error(Code::LivenessTooFast).asked(Action::Nod).figure("speed_deg_per_s", 412.3),
            "动作太快，每秒 412°，跟不上。",
            "Your head moved at 412° a second, too fast to be followed.",
        ),
        (
            error(Code::LivenessFaceLost).figure("gap_s", 0.63),
            "有 0.6 秒看不到您的脸。",
            "Your face was out of sight for 0.6 seconds.",
        ),
        (
            error(Code::LivenessTimeJump).figure("step_s", -0.4),
            "录像的时间没有正常前进。",
            "The times of the recording do not run forward.",
        ),
        (
            error(Code::LivenessFrozenVideo).figure("loop_s", 2.2),
            "有一段 2.2 秒的画面重复播放。",
            "A stretch of 2.2 seconds was played again.",
        ),
        (
            error(Code::LivenessFlatFace).figure("solid_ratio", 0.22),
            "看到的像是照片在动，不像真人的头：动作只有 22% 符合立体的头。",
            "This moved as a picture does and not as a head: its movement fits a solid head to 22 % only.",
        ),
        (
            Finding::warning(Code::LivenessTooBright).figure("clipped_ratio", 0.3),
            "脸上有 30% 是一片白。",
            "30 % of your face is plain white.",
        ),
    ];
    for (finding, zh, en) in cases {
        let [said_zh, said_en] = says(&finding);
        assert_eq!([said_zh[0].as_str(), said_en[0].as_str()], [zh, en]);
    }
}

#[test]
fn actions_and_hints_have_words() {
    for lang in LANGS {
        let words = Words::new(lang);
        let names: std::collections::BTreeSet<String> = Action::ALL.iter().map(|a| words.action(*a)).collect();
        let asks: std::collections::BTreeSet<String> = Action::ALL.iter().map(|a| words.ask(*a)).collect();
        assert!(
            names.len() == Action::ALL.len()
                && asks.len() == Action::ALL.len()
                && !names.contains("")
                && asks.iter().all(|a| a.ends_with(['.', '。']))
        );
        for hint in Hint::ALL {
            for asked in Action::ALL.map(Some).into_iter().chain([None]) {
                let said = words.hint(hint, asked);
                assert!((hint == Hint::Act && asked.is_none()) || !said.is_empty(), "{hint:?} {lang:?}");
                assert!(!said.contains(['{', '}', '$', '_']), "{said}");
            }
        }
        assert!(words.hint(Hint::Act, Some(Action::TurnLeft)).contains(words.ask(Action::TurnLeft).as_str()));
    }
    assert_eq!(Words::new(Lang::En).hint(Hint::Act, Some(Action::TurnLeft)), "Turn your face to the left.");
}
