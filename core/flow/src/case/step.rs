//! A step's material through its own judgement and the filing's, and what was recorded through a correction.

use std::collections::BTreeMap;

use heyan_case::{Case, CaseError, CaseFile, Judgement, NewStep, Person, Site, StepRecord};
use heyan_rules::document::{DocumentKind, FieldKey, Fields};
use heyan_rules::filing::cross::{self, Compared, Holder, Papers};
use heyan_rules::filing::{FileFacts, FilingLimits, Step, standing};
use heyan_rules::words::{Lang, Words};
use heyan_rules::{Code, Date, Finding, Sensitive, Severity, Verdict};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::letter::LetterReport;
use crate::liveness::LivenessReport;
use crate::portrait::PortraitReport;
use crate::report::{ScanReport, findings};
use crate::statement::StatementReport;

/// What a step's own judgement has made of its files. One variant for each judgement that this build has.
pub enum Material<'a> {
    /// A picture of a document.
    Document(&'a ScanReport),
    /// A run of the face check.
    Liveness(&'a LivenessReport),
    /// A portrait.
    Portrait(&'a PortraitReport),
    /// A recording of the statement.
    Statement(&'a StatementReport),
    /// The pages of a letter or another paper.
    Letter(&'a LetterReport),
    /// None: nothing in this build judges such files.
    Unjudged,
}

/// Which judgement a step goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judge {
    /// The scan, which expects this.
    Document(DocumentKind),
    /// The face check.
    Liveness,
    /// The portrait check.
    Portrait,
    /// The statement check.
    Statement,
    /// The look at pages of print.
    Letter,
    /// None in this build.
    Missing,
}

impl Judge {
    /// Of `step`.
    pub fn of(step: Step) -> Self {
        match step {
            Step::IdFront => Self::Document(DocumentKind::ResidentIdFront),
            Step::IdBack => Self::Document(DocumentKind::ResidentIdBack),
            Step::Liveness => Self::Liveness,
            Step::Portrait => Self::Portrait,
            Step::Statement => Self::Statement,
            Step::ResponsibilityLetter
            | Step::PromiseLetter
            | Step::CommitmentLetter
            | Step::AuthorisationLetter
            | Step::DomainCertificate
            | Step::ResidenceProof
            | Step::EmploymentProof
            | Step::ConstructionPlan => Self::Letter,
            // Fields of a licence that are compared with nothing, and a face that is nobody's, would be passes by default.
            Step::BusinessLicence | Step::HoldingPhoto => Self::Missing,
        }
    }
}

/// A step, judged and not yet recorded.
#[derive(Debug)]
pub struct StepJudged {
    /// Which.
    pub step: Step,
    /// What all findings come to.
    pub verdict: Verdict,
    /// Errors first.
    pub findings: Vec<Finding>,
    /// The order's fields beside those read.
    pub compared: Vec<Compared>,
    /// What was read of a document.
    read: Option<Fields>,
    /// What was found of the material alone, and its own verdict.
    alone: (Vec<Finding>, Verdict),
}

/// Judges `files` of `step` for `case` on `today`: what the provider takes, what is in them, and whether it is the order's.
pub fn judge(case: &Case, step: Step, files: &[FileFacts], material: &Material<'_>, today: Date) -> StepJudged {
    let mut findings = case.profile().judge_files(step, files);
    let mut read = None;
    let own = match material {
        Material::Document(scanned) => {
            findings.extend(scanned.findings.iter().cloned());
            findings.extend(case.profile().judge_document(step, scanned.kind));
            let fields = scanned.fields.iter().map(|placed| placed.field.clone()).collect();
            read = Some(Fields { kind: scanned.kind, fields, missing: Vec::new() });
            scanned.verdict
        }
        Material::Liveness(run) => {
            let actions: Vec<_> = run.outcome.actions.iter().map(|action| action.asked).collect();
            findings.extend(case.profile().judge_challenge(step, &actions));
            findings.extend(run.outcome.findings.iter().cloned());
            run.outcome.verdict
        }
        Material::Portrait(seen) => {
            findings.extend(seen.findings.iter().cloned());
            seen.verdict
        }
        Material::Statement(heard) => {
            findings.extend(heard.outcome.findings.iter().cloned());
            heard.outcome.verdict
        }
        Material::Letter(seen) => {
            findings.extend(seen.findings.iter().cloned());
            seen.verdict
        }
        Material::Unjudged => {
            findings.push(standing::not_judged(step));
            Verdict::Retry
        }
    };
    let alone = (findings, own);
    let mut judged = StepJudged { step, verdict: own, findings: Vec::new(), compared: Vec::new(), read, alone };
    judged.beside(case, today);
    judged
}

/// What speaks against `read`, the document of `step`, in the case of `file`; and the order's fields beside it.
fn beside(
    file: &CaseFile,
    limits: &FilingLimits,
    step: Step,
    read: &Fields,
    today: Date,
) -> (Vec<Finding>, Vec<Compared>) {
    let other = |step, kind| file.steps.get(&step).map(|record| record.fields_of(kind));
    let (front, back) = match read.kind {
        DocumentKind::ResidentIdFront => (Some(read.clone()), other(Step::IdBack, DocumentKind::ResidentIdBack)),
        DocumentKind::ResidentIdBack => (other(Step::IdFront, DocumentKind::ResidentIdFront), Some(read.clone())),
        _ => return (Vec::new(), Vec::new()),
    };
    let holder = Holder { name: file.person.name.expose(), id_number: file.person.id_number.expose() };
    let papers = Papers { front: front.as_ref(), back: back.as_ref() };
    let both = |finding: &Finding| finding.code == Code::FilingSidesMismatch;
    // What speaks against the other side was said when that was recorded.
    let found = cross::judge(&holder, &papers, limits, today);
    let found = found.into_iter().filter(|finding| finding.step == Some(step) || both(finding)).collect();
    let compared = papers.front.filter(|_| step == Step::IdFront).map(|front| cross::compare(&holder, front));
    (found, compared.unwrap_or_default())
}

/// Puts `person` and `site` in the place of those typed before, and holds the recorded steps against them on `today`. Returns
/// the steps whose material is not theirs and was destroyed: they are to be done again.
///
/// # Errors
/// As [`Case::correct`].
pub fn correct(case: &mut Case, person: Person, site: Option<Site>, today: Date) -> Result<Vec<Step>, CaseError> {
    let before = case.file();
    let (same_name, same_site) = (before.person.name == person.name, before.site == site);
    if same_name && same_site && before.person.id_number == person.id_number {
        return Ok(Vec::new());
    }
    let limits = case.profile().step_limits().filing;
    case.correct(person, site, |file, step, record| match Judge::of(step) {
        Judge::Document(kind) => judged_again(record, &beside(file, &limits, step, &record.fields_of(kind), today).0),
        // Read aloud in a name and for a site.
        Judge::Statement if !(same_name && same_site) => None,
        _ => Some(record.clone()),
    })
}

/// `record` with `found` in the place of what was found beside the person typed before; `None` when an error is among it that
/// nobody has insisted against.
fn judged_again(record: &StepRecord, found: &[Finding]) -> Option<StepRecord> {
    let forced = record.judgement == Judgement::Forced;
    let insisted = |finding: &Finding| forced && record.findings.iter().any(|code| code == finding.code.as_str());
    let mut errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    if !errors.all(insisted) {
        return None;
    }
    let theirs = |code: &&String| cross::CODES.iter().any(|known| known.as_str() == *code);
    let mut findings: Vec<String> = found.iter().map(|finding| finding.code.as_str().to_owned()).collect();
    let own: Vec<String> = record.findings.iter().filter(|code| !theirs(code)).cloned().collect();
    // What the material itself was refused for is known by its codes alone: with any left it stays insisted on.
    let cured = own.is_empty() && found.iter().all(|finding| finding.severity != Severity::Error);
    findings.extend(own);
    let judgement = if cured { Judgement::Accepted } else { record.judgement };
    Some(StepRecord { judgement, findings, ..record.clone() })
}

impl StepJudged {
    /// Holds it against what `case` says now, as when what was typed was corrected meanwhile.
    pub fn beside(&mut self, case: &Case, today: Date) {
        self.findings.clone_from(&self.alone.0);
        if let Some(read) = &self.read {
            let limits = case.profile().step_limits().filing;
            let (found, compared) = beside(case.file(), &limits, self.step, read, today);
            self.findings.extend(found);
            self.compared = compared;
        }
        self.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let all = Verdict::of(&self.findings);
        // A judgement's own verdict is never made milder.
        self.verdict = if all == Verdict::Accept { self.alone.1 } else { all };
    }

    /// What is to be recorded; `forced` when the person insists against the verdict. `None` when it is refused.
    pub fn judgement(&self, forced: bool) -> Option<Judgement> {
        match (self.verdict, forced) {
            (Verdict::Accept, _) => Some(Judgement::Accepted),
            (_, true) => Some(Judgement::Forced),
            (_, false) => None,
        }
    }

    /// Records it in `case` with its `files`.
    ///
    /// # Errors
    /// As [`Case::put`]; the case is as it was before.
    pub fn record(
        &self,
        case: &mut Case,
        judgement: Judgement,
        files: Vec<&mut dyn std::io::Read>,
        now: Timestamp,
    ) -> Result<(), CaseError> {
        let findings = self.findings.iter().map(|finding| finding.code.as_str().to_owned()).collect();
        let read = self.read.iter().flat_map(|read| &read.fields);
        let fields: BTreeMap<FieldKey, Sensitive<String>> =
            read.map(|field| (field.key, field.value.clone())).collect();
        case.put(self.step, NewStep { judgement, files, fields, findings }, now)
    }

    /// As JSON, schema `heyan.case_step/1`. `recorded` is what was recorded, if anything.
    pub fn to_json(&self, recorded: Option<Judgement>, lang: Lang) -> Value {
        let words = Words::new(lang);
        let compared: Vec<Value> = self
            .compared
            .iter()
            .map(|compared| json!({ "field": compared.field.as_str(), "same": compared.same }))
            .collect();
        json!({
            "schema": "heyan.case_step/1",
            "step": self.step.as_str(),
            "verdict": self.verdict.as_str(),
            "recorded": recorded,
            "compared": compared,
            "findings": findings(&self.findings, &words),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(judgement: Judgement, findings: &[&str]) -> StepRecord {
        StepRecord {
            judgement,
            since: Timestamp::UNIX_EPOCH,
            records: Vec::new(),
            fields: BTreeMap::new(),
            findings: findings.iter().map(|code| (*code).to_owned()).collect(),
        }
    }

    fn again(record: &StepRecord, found: &[Finding]) -> Option<(Judgement, Vec<String>)> {
        judged_again(record, found).map(|record| (record.judgement, record.findings))
    }

    const NAME: &str = "filing.name_mismatch";
    const NUMBER: &str = "filing.number_mismatch";

    #[test]
    fn a_step_kept_only_for_the_wrong_name_is_accepted_once_it_is_right() {
        assert_eq!(again(&record(Judgement::Forced, &[NAME]), &[]), Some((Judgement::Accepted, Vec::new())));
        // Glare is not cured by a name.
        let glare = record(Judgement::Forced, &[NAME, "document.glare"]);
        assert_eq!(again(&glare, &[]), Some((Judgement::Forced, vec!["document.glare".to_owned()])));
        let soft = Finding::new(Code::FilingIncomeProof, Severity::Warning);
        let warned = Some((Judgement::Accepted, vec!["filing.income_proof".to_owned()]));
        assert_eq!(again(&record(Judgement::Accepted, &[]), &[soft]), warned);
    }

    #[test]
    fn nobody_has_insisted_against_what_is_new() {
        let name = Finding::error(Code::FilingNameMismatch);
        let number = Finding::error(Code::FilingNumberMismatch);
        assert_eq!(again(&record(Judgement::Accepted, &[]), std::slice::from_ref(&name)), None);
        assert_eq!(again(&record(Judgement::Forced, &[NUMBER]), std::slice::from_ref(&name)), None);
        let still = Some((Judgement::Forced, vec![NAME.to_owned()]));
        assert_eq!(again(&record(Judgement::Forced, &[NAME, NUMBER]), &[name]), still, "the number is right now");
        assert_eq!(again(&record(Judgement::Accepted, &[NUMBER]), &[number]), None);
    }
}
