//! An open case of the device.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use heyan::case::Intake;
use heyan::rules::Code;
use heyan::rules::filing::Step;
use heyan::vault::Case as Core;

use super::Device;
use super::files::Files;
use super::guard::held;
use crate::problem::Problem;

/// An open case. Other programs wait until it is dropped.
pub(super) struct Open {
    pub(super) device: Arc<Device>,
    pub(super) files: Arc<dyn Files>,
    pub(super) name: String,
    pub(super) folder: PathBuf,
    pub(super) core: Mutex<Core>,
    sending: AtomicBool,
}

impl Open {
    pub(super) fn new(device: Arc<Device>, files: Arc<dyn Files>, name: String, folder: PathBuf, core: Core) -> Self {
        Self { device, files, name, folder, core: Mutex::new(core), sending: AtomicBool::new(false) }
    }

    /// Runs `call` on the case. While it is being sent, which takes minutes, it is busy. A change of a case is whole or has not
    /// happened, whatever panicked meanwhile.
    pub(super) fn with<T>(&self, call: impl FnOnce(&mut Core) -> Result<T, Problem>) -> Result<T, Problem> {
        if self.sending.load(Ordering::Acquire) {
            return Err(Problem::Told(Code::CaseBusy));
        }
        call(&mut held(&self.core))
    }

    /// What of it judges the material of `step` now.
    pub(super) fn intake(&self, step: Step) -> Result<Intake, Problem> {
        self.with(|core| Ok(Intake::of(core, step)))
    }

    /// Takes it for sending; busy when it is taken already.
    pub(super) fn take_for_sending(&self) -> Result<BeingSent<'_>, Problem> {
        if self.sending.swap(true, Ordering::AcqRel) {
            return Err(Problem::Told(Code::CaseBusy));
        }
        Ok(BeingSent(self))
    }
}

/// Holds a case while it is sent.
pub(super) struct BeingSent<'c>(&'c Open);

impl Drop for BeingSent<'_> {
    fn drop(&mut self) {
        self.0.sending.store(false, Ordering::Release);
    }
}
