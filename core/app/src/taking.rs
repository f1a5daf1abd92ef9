//! Something before the camera of which a still is taken: a guide live, the shutter by itself, then the review. What it is and how it
//! is guided is a [`Subject`]: a card in [`crate::scan`], a person in [`crate::portrait`].

use std::sync::Arc;

use heyan::rules::Point;
use heyan::rules::words::Words;
use heyan::vision::frame::FrameMeta;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::effects::{Camera, Effect, Facing, Permission};
use crate::ports::{Case, Judged};
use crate::problem::{Problem, ProblemSaid};
use crate::review::{Review, ReviewIntent, ReviewState, outcome};
use crate::screen::{Model, Next, Watching};

/// Where the taking of a still has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shutter {
    /// It has not fallen.
    Waiting,
    /// It falls.
    Taking,
    /// The still is judged.
    Judging,
    /// It was judged.
    Done,
}

/// What is shown over the preview.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Guide {
    /// What to tell the person.
    pub say: String,
    /// What is seen, px of the upright frame, to draw; empty when it is not seen, or nothing is drawn of it.
    pub outline: Vec<Point>,
    /// How far the wait for a still hand has come, 0 to 1.
    pub progress: f32,
    /// Whether the person should be given a shutter.
    pub offer_shutter: bool,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TakeState {
    /// Over the preview.
    pub guide: Guide,
    /// Where the taking has come to.
    pub shutter: Shutter,
    /// Whether the models are there.
    pub ready: bool,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
    /// What was judged, in place of all the above.
    pub review: Option<ReviewState>,
}

/// What a person, or the camera for them, can want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeIntent {
    /// The answer to a question for permissions.
    Permitted {
        /// Whether all are given.
        yes: bool,
    },
    /// The person pressed the shutter.
    Press,
    /// The still that was taken, or a picture that was chosen: the bytes of a JPEG, PNG or WebP.
    Taken {
        /// The bytes.
        still: Vec<u8>,
    },
    /// The camera went away.
    CameraLost,
    /// In the review.
    Review(ReviewIntent),
}

/// What is taken.
pub trait Subject: Send + 'static {
    /// Who looks at frames and judges the still.
    type Eye: ?Sized + Send + Sync;
    /// What it tells of a frame.
    type Live: Send;

    /// Loads the models.
    ///
    /// # Errors
    /// When they are missing.
    fn open(&self, case: &dyn Case) -> Result<Arc<Self::Eye>, Problem>;

    /// Looks at a frame; `None` when busy and nothing was seen before.
    ///
    /// # Errors
    /// When the frame or the models are at fault.
    fn look(eye: &Self::Eye, bytes: &[u8], meta: &FrameMeta) -> Result<Option<Self::Live>, Problem>;

    /// Judges the still.
    ///
    /// # Errors
    /// When it is no picture.
    fn judge(eye: &Self::Eye, still: Vec<u8>) -> Result<Arc<dyn Judged>, Problem>;

    /// Whether the shutter is to fall.
    fn ready(live: &Self::Live) -> bool;

    /// What is shown of it.
    fn guide(live: &Self::Live, words: &Words) -> Guide;
}

type Open<S> = (Arc<dyn Case>, Arc<<S as Subject>::Eye>);

/// Something before the camera.
pub struct Taking<S: Subject> {
    desk: Arc<Desk>,
    name: String,
    subject: Arc<S>,
    open: Option<Open<S>>,
    permitted: bool,
    live: Option<S::Live>,
    shutter: Shutter,
    problem: Option<Problem>,
    review: Option<Review>,
}

impl<S: Subject + Sync> Taking<S> {
    pub(crate) fn of(desk: Arc<Desk>, case: String, subject: S) -> Self {
        Self {
            desk,
            name: case,
            subject: Arc::new(subject),
            open: None,
            permitted: false,
            live: None,
            shutter: Shutter::Waiting,
            problem: None,
            review: None,
        }
    }

    /// The camera opens once the models are there and it may.
    fn begin(&self) -> Next<Self> {
        if self.permitted && self.open.is_some() && self.review.is_none() {
            // The better camera: a card lies before it, and a portrait somebody else takes.
            Next::effect(Effect::OpenCamera(Camera { facing: Facing::World, recording: None }))
        } else {
            Next::none()
        }
    }

    fn press(&mut self) -> Next<Self> {
        if self.shutter != Shutter::Waiting || self.open.is_none() || !self.permitted {
            return Next::none();
        }
        self.shutter = Shutter::Taking;
        Next::effect(Effect::TakeStill)
    }

    fn taken(&mut self, still: Vec<u8>) -> Next<Self> {
        let waits = matches!(self.shutter, Shutter::Waiting | Shutter::Taking);
        let Some((_, eye)) = self.open.clone().filter(|_| waits) else { return Next::none() };
        (self.shutter, self.problem) = (Shutter::Judging, None);
        Next::load(
            move || outcome(S::judge(&eye, still)?),
            |taking: &mut Self, outcome| {
                let Some((case, _)) = &taking.open else { return Next::none() };
                taking.review = Some(Review::new(taking.desk.clone(), case.clone(), outcome));
                taking.shutter = Shutter::Done;
                Next::effect(Effect::CloseCamera)
            },
        )
    }

    fn again(&mut self) -> Next<Self> {
        (self.review, self.live, self.problem) = (None, None, None);
        self.shutter = Shutter::Waiting;
        self.begin()
    }

    fn review(&mut self) -> Option<&mut Review> {
        self.review.as_mut()
    }

    fn reviewed(&mut self) -> Next<Self> {
        let kept = self.review.as_ref().is_some_and(Review::kept);
        if kept { Next::effect(Effect::Back) } else { Next::none() }
    }
}

impl<S: Subject + Sync> Model for Taking<S> {
    type State = TakeState;
    type Intent = TakeIntent;

    fn start(&mut self) -> Next<Self> {
        let (store, name, subject) = (self.desk.store(), self.name.clone(), self.subject.clone());
        let load = move || {
            let case = store.open(&name)?;
            let eye = subject.open(&*case)?;
            Ok((case, eye))
        };
        Next::effect(Effect::Permit(vec![Permission::Camera])).and(Next::load(load, |taking: &mut Self, open| {
            taking.open = Some(open);
            taking.begin()
        }))
    }

    fn intend(&mut self, intent: TakeIntent) -> Next<Self> {
        match intent {
            TakeIntent::Permitted { yes } => {
                self.permitted = yes;
                self.problem = (!yes).then_some(Problem::Refused(Permission::Camera));
                self.begin()
            }
            TakeIntent::Press => self.press(),
            TakeIntent::Taken { still } => self.taken(still),
            TakeIntent::CameraLost => self.failed(Problem::CameraLost),
            TakeIntent::Review(ReviewIntent::Again) if self.review.as_ref().is_some_and(Review::rests) => self.again(),
            TakeIntent::Review(intent) => match &mut self.review {
                Some(review) => review.intend(intent).lift(Self::review, Self::reviewed),
                None => Next::none(),
            },
        }
    }

    fn failed(&mut self, problem: Problem) -> Next<Self> {
        self.shutter = Shutter::Waiting;
        self.problem = Some(problem);
        Next::none()
    }

    fn leave(&mut self) -> Vec<Effect> {
        vec![Effect::CloseCamera]
    }

    fn state(&self) -> TakeState {
        let words = self.desk.words();
        TakeState {
            guide: self.live.as_ref().map(|live| S::guide(live, &words)).unwrap_or_default(),
            shutter: self.shutter,
            ready: self.open.is_some(),
            problem: self.problem.map(|problem| problem.said(&words)),
            review: self.review.as_ref().map(Model::state),
        }
    }
}

impl<S: Subject + Sync> Watching for Taking<S> {
    type Eye = S::Eye;
    type Seen = S::Live;

    fn eye(&mut self, at_ms: u64) -> Option<(Arc<S::Eye>, u64)> {
        let (_, eye) = self.open.as_ref().filter(|_| self.shutter == Shutter::Waiting)?;
        Some((eye.clone(), at_ms))
    }

    fn look(eye: &S::Eye, bytes: &[u8], meta: &FrameMeta) -> Result<Option<S::Live>, Problem> {
        S::look(eye, bytes, meta)
    }

    fn missed(&mut self, problem: Problem) -> Next<Self> {
        if self.shutter == Shutter::Waiting { self.failed(problem) } else { Next::none() }
    }

    fn seen(&mut self, live: S::Live) -> Next<Self> {
        if self.shutter != Shutter::Waiting {
            return Next::none();
        }
        let ready = S::ready(&live);
        self.live = Some(live);
        if ready { self.press() } else { Next::none() }
    }
}
