//! The data of the guide, out of its files. A test holds that they parse and that every entry has a source and a date.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::names::Service;
use crate::filing::order::Reason;
use crate::filing::{Status, order};
use crate::finding::{Code, Severity};

/// Who files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A person.
    Individual,
    /// A firm, an authority, a society.
    Unit,
}

/// Where in a name a word is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// Anywhere.
    #[default]
    Any,
    /// At its beginning.
    Start,
    /// When it is the whole name.
    Whole,
}

/// How much a hit weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severe {
    /// A reviewer refuses it.
    Error,
    /// A reviewer may.
    Warning,
}

impl From<Severe> for Severity {
    fn from(severe: Severe) -> Self {
        match severe {
            Severe::Error => Self::Error,
            Severe::Warning => Self::Warning,
        }
    }
}

fn yes() -> bool {
    true
}

/// Words that are refused in names, and for whom.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameList {
    /// Its name.
    pub id: String,
    /// What is found when a word of it stands in a name.
    pub code: Code,
    /// The words.
    pub words: Vec<String>,
    /// Where they must stand.
    #[serde(default)]
    pub at: Where,
    /// Who files; anybody when there are none.
    #[serde(default)]
    pub subjects: Vec<Subject>,
    /// What is filed; anything when there are none.
    #[serde(default)]
    pub services: Vec<Service>,
    /// Where it is filed; anywhere when there are none.
    #[serde(default)]
    pub provinces: Vec<String>,
    /// Whether national units are meant too.
    #[serde(default = "yes")]
    pub national: bool,
    /// Phrases in which the characters are no such word.
    #[serde(default)]
    pub except: Vec<String>,
    /// The kind of approval with which they are taken.
    pub approval: Option<String>,
    /// Whether the whole list is known.
    #[serde(default = "yes")]
    pub complete: bool,
    /// How much a hit weighs.
    pub severity: Severe,
    /// Key of `profiles/sources.toml`, and the place in that source.
    pub source: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: String,
}

/// A rule that has no list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleLine {
    pub(crate) source: String,
    pub(crate) date: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovalLine {
    pub(crate) authority: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers of the file; that it is there is checked"))]
    pub(crate) source: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers of the file; that it is there is checked"))]
    pub(crate) date: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlacesLine {
    pub(crate) words: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers of the file; that it is there is checked"))]
    pub(crate) source: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers of the file; that it is there is checked"))]
    pub(crate) date: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamesFile {
    pub(crate) list: Vec<NameList>,
    pub(crate) approval: BTreeMap<String, ApprovalLine>,
    pub(crate) rule: BTreeMap<String, RuleLine>,
    pub(crate) places: PlacesLine,
}

/// When a rule of the interview is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum When {
    Yes,
    No,
    Below,
    Above,
    NotOneOf,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerRule {
    pub(crate) code: Code,
    pub(crate) when: When,
    #[serde(default)]
    pub(crate) value: Vec<f64>,
    #[serde(default)]
    pub(crate) subjects: Vec<Subject>,
    #[serde(default)]
    pub(crate) provinces: Vec<String>,
    pub(crate) severity: Severe,
    pub(crate) source: String,
    pub(crate) date: String,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// Yes or no.
    YesNo,
    /// A whole number.
    Number,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuestionLine {
    pub(crate) id: String,
    pub(crate) kind: AnswerKind,
    #[serde(default)]
    pub(crate) subjects: Vec<Subject>,
    #[serde(default)]
    pub(crate) services: Vec<Service>,
    #[serde(default)]
    pub(crate) rule: Vec<AnswerRule>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RestrictionsFile {
    pub(crate) question: Vec<QuestionLine>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopicLine {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    pub(crate) names: Vec<String>,
    #[serde(default)]
    pub(crate) codes: Vec<Code>,
    #[serde(default)]
    pub(crate) status: Vec<Status>,
    #[serde(default)]
    pub(crate) reasons: Vec<Reason>,
    pub(crate) source: String,
    pub(crate) date: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopicsFile {
    pub(crate) topic: Vec<TopicLine>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct YearLine {
    pub(crate) year: i16,
    pub(crate) free: Vec<jiff::civil::Date>,
    pub(crate) worked: Vec<jiff::civil::Date>,
    pub(crate) source: String,
    pub(crate) date: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HolidaysFile {
    pub(crate) year: Vec<YearLine>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusLine {
    pub(crate) who: super::orders::Who,
    pub(crate) least: Option<u32>,
    pub(crate) most: Option<u32>,
    pub(crate) source: String,
    pub(crate) date: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabelLine {
    pub(crate) provider: String,
    pub(crate) status: Status,
    pub(crate) names: Vec<String>,
    pub(crate) source: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers of the file; that it is there is checked"))]
    pub(crate) date: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReplyLine {
    pub(crate) provider: String,
    pub(crate) codes: Vec<String>,
    pub(crate) reason: order::Reason,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers of the file; that it is there is checked"))]
    pub(crate) source: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers of the file; that it is there is checked"))]
    pub(crate) date: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeadlineLine {
    pub(crate) id: String,
    pub(crate) status: Vec<Status>,
    pub(crate) hours: i64,
    pub(crate) remind_before_hours: i64,
    pub(crate) source: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers of the file; that it is there is checked"))]
    pub(crate) date: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrdersFile {
    pub(crate) status: BTreeMap<Status, StatusLine>,
    pub(crate) label: Vec<LabelLine>,
    pub(crate) reply: Vec<ReplyLine>,
    pub(crate) deadline: Vec<DeadlineLine>,
}

macro_rules! files {
    ($($name:ident, $text:ident: $type:ty = $file:literal;)*) => {
        $(
            pub(crate) const $text: &str = include_str!(concat!("../../data/guide/", $file));
            pub(crate) static $name: LazyLock<$type> = LazyLock::new(|| parsed($text).unwrap_or_default());
        )*
    };
}

files! {
    NAMES, NAMES_TEXT: NamesFile = "names.toml";
    RESTRICTIONS, RESTRICTIONS_TEXT: RestrictionsFile = "restrictions.toml";
    TOPICS, TOPICS_TEXT: TopicsFile = "topics.toml";
    HOLIDAYS, HOLIDAYS_TEXT: HolidaysFile = "holidays.toml";
    ORDERS, ORDERS_TEXT: OrdersFile = "orders.toml";
}

/// The data in `text`.
pub(crate) fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| error.to_string())
}
