//! A mouth that opens wide, against the person's own shut mouth.

use super::expression::Event;
use super::limits::MotionLimits;

/// Time constants with which the person's own shut mouth is approached and left, ms: one seen more shut is believed at
/// once; the other way takes longer than any word.
const TOWARDS_MS: f64 = 250.0;
const AWAY_MS: f64 = 4000.0;

/// A mouth: shut, wide open, shut again or held.
#[derive(Debug, Clone, Default)]
pub(super) struct Mouth {
    last_ms: Option<f64>,
    own: f64,
    /// Since when it is more open than half of a wide mouth, and how far it went.
    open: Option<Event>,
    peak: f64,
    /// Greatest width of the mouth meanwhile, over the person's own.
    widest: f64,
    told: bool,
    /// The person's own width of the mouth.
    width: Option<f64>,
    /// Gap above the person's own shut mouth in this frame.
    pub(super) gap: f64,
    /// Greatest gap since asked for, while the head was still.
    pub(super) greatest_gap: f64,
}

impl Mouth {
    /// The width of the mouth over the person's own, which follows a mouth that is nearly shut; 0 where it is not known.
    fn spread(&mut self, gap: f64, width: f64, step_ms: f64, limits: &MotionLimits) -> f64 {
        if width <= 0.0 {
            return 0.0;
        }
        let own = self.width.get_or_insert(width);
        let spread = width / own.max(1e-6);
        if gap < limits.mouth_attempt_min {
            *own += (width - *own) * (step_ms / AWAY_MS).clamp(0.0, 1.0);
        }
        spread
    }

    /// Takes the gap of the lips and the width of the mouth, 0 where it is not known; an opening once it is over or held for
    /// long.
    pub(super) fn feed(
        &mut self,
        at_ms: f64,
        [gap, width]: [f64; 2],
        head_still: bool,
        limits: &MotionLimits,
    ) -> Option<Event> {
        let step_ms = self.last_ms.map(|last| at_ms - last);
        self.last_ms = Some(at_ms);
        match step_ms {
            None => self.own = gap,
            Some(step_ms) => {
                let pace = if gap < self.own { TOWARDS_MS } else { AWAY_MS };
                self.own += (gap - self.own) * (step_ms / pace).clamp(0.0, 1.0);
            }
        }
        let raw = gap - self.own;
        let spread = self.spread(raw, width, step_ms.unwrap_or(0.0), limits);
        let smiles = |spread: f64, gap: f64| spread > limits.smile_width_ratio && gap < limits.smile_gap_min;
        self.gap = if smiles(spread, raw) { raw.min(limits.mouth_attempt_min / 2.0) } else { raw };
        if !head_still {
            // Lips turned away look more open.
            self.open = None;
            (self.peak, self.widest) = (0.0, 0.0);
            return None;
        }
        self.greatest_gap = self.greatest_gap.max(self.gap);
        let shut_below = limits.mouth_shut_ratio * self.peak.max(limits.mouth_open_min);
        if raw < shut_below {
            let open = self.open.take();
            let wide = self.peak >= limits.mouth_open_min && !smiles(self.widest, self.peak);
            let told = self.told;
            (self.peak, self.widest) = (0.0, 0.0);
            self.told = false;
            let open = open?;
            let fits = wide && !told && at_ms - open.start_ms >= limits.mouth_min_ms;
            return fits.then_some(Event { start_ms: open.start_ms, end_ms: at_ms });
        }
        let start_ms = self.open.map_or(at_ms, |open| open.start_ms);
        self.open = Some(Event { start_ms, end_ms: at_ms });
        self.peak = self.peak.max(raw);
        self.widest = self.widest.max(spread);
        let held = self.peak >= limits.mouth_open_min && at_ms - start_ms >= limits.mouth_hold_ms;
        if held && !self.told && !smiles(self.widest, self.peak) {
            self.told = true;
            return Some(Event { start_ms, end_ms: at_ms });
        }
        None
    }
}
