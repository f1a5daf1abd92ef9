//! Whether the face followed is the one that it was, as a distance a few times a second.

use heyan_rules::liveness::FaceSeen;
use heyan_rules::matching::{FaceNumbers, FaceView};

use super::embed::{FaceNet, FaceVector};
use super::likeness::view;
use super::mesh::MeshFace;
use crate::error::VisionError;
use crate::frame::Frame;

/// When a face is measured.
#[derive(Debug, Clone, Copy)]
struct MeasureLimits {
    /// Time between two measures, ms. The network costs 5 ms: twice a second is a share of 1 % of the time.
    every_ms: u64,
    /// The same after the face may have become another.
    soon_ms: u64,
    /// How long that lasts, ms.
    doubt_ms: u64,
    /// Yaw and pitch beyond which a face is not measured, degrees: seen from the side one person is far from themself.
    aside_deg: f32,
    /// Distance of the outer corners of the eyes below which the picture is too coarse, px.
    least_eye_px: f32,
    /// Least presence of a face.
    sure: f32,
    /// Measures that the run's first face is the mean of.
    first_of: u32,
    /// Distance up to which a measure is taken into that mean.
    first_within: f32,
    /// Measures, the frontal and sharp ones, that the run's face is the mean of.
    best_of: usize,
}

const LIMITS: MeasureLimits = MeasureLimits {
    every_ms: 500,
    soon_ms: 150,
    doubt_ms: 1000,
    aside_deg: 25.0,
    least_eye_px: 36.0,
    sure: 0.9,
    first_of: 4,
    first_within: 0.3,
    best_of: 5,
};

/// A measure that is among the best of the run.
struct Good {
    /// Sharpness of a face that looks into the camera; less the further it is turned away.
    worth: f32,
    vector: FaceVector,
    view: FaceView,
}

/// Measures the face through a run.
#[derive(Default)]
pub(super) struct Persons {
    net: Option<FaceNet>,
    first: Option<FaceVector>,
    taken: u32,
    measured_ms: Option<u64>,
    doubted_ms: Option<u64>,
    /// The best measures, the best first.
    best: Vec<Good>,
}

impl Persons {
    /// With the network, if there is one.
    pub(super) fn new(net: Option<FaceNet>) -> Self {
        Self { net, ..Self::default() }
    }

    /// From here on the face may be another one.
    pub(super) fn doubt(&mut self, at_ms: u64) {
        self.doubted_ms = Some(at_ms);
    }

    /// Measures `face`, which `seen` describes, when it is time and it can be seen well.
    pub(super) fn measure(
        &mut self,
        frame: &Frame<'_>,
        face: &MeshFace,
        seen: &FaceSeen,
    ) -> Result<Option<f32>, VisionError> {
        let Some(net) = &mut self.net else { return Ok(None) };
        let at_ms = frame.at_ms();
        let since = |then: Option<u64>| then.and_then(|then| at_ms.checked_sub(then));
        let doubted = since(self.doubted_ms).is_some_and(|ms| ms <= LIMITS.doubt_ms);
        let every_ms = if doubted { LIMITS.soon_ms } else { LIMITS.every_ms };
        let due = self.measured_ms.is_none() || since(self.measured_ms).is_none_or(|ms| ms >= every_ms);
        let aside = seen.angles.yaw_deg.abs().max(seen.angles.pitch_deg.abs());
        let clear =
            aside <= LIMITS.aside_deg && seen.eye_distance_px >= LIMITS.least_eye_px && seen.presence >= LIMITS.sure;
        if !due || !clear {
            return Ok(None);
        }
        let Some(now) = net.vector(frame, face)? else { return Ok(None) };
        self.measured_ms = Some(at_ms);
        if let Some(view) = view(face, net.fine_ratio()) {
            let worth = view.fine_ratio * (1.0 - aside / (2.0 * LIMITS.aside_deg));
            let at = self.best.partition_point(|good| good.worth >= worth);
            self.best.insert(at, Good { worth, vector: now.clone(), view });
            self.best.truncate(LIMITS.best_of);
        }
        let Some(first) = &self.first else {
            (self.first, self.taken) = (Some(now), 1);
            return Ok(Some(0.0));
        };
        let distance = first.distance(&now);
        if self.taken < LIMITS.first_of && distance <= LIMITS.first_within {
            self.taken += 1;
            self.first = first.towards(&now, 1.0 / self.taken as f32).or_else(|| self.first.take());
        }
        Ok(Some(distance))
    }

    /// The face of the run in numbers: the mean of its best measures, seen as the best of them. `None` when none was measured.
    pub(super) fn best(&self) -> Option<FaceNumbers> {
        let (first, others) = self.best.split_first()?;
        let mut mean = first.vector.clone();
        for (taken, good) in others.iter().enumerate() {
            mean = mean.towards(&good.vector, 1.0 / (taken as f32 + 2.0)).unwrap_or(mean);
        }
        Some(mean.numbers(first.view))
    }

    /// Time spent in the network since the last call, ms.
    pub(super) fn take_time_ms(&mut self) -> f64 {
        self.net.as_mut().map_or(0.0, FaceNet::take_time_ms)
    }
}
