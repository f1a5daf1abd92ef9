//! Where the order stands and what to do.

use heyan::rules::words::Words;
use heyan_app::order::{OrderIntent, OrderState};
use heyan_app::said::SmsSaid;
use maud::html;

use super::parts::{Weight, act, busy, help, problem};
use super::{Drawn, say};

/// The order.
pub fn draw(state: &OrderState, words: &Words) -> Drawn {
    let body = html! {
        (problem(state.problem.as_ref()))
        @if let Some(number) = &state.filing_number {
            p.verdict.good data-filing-number { (words.web("filing-number", &[("number", number)])) }
        }
        @match &state.order {
            None if state.problem.is_none() => (busy(&say(words, "loading"))),
            None => {},
            Some(order) => {
                section.card.order data-status=(order.status.as_str()) {
                    h2 { (order.name) }
                    p { (order.meaning) }
                    p.hint { (order.next) }
                    @if let (Some(from), Some(until)) = (&order.expected_from, &order.expected_until) {
                        p.hint { (words.web("expected", &[("from", from), ("until", until)])) }
                    }
                    @if let Some(SmsSaid::Open { hours_left, tries_left }) = order.sms {
                        p.box.warn { (words.web("sms", &[("hours", &hours_left.to_string()), ("tries", &tries_left.to_string())])) }
                    }
                }
                @for refusal in &order.refusals {
                    div.box.bad {
                        p.what { (refusal.message) }
                        p { (refusal.advice) }
                        div.buttons {
                            @for step in &refusal.redo {
                                (act(&OrderIntent::Redo { step: *step }, &words.step(*step), Weight::Quiet))
                            }
                        }
                    }
                }
            }
        }
        @if !state.said.is_empty() {
            section { h2 { (say(words, "reviewer")) } ul { @for said in &state.said { li { (said) } } } }
        }
        @if state.asking { (busy(&say(words, "asking"))) } @else {
            div.buttons { (act(&OrderIntent::Ask, &say(words, "ask"), Weight::Main)) }
        }
        (help(&state.help, OrderIntent::Help, words))
    };
    Drawn::still(say(words, "order"), body)
}
