//! Something before the camera of which a still is taken.

use heyan::rules::words::Words;
use heyan_app::taking::{Shutter, TakeIntent, TakeState};
use maud::{Markup, html};
use serde_json::json;

use super::parts::{Weight, act, busy, problem};
use super::{Drawn, review, say};

/// What is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// A card.
    Card,
    /// A person.
    Person,
}

/// The preview with its guide, then the review.
pub fn draw(state: &TakeState, looks: Looks, words: &Words) -> Drawn {
    let body = match &state.review {
        Some(judged) => review::draw(judged, TakeIntent::Review, true, words),
        None => guide(state, looks, words),
    };
    let title = say(words, if looks == Looks::Card { "scan" } else { "portrait" });
    let guide = &state.guide;
    let outline: Vec<[f32; 2]> = guide.outline.iter().map(|point| [point.x, point.y]).collect();
    let live = json!({ "say": guide.say, "outline": outline, "progress": guide.progress });
    Drawn { title, body: body.into_string(), live }
}

fn guide(state: &TakeState, looks: Looks, words: &Words) -> Markup {
    let look = if looks == Looks::Card { "card" } else { "person" };
    html! {
        p.lead { (say(words, if looks == Looks::Card { "scan-lead" } else { "portrait-lead" })) }
        (problem(state.problem.as_ref()))
        (stage(look, false))
        @match (state.shutter, state.ready) {
            (_, false) if state.problem.is_none() => (busy(&say(words, "models"))),
            (Shutter::Taking | Shutter::Judging, _) => (busy(&say(words, "judging"))),
            _ => {},
        }
        div.buttons {
            @if state.problem.is_some() {
                // The question for the camera is put once more.
                button.main type="button" data-permit { (say(words, "camera-again")) }
            } @else if state.guide.offer_shutter && state.ready && state.shutter == Shutter::Waiting {
                (act(&TakeIntent::Press, &say(words, "shutter"), Weight::Main))
            }
        }
        @if state.ready && state.shutter == Shutter::Waiting {
            label.file.drop data-drop { (say(words, "drop")) input type="file" data-file accept="image/*"; }
        }
    }
}

/// Where the camera's picture is shown, and what is drawn over it. The page's modules fill it.
pub fn stage(look: &str, mirrored: bool) -> Markup {
    html! {
        div.stage.(look).mirrored[mirrored] data-stage=(look) {
            video data-preview playsinline muted {}
            (mask(look))
            svg.over data-over aria-hidden="true" { polygon points="" {} }
            p.say role="status" aria-live="assertive" data-live-say {}
            progress data-live-progress max="1" value="0" {}
        }
    }
}

/// What the person brings themselves or the card into line with, in hundredths of the picture's height.
fn mask(look: &str) -> Markup {
    html! {
        svg.mask aria-hidden="true" viewBox="0 0 133 100" preserveAspectRatio="xMidYMid meet" {
            @match look {
                // 85.60 × 53.98 mm (ISO/IEC 7810 ID-1).
                "card" => rect x="7" y="12.5" width="119" height="75" rx="4.5" {},
                "face" => ellipse cx="66.5" cy="48" rx="27" ry="37" {},
                _ => path d="M66.5 14c11 0 17 9 17 20 0 10-5 19-10 22v6c6 4 25 6 32 17 3 5 4 12 4 21H23.5c0-9 1-16 4-21 7-11 26-13 32-17v-6c-5-3-10-12-10-22 0-11 6-20 17-20z" {},
            }
        }
    }
}
