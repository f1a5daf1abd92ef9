//! What will be sent, then the sending.

use heyan::rules::words::Words;
use heyan_app::send::{SendIntent, SendPhase, SendState};
use maud::{Markup, html};
use serde_json::{Value, json};

use super::parts::{Weight, act, busy, bytes, problem};
use super::{Drawn, say};

/// The sending.
pub fn draw(state: &SendState, words: &Words) -> Drawn {
    let body = html! {
        @if state.phase == SendPhase::Loading && state.problem.is_none() { (busy(&say(words, "loading"))) }
        @if state.phase == SendPhase::Sent { p.verdict.good data-sent { (say(words, "sent")) } }
        p.lead { (words.web("send-lead", &[("bytes", &bytes(state.bytes))])) }
        (problem(state.problem.as_ref()))
        table.fields {
            tbody { @for row in &state.rows { tr { th scope="row" { (row.name) } td { (bytes(row.bytes)) } } } }
        }
        @if !state.missing.is_empty() {
            div.box.warn {
                p.what { (say(words, "consent-missing")) }
                (act(&SendIntent::Consent, &say(words, "consent"), Weight::Main))
            }
        }
        (buttons(state, words))
    };
    Drawn { title: say(words, "send-title"), body: body.into_string(), live: live(state, words) }
}

fn buttons(state: &SendState, words: &Words) -> Markup {
    html! {
        @if state.phase == SendPhase::Running {
            progress data-live-progress max="1" value="0" {}
            p role="status" data-live-say {}
            div.buttons { (act(&SendIntent::Pause, &say(words, "pause"), Weight::Quiet)) }
        } @else if state.can_send {
            @let label = if state.phase == SendPhase::Paused { say(words, "go-on") } else { say(words, "send") };
            div.buttons { (act(&SendIntent::Send, &label, Weight::Main)) }
        }
    }
}

fn live(state: &SendState, words: &Words) -> Value {
    let Some(progress) = state.progress.filter(|_| state.phase == SendPhase::Running) else { return Value::Null };
    let moved = words.web("sent-of", &[("sent", &bytes(progress.sent_bytes)), ("total", &bytes(progress.total_bytes))]);
    let left = match progress.left_s {
        Some(seconds) => words.web("left", &[("seconds", &seconds.to_string())]),
        None => say(words, "left-unknown"),
    };
    let share = progress.sent_bytes as f64 / progress.total_bytes.max(1) as f64;
    json!({ "say": format!("{moved} · {left}"), "progress": share })
}
