//! A step of a case: judged, shown to the person, then kept.

use std::fs::{self, File};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use heyan::case::{StepJudged, judge};
use heyan::portrait::{HandedIn, size_for};
use heyan::report::PlacedField;
use heyan::rules::filing::{FileFacts, FileForm};
use heyan::vault::Case as Core;
use heyan::{LetterError, LetterSession, Material, rules};
use jiff::Timestamp;

use crate::case::{Case, Held};
use crate::error::HeyanError;
use crate::filing::Step;
use crate::finding::{Finding, Verdict, findings};
use crate::guard::no_panic;
use crate::liveness::LivenessSession;
use crate::portrait::{PortraitSession, picture};
use crate::scan::{Field, ScanSession, field};
use crate::statement::StatementSession;

/// Bytes that tell a file's form.
const HEAD_BYTES: u64 = 16;

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

/// Where a file's bytes are.
enum Source {
    Bytes(Vec<u8>),
    Path(PathBuf),
}

impl Source {
    fn open(&self) -> Result<Box<dyn Read + '_>, HeyanError> {
        Ok(match self {
            Self::Bytes(bytes) => Box::new(Cursor::new(bytes)),
            Self::Path(path) => Box::new(File::open(path).map_err(unreadable)?),
        })
    }

    fn facts(&self, size_px: Option<(u32, u32)>, duration_s: Option<f64>) -> Result<FileFacts, HeyanError> {
        let mut head = Vec::new();
        self.open()?.take(HEAD_BYTES).read_to_end(&mut head).map_err(unreadable)?;
        let bytes = match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Path(path) => fs::metadata(path).map_err(unreadable)?.len(),
        };
        Ok(FileFacts { form: FileForm::of(&head), bytes, size_px, duration_s })
    }
}

fn unreadable(_: std::io::Error) -> HeyanError {
    HeyanError::BadArgument { reason: "a file of the step cannot be read".to_owned() }
}

/// A step, judged and not yet kept.
#[derive(uniffi::Object)]
pub struct JudgedStep {
    case: Held,
    judged: Mutex<StepJudged>,
    fields: Vec<Field>,
    files: Mutex<Vec<Source>>,
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
        let seen = picture(&bytes)?;
        let report = session.session.wait(|session| Ok(session.judge_still(&bytes)?))?;
        let size = Some((seen.width(), seen.height()));
        let fields = report.fields.iter().map(|placed: &PlacedField| field(placed, &self.words)).collect();
        self.judged(step, vec![(Source::Bytes(bytes), size)], &Material::Document(&report), fields)
    }

    /// Judges the picture `bytes` of a face for `step`. Kept is what the provider takes: cut out, and of its size.
    pub fn judge_portrait(
        self: Arc<Self>,
        step: Step,
        bytes: Vec<u8>,
        session: Arc<PortraitSession>,
    ) -> Result<JudgedStep, HeyanError> {
        let seen = picture(&bytes)?;
        let size = self.with(|core| Ok(size_for(core.profile())))?;
        let HandedIn { report, cut } = session.session.wait(|session| Ok(session.hand_in(&seen, &size)?))?;
        let (bytes, seen) = cut.unwrap_or((bytes, seen));
        let size = Some((seen.width(), seen.height()));
        self.judged(step, vec![(Source::Bytes(bytes), size)], &Material::Portrait(&report), Vec::new())
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
        self.judged(step, vec![(Source::Path(path.into()), None)], &Material::Liveness(report), Vec::new())
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
        self.judged(step, vec![(Source::Path(path.into()), None)], &Material::Statement(report), Vec::new())
    }

    /// Judges the pages of a letter or certificate, pictures each, with the models of the folder `pack`.
    pub fn judge_pages(
        self: Arc<Self>,
        step: Step,
        paths: Vec<String>,
        pack: String,
        threads: u8,
    ) -> Result<JudgedStep, HeyanError> {
        let models = |error: LetterError| HeyanError::ModelUnavailable { reason: error.to_string() };
        no_panic(|| {
            let mut session = LetterSession::open(Path::new(&pack), threads.into()).map_err(models)?;
            let mut files = Vec::new();
            for path in paths {
                let bytes = fs::read(path).map_err(unreadable)?;
                let seen = picture(&bytes)?;
                session.page(&seen).map_err(models)?;
                files.push((Source::Bytes(bytes), Some((seen.width(), seen.height()))));
            }
            let report = self.with(|core| Ok(session.finish(step.into(), core.profile())))?;
            self.judged(step, files, &Material::Letter(&report), Vec::new())
        })
    }

    /// Judges files that nothing in this build can look into, as a PDF: kept only when the person insists.
    pub fn judge_files(self: Arc<Self>, step: Step, paths: Vec<String>) -> Result<JudgedStep, HeyanError> {
        let files = paths.into_iter().map(|path| (Source::Path(path.into()), None)).collect();
        self.judged(step, files, &Material::Unjudged, Vec::new())
    }
}

fn unfinished() -> HeyanError {
    HeyanError::BadArgument { reason: "the session is not finished: call `finish` first".to_owned() }
}

impl Case {
    fn judged(
        self: Arc<Self>,
        step: Step,
        files: Vec<(Source, Option<(u32, u32)>)>,
        material: &Material<'_>,
        fields: Vec<Field>,
    ) -> Result<JudgedStep, HeyanError> {
        let duration_s = match material {
            Material::Statement(read) => Some(read.outcome.duration_ms as f64 / 1e3),
            _ => None,
        };
        let facts =
            files.iter().map(|(source, size)| source.facts(*size, duration_s)).collect::<Result<Vec<_>, _>>()?;
        let judged =
            self.with(|core| Ok(judge(core, step.into(), &facts, material, Core::day_of(Timestamp::now()))))?;
        let files = files.into_iter().map(|(source, _)| source).collect();
        Ok(JudgedStep { case: self, judged: Mutex::new(judged), fields, files: Mutex::new(files) })
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
            step: judged.step.into(),
            verdict: judged.verdict.into(),
            findings: findings(&judged.findings, words),
            fields: self.fields.clone(),
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
        let judged = self.judged()?;
        let Some(judgement) = judged.judgement(insist) else { return Ok(false) };
        let mut files = self.files.lock().map_err(|_| HeyanError::Poisoned)?;
        let taken = std::mem::take(&mut *files);
        let done = self.case.with(|core| {
            (!taken.is_empty()).then_some(()).ok_or(HeyanError::Ended)?;
            let mut open = taken.iter().map(Source::open).collect::<Result<Vec<_>, _>>()?;
            let readers = open.iter_mut().map(|reader| &mut **reader as &mut dyn Read).collect();
            let kept = judged.record(core, judgement, readers, Timestamp::now());
            kept.map_err(|error| self.case.said(&error))
        });
        if done.is_err() {
            // Nothing was kept: it can be tried again, as when the disk was full.
            *files = taken;
        }
        done.map(|()| true)
    }
}

impl JudgedStep {
    fn judged(&self) -> Result<MutexGuard<'_, StepJudged>, HeyanError> {
        self.judged.lock().map_err(|_| HeyanError::Poisoned)
    }
}
