//! What a recording of a statement comes to: each trouble by its own code, and a good one by none.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is the report")]

use heyan_rules::liveness::limits::Limits as FaceLimits;
use heyan_rules::liveness::{FaceSeen, HeadAngles, Observation, TRACKED_POINTS};
use heyan_rules::statement::{
    Heard, LipSync, RecordingRules, Script, Seen, Sight, Spoken, StatementLimits, Watch, judge,
};
use heyan_rules::{Code, Severity, Verdict};

const TEXT: &str = "本人郑重承诺，所提交的网站备案信息全部真实、准确、有效。如有虚假，愿意接受注销备案等处理。";

/// A reader of `share` of the text at `rate` syllables a second.
fn heard(script: &Script, share: f64, rate: f64) -> Heard {
    let count = (f64::from(script.reading.syllables()) * share).round() as u64;
    let step = 1000.0 / rate;
    let end = 500 + (count as f64 * step) as u64;
    Heard {
        duration_ms: end + 500,
        speech_ms: vec![[500, end]],
        syllables_ms: (0..count).map(|i| 500 + (i as f64 * step) as u64).collect(),
        loudness_lufs: Some(-22.0),
        whole_lufs: Some(-23.0),
        snr_db: Some(35.0),
        rail_ratio: 0.0,
        crest_db: Some(14.0),
        spoken: None,
    }
}

fn seen(heard: &Heard) -> Seen {
    Seen { duration_ms: heard.duration_ms, frames_read: 300, frames_with_face: 300, face_share: 1.0, ..Seen::default() }
}

const LIPS: LipSync =
    LipSync { seen_s: 10.0, seen_ratio: 1.0, motion: 0.12, near: 0.55, near_lag_ms: 80.0, far: 0.2, far_lag_ms: 900.0 };

fn errors(script: &Script, heard: Option<&Heard>, seen: &Seen, lips: &LipSync) -> Vec<&'static str> {
    let outcome = judge(script, heard, seen, heard.map(|_| lips));
    let errors: Vec<_> =
        outcome.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| f.code.as_str()).collect();
    assert_eq!(outcome.verdict == Verdict::Accept, errors.is_empty());
    errors
}

fn of_sound(change: impl Fn(&mut Heard)) -> Vec<&'static str> {
    let script = Script::of_text(TEXT).unwrap();
    let mut heard = heard(&script, 1.0, 4.5);
    change(&mut heard);
    errors(&script, Some(&heard), &seen(&heard), &LIPS)
}

fn of_lips(change: impl Fn(&mut LipSync)) -> Vec<&'static str> {
    let script = Script::of_text(TEXT).unwrap();
    let heard = heard(&script, 1.0, 4.5);
    let mut lips = LIPS;
    change(&mut lips);
    errors(&script, Some(&heard), &seen(&heard), &lips)
}

#[test]
fn a_good_reading_is_accepted_and_says_that_words_were_only_counted() {
    let script = Script::of_text(TEXT).unwrap();
    let heard = heard(&script, 1.0, 4.5);
    let outcome = judge(&script, Some(&heard), &seen(&heard), Some(&LIPS));
    assert_eq!(outcome.verdict, Verdict::Accept);
    let told: Vec<_> = outcome.findings.iter().map(|f| (f.code.as_str(), f.severity)).collect();
    assert_eq!(told, [("statement.not_understood", Severity::Info)]);
    assert_eq!((outcome.coverage.share, outcome.lip_sync, outcome.face_share), (1.0, 0.55, 1.0));
}

#[test]
fn where_a_recogniser_listened_words_count_and_not_their_number() {
    let script = Script::of_text(TEXT).unwrap();
    let of = |said: &str| {
        let mut heard = heard(&script, 1.0, 4.5);
        let spoken = said.chars().enumerate().map(|(i, c)| Spoken { at_ms: i as u64 * 220, text: c.to_string() });
        heard.spoken = Some(spoken.collect());
        let outcome = judge(&script, Some(&heard), &seen(&heard), Some(&LIPS));
        let told: Vec<_> = outcome.findings.iter().map(|f| (f.code.as_str(), f.figures.clone())).collect();
        (told, outcome.coverage.share)
    };
    assert_eq!(of(TEXT), (vec![], 1.0));
    // As many syllables of something else.
    let (told, share) = of("今天天气很好我们一起去公园散步看花晚上回家吃饭喝茶明天继续出门爬山再去河边走一走吧朋友们");
    assert_eq!(told[0].0, "statement.incomplete_reading");
    assert!(share < 0.3 && told[0].1.iter().any(|(name, _)| *name == "matched_ratio"), "{told:?}");
    // One part left out, of a text that is otherwise all there.
    let (told, _) = of("本人郑重承诺，所提交的网站备案信息全部真实、准确、有效。接受注销备案等处理。");
    assert_eq!(told.len(), 1);
    assert!(told[0].1.contains(&("left_out_count", 6.0)), "{told:?}");
}

#[test]
fn each_trouble_of_the_sound_has_its_code() {
    assert!(of_sound(|_| ()).is_empty());
    assert_eq!(of_sound(|h| h.loudness_lufs = Some(-46.0)), ["statement.too_quiet"]);
    assert_eq!(of_sound(|h| h.snr_db = Some(2.0)), ["statement.noisy"]);
    assert_eq!(of_sound(|h| h.rail_ratio = 0.02), ["statement.clipped_audio"]);
    assert_eq!(of_sound(|h| h.crest_db = Some(6.0)), ["statement.clipped_audio"]);
    // What only a warning is due for.
    assert!(of_sound(|h| h.loudness_lufs = Some(-36.0)).is_empty());
    assert!(of_sound(|h| h.snr_db = Some(11.0)).is_empty());
    let script = Script::of_text(TEXT).unwrap();
    let silent = Heard { duration_ms: 12_000, ..Heard::default() };
    assert_eq!(errors(&script, Some(&silent), &seen(&silent), &LIPS), ["statement.no_speech"]);
    assert_eq!(errors(&script, None, &seen(&silent), &LIPS), ["statement.no_audio"]);
}

#[test]
fn what_stops_early_runs_too_fast_or_lasts_too_long_is_told() {
    let script = Script::of_text(TEXT).unwrap();
    let told = |share: f64, rate: f64| {
        let heard = heard(&script, share, rate);
        errors(&script, Some(&heard), &seen(&heard), &LIPS)
    };
    assert!(told(0.95, 4.5).is_empty());
    assert_eq!(told(0.8, 4.5), ["statement.incomplete_reading"]);
    assert_eq!(told(0.3, 2.0), ["statement.incomplete_reading"]);
    assert_eq!(told(1.0, 8.5), ["statement.too_fast_reading"]);
    let whole = heard(&script, 1.0, 4.5);
    let long = Seen { duration_ms: 120_000, ..seen(&whole) };
    assert_eq!(errors(&script, Some(&whole), &long, &LIPS), ["statement.too_long"]);
    let short = heard(&script, 0.2, 4.5);
    assert_eq!(
        errors(&script, Some(&short), &seen(&short), &LIPS),
        ["statement.incomplete_reading", "statement.too_short"]
    );
    let mut asked = script.clone();
    asked.recording = RecordingRules { max_s: Some(5.0), ..RecordingRules::default() };
    assert_eq!(errors(&asked, Some(&whole), &seen(&whole), &LIPS), ["statement.too_long"]);
}

#[test]
fn noise_takes_syllables_and_is_allowed_for() {
    let script = Script::of_text(TEXT).unwrap();
    let mut weak = heard(&script, 0.86, 4.5);
    assert_eq!(errors(&script, Some(&weak), &seen(&weak), &LIPS), ["statement.incomplete_reading"]);
    weak.snr_db = Some(10.0);
    assert!(errors(&script, Some(&weak), &seen(&weak), &LIPS).is_empty());
}

#[test]
fn lips_that_rest_or_do_not_follow_are_told_and_little_is_said_of_little() {
    assert_eq!(of_lips(|l| (l.motion, l.near) = (0.005, 0.4)), ["statement.lips_not_moving"]);
    // A mouth that hardly opens but goes with every syllable speaks, and one that does so at another time is shifted.
    assert!(of_lips(|l| (l.motion, l.near) = (0.005, 0.7)).is_empty());
    assert_eq!(of_lips(|l| (l.motion, l.near, l.far) = (0.005, 0.1, 0.7)), ["statement.lips_out_of_sync"]);
    // Chance finds some delay at which noise fits a little.
    assert_eq!(of_lips(|l| (l.motion, l.near, l.far) = (0.005, 0.1, 0.38)), ["statement.lips_not_moving"]);
    assert_eq!(of_lips(|l| (l.motion, l.near) = (0.02, 0.2)), ["statement.lips_out_of_sync"]);
    assert!(of_lips(|l| (l.motion, l.near) = (0.02, 0.5)).is_empty());
    assert_eq!(of_lips(|l| l.near = 0.1), ["statement.lips_out_of_sync"]);
    assert_eq!(of_lips(|l| (l.near, l.far) = (0.35, 0.6)), ["statement.lips_out_of_sync"]);
    // The longer the speech, the less chance can do: a weaker bond of a minute counts.
    assert_eq!(of_lips(|l| l.near = 0.22), ["statement.lips_out_of_sync"]);
    assert!(of_lips(|l| (l.near, l.seen_s) = (0.22, 60.0)).is_empty());
    assert!(of_lips(|l| (l.near, l.seen_s) = (0.0, 2.0)).is_empty());
    assert!(of_lips(|l| (l.near, l.seen_ratio) = (0.0, 0.1)).is_empty());
}

#[test]
fn a_picture_that_stands_still_counts_where_somebody_speaks() {
    let script = Script::of_text(TEXT).unwrap();
    let heard = heard(&script, 1.0, 4.5);
    let still = |from: u64, to: u64| {
        let seen = Seen { still_ms: vec![[from, to]], ..seen(&heard) };
        errors(&script, Some(&heard), &seen, &LIPS)
    };
    assert_eq!(still(2000, 3500), ["statement.frozen_video"]);
    assert!(still(0, 1100).is_empty());
    assert!(still(heard.duration_ms - 600, heard.duration_ms + 1500).is_empty());
}

/// A frame with a face of a person, who is told from others by `person`.
fn frame(at_ms: u64, person: f32, faces: u32) -> Observation {
    let face = FaceSeen {
        presence: 0.99,
        angles: HeadAngles::default(),
        points: TRACKED_POINTS
            .iter()
            .map(|p| [320.0 + p.canonical_cm[0] * 10.0, 240.0 - p.canonical_cm[1] * 10.0])
            .collect(),
        eye_distance_px: 90.0,
        box_px: [240.0, 140.0, 400.0, 340.0],
        left_eye_open: 0.3,
        right_eye_open: 0.3,
        mouth_open: 0.1,
        luminance: 0.5,
        clipped_ratio: 0.0,
        proportions: vec![1.0 + person * 0.3; 6],
        appearance: (0..48).map(|i| ((i as f32 + person * 7.0) * (1.0 + person)).sin()).collect(),
        skin_ab: [12.0 + person * 15.0, 15.0],
        detail: heyan_rules::liveness::UNMEASURED_DETAIL,
        person_distance: None,
    };
    Observation {
        at_ms,
        width_px: 640,
        height_px: 480,
        face_count: faces,
        change: 1.0,
        luminance: 0.5,
        face: (faces > 0).then_some(face),
    }
}

fn watched(frames: impl Iterator<Item = Observation>) -> Seen {
    let mut watch = Watch::new(StatementLimits::default(), FaceLimits::default());
    frames.for_each(|o| {
        watch.step(&o);
    });
    watch.finish()
}

fn codes(seen: &Seen) -> Vec<&'static str> {
    seen.findings.iter().map(|f| f.code.as_str()).collect()
}

#[test]
fn one_face_throughout_is_good_and_each_break_has_its_code() {
    let times = || (0..300_u64).map(|i| i * 40);
    let good = watched(times().map(|t| frame(t, 0.0, 1)));
    assert!(codes(&good).is_empty(), "{:?}", codes(&good));
    assert!((good.face_share - 1.0).abs() < 1e-9);
    let lost = watched(times().map(|t| frame(t, 0.0, u32::from(!(4000..5600).contains(&t)))));
    assert_eq!(codes(&lost), ["statement.face_lost"]);
    assert!((0.84..0.9).contains(&lost.face_share), "{}", lost.face_share);
    let brief = watched(times().map(|t| frame(t, 0.0, u32::from(!(4000..4600).contains(&t)))));
    assert!(codes(&brief).is_empty());
    let gone = watched(times().map(|t| frame(t, 0.0, u32::from(t < 9000))));
    assert_eq!(codes(&gone), ["statement.face_lost"]);
    let two = watched(times().map(|t| frame(t, 0.0, if (4000..6000).contains(&t) { 2 } else { 1 })));
    assert_eq!(codes(&two), ["statement.multiple_faces"]);
    let other = watched(times().map(|t| frame(t, if t < 6000 { 0.0 } else { 1.0 }, 1)));
    assert_eq!(codes(&other), ["statement.person_changed"]);
    let cut = watched(times().map(|t| frame(if t < 6000 { t } else { t + 2000 }, 0.0, 1)));
    assert!(codes(&cut).contains(&"statement.time_jump"), "{:?}", codes(&cut));
    assert_eq!(codes(&watched(times().map(|t| frame(t, 0.0, 0)))), ["statement.face_lost"]);
}

#[test]
fn a_picture_that_stops_is_noted_with_its_time() {
    let frozen = watched((0..200_u64).map(|i| {
        let mut o = frame(i * 40, 0.0, 1);
        if (50..100).contains(&i) {
            o.change = 0.0;
        }
        o
    }));
    assert_eq!(frozen.still_ms, [[1960, 3960]]);
}

#[test]
fn a_head_at_the_side_cut_off_small_or_large_is_told_and_a_glance_aside_is_not() {
    // The head's scale, px a cm, and where its middle stands.
    let placed = |at_ms: u64, scale: f32, x: f32, y: f32| {
        let mut o = frame(at_ms, 0.0, 1);
        if let Some(face) = &mut o.face {
            face.points =
                TRACKED_POINTS.iter().map(|p| [x + p.canonical_cm[0] * scale, y - p.canonical_cm[1] * scale]).collect();
        }
        o
    };
    let told = |scale: f32, x: f32, y: f32| {
        let seen = watched((0..300_u64).map(|i| placed(i * 40, scale, x, y)));
        seen.findings.iter().map(|f| (f.code.as_str(), f.severity, f.figures[0].0)).collect::<Vec<_>>()
    };
    use Severity::{Error, Warning};
    assert_eq!(told(10.0, 320.0, 240.0), []);
    assert_eq!(told(10.0, 450.0, 240.0), [("portrait.off_centre", Warning, "left_offset_ratio")]);
    assert_eq!(told(10.0, 130.0, 240.0), [("portrait.off_centre", Error, "right_offset_ratio")]);
    assert_eq!(told(2.0, 320.0, 240.0), [("portrait.too_far", Error, "head_height_ratio")]);
    assert_eq!(told(18.0, 320.0, 300.0), [("portrait.too_near", Warning, "head_height_ratio")]);
    assert_eq!(told(10.0, 320.0, 30.0), [("portrait.no_headroom", Error, "cut_ratio")]);
    // One second of twelve.
    let aside = watched((0..300_u64).map(|i| placed(i * 40, 10.0, if i < 25 { 100.0 } else { 320.0 }, 240.0)));
    assert!(codes(&aside).is_empty(), "{:?}", codes(&aside));
    let mut watch = Watch::new(StatementLimits::default(), FaceLimits::default());
    assert_eq!(watch.step(&placed(0, 10.0, 320.0, 240.0)), Sight::Good);
    // Looks are half a second apart.
    assert_eq!(watch.step(&placed(40, 10.0, 130.0, 240.0)), Sight::Good);
    assert_eq!(watch.step(&placed(520, 10.0, 130.0, 240.0)), Sight::Place(Code::PortraitOffCentre));
}
