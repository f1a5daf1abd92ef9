//! What a reviewer would refuse of a letter, on lines written here.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is the report")]

use heyan_rules::Severity;
use heyan_rules::filing::Step;
use heyan_rules::geometry::Rect;
use heyan_rules::letter::{Ink, InkMark, LetterLimits, LetterLine, PageMeasured, blanks, judge};

const LETTER: [&str; 6] = [
    "网站备案信息真实性承诺书",
    "本人郑重承诺，所提交的备案信息真实、准确、有效。",
    "如有虚假，愿意接受注销备案等处理。",
    "以上内容本人已逐条阅读。",
    "承诺人签名：",
    "日期：",
];

/// Lines 40 px high, 60 apart, and how a good picture of them measures.
fn page(texts: &[&str]) -> PageMeasured {
    let line = |(row, text): (usize, &&str)| {
        let top = 60.0 + 60.0 * row as f32;
        let marks: Vec<InkMark> = text
            .chars()
            .enumerate()
            .map(|(i, ch)| InkMark { ch, confidence: 0.98, x_px: 80.0 + 30.0 * i as f32 })
            .collect();
        let right = 95.0 + 30.0 * marks.len() as f32;
        LetterLine { bounds_px: Rect::new(60.0, top, right, top + 40.0), height_px: 40.0, marks }
    };
    let lines: Vec<LetterLine> = texts.iter().enumerate().map(line).collect();
    let ink = blanks(&lines).iter().map(|_| Ink { columns_ratio: 0.4, height_ratio: 0.7 }).collect();
    PageMeasured {
        size_px: [1000, 1400],
        turned_deg: 0,
        line_height_px: Some(40.0),
        blur_ratio: Some(0.01),
        paper_lightness: 85.0,
        print_contrast: Some(60.0),
        lines,
        ink,
    }
}

fn errors(step: Step, page: PageMeasured) -> Vec<&'static str> {
    let findings = judge(step, &[page], None, &LetterLimits::default());
    findings.iter().filter(|f| f.severity == Severity::Error).map(|f| f.code.as_str()).collect()
}

#[test]
fn a_letter_as_asked_is_taken_and_another_is_not() {
    assert!(errors(Step::PromiseLetter, page(&LETTER)).is_empty());
    assert_eq!(errors(Step::ResponsibilityLetter, page(&LETTER)), ["paper.other"]);
    assert_eq!(errors(Step::DomainCertificate, page(&LETTER)), ["paper.other"]);
}

#[test]
fn an_identity_card_is_no_letter() {
    let front = ["姓名王小明", "性别男民族汉", "出生1991年2月3日", "住址北京市东城区", "公民身份号码"];
    let back = ["中华人民共和国", "居民身份证", "签发机关北京市公安局", "有效期限2020.01.01-2040.01.01"];
    for step in [Step::PromiseLetter, Step::DomainCertificate, Step::ResponsibilityLetter] {
        assert_eq!(errors(step, page(&front)), ["paper.other"], "{step:?}");
        assert_eq!(errors(step, page(&back)), ["paper.other"], "{step:?}");
    }
    // A letter without a title that names a number is only warned of.
    let mut lines = vec!["本人的公民身份号码如下所示"; 1];
    lines.extend(["以下各条本人均已阅读并同意。"; 14]);
    assert!(errors(Step::PromiseLetter, page(&lines)).is_empty());
}

#[test]
fn what_cannot_be_read_is_told_by_its_cause() {
    let with = |change: fn(&mut PageMeasured)| {
        let mut page = page(&LETTER);
        change(&mut page);
        errors(Step::PromiseLetter, page)
    };
    assert_eq!(with(|p| p.lines.clear()), ["paper.blank"]);
    assert_eq!(with(|p| p.lines.truncate(2)), ["paper.few_lines"]);
    assert_eq!(with(|p| p.blur_ratio = Some(0.09)), ["paper.blurred"]);
    assert_eq!(with(|p| p.line_height_px = Some(12.0)), ["paper.print_too_small"]);
    assert_eq!(with(|p| p.print_contrast = Some(8.0)), ["paper.faint"]);
    assert_eq!(with(|p| p.paper_lightness = 20.0), ["paper.underexposed"]);
    assert_eq!(
        with(|p| p.lines.iter_mut().flat_map(|l| &mut l.marks).for_each(|m| m.confidence = 0.3)),
        ["paper.illegible"]
    );
}
