//! Licences and certificates: read by their labels whatever the form, and what is wrong with them told.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]

use heyan_rules::document::paper::{self, PaperCapture, read_in_qr};
use heyan_rules::document::{DocumentKind, FieldKey, Fields, Glyph, Judged, Limits, TextLine, judge_paper, parse};
use heyan_rules::geometry::{CardShape, Rect};
use heyan_rules::{Code, Date, Finding, Severity, Verdict};

const CODE: &str = "91350100M000100Y43";

/// A line of characters `pitch` wide from `x`, print `em` high about `y`; half-width ones take half of it. A space is as wide as
/// they are, and a wide space an em.
fn line(text: &str, x: f32, y: f32, em: f32, pitch: f32) -> TextLine {
    let mut at = x;
    let mut glyphs = Vec::new();
    for ch in text.chars() {
        let wide = if ch.is_ascii() { pitch * 0.55 } else { pitch };
        if !ch.is_whitespace() {
            let x_mm = at + wide / 2.0;
            glyphs.push(Glyph {
                ch,
                confidence: 0.99,
                x_mm,
                alternatives: Vec::new(),
                ink: None,
                unlikeness: None,
                unread_beside: false,
            });
        }
        at += wide;
    }
    let bounds_mm = Rect::new(x - 0.3 * em, y - 0.8 * em, at + 0.3 * em, y + 0.8 * em);
    TextLine { bounds_mm, quad: bounds_mm.corners(), glyphs }
}

fn plain(text: &str, x: f32, y: f32) -> TextLine {
    line(text, x, y, 4.5, 4.5)
}

/// A label of two to four characters, set as wide as five: each in a box of its own.
fn label(text: &str, x: f32, y: f32) -> Vec<TextLine> {
    let n = text.chars().count();
    let pitch = if n < 5 { 18.0 / (n - 1) as f32 } else { 4.5 };
    if n >= 4 {
        return vec![line(text, x, y, 4.5, pitch.min(6.0))];
    }
    let mut at = x;
    let mut out = Vec::new();
    for ch in text.chars() {
        out.push(plain(&ch.to_string(), at, y));
        at += pitch;
    }
    out
}

/// The landscape form, whose code stands above two columns.
fn landscape() -> Vec<TextLine> {
    let mut all = vec![
        plain("统一社会信用代码", 25.0, 34.0),
        plain(CODE, 25.0, 43.0),
        line("营业执照", 110.0, 44.0, 13.0, 20.0),
        line("扫描二维码登录‘国家", 262.0, 26.0, 2.0, 2.0),
    ];
    for (name, y, rows) in [
        ("名称", 76.0, &["福州市某某网络科技有限公司"][..]),
        ("类型", 88.0, &["有限责任公司（自然人独资）"]),
        ("法定代表人", 100.0, &["李明"]),
        ("经营范围", 112.0, &["软件开发；住所租赁；", "类型设计；广告发布"]),
    ] {
        all.extend(label(name, 25.0, y));
        all.extend(rows.iter().enumerate().map(|(i, text)| plain(text, 54.0, y + 7.0 * i as f32)));
    }
    for (name, y, rows) in [
        ("注册资本", 77.0, &["壹佰万元整"][..]),
        ("成立日期", 89.0, &["2015年01月05日"]),
        ("营业期限", 101.0, &["2015年01月05日至2035年01月04日"]),
        ("住所", 113.0, &["福建省福州市鼓楼区某某路1号某某大厦", "3层301室"]),
    ] {
        all.extend(label(name, 160.0, y));
        all.extend(rows.iter().enumerate().map(|(i, text)| plain(text, 190.0, y + 7.0 * i as f32)));
    }
    all.push(plain("登记机关", 205.0, 160.0));
    all.push(plain("2019年10月21日", 215.0, 182.0));
    all.push(line("国家市场监督管理总局监制", 250.0, 198.0, 2.6, 2.6));
    all
}

fn values(fields: &Fields) -> Vec<(&'static str, &str)> {
    fields.fields.iter().map(|f| (f.key.as_str(), f.value.expose().as_str())).collect()
}

fn good_capture() -> PaperCapture {
    PaperCapture {
        corners: CardShape::ID_1.corners(),
        evenness: 0.95,
        line_height_px: Some(40.0),
        blur_ratio: Some(0.01),
        paper_lightness: 90.0,
        print_contrast: Some(60.0),
        colour: 40.0,
        moire_db: 0.0,
        moire_shared_db: 0.0,
        cut_lines: Vec::new(),
        below: Vec::new(),
        glare: Vec::new(),
    }
}

fn findings(fields: &Fields, capture: &PaperCapture) -> Vec<Finding> {
    judge_paper(
        &Judged {
            kind: fields.kind,
            expect: None,
            fields,
            capture: None,
            picture_light: None,
            limits: &Limits::default(),
            today: Date::constant(2026, 12, 1),
            to_picture: &|r| r.corners().to_vec(),
        },
        capture,
    )
}

fn codes(findings: &[Finding]) -> Vec<Code> {
    findings.iter().map(|finding| finding.code).collect()
}

fn with(lines: &[TextLine], from: &str, to: &str) -> Vec<TextLine> {
    let changed = lines.iter().map(|l| {
        if l.text() != from {
            return l.clone();
        }
        let em = l.bounds_mm.height() / 1.6;
        line(to, l.bounds_mm.left + 0.3 * em, l.bounds_mm.centre().y, em, em)
    });
    changed.collect()
}

#[test]
fn a_form_of_two_columns_is_read_by_its_labels() {
    let lines = landscape();
    assert_eq!(paper::tell(&lines).map(|(kind, _)| kind), Some(DocumentKind::BusinessLicence));
    let fields = parse(DocumentKind::BusinessLicence, &lines);
    assert_eq!(
        values(&fields),
        [
            ("name", "福州市某某网络科技有限公司"),
            ("credit_code", CODE),
            ("type", "有限责任公司（自然人独资）"),
            ("legal_representative", "李明"),
            ("address", "福建省福州市鼓楼区某某路1号某某大厦3层301室"),
            ("registered_capital", "壹佰万元整"),
            ("established_on", "2015-01-05"),
            ("term", "2015-01-05/2035-01-04"),
            ("scope", "软件开发；住所租赁；类型设计；广告发布"),
        ]
    );
    assert!(fields.missing.is_empty());
    let found = findings(&fields, &good_capture());
    assert_eq!(Verdict::of(&found), Verdict::Accept, "{:?}", codes(&found));
}

#[test]
fn a_form_of_one_column_is_read_and_what_stands_beside_its_foot_is_none_of_it() {
    let mut lines =
        vec![line("营业执照", 60.0, 45.0, 13.0, 20.0), plain(&format!("统一社会信用代码 {CODE}"), 56.0, 72.0)];
    let mut y = 85.0;
    for (name, rows) in [
        ("名称", &["鼓楼区某某小吃店"][..]),
        ("类型", &["个体工商户"]),
        ("经营场所", &["福建省福州市鼓楼区某某路2号"]),
        ("经营者", &["王伟"]),
        ("注册日期", &["2016年3月1日"]),
        ("经营范围", &["餐饮服务；食品销售；日用百货销售；"]),
    ] {
        lines.extend(label(name, 28.0, y));
        lines.extend(rows.iter().enumerate().map(|(i, text)| plain(text, 58.0, y + 7.0 * i as f32)));
        y += 11.0;
    }
    lines.push(plain("登记机关", 120.0, y + 25.0));
    lines.push(plain("2016年3月1日", 130.0, y + 45.0));
    let fields = parse(DocumentKind::BusinessLicence, &lines);
    let told = values(&fields);
    assert!(
        told.contains(&("name", "鼓楼区某某小吃店")) && told.contains(&("legal_representative", "王伟")),
        "{told:?}"
    );
    assert!(
        told.contains(&("address", "福建省福州市鼓楼区某某路2号")) && told.contains(&("established_on", "2016-03-01"))
    );
    assert!(told.contains(&("scope", "餐饮服务；食品销售；日用百货销售；")));
    // An individual business has a code of its own sort.
    assert_eq!(codes(&findings(&fields, &good_capture())), [Code::DocumentCreditCodeSort]);
}

#[test]
fn a_code_under_its_alphabet_is_read_and_never_mended() {
    let lines = with(&landscape(), CODE, "9135OlOOM000100Y43");
    assert_eq!(parse(DocumentKind::BusinessLicence, &lines).expose(FieldKey::CreditCode), Some(CODE));
    // Y and 4 are both of the alphabet: what was read stays, and is told.
    let lines = with(&landscape(), CODE, "91350100M00010044Y");
    let fields = parse(DocumentKind::BusinessLicence, &lines);
    assert_eq!(fields.expose(FieldKey::CreditCode), Some("91350100M00010044Y"));
    let found = findings(&fields, &good_capture());
    assert_eq!(codes(&found), [Code::DocumentCreditCodeChecksum]);
    assert_eq!(Verdict::of(&found), Verdict::Reject);
}

#[test]
fn a_qr_code_with_another_code_contradicts_the_print_and_one_without_says_nothing() {
    let fields = parse(DocumentKind::BusinessLicence, &landscape());
    let at = Rect::new(240.0, 24.0, 265.0, 49.0);
    let of = |content: &str| {
        let mut fields = fields.clone();
        fields.fields.extend(read_in_qr(content, at));
        codes(&findings(&fields, &good_capture()))
    };
    assert!(of(&format!("https://example.cn/?uniscid={CODE}")).is_empty());
    assert!(of("https://example.cn/?l=4ZkQy7").is_empty());
    let other = ["12", "52", "53"].iter().find_map(|prefix| {
        let first = format!("{prefix}350100M000100Y4");
        let check = heyan_rules::document::credit_code::check_character(&first)?;
        Some(format!("{first}{check}"))
    });
    assert_eq!(of(&other.unwrap()), [Code::DocumentQrMismatch]);
}

#[test]
fn a_term_that_is_over_is_told_and_one_without_end_is_not() {
    let over = with(&landscape(), "2015年01月05日至2035年01月04日", "2015年01月05日至2025年01月04日");
    let found = findings(&parse(DocumentKind::BusinessLicence, &over), &good_capture());
    assert_eq!((codes(&found), Verdict::of(&found)), (vec![Code::DocumentExpired], Verdict::Reject));
    let open = with(&landscape(), "2015年01月05日至2035年01月04日", "2015年01月05日至长期");
    let fields = parse(DocumentKind::BusinessLicence, &open);
    assert_eq!(fields.expose(FieldKey::Term), Some("2015-01-05/long_term"));
    assert!(findings(&fields, &good_capture()).is_empty());
}

#[test]
fn what_lost_its_end_is_not_told() {
    let lines = with(&landscape(), "有限责任公司（自然人独资）", "有限责任公司（自然人独资");
    let fields = parse(DocumentKind::BusinessLicence, &lines);
    assert_eq!(fields.expose(FieldKey::Type), None);
    assert_eq!(codes(&findings(&fields, &good_capture())), [Code::DocumentFieldUnreadable]);
}

#[test]
fn a_certificate_is_told_by_its_title_and_its_code_by_its_registry() {
    let first = "12350100M000100Y4";
    let code = format!("{first}{}", heyan_rules::document::credit_code::check_character(first).unwrap());
    let mut lines =
        vec![line("事业单位法人证书", 60.0, 45.0, 9.0, 9.0), plain(&format!("统一社会信用代码 {code}"), 28.0, 72.0)];
    let mut y = 85.0;
    for (name, text) in [
        ("名称", "福州市某某图书馆"),
        ("住所", "福建省福州市鼓楼区某某路3号"),
        ("法定代表人", "陈静"),
        ("有效期", "自2024年03月01日至2029年03月01日"),
    ] {
        lines.extend(label(name, 28.0, y));
        lines.push(plain(text, 58.0, y));
        y += 11.0;
    }
    assert_eq!(paper::tell(&lines).map(|(kind, _)| kind), Some(DocumentKind::UnitCertificate));
    let fields = parse(DocumentKind::UnitCertificate, &lines);
    assert_eq!(fields.expose(FieldKey::Title), Some("事业单位法人证书"));
    assert_eq!(fields.expose(FieldKey::Term), Some("2024-03-01/2029-03-01"));
    assert!(findings(&fields, &good_capture()).is_empty(), "{:?}", codes(&findings(&fields, &good_capture())));
    let other = with(&lines, &format!("统一社会信用代码{code}"), &format!("统一社会信用代码 {CODE}"));
    let found = findings(&parse(DocumentKind::UnitCertificate, &other), &good_capture());
    assert_eq!(codes(&found), [Code::DocumentCreditCodeSort]);
}

#[test]
fn a_letter_that_speaks_of_a_licence_is_a_letter() {
    let lines = [
        line("互联网信息服务备案承诺书", 60.0, 40.0, 7.0, 7.0),
        plain("本单位提交的营业执照真实有效，如有虚假愿意承担责任。", 25.0, 60.0),
        plain("单位名称：某某公司", 25.0, 80.0),
    ];
    assert_eq!(paper::tell(&lines).map(|(kind, _)| kind), Some(DocumentKind::SignedLetter));
}

#[test]
fn every_fault_of_the_picture_has_its_own_finding() {
    let fields = parse(DocumentKind::BusinessLicence, &landscape());
    let good = good_capture();
    for (capture, code) in [
        (PaperCapture { evenness: 0.5, ..good.clone() }, Code::DocumentSkewed),
        (PaperCapture { line_height_px: Some(12.0), ..good.clone() }, Code::DocumentTooSmall),
        (PaperCapture { blur_ratio: Some(0.08), ..good.clone() }, Code::DocumentBlurred),
        (PaperCapture { paper_lightness: 20.0, ..good.clone() }, Code::DocumentUnderexposed),
        (PaperCapture { print_contrast: Some(5.0), ..good.clone() }, Code::DocumentOverexposed),
        (PaperCapture { colour: 2.0, ..good.clone() }, Code::DocumentGrayscaleCopy),
        (PaperCapture { moire_db: 40.0, ..good.clone() }, Code::DocumentScreenRecapture),
        (PaperCapture { cut_lines: vec![Vec::new()], ..good.clone() }, Code::DocumentCutOff),
    ] {
        let found = findings(&fields, &capture);
        assert_eq!(codes(&found), [code]);
        assert_eq!(found[0].severity, Severity::Error);
    }
    // Light that hides nothing is mentioned.
    let glare = PaperCapture { glare: vec![(Vec::new(), 0.02)], ..good };
    let found = findings(&fields, &glare);
    assert_eq!((codes(&found), found[0].severity), (vec![Code::DocumentGlare], Severity::Warning));
}

/// A card of 2023, its labels before their values.
fn foreign_card(number: &str, birth: &str) -> Vec<TextLine> {
    let rows = [
        ("姓名/Name", "SMITH, JOHN PAUL"),
        ("性别/Sex", "男/M"),
        ("出生日期/Date of Birth", birth),
        ("国籍/Nationality", "加拿大/CAN"),
        ("有效期限/Period of Validity", "2024.02.01-2034.02.01"),
        ("签发机关/Issuing Authority", "国家移民管理局"),
        ("证件号码/ID NO.", number),
    ];
    let mut all = vec![line("外国人永久居留身份证", 30.0, 12.0, 7.0, 7.0)];
    for (i, (label, value)) in rows.into_iter().enumerate() {
        let y = 40.0 + 14.0 * i as f32;
        all.push(line(label, 15.0, y, 4.5, 4.5));
        all.push(line(value, 95.0, y, 5.0, 5.0));
    }
    all
}

#[test]
fn a_foreign_residents_card_is_read_by_its_labels_in_both_editions() {
    let first = "91100019900105001";
    let number = (0..10)
        .map(|d| format!("{first}{d}"))
        .find(|n| heyan_rules::document::id_number::check_digit(n) == n.chars().last());
    let number = number.unwrap_or_else(|| format!("{first}X"));
    for number in ["CAN110012345678".to_owned(), number] {
        let lines = foreign_card(&number, "1990.01.05");
        assert_eq!(paper::tell(&lines).map(|(kind, _)| kind), Some(DocumentKind::ForeignPermanentResidentFront));
        let fields = parse(DocumentKind::ForeignPermanentResidentFront, &lines);
        assert_eq!(
            values(&fields),
            [
                ("name", "SMITH, JOHN PAUL"),
                ("sex", "男"),
                ("birth_date", "1990-01-05"),
                ("nationality", "CAN"),
                ("id_number", number.as_str()),
                ("valid_from", "2024-02-01"),
                ("valid_until", "2034-02-01"),
                ("issuing_authority", "国家移民管理局"),
            ]
        );
        assert!(findings(&fields, &good_capture()).is_empty(), "{:?}", codes(&findings(&fields, &good_capture())));
    }
    let wrong = foreign_card("911000199001050019", "1990.01.06");
    let found = codes(&findings(&parse(DocumentKind::ForeignPermanentResidentFront, &wrong), &good_capture()));
    assert!(found.contains(&Code::DocumentBirthMismatch), "{found:?}");
}

#[test]
fn a_narrow_space_that_was_read_parts_a_name_though_its_letters_do_not_stand_apart() {
    let mut lines = foreign_card("CAN110012345678", "1990.01.05");
    let name = lines.iter_mut().find(|line| line.glyphs.iter().any(|g| g.ch == 'J')).unwrap();
    let at = name.glyphs.iter().position(|g| g.ch == 'H').unwrap();
    let space = Glyph { ch: ' ', x_mm: name.glyphs[at].x_mm - 0.5, ..name.glyphs[at].clone() };
    name.glyphs.insert(at, space);
    let fields = parse(DocumentKind::ForeignPermanentResidentFront, &lines);
    // The first H ends the surname.
    assert_eq!(fields.expose(FieldKey::Name), Some("SMIT H, JOHN PAUL"));
}

#[test]
fn a_letter_tells_its_title_its_signer_and_its_day() {
    let lines = [
        line("网站备案信息真实性承诺书", 50.0, 34.0, 7.0, 7.0),
        plain("本人承诺所提交的备案信息全部真实、准确、有效。", 25.0, 56.0),
        plain("如有虚假，愿意承担相应的法律责任。", 25.0, 66.0),
        plain("承诺人（签字）：王小明", 90.0, 110.0),
        plain("日期：2026年11月3日", 90.0, 125.0),
    ];
    assert_eq!(paper::tell(&lines).map(|(kind, _)| kind), Some(DocumentKind::SignedLetter));
    let fields = parse(DocumentKind::SignedLetter, &lines);
    assert_eq!(
        values(&fields),
        [("title", "网站备案信息真实性承诺书"), ("signer", "王小明"), ("signed_on", "2026-11-03")]
    );
}
