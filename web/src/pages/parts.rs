//! What pages have in common.

use heyan::rules::words::Words;
use heyan::rules::{Severity, Verdict};
use heyan_app::ProblemSaid;
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
