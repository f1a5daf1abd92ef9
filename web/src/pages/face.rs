//! The face check: what to do, how far it is done, and at the end what was seen.

use heyan::rules::words::Words;
use heyan_app::face::{FaceIntent, FaceState};
use maud::{Markup, html};
use serde_json::json;

use super::parts::{Weight, act, busy, problem};
use super::taking::stage;
use super::{Drawn, review, say};

/// The check.
pub fn draw(state: &FaceState, words: &Words) -> Drawn {
    let body = html! {
        p.lead { (say(words, "face-lead")) }
        (problem(state.problem.as_ref()))
        @if state.review.is_none() && state.problem.is_none() { (stage("face", true)) }
        (steps(state, words))
        @if let Some(judged) = &state.review {
            (review::draw(judged, FaceIntent::Review, false, words))
        } @else if state.problem.is_some() {
            div.buttons { (act(&FaceIntent::Again, &say(words, "begin-again"), Weight::Main)) }
        } @else if state.ended {
            (busy(&say(words, "judging")))
        } @else if !state.recording {
            (busy(&say(words, "models")))
        }
    };
    let outline: Vec<[f32; 2]> = state.outline.iter().map(|point| [point.x, point.y]).collect();
    let passed: Vec<Option<bool>> = state.steps.iter().map(|step| step.passed).collect();
    let live = json!({
        "say": state.say, "outline": outline, "progress": state.progress, "at": state.at, "passed": passed,
    });
    Drawn { title: say(words, "face"), body: body.into_string(), live }
}

/// The actions. Which is asked now and which are done is told with the frames.
fn steps(state: &FaceState, words: &Words) -> Markup {
    html! {
        ol.actions data-live-steps {
            @for step in &state.steps {
                li data-passed=[state.review.as_ref().and(step.passed)] {
                    span.name { (step.asked) }
                    @if let Some(seen) = &step.seen {
                        @if step.passed == Some(false) && *seen != step.asked {
                            span.more { (words.web("seen-instead", &[("action", seen)])) }
                        }
                    }
                }
            }
        }
    }
}
