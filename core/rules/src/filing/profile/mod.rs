//! What a provider asks for, with what a province asks on top. Data in `profiles/*.toml`, every line with its source and date.

mod load;
mod place;
mod raw;

use std::collections::BTreeMap;

use super::cross::judge_kind;
use super::export::{ExportRule, FileFacts};
use super::limits::StepLimits;
use super::step::{Standing, Step};
use crate::document::DocumentKind;
use crate::finding::{Code, Finding};
use crate::guide::NameList;
use crate::liveness::{Action, Challenge};
use crate::statement::{Script, ScriptError, Template};

pub use load::{ProfileError, source_at};
pub use place::Province;
pub use raw::{Asked, Seal, Signer};

/// A source and when it said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// Key of `profiles/sources.toml`, and the place in that source.
    pub source: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: String,
}

/// One step as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRule {
    /// When it is asked.
    pub asked: Asked,
    /// Fewest files.
    pub min_files: usize,
    /// Most files.
    pub max_files: usize,
    /// Who says so.
    pub cited: Cited,
}

/// One limit as the profile sets it.
#[derive(Debug, Clone, PartialEq)]
pub struct LimitLine {
    /// As `filing.min_age_years`.
    pub name: String,
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Who says so.
    pub cited: Cited,
}

/// How a letter is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureRule {
    /// Who signs.
    pub signer: Signer,
    /// Whether the handwriting must be 正楷 in black ink.
    pub regular_script: bool,
    /// Whether a personal seal may stand for it, or a unit's seal must stand beside it.
    pub seal: Seal,
    /// Whether a fingerprint must stand beside it.
    pub fingerprint: bool,
    /// Whether a date written by hand must stand beside it.
    pub dated: bool,
    /// Who says so.
    pub cited: Cited,
}

/// The actions that the face check asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChallengeRule {
    /// Among which is drawn.
    pub actions: Vec<Action>,
    /// How many are drawn.
    pub count: usize,
    /// Who says so.
    pub cited: Cited,
}

/// The text of the statement.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementRule {
    /// With its blanks.
    pub template: Template,
    /// Who says so.
    pub cited: Cited,
}

/// How long the result of a step is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Hours.
    pub hours: i64,
    /// Who says so.
    pub cited: Cited,
}

/// Everything that one provider, and one province if it is named, asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The provider.
    pub name: String,
    /// The province, if one is named.
    pub province: Option<Province>,
    /// The steps that are spoken of.
    pub steps: BTreeMap<Step, StepRule>,
    /// Kinds of documents taken for a step; any when there are none.
    pub documents: BTreeMap<Step, Vec<DocumentKind>>,
    /// The limits that differ from the defaults.
    pub limits: Vec<LimitLine>,
    /// Signatures of letters.
    pub signatures: BTreeMap<Step, SignatureRule>,
    /// The actions of the face check.
    pub challenge: ChallengeRule,
    /// The text of the statement.
    pub statement: StatementRule,
    /// Forms of files, for pictures, videos and single steps.
    pub exports: BTreeMap<String, ExportRule>,
    /// How long results are good.
    pub deadlines: BTreeMap<Step, Deadline>,
    /// Notes by the key of their words, as `province-number`.
    pub notes: BTreeMap<String, Cited>,
    /// Words that it refuses in names, beside those that all do.
    pub names: Vec<NameList>,
}

/// What of a person's case decides whether a step is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Circumstances {
    /// A unit files, not a person.
    pub unit: bool,
    /// The responsible person is not the legal representative.
    pub not_legal_representative: bool,
    /// What the responsible person proves who they are by has one side that tells all.
    pub one_sided: bool,
}

impl Profile {
    /// Names of the providers there are profiles of.
    pub fn names() -> Vec<&'static str> {
        load::BUILT_IN.iter().map(|(name, _)| *name).collect()
    }

    /// The profile of the provider `name`, with `province` on top.
    ///
    /// # Errors
    /// When there is no such provider; the built-in profiles themselves are held to be sound by tests.
    pub fn named(name: &str, province: Option<Province>) -> Result<Self, ProfileError> {
        load::named(name, province)
    }

    /// A profile out of the text of a file, on top of the built-in one that it extends.
    ///
    /// # Errors
    /// Names what is wrong: an unknown key, a limit without a unit, a line without a source.
    pub fn parse(text: &str, province: Option<Province>) -> Result<Self, ProfileError> {
        load::parse(text, province)
    }

    /// The limits of all steps.
    pub fn step_limits(&self) -> StepLimits {
        let mut limits = StepLimits::default();
        for line in &self.limits {
            // Checked when it was loaded.
            let _ = limits.set(&line.name, line.value);
        }
        limits
    }

    /// The steps that are asked, in the order a person is led through.
    pub fn asked(&self, circumstances: Circumstances) -> Vec<Step> {
        let asked = |step: &Step| {
            let other_side = *step == Step::IdBack && circumstances.one_sided;
            self.steps.get(step).is_some_and(|rule| {
                !other_side
                    && match rule.asked {
                        Asked::Always => true,
                        Asked::Unit => circumstances.unit,
                        Asked::NotLegalRepresentative => circumstances.not_legal_representative,
                        Asked::OnRequest | Asked::Never => false,
                    }
            })
        };
        Step::ALL.into_iter().filter(asked).collect()
    }

    /// What is asked of a file of `step`: the step's own rule, else that of its medium.
    pub fn export(&self, step: Step) -> Option<&ExportRule> {
        let medium = if step.is_video() { "video" } else { "image" };
        self.exports.get(step.as_str()).or_else(|| self.exports.get(medium))
    }

    /// What keeps these files from being handed in for `step`, before what is in them is judged.
    pub fn judge_files(&self, step: Step, files: &[FileFacts]) -> Vec<Finding> {
        let mut findings = Vec::new();
        let (least, most) = self.steps.get(&step).map_or((1, 1), |rule| (rule.min_files, rule.max_files));
        if !(least..=most).contains(&files.len()) {
            let finding = Finding::error(Code::FilingFileCount).step(step).figure("files", files.len() as f64);
            findings.push(finding.figure("min_files", least as f64).figure("max_files", most as f64));
        }
        if let Some(rule) = self.export(step) {
            findings.extend(files.iter().flat_map(|file| rule.judge(step, file)));
        }
        findings
    }

    /// Whether a document of `kind` is taken for `step`.
    pub fn judge_document(&self, step: Step, kind: DocumentKind) -> Option<Finding> {
        judge_kind(step, kind, self.documents.get(&step).map(Vec::as_slice).unwrap_or_default())
    }

    /// A challenge for the face check, the same for the same seed.
    pub fn draw(&self, seed: u64) -> Challenge {
        Challenge::drawn_among(&self.challenge.actions, seed, self.challenge.count)
    }

    /// Whether `actions` are a challenge as this provider asks it: as many, of its own, and a turn among them, without which a
    /// picture would pass.
    pub fn judge_challenge(&self, step: Step, actions: &[Action]) -> Option<Finding> {
        let rule = &self.challenge;
        let suits = actions.len() >= rule.count
            && actions.iter().all(|action| rule.actions.contains(action))
            && actions.iter().any(|action| Challenge::TURNS.contains(action));
        (!suits).then(|| Finding::error(Code::FilingOtherChallenge).step(step))
    }

    /// Whether a run of `actions` was asked as it had to be: as [`Self::judge_challenge`] says, and where the gateway had `issued`
    /// a challenge before it, just those.
    pub fn judge_run(&self, step: Step, actions: &[Action], issued: Option<&[Action]>) -> Option<Finding> {
        let others = issued.is_some_and(|issued| issued != actions);
        let found = self.judge_challenge(step, actions);
        found.or_else(|| others.then(|| Finding::error(Code::FilingOtherChallenge).step(step)))
    }

    /// The text of the statement with `values` in its blanks; what the profile sets goes before the text's own limits.
    ///
    /// # Errors
    /// As [`Template::fill`].
    pub fn script(&self, values: &[(&str, &str)]) -> Result<Script, ScriptError> {
        let mut script = self.statement.template.fill(values)?;
        self.limit_script(&mut script);
        Ok(script)
    }

    /// Lays this profile's limits over those of `script`.
    pub fn limit_script(&self, script: &mut Script) {
        for line in &self.limits {
            if let Some(name) = line.name.strip_prefix("statement.") {
                // Checked when it was loaded.
                let _ = script.limits.set(name, line.value);
            }
        }
    }

    /// How a step stands that was recorded `age_hours` ago.
    pub fn standing(&self, step: Step, forced: bool, age_hours: i64) -> Standing {
        let stale = self.deadlines.get(&step).is_some_and(|deadline| age_hours >= deadline.hours);
        match (stale, forced) {
            (true, _) => Standing::Stale,
            (false, true) => Standing::Forced,
            (false, false) => Standing::Done,
        }
    }
}

#[cfg(test)]
mod tests;
