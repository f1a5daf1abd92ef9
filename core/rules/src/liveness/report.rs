//! What the face check tells: of each frame, and at the end.

use serde::{Deserialize, Serialize};

use super::action::Action;
use super::observation::HeadAngles;
use super::presence::Presence;
use crate::finding::Finding;
use crate::verdict::Verdict;

/// What to tell the person now. The most urgent of what is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// No face is seen.
    ShowFace,
    /// More than one face is seen.
    OnePerson,
    /// Too dark.
    MoreLight,
    /// Too bright.
    LessLight,
    /// Too far away.
    ComeCloser,
    /// Too near, or partly outside.
    MoveBack,
    /// Something covers the face.
    Uncover,
    /// The neutral pose is sought: look into the camera and hold still.
    HoldStill,
    /// Do what is asked.
    Act,
    /// The asked movement has begun and must go farther.
    Further,
    /// Far enough: come back to the front.
    ComeBack,
    /// The head is tilted where a turn is asked.
    KeepUpright,
    /// The head moves, but not as asked.
    OtherWay,
    /// All actions are over.
    Done,
}

impl Hint {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::ShowFace,
        Self::OnePerson,
        Self::MoreLight,
        Self::LessLight,
        Self::ComeCloser,
        Self::MoveBack,
        Self::Uncover,
        Self::HoldStill,
        Self::Act,
        Self::Further,
        Self::ComeBack,
        Self::KeepUpright,
        Self::OtherWay,
        Self::Done,
    ];

    /// The name others rely on, as `hold_still`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ShowFace => "show_face",
            Self::OnePerson => "one_person",
            Self::MoreLight => "more_light",
            Self::LessLight => "less_light",
            Self::ComeCloser => "come_closer",
            Self::MoveBack => "move_back",
            Self::Uncover => "uncover",
            Self::HoldStill => "hold_still",
            Self::Act => "act",
            Self::Further => "further",
            Self::ComeBack => "come_back",
            Self::KeepUpright => "keep_upright",
            Self::OtherWay => "other_way",
            Self::Done => "done",
        }
    }
}

/// How the run stands after a frame.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Live {
    /// What to tell the person.
    pub hint: Hint,
    /// Index of the action that is asked, the number of actions when all are over. A turn that is added comes after those of
    /// the challenge.
    pub action: usize,
    /// What is asked; `None` before the neutral pose is known and when all is over.
    pub asked: Option<Action>,
    /// How much of the asked movement is done, 0 to 1.
    pub progress: f32,
    /// Change from the neutral pose, smoothed; `None` without a face or a neutral pose.
    pub angles: Option<HeadAngles>,
    /// Results of actions so far.
    pub passed: Vec<bool>,
    /// Whether an error has been found: the verdict cannot be accept any more.
    pub spoilt: bool,
    /// Whether no further frame is needed.
    pub ended: bool,
}

/// One asked action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionResult {
    /// What was asked.
    pub asked: Action,
    /// What was seen instead or just so; `None` when nothing was.
    pub seen: Option<Action>,
    /// Whether what was asked was done.
    pub passed: bool,
    /// When it was asked, ms.
    pub start_ms: u64,
    /// When it was decided, ms.
    pub end_ms: u64,
    /// The peaks of the movement that decided it, change from neutral with its sign, each axis for itself.
    pub peak: HeadAngles,
}

/// The outcome of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// What all findings come to.
    pub verdict: Verdict,
    /// One for each action of the challenge, in its order, and one for the turn that was added when they left depth open.
    pub actions: Vec<ActionResult>,
    /// Errors first, in the order in which they were seen.
    pub findings: Vec<Finding>,
    /// What is known of the head's depth.
    pub presence: Presence,
    /// The neutral pose that gestures were measured from.
    pub neutral: Option<HeadAngles>,
    /// Frames taken in.
    pub frames_read: usize,
    /// Frames with a face that could be followed.
    pub frames_with_face: usize,
}
