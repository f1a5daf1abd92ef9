//! What pages have in common.

use heyan::rules::words::Words;
use heyan::rules::{Severity, Verdict};
use heyan_app::ProblemSaid;
use heyan_app::advice::AdviceSaid;
use heyan_app::help::{HelpIntent, HelpState};
use heyan_app::said::FindingSaid;
use heyan_app::typed::TypedState;
use maud::{Markup, html};
use serde::Serialize;

use super::{AT, say};

/// How much a button asks to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// What comes next.
    Main,
    /// What else can be done.
    Quiet,
    /// What destroys something.
    Grave,
    /// A whole row.
    Row,
}

impl Weight {
    const fn class(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Quiet => "quiet",
            Self::Grave => "grave",
            Self::Row => "row",
        }
    }
}

/// A form that brings `inside` to the screen.
pub fn form(inside: &Markup) -> Markup {
    html! {
        form method="post" action="/send" autocomplete="off" {
            input type="hidden" name="at" value=(AT);
            (inside)
        }
    }
}

/// The same, sent also while the person types in it: what it says of that follows.
pub fn live_form(inside: &Markup) -> Markup {
    html! {
        form method="post" action="/send" autocomplete="off" data-live {
            input type="hidden" name="at" value=(AT);
            (inside)
        }
    }
}

/// A button inside a form.
pub fn press(intent: &impl Serialize, inside: &Markup, weight: Weight) -> Markup {
    let intent = serde_json::to_string(intent).unwrap_or_default();
    html! { button type="submit" name="intent" value=(intent) class=(weight.class()) { (inside) } }
}

/// A button that is a form of its own.
pub fn act(intent: &impl Serialize, label: &str, weight: Weight) -> Markup {
    form(&press(intent, &html! { (label) }, weight))
}

/// What is the matter, if something is.
pub fn problem(problem: Option<&ProblemSaid>) -> Markup {
    html! {
        @if let Some(problem) = problem {
            div.box.bad role="alert" data-problem=(problem.code) {
                p.what { (problem.what) }
                @if !problem.advice.is_empty() { p { (problem.advice) } }
            }
        }
    }
}

/// Something is being done.
pub fn busy(text: &str) -> Markup {
    html! { p.busy role="status" { span.turning aria-hidden="true" {} (text) } }
}

const fn class_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "bad",
        Severity::Warning => "warn",
        Severity::Info => "info",
    }
}

/// What there is to say.
pub fn findings(findings: &[FindingSaid], words: &Words) -> Markup {
    html! {
        @if !findings.is_empty() {
            ul.findings {
                @for (index, finding) in findings.iter().enumerate() {
                    @let class = class_of(finding.severity);
                    li.box.(class) data-code=(finding.code) data-finding=(index) {
                        p.what { span.weight { (words.severity(finding.severity)) } " " (finding.message) }
                        @if !finding.advice.is_empty() { p { (finding.advice) } }
                    }
                }
            }
        }
    }
}

/// What the guide says, with whose rule each is.
pub fn advice(said: &[AdviceSaid], words: &Words) -> Markup {
    html! {
        @if !said.is_empty() {
            ul.findings {
                @for one in said {
                    @let class = class_of(one.severity);
                    li.box.(class) data-code=(one.code) {
                        p.what { span.weight { (words.severity(one.severity)) } " " (one.message) }
                        @if !one.advice.is_empty() { p { (one.advice) } }
                        @if !one.source.is_empty() { p.hint { (words.web("said-by", &[("source", &one.source)])) } }
                    }
                }
            }
        }
    }
}

/// The topics that explain what a screen shows, a search over all, and the one that is open. `wrap` makes an intent of the screen.
pub fn help<I: Serialize>(state: &HelpState, wrap: impl Fn(HelpIntent) -> I, words: &Words) -> Markup {
    let open = |topic: &heyan_app::said::Named| {
        act(&wrap(HelpIntent::Open { topic: topic.key.clone() }), &topic.name, Weight::Quiet)
    };
    html! {
        section.help {
            h2 { (say(words, "help")) }
            @if let Some(topic) = &state.open {
                article.card data-topic=(topic.key) {
                    h3 { (topic.title) }
                    ul { @for line in &topic.lines { li { (line) } } }
                    p.hint { (words.web("said-by", &[("source", &topic.source)])) }
                    div.buttons { (act(&wrap(HelpIntent::Close), &say(words, "help-close"), Weight::Quiet)) }
                }
            }
            div.buttons { @for topic in &state.topics { (open(topic)) } }
            (live_form(&field(SEARCH, &say(words, "help-search"), &state.query, "")))
            @if !state.found.is_empty() { div.buttons { @for topic in &state.found { (open(topic)) } } }
        }
    }
}

/// The field of a search over topics.
pub const SEARCH: &str = "help.search";

/// The verdict.
pub fn verdict(verdict: Verdict, words: &Words) -> Markup {
    let class = match verdict {
        Verdict::Accept => "good",
        Verdict::Retry => "warn",
        Verdict::Reject => "bad",
    };
    html! { p.verdict.(class) data-verdict=(verdict.as_str()) { (words.verdict(verdict)) } }
}

/// One field to type in.
pub fn field(name: &str, label: &str, value: &str, hint: &str) -> Markup {
    html! {
        label.field {
            span { (label) }
            input type="text" name=(name) value=(value) spellcheck="false" autocapitalize="off" maxlength="120";
            @if !hint.is_empty() { small { (hint) } }
        }
    }
}

/// The fields of what is typed of a person and of a site.
pub fn typed_fields(name: &str, id_number: &str, site_name: &str, domain: &str, words: &Words) -> Markup {
    html! {
        fieldset {
            legend { (say(words, "holder")) }
            p.hint { (say(words, "holder-more")) }
            (field("typed.name", &say(words, "holder-name"), name, ""))
            (field("typed.id_number", &say(words, "holder-number"), id_number, ""))
        }
        fieldset {
            legend { (say(words, "site")) }
            p.hint { (say(words, "site-more")) }
            (field("typed.site_name", &say(words, "site-name"), site_name, ""))
            (field("typed.domain", &say(words, "domain"), domain, ""))
        }
    }
}

/// What was typed, to be put right, with what is pressed under it.
pub fn typing(state: &TypedState, buttons: &Markup, words: &Words) -> Markup {
    html! {
        (problem(state.problem.as_ref()))
        @if state.loaded && !state.correctable {
            p.box.warn { (say(words, "typed-late")) }
        }
        @if state.loaded {
            (form(&html! {
                (typed_fields(
                    state.name.expose(), state.id_number.expose(), state.site_name.expose(), state.domain.expose(), words,
                ))
                div.buttons { (buttons) }
            }))
        } @else if state.problem.is_none() {
            (busy(&say(words, "loading")))
        }
        (redo(&state.redo, words))
    }
}

/// Steps that are to be done again.
pub fn redo(steps: &[String], words: &Words) -> Markup {
    html! {
        @if !steps.is_empty() {
            div.box.warn {
                p.what { (say(words, "redo")) }
                ul { @for step in steps { li { (step) } } }
            }
        }
    }
}

/// Bytes as people say them.
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
