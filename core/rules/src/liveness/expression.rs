//! Eyes and mouth through a run.

use super::approach::Closer;
use super::lids::Lids;
use super::limits::MotionLimits;
use super::mouth::Mouth;
use super::observation::{FaceSeen, TRACKED_POINTS};

/// From when to when something happened, ms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Event {
    pub(super) start_ms: f64,
    pub(super) end_ms: f64,
}

/// What happened to the face in a frame, beside the head's movement.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Expressions {
    /// A blink that is over now.
    pub(super) blink: Option<Event>,
    /// That blink was deeper than a mouth that opens drags the lids.
    pub(super) deep: bool,
    /// An opening of the mouth that is over now, or has been held for long.
    pub(super) mouth: Option<Event>,
    /// The eyes are shut or nearly so in this frame: the whole mesh gives way then.
    pub(super) blinks: bool,
    /// Gap of the lips in this frame, above the person's own.
    pub(super) gap: f64,
    /// How far the eyes have shut since asked, over how far they must: 1 and more is shut.
    pub(super) deepest_lids: f64,
    /// Greatest gap of the lips since asked, above the person's own.
    pub(super) greatest_gap: f64,
    /// How far the face has come, where that is asked.
    pub(super) closer: Closer,
}

/// Corners of the mouth, by their index in the mesh.
const MOUTH: [usize; 2] = [61, 291];

/// Distance of the corners of the mouth over that of the eyes' outer corners; `None` where the landmarks are not complete.
fn width_of_mouth(face: &FaceSeen) -> Option<f64> {
    let corner = |index: usize| {
        let i = TRACKED_POINTS.iter().position(|p| p.mesh_index == index)?;
        face.points.get(i)
    };
    let ([ax, ay], [bx, by]) = (corner(MOUTH[0])?, corner(MOUTH[1])?);
    let eye = f64::from(face.eye_distance_px);
    (eye > 0.0).then(|| f64::from((ax - bx).hypot(ay - by)) / eye)
}

/// Eyes and mouth through a run.
#[derive(Debug, Clone, Default)]
pub(super) struct Features {
    lids: Lids,
    mouth: Mouth,
    asked: bool,
    /// Blinks and openings of the mouth so far.
    pub(super) signs_of_life: usize,
    /// What happened before anything was asked: in a recording the first action may begin at once.
    early: [Option<Event>; 2],
    /// The blink among them was a deep one.
    early_deep: bool,
}

impl Features {
    /// Takes a frame; `head_deg` is how far the head is from rest.
    pub(super) fn feed(&mut self, at_ms: f64, face: &FaceSeen, head_deg: f64, limits: &MotionLimits) -> Expressions {
        let eyes = [face.left_eye_open, face.right_eye_open].map(f64::from);
        let head_still = head_deg <= limits.face_head_max_deg;
        let blink = self.lids.feed(at_ms, eyes, head_deg, limits);
        let lips = [f64::from(face.mouth_open), width_of_mouth(face).unwrap_or(0.0)];
        let mouth = self.mouth.feed(at_ms, lips, head_still, limits);
        let deep = blink.is_some_and(|blink| blink.depth >= limits.life_blink_depth);
        let alive = deep && blink.is_some_and(|blink| blink.head_deg <= limits.life_head_max_deg);
        self.signs_of_life += usize::from(alive) + usize::from(mouth.is_some());
        let blink = blink.map(|blink| blink.event);
        let [early_blink, early_mouth] = self.early;
        let events = [blink.or(early_blink), mouth.or(early_mouth)];
        let deep = if blink.is_some() { deep } else { self.early_deep };
        self.early = if self.asked { [None; 2] } else { events };
        self.early_deep = deep && !self.asked;
        let [blink, mouth] = events;
        Expressions {
            blink,
            deep,
            mouth,
            blinks: self.lids.narrow,
            gap: self.mouth.gap,
            deepest_lids: self.lids.deepest,
            greatest_gap: self.mouth.greatest_gap,
            closer: Closer::default(),
        }
    }

    /// An action is asked: attempts are looked for anew, but for the first, to which all before it counts.
    pub(super) fn ask(&mut self) {
        if std::mem::replace(&mut self.asked, true) {
            self.lids.deepest = 0.0;
            self.mouth.greatest_gap = 0.0;
        }
    }
}
