//! What a submission sends. It can be made of consented material only.

use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;

use crate::seal::{AppBuild, ConsentNote, StepResult, TraceEntry};

/// Opens a material for reading, from its start, as often as asked.
pub type Open = Arc<dyn Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync>;

/// One file of the case.
#[derive(Clone)]
pub struct Material {
    /// Its place in the case. Unique in the shipment.
    pub slot: String,
    /// The step it belongs to.
    pub step: String,
    /// As `image/jpeg`.
    pub media_type: String,
    /// Names the very content: another content has another name.
    pub source: String,
    open: Open,
}

impl fmt::Debug for Material {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Material").field("slot", &self.slot).finish_non_exhaustive()
    }
}

impl Material {
    /// A file that `open` reads.
    pub fn new(slot: &str, step: &str, media_type: &str, source: &str, open: Open) -> Self {
        let [slot, step, media_type, source] = [slot, step, media_type, source].map(str::to_owned);
        Self { slot, step, media_type, source, open }
    }

    /// Opens it.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        (self.open)()
    }
}

/// Everything that is sent.
#[derive(Debug, Clone)]
pub struct Shipment {
    /// The provider's profile that judged.
    pub profile: String,
    /// Its province overlay.
    pub province: Option<String>,
    /// The provider's number of the filing order, where it is known.
    pub order: Option<String>,
    /// What made it.
    pub app: AppBuild,
    /// How each step came out.
    pub steps: Vec<StepResult>,
    /// The traces among the materials.
    pub traces: Vec<TraceEntry>,
    consent: ConsentNote,
    materials: Vec<Material>,
}

impl Shipment {
    /// `materials` as `consent` covers them.
    pub fn new(profile: &str, app: AppBuild, consent: ConsentNote, materials: Vec<Material>) -> Self {
        let (province, order, steps, traces) = (None, None, Vec::new(), Vec::new());
        Self { profile: profile.to_owned(), province, order, app, steps, traces, consent, materials }
    }

    /// The material.
    pub fn materials(&self) -> &[Material] {
        &self.materials
    }

    /// What the person agreed to.
    pub fn consent(&self) -> &ConsentNote {
        &self.consent
    }
}
