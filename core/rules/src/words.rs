//! Every sentence a person sees, in Simplified Chinese and English, keyed by finding code.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::document::guide::CardHint;
use crate::document::judge::capture::{EMBLEM_HIDDEN, PORTRAIT_HIDDEN, PRINT_CONTRAST};
use crate::document::{DocumentKind, FieldKey};
use crate::filing::{IdentityDocument, PersonKind, UnitKind};
use crate::finding::{Code, Finding, Severity};
use crate::verdict::Verdict;

/// A language there are words for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language of a locale such as `zh_CN.UTF-8`; English when it is another one.
    pub fn of_locale(locale: &str) -> Self {
        let end = locale.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(locale.len());
        let language = locale.get(..end).unwrap_or_default();
        if language.eq_ignore_ascii_case("zh") { Self::Zh } else { Self::En }
    }
}

/// What is said of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What is seen, with the figure.
    pub message: String,
    /// What the person should do.
    pub advice: String,
}

type Bundle = FluentBundle<FluentResource>;

/// The words of one language. Parsed once in a process, so making one costs nothing.
#[derive(Clone, Copy)]
pub struct Words {
    lang: Lang,
    bundle: &'static Bundle,
}

static ZH: OnceLock<Bundle> = OnceLock::new();
static EN: OnceLock<Bundle> = OnceLock::new();

fn bundle(language: &str, sources: [&str; 2]) -> Bundle {
    let language: LanguageIdentifier = language.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Isolation marks are for mixed writing directions; terminals show them as boxes.
    bundle.set_use_isolating(false);
    for source in sources {
        // Entries that do not parse are left out; a test holds that there are none.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(parsed, _)| parsed);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

impl Words {
    /// The words of `lang`.
    pub fn new(lang: Lang) -> Self {
        let bundle = match lang {
            Lang::Zh => ZH.get_or_init(|| {
                bundle("zh-CN", [include_str!("../words/zh.ftl"), include_str!("../words/guide/zh.ftl")])
            }),
            Lang::En => EN
                .get_or_init(|| bundle("en", [include_str!("../words/en.ftl"), include_str!("../words/guide/en.ftl")])),
        };
        Self { lang, bundle }
    }

    /// The language of these words.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// What to say of `finding`.
    pub fn finding(&self, finding: &Finding) -> Said {
        let key = key_of(finding);
        let mut args = FluentArgs::new();
        // What could not be measured is no number to show: the sentence without figures is said.
        for (name, value) in finding.figures.iter().filter(|(_, value)| value.is_finite()) {
            args.set(*name, figure(self.lang, name, *value));
        }
        if let Some(days) = figure_of(finding, DAYS_OVER) {
            args.set("years_over", FluentValue::from((days / DAYS_A_YEAR).floor()));
        }
        if let Some(name) = finding.near {
            args.set("near", name);
        }
        if let Some(kind) = finding.kind {
            args.set("kind", self.kind(kind));
        }
        let place = self.lookup(&place_of(finding));
        args.set("place_start", start_of_sentence(&place));
        args.set("place", place);
        self.set_liveness_args(finding, &mut args);
        self.set_portrait_args(finding, &mut args);
        self.set_filing_args(finding, &mut args);
        self.set_guide_args(finding, &mut args);
        let say = |with_figures: Option<&str>, bare: &str| {
            self.format(&key, with_figures, &args).or_else(|| self.format(&key, Some(bare), &args)).unwrap_or_default()
        };
        Said { message: say(None, "bare"), advice: say(Some("advice"), "advice_bare") }
    }

    /// A verdict in words.
    pub fn verdict(&self, verdict: Verdict) -> String {
        self.lookup(&format!("verdict-{}", verdict.as_str()))
    }

    /// The name of a field, as a heading.
    pub fn field(&self, field: FieldKey) -> String {
        self.lookup(&format!("field-{}", dashed(field.as_str())))
    }

    /// What a sort of person is called.
    pub fn person(&self, person: PersonKind) -> String {
        self.lookup(&format!("person-{}", dashed(person.as_str())))
    }

    /// What a document that proves who somebody is is called.
    pub fn identity(&self, document: IdentityDocument) -> String {
        self.lookup(&format!("identity-{}", dashed(document.as_str())))
    }

    /// What a sort of unit is called.
    pub fn unit(&self, unit: UnitKind) -> String {
        self.lookup(&format!("unit-{}", dashed(unit.as_str())))
    }

    /// The name of a kind of document.
    pub fn kind(&self, kind: DocumentKind) -> String {
        self.lookup(&format!("kind-{}", dashed(kind.as_str())))
    }

    /// What a severity means to the person.
    pub fn severity(&self, severity: Severity) -> String {
        self.lookup(match severity {
            Severity::Error => "severity-error",
            Severity::Warning => "severity-warning",
            Severity::Info => "severity-info",
        })
    }

    /// What to tell the person while the camera looks for a card.
    pub fn card_hint(&self, hint: CardHint) -> String {
        self.lookup(&format!("card-hint-{}", dashed(hint.as_str())))
    }

    /// A heading or note of a report, `title` for `ui-title`; empty when there is none of that name.
    pub fn ui(&self, key: &str) -> String {
        self.lookup(&format!("ui-{}", dashed(key)))
    }

    /// What the matter is and what to do, for a `problem` of a program and not of what it judges: `models`, `camera`, `fault`.
    pub fn problem(&self, problem: &str) -> Said {
        let key = format!("problem-{}", dashed(problem));
        let part = |name| self.format(&key, name, &FluentArgs::new()).unwrap_or_default();
        Said { message: part(None), advice: part(Some("advice")) }
    }

    /// Why a permission is asked for: `camera`, `microphone`.
    pub fn why(&self, permission: &str) -> String {
        self.lookup(&format!("why-{}", dashed(permission)))
    }

    /// A heading, button or note of a page in a browser, with what it names: `new_case` for `web-new-case` where a page says it in its
    /// own way, else for `label-new-case`, as every screen says it. Empty when there is none of that name.
    pub fn web(&self, key: &str, named: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        named.iter().for_each(|(name, value)| args.set(*name, *value));
        let key = dashed(key);
        let own = self.format(&format!("web-{key}"), None, &args);
        own.or_else(|| self.format(&format!("label-{key}"), None, &args)).unwrap_or_default()
    }

    fn lookup(&self, key: &str) -> String {
        self.format(key, None, &FluentArgs::new()).unwrap_or_default()
    }

    /// The pattern `key`, or its attribute; `None` when it is missing or a figure for it is.
    fn format(&self, key: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

fn dashed(name: &str) -> String {
    name.replace(['.', '_'], "-")
}

/// Figure that tells how long ago a card expired.
const DAYS_OVER: &str = "days_over";
const DAYS_A_YEAR: f64 = 365.25;

fn figure_of(finding: &Finding, name: &str) -> Option<f64> {
    finding.figures.iter().find(|(n, value)| *n == name && value.is_finite()).map(|(_, value)| *value)
}

/// The key of the words for `finding`: its code, and what makes the sentence another one.
fn key_of(finding: &Finding) -> Cow<'static, str> {
    let has = |name: &str| finding.figures.iter().any(|(n, _)| *n == name);
    let least = |name, limit| figure_of(finding, name).zip(figure_of(finding, limit)).is_some_and(|(v, l)| v >= l);
    let warning = finding.severity != Severity::Error;
    let variant = match finding.code {
        Code::DocumentGlare | Code::DocumentCovered if warning && hits(finding).is_some() => "-touching",
        Code::DocumentGlare | Code::DocumentCovered if warning => "-margin",
        Code::DocumentHolderUnderAge if warning => "-minor",
        Code::DocumentWatermark if warning => "-beside",
        Code::DocumentWatermark if has("unread") => "-over",
        Code::DocumentScreenshot if warning => "-info",
        Code::DocumentFieldUnreadable if has("confidence_ratio") => "-unsure",
        Code::DocumentCharacterUnsure if has("unlikeness") => "-print",
        Code::DocumentCharacterUnsure if has("character") && !has("confidence_ratio") => "-seldom",
        Code::DocumentSkewed if has("turned_deg") && !has("tilt_deg") => "-turned",
        Code::DocumentTermMismatch if has("age_at_issue_years") => "-age",
        // Pixels enough, but an accessory in the frame.
        Code::DocumentTooSmall if figure_of(finding, "width_ratio").is_some() && least("width_px", "min_width_px") => {
            "-far"
        }
        Code::DocumentTooSmall if has("line_height_px") => "-paper",
        Code::DocumentBlurred if has("blur_ratio") => "-paper",
        Code::DocumentCutOff if has("cut_lines") => "-paper",
        Code::DocumentGrayscaleCopy if has("colour_chroma") => "-paper",
        Code::DocumentCharacterUnsure if finding.field.is_some_and(|field| field != FieldKey::Name) => "-words",
        Code::DocumentOverexposed if has(PRINT_CONTRAST) => "-washed",
        Code::DocumentExpired if figure_of(finding, DAYS_OVER).is_some_and(|days| days >= DAYS_A_YEAR) => "-years",
        Code::CaseFaceUnsure if has("yaw_deg") => "-aside",
        Code::CaseFaceUnsure if has("min_live_eyes_px") => "-far",
        Code::CaseFaceUnsure if has("min_printed_eyes_px") => "-print",
        Code::CaseFaceMismatch if has("between_pictures") => "-pictures",
        Code::CaseFaceNotCompared if figure_of(finding, "printed_faces") == Some(0.0) => "-card",
        Code::CaseFaceNotCompared if figure_of(finding, "live_faces") == Some(0.0) => "-live",
        code if code.as_str().starts_with("filing.") => filing::variant(finding),
        _ if liveness::is_mixed(finding) => return Cow::Borrowed("liveness-mixed"),
        code if code.as_str().starts_with("portrait.") => portrait::variant(finding),
        code if code.as_str().starts_with("statement.") => statement::variant(finding),
        _ => liveness::variant(finding),
    };
    Cow::Owned(dashed(finding.code.as_str()) + variant)
}

/// The field or picture that `finding` is about.
fn hits(finding: &Finding) -> Option<String> {
    let has = |name: &str| finding.figures.iter().any(|(n, _)| *n == name);
    match finding.field {
        Some(field) => Some(format!("place-{}", dashed(field.as_str()))),
        None if has(PORTRAIT_HIDDEN) => Some("place-portrait".to_owned()),
        None if has(EMBLEM_HIDDEN) => Some("place-emblem".to_owned()),
        None => None,
    }
}

fn place_of(finding: &Finding) -> String {
    hits(finding).unwrap_or_else(|| match finding.code {
        // Neither field nor picture: a title.
        Code::DocumentGlare | Code::DocumentCovered => "place-print".to_owned(),
        _ => "place-card".to_owned(),
    })
}

fn start_of_sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A figure as people read it, by the unit at the end of its name.
fn figure(lang: Lang, name: &str, value: f64) -> FluentValue<'static> {
    let text = if name.ends_with("_ratio") {
        let percent = value * 100.0;
        let number = if percent.abs() < 9.95 { trimmed(percent, 1) } else { format!("{percent:.0}") };
        // Below a tenth of a per cent the figure would read 0.
        let number = if number == "0" && value > 0.0 { "<0.1".to_owned() } else { number };
        match lang {
            Lang::Zh => format!("{number}%"),
            Lang::En => format!("{number} %"),
        }
    } else if name.ends_with("_mm") || name.ends_with("_distance") {
        trimmed(value, 2)
    } else if name == "syllables_per_s" {
        format!("{value:.1}")
    } else if name.ends_with("_per_s") || name.ends_with("_lufs") {
        format!("{value:.0}")
    } else if ["_db", "_mb", "_mib", "_spread", "_s", "_times"].iter().any(|unit| name.ends_with(unit)) {
        trimmed(value, 1)
    } else if ["_px", "_deg", "_lightness", "_chroma"].iter().any(|unit| name.ends_with(unit)) {
        format!("{value:.0}")
    } else {
        // Counts of things, days, months, years choose the plural.
        return FluentValue::from(value.round());
    };
    FluentValue::from(text)
}

/// `value` with at most `digits` decimals.
fn trimmed(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

mod filing;
mod guide;
mod labels;
mod liveness;
mod portrait;
mod statement;

pub use filing::StatusSaid;
pub use guide::TopicSaid;
pub use labels::Label;

#[cfg(test)]
mod tests;
