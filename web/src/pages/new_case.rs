//! A case to be made.

use heyan::rules::words::Words;
use heyan_app::advice::{AdviceIntent, AdviceState};
use heyan_app::new_case::{NewCaseIntent, NewCaseState};
use heyan_app::said::Named;
use maud::{Markup, html};

use super::parts::{Weight, act, advice, busy, help, live_form, press, problem, typed_fields};
use super::{Drawn, say};

/// The form.
pub fn draw(state: &NewCaseState, words: &Words) -> Drawn {
    let body = html! {
        (problem(state.problem.as_ref()))
        (live_form(&html! {
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
                @if !state.guide.choosing_icon {
                    label.file { (say(words, "own-profile")) input type="file" data-file accept=".toml"; }
                }
                (choice("person_kind", &say(words, "person-kind"), &state.person_kinds, Some(&state.person_kind)))
                @if state.identities.len() > 1 {
                    (choice("identity", &say(words, "identity"), &state.identities, Some(&state.identity)))
                }
                (tick("unit", &say(words, "unit"), state.unit))
                @if !state.unit_kinds.is_empty() {
                    (choice("unit_kind", &say(words, "unit-kind"), &state.unit_kinds, state.unit_kind.as_ref()))
                }
                (tick("not_legal_representative", &say(words, "not-legal"), state.not_legal_representative))
            }
            (typed_fields(
                state.name.expose(), state.id_number.expose(), state.site_name.expose(), state.domain.expose(), words,
            ))
            (service(&state.guide, words))
            (advice(&state.guide.name, words))
            (interview(&state.guide, words))
            @if state.busy { (busy(&say(words, "making"))) } @else {
                div.buttons { (press(&NewCaseIntent::Create, &html! { (say(words, "create")) }, Weight::Main)) }
            }
        }))
        (icon(&state.guide, words))
        (help(&state.guide.help, |intent| NewCaseIntent::Guide(AdviceIntent::Help(intent)), words))
    };
    Drawn::still(say(words, "new-case"), body)
}

/// One of several; nothing where none is chosen yet.
fn choice(name: &str, label: &str, all: &[Named], chosen: Option<&String>) -> Markup {
    html! {
        label.field {
            span { (label) }
            select name=(name) {
                @if chosen.is_none() { option value="" selected { "–" } }
                @for one in all {
                    option value=(one.key) selected[Some(&one.key) == chosen] { (one.name) }
                }
            }
        }
    }
}

/// What is filed: what a name may be depends on it.
fn service(state: &AdviceState, words: &Words) -> Markup {
    let options = [
        ("site", say(words, "service-site")),
        ("app", say(words, "service-app")),
        ("mini_program", say(words, "service-mini")),
    ];
    html! {
        label.field {
            span { (say(words, "service")) }
            select name="service" {
                @for (key, label) in options { option value=(key) selected[key == state.service] { (label) } }
            }
        }
    }
}

/// What restricts a filing: questions, and what the answers so far say.
fn interview(state: &AdviceState, words: &Words) -> Markup {
    let answered = state.questions.iter().any(|question| question.answer.is_some());
    html! {
        details.interview open[answered] {
            summary { (say(words, "interview")) }
            p.hint { (say(words, "interview-more")) }
            @for question in &state.questions {
                @let name = format!("answer.{}", question.key);
                @let answer = question.answer.as_deref().unwrap_or_default();
                label.field {
                    span { (question.text) }
                    @if question.yes_no {
                        select name=(name) {
                            option value="" selected[answer.is_empty()] { (say(words, "answer-open")) }
                            option value="yes" selected[answer == "yes"] { (say(words, "answer-yes")) }
                            option value="no" selected[answer == "no"] { (say(words, "answer-no")) }
                        }
                    } @else {
                        input type="text" inputmode="numeric" name=(name) value=(answer) maxlength="11";
                    }
                }
            }
        }
        (advice(&state.restrictions, words))
    }
}

/// An icon to be looked at.
fn icon(state: &AdviceState, words: &Words) -> Markup {
    let press = |intent, label: &str| act(&NewCaseIntent::Guide(intent), label, Weight::Quiet);
    html! {
        section.icon {
            h2 { (say(words, "icon")) }
            @if state.choosing_icon {
                label.file { (say(words, "icon-choose")) input type="file" data-file accept="image/*"; }
            }
            @if state.icon_seen && state.icon.is_empty() { p.box.good { (say(words, "icon-fine")) } }
            (advice(&state.icon, words))
            div.buttons {
                @if state.icon_seen || state.choosing_icon { (press(AdviceIntent::NoIcon, &say(words, "icon-forget"))) }
                @if !state.choosing_icon { (press(AdviceIntent::ChooseIcon, &say(words, "icon-check"))) }
            }
        }
    }
}

fn tick(name: &str, label: &str, on: bool) -> Markup {
    html! { label.tick { input type="checkbox" name=(name) value="yes" checked[on]; span { (label) } } }
}
