//! The portrait: live frames with one hint at a time, the judgement of a still picture, and what is handed in.

mod best;
mod handed_in;
mod live;
mod report;

use std::path::Path;
use std::time::Instant;

use heyan_rules::matching::FaceNumbers;
use heyan_rules::portrait::{Export, Limits, Measurements, crop, judge};
use heyan_rules::{Finding, Verdict};
use heyan_vision::VisionError;
use heyan_vision::face::FaceComparer;
use heyan_vision::frame::{Frame, Picture};
use heyan_vision::model::Pack;
use heyan_vision::person::{PortraitModels, Seen, WallMap, Wanted, exported, measure};

pub use best::{BestMoment, Moment};
pub use handed_in::{HandedIn, size_for};
pub use live::PortraitLive;
pub use report::{PortraitReport, PortraitTiming};

use live::Watch;

use crate::matching::comparer;

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
    scores: bool,
    watch: Watch,
    faces: Option<FaceComparer>,
}

impl PortraitSession {
    /// A session over `models` that judges by `limits`.
    pub fn new(models: PortraitModels, limits: Limits) -> Self {
        Self { models, limits, scores: false, watch: Watch::default(), faces: None }
    }

    /// A session over the models of the pack at `pack`; inference uses `threads` threads.
    pub fn open(pack: &Path, threads: usize, limits: Limits) -> Result<Self, PortraitError> {
        Ok(Self::new(PortraitModels::open(&Pack::new(pack), threads)?, limits))
    }

    /// The same, measuring whose face it is where the pack at `pack` has the network for it: [`Self::face_of`].
    ///
    /// # Errors
    /// When the models cannot run.
    pub(crate) fn comparing_faces(self, pack: &Path, threads: usize) -> Result<Self, PortraitError> {
        Ok(Self { faces: comparer(pack, threads)?, ..self })
    }

    /// The largest face of `picture`.
    pub(crate) fn face_of(&mut self, picture: &Picture) -> Result<Option<FaceNumbers>, PortraitError> {
        let Some(faces) = &mut self.faces else { return Ok(None) };
        Ok(faces.measure(picture)?.map(|face| face.numbers()))
    }

    /// With OFIQ's scores in each report: no verdict hangs on them, and they take their time.
    #[must_use]
    pub fn scoring(mut self) -> Self {
        self.scores = true;
        self
    }

    /// The limits it judges by.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Judges a still picture.
    pub fn judge(&mut self, picture: &Picture) -> Result<PortraitReport, PortraitError> {
        Ok(self.judge_frame(&Frame::of_picture(picture, 0))?.after_decoding(picture))
    }

    /// Judges a still picture; with how far each place differs from the wall, to draw.
    pub fn judge_and_map(&mut self, picture: &Picture) -> Result<(PortraitReport, Option<WallMap>), PortraitError> {
        let begun = Instant::now();
        let Seen { measured, map } = self.measure(&Frame::of_picture(picture, 0), true)?;
        Ok((self.judged(measured, begun).after_decoding(picture), map))
    }

    /// Judges a frame as a still picture.
    pub fn judge_frame(&mut self, frame: &Frame<'_>) -> Result<PortraitReport, PortraitError> {
        let begun = Instant::now();
        let Seen { measured, .. } = self.measure(frame, false)?;
        Ok(self.judged(measured, begun))
    }

    fn measure(&mut self, frame: &Frame<'_>, map: bool) -> Result<Seen, PortraitError> {
        Ok(measure(&mut self.models, frame, Wanted { map, scores: self.scores })?)
    }

    /// Takes the next frame of a camera: what to tell the person now. A glance at the face every frame; all of it as often
    /// as `live::EVERY_MS` says.
    pub fn submit(&mut self, frame: &Frame<'_>) -> Result<PortraitLive, PortraitError> {
        let mut watch = std::mem::take(&mut self.watch);
        let live = watch.step(self, frame);
        self.watch = watch;
        live
    }

    fn judged(&mut self, measurements: Measurements, begun: Instant) -> PortraitReport {
        let findings: Vec<Finding> = judge(&measurements, &self.limits);
        let timing = PortraitTiming {
            total_ms: begun.elapsed().as_secs_f64() * 1e3,
            decode_ms: 0.0,
            inference_ms: self.models.take_time_ms(),
        };
        PortraitReport { verdict: Verdict::of(&findings), measurements, findings, timing }
    }
}

/// The picture that is handed in: cut out and sized as `export` says, a JPEG without metadata.
pub fn export(picture: &Picture, report: &PortraitReport, export: &Export) -> Result<Vec<u8>, PortraitError> {
    let framing = report.measurements.framing.as_ref().ok_or(PortraitError::Export)?;
    let part = crop(framing, (picture.width(), picture.height()), export);
    let size = (export.width_px, export.height_px);
    exported(picture, &part, size, export.max_bytes)?.ok_or(PortraitError::Export)
}
