//! One case: its steps, the next of them, the order.

use heyan::rules::filing::Standing;
use heyan::rules::words::Words;
use heyan_app::case_home::{CaseIntent, CaseState};
use maud::html;

use super::parts::{Weight, act, busy, findings, form, help, press, problem};
use super::{Drawn, say};

/// The case.
pub fn draw(state: &CaseState, words: &Words) -> Drawn {
    let body = html! {
        (problem(state.problem.as_ref()))
        @if state.loading { (busy(&say(words, "loading"))) }
        @if !state.holder.expose().is_empty() { p.lead { (words.web("case-of", &[("name", state.holder.expose())])) } }
        ol.steps {
            @for row in &state.steps {
                @let class = match row.standing {
                    Standing::Done => "done",
                    Standing::Forced | Standing::Stale => "doubt",
                    Standing::Missing => "open",
                };
                li.(class).now[row.next] data-step=(row.step.as_str()) data-standing=(row.standing.as_str()) {
                    (form(&press(&CaseIntent::Do { step: row.step }, &html! {
                        span.name { (row.name) }
                        span.more {
                            (row.said)
                            @if row.next { " · " (say(words, "now")) } @else if !row.asked { " · " (say(words, "not-asked")) }
                        }
                    }, Weight::Row)))
                }
            }
        }
        @if let Some(order) = &state.order {
            section.order {
                h2 { (say(words, "order")) }
                p.what { (order.name) }
                p { (order.meaning) }
                p.hint { (order.next) }
            }
        }
        (findings(&state.findings, words))
        @if !state.notes.is_empty() { ul.notes { @for note in &state.notes { li { (note) } } } }
        @if !state.loading && state.problem.is_none() {
            div.buttons {
                @if state.complete { (act(&CaseIntent::Send, &say(words, "to-send"), Weight::Main)) }
                (act(&CaseIntent::Asked, &say(words, "asked"), Weight::Quiet))
                (act(&CaseIntent::Typed, &say(words, "typed-title"), Weight::Quiet))
                (act(&CaseIntent::Consent, &say(words, "consent"), Weight::Quiet))
                (act(&CaseIntent::Order, &say(words, "order"), Weight::Quiet))
            }
        }
        @if !state.loading { (help(&state.help, CaseIntent::Help, words)) }
    };
    let title = if state.provider.is_empty() { say(words, "case") } else { state.provider.clone() };
    Drawn::still(title, body)
}
