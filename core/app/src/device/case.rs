//! What screens ask of an open case.

use std::sync::Arc;

use heyan::case::{Given, Judge, StepFile, correct, recording_of, script_of, statement_of};
use heyan::rules::filing::Step;
use heyan::rules::filing::profile::Profile;
use heyan::rules::statement::{RecordingRules, ScriptError};
use heyan::vault::{Case as Core, Purpose, outbox};
use heyan::{CaseStatus, IntakeError};

use super::judged::KeptLater;
use super::open::Open;
use super::send::{Run, challenge, follow};
use super::sessions::{FaceEye, PortraitEye, ReaderEar, ScanEye};
use super::store::kept;
use crate::personal::Personal;
use crate::ports::{Case, Drawn, Face, Judged, News, Portrait, Scan, Sending, Statement, StepSummary, Summary, Typed};
use crate::problem::Problem;

/// An open case, as screens hold it.
pub(super) struct OpenCase(pub(super) Arc<Open>);

fn summary(core: &Core, now: jiff::Timestamp) -> Summary {
    let status = CaseStatus::of(core, now);
    let file = core.file();
    let step = |standing: heyan::vault::StepStanding| {
        let records = file.steps.get(&standing.step).map(|record| record.records.as_slice()).unwrap_or_default();
        let kept = core.vault().entries().iter().filter(|entry| records.contains(&entry.id));
        StepSummary {
            step: standing.step,
            standing: standing.standing,
            asked: standing.asked,
            bytes: kept.map(|entry| entry.bytes).sum(),
        }
    };
    Summary {
        provider: file.profile.clone(),
        province: core.profile().province,
        holder: Personal::from(file.person.name.expose().as_str()),
        steps: core.standings(now).into_iter().map(step).collect(),
        next: status.next(),
        order: file.order.clone(),
        sent: file.sent.len(),
        notes: status.notes().map(str::to_owned).collect(),
        findings: status.findings,
        now,
    }
}

/// What was typed, and whether it can be corrected still.
pub(super) fn typed(core: &Core) -> (Typed, bool) {
    let (person, site) = (&core.file().person, core.file().site.as_ref());
    let of_site = |text: Option<&String>| text.map(|text| Personal::from(text.as_str())).unwrap_or_default();
    let typed = Typed {
        name: Personal::from(person.name.expose().as_str()),
        id_number: Personal::from(person.id_number.expose().as_str()),
        site_name: of_site(site.and_then(|site| site.name.as_ref())),
        domain: of_site(site.and_then(|site| site.domain.as_ref())),
    };
    (typed, core.correctable())
}

impl OpenCase {
    fn pages(&self, paths: &[String]) -> Result<Vec<StepFile>, Problem> {
        paths.iter().map(|path| Ok(StepFile::opened(self.0.files.open(path)?)?)).collect()
    }
}

impl Case for OpenCase {
    fn summary(&self) -> Result<Summary, Problem> {
        self.0.with(|core| Ok(summary(core, self.0.device.now())))
    }

    fn profile(&self) -> Result<Profile, Problem> {
        self.0.with(|core| Ok(core.profile().clone()))
    }

    fn typed(&self) -> Result<(Typed, bool), Problem> {
        self.0.with(|core| Ok(typed(core)))
    }

    fn correct(&self, words: &Typed) -> Result<Vec<Step>, Problem> {
        let (person, site) = kept(words)?;
        self.0.with(|core| {
            let redo = correct(core, person, site, self.0.device.today())?;
            // What was sealed for sending says the old words.
            outbox::clear(&self.0.folder)?;
            Ok(redo)
        })
    }

    fn consents(&self) -> Result<(String, Vec<Purpose>), Problem> {
        self.0.with(|core| {
            let recipient = core.file().profile.clone();
            let given = |purpose: &Purpose| core.grant(*purpose, &recipient).is_some();
            let given = Purpose::ALL.into_iter().filter(given).collect();
            Ok((recipient, given))
        })
    }

    fn agree(&self, purpose: Purpose, text: &str) -> Result<(), Problem> {
        self.0.with(|core| {
            let recipient = core.file().profile.clone();
            Ok(core.agree(purpose, &recipient, text, self.0.device.now())?)
        })
    }

    fn withdraw(&self, purpose: Purpose) -> Result<usize, Problem> {
        self.0.with(|core| {
            let recipient = core.file().profile.clone();
            let withdrawn = core.withdraw(purpose, &recipient, self.0.device.now())?;
            outbox::clear(&self.0.folder)?;
            Ok(withdrawn.held)
        })
    }

    fn ask(&self) -> Result<Drawn, Problem> {
        let challenge = challenge(&self.0)?;
        self.0.with(|core| {
            let now = self.0.device.now();
            let asked = match challenge {
                Some(challenge) => core.ask_as(&challenge, &self.0.device.gateway.address(), now)?,
                None => core.ask(now)?,
            };
            let missing = matches!(script_of(core, &asked), Err(ScriptError::Missing(_)));
            Ok(Drawn { actions: asked.actions, missing })
        })
    }

    fn scan(&self, step: Step) -> Result<Arc<dyn Scan>, Problem> {
        let device = &self.0.device;
        let session = self.0.intake(step)?.open_scan(&device.pack, device.threads, device.today());
        Ok(Arc::new(ScanEye::new(self.0.clone(), step, session.ok_or(Problem::Fault)??)))
    }

    fn face(&self) -> Result<(Arc<dyn Face>, RecordingRules), Problem> {
        let device = &self.0.device;
        let intake = self.0.intake(Step::Liveness)?;
        let challenge = intake.challenge().ok_or(Problem::Fault)?;
        let session = intake.open_liveness(&device.pack, device.threads, challenge)?;
        let rules = self.0.with(|core| Ok(recording_of(core, Step::Liveness, None)))?;
        Ok((Arc::new(FaceEye::new(self.0.clone(), session)), rules))
    }

    fn portrait(&self) -> Result<Arc<dyn Portrait>, Problem> {
        let device = &self.0.device;
        let session = self.0.intake(Step::Portrait)?.open_portrait(&device.pack, device.threads)?;
        Ok(Arc::new(PortraitEye::new(self.0.clone(), session)))
    }

    fn statement(&self) -> Result<Statement, Problem> {
        let device = &self.0.device;
        let (script, rules, sample) = self.0.with(|core| {
            let asked = core.file().asked.clone().ok_or(Problem::Fault)?;
            // A text that cannot be filled in is a fault of its profile.
            let script = statement_of(core, &asked).map_err(|_| Problem::Profile)?;
            let rules = recording_of(core, Step::Statement, Some(&script));
            Ok((script, rules, core.profile().statement.template.sample))
        })?;
        let text = Personal::from(script.reading.text().iter().collect::<String>());
        let session = self.0.intake(Step::Statement)?.open_statement(&device.pack, device.threads, script)?;
        Ok(Statement { reader: Arc::new(ReaderEar::new(self.0.clone(), session)), text, sample, rules })
    }

    fn judge_pages(&self, step: Step, paths: &[String]) -> Result<Arc<dyn Judged>, Problem> {
        let (device, intake) = (&self.0.device, self.0.intake(step)?);
        let files = self.pages(paths)?;
        let material = match intake.given(files) {
            Given::Pages(files) => {
                let session = intake.open_letter(&device.pack, device.threads).map_err(|_| Problem::Models)?;
                match intake.letter(files, session) {
                    // Nothing here looks into it, and the person may insist.
                    Err(IntakeError::NoPicture { .. } | IntakeError::Picture { .. }) => {
                        intake.unjudged(self.pages(paths)?)
                    }
                    material => material?,
                }
            }
            Given::One(Judge::Document(_), file) => {
                match intake.open_scan(&device.pack, device.threads, device.today()) {
                    Some(session) => intake.document(file, &mut session?)?,
                    None => intake.unjudged(vec![file]),
                }
            }
            Given::One(Judge::Holding(_), file) => {
                match intake.open_holding(&device.pack, device.threads, device.today()) {
                    Some(session) => intake.holding(file, &mut session?)?,
                    None => intake.unjudged(vec![file]),
                }
            }
            Given::One(_, file) => intake.unjudged(vec![file]),
            Given::Unjudged(files) => intake.unjudged(files),
        };
        KeptLater::of(&self.0, material)
    }

    fn sending(&self) -> Result<Arc<dyn Sending>, Problem> {
        Ok(Arc::new(Run::new(self.0.clone())?))
    }

    fn follow(&self) -> Result<News, Problem> {
        follow(&self.0)
    }
}
