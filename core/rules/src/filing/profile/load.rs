//! From text to a profile: every line checked, each error with the name of the line.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use super::place::Province;
use super::raw::{File, Level, Limit, SourceLine};
use super::{ChallengeRule, Cited, Deadline, LimitLine, Profile, SignatureRule, StatementRule, StepRule};
use crate::document::DocumentKind;
use crate::filing::limits::StepLimits;
use crate::filing::step::Step;
use crate::guide::Place;
use crate::liveness::{Action, Challenge};
use crate::statement::{self, Template};

macro_rules! profiles {
    ($($name:literal),*) => { &[$(($name, include_str!(concat!("../../../profiles/", $name, ".toml")))),*] };
}

/// Providers.
pub(super) const BUILT_IN: &[(&str, &str)] = profiles!["generic", "huawei", "tencent", "aliyun", "wechat"];
/// Provinces.
const OVERLAYS: &[(&str, &str)] = profiles![
    "jiangsu",
    "guangdong",
    "shanghai",
    "henan",
    "shandong",
    "hebei",
    "inner_mongolia",
    "hunan",
    "tianjin",
    "fujian",
    "heilongjiang",
    "gansu",
    "sichuan"
];
const SOURCES: &str = include_str!("../../../profiles/sources.toml");
static SOURCES_AT: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let table: toml::Table = toml::from_str(SOURCES).unwrap_or_default();
    let at = |line: &toml::Value| line.get("at").and_then(toml::Value::as_str).map(str::to_owned);
    table.iter().filter_map(|(key, line)| Some((key.clone(), at(line)?))).collect()
});

/// Where a source stands that is named by `source`: its key, and the place in it.
pub fn source_at(source: &str) -> Option<&'static str> {
    let key = source.split([' ', ',']).next().unwrap_or_default();
    SOURCES_AT.get(key).map(String::as_str)
}

/// Texts of statements.
const STATEMENTS: &[(&str, &str)] = &[("sample", statement::SAMPLE)];
const SCHEMA: u32 = 1;
/// The profile below all.
const COMMON: &str = "generic";
/// Profiles that may stand on one another.
const DEEPEST: usize = 4;
/// Files that a step may take, and hours that a result may be good: beyond them it is a slip of the pen.
const MOST_FILES: usize = 20;
const MOST_HOURS: f64 = 24.0 * 366.0;

/// What is wrong with a profile, and in which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileError {
    /// The profile.
    pub profile: String,
    /// The line, as `limits.filing.min_age_years`; empty when it is the whole.
    pub line: String,
    /// What is wrong.
    pub cause: String,
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { profile, line, cause } = self;
        if line.is_empty() {
            write!(f, "profile {profile}: {cause}")
        } else {
            write!(f, "profile {profile}: `{line}` {cause}")
        }
    }
}

impl std::error::Error for ProfileError {}

/// Units of limits that have none in their names, and what a unit in a name looks like.
const UNITS: [&str; 13] =
    ["months", "years", "hours", "days", "s", "ms", "px", "deg", "mm", "ratio", "deg_per_s", "count", "flag"];

pub(super) fn named(name: &str, province: Option<Province>) -> Result<Profile, ProfileError> {
    let text = BUILT_IN.iter().find(|(own, _)| *own == name).map(|(_, text)| *text);
    let text = text.ok_or_else(|| ProfileError {
        profile: name.to_owned(),
        line: String::new(),
        cause: format!("there is none of that name: choose among {}", Profile::names().join(", ")),
    })?;
    parse(text, province)
}

pub(super) fn parse(text: &str, province: Option<Province>) -> Result<Profile, ProfileError> {
    let file = read(text)?;
    let error =
        |cause: &str| Err(ProfileError { profile: file.name.clone(), line: String::new(), cause: cause.to_owned() });
    if file.level != Level::Provider {
        return error("is of a province: name a provider, and the province beside it");
    }
    // The one at the bottom first.
    let mut pile = vec![file];
    while let Some(below) = pile.last().and_then(|file| file.extends.clone()) {
        let found = BUILT_IN.iter().find(|(name, _)| *name == below).map(|(_, text)| *text);
        let top = pile.last().map(|file| file.name.clone()).unwrap_or_default();
        let fault = |cause: String| ProfileError { profile: top.clone(), line: "extends".to_owned(), cause };
        let found = found.ok_or_else(|| fault(format!("names `{below}`, and there is no such profile")))?;
        if pile.len() >= DEEPEST {
            return Err(fault("leads round in a circle".to_owned()));
        }
        pile.push(read(found)?);
    }
    let name = pile.first().map(|file| file.name.clone()).unwrap_or_default();
    let mut build = Build::new(&name)?;
    build.family = pile.iter().map(|file| file.name.clone()).collect();
    for file in pile.iter().rev() {
        build.lay(file)?;
    }
    if let Some(province) = province {
        let text =
            OVERLAYS.iter().find(|(own, _)| *own == province.as_str()).map(|(_, text)| *text).unwrap_or_default();
        build.overlay(&read(text)?)?;
        build.profile.province = Some(province);
    }
    Ok(build.profile)
}

#[cfg(test)]
pub(super) fn lay_over_generic(text: &str) -> Result<(), ProfileError> {
    Build::new(COMMON)?.overlay(&read(text)?)
}

fn read(text: &str) -> Result<File, ProfileError> {
    let fault = |profile: &str, cause: String| ProfileError { profile: profile.to_owned(), line: String::new(), cause };
    let file: File = toml::from_str(text).map_err(|error| {
        // The name, if so much can be read of it.
        let name = text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).unwrap_or("?");
        let row = error.span().map(|span| text.get(..span.start).unwrap_or_default().lines().count().max(1));
        let row = row.map_or_else(String::new, |row| format!("line {row}: "));
        fault(name, format!("{row}{}", error.message()))
    })?;
    if file.schema != SCHEMA {
        return Err(fault(&file.name, format!("has schema {}, and {SCHEMA} is known", file.schema)));
    }
    Ok(file)
}

/// A profile while lines are laid upon it.
struct Build {
    profile: Profile,
    sources: BTreeMap<String, SourceLine>,
    /// The file that is being laid.
    laying: String,
    /// The profile and those it stands on: a line for one of them is for it, unless it is the one below all.
    family: Vec<String>,
}

impl Build {
    fn new(name: &str) -> Result<Self, ProfileError> {
        let sources = toml::from_str(SOURCES).map_err(|error: toml::de::Error| ProfileError {
            profile: "sources".to_owned(),
            line: String::new(),
            cause: error.message().to_owned(),
        })?;
        let profile = Profile {
            name: name.to_owned(),
            province: None,
            steps: BTreeMap::new(),
            documents: BTreeMap::new(),
            limits: Vec::new(),
            signatures: BTreeMap::new(),
            challenge: ChallengeRule {
                actions: Action::DRAWN.to_vec(),
                count: Challenge::USUAL_ACTIONS,
                cited: Cited { source: String::new(), date: String::new() },
            },
            statement: StatementRule {
                template: Template::parse(statement::SAMPLE).map_err(|error| ProfileError {
                    profile: "sample".to_owned(),
                    line: String::new(),
                    cause: error.to_string(),
                })?,
                cited: Cited { source: String::new(), date: String::new() },
            },
            exports: BTreeMap::new(),
            deadlines: BTreeMap::new(),
            notes: BTreeMap::new(),
            names: Vec::new(),
        };
        Ok(Self { profile, sources, laying: name.to_owned(), family: vec![name.to_owned()] })
    }

    fn fault<T>(&self, line: &str, cause: impl Into<String>) -> Result<T, ProfileError> {
        Err(ProfileError { profile: self.laying.clone(), line: line.to_owned(), cause: cause.into() })
    }

    /// A province on top: it must change something.
    fn overlay(&mut self, file: &File) -> Result<(), ProfileError> {
        self.laying.clone_from(&file.name);
        let lines = [
            file.steps.len(),
            file.documents.len(),
            file.limits.len(),
            file.signatures.len(),
            file.exports.len(),
            file.deadlines.len(),
            file.notes.len(),
            file.names.len(),
            usize::from(file.challenge.is_some()),
            usize::from(file.statement.is_some()),
        ];
        if file.level != Level::Province || file.extends.is_some() {
            return self.fault("", "is no overlay of a province");
        }
        if lines.iter().sum::<usize>() == 0 {
            return self.fault("", "lays nothing over anything");
        }
        self.lay(file)
    }

    fn lay(&mut self, file: &File) -> Result<(), ProfileError> {
        self.laying.clone_from(&file.name);
        for (key, line) in &file.steps {
            let name = format!("steps.{key}");
            let cited = self.cited(&name, line.source.as_ref(), line.date.as_ref())?;
            let step = self.step(&name, key)?;
            let below = self.profile.steps.get(&step);
            let min_files = line.min_files.or(below.map(|rule| rule.min_files)).unwrap_or(1);
            let max_files = line.max_files.or(below.map(|rule| rule.max_files)).unwrap_or(min_files.max(1));
            if min_files == 0 || max_files < min_files || max_files > MOST_FILES {
                return self
                    .fault(&name, format!("takes {min_files} to {max_files} files, where 1 to {MOST_FILES} can be"));
            }
            if self.concerns(&name, &line.providers)? {
                self.profile.steps.insert(step, StepRule { asked: line.asked, min_files, max_files, cited });
            }
        }
        for (key, line) in &file.documents {
            let name = format!("documents.{key}");
            self.cited(&name, line.source.as_ref(), line.date.as_ref())?;
            let step = self.step(&name, key)?;
            let mut kinds = Vec::new();
            for word in &line.kinds {
                match DocumentKind::KNOWN.iter().find(|kind| kind.as_str() == word) {
                    Some(kind) => kinds.push(*kind),
                    // Kinds that this build cannot read yet are still named in the files.
                    None if KINDS_TO_COME.contains(&word.as_str()) => {}
                    None => return self.fault(&name, format!("names `{word}`, which is no kind of document")),
                }
            }
            if self.concerns(&name, &line.providers)? {
                self.profile.documents.insert(step, kinds);
            }
        }
        for (key, line) in &file.limits {
            self.lay_limit(key, line)?;
        }
        self.lay_challenge(file)?;
        self.lay_statement(file)?;
        for (key, line) in &file.signatures {
            let name = format!("signatures.{key}");
            let cited = self.cited(&name, line.source.as_ref(), line.date.as_ref())?;
            let step = self.step(&name, key)?;
            if self.concerns(&name, &line.providers)? {
                let rule = SignatureRule {
                    signer: line.signer,
                    regular_script: line.regular_script,
                    seal: line.seal,
                    fingerprint: line.fingerprint,
                    dated: line.dated,
                    cited,
                };
                self.profile.signatures.insert(step, rule);
            }
        }
        for (key, rule) in &file.exports {
            let name = format!("exports.{key}");
            self.cited(&name, Some(&rule.source), Some(&rule.date))?;
            if !matches!(key.as_str(), "image" | "video" | "icon") {
                self.step(&name, key)?;
            }
            let crossed =
                |least: Option<f64>, most: Option<f64>| least.zip(most).is_some_and(|(least, most)| least > most);
            let bytes = |bytes: Option<u64>| bytes.map(|bytes| bytes as f64);
            if crossed(bytes(rule.min_bytes), bytes(rule.max_bytes))
                || crossed(rule.min_side_px.map(f64::from), rule.max_side_px.map(f64::from))
                || crossed(rule.min_duration_s, rule.max_duration_s)
            {
                return self.fault(&name, "asks for more at least than at most");
            }
            if self.concerns(&name, &rule.providers)? {
                self.profile.exports.insert(key.clone(), rule.clone());
            }
        }
        for (key, line) in &file.deadlines {
            let name = format!("deadlines.{key}");
            let cited = self.cited(&name, line.source.as_ref(), line.date.as_ref())?;
            let step = self.step(&name, key)?;
            let hours = match line.unit.as_deref() {
                Some("hours") => line.value,
                Some("days") => line.value * 24.0,
                Some(other) => return self.fault(&name, format!("has the unit `{other}`, where hours or days can be")),
                None => return self.fault(&name, "has no unit"),
            };
            if !(1.0..=MOST_HOURS).contains(&hours) {
                return self.fault(&name, format!("gives {hours} hours, where 1 to {MOST_HOURS} can be"));
            }
            if self.concerns(&name, &line.providers)? {
                self.profile.deadlines.insert(step, Deadline { hours: hours as i64, cited });
            }
        }
        for list in &file.names {
            let name = format!("names.{}", list.id);
            self.cited(&name, Some(&list.source), Some(&list.date))?;
            if list.words.is_empty() {
                return self.fault(&name, "has no word");
            }
            if let Some(stranger) = list.provinces.iter().find(|province| province.parse::<Place>().is_err()) {
                return self.fault(&name, format!("is for `{stranger}`, which is no province"));
            }
            self.profile.names.retain(|below| below.id != list.id);
            self.profile.names.push(list.clone());
        }
        for (key, line) in &file.notes {
            let name = format!("notes.{key}");
            let cited = self.cited(&name, line.source.as_ref(), line.date.as_ref())?;
            if self.concerns(&name, &line.providers)? {
                self.profile.notes.insert(key.clone(), cited);
            }
        }
        Ok(())
    }

    fn lay_challenge(&mut self, file: &File) -> Result<(), ProfileError> {
        let Some(line) = &file.challenge else { return Ok(()) };
        let cited = self.cited("challenge", line.source.as_ref(), line.date.as_ref())?;
        let mut actions: Vec<Action> = Vec::new();
        for word in &line.actions {
            match word.parse() {
                Ok(action) if !actions.contains(&action) => actions.push(action),
                Ok(_) => return self.fault("challenge", format!("names `{word}` twice")),
                Err(_) => return self.fault("challenge", format!("names `{word}`, which is no action")),
            }
        }
        if !actions.iter().any(|action| Challenge::TURNS.contains(action)) {
            return self.fault("challenge", "has neither turn_left nor turn_right, without which a picture would pass");
        }
        let rule = ChallengeRule { actions, count: line.count, cited };
        if rule.count == 0 || Challenge::drawn_among(&rule.actions, 0, rule.count).actions.len() != rule.count {
            return self.fault("challenge", format!("asks {} of {} actions", rule.count, rule.actions.len()));
        }
        self.profile.challenge = rule;
        Ok(())
    }

    fn lay_statement(&mut self, file: &File) -> Result<(), ProfileError> {
        let Some(line) = &file.statement else { return Ok(()) };
        let cited = self.cited("statement", line.source.as_ref(), line.date.as_ref())?;
        let template = match (&line.name, &line.template) {
            (Some(name), None) => {
                let text = STATEMENTS.iter().find(|(own, _)| own == name).map(|(_, text)| *text);
                let Some(text) = text else {
                    return self.fault("statement.name", format!("is `{name}`, and there is no text of that name"));
                };
                Template::parse(text)
            }
            (None, Some(template)) => template.clone().checked(),
            _ => return self.fault("statement", "takes either a name or a template"),
        };
        let template = template.or_else(|error| self.fault("statement", error.to_string()))?;
        self.profile.statement = StatementRule { template, cited };
        Ok(())
    }

    fn lay_limit(&mut self, key: &str, line: &Limit) -> Result<(), ProfileError> {
        let name = format!("limits.{key}");
        let cited = self.cited(&name, line.source.as_ref(), line.date.as_ref())?;
        let Some(unit) = &line.unit else { return self.fault(&name, "has no unit") };
        if !UNITS.contains(&unit.as_str()) {
            return self.fault(&name, format!("has the unit `{unit}`, where one of {} can be", UNITS.join(", ")));
        }
        // The longest unit that the name ends in is its own: `_deg_per_s` is no `_s`.
        let own = UNITS.iter().filter(|unit| key.ends_with(&format!("_{unit}"))).max_by_key(|unit| unit.len());
        let own = own.or_else(|| ["months", "years"].iter().find(|unit| key.contains(**unit)));
        if own.is_some_and(|own| own != unit) {
            return self.fault(&name, format!("has the unit `{unit}`, and its name says another"));
        }
        if !StepLimits::default().set(key, line.value) {
            return self.fault(&name, "is no limit, or not a finite figure");
        }
        if self.concerns(&name, &line.providers)? {
            self.profile.limits.retain(|below| below.name != key);
            self.profile.limits.push(LimitLine { name: key.to_owned(), value: line.value, unit: unit.clone(), cited });
        }
        Ok(())
    }

    fn step(&self, name: &str, key: &str) -> Result<Step, ProfileError> {
        key.parse().or_else(|error| self.fault(name, format!("{error}")))
    }

    /// Whether the line is for the provider whose profile is made.
    fn concerns(&self, name: &str, providers: &[String]) -> Result<bool, ProfileError> {
        let known = |provider: &&String| !BUILT_IN.iter().any(|(own, _)| own == provider);
        if let Some(stranger) = providers.iter().find(known) {
            return self.fault(name, format!("is for `{stranger}`, and there is no such provider"));
        }
        let own = |provider: &String| *provider == self.profile.name;
        let inherited = |provider: &String| provider != COMMON && self.family.contains(provider);
        Ok(providers.is_empty() || providers.iter().any(|provider| own(provider) || inherited(provider)))
    }

    fn cited(&self, name: &str, source: Option<&String>, date: Option<&String>) -> Result<Cited, ProfileError> {
        let Some(source) = source.filter(|text| !text.is_empty()) else { return self.fault(name, "has no source") };
        let Some(date) = date else { return self.fault(name, "has no date") };
        let key = source.split([' ', ',']).next().unwrap_or_default();
        if !self.sources.contains_key(key) {
            return self.fault(name, format!("has the source `{key}`, which the list of sources does not have"));
        }
        let numbers: Vec<&str> = date.split('-').collect();
        let of = |at: usize, digits: usize| {
            numbers.get(at).is_none_or(|n| n.len() == digits && n.bytes().all(|b| b.is_ascii_digit()))
        };
        if numbers.len() > 3 || !of(0, 4) || !of(1, 2) || !of(2, 2) {
            return self.fault(name, "has a date that is not YYYY, YYYY-MM or YYYY-MM-DD");
        }
        Ok(Cited { source: source.clone(), date: date.clone() })
    }
}

/// Documents that the profiles name and this build does not read.
const KINDS_TO_COME: [&str; 2] = ["temporary_id_front", "household_register"];
