//! What to tell the person after a frame.

use super::Machine;
use crate::finding::Code;
use crate::liveness::action::Action;
use crate::liveness::observation::{FaceSeen, HeadAngles};
use crate::liveness::report::{Hint, Live};

impl Machine {
    pub(super) fn live(&self, face: Option<&FaceSeen>) -> Live {
        let stop = self.limits.motion.stop_at_failure != 0.0 && self.is_spoilt();
        let ended = self.is_done() || self.never_still || stop;
        let (progress, lead) = self.gesture.as_ref().map_or((0.0, None), |g| g.progress(&self.limits.motion));
        let angle = |d: [f64; 3]| HeadAngles { yaw_deg: d[0] as f32, pitch_deg: d[1] as f32, roll_deg: d[2] as f32 };
        Live {
            hint: if ended { Hint::Done } else { self.hint(face, progress, lead.map(|l| (l.action, l.strength))) },
            action: self.results.len(),
            asked: self.gesture.as_ref().map(|g| g.asked),
            progress: progress as f32,
            angles: self.change.map(angle),
            passed: self.results.iter().map(|r| r.passed).collect(),
            spoilt: self.is_spoilt(),
            ended,
        }
    }

    fn hint(&self, face: Option<&FaceSeen>, progress: f64, lead: Option<(Action, f64)>) -> Hint {
        if self.findings.iter().any(|f| f.code == Code::LivenessMultipleFaces) {
            return Hint::OnePerson;
        }
        if face.is_none() {
            return Hint::ShowFace;
        }
        let picture = self.picture.hint();
        let Some(gesture) = &self.gesture else { return picture.unwrap_or(Hint::HoldStill) };
        if !gesture.is_armed() || progress >= 1.0 {
            return Hint::ComeBack;
        }
        let tilts = |action| matches!(action, Action::TiltLeft | Action::TiltRight);
        let turns = |action| matches!(action, Action::TurnLeft | Action::TurnRight);
        match lead {
            Some((action, strength))
                if action != gesture.asked && strength >= self.limits.motion.confusion_strength =>
            {
                if turns(gesture.asked) && tilts(action) { Hint::KeepUpright } else { Hint::OtherWay }
            }
            Some(_) => Hint::Further,
            None => picture.unwrap_or(Hint::Act),
        }
    }
}
