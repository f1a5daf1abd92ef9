//! What a person can be asked to do.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One movement of head or face. Left and right are the person's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Chin down and back up.
    Nod,
    /// Face to the left, as if looking over the left shoulder.
    TurnLeft,
    /// Face to the right.
    TurnRight,
    /// Left ear towards the left shoulder.
    TiltLeft,
    /// Right ear towards the right shoulder.
    TiltRight,
    /// Chin up.
    LookUp,
    /// Chin down and held there.
    LookDown,
    /// Both eyes shut and open again.
    Blink,
    /// Mouth wide open and shut again.
    OpenMouth,
    /// The face nearer to the camera, still turned to it.
    ComeCloser,
}

impl Action {
    /// All of them, in the contract's order.
    pub const ALL: [Self; 10] = [
        Self::Nod,
        Self::TurnLeft,
        Self::TurnRight,
        Self::TiltLeft,
        Self::TiltRight,
        Self::LookUp,
        Self::LookDown,
        Self::Blink,
        Self::OpenMouth,
        Self::ComeCloser,
    ];

    /// Those that are drawn where nobody says which: movements of head and face on the spot. Coming closer is asked by name
    /// only, where room for it is known to be.
    pub const DRAWN: [Self; 9] = [
        Self::Nod,
        Self::TurnLeft,
        Self::TurnRight,
        Self::TiltLeft,
        Self::TiltRight,
        Self::LookUp,
        Self::LookDown,
        Self::Blink,
        Self::OpenMouth,
    ];

    /// The name others rely on, as `turn_left`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nod => "nod",
            Self::TurnLeft => "turn_left",
            Self::TurnRight => "turn_right",
            Self::TiltLeft => "tilt_left",
            Self::TiltRight => "tilt_right",
            Self::LookUp => "look_up",
            Self::LookDown => "look_down",
            Self::Blink => "blink",
            Self::OpenMouth => "open_mouth",
            Self::ComeCloser => "come_closer",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is no action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownAction(String);

impl fmt::Display for UnknownAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = Action::ALL.map(Action::as_str).join(", ");
        write!(f, "`{}` is no action: choose among {all}", self.0)
    }
}

impl std::error::Error for UnknownAction {}

impl FromStr for Action {
    type Err = UnknownAction;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|a| a.as_str() == word).ok_or_else(|| UnknownAction(word.to_owned()))
    }
}

/// A movement's axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    Yaw,
    Pitch,
    Roll,
}

impl Action {
    /// Whether it turns the head out of the picture's plane, so that depth shows as parallax.
    pub const fn shows_depth(self) -> bool {
        matches!(self, Self::Nod | Self::TurnLeft | Self::TurnRight | Self::LookUp | Self::LookDown)
    }

    /// The axis of a movement of the head and its sign; `None` for eyes, mouth and distance.
    pub(super) const fn axis(self) -> Option<(Axis, f64)> {
        match self {
            Self::TurnLeft => Some((Axis::Yaw, 1.0)),
            Self::TurnRight => Some((Axis::Yaw, -1.0)),
            Self::TiltLeft => Some((Axis::Roll, 1.0)),
            Self::TiltRight => Some((Axis::Roll, -1.0)),
            Self::LookUp => Some((Axis::Pitch, 1.0)),
            Self::Nod | Self::LookDown => Some((Axis::Pitch, -1.0)),
            Self::Blink | Self::OpenMouth | Self::ComeCloser => None,
        }
    }
}
