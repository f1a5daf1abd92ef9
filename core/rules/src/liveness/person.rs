//! Whether it is the same person throughout.
//!
//! Proportions, look and skin of one person differ through a run as much as those of two persons do: a face that talks, laughs
//! and turns is never quite the one that it was. So they are compared only across a **break**, over which nothing else explains
//! a difference:
//!
//! * **A step** from a few frames to the next: within a sixth of a second no face becomes another. Landmarks that lose
//!   their hold for a moment step away and come back: who then looks as before the step is no other.
//! * **A cut**, where the whole picture changes from one frame to the next, and **black** between two lights: less difference is
//!   enough there.
//! * **A fade**, where the whole picture changes by as much as at a cut, within a second or so and beyond what is usual in this
//!   recording, while the face becomes another and does not come back either.
//!
//! Where perception measures it, the distance of the face from the run's first by a network made for telling persons apart
//! ([`FaceSeen::person_distance`]) is judged at any time: above one bound it is another person, and after a break above a lower
//! one. Twins, or a face swapped by a filter from the first frame on, are the same person to all of this.

use std::collections::VecDeque;

use super::limits::ContinuityLimits;
use super::observation::{FaceSeen, HeadAngles, Observation};
use super::statistics::{median, median_row, relative_difference};
use crate::finding::{Code, Finding};

/// Frames of either side of a break.
const SIDE: usize = 3;
/// Frames whose change a cut must stand out of.
const BEFORE_CUT: usize = 8;
/// Looks and changes are kept for so long, ms: the longest fade and what is usual before it.
const KEPT_MS: u64 = 3000;
/// Looks nearer to each other in time add nothing, ms.
const LOOK_STEP_MS: u64 = 25;
/// Stretches over which a fade is looked for, ms.
const FADES_MS: [u64; 3] = [400, 800, 1400];
/// A face that was away for longer, ms, appears anew; then it is not compared for the other time.
const AWAY_MS: u64 = 400;
const SETTLES_MS: u64 = 250;
/// A side that spans so long is no step any more, ms: a head may have moved meanwhile.
const STEP_MS: u64 = 170;

/// What tells persons apart.
#[derive(Debug, Clone, Default)]
struct Signature {
    proportions: Vec<f32>,
    appearance: Vec<f32>,
    skin: [f32; 2],
}

#[derive(Debug, Clone)]
struct Look {
    at_ms: u64,
    angles: HeadAngles,
    signature: Signature,
}

/// A step that nothing else explains, until the face has come back or the time for it is over.
#[derive(Debug, Clone)]
struct Step {
    at_ms: u64,
    before: Vec<Look>,
    finding: Finding,
}

/// A break, and what was seen before it and since.
#[derive(Debug, Clone)]
struct Break {
    at_ms: u64,
    before: Look,
    since: Vec<Look>,
}

/// The comparison through a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Person {
    looks: VecDeque<Look>,
    /// Times and changes of the last frames.
    changes: VecDeque<(u64, f32)>,
    cut: Option<Break>,
    stepped: Option<Step>,
    light: Light,
    /// The last break.
    broken_ms: Option<u64>,
    /// Measures of the distance that lay above the bound, one after the other.
    far: usize,
    known: bool,
    /// When a face was last seen, and when that one appeared.
    seen_ms: Option<u64>,
    appeared_ms: u64,
    /// Whether the distance is measured in this run.
    measured: bool,
}

/// Whether the picture is black between two lights.
#[derive(Debug, Clone, Copy, Default)]
struct Light {
    was_light: bool,
    dark: bool,
}

impl Light {
    /// Takes the mean luma of a picture; whether it has become light again after having been black.
    fn feed(&mut self, luminance: f32, limits: &ContinuityLimits) -> bool {
        let luminance = f64::from(luminance);
        if luminance <= limits.black_max {
            self.dark = self.was_light;
            return false;
        }
        let light = luminance >= limits.light_min;
        self.was_light |= light;
        light && std::mem::take(&mut self.dark)
    }
}

impl Person {
    /// Notes how much the whole picture has changed since the frame before, and its light, of every frame.
    pub(crate) fn watch(&mut self, o: &Observation, limits: &ContinuityLimits) {
        let usual = self.changes.iter().rev().take(BEFORE_CUT).map(|(_, change)| *change).fold(0.0, f32::max);
        let sudden = f64::from(o.change) >= limits.cut_change.max(limits.cut_times * f64::from(usual));
        let lit = self.light.feed(o.luminance, limits);
        if (lit || sudden && self.changes.len() >= SIDE) && !self.looks.is_empty() {
            self.broken_ms = Some(o.at_ms);
            // A cut into black and out of it is one break.
            let before = self.cut.take().filter(|cut| cut.since.is_empty()).map(|cut| cut.before);
            let before = before.unwrap_or_else(|| Look::median(self.looks.iter().rev().take(SIDE)));
            self.cut = Some(Break { at_ms: o.at_ms, before, since: Vec::new() });
            self.looks.clear();
        }
        while self.changes.front().is_some_and(|(then, _)| o.at_ms.saturating_sub(*then) > KEPT_MS) {
            self.changes.pop_front();
        }
        self.changes.push_back((o.at_ms, o.change));
    }

    /// Takes the face of a frame; `outside` is the share of it that lies outside the picture.
    pub(crate) fn feed(
        &mut self,
        at_ms: u64,
        face: &FaceSeen,
        outside: f64,
        limits: &ContinuityLimits,
    ) -> Option<Finding> {
        let far = face.person_distance.and_then(|distance| self.by_distance(at_ms, f64::from(distance), limits));
        if far.is_some() {
            return far;
        }
        let signature = Signature {
            proportions: face.proportions.clone(),
            appearance: face.appearance.clone(),
            skin: face.skin_ab,
        };
        // Of what is cut off the mesh guesses.
        if signature.is_empty() || outside > limits.person_outside_ratio {
            return None;
        }
        let before = self.seen_ms.replace(at_ms);
        if before.is_none_or(|before| at_ms.saturating_sub(before) > AWAY_MS) {
            self.appeared_ms = at_ms;
        }
        // The mesh finds its place on a face within a few frames.
        if at_ms.saturating_sub(self.appeared_ms) < SETTLES_MS {
            return None;
        }
        if self.looks.back().is_some_and(|last| at_ms.saturating_sub(last.at_ms) < LOOK_STEP_MS) {
            return None;
        }
        while self.looks.len() > 2 * SIDE
            && self.looks.front().is_some_and(|first| at_ms.saturating_sub(first.at_ms) > KEPT_MS)
        {
            self.looks.pop_front();
        }
        self.known = true;
        let look = Look { at_ms, angles: face.angles, signature };
        self.looks.push_back(look.clone());
        let found = self.over_cut(at_ms, look, limits).or_else(|| self.stays(at_ms, limits));
        // Where the network looks, it decides, and a break only makes it stricter.
        if found.is_some() && self.measured {
            self.broken_ms = Some(at_ms);
            return None;
        }
        found
    }

    /// What was still open when the frames end.
    pub(crate) fn close(&mut self) -> Option<Finding> {
        self.stepped.take().map(|step| step.finding).filter(|_| !self.measured)
    }

    /// Whether there was anything to compare.
    pub(super) fn is_known(&self) -> bool {
        self.known
    }

    /// Judges the distance of the face from the run's first.
    fn by_distance(&mut self, at_ms: u64, distance: f64, limits: &ContinuityLimits) -> Option<Finding> {
        if !distance.is_finite() {
            return None;
        }
        self.measured = true;
        let broken =
            self.broken_ms.is_some_and(|then| at_ms.saturating_sub(then) as f64 <= limits.distance_after_break_ms);
        let most = if broken { limits.distance_after_break_max } else { limits.distance_max };
        self.far = if distance > most { self.far + 1 } else { 0 };
        (self.far as f64 >= limits.distance_measures)
            .then(|| Finding::error(Code::LivenessPersonChanged).figure("difference_ratio", distance / most.max(1e-3)))
    }

    /// Compares before and after a cut or black.
    fn over_cut(&mut self, at_ms: u64, look: Look, limits: &ContinuityLimits) -> Option<Finding> {
        let cut = self.cut.as_mut()?;
        cut.since.push(look);
        if cut.since.len() < SIDE {
            return None;
        }
        let cut = self.cut.take().filter(|cut| at_ms.saturating_sub(cut.at_ms) as f64 <= limits.cut_within_ms)?;
        let after = Look::median(cut.since.iter());
        let turned = f64::from(apart(&cut.before.angles, &after.angles)).min(limits.cut_most_deg);
        let most = limits.cut_max_units + limits.cut_units_per_deg * turned;
        let [then, now] = [&cut.before.signature, &after.signature];
        // A lamp that clips one channel changes the colour of a skin more than two persons' differ.
        let skin = then.skin_units(now, limits).min(limits.cut_skin_units);
        let units = then.form_units(now, limits).hypot(skin);
        (units > most).then(|| finding(units, most))
    }

    /// Looks for a step or a fade, and for the way back from one.
    fn stays(&mut self, at_ms: u64, limits: &ContinuityLimits) -> Option<Finding> {
        let Some(step) = &self.stepped else {
            let (finding, before) = self.step(limits).or_else(|| self.fade(limits))?;
            self.stepped = Some(Step { at_ms, before, finding: finding.at_ms(at_ms as f64) });
            self.broken_ms = Some(at_ms);
            return None;
        };
        let now = Look::median(self.looks.iter().rev().take(SIDE));
        let like = |then: &Look| {
            f64::from(apart(&then.angles, &now.angles)) <= limits.person_step_deg
                && then.signature.weighed(&now.signature, limits) <= limits.person_back_units
        };
        if step.before.iter().any(like) {
            self.stepped = None;
            return None;
        }
        let over = at_ms.saturating_sub(step.at_ms) as f64 > limits.person_back_ms;
        self.stepped.take_if(|_| over).map(|step| step.finding)
    }

    /// The looks before `from`.
    fn before(&self, from: u64) -> Vec<Look> {
        self.looks.iter().filter(|look| look.at_ms < from).cloned().collect()
    }

    /// Compares the last few looks with the few before them.
    fn step(&self, limits: &ContinuityLimits) -> Option<(Finding, Vec<Look>)> {
        let first = self.looks.iter().rev().nth(SIDE - 1)?.at_ms;
        let (before, after) = (self.looks.iter().rev().skip(SIDE).take(SIDE), self.looks.iter().rev().take(SIDE));
        if before.len() < SIDE {
            return None;
        }
        let (before, after) = (Look::median(before), Look::median(after));
        let span = after.at_ms.saturating_sub(before.at_ms);
        let turned = f64::from(apart(&before.angles, &after.angles));
        // Slow cameras give a head time to turn, and seen from the side one face is another.
        if span > STEP_MS && aside(&before).max(aside(&after)) > limits.fade_aside_deg {
            return None;
        }
        let turned = if span <= STEP_MS { 0.0 } else { (turned - limits.person_step_deg).max(0.0) };
        let most = limits.person_jump_units + limits.person_units_per_deg * turned;
        let units = before.signature.weighed(&after.signature, limits);
        (units > most).then(|| (finding(units, most), self.before(first)))
    }

    /// Compares the last few looks with those before a stretch in which the picture has changed as at a cut.
    fn fade(&self, limits: &ContinuityLimits) -> Option<(Finding, Vec<Look>)> {
        let now_ms = self.looks.back()?.at_ms;
        FADES_MS.into_iter().find_map(|ms| {
            let from = now_ms.checked_sub(ms)?;
            let (usual, within): (Vec<_>, Vec<_>) = self.changes.iter().partition(|(at, _)| *at < from);
            let usual = f64::from(median(usual.iter().map(|(_, change)| *change))?);
            let beyond: f64 = within.iter().map(|(_, change)| f64::from(*change) - usual).sum();
            if beyond < limits.cut_change {
                return None;
            }
            let before: Vec<&Look> = self.looks.iter().rev().filter(|look| look.at_ms < from).take(SIDE).collect();
            if before.len() < SIDE || before.last().is_some_and(|look| from - look.at_ms > ms) {
                return None;
            }
            let (before, after) = (Look::median(before.into_iter()), Look::median(self.looks.iter().rev().take(SIDE)));
            let turned = f64::from(apart(&before.angles, &after.angles));
            if turned > limits.cut_most_deg || aside(&before).max(aside(&after)) > limits.fade_aside_deg {
                return None;
            }
            let most = limits.fade_max_units + limits.person_units_per_deg * (turned - limits.person_step_deg).max(0.0);
            let units = before.signature.weighed(&after.signature, limits);
            (units > most).then(|| (finding(units, most), self.before(from)))
        })
    }
}

fn finding(units: f64, most: f64) -> Finding {
    Finding::error(Code::LivenessPersonChanged).figure("difference_ratio", units / most.max(1e-3))
}

/// How far a face is seen from the side, degrees.
fn aside(look: &Look) -> f64 {
    f64::from(look.angles.yaw_deg.abs().max(look.angles.pitch_deg.abs()))
}

/// The greatest difference of an angle, degrees.
fn apart(a: &HeadAngles, b: &HeadAngles) -> f32 {
    (a.yaw_deg - b.yaw_deg).abs().max((a.pitch_deg - b.pitch_deg).abs()).max((a.roll_deg - b.roll_deg).abs())
}

impl Look {
    /// Value by value the middle of `all`.
    fn median<'a>(all: impl Iterator<Item = &'a Self> + Clone) -> Self {
        let of = |value: fn(&Self) -> f32| median(all.clone().map(value)).unwrap_or(0.0);
        let angles = HeadAngles {
            yaw_deg: of(|s| s.angles.yaw_deg),
            pitch_deg: of(|s| s.angles.pitch_deg),
            roll_deg: of(|s| s.angles.roll_deg),
        };
        let count = all.clone().count().max(1);
        let at_ms = all.clone().map(|s| s.at_ms / count as u64).sum();
        Self { at_ms, angles, signature: Signature::median(all.map(|s| &s.signature)) }
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

    /// How different two are, each of the three against what one person reaches in it within a second and a half.
    fn weighed(&self, other: &Self, limits: &ContinuityLimits) -> f64 {
        let over = |units: f64, of: f64| units / of.max(1e-6);
        let proportion = over(self.proportion_units(other, limits), limits.fade_proportion_units);
        let appearance = over(self.appearance_units(other, limits), limits.fade_appearance_units);
        proportion.hypot(appearance).hypot(over(self.skin_units(other, limits), limits.fade_skin_units))
    }

    /// The distance of proportions and appearance.
    fn form_units(&self, other: &Self, limits: &ContinuityLimits) -> f64 {
        self.proportion_units(other, limits).hypot(self.appearance_units(other, limits))
    }

    fn proportion_units(&self, other: &Self, limits: &ContinuityLimits) -> f64 {
        relative_difference(&self.proportions, &other.proportions) / limits.person_proportion_unit.max(1e-6)
    }

    fn appearance_units(&self, other: &Self, limits: &ContinuityLimits) -> f64 {
        (1.0 - correlation(&self.appearance, &other.appearance)) / limits.person_appearance_unit.max(1e-6)
    }

    /// The same of the skin.
    fn skin_units(&self, other: &Self, limits: &ContinuityLimits) -> f64 {
        let skin = f64::from((self.skin[0] - other.skin[0]).hypot(self.skin[1] - other.skin[1]));
        skin / limits.person_skin_unit.max(1e-6)
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
