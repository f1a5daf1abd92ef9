//! What the person typed of themselves and of their site, to be put right: a screen, and a part of the review and of the statement.

use std::sync::Arc;

use heyan::rules::filing::Step;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::effects::Effect;
use crate::personal::Personal;
use crate::ports::{Case, Typed as Words};
use crate::problem::{Problem, ProblemSaid};
use crate::screen::{Model, Next};

/// A field that is typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TypedField {
    /// Name of the person.
    Name,
    /// Number of their document.
    IdNumber,
    /// Name of site or app.
    SiteName,
    /// Its domain.
    Domain,
}

impl TypedField {
    pub(crate) fn put(self, words: &mut Words, text: Personal) {
        match self {
            Self::Name => words.name = text,
            Self::IdNumber => words.id_number = text,
            Self::SiteName => words.site_name = text,
            Self::Domain => words.domain = text,
        }
    }
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TypedState {
    /// Name of the person.
    pub name: Personal,
    /// Number of their document.
    pub id_number: Personal,
    /// Name of site or app.
    pub site_name: Personal,
    /// Its domain.
    pub domain: Personal,
    /// Whether what was typed before is known.
    pub loaded: bool,
    /// Whether it can be corrected still: nothing was handed in.
    pub correctable: bool,
    /// Whether it is being kept.
    pub busy: bool,
    /// Whether it was corrected.
    pub saved: bool,
    /// Steps that do not fit what was typed now, in words: they are to be done again.
    pub redo: Vec<String>,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
}

/// What a person can want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TypedIntent {
    /// Something was typed.
    Type {
        /// Where.
        field: TypedField,
        /// What stands there now.
        text: Personal,
    },
    /// Keep it.
    Save,
    /// Leave it as it was.
    Leave,
}

/// What was typed, to be put right.
pub struct Typed {
    desk: Arc<Desk>,
    name: String,
    case: Option<Arc<dyn Case>>,
    words: Words,
    loaded: bool,
    correctable: bool,
    busy: bool,
    redo: Option<Vec<Step>>,
    problem: Option<Problem>,
}

impl Typed {
    /// That of the case `case` of `desk`.
    pub fn new(desk: Arc<Desk>, case: String) -> Self {
        Self {
            desk,
            name: case,
            case: None,
            words: Words::default(),
            loaded: false,
            correctable: false,
            busy: false,
            redo: None,
            problem: None,
        }
    }

    /// The same of a case that is open already.
    pub(crate) fn within(desk: Arc<Desk>, case: Arc<dyn Case>) -> Self {
        Self { case: Some(case), ..Self::new(desk, String::new()) }
    }

    /// The steps to be done again, once it was corrected.
    pub(crate) fn redo(&self) -> Option<&[Step]> {
        self.redo.as_deref()
    }

    fn save(&mut self) -> Next<Self> {
        let ready = self.correctable && !self.busy && self.redo.is_none();
        let Some(case) = self.case.clone().filter(|_| ready) else { return Next::none() };
        (self.busy, self.problem) = (true, None);
        let words = self.words.clone();
        Next::work(
            move || case.correct(&words),
            |model: &mut Self, redo| {
                (model.busy, model.redo) = (false, Some(redo));
                Next::none()
            },
        )
    }
}

impl Model for Typed {
    type State = TypedState;
    type Intent = TypedIntent;

    fn start(&mut self) -> Next<Self> {
        let (store, name, case) = (self.desk.store(), self.name.clone(), self.case.clone());
        let load = move || {
            let case = case.map_or_else(|| store.open(&name), Ok)?;
            let typed = case.typed()?;
            Ok((case, typed))
        };
        Next::load(load, |model: &mut Self, (case, (words, correctable))| {
            (model.case, model.words) = (Some(case), words);
            (model.loaded, model.correctable) = (true, correctable);
            Next::none()
        })
    }

    fn intend(&mut self, intent: TypedIntent) -> Next<Self> {
        match intent {
            TypedIntent::Type { field, text } if self.loaded && !self.busy => {
                field.put(&mut self.words, text);
                Next::none()
            }
            TypedIntent::Type { .. } => Next::none(),
            TypedIntent::Save => self.save(),
            TypedIntent::Leave => Next::effect(Effect::Back),
        }
    }

    fn failed(&mut self, problem: Problem) -> Next<Self> {
        self.busy = false;
        self.problem = Some(problem);
        Next::none()
    }

    fn state(&self) -> TypedState {
        let words = self.desk.words();
        let typed = self.words.clone();
        TypedState {
            name: typed.name,
            id_number: typed.id_number,
            site_name: typed.site_name,
            domain: typed.domain,
            loaded: self.loaded,
            correctable: self.correctable,
            busy: self.busy,
            saved: self.redo.is_some(),
            redo: self.redo.iter().flatten().map(|step| words.step(*step)).collect(),
            problem: self.problem.map(|problem| problem.said(&words)),
        }
    }
}
