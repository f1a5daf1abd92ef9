//! Names of sites, apps and mini programs, as a reviewer judges them.

use serde::{Deserialize, Serialize};

use super::data::{NAMES, NameList, Subject, Where};
use super::fold::{Folded, narrow};
use super::places::{self, Place, Sure};
use crate::filing::names::is_domain;
use crate::finding::{Cause, Code, Finding, Severity};
use crate::verdict::Verdict;

/// Fewest characters of a site's name: letters, digits and Chinese characters count, signs do not (Huawei: 三个字以上).
const MIN_CHARACTERS: usize = 3;
/// Fewest of an app's: that three are asked is said of sites only, and one character tells nobody apart.
const MIN_APP_CHARACTERS: usize = 2;
/// Most characters that a provider's form takes.
const MAX_CHARACTERS: usize = 30;
/// Provinces whose list of words is known as far as its page goes.
const LISTED: [&str; 1] = ["henan"];

/// What is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// 网站.
    #[default]
    Site,
    /// APP.
    App,
    /// 小程序.
    MiniProgram,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Site, Self::App, Self::MiniProgram];

    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::App => "app",
            Self::MiniProgram => "mini_program",
        }
    }
}

/// A name, and what is to be known of who files it.
#[derive(Debug, Clone, Copy)]
pub struct NameAsked<'a> {
    /// The name.
    pub name: &'a str,
    /// What it is for.
    pub service: Service,
    /// Who files.
    pub subject: Subject,
    /// Whether the unit is a national one.
    pub national: bool,
    /// Where it is filed.
    pub province: Option<Place>,
    /// The domain it is for.
    pub domain: Option<&'a str>,
    /// The unit's own name.
    pub unit_name: Option<&'a str>,
    /// Whether the approval that a word needs is there.
    pub approved: bool,
    /// Lists of a profile, beside the built-in ones.
    pub more: &'a [NameList],
}

impl<'a> NameAsked<'a> {
    /// A person's site of that name.
    pub fn of(name: &'a str) -> Self {
        Self {
            name,
            service: Service::Site,
            subject: Subject::Individual,
            national: false,
            province: None,
            domain: None,
            unit_name: None,
            approved: false,
            more: &[],
        }
    }
}

/// What a reviewer would say of the name, gravest first.
pub fn judge(asked: &NameAsked<'_>) -> Vec<Finding> {
    let folded = Folded::of(asked.name);
    let mut findings = Vec::new();
    form(asked, &folded, &mut findings);
    words(asked, &folded, &mut findings);
    place(asked, &folded, &mut findings);
    unit(asked, &folded, &mut findings);
    let listed = asked.province.is_some_and(|place| LISTED.contains(&place.as_str()));
    if !listed {
        findings.push(Finding::new(Code::FilingProvinceListUnknown, Severity::Info).because(ruled("province")));
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

/// The verdict over findings of the guide: every one is cured by another name, another icon, another answer.
pub fn verdict(findings: &[Finding]) -> Verdict {
    Verdict::of(findings)
}

/// The rule of `key` as the cause of a finding.
fn ruled(key: &str) -> Cause {
    let line = NAMES.rule.get(key).cloned().unwrap_or_default();
    Cause { rule: key.to_owned(), source: line.source, date: line.date, ..Cause::default() }
}

/// Length, kind of characters, signs.
fn form(asked: &NameAsked<'_>, folded: &Folded, findings: &mut Vec<Finding>) {
    let count = folded.chars().len();
    let least = if asked.service == Service::Site { MIN_CHARACTERS } else { MIN_APP_CHARACTERS };
    if count < least {
        let finding = Finding::error(Code::FilingSiteNameShort).figure("characters", count as f64);
        findings.push(finding.figure("min_characters", least as f64).because(ruled("short")));
    }
    if count > MAX_CHARACTERS {
        let finding = Finding::warning(Code::FilingSiteNameLong).figure("characters", count as f64);
        findings.push(finding.figure("max_characters", MAX_CHARACTERS as f64).because(ruled("long")));
    }
    let written: Vec<char> = asked.name.chars().collect();
    let all = |mut cause: Cause| {
        (cause.from, cause.to) = (Some(0), Some(written.len()));
        cause
    };
    if is_the_domain(asked) {
        findings.push(Finding::error(Code::FilingSiteNameDomain).because(all(ruled("domain"))));
        return;
    }
    let digits = count > 0 && folded.chars().iter().all(|c| c.is_numeric());
    let plain = count > 0 && folded.chars().iter().all(char::is_ascii_alphanumeric);
    // That letters alone are refused is said of sites.
    if digits || (plain && asked.service == Service::Site) {
        findings.push(Finding::error(Code::FilingSiteNamePlain).because(all(ruled("plain"))));
    }
    let allowed = |c: char| {
        c.is_alphanumeric() || matches!(c, '（' | '）' | '(' | ')' | '·' | '-' | '－' | '—' | ' ' | '\u{3000}')
    };
    let sign = written.iter().enumerate().find(|(_, c)| !allowed(**c));
    if let Some((at, c)) = sign {
        let rule = if asked.service == Service::Site { "sign" } else { "emoji" };
        let mut cause = ruled(rule);
        cause.word = (!c.is_control()).then(|| c.to_string());
        (cause.from, cause.to) = (Some(at), Some(at + 1));
        findings.push(Finding::error(Code::FilingSiteNameSign).because(cause));
    }
}

/// Whether the name is the domain, or an address.
fn is_the_domain(asked: &NameAsked<'_>) -> bool {
    let plain: String = asked.name.trim().chars().map(narrow).flat_map(char::to_lowercase).collect();
    let bare = |text: &str| {
        let text = text.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
        text.trim_start_matches("www.").to_owned()
    };
    let name = bare(&plain);
    let own = asked.domain.is_some_and(|domain| bare(&domain.trim().to_lowercase()) == name);
    // Beside the domain given, whatever ends as addresses do.
    let ends = ["中国", "公司", "网络", "网址", "在线", "公益"];
    let last = name.rsplit('.').next().unwrap_or_default();
    let suffixed = ends.contains(&last) || (last.len() >= 2 && last.bytes().all(|b| b.is_ascii_lowercase()));
    own || (is_domain(&name) && suffixed)
}

struct Hit {
    finding: Finding,
    from: usize,
    to: usize,
}

fn words(asked: &NameAsked<'_>, folded: &Folded, findings: &mut Vec<Finding>) {
    let lists = asked.more.iter().chain(&NAMES.list).filter(|list| concerns(list, asked));
    let mut hits: Vec<Hit> = lists.flat_map(|list| hits(list, asked, folded)).collect();
    // What a province's own list says goes before what is said everywhere.
    hits.sort_by_key(|hit| {
        let own = hit.finding.code == Code::FilingSiteNameProvince;
        (std::cmp::Reverse(hit.finding.severity), std::cmp::Reverse(hit.to - hit.from), !own)
    });
    let mut told: Vec<(usize, usize)> = Vec::new();
    for hit in hits {
        if !told.iter().any(|(from, to)| *from <= hit.from && hit.to <= *to) {
            told.push((hit.from, hit.to));
            findings.push(hit.finding);
        }
    }
}

fn concerns(list: &NameList, asked: &NameAsked<'_>) -> bool {
    let province = asked.province.map(Place::as_str);
    (list.subjects.is_empty() || list.subjects.contains(&asked.subject))
        && (list.services.is_empty() || list.services.contains(&asked.service))
        && (list.provinces.is_empty() || province.is_some_and(|own| list.provinces.iter().any(|p| p == own)))
        && (list.national || !asked.national)
}

fn hits(list: &NameList, asked: &NameAsked<'_>, folded: &Folded) -> Vec<Hit> {
    let except: Vec<(usize, usize)> = list
        .except
        .iter()
        .map(|phrase| Folded::of(phrase))
        .flat_map(|phrase| folded.find(&phrase).into_iter().map(move |at| (at, at + phrase.chars().len())))
        .collect();
    let mut found = Vec::new();
    for word in &list.words {
        let wanted = Folded::of(word);
        let count = wanted.chars().len();
        for from in folded.find(&wanted) {
            let to = from + count;
            let stands = match list.at {
                Where::Any => true,
                Where::Start => from == 0,
                Where::Whole => from == 0 && to == folded.chars().len(),
            };
            if !stands || except.iter().any(|(begin, end)| *begin < to && from < *end) {
                continue;
            }
            let written = folded.written(from, count);
            let approval = list.approval.as_deref();
            // Persons are not given approvals of trades (Tencent: 个人无法办理前置审批文件).
            let approved = approval.is_some() && asked.approved && asked.subject == Subject::Unit;
            let severity = if approved { Severity::Info } else { list.severity.into() };
            let cause = Cause {
                word: Some(word.clone()),
                from: written.map(|(from, _)| from),
                to: written.map(|(_, to)| to),
                rule: list.id.clone(),
                source: list.source.clone(),
                date: list.date.clone(),
                authority: approval.and_then(|kind| NAMES.approval.get(kind)).map(|line| line.authority.clone()),
                partial: !list.complete,
            };
            found.push(Hit { finding: Finding::new(list.code, severity).because(cause), from, to });
        }
    }
    found
}

/// Names of places, which persons must not use.
fn place(asked: &NameAsked<'_>, folded: &Folded, findings: &mut Vec<Finding>) {
    if asked.subject != Subject::Individual {
        return;
    }
    let Some((from, count, sure)) = places::find(folded) else { return };
    let mut cause = ruled("place");
    cause.word = folded.chars().get(from..from + count).map(|chars| chars.iter().collect());
    let written = folded.written(from, count);
    (cause.from, cause.to) = (written.map(|(from, _)| from), written.map(|(_, to)| to));
    let severity = if sure == Sure::Named { Severity::Error } else { Severity::Warning };
    findings.push(Finding::new(Code::FilingSiteNamePlace, severity).because(cause));
}

/// A unit's name must be known in the name, or it must show that the name is its own.
fn unit(asked: &NameAsked<'_>, folded: &Folded, findings: &mut Vec<Finding>) {
    let Some(unit) = asked.unit_name.filter(|_| asked.subject == Subject::Unit) else { return };
    let unit = Folded::of(unit);
    let shared = |count: usize| {
        unit.chars().windows(count).any(|window| {
            let text: String = window.iter().collect();
            // What every firm has in its name is no firm's own.
            let common =
                ["有限", "公司", "限公", "科技", "技术", "网络", "责任", "集团", "股份", "文化", "传媒", "贸易"];
            !common.contains(&text.as_str()) && folded.chars().windows(count).any(|own| own == window)
        })
    };
    if !unit.chars().is_empty() && !shared(2) {
        findings.push(Finding::warning(Code::FilingSiteNameUnit).because(ruled("unit")));
    }
}
