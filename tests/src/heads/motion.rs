//! What a person does in front of the camera, as angles over time.

use heyan_rules::liveness::{Action, HeadAngles};

use super::shape::Pose;
use crate::rng::Rng;

/// One movement: from rest to its peak, held, and back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// What the person means to do.
    pub action: Action,
    /// When it begins, s.
    pub from_s: f32,
    /// The ways there and back and the time between, s.
    pub there_s: f32,
    /// See [`Self::there_s`].
    pub hold_s: f32,
    /// See [`Self::there_s`].
    pub back_s: f32,
    /// The head at its peak against rest, degrees.
    pub peak: HeadAngles,
    /// The lids at its peak, 1 shut.
    pub lids: f32,
    /// The jaw at its peak, degrees.
    pub jaw_deg: f32,
    /// How much nearer the head is at its peak, cm.
    pub near_cm: f32,
    /// How often it is done one after the other without a pause.
    pub times: u32,
}

impl Stroke {
    /// When it has ended, s.
    #[must_use]
    pub fn to_s(&self) -> f32 {
        self.from_s + (self.there_s + self.hold_s + self.back_s) * self.times as f32
    }

    /// Share of the peak at a time, 0 to 1.
    #[must_use]
    pub fn share(&self, at_s: f32) -> f32 {
        let one = self.there_s + self.hold_s + self.back_s;
        let t = at_s - self.from_s;
        if t <= 0.0 || t >= one * self.times as f32 {
            return 0.0;
        }
        let t = t % one;
        if t < self.there_s {
            eased(t / self.there_s)
        } else if t < self.there_s + self.hold_s {
            1.0
        } else {
            eased((one - t) / self.back_s)
        }
    }
}

/// The way of least jerk (Flash and Hogan 1985).
fn eased(t: f32) -> f32 {
    let t = t.clamp(0.0, 1.0);
    t * t * t * (10.0 + t * (6.0 * t - 15.0))
}

/// How a stroke is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// As asked for.
    Proper,
    /// Too little of it.
    Small,
    /// Far too much.
    Large,
    /// Faster than a person that follows words would.
    Hasty,
}

impl Manner {
    /// The name in lists and truths.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Proper => "proper",
            Self::Small => "small",
            Self::Large => "large",
            Self::Hasty => "hasty",
        }
    }
}

/// Peaks, degrees. Proper ones begin a degree above what is asked of people: turn 15, nod 10, tilt 12.
fn peak(rng: &mut Rng, action: Action, manner: Manner) -> (HeadAngles, f32, f32) {
    let mut a = HeadAngles::default();
    let (mut lids, mut jaw) = (0.0, 0.0);
    let mut size = |proper: (f32, f32), small: (f32, f32), large: (f32, f32)| {
        let (lo, hi) = match manner {
            Manner::Small => small,
            Manner::Large => large,
            Manner::Proper => proper,
            // The upper half: a small jerk is no jump.
            Manner::Hasty => ((proper.0 + proper.1) / 2.0, proper.1),
        };
        rng.range(lo, hi)
    };
    let turn = (16.0, 32.0);
    match action {
        Action::Nod => a.pitch_deg = -size((11.0, 24.0), (2.0, 5.5), (42.0, 48.0)),
        Action::LookDown => a.pitch_deg = -size((12.0, 25.0), (2.0, 5.5), (42.0, 48.0)),
        Action::LookUp => a.pitch_deg = size((12.0, 25.0), (2.0, 5.5), (42.0, 47.0)),
        Action::TurnLeft => a.yaw_deg = size(turn, (3.0, 8.0), (52.0, 60.0)),
        Action::TurnRight => a.yaw_deg = -size(turn, (3.0, 8.0), (52.0, 60.0)),
        Action::TiltLeft => a.roll_deg = size((13.0, 28.0), (2.0, 6.5), (60.0, 70.0)),
        Action::TiltRight => a.roll_deg = -size((13.0, 28.0), (2.0, 6.5), (60.0, 70.0)),
        Action::Blink => lids = size((0.95, 1.0), (0.15, 0.3), (1.0, 1.0)),
        Action::OpenMouth => jaw = size((16.0, 24.0), (1.0, 2.5), (26.0, 30.0)),
        Action::ComeCloser => {}
    }
    (a, lids, jaw)
}

/// A stroke of `action` that begins at `from_s`, with the couplings that necks have: a turn brings some tilt and nod
/// along, up to a fifth.
#[must_use]
pub fn stroke(rng: &mut Rng, action: Action, manner: Manner, from_s: f32) -> Stroke {
    let (mut peak, lids, jaw_deg) = peak(rng, action, manner);
    let main = peak.yaw_deg.abs().max(peak.pitch_deg.abs()).max(peak.roll_deg.abs());
    let mut along = || rng.range(-0.2, 0.2) * main;
    let (a, b) = (along(), along() * 0.75);
    match action {
        Action::TurnLeft | Action::TurnRight => (peak.roll_deg, peak.pitch_deg) = (a, b),
        Action::TiltLeft | Action::TiltRight => (peak.yaw_deg, peak.pitch_deg) = (a, b),
        Action::Nod | Action::LookUp | Action::LookDown => (peak.yaw_deg, peak.roll_deg) = (a * 0.6, b * 0.6),
        Action::Blink | Action::OpenMouth | Action::ComeCloser => {}
    }
    let (there, hold, back) = match action {
        Action::Blink => ((0.08, 0.14), (0.06, 0.22), (0.1, 0.2)),
        Action::OpenMouth => ((0.25, 0.5), (0.3, 0.9), (0.25, 0.5)),
        Action::ComeCloser => ((0.7, 1.3), (0.6, 1.0), (0.6, 1.2)),
        Action::Nod => ((0.28, 0.6), (0.0, 0.15), (0.28, 0.6)),
        Action::LookDown | Action::LookUp => ((0.4, 0.8), (0.9, 1.5), (0.4, 0.8)),
        _ => ((0.4, 0.9), (0.15, 0.9), (0.4, 0.9)),
    };
    let hasty = manner == Manner::Hasty;
    let mut time = |(lo, hi): (f32, f32)| if hasty { rng.range(0.02, 0.05) } else { rng.range(lo, hi) };
    let (there_s, hold_s, back_s) = (time(there), time(hold), time(back));
    let times = match action {
        Action::Nod if rng.chance(0.3) => 2,
        Action::Blink if rng.chance(0.2) => 2,
        _ => 1,
    };
    Stroke { action, from_s, there_s, hold_s, back_s, peak, lids, jaw_deg, near_cm: 0.0, times }
}

/// What never stops in a living person: slow drift of head and body, and blinks.
#[derive(Clone, Debug)]
pub struct Life {
    waves: Vec<Wave>,
    blinks: Vec<f32>,
    /// Rest of the head, degrees.
    rest: HeadAngles,
    /// Place of the person, cm.
    place: [f32; 3],
}

#[derive(Clone, Debug)]
struct Wave {
    /// Of the six: yaw, pitch, roll, right, up, near.
    of: usize,
    size: f32,
    hz: f32,
    phase: f32,
}

impl Life {
    /// `sway` is the size of the body's movement, cm; `rest` and `place` where the person is at rest.
    #[must_use]
    pub fn new(rng: &mut Rng, rest: HeadAngles, place: [f32; 3], sway: f32, until_s: f32) -> Self {
        let mut waves = Vec::new();
        for of in 0..6 {
            // Head drift of a person who sits still is a few tenths of a degree.
            let whole = if of < 3 { rng.range(0.2, 0.5) } else { sway * [1.0, 0.4, 0.8][of - 3] };
            for (part, lo, hi) in [(0.6, 0.08, 0.25), (0.35, 0.25, 0.6), (0.12, 0.8, 1.8)] {
                waves.push(Wave {
                    of,
                    size: whole * part,
                    hz: rng.range(lo, hi),
                    phase: rng.range(0.0, std::f32::consts::TAU),
                });
            }
        }
        let mut blinks = Vec::new();
        let mut at = rng.range(0.5, 4.0);
        while at < until_s {
            blinks.push(at);
            at += rng.range(2.2, 5.5);
        }
        Self { waves, blinks, rest, place }
    }

    /// Without blinks of its own: an action about the eyes is asked.
    pub fn stare(&mut self) {
        self.blinks.clear();
    }

    /// Another place to stand.
    pub fn stand(&mut self, place: [f32; 3]) {
        self.place = place;
    }

    /// Where the person stands, cm.
    #[must_use]
    pub fn place(&self) -> [f32; 3] {
        self.place
    }

    /// Drift of the angles `k` times as large.
    pub fn stronger(&mut self, k: f32) {
        for w in self.waves.iter_mut().filter(|w| w.of < 3) {
            w.size *= k;
        }
    }

    /// The pose at a time, without any stroke.
    #[must_use]
    pub fn pose(&self, at_s: f32) -> Pose {
        let mut v = [0.0; 6];
        for w in &self.waves {
            v[w.of] += w.size * libm::sinf(w.phase + std::f32::consts::TAU * w.hz * at_s);
        }
        let shut = self.blinks.iter().map(|b| blink(at_s - b)).fold(0.0, f32::max);
        Pose {
            angles: HeadAngles {
                yaw_deg: self.rest.yaw_deg + v[0],
                pitch_deg: self.rest.pitch_deg + v[1],
                roll_deg: self.rest.roll_deg + v[2],
            },
            lids: [shut; 2],
            jaw_deg: 0.0,
            shift: [self.place[0] + v[3], self.place[1] + v[4], self.place[2] + v[5]],
        }
    }

    /// The pose at a time with the strokes laid over it.
    #[must_use]
    pub fn with(&self, strokes: &[Stroke], at_s: f32) -> Pose {
        let mut pose = self.pose(at_s);
        for s in strokes {
            let k = s.share(at_s);
            pose.angles.yaw_deg += s.peak.yaw_deg * k;
            pose.angles.pitch_deg += s.peak.pitch_deg * k;
            pose.angles.roll_deg += s.peak.roll_deg * k;
            pose.lids = pose.lids.map(|l| l.max(s.lids * k));
            pose.jaw_deg += s.jaw_deg * k;
            pose.shift[2] += s.near_cm * k;
        }
        pose
    }
}

/// A blink of a fifth of a second: shut in 80 ms, open again in 120.
fn blink(t: f32) -> f32 {
    if t < 0.0 { 0.0 } else { (t / 0.08).min((0.2 - t) / 0.12).clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroke_rises_holds_and_comes_back() {
        let mut rng = Rng::new(3);
        let s = stroke(&mut rng, Action::TurnLeft, Manner::Proper, 1.0);
        assert_eq!(s.share(0.99), 0.0);
        assert!((s.share(1.0 + s.there_s + s.hold_s / 2.0) - 1.0).abs() < 1e-5);
        assert_eq!(s.share(s.to_s() + 0.01), 0.0);
        assert!(s.peak.yaw_deg >= 16.0 && s.peak.roll_deg.abs() <= 0.2 * s.peak.yaw_deg);
    }

    #[test]
    fn a_living_head_is_never_still() {
        let mut rng = Rng::new(4);
        let life = Life::new(&mut rng, HeadAngles::default(), [0.0; 3], 0.5, 5.0);
        for i in 1..100 {
            let (a, b) = (life.pose(i as f32 * 0.033), life.pose((i - 1) as f32 * 0.033));
            assert_ne!(a.angles, b.angles);
            assert!(a.angles.yaw_deg.abs() < 0.7);
        }
    }
}
