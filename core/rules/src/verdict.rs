//! What all findings together come to.

use serde::{Deserialize, Serialize};

use crate::finding::{Cure, Finding, Severity};

/// What a reviewer would say. A pre-check: the provider decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Usable as it is.
    Accept,
    /// Take it again, the cause can be cured.
    Retry,
    /// A new capture of the same thing will not help.
    Reject,
}

impl Verdict {
    /// The verdict on `findings`: errors that no new capture cures reject, but only when no other
    /// error puts the reading itself in doubt.
    pub fn of(findings: &[Finding]) -> Self {
        let mut errors = findings.iter().filter(|f| f.severity == Severity::Error).peekable();
        if errors.peek().is_none() {
            Self::Accept
        } else if errors.all(|f| f.cure == Cure::None) {
            Self::Reject
        } else {
            Self::Retry
        }
    }

    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Retry => "retry",
            Self::Reject => "reject",
        }
    }
}
