//! What the provider and the province ask of a case: each thing, when, and where that stands.

use std::sync::Arc;

use heyan::rules::filing::Step;
use heyan::rules::filing::profile::Profile;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::effects::Effect;
use crate::navigator::Place;
use crate::problem::{Problem, ProblemSaid};
use crate::said;
use crate::screen::{Model, Next};

/// One thing that is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskedRow {
    /// The step.
    pub step: Step,
    /// Its name.
    pub name: String,
    /// When it is asked.
    pub when: String,
    /// Fewest files.
    pub min_files: u32,
    /// Most files.
    pub max_files: u32,
    /// Most bytes of one file, where a source says so.
    pub max_bytes: Option<u64>,
    /// How it is signed; empty where nothing is.
    pub signature: String,
    /// Where this stands, and when it did.
    pub source: String,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskedState {
    /// The provider and the province; empty while they are not known.
    pub provider: String,
    /// What is asked, in the order a person is led through.
    pub rows: Vec<AskedRow>,
    /// The movements among which the face check draws.
    pub actions: Vec<String>,
    /// How many of them it draws.
    pub actions_drawn: u32,
    /// Whether the statement's text is a sample and not what an authority issued.
    pub sample: bool,
    /// What else the provider would have a person know.
    pub notes: Vec<String>,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
}

/// What a person can want.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedIntent {
    /// Do this step.
    Do {
        /// Which.
        step: Step,
    },
}

/// What is asked of one case.
pub struct Asked {
    desk: Arc<Desk>,
    case: String,
    profile: Option<Profile>,
    problem: Option<Problem>,
}

impl Asked {
    /// That of the case `case` of `desk`.
    pub fn new(desk: Arc<Desk>, case: String) -> Self {
        Self { desk, case, profile: None, problem: None }
    }
}

impl Model for Asked {
    type State = AskedState;
    type Intent = AskedIntent;

    fn start(&mut self) -> Next<Self> {
        let (store, name) = (self.desk.store(), self.case.clone());
        Next::load(
            move || store.open(&name)?.profile(),
            |asked: &mut Self, profile| {
                asked.profile = Some(profile);
                Next::none()
            },
        )
    }

    fn intend(&mut self, AskedIntent::Do { step }: AskedIntent) -> Next<Self> {
        let known = self.profile.as_ref().is_some_and(|profile| profile.steps.contains_key(&step));
        if known { Next::effect(Effect::Go(Place::of(&self.case, step))) } else { Next::none() }
    }

    fn failed(&mut self, problem: Problem) -> Next<Self> {
        self.problem = Some(problem);
        Next::none()
    }

    fn state(&self) -> AskedState {
        let words = self.desk.words();
        let problem = self.problem.map(|problem| problem.said(&words));
        let Some(profile) = &self.profile else {
            return AskedState {
                provider: String::new(),
                rows: Vec::new(),
                actions: Vec::new(),
                actions_drawn: 0,
                sample: false,
                notes: Vec::new(),
                problem,
            };
        };
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let row = |step: Step| {
            let rule = profile.steps.get(&step)?;
            Some(AskedRow {
                step,
                name: words.step(step),
                when: words.asked_when(rule.asked),
                min_files: count(rule.min_files),
                max_files: count(rule.max_files),
                max_bytes: profile.export(step).and_then(|export| export.max_bytes),
                signature: profile.signatures.get(&step).map(|rule| words.signature(rule)).unwrap_or_default(),
                source: format!("{}, {}", rule.cited.source, rule.cited.date),
            })
        };
        AskedState {
            provider: said::provider(&profile.name, profile.province, &words),
            rows: Step::ALL.into_iter().filter_map(row).collect(),
            actions: profile.challenge.actions.iter().map(|action| words.action(*action)).collect(),
            actions_drawn: count(profile.challenge.count),
            sample: profile.statement.template.sample,
            notes: profile.notes.keys().map(|key| words.note(key)).filter(|note| !note.is_empty()).collect(),
            problem,
        }
    }
}
