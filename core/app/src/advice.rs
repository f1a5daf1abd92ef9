//! What the guide says while a case is made: of the name as it is typed, of the icon that was chosen, of what restricts a filing.

use heyan::rules::filing::{FileFacts, FileForm, Profile};
use heyan::rules::guide::icon::{self, IconLimits};
use heyan::rules::guide::restrictions::{self, Circumstance, questions};
use heyan::rules::guide::{self, Answer, AnswerKind, Answers, NameAsked, Place, Service, Subject, names};
use heyan::rules::words::Words;
use heyan::rules::{Finding, Point, Severity};
use heyan::vision::frame::DecodeLimits;
use heyan::vision::icon::measure;
use serde::{Deserialize, Serialize};

use crate::help::{Help, HelpIntent, HelpState, named};
use crate::ports::NewCase;
use crate::problem::Problem;
use crate::said::Named;

/// Shorter side of an icon, px, below which nothing on it can be told.
const MIN_SIDE_PX: u32 = 16;

/// One thing that the guide says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdviceSaid {
    /// The name others rely on, as `filing.site_name_word`.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What is found.
    pub message: String,
    /// What the person should do.
    pub advice: String,
    /// The first character of the word in the name, counted from 0.
    pub from: Option<u32>,
    /// The character after its last.
    pub to: Option<u32>,
    /// Where on the icon, in its pixels.
    pub region: Option<Vec<Point>>,
    /// Whose rule it is, and when it said so.
    pub source: String,
    /// Topics that explain it.
    pub topics: Vec<Named>,
}

/// A question of the interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionRow {
    /// Its name.
    pub key: String,
    /// The question.
    pub text: String,
    /// Whether yes or no is asked, not a number.
    pub yes_no: bool,
    /// The answer: `yes`, `no`, a number; nothing while it is open.
    pub answer: Option<String>,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdviceState {
    /// What is filed: `site`, `app`, `mini_program`.
    pub service: String,
    /// Of the name as it stands; nothing while there is none.
    pub name: Vec<AdviceSaid>,
    /// Whether a file that is chosen now is the icon.
    pub choosing_icon: bool,
    /// Whether an icon was looked at.
    pub icon_seen: bool,
    /// Of the icon.
    pub icon: Vec<AdviceSaid>,
    /// The interview.
    pub questions: Vec<QuestionRow>,
    /// What restricts the filing, by the answers so far.
    pub restrictions: Vec<AdviceSaid>,
    /// Topics, a search, one topic open.
    pub help: HelpState,
}

/// What a person can want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdviceIntent {
    /// Another thing is filed.
    Service {
        /// `site`, `app`, `mini_program`.
        key: String,
    },
    /// Choose an icon.
    ChooseIcon,
    /// The icon that was chosen.
    Icon {
        /// The bytes of its file.
        bytes: Vec<u8>,
    },
    /// No icon was chosen, or it is to be forgotten.
    NoIcon,
    /// An answer, or none any more.
    Answer {
        /// Name of the question.
        question: String,
        /// `yes`, `no`, a number; empty takes it back.
        text: String,
    },
    /// Help.
    Help(HelpIntent),
}

/// What the guide says while a case is made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Advice {
    service: Service,
    answers: Answers,
    icon: Option<Vec<Finding>>,
    choosing_icon: bool,
    help: Help,
}

/// What is found of the icon in `bytes` by the rules of `profile`.
///
/// # Errors
/// When it is no picture.
pub(crate) fn look(bytes: &[u8], profile: Option<&Profile>) -> Result<Vec<Finding>, Problem> {
    let limits = DecodeLimits { min_side_px: MIN_SIDE_PX, ..DecodeLimits::default() };
    let measured = measure(bytes, &limits).map_err(|_| Problem::Picture)?;
    let file = FileFacts {
        form: FileForm::of(bytes),
        bytes: bytes.len() as u64,
        size_px: Some((measured.figures.width_px, measured.figures.height_px)),
        duration_s: None,
    };
    let rule = profile.and_then(|profile| profile.exports.get("icon"));
    let mut findings = rule.map_or_else(Vec::new, |rule| icon::judge_file(rule, &file));
    findings.extend(icon::judge(&measured.figures, &IconLimits::default()));
    Ok(findings)
}

/// The profile that `new` names.
pub(crate) fn profile_of(new: &NewCase) -> Option<Profile> {
    match &new.profile_text {
        Some(text) => Profile::parse(text, new.province),
        None => Profile::named(&new.provider, new.province),
    }
    .ok()
}

impl Advice {
    /// What changes without work; `ChooseIcon` and `Icon` are the screen's.
    pub(crate) fn intend(&mut self, intent: AdviceIntent) {
        match intent {
            AdviceIntent::Service { key } => {
                if let Some(service) = Service::ALL.into_iter().find(|one| one.as_str() == key) {
                    self.service = service;
                }
            }
            AdviceIntent::ChooseIcon => self.choosing_icon = true,
            AdviceIntent::Icon { .. } => self.choosing_icon = false,
            AdviceIntent::NoIcon => (self.choosing_icon, self.icon) = (false, None),
            AdviceIntent::Answer { question, text } => {
                // What is no answer leaves the question as it was; the field shows what stands.
                let _ = self.answers.put(&question, &text);
            }
            AdviceIntent::Help(intent) => self.help.intend(intent),
        }
    }

    pub(crate) fn seen(&mut self, findings: Vec<Finding>) {
        self.icon = Some(findings);
    }

    pub(crate) fn state(&self, new: &NewCase, words: &Words) -> AdviceState {
        let subject = if new.unit { Subject::Unit } else { Subject::Individual };
        let province = new.province.and_then(|province| province.as_str().parse::<Place>().ok());
        let profile = profile_of(new);
        let name = new.typed.site_name.expose();
        let domain = Some(new.typed.domain.expose()).filter(|domain| !domain.is_empty());
        let of_name = if name.is_empty() {
            Vec::new()
        } else {
            names::judge(&NameAsked {
                service: self.service,
                subject,
                province,
                domain,
                more: profile.as_ref().map_or(&[], |profile| profile.names.as_slice()),
                ..NameAsked::of(name)
            })
        };
        let about = Circumstance { service: self.service, subject, province, profile: profile.as_ref() };
        let mut restricted = restrictions::judge(&about, &self.answers);
        // The open questions stand above with their fields.
        restricted.retain(|finding| finding.code != heyan::rules::Code::FilingUnanswered);
        let of_icon = self.icon.as_deref().unwrap_or_default();
        let all: Vec<Finding> = of_name.iter().chain(of_icon).chain(&restricted).cloned().collect();
        let mut topics = guide::of_findings(&all);
        topics.extend(["names", "restrictions"].into_iter().filter(|id| !topics.contains(id)).collect::<Vec<_>>());
        let row = |question: restrictions::Question| QuestionRow {
            key: question.id.to_owned(),
            text: words.question(question.id),
            yes_no: question.kind == AnswerKind::YesNo,
            answer: self.answers.get(question.id).map(|answer| match answer {
                Answer::YesNo(yes) => if yes { "yes" } else { "no" }.to_owned(),
                Answer::Number(number) => number.to_string(),
            }),
        };
        AdviceState {
            service: self.service.as_str().to_owned(),
            name: said(&of_name, words),
            choosing_icon: self.choosing_icon,
            icon_seen: self.icon.is_some(),
            icon: said(of_icon, words),
            questions: questions(self.service, subject).into_iter().map(row).collect(),
            restrictions: said(&restricted, words),
            help: self.help.state(&topics, words),
        }
    }
}

fn said(findings: &[Finding], words: &Words) -> Vec<AdviceSaid> {
    let one = |finding: &Finding| {
        let said = words.finding(finding);
        let cause = finding.cause.as_deref();
        let place = |place: Option<usize>| place.and_then(|at| u32::try_from(at).ok());
        let source = cause.filter(|cause| !cause.source.is_empty());
        AdviceSaid {
            code: finding.code.as_str().to_owned(),
            severity: finding.severity,
            message: said.message,
            advice: said.advice,
            from: place(cause.and_then(|cause| cause.from)),
            to: place(cause.and_then(|cause| cause.to)),
            region: finding.region.clone(),
            source: source.map(|cause| format!("{} ({})", cause.source, cause.date)).unwrap_or_default(),
            topics: named(guide::of_findings(std::slice::from_ref(finding)).into_iter(), words),
        }
    };
    findings.iter().map(one).collect()
}
