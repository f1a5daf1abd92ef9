//! The person's and the system's word to a running submission.

use std::sync::Arc;

use tokio::sync::watch;

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// Go on.
    Run,
    /// Stop; it can be gone on with.
    Pause,
    /// Stop, and take away what lies at the server.
    Cancel,
}

/// A handle that can be copied to whoever may stop a submission. Works from any thread, and before it runs.
#[derive(Debug, Clone)]
pub struct Control {
    state: Arc<watch::Sender<(Want, u64)>>,
}

impl Default for Control {
    fn default() -> Self {
        Self { state: Arc::new(watch::Sender::new((Want::Run, 0))) }
    }
}

impl Control {
    /// Stops at once. What was confirmed stays confirmed.
    pub fn pause(&self) {
        self.state.send_if_modified(|(want, _)| {
            // Who has cancelled does not want a pause any more.
            let runs = *want == Want::Run;
            if runs {
                *want = Want::Pause;
            }
            runs
        });
    }

    /// Stops at once and for good.
    pub fn cancel(&self) {
        self.state.send_modify(|(want, _)| *want = Want::Cancel);
    }

    /// The device changed networks: whatever is under way is begun again on the new one.
    pub fn network_changed(&self) {
        self.state.send_modify(|(_, network)| *network += 1);
    }

    /// What is wanted now.
    pub fn wanted(&self) -> Want {
        self.state.borrow().0
    }

    pub(super) fn listen(&self) -> watch::Receiver<(Want, u64)> {
        self.state.subscribe()
    }
}
