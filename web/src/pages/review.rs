//! What was judged, before it is kept: read beside typed, what there is to say, what can be done.

use heyan::rules::Verdict;
use heyan::rules::words::Words;
use heyan_app::review::{ReviewIntent, ReviewRow, ReviewState};
use heyan_app::typed::TypedIntent;
use maud::{Markup, html};
use serde::Serialize;
use serde_json::json;

use super::parts::{Weight, act, busy, findings, press, problem, redo, typing, verdict};
use super::say;

/// The review; `intent` makes one of the screen's of one of the review's. With `still` the picture that was judged stands beside it.
pub fn draw<I: Serialize>(state: &ReviewState, intent: fn(ReviewIntent) -> I, still: bool, words: &Words) -> Markup {
    if let Some(typed) = &state.typing {
        let buttons = html! {
            (press(&intent(ReviewIntent::Typed(TypedIntent::Save)), &html! { (say(words, "correct")) }, Weight::Main))
            (press(&intent(ReviewIntent::Typed(TypedIntent::Leave)), &html! { (say(words, "leave")) }, Weight::Quiet))
        };
        return html! { h2 { (say(words, "typed-title")) } p.hint { (say(words, "typed-why")) } (typing(typed, &buttons, words)) };
    }
    html! {
        section.review aria-label=(say(words, "review")) {
            (verdict(state.verdict, words))
            (problem(state.problem.as_ref()))
            @if still {
                figure.judged data-regions=(regions(state)) {
                    div.judged { img src="/still" alt=(say(words, "judged-picture")); svg aria-hidden="true" {} }
                }
            }
            (findings(&state.findings, words))
            @if !state.rows.is_empty() { (rows(&state.rows, words)) }
            (redo(&state.redo, words))
            p.hint { (say(words, "precheck")) }
            @if state.busy {
                (busy(&say(words, "keeping")))
            } @else {
                div.buttons {
                    @if state.verdict == Verdict::Accept {
                        (act(&intent(ReviewIntent::Keep), &say(words, "keep"), Weight::Main))
                        (act(&intent(ReviewIntent::Again), &say(words, "again"), Weight::Quiet))
                    } @else {
                        (act(&intent(ReviewIntent::Again), &say(words, "again"), Weight::Main))
                        @if state.correctable {
                            (act(&intent(ReviewIntent::Correct), &say(words, "correct-typed"), Weight::Quiet))
                        }
                        (act(&intent(ReviewIntent::Insist), &say(words, "insist"), Weight::Grave))
                    }
                }
            }
        }
    }
}

/// Where findings are, for the page to draw over the picture.
fn regions(state: &ReviewState) -> String {
    let found = state.findings.iter().enumerate().filter_map(|(index, finding)| {
        let region = finding.region.as_ref()?;
        let points: Vec<[f32; 2]> = region.iter().map(|point| [point.x, point.y]).collect();
        Some(json!({ "finding": index, "points": points, "severity": finding.severity }))
    });
    serde_json::to_string(&found.collect::<Vec<_>>()).unwrap_or_default()
}

fn rows(rows: &[ReviewRow], words: &Words) -> Markup {
    html! {
        table.fields {
            thead {
                tr { th scope="col" { (say(words, "field")) } th scope="col" { (say(words, "read")) } th scope="col" { (say(words, "typed")) } }
            }
            tbody {
                @for row in rows {
                    @let class = match row.same { Some(true) => "same", Some(false) => "other", None => "alone" };
                    tr.(class) data-field=(row.key) {
                        th scope="row" { (row.label) }
                        td data-label=(say(words, "read")) {
                            @if row.read.expose().is_empty() { em { (say(words, "unread")) } } @else { (row.read.expose()) }
                        }
                        td data-label=(say(words, "typed")) {
                            @if let Some(typed) = &row.typed { (typed.expose()) }
                            @match row.same {
                                Some(true) => { " " span.mark { (say(words, "same")) } },
                                Some(false) => { " " span.mark { (say(words, "other")) } },
                                None => {},
                            }
                        }
                    }
                }
            }
        }
    }
}
