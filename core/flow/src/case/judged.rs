//! A step's material beside the order, and what was recorded through a correction.

use std::collections::BTreeMap;
use std::io::Read;

use heyan_case::{Case, CaseError, CaseFile, Judgement, NewStep, Person, Site, StepRecord, VaultError};
use heyan_rules::document::{DocumentKind, FieldKey, Fields};
use heyan_rules::filing::cross::{self, Compared, Holder, Papers, Unit};
use heyan_rules::filing::{FilingLimits, KeptStep, Step, faces, judge_again};
use heyan_rules::liveness::Challenge;
use heyan_rules::matching::{FaceNumbers, MatchLimits};
use heyan_rules::words::{Lang, Words};
use heyan_rules::{Code, Date, Finding, Sensitive, Verdict};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::file::StepFile;
use crate::report::{PlacedField, findings};

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
    /// The scan of the document in a person's hand, and a look for the person.
    Holding(DocumentKind),
}

impl Judge {
    /// Of `step` of a mainland resident, and of a company.
    pub fn of(step: Step) -> Self {
        match step {
            Step::IdFront => Self::Document(DocumentKind::ResidentIdFront),
            Step::IdBack => Self::Document(DocumentKind::ResidentIdBack),
            Step::BusinessLicence => Self::Document(DocumentKind::BusinessLicence),
            Step::HoldingPhoto => Self::Holding(DocumentKind::ResidentIdFront),
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
        }
    }

    /// Of `step` of the person and the unit of `file`: of the documents that it takes, the first.
    pub fn in_case(file: &CaseFile, step: Step) -> Self {
        match (Self::of(step), file.documents(step).first()) {
            (Self::Document(_), Some(kind)) => Self::Document(*kind),
            (Self::Holding(_), Some(kind)) => Self::Holding(*kind),
            (judge, _) => judge,
        }
    }
}

/// What a step's own judgement has made of its material.
#[derive(Debug)]
pub(super) struct Looked {
    /// What was found of the material alone.
    pub(super) findings: Vec<Finding>,
    /// The judgement's own verdict, which findings beside it never make milder.
    pub(super) verdict: Verdict,
    /// What was read of a document.
    pub(super) read: Option<Fields>,
    /// The same, and where it stands in the picture.
    pub(super) fields: Vec<PlacedField>,
    /// What a recording was asked for.
    pub(super) challenge: Option<Challenge>,
    /// The face in it, where faces are compared.
    pub(super) face: Option<FaceNumbers>,
}

/// Names of `findings`, gravest first.
fn codes(findings: &[Finding]) -> Vec<String> {
    let mut findings: Vec<&Finding> = findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings.into_iter().map(|finding| finding.code.as_str().to_owned()).collect()
}

/// A step, judged and not yet kept.
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
    looked: Looked,
    /// What was found beside the order.
    filing: Vec<Finding>,
    files: Vec<StepFile>,
    kept: bool,
}

/// Why a step could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The case: it is as it was before, and keeping can be tried again.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// It was kept before.
    #[error("the step was kept already")]
    Again,
}

/// What speaks against `read`, the document of `step`, in the case of `file`; and the order's fields beside it.
fn beside(
    file: &CaseFile,
    limits: &FilingLimits,
    step: Step,
    read: &Fields,
    today: Date,
) -> (Vec<Finding>, Vec<Compared>) {
    let other = |step, kind: Option<DocumentKind>| Some(file.steps.get(&step)?.fields_of(kind?));
    let (front, back) = match step {
        _ if !file.documents(step).contains(&read.kind) => return (Vec::new(), Vec::new()),
        Step::IdFront => (Some(read.clone()), other(Step::IdBack, file.identity.back())),
        Step::IdBack => (other(Step::IdFront, Some(file.identity.front())), Some(read.clone())),
        Step::HoldingPhoto => (Some(read.clone()), None),
        Step::BusinessLicence => {
            let legal =
                Some(file.person.name.expose().as_str()).filter(|_| file.unit && !file.not_legal_representative);
            let unit = Unit { legal_representative: legal };
            return (cross::judge_unit(&unit, read, limits, today), Vec::new());
        }
        _ => return (Vec::new(), Vec::new()),
    };
    let holder = Holder { name: file.person.name.expose(), id_number: file.person.id_number.expose() };
    let papers = Papers { front: front.as_ref(), back: back.as_ref() };
    let both = |finding: &Finding| finding.code == Code::FilingSidesMismatch;
    // What speaks against the other side was said when that was recorded.
    let found = cross::judge(&holder, &papers, limits, today);
    // The picture of the card in a hand is held against the order as the card's own is.
    let own = if step == Step::HoldingPhoto { Step::IdFront } else { step };
    let found = found.into_iter().filter(|finding| finding.step == Some(own) || both(finding));
    let found = found.map(|finding| if finding.step == Some(own) { finding.step(step) } else { finding }).collect();
    let compared = papers.front.filter(|_| own == Step::IdFront).map(|front| cross::compare(&holder, front));
    (found, compared.unwrap_or_default())
}

/// What speaks against `face`, the one of `step`, beside those of the other steps in `file`.
fn beside_faces(file: &CaseFile, step: Step, face: Option<&FaceNumbers>) -> Option<Finding> {
    let others = file.steps.iter().filter_map(|(other, record)| Some((*other, record.face.as_ref()?)));
    faces::judge(step, face?, others, &MatchLimits::default())
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
    case.correct(person, site, |file, step, record| match Judge::in_case(file, step) {
        Judge::Document(kind) | Judge::Holding(kind) => {
            let mut found = beside(file, &limits, step, &record.fields_of(kind), today).0;
            found.extend(beside_faces(file, step, record.face.as_ref()));
            judged_again(record, &found)
        }
        // Read aloud in a name and for a site.
        Judge::Statement if !(same_name && same_site) => None,
        _ => Some(record.clone()),
    })
}

/// `record` with `found` in the place of what was found beside the person typed before.
fn judged_again(record: &StepRecord, found: &[Finding]) -> Option<StepRecord> {
    let forced = record.judgement == Judgement::Forced;
    let again = judge_again(&KeptStep { forced, material: &record.findings, filing: &record.filing }, found)?;
    let judgement = if again.forced { Judgement::Forced } else { Judgement::Accepted };
    Some(StepRecord { judgement, filing: again.filing, ..record.clone() })
}

impl StepJudged {
    pub(super) fn new(step: Step, files: Vec<StepFile>, looked: Looked, case: &Case, today: Date) -> Self {
        let (findings, compared, filing) = (Vec::new(), Vec::new(), Vec::new());
        let verdict = looked.verdict;
        let mut judged = Self { step, verdict, findings, compared, looked, filing, files, kept: false };
        judged.beside(case, today);
        judged
    }

    /// What was read of a document, and where it stands in the picture. Personal data.
    pub fn fields(&self) -> &[PlacedField] {
        &self.looked.fields
    }

    /// The files as they will be kept: of a portrait the picture that was cut out.
    pub fn files(&self) -> &[StepFile] {
        &self.files
    }

    /// Holds it against what `case` says now, as when what was typed was corrected meanwhile.
    pub fn beside(&mut self, case: &Case, today: Date) {
        self.findings.clone_from(&self.looked.findings);
        self.filing.clear();
        if let Some(read) = &self.looked.read {
            let limits = case.profile().step_limits().filing;
            let (found, compared) = beside(case.file(), &limits, self.step, read, today);
            (self.filing, self.compared) = (found, compared);
        }
        self.filing.extend(beside_faces(case.file(), self.step, self.looked.face.as_ref()));
        self.findings.retain(|finding| !cross::is_settled(finding, &self.compared));
        self.findings.extend(self.filing.iter().cloned());
        self.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let all = Verdict::of(&self.findings);
        // A judgement's own verdict is never made milder.
        self.verdict = if all == Verdict::Accept { self.looked.verdict } else { all };
    }

    /// What is to be recorded; `forced` when the person insists against the verdict. `None` when it is refused.
    pub fn judgement(&self, forced: bool) -> Option<Judgement> {
        match (self.verdict, forced) {
            (Verdict::Accept, _) => Some(Judgement::Accepted),
            (_, true) => Some(Judgement::Forced),
            (_, false) => None,
        }
    }

    /// Keeps it in `case` at `now`; `insist` when the person does so against the verdict. `None` when it is refused: without
    /// `insist` a verdict other than accept is not kept.
    ///
    /// # Errors
    /// As [`Case::put`]; the case is as it was before, and it can be tried again. Once it is kept, [`KeepError::Again`].
    pub fn keep(&mut self, case: &mut Case, insist: bool, now: Timestamp) -> Result<Option<Judgement>, KeepError> {
        let Some(judgement) = self.judgement(insist) else { return Ok(None) };
        if self.kept {
            return Err(KeepError::Again);
        }
        let open = |finding: &&Finding| !cross::is_settled(finding, &self.compared);
        let findings: Vec<Finding> = self.looked.findings.iter().filter(open).cloned().collect();
        let (findings, filing) = (codes(&findings), codes(&self.filing));
        let (challenge, face) = (self.looked.challenge.clone(), self.looked.face.clone());
        let read = self.looked.read.iter().flat_map(|read| &read.fields);
        let fields: BTreeMap<FieldKey, Sensitive<String>> =
            read.map(|field| (field.key, field.value.clone())).collect();
        let unreadable = |error| KeepError::Case(VaultError::Source(error).into());
        let open = self.files.iter_mut().map(|file| file.reader().map_err(unreadable));
        let mut open = open.collect::<Result<Vec<_>, _>>()?;
        let files = open.iter_mut().map(|reader| &mut **reader as &mut dyn Read).collect();
        case.put(self.step, NewStep { judgement, files, fields, findings, filing, challenge, face }, now)?;
        drop(open);
        self.kept = true;
        self.files.clear();
        Ok(Some(judgement))
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
    use heyan_case::{KeyFile, NewCase, NoGuard};
    use heyan_rules::document::Field;
    use heyan_rules::filing::{IdentityDocument, Order, OrderKind, PersonKind};
    use heyan_rules::geometry::Rect;

    use super::*;

    fn named(name: &str) -> (tempfile::TempDir, Case) {
        let dir = tempfile::tempdir().unwrap();
        let keys = Box::new(KeyFile::create(&dir.path().join("key")).unwrap());
        let today = Date::constant(2026, 3, 1);
        let new = NewCase {
            profile: "huawei".to_owned(),
            profile_text: None,
            site: None,
            province: None,
            unit: false,
            not_legal_representative: false,
            person_kind: PersonKind::Mainland,
            identity: IdentityDocument::ResidentId,
            unit_kind: None,
            person: Person::typed(name, "330106198806210012").unwrap(),
            order: Order::new(OrderKind::Filing, today),
        };
        let case = Case::create(&dir.path().join("case"), keys, Box::new(NoGuard), new, Timestamp::UNIX_EPOCH);
        (dir, case.unwrap())
    }

    /// A card read as 李铉明, one character of it unsure.
    fn unsure(case: &Case) -> StepJudged {
        let field = |(key, value): (FieldKey, &str)| Field {
            key,
            value: Sensitive::new(value.to_owned()),
            confidence: 1.0,
            min_confidence: 1.0,
            bounds_mm: Rect::default(),
            overwritten: None,
            characters: Vec::new(),
        };
        let fields = [(FieldKey::Name, "李铉明"), (FieldKey::IdNumber, "330106198806210012")].map(field).to_vec();
        let looked = Looked {
            findings: vec![Finding::error(Code::DocumentCharacterUnsure).field(FieldKey::Name)],
            verdict: Verdict::Accept,
            read: Some(Fields { kind: DocumentKind::ResidentIdFront, fields, missing: Vec::new(), watermarked: false }),
            fields: Vec::new(),
            challenge: None,
            face: None,
        };
        StepJudged::new(Step::IdFront, Vec::new(), looked, case, Date::constant(2026, 3, 1))
    }

    #[test]
    fn an_unsure_character_is_settled_by_who_typed_it_as_it_was_read_and_by_nobody_else() {
        let (_dir, same) = named("李铉明");
        let judged = unsure(&same);
        assert!(judged.findings.iter().all(|finding| finding.code != Code::DocumentCharacterUnsure));
        assert_eq!(judged.judgement(false), Some(Judgement::Accepted));

        let (_dir, other) = named("李鉴明");
        let judged = unsure(&other);
        assert!(judged.findings.iter().any(|finding| finding.code == Code::DocumentCharacterUnsure));
        assert_eq!(judged.judgement(false), None);
    }
}
