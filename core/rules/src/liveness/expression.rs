//! Eyes and mouth, each against the person's own.

use super::limits::MotionLimits;
use super::observation::FaceSeen;

/// Time constants with which a person's own baseline is approached and left, ms: an eye seen wider open, or a mouth seen
/// more shut, is believed at once; the other way takes longer than any blink or word.
const TOWARDS_MS: f64 = 250.0;
const AWAY_MS: f64 = 4000.0;

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
    /// An opening of the mouth that is over now, or has been held for long.
    pub(super) mouth: Option<Event>,
    /// The mouth is wide open in this frame.
    pub(super) mouth_wide: bool,
    /// The mouth drags the landmarks that the pose is fitted to.
    pub(super) drags: bool,
    /// Least opening of the eyes since asked, over the person's own.
    pub(super) least_lids: f64,
    /// Greatest gap of the lips since asked, above the person's own.
    pub(super) greatest_gap: f64,
}

/// Eyes and mouth through a run.
#[derive(Debug, Clone, Default)]
pub(super) struct Features {
    lids: Lids,
    mouth: Mouth,
    asked: bool,
    /// What happened before anything was asked: in a recording the first action may begin at once.
    early: [Option<Event>; 2],
}

impl Features {
    /// Takes a frame; `head_still` is whether the head is near rest.
    pub(super) fn feed(&mut self, at_ms: f64, face: &FaceSeen, head_still: bool, limits: &MotionLimits) -> Expressions {
        let eyes = [face.left_eye_open, face.right_eye_open].map(f64::from);
        let blink = self.lids.feed(at_ms, eyes, head_still, limits);
        let mouth = self.mouth.feed(at_ms, f64::from(face.mouth_open), limits);
        let [early_blink, early_mouth] = self.early;
        let events = [blink.or(early_blink), mouth.or(early_mouth)];
        self.early = if self.asked { [None; 2] } else { events };
        let [blink, mouth] = events;
        Expressions {
            blink,
            mouth,
            mouth_wide: self.mouth.gap >= limits.mouth_open_min,
            drags: self.mouth.gap >= limits.mouth_attempt_min,
            least_lids: self.lids.least_ratio,
            greatest_gap: self.mouth.greatest_gap,
        }
    }

    /// An action is asked: attempts are looked for anew, but for the first, to which all before it counts.
    pub(super) fn ask(&mut self) {
        if std::mem::replace(&mut self.asked, true) {
            self.lids.least_ratio = 1.0;
            self.mouth.greatest_gap = 0.0;
        }
    }
}

/// Both eyes: open, shut, open again.
#[derive(Debug, Clone)]
struct Lids {
    last_ms: Option<f64>,
    own: [f64; 2],
    /// Last frame with the eyes open, before they shut.
    open_ms: Option<f64>,
    /// First and last frame with the eyes shut.
    shut: Option<Event>,
    /// Whether the head moved meanwhile.
    moved: bool,
    /// Least opening of the wider eye, over the person's own, since asked for.
    least_ratio: f64,
}

impl Default for Lids {
    fn default() -> Self {
        Self { last_ms: None, own: [0.0; 2], open_ms: None, shut: None, moved: false, least_ratio: 1.0 }
    }
}

impl Lids {
    /// Takes the openings of both eyes; a blink once the eyes are open again.
    fn feed(&mut self, at_ms: f64, eyes: [f64; 2], head_still: bool, limits: &MotionLimits) -> Option<Event> {
        let step_ms = self.last_ms.map(|last| at_ms - last);
        self.last_ms = Some(at_ms);
        for (own, eye) in self.own.iter_mut().zip(eyes) {
            let Some(step_ms) = step_ms else {
                *own = eye;
                continue;
            };
            let pace = if eye > *own { TOWARDS_MS } else { AWAY_MS };
            *own += (eye - *own) * (step_ms / pace).clamp(0.0, 1.0);
        }
        let known = self.own.iter().all(|own| *own >= limits.eye_open_min);
        let ratio = self.own.iter().zip(eyes).map(|(own, eye)| eye / own.max(1e-3)).fold(0.0, f64::max);
        if !known {
            self.shut = None;
            return None;
        }
        if head_still {
            self.least_ratio = self.least_ratio.min(ratio);
        }
        if ratio <= limits.shut_ratio {
            let start_ms = self.shut.map_or(at_ms, |s| s.start_ms);
            self.moved = (self.shut.is_some() && self.moved) || !head_still;
            self.shut = Some(Event { start_ms, end_ms: at_ms });
            return None;
        }
        if ratio < limits.open_ratio {
            return None;
        }
        let shut = self.shut.take();
        let before = self.open_ms.replace(at_ms);
        let (shut, before) = (shut?, before?);
        // Sampled: the eyes were shut for at least the inner time and at most the outer.
        let fits = at_ms - before >= limits.blink_min_ms && shut.end_ms - shut.start_ms <= limits.blink_max_ms;
        (fits && !self.moved).then_some(Event { start_ms: shut.start_ms, end_ms: at_ms })
    }
}

/// A mouth: shut, wide open, shut again or held.
#[derive(Debug, Clone, Default)]
struct Mouth {
    last_ms: Option<f64>,
    own: f64,
    /// Since when it is more open than half of a wide mouth, and how far it went.
    open: Option<Event>,
    peak: f64,
    told: bool,
    /// Gap above the person's own shut mouth in this frame.
    gap: f64,
    /// Greatest gap since asked for.
    greatest_gap: f64,
}

impl Mouth {
    /// Takes the gap of the lips; an opening once it is over or held for long.
    fn feed(&mut self, at_ms: f64, gap: f64, limits: &MotionLimits) -> Option<Event> {
        let step_ms = self.last_ms.map(|last| at_ms - last);
        self.last_ms = Some(at_ms);
        match step_ms {
            None => self.own = gap,
            Some(step_ms) => {
                let pace = if gap < self.own { TOWARDS_MS } else { AWAY_MS };
                self.own += (gap - self.own) * (step_ms / pace).clamp(0.0, 1.0);
            }
        }
        self.gap = gap - self.own;
        self.greatest_gap = self.greatest_gap.max(self.gap);
        let shut_below = limits.mouth_shut_ratio * self.peak.max(limits.mouth_open_min);
        if self.gap < shut_below {
            let open = self.open.take();
            let (wide, told) = (self.peak >= limits.mouth_open_min, self.told);
            self.peak = 0.0;
            self.told = false;
            let open = open?;
            let fits = wide && !told && at_ms - open.start_ms >= limits.mouth_min_ms;
            return fits.then_some(Event { start_ms: open.start_ms, end_ms: at_ms });
        }
        let start_ms = self.open.map_or(at_ms, |open| open.start_ms);
        self.open = Some(Event { start_ms, end_ms: at_ms });
        self.peak = self.peak.max(self.gap);
        let held = self.peak >= limits.mouth_open_min && at_ms - start_ms >= limits.mouth_hold_ms;
        if held && !self.told {
            self.told = true;
            return Some(Event { start_ms, end_ms: at_ms });
        }
        None
    }
}
