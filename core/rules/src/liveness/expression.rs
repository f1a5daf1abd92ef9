//! Eyes and mouth, each against the person's own.

use super::limits::MotionLimits;

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

/// Both eyes: open, shut, open again.
#[derive(Debug, Clone, Default)]
pub(super) struct Lids {
    last_ms: Option<f64>,
    own: [f64; 2],
    /// Last frame with the eyes open, before they shut.
    open_ms: Option<f64>,
    /// First and last frame with the eyes shut.
    shut: Option<Event>,
    /// Whether the head moved meanwhile.
    moved: bool,
    /// Least opening of the wider eye, over the person's own, since asked for.
    pub(super) least_ratio: f64,
}

impl Lids {
    /// Takes the openings of both eyes; a blink once the eyes are open again. `head_still` is whether the head is near rest.
    pub(super) fn feed(
        &mut self,
        at_ms: f64,
        eyes: [f64; 2],
        head_still: bool,
        limits: &MotionLimits,
    ) -> Option<Event> {
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

    /// Begins to look for attempts anew.
    pub(super) fn ask(&mut self) {
        self.least_ratio = 1.0;
    }
}

/// A mouth: shut, wide open, shut again or held.
#[derive(Debug, Clone, Default)]
pub(super) struct Mouth {
    last_ms: Option<f64>,
    own: f64,
    /// Since when it is more open than half of a wide mouth, and how far it went.
    open: Option<Event>,
    peak: f64,
    told: bool,
    /// Gap above the person's own shut mouth in this frame.
    pub(super) gap: f64,
    /// Greatest gap since asked for.
    pub(super) greatest_gap: f64,
}

impl Mouth {
    /// Takes the gap of the lips; an opening once it is over or held for long.
    pub(super) fn feed(&mut self, at_ms: f64, gap: f64, limits: &MotionLimits) -> Option<Event> {
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

    /// Begins to look for attempts anew.
    pub(super) fn ask(&mut self) {
        self.greatest_gap = 0.0;
    }
}
