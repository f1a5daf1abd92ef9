//! All cases.

use heyan::rules::words::Words;
use heyan_app::cases::{CasesIntent, CasesState};
use maud::html;

use super::parts::{Weight, act, busy, press, problem};
use super::{Drawn, parts, say};

/// The list.
pub fn draw(state: &CasesState, words: &Words) -> Drawn {
    let body = html! {
        p.lead { (say(words, "lead")) }
        (problem(state.problem.as_ref()))
        @if state.loading {
            (busy(&say(words, "loading")))
        } @else if state.rows.is_empty() {
            div.empty { p.what { (say(words, "no-cases")) } p { (say(words, "no-cases-more")) } }
        }
        ul.cards {
            @for row in &state.rows {
                li.card data-case=(row.name) {
                    @if let Some(trouble) = &row.problem {
                        (problem(Some(trouble)))
                    } @else {
                        (parts::form(&press(&CasesIntent::Open { name: row.name.clone() }, &html! {
                            span.name { (row.provider) }
                            span.more {
                                @if row.next.is_empty() { (say(words, "all-done")) }
                                @else { (words.web("next-step", &[("step", &row.next)])) }
                            }
                            span.more {
                                (words.web("steps-done", &[("done", &row.done.to_string()), ("asked", &row.asked.to_string())]))
                                " · " (row.order)
                            }
                        }, Weight::Row)))
                    }
                    details.grave {
                        summary { (say(words, "delete")) }
                        p { (say(words, "delete-sure-one")) }
                        (act(&CasesIntent::Delete { name: row.name.clone() }, &say(words, "delete-yes"), Weight::Grave))
                    }
                }
            }
        }
        @if !state.loading {
            div.buttons { (act(&CasesIntent::New, &say(words, "new-case"), Weight::Main)) }
        }
    };
    Drawn::still(say(words, "cases"), body)
}
