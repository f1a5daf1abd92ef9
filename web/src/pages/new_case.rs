//! A case to be made.

use heyan::rules::words::Words;
use heyan_app::new_case::{NewCaseIntent, NewCaseState};
use maud::{Markup, html};

use super::parts::{Weight, busy, form, press, problem, typed_fields};
use super::{Drawn, say};

/// The form.
pub fn draw(state: &NewCaseState, words: &Words) -> Drawn {
    let body = html! {
        (problem(state.problem.as_ref()))
        (form(&html! {
            fieldset disabled[state.busy] {
                legend { (say(words, "provider")) }
                label.field {
                    span { (say(words, "provider")) }
                    select name="provider" {
                        @for provider in &state.providers {
                            option value=(provider.key) selected[provider.key == state.provider] { (provider.name) }
                        }
                    }
                }
                label.field {
                    span { (say(words, "province")) }
                    select name="province" {
                        option value="" { (say(words, "province-any")) }
                        @for province in &state.provinces {
                            option value=(province.key) selected[Some(&province.key) == state.province.as_ref()] { (province.name) }
                        }
                    }
                }
                @if state.own_profile { p.box.good { (words.web("own-profile-of", &[("name", &state.provider_name)])) } }
                label.file { (say(words, "own-profile")) input type="file" data-file accept=".toml"; }
                (tick("unit", &say(words, "unit"), state.unit))
                (tick("not_legal_representative", &say(words, "not-legal"), state.not_legal_representative))
            }
            (typed_fields(
                state.name.expose(), state.id_number.expose(), state.site_name.expose(), state.domain.expose(), words,
            ))
            @if state.busy { (busy(&say(words, "making"))) } @else {
                div.buttons { (press(&NewCaseIntent::Create, &html! { (say(words, "create")) }, Weight::Main)) }
            }
        }))
    };
    Drawn::still(say(words, "new-case"), body)
}

fn tick(name: &str, label: &str, on: bool) -> Markup {
    html! { label.tick { input type="checkbox" name=(name) value="yes" checked[on]; span { (label) } } }
}
