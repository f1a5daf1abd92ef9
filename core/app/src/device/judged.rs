//! A step of a case of the device, judged and not yet kept.

use std::sync::{Arc, Mutex};

use heyan::case::{KeepError, Material, StepJudged};

use super::case::typed;
use super::guard::held;
use super::open::Open;
use crate::ports::{Judged, Report};
use crate::problem::Problem;

pub(super) struct KeptLater {
    case: Arc<Open>,
    judged: Mutex<StepJudged>,
}

impl KeptLater {
    /// `material` held against what `case` says.
    pub(super) fn of(case: &Arc<Open>, material: Material) -> Result<Arc<dyn Judged>, Problem> {
        let judged = case.with(|core| Ok(material.judged(core, case.device.today())))?;
        Ok(Arc::new(Self { case: case.clone(), judged: Mutex::new(judged) }))
    }
}

impl Judged for KeptLater {
    fn report(&self) -> Result<Report, Problem> {
        let mut judged = held(&self.judged);
        self.case.with(|core| {
            judged.beside(core, self.case.device.today());
            let (typed, correctable) = typed(core);
            Ok(Report {
                verdict: judged.verdict,
                findings: judged.findings.clone(),
                fields: judged.fields().iter().map(|placed| placed.field.clone()).collect(),
                compared: judged.compared.clone(),
                typed,
                correctable,
            })
        })
    }

    fn keep(&self, insist: bool) -> Result<bool, Problem> {
        let mut judged = held(&self.judged);
        self.case.with(|core| match judged.keep(core, insist, self.case.device.now()) {
            Ok(kept) => Ok(kept.is_some()),
            Err(KeepError::Case(error)) => Err(error.into()),
            Err(KeepError::Again) => Err(Problem::Fault),
        })
    }
}
