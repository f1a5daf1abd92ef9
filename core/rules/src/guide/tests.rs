//! The data is sound, and the rules say what the pages say.
#![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

use std::collections::BTreeSet;
use std::str::FromStr;

use jiff::civil::date;

use super::data::*;
use super::restrictions::{Answers, Circumstance, judge as judge_answers, questions};
use super::*;
use crate::filing::{Order, OrderKind, Profile, Status};
use crate::finding::{Code, Finding, Severity};
use crate::verdict::Verdict;
use crate::words::{Lang, Words};

fn sources() -> BTreeSet<String> {
    let file: toml::Table = toml::from_str(include_str!("../../profiles/sources.toml")).unwrap();
    file.keys().cloned().collect()
}

fn sound(known: &BTreeSet<String>, entry: &str, source: &str, date: &str) {
    let key = source.split([' ', ',']).next().unwrap();
    assert!(known.contains(key), "{entry}: `{key}` is no source");
    let parts: Vec<&str> = date.split('-').collect();
    let shaped = parts
        .iter()
        .zip([4, 2, 2])
        .all(|(part, digits)| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()));
    assert!(shaped && (1..=3).contains(&parts.len()), "{entry}: `{date}` is no date");
}

#[test]
fn every_entry_has_a_source_that_is_known_and_a_date() {
    let known = sources();
    let names: NamesFile = parsed(NAMES_TEXT).unwrap();
    for list in &names.list {
        sound(&known, &list.id, &list.source, &list.date);
        assert!(!list.words.is_empty(), "{}", list.id);
        let distinct: BTreeSet<_> = list.words.iter().collect();
        assert_eq!(distinct.len(), list.words.len(), "{}: a word twice", list.id);
        assert!(list.provinces.iter().all(|province| Place::from_str(province).is_ok()), "{}", list.id);
        if let Some(kind) = &list.approval {
            assert!(names.approval.contains_key(kind), "{kind}");
        }
        // What is known in part, or not for certain, says so.
        assert!(
            list.complete
                || list.severity == Severe::Warning
                || list.id == "shanghai-finance"
                || list.id.starts_with("app-")
        );
    }
    names.approval.iter().for_each(|(kind, line)| sound(&known, kind, &line.source, &line.date));
    names.rule.iter().for_each(|(rule, line)| sound(&known, rule, &line.source, &line.date));
    sound(&known, "places", &names.places.source, &names.places.date);
    for question in parsed::<RestrictionsFile>(RESTRICTIONS_TEXT).unwrap().question {
        for rule in &question.rule {
            sound(&known, &question.id, &rule.source, &rule.date);
            assert!(rule.provinces.iter().all(|province| Place::from_str(province).is_ok()), "{}", question.id);
            let numeric = matches!(rule.when, When::Below | When::Above | When::NotOneOf);
            assert_eq!(numeric, question.kind == AnswerKind::Number, "{}", question.id);
            assert_eq!(numeric, !rule.value.is_empty(), "{}", question.id);
        }
    }
    for topic in parsed::<TopicsFile>(TOPICS_TEXT).unwrap().topic {
        sound(&known, &topic.id, &topic.source, &topic.date);
    }
    for year in parsed::<HolidaysFile>(HOLIDAYS_TEXT).unwrap().year {
        sound(&known, "holidays", &year.source, &year.date);
        assert!(year.free.iter().chain(&year.worked).all(|day| day.year() == year.year));
    }
    let orders: OrdersFile = parsed(ORDERS_TEXT).unwrap();
    assert_eq!(orders.status.len(), Status::ALL.len());
    orders.status.iter().for_each(|(status, line)| sound(&known, status.as_str(), &line.source, &line.date));
    orders.label.iter().for_each(|line| sound(&known, &line.provider, &line.source, &line.date));
    orders.reply.iter().for_each(|line| sound(&known, &line.provider, &line.source, &line.date));
    orders.deadline.iter().for_each(|line| sound(&known, &line.id, &line.source, &line.date));
}

#[test]
fn an_entry_without_a_source_or_a_date_is_refused() {
    let list = |rest: &str| {
        let text = format!(
            "[[list]]\nid = \"a\"\ncode = \"filing.site_name_word\"\nwords = [\"a\"]\nseverity = \"error\"\n{rest}"
        );
        parsed::<NamesFile>(&format!(
            "{text}\n[approval]\n[rule]\n[places]\nwords = []\nsource = \"OURS\"\ndate = \"2026\"\n"
        ))
    };
    assert!(list("source = \"SEED\"\ndate = \"2026\"").is_ok());
    assert!(list("date = \"2026\"").unwrap_err().contains("source"));
    assert!(list("source = \"SEED\"").unwrap_err().contains("date"));
    assert!(list("source = \"SEED\"\ndate = \"2026\"\nother = 1").is_err());
    assert!(parsed::<TopicsFile>("[[topic]]\nid = \"a\"\nnames = []\ndate = \"2026\"").is_err());
    assert!(parsed::<HolidaysFile>("[[year]]\nyear = 2026\nfree = []\nworked = []\ndate = \"2026\"").is_err());
    let rule =
        "[[question]]\nid = \"a\"\nkind = \"yes_no\"\n[[question.rule]]\ncode = \"filing.subdomain\"\nwhen = \"yes\"\n";
    assert!(parsed::<RestrictionsFile>(&format!("{rule}severity = \"error\"\ndate = \"2026\"")).is_err());
}

fn asked(name: &str) -> NameAsked<'_> {
    NameAsked::of(name)
}

fn grave(asked: &NameAsked<'_>) -> Vec<Finding> {
    names::judge(asked).into_iter().filter(|finding| finding.severity == Severity::Error).collect()
}

#[test]
fn every_word_of_henan_is_found_where_it_stands() {
    let henan = Place::from_str("河南省").ok();
    let list = NAMES.list.iter().find(|list| list.id == "henan").unwrap();
    assert_eq!(list.words.len(), 34, "as many as the page has, 管理 counted once");
    for word in &list.words {
        let name = format!("青禾{word}小记");
        let found = grave(&NameAsked { province: henan, ..asked(&name) });
        let cause = found.first().unwrap_or_else(|| panic!("{word}")).cause.clone().unwrap();
        assert_eq!(
            (cause.word.as_deref(), cause.from, cause.to),
            (Some(word.as_str()), Some(2), Some(2 + word.chars().count()))
        );
        assert!(cause.source.contains("河南省"), "{word}: {}", cause.source);
        let unit = names::judge(&NameAsked { province: henan, subject: Subject::Unit, ..asked(&name) });
        assert!(unit.iter().all(|finding| finding.severity != Severity::Error), "{word}");
        assert!(unit.iter().any(|finding| finding.severity == Severity::Warning), "{word}");
    }
}

#[test]
fn other_spellings_are_the_same_word() {
    let henan = Place::from_str("henan").ok();
    for (name, from, to) in
        [("青禾設計小记", 2, 4), ("青禾 设 计 小记", 3, 6), ("青禾設　計小记", 2, 5), ("青禾设\u{200b}计小记", 2, 5)]
    {
        let found = names::judge(&NameAsked { province: henan, ..asked(name) });
        let cause = found.iter().find_map(|f| f.cause.as_ref().filter(|cause| cause.word.as_deref() == Some("设计")));
        let cause = cause.unwrap_or_else(|| panic!("{name}"));
        assert_eq!((cause.from, cause.to), (Some(from), Some(to)), "{name}");
    }
    let shanghai =
        NameAsked {
            province: Place::from_str("上海").ok(), subject: Subject::Unit, ..asked("青禾Ｐ２Ｐ小记")
        };
    assert_eq!(grave(&shanghai)[0].code, Code::FilingSiteNameApproval);
    let domain = NameAsked { domain: Some("example.cn"), ..asked("ＥＸＡＭＰＬＥ．ＣＮ") };
    assert_eq!(grave(&domain)[0].code, Code::FilingSiteNameDomain);
}

#[test]
fn persons_and_units_are_judged_differently() {
    let code = |asked: NameAsked<'_>| grave(&asked).first().map(|finding| finding.code);
    assert_eq!(code(asked("杭州小吃笔记")), Some(Code::FilingSiteNamePlace));
    assert_eq!(code(NameAsked { subject: Subject::Unit, ..asked("杭州小吃笔记") }), None);
    assert_eq!(code(asked("青禾工作室")), Some(Code::FilingSiteNameTrade));
    assert_eq!(code(NameAsked { subject: Subject::Unit, ..asked("青禾工作室") }), None);
    assert_eq!(code(asked("个人大全笔记")), None, "no word of the state");
    assert_eq!(code(NameAsked { subject: Subject::Unit, ..asked("中国青禾") }), Some(Code::FilingSiteNameNational));
    assert_eq!(code(NameAsked { subject: Subject::Unit, national: true, ..asked("中国青禾") }), None);
    let news = NameAsked { subject: Subject::Unit, ..asked("青禾新闻") };
    assert_eq!(code(news), Some(Code::FilingSiteNameApproval));
    assert_eq!(code(NameAsked { approved: true, ..news }), None);
    assert_eq!(code(NameAsked { approved: true, ..asked("青禾新闻") }), Some(Code::FilingSiteNameApproval));
    let unit = |name, unit| {
        let asked = NameAsked { subject: Subject::Unit, unit_name: Some(unit), ..asked(name) };
        names::judge(&asked).iter().any(|finding| finding.code == Code::FilingSiteNameUnit)
    };
    assert!(!unit("青禾笔记", "杭州青禾科技有限公司"));
    assert!(unit("星辰科技", "杭州青禾科技有限公司"));
    let app = |name| grave(&NameAsked { service: Service::App, ..asked(name) }).first().map(|finding| finding.code);
    assert_eq!(app("天气"), Some(Code::FilingAppNameGeneral));
    assert_eq!(app("青禾免费记账"), Some(Code::FilingAppNameMarketing));
    assert_eq!(app("Qinghe"), None);
    assert_eq!(app("12345"), Some(Code::FilingSiteNamePlain));
    assert_eq!(app("青禾😀记账"), Some(Code::FilingSiteNameSign));
}

#[test]
fn a_province_without_a_list_is_said_and_accepts() {
    let findings = names::judge(&NameAsked { province: Place::from_str("浙江").ok(), ..asked("小河边的摄影") });
    assert_eq!(
        findings.iter().map(|f| (f.code, f.severity)).collect::<Vec<_>>(),
        [(Code::FilingProvinceListUnknown, Severity::Info)]
    );
    assert_eq!(Verdict::of(&findings), Verdict::Accept);
    assert!(Place::from_str("atlantis").unwrap_err().contains("henan"));
    assert_eq!(Place::from_str("新疆维吾尔自治区").unwrap().as_str(), "xinjiang");
}

#[test]
fn the_interview_finds_what_restricts_and_passes_what_does_not() {
    let profile = Profile::named("huawei", None).unwrap();
    let about = |subject, province: &str| Circumstance {
        service: Service::Site,
        subject,
        province: Place::from_str(province).ok(),
        profile: Some(&profile),
    };
    let good = [
        ("account_other_subject", "no"),
        ("order_open", "否"),
        ("server_mainland", "yes"),
        ("server_months", "3"),
        ("server_services", "4"),
        ("order_sites", "1"),
        ("services_filed", "0"),
        ("domain_owner_same", "yes"),
        ("domain_verified_days", "5"),
        ("domain_suffix_approved", "yes"),
        ("domain_months", "3"),
        ("domain_subdomain", "no"),
        ("province_of_certificate", "yes"),
        ("phone_shared", "no"),
        ("phone_is_emergency", "no"),
        ("phone_answered", "yes"),
        ("phone_of_province", "yes"),
        ("phone_prefix", "138"),
        ("age", "30"),
        ("id_months", "999"),
    ];
    let with = |changed: &[(&str, &str)]| {
        let mut answers = Answers::default();
        for (id, text) in good.iter().chain(changed) {
            answers.put(id, text).unwrap();
        }
        answers
    };
    let codes = |about, changed: &[(&str, &str)]| {
        judge_answers(&about, &with(changed)).iter().map(|f| (f.code, f.severity)).collect::<Vec<_>>()
    };
    let person = about(Subject::Individual, "zhejiang");
    assert_eq!(questions(Service::Site, Subject::Individual).len(), good.len());
    assert_eq!(codes(person, &[]), []);
    for (id, bad, code) in [
        ("account_other_subject", "yes", Code::FilingAccountSubject),
        ("order_open", "yes", Code::FilingOrderOpen),
        ("server_mainland", "no", Code::FilingServerAbroad),
        ("server_months", "2", Code::FilingServerTerm),
        ("server_services", "5", Code::FilingServerServices),
        ("order_sites", "2", Code::FilingOrderSites),
        ("services_filed", "5", Code::FilingServicesMany),
        ("domain_owner_same", "no", Code::FilingDomainOwner),
        ("domain_verified_days", "2", Code::FilingDomainUnverified),
        ("domain_suffix_approved", "no", Code::FilingDomainSuffix),
        ("domain_months", "2", Code::FilingDomainExpiring),
        ("domain_subdomain", "yes", Code::FilingSubdomain),
        ("phone_shared", "yes", Code::FilingPhoneShared),
        ("phone_is_emergency", "yes", Code::FilingPhoneEmergency),
        ("phone_answered", "no", Code::FilingPhoneUnanswered),
        ("age", "15", Code::FilingUnderAge),
        ("id_months", "2", Code::FilingValidityShort),
        ("age", "", Code::FilingUnanswered),
    ] {
        assert_eq!(codes(person, &[(id, bad)]), [(code, Severity::Error)], "{id}");
    }
    let warned = |id, bad| codes(person, &[(id, bad)]).first().map(|(_, severity)| *severity);
    for (id, bad) in
        [("domain_verified_days", "4"), ("phone_prefix", "110"), ("province_of_certificate", "no"), ("age", "17")]
    {
        assert_eq!(warned(id, bad), Some(Severity::Warning), "{id}");
    }
    let hunan = about(Subject::Unit, "湖南");
    assert!(
        codes(hunan, &[("order_sites", "2"), ("person_elsewhere", "no")])
            .contains(&(Code::FilingOrderSites, Severity::Error))
    );
    let mut answers = Answers::default();
    assert_eq!(answers.put("nothing", "yes"), Err(None));
    assert_eq!(answers.put("age", "old"), Err(Some(AnswerKind::Number)));
    assert_eq!(answers.put("order_open", "perhaps"), Err(Some(AnswerKind::YesNo)));
}

#[test]
fn working_days_know_the_holidays_and_say_which_years_they_do_not() {
    // The Friday before the Spring Festival of 2026; the Saturday after it is worked, and the 28th.
    assert_eq!(Calendar.after(date(2026, 2, 13), 1), (date(2026, 2, 14), vec![]));
    assert_eq!(Calendar.after(date(2026, 2, 14), 1), (date(2026, 2, 24), vec![]));
    assert_eq!(Calendar.after(date(2026, 2, 27), 1), (date(2026, 2, 28), vec![]));
    let late = Calendar.expect(date(2026, 12, 28), 1, 20);
    assert_eq!((late.from, late.unknown_years), (date(2026, 12, 29), vec![2027]));
    assert!(
        !Words::new(Lang::En).unknown_years(&[2027]).is_empty() && Words::new(Lang::Zh).unknown_years(&[]).is_empty()
    );
    let mut order = Order::new(OrderKind::Filing, date(2026, 9, 30));
    assert_eq!(order.expectation(), None);
    order.status = Status::AwaitingReview;
    let expected = order.expectation().unwrap();
    assert_eq!((expected.from, expected.until), (date(2026, 10, 8), date(2026, 10, 9)));
}

#[test]
fn providers_words_lead_to_a_status_and_codes_to_a_reason() {
    assert_eq!(label(Some("huawei"), "待管局审核"), Some(Status::AwaitingAuthority));
    assert_eq!(label(Some("wechat"), "5"), Some(Status::AuthorityRejected));
    assert_eq!(label(None, "等待提交管局审核"), Some(Status::AwaitingSubmission));
    assert_eq!(label(Some("tencent"), "5"), None);
    assert_eq!(label(None, "nothing"), None);
    assert_eq!(reply(Some("wechat"), "86328"), Some(crate::filing::order::Reason::CertificatePicture));
    assert_eq!(reply(Some("huawei"), "1000"), None);
    for status in Status::ALL {
        let (who, ..) = who(status).unwrap();
        assert_eq!(who == Who::Person, status.waits_for_person(), "{status:?}");
        assert!(!labels(status).is_empty());
    }
}

#[test]
fn what_runs_out_is_told_before_it_does() {
    let now: jiff::Timestamp = "2026-11-10T02:00:00Z".parse().unwrap();
    let mut order = Order::new(OrderKind::Filing, date(2026, 11, 9));
    assert_eq!(reminders(&order, now), []);
    order.status = Status::AwaitingSubmission;
    order.sms_sent("2026-11-09T06:00:00Z".parse().unwrap()).unwrap();
    let due = reminders(&order, now);
    assert_eq!((due[0].id, due[0].now), ("sms_code", true), "four hours are left");
    assert_eq!(reminders(&order, "2026-11-10T06:00:01Z".parse().unwrap()), []);
    order.status = Status::Filed;
    let ids: Vec<_> = reminders(&order, now).into_iter().map(|due| (due.id, due.now)).collect();
    assert_eq!(ids, [("correct_data", false), ("police", false)]);
}

#[test]
fn every_topic_has_words_and_is_found_by_them_and_by_pinyin() {
    for lang in [Lang::Zh, Lang::En] {
        let words = Words::new(lang);
        for topic in topics() {
            let said = words.topic(topic.id);
            assert!(!said.title.is_empty() && said.text.lines().count() >= 2, "{} {lang:?}", topic.id);
        }
        for question in questions(Service::App, Subject::Unit).iter().chain(&questions(Service::Site, Subject::Unit)) {
            assert!(words.question(question.id).chars().count() > 3, "{}", question.id);
        }
        assert!(Who::ALL.iter().all(|who| !words.who(*who).is_empty()));
        for line in &ORDERS.deadline {
            assert!(!words.due(&line.id).message.is_empty() && !words.due(&line.id).advice.is_empty());
        }
        for line in NAMES.approval.values() {
            let finding = names::judge(&NameAsked { subject: Subject::Unit, ..asked("青禾新闻") });
            assert!(words.finding(&finding[0]).message.contains("新闻"), "{}", line.authority);
        }
    }
    let first = |query: &str| search(query).first().map(|topic| topic.id);
    for (query, id) in [
        ("认领", "claim"),
        ("renling", "claim"),
        ("rlba", "claim"),
        ("claim", "claim"),
        ("域名不存在", "domain_not_exist"),
        ("yumingbucunzai", "domain_not_exist"),
        ("證書", "certificate"),
        ("zhengshu", "certificate"),
        ("视频核验", "video_check"),
        ("hotline", "contact"),
        ("图标", "icon"),
    ] {
        assert_eq!(first(query), Some(id), "{query}");
    }
    assert_eq!(search("xyzzy"), []);
    assert_eq!(search(" "), []);
    assert_eq!(topic("DOMAIN-NOT-EXIST").map(|topic| topic.id), Some("domain_not_exist"));
    assert_eq!(topic("备案证书在哪里获取").map(|topic| topic.id), Some("certificate"));
    assert_eq!(topic("nothing"), None);
    let mut ids: Vec<&str> = TOPICS
        .topic
        .iter()
        .flat_map(|t| [t.id.as_str()].into_iter().chain(t.aliases.iter().map(String::as_str)))
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "a name leads to one topic");
}

#[test]
fn topics_stand_at_every_status_and_at_every_finding_of_the_guide() {
    for status in Status::ALL {
        let order = Order { status, ..Order::new(OrderKind::Filing, date(2026, 11, 9)) };
        assert!(!of_order(&order).is_empty(), "{status:?}");
    }
    let mut order = Order::new(OrderKind::Filing, date(2026, 11, 9));
    order.reasons = vec![crate::filing::order::Reason::VideoMeeting];
    assert_eq!(of_order(&order).first(), Some(&"video_check"));
    for list in &NAMES.list {
        assert!(!of_findings(&[Finding::error(list.code)]).is_empty(), "{:?}", list.code);
    }
    for rule in RESTRICTIONS.question.iter().flat_map(|question| &question.rule) {
        assert!(!of_findings(&[Finding::error(rule.code)]).is_empty(), "{:?}", rule.code);
    }
}
