//! What is to be said of a case as it stands.

use super::profile::Profile;
use super::step::{Standing, Step};
use crate::finding::{Code, Finding, Severity};

impl Profile {
    /// What is to be said of `step`, which stands so since `age_hours`; `asked` when the profile asks it of this case.
    pub fn judge_standing(&self, step: Step, standing: Standing, asked: bool, age_hours: i64) -> Option<Finding> {
        let finding = match standing {
            Standing::Done => return None,
            Standing::Missing => Finding::error(Code::FilingStepMissing),
            // A reviewer decides; whoever forced it knows.
            Standing::Forced => Finding::warning(Code::FilingStepForced),
            Standing::Stale => {
                let valid = self.deadlines.get(&step).map_or(0, |deadline| deadline.hours);
                // What is not asked may be left out.
                let severity = if asked { Severity::Error } else { Severity::Warning };
                let finding = Finding::new(Code::FilingStepStale, severity);
                finding.figure("age_hours", age_hours as f64).figure("valid_hours", valid as f64)
            }
        };
        Some(finding.step(step))
    }
}

/// The material of `step` is not as it was stored; `code` says how.
pub fn damaged(step: Step, code: Code) -> Finding {
    Finding::error(code).step(step)
}

/// Nobody outside the case's folder remembers how far it has come.
pub fn unwitnessed() -> Finding {
    Finding::warning(Code::CaseUnwitnessed)
}

/// Nothing can judge the files of `step`: that is no pass.
pub fn not_judged(step: Step) -> Finding {
    Finding::error(Code::FilingNotJudged).step(step)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use super::*;

    #[test]
    fn what_is_asked_and_stale_is_an_error_and_what_is_done_is_nothing() {
        let wechat = Profile::named("wechat", None).unwrap();
        let of = |standing, asked| wechat.judge_standing(Step::Liveness, standing, asked, 80);
        assert_eq!(of(Standing::Done, true), None);
        let stale = of(Standing::Stale, true).unwrap();
        assert_eq!((stale.severity, stale.step), (Severity::Error, Some(Step::Liveness)));
        assert_eq!(stale.figures, [("age_hours", 80.0), ("valid_hours", 72.0)]);
        assert_eq!(of(Standing::Stale, false).unwrap().severity, Severity::Warning);
        assert_eq!(of(Standing::Missing, true).unwrap().severity, Severity::Error);
        assert_eq!(of(Standing::Forced, true).unwrap().severity, Severity::Warning);
    }
}
