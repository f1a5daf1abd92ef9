//! A letter or certificate: its pages, then the review.

use heyan::rules::words::Words;
use heyan_app::letter::{LetterIntent, LetterState};
use maud::html;

use super::parts::{Weight, act, busy, problem};
use super::{Drawn, review, say};

/// The letter.
pub fn draw(state: &LetterState, words: &Words) -> Drawn {
    let body = html! {
        @if let Some(judged) = &state.review {
            (review::draw(judged, LetterIntent::Review, false, words))
        } @else {
            p.lead { (say(words, "letter-lead")) }
            (problem(state.problem.as_ref()))
            ol.pages {
                @for (index, page) in state.pages.iter().enumerate() {
                    li {
                        span { (words.web("page", &[("number", &(index + 1).to_string())])) }
                        @if !state.busy { (act(&LetterIntent::Remove { path: page.clone() }, &say(words, "remove"), Weight::Quiet)) }
                    }
                }
            }
            @if state.busy {
                (busy(&say(words, "judging")))
            } @else {
                label.file.drop { (say(words, "add-page")) input type="file" data-file multiple; }
                @if !state.pages.is_empty() {
                    div.buttons { (act(&LetterIntent::Judge, &say(words, "check"), Weight::Main)) }
                }
            }
        }
    };
    Drawn::still(state.name.clone(), body)
}
