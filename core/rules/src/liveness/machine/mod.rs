//! The run: frames in, one at a time; what to tell the person out, and at the end the outcome.

mod closing;
mod live;

use crate::finding::{Code, Finding, Severity};
use crate::liveness::action::Action;
use crate::liveness::approach::Approach;
use crate::liveness::challenge::Challenge;
use crate::liveness::continuity::{Continuity, Tick, place};
use crate::liveness::expression::{Expressions, Features};
use crate::liveness::filter::OneEuro;
use crate::liveness::gesture::{Decision, Gesture};
use crate::liveness::lie::Lie;
use crate::liveness::limits::Limits;
use crate::liveness::neutral::Neutral;
use crate::liveness::observation::{FaceSeen, HeadAngles, Observation};
use crate::liveness::person::Person;
use crate::liveness::picture::{Picture, outside_ratio};
use crate::liveness::presence::{Presence, Solid, Tracks};
use crate::liveness::repeat::Path;
use crate::liveness::report::{ActionResult, Live};
use crate::liveness::rotation;
use crate::liveness::steady::{Steadiness, Steady, Stillness};
use crate::liveness::viewpoint::Viewpoint;

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
    /// From where the head was seen when its neutral pose was found.
    neutral_viewpoint: Viewpoint,
    filters: [OneEuro; 3],
    steady: Steady,
    stillness: Stillness,
    features: Features,
    approach: Approach,
    gesture: Option<Gesture>,
    /// The actions of the challenge, and the turn that was added when they left depth open.
    asks: Vec<Action>,
    results: Vec<ActionResult>,
    lie: Lie,
    findings: Vec<Finding>,
    first_ms: Option<u64>,
    first_face_ms: Option<u64>,
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
            asks: challenge.actions.clone(),
            lie: Lie::default(),
            challenge,
            filters: [filter.clone(), filter.clone(), filter],
            limits,
            continuity: Continuity::default(),
            picture: Picture::default(),
            person: Person::default(),
            tracks: Tracks::default(),
            path: Path::default(),
            neutral: Neutral::default(),
            neutral_viewpoint: Viewpoint::default(),
            steady: Steady::default(),
            stillness: Stillness::default(),
            features: Features::default(),
            approach: Approach::default(),
            gesture: None,
            results: Vec::new(),
            findings: Vec::new(),
            first_ms: None,
            first_face_ms: None,
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
        let away_ms = self.continuity.away_ms(o.at_ms);
        let gap = self.continuity.face(o.at_ms, face.is_some(), l);
        self.person.watch(o, l);
        let crowd = self.continuity.crowd(o, l);
        let still = self.continuity.stillness(o, l);
        let gap = match self.decided_ms {
            None => gap,
            // Who goes when all is done may stay away. Who comes back may be somebody else.
            Some(decided) => {
                let since = o.at_ms as f64 - away_ms;
                Some(away_ms).filter(|ms| face.is_some() && *ms > l.gap_max_ms && since >= decided as f64)
            }
        };
        if let Some(gap) = gap {
            self.face_lost(o.at_ms, gap);
        }
        for finding in [crowd, still].into_iter().flatten() {
            self.find(finding);
        }
    }

    fn face_lost(&mut self, at_ms: u64, gap_ms: f64) {
        let left =
            self.gesture.as_ref().and_then(|g| g.gone_too_far(self.limits.motion.lost_excess, &self.limits.motion));
        if let Some(decision) = left {
            self.settle(at_ms, decision);
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
        let rows = [&face.proportions[..], &face.appearance, &face.box_px, &face.skin_ab, &face.detail];
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
        self.lie.feed(face);
        self.tracks.see(face);
        self.first_face_ms.get_or_insert(o.at_ms);
        if !self.is_done() {
            self.picture.feed(o, face, &self.limits.picture);
        }
        let at_ms = o.at_ms as f64;
        let a = face.angles;
        if let Some(place) = place(face) {
            let eyes = f64::midpoint(f64::from(face.left_eye_open), f64::from(face.right_eye_open));
            let angles = [a.yaw_deg, a.pitch_deg, a.roll_deg].map(f64::from);
            self.path.feed(at_ms, angles, place, eyes, f64::from(face.mouth_open));
        }
        let viewpoint = Viewpoint::of(o, &self.limits.motion);
        let held = viewpoint.held(&a, &self.limits.motion);
        let jumped = match self.steady.feed(at_ms, held, &self.limits.motion) {
            Steadiness::Good => None,
            Steadiness::Doubtful => return,
            Steadiness::Jumped(speed) => Some(speed),
        };
        let step_ms = at_ms - std::mem::replace(&mut self.last_face_ms, at_ms);
        let known = self.neutral.pose().is_some();
        let change = self.neutral.seek(at_ms, held, &a, &self.limits.motion).map(|n| rotation::change(&n, &held));
        if let Some(finding) = self.person.feed(o.at_ms, face, outside_ratio(o, face), &self.limits.continuity) {
            self.find(finding.or_at_ms(at_ms));
        }
        let Some(change) = change else {
            let expressions = self.features.feed(at_ms, face, 0.0, &self.limits.motion);
            // How the face looks at rest is seen before anything is asked.
            if !expressions.blinks && expressions.gap < self.limits.motion.mouth_attempt_min {
                self.tracks.feed(face);
            }
            return;
        };
        if !known {
            self.neutral_viewpoint = viewpoint;
            self.ask_first(o.at_ms);
        }
        self.judge(o, face, [&change, &held], step_ms, jumped);
    }

    fn judge(
        &mut self,
        o: &Observation,
        face: &FaceSeen,
        [change, held]: [&HeadAngles; 2],
        step_ms: f64,
        jumped: Option<f64>,
    ) {
        let at_ms = o.at_ms as f64;
        let m = &self.limits.motion;
        let raw = [change.yaw_deg, change.pitch_deg, change.roll_deg].map(f64::from);
        let mut d = raw;
        d.iter_mut().zip(&mut self.filters).for_each(|(d, filter)| *d = filter.feed(at_ms, *d));
        self.change = Some(d);
        let still = self.stillness.feed(at_ms, d, m);
        let strength = crate::liveness::swing::strength(&d, m);
        let head_deg = d.iter().fold(0.0, |most: f64, v| most.max(v.abs()));
        let expressions = self.features.feed(at_ms, face, head_deg, m);
        // Shut eyes and an open mouth drag the landmarks: what the pose claims then is no evidence. Lips that look open because
        // the head is turned far are no mouth that opens.
        let [yaw, pitch, _] = d;
        let dragged_deg = (m.mouth_pitch_deg * expressions.gap).max(m.face_head_max_deg);
        let opens = expressions.gap >= m.mouth_attempt_min && yaw.abs().max(pitch.abs()) < dragged_deg;
        if !expressions.blinks && !opens {
            self.tracks.feed(face);
        }
        let Some(gesture) = &mut self.gesture else { return };
        let comes = gesture.asked == Action::ComeCloser && gesture.is_armed();
        let closer = if comes && head_deg <= m.closer_head_max_deg {
            self.approach.feed(o, face, m)
        } else {
            self.approach.last()
        };
        let expressions = Expressions { closer, ..expressions };
        let outside = outside_ratio(o, face) > self.limits.picture.outside_error_ratio;
        let decision = match jumped {
            Some(speed) => Some(gesture.jumped(speed, &raw, m)),
            None => gesture
                .feed(at_ms, &d, still, expressions, m)
                .or_else(|| gesture.gone_too_far(0.0, m).filter(|_| outside)),
        };
        let at_rest = gesture.is_at_rest() && strength < m.rest_strength;
        if at_rest && let Some(step) = self.neutral.follow(step_ms, held, m) {
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

    /// Asks the first action: live when the head is still, in a recording from the first face on.
    fn ask_first(&mut self, at_ms: u64) {
        self.features.ask();
        let live = self.limits.motion.wait_for_stillness != 0.0;
        let asked_ms = if live { at_ms } else { self.first_face_ms.unwrap_or(at_ms) };
        self.gesture = self.asks.first().map(|action| Gesture::first(*action, asked_ms as f64));
    }

    fn ask_next(&mut self, at_ms: u64, carried: Option<Action>) {
        self.approach = Approach::default();
        self.features.ask();
        let next = self.asks.get(self.results.len()).copied();
        self.gesture = next.map(|action| Gesture::next(action, at_ms as f64, carried));
    }

    /// Ends the action that is asked, and asks the next.
    fn settle(&mut self, at_ms: u64, decision: Decision) {
        let Some(gesture) = self.gesture.take() else { return };
        let carried = decision.seen.filter(|_| decision.moving);
        self.results.push(ActionResult {
            asked: gesture.asked,
            seen: decision.seen,
            passed: decision.failure.is_none(),
            start_ms: gesture.asked_ms as u64,
            end_ms: at_ms,
            peak: decision.peak,
        });
        // What the added turn was for is told at the end.
        let added = self.results.len() > self.challenge.actions.len();
        if let Some(finding) = decision.failure.filter(|_| !added) {
            // Each action has its own.
            self.findings.push(finding.or_at_ms(at_ms as f64));
        }
        self.ask_one_more(at_ms);
        self.ask_next(at_ms, carried);
        if self.gesture.is_none() {
            self.decided_ms = Some(at_ms);
        }
    }

    /// Adds a turn when all that was asked has been done well and whether a solid head did it is still open.
    fn ask_one_more(&mut self, at_ms: u64) {
        let asked = self.challenge.actions.len();
        let drill = self.limits.presence.drill != 0.0 && !self.challenge.shows_depth();
        if self.asks.len() > asked || self.results.len() < asked || drill || self.is_spoilt() {
            return;
        }
        if self.results.iter().any(|r| !r.passed) || self.presence().solid != Solid::Unknown {
            return;
        }
        let last_turn = self.challenge.actions.iter().rev().find(|action| Challenge::TURNS.contains(action));
        let turn = if last_turn == Some(&Action::TurnLeft) { Action::TurnRight } else { Action::TurnLeft };
        self.asks.push(turn);
        self.find(Finding::new(Code::LivenessOneMoreTurn, Severity::Info).asked(turn).at_ms(at_ms as f64));
    }

    /// What is known of the head's depth so far.
    fn presence(&self) -> Presence {
        // As the camera saw it.
        let neutral = self.neutral.pose().map(|held| self.neutral_viewpoint.seen(&held, &self.limits.motion));
        self.tracks.judge(&neutral.unwrap_or_default(), self.features.signs_of_life, &self.limits.presence)
    }

    /// Adds a finding unless its code has been told.
    fn find(&mut self, finding: Finding) {
        if !self.findings.iter().any(|f| f.code == finding.code) {
            self.findings.push(finding);
        }
    }

    fn is_done(&self) -> bool {
        self.results.len() >= self.asks.len()
    }

    fn is_spoilt(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Error)
    }
}
