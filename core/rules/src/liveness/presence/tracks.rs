//! The frames of a run whose landmarks are kept for the judgement of depth.

use crate::liveness::observation::{FaceSeen, HeadAngles, TRACKED_POINTS};

/// Most frames that are kept; beyond it every second one is dropped.
const MAX_FRAMES: usize = 600;

/// Poses of which the densest is taken.
const DENSEST_AMONG: usize = 64;

/// A frame.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) angles: HeadAngles,
    pub(super) points: Vec<[f32; 2]>,
    pub(super) proportions: Vec<f32>,
}

/// The tracks of a run.
#[derive(Debug, Clone)]
pub(in crate::liveness) struct Tracks {
    kept: Vec<Kept>,
    stride: usize,
    seen: usize,
}

impl Default for Tracks {
    fn default() -> Self {
        Self { kept: Vec::new(), stride: 1, seen: 0 }
    }
}

impl Tracks {
    /// Keeps a frame, if its landmarks are complete.
    pub(in crate::liveness) fn feed(&mut self, face: &FaceSeen) {
        if face.points.len() != TRACKED_POINTS.len() {
            return;
        }
        self.seen += 1;
        if !self.seen.is_multiple_of(self.stride) {
            return;
        }
        if self.kept.len() >= MAX_FRAMES {
            let mut odd = false;
            self.kept.retain(|_| {
                odd = !odd;
                odd
            });
            self.stride *= 2;
        }
        self.kept.push(Kept {
            angles: face.angles,
            points: face.points.clone(),
            proportions: face.proportions.clone(),
        });
    }

    /// The pose with the most others within `deg` degrees of it.
    pub(super) fn densest(&self, deg: f32) -> Option<HeadAngles> {
        let apart = |a: &HeadAngles, b: &HeadAngles| {
            let yaw = (a.yaw_deg - b.yaw_deg).abs();
            yaw.max((a.pitch_deg - b.pitch_deg).abs()).max((a.roll_deg - b.roll_deg).abs())
        };
        let step = (self.kept.len() / DENSEST_AMONG).max(1);
        let count = |a: &HeadAngles| self.kept.iter().filter(|b| apart(a, &b.angles) <= deg).count();
        let all = self.kept.iter().step_by(step).map(|frame| frame.angles);
        all.max_by_key(count)
    }

    /// All frames kept.
    pub(super) fn kept(&self) -> &[Kept] {
        &self.kept
    }
}
