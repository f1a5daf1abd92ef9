//! The interview before a case is opened, and what its answers mean.

use std::collections::BTreeMap;

use super::data::{AnswerKind, AnswerRule, QuestionLine, RESTRICTIONS, Subject, When};
use super::names::Service;
use super::places::Place;
use crate::filing::Profile;
use crate::finding::{Cause, Code, Finding, Severity};

/// Largest number that an answer can be; a phone's first three digits and months of a long lease are below it.
const MOST: u32 = 9999;
/// Days of a month, as validity is counted from an answer in months.
const DAYS_A_MONTH: f64 = 30.0;

/// A question of the interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The name others rely on.
    pub id: &'static str,
    /// How it is answered.
    pub kind: AnswerKind,
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(u32),
}

/// Answers by the name of the question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<&'static str, Answer>);

/// Who asks, and for what.
#[derive(Debug, Clone, Copy)]
pub struct Circumstance<'a> {
    /// What is filed.
    pub service: Service,
    /// Who files.
    pub subject: Subject,
    /// Where.
    pub province: Option<Place>,
    /// What the provider and the province ask of persons and documents.
    pub profile: Option<&'a Profile>,
}

fn concerns(line: &QuestionLine, service: Service, subject: Subject) -> bool {
    (line.services.is_empty() || line.services.contains(&service))
        && (line.subjects.is_empty() || line.subjects.contains(&subject))
}

fn asked(line: &'static QuestionLine) -> Question {
    Question { id: &line.id, kind: line.kind }
}

/// The questions that are put, in their order.
pub fn questions(service: Service, subject: Subject) -> Vec<Question> {
    RESTRICTIONS.question.iter().filter(|line| concerns(line, service, subject)).map(asked).collect()
}

/// The question of the name `id`.
pub fn question(id: &str) -> Option<Question> {
    RESTRICTIONS.question.iter().find(|line| line.id == id).map(asked)
}

impl Answers {
    /// Sets the answer to the question `id`; an empty text, or a word for not knowing, takes it back.
    ///
    /// # Errors
    /// `None` when there is no such question, the kind of answer that is wanted when `text` is none.
    pub fn put(&mut self, id: &str, text: &str) -> Result<(), Option<AnswerKind>> {
        let question = question(id).ok_or(None)?;
        let word = text.trim().to_lowercase();
        if word.is_empty() || ["unknown", "?", "不知道", "不清楚"].contains(&word.as_str()) {
            self.0.remove(question.id);
            return Ok(());
        }
        let answer = match question.kind {
            AnswerKind::YesNo if ["yes", "y", "true", "1", "是", "有", "对"].contains(&word.as_str()) => {
                Some(Answer::YesNo(true))
            }
            AnswerKind::YesNo if ["no", "n", "false", "0", "否", "没有", "不是"].contains(&word.as_str()) => {
                Some(Answer::YesNo(false))
            }
            AnswerKind::YesNo => None,
            AnswerKind::Number => word.parse::<u32>().ok().filter(|number| *number <= MOST).map(Answer::Number),
        };
        self.0.insert(question.id, answer.ok_or(Some(question.kind))?);
        Ok(())
    }

    /// The answer to the question `id`.
    pub fn get(&self, id: &str) -> Option<Answer> {
        self.0.get(id).copied()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What the answers mean: of a question the first rule that is met, and a finding for each that is open.
pub fn judge(about: &Circumstance<'_>, answers: &Answers) -> Vec<Finding> {
    let mut findings = Vec::new();
    for line in RESTRICTIONS.question.iter().filter(|line| concerns(line, about.service, about.subject)) {
        let Some(answer) = answers.get(&line.id) else {
            let cause = Cause { rule: line.id.clone(), ..Cause::default() };
            findings.push(Finding::error(Code::FilingUnanswered).because(cause));
            continue;
        };
        let rule = line.rule.iter().find(|rule| met(rule, answer, about));
        findings.extend(rule.map(|rule| found(&line.id, rule, answer)));
        findings.extend(by_profile(&line.id, answer, about.profile));
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

fn met(rule: &AnswerRule, answer: Answer, about: &Circumstance<'_>) -> bool {
    let province = about.province.map(Place::as_str);
    let here = (rule.subjects.is_empty() || rule.subjects.contains(&about.subject))
        && (rule.provinces.is_empty() || province.is_some_and(|own| rule.provinces.iter().any(|p| p == own)));
    let limit = rule.value.first().copied().unwrap_or_default();
    here && match (rule.when, answer) {
        (When::Yes, Answer::YesNo(yes)) => yes,
        (When::No, Answer::YesNo(yes)) => !yes,
        (When::Below, Answer::Number(number)) => f64::from(number) < limit,
        (When::Above, Answer::Number(number)) => f64::from(number) > limit,
        (When::NotOneOf, Answer::Number(number)) => !rule.value.contains(&f64::from(number)),
        _ => false,
    }
}

fn found(id: &str, rule: &AnswerRule, answer: Answer) -> Finding {
    let cause = Cause { rule: id.to_owned(), source: rule.source.clone(), date: rule.date.clone(), ..Cause::default() };
    let mut finding = Finding::new(rule.code, Severity::from(rule.severity)).because(cause);
    if let (Answer::Number(number), Some(limit)) = (answer, rule.value.first()) {
        finding = finding.figure("answer", f64::from(number));
        finding = match rule.when {
            When::Below => finding.figure("least", *limit),
            When::Above => finding.figure("most", *limit),
            _ => finding,
        };
    }
    finding
}

/// Age and validity, by the limits of the profile.
fn by_profile(id: &str, answer: Answer, profile: Option<&Profile>) -> Option<Finding> {
    let Answer::Number(number) = answer else { return None };
    let profile = profile?;
    let number = f64::from(number);
    let limit = |name: &str| profile.limits.iter().find(|line| line.name == name).map_or(0.0, |line| line.value);
    let (least_age, full_age) = (limit("filing.min_age_years"), limit("filing.income_proof_below_years"));
    let months = limit("filing.id_months_left");
    let cited = |name: &str| {
        let line = profile.limits.iter().find(|line| line.name == name);
        line.map_or_else(Cause::default, |line| Cause {
            rule: name.to_owned(),
            source: line.cited.source.clone(),
            date: line.cited.date.clone(),
            ..Cause::default()
        })
    };
    let finding = match id {
        "age" if number < least_age => Finding::error(Code::FilingUnderAge)
            .figure("age_years", number)
            .figure("min_age_years", least_age)
            .because(cited("filing.min_age_years")),
        "age" if number < full_age => Finding::warning(Code::FilingIncomeProof)
            .figure("age_years", number)
            .figure("min_age_years", full_age)
            .because(cited("filing.income_proof_below_years")),
        "id_months" if number < months => Finding::error(Code::FilingValidityShort)
            .figure("days_left", number * DAYS_A_MONTH)
            .figure("months_wanted", months)
            .because(cited("filing.id_months_left")),
        _ => return None,
    };
    Some(finding)
}
