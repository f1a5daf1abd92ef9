//! Parts that the sections of pictures and of recordings share.

use heyan::rules::liveness::ActionResult;
use heyan::rules::words::{Lang, Said, Words};
use heyan::rules::{Finding, Severity, Verdict};
use maud::{Markup, html};

use super::svg;
use crate::labels::{self, Label};

/// A finding, its words, and the letter of its mark in the drawing, if it has one.
pub type Told<'a> = (&'a Finding, Said, Option<String>);

/// `findings` in words, each with its mark of `letters`.
pub fn told(findings: &[Finding], letters: Vec<Option<String>>, lang: Lang) -> Vec<Told<'_>> {
    let words = Words::new(lang);
    findings.iter().zip(letters).map(|(finding, letter)| (finding, words.finding(finding), letter)).collect()
}

/// The class and name of a verdict.
pub fn tone(verdict: Verdict) -> &'static str {
    verdict.as_str()
}

/// What was seen, named.
pub fn seen(action: &ActionResult, lang: Lang) -> String {
    match action.seen {
        Some(seen) => Words::new(lang).action(seen),
        None => Label::Nothing.text(lang).into_owned(),
    }
}

/// `value` in whole degrees with its sign.
pub fn degrees(value: f32) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    // No minus zero.
    let whole = value.round() + 0.0;
    match whole {
        w if w > 0.0 => format!("+{w:.0}°"),
        w if w < 0.0 => format!("−{:.0}°", w.abs()),
        _ => "0°".to_owned(),
    }
}

/// The number of a section and its input's name.
pub fn title(number: usize, name: &str) -> Markup {
    html! {
        header {
            span.number { (number) }
            h2 { (name) }
        }
    }
}

/// The verdict, what it is about, and the first thing to do.
pub fn banner(verdict: Verdict, about: &Markup, said: &[Told<'_>], lang: Lang) -> Markup {
    // Findings come gravest first, so this is what stands between the person and an accepted picture.
    let first = said.iter().find(|(finding, ..)| finding.severity == Severity::Error).map(|(_, said, _)| said);
    html! {
        section .banner .(tone(verdict)) {
            (svg::verdict_sign(verdict))
            div {
                p.verdict { (Words::new(lang).verdict(verdict)) }
                p.kind { (about) }
            }
            div.first {
                @if let Some(said) = first {
                    h3 { (Label::First.text(lang)) }
                    p { (if said.advice.is_empty() { &said.message } else { &said.advice }) }
                } @else if verdict == Verdict::Accept {
                    p { (Label::NothingToDo.text(lang)) }
                }
            }
        }
    }
}

/// All that was found, with advice and figures.
pub fn findings(said: &[Told<'_>], lang: Lang) -> Markup {
    html! {
        section.findings {
            h3 { (Label::Findings.text(lang)) }
            @if said.is_empty() {
                p.none { (Label::NoFindings.text(lang)) }
            } @else {
                ul {
                    @for (finding, said, letter) in said {
                        li .(svg::tone(finding.severity)) {
                            p.weight {
                                @if let Some(letter) = letter { span.letter { (letter) } }
                                (Words::new(lang).severity(finding.severity))
                                @if let Some(key) = finding.field { span.soft { " · " (Words::new(lang).field(key)) } }
                            }
                            p.message { (said.message) }
                            @if !said.advice.is_empty() { p.advice { (said.advice) } }
                            p.figures {
                                code { (finding.code.as_str()) }
                                @for (name, value) in &finding.figures {
                                    " " span { (name) " " b { (plain(*value)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A table of figures that opens at a click.
pub fn details(title: &str, rows: &[(&str, String)], lang: Lang) -> Markup {
    html! {
        details {
            summary { (title) }
            dl {
                @for (name, value) in rows {
                    div { dt { (labels::measurement(name, lang)) } dd { (value) } }
                }
            }
        }
    }
}

/// A figure with three decimals at most, without idle zeros.
fn plain(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
