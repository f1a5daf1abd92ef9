//! What a measurement means: fields, checks, findings, verdicts and the words for them.
//!
//! Everything here is pure. Perception hands in plain numbers and text lines, the shell hands in the
//! date, and the same input always gives the same verdict.

pub mod document;
pub mod filing;
pub mod finding;
pub mod geometry;
pub mod guide;
pub mod letter;
pub mod liveness;
pub mod matching;
pub mod portrait;
pub mod sensitive;
pub mod statement;
pub mod statistics;
pub mod verdict;
pub mod words;

pub use finding::{Code, Finding, Severity};
pub use geometry::{Point, Polygon};
pub use jiff::civil::Date;
pub use sensitive::Sensitive;
pub use verdict::Verdict;
