//! The case: a step's material through its own judgement and the filing's, and how everything stands.

use std::collections::BTreeMap;

use heyan_case::{Asked, Case, CaseError, Judgement, NewStep, StepStanding};
use heyan_rules::document::{DocumentKind, FieldKey, Fields};
use heyan_rules::filing::cross::{self, Compared, Holder, Papers};
use heyan_rules::filing::order::SmsStanding;
use heyan_rules::filing::{FileFacts, Standing, Step, standing};
use heyan_rules::statement::{Script, ScriptError};
use heyan_rules::words::{Lang, Words};
use heyan_rules::{Code, Date, Finding, Sensitive, Verdict};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::liveness::LivenessReport;
use crate::paper::PaperReport;
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
    Paper(&'a PaperReport),
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
    Paper,
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
            | Step::ConstructionPlan => Self::Paper,
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
    /// What was read.
    fields: BTreeMap<FieldKey, Sensitive<String>>,
}

/// Judges `files` of `step` for `case` on `today`: what the provider takes, what is in them, and whether it is the order's.
pub fn judge(case: &Case, step: Step, files: &[FileFacts], material: &Material<'_>, today: Date) -> StepJudged {
    let mut judged = StepJudged {
        step,
        verdict: Verdict::Retry,
        findings: Vec::new(),
        compared: Vec::new(),
        fields: BTreeMap::new(),
    };
    judged.findings.extend(case.profile().judge_files(step, files));
    match material {
        Material::Document(scanned) => judged.document(case, scanned, today),
        Material::Liveness(run) => {
            let actions: Vec<_> = run.outcome.actions.iter().map(|action| action.asked).collect();
            judged.findings.extend(case.profile().judge_challenge(step, &actions));
            judged.findings.extend(run.outcome.findings.iter().cloned());
        }
        Material::Portrait(seen) => judged.findings.extend(seen.findings.iter().cloned()),
        Material::Statement(read) => judged.findings.extend(read.outcome.findings.iter().cloned()),
        Material::Paper(seen) => judged.findings.extend(seen.findings.iter().cloned()),
        Material::Unjudged => judged.findings.push(standing::not_judged(step)),
    }
    let own = match material {
        Material::Document(scanned) => scanned.verdict,
        Material::Liveness(run) => run.outcome.verdict,
        Material::Portrait(seen) => seen.verdict,
        Material::Statement(read) => read.outcome.verdict,
        Material::Paper(seen) => seen.verdict,
        Material::Unjudged => Verdict::Retry,
    };
    judged.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let all = Verdict::of(&judged.findings);
    // A judgement's own verdict is never made milder.
    judged.verdict = if all == Verdict::Accept { own } else { all };
    judged
}

impl StepJudged {
    fn document(&mut self, case: &Case, scanned: &ScanReport, today: Date) {
        self.findings.extend(scanned.findings.iter().cloned());
        self.findings.extend(case.profile().judge_document(self.step, scanned.kind));
        let values = scanned.fields.iter().map(|placed| (placed.field.key, placed.field.value.clone()));
        self.fields = values.collect();
        let fields: Vec<_> = scanned.fields.iter().map(|placed| placed.field.clone()).collect();
        let read = Fields { kind: scanned.kind, fields, missing: Vec::new() };
        let file = case.file();
        let other = |step, kind| file.steps.get(&step).map(|record| record.fields_of(kind));
        let (front, back) = match scanned.kind {
            DocumentKind::ResidentIdFront => (Some(read), other(Step::IdBack, DocumentKind::ResidentIdBack)),
            DocumentKind::ResidentIdBack => (other(Step::IdFront, DocumentKind::ResidentIdFront), Some(read)),
            DocumentKind::Unknown => return,
        };
        let holder = Holder { name: file.person.name.expose(), id_number: file.person.id_number.expose() };
        let papers = Papers { front: front.as_ref(), back: back.as_ref() };
        let limits = case.profile().step_limits().filing;
        let both = |finding: &Finding| finding.code == Code::FilingSidesMismatch;
        // What speaks against the other side was said when that was recorded.
        let found = cross::judge(&holder, &papers, &limits, today);
        self.findings.extend(found.into_iter().filter(|finding| finding.step == Some(self.step) || both(finding)));
        if self.step == Step::IdFront
            && let Some(front) = papers.front
        {
            self.compared = cross::compare(&holder, front);
        }
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
        case.put(self.step, NewStep { judgement, files, fields: self.fields.clone(), findings }, now)
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

/// The text of the statement as it is to be read in `case`: its person, its domain, and the day and digits that were asked.
///
/// # Errors
/// When the text has a blank for which the case has nothing, as the domain.
pub fn script_of(case: &Case, asked: &Asked) -> Result<Script, ScriptError> {
    let file = case.file();
    let day = format!("{}年{}月{}日", asked.day.year(), asked.day.month(), asked.day.day());
    let site = file.site.as_ref();
    let values = [
        ("responsible_name", file.person.name.expose().as_str()),
        ("domain", site.and_then(|site| site.domain.as_deref()).unwrap_or_default()),
        ("site_name", site.and_then(|site| site.name.as_deref()).unwrap_or_default()),
        ("date", day.as_str()),
        ("code", asked.code.as_str()),
    ];
    // A text need not have all of them.
    let template = &case.profile().statement.template;
    let has =
        |name: &str| template.fields.iter().any(|field| field == name) || (name == "code" && template.code_digits > 0);
    let values: Vec<(&str, &str)> = values.into_iter().filter(|(name, _)| has(name)).collect();
    case.profile().script(&values)
}

fn asked_json(case: &Case, asked: &Asked, words: &Words) -> Value {
    let actions: Vec<Value> = asked
        .actions
        .iter()
        .map(|action| json!({ "action": action.as_str(), "name": words.action(*action) }))
        .collect();
    let script = script_of(case, asked);
    json!({
        "at": asked.at,
        "actions": actions,
        "statement": script.as_ref().ok().map(|script| script.reading.text().iter().collect::<String>()),
        "statement_missing": script.as_ref().err().map(ToString::to_string),
        "sample_text": case.profile().statement.template.sample,
    })
}

/// What was asked, as JSON, schema `heyan.case_ask/1`.
pub fn ask_to_json(case: &Case, asked: &Asked, lang: Lang) -> Value {
    let mut object = asked_json(case, asked, &Words::new(lang));
    if let Some(object) = object.as_object_mut() {
        object.insert("schema".into(), json!("heyan.case_ask/1"));
    }
    object
}

/// How a case stands, ready for any language.
pub struct CaseStatus<'c> {
    case: &'c Case,
    now: Timestamp,
    /// Everything to say, errors first.
    pub findings: Vec<Finding>,
    /// Whether material is not as it was stored.
    pub damaged: bool,
}

impl<'c> CaseStatus<'c> {
    /// Of `case` at `now`. Reads all material to its end.
    pub fn of(case: &'c Case, now: Timestamp) -> Self {
        let mut findings: Vec<Finding> =
            case.verify().iter().map(|(step, error)| standing::damaged(*step, error.code())).collect();
        let damaged = !findings.is_empty();
        let profile = case.profile();
        let told = |s: &StepStanding| profile.judge_standing(s.step, s.standing, s.asked, s.age_hours);
        findings.extend(case.standings(now).iter().filter_map(told));
        findings.extend(case.site_findings());
        findings.extend(case.unwitnessed().then(standing::unwitnessed));
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        Self { case, now, findings, damaged }
    }

    /// The step to do now, in the order a person is led through; `None` when all that is asked is done.
    pub fn next(&self) -> Option<Step> {
        let due = |standing: Standing| matches!(standing, Standing::Missing | Standing::Stale);
        self.case.standings(self.now).iter().find(|s| s.asked && due(s.standing)).map(|s| s.step)
    }

    /// The contract's JSON object, schema `heyan.case/1`, with the words of `lang`.
    pub fn to_json(&self, lang: Lang) -> Value {
        let words = Words::new(lang);
        let file = self.case.file();
        let steps: Vec<Value> = self
            .case
            .standings(self.now)
            .iter()
            .map(|standing| {
                json!({
                    "step": standing.step.as_str(),
                    "name": words.step(standing.step),
                    "state": standing.standing.as_str(),
                    "asked": standing.asked,
                    "since": standing.since,
                })
            })
            .collect();
        let consents: Vec<Value> = file
            .consents
            .iter()
            .map(|agreed| {
                json!({
                    "purpose": agreed.purpose.as_str(),
                    "recipient": agreed.recipient,
                    "text_version": agreed.text_version,
                    "at": agreed.at,
                    "withdrawn": agreed.withdrawn,
                })
            })
            .collect();
        let notes: Vec<String> =
            self.case.profile().notes.keys().map(|key| words.note(key)).filter(|note| !note.is_empty()).collect();
        json!({
            "schema": "heyan.case/1",
            "profile": file.profile,
            "province": file.province,
            "steps": steps,
            "order": self.order(&words),
            "asked": file.asked.as_ref().map(|asked| asked_json(self.case, asked, &words)),
            "consents": consents,
            "sent": file.sent.len(),
            "notes": notes,
            "findings": findings(&self.findings, &words),
        })
    }

    fn order(&self, words: &Words) -> Value {
        let order = &self.case.file().order;
        let said = words.status(order.status);
        let mut object = Map::new();
        object.insert("status".into(), json!(order.status.as_str()));
        object.insert("kind".into(), json!(order.kind.as_str()));
        object.insert("since".into(), json!(order.since));
        object.insert("name".into(), json!(said.name));
        object.insert("meaning".into(), json!(said.meaning));
        object.insert("next".into(), json!(said.next));
        object.insert("can_withdraw".into(), json!(order.can_withdraw().is_ok()));
        object.insert("can_give_up".into(), json!(order.can_give_up()));
        let possible: Vec<&str> = order.possible().into_iter().map(|event| event.as_str()).collect();
        object.insert("possible".into(), json!(possible));
        if let Some((least, most)) = order.expected_between(&[]) {
            object.insert("expected_between".into(), json!([least, most]));
        }
        if let Some(sms) = &order.sms {
            let standing = match sms.standing(self.now) {
                SmsStanding::Open { hours_left, tries_left } => {
                    json!({ "state": "open", "hours_left": hours_left, "tries_left": tries_left })
                }
                SmsStanding::Passed => json!({ "state": "passed" }),
                SmsStanding::TooLate => json!({ "state": "too_late" }),
                SmsStanding::Returned => json!({ "state": "returned" }),
            };
            object.insert("sms".into(), standing);
        }
        let reasons: Vec<Value> = order
            .reasons
            .iter()
            .map(|reason| {
                let said = words.reason(*reason);
                let redo: Vec<&str> = reason.steps().iter().map(|step| step.as_str()).collect();
                json!({ "reason": reason.as_str(), "message": said.message, "advice": said.advice, "redo": redo })
            })
            .collect();
        if !reasons.is_empty() {
            object.insert("reasons".into(), json!(reasons));
        }
        Value::Object(object)
    }
}
