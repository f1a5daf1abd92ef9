//! The frames of a run whose landmarks are kept for the judgement of depth.

use crate::liveness::observation::{FaceSeen, HeadAngles, TRACKED_POINTS};

/// Most frames that are kept; beyond it every second one is dropped.
const MAX_FRAMES: usize = 600;

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

    /// All frames kept.
    pub(super) fn kept(&self) -> &[Kept] {
        &self.kept
    }
}
