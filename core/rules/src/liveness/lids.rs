//! Blinks: both eyes open, shut, open again, against the person's own opening; or, since who smiles or speaks holds them
//! narrower for a while, against how far they were open just before and after.

use std::collections::VecDeque;

use super::expression::Event;
use super::limits::MotionLimits;
use super::statistics::median;

/// Stretch whose middle is the person's own opening, ms: longer than twice the longest blink.
const OWN_MS: f64 = 1500.0;
/// Most samples of it: 120 frames a second.
const MAX_SAMPLES: usize = 180;
/// Spreads of the noise that a blink must exceed.
const NOISE: f64 = 5.0;
/// Share of a dip that must have come back before it is over.
const DIP_BACK: f64 = 0.6;

/// A blink that is over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Blink {
    pub(super) event: Event,
    /// How far the wider eye shut, share of its own opening.
    pub(super) depth: f64,
    /// Farthest that the head was from rest meanwhile, degrees.
    pub(super) head_deg: f64,
}

/// Both eyes through a run.
#[derive(Debug, Clone, Default)]
pub(super) struct Lids {
    recent: VecDeque<(f64, [f64; 2])>,
    /// Last frame with the eyes open.
    open_ms: Option<f64>,
    /// When the last blink was over.
    told_ms: Option<f64>,
    shut: Option<Blink>,
    /// Whether the eyes are shut or nearly so in this frame.
    pub(super) narrow: bool,
    /// How far the eyes have shut since asked, over how far they must.
    pub(super) deepest: f64,
}

impl Lids {
    /// Takes the openings of both eyes; a blink once the eyes are open again. `head_deg` is how far the head is from rest.
    pub(super) fn feed(&mut self, at_ms: f64, eyes: [f64; 2], head_deg: f64, limits: &MotionLimits) -> Option<Blink> {
        self.recent.push_back((at_ms, eyes));
        while self.recent.len() > MAX_SAMPLES || self.recent.front().is_some_and(|(then, _)| at_ms - then > OWN_MS) {
            self.recent.pop_front();
        }
        let own = [self.own(|eyes| eyes[0]), self.own(|eyes| eyes[1])];
        if own.iter().any(|(opening, _)| *opening < limits.eye_open_min) {
            self.shut = None;
            self.narrow = false;
            return None;
        }
        let blink = self.against_own(at_ms, eyes, head_deg, &own, limits);
        let blink = blink.or_else(|| self.dip(at_ms, head_deg, &own, limits));
        if let Some(blink) = blink {
            self.told_ms = Some(at_ms);
            self.deepest = self.deepest.max(blink.depth / limits.shut_depth.max(1e-3));
        }
        blink
    }

    /// A blink against the opening that is usual of late.
    fn against_own(
        &mut self,
        at_ms: f64,
        eyes: [f64; 2],
        head_deg: f64,
        own: &[(f64, f64); 2],
        limits: &MotionLimits,
    ) -> Option<Blink> {
        // Both must shut: the one that is more open counts.
        let depth = own.iter().zip(eyes).map(|((opening, _), eye)| 1.0 - eye / opening).fold(f64::INFINITY, f64::min);
        let noise = own.iter().map(|(opening, noise)| noise / opening).fold(0.0, f64::max);
        let wanted = limits.shut_depth.max(NOISE * noise);
        self.narrow = depth > wanted / 2.0;
        if head_deg <= limits.face_head_max_deg {
            self.deepest = self.deepest.max(depth / wanted.max(1e-3));
        }
        if depth >= wanted {
            let event = Event { start_ms: self.shut.map_or(at_ms, |s| s.event.start_ms), end_ms: at_ms };
            let (deepest, farthest) = self.shut.map_or((depth, head_deg), |s| (s.depth, s.head_deg));
            self.shut = Some(Blink { event, depth: deepest.max(depth), head_deg: farthest.max(head_deg) });
            return None;
        }
        if self.narrow {
            return None;
        }
        let before = self.open_ms.replace(at_ms);
        let (shut, before) = (self.shut.take()?, before?);
        // Sampled: the eyes were shut for at least the inner time and at most the outer.
        let inner_ms = shut.event.end_ms - shut.event.start_ms;
        let fits = at_ms - before >= limits.blink_min_ms && inner_ms <= limits.blink_max_ms;
        let event = Event { end_ms: at_ms, ..shut.event };
        (fits && shut.head_deg <= limits.face_head_max_deg).then_some(Blink { event, ..shut })
    }

    /// A blink against the openings before and after it: the deepest moment since the last blink, from which both eyes have
    /// come back.
    fn dip(&self, at_ms: f64, head_deg: f64, own: &[(f64, f64); 2], limits: &MotionLimits) -> Option<Blink> {
        if head_deg > limits.face_head_max_deg {
            return None;
        }
        let within = |(then, _): &&(f64, [f64; 2])| {
            at_ms - then <= 2.0 * limits.blink_max_ms && self.told_ms.is_none_or(|told| *then > told)
        };
        let all: Vec<&(f64, [f64; 2])> = self.recent.iter().filter(within).collect();
        let wide = |eyes: &[f64; 2]| eyes[0] + eyes[1];
        let (deepest, (_, least)) = all.iter().enumerate().min_by(|a, b| wide(&a.1.1).total_cmp(&wide(&b.1.1)))?;
        let (before, after) = (all.get(..deepest)?, all.get(deepest + 1..)?);
        // How far each eye was open on either side, and how far it shut between.
        let open = |side: &[&(f64, [f64; 2])], eye: usize| {
            side.iter().filter_map(|(_, eyes)| eyes.get(eye).copied()).fold(0.0, f64::max)
        };
        let reference = [0, 1].map(|eye| open(before, eye).min(open(after, eye)));
        let depth = |eyes: &[f64; 2]| {
            let each = eyes.iter().zip(reference).map(|(eye, open)| 1.0 - eye / open.max(1e-6));
            each.fold(f64::INFINITY, f64::min)
        };
        let whole = depth(least);
        let noise = own.iter().map(|(opening, noise)| noise / opening).fold(0.0, f64::max);
        let back = self.recent.back().is_some_and(|(_, eyes)| depth(eyes) < whole * (1.0 - DIP_BACK));
        if !back || whole < limits.dip_depth.max(2.0 * NOISE * noise) {
            return None;
        }
        let shut = |side: &&(f64, [f64; 2])| depth(&side.1) >= whole / 2.0;
        let start_ms = before.iter().rev().take_while(|s| shut(s)).last().map_or(all.get(deepest)?.0, |s| s.0);
        let end_ms = after.iter().take_while(|s| shut(s)).last().map_or(all.get(deepest)?.0, |s| s.0);
        let opened_ms = before.iter().rev().find(|s| !shut(s))?.0;
        let fits = at_ms - opened_ms >= limits.blink_min_ms && end_ms - start_ms <= limits.blink_max_ms;
        let event = Event { start_ms, end_ms: at_ms };
        fits.then_some(Blink { event, depth: whole, head_deg })
    }

    /// The opening of an eye that is usual of late, and the noise of it.
    fn own(&self, eye: fn(&[f64; 2]) -> f64) -> (f64, f64) {
        let values = || self.recent.iter().map(|(_, eyes)| eye(eyes));
        let opening = median(values().map(|v| v as f32)).map_or(0.0, f64::from);
        let steps = values().zip(values().skip(1)).map(|(a, b)| (b - a).abs() as f32);
        // The middle of the size of a difference of two is 0.6745 √2 of the spread.
        let noise = median(steps).map_or(0.0, f64::from) / (0.6745 * 2f64.sqrt());
        (opening, noise)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blinks found among eyes that are open but for the frames of `shut`, at 30 frames a second, with `noise`.
    fn blinks(shut: &[(usize, usize)], least: f64, noise: f64, head_deg: f64) -> usize {
        let mut lids = Lids::default();
        let limits = MotionLimits::default();
        let opening = |i: usize| {
            let shut = shut.iter().any(|(from, to)| (*from..*to).contains(&i));
            let wobble = noise * ((i * i * 7919 % 13) as f64 / 6.0 - 1.0);
            0.3 * (if shut { least } else { 1.0 } + wobble)
        };
        (0..150).filter(|i| lids.feed(*i as f64 * 33.3, [opening(*i); 2], head_deg, &limits).is_some()).count()
    }

    #[test]
    fn open_shut_open_is_a_blink() {
        assert_eq!(blinks(&[(40, 45)], 0.4, 0.01, 0.0), 1);
        assert_eq!(blinks(&[(40, 43), (80, 90)], 0.8, 0.01, 0.0), 2);
        assert_eq!(blinks(&[], 1.0, 0.03, 0.0), 0);
    }

    #[test]
    fn what_is_too_long_too_shallow_or_drowned_in_noise_is_none() {
        assert_eq!(blinks(&[(40, 70)], 0.4, 0.01, 0.0), 0, "a second");
        assert_eq!(blinks(&[(40, 45)], 0.93, 0.005, 0.0), 0, "half-shut");
        assert_eq!(blinks(&[(40, 45)], 0.85, 0.12, 0.0), 0, "noise");
        assert_eq!(blinks(&[(40, 45)], 0.4, 0.01, 15.0), 0, "lids follow the head");
        assert_eq!(blinks(&[(0, 150)], 0.2, 0.01, 0.0), 0, "never open");
    }

    /// Blinks of eyes that open by `opening` at each frame.
    fn of(opening: impl Fn(usize) -> f64) -> usize {
        let (mut lids, limits) = (Lids::default(), MotionLimits::default());
        (0..150).filter(|i| lids.feed(*i as f64 * 33.3, [opening(*i); 2], 0.0, &limits).is_some()).count()
    }

    #[test]
    fn eyes_that_a_smile_narrows_blink_as_well() {
        let smiling = |i: usize| if i < 20 { 0.3 } else { 0.24 };
        assert_eq!(of(smiling), 0, "a smile");
        assert_eq!(of(|i| if (26..31).contains(&i) { 0.12 } else { smiling(i) }), 1);
        assert_eq!(of(|i| if (26..70).contains(&i) { 0.12 } else { smiling(i) }), 0, "a nap");
    }

    #[test]
    fn eyes_that_look_down_do_not_blink() {
        // A gaze that goes down and stays for longer than any blink, and one that wanders.
        let down = |i: usize, from: usize| (i as f64 - from as f64).clamp(0.0, 5.0) / 5.0;
        let gaze = |i: usize| 0.3 - 0.1 * (down(i, 40) - down(i, 80));
        assert_eq!(of(gaze), 0);
        assert_eq!(of(|i| 0.28 + 0.02 * (i as f64 / 9.0).sin()), 0);
    }

    #[test]
    fn one_eye_is_a_wink() {
        let mut lids = Lids::default();
        let limits = MotionLimits::default();
        let eye = |i: usize| if (40..45).contains(&i) { 0.1 } else { 0.3 };
        assert!((0..100).all(|i| lids.feed(i as f64 * 33.3, [eye(i), 0.3], 0.0, &limits).is_none()));
    }
}
