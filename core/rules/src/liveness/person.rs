//! Whether it is the same person throughout: proportions of the face, look and skin.
//!
//! All three change with pose, so looks are compared in like poses only: what was seen in each pose is remembered, and a
//! head that comes to a pose again must look as it did there. That also holds a swing back against the swing out. Beside
//! that, a few frames are compared with the few before them, unless the head has moved far between; and where the whole
//! picture changes from one frame to the next, as at a cut, less difference is enough, since nothing else explains it.
//! Twins, or a face swapped by a filter from the first frame on, are the same person to this.

use std::collections::VecDeque;

use super::limits::ContinuityLimits;
use super::observation::{FaceSeen, HeadAngles};
use super::statistics::{median, median_row, relative_difference};
use crate::finding::{Code, Finding};

/// How much of a new look a remembered one takes on.
const FOLLOW: f32 = 0.15;
/// Frames of either side of a jump or cut.
const JUMP_FRAMES: usize = 3;
/// Steps of the usual size beyond which a head has moved too far for its look to be compared.
const FARTHEST_STEPS: f64 = 2.0;
/// Frames whose change a cut must stand out of.
const BEFORE_CUT: usize = 8;
/// Poses that are remembered at most: a head that goes everywhere within 40° has fewer.
const MOST_POSES: usize = 400;
/// Poses nearer to each other than this, degrees, are remembered as one.
const SAME_POSE_DEG: f32 = 3.0;
/// A tilt turns the look with the face: of its degrees half count.
const TILT_SHARE: f32 = 0.5;

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

/// A cut, and what was seen before it and since.
#[derive(Debug, Clone)]
struct Cut {
    at_ms: u64,
    before: Sample,
    since: Vec<Sample>,
}

/// The comparison through a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Person {
    poses: Vec<Sample>,
    recent: VecDeque<Sample>,
    changes: VecDeque<f32>,
    cut: Option<Cut>,
}

impl Person {
    /// Notes how much the whole picture has changed since the frame before, of every frame.
    pub(crate) fn watch(&mut self, at_ms: u64, change: f32, limits: &ContinuityLimits) {
        let usual = self.changes.iter().copied().fold(0.0, f32::max);
        let sudden = f64::from(change) >= limits.cut_change.max(limits.cut_times * f64::from(usual));
        if sudden && self.changes.len() >= JUMP_FRAMES && !self.recent.is_empty() {
            let last = self.recent.iter().rev().take(JUMP_FRAMES);
            self.cut = Some(Cut { at_ms, before: Sample::median(last), since: Vec::new() });
            self.recent.clear();
        }
        if self.changes.len() >= BEFORE_CUT {
            self.changes.pop_front();
        }
        self.changes.push_back(change);
    }

    /// Takes the face of a frame; `outside` is the share of it that lies outside the picture.
    pub(crate) fn feed(
        &mut self,
        at_ms: u64,
        face: &FaceSeen,
        outside: f64,
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
        if outside > limits.person_outside_ratio {
            // Of what is cut off the mesh guesses.
            self.recent.clear();
            return None;
        }
        if self.recent.len() >= 2 * JUMP_FRAMES {
            self.recent.pop_front();
        }
        let sample = Sample { angles: face.angles, signature };
        self.recent.push_back(sample.clone());
        self.over_cut(at_ms, sample, limits).or_else(|| self.jump(limits)).or_else(|| self.against_memory(limits))
    }

    /// Whether there was anything to compare.
    pub(super) fn is_known(&self) -> bool {
        !self.poses.is_empty()
    }

    /// Compares before and after a cut.
    fn over_cut(&mut self, at_ms: u64, sample: Sample, limits: &ContinuityLimits) -> Option<Finding> {
        let cut = self.cut.as_mut()?;
        cut.since.push(sample);
        if cut.since.len() < JUMP_FRAMES {
            return None;
        }
        let cut = self.cut.take().filter(|cut| at_ms.saturating_sub(cut.at_ms) as f64 <= limits.cut_within_ms)?;
        let after = Sample::median(cut.since.iter());
        let turned = f64::from(apart(&cut.before.angles, &after.angles));
        let most = limits.cut_max_units + limits.cut_units_per_deg * turned;
        let [then, now] = [&cut.before.signature, &after.signature];
        // A lamp that clips one channel changes the colour of a skin more than two persons' differ.
        let skin = then.skin_units(now, limits).min(limits.cut_skin_units);
        let units = then.form_units(now, limits).hypot(skin);
        if units > most {
            return Some(finding(units, most));
        }
        // Then it is the light that changed: skins that were seen in the old one look so now.
        let [a, b] = [now.skin[0] - then.skin[0], now.skin[1] - then.skin[1]];
        for pose in &mut self.poses {
            let [skin_a, skin_b] = pose.signature.skin;
            pose.signature.skin = [skin_a + a, skin_b + b];
        }
        None
    }

    /// Compares with what was seen in this pose before.
    fn against_memory(&mut self, limits: &ContinuityLimits) -> Option<Finding> {
        let frames = limits.person_frames.max(1.0) as usize;
        let latest: Vec<&Sample> = self.recent.iter().rev().take(frames).collect();
        let swept = latest.first().zip(latest.last()).map_or(0.0, |(a, b)| apart(&a.angles, &b.angles));
        if latest.len() < frames || f64::from(swept) > limits.person_sweep_deg {
            return None;
        }
        let now = Sample::median(latest.into_iter());
        let far = |pose: &Sample| between(&pose.angles, &now.angles);
        let nearest = self.poses.iter_mut().min_by(|a, b| far(a).total_cmp(&far(b)));
        let Some(pose) = nearest.filter(|pose| f64::from(far(pose)) <= limits.person_pose_deg) else {
            self.remember(now);
            return None;
        };
        let distance = far(pose);
        let most = limits.person_max_units + limits.person_units_per_deg * f64::from(distance);
        let units = pose.signature.distance(&now.signature, limits);
        if units > most {
            return Some(finding(units, most));
        }
        if distance > SAME_POSE_DEG {
            self.remember(now);
        } else {
            pose.signature.follow(&now.signature);
        }
        None
    }

    fn remember(&mut self, now: Sample) {
        if self.poses.len() < MOST_POSES {
            self.poses.push(now);
        }
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
        let units = Sample::median(before).signature.distance(&Sample::median(after).signature, limits);
        (units > most).then(|| finding(units, most))
    }
}

fn finding(units: f64, most: f64) -> Finding {
    Finding::error(Code::LivenessPersonChanged).figure("difference_ratio", units / most.max(1e-3))
}

/// The greatest difference of an angle, degrees.
fn apart(a: &HeadAngles, b: &HeadAngles) -> f32 {
    (a.yaw_deg - b.yaw_deg).abs().max((a.pitch_deg - b.pitch_deg).abs()).max((a.roll_deg - b.roll_deg).abs())
}

/// How different two poses make one face look, degrees.
fn between(a: &HeadAngles, b: &HeadAngles) -> f32 {
    (a.yaw_deg - b.yaw_deg).hypot(a.pitch_deg - b.pitch_deg).hypot(TILT_SHARE * (a.roll_deg - b.roll_deg))
}

impl Sample {
    /// Value by value the middle of `all`.
    fn median<'a>(all: impl Iterator<Item = &'a Self> + Clone) -> Self {
        let of = |value: fn(&Self) -> f32| median(all.clone().map(value)).unwrap_or(0.0);
        let angles = HeadAngles {
            yaw_deg: of(|s| s.angles.yaw_deg),
            pitch_deg: of(|s| s.angles.pitch_deg),
            roll_deg: of(|s| s.angles.roll_deg),
        };
        Self { angles, signature: Signature::median(all.map(|s| &s.signature)) }
    }
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
        self.form_units(other, limits).hypot(self.skin_units(other, limits))
    }

    /// The same of proportions and appearance.
    fn form_units(&self, other: &Self, limits: &ContinuityLimits) -> f64 {
        let proportion =
            relative_difference(&self.proportions, &other.proportions) / limits.person_proportion_unit.max(1e-6);
        let appearance =
            (1.0 - correlation(&self.appearance, &other.appearance)) / limits.person_appearance_unit.max(1e-6);
        proportion.hypot(appearance)
    }

    /// The same of the skin.
    fn skin_units(&self, other: &Self, limits: &ContinuityLimits) -> f64 {
        let skin = f64::from((self.skin[0] - other.skin[0]).hypot(self.skin[1] - other.skin[1]));
        skin / limits.person_skin_unit.max(1e-6)
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
