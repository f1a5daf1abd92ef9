//! How movements and their confusions are called in findings.

use super::action::{Action, Axis};
use super::observation::HeadAngles;
use crate::finding::{Code, Finding};

/// The figure of a peak along `axis`.
pub(super) const fn figure(axis: Axis) -> &'static str {
    match axis {
        Axis::Yaw => "yaw_deg",
        Axis::Pitch => "pitch_deg",
        Axis::Roll => "roll_deg",
    }
}

/// The movement along `axis` to the side of `peak`.
pub(super) fn along(axis: Axis, peak: f64) -> Action {
    match (axis, peak > 0.0) {
        (Axis::Yaw, true) => Action::TurnLeft,
        (Axis::Yaw, false) => Action::TurnRight,
        (Axis::Pitch, true) => Action::LookUp,
        (Axis::Pitch, false) => Action::Nod,
        (Axis::Roll, true) => Action::TiltLeft,
        (Axis::Roll, false) => Action::TiltRight,
    }
}

pub(super) fn with_peaks(finding: Finding, peaks: &HeadAngles) -> Finding {
    finding
        .figure("yaw_deg", f64::from(peaks.yaw_deg))
        .figure("pitch_deg", f64::from(peaks.pitch_deg))
        .figure("roll_deg", f64::from(peaks.roll_deg))
}

/// The name of doing `seen` where `asked` was asked.
pub(super) fn confusion_code(asked: Action, seen: Action) -> Code {
    use Action::{LookDown, LookUp, Nod, TiltLeft, TiltRight, TurnLeft, TurnRight};
    match (asked, seen) {
        (TurnLeft, TurnRight) | (TurnRight, TurnLeft) | (TiltLeft, TiltRight) | (TiltRight, TiltLeft) => {
            Code::LivenessWrongDirection
        }
        (Nod | LookDown, LookUp) | (LookUp, Nod | LookDown) => Code::LivenessWrongDirection,
        (TurnLeft | TurnRight, TiltLeft | TiltRight) => Code::LivenessTiltInsteadOfTurn,
        (TiltLeft | TiltRight, TurnLeft | TurnRight) => Code::LivenessTurnInsteadOfTilt,
        (TurnLeft | TurnRight, Nod | LookDown) => Code::LivenessNodInsteadOfTurn,
        _ => Code::LivenessWrongAction,
    }
}
