//! Where the order stands and what to do.

use std::sync::Arc;

use heyan::rules::filing::{Order as Standing, Step};
use heyan::rules::guide;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::effects::Effect;
use crate::help::{Help, HelpIntent, HelpState};
use crate::navigator::Place;
use crate::ports::Case;
use crate::problem::{Problem, ProblemSaid};
use crate::said::{self, OrderSaid};
use crate::screen::{Model, Next};

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderState {
    /// The order; `None` while it is not known.
    pub order: Option<OrderSaid>,
    /// The filing number, once there is one.
    pub filing_number: Option<String>,
    /// What reviewers said, newest last.
    pub said: Vec<String>,
    /// Seconds after which it is worth asking again.
    pub ask_again_s: Option<u64>,
    /// Whether it is being asked.
    pub asking: bool,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
    /// The topics that explain the status, one of them open.
    pub help: HelpState,
}

/// What a person can want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderIntent {
    /// Ask the gateway for news.
    Ask,
    /// Do this step again.
    Redo {
        /// Which.
        step: Step,
    },
    /// Help.
    Help(HelpIntent),
}

/// The order of one case.
pub struct Order {
    desk: Arc<Desk>,
    name: String,
    case: Option<Arc<dyn Case>>,
    order: Option<(Standing, Timestamp)>,
    filing_number: Option<String>,
    said: Vec<String>,
    ask_again_s: Option<u64>,
    asking: bool,
    problem: Option<Problem>,
    help: Help,
}

impl Order {
    /// That of the case `case` of `desk`.
    pub fn new(desk: Arc<Desk>, case: String) -> Self {
        Self {
            desk,
            name: case,
            case: None,
            order: None,
            filing_number: None,
            said: Vec::new(),
            ask_again_s: None,
            asking: false,
            problem: None,
            help: Help::default(),
        }
    }

    fn ask(&mut self) -> Next<Self> {
        let Some(case) = self.case.clone().filter(|_| !self.asking) else { return Next::none() };
        (self.asking, self.problem) = (true, None);
        Next::work(
            move || case.follow(),
            |model: &mut Self, news| {
                model.asking = false;
                model.order = Some((news.order, news.now));
                model.filing_number = news.filing_number.or(model.filing_number.take());
                model.said.extend(news.said);
                model.ask_again_s = news.ask_again_s;
                Next::none()
            },
        )
    }
}

impl Model for Order {
    type State = OrderState;
    type Intent = OrderIntent;

    fn start(&mut self) -> Next<Self> {
        let (store, name) = (self.desk.store(), self.name.clone());
        let load = move || {
            let case = store.open(&name)?;
            let summary = case.summary()?;
            Ok((case, summary))
        };
        Next::load(load, |model: &mut Self, (case, summary)| {
            (model.case, model.order) = (Some(case), Some((summary.order, summary.now)));
            Next::none()
        })
    }

    fn intend(&mut self, intent: OrderIntent) -> Next<Self> {
        match intent {
            OrderIntent::Ask => self.ask(),
            OrderIntent::Redo { step } => Next::effect(Effect::Go(Place::of(&self.name, step))),
            OrderIntent::Help(intent) => {
                self.help.intend(intent);
                Next::none()
            }
        }
    }

    fn failed(&mut self, problem: Problem) -> Next<Self> {
        self.asking = false;
        self.problem = Some(problem);
        Next::none()
    }

    fn state(&self) -> OrderState {
        let words = self.desk.words();
        let topics = self.order.as_ref().map(|(order, _)| guide::of_order(order)).unwrap_or_default();
        OrderState {
            order: self.order.as_ref().map(|(order, now)| said::order(order, *now, &words)),
            filing_number: self.filing_number.clone(),
            said: self.said.clone(),
            ask_again_s: self.ask_again_s,
            asking: self.asking,
            problem: self.problem.map(|problem| problem.said(&words)),
            help: self.help.state(&topics, &words),
        }
    }
}
