//! The text to be read: data of a profile, with blanks for the person's own words.

use serde::Deserialize;

use super::limits::StatementLimits;
use super::reading::Reading;
use super::recording::RecordingRules;

/// Longest text that is taken, characters: ten minutes at a slow reading of 3 a second, and then some.
pub const MAX_CHARACTERS: usize = 4000;
/// Digits of a freshness code, at most.
const MAX_CODE_DIGITS: usize = 12;

/// The sample that Heyan ships. The official text is issued by province and provider and must be put in its place.
pub const SAMPLE: &str = include_str!("../../profiles/statement-sample.toml");

/// What is to be read, what the recording must be, and where the figures differ from the usual ones; the format of
/// `core/rules/profiles/statement-*.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Version of the format; 1.
    pub version: u32,
    /// Name of the profile.
    pub id: String,
    /// Edition of the text, as its issuer counts.
    pub edition: String,
    /// Whether it is a sample and not what an authority issued.
    #[serde(default)]
    pub sample: bool,
    /// Where the text comes from.
    pub source: String,
    /// The text; `{name}` stands for a field.
    pub text: String,
    /// Names of the fields in the text, beside `code`.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Digits of the random code that `{code}` stands for; 0 without one.
    #[serde(default)]
    pub code_digits: usize,
    /// What the file must be.
    #[serde(default)]
    pub recording: RecordingRules,
    /// Figures that differ from the usual ones.
    #[serde(default)]
    pub limits: StatementLimits,
}

/// Why a text cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScriptError {
    /// No profile of this format; what the parser says.
    Format(String),
    /// A later format.
    Version(u32),
    /// A blank without a value.
    Missing(String),
    /// A value for a blank that the text does not have.
    Unknown(String),
    /// Nothing in it is read aloud.
    Empty,
    /// More than [`MAX_CHARACTERS`]; how many.
    TooLong(usize),
}

impl std::fmt::Display for ScriptError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Format(cause) => write!(f, "is no statement profile: {cause}"),
            Self::Version(version) => write!(f, "has format version {version}, and 1 is known"),
            Self::Missing(name) => write!(f, "needs a value for `{name}`"),
            Self::Unknown(name) => write!(f, "has no field `{name}`"),
            Self::Empty => write!(f, "holds nothing to read aloud"),
            Self::TooLong(count) => write!(f, "has {count} characters, and at most {MAX_CHARACTERS} are taken"),
        }
    }
}

impl std::error::Error for ScriptError {}

impl Template {
    /// Parses a profile.
    pub fn parse(source: &str) -> Result<Self, ScriptError> {
        let template: Self = toml::from_str(source).map_err(|e| ScriptError::Format(e.message().to_owned()))?;
        template.checked()
    }

    /// The profile itself, when its figures can be.
    ///
    /// # Errors
    /// When its version is another or its code too long.
    pub fn checked(self) -> Result<Self, ScriptError> {
        match self.version {
            1 if self.code_digits <= MAX_CODE_DIGITS => Ok(self),
            1 => Err(ScriptError::Format(format!("code_digits is at most {MAX_CODE_DIGITS}"))),
            other => Err(ScriptError::Version(other)),
        }
    }

    /// The text with `values` in its blanks.
    ///
    /// # Errors
    /// When a blank has no value, a value no blank, or nothing is left to read.
    pub fn fill(&self, values: &[(&str, &str)]) -> Result<Script, ScriptError> {
        let code = (self.code_digits > 0).then_some("code");
        let known = |name: &str| self.fields.iter().any(|f| f == name) || code == Some(name);
        if let Some((name, _)) = values.iter().find(|(name, _)| !known(name)) {
            return Err(ScriptError::Unknown((*name).to_owned()));
        }
        let mut text = self.text.clone();
        for name in self.fields.iter().map(String::as_str).chain(code) {
            let blank = format!("{{{name}}}");
            if !text.contains(&blank) {
                continue;
            }
            let value =
                values.iter().find(|(n, _)| *n == name).map(|(_, value)| value.trim()).filter(|v| !v.is_empty());
            let value = value.ok_or_else(|| ScriptError::Missing(name.to_owned()))?;
            text = text.replace(&blank, value);
        }
        let mut script = Script::of_text(&text)?;
        script.recording = self.recording.clone();
        script.limits = self.limits.clone();
        script.sample = self.sample;
        Ok(script)
    }
}

/// A text that is ready to be read, with what its profile asks of the recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// The text and how it is read.
    pub reading: Reading,
    /// What the file must be.
    pub recording: RecordingRules,
    /// By which figures it is judged.
    pub limits: StatementLimits,
    /// Whether it is the sample text.
    pub sample: bool,
}

impl Script {
    /// A plain text, judged by the usual figures.
    ///
    /// # Errors
    /// When it holds nothing to read, or too much.
    pub fn of_text(text: &str) -> Result<Self, ScriptError> {
        let text = text.trim_start_matches('\u{feff}').trim();
        let count = text.chars().count();
        if count > MAX_CHARACTERS {
            return Err(ScriptError::TooLong(count));
        }
        let reading = Reading::of(text);
        if reading.syllables() == 0 {
            return Err(ScriptError::Empty);
        }
        Ok(Self { reading, recording: RecordingRules::default(), limits: StatementLimits::default(), sample: false })
    }
}

/// A code of `digits` digits out of `random`, for `{code}`: it shows that the recording was made for this text. Any source
/// of chance will do, as long as nobody can guess it.
pub fn code(random: u64, digits: usize) -> String {
    let digits = digits.min(MAX_CODE_DIGITS);
    let mut rest = random;
    (0..digits)
        .map(|_| {
            let digit = (rest % 10) as u8;
            rest /= 10;
            char::from(b'0' + digit)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use super::*;

    const VALUES: [(&str, &str); 4] =
        [("responsible_name", "王小明"), ("domain", "example.cn"), ("date", "2026年11月24日"), ("code", "4812")];

    #[test]
    fn the_sample_says_that_it_is_one_and_has_its_blanks() {
        let sample = Template::parse(SAMPLE).unwrap();
        assert!(sample.sample);
        assert!(sample.text.contains("{responsible_name}") && sample.text.contains("{code}"));
        let script = sample.fill(&VALUES).unwrap();
        let text: String = script.reading.text().iter().collect();
        assert!(text.contains("王小明") && text.contains("4812") && !text.contains('{'), "{text}");
        assert!(script.reading.syllables() > 100 && script.sample);
    }

    #[test]
    fn blanks_without_values_and_values_without_blanks_are_refused() {
        let sample = Template::parse(SAMPLE).unwrap();
        assert_eq!(sample.fill(&VALUES[1..]), Err(ScriptError::Missing("responsible_name".to_owned())));
        let [name, domain, date, code] = VALUES;
        assert_eq!(
            sample.fill(&[name, domain, date, code, ("colour", "red")]),
            Err(ScriptError::Unknown("colour".to_owned()))
        );
        assert_eq!(sample.fill(&[name, domain, ("date", " "), code]), Err(ScriptError::Missing("date".to_owned())));
    }

    #[test]
    fn what_is_no_profile_or_no_text_is_refused() {
        assert!(matches!(Template::parse("nonsense"), Err(ScriptError::Format(_))));
        let later = SAMPLE.replace("version = 1", "version = 2");
        assert_eq!(Template::parse(&later), Err(ScriptError::Version(2)));
        assert_eq!(Script::of_text(" ，。 "), Err(ScriptError::Empty));
        assert_eq!(Script::of_text(&"字".repeat(4001)), Err(ScriptError::TooLong(4001)));
    }

    #[test]
    fn a_code_has_its_digits() {
        assert_eq!(code(98_765, 4), "5678");
        assert_eq!(code(7, 4), "7000");
        assert_eq!(code(u64::MAX, 99).len(), 12);
    }
}
