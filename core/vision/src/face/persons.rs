//! Whether the face followed is the one that it was, as a distance a few times a second.

use heyan_rules::liveness::FaceSeen;

use super::embed::{FaceNet, FaceVector};
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
};

/// Measures the face through a run.
#[derive(Default)]
pub(super) struct Persons {
    net: Option<FaceNet>,
    first: Option<FaceVector>,
    taken: u32,
    measured_ms: Option<u64>,
    doubted_ms: Option<u64>,
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

    /// Time spent in the network since the last call, ms.
    pub(super) fn take_time_ms(&mut self) -> f64 {
        self.net.as_mut().map_or(0.0, FaceNet::take_time_ms)
    }
}
