//! What was typed, to be put right.

use heyan::rules::words::Words;
use heyan_app::typed::{TypedIntent, TypedState};
use maud::html;

use super::parts::{Weight, busy, press, typing};
use super::{Drawn, say};

/// The form.
pub fn draw(state: &TypedState, words: &Words) -> Drawn {
    let buttons = html! {
        @if state.busy { (busy(&say(words, "keeping"))) }
        @else if state.correctable && !state.saved {
            (press(&TypedIntent::Save, &html! { (say(words, "correct")) }, Weight::Main))
        }
        (press(&TypedIntent::Leave, &html! { (say(words, "leave")) }, Weight::Quiet))
    };
    let body = html! {
        p.lead { (say(words, "typed-why")) }
        @if state.saved { p.box.good role="status" { (say(words, "corrected")) } }
        (typing(state, &buttons, words))
    };
    Drawn::still(say(words, "typed-title"), body)
}
