//! What was judged, before it is kept: the person sees each field, then keeps it, takes it again, corrects what they typed, or
//! insists. A part of every screen that takes material.

use std::sync::Arc;

use heyan::rules::Verdict;
use heyan::rules::document::FieldKey;
use heyan::rules::filing::Step;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::personal::Personal;
use crate::ports::{Case, Judged, Report};
use crate::problem::{Problem, ProblemSaid};
use crate::said::{self, FindingSaid};
use crate::screen::{Model, Next};
use crate::typed::{Typed, TypedIntent, TypedState};

/// One field as it was read, and as it was typed where the order has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewRow {
    /// Its name, as `id_number`.
    pub key: String,
    /// Its heading.
    pub label: String,
    /// What was read; empty when it was not.
    pub read: Personal,
    /// What was typed.
    pub typed: Option<Personal>,
    /// Whether they are the same.
    pub same: Option<bool>,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewState {
    /// What a reviewer would say. A pre-check: the provider decides.
    pub verdict: Verdict,
    /// Everything to say about it, errors first.
    pub findings: Vec<FindingSaid>,
    /// The fields.
    pub rows: Vec<ReviewRow>,
    /// Whether what was typed can be put right: some of it is not what was read, and nothing was handed in.
    pub correctable: bool,
    /// While it is being put right.
    pub typing: Option<TypedState>,
    /// Steps that did not fit what was corrected and are to be done again.
    pub redo: Vec<String>,
    /// Whether it is being kept.
    pub busy: bool,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
}

/// What a person can want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewIntent {
    /// Keep it.
    Keep,
    /// Keep it against the verdict.
    Insist,
    /// Take it again.
    Again,
    /// Put right what was typed.
    Correct,
    /// While it is put right.
    Typed(TypedIntent),
}

/// What was judged, before it is kept.
pub struct Review {
    desk: Arc<Desk>,
    case: Arc<dyn Case>,
    judged: Arc<dyn Judged>,
    report: Report,
    typing: Option<Typed>,
    redo: Vec<Step>,
    busy: bool,
    kept: bool,
    problem: Option<Problem>,
}

impl Review {
    /// Of `judged`, which comes to `report`, for `case`.
    pub fn new(desk: Arc<Desk>, case: Arc<dyn Case>, (judged, report): Outcome) -> Self {
        let redo = Vec::new();
        Self { desk, case, judged, report, typing: None, redo, busy: false, kept: false, problem: None }
    }

    /// Whether it was kept.
    pub fn kept(&self) -> bool {
        self.kept
    }

    /// Whether nothing of it is under way: else what comes of that would be lost.
    pub fn rests(&self) -> bool {
        !self.busy && !self.kept
    }

    fn keep(&mut self, insist: bool) -> Next<Self> {
        if self.kept || std::mem::replace(&mut self.busy, true) {
            return Next::none();
        }
        self.problem = None;
        let judged = self.judged.clone();
        Next::work(
            move || judged.keep(insist),
            |review: &mut Self, kept| {
                (review.kept, review.busy) = (kept, false);
                Next::none()
            },
        )
    }

    fn correct(&mut self) -> Next<Self> {
        if !self.correctable() || self.typing.is_some() {
            return Next::none();
        }
        let mut typing = Typed::within(self.desk.clone(), self.case.clone());
        let next = typing.start();
        self.typing = Some(typing);
        next.lift(Self::typing, Self::typed)
    }

    fn typing(&mut self) -> Option<&mut Typed> {
        self.typing.as_mut()
    }

    /// Once it was corrected: held against the new words, the picture need not be taken again.
    fn typed(&mut self) -> Next<Self> {
        let Some(redo) = self.typing.as_ref().and_then(Typed::redo) else { return Next::none() };
        self.redo = redo.to_vec();
        self.typing = None;
        let judged = self.judged.clone();
        Next::load(
            move || judged.report(),
            |review: &mut Self, report| {
                review.report = report;
                Next::none()
            },
        )
    }

    fn correctable(&self) -> bool {
        self.report.correctable && !self.kept && self.report.compared.iter().any(|field| field.same == Some(false))
    }

    fn rows(&self) -> Vec<ReviewRow> {
        let (words, typed) = (self.desk.words(), &self.report.typed);
        let row = |key: FieldKey, read: Personal| {
            let compared = self.report.compared.iter().find(|compared| compared.field == key);
            let typed = compared.and_then(|_| match key {
                FieldKey::Name => Some(typed.name.clone()),
                FieldKey::IdNumber => Some(typed.id_number.clone()),
                _ => None,
            });
            let (key, label) = (key.as_str().to_owned(), words.field(key));
            ReviewRow { key, label, read, typed, same: compared.and_then(|compared| compared.same) }
        };
        let read = self.report.fields.iter().map(|field| row(field.key, Personal::from(field.value.expose().as_str())));
        let unread = self.report.compared.iter().map(|compared| compared.field);
        let unread = unread.filter(|key| self.report.fields.iter().all(|field| field.key != *key));
        read.chain(unread.map(|key| row(key, Personal::default()))).collect()
    }
}

impl Model for Review {
    type State = ReviewState;
    type Intent = ReviewIntent;

    fn start(&mut self) -> Next<Self> {
        Next::none()
    }

    fn intend(&mut self, intent: ReviewIntent) -> Next<Self> {
        match intent {
            ReviewIntent::Keep => self.keep(false),
            ReviewIntent::Insist => self.keep(true),
            // Whoever shows the review knows what it is taken with.
            ReviewIntent::Again => Next::none(),
            ReviewIntent::Correct => self.correct(),
            ReviewIntent::Typed(TypedIntent::Leave) => {
                self.typing = None;
                Next::none()
            }
            ReviewIntent::Typed(intent) => match &mut self.typing {
                Some(typing) => typing.intend(intent).lift(Self::typing, Self::typed),
                None => Next::none(),
            },
        }
    }

    fn failed(&mut self, problem: Problem) -> Next<Self> {
        self.busy = false;
        self.problem = Some(problem);
        Next::none()
    }

    fn state(&self) -> ReviewState {
        let words = self.desk.words();
        ReviewState {
            verdict: self.report.verdict,
            findings: said::findings(&self.report.findings, &words),
            rows: self.rows(),
            correctable: self.correctable(),
            typing: self.typing.as_ref().map(Model::state),
            redo: self.redo.iter().map(|step| words.step(*step)).collect(),
            busy: self.busy,
            problem: self.problem.map(|problem| problem.said(&words)),
        }
    }
}

/// What was judged, and what it comes to.
pub type Outcome = (Arc<dyn Judged>, Report);

/// `judged` with what it comes to: made as work, since it reads the case.
pub(crate) fn outcome(judged: Arc<dyn Judged>) -> Result<Outcome, Problem> {
    let report = judged.report()?;
    Ok((judged, report))
}
