//! Words of the guide: topics, questions, who acts.

use fluent_bundle::{FluentArgs, FluentValue};

use super::{Said, Words, dashed};
use crate::finding::{Code, Finding, Severity};
use crate::guide::Who;
use crate::verdict::Verdict;

/// A topic of the help, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicSaid {
    /// Its heading.
    pub title: String,
    /// What there is to know, in lines.
    pub text: String,
}

impl Words {
    /// The topic `id`; empty when there is none of that name.
    pub fn topic(&self, id: &str) -> TopicSaid {
        let key = format!("topic-{}", dashed(id));
        let part = |name| self.format(&key, name, &FluentArgs::new()).unwrap_or_default();
        TopicSaid { title: part(None), text: part(Some("text")) }
    }

    /// A verdict of the guide: nothing is taken again, it is changed.
    pub fn guide_verdict(&self, verdict: Verdict) -> String {
        self.lookup(if verdict == Verdict::Accept { "guide-accept" } else { "guide-retry" })
    }

    /// The question `id` of the interview.
    pub fn question(&self, id: &str) -> String {
        self.lookup(&format!("question-{}", dashed(id)))
    }

    /// Who acts next.
    pub fn who(&self, who: Who) -> String {
        self.lookup(&format!("who-{}", who.as_str()))
    }

    /// What runs out, and what to do before it does.
    pub fn due(&self, id: &str) -> Said {
        let key = format!("due-{}", dashed(id));
        let part = |name| self.format(&key, name, &FluentArgs::new()).unwrap_or_default();
        Said { message: part(None), advice: part(Some("advice")) }
    }

    /// What is said of years whose holidays are not known; empty when there are none.
    pub fn unknown_years(&self, years: &[i16]) -> String {
        if years.is_empty() {
            return String::new();
        }
        let mut args = FluentArgs::new();
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        args.set("years", years.join(", "));
        self.format("holidays-unknown", None, &args).unwrap_or_default()
    }

    /// What the words of a finding with a rule of its own speak of.
    pub(super) fn set_guide_args(&self, finding: &Finding, args: &mut FluentArgs<'_>) {
        let Some(cause) = &finding.cause else { return };
        if let Some(word) = &cause.word {
            let shown = match finding.code {
                Code::FilingIconSystem => self.lookup(&format!("system-{}", dashed(word))),
                _ => word.clone(),
            };
            args.set("word", shown);
        }
        if let Some((from, to)) = cause.from.zip(cause.to) {
            // People count from one.
            args.set("from", FluentValue::from((from + 1) as f64));
            args.set("to", FluentValue::from(to as f64));
        }
        if let Some(authority) = &cause.authority {
            args.set("authority", self.lookup(&format!("authority-{}", dashed(authority))));
        }
        if finding.code == Code::FilingUnanswered {
            args.set("question", self.question(&cause.rule));
        }
    }
}

/// What makes the sentence of a finding of the guide another one.
pub(super) fn variant(finding: &Finding) -> &'static str {
    let persons = finding.cause.as_ref().is_some_and(|cause| cause.rule.contains("individual"));
    match (finding.code, finding.severity) {
        (Code::FilingSiteNameApproval, _) if persons => "-person",
        (Code::FilingSiteNameApproval, Severity::Info) => "-held",
        (Code::FilingDomainUnverified, Severity::Warning) => "-soon",
        (
            Code::FilingSiteNameNational
            | Code::FilingSiteNameTrade
            | Code::FilingSiteNameApproval
            | Code::FilingSiteNameProvince
            | Code::FilingSiteNamePlace,
            Severity::Warning,
        ) => "-perhaps",
        _ => "",
    }
}
