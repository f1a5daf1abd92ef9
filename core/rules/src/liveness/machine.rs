//! The run: frames in, one at a time; what to tell the person out, and at the end the outcome.

use super::action::Action;
use super::challenge::Challenge;
use super::continuity::{Continuity, Tick, place};
use super::expression::{Lids, Mouth};
use super::filter::OneEuro;
use super::gesture::{Decision, Expressions, Gesture};
use super::limits::Limits;
use super::neutral::Neutral;
use super::observation::{FaceSeen, HeadAngles, Observation};
use super::person::Person;
use super::picture::{Picture, outside_ratio};
use super::presence::{Presence, Solid, Tracks};
use super::repeat::Path;
use super::report::{ActionResult, Hint, Live, Outcome};
use super::rotation;
use super::steady::{Steady, Step, Stillness};
use crate::finding::{Code, Cure, Finding, Severity};
use crate::verdict::Verdict;

/// Judges one run. Same challenge, limits and observations, same outcome.
#[derive(Debug, Clone)]
pub struct Machine {
    challenge: Challenge,
    limits: Limits,
    continuity: Continuity,
    picture: Picture,
    person: Person,
    tracks: Tracks,
    path: Path,
    neutral: Neutral,
    filters: [OneEuro; 3],
    steady: Steady,
    stillness: Stillness,
    lids: Lids,
    mouth: Mouth,
    gesture: Option<Gesture>,
    carried: Option<Action>,
    results: Vec<ActionResult>,
    findings: Vec<Finding>,
    first_ms: Option<u64>,
    last_ms: u64,
    last_face_ms: f64,
    /// When the last action was decided.
    decided_ms: Option<u64>,
    /// The search for a neutral pose took too long.
    never_still: bool,
    change: Option<[f64; 3]>,
    frames_read: usize,
    frames_with_face: usize,
}

impl Machine {
    /// A run of `challenge`.
    pub fn new(challenge: Challenge, limits: Limits) -> Self {
        let m = &limits.motion;
        let filter = OneEuro::new(m.filter_min_cutoff_hz, m.filter_beta, m.filter_speed_cutoff_hz);
        Self {
            challenge,
            filters: [filter.clone(), filter.clone(), filter],
            limits,
            continuity: Continuity::default(),
            picture: Picture::default(),
            person: Person::default(),
            tracks: Tracks::default(),
            path: Path::default(),
            neutral: Neutral::default(),
            steady: Steady::default(),
            stillness: Stillness::default(),
            lids: Lids::default(),
            mouth: Mouth::default(),
            gesture: None,
            carried: None,
            results: Vec::new(),
            findings: Vec::new(),
            first_ms: None,
            last_ms: 0,
            last_face_ms: 0.0,
            decided_ms: None,
            never_still: false,
            change: None,
            frames_read: 0,
            frames_with_face: 0,
        }
    }

    /// The challenge of this run.
    pub fn challenge(&self) -> &Challenge {
        &self.challenge
    }

    /// The limits of this run.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Takes one frame.
    pub fn step(&mut self, o: &Observation) -> Live {
        self.frames_read += 1;
        match self.continuity.tick(o.at_ms, &self.limits.continuity) {
            Tick::Good => {}
            Tick::Skip => return self.live(o.face.as_ref()),
            Tick::Broken(finding) => {
                self.find(finding);
                if o.at_ms <= self.last_ms {
                    return self.live(o.face.as_ref());
                }
            }
        }
        self.last_ms = o.at_ms;
        self.first_ms.get_or_insert(o.at_ms);
        let face = o.face.as_ref().filter(|face| self.is_followed(face));
        self.watch(o, face);
        match face {
            Some(face) => self.take(o, face),
            None => self.change = None,
        }
        self.wait(o.at_ms);
        self.live(face)
    }

    /// Everything that must hold whatever is asked.
    fn watch(&mut self, o: &Observation, face: Option<&FaceSeen>) {
        let l = &self.limits.continuity;
        let gap = self.continuity.face(o.at_ms, face.is_some(), l);
        let crowd = self.continuity.crowd(o, l);
        let still = self.continuity.stillness(o, l);
        // A face that is away when all is done may stay away.
        if let Some(gap) = gap.filter(|_| !self.is_done() || face.is_some()) {
            self.face_lost(o.at_ms, gap);
        }
        for finding in [crowd, still].into_iter().flatten() {
            self.find(finding);
        }
    }

    fn face_lost(&mut self, at_ms: u64, gap_ms: f64) {
        let left = self.gesture.as_ref().and_then(|g| g.left_frame(&self.limits.motion));
        if let Some(decision) = left {
            self.settle(at_ms, decision);
            return;
        }
        let gap = Finding::error(Code::LivenessFaceLost).figure("gap_s", gap_ms / 1000.0).at_ms(at_ms as f64);
        self.find(gap);
    }

    /// Whether a face is there and all that is said of it are numbers.
    fn is_followed(&self, face: &FaceSeen) -> bool {
        let a = &face.angles;
        let numbers = [
            face.presence,
            a.yaw_deg,
            a.pitch_deg,
            a.roll_deg,
            face.eye_distance_px,
            face.left_eye_open,
            face.right_eye_open,
            face.mouth_open,
            face.luminance,
            face.clipped_ratio,
        ];
        let rows = [&face.proportions[..], &face.appearance, &face.box_px, &face.skin_ab];
        // Beyond a million there is no picture and no face.
        let sane = |v: &f32| v.abs() < 1e6;
        f64::from(face.presence) >= self.limits.continuity.presence_min
            && [a.yaw_deg, a.pitch_deg, a.roll_deg].iter().all(|v| v.abs() <= 180.0)
            && numbers.iter().all(sane)
            && rows.iter().all(|row| row.iter().all(sane))
            && face.points.iter().flatten().all(sane)
    }

    fn take(&mut self, o: &Observation, face: &FaceSeen) {
        self.frames_with_face += 1;
        if !self.is_done() {
            self.picture.feed(o, face, &self.limits.picture);
        }
        let at_ms = o.at_ms as f64;
        let a = face.angles;
        if let Some(place) = place(face) {
            self.path.feed(at_ms, [a.yaw_deg, a.pitch_deg, a.roll_deg].map(f64::from), place);
        }
        let jumped = match self.steady.feed(at_ms, a, &self.limits.motion) {
            Step::Good => None,
            Step::Doubtful => return,
            Step::Jumped(speed) => Some(speed),
        };
        let step_ms = at_ms - std::mem::replace(&mut self.last_face_ms, at_ms);
        let known = self.neutral.pose().is_some();
        let change = self.neutral.seek(at_ms, a, &self.limits.motion).map(|n| rotation::change(&n, &a));
        if let Some(finding) = self.person.feed(face, change.as_ref(), &self.limits.continuity) {
            self.find(finding.at_ms(at_ms));
        }
        let Some(change) = change else { return };
        if !known && !self.is_done() {
            self.ask(o.at_ms);
        }
        self.judge(o, face, &change, step_ms, jumped);
    }

    fn judge(&mut self, o: &Observation, face: &FaceSeen, change: &HeadAngles, step_ms: f64, jumped: Option<f64>) {
        let at_ms = o.at_ms as f64;
        let m = &self.limits.motion;
        let raw = [change.yaw_deg, change.pitch_deg, change.roll_deg].map(f64::from);
        let mut d = raw;
        d.iter_mut().zip(&mut self.filters).for_each(|(d, filter)| *d = filter.feed(at_ms, *d));
        self.change = Some(d);
        let still = self.stillness.feed(at_ms, d, m);
        let strength = super::swing::strength(&d, m);
        let head_still = d.iter().all(|v| v.abs() <= m.blink_head_max_deg);
        let eyes = [face.left_eye_open, face.right_eye_open].map(f64::from);
        let blink = self.lids.feed(at_ms, eyes, head_still, m);
        let mouth = self.mouth.feed(at_ms, f64::from(face.mouth_open), m);
        let expressions = Expressions {
            blink,
            mouth,
            mouth_wide: self.mouth.gap >= m.mouth_open_min,
            least_lids: self.lids.least_ratio,
            greatest_gap: self.mouth.greatest_gap,
        };
        // An open mouth drags the landmarks that the pose is fitted to: what it claims then is no evidence.
        if self.mouth.gap < m.mouth_attempt_min {
            self.tracks.feed(face.angles, strength < m.rest_strength, &face.points);
        }
        let Some(gesture) = &mut self.gesture else { return };
        let decision = match jumped {
            Some(speed) => Some(gesture.jumped(speed, &raw, m)),
            None if outside_ratio(o, face) > self.limits.picture.outside_error_ratio
                && gesture.left_frame(m).is_some() =>
            {
                gesture.left_frame(m)
            }
            None => gesture.feed(at_ms, &d, still, expressions, m),
        };
        let at_rest = gesture.is_at_rest() && strength < m.rest_strength;
        if at_rest && let Some(step) = self.neutral.follow(step_ms, &face.angles, m) {
            let moved = [step.yaw_deg, step.pitch_deg, step.roll_deg].map(f64::from);
            self.filters.iter_mut().zip(moved).for_each(|(filter, moved)| filter.shift(-moved));
        }
        if let Some(decision) = decision {
            self.settle(o.at_ms, decision);
        }
    }

    /// What time alone decides.
    fn wait(&mut self, at_ms: u64) {
        let m = &self.limits.motion;
        let since = |start: f64| at_ms as f64 - start;
        if let Some(gesture) = &mut self.gesture {
            // Without a face nothing feeds it.
            if self.change.is_none() && since(gesture.asked_ms) >= m.action_ms + m.return_ms {
                let decision = gesture.time_is_up(at_ms as f64, m);
                self.settle(at_ms, decision);
            }
        } else if !self.is_done() && self.neutral.pose().is_none() {
            self.never_still = since(self.first_ms.unwrap_or(at_ms) as f64) >= m.begin_ms;
        }
    }

    fn ask(&mut self, at_ms: u64) {
        let next = self.challenge.actions.get(self.results.len()).copied();
        let carried = self.carried.take();
        self.lids.ask();
        self.mouth.ask();
        self.gesture = next.map(|action| Gesture::new(action, at_ms as f64, carried));
    }

    /// Ends the action that is asked, and asks the next.
    fn settle(&mut self, at_ms: u64, decision: Decision) {
        let Some(gesture) = self.gesture.take() else { return };
        self.carried = decision.seen.filter(|_| decision.moving);
        self.results.push(ActionResult {
            asked: gesture.asked,
            seen: decision.seen,
            passed: decision.failure.is_none(),
            start_ms: gesture.asked_ms as u64,
            end_ms: at_ms,
            peak: decision.peak,
        });
        if let Some(finding) = decision.failure {
            let finding = if finding.at_ms.is_none() { finding.at_ms(at_ms as f64) } else { finding };
            // Each action has its own.
            self.findings.push(finding);
        }
        self.ask(at_ms);
        if self.gesture.is_none() {
            self.decided_ms = Some(at_ms);
        }
    }

    /// Adds a finding unless its code has been told.
    fn find(&mut self, finding: Finding) {
        if !self.findings.iter().any(|f| f.code == finding.code) {
            self.findings.push(finding);
        }
    }

    fn is_done(&self) -> bool {
        self.results.len() >= self.challenge.actions.len()
    }

    fn is_spoilt(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Error)
    }

    fn live(&self, face: Option<&FaceSeen>) -> Live {
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
        let presence = self.weigh_presence();
        if presence.solid == Solid::No {
            // What a picture could not do comes no better from the same picture.
            self.findings.iter_mut().for_each(|f| f.cure = Cure::None);
        }
        self.findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
        Outcome {
            verdict: Verdict::of(&self.findings),
            actions: self.results,
            presence,
            neutral: self.neutral.pose(),
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

    fn weigh_presence(&mut self) -> Presence {
        let neutral = self.neutral.pose().unwrap_or_default();
        let presence = self.tracks.judge(&neutral, &self.limits.presence);
        let f = &presence.figures;
        let passed = self.results.iter().all(|r| r.passed);
        match presence.solid {
            Solid::Yes => {}
            Solid::No => self.find(
                Finding::error(Code::LivenessFlatFace)
                    .figure("relief_ratio", f.relief.max(0.0))
                    .figure("rigid_ratio", f.rigid)
                    .figure("rotation_deg", f.rotation_deg),
            ),
            // Turns were made, and yet nothing can be said: that is no pass.
            Solid::Unknown if self.challenge.shows_depth() && passed => {
                let mut finding = Finding::error(Code::LivenessFlatFace).figure("evidence_frames", f.frames as f64);
                finding.cure = Cure::Retake;
                self.find(finding);
            }
            Solid::Unknown if !self.challenge.shows_depth() => {
                self.find(Finding::warning(Code::LivenessFlatFace).figure("evidence_frames", f.frames as f64));
            }
            Solid::Unknown => {}
        }
        presence
    }
}
