//! The end of a run.

use super::Machine;
use crate::finding::{Code, Cure, Finding};
use crate::liveness::action::Action;
use crate::liveness::naming::confusion_code;
use crate::liveness::observation::HeadAngles;
use crate::liveness::presence::{Presence, Solid};
use crate::liveness::report::{ActionResult, Outcome};
use crate::verdict::Verdict;

/// A share of a solid head that is worth telling: above it something else told the picture.
const TOLD_SHARE: f64 = 0.7;
/// Turns and tilts that must all have gone the other way: one alone is a person's mistake.
const MIRRORED_ACTIONS: usize = 2;

impl Machine {
    /// Ends the run and judges it.
    pub fn finish(mut self) -> Outcome {
        if self.frames_with_face == 0 {
            self.find(Finding::error(Code::LivenessNoFace));
        } else {
            self.close();
        }
        for action in self.asks.iter().skip(self.results.len()) {
            self.results.push(ActionResult {
                asked: *action,
                seen: None,
                passed: false,
                start_ms: self.last_ms,
                end_ms: self.last_ms,
                peak: HeadAngles::default(),
            });
        }
        let presence = self.weigh_presence();
        let neutral = self.neutral.pose().map(|held| self.neutral_viewpoint.seen(&held, &self.limits.motion));
        if presence.solid == Solid::No {
            // What a picture could not do comes no better from the same picture.
            self.findings.iter_mut().for_each(|f| f.cure = Cure::None);
        }
        self.findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
        Outcome {
            verdict: Verdict::of(&self.findings),
            actions: self.results,
            presence,
            neutral,
            frames_read: self.frames_read,
            frames_with_face: self.frames_with_face,
            findings: self.findings,
        }
    }

    /// What the end of the frames says of what was still open.
    fn close(&mut self) {
        let done = self.is_done();
        let away = self.continuity.away_ms(self.last_ms);
        if !done && away > self.limits.continuity.gap_max_ms {
            self.face_lost(self.last_ms, away);
        }
        if let Some(mut gesture) = self.gesture.take() {
            let decision = gesture.at_end(self.last_ms as f64, &self.limits.motion);
            self.gesture = Some(gesture);
            self.settle(self.last_ms, decision);
            self.gesture = None;
        }
        if let (false, Some(action)) =
            (self.is_done(), self.challenge.actions.get(self.results.len()).filter(|_| !self.lie.is_told()))
        {
            let timeout = Finding::error(Code::LivenessTimeout).asked(*action).at_ms(self.last_ms as f64);
            self.find(timeout);
        }
        if let Some(finding) = self.lie.finding() {
            self.find(finding);
        }
        if self.is_mirrored() {
            self.find(Finding::error(Code::LivenessMirrored));
        }
        if let Some(finding) = self.person.close() {
            self.find(finding);
        }
        if !self.person.is_known() {
            self.find(Finding::error(Code::LivenessPersonChanged));
        }
        for finding in self.picture.findings(&self.limits.picture) {
            self.find(finding);
        }
        if let Some(finding) = self.path.repetition(&self.limits.continuity) {
            self.find(finding);
        }
    }

    fn weigh_presence(&mut self) -> Presence {
        let presence = self.presence();
        let f = *presence.leading();
        let asked = self.challenge.actions.len();
        let passed = self.results.len() >= asked && self.results.iter().take(asked).all(|r| r.passed);
        let drill = self.limits.presence.drill != 0.0 && !self.challenge.shows_depth();
        match presence.solid {
            Solid::Yes => {}
            Solid::No => {
                let finding = Finding::error(Code::LivenessFlatFace)
                    .figure("rigid_ratio", f.rigid)
                    .figure("form_ratio", f.form)
                    .figure("rotation_deg", f.rotation_deg);
                // Said only where it is what tells the picture.
                let share = presence.solid_share();
                self.find(if share < TOLD_SHARE { finding.figure("solid_ratio", share) } else { finding });
            }
            // All was done, and yet nothing can be said: that is no pass.
            Solid::Unknown if passed && !drill => {
                self.find(Finding::error(Code::LivenessDepthNotShown).figure("evidence_deg", f.rotation_deg));
            }
            Solid::Unknown if drill => {
                self.find(Finding::warning(Code::LivenessDepthNotShown).figure("evidence_deg", f.rotation_deg));
            }
            Solid::Unknown => {}
        }
        presence
    }

    /// Every turn and tilt went the other way: the picture is a mirror's.
    fn is_mirrored(&self) -> bool {
        let lateral =
            |a: Action| matches!(a, Action::TurnLeft | Action::TurnRight | Action::TiltLeft | Action::TiltRight);
        let mut asked = self.results.iter().filter(|r| lateral(r.asked)).peekable();
        let several = asked.clone().count() >= MIRRORED_ACTIONS;
        asked.peek().is_some()
            && several
            && asked.all(|r| {
                r.seen.is_some_and(|seen| confusion_code(r.asked, seen) == Code::LivenessWrongDirection && !r.passed)
            })
    }
}
