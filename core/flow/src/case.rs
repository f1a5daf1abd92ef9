//! The case: the one way in for a step's material, and how everything stands.

mod file;
mod intake;
mod judged;

use heyan_case::{Asked, Case, StepStanding};
use heyan_rules::Finding;
use heyan_rules::filing::order::SmsStanding;
use heyan_rules::filing::{Standing, Step, standing};
use heyan_rules::guide;
use heyan_rules::statement::{RecordingRules, Script, ScriptError};
use heyan_rules::words::{Lang, Words};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::report::findings;

pub use file::{Opened, StepFile};
pub use intake::{Given, Intake, IntakeError, Material};
pub use judged::{Judge, KeepError, StepJudged, correct};

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

/// The same, as it is recorded and judged for `case`: where the profile has a rule for the file, that goes before the text's
/// own, since it is what the file is judged by beside the other files.
///
/// # Errors
/// As [`script_of`].
pub fn statement_of(case: &Case, asked: &Asked) -> Result<Script, ScriptError> {
    let mut script = script_of(case, asked)?;
    leave_file_to_profile(case, &mut script);
    Ok(script)
}

/// Takes from `script` what the profile of `case` says of the file itself.
pub fn leave_file_to_profile(case: &Case, script: &mut Script) {
    if case.profile().export(Step::Statement).is_some() {
        let RecordingRules { min_s, max_s, .. } = script.recording;
        script.recording = RecordingRules { min_s, max_s, ..Default::default() };
    }
}

/// How `step` is to be recorded so that its file is taken: the profile's rule, and that of `script` when one is read; of each
/// figure the stricter.
pub fn recording_of(case: &Case, step: Step, script: Option<&Script>) -> RecordingRules {
    let rules = script.map(|script| script.recording.clone()).unwrap_or_default();
    match case.profile().export(step) {
        Some(file) => rules.within(file),
        None => rules,
    }
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
        "drawn": if asked.issued.is_some() { "gateway" } else { "here" },
        "nonce": asked.issued.as_ref().map(|issued| issued.nonce.as_str()),
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
        let notes = self.notes().map(|key| words.note(key)).filter(|note| !note.is_empty()).collect::<Vec<_>>();
        let measured = file.steps.iter().filter(|(_, record)| record.face.is_some());
        let faces: Vec<&str> = measured.map(|(step, _)| step.as_str()).collect();
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
            "faces": { "agreed": self.case.compares_faces(), "measured": faces },
            "findings": findings(&self.findings, &words),
            "topics": self.topics(),
        })
    }

    /// What else a person should know, by the names of the notes: the profile's, and that faces are not compared unless that is
    /// agreed to.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        let own = (!self.case.compares_faces()).then_some("compare_face");
        self.case.profile().notes.keys().map(String::as_str).chain(own)
    }

    /// The topics that explain the order and the findings.
    pub fn topics(&self) -> Vec<&'static str> {
        let mut topics = guide::of_order(&self.case.file().order);
        topics.extend(guide::of_findings(&self.findings));
        let mut seen = std::collections::BTreeSet::new();
        topics.retain(|id| seen.insert(*id));
        topics
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
        object.insert("topics".into(), json!(guide::of_order(order)));
        if let Some((who, ..)) = guide::who(order.status) {
            object.insert("who".into(), json!(who.as_str()));
        }
        if let Some(expected) = order.expectation() {
            object.insert("expected_between".into(), json!([expected.from, expected.until]));
            if !expected.unknown_years.is_empty() {
                object.insert("holidays_unknown".into(), json!(expected.unknown_years));
            }
        }
        let due = |due: guide::Due| {
            let said = words.due(due.id);
            json!({ "due": due.id, "name": said.message, "advice": said.advice, "at": due.at, "remind_at": due.remind_at,
                "now": due.now, "source": due.source })
        };
        let due: Vec<Value> = guide::reminders(order, self.now).into_iter().map(due).collect();
        if !due.is_empty() {
            object.insert("due".into(), json!(due));
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
