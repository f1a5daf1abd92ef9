//! Language, licences, and everything deleted: asked once more before it is done.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::effects::Effect;
use crate::problem::{Problem, ProblemSaid};
use crate::screen::{Model, Next};

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettingsState {
    /// Whether the person is asked if they are sure.
    pub asked: bool,
    /// Whether everything is being deleted.
    pub busy: bool,
    /// Whether everything is deleted.
    pub deleted: bool,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
}

/// What a person can want.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingsIntent {
    /// Set the language.
    Language,
    /// Read the licences.
    Licences,
    /// Delete everything.
    AskDelete,
    /// Not after all.
    Leave,
    /// Yes, everything.
    Delete,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deleting {
    No,
    Asked,
    Busy,
    Done,
}

/// The settings.
pub struct Settings {
    desk: Arc<Desk>,
    deleting: Deleting,
    problem: Option<Problem>,
}

impl Settings {
    /// Those of `desk`.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self { desk, deleting: Deleting::No, problem: None }
    }

    fn delete(&mut self) -> Next<Self> {
        self.deleting = Deleting::Busy;
        let store = self.desk.store();
        // One that cannot be destroyed is no reason to keep the others.
        let delete = move || store.names()?.iter().map(|name| store.delete(name)).fold(Ok(()), Result::and);
        Next::work(delete, |model: &mut Self, ()| {
            (model.deleting, model.problem) = (Deleting::Done, None);
            Next::none()
        })
    }
}

impl Model for Settings {
    type State = SettingsState;
    type Intent = SettingsIntent;

    fn start(&mut self) -> Next<Self> {
        Next::none()
    }

    fn intend(&mut self, intent: SettingsIntent) -> Next<Self> {
        match (intent, self.deleting) {
            (SettingsIntent::Language, _) => return Next::effect(Effect::ShowLanguages),
            (SettingsIntent::Licences, _) => return Next::effect(Effect::ShowLicences),
            (_, Deleting::Busy) => {}
            (SettingsIntent::AskDelete, _) => (self.deleting, self.problem) = (Deleting::Asked, None),
            (SettingsIntent::Leave, Deleting::Asked) => self.deleting = Deleting::No,
            (SettingsIntent::Delete, Deleting::Asked) => return self.delete(),
            (SettingsIntent::Leave | SettingsIntent::Delete, _) => {}
        }
        Next::none()
    }

    fn failed(&mut self, problem: Problem) -> Next<Self> {
        self.deleting = Deleting::No;
        self.problem = Some(problem);
        Next::none()
    }

    fn state(&self) -> SettingsState {
        SettingsState {
            asked: self.deleting == Deleting::Asked,
            busy: self.deleting == Deleting::Busy,
            deleted: self.deleting == Deleting::Done,
            problem: self.problem.map(|problem| problem.said(&self.desk.words())),
        }
    }
}
