//! The portrait: live frames with one hint at a time, the judgement of a still picture, and what is handed in.

mod best;
mod handed_in;
mod live;
mod report;

use std::path::Path;
use std::time::Instant;

use heyan_rules::portrait::{Export, Limits, crop, judge};
use heyan_rules::{Finding, Verdict};
use heyan_vision::VisionError;
use heyan_vision::frame::{Frame, Picture};
use heyan_vision::model::Pack;
use heyan_vision::person::{PortraitModels, Seen, WallMap, exported, measure};

pub use best::{BestMoment, Moment};
pub use handed_in::{HandedIn, size_for};
pub use live::PortraitLive;
pub use report::{PortraitReport, PortraitTiming};

use live::Watch;

/// Why a picture gave no report.
#[derive(Debug, thiserror::Error)]
pub enum PortraitError {
    /// The models are missing or cannot run.
    #[error("{0}")]
    Models(String),
    /// The picture cannot be handed in: it has no framing, or is not small enough at any quality.
    #[error("the picture cannot be cut to size: judge it first, and ask for at least a few kilobytes")]
    Export,
}

impl From<VisionError> for PortraitError {
    fn from(error: VisionError) -> Self {
        Self::Models(error.to_string())
    }
}

/// Judges portraits. Owns its models; keeps no picture.
pub struct PortraitSession {
    models: PortraitModels,
    limits: Limits,
    watch: Watch,
}

impl PortraitSession {
    /// A session over `models` that judges by `limits`.
    pub fn new(models: PortraitModels, limits: Limits) -> Self {
        Self { models, limits, watch: Watch::default() }
    }

    /// The same with the models of the pack at `pack`; inference uses `threads` threads.
    pub fn open(pack: &Path, threads: usize, limits: Limits) -> Result<Self, PortraitError> {
        Ok(Self::new(PortraitModels::open(&Pack::new(pack), threads)?, limits))
    }

    /// The limits it judges by.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Judges a still picture.
    pub fn judge(&mut self, picture: &Picture) -> Result<PortraitReport, PortraitError> {
        Ok(self.judge_and_map(picture)?.0)
    }

    /// Judges a still picture; with how far each place differs from the wall, to draw.
    pub fn judge_and_map(&mut self, picture: &Picture) -> Result<(PortraitReport, Option<WallMap>), PortraitError> {
        let (mut report, map) = self.whole(&Frame::of_picture(picture, 0))?;
        report.timing.decode_ms = picture.decoded_in_ms();
        report.timing.total_ms += picture.decoded_in_ms();
        Ok((report, map))
    }

    /// Judges a frame as a still picture.
    pub fn judge_frame(&mut self, frame: &Frame<'_>) -> Result<PortraitReport, PortraitError> {
        Ok(self.whole(frame)?.0)
    }

    /// Takes the next frame of a camera: what to tell the person now. A glance at the face every frame; all of it as often
    /// as `live::EVERY_MS` says.
    pub fn submit(&mut self, frame: &Frame<'_>) -> Result<PortraitLive, PortraitError> {
        let mut watch = std::mem::take(&mut self.watch);
        let live = watch.step(self, frame);
        self.watch = watch;
        live
    }

    fn whole(&mut self, frame: &Frame<'_>) -> Result<(PortraitReport, Option<WallMap>), PortraitError> {
        let begun = Instant::now();
        let Seen { measured, map } = measure(&mut self.models, frame)?;
        let findings: Vec<Finding> = judge(&measured, &self.limits);
        let timing = PortraitTiming {
            total_ms: begun.elapsed().as_secs_f64() * 1e3,
            decode_ms: 0.0,
            inference_ms: self.models.take_time_ms(),
        };
        let verdict = Verdict::of(&findings);
        Ok((PortraitReport { verdict, measurements: measured, findings, timing }, map))
    }
}

/// The picture that is handed in: cut out and sized as `export` says, a JPEG without metadata.
pub fn export(picture: &Picture, report: &PortraitReport, export: &Export) -> Result<Vec<u8>, PortraitError> {
    let framing = report.measurements.framing.as_ref().ok_or(PortraitError::Export)?;
    let part = crop(framing, (picture.width(), picture.height()), export);
    let size = (export.width_px, export.height_px);
    exported(picture, &part, size, export.max_bytes)?.ok_or(PortraitError::Export)
}
