//! The face check.

use std::path::Path;

use heyan::LivenessSession as Session;
use heyan::rules::liveness::{Action as Asked, Challenge, HeadAngles, Hint, Live};
use heyan::rules::words::Words;

use crate::error::HeyanError;
use crate::filing::{Rules, profile_of};
use crate::finding::{Finding, Lang, Point, Verdict, findings, points};
use crate::frame::FrameMeta;
use crate::guard::{Guarded, no_panic};
use crate::mirror::mirror;

mirror! {
    /// One movement of head or face. Left and right are the person's own.
    Action of Asked {
        /// Chin down and back up.
        Nod,
        /// Face to the left.
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
        /// The face nearer to the camera.
        ComeCloser,
    }
}

mirror! {
    /// What to tell the person now.
    LivenessHint of Hint {
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
        /// Look into the camera and hold still.
        HoldStill,
        /// Do what is asked.
        Act,
        /// It has begun and must go farther.
        Further,
        /// Far enough: come back to the front.
        ComeBack,
        /// The head is tilted where a turn is asked.
        KeepUpright,
        /// The head moves, but not as asked.
        OtherWay,
        /// All actions are over: call `finish`.
        Done,
    }
}

/// Degrees: yaw + to the person's left, pitch + chin up, roll + leaning to their left shoulder.
#[derive(Debug, Clone, Copy, PartialEq, uniffi::Record)]
pub struct Angles {
    /// Turn.
    pub yaw_deg: f32,
    /// Nod.
    pub pitch_deg: f32,
    /// Tilt.
    pub roll_deg: f32,
}

impl From<HeadAngles> for Angles {
    fn from(angles: HeadAngles) -> Self {
        Self { yaw_deg: angles.yaw_deg, pitch_deg: angles.pitch_deg, roll_deg: angles.roll_deg }
    }
}

/// How it stands after a frame.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct LivenessLive {
    /// What to tell the person.
    pub hint: LivenessHint,
    /// The same in words, to show and to speak.
    pub say: String,
    /// Index of the action that is asked; the number of actions when all are over.
    pub action: u32,
    /// What is asked; nothing before the person holds still and when all is over.
    pub asked: Option<Action>,
    /// How much of it is done, 0 to 1.
    pub progress: f32,
    /// Change from the pose held at the start.
    pub angles: Option<Angles>,
    /// Rim of the face, to draw; empty without one.
    pub outline: Vec<Point>,
    /// Results so far.
    pub passed: Vec<bool>,
    /// Whether no further frame is needed: call `finish`.
    pub ended: bool,
}

/// One asked action and what became of it.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct ActionResult {
    /// What was asked.
    pub asked: Action,
    /// What was seen.
    pub seen: Option<Action>,
    /// Whether what was asked was done.
    pub passed: bool,
    /// When it was asked, ms.
    pub start_ms: u64,
    /// When it was decided, ms.
    pub end_ms: u64,
    /// The peaks of the movement, change from the pose held at the start.
    pub peak: Angles,
}

/// The outcome of a run.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct LivenessReport {
    /// What a reviewer would say.
    pub verdict: Verdict,
    /// One for each action asked, in their order.
    pub actions: Vec<ActionResult>,
    /// Everything to say about it, errors first.
    pub findings: Vec<Finding>,
    /// Frames taken in.
    pub frames_read: u64,
    /// Frames with a face that could be followed.
    pub frames_with_face: u64,
}

/// The actions of a run drawn at random: the same for the same seed.
#[uniffi::export]
pub fn draw_actions(seed: u64, count: u8) -> Vec<Action> {
    Challenge::drawn(seed, count.into()).actions
}

/// What to say when `action` is asked, to show beforehand.
#[uniffi::export]
pub fn action_words(action: Action, lang: Lang) -> String {
    Words::new(lang).ask(action)
}

/// One run of the face check.
#[derive(uniffi::Object)]
pub struct LivenessSession {
    session: Guarded<Session, LivenessLive>,
    words: Words,
}

#[uniffi::export]
impl LivenessSession {
    /// Loads the models of the folder `pack` for a run of `actions`, with the server's `nonce` if it gave one;
    /// judged by the limits of `rules`.
    #[uniffi::constructor(default(rules = None))]
    pub fn open(
        pack: String,
        threads: u8,
        actions: Vec<Action>,
        nonce: Option<String>,
        lang: Lang,
        rules: Option<Rules>,
    ) -> Result<Self, HeyanError> {
        let refused = |error: &dyn ToString| HeyanError::BadArgument { reason: error.to_string() };
        no_panic(|| {
            let challenge = Challenge::of(actions).map_err(|e| refused(&e))?;
            let challenge = match nonce {
                Some(nonce) => challenge.with_nonce(&nonce).map_err(|e| refused(&e))?,
                None => challenge,
            };
            let limits = profile_of(rules.as_ref())?.step_limits().liveness;
            let session = Session::open(Path::new(&pack), threads.into(), challenge, limits)?;
            Ok(Self { session: Guarded::new(session), words: Words::new(lang) })
        })
    }

    /// Takes the next camera frame, on the camera's thread. While another call is at work the frame is dropped and the last
    /// report comes back. `bytes` are borrowed for the call; on Android a direct buffer at position 0 (`slice()`).
    pub fn submit(&self, bytes: &[u8], meta: FrameMeta) -> Result<Option<LivenessLive>, HeyanError> {
        self.session.frame(|session| {
            let seen = session.submit(&meta.frame(bytes)?)?;
            Ok(live(seen, points(&session.outline()), &self.words))
        })
    }

    /// Ends the run.
    pub fn finish(&self) -> Result<LivenessReport, HeyanError> {
        let report = self.session.end(|session| Ok(session.finish()))?;
        let outcome = &report.outcome;
        Ok(LivenessReport {
            verdict: outcome.verdict,
            findings: findings(&outcome.findings, &self.words),
            frames_read: outcome.frames_read as u64,
            frames_with_face: outcome.frames_with_face as u64,
            actions: outcome.actions.iter().cloned().map(ActionResult::from).collect(),
        })
    }
}

fn live(live: Live, outline: Vec<Point>, words: &Words) -> LivenessLive {
    LivenessLive {
        hint: live.hint,
        say: words.hint(live.hint, live.asked),
        action: u32::try_from(live.action).unwrap_or(u32::MAX),
        asked: live.asked,
        progress: live.progress,
        angles: live.angles.map(Angles::from),
        outline,
        passed: live.passed,
        ended: live.ended,
    }
}

impl From<heyan::rules::liveness::ActionResult> for ActionResult {
    fn from(result: heyan::rules::liveness::ActionResult) -> Self {
        Self {
            asked: result.asked,
            seen: result.seen,
            passed: result.passed,
            start_ms: result.start_ms,
            end_ms: result.end_ms,
            peak: result.peak.into(),
        }
    }
}
