//! A step of a case: judged, shown to the person, then kept.

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use heyan::case::{Given, KeepError};
use heyan::vault::Case as Core;
use heyan::{Intake, IntakeError, Material, StepFile, StepJudged, rules};
use jiff::Timestamp;

use crate::case::{Case, Held};
use crate::error::HeyanError;
use crate::filing::Step;
use crate::finding::{Finding, Verdict, findings};
use crate::guard::no_panic;
use crate::liveness::LivenessSession;
use crate::portrait::PortraitSession;
use crate::scan::{Field, ScanSession, field};
use crate::statement::StatementSession;

/// A field of the order beside the one that was read.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct ComparedField {
    /// Its name, as `id_number`.
    pub key: String,
    /// Its heading in words.
    pub label: String,
    /// Whether they are the same; nothing when it was not read.
    pub same: Option<bool>,
}

/// What came of a step.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct StepReport {
    /// Which.
    pub step: Step,
    /// What all findings come to.
    pub verdict: Verdict,
    /// Everything to say about it, errors first.
    pub findings: Vec<Finding>,
    /// What was read. Personal data.
    pub fields: Vec<Field>,
    /// The order's own fields beside those read.
    pub compared: Vec<ComparedField>,
}

impl From<IntakeError> for HeyanError {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Unreadable { .. } => unreadable(),
            IntakeError::NoPicture { .. } => Self::BadPicture { reason: error.to_string() },
            IntakeError::Picture { cause, .. } => Self::BadPicture { reason: cause },
            IntakeError::Models(reason) => Self::ModelUnavailable { reason },
        }
    }
}

fn unreadable() -> HeyanError {
    HeyanError::BadArgument { reason: "a file of the step cannot be read".to_owned() }
}

fn opened(path: impl AsRef<Path>) -> Result<StepFile, HeyanError> {
    File::open(path).and_then(StepFile::opened).map_err(|_| unreadable())
}

/// A step, judged and not yet kept.
#[derive(uniffi::Object)]
pub struct JudgedStep {
    case: Held,
    judged: Mutex<StepJudged>,
}

#[uniffi::export]
impl Case {
    /// Judges the picture `bytes` of a document for `step`.
    pub fn judge_document(
        self: Arc<Self>,
        step: Step,
        bytes: Vec<u8>,
        session: Arc<ScanSession>,
    ) -> Result<JudgedStep, HeyanError> {
        let intake = self.intake(step)?;
        let file = StepFile::bytes(bytes);
        let material = session.session.wait(|session| Ok(intake.document(file, session)?))?;
        self.judged(material)
    }

    /// Judges the picture `bytes` of a face for `step`. Kept is what the provider takes: cut out, and of its size.
    pub fn judge_portrait(
        self: Arc<Self>,
        step: Step,
        bytes: Vec<u8>,
        session: Arc<PortraitSession>,
    ) -> Result<JudgedStep, HeyanError> {
        let intake = self.intake(step)?;
        let file = StepFile::bytes(bytes);
        let material = session.session.wait(|session| Ok(intake.portrait(file, session)?))?;
        self.judged(material)
    }

    /// Judges the face check that `session` has finished; `path` is its recording.
    pub fn judge_liveness(
        self: Arc<Self>,
        step: Step,
        path: String,
        session: Arc<LivenessSession>,
    ) -> Result<JudgedStep, HeyanError> {
        let report = session.report.lock().map_err(|_| HeyanError::Poisoned)?;
        let report = report.as_ref().ok_or_else(unfinished)?;
        let material = self.intake(step)?.liveness(opened(path)?, report);
        self.judged(material)
    }

    /// Judges the reading that `session` has finished; `path` is its recording.
    pub fn judge_statement(
        self: Arc<Self>,
        step: Step,
        path: String,
        session: Arc<StatementSession>,
    ) -> Result<JudgedStep, HeyanError> {
        let report = session.report.lock().map_err(|_| HeyanError::Poisoned)?;
        let report = report.as_ref().ok_or_else(unfinished)?;
        let material = self.intake(step)?.statement(opened(path)?, report);
        self.judged(material)
    }

    /// Judges the pages of a letter or certificate with the models of the folder `pack`. Pages that cannot be looked into, as of
    /// a PDF, are kept only when the person insists.
    pub fn judge_pages(
        self: Arc<Self>,
        step: Step,
        paths: Vec<String>,
        pack: String,
        threads: u8,
    ) -> Result<JudgedStep, HeyanError> {
        no_panic(|| {
            let intake = self.intake(step)?;
            let pages = paths.into_iter().map(opened).collect::<Result<Vec<_>, _>>()?;
            let material = match intake.given(pages) {
                Given::Pages(pages) => {
                    let models = |error: heyan::LetterError| HeyanError::ModelUnavailable { reason: error.to_string() };
                    let session = intake.open_letter(Path::new(&pack), threads.into()).map_err(models)?;
                    intake.letter(pages, session)?
                }
                Given::Unjudged(files) => intake.unjudged(files),
                Given::One(_, file) => intake.unjudged(vec![file]),
            };
            self.judged(material)
        })
    }

    /// Judges files that nothing in this build can look into, as a PDF: kept only when the person insists.
    pub fn judge_files(self: Arc<Self>, step: Step, paths: Vec<String>) -> Result<JudgedStep, HeyanError> {
        let files = paths.into_iter().map(opened).collect::<Result<Vec<_>, _>>()?;
        let material = self.intake(step)?.unjudged(files);
        self.judged(material)
    }
}

fn unfinished() -> HeyanError {
    HeyanError::BadArgument { reason: "the session is not finished: call `finish` first".to_owned() }
}

impl Case {
    /// What of this case judges the material of `step`: the case is free while it is looked at.
    fn intake(&self, step: Step) -> Result<Intake, HeyanError> {
        self.with(|core| Ok(Intake::of(core, step)))
    }

    fn judged(self: Arc<Self>, material: Material) -> Result<JudgedStep, HeyanError> {
        let judged = self.with(|core| Ok(material.judged(core, Core::day_of(Timestamp::now()))))?;
        Ok(JudgedStep { case: self, judged: Mutex::new(judged) })
    }
}

#[uniffi::export]
impl JudgedStep {
    /// What came of it.
    pub fn report(&self) -> Result<StepReport, HeyanError> {
        let (judged, words) = (self.judged()?, &self.case.words);
        let compared = |compared: &rules::filing::Compared| ComparedField {
            key: compared.field.as_str().to_owned(),
            label: words.field(compared.field),
            same: compared.same,
        };
        Ok(StepReport {
            step: judged.step,
            verdict: judged.verdict,
            findings: findings(&judged.findings, words),
            fields: judged.fields().iter().map(|placed| field(placed, words)).collect(),
            compared: judged.compared.iter().map(compared).collect(),
        })
    }

    /// Holds it against what the case says now, once what was typed was corrected.
    pub fn again(&self) -> Result<StepReport, HeyanError> {
        let mut judged = self.judged()?;
        self.case.with(|core| {
            judged.beside(core, Core::day_of(Timestamp::now()));
            Ok(())
        })?;
        drop(judged);
        self.report()
    }

    /// Keeps it in the case, sealed; `insist` when the person does so against the verdict. Says whether it was kept: without
    /// `insist` a verdict other than accept is not. Only once.
    pub fn keep(&self, insist: bool) -> Result<bool, HeyanError> {
        let mut judged = self.judged()?;
        self.case.with(|core| match judged.keep(core, insist, Timestamp::now()) {
            Ok(kept) => Ok(kept.is_some()),
            Err(KeepError::Again) => Err(HeyanError::Ended),
            Err(KeepError::Case(error)) => Err(self.case.said(&error)),
        })
    }
}

impl JudgedStep {
    fn judged(&self) -> Result<MutexGuard<'_, StepJudged>, HeyanError> {
        self.judged.lock().map_err(|_| HeyanError::Poisoned)
    }
}
