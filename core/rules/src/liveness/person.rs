//! Whether it is the same person throughout: proportions of the face, look and skin.
//!
//! All three change a little with pose and light, so the whole run is compared near the neutral pose only, as medians of a
//! few frames against a reference that follows slowly. Beside that, a few frames are compared with the few before them, in
//! any pose, unless the head has moved far between: a cut changes everything from one frame to the next.
//! Twins, or a face swapped by a filter from the first frame on, are the same person to this.

use std::collections::VecDeque;

use super::limits::ContinuityLimits;
use super::observation::{FaceSeen, HeadAngles};
use super::statistics::{median, median_row, relative_difference};
use crate::finding::{Code, Finding};

/// How much of a new median the reference takes on.
const FOLLOW: f32 = 0.15;
/// Frames of the first reference.
const REFERENCE_FRAMES: usize = 5;
/// Frames of either side of a jump.
const JUMP_FRAMES: usize = 3;
/// Steps of the usual size beyond which a head has moved too far for its look to be compared.
const FARTHEST_STEPS: f64 = 2.0;

/// What tells persons apart.
#[derive(Debug, Clone, Default)]
struct Signature {
    proportions: Vec<f32>,
    appearance: Vec<f32>,
    skin: [f32; 2],
}

#[derive(Debug, Clone)]
struct Sample {
    angles: HeadAngles,
    signature: Signature,
}

/// The comparison through a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Person {
    reference: Option<Signature>,
    near_neutral: Vec<Signature>,
    recent: VecDeque<Sample>,
}

impl Person {
    /// Takes a frame; `change` is the head's change from neutral, when that is known.
    pub(crate) fn feed(
        &mut self,
        face: &FaceSeen,
        change: Option<&HeadAngles>,
        limits: &ContinuityLimits,
    ) -> Option<Finding> {
        let signature = Signature {
            proportions: face.proportions.clone(),
            appearance: face.appearance.clone(),
            skin: face.skin_ab,
        };
        if signature.is_empty() {
            return None;
        }
        if self.recent.len() >= 2 * JUMP_FRAMES {
            self.recent.pop_front();
        }
        self.recent.push_back(Sample { angles: face.angles, signature: signature.clone() });
        let jump = self.jump(limits);
        if change.is_some_and(|c| f64::from(largest(c)) <= limits.person_pose_deg) {
            self.near_neutral.push(signature);
        }
        jump.or_else(|| self.against_reference(limits))
    }

    /// Whether there was anything to compare.
    pub(super) fn is_known(&self) -> bool {
        self.reference.is_some()
    }

    fn against_reference(&mut self, limits: &ContinuityLimits) -> Option<Finding> {
        let wanted = match &self.reference {
            None => REFERENCE_FRAMES,
            Some(_) => limits.person_frames.max(1.0) as usize,
        };
        if self.near_neutral.len() < wanted {
            return None;
        }
        let now = Signature::median(self.near_neutral.iter());
        self.near_neutral.clear();
        let Some(reference) = &mut self.reference else {
            self.reference = Some(now);
            return None;
        };
        let units = reference.distance(&now, limits);
        if units > limits.person_max_units {
            return Some(finding(units, limits.person_max_units));
        }
        reference.follow(&now);
        None
    }

    fn jump(&self, limits: &ContinuityLimits) -> Option<Finding> {
        if self.recent.len() < 2 * JUMP_FRAMES {
            return None;
        }
        let (before, after) = (self.recent.iter().take(JUMP_FRAMES), self.recent.iter().skip(JUMP_FRAMES));
        let farthest =
            before.clone().flat_map(|a| after.clone().map(|b| apart(&a.angles, &b.angles))).fold(0.0, f32::max);
        if f64::from(farthest) > FARTHEST_STEPS * limits.person_step_deg {
            return None;
        }
        // What a larger step changes by itself is allowed.
        let most = limits.person_jump_units * (f64::from(farthest) / limits.person_step_deg.max(1.0)).max(1.0);
        let (before, after) =
            (Signature::median(before.map(|s| &s.signature)), Signature::median(after.map(|s| &s.signature)));
        let units = before.distance(&after, limits);
        (units > most).then(|| finding(units, most))
    }
}

fn finding(units: f64, most: f64) -> Finding {
    Finding::error(Code::LivenessPersonChanged).figure("difference_ratio", units / most.max(1e-3))
}

fn largest(a: &HeadAngles) -> f32 {
    a.yaw_deg.abs().max(a.pitch_deg.abs()).max(a.roll_deg.abs())
}

fn apart(a: &HeadAngles, b: &HeadAngles) -> f32 {
    (a.yaw_deg - b.yaw_deg).abs().max((a.pitch_deg - b.pitch_deg).abs()).max((a.roll_deg - b.roll_deg).abs())
}

impl Signature {
    fn is_empty(&self) -> bool {
        self.proportions.is_empty() && self.appearance.is_empty()
    }

    fn median<'a>(all: impl Iterator<Item = &'a Self> + Clone) -> Self {
        let skin = |i: fn(&Self) -> f32| median(all.clone().map(i)).unwrap_or(0.0);
        Self {
            proportions: median_row(all.clone().map(|s| s.proportions.as_slice())),
            appearance: median_row(all.clone().map(|s| s.appearance.as_slice())),
            skin: [skin(|s| s.skin[0]), skin(|s| s.skin[1])],
        }
    }

    /// How different two are, in units: 1 is what the same person may reach in one of the three.
    fn distance(&self, other: &Self, limits: &ContinuityLimits) -> f64 {
        let proportion =
            relative_difference(&self.proportions, &other.proportions) / limits.person_proportion_unit.max(1e-6);
        let appearance =
            (1.0 - correlation(&self.appearance, &other.appearance)) / limits.person_appearance_unit.max(1e-6);
        let skin = f64::from((self.skin[0] - other.skin[0]).hypot(self.skin[1] - other.skin[1]));
        let skin = skin / limits.person_skin_unit.max(1e-6);
        (proportion.powi(2) + appearance.powi(2) + skin.powi(2)).sqrt()
    }

    fn follow(&mut self, now: &Self) {
        let step = |old: &mut f32, new: &f32| *old += FOLLOW * (new - *old);
        self.proportions.iter_mut().zip(&now.proportions).for_each(|(a, b)| step(a, b));
        self.appearance.iter_mut().zip(&now.appearance).for_each(|(a, b)| step(a, b));
        self.skin.iter_mut().zip(&now.skin).for_each(|(a, b)| step(a, b));
    }
}

/// Correlation of two rows; of rows of different length or without spread, 0.
fn correlation(a: &[f32], b: &[f32]) -> f64 {
    if a.len() != b.len() {
        return 0.0;
    }
    if a.is_empty() {
        return 1.0;
    }
    let mean = |row: &[f32]| row.iter().map(|v| f64::from(*v)).sum::<f64>() / row.len() as f64;
    let (ma, mb) = (mean(a), mean(b));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        let (x, y) = (f64::from(*x) - ma, f64::from(*y) - mb);
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    let spread = (aa * bb).sqrt();
    if spread > 1e-12 { ab / spread } else { 0.0 }
}
