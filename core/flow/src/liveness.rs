//! The face check: frames in one at a time, what to tell the person out, and at the end the report.

use std::path::Path;
use std::time::Instant;

use heyan_rules::Point;
use heyan_rules::liveness::{Challenge, Limits, Live, Machine, Observation, Outcome, trace};
use heyan_rules::matching::FaceNumbers;
use heyan_rules::statistics::quantile;
use heyan_rules::words::{Lang, Words};
use heyan_vision::VisionError;
use heyan_vision::face::outline::OVAL;
use heyan_vision::face::{FaceModels, FaceTracker, MeshFace};
use heyan_vision::frame::Frame;
use heyan_vision::model::Pack;
use serde_json::{Value, json};

use crate::report::{findings, rounded};

/// Why a frame gave no report.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct LivenessError(String);

impl From<VisionError> for LivenessError {
    fn from(error: VisionError) -> Self {
        Self(error.to_string())
    }
}

/// One run of the face check. Owns its models; keeps no picture.
pub struct LivenessSession {
    tracker: FaceTracker,
    machine: Machine,
    observed: Option<Observation>,
    /// Times of the first frame and the last, ms.
    between_ms: Option<[u64; 2]>,
    spent_ms: Vec<f64>,
    inference_ms: f64,
    begun: Instant,
}

impl LivenessSession {
    /// A run of `challenge` judged by `limits`, with the models of the pack at `pack`; inference uses `threads` threads.
    pub fn open(pack: &Path, threads: usize, challenge: Challenge, limits: Limits) -> Result<Self, LivenessError> {
        let pack = Pack::new(pack);
        let models = FaceModels::open(&pack, threads)?.telling_persons(&pack, threads)?;
        Ok(Self {
            tracker: FaceTracker::new(models),
            machine: Machine::new(challenge, limits),
            observed: None,
            between_ms: None,
            spent_ms: Vec::new(),
            inference_ms: 0.0,
            begun: Instant::now(),
        })
    }

    /// Takes the next frame: what to tell the person now.
    pub fn submit(&mut self, frame: &Frame<'_>) -> Result<Live, LivenessError> {
        let begun = Instant::now();
        let observation = self.tracker.observe(frame)?;
        let live = self.machine.step(&observation);
        let at_ms = observation.at_ms;
        self.between_ms = Some(self.between_ms.map_or([at_ms; 2], |[first, last]| [first, last.max(at_ms)]));
        self.observed = Some(observation);
        self.inference_ms += self.tracker.take_time_ms();
        self.spent_ms.push(begun.elapsed().as_secs_f64() * 1e3);
        Ok(live)
    }

    /// What was seen of the last frame.
    pub fn observation(&self) -> Option<&Observation> {
        self.observed.as_ref()
    }

    /// The mesh of the last frame, to draw; `None` without a face.
    pub fn mesh(&self) -> Option<&MeshFace> {
        self.tracker.mesh()
    }

    /// Rim of the face in the last frame, px of the upright picture, to draw; empty without a face.
    pub fn outline(&self) -> Vec<Point> {
        let point = |mesh: &MeshFace, index: usize| mesh.points.get(index).map(|&[x, y, _]| Point::new(x, y));
        self.mesh().map(|mesh| OVAL.iter().filter_map(|index| point(mesh, *index)).collect()).unwrap_or_default()
    }

    /// First line of the trace of this run; [`trace::line`] of each observation follows.
    pub fn trace_header(&self) -> String {
        trace::header(self.machine.challenge(), self.machine.limits())
    }

    /// Ends the run.
    pub fn finish(mut self) -> LivenessReport {
        let outcome = self.machine.finish();
        self.spent_ms.sort_by(f64::total_cmp);
        let timing = LivenessTiming {
            total_ms: self.begun.elapsed().as_secs_f64() * 1e3,
            inference_ms: self.inference_ms,
            frame_p50_ms: quantile(&self.spent_ms, 0.5).unwrap_or(0.0),
            frame_p95_ms: quantile(&self.spent_ms, 0.95).unwrap_or(0.0),
        };
        let duration_ms = self.between_ms.map_or(0, |[first, last]| last.saturating_sub(first));
        LivenessReport { outcome, duration_ms, timing, face: self.tracker.face_numbers() }
    }
}

/// Where the time of a run went, ms.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LivenessTiming {
    /// From opening to the end, the shell's reading of the video included.
    pub total_ms: f64,
    /// Inside the models, all frames together.
    pub inference_ms: f64,
    /// Median from frame to report.
    pub frame_p50_ms: f64,
    /// The same that 95 % of frames stay below.
    pub frame_p95_ms: f64,
}

/// The outcome of one run, ready for any language.
#[derive(Debug, Clone, PartialEq)]
pub struct LivenessReport {
    /// What was judged.
    pub outcome: Outcome,
    /// Length of the recording, ms: from the first frame to the last by their own clock; 0 for a trace, beside which there is none.
    pub duration_ms: u64,
    /// Where the time went; zeros for a trace, which took none.
    pub timing: LivenessTiming,
    /// The face of the run in numbers, biometric: for the case to keep where the person agreed. Never in a report or a trace.
    pub face: Option<FaceNumbers>,
}

impl LivenessReport {
    /// Judges a saved trace again: the outcome of the run that it was saved of.
    pub fn of_trace(text: &str) -> Result<Self, trace::TraceError> {
        Ok(Self { outcome: trace::judge(text)?, duration_ms: 0, timing: LivenessTiming::default(), face: None })
    }

    /// The contract's JSON object, schema `heyan.liveness/1`, with the words of `lang`. `input` names the video.
    pub fn to_json(&self, input: &str, lang: Lang) -> Value {
        let o = &self.outcome;
        let actions: Vec<Value> = o
            .actions
            .iter()
            .map(|a| {
                let [yaw, pitch, roll] =
                    [a.peak.yaw_deg, a.peak.pitch_deg, a.peak.roll_deg].map(|v| rounded(v.into(), 1));
                json!({
                    "asked": a.asked.as_str(),
                    "seen": a.seen.map_or("none", |seen| seen.as_str()),
                    "passed": a.passed,
                    "start_ms": a.start_ms,
                    "end_ms": a.end_ms,
                    "peak_deg": { "yaw": yaw, "pitch": pitch, "roll": roll },
                })
            })
            .collect();
        let t = &self.timing;
        json!({
            "schema": "heyan.liveness/1",
            "input": input,
            "verdict": o.verdict.as_str(),
            "actions": actions,
            "findings": findings(&o.findings, &Words::new(lang)),
            "presence": o.presence,
            "frames": { "read": o.frames_read, "with_face": o.frames_with_face },
            "timing_ms": {
                "total": rounded(t.total_ms, 1),
                "inference": rounded(t.inference_ms, 1),
                "per_frame_p50": rounded(t.frame_p50_ms, 2),
                "per_frame_p95": rounded(t.frame_p95_ms, 2),
            },
        })
    }
}
