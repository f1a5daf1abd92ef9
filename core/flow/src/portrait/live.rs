//! Frames of a camera, one hint at a time.

use heyan_rules::portrait::{PortraitHint, hint, judge_glance};
use heyan_rules::{Finding, Verdict};
use heyan_vision::frame::Frame;
use heyan_vision::person::glance;

use super::{PortraitError, PortraitReport, PortraitSession};

/// Time between two whole checks, ms: six a second, more often than anyone can follow a hint.
pub const EVERY_MS: u64 = 160;

/// What to tell the person before the camera.
#[derive(Debug, Clone, PartialEq)]
pub struct PortraitLive {
    /// The one thing to mend first, or that all is well.
    pub hint: PortraitHint,
    /// Whether this very frame was checked as a whole and would be accepted: the shutter may fall by itself.
    pub ready: bool,
    /// Whether this frame was checked as a whole.
    pub whole: bool,
}

/// What the last whole check found.
#[derive(Debug, Default)]
pub struct Watch {
    checked_ms: Option<u64>,
    findings: Vec<Finding>,
}

impl Watch {
    pub(super) fn step(
        &mut self,
        session: &mut PortraitSession,
        frame: &Frame<'_>,
    ) -> Result<PortraitLive, PortraitError> {
        let now = frame.at_ms();
        // A clock that went back is no reason to wait.
        let due = self.checked_ms.is_none_or(|then| now < then || now - then >= EVERY_MS);
        if due {
            let report: PortraitReport = session.judge_frame(frame)?;
            self.checked_ms = Some(now);
            self.findings = report.findings;
            let ready = report.verdict == Verdict::Accept;
            return Ok(PortraitLive { hint: hint(&self.findings), ready, whole: true });
        }
        let seen = glance(&mut session.models, frame)?;
        let findings = judge_glance(seen.as_ref(), &self.findings, &session.limits);
        Ok(PortraitLive { hint: hint(&findings), ready: false, whole: false })
    }
}
