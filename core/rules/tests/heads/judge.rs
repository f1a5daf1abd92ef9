//! Runs of the machine, and what comes of many.

use std::collections::BTreeMap;

use heyan_rules::Severity;
use heyan_rules::liveness::{Action, Challenge, Limits, Machine, Observation, Outcome};

pub fn judge_with(actions: &[Action], limits: Limits, film: &[Observation]) -> Outcome {
    let mut machine = Machine::new(Challenge::of(actions.to_vec()).unwrap(), limits);
    for o in film {
        machine.step(o);
    }
    machine.finish()
}

/// As a drill: single actions are judged that cannot show depth.
pub fn judge(actions: &[Action], film: &[Observation]) -> Outcome {
    let mut limits = Limits::default();
    limits.presence.drill = 1.0;
    judge_with(actions, limits, film)
}

/// Codes of all findings.
pub fn codes(outcome: &Outcome) -> Vec<&'static str> {
    outcome.findings.iter().map(|f| f.code.as_str()).collect()
}

/// Codes of errors.
pub fn errors(outcome: &Outcome) -> Vec<&'static str> {
    outcome.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| f.code.as_str()).collect()
}

/// How often something happened among many, and what happened otherwise.
#[derive(Default)]
pub struct Tally {
    all: usize,
    otherwise: BTreeMap<String, usize>,
}

impl Tally {
    /// Counts one; `what` is told when it was not `good`.
    pub fn add(&mut self, good: bool, what: impl FnOnce() -> String) {
        self.all += 1;
        if !good {
            *self.otherwise.entry(what()).or_default() += 1;
        }
    }

    pub fn share(&self) -> f64 {
        1.0 - self.otherwise.values().sum::<usize>() as f64 / self.all.max(1) as f64
    }

    /// Fails when fewer than `least` were good.
    #[track_caller]
    pub fn reaches(&self, least: f64) {
        let few: Vec<String> = self.otherwise.iter().take(8).map(|(what, times)| format!("{times} {what}")).collect();
        assert!(self.all > 0 && self.share() >= least, "{:.4} of {}: {few:#?}", self.share(), self.all);
    }
}
