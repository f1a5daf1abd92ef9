//! One asked action: whether it is done, something else is done, or nothing.

use super::action::{Action, Axis};
use super::expression::{Event, Expressions};
use super::limits::MotionLimits;
use super::naming::{along, confusion_code, figure, with_peaks};
use super::observation::HeadAngles;
use super::swing::{Lead, Phase, Swing, least_deg};
use crate::finding::{Code, Finding};

/// What became of an action.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Decision {
    pub(super) seen: Option<Action>,
    pub(super) peak: HeadAngles,
    /// Why it failed; `None` when it passed.
    pub(super) failure: Option<Finding>,
    /// The movement was still going on.
    pub(super) moving: bool,
}

/// A movement that was too small to count.
#[derive(Debug, Clone, Copy)]
struct Attempt {
    lead: Lead,
    peaks: HeadAngles,
    towards_deg: f64,
    at_ms: f64,
}

/// The action that is asked.
#[derive(Debug, Clone)]
pub(super) struct Gesture {
    pub(super) asked: Action,
    pub(super) asked_ms: f64,
    /// When the head came to rest and the action's own time began.
    armed_ms: Option<f64>,
    /// What still moves from the action before.
    carried: Option<Action>,
    swing: Swing,
    attempt: Option<Attempt>,
    /// Widest gap of the lips in the swing.
    gap: f64,
    /// Farthest that the head went as asked, degrees, be it in a swing or less.
    farthest_deg: f64,
    blinked: bool,
    /// A blink that was longer than those that nobody notices.
    meant: bool,
    last: Expressions,
}

impl Gesture {
    /// Asks `asked` at once.
    pub(super) fn first(asked: Action, asked_ms: f64) -> Self {
        Self { armed_ms: Some(asked_ms), ..Self::next(asked, asked_ms, None) }
    }

    /// Asks `asked` as soon as the head has come back from the action before; `carried` is what it was still doing then.
    pub(super) fn next(asked: Action, asked_ms: f64, carried: Option<Action>) -> Self {
        Self {
            asked,
            asked_ms,
            armed_ms: None,
            carried,
            swing: Swing::default(),
            attempt: None,
            gap: 0.0,
            farthest_deg: 0.0,
            blinked: false,
            meant: false,
            last: Expressions::default(),
        }
    }

    /// Takes one frame: change from neutral, degrees, whether the head is held still, and what the face did.
    pub(super) fn feed(
        &mut self,
        at_ms: f64,
        d: &[f64; 3],
        still: bool,
        face: Expressions,
        limits: &MotionLimits,
    ) -> Option<Decision> {
        if self.armed_ms.is_none() {
            let waited = at_ms - self.asked_ms >= limits.return_ms;
            if super::swing::strength(d, limits) >= limits.rest_strength && !waited {
                return None;
            }
            self.armed_ms = Some(at_ms);
        }
        self.last = face;
        let asked_ms = self.asked_ms;
        let since_asked = |event: Option<Event>| event.filter(|e| e.start_ms >= asked_ms);
        // A mouth that opens drags the lids along, though not as far as they shut.
        let blink = since_asked(face.blink).filter(|_| face.gap < limits.mouth_attempt_min || face.deep);
        self.blinked |= blink.is_some();
        self.meant |= blink.is_some_and(|b| b.end_ms - b.start_ms >= limits.blink_meant_ms);
        if face.gap < limits.mouth_attempt_min {
            self.farthest_deg = self.farthest_deg.max(towards(self.asked, d));
        }
        let phase = self.swing.feed(at_ms, d, still, limits);
        self.gap = if phase == Phase::Rest { face.gap } else { self.gap.max(face.gap) };
        if let Some(decision) = self.of_expression(blink, since_asked(face.mouth), limits) {
            return Some(decision);
        }
        if self.asked == Action::ComeCloser {
            // A head that leans forward nods as well; only what was not done is told from its movement.
            if phase != Phase::Rest && self.has_ended(phase, limits) {
                self.keep_attempt(at_ms, limits);
                self.swing = Swing::default();
            }
            let armed_ms = self.armed_ms.unwrap_or(at_ms);
            let done = face.closer.near && face.closer.perspective.is_some_and(|p| p >= limits.closer_perspective_min);
            let too_far = self.gone_too_far(1.0, limits).filter(|_| !done);
            return done
                .then(|| self.decide(Some(Action::ComeCloser), None))
                .or(too_far)
                .or_else(|| (at_ms - armed_ms >= limits.action_ms).then(|| self.time_is_up(at_ms, limits)));
        }
        let decision = self.of_swing(phase, limits);
        if decision.is_none() && phase != Phase::Rest && self.has_ended(phase, limits) {
            self.keep_attempt(at_ms, limits);
            self.swing = Swing::default();
        }
        decision.or_else(|| {
            let armed_ms = self.armed_ms.unwrap_or(at_ms);
            (at_ms - armed_ms >= limits.action_ms).then(|| self.time_is_up(at_ms, limits))
        })
    }

    fn of_expression(&self, blink: Option<Event>, mouth: Option<Event>, limits: &MotionLimits) -> Option<Decision> {
        let event = match self.asked {
            Action::Blink => blink,
            Action::OpenMouth => mouth,
            _ => None,
        };
        event?;
        // A head that goes its own way meanwhile is judged by its movement.
        let lead = self.swing.lead(self.asked, limits);
        let dragged = self.asked == Action::OpenMouth && self.is_dragged(lead, limits);
        (lead.strength < 1.0 || dragged).then(|| self.decide(Some(self.asked), None))
    }

    /// Pitch that an open mouth makes by dragging the chin.
    fn is_dragged(&self, lead: Lead, limits: &MotionLimits) -> bool {
        self.gap >= limits.mouth_open_min
            && matches!(lead.action, Action::Nod | Action::LookDown | Action::LookUp)
            && f64::from(self.swing.peaks().pitch_deg.abs()) < limits.mouth_pitch_deg * self.gap
    }

    /// Whether the movement is over, so that it can be judged as a whole.
    fn has_ended(&self, phase: Phase, limits: &MotionLimits) -> bool {
        let lead = self.swing.lead(self.asked, limits).action;
        match phase {
            Phase::Rest | Phase::Moving => false,
            Phase::Settled => true,
            // On the way back from a look up a nod may go on downwards.
            Phase::Returned => lead != Action::LookUp,
            // A chin held down may still turn out to be a nod.
            Phase::Held => lead != Action::Nod,
        }
    }

    fn of_swing(&mut self, phase: Phase, limits: &MotionLimits) -> Option<Decision> {
        if let Some(decision) = self.gone_too_far(1.0, limits) {
            return Some(decision);
        }
        if !self.has_ended(phase, limits) {
            return None;
        }
        let lead = self.swing.lead(self.asked, limits);
        if self.is_dragged(lead, limits) {
            // The mouth is judged when it shuts.
            return None;
        }
        let carried = self.carried.take();
        if lead.strength < 1.0 {
            return None;
        }
        if lead.action != self.asked {
            let rebound = carried.is_some_and(|before| before.axis().map(|a| a.0) == lead.action.axis().map(|a| a.0));
            let started = self.swing.started_ms().unwrap_or(f64::INFINITY);
            if rebound && started - self.armed_ms.unwrap_or(started) <= limits.carry_ms {
                // What is left of the movement before.
                return None;
            }
            return Some(self.confusion(lead.action, limits));
        }
        let asked_deg = self.swing.towards(self.asked);
        let (axis, aside) = self.swing.aside(self.asked);
        let allowed = (limits.impurity_max_ratio * asked_deg).max(limits.impurity_floor_deg);
        if aside.abs() > allowed {
            let other = along(axis, aside);
            let finding = Finding::error(confusion_code(self.asked, other)).seen(other);
            let finding = self.with_peaks(finding).figure("mixed_ratio", aside.abs() / asked_deg.max(0.1));
            return Some(self.decide(Some(lead.action), Some(finding)));
        }
        Some(self.decide(Some(lead.action), None))
    }

    fn keep_attempt(&mut self, at_ms: f64, limits: &MotionLimits) {
        let lead = self.swing.lead(self.asked, limits);
        if self.is_dragged(lead, limits) {
            return;
        }
        if lead.strength >= limits.attempt_strength && self.attempt.is_none_or(|a| lead.strength > a.lead.strength) {
            let towards_deg = self.swing.towards(self.asked);
            self.attempt = Some(Attempt { lead, peaks: self.swing.peaks(), towards_deg, at_ms });
        }
    }

    /// A full movement that is not the one asked.
    fn confusion(&self, seen: Action, limits: &MotionLimits) -> Decision {
        // A turn that was too small, then something else: the turn is what to mend.
        let attempted =
            self.attempt.filter(|a| a.lead.action == self.asked && a.lead.strength >= limits.confusion_strength);
        if let Some(attempt) = attempted {
            return self.too_small(&attempt, limits);
        }
        self.decide(Some(seen), Some(self.with_peaks(Finding::error(confusion_code(self.asked, seen)).seen(seen))))
    }

    fn too_small(&self, attempt: &Attempt, limits: &MotionLimits) -> Decision {
        let finding = Finding::error(Code::LivenessTooSmallMotion)
            .figure("peak_deg", attempt.towards_deg)
            .figure("min_deg", least_deg(self.asked, limits))
            .at_ms(attempt.at_ms);
        Decision { peak: attempt.peaks, ..self.decide(Some(attempt.lead.action), Some(finding)) }
    }

    /// What to say when nothing more is waited for.
    pub(super) fn time_is_up(&mut self, at_ms: f64, limits: &MotionLimits) -> Decision {
        self.keep_attempt(at_ms, limits);
        if let Some(decision) = self.not_near(limits) {
            return decision;
        }
        if let Some(attempt) = self.attempt {
            let seen = attempt.lead.action;
            // Too small for it to matter whether the chin was kept down.
            if seen.axis() == self.asked.axis() {
                return self.too_small(&attempt, limits);
            }
            if attempt.lead.strength >= limits.confusion_strength {
                let finding = Finding::error(confusion_code(self.asked, seen)).seen(seen);
                let finding = with_peaks(finding, &attempt.peaks);
                return Decision { peak: attempt.peaks, ..self.decide(Some(seen), Some(finding)) };
            }
        }
        let small = match self.asked {
            Action::Blink => self.last.deepest_lids >= limits.squint_ratio && !self.blinked,
            Action::OpenMouth => self.last.greatest_gap >= limits.mouth_attempt_min,
            _ => false,
        };
        if small {
            return self.decide(None, Some(Finding::error(Code::LivenessTooSmallMotion)));
        }
        // Who blinks while turning a little has not blinked instead.
        let least = least_deg(self.asked, limits);
        if least > 0.0 && self.farthest_deg >= limits.slight_strength * least {
            let finding = Finding::error(Code::LivenessTooSmallMotion)
                .figure("peak_deg", self.farthest_deg)
                .figure("min_deg", least);
            return self.decide(Some(self.asked), Some(finding));
        }
        let mouth = self.last.greatest_gap >= limits.mouth_open_min;
        if mouth && self.asked != Action::OpenMouth {
            let seen = Action::OpenMouth;
            return self.decide(Some(seen), Some(Finding::error(Code::LivenessWrongAction).seen(seen)));
        }
        if self.meant && self.asked != Action::Blink {
            let seen = Action::Blink;
            return self.decide(Some(seen), Some(Finding::error(Code::LivenessWrongAction).seen(seen)));
        }
        // Everybody blinks now and then: it is seen, but it is no answer to something else.
        let seen = self.blinked.then_some(Action::Blink);
        let waited_s = (at_ms - self.asked_ms).max(0.0) / 1000.0;
        self.decide(seen, Some(Finding::error(Code::LivenessTimeout).figure("waited_s", waited_s)))
    }

    /// What to say of a face that was asked to come closer and has come some of the way, or as a picture does.
    fn not_near(&self, limits: &MotionLimits) -> Option<Decision> {
        let closer = self.last.closer;
        let least = 1.0 + limits.closer_attempt_ratio * (limits.closer_min_ratio - 1.0);
        if self.asked != Action::ComeCloser || closer.greatest < least {
            return None;
        }
        let finding = match closer.perspective.filter(|_| closer.near) {
            // It grew as a flat picture grows, or too unlike a head for it to be told.
            Some(perspective) => {
                Finding::error(Code::LivenessDepthNotShown).figure("perspective_ratio", perspective.max(0.0))
            }
            None => Finding::error(Code::LivenessTooSmallMotion)
                .figure("size_ratio", closer.greatest)
                .figure("min_ratio", limits.closer_min_ratio),
        };
        Some(self.decide(Some(Action::ComeCloser), Some(finding)))
    }

    /// What to say when the frames end: a movement that has come back part of the way, or is held, is judged as it stands.
    pub(super) fn at_end(&mut self, at_ms: f64, limits: &MotionLimits) -> Decision {
        let over = self.swing.has_turned_back(limits) && self.asked != Action::ComeCloser;
        let decision = if over { self.of_swing(Phase::Settled, limits) } else { None };
        decision.unwrap_or_else(|| self.time_is_up(at_ms, limits))
    }

    /// The head jumped.
    pub(super) fn jumped(&self, speed_deg_per_s: f64, step: &[f64; 3], limits: &MotionLimits) -> Decision {
        let finding = Finding::error(Code::LivenessTooFast).figure("speed_deg_per_s", speed_deg_per_s);
        let mut swing = self.swing.clone();
        swing.feed(self.asked_ms, step, false, limits);
        let lead = swing.lead(self.asked, limits);
        let seen = (lead.strength >= 1.0).then_some(lead.action);
        Decision { peak: swing.peaks(), ..self.decide(seen, Some(finding)) }
    }

    /// The swing went so far that the face cannot be followed any more; `least` is the share of the greatest swing from
    /// which that is believed.
    pub(super) fn gone_too_far(&self, least: f64, limits: &MotionLimits) -> Option<Decision> {
        let lead = self.swing.lead(self.asked, limits);
        if self.swing.started_ms().is_none() || lead.strength < 1.0 || self.swing.excess(limits) < least {
            return None;
        }
        let (axis, peak) = self.swing.aside(Action::Blink);
        let finding = Finding::error(Code::LivenessTooLargeMotion).figure(figure(axis), peak.abs());
        Some(self.decide(Some(lead.action), Some(finding)))
    }

    fn decide(&self, seen: Option<Action>, failure: Option<Finding>) -> Decision {
        Decision {
            seen,
            peak: self.swing.peaks(),
            failure: failure.map(|finding| finding.asked(self.asked)),
            moving: self.swing.started_ms().is_some(),
        }
    }

    fn with_peaks(&self, finding: Finding) -> Finding {
        with_peaks(finding, &self.swing.peaks())
    }

    /// How much of the movement is done, 0 to 1, and what leads it when it has begun.
    pub(super) fn progress(&self, limits: &MotionLimits) -> (f64, Option<Lead>) {
        match self.asked {
            Action::Blink => (self.last.deepest_lids.clamp(0.0, 1.0), None),
            Action::OpenMouth => ((self.last.greatest_gap / limits.mouth_open_min.max(0.01)).clamp(0.0, 1.0), None),
            Action::ComeCloser => {
                let growth = (self.last.closer.greatest - 1.0) / (limits.closer_min_ratio - 1.0).max(0.01);
                (growth.clamp(0.0, 1.0), None)
            }
            _ => {
                let done = self.swing.towards(self.asked) / least_deg(self.asked, limits).max(0.1);
                let lead = self.swing.started_ms().map(|_| self.swing.lead(self.asked, limits));
                (done.clamp(0.0, 1.0), lead)
            }
        }
    }

    /// Whether the action's own time has begun.
    pub(super) fn is_armed(&self) -> bool {
        self.armed_ms.is_some()
    }

    /// Whether nothing moves.
    pub(super) fn is_at_rest(&self) -> bool {
        self.swing.started_ms().is_none()
    }
}

/// How far `d` is from rest along the axis of `action`, + where it is asked to go; 0 for eyes and mouth.
fn towards(action: Action, d: &[f64; 3]) -> f64 {
    let [yaw, pitch, roll] = *d;
    match action.axis() {
        Some((Axis::Yaw, sign)) => sign * yaw,
        Some((Axis::Pitch, sign)) => sign * pitch,
        Some((Axis::Roll, sign)) => sign * roll,
        None => 0.0,
    }
}
