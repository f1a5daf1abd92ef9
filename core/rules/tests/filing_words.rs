//! What a person reads of the filing.
#![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

use std::collections::BTreeSet;

use heyan_rules::filing::order::Reason;
use heyan_rules::filing::profile::Province;
use heyan_rules::filing::{Event, OrderError, Profile, Standing, Status, Step};
use heyan_rules::words::{Lang, Words};
use heyan_rules::{Code, Finding};

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

fn sound(text: &str, lang: Lang) -> bool {
    let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    !text.is_empty() && !text.contains(['{', '}', '$', '_', '\u{2068}']) && (lang == Lang::En || chinese)
}

#[test]
fn everything_of_a_filing_has_its_own_words_in_both_languages() {
    for lang in LANGS {
        let words = Words::new(lang);
        let distinct = |all: Vec<String>| {
            assert!(all.iter().all(|text| sound(text, lang)), "{lang:?} {all:?}");
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{all:?}");
        };
        distinct(Step::ALL.map(|step| words.step(step)).to_vec());
        distinct(
            [Standing::Missing, Standing::Done, Standing::Forced, Standing::Stale].map(|s| words.standing(s)).to_vec(),
        );
        distinct(Province::ALL.map(|p| words.province(p)).to_vec());
        distinct(Profile::names().iter().map(|name| words.provider(name)).collect());
        distinct(Event::ALL.map(|event| words.event(event)).to_vec());
        distinct(OrderError::ALL.map(|error| words.order_error(error)).to_vec());
        distinct(Status::ALL.map(|status| words.status(status).name).to_vec());
        distinct(Status::ALL.map(|status| words.status(status).meaning).to_vec());
        assert!(Status::ALL.iter().all(|status| sound(&words.status(*status).next, lang)));
        distinct(Reason::ALL.map(|reason| words.reason(reason).message).to_vec());
        distinct(Reason::ALL.map(|reason| words.reason(reason).advice).to_vec());
        for purpose in ["send_identity", "send_face", "compare_face"] {
            let (heading, text) = words.consent(purpose, "huawei");
            assert!(sound(&heading, lang) && sound(&text, lang));
            // What stays on the device names nobody who gets it.
            assert_eq!(text.contains(&words.provider("huawei")), purpose.starts_with("send_"));
        }
        assert!(sound(&words.withdrawn("huawei", 0), lang) && sound(&words.withdrawn("huawei", 2), lang));
    }
    // The names are those of the provider's own table.
    assert_eq!(Words::new(Lang::Zh).status(Status::ToAmend).name, "接入商审核为待修改");
    assert_eq!(
        Words::new(Lang::En).withdrawn("huawei", 1),
        "Huawei Cloud still holds what was sent: one file. Ask Huawei Cloud to delete it."
    );
}

#[test]
fn findings_are_said_with_their_figures() {
    let says = |finding: &Finding| LANGS.map(|lang| Words::new(lang).finding(finding).message);
    let error = Finding::error;
    let cases = [
        (
            error(Code::FilingNumberMismatch).figure("other_digits", 1.0),
            "证件号码与订单填写的有 1 位不同。",
            "The number on the card differs from the one in the order, in one place.",
        ),
        (
            error(Code::FilingValidityShort).figure("days_left", 45.0).figure("months_wanted", 3.0),
            "证件还有 45 天到期，要求至少还有 3 个月。",
            "The card is valid for 45 more days; at least 3 months are asked.",
        ),
        (
            error(Code::FilingFileTooLarge).figure("size_mib", 5.23).figure("max_size_mib", 4.0),
            "文件有 5.2 MB，最大 4 MB。",
            "The file has 5.2 MB; at most 4 MB are taken.",
        ),
        (
            error(Code::FilingFileCount).figure("files", 2.0).figure("min_files", 1.0).figure("max_files", 1.0),
            "给了 2 个文件，这一步需要 1 至 1 个。",
            "2 files were given; this step takes 1 to 1.",
        ),
        (
            Finding::warning(Code::FilingStepStale)
                .step(Step::Liveness)
                .figure("age_hours", 80.0)
                .figure("valid_hours", 72.0),
            "人脸动作检查完成已 80 小时，有效期只有 72 小时。",
            "Done 80 hours ago, and good for 72 only: face check.",
        ),
        (
            error(Code::FilingStepMissing).step(Step::IdBack),
            "还没有完成：证件国徽面。",
            "Still to do: emblem side of the card.",
        ),
        (
            error(Code::FilingNameMismatch).figure("rare_characters", 1.0),
            "证件上的姓名与订单填写的不一致，而且含有生僻字。",
            "The name on the card differs from the one in the order, and it has a rare character.",
        ),
    ];
    for (finding, zh, en) in cases {
        assert_eq!(says(&finding), [zh, en]);
    }
}
