//! Words of the face check: actions, what to tell the person, and what is said of its findings.

use fluent_bundle::FluentArgs;

use super::{Words, dashed, figure, figure_of, start_of_sentence};
use crate::finding::{Code, Finding, Severity};
use crate::liveness::{Action, Hint};

impl Words {
    /// The name of an action, as a heading.
    pub fn action(&self, action: Action) -> String {
        self.lookup(&format!("action-{}", dashed(action.as_str())))
    }

    /// What to say when `action` is asked.
    pub fn ask(&self, action: Action) -> String {
        self.lookup(&format!("ask-{}", dashed(action.as_str())))
    }

    /// What to tell the person now; `asked` is the action that is asked, if one.
    pub fn hint(&self, hint: Hint, asked: Option<Action>) -> String {
        let mut args = FluentArgs::new();
        args.set("ask", asked.map_or_else(String::new, |action| self.ask(action)));
        let text = self.format(&format!("hint-{}", dashed(hint.as_str())), None, &args).unwrap_or_default();
        text.trim().to_owned()
    }

    /// What the words of a finding of the face check speak of.
    pub(super) fn set_liveness_args(&self, finding: &Finding, args: &mut FluentArgs<'_>) {
        if let Some(asked) = finding.asked {
            let name = |kind: &str| self.lookup(&format!("{kind}-{}", dashed(asked.as_str())));
            args.set("asked_start", start_of_sentence(&name("asked")));
            args.set("asked", name("asked"));
            args.set("how", name("how"));
        }
        let moved = match finding.seen {
            Some(seen) => axis_figure(seen).and_then(|name| figure_of(finding, name)),
            None => ["yaw_deg", "pitch_deg", "roll_deg"]
                .iter()
                .filter_map(|name| figure_of(finding, name))
                .max_by(|a, b| a.abs().total_cmp(&b.abs())),
        };
        if let Some(moved) = moved {
            args.set("deg", figure(self.lang(), "moved_deg", moved.abs()));
        }
        if let Some(seen) = finding.seen {
            let key = format!("did-{}", dashed(seen.as_str()));
            let did = self.format(&key, None, args).or_else(|| self.format(&key, Some("bare"), args));
            args.set("did", did.unwrap_or_default());
        }
    }
}

/// The figure that tells how far a movement went.
fn axis_figure(action: Action) -> Option<&'static str> {
    match action {
        Action::TurnLeft | Action::TurnRight => Some("yaw_deg"),
        Action::TiltLeft | Action::TiltRight => Some("roll_deg"),
        Action::Nod | Action::LookUp | Action::LookDown => Some("pitch_deg"),
        Action::Blink | Action::OpenMouth | Action::ComeCloser => None,
    }
}

/// What makes the sentence of a finding of the face check another one.
pub(super) fn variant(finding: &Finding) -> &'static str {
    let has = |name: &str| figure_of(finding, name).is_some();
    match finding.code {
        Code::LivenessTooSmallMotion if finding.asked == Some(Action::Blink) => "-eyes",
        Code::LivenessTooSmallMotion if finding.asked == Some(Action::OpenMouth) => "-mouth",
        Code::LivenessTooSmallMotion if finding.asked == Some(Action::ComeCloser) => "-closer",
        Code::LivenessDepthNotShown if has("perspective_ratio") => "-closer",
        Code::LivenessDepthNotShown if finding.severity != Severity::Error => "-drill",
        Code::LivenessFrozenVideo if has("loop_s") => "-loop",
        Code::LivenessTimeJump if figure_of(finding, "step_s").is_some_and(|step| step <= 0.0) => "-back",
        Code::LivenessTooBright if has("clipped_ratio") && !has("luminance_ratio") => "-clipped",
        Code::LivenessTooNear if has("outside_ratio") => "-outside",
        Code::LivenessFaceCovered if has("detail_ratio") => "-part",
        _ => "",
    }
}

/// Whether the finding is of a movement that went along with the one asked.
pub(super) fn is_mixed(finding: &Finding) -> bool {
    finding.asked.is_some() && finding.seen.is_some() && figure_of(finding, "mixed_ratio").is_some()
}
