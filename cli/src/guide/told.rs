//! The guide as text, and the statuses as JSON.

use heyan::rules::filing::Order;
use heyan::rules::guide::{self, Topic};
use heyan::rules::words::Words;
use heyan::rules::{Code, Finding, Verdict, words::Lang};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::Answer;
use crate::labels::guide as own;
use crate::terminal::{padded, printable, wrapped};
use crate::text::{self, COLUMNS};

/// Columns of a topic's name in a list.
const NAME_COLUMNS: usize = 30;

/// The whole answer. Ends without a line end.
pub(super) fn answer(answer: &Answer, judged: bool, lang: Lang, colour: bool) -> String {
    let words = Words::new(lang);
    let mut lines: Vec<String> = answer.text.iter().map(|line| printable(line)).collect();
    if judged {
        lines.push(format!("  {}", text::guide_verdict(Verdict::of(&answer.findings), lang, colour)));
        let (open, told): (Vec<Finding>, Vec<Finding>) =
            answer.findings.iter().cloned().partition(|finding| finding.code == Code::FilingUnanswered);
        lines.extend(text::list(&told, lang, colour));
        if !open.is_empty() {
            lines.push(format!("  {}", own::open_questions(lang)));
        }
        for cause in open.iter().filter_map(|finding| finding.cause.as_ref()) {
            lines.push(format!("    {}{}", padded(&cause.rule, NAME_COLUMNS), words.question(&cause.rule)));
        }
        let mut sources: Vec<String> = Vec::new();
        for cause in answer.findings.iter().filter_map(|finding| finding.cause.as_ref()) {
            let source = own::source(&cause.source, &cause.date);
            if !cause.source.is_empty() && !sources.contains(&source) {
                sources.push(source);
            }
        }
        lines.extend(listed(own::sources(lang), &sources));
        let topics: Vec<String> =
            answer.topics().iter().map(|id| format!("heyan guide help {id}  ({})", words.topic(id).title)).collect();
        lines.extend(listed(own::more(lang), &topics));
    }
    lines.join("\n")
}

fn listed(head: &str, rows: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let label = if i == 0 { head.to_owned() } else { " ".repeat(head.width()) };
        let indent = head.width() + 3;
        for (j, part) in wrapped(&printable(row), COLUMNS.saturating_sub(indent)).into_iter().enumerate() {
            let first = if j == 0 { format!("  {label} ") } else { " ".repeat(indent) };
            lines.push(format!("{first}{part}"));
        }
    }
    lines
}

/// A topic in one line.
pub(super) fn heading(id: &str, words: &Words) -> String {
    format!("  {}  {}", padded(id, NAME_COLUMNS), words.topic(id).title)
}

/// A topic whole.
pub(super) fn topic(topic: Topic, words: &Words) -> Vec<String> {
    let said = words.topic(topic.id);
    let mut lines = vec![said.title];
    for line in said.text.lines() {
        let rows = wrapped(line, COLUMNS - 4).into_iter().enumerate();
        lines.extend(rows.map(|(i, row)| format!("  {} {row}", if i == 0 { "·" } else { " " })));
    }
    lines.extend(listed(own::sources(words.lang()), &[own::source(topic.source, topic.date)]));
    lines
}

/// A status, with what it means, who acts and how long it takes.
pub(super) fn status(order: &Order, dated: bool, whole: bool, words: &Words) -> Vec<String> {
    let lang = words.lang();
    let said = words.status(order.status);
    let who = guide::who(order.status).map(|(who, ..)| words.who(who)).unwrap_or_default();
    let days = order.status.expected().map(|days| own::days(days.least, days.most, lang));
    let head =
        [Some(said.name), Some(own::acts(&who, lang)), days].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let mut lines = vec![head];
    let mut add = |sign: &str, text: &str| {
        let rows = wrapped(text, COLUMNS - 4).into_iter().enumerate();
        lines.extend(rows.map(|(i, row)| format!("  {} {row}", if i == 0 { sign } else { " " })));
    };
    add(" ", &said.meaning);
    add("→", &said.next);
    if let Some(expected) = order.expectation().filter(|_| dated) {
        add("i", &own::expected(expected.from, expected.until, lang));
        let unknown = words.unknown_years(&expected.unknown_years);
        if !unknown.is_empty() {
            add("i", &unknown);
        }
    }
    for reason in &order.reasons {
        let said = words.reason(*reason);
        add("✗", &said.message);
        add("→", &said.advice);
        let steps: Vec<String> = reason.steps().iter().map(|step| words.step(*step)).collect();
        if !steps.is_empty() {
            add("↻", &own::redo(&steps, lang));
        }
    }
    if whole {
        let labels: Vec<String> = guide::labels(order.status)
            .into_iter()
            .map(|(provider, word, _)| format!("{} {word}", words.provider(provider)))
            .collect();
        add("=", &labels.join(if lang == Lang::Zh { "、" } else { ", " }));
        for id in guide::of_order(order) {
            lines.push(heading(id, words).replacen("  ", "  ? ", 1));
        }
    }
    lines
}

/// The same as an object.
pub(super) fn status_json(order: &Order, dated: bool, words: &Words) -> Value {
    let said = words.status(order.status);
    let mut object = serde_json::Map::new();
    object.insert("status".into(), json!(order.status.as_str()));
    object.insert("name".into(), json!(said.name));
    object.insert("meaning".into(), json!(said.meaning));
    object.insert("next".into(), json!(said.next));
    if let Some((who, source, date)) = guide::who(order.status) {
        object.insert("who".into(), json!(who.as_str()));
        object.insert("source".into(), json!(source));
        object.insert("date".into(), json!(date));
    }
    object.insert("working_days".into(), json!(order.status.expected().map(|days| [days.least, days.most])));
    if let Some(expected) = order.expectation().filter(|_| dated) {
        object.insert("since".into(), json!(order.since));
        object.insert("expected_between".into(), json!([expected.from, expected.until]));
        object.insert("holidays_unknown".into(), json!(expected.unknown_years));
    }
    let label =
        |(provider, word, source): (&str, &str, &str)| json!({ "provider": provider, "word": word, "source": source });
    object.insert("labels".into(), guide::labels(order.status).into_iter().map(label).collect());
    let reason = |reason: &heyan::rules::filing::order::Reason| {
        let said = words.reason(*reason);
        let redo: Vec<&str> = reason.steps().iter().map(|step| step.as_str()).collect();
        json!({ "reason": reason.as_str(), "message": said.message, "advice": said.advice, "redo": redo })
    };
    if !order.reasons.is_empty() {
        object.insert("reasons".into(), order.reasons.iter().map(reason).collect());
    }
    object.insert("topics".into(), json!(guide::of_order(order)));
    Value::Object(object)
}
