//! What the person agrees to, each purpose by itself.

use std::sync::Arc;

use heyan::vault::Purpose;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::ports::Case;
use crate::problem::{Problem, ProblemSaid};
use crate::screen::{Model, Next};

/// One thing that can be agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConsentRow {
    /// To what.
    pub purpose: Purpose,
    /// What is agreed to, as a heading.
    pub heading: String,
    /// The text, to be shown whole before it is agreed to.
    pub text: String,
    /// Whether it is given.
    pub given: bool,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConsentState {
    /// What can be agreed to; empty while it is not known.
    pub consents: Vec<ConsentRow>,
    /// What a withdrawal came to; empty without one.
    pub withdrawn: String,
    /// Whether the last wish is being kept.
    pub busy: bool,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
}

/// What a person can want.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentIntent {
    /// Agree, having read the text.
    Agree {
        /// To what.
        purpose: Purpose,
    },
    /// Take it back.
    Withdraw {
        /// What.
        purpose: Purpose,
    },
}

/// The consents of one case.
pub struct Consent {
    desk: Arc<Desk>,
    name: String,
    case: Option<Arc<dyn Case>>,
    known: Option<(String, Vec<Purpose>)>,
    held: Option<usize>,
    busy: bool,
    problem: Option<Problem>,
}

impl Consent {
    /// Those of the case `case` of `desk`.
    pub fn new(desk: Arc<Desk>, case: String) -> Self {
        Self { desk, name: case, case: None, known: None, held: None, busy: false, problem: None }
    }

    fn act<T: Send + 'static>(
        &mut self,
        call: impl FnOnce(&dyn Case) -> Result<T, Problem> + Send + 'static,
        done: impl FnOnce(&mut Self, T) + Send + 'static,
    ) -> Next<Self> {
        // A second tap before the first is kept would agree twice.
        let Some(case) = self.case.clone().filter(|_| !self.busy) else { return Next::none() };
        self.busy = true;
        Next::work(
            move || {
                let came = call(&*case)?;
                Ok((came, case.consents()?))
            },
            |model: &mut Self, (came, known)| {
                (model.known, model.busy, model.problem) = (Some(known), false, None);
                done(model, came);
                Next::none()
            },
        )
    }

    fn said(&self, purpose: Purpose) -> Option<(String, String)> {
        let (recipient, _) = self.known.as_ref()?;
        Some(self.desk.words().consent(purpose.as_str(), recipient))
    }
}

impl Model for Consent {
    type State = ConsentState;
    type Intent = ConsentIntent;

    fn start(&mut self) -> Next<Self> {
        let (store, name) = (self.desk.store(), self.name.clone());
        let load = move || {
            let case = store.open(&name)?;
            let known = case.consents()?;
            Ok((case, known))
        };
        Next::load(load, |model: &mut Self, (case, known)| {
            (model.case, model.known) = (Some(case), Some(known));
            Next::none()
        })
    }

    fn intend(&mut self, intent: ConsentIntent) -> Next<Self> {
        match intent {
            ConsentIntent::Agree { purpose } => {
                let given = self.known.as_ref().is_some_and(|(_, given)| given.contains(&purpose));
                // The text that is recorded is the one that was shown, in the language it was shown in.
                let Some((_, text)) = self.said(purpose).filter(|_| !given) else { return Next::none() };
                self.act(move |case| case.agree(purpose, &text), |model: &mut Self, ()| model.held = None)
            }
            ConsentIntent::Withdraw { purpose } => {
                self.act(move |case| case.withdraw(purpose), |model: &mut Self, held| model.held = Some(held))
            }
        }
    }

    fn failed(&mut self, problem: Problem) -> Next<Self> {
        self.busy = false;
        self.problem = Some(problem);
        Next::none()
    }

    fn state(&self) -> ConsentState {
        let words = self.desk.words();
        let row = |purpose: Purpose| {
            let (heading, text) = self.said(purpose)?;
            let given = self.known.as_ref().is_some_and(|(_, given)| given.contains(&purpose));
            Some(ConsentRow { purpose, heading, text, given })
        };
        let withdrawn = self.known.as_ref().zip(self.held).map(|((to, _), held)| words.withdrawn(to, held));
        ConsentState {
            consents: Purpose::ALL.into_iter().filter_map(row).collect(),
            withdrawn: withdrawn.unwrap_or_default(),
            busy: self.busy,
            problem: self.problem.map(|problem| problem.said(&words)),
        }
    }
}
