//! The list of cases and their next step.

use std::sync::Arc;

use heyan::rules::Code;
use heyan::rules::filing::Standing;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::effects::Effect;
use crate::navigator::Place;
use crate::ports::{Store, Summary};
use crate::problem::{Problem, ProblemSaid};
use crate::said;
use crate::screen::{Model, Next};

/// One case in the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseRow {
    /// Its name in the store.
    pub name: String,
    /// The provider and the province.
    pub provider: String,
    /// The next step in words; empty when all is done.
    pub next: String,
    /// Steps that are done.
    pub done: u32,
    /// Steps that are asked for.
    pub asked: u32,
    /// How the order stands.
    pub order: String,
    /// Why it cannot be opened: then all else is empty.
    pub problem: Option<ProblemSaid>,
    /// Whether it can be destroyed: not while it is being sent.
    pub can_delete: bool,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CasesState {
    /// The cases.
    pub rows: Vec<CaseRow>,
    /// Whether they are not known yet.
    pub loading: bool,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
}

/// What a person can want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CasesIntent {
    /// See this case.
    Open {
        /// Its name.
        name: String,
    },
    /// Destroy this case.
    Delete {
        /// Its name.
        name: String,
    },
    /// Make a case.
    New,
    /// See the settings.
    Settings,
}

type Row = (String, Result<Summary, Problem>);

/// The list of cases.
pub struct Cases {
    desk: Arc<Desk>,
    rows: Option<Vec<Row>>,
    problem: Option<Problem>,
    /// Those that are being destroyed.
    going: Vec<String>,
}

impl Cases {
    /// All cases of `desk`.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self { desk, rows: None, problem: None, going: Vec::new() }
    }

    fn loaded(&mut self, rows: Vec<Row>) -> Next<Self> {
        self.rows = Some(rows);
        Next::none()
    }
}

fn rows(store: &dyn Store) -> Result<Vec<Row>, Problem> {
    let summary = |name: &str| store.open(name)?.summary();
    Ok(store.names()?.into_iter().map(|name| (name.clone(), summary(&name))).collect())
}

impl Model for Cases {
    type State = CasesState;
    type Intent = CasesIntent;

    fn start(&mut self) -> Next<Self> {
        let store = self.desk.store();
        Next::load(move || rows(&*store), Self::loaded)
    }

    fn intend(&mut self, intent: CasesIntent) -> Next<Self> {
        match intent {
            CasesIntent::Open { name } => Next::effect(Effect::Go(Place::CaseHome { case: name })),
            CasesIntent::New => Next::effect(Effect::Go(Place::NewCase)),
            CasesIntent::Settings => Next::effect(Effect::Go(Place::Settings)),
            CasesIntent::Delete { name } if self.going.contains(&name) => Next::none(),
            CasesIntent::Delete { name } => {
                self.going.push(name.clone());
                self.problem = None;
                let store = self.desk.store();
                let work = move || {
                    let gone = store.delete(&name);
                    Ok((name, gone, rows(&*store)?))
                };
                Next::work(work, |cases: &mut Self, (name, gone, rows)| {
                    cases.going.retain(|going| *going != name);
                    cases.problem = gone.err();
                    cases.loaded(rows)
                })
            }
        }
    }

    fn failed(&mut self, problem: Problem) -> Next<Self> {
        self.rows.get_or_insert_default();
        self.going.clear();
        self.problem = Some(problem);
        Next::none()
    }

    fn state(&self) -> CasesState {
        let words = self.desk.words();
        let row = |(name, summary): &Row| match summary {
            Ok(case) => {
                let asked = case.steps.iter().filter(|step| step.asked);
                let done = |standing| matches!(standing, Standing::Done | Standing::Forced);
                CaseRow {
                    name: name.clone(),
                    provider: said::provider(&case.provider, case.province, &words),
                    next: case.next.map(|step| words.step(step)).unwrap_or_default(),
                    done: count(asked.clone().filter(|step| done(step.standing))),
                    asked: count(asked),
                    order: words.status(case.order.status).name,
                    problem: None,
                    can_delete: true,
                }
            }
            Err(problem) => CaseRow {
                name: name.clone(),
                provider: String::new(),
                next: String::new(),
                done: 0,
                asked: 0,
                order: String::new(),
                problem: Some(problem.said(&words)),
                can_delete: *problem != Problem::Told(Code::CaseBusy),
            },
        };
        CasesState {
            rows: self.rows.iter().flatten().map(row).collect(),
            loading: self.rows.is_none(),
            problem: self.problem.map(|problem| problem.said(&words)),
        }
    }
}

fn count<T>(of: impl Iterator<Item = T>) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}
