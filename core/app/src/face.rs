//! The face check: what to do, how far it is done, and at the end what was seen.

use std::sync::Arc;

use heyan::rules::Point;
use heyan::rules::liveness::{Action, ActionResult, Live};
use heyan::vision::frame::FrameMeta;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::effects::{Camera, Effect, Facing, Permission};
use crate::ports::{Case, Face as Eye};
use crate::problem::{Problem, ProblemSaid};
use crate::recording::{Recorded, RecordingPlan, plan};
use crate::review::{Review, ReviewIntent, ReviewState, outcome};
use crate::screen::{Model, Next, Watching};

/// One action: what is asked, and what became of it once it is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaceStep {
    /// What is asked.
    pub asked: String,
    /// Whether it was done; `None` while it is not over.
    pub passed: Option<bool>,
    /// What was seen, at the end, if something was.
    pub seen: Option<String>,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FaceState {
    /// What to tell the person.
    pub say: String,
    /// The actions.
    pub steps: Vec<FaceStep>,
    /// Index of the one that is asked, their number when all are over.
    pub at: u32,
    /// How much of it is done, 0 to 1.
    pub progress: f32,
    /// Rim of the face, px of the upright frame, to draw; empty without one.
    pub outline: Vec<Point>,
    /// Whether it is recorded.
    pub recording: bool,
    /// Whether the run is over.
    pub ended: bool,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
    /// What was judged. There is no other way out than to keep it or to begin again.
    pub review: Option<ReviewState>,
}

/// What a person, or the camera for them, can want.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceIntent {
    /// The answer to a question for permissions.
    Permitted {
        /// Whether all are given.
        yes: bool,
    },
    /// The recording that was stopped.
    Stopped(Recorded),
    /// The camera went away.
    CameraLost,
    /// Begin anew: other actions are drawn.
    Again,
    /// In the review.
    Review(ReviewIntent),
}

struct Open {
    case: Arc<dyn Case>,
    eye: Arc<dyn Eye>,
    plan: RecordingPlan,
}

/// The face check.
pub struct Face {
    desk: Arc<Desk>,
    name: String,
    open: Option<Open>,
    permitted: bool,
    recording: bool,
    actions: Vec<Action>,
    live: Option<(Live, Vec<Point>)>,
    /// What was told aloud last.
    spoken: String,
    ended: bool,
    results: Vec<ActionResult>,
    file: Option<String>,
    problem: Option<Problem>,
    review: Option<Review>,
    /// Which run it is: what comes of one before is dropped.
    run: u32,
}

impl Face {
    /// That of the case `case` of `desk`.
    pub fn new(desk: Arc<Desk>, case: String) -> Self {
        Self {
            desk,
            name: case,
            open: None,
            permitted: false,
            recording: false,
            actions: Vec::new(),
            live: None,
            spoken: String::new(),
            ended: false,
            results: Vec::new(),
            file: None,
            problem: None,
            review: None,
            run: 0,
        }
    }

    /// Draws what is asked, shows it, then loads the models for it.
    fn load(&self) -> Next<Self> {
        let (store, name, run) = (self.desk.store(), self.name.clone(), self.run);
        let draw = move || {
            let case = store.open(&name)?;
            let drawn = case.ask()?;
            Ok((case, drawn))
        };
        Next::load(draw, move |face: &mut Self, (case, drawn)| {
            if face.run != run {
                return Next::none();
            }
            face.actions = drawn.actions;
            let models = move || {
                let (eye, rules) = case.face()?;
                Ok(Open { case, eye, plan: plan(&rules, false) })
            };
            Next::load(models, move |face: &mut Self, open| {
                if face.run != run {
                    return Next::none();
                }
                face.open = Some(open);
                face.begin()
            })
        })
    }

    /// The camera opens once the models are there and it may; the recording begins with it.
    fn begin(&mut self) -> Next<Self> {
        let Some(open) = self.open.as_ref().filter(|_| self.permitted && !self.recording && !self.ended) else {
            return Next::none();
        };
        self.recording = true;
        Next::effect(Effect::OpenCamera(Camera { facing: Facing::Person, recording: Some(open.plan) }))
    }

    fn recorded(&mut self, recorded: Recorded) -> Next<Self> {
        self.recording = false;
        let waits = self.ended && self.review.is_none() && self.file.is_none();
        let Some(open) = self.open.as_ref().filter(|_| waits) else {
            return Next::effect(Effect::RemoveFile(recorded.path));
        };
        self.file = Some(recorded.path.clone());
        let eye = open.eye.clone();
        let judge = move || {
            let (seen, judged) = eye.judge(&recorded)?;
            Ok((seen, outcome(judged)?))
        };
        Next::load(judge, |face: &mut Self, (seen, outcome)| {
            let Some(open) = &face.open else { return Next::none() };
            face.review = Some(Review::new(face.desk.clone(), open.case.clone(), outcome));
            face.results = seen;
            Next::none()
        })
    }

    fn again(&mut self) -> Next<Self> {
        let judging = self.file.is_some() && self.review.is_none() && self.problem.is_none();
        let over = self.ended || self.problem.is_some();
        if !over || judging || self.review.as_ref().is_some_and(|review| !review.rests()) {
            return Next::none();
        }
        let effects = self.leave();
        *self = Self {
            permitted: self.permitted,
            run: self.run.wrapping_add(1),
            ..Self::new(self.desk.clone(), self.name.clone())
        };
        let question = if self.permitted { Next::none() } else { permit() };
        effects.into_iter().fold(Next::none(), Next::then).and(question).and(self.load())
    }

    fn review(&mut self) -> Option<&mut Review> {
        self.review.as_mut()
    }

    fn reviewed(&mut self) -> Next<Self> {
        let kept = self.review.as_ref().is_some_and(Review::kept);
        if kept { Next::effect(Effect::Back) } else { Next::none() }
    }

    fn step(&self, at: usize, action: Action) -> FaceStep {
        let words = self.desk.words();
        let over = self.results.get(at);
        let live = self.live.as_ref().and_then(|(live, _)| live.passed.get(at).copied());
        FaceStep {
            asked: words.ask(action),
            passed: over.map(|over| over.passed).or(live),
            seen: over.and_then(|over| over.seen).map(|seen| words.ask(seen)),
        }
    }
}

fn permit() -> Next<Face> {
    Next::effect(Effect::Permit(vec![Permission::Camera]))
}

impl Model for Face {
    type State = FaceState;
    type Intent = FaceIntent;

    fn start(&mut self) -> Next<Self> {
        permit().and(self.load())
    }

    fn intend(&mut self, intent: FaceIntent) -> Next<Self> {
        match intent {
            FaceIntent::Permitted { yes } => {
                self.permitted = yes;
                self.problem = (!yes).then_some(Problem::Refused(Permission::Camera));
                self.begin()
            }
            FaceIntent::Stopped(recorded) => self.recorded(recorded),
            FaceIntent::CameraLost if self.ended => Next::none(),
            FaceIntent::CameraLost => {
                // Half a run is none: what was recorded goes with the camera.
                (self.ended, self.recording) = (true, false);
                self.problem = Some(Problem::CameraLost);
                Next::effect(Effect::CloseCamera)
            }
            FaceIntent::Again | FaceIntent::Review(ReviewIntent::Again) => self.again(),
            FaceIntent::Review(intent) => match &mut self.review {
                Some(review) => review.intend(intent).lift(Self::review, Self::reviewed),
                None => Next::none(),
            },
        }
    }

    fn failed(&mut self, problem: Problem) -> Next<Self> {
        self.problem = Some(problem);
        Next::none()
    }

    fn leave(&mut self) -> Vec<Effect> {
        let file = self.file.take().map(Effect::RemoveFile);
        [Some(Effect::CloseCamera), file].into_iter().flatten().collect()
    }

    fn state(&self) -> FaceState {
        let words = self.desk.words();
        let live = self.live.as_ref();
        FaceState {
            say: live.map(|(live, _)| words.hint(live.hint, live.asked)).unwrap_or_default(),
            steps: self.actions.iter().enumerate().map(|(at, action)| self.step(at, *action)).collect(),
            at: live.map_or(0, |(live, _)| u32::try_from(live.action).unwrap_or(u32::MAX)),
            progress: live.map_or(0.0, |(live, _)| live.progress),
            outline: live.map(|(_, outline)| outline.clone()).unwrap_or_default(),
            recording: self.recording,
            ended: self.ended,
            problem: self.problem.map(|problem| problem.said(&words)),
            review: self.review.as_ref().map(Model::state),
        }
    }
}

impl Watching for Face {
    type Eye = dyn Eye;
    type Seen = (Live, Vec<Point>);

    fn eye(&mut self, at_ms: u64) -> Option<(Arc<dyn Eye>, u64)> {
        let open = self.open.as_ref().filter(|_| self.recording && !self.ended)?;
        Some((open.eye.clone(), at_ms))
    }

    fn look(eye: &dyn Eye, bytes: &[u8], meta: &FrameMeta) -> Result<Option<Self::Seen>, Problem> {
        eye.look(bytes, meta)
    }

    fn seen(&mut self, (live, outline): Self::Seen) -> Next<Self> {
        if self.ended {
            return Next::none();
        }
        let say = self.desk.words().hint(live.hint, live.asked);
        let speak = if say == self.spoken { Next::none() } else { Next::effect(Effect::Speak(say.clone())) };
        (self.spoken, self.ended) = (say, live.ended);
        self.live = Some((live, outline));
        if self.ended { speak.then(Effect::StopRecording) } else { speak }
    }
}
