//! Passports and permits: zones read cell by cell, print held against them, and what is wrong told by its field.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]

use crate::printed::{Habits, back_rows, front, front_rows, line, lines};
use heyan_rules::document::mrz::check_digit;
use heyan_rules::document::{
    DocumentKind, FieldKey, Fields, Glyph, Judged, Limits, TextLine, judge, landmark, parse, tell_kind,
};
use heyan_rules::geometry::Rect;
use heyan_rules::{Code, Date, Finding};

const PASSPORT: DocumentKind = DocumentKind::Passport;
const PERMIT: DocumentKind = DocumentKind::MainlandTravelPermit;

/// A line of a zone, each character in its cell.
fn zone_line(text: &str, left: f32, y: f32) -> TextLine {
    const PITCH: f32 = 2.54;
    let glyphs: Vec<Glyph> = text
        .chars()
        .enumerate()
        .filter(|(_, ch)| *ch != ' ')
        .map(|(i, ch)| Glyph {
            ch,
            confidence: 0.99,
            x_mm: left + (i as f32 + 0.5) * PITCH,
            alternatives: Vec::new(),
            ink: None,
            unlikeness: None,
            unread_beside: false,
        })
        .collect();
    let bounds_mm = Rect::new(left, y - 2.0, left + PITCH * text.chars().count() as f32, y + 2.0);
    TextLine { bounds_mm, quad: bounds_mm.corners(), glyphs }
}

fn numbered(number: &str, rest: &str) -> String {
    let own = format!("{number:<<9}{}", check_digit(&format!("{number:<<9}")).unwrap());
    let mut line = format!("{own}{rest}");
    line = format!("{line:<<43}");
    let whole: String = [&line[0..10], &line[13..20], &line[21..43]].concat();
    format!("{line}{}", check_digit(&whole).unwrap())
}

/// Nationality, dates of six digits with their check digits, and sex, as they follow the number.
fn dated(birth: &str, sex: char, expiry: &str) -> String {
    format!("CHN{birth}{}{sex}{expiry}{}", check_digit(birth).unwrap(), check_digit(expiry).unwrap())
}

/// A passport of somebody born on 5 May 1990.
fn passport() -> Vec<TextLine> {
    let name = format!("{:<<44}", "P<CHNWANG<<XIAOMING");
    vec![
        line("护照PASSPORT", 8.0, 8.0, 4.0),
        line("护照号/Passport No.E12345674", 60.0, 8.0, 2.6),
        line("性别/Sex男/M", 40.0, 24.0, 2.6),
        line("出生日期/Date of birth", 70.0, 24.0, 2.6),
        line("05 5月/MAY 1990", 70.0, 28.5, 2.6),
        line("有效期至/Date of expiry 28 2月/FEB 2032", 60.0, 40.0, 2.0),
        zone_line(&name, 6.0, 72.6),
        zone_line(&numbered("E12345674", &dated("900505", 'M', "320228")), 6.0, 79.0),
    ]
}

fn told(fields: &Fields) -> Vec<(&'static str, String)> {
    fields
        .fields
        .iter()
        .filter(|f| f.key != FieldKey::Mrz)
        .map(|f| (f.key.as_str(), f.value.expose().clone()))
        .collect()
}

fn findings(fields: &Fields) -> Vec<Finding> {
    judge(&Judged {
        kind: fields.kind,
        expect: None,
        fields,
        capture: None,
        picture_light: None,
        limits: &Limits::default(),
        today: Date::constant(2026, 12, 1),
        to_picture: &|r| r.corners().to_vec(),
    })
}

fn found(lines: &[TextLine]) -> Vec<(Code, Option<FieldKey>)> {
    findings(&parse(PASSPORT, lines)).iter().map(|f| (f.code, f.field)).collect()
}

#[test]
fn a_passport_reads_in_full() {
    let lines = passport();
    assert_eq!(tell_kind(&lines).map(|told| told.0), Some(PASSPORT));
    // Its zone alone tells it too.
    assert_eq!(tell_kind(&lines[6..]).map(|told| told.0), Some(PASSPORT));
    let fields = parse(PASSPORT, &lines);
    let wanted = [
        ("surname", "WANG"),
        ("given_names", "XIAOMING"),
        ("name", "WANG XIAOMING"),
        ("document_number", "E12345674"),
        ("nationality", "CHN"),
        ("birth_date", "1990-05-05"),
        ("sex", "M"),
        ("expires_on", "2032-02-28"),
    ];
    assert_eq!(told(&fields), wanted.map(|(key, value)| (key, value.to_owned())));
    assert_eq!(found(&lines), []);
}

#[test]
fn letters_and_digits_of_one_shape_are_read_by_the_place() {
    let mut lines = passport();
    for glyph in &mut lines[6].glyphs {
        glyph.ch = if glyph.ch == 'O' { '0' } else { glyph.ch };
    }
    for glyph in lines[7].glyphs.iter_mut().skip(13).take(7) {
        glyph.ch = if glyph.ch == '0' { 'O' } else { glyph.ch };
    }
    assert_eq!(told(&parse(PASSPORT, &lines)), told(&parse(PASSPORT, &passport())));
}

#[test]
fn a_lost_letter_leaves_a_hole_and_a_lost_filler_does_not() {
    let mut lost = passport();
    lost[6].glyphs.remove(7);
    assert!(parse(PASSPORT, &lost).fields.is_empty());
    let mut lost = passport();
    lost[6].glyphs.remove(30);
    lost[6].glyphs.truncate(40);
    assert_eq!(told(&parse(PASSPORT, &lost)), told(&parse(PASSPORT, &passport())));
    // What ends in a letter may go on.
    let mut cut = passport();
    cut[6].glyphs.truncate(18);
    assert!(parse(PASSPORT, &cut).fields.is_empty());
}

#[test]
fn a_wrong_character_is_told_by_its_field() {
    for (at, key) in
        [(3, FieldKey::DocumentNumber), (14, FieldKey::BirthDate), (22, FieldKey::ExpiresOn), (43, FieldKey::Mrz)]
    {
        let mut lines = passport();
        let digit = &mut lines[7].glyphs[at].ch;
        *digit = if *digit == '7' { '1' } else { '7' };
        let all = found(&lines);
        assert!(all.contains(&(Code::DocumentMrzChecksum, Some(key))), "{at} {all:?}");
    }
}

#[test]
fn a_zone_that_contradicts_the_print_is_told_by_its_field() {
    let changed = |at: usize, from: &str, to: &str| {
        let mut lines = passport();
        let text = lines[at].text().replace(from, to);
        let bounds = lines[at].bounds_mm;
        lines[at] = line(&text, bounds.left, bounds.centre().y, 2.6);
        found(&lines)
    };
    let mismatch = |key| vec![(Code::DocumentMrzMismatch, Some(key))];
    assert_eq!(changed(1, "E12345674", "E12345874"), mismatch(FieldKey::DocumentNumber));
    assert_eq!(changed(2, "男/M", "女/F"), mismatch(FieldKey::Sex));
    assert_eq!(changed(4, "1990", "1991"), mismatch(FieldKey::BirthDate));
    assert_eq!(changed(5, "2032", "2031"), mismatch(FieldKey::ExpiresOn));
    // I for 1 is no other number, and S for 8 is: a check digit does not tell these two.
    assert_eq!(changed(1, "E12345674", "EI2345674"), []);
    assert_eq!(changed(1, "E12345674", "EI2345S74"), mismatch(FieldKey::DocumentNumber));
}

#[test]
fn what_has_run_out_is_told() {
    let mut lines = passport();
    lines.remove(5);
    lines[6] = zone_line(&numbered("E12345674", &dated("900505", 'M', "250101")), 6.0, 79.0);
    let all = found(&lines);
    assert!(all.contains(&(Code::DocumentExpired, Some(FieldKey::ExpiresOn))), "{all:?}");
}

#[test]
fn the_zone_gives_the_page_away() {
    let spread = |l: &TextLine| -> Vec<(char, f32)> {
        l.glyphs.iter().map(|g| (g.ch, (g.x_mm - l.bounds_mm.left) / l.bounds_mm.width())).collect()
    };
    let lines = passport();
    let (name, data) = (landmark(&spread(&lines[6])).unwrap(), landmark(&spread(&lines[7])).unwrap());
    assert_eq!((name.kind, data.kind), (PASSPORT, PASSPORT));
    assert!(data.first.1.y > name.first.1.y && data.last.1.x > 110.0);
}

fn permit() -> Vec<TextLine> {
    let number = "H12345678";
    let first = format!("{:<<30}", format!("CRCHN{number}{}", check_digit(number).unwrap()));
    let (birth, expiry) = ("880803", "310608");
    let data = format!("{birth}{}M{expiry}{}CHN", check_digit(birth).unwrap(), check_digit(expiry).unwrap());
    let data = format!("{data:<<29}");
    let whole: String = [&first[5..30], &data[0..7], &data[8..15], &data[18..29]].concat();
    let second = format!("{data}{}", check_digit(&whole).unwrap());
    let third = format!("{:<<30}", "CHAN<<TAI<MAN");
    [(first, 36.0), (second, 42.3), (third, 48.6)].map(|(text, y)| zone_line(&text, 4.6, y)).to_vec()
}

#[test]
fn a_travel_permit_reads_in_full() {
    let lines = permit();
    assert_eq!(tell_kind(&lines).map(|told| told.0), Some(PERMIT));
    let fields = parse(PERMIT, &lines);
    assert_eq!(fields.missing, []);
    assert_eq!(fields.expose(FieldKey::DocumentNumber), Some("H12345678"));
    assert_eq!(fields.expose(FieldKey::Name), Some("CHAN TAI MAN"));
    assert_eq!(fields.expose(FieldKey::ExpiresOn), Some("2031-06-08"));
    assert_eq!(findings(&fields), []);
}

#[test]
fn each_line_of_a_card_knows_its_place() {
    let places: Vec<f32> = permit()
        .iter()
        .map(|l| {
            let spread: Vec<(char, f32)> =
                l.glyphs.iter().map(|g| (g.ch, (g.x_mm - l.bounds_mm.left) / l.bounds_mm.width())).collect();
            let mark = landmark(&spread).unwrap();
            assert_eq!(mark.kind, PERMIT);
            mark.first.1.y
        })
        .collect();
    assert!(places.is_sorted() && places[2] - places[0] > 10.0, "{places:?}");
}

#[test]
fn a_residence_permit_reads_in_full() {
    let mut card = front();
    card.number = "810000198808030016".into();
    card.birth = (1988, 8, 3);
    let mut rows = front_rows(&card);
    rows[1].truncate(2);
    let seen = lines(&rows, &Habits::default());
    let kind = tell_kind(&seen).unwrap().0;
    assert_eq!(kind, DocumentKind::ResidencePermitFront);
    let fields = parse(kind, &seen);
    assert_eq!(fields.missing, []);
    assert_eq!(fields.expose(FieldKey::IdNumber), Some("810000198808030016"));
    let number: Vec<Code> = findings(&fields).iter().map(|f| f.code).collect();
    let checks = heyan_rules::document::id_number::check_digit("81000019880803001").unwrap();
    assert_eq!(number.contains(&Code::DocumentIdChecksum), checks != '6');
    assert!(!number.contains(&Code::DocumentRegionUnknown));
    // A number of a division of the mainland stands on no permit.
    let mut other = parse(kind, &seen);
    let number = other.fields.iter_mut().find(|f| f.key == FieldKey::IdNumber).unwrap();
    number.value = heyan_rules::Sensitive::new("53010219880803001X".to_owned());
    assert!(findings(&other).iter().any(|f| f.code == Code::DocumentRegionUnknown));
}

#[test]
fn the_back_of_a_residence_permit_reads_in_full() {
    let mut seen = lines(&back_rows(&["深圳市公安局".into()], "2022.06.09-2027.06.09"), &Habits::default());
    seen.retain(|l| !l.text().contains("居民身份证"));
    seen.push(line("港澳居民居住证", 26.0, 19.0, 6.0));
    for (pass, y) in [("通行证号码H12345678", 34.8), ("签发次数01", 34.8)] {
        seen.push(line(pass, if pass.starts_with('通') { 20.2 } else { 58.0 }, y, 2.6));
    }
    let kind = tell_kind(&seen).unwrap().0;
    assert_eq!(kind, DocumentKind::ResidencePermitBack);
    let fields = parse(kind, &seen);
    assert_eq!(fields.missing, [], "{:?}", told(&fields));
    assert_eq!(fields.expose(FieldKey::IssuingAuthority), Some("深圳市公安局"));
    assert_eq!(fields.expose(FieldKey::PassNumber), Some("H12345678"));
    assert_eq!(fields.expose(FieldKey::IssueCount), Some("01"));
    assert_eq!(findings(&fields), []);
}
