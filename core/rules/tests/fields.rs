//! Fields come back exactly, however the detector cut the print.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]

use crate::printed::{
    Front, Habits, Piece, Template, back_rows, back_rows_in, front, front_rows, front_rows_in, line, lines,
};
use heyan_rules::document::{
    DocumentKind, FieldKey, Glyph, Judged, Limits, TextLine, anchors, ethnicity, judge, parse, tell_kind,
};
use heyan_rules::geometry::Rect;
use heyan_rules::{Date, Verdict};
use proptest::prelude::*;

const FRONT: DocumentKind = DocumentKind::ResidentIdFront;
const BACK: DocumentKind = DocumentKind::ResidentIdBack;

fn expected(card: &Front) -> Vec<(FieldKey, String)> {
    let (y, m, d) = card.birth;
    vec![
        (FieldKey::Name, card.name.concat()),
        (FieldKey::Sex, card.sex.to_string()),
        (FieldKey::Ethnicity, card.ethnicity.clone()),
        (FieldKey::BirthDate, format!("{y:04}-{m:02}-{d:02}")),
        (FieldKey::Address, card.address.concat()),
        (FieldKey::IdNumber, card.number.clone()),
    ]
}

fn values(kind: DocumentKind, lines: &[TextLine]) -> Vec<(FieldKey, String)> {
    parse(kind, lines).fields.iter().map(|f| (f.key, f.value.expose().clone())).collect()
}

fn changed(mut lines: Vec<TextLine>, change: impl Fn(&mut Glyph)) -> Vec<TextLine> {
    lines.iter_mut().flat_map(|l| l.glyphs.iter_mut()).for_each(change);
    lines
}

#[test]
fn a_card_as_printed_reads_in_full() {
    let seen = lines(&front_rows(&front()), &Habits::default());
    assert_eq!(values(FRONT, &seen), expected(&front()));
    assert!(parse(FRONT, &seen).missing.is_empty());
}

#[test]
fn labels_and_values_may_come_in_one_box() {
    let habits = Habits { merge: vec![true], ..Habits::default() };
    assert_eq!(values(FRONT, &lines(&front_rows(&front()), &habits)), expected(&front()));
}

#[test]
fn labels_may_be_lost() {
    let habits = Habits { lose_label: vec![true], ..Habits::default() };
    assert_eq!(values(FRONT, &lines(&front_rows(&front()), &habits)), expected(&front()));
}

#[test]
fn a_label_may_have_one_wrong_character() {
    for merge in [true, false] {
        let habits = Habits { merge: vec![merge], dx: 1.5, dy: -1.5, ..Habits::default() };
        let wrong = changed(lines(&front_rows(&front()), &habits), |g| {
            g.ch = match g.ch {
                '姓' => '娃',
                '别' => '刖',
                '族' => '旅',
                '出' => '山',
                '址' => '扯',
                '码' => '吗',
                c => c,
            }
        });
        assert_eq!(values(FRONT, &wrong), expected(&front()), "{merge}");
    }
}

#[test]
fn a_minority_name_over_two_lines_keeps_its_dot() {
    let mut card = front();
    card.name = vec!["古丽米热·阿卜杜热合".into(), "曼·买买提".into()];
    card.ethnicity = "维吾尔".into();
    for dot in ['.', '•', '・', '‧', '∙', '、'] {
        let seen = changed(lines(&front_rows(&card), &Habits::default()), |g| {
            if g.ch == '·' {
                g.ch = dot;
            }
        });
        assert_eq!(values(FRONT, &seen), expected(&card), "{dot}");
    }
}

#[test]
fn a_name_is_never_corrected() {
    let mut card = front();
    card.name = vec!["孑㷰𠀀0".into()];
    assert_eq!(values(FRONT, &lines(&front_rows(&card), &Habits::default())), expected(&card));
}

#[test]
fn a_name_with_a_hole_or_of_one_character_is_not_read() {
    let mut card = front();
    card.name = vec!["公孙志轩文武".into()];
    let name_without = |from: usize, to: usize| {
        let mut seen = lines(&front_rows(&card), &Habits::default());
        for line in &mut seen {
            if let Some(at) = line.glyphs.iter().position(|g| g.ch == '公') {
                line.glyphs.drain(at + from..at + to);
            }
        }
        values(FRONT, &seen).into_iter().find(|(key, _)| *key == FieldKey::Name).map(|(_, value)| value)
    };
    assert_eq!(name_without(0, 0).as_deref(), Some("公孙志轩文武"));
    assert_eq!(name_without(2, 5), None, "three characters are hidden in the middle");
    assert_eq!(name_without(1, 6), None, "one character is left");
}

#[test]
fn digits_of_the_number_choose_among_their_candidates() {
    let seen = changed(lines(&front_rows(&front()), &Habits::default()), |g| {
        let digit = match g.ch {
            '0' if g.x_mm > 29.0 => 'O',
            'X' => '×',
            _ => return,
        };
        if digit == 'O' {
            g.alternatives = vec![('C', 0.2), ('0', 0.4)];
        }
        g.ch = digit;
    });
    let fields = parse(FRONT, &seen);
    let number = fields.get(FieldKey::IdNumber).unwrap();
    assert_eq!(number.value.expose(), "53010219200508011X");
    assert!((number.min_confidence - 0.4).abs() < 1e-6);
    assert!(number.confidence < 0.99);
}

#[test]
fn a_number_of_seventeen_or_nineteen_digits_is_missing() {
    for number in ["5301021920050801X", "530102192005080111X", "5301021920X508011X"] {
        let mut card = front();
        card.number = number.into();
        assert!(parse(FRONT, &lines(&front_rows(&card), &Habits::default())).missing.contains(&FieldKey::IdNumber));
    }
}

#[test]
fn four_address_lines_with_digits_and_signs_join_in_order() {
    let mut card = front();
    card.address = vec![
        "18号民族路云南省昆明市出".into(),
        "生五华区(西)B-2#楼1单元".into(),
        "２０１室（男女民族园）".into(),
        "3-3".into(),
    ];
    for merge in [true, false] {
        let habits = Habits { merge: vec![merge], ..Habits::default() };
        assert_eq!(values(FRONT, &lines(&front_rows(&card), &habits)), expected(&card));
    }
}

#[test]
fn the_birth_date_survives_lost_signs() {
    for (lost, birth) in [('年', (1990, 1, 5)), ('月', (1990, 1, 25)), ('月', (1990, 11, 5)), ('日', (2001, 12, 31))]
    {
        let mut card = front();
        card.birth = birth;
        let mut seen = lines(&front_rows(&card), &Habits { merge: vec![true], ..Habits::default() });
        seen.iter_mut().for_each(|l| l.glyphs.retain(|g| g.ch != lost));
        assert_eq!(values(FRONT, &seen), expected(&card), "{lost} {birth:?}");
    }
}

#[test]
fn noise_in_the_portrait_is_no_name() {
    let mut seen = lines(&front_rows(&front()), &Habits::default());
    seen.push(line("WIDOW", 57.0, 8.4, 2.0));
    seen.push(line("一", 66.0, 27.0, 3.0));
    assert_eq!(values(FRONT, &seen), expected(&front()));
}

#[test]
fn noise_in_the_portrait_is_no_end_of_the_address() {
    for (x, y) in [(57.0, 28.7), (62.0, 30.9), (65.0, 38.6)] {
        let mut seen = lines(&front_rows(&front()), &Habits::default());
        seen.push(line("V", x, y, 3.0));
        assert_eq!(values(FRONT, &seen), expected(&front()), "{x}");
    }
}

#[test]
fn every_ethnicity_is_read_and_none_is_invented() {
    for name in ethnicity::NAMES.iter().filter(|n| n.chars().count() < 7) {
        let mut card = front();
        card.ethnicity = (*name).to_owned();
        assert_eq!(values(FRONT, &lines(&front_rows(&card), &Habits::default())), expected(&card));
    }
    let mut card = front();
    card.ethnicity = "汊".into();
    let seen = lines(&front_rows(&card), &Habits::default());
    assert_eq!(parse(FRONT, &seen).missing, [FieldKey::Ethnicity]);
    let seen = changed(seen, |g| g.alternatives = if g.ch == '汊' { vec![('汉', 0.2)] } else { Vec::new() });
    assert_eq!(parse(FRONT, &seen).expose(FieldKey::Ethnicity), Some("汉"));
}

#[test]
fn the_back_reads_with_one_or_two_lines_of_authority() {
    for authority in [
        vec!["昆明市公安局五华分局".to_owned()],
        vec!["双江拉祜族佤族布朗族".to_owned(), "傣族自治县公安局".to_owned()],
    ] {
        for (validity, until) in [("2015.06.09-2025.06.09", "2025-06-09"), ("2015.06.09-长期", "long_term")] {
            for merge in [true, false] {
                for lose in [true, false] {
                    let habits = Habits { merge: vec![merge], lose_label: vec![lose], ..Habits::default() };
                    let seen = lines(&back_rows(&authority, validity), &habits);
                    let expected = vec![
                        (FieldKey::IssuingAuthority, authority.concat()),
                        (FieldKey::ValidFrom, "2015-06-09".to_owned()),
                        (FieldKey::ValidUntil, until.to_owned()),
                    ];
                    assert_eq!(values(BACK, &seen), expected, "merge {merge} lose {lose}");
                }
            }
        }
    }
}

#[test]
fn brackets_that_cannot_be_measured_follow_their_partner_or_are_full_width() {
    let read = |address: &[&str]| {
        let mut card = front();
        card.address = address.iter().map(|l| (*l).to_owned()).collect();
        parse(FRONT, &lines(&front_rows(&card), &Habits::default())).expose(FieldKey::Address).map(str::to_owned)
    };
    // The closing one at the line's end.
    assert_eq!(read(&["云南省五华区一二一大街(东)"]).as_deref(), Some("云南省五华区一二一大街(东)"));
    assert_eq!(read(&["云南省五华区一二一大街（东)"]).as_deref(), Some("云南省五华区一二一大街（东）"));
    // Both at ends of lines.
    assert_eq!(read(&["云南省五华区一二一大街(", "东)"]).as_deref(), Some("云南省五华区一二一大街（东）"));
    assert_eq!(read(&["云南省五华区一二一大街", "（东"]).as_deref(), Some("云南省五华区一二一大街（东"));
    // No partner, but room.
    assert_eq!(read(&["云南省五华(区一二一大街"]).as_deref(), Some("云南省五华(区一二一大街"));
    assert_eq!(read(&["云南省五华）区一二一大街"]).as_deref(), Some("云南省五华）区一二一大街"));
    // A pair that is clearly printed of both widths stays so.
    assert_eq!(read(&["云南省五华（区一)二一大街"]).as_deref(), Some("云南省五华（区一)二一大街"));
}

#[test]
fn hundreds_of_lines_are_no_card() {
    let page: Vec<TextLine> =
        (0..300).map(|i| line("姓名性别民族出生住址", 4.0 + (i % 3) as f32, (i % 60) as f32 * 0.9, 3.2)).collect();
    let begun = std::time::Instant::now();
    for kind in [FRONT, BACK] {
        parse(kind, &page);
    }
    tell_kind(&page);
    assert!(begun.elapsed().as_secs() < 5);
}

#[test]
fn each_side_is_recognised() {
    let (kind, sure) = tell_kind(&lines(&front_rows(&front()), &Habits::default())).unwrap();
    assert_eq!(kind, FRONT);
    assert!(sure > 0.9);
    let (kind, sure) =
        tell_kind(&lines(&back_rows(&["某市公安局".into()], "2015.06.09-长期"), &Habits::default())).unwrap();
    assert_eq!(kind, BACK);
    assert!(sure > 0.85);
}

#[test]
fn a_naturalised_holder_still_has_a_resident_card() {
    let mut card = front();
    card.ethnicity = "外国血统中国籍人士".into();
    let seen = lines(&front_rows(&card), &Habits::default());
    assert_eq!(tell_kind(&seen).map(|r| r.0), Some(FRONT));
    assert_eq!(values(FRONT, &seen), expected(&card));
}

#[test]
fn documents_with_words_of_their_own_are_told_by_them() {
    for (text, kind) in [
        ("中华人民共和国临时居民身份证", DocumentKind::TemporaryId),
        ("外国人永久居留身份证", DocumentKind::ForeignPermanentResidentFront),
        ("中华人民共和国 台湾居民居住证", DocumentKind::ResidencePermitBack),
        ("通行证号码 H1234567801", DocumentKind::ResidencePermitBack),
        ("港澳居民来往内地通行证", DocumentKind::MainlandTravelPermit),
        ("台湾居民来往大陆通行证", DocumentKind::MainlandTravelPermit),
        ("护照 PASSPORT", DocumentKind::Passport),
        ("准驾车型 C1", DocumentKind::DrivingLicence),
        ("中华人民共和国机动车行驶证", DocumentKind::VehicleLicence),
        ("营业执照", DocumentKind::BusinessLicence),
        ("事业单位法人证书", DocumentKind::UnitCertificate),
        ("ICP备案信息真实性承诺书", DocumentKind::SignedLetter),
    ] {
        let (told, sure) = tell_kind(&[line(text, 20.0, 9.0, 3.0), line("统一社会信用代码", 20.0, 20.0, 3.0)]).unwrap();
        assert_eq!(told, kind, "{text}");
        assert!(sure > 0.6 && parse(told, &[]).fields.is_empty(), "{text}");
        assert_eq!(told.is_read(), !told.fields().is_empty(), "{text}");
    }
}

/// Authority and term as a temporary card has them, between address and number.
fn temporary_rows() -> Vec<Vec<Piece>> {
    let mut rows = front_rows(&front());
    let mut own = back_rows(&["某市公安局".into()], "2026.10.01-2027.01.01").split_off(2);
    for (row, y) in own.iter_mut().zip([37.0, 40.8]) {
        for (piece, x) in row.iter_mut().zip([6.7, 18.2]) {
            (piece.x, piece.y, piece.height) = (x, y, 2.2);
        }
    }
    rows.extend(own);
    rows
}

#[test]
fn a_temporary_card_is_told_by_the_labels_that_no_portrait_side_has() {
    let told = |habits: &Habits| tell_kind(&lines(&temporary_rows(), habits)).map(|told| told.0);
    assert_eq!(told(&Habits::default()), Some(DocumentKind::TemporaryId));
    assert_eq!(told(&Habits { dx: 2.0, dy: -2.0, ..Habits::default() }), Some(DocumentKind::TemporaryId));
    assert_eq!(told(&Habits { merge: vec![true], ..Habits::default() }), Some(DocumentKind::TemporaryId));
    // One of the two is enough.
    let mut rows = temporary_rows();
    rows.remove(rows.len() - 2);
    assert_eq!(tell_kind(&lines(&rows, &Habits::default())).map(|told| told.0), Some(DocumentKind::TemporaryId));
    // The emblem side beside a portrait side on one sheet is none.
    let mut both = front_rows(&front());
    both.extend(back_rows(&["某市公安局".into()], "2015.06.09-长期").split_off(2));
    assert_ne!(tell_kind(&lines(&both, &Habits::default())).map(|told| told.0), Some(DocumentKind::TemporaryId));
}

#[test]
fn a_card_of_the_first_generation_is_told_by_its_number() {
    let card = |number: &str| {
        let rows = [("姓名孙熙博", 8.9), ("性别男民族汉", 15.6), ("出生1966年5月8日", 22.1), ("住址云南省", 28.7)];
        let mut seen: Vec<TextLine> = rows.iter().map(|(text, y)| line(text, 6.2, *y, 3.2)).collect();
        seen.push(line("签发日期1996年10月1日", 6.2, 40.0, 2.6));
        seen.push(line(number, 6.2, 47.0, 2.6));
        tell_kind(&seen).map(|told| told.0)
    };
    assert_eq!(card("编号530102660508011"), Some(DocumentKind::FirstGenerationId));
    assert_ne!(card("编号5301"), Some(DocumentKind::FirstGenerationId));
}

#[test]
fn other_papers_are_no_resident_card() {
    let licence = [
        line("中华人民共和国机动车驾驶证", 15.0, 6.0, 4.0),
        line("证号 53010219200508011X", 12.0, 12.0, 2.6),
        line("姓名", 6.2, 18.0, 3.2),
        line("孙熙博", 15.0, 18.0, 3.0),
        line("性别男", 50.0, 18.0, 3.0),
        line("住址", 6.2, 25.0, 3.0),
        line("出生日期1992-05-08", 25.0, 33.0, 2.0),
    ];
    assert_eq!(tell_kind(&licence).map(|told| told.0), Some(DocumentKind::DrivingLicence));
    let page =
        ["姓名和地址请填写", "出生日期为一九九二年", "本页由公安局签发", "身份证复印件请附后", "有效期限见附件二"];
    let page: Vec<TextLine> = page.iter().enumerate().map(|(i, t)| line(t, 5.0, 4.0 + 9.0 * i as f32, 3.5)).collect();
    assert_eq!(tell_kind(&page), None);
    assert_eq!(tell_kind(&[]), None);
    let mut card = front();
    card.number = "810000197810272327".into();
    let mut permit = front_rows(&card);
    permit[1].truncate(2);
    let told = tell_kind(&lines(&permit, &Habits::default()));
    assert_eq!(told.map(|told| told.0), Some(DocumentKind::ResidencePermitFront));
}

/// A card of an autonomous region: beside each label, and above the name, the same in another script, as a recogniser of
/// Chinese sees it.
fn in_two_scripts(card: &Front, name: &str, labels: [&str; 4], height: f32) -> Vec<Vec<Piece>> {
    let mut rows = front_rows(card);
    let small = |text: &str, x: f32, y: f32| {
        let mut row = front_rows(card).swap_remove(0);
        let mut piece = row.swap_remove(0);
        (piece.text, piece.x, piece.y, piece.pitch, piece.height) = (text.to_owned(), x, y, 1.3, height);
        vec![piece]
    };
    let places: Vec<(f32, f32)> =
        [(0, 0), (1, 0), (1, 2), (2, 0)].map(|(row, at): (usize, usize)| (rows[row][at].x, rows[row][at].y)).to_vec();
    let value = (rows[0][1].x, rows[0][1].y);
    for (text, (x, y)) in labels.iter().zip(places) {
        rows.push(small(text, x, y - 2.9));
    }
    rows.push(small(name, value.0, value.1 - 3.2));
    rows
}

#[test]
fn a_second_script_is_read_into_no_value() {
    for (name, own) in
        [("ills", "阿依古丽·买买提"), ("Veiz Vanjsien", "韦万山"), ("室", "阿苏木呷"), ("ཀུནདགའ", "扎西顿珠")]
    {
        let card = Front { name: vec![own.into()], ..front() };
        for labels in
            [["Singqmingz", "Singqbied", "Minzcuz", "Seng"], ["s", "ill", "ullu", "i"], ["冬", "工", "山", "ユ"]]
        {
            for lose_label in [vec![], vec![false, false, true]] {
                let rows = in_two_scripts(&card, name, labels, 1.7);
                let seen = lines(&rows, &Habits { lose_label, ..Habits::default() });
                assert_eq!(values(FRONT, &seen), expected(&card), "{name} {labels:?}");
            }
        }
    }
}

#[test]
fn a_second_script_above_the_authority_is_left_out() {
    let own = "百色市公安局右江分局";
    let mut rows = back_rows(&[own.into()], "2015.06.09-2025.06.09");
    let mut above = rows[2].clone();
    for (piece, text) in above.iter_mut().zip(["Gihgvanh", "Bwzswz Si Gunghanhgiz"]) {
        (piece.text, piece.y, piece.pitch, piece.height) = (text.to_owned(), piece.y - 2.8, 1.2, 1.6);
    }
    rows.push(above);
    let seen = lines(&rows, &Habits::default());
    assert_eq!(parse(BACK, &seen).expose(FieldKey::IssuingAuthority), Some(own));
}

#[test]
fn titles_set_closer_or_wider_say_where_the_card_lies_and_not_how_large_it_is() {
    for columns in [0.0, 0.5, 1.0] {
        let template = Template { columns, ..Template::default() };
        let rows = back_rows_in(&["某市公安局".into()], "2015.06.09-长期", template);
        let pairs = anchors(BACK, &lines(&rows, &Habits { dx: 0.8, ..Habits::default() }));
        let titles: Vec<_> = pairs.iter().filter(|(wanted, _)| wanted.y < 30.0).collect();
        assert_eq!(titles.len(), 4, "{columns}");
        for ends in titles.chunks(2) {
            let moved = |i: usize| ends[i].1.x - ends[i].0.x;
            assert!((moved(0) - moved(1)).abs() < 0.5 && (moved(0) - 0.8).abs() < 2.5, "{columns}: {ends:?}");
        }
    }
}

#[test]
fn anchors_tell_the_shift_of_the_print() {
    let habits = Habits { dx: 1.2, dy: -0.8, ..Habits::default() };
    for (kind, rows) in [(FRONT, front_rows(&front())), (BACK, back_rows(&["某市公安局".into()], "2015.06.09-长期"))]
    {
        let pairs = anchors(kind, &lines(&rows, &habits));
        assert!(pairs.len() >= if kind == FRONT { 10 } else { 6 }, "{}", pairs.len());
        for (wanted, seen) in pairs {
            assert!((seen.y - wanted.y + 0.8).abs() < 0.3, "{wanted:?} {seen:?}");
            assert!((seen.x - wanted.x - 1.2).abs() < 1.5, "{wanted:?} {seen:?}");
        }
    }
}

prop_compose! {
    fn habits()(
        dx in -2.0_f32..2.0,
        dy in -2.0_f32..2.0,
        slant in -1.5_f32..1.5,
        stretch in -0.03_f32..0.03,
        merge in proptest::collection::vec(any::<bool>(), 1..9),
        split in proptest::collection::vec(prop_oneof![Just(1.0_f32), 0.2_f32..0.9], 1..9),
        lose_label in proptest::collection::vec(proptest::bool::weighted(0.25), 1..9),
        jitter in proptest::collection::vec(-0.35_f32..0.35, 1..9),
        glyph_jitter in proptest::collection::vec(-0.3_f32..0.3, 1..9),
    ) -> Habits {
        Habits { dx, dy, slant, stretch, merge, split, lose_label, jitter, glyph_jitter }
    }
}

prop_compose! {
    fn template()(rows in 0.0_f32..=1.0, columns in 0.0_f32..=1.0, narrow in 0.4_f32..0.58) -> Template {
        Template { rows, columns, narrow }
    }
}

prop_compose! {
    fn card()(
        name in proptest::sample::select(vec!["李白", "王小明", "欧阳娜娜", "买买提·吐尔逊江", "姓民"]),
        two in proptest::bool::weighted(0.2),
        sex in proptest::sample::select(vec!['男', '女']),
        ethnicity in proptest::sample::select(vec!["汉", "回", "维吾尔", "穿青人", "柯尔克孜"]),
        birth in (1900_i16..2020, 1_u8..=12, 1_u8..=28),
        address in proptest::collection::vec("[一二三四县市区街道路号楼0-9A-F#-]{3,11}", 1..5),
        number in "[1-6][0-9]{16}[0-9X]",
    ) -> Front {
        let mut name = vec![name.to_owned()];
        if two {
            name.push("热合曼".to_owned());
        }
        Front { name, sex, ethnicity: ethnicity.to_owned(), birth, address, number }
    }
}

/// An address line with a bracket pair in it, all brackets of one width.
fn bracketed() -> impl Strategy<Value = String> {
    let pair =
        ("[一二三四县市区街道]{1,4}[0-9]{0,3}", "[一东西区舍]{1,3}|[0-9A-F]{1,3}", "[0-9]{0,3}[一二三四号楼]{1,3}");
    (pair, any::<bool>()).prop_map(|((before, inside, after), full)| {
        let (open, close) = if full { ('（', '）') } else { ('(', ')') };
        format!("县市{before}{open}{inside}{close}{after}")
    })
}

/// Sentences of a paper beneath the card, in lines that run across its outline.
fn around() -> impl Strategy<Value = Vec<Wild>> {
    let sentence = "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年市县公安局]{8,30}";
    proptest::collection::vec((sentence, -60.0_f32..-2.0, 3.0_f32..6.0, -4.0_f32..58.0, any::<bool>()), 0..50).prop_map(
        |all| {
            all.into_iter()
                .map(|(text, left, pitch, y, right)| {
                    let length = pitch * text.chars().count() as f32;
                    // Over the left edge or over the right one.
                    let x = if right { 89.0 - left - length.min(60.0 - left) } else { left };
                    let x = if right && x + length < 88.0 { 88.0 - length } else { x };
                    Wild(line(&text, x, y, pitch))
                })
                .collect()
        },
    )
}

/// Lines hide their text from `Debug`; made-up ones may show it.
#[derive(Clone)]
struct Wild(TextLine);

impl std::fmt::Debug for Wild {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} at {:?}", self.0.text(), self.0.bounds_mm)
    }
}

fn wild_line() -> impl Strategy<Value = Wild> {
    let place = prop_oneof![16 => -3.0_f32..70.0, 1 => -10.0_f32..100.0, 1 => any::<f32>()];
    let text = prop_oneof![
        "[姓名性别男女民族汉出生年月日住址公民身份号码签发机关有效期限0-9X·.\\- ]{0,24}",
        "[0-9OlX]{15,20}",
        "\\PC{0,12}",
    ];
    (
        text,
        [place.clone(), place.clone(), place.clone(), place],
        proptest::collection::vec((any::<char>(), any::<f32>()), 0..3),
    )
        .prop_map(|(text, [a, b, c, d], alternatives)| {
            let bounds_mm = Rect::new(a, b, a + c.abs() * 0.3, b + d.abs() * 0.05);
            let glyphs = text
                .chars()
                .enumerate()
                .map(|(i, ch)| Glyph {
                    ch,
                    confidence: c,
                    x_mm: a + i as f32 * 2.7,
                    alternatives: alternatives.clone(),
                    ink: None,
                    unlikeness: None,
                    unread_beside: false,
                })
                .collect();
            Wild(TextLine { bounds_mm, quad: bounds_mm.corners(), glyphs })
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_true_layout_reads_exactly_however_it_is_cut(card in card(), template in template(), habits in habits()) {
        let seen = lines(&front_rows_in(&card, template), &habits);
        prop_assert_eq!(values(FRONT, &seen), expected(&card));
        prop_assert_eq!(tell_kind(&seen).map(|r| r.0), Some(FRONT));
    }

    #[test]
    fn a_true_back_reads_exactly_however_it_is_cut(
        template in template(),
        habits in habits(),
        authority in proptest::sample::select(vec!["上海市公安局黄浦分局", "某县公安局", "乌鲁木齐市公安局天山区分局"]),
        until in proptest::sample::select(vec![("2015.06.09-2025.06.09", "2025-06-09"), ("2015.06.09-长期", "long_term")]),
    ) {
        let seen = lines(&back_rows_in(&[authority.to_owned()], until.0, template), &habits);
        prop_assert_eq!(values(BACK, &seen), vec![
            (FieldKey::IssuingAuthority, authority.to_owned()),
            (FieldKey::ValidFrom, "2015-06-09".to_owned()),
            (FieldKey::ValidUntil, until.1.to_owned()),
        ]);
    }

    #[test]
    fn brackets_of_an_address_are_as_wide_as_they_are_printed(
        mut card in card(), template in template(),
        address in proptest::collection::vec(bracketed(), 1..4),
        glyph_jitter in proptest::collection::vec(-0.15_f32..0.15, 1..9),
        seen_as in proptest::collection::vec(any::<bool>(), 1..9),
        merge in proptest::collection::vec(any::<bool>(), 1..9),
    ) {
        card.address = address;
        let habits = Habits { glyph_jitter, merge, dx: 1.0, ..Habits::default() };
        let mut seen = lines(&front_rows_in(&card, template), &habits);
        // The recogniser gives either width.
        let mut turn = seen_as.iter().cycle();
        for glyph in seen.iter_mut().flat_map(|l| l.glyphs.iter_mut()) {
            glyph.ch = match (glyph.ch, *turn.next().unwrap()) {
                ('(' | '（', full) => if full { '（' } else { '(' },
                (')' | '）', full) => if full { '）' } else { ')' },
                (c, _) => c,
            };
        }
        prop_assert_eq!(values(FRONT, &seen), expected(&card));
    }

    #[test]
    fn the_dot_of_a_name_has_one_form(
        mut card in card(), template in template(),
        first in "[古丽米热买提]{1,6}", second in "[阿卜杜曼江]{1,6}",
        dot in proptest::sample::select("·.•・‧∙･、．⋅˙●。｡﹒".chars().collect::<Vec<char>>()),
        habits in habits(),
    ) {
        card.name = vec![format!("{first}·{second}")];
        let seen = lines(&front_rows_in(&card, template), &habits);
        let seen = changed(seen, |g| if g.ch == '·' { g.ch = dot });
        prop_assert_eq!(values(FRONT, &seen), expected(&card));
    }

    #[test]
    fn a_paper_beneath_the_card_adds_nothing_to_it(
        card in card(), template in template(), habits in habits(), around in around(), order in any::<prop::sample::Index>(),
    ) {
        let mut seen = lines(&front_rows_in(&card, template), &habits);
        let mut back = lines(&back_rows_in(&["某县公安局".to_owned()], "2015.06.09-2025.06.09", template), &habits);
        for side in [&mut seen, &mut back] {
            let at = order.index(side.len());
            let paper: Vec<TextLine> = around.iter().map(|w| w.0.clone()).collect();
            side.splice(at..at, paper);
        }
        prop_assert_eq!(values(FRONT, &seen), expected(&card));
        prop_assert_eq!(tell_kind(&seen).map(|r| r.0), Some(FRONT));
        let authority = parse(BACK, &back).expose(FieldKey::IssuingAuthority).map(str::to_owned);
        prop_assert_eq!(authority.as_deref(), Some("某县公安局"));
    }

    #[test]
    fn any_lines_at_all_are_borne(seen in proptest::collection::vec(wild_line(), 0..14)) {
        let seen: Vec<TextLine> = seen.into_iter().map(|w| w.0).collect();
        for kind in [FRONT, BACK, DocumentKind::Unknown] {
            let fields = parse(kind, &seen);
            prop_assert_eq!(fields.fields.len() + fields.missing.len(), kind.fields().len());
            prop_assert!(fields.fields.iter().all(|f| (0.0..=1.0).contains(&f.confidence) && (0.0..=1.0).contains(&f.min_confidence)));
            anchors(kind, &seen);
            let findings = judge(&Judged {
                kind,
                expect: Some(FRONT),
                fields: &fields,
                capture: None,
                picture_light: None,
                limits: &Limits::default(),
                today: Date::constant(2026, 11, 24),
                to_picture: &|r| r.corners().to_vec(),
            });
            // What was not read is always told.
            prop_assert!(fields.missing.iter().all(|key| findings.iter().any(|f| f.field == Some(*key))));
            prop_assert!(kind != DocumentKind::Unknown || Verdict::of(&findings) == Verdict::Retry);
        }
        tell_kind(&seen);
    }
}
