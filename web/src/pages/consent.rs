//! What is agreed to, each purpose by itself.

use heyan::rules::words::Words;
use heyan_app::consent::{ConsentIntent, ConsentState};
use maud::html;

use super::parts::{Weight, act, busy, problem};
use super::{Drawn, say};

/// The consents.
pub fn draw(state: &ConsentState, words: &Words) -> Drawn {
    let body = html! {
        p.lead { (say(words, "consent-lead")) }
        (problem(state.problem.as_ref()))
        @if state.consents.is_empty() && state.problem.is_none() { (busy(&say(words, "loading"))) }
        @if !state.withdrawn.is_empty() { p.box.info role="status" { (state.withdrawn) } }
        @for row in &state.consents {
            section.card.consent data-purpose=(row.purpose.as_str()) data-given=(row.given) {
                h2 { (row.heading) }
                p { (row.text) }
                @if state.busy {
                    (busy(&say(words, "keeping")))
                } @else if row.given {
                    p.mark.good { (say(words, "agreed")) }
                    (act(&ConsentIntent::Withdraw { purpose: row.purpose }, &say(words, "withdraw"), Weight::Quiet))
                } @else {
                    (act(&ConsentIntent::Agree { purpose: row.purpose }, &say(words, "agree"), Weight::Main))
                }
            }
        }
    };
    Drawn::still(say(words, "consent"), body)
}
