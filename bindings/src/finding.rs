//! Findings with their words.

use heyan::rules;
use heyan::rules::words::Words;

use crate::filing::Step;
use crate::mirror::{mirror, mirror_both};

mirror_both! {
    /// A language there are words for.
    Lang of rules::words::Lang {
        /// Simplified Chinese.
        Zh,
        /// English.
        En,
    }
}

mirror! {
    /// What a reviewer would say. A pre-check: the provider decides.
    Verdict of rules::Verdict {
        /// Usable as it is.
        Accept,
        /// Take it again, the cause can be cured.
        Retry,
        /// A new capture of the same thing will not help.
        Reject,
    }
}

mirror! {
    /// How much a finding weighs.
    Severity of rules::Severity {
        /// Good to know.
        Info,
        /// A reviewer may ask.
        Warning,
        /// A reviewer would refuse it.
        Error,
    }
}

/// A point in pixels of the upright picture.
#[derive(Debug, Clone, Copy, PartialEq, uniffi::Record)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

impl From<rules::Point> for Point {
    fn from(point: rules::Point) -> Self {
        Self { x: point.x, y: point.y }
    }
}

pub(crate) fn points(from: &[rules::Point]) -> Vec<Point> {
    from.iter().copied().map(Point::from).collect()
}

/// A figure behind a finding, by name with its unit (`width_px`).
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Figure {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: f64,
}

/// One named observation, in words.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Finding {
    /// The name others rely on, as `document.glare`.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What is seen, with the figure.
    pub message: String,
    /// What the person should do.
    pub advice: String,
    /// The field it is about, if one.
    pub field: Option<String>,
    /// The step of the filing it is about, if one.
    pub step: Option<Step>,
    /// Where, clockwise from the top left.
    pub region: Option<Vec<Point>>,
    /// When, ms into a recording.
    pub at_ms: Option<u64>,
    /// The figures that made it.
    pub figures: Vec<Figure>,
}

pub(crate) fn findings(from: &[rules::Finding], words: &Words) -> Vec<Finding> {
    from.iter().map(|finding| told(finding, words)).collect()
}

fn told(finding: &rules::Finding, words: &Words) -> Finding {
    let said = words.finding(finding);
    Finding {
        code: finding.code.as_str().to_owned(),
        severity: finding.severity.into(),
        message: said.message,
        advice: said.advice,
        field: finding.field.map(|field| field.as_str().to_owned()),
        step: finding.step.map(Step::from),
        region: finding.region.as_deref().map(points),
        at_ms: finding.at_ms,
        figures: finding
            .figures
            .iter()
            .map(|(name, value)| Figure { name: (*name).to_owned(), value: *value })
            .collect(),
    }
}
