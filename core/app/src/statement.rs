//! The promise read aloud: the text that the case draws follows the voice, then the review.

use std::sync::Arc;

use heyan::vision::frame::FrameMeta;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::effects::{Camera, Effect, Facing, Permission};
use crate::personal::Personal;
use crate::ports::{Case, Reader, ReadingLive, Statement as Text};
use crate::problem::{Problem, ProblemSaid};
use crate::recording::{Recorded, RecordingPlan, plan};
use crate::review::{Review, ReviewIntent, ReviewState, outcome};
use crate::screen::{Model, Next, Screen, Watching};
use crate::typed::{Typed, TypedIntent, TypedState};

/// Where a recording has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recording {
    /// Not begun.
    Waiting,
    /// It is waited for the permissions.
    Asking,
    /// It runs.
    Running,
    /// It was stopped and is judged.
    Over,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementState {
    /// The text to read.
    pub text: Personal,
    /// Characters of it, Unicode scalar values, that lie behind the reader.
    pub position: u32,
    /// What to tell the reader.
    pub say: String,
    /// Whether the whole text was read.
    pub done: bool,
    /// Where the recording has come to.
    pub recording: Recording,
    /// After so many seconds it is over by itself.
    pub most_s: Option<f64>,
    /// Whether the text is a sample and not what an authority issued.
    pub sample: bool,
    /// While something that the text names is not known yet: it is typed first.
    pub typing: Option<TypedState>,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
    /// What was judged, in place of all the above.
    pub review: Option<ReviewState>,
}

/// What a person, or the camera for them, can want.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementIntent {
    /// Begin to record.
    Record,
    /// Stop recording.
    Stop,
    /// The answer to a question for permissions.
    Permitted {
        /// Whether all are given.
        yes: bool,
    },
    /// The recording that was stopped.
    Stopped(Recorded),
    /// The camera or the microphone went away.
    CameraLost,
    /// Begin anew: another code is drawn.
    Again,
    /// While something is typed first.
    Typed(TypedIntent),
    /// In the review.
    Review(ReviewIntent),
}

struct Open {
    case: Arc<dyn Case>,
    text: Text,
    plan: RecordingPlan,
}

/// The statement.
pub struct Statement {
    desk: Arc<Desk>,
    name: String,
    open: Option<Open>,
    typing: Option<Typed>,
    recording: Recording,
    /// When the recording began, on the camera's clock.
    began_ms: Option<u64>,
    /// The latest frame, ms since then.
    at_ms: u64,
    live: Option<ReadingLive>,
    file: Option<String>,
    problem: Option<Problem>,
    review: Option<Review>,
    /// Which reading it is: what comes of one before is dropped.
    run: u32,
}

impl Statement {
    /// That of the case `case` of `desk`.
    pub fn new(desk: Arc<Desk>, case: String) -> Self {
        Self {
            desk,
            name: case,
            open: None,
            typing: None,
            recording: Recording::Waiting,
            began_ms: None,
            at_ms: 0,
            live: None,
            file: None,
            problem: None,
            review: None,
            run: 0,
        }
    }

    fn load(&self) -> Next<Self> {
        let (store, name, run) = (self.desk.store(), self.name.clone(), self.run);
        let load = move || {
            let case = store.open(&name)?;
            let drawn = case.ask()?;
            let text = if drawn.missing { None } else { Some(case.statement()?) };
            Ok((case, text))
        };
        Next::load(load, move |statement: &mut Self, (case, text)| {
            if statement.run != run {
                return Next::none();
            }
            if let Some(text) = text {
                return statement.opened(case, text);
            }
            let mut typing = Typed::within(statement.desk.clone(), case);
            let next = typing.start();
            statement.typing = Some(typing);
            next.lift(Self::typing, Self::typed)
        })
    }

    fn opened(&mut self, case: Arc<dyn Case>, text: Text) -> Next<Self> {
        let plan = plan(&text.rules, true);
        self.open = Some(Open { case, text, plan });
        Next::none()
    }

    fn typing(&mut self) -> Option<&mut Typed> {
        self.typing.as_mut()
    }

    /// Once it was typed, the text can be filled in. What was asked stays as it was drawn: a gateway's word is asked for once.
    fn typed(&mut self) -> Next<Self> {
        if self.typing.as_ref().and_then(Typed::redo).is_none() {
            return Next::none();
        }
        self.typing = None;
        let (store, name, run) = (self.desk.store(), self.name.clone(), self.run);
        let text = move || {
            let case = store.open(&name)?;
            let text = case.statement()?;
            Ok((case, text))
        };
        Next::load(
            text,
            move |statement: &mut Self, (case, text)| {
                if statement.run == run { statement.opened(case, text) } else { Next::none() }
            },
        )
    }

    fn permitted(&mut self, yes: bool) -> Next<Self> {
        let asking = self.recording == Recording::Asking;
        let Some(open) = self.open.as_ref().filter(|_| asking) else { return Next::none() };
        if !yes {
            self.recording = Recording::Waiting;
            self.problem = Some(Problem::Refused(Permission::Microphone));
            return Next::none();
        }
        (self.recording, self.problem) = (Recording::Running, None);
        Next::effect(Effect::OpenCamera(Camera { facing: Facing::Person, recording: Some(open.plan) }))
    }

    fn stop(&mut self) -> Next<Self> {
        if self.recording != Recording::Running {
            return Next::none();
        }
        self.recording = Recording::Over;
        Next::effect(Effect::StopRecording)
    }

    fn recorded(&mut self, recorded: Recorded) -> Next<Self> {
        let waits = self.recording == Recording::Over && self.review.is_none() && self.file.is_none();
        let Some(open) = self.open.as_ref().filter(|_| waits) else {
            return Next::effect(Effect::RemoveFile(recorded.path));
        };
        self.file = Some(recorded.path.clone());
        let reader = open.text.reader.clone();
        Next::load(
            move || outcome(reader.judge(&recorded)?),
            |statement: &mut Self, outcome| {
                let Some(open) = &statement.open else { return Next::none() };
                statement.review = Some(Review::new(statement.desk.clone(), open.case.clone(), outcome));
                Next::none()
            },
        )
    }

    fn again(&mut self) -> Next<Self> {
        let judging = self.file.is_some() && self.review.is_none() && self.problem.is_none();
        let over = self.recording == Recording::Over || self.problem.is_some();
        if !over || judging || self.review.as_ref().is_some_and(|review| !review.rests()) {
            return Next::none();
        }
        let effects = self.leave();
        *self = Self { run: self.run.wrapping_add(1), ..Self::new(self.desk.clone(), self.name.clone()) };
        effects.into_iter().fold(Next::none(), Next::then).and(self.load())
    }

    fn review(&mut self) -> Option<&mut Review> {
        self.review.as_mut()
    }

    fn reviewed(&mut self) -> Next<Self> {
        let kept = self.review.as_ref().is_some_and(Review::kept);
        if kept { Next::effect(Effect::Back) } else { Next::none() }
    }

    fn told(&mut self, live: ReadingLive) -> Next<Self> {
        let position = self.live.map_or(0, |before| before.position).max(live.position);
        self.live = Some(ReadingLive { position, ..live });
        Next::none()
    }
}

impl Model for Statement {
    type State = StatementState;
    type Intent = StatementIntent;

    fn start(&mut self) -> Next<Self> {
        self.load()
    }

    fn intend(&mut self, intent: StatementIntent) -> Next<Self> {
        match intent {
            StatementIntent::Record if self.open.is_some() && self.recording == Recording::Waiting => {
                self.recording = Recording::Asking;
                Next::effect(Effect::Permit(vec![Permission::Camera, Permission::Microphone]))
            }
            StatementIntent::Record => Next::none(),
            StatementIntent::Stop => self.stop(),
            StatementIntent::Permitted { yes } => self.permitted(yes),
            StatementIntent::Stopped(recorded) => self.recorded(recorded),
            StatementIntent::CameraLost if self.recording != Recording::Running => Next::none(),
            StatementIntent::CameraLost => {
                self.recording = Recording::Over;
                self.problem = Some(Problem::CameraLost);
                Next::effect(Effect::CloseCamera)
            }
            StatementIntent::Again | StatementIntent::Review(ReviewIntent::Again) => self.again(),
            StatementIntent::Typed(intent) => match &mut self.typing {
                Some(typing) => typing.intend(intent).lift(Self::typing, Self::typed),
                None => Next::none(),
            },
            StatementIntent::Review(intent) => match &mut self.review {
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

    fn state(&self) -> StatementState {
        let words = self.desk.words();
        let (open, live) = (self.open.as_ref(), self.live.as_ref());
        StatementState {
            text: open.map(|open| open.text.text.clone()).unwrap_or_default(),
            position: live.map_or(0, |live| u32::try_from(live.position).unwrap_or(u32::MAX)),
            say: live.map(|live| words.cue(live.cue)).unwrap_or_default(),
            done: live.is_some_and(|live| live.cue == heyan::rules::statement::Cue::Done),
            recording: self.recording,
            most_s: open.and_then(|open| open.plan.most_s),
            sample: open.is_some_and(|open| open.text.sample),
            typing: self.typing.as_ref().map(Model::state),
            problem: self.problem.map(|problem| problem.said(&words)),
            review: self.review.as_ref().map(Model::state),
        }
    }
}

impl Watching for Statement {
    type Eye = dyn Reader;
    type Seen = ReadingLive;

    fn eye(&mut self, at_ms: u64) -> Option<(Arc<dyn Reader>, u64)> {
        let open = self.open.as_ref().filter(|_| self.recording == Recording::Running)?;
        // The reader's clock is the sound's, which begins with the recording.
        self.at_ms = at_ms.saturating_sub(*self.began_ms.get_or_insert(at_ms));
        Some((open.text.reader.clone(), self.at_ms))
    }

    fn look(eye: &dyn Reader, bytes: &[u8], meta: &FrameMeta) -> Result<Option<ReadingLive>, Problem> {
        eye.look(bytes, meta)
    }

    fn seen(&mut self, live: ReadingLive) -> Next<Self> {
        let most_s = self.open.as_ref().and_then(|open| open.plan.most_s);
        let late = most_s.is_some_and(|most| self.at_ms as f64 >= most * 1000.0);
        let told = self.told(live);
        // Before the provider refuses it.
        if late { told.and(self.stop()) } else { told }
    }
}

impl Screen<Statement> {
    /// A chunk of the microphone, on its thread: 16-bit samples in the machine's byte order, channels interleaved. Waits while a
    /// frame is looked at: no chunk may be left out.
    pub fn sound(self: &Arc<Self>, pcm: &[u8], rate_hz: u32, channels: u16) -> Vec<Effect> {
        let reader = self.with(|statement| {
            let open = statement.open.as_ref().filter(|_| statement.recording == Recording::Running)?;
            Some(open.text.reader.clone())
        });
        let Some(Some(reader)) = reader else { return Vec::new() };
        match reader.hear(pcm, rate_hz, channels) {
            Ok(live) => self.change(|statement| statement.told(live)),
            Err(problem) => self.change(|statement| statement.failed(problem)),
        }
    }
}
