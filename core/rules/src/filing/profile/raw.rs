//! The form of the files.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::filing::export::ExportRule;
use crate::guide::NameList;
use crate::statement::Template;

/// When a step is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// Of everybody.
    Always,
    /// Of units.
    Unit,
    /// When the responsible person is not the legal representative.
    NotLegalRepresentative,
    /// When a reviewer asks for it, or the person's case needs it.
    OnRequest,
    /// Not at all: takes back what the profile below asks.
    Never,
}

impl Asked {
    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Unit => "unit",
            Self::NotLegalRepresentative => "not_legal_representative",
            Self::OnRequest => "on_request",
            Self::Never => "never",
        }
    }
}

/// Who signs a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// 互联网信息服务负责人.
    ResponsiblePerson,
    /// 法定代表人.
    LegalRepresentative,
    /// 备案主体: the person, or the unit's legal representative.
    Subject,
}

impl Signer {
    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ResponsiblePerson => "responsible_person",
            Self::LegalRepresentative => "legal_representative",
            Self::Subject => "subject",
        }
    }
}

/// What of seals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seal {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// A personal seal does not stand for a signature.
    PersonalRefused,
    /// A personal seal may stand for it.
    PersonalTaken,
    /// A unit's own seal must stand beside it (鲜章).
    UnitRequired,
}

impl Seal {
    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unsaid => "unsaid",
            Self::PersonalRefused => "personal_refused",
            Self::PersonalTaken => "personal_taken",
            Self::UnitRequired => "unit_required",
        }
    }
}

/// A file of `profiles/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// 1.
    pub(super) schema: u32,
    /// Name of the provider, or of the province.
    pub(super) name: String,
    /// The profile below it.
    pub(super) extends: Option<String>,
    /// `provider` or `province`.
    pub(super) level: Level,
    #[serde(default)]
    pub(super) steps: BTreeMap<String, StepLine>,
    #[serde(default)]
    pub(super) documents: BTreeMap<String, DocumentLine>,
    #[serde(default)]
    pub(super) limits: BTreeMap<String, Limit>,
    #[serde(default)]
    pub(super) signatures: BTreeMap<String, SignatureLine>,
    pub(super) challenge: Option<ChallengeLine>,
    pub(super) statement: Option<StatementLine>,
    #[serde(default)]
    pub(super) exports: BTreeMap<String, ExportRule>,
    #[serde(default)]
    pub(super) deadlines: BTreeMap<String, Limit>,
    #[serde(default)]
    pub(super) notes: BTreeMap<String, NoteLine>,
    /// Words that the provider refuses in names, beside those that all do.
    #[serde(default)]
    pub(super) names: Vec<NameList>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Level {
    Provider,
    Province,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepLine {
    pub(super) asked: Asked,
    pub(super) min_files: Option<usize>,
    pub(super) max_files: Option<usize>,
    pub(super) source: Option<String>,
    pub(super) date: Option<String>,
    #[serde(default)]
    pub(super) providers: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentLine {
    pub(super) kinds: Vec<String>,
    pub(super) source: Option<String>,
    pub(super) date: Option<String>,
    #[serde(default)]
    pub(super) providers: Vec<String>,
}

/// A figure with its unit. What is missing is named by hand, which the parser would not do.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limit {
    pub(super) value: f64,
    pub(super) unit: Option<String>,
    pub(super) source: Option<String>,
    pub(super) date: Option<String>,
    #[serde(default)]
    pub(super) providers: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignatureLine {
    pub(super) signer: Signer,
    #[serde(default)]
    pub(super) regular_script: bool,
    #[serde(default)]
    pub(super) seal: Seal,
    #[serde(default)]
    pub(super) fingerprint: bool,
    #[serde(default)]
    pub(super) dated: bool,
    pub(super) source: Option<String>,
    pub(super) date: Option<String>,
    #[serde(default)]
    pub(super) providers: Vec<String>,
}

/// The actions of the face check.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChallengeLine {
    pub(super) actions: Vec<String>,
    pub(super) count: usize,
    pub(super) source: Option<String>,
    pub(super) date: Option<String>,
}

/// The text that is read: one of those that Heyan ships, by its name, or the whole.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatementLine {
    pub(super) name: Option<String>,
    pub(super) template: Option<Template>,
    pub(super) source: Option<String>,
    pub(super) date: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteLine {
    pub(super) source: Option<String>,
    pub(super) date: Option<String>,
    #[serde(default)]
    pub(super) providers: Vec<String>,
}

/// `profiles/sources.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceLine {
    /// Where it stands or stood.
    #[expect(dead_code, reason = "for readers of the file; that it is there is checked")]
    pub(super) at: String,
    /// `own`: the provider's or authority's own page; `condensed`: condensed from it; `third`: somebody else's.
    #[expect(dead_code, reason = "for readers of the file; that it is there is checked")]
    pub(super) kind: SourceKind,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SourceKind {
    Own,
    Condensed,
    Third,
    Inference,
}
