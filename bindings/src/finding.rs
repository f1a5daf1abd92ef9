//! Findings with their words.

use heyan::rules;
pub(crate) use heyan_app::said::findings;
use heyan_app::said::{FigureSaid, FindingSaid};

use crate::filing::Step;
use crate::mirror::mirror;

mirror! {
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
pub type Point = rules::Point;

/// A point in pixels of the upright picture.
#[uniffi::remote(Record)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

pub(crate) fn points(from: &[rules::Point]) -> Vec<Point> {
    from.to_vec()
}

/// A figure behind a finding, by name with its unit (`width_px`).
pub type Figure = FigureSaid;

/// A figure behind a finding, by name with its unit (`width_px`).
#[uniffi::remote(Record)]
pub struct Figure {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: f64,
}

/// One named observation, in words.
pub type Finding = FindingSaid;

/// One named observation, in words.
#[uniffi::remote(Record)]
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
