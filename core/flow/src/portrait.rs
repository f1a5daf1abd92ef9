//! The portrait: live frames with one hint at a time, and the judgement of a still picture.

use std::path::Path;
use std::time::Instant;

use heyan_rules::portrait::{Limits, Measurements, judge};
use heyan_rules::words::{Lang, Words};
use heyan_rules::{Finding, Verdict};
use heyan_vision::VisionError;
use heyan_vision::frame::{Frame, Picture};
use heyan_vision::model::Pack;
use heyan_vision::person::{PortraitModels, measure};
use serde_json::{Value, json};

use crate::report::{findings, rounded};

/// Why a picture gave no report.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct PortraitError(String);

impl From<VisionError> for PortraitError {
    fn from(error: VisionError) -> Self {
        Self(error.to_string())
    }
}

/// Judges portraits. Owns its models; keeps no picture.
pub struct PortraitSession {
    models: PortraitModels,
    limits: Limits,
}

impl PortraitSession {
    /// A session over `models` that judges by `limits`.
    pub fn new(models: PortraitModels, limits: Limits) -> Self {
        Self { models, limits }
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
        let mut report = self.judge_frame(&Frame::of_picture(picture, 0))?;
        report.timing.decode_ms = picture.decoded_in_ms();
        report.timing.total_ms += picture.decoded_in_ms();
        Ok(report)
    }

    /// Judges a frame as a still picture.
    pub fn judge_frame(&mut self, frame: &Frame<'_>) -> Result<PortraitReport, PortraitError> {
        let begun = Instant::now();
        let measurements = measure(&mut self.models, frame)?;
        let findings = judge(&measurements, &self.limits);
        let timing = PortraitTiming {
            total_ms: begun.elapsed().as_secs_f64() * 1e3,
            decode_ms: 0.0,
            inference_ms: self.models.take_time_ms(),
        };
        Ok(PortraitReport { verdict: Verdict::of(&findings), measurements, findings, timing })
    }
}

/// Where the time of one judgement went, ms.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PortraitTiming {
    /// From bytes, or from the frame, to verdict.
    pub total_ms: f64,
    /// Bytes to pixels.
    pub decode_ms: f64,
    /// Inside the models.
    pub inference_ms: f64,
}

/// The outcome of one judgement, ready for any language.
#[derive(Debug, Clone, PartialEq)]
pub struct PortraitReport {
    /// What a reviewer would say.
    pub verdict: Verdict,
    /// What was measured.
    pub measurements: Measurements,
    /// Everything to say about it, gravest first.
    pub findings: Vec<Finding>,
    /// Where the time went.
    pub timing: PortraitTiming,
}

impl PortraitReport {
    /// The contract's JSON object, schema `heyan.portrait/1`, with the words of `lang`. `input` names the picture.
    pub fn to_json(&self, input: &str, lang: Lang) -> Value {
        json!({
            "schema": "heyan.portrait/1",
            "input": input,
            "verdict": self.verdict.as_str(),
            "findings": findings(&self.findings, &Words::new(lang)),
            "timing_ms": {
                "total": rounded(self.timing.total_ms, 2),
                "decode": rounded(self.timing.decode_ms, 2),
                "inference": rounded(self.timing.inference_ms, 2),
            },
        })
    }
}
