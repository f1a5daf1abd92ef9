//! The end of a run.

use super::Machine;
use crate::finding::{Code, Cure, Finding};
use crate::liveness::observation::HeadAngles;
use crate::liveness::presence::{Presence, Solid};
use crate::liveness::report::{ActionResult, Outcome};
use crate::verdict::Verdict;

/// A share of a solid head that is worth telling: above it something else told the picture.
const TOLD_SHARE: f64 = 0.7;

impl Machine {
    /// Ends the run and judges it.
    pub fn finish(mut self) -> Outcome {
        if self.frames_with_face == 0 {
            self.find(Finding::error(Code::LivenessNoFace));
        } else {
            self.close();
        }
        for action in self.challenge.actions.iter().skip(self.results.len()) {
            self.results.push(ActionResult {
                asked: *action,
                seen: None,
                passed: false,
                start_ms: self.last_ms,
                end_ms: self.last_ms,
                peak: HeadAngles::default(),
            });
        }
        // As the camera saw it.
        let neutral = self.neutral.pose().map(|held| self.neutral_viewpoint.seen(&held, &self.limits.motion));
        let presence = self.weigh_presence(&neutral.unwrap_or_default());
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
        if let (false, Some(action)) = (self.is_done(), self.challenge.actions.get(self.results.len())) {
            let timeout = Finding::error(Code::LivenessTimeout).asked(*action).at_ms(self.last_ms as f64);
            self.find(timeout);
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

    fn weigh_presence(&mut self, neutral: &HeadAngles) -> Presence {
        let presence = self.tracks.judge(neutral, self.features.signs_of_life, &self.limits.presence);
        let f = *presence.leading();
        let passed = self.results.iter().all(|r| r.passed);
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
            // Turns were made, and yet nothing can be said: that is no pass.
            Solid::Unknown if self.challenge.shows_depth() && passed => {
                let mut finding = Finding::error(Code::LivenessFlatFace).figure("evidence_deg", f.rotation_deg);
                finding.cure = Cure::Retake;
                self.find(finding);
            }
            Solid::Unknown if !self.challenge.shows_depth() => {
                self.find(Finding::warning(Code::LivenessFlatFace).figure("evidence_deg", f.rotation_deg));
            }
            Solid::Unknown => {}
        }
        presence
    }
}
