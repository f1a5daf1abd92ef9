//! What a reviewer would say: findings, their order, and the verdict they come to.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]

use crate::printed::{Front, Habits, back_rows, front, front_rows, lines};
use heyan_rules::document::{
    CardCapture, Certainty, DocumentKind, FieldKey, Fields, Judged, Limits, Patch, PatchKind, PictureLight, judge,
    judge_both_sides, parse,
};
use heyan_rules::filing::{Step, StepLimits};
use heyan_rules::finding::{Code, Cure, Finding, Severity};
use heyan_rules::geometry::{Point, Rect};
use heyan_rules::words::{Lang, Words};
use heyan_rules::{Date, Verdict};

const FRONT: DocumentKind = DocumentKind::ResidentIdFront;
const BACK: DocumentKind = DocumentKind::ResidentIdBack;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The example of GB 11643, all of whose fields agree.
fn agreeing() -> Front {
    Front { birth: (1992, 5, 8), sex: '男', number: "53010219920508011X".into(), ..front() }
}

fn with_check(digits: &str) -> String {
    format!("{digits}{}", heyan_rules::document::id_number::check_digit(digits).unwrap())
}

fn front_fields(mut card: Front, repair: bool) -> Fields {
    if repair {
        card.number = with_check(&card.number[..17]);
    }
    parse(FRONT, &lines(&front_rows(&card), &Habits::default()))
}

fn back_fields(validity: &str) -> Fields {
    parse(BACK, &lines(&back_rows(&["昆明市公安局五华分局".into()], validity), &Habits::default()))
}

fn good_capture() -> CardCapture {
    CardCapture {
        picture_width_px: 1600.0,
        picture_height_px: 1200.0,
        corners: [
            Point::new(200.0, 200.0),
            Point::new(1200.0, 200.0),
            Point::new(1200.0, 830.0),
            Point::new(200.0, 830.0),
        ],
        card_width_px: 1000.0,
        width_ratio: 0.83,
        tilt_deg: 4.0,
        rotation_deg: -1.0,
        outside_ratio: 0.0,
        sides_seen: [true; 4],
        blur_mm: Some(0.08),
        paper_lightness: 80.0,
        clipped_ratio: 0.01,
        print_contrast: Some(50.0),
        chroma_spread: 18.0,
        moire_db: 3.0,
        moire_shared_db: 1.0,
        moire_fringe_db: 1.0,
        moire_lattice_db: 1.0,
        bands_chroma: 1.0,
        mirrored: false,
        screen_margin_ratio: 0.0,
        unread_mm: Vec::new(),
        patches: Vec::new(),
        other_cards: Vec::new(),
    }
}

fn findings_of(
    fields: &Fields,
    capture: Option<&CardCapture>,
    expect: Option<DocumentKind>,
    today: &str,
) -> Vec<Finding> {
    judge(&Judged {
        kind: fields.kind,
        expect,
        fields,
        capture,
        picture_light: None,
        limits: &Limits::default(),
        today: day(today),
        to_picture: &|r| r.corners().to_vec(),
    })
}

fn codes(findings: &[Finding]) -> Vec<Code> {
    findings.iter().map(|f| f.code).collect()
}

#[test]
fn a_picture_without_a_card_is_told_too_bright_or_too_dark() {
    let nothing = Fields { kind: DocumentKind::Unknown, fields: Vec::new(), missing: Vec::new(), watermarked: false };
    let told = |bright_lightness: f32, clipped_ratio: f32| {
        codes(&judge(&Judged {
            kind: DocumentKind::Unknown,
            expect: None,
            fields: &nothing,
            capture: None,
            picture_light: Some(PictureLight { bright_lightness, clipped_ratio }),
            limits: &Limits::default(),
            today: day("2026-11-24"),
            to_picture: &|_| Vec::new(),
        }))
    };
    assert_eq!(told(88.0, 0.02), [Code::DocumentNotFound]);
    assert_eq!(told(100.0, 0.8), [Code::DocumentNotFound, Code::DocumentOverexposed]);
    assert_eq!(told(20.0, 0.0), [Code::DocumentNotFound, Code::DocumentUnderexposed]);
    assert_eq!(told(f32::NAN, 0.0), [Code::DocumentNotFound, Code::DocumentUnderexposed]);
}

fn of_capture(change: impl Fn(&mut CardCapture)) -> Vec<Finding> {
    let mut capture = good_capture();
    change(&mut capture);
    findings_of(&front_fields(agreeing(), true), Some(&capture), None, "2026-11-24")
}

fn patch(kind: PatchKind, bounds: Rect, area: f32, on_text: f32, picture: f32) -> Patch {
    Patch {
        kind,
        region: bounds.corners().to_vec(),
        bounds_mm: bounds,
        area_ratio: area,
        on_text_ratio: on_text,
        picture_hidden_ratio: picture,
    }
}

#[test]
fn a_good_card_in_a_good_picture_is_accepted() {
    let fields = front_fields(agreeing(), true);
    let findings = findings_of(&fields, Some(&good_capture()), Some(FRONT), "2026-11-24");
    assert_eq!(findings, []);
    assert_eq!(Verdict::of(&findings), Verdict::Accept);
    let findings = findings_of(&back_fields("2020.06.09-2030.06.09"), Some(&good_capture()), Some(BACK), "2026-11-24");
    assert_eq!(findings, []);
}

#[test]
fn each_fault_of_the_capture_has_its_own_code() {
    type Change = fn(&mut CardCapture);
    let faults: [(Code, Change); 15] = [
        (Code::DocumentCutOff, |c| c.outside_ratio = 0.05),
        (Code::DocumentTooSmall, |c| c.card_width_px = 200.0),
        (Code::DocumentTooSmall, |c| c.width_ratio = 0.1),
        (Code::DocumentSkewed, |c| c.tilt_deg = 50.0),
        (Code::DocumentBlurred, |c| c.blur_mm = Some(0.4)),
        (Code::DocumentUnderexposed, |c| c.paper_lightness = 20.0),
        (Code::DocumentOverexposed, |c| c.clipped_ratio = 0.5),
        (Code::DocumentOverexposed, |c| (c.paper_lightness, c.print_contrast) = (97.0, Some(9.0))),
        (Code::DocumentGrayscaleCopy, |c| c.chroma_spread = 1.0),
        (Code::DocumentScreenRecapture, |c| (c.moire_db, c.moire_fringe_db) = (34.0, 30.0)),
        (Code::DocumentScreenRecapture, |c| c.moire_db = f32::NAN),
        (Code::DocumentScreenRecapture, |c| c.bands_chroma = 9.0),
        (Code::DocumentScreenRecapture, |c| c.bands_chroma = f32::NAN),
        (Code::DocumentMultiple, |c| c.other_cards.push(vec![Point::new(0.0, 0.0)])),
        (Code::DocumentUnderexposed, |c| c.paper_lightness = f32::NAN),
    ];
    for (code, change) in faults {
        let findings = of_capture(change);
        assert_eq!(codes(&findings), [code]);
        assert_eq!(findings[0].severity, Severity::Error);
        assert!(findings[0].region.is_some() && !findings[0].figures.is_empty());
    }
}

#[test]
fn a_card_that_only_lies_turned_is_taken() {
    let findings = of_capture(|c| c.rotation_deg = -128.0);
    assert_eq!(codes(&findings), [Code::DocumentSkewed]);
    assert_eq!((findings[0].severity, Verdict::of(&findings)), (Severity::Warning, Verdict::Accept));
    assert_eq!(of_capture(|c| c.rotation_deg = f32::NAN)[0].severity, Severity::Error);
}

#[test]
fn a_mirrored_card_is_told_as_nothing_else() {
    let findings = of_capture(|c| (c.mirrored, c.tilt_deg, c.blur_mm) = (true, 60.0, Some(0.5)));
    assert_eq!(codes(&findings), [Code::DocumentMirrored]);
    assert_eq!(Verdict::of(&findings), Verdict::Retry);
}

#[test]
fn a_quarter_turn_is_no_skew() {
    for turn in [90.0, -90.0, 180.0, -180.0, 75.0, 0.0] {
        assert_eq!(of_capture(|c| c.rotation_deg = turn), [], "{turn}");
    }
}

#[test]
fn glare_is_named_by_the_field_it_hides() {
    let over_number = Rect::new(40.0, 42.0, 55.0, 47.0);
    let findings = of_capture(|c| c.patches = vec![patch(PatchKind::Glare, over_number, 0.016, 0.6, 0.0)]);
    assert_eq!(codes(&findings), [Code::DocumentGlare]);
    assert_eq!((findings[0].severity, findings[0].field), (Severity::Error, Some(FieldKey::IdNumber)));
    assert_eq!(Verdict::of(&findings), Verdict::Retry);
}

#[test]
fn a_thumb_on_the_portrait_names_the_portrait() {
    let over_portrait = Rect::new(60.0, 20.0, 85.0, 36.0);
    let findings = of_capture(|c| c.patches = vec![patch(PatchKind::Cover, over_portrait, 0.08, 0.0, 0.4)]);
    assert_eq!(
        (findings[0].code, findings[0].severity, findings[0].field),
        (Code::DocumentCovered, Severity::Error, None)
    );
    assert!(findings[0].figures.iter().any(|(name, _)| *name == "portrait_hidden_ratio"));
}

#[test]
fn whatever_a_patch_hides_is_named() {
    let front = [
        (Rect::new(15.5, 7.5, 25.0, 10.5), FieldKey::Name),
        (Rect::new(33.0, 14.5, 38.0, 17.0), FieldKey::Ethnicity),
        (Rect::new(30.0, 20.5, 42.0, 23.5), FieldKey::BirthDate),
        (Rect::new(20.0, 31.0, 40.0, 38.0), FieldKey::Address),
        // The labels alone.
        (Rect::new(6.0, 7.5, 12.0, 10.5), FieldKey::Name),
        (Rect::new(5.0, 44.5, 20.0, 48.0), FieldKey::IdNumber),
    ];
    let back = [
        (Rect::new(36.0, 40.0, 50.0, 43.5), FieldKey::IssuingAuthority),
        (Rect::new(35.0, 46.5, 46.0, 49.5), FieldKey::ValidFrom),
        (Rect::new(52.0, 46.5, 63.0, 49.5), FieldKey::ValidUntil),
    ];
    let sides =
        [(front_fields(agreeing(), true), front.as_slice()), (back_fields("2020.06.09-2030.06.09"), back.as_slice())];
    for (fields, cases) in &sides {
        for (place, key) in *cases {
            for kind in [PatchKind::Cover, PatchKind::Glare] {
                for (on_text, severity) in [(0.5, Severity::Error), (0.01, Severity::Warning)] {
                    let mut capture = good_capture();
                    capture.patches = vec![patch(kind, *place, 0.02, on_text, 0.0)];
                    let findings = findings_of(fields, Some(&capture), None, "2026-11-24");
                    assert_eq!((findings[0].severity, findings[0].field), (severity, Some(*key)), "{place:?}");
                    let words = Words::new(Lang::Zh);
                    let name: String = words.field(*key).chars().take(2).collect();
                    assert!(words.finding(&findings[0]).message.contains(&name), "{key:?}");
                }
            }
        }
    }
}

#[test]
fn lines_of_a_guilloche_are_no_screen_until_a_second_sign_says_so() {
    assert_eq!(codes(&of_capture(|c| c.moire_db = 36.0)), []);
    type Change = fn(&mut CardCapture, f32);
    let signs: [Change; 3] =
        [|c, db| c.moire_shared_db = db, |c, db| c.moire_fringe_db = db, |c, db| c.moire_lattice_db = db];
    for sign in signs {
        for db in [30.0, f32::NAN] {
            let with = |strongest: f32| {
                of_capture(|c| {
                    c.moire_db = strongest;
                    sign(c, db);
                })
            };
            assert_eq!(codes(&with(31.0)), [Code::DocumentScreenRecapture]);
            // Weak lines say nothing, whatever they have in common.
            assert_eq!(codes(&with(14.0)), []);
        }
    }
}

#[test]
fn a_thumb_on_the_margin_is_a_warning() {
    let margin = Rect::new(79.0, 20.0, 85.0, 34.0);
    for kind in [PatchKind::Cover, PatchKind::Glare] {
        let findings = of_capture(|c| c.patches = vec![patch(kind, margin, 0.018, 0.0, 0.0)]);
        assert_eq!(findings[0].severity, Severity::Warning);
        assert_eq!(Verdict::of(&findings), Verdict::Accept);
    }
}

#[test]
fn what_to_mend_first_comes_first() {
    let findings = of_capture(|c| {
        (c.moire_db, c.moire_shared_db) = (30.0, 28.0);
        c.paper_lightness = 10.0;
        c.blur_mm = Some(1.0);
        c.outside_ratio = 0.2;
        c.patches = vec![
            patch(PatchKind::Cover, Rect::new(79.0, 20.0, 85.0, 34.0), 0.018, 0.0, 0.0),
            patch(PatchKind::Glare, Rect::new(40.0, 42.0, 55.0, 47.0), 0.016, 0.6, 0.0),
        ];
    });
    let expected = [
        Code::DocumentCutOff,
        Code::DocumentBlurred,
        Code::DocumentGlare,
        Code::DocumentUnderexposed,
        Code::DocumentScreenRecapture,
        Code::DocumentCovered,
    ];
    assert_eq!(codes(&findings), expected);
}

#[test]
fn numbers_that_do_not_agree_with_the_card_are_rejected() {
    let cases: [(Front, bool, Code); 4] = [
        (Front { number: "530102199205080111".into(), ..agreeing() }, false, Code::DocumentIdChecksum),
        (Front { birth: (1992, 5, 9), ..agreeing() }, true, Code::DocumentBirthMismatch),
        (Front { sex: '女', ..agreeing() }, true, Code::DocumentSexMismatch),
        (Front { number: "999999199205080110".into(), ..agreeing() }, true, Code::DocumentRegionUnknown),
    ];
    for (card, repair, code) in cases {
        let findings = findings_of(&front_fields(card, repair), Some(&good_capture()), None, "2026-11-24");
        assert_eq!(codes(&findings), [code]);
        assert_eq!(Verdict::of(&findings), Verdict::Reject);
        assert!(findings[0].region.is_some());
    }
}

#[test]
fn a_withdrawn_region_is_good() {
    let card = Front { number: "44052419920508001X".into(), ..agreeing() };
    assert_eq!(findings_of(&front_fields(card, true), Some(&good_capture()), None, "2026-11-24"), []);
}

#[test]
fn a_doubtful_reading_asks_for_another_picture() {
    let card = Front { number: "530102199205080111".into(), ..agreeing() };
    let mut fields = front_fields(card, false);
    let number = fields.fields.iter_mut().find(|f| f.key == FieldKey::IdNumber).unwrap();
    number.min_confidence = 0.5;
    let findings = findings_of(&fields, Some(&good_capture()), None, "2026-11-24");
    assert_eq!(codes(&findings), [Code::DocumentFieldUnreadable, Code::DocumentIdChecksum]);
    assert_eq!(findings[1].cure, Cure::Retake);
    assert_eq!(Verdict::of(&findings), Verdict::Retry);
}

#[test]
fn a_blurred_picture_leaves_the_data_in_doubt() {
    let card = Front { number: "530102199205080111".into(), ..agreeing() };
    let mut capture = good_capture();
    capture.blur_mm = Some(0.5);
    let findings = findings_of(&front_fields(card, false), Some(&capture), None, "2026-11-24");
    assert_eq!(codes(&findings), [Code::DocumentBlurred, Code::DocumentIdChecksum]);
    assert!(findings.iter().all(|f| f.cure == Cure::Retake));
}

#[test]
fn a_photocopy_with_a_wrong_number_is_rejected() {
    let card = Front { number: "530102199205080111".into(), ..agreeing() };
    let mut capture = good_capture();
    capture.chroma_spread = 1.0;
    let findings = findings_of(&front_fields(card, false), Some(&capture), None, "2026-11-24");
    assert_eq!(Verdict::of(&findings), Verdict::Reject);
}

#[test]
fn missing_fields_are_told_with_their_place() {
    let mut rows = front_rows(&agreeing());
    rows.retain(|row| row[0].text != "住址" && !row[0].text.starts_with('街'));
    let fields = parse(FRONT, &lines(&rows, &Habits::default()));
    let findings = findings_of(&fields, None, None, "2026-11-24");
    assert!(findings.iter().any(|f| f.code == Code::DocumentFieldUnreadable && f.field == Some(FieldKey::Address)));
    let address = findings.iter().find(|f| f.field == Some(FieldKey::Address)).unwrap();
    assert!(address.region.as_ref().unwrap()[0].y > 20.0);
}

#[test]
fn the_wrong_side_and_nothing_at_all_are_told() {
    let back = back_fields("2020.06.09-2030.06.09");
    let findings = findings_of(&back, Some(&good_capture()), Some(FRONT), "2026-11-24");
    assert_eq!(codes(&findings), [Code::DocumentWrongSide]);
    assert_eq!(Verdict::of(&findings), Verdict::Retry);
    let nothing = parse(DocumentKind::Unknown, &[]);
    let findings = findings_of(&nothing, None, Some(FRONT), "2026-11-24");
    assert_eq!(codes(&findings), [Code::DocumentNotFound]);
}

#[test]
fn validity_is_judged_on_the_day() {
    let on = |validity: &str, today: &str| findings_of(&back_fields(validity), Some(&good_capture()), None, today);
    let expired = on("2015.06.09-2025.06.09", "2025-06-10");
    assert_eq!(codes(&expired), [Code::DocumentExpired]);
    assert_eq!(expired[0].figures, [("days_over", 1.0)]);
    assert_eq!(Verdict::of(&expired), Verdict::Reject);
    let last_day = on("2015.06.09-2025.06.09", "2025-06-09");
    assert_eq!(codes(&last_day), [Code::DocumentExpiresSoon]);
    assert_eq!(Verdict::of(&last_day), Verdict::Accept);
    assert_eq!(on("2015.06.09-2025.06.09", "2025-03-09"), []);
    assert_eq!(on("2015.06.09-长期", "2095-03-09"), []);
    for odd in ["2020.06.09-2031.06.09", "2020.06.09-2030.06.10", "2027.01.01-2037.01.01"] {
        assert_eq!(codes(&on(odd, "2026-11-24")), [Code::DocumentTermMismatch], "{odd}");
    }
}

#[test]
fn the_term_is_held_against_the_age_when_both_sides_are_known() {
    let front = front_fields(agreeing(), true);
    assert_eq!(judge_both_sides(&front, &back_fields("2020.06.09-2040.06.09")), None);
    let wrong = judge_both_sides(&front, &back_fields("2020.06.09-2030.06.09")).unwrap();
    assert_eq!(
        (wrong.code, wrong.figures.as_slice()),
        (Code::DocumentTermMismatch, [("age_at_issue_years", 28.0)].as_slice())
    );
}

#[test]
fn the_young_are_refused_or_warned() {
    for (today, expected) in [
        ("2008-05-07", Some(Severity::Error)),
        ("2008-05-08", Some(Severity::Warning)),
        ("2010-05-07", Some(Severity::Warning)),
        ("2010-05-08", None),
    ] {
        let findings = findings_of(&front_fields(agreeing(), true), Some(&good_capture()), None, today);
        assert_eq!(findings.first().map(|f| f.severity), expected, "{today}");
        assert!(findings.iter().all(|f| f.code == Code::DocumentHolderUnderAge));
    }
}

#[test]
fn letters_of_another_script_in_a_value_are_never_accepted() {
    let judged = |card: Front| findings_of(&front_fields(card, true), Some(&good_capture()), None, "2026-11-24");
    for name in ["阿依古丽·买买提ills", "韦万山Minzcuz", "李A明"] {
        let findings = judged(Front { name: vec![name.into()], ..agreeing() });
        // A line that is mostly of the other script is not taken for the name at all.
        let unreadable = |f: &Finding| f.code == Code::DocumentFieldUnreadable && f.field == Some(FieldKey::Name);
        assert!(findings.iter().any(unreadable), "{name}: {findings:?}");
        assert_eq!(Verdict::of(&findings), Verdict::Retry);
    }
    let address = |last: &str| Front {
        address: vec!["云南省昆明市五华区一二一大".into(), last.into()], ..agreeing()
    };
    assert_eq!(codes(&judged(address("街298号Guengj"))), [Code::DocumentFieldUnreadable]);
    for good in ["街298号A座", "街298号3-2单元", "街b座"] {
        assert_eq!(judged(address(good)), [], "{good}");
    }
}

#[test]
fn a_name_with_a_character_that_may_be_another_is_not_accepted() {
    let judged = |least: f32| {
        let mut fields = front_fields(agreeing(), true);
        let name = fields.fields.iter_mut().find(|field| field.key == FieldKey::Name).unwrap();
        name.min_confidence = least;
        findings_of(&fields, Some(&good_capture()), None, "2026-11-24")
    };
    assert_eq!(judged(0.9), []);
    for least in [0.7, 0.2] {
        let findings = judged(least);
        assert_eq!(codes(&findings), [Code::DocumentCharacterUnsure], "{least}");
        assert_eq!((findings[0].field, Verdict::of(&findings)), (Some(FieldKey::Name), Verdict::Retry));
    }
    assert_eq!(codes(&judged(0.1)), [Code::DocumentFieldUnreadable], "one finding for one field");

    // From a screen it comes no clearer.
    let mut screen = good_capture();
    (screen.moire_db, screen.moire_shared_db) = (30.0, 28.0);
    let mut fields = front_fields(agreeing(), true);
    fields.fields.iter_mut().for_each(|field| field.min_confidence = field.min_confidence.min(0.72));
    let findings = findings_of(&fields, Some(&screen), None, "2026-11-24");
    assert_eq!(codes(&findings), [Code::DocumentScreenRecapture, Code::DocumentCharacterUnsure]);
    assert_eq!(Verdict::of(&findings), Verdict::Reject);
}

/// What is found when character number `at` of `key` is like that.
fn of_character(key: FieldKey, at: usize, change: impl Fn(&mut Certainty)) -> Vec<Finding> {
    let mut fields = front_fields(agreeing(), true);
    let field = fields.fields.iter_mut().find(|field| field.key == key).unwrap();
    field.characters.iter_mut().for_each(|c| c.unlikeness = Some(1.0));
    change(&mut field.characters[at]);
    findings_of(&fields, Some(&good_capture()), None, "2026-11-24")
}

#[test]
fn a_character_that_does_not_look_like_what_was_read_is_named_by_its_place() {
    let name = |change: &dyn Fn(&mut Certainty)| of_character(FieldKey::Name, 1, change);
    assert_eq!(name(&|_| {}), []);
    assert_eq!(name(&|c| c.unlikeness = Some(3.0)), []);
    assert_eq!(name(&|c| c.confidence = 0.6), []);
    let cases: [&dyn Fn(&mut Certainty); 6] = [
        &|c| c.unlikeness = Some(9.0),
        &|c| (c.unlikeness, c.confidence) = (Some(3.0), 0.8),
        &|c| c.unlikeness = None,
        &|c| c.unlikeness = Some(f32::NAN),
        &|c| c.unread_beside = true,
        &|c| c.confidence = 0.3,
    ];
    for (i, change) in cases.into_iter().enumerate() {
        let findings = name(change);
        assert_eq!(codes(&findings), [Code::DocumentCharacterUnsure], "{i}");
        assert!(findings[0].figures.contains(&("character", 2.0)), "{i}");
        for (lang, place) in [(Lang::Zh, "姓名的第 2 个字"), (Lang::En, "Character 2")] {
            let said = Words::new(lang).finding(&findings[0]);
            assert!(said.message.starts_with(place) && !said.advice.is_empty(), "{i}: {}", said.message);
        }
    }
}

#[test]
fn an_address_is_doubted_behind_the_places_that_exist() {
    // 云南省昆明市五华区 stands in the table of divisions, 一二一大街 in none.
    let address = |at| of_character(FieldKey::Address, at, |c| c.unlikeness = Some(30.0));
    assert_eq!(address(4), []);
    let findings = address(10);
    assert_eq!(codes(&findings), [Code::DocumentCharacterUnsure]);
    assert_eq!(findings[0].field, Some(FieldKey::Address));
    // Of words that the table of characters lacks there is no doubt.
    assert_eq!(of_character(FieldKey::Address, 10, |c| c.unlikeness = None), []);
}

#[test]
fn what_lies_under_a_watermark_is_told_as_that() {
    let mut fields = front_fields(agreeing(), true);
    fields.watermarked = true;
    fields.fields.retain(|field| field.key != FieldKey::Ethnicity);
    let findings = findings_of(&fields, Some(&good_capture()), None, "2026-11-24");
    assert_eq!(codes(&findings), [Code::DocumentWatermark]);
    assert_eq!((findings[0].field, findings[0].severity), (Some(FieldKey::Ethnicity), Severity::Error));
    assert_eq!(Words::new(Lang::Zh).finding(&findings[0]).message, "民族被水印盖住，没有读清。");
    fields.watermarked = false;
    assert!(
        !codes(&findings_of(&fields, Some(&good_capture()), None, "2026-11-24")).contains(&Code::DocumentWatermark)
    );
}

#[test]
fn a_screenshot_is_told_and_refused_where_only_a_cameras_picture_is_taken() {
    let told = of_capture(|capture| capture.screen_margin_ratio = 0.5);
    assert_eq!((codes(&told), told[0].severity), (vec![Code::DocumentScreenshot], Severity::Info));
    assert_eq!(Verdict::of(&told), Verdict::Accept);
    assert_eq!(of_capture(|capture| capture.screen_margin_ratio = 0.05), []);
    let mut limits = Limits::default();
    limits.capture.max_screen_margin_ratio = 0.08;
    let fields = front_fields(agreeing(), true);
    let refused = judge(&Judged {
        kind: fields.kind,
        expect: None,
        fields: &fields,
        capture: Some(&CardCapture { screen_margin_ratio: 0.5, ..good_capture() }),
        picture_light: None,
        limits: &limits,
        today: day("2026-11-24"),
        to_picture: &|_| Vec::new(),
    });
    assert_eq!((codes(&refused), Verdict::of(&refused)), (vec![Code::DocumentScreenshot], Verdict::Retry));
}

#[test]
fn an_address_with_a_watermark_in_it_is_not_accepted() {
    let judged = |last: &str| {
        let card = Front { address: vec!["云南省昆明市五华区一二一大".into(), last.into()], ..agreeing() };
        findings_of(&front_fields(card, true), Some(&good_capture()), None, "2026-11-24")
    };
    assert_eq!(judged("街298号"), []);
    for marked in ["街298号2026年11月", "街298号仅供备案"] {
        let findings = judged(marked);
        assert_eq!(codes(&findings), [Code::DocumentWatermark], "{marked}");
        assert_eq!(findings[0].field, Some(FieldKey::Address));
    }
}

#[test]
fn a_place_that_exists_nowhere_is_named_beside_the_one_it_may_be() {
    let card =
        Front { address: vec!["云南省昆明市互华区一二一大".into(), "街298号".into()], ..agreeing() };
    let findings = findings_of(&front_fields(card, true), Some(&good_capture()), None, "2026-11-24");
    assert_eq!(codes(&findings), [Code::DocumentPlaceUnsure]);
    assert_eq!((findings[0].field, findings[0].near), (Some(FieldKey::Address), Some("五华区")));
    assert_eq!(Verdict::of(&findings), Verdict::Retry);
    for lang in [Lang::Zh, Lang::En] {
        assert!(Words::new(lang).finding(&findings[0]).message.contains("五华区"));
    }
}

#[test]
fn a_document_that_is_not_read_is_named_and_nothing_else_is_said_of_it() {
    for kind in DocumentKind::NAMED {
        let mut capture = good_capture();
        capture.tilt_deg = 60.0;
        let findings = findings_of(&parse(*kind, &[]), Some(&capture), Some(FRONT), "2026-11-24");
        assert_eq!(codes(&findings), [Code::DocumentUnsupported]);
        assert_eq!((findings[0].kind, Verdict::of(&findings)), (Some(*kind), Verdict::Reject));
        for lang in [Lang::Zh, Lang::En] {
            let words = Words::new(lang);
            assert!(words.finding(&findings[0]).message.contains(&words.kind(*kind)), "{kind:?}");
        }
    }
}

fn in_a_filing(fields: &Fields, set: &[(&str, f64)], today: &str) -> Vec<Finding> {
    let mut limits = StepLimits::default();
    assert!(set.iter().all(|(name, value)| limits.set(name, *value)));
    judge(&Judged {
        kind: fields.kind,
        expect: None,
        fields,
        capture: Some(&good_capture()),
        picture_light: None,
        limits: &limits.document,
        today: day(today),
        to_picture: &|r| r.corners().to_vec(),
    })
}

#[test]
fn age_and_validity_are_found_once_and_as_the_filing_asks() {
    let front = front_fields(agreeing(), true);
    let of = |set: &[(&str, f64)], today: &str| {
        let found = in_a_filing(&front, set, today);
        found.into_iter().map(|f| (f.code, f.severity, f.step)).collect::<Vec<_>>()
    };
    let step = Some(Step::IdFront);
    let (under, proof) =
        (vec![(Code::FilingUnderAge, Severity::Error, step)], vec![(Code::FilingIncomeProof, Severity::Warning, step)]);
    assert_eq!(of(&[], "2008-05-07"), under, "a day before sixteen");
    assert_eq!(of(&[], "2008-05-08"), proof);
    assert_eq!(of(&[], "2010-05-08"), []);
    let own = [("filing.min_age_years", 18.0)];
    assert_eq!(of(&own, "2010-05-07"), under);
    assert_eq!(of(&own, "2010-05-08"), []);

    // What is left of the term is the filing's own to say.
    let back = back_fields("2015.06.09-2025.06.09");
    assert_eq!(in_a_filing(&back, &[], "2025-06-09"), []);
    assert_eq!(codes(&in_a_filing(&back, &[], "2025-06-10")), [Code::DocumentExpired]);
}

/// What each finding alone comes to: whether the person takes another picture or needs another card.
#[test]
fn each_error_alone_has_its_verdict() {
    let retry = [
        Code::DocumentNotFound,
        Code::DocumentWrongSide,
        Code::DocumentCutOff,
        Code::DocumentTooSmall,
        Code::DocumentBlurred,
        Code::DocumentGlare,
        Code::DocumentUnderexposed,
        Code::DocumentOverexposed,
        Code::DocumentCovered,
        Code::DocumentSkewed,
        Code::DocumentMultiple,
        Code::DocumentFieldUnreadable,
        Code::DocumentPlaceUnsure,
        Code::DocumentCharacterUnsure,
        Code::DocumentWatermark,
        Code::DocumentMirrored,
        Code::DocumentUnsigned,
        Code::DocumentUndated,
        Code::DocumentFormBlank,
        Code::DocumentWrongForm,
        Code::DocumentScreenshot,
    ];
    // What is found of files, orders and the network is no capture's verdict.
    let of_a_capture =
        |code: &&Code| !["filing.", "case.", "submit."].iter().any(|area| code.as_str().starts_with(area));
    for code in Code::ALL.iter().filter(of_a_capture) {
        // Of the face check only a picture in place of a head comes no better.
        let face = code.as_str().starts_with("liveness.") && *code != Code::LivenessFlatFace;
        // A person can always sit down again, and print and sign a letter again.
        let sits = ["portrait.", "statement.", "paper."].iter().any(|area| code.as_str().starts_with(area));
        let expected = if face || sits || retry.contains(code) { Verdict::Retry } else { Verdict::Reject };
        assert_eq!(Verdict::of(&[Finding::error(*code)]), expected, "{code:?}");
        assert_eq!(Verdict::of(&[Finding::warning(*code)]), Verdict::Accept, "{code:?}");
    }
}

#[test]
fn a_copy_or_a_screen_is_rejected_however_well_it_is_taken_and_taken_again_when_in_doubt() {
    type Change = fn(&mut CardCapture);
    let forgeries: [(Code, Change); 2] = [
        (Code::DocumentGrayscaleCopy, |c| c.chroma_spread = 1.0),
        (Code::DocumentScreenRecapture, |c| (c.moire_db, c.moire_fringe_db) = (34.0, 30.0)),
    ];
    let doubts: [(Code, Change); 5] = [
        (Code::DocumentBlurred, |c| c.blur_mm = Some(0.5)),
        (Code::DocumentUnderexposed, |c| c.paper_lightness = 20.0),
        (Code::DocumentTooSmall, |c| c.card_width_px = 200.0),
        (Code::DocumentCutOff, |c| c.outside_ratio = 0.1),
        (Code::DocumentSkewed, |c| c.tilt_deg = 50.0),
    ];
    for (code, forge) in forgeries {
        let findings = of_capture(forge);
        assert_eq!((codes(&findings), Verdict::of(&findings)), (vec![code], Verdict::Reject));
        // Dark pictures lose colour and small ones show grids of their own: the doubt is cured first, both are told.
        for (doubt, spoil) in doubts {
            let findings = of_capture(|c| {
                forge(c);
                spoil(c);
            });
            assert_eq!((codes(&findings), Verdict::of(&findings)), (vec![doubt, code], Verdict::Retry));
        }
    }
    let both = of_capture(|c| (c.chroma_spread, c.moire_db, c.moire_lattice_db) = (1.0, 34.0, 30.0));
    assert_eq!(codes(&both), [Code::DocumentScreenRecapture, Code::DocumentGrayscaleCopy]);
    assert_eq!(Verdict::of(&both), Verdict::Reject);
}

#[test]
fn an_expired_card_is_rejected_unless_the_reading_is_in_doubt() {
    let expired = back_fields("2005.06.09-2025.06.09");
    let judged = |expect, change: fn(&mut CardCapture)| {
        let mut capture = good_capture();
        change(&mut capture);
        let findings = findings_of(&expired, Some(&capture), expect, "2026-11-24");
        (codes(&findings), Verdict::of(&findings))
    };
    assert_eq!(judged(Some(BACK), |_| ()), (vec![Code::DocumentExpired], Verdict::Reject));
    // A copy of an expired card is still one.
    let copied = judged(None, |c| c.chroma_spread = 1.0);
    assert_eq!(copied, (vec![Code::DocumentGrayscaleCopy, Code::DocumentExpired], Verdict::Reject));
    // Blurred, the date may be another one.
    let blurred = judged(None, |c| c.blur_mm = Some(0.5));
    assert_eq!(blurred, (vec![Code::DocumentBlurred, Code::DocumentExpired], Verdict::Retry));
    // The other side is wanted first, what is wrong with this one is told at once.
    let wrong = judged(Some(FRONT), |_| ());
    assert_eq!(wrong, (vec![Code::DocumentWrongSide, Code::DocumentExpired], Verdict::Retry));
    // A patch of glare on the margin changes nothing.
    let margin = judged(None, |c| {
        c.patches = vec![patch(PatchKind::Glare, Rect::new(79.0, 20.0, 85.0, 34.0), 0.018, 0.0, 0.0)];
    });
    assert_eq!(margin, (vec![Code::DocumentExpired, Code::DocumentGlare], Verdict::Reject));
}

#[test]
fn the_wrong_side_alone_asks_for_the_other() {
    for (fields, wanted) in [(front_fields(agreeing(), true), BACK), (back_fields("2020.06.09-2030.06.09"), FRONT)] {
        let findings = findings_of(&fields, Some(&good_capture()), Some(wanted), "2026-11-24");
        assert_eq!((codes(&findings), Verdict::of(&findings)), (vec![Code::DocumentWrongSide], Verdict::Retry));
    }
}
