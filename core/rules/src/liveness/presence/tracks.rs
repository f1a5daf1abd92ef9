//! The frames of a run whose landmarks are kept for the judgement of depth, and what mouth and eyes did in all of them.

use crate::liveness::observation::{FaceSeen, HeadAngles, TRACKED_POINTS};

/// Most frames that are kept; beyond it every second one is dropped.
const MAX_FRAMES: usize = 600;

/// Poses of which the densest is taken.
const DENSEST_AMONG: usize = 64;

/// Frames of one pose below which nothing is said of mouth and eyes.
const FEWEST_ALIKE: usize = 10;

/// A frame.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) angles: HeadAngles,
    pub(super) points: Vec<[f32; 2]>,
    pub(super) proportions: Vec<f32>,
}

/// Mouth and eyes of a frame.
#[derive(Debug, Clone, Copy)]
struct Mien {
    angles: HeadAngles,
    mouth: f32,
    eyes: f32,
}

/// Samples of a run of any length: when there are too many, every second one goes.
#[derive(Debug, Clone)]
struct Thinned<T> {
    kept: Vec<T>,
    stride: usize,
    seen: usize,
}

impl<T> Default for Thinned<T> {
    fn default() -> Self {
        Self { kept: Vec::new(), stride: 1, seen: 0 }
    }
}

impl<T> Thinned<T> {
    fn push(&mut self, sample: impl FnOnce() -> T) {
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
        self.kept.push(sample());
    }
}

/// The tracks of a run.
#[derive(Debug, Clone, Default)]
pub(in crate::liveness) struct Tracks {
    frames: Thinned<Kept>,
    miens: Thinned<Mien>,
}

impl Tracks {
    /// Keeps a frame, if its landmarks are complete.
    pub(in crate::liveness) fn feed(&mut self, face: &FaceSeen) {
        if face.points.len() == TRACKED_POINTS.len() {
            self.frames.push(|| Kept {
                angles: face.angles,
                points: face.points.clone(),
                proportions: face.proportions.clone(),
            });
        }
    }

    /// Notes what mouth and eyes do, of every frame.
    pub(in crate::liveness) fn see(&mut self, face: &FaceSeen) {
        let eyes = face.left_eye_open.max(face.right_eye_open);
        self.miens.push(|| Mien { angles: face.angles, mouth: face.mouth_open, eyes });
    }

    /// How much mouth and eyes move while the head is held alike: the spread of their openings, a twentieth of the frames
    /// left out at either end, over the frames within `deg` degrees of the pose that most of them have.
    pub(super) fn expression(&self, deg: f32) -> f64 {
        let miens = &self.miens.kept;
        let step = (miens.len() / DENSEST_AMONG).max(1);
        let near = |a: &HeadAngles| miens.iter().filter(|b| apart(a, &b.angles) <= deg).collect::<Vec<_>>();
        let alike = miens.iter().step_by(step).map(|mien| near(&mien.angles)).max_by_key(Vec::len).unwrap_or_default();
        if alike.len() < FEWEST_ALIKE {
            return 0.0;
        }
        let spread = |of: fn(&Mien) -> f32| {
            let mut values: Vec<f32> = alike.iter().map(|mien| of(mien)).collect();
            values.sort_by(f32::total_cmp);
            let cut = values.len() / 20;
            let ends = values.get(cut).zip(values.get(values.len() - 1 - cut));
            ends.map_or(0.0, |(low, high)| f64::from(high - low))
        };
        spread(|mien| mien.mouth).hypot(spread(|mien| mien.eyes))
    }

    /// The pose with the most others within `deg` degrees of it.
    pub(super) fn densest(&self, deg: f32) -> Option<HeadAngles> {
        let kept = self.kept();
        let step = (kept.len() / DENSEST_AMONG).max(1);
        let count = |a: &HeadAngles| kept.iter().filter(|b| apart(a, &b.angles) <= deg).count();
        kept.iter().step_by(step).map(|frame| frame.angles).max_by_key(count)
    }

    /// All frames kept.
    pub(super) fn kept(&self) -> &[Kept] {
        &self.frames.kept
    }
}

/// The greatest difference of an angle, degrees.
fn apart(a: &HeadAngles, b: &HeadAngles) -> f32 {
    let yaw = (a.yaw_deg - b.yaw_deg).abs();
    yaw.max((a.pitch_deg - b.pitch_deg).abs()).max((a.roll_deg - b.roll_deg).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of frames at these angles with this opening of the mouth.
    fn expression(frames: impl Iterator<Item = (f32, f32)>) -> f64 {
        let mut tracks = Tracks::default();
        for (yaw_deg, mouth) in frames {
            let angles = HeadAngles { yaw_deg, ..HeadAngles::default() };
            tracks.miens.push(|| Mien { angles, mouth, eyes: 0.3 });
        }
        tracks.expression(3.5)
    }

    #[test]
    fn a_mouth_that_moves_in_a_head_that_does_not_is_an_expression() {
        let talks = (0..90).map(|i| (0.0, if i % 6 < 3 { 0.02 } else { 0.15 }));
        assert!(expression(talks) > 0.12);
        let once = (0..90).map(|i| (0.0, if i == 40 { 0.4 } else { 0.02 }));
        assert!(expression(once) < 0.01, "a slip of one frame");
    }

    #[test]
    fn what_moves_with_the_head_alone_is_none() {
        let turns = (0..90).map(|i| if i < 60 { (0.0, 0.02) } else { (20.0, 0.15) });
        assert!(expression(turns) < 0.01);
        assert!(expression((0..5).map(|i| (0.0, i as f32))) < 0.01, "too few to say");
    }

    #[test]
    fn a_long_run_keeps_samples_of_all_of_it() {
        let mut thinned = Thinned::default();
        (0..5000).for_each(|i| thinned.push(|| i));
        assert!(thinned.kept.len() <= MAX_FRAMES && thinned.kept.len() > MAX_FRAMES / 4);
        assert!(thinned.kept.first().is_some_and(|first| *first < 100));
        assert!(thinned.kept.last().is_some_and(|last| *last > 4900));
    }
}
