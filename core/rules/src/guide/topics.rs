//! Help by topic, and which topics explain a finding or an order.

use pinyin::ToPinyin;

use super::data::{TOPICS, TopicLine};
use super::fold::Folded;
use crate::filing::Order;
use crate::finding::Finding;
use crate::words::{Lang, Words};

/// A topic of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Topic {
    /// The name others rely on.
    pub id: &'static str,
    /// Where it is from.
    pub source: &'static str,
    /// When that said so.
    pub date: &'static str,
}

impl Topic {
    fn of(line: &'static TopicLine) -> Self {
        Self { id: &line.id, source: &line.source, date: &line.date }
    }
}

/// All topics.
pub fn topics() -> Vec<Topic> {
    TOPICS.topic.iter().map(Topic::of).collect()
}

/// The topic of the name `word`: its own, another that it goes by, or the heading of a provider's page.
pub fn topic(word: &str) -> Option<Topic> {
    let id = word.trim().to_ascii_lowercase().replace('-', "_");
    let folded = Folded::of(word);
    let named = |line: &&TopicLine| {
        line.id == id || line.aliases.contains(&id) || line.names.iter().any(|name| Folded::of(name) == folded)
    };
    TOPICS.topic.iter().find(named).map(Topic::of)
}

/// The topics that explain `findings`, each once, in the order of the findings.
pub fn of_findings(findings: &[Finding]) -> Vec<&'static str> {
    let about =
        findings.iter().flat_map(|finding| TOPICS.topic.iter().filter(|line| line.codes.contains(&finding.code)));
    once(about)
}

/// The topics that explain how `order` stands and why it was refused; those of a refusal first.
pub fn of_order(order: &Order) -> Vec<&'static str> {
    let refused =
        order.reasons.iter().flat_map(|reason| TOPICS.topic.iter().filter(|line| line.reasons.contains(reason)));
    let standing = TOPICS.topic.iter().filter(|line| line.status.contains(&order.status));
    once(refused.chain(standing))
}

fn once(lines: impl Iterator<Item = &'static TopicLine>) -> Vec<&'static str> {
    let mut ids: Vec<&'static str> = Vec::new();
    for line in lines {
        if !ids.contains(&line.id.as_str()) {
            ids.push(&line.id);
        }
    }
    ids
}

/// The topics about `query`, best first: words of either language, Chinese, or pinyin without tones, whole or by its first letters.
pub fn search(query: &str) -> Vec<Topic> {
    let wanted: Vec<String> = query.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let both = [Words::new(Lang::Zh), Words::new(Lang::En)];
    // Two letters begin half of all words.
    let short = |word: &String| word.is_ascii() && word.len() < 3;
    if wanted.iter().any(short) {
        return Vec::new();
    }
    let mut found: Vec<(usize, Topic)> = Vec::new();
    for line in &TOPICS.topic {
        let said = both.map(|words| words.topic(&line.id));
        let heads: Vec<&str> =
            said.iter().map(|said| said.title.as_str()).chain(line.names.iter().map(String::as_str)).collect();
        let head = keys(heads.iter().copied().chain([line.id.as_str()]).chain(line.aliases.iter().map(String::as_str)));
        let body = said.each_ref().map(|said| plain(&said.text));
        let weight = |word: &String| {
            let holds = |keys: &[String]| keys.iter().any(|key| key.contains(word.as_str()));
            if holds(&head) { 10 } else { usize::from(holds(&body)) }
        };
        let weights: Vec<usize> = wanted.iter().map(weight).collect();
        if weights.iter().all(|weight| *weight > 0) {
            found.push((weights.iter().sum(), Topic::of(line)));
        }
    }
    found.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    found.into_iter().map(|(_, topic)| topic).collect()
}

/// Letters, digits and Chinese characters alone, simplified and in lower case.
fn plain(text: &str) -> String {
    Folded::of(text).chars().iter().collect()
}

/// What texts are found by: the characters, their pinyin, its first letters.
fn keys<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut keys = Vec::new();
    for text in texts {
        let text = plain(text);
        let spelled: String =
            text.chars().map(|c| c.to_pinyin().map_or_else(|| c.to_string(), |p| p.plain().to_owned())).collect();
        let initials: String = text
            .chars()
            .map(|c| c.to_pinyin().map_or_else(|| c.to_string(), |p| p.first_letter().to_owned()))
            .collect();
        keys.extend([text, spelled, initials]);
    }
    keys
}
