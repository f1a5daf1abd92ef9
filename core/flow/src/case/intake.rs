//! The one way in for the material of a step: looked at by the step's own judgement, cut as the provider takes it, held
//! against the order, kept when the person wants it.
//!
//! ```text
//! Intake::of(case, step)          what of the case judges this step; the case is free while pictures are looked at
//!   .open_scan(…) …               the step's session, judging by the limits of the case's profile
//!   .document(file, session) …    the material, looked at             -> Material
//! Material::judged(case, today)   held against the order              -> StepJudged
//! StepJudged::keep(case, …)       in the vault, once
//! ```

use std::io;
use std::path::Path;

use heyan_case::{Asked, Case};
use heyan_rules::document::{DocumentKind, Fields};
use heyan_rules::filing::{FileFacts, FileForm, Profile, Step, standing};
use heyan_rules::liveness::Challenge;
use heyan_rules::matching::FaceNumbers;
use heyan_rules::statement::Script;
use heyan_rules::{Code, Date, Finding, Sensitive, Verdict};

use super::file::StepFile;
use super::judged::{Looked, StepJudged};
use super::{Judge, script_of};
use crate::holding::HoldingSession;
use crate::letter::{LetterError, LetterSession};
use crate::live_scan::ScanSession;
use crate::liveness::{LivenessError, LivenessReport, LivenessSession};
use crate::portrait::{HandedIn, PortraitError, PortraitSession, size_for};
use crate::report::{PlacedField, ScanReport};
use crate::scan::{ScanError, ScanOptions};
use crate::statement::{StatementError, StatementReport, StatementSession};

/// Why the material of a step could not be looked at. `at` is the place of the file among those of the step.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// A file cannot be read.
    #[error("file {at} cannot be read: {cause}")]
    Unreadable {
        /// Which file.
        at: usize,
        /// What the system said.
        cause: io::Error,
    },
    /// A file is a recording, or too large for a picture.
    #[error("file {at} is no picture")]
    NoPicture {
        /// Which file.
        at: usize,
    },
    /// A picture cannot be decoded. Says what to do.
    #[error("file {at}: {cause}")]
    Picture {
        /// Which file.
        at: usize,
        /// Why, and what to do.
        cause: String,
    },
    /// The models are missing or cannot run.
    #[error("{0}")]
    Models(String),
}

/// The files of a step by how they are to be looked at.
#[derive(Debug)]
pub enum Given {
    /// One, for the document's, the portrait's, the face check's or the statement's judgement.
    One(Judge, StepFile),
    /// The pages of a paper, for [`Intake::letter`].
    Pages(Vec<StepFile>),
    /// Such as nothing in this build looks into, as a PDF, or more than the step has: for [`Intake::unjudged`].
    Unjudged(Vec<StepFile>),
}

/// What of a case judges the material of one of its steps.
#[derive(Debug, Clone)]
pub struct Intake {
    step: Step,
    judge: Judge,
    /// The documents that the step takes of this person and unit.
    documents: Vec<DocumentKind>,
    profile: Profile,
    asked: Option<Asked>,
    /// The text that was asked, where the digits in it make a reading of it younger than they are.
    text: Option<Sensitive<String>>,
    /// Whether the person agreed that faces are compared.
    compares: bool,
}

impl Intake {
    /// For `step` of `case`, as the case is now.
    pub fn of(case: &Case, step: Step) -> Self {
        let asked = case.file().asked.clone();
        let text = asked.as_ref().filter(|asked| !asked.code.is_empty()).and_then(|asked| script_of(case, asked).ok());
        let text = text.map(|script| Sensitive::new(script.reading.text().iter().collect()));
        let (judge, documents) = (Judge::in_case(case.file(), step), case.file().documents(step));
        let (profile, compares) = (case.profile().clone(), case.compares_faces());
        Self { step, judge, documents, profile, asked, text, compares }
    }

    /// The step.
    pub fn step(&self) -> Step {
        self.step
    }

    /// How `files` are to be looked at. Nobody knows which of several is meant where the step has one.
    pub fn given(&self, mut files: Vec<StepFile>) -> Given {
        let pdf = files.iter().any(|file| file.facts().form == Some(FileForm::Pdf));
        match (self.judge, files.len()) {
            (Judge::Letter, 1..) if !pdf => Given::Pages(files),
            (Judge::Letter, _) => Given::Unjudged(files),
            // Where a PDF or a recording was taken before anything looked into pictures, it still is, by insisting.
            (Judge::Document(_) | Judge::Holding(_), 1) if is_no_picture(self.step, &files) => Given::Unjudged(files),
            (own, 1) => files.pop().map_or(Given::Unjudged(Vec::new()), |file| Given::One(own, file)),
            _ => Given::Unjudged(files),
        }
    }

    /// What the case asked before the camera, with the gateway's word where the gateway asked; `None` when nothing was asked.
    pub fn challenge(&self) -> Option<Challenge> {
        let asked = self.asked.as_ref()?;
        Some(Challenge { actions: asked.actions.clone(), nonce: self.nonce() })
    }

    /// The gateway's word that recordings are bound to.
    fn nonce(&self) -> Option<String> {
        Some(self.asked.as_ref()?.issued.as_ref()?.nonce.clone())
    }

    /// A session that takes the picture of this step's document, judged on `today`. `None` when the step has none.
    ///
    /// # Errors
    /// When the models cannot run.
    pub fn open_scan(&self, pack: &Path, threads: usize, today: Date) -> Option<Result<ScanSession, ScanError>> {
        let Judge::Document(kind) = self.judge else { return None };
        let session = ScanSession::open(pack, threads, ScanOptions { expect: Some(kind), today });
        let session = session.map(|session| session.judging_by(self.profile.step_limits().document));
        Some(
            session
                .and_then(|session| if self.compares { session.comparing_faces(pack, threads) } else { Ok(session) }),
        )
    }

    /// A session that takes the portrait.
    ///
    /// # Errors
    /// When the models cannot run.
    pub fn open_portrait(&self, pack: &Path, threads: usize) -> Result<PortraitSession, PortraitError> {
        let session = PortraitSession::open(pack, threads, self.profile.step_limits().portrait)?;
        if self.compares { session.comparing_faces(pack, threads) } else { Ok(session) }
    }

    /// A run of the face check that asks `challenge`.
    ///
    /// # Errors
    /// When the models cannot run.
    pub fn open_liveness(
        &self,
        pack: &Path,
        threads: usize,
        challenge: Challenge,
    ) -> Result<LivenessSession, LivenessError> {
        LivenessSession::open(pack, threads, challenge, self.profile.step_limits().liveness)
    }

    /// A recording of `script`, as [`statement_of`](super::statement_of) gives it.
    ///
    /// # Errors
    /// When the models cannot run.
    pub fn open_statement(
        &self,
        pack: &Path,
        threads: usize,
        script: Script,
    ) -> Result<StatementSession, StatementError> {
        let session = StatementSession::open(pack, threads, script)?;
        Ok(session.judging_faces_by(self.profile.step_limits().liveness))
    }

    /// A session that looks at the pages of a letter.
    ///
    /// # Errors
    /// When the models cannot run.
    pub fn open_letter(&self, pack: &Path, threads: usize) -> Result<LetterSession, LetterError> {
        LetterSession::open(pack, threads)
    }

    /// The picture of a document.
    ///
    /// # Errors
    /// When it is no picture, or the models cannot run.
    pub fn document(&self, mut file: StepFile, session: &mut ScanSession) -> Result<Material, IntakeError> {
        let picture = file.picture(0)?;
        let report = session.judge_picture(&picture).map_err(models)?;
        let face = session.face_of(&picture, &report).map_err(models)?;
        let mut material = self.scanned(file, report);
        material.face = face;
        Ok(material)
    }

    /// A session that looks for a person who holds a document. `None` when the step has none.
    ///
    /// # Errors
    /// When the models cannot run.
    pub fn open_holding(&self, pack: &Path, threads: usize, today: Date) -> Option<Result<HoldingSession, ScanError>> {
        let Judge::Holding(kind) = self.judge else { return None };
        Some(HoldingSession::open(pack, threads, kind, today, self.profile.step_limits().document))
    }

    /// The picture of a person with a document in the hand.
    ///
    /// # Errors
    /// When it is no picture, or the models cannot run.
    pub fn holding(&self, mut file: StepFile, session: &mut HoldingSession) -> Result<Material, IntakeError> {
        let picture = file.picture(0)?;
        let report = session.judge(&picture).map_err(models)?;
        Ok(self.scanned(file, report))
    }

    /// The picture in `file`, scanned.
    fn scanned(&self, file: StepFile, mut report: ScanReport) -> Material {
        let mut material = self.material(vec![file]);
        if self.documents.contains(&report.kind) {
            // One of several that are taken is no wrong one.
            report.findings.retain(|finding| finding.code != Code::DocumentWrongSide);
        }
        material.find(report.findings);
        material.find(self.profile.judge_document(self.step, report.kind));
        let fields = report.fields.iter().map(|placed| placed.field.clone()).collect();
        material.read = Some(Fields { kind: report.kind, fields, missing: Vec::new(), watermarked: false });
        material.fields = report.fields;
        // All that speaks against a document stands among its findings, and what was typed may settle one of them.
        material.verdict = Verdict::Accept;
        material
    }

    /// The picture of a face. What is kept is what the provider takes: cut out, of its size, without metadata.
    ///
    /// # Errors
    /// When it is no picture, or the models cannot run.
    pub fn portrait(&self, mut file: StepFile, session: &mut PortraitSession) -> Result<Material, IntakeError> {
        let picture = file.picture(0)?;
        let HandedIn { report, cut } = session.hand_in(&picture, &size_for(&self.profile)).map_err(models)?;
        let file = match cut {
            Some((jpeg, cut)) => StepFile::bytes(jpeg).sized(&cut),
            None => file,
        };
        let mut material = self.material(vec![file]);
        material.face = session.face_of(&picture).map_err(models)?;
        material.find(report.findings);
        material.verdict = report.verdict;
        Ok(material)
    }

    /// The recording of a face check, and what its session has made of it.
    pub fn liveness(&self, recording: StepFile, report: &LivenessReport) -> Material {
        let mut material = self.material(vec![recording.lasting(report.duration_ms)]);
        material.face = report.face.clone().filter(|_| self.compares);
        let mut actions: Vec<_> = report.outcome.actions.iter().map(|action| action.asked).collect();
        let asked = self.challenge();
        let issued = asked.as_ref().filter(|asked| asked.nonce.is_some());
        // A run that left open whether a real head moved is asked for one more turn: what was issued was asked all the same.
        if let Some(issued) = issued
            && let Some([more]) = actions.strip_prefix(issued.actions.as_slice())
            && Challenge::TURNS.contains(more)
        {
            actions.truncate(issued.actions.len());
        }
        material.find(self.profile.judge_run(self.step, &actions, issued.map(|asked| asked.actions.as_slice())));
        let nonce = asked.filter(|asked| asked.actions == actions).and_then(|asked| asked.nonce);
        material.challenge = Some(Challenge { actions, nonce });
        material.find(report.outcome.findings.iter().cloned());
        material.verdict = report.outcome.verdict;
        material
    }

    /// The recording of a statement, and what its session has made of it.
    pub fn statement(&self, recording: StepFile, report: &StatementReport) -> Material {
        let mut material = self.material(vec![recording.lasting(report.outcome.duration_ms)]);
        material.face = report.face.clone().filter(|_| self.compares);
        material.find(report.outcome.findings.iter().cloned());
        material.verdict = report.outcome.verdict;
        let read = report.script.reading.text().iter().copied();
        let as_asked = self.text.as_ref().is_some_and(|text| text.expose().chars().eq(read));
        let nonce = self.nonce().filter(|_| as_asked);
        material.challenge = Some(Challenge { actions: Vec::new(), nonce });
        material
    }

    /// The pages of a letter or another paper, pictures each.
    ///
    /// # Errors
    /// When one is no picture, or the models cannot run.
    pub fn letter(&self, mut pages: Vec<StepFile>, mut session: LetterSession) -> Result<Material, IntakeError> {
        for (at, page) in pages.iter_mut().enumerate() {
            session.page(&page.picture(at)?).map_err(models)?;
        }
        let report = session.finish(self.step, &self.profile);
        let mut material = self.material(pages);
        material.find(report.findings);
        material.verdict = report.verdict;
        Ok(material)
    }

    /// Files that nothing in this build can look into: kept only when the person insists.
    pub fn unjudged(&self, files: Vec<StepFile>) -> Material {
        let mut material = self.material(files);
        material.find([standing::not_judged(self.step)]);
        material.verdict = Verdict::Retry;
        material
    }

    /// `files` by what the provider takes.
    fn material(&self, files: Vec<StepFile>) -> Material {
        let facts: Vec<FileFacts> = files.iter().map(StepFile::facts).collect();
        let findings = self.profile.judge_files(self.step, &facts);
        Material {
            step: self.step,
            files,
            findings,
            verdict: Verdict::Accept,
            read: None,
            fields: Vec::new(),
            challenge: None,
            face: None,
        }
    }
}

/// Whether the file of a unit's paper, or of a person with a card in the hand, is of a form that is no picture.
fn is_no_picture(step: Step, files: &[StepFile]) -> bool {
    let recording = |form| {
        matches!(form, FileForm::Pdf | FileForm::Mp4 | FileForm::Mov | FileForm::Webm | FileForm::Avi | FileForm::Flv)
    };
    matches!(step, Step::BusinessLicence | Step::HoldingPhoto)
        && files.iter().any(|file| file.facts().form.is_some_and(recording))
}

fn models(error: impl ToString) -> IntakeError {
    IntakeError::Models(error.to_string())
}

/// The material of a step, looked at, and not yet held against the order.
#[derive(Debug)]
pub struct Material {
    step: Step,
    files: Vec<StepFile>,
    findings: Vec<Finding>,
    verdict: Verdict,
    read: Option<Fields>,
    fields: Vec<PlacedField>,
    challenge: Option<Challenge>,
    face: Option<FaceNumbers>,
}

impl Material {
    fn find(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
    }

    /// Holds it against what `case` says, on `today`.
    pub fn judged(self, case: &Case, today: Date) -> StepJudged {
        let Self { step, files, findings, verdict, read, fields, challenge, face } = self;
        StepJudged::new(step, files, Looked { findings, verdict, read, fields, challenge, face }, case, today)
    }
}
