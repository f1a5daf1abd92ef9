//! How a run ended.

use std::process::ExitCode;

use heyan::rules::Verdict;

/// How a run ended: the exit codes of the contract, gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Every verdict is accept.
    Accepted = 0,
    /// Some verdict is retry or reject.
    Refused = 1,
    /// Usage, or something that cannot be read or written.
    Failed = 2,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}

impl From<Verdict> for Outcome {
    fn from(verdict: Verdict) -> Self {
        if verdict == Verdict::Accept { Self::Accepted } else { Self::Refused }
    }
}
