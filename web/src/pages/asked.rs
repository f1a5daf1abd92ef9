//! What the provider and the province ask.

use heyan::rules::words::Words;
use heyan_app::asked::{AskedIntent, AskedState};
use maud::html;

use super::parts::{Weight, bytes, form, press, problem};
use super::{Drawn, say};

/// The list of what is asked.
pub fn draw(state: &AskedState, words: &Words) -> Drawn {
    let body = html! {
        (problem(state.problem.as_ref()))
        p.lead { (state.provider) }
        ul.cards {
            @for row in &state.rows {
                li.card data-step=(row.step.as_str()) {
                    (form(&press(&AskedIntent::Do { step: row.step }, &html! {
                        span.name { (row.name) }
                        span.more { (row.when) }
                        span.more {
                            (words.web("files", &[("min", &row.min_files.to_string()), ("max", &row.max_files.to_string())]))
                            @if let Some(most) = row.max_bytes { " · " (words.web("at-most", &[("bytes", &bytes(most))])) }
                        }
                        @if !row.signature.is_empty() { span.more { (row.signature) } }
                        span.source { (words.web("source", &[("source", &row.source)])) }
                    }, Weight::Row)))
                }
            }
        }
        @if !state.actions.is_empty() {
            p { (words.web("actions", &[("count", &state.actions_drawn.to_string()), ("actions", &state.actions.join(&say(words, "comma")))])) }
        }
        @if state.sample { p.box.warn { (say(words, "sample")) } }
        @if !state.notes.is_empty() { ul.notes { @for note in &state.notes { li { (note) } } } }
    };
    Drawn::still(say(words, "asked"), body)
}
