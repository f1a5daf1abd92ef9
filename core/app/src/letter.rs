//! A letter or certificate: its pages, chosen or photographed, then the review.

use std::sync::Arc;

use heyan::rules::filing::Step;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::effects::Effect;
use crate::ports::Case;
use crate::problem::{Problem, ProblemSaid};
use crate::review::{Review, ReviewIntent, ReviewState, outcome};
use crate::screen::{Model, Next};

/// What is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LetterState {
    /// What it is.
    pub name: String,
    /// Its pages, in their order.
    pub pages: Vec<String>,
    /// Whether they are looked at.
    pub busy: bool,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
    /// What was judged, in place of all the above.
    pub review: Option<ReviewState>,
}

/// What a person can want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterIntent {
    /// Choose a file for the next page.
    Add,
    /// The file that was chosen, a copy in the open.
    Chosen {
        /// Where it lies.
        path: String,
    },
    /// Take a page out.
    Remove {
        /// Where it lies.
        path: String,
    },
    /// Look at the pages.
    Judge,
    /// In the review.
    Review(ReviewIntent),
}

/// A letter or certificate.
pub struct Letter {
    desk: Arc<Desk>,
    case_name: String,
    step: Step,
    case: Option<Arc<dyn Case>>,
    pages: Vec<String>,
    busy: bool,
    problem: Option<Problem>,
    review: Option<Review>,
}

impl Letter {
    /// That of `step` of the case `case` of `desk`.
    pub fn new(desk: Arc<Desk>, case: String, step: Step) -> Self {
        let pages = Vec::new();
        Self { desk, case_name: case, step, case: None, pages, busy: false, problem: None, review: None }
    }

    fn judge(&mut self) -> Next<Self> {
        let ready = !self.pages.is_empty() && self.review.is_none() && !self.busy;
        let Some(case) = self.case.clone().filter(|_| ready) else { return Next::none() };
        (self.busy, self.problem) = (true, None);
        let (step, pages) = (self.step, self.pages.clone());
        Next::load(
            move || outcome(case.judge_pages(step, &pages)?),
            |letter: &mut Self, outcome| {
                letter.busy = false;
                let Some(case) = letter.case.clone() else { return Next::none() };
                letter.review = Some(Review::new(letter.desk.clone(), case, outcome));
                Next::none()
            },
        )
    }

    fn review(&mut self) -> Option<&mut Review> {
        self.review.as_mut()
    }

    fn reviewed(&mut self) -> Next<Self> {
        let kept = self.review.as_ref().is_some_and(Review::kept);
        if kept { Next::effect(Effect::Back) } else { Next::none() }
    }
}

impl Model for Letter {
    type State = LetterState;
    type Intent = LetterIntent;

    fn start(&mut self) -> Next<Self> {
        let (store, name) = (self.desk.store(), self.case_name.clone());
        Next::load(
            move || store.open(&name),
            |letter: &mut Self, case| {
                letter.case = Some(case);
                Next::none()
            },
        )
    }

    fn intend(&mut self, intent: LetterIntent) -> Next<Self> {
        match intent {
            LetterIntent::Review(ReviewIntent::Again) if self.review.as_ref().is_some_and(Review::rests) => {
                self.review = None;
                Next::none()
            }
            LetterIntent::Review(intent) => match &mut self.review {
                Some(review) => review.intend(intent).lift(Self::review, Self::reviewed),
                None => Next::none(),
            },
            // What is looked at stays as it is.
            _ if self.busy || self.review.is_some() => Next::none(),
            LetterIntent::Add => Next::effect(Effect::ChooseFile),
            LetterIntent::Chosen { path } => {
                if !self.pages.contains(&path) {
                    self.pages.push(path);
                }
                Next::none()
            }
            LetterIntent::Remove { path } => {
                let before = self.pages.len();
                self.pages.retain(|page| *page != path);
                let removed = self.pages.len() < before;
                if removed { Next::effect(Effect::RemoveFile(path)) } else { Next::none() }
            }
            LetterIntent::Judge => self.judge(),
        }
    }

    fn failed(&mut self, problem: Problem) -> Next<Self> {
        self.busy = false;
        self.problem = Some(problem);
        Next::none()
    }

    fn leave(&mut self) -> Vec<Effect> {
        self.pages.drain(..).map(Effect::RemoveFile).collect()
    }

    fn state(&self) -> LetterState {
        let words = self.desk.words();
        LetterState {
            name: words.step(self.step),
            pages: self.pages.clone(),
            busy: self.busy,
            problem: self.problem.map(|problem| problem.said(&words)),
            review: self.review.as_ref().map(Model::state),
        }
    }
}
