//! One case: its steps, the next of them, the order.

use std::sync::Arc;

use heyan::rules::filing::{Standing, Step};
use heyan::rules::guide;
use heyan::vault::Purpose;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::effects::Effect;
use crate::help::{Help, HelpIntent, HelpState};
use crate::navigator::Place;
use crate::personal::Personal;
use crate::ports::Summary;
use crate::problem::{Problem, ProblemSaid};
use crate::said::{self, FindingSaid, OrderSaid};
use crate::screen::{Model, Next};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepRow {
    /// Which.
    pub step: Step,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub standing: Standing,
    /// The same in words.
    pub said: String,
    /// Whether the provider asks for it.
    pub asked: bool,
    /// Whether it is the one to do now.
    pub next: bool,
    /// Bytes that are kept of it.
    pub bytes: u64,
    /// The consent that it needs to be sent.
    pub purpose: Purpose,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseState {
    /// Whether it is not known yet: then all else is empty.
    pub loading: bool,
    /// The provider and the province.
    pub provider: String,
    /// Whom the order names.
    pub holder: Personal,
    /// The steps in the order a person is led through.
    pub steps: Vec<StepRow>,
    /// Whether all that is asked is done.
    pub complete: bool,
    /// The order.
    pub order: Option<OrderSaid>,
    /// What else the provider would have a person know.
    pub notes: Vec<String>,
    /// Everything to say, errors first.
    pub findings: Vec<FindingSaid>,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
    /// The topics that explain the order and the findings, one of them open.
    pub help: HelpState,
}

/// What a person can want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseIntent {
    /// Do this step.
    Do {
        /// Which.
        step: Step,
    },
    /// See what the provider asks.
    Asked,
    /// See what was typed.
    Typed,
    /// See what is agreed to.
    Consent,
    /// See what will be sent.
    Send,
    /// See how the order stands.
    Order,
    /// Help.
    Help(HelpIntent),
}

/// One case.
pub struct CaseHome {
    desk: Arc<Desk>,
    case: String,
    summary: Option<Summary>,
    problem: Option<Problem>,
    help: Help,
}

impl CaseHome {
    /// The case `case` of `desk`.
    pub fn new(desk: Arc<Desk>, case: String) -> Self {
        Self { desk, case, summary: None, problem: None, help: Help::default() }
    }
}

impl Model for CaseHome {
    type State = CaseState;
    type Intent = CaseIntent;

    fn start(&mut self) -> Next<Self> {
        let (store, case) = (self.desk.store(), self.case.clone());
        Next::load(
            move || store.open(&case)?.summary(),
            |home: &mut Self, summary| {
                home.summary = Some(summary);
                Next::none()
            },
        )
    }

    fn intend(&mut self, intent: CaseIntent) -> Next<Self> {
        let case = self.case.clone();
        let complete = self.summary.as_ref().is_some_and(|summary| summary.next.is_none());
        let place = match intent {
            CaseIntent::Do { step } => Place::of(&case, step),
            CaseIntent::Asked => Place::Asked { case },
            CaseIntent::Typed => Place::Typed { case },
            CaseIntent::Consent => Place::Consent { case },
            CaseIntent::Send if !complete => return Next::none(),
            CaseIntent::Send => Place::Send { case },
            CaseIntent::Order => Place::Order { case },
            CaseIntent::Help(intent) => {
                self.help.intend(intent);
                return Next::none();
            }
        };
        Next::effect(Effect::Go(place))
    }

    fn failed(&mut self, problem: Problem) -> Next<Self> {
        self.problem = Some(problem);
        Next::none()
    }

    fn state(&self) -> CaseState {
        let words = self.desk.words();
        let known = self.summary.as_ref();
        let row = |summary: &Summary| -> Vec<StepRow> {
            let one = |s: &crate::ports::StepSummary| StepRow {
                step: s.step,
                name: words.step(s.step),
                standing: s.standing,
                said: words.standing(s.standing),
                asked: s.asked,
                next: summary.next == Some(s.step),
                bytes: s.bytes,
                purpose: Purpose::of(s.step),
            };
            summary.steps.iter().map(one).collect()
        };
        let mut topics = known.map(|s| guide::of_order(&s.order)).unwrap_or_default();
        let found = known.map(|s| guide::of_findings(&s.findings)).unwrap_or_default();
        topics.extend(found.into_iter().filter(|id| !topics.contains(id)).collect::<Vec<_>>());
        let notes = known.iter().flat_map(|s| &s.notes).map(|key| words.note(key));
        CaseState {
            loading: known.is_none() && self.problem.is_none(),
            provider: known.map(|s| said::provider(&s.provider, s.province, &words)).unwrap_or_default(),
            holder: known.map(|s| s.holder.clone()).unwrap_or_default(),
            steps: known.map(row).unwrap_or_default(),
            complete: known.is_some_and(|s| s.next.is_none()),
            order: known.map(|s| said::order(&s.order, s.now, &words)),
            notes: notes.filter(|note| !note.is_empty()).collect(),
            findings: known.map(|s| said::findings(&s.findings, &words)).unwrap_or_default(),
            problem: self.problem.map(|problem| problem.said(&words)),
            help: self.help.state(&topics, &words),
        }
    }
}
