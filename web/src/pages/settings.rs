//! Language, licences, and everything deleted.

use heyan::rules::words::Words;
use heyan_app::settings::{SettingsIntent, SettingsState};
use maud::html;

use super::parts::{Weight, act, busy, problem};
use super::{Drawn, say};

/// The settings.
pub fn draw(state: &SettingsState, words: &Words) -> Drawn {
    let body = html! {
        (problem(state.problem.as_ref()))
        section {
            h2 { (say(words, "language")) }
            form.buttons method="post" action="/lang" {
                button.quiet type="submit" name="lang" value="zh" lang="zh-CN" { (say(words, "chinese")) }
                button.quiet type="submit" name="lang" value="en" lang="en" { (say(words, "english")) }
            }
        }
        section {
            h2 { (say(words, "privacy")) }
            p { (say(words, "privacy-more")) }
            p { a href="/licences" { (say(words, "licences")) } }
        }
        section {
            h2 { (say(words, "delete-all")) }
            @if state.deleted { p.box.good role="status" { (say(words, "deleted")) } }
            @if state.busy {
                (busy(&say(words, "deleting")))
            } @else if state.asked {
                div.box.bad {
                    p.what { (say(words, "delete-sure")) }
                    p { (say(words, "delete-sure-more")) }
                    div.buttons {
                        (act(&SettingsIntent::Delete, &say(words, "delete-yes"), Weight::Grave))
                        (act(&SettingsIntent::Leave, &say(words, "leave"), Weight::Quiet))
                    }
                }
            } @else {
                (act(&SettingsIntent::AskDelete, &say(words, "delete-all"), Weight::Grave))
            }
        }
    };
    Drawn::still(say(words, "settings"), body)
}
