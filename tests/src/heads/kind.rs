//! What clips there are.

use heyan_rules::liveness::Action;
use serde::{Deserialize, Serialize};

/// What happens in a clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The asked action, well done.
    Proper(Action),
    /// Three asked actions, well done one after the other.
    Run,
    /// An action that was not asked: asked, done.
    Instead(Action, Action),
    /// Nothing at all.
    Nothing(Action),
    /// The asked action, too little of it.
    Small(Action),
    /// Far too much of it.
    Large(Action),
    /// A jerk.
    Hasty(Action),
    /// A printed picture, turned as the action asks.
    FlatCard(Action),
    /// A printed picture, waved and shaken.
    WavedCard(Action),
    /// A printed picture, bent as it is turned.
    BentCard(Action),
    /// A head cut out of a picture, turned as the action asks.
    CutCard(Action),
    /// A screen with a moving head on it.
    Screen(Action),
    /// The video stops before the action.
    Frozen(Action),
    /// One stretch of video again and again.
    Loop,
    /// Another person goes on.
    PersonChanged,
    /// Somebody looks in.
    SecondFace,
    /// The face is away for a while.
    Gap,
    /// Frames are missing.
    TimeJump,
    /// Hardly any light.
    Dark,
    /// Far too much light.
    Bright,
    /// A small face.
    Far,
    /// A face larger than the picture.
    Near,
    /// Mouth, eyes or half of the face covered.
    Covered,
}

/// How it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Must pass.
    Pass,
    /// Another action: must not pass.
    Confusion,
    /// The asked action, badly done.
    Poor,
    /// Pictures and recordings: must never pass.
    Attack,
    /// A moving head on a screen: what landmarks cannot tell.
    Replay,
    /// Not one person without a gap: must be found.
    Continuity,
    /// Light, distance, cover.
    Capture,
}

impl Kind {
    /// The name without the actions.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Proper(_) => "proper",
            Self::Run => "run",
            Self::Instead(..) => "instead",
            Self::Nothing(_) => "nothing",
            Self::Small(_) => "small",
            Self::Large(_) => "large",
            Self::Hasty(_) => "hasty",
            Self::FlatCard(_) => "flat_card",
            Self::WavedCard(_) => "waved_card",
            Self::BentCard(_) => "bent_card",
            Self::CutCard(_) => "cut_card",
            Self::Screen(_) => "screen",
            Self::Frozen(_) => "frozen",
            Self::Loop => "loop",
            Self::PersonChanged => "person_changed",
            Self::SecondFace => "second_face",
            Self::Gap => "gap",
            Self::TimeJump => "time_jump",
            Self::Dark => "dark",
            Self::Bright => "bright",
            Self::Far => "far",
            Self::Near => "near",
            Self::Covered => "covered",
        }
    }

    /// How it is judged.
    #[must_use]
    pub fn group(self) -> Group {
        match self {
            Self::Proper(_) | Self::Run => Group::Pass,
            Self::Instead(..) | Self::Nothing(_) => Group::Confusion,
            Self::Small(_) | Self::Large(_) | Self::Hasty(_) => Group::Poor,
            Self::FlatCard(_)
            | Self::WavedCard(_)
            | Self::BentCard(_)
            | Self::CutCard(_)
            | Self::Frozen(_)
            | Self::Loop => Group::Attack,
            Self::Screen(_) => Group::Replay,
            Self::PersonChanged | Self::SecondFace | Self::Gap => Group::Continuity,
            Self::TimeJump | Self::Dark | Self::Bright | Self::Far | Self::Near | Self::Covered => Group::Capture,
        }
    }

    /// Codes of which one at least must be told, without `liveness.`; none where every word will do.
    #[must_use]
    pub fn codes(self) -> &'static [&'static str] {
        match self {
            Self::Proper(_) | Self::Run | Self::Screen(_) => &[],
            Self::Instead(asked, done) => naming(asked, done),
            Self::Nothing(_) => &["timeout"],
            Self::Small(_) => &["too_small_motion", "timeout"],
            Self::Large(_) => &["too_large_motion", "face_lost"],
            Self::Hasty(_) => &["too_fast"],
            Self::FlatCard(_) | Self::WavedCard(_) | Self::BentCard(_) | Self::CutCard(_) => &[],
            Self::Frozen(_) | Self::Loop => &["frozen_video"],
            Self::PersonChanged => &["person_changed"],
            Self::SecondFace => &["multiple_faces"],
            Self::Gap => &["face_lost", "no_face"],
            Self::TimeJump => &["time_jump"],
            Self::Dark => &["too_dark", "no_face"],
            Self::Bright => &["too_bright", "no_face"],
            Self::Far => &["too_far", "no_face"],
            Self::Near => &["too_near", "no_face"],
            Self::Covered => &["face_covered", "no_face"],
        }
    }

    /// One of each sort, with every action and every confusion.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut out = Vec::new();
        let every = |f: fn(Action) -> Self| Action::DRAWN.into_iter().map(f);
        out.extend(every(Self::Proper));
        out.push(Self::Run);
        for asked in Action::DRAWN {
            out.extend(Action::DRAWN.into_iter().filter(|done| *done != asked).map(|done| Self::Instead(asked, done)));
        }
        out.extend(every(Self::Nothing));
        out.extend(every(Self::Small));
        out.extend(every(Self::Large).filter(|k| !matches!(k, Self::Large(Action::Blink | Action::OpenMouth))));
        out.extend(every(Self::Hasty).filter(|k| !matches!(k, Self::Hasty(Action::Blink | Action::OpenMouth))));
        for sort in [Self::FlatCard, Self::WavedCard, Self::BentCard, Self::CutCard, Self::Screen] {
            // A picture can be turned and bent as a head is; it does not blink.
            out.extend(Action::DRAWN.into_iter().filter(|a| !matches!(a, Action::Blink | Action::OpenMouth)).map(sort));
        }
        out.extend(every(Self::Frozen));
        out.extend([
            Self::Loop,
            Self::PersonChanged,
            Self::SecondFace,
            Self::Gap,
            Self::TimeJump,
            Self::Dark,
            Self::Bright,
            Self::Far,
            Self::Near,
            Self::Covered,
            Self::FlatCard(Action::ComeCloser),
        ]);
        out
    }
}

/// What must be said when `done` was done where `asked` was asked.
fn naming(asked: Action, done: Action) -> &'static [&'static str] {
    use Action::{LookDown, LookUp, Nod, TiltLeft, TiltRight, TurnLeft, TurnRight};
    let turn = |a| matches!(a, TurnLeft | TurnRight);
    let tilt = |a| matches!(a, TiltLeft | TiltRight);
    match (asked, done) {
        (a, d) if turn(a) && tilt(d) => &["tilt_instead_of_turn"],
        (a, d) if tilt(a) && turn(d) => &["turn_instead_of_tilt"],
        (a, Nod) if turn(a) => &["nod_instead_of_turn"],
        (a, d) if (turn(a) && turn(d)) || (tilt(a) && tilt(d)) => &["wrong_direction"],
        (LookUp, LookDown) | (LookDown, LookUp) => &["wrong_direction", "wrong_action"],
        _ => &["wrong_action", "wrong_direction", "nod_instead_of_turn"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_confusion_is_there() {
        let all = Kind::all();
        let instead = all.iter().filter(|k| matches!(k, Kind::Instead(..))).count();
        assert_eq!(instead, 9 * 8);
        assert_eq!(naming(Action::TurnLeft, Action::TiltLeft), ["tilt_instead_of_turn"]);
    }
}
