//! What will be sent, then the sending: with progress, paused and gone on with, also in the background.

use std::sync::Arc;

use heyan::rules::Code;
use heyan::vault::Purpose;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::effects::Effect;
use crate::navigator::Place;
use crate::ports::{Case, Progress, Sending, Summary};
use crate::problem::{Problem, ProblemSaid};
use crate::screen::{Model, Next};

/// How often the progress is looked at, ms: four times a second is as often as anyone reads a figure.
const LOOK_MS: u32 = 250;

/// One thing that will leave the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SendRow {
    /// What it is.
    pub name: String,
    /// Bytes of it.
    pub bytes: u64,
    /// The consent that it needs.
    pub purpose: Purpose,
}

/// Where the sending has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendPhase {
    /// What there is to send is not known yet.
    Loading,
    /// Not begun.
    Ready,
    /// It is being sent.
    Running,
    /// Stopped; it can go on.
    Paused,
    /// It has arrived.
    Sent,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SendProgress {
    /// Bytes at the server or on their way.
    pub sent_bytes: u64,
    /// Bytes in all.
    pub total_bytes: u64,
    /// Seconds still to go, once known.
    pub left_s: Option<u64>,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SendState {
    /// What will leave the device.
    pub rows: Vec<SendRow>,
    /// Bytes of all of it.
    pub bytes: u64,
    /// Purposes that must be agreed to first.
    pub missing: Vec<Purpose>,
    /// Where it has come to.
    pub phase: SendPhase,
    /// Whether it can be sent, or gone on with.
    pub can_send: bool,
    /// How far it has come.
    pub progress: Option<SendProgress>,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
}

/// What a person, or the system for them, can want.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendIntent {
    /// Send, or go on.
    Send,
    /// Stop for now.
    Pause,
    /// See what is agreed to.
    Consent,
    /// Look how far it has come.
    Look,
    /// The device changed networks.
    NetworkChanged,
}

/// The sending of one case.
pub struct Send {
    desk: Arc<Desk>,
    name: String,
    case: Option<Arc<dyn Case>>,
    known: Option<(Summary, Vec<Purpose>)>,
    phase: SendPhase,
    run: Option<Arc<dyn Sending>>,
    /// Whether a pause is wished: also before the run has begun.
    pausing: bool,
    progress: Option<Progress>,
    problem: Option<Problem>,
}

impl Send {
    /// That of the case `case` of `desk`.
    pub fn new(desk: Arc<Desk>, case: String) -> Self {
        Self {
            desk,
            name: case,
            case: None,
            known: None,
            phase: SendPhase::Loading,
            run: None,
            pausing: false,
            progress: None,
            problem: None,
        }
    }

    fn rows(&self) -> Vec<SendRow> {
        let words = self.desk.words();
        let steps = self.known.iter().flat_map(|(summary, _)| &summary.steps).filter(|step| step.bytes > 0);
        steps
            .map(|step| SendRow { name: words.step(step.step), bytes: step.bytes, purpose: Purpose::of(step.step) })
            .collect()
    }

    fn missing(&self, rows: &[SendRow]) -> Vec<Purpose> {
        let given = self.known.as_ref().map(|(_, given)| given.as_slice()).unwrap_or_default();
        let needed = |purpose: &Purpose| rows.iter().any(|row| row.purpose == *purpose) && !given.contains(purpose);
        Purpose::ALL.into_iter().filter(needed).collect()
    }

    fn can_send(&self) -> bool {
        let rows = self.rows();
        let waits = matches!(self.phase, SendPhase::Ready | SendPhase::Paused);
        waits && !rows.is_empty() && self.missing(&rows).is_empty()
    }

    fn send(&mut self) -> Next<Self> {
        let ready = self.can_send();
        let Some(case) = self.case.clone().filter(|_| ready) else { return Next::none() };
        (self.phase, self.problem, self.pausing) = (SendPhase::Running, None, false);
        Next::work(
            move || case.sending(),
            |model: &mut Self, run| {
                if std::mem::take(&mut model.pausing) {
                    model.phase = SendPhase::Paused;
                    return Next::none();
                }
                model.run = Some(run.clone());
                Next::work(
                    move || run.run(),
                    |model: &mut Self, ()| {
                        (model.phase, model.run) = (SendPhase::Sent, None);
                        Next::none()
                    },
                )
                .then(Effect::LookAfter(LOOK_MS))
            },
        )
    }
}

impl Model for Send {
    type State = SendState;
    type Intent = SendIntent;

    fn start(&mut self) -> Next<Self> {
        let (store, name) = (self.desk.store(), self.name.clone());
        let load = move || {
            let case = store.open(&name)?;
            let (summary, (_, given)) = (case.summary()?, case.consents()?);
            Ok((case, summary, given))
        };
        Next::load(load, |model: &mut Self, (case, summary, given)| {
            model.phase = if summary.sent > 0 { SendPhase::Sent } else { SendPhase::Ready };
            (model.case, model.known) = (Some(case), Some((summary, given)));
            Next::none()
        })
    }

    fn intend(&mut self, intent: SendIntent) -> Next<Self> {
        match intent {
            SendIntent::Send => return self.send(),
            SendIntent::Consent => return Next::effect(Effect::Go(Place::Consent { case: self.name.clone() })),
            SendIntent::Pause => match &self.run {
                Some(run) => run.pause(),
                None => self.pausing = self.phase == SendPhase::Running,
            },
            SendIntent::NetworkChanged => self.run.iter().for_each(|run| run.network_changed()),
            SendIntent::Look => {
                let Some(run) = &self.run else { return Next::none() };
                self.progress = run.progress().or(self.progress);
                return Next::effect(Effect::LookAfter(LOOK_MS));
            }
        }
        Next::none()
    }

    fn failed(&mut self, problem: Problem) -> Next<Self> {
        if self.phase == SendPhase::Running {
            self.phase = SendPhase::Paused;
        }
        self.run = None;
        // A pause that was asked for is no problem.
        self.problem = (problem != Problem::Told(Code::SubmitPaused)).then_some(problem);
        Next::none()
    }

    fn leave(&mut self) -> Vec<Effect> {
        if self.phase != SendPhase::Running || self.pausing {
            return Vec::new();
        }
        // The system goes on with it, where and when it can.
        self.run.iter().for_each(|run| run.pause());
        vec![Effect::SendInBackground(self.name.clone())]
    }

    fn state(&self) -> SendState {
        let words = self.desk.words();
        let rows = self.rows();
        let progress = |now: Progress| {
            let Progress { sent_bytes, total_bytes, left_s } = now;
            SendProgress { sent_bytes, total_bytes, left_s }
        };
        SendState {
            bytes: rows.iter().map(|row| row.bytes).sum(),
            missing: self.missing(&rows),
            rows,
            phase: self.phase,
            can_send: self.can_send(),
            progress: self.progress.map(progress),
            problem: self.problem.map(|problem| problem.said(&words)),
        }
    }
}
