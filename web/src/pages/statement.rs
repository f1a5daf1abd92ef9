//! The promise read aloud: the text follows the voice.

use heyan::rules::words::Words;
use heyan_app::statement::{Recording, StatementIntent, StatementState};
use heyan_app::typed::TypedIntent;
use maud::{Markup, html};
use serde_json::json;

use super::parts::{Weight, act, busy, press, problem, typing};
use super::taking::stage;
use super::{Drawn, review, say};

/// The reading.
pub fn draw(state: &StatementState, words: &Words) -> Drawn {
    let body = if let Some(judged) = &state.review {
        review::draw(judged, StatementIntent::Review, false, words)
    } else if let Some(typed) = &state.typing {
        let save =
            press(&StatementIntent::Typed(TypedIntent::Save), &html! { (say(words, "go-on-typed")) }, Weight::Main);
        html! { p.lead { (say(words, "typed-missing")) } (typing(typed, &save, words)) }
    } else {
        reading(state, words)
    };
    let live = json!({ "say": state.say, "position": state.position, "done": state.done });
    Drawn { title: say(words, "statement"), body: body.into_string(), live }
}

fn reading(state: &StatementState, words: &Words) -> Markup {
    let text = state.text.expose();
    html! {
        @if !text.is_empty() {
            p.lead { (say(words, "statement-lead")) }
            @if state.sample { p.box.warn { (say(words, "sample")) } }
        }
        (problem(state.problem.as_ref()))
        div.reading.running[state.recording == Recording::Running] {
            @if state.problem.is_none() && state.recording != Recording::Over { (stage("reader", true)) }
            // Read once whole by a screen reader; which characters lie behind is drawn by the page.
            p.text data-live-text lang="zh-CN" { (text) }
        }
        @if let Some(most) = state.most_s.filter(|_| state.recording != Recording::Over) {
            p.hint { (words.web("most", &[("seconds", &format!("{most:.0}"))])) }
        }
        @match state.recording {
            _ if state.problem.is_some() => {},
            Recording::Waiting if text.is_empty() => (busy(&say(words, "models"))),
            Recording::Over => (busy(&say(words, "judging"))),
            _ => {},
        }
        div.buttons {
            @match state.recording {
                Recording::Waiting if !text.is_empty() => (act(&StatementIntent::Record, &say(words, "record"), Weight::Main)),
                Recording::Running => (act(&StatementIntent::Stop, &say(words, "stop"), Weight::Main)),
                Recording::Over if state.problem.is_some() => {
                    (act(&StatementIntent::Again, &say(words, "begin-again"), Weight::Main))
                },
                _ => {},
            }
        }
    }
}
