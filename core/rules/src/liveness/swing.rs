//! One movement of the head away from rest, taken as a whole: how far it went along each axis, and how it ended.

use super::action::{Action, Axis};
use super::limits::MotionLimits;
use super::observation::HeadAngles;

/// How a swing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// The head is at rest.
    Rest,
    /// It moves.
    Moving,
    /// The leading axis has come back most of the way, the head need not be at rest.
    Returned,
    /// The head is held still away from rest.
    Held,
    /// The head has come to rest again.
    Settled,
}

/// Least and greatest change along one axis, degrees.
#[derive(Debug, Clone, Copy, Default)]
struct Range {
    low: f64,
    high: f64,
}

impl Range {
    fn take(&mut self, value: f64) {
        self.low = self.low.min(value);
        self.high = self.high.max(value);
    }

    /// The value farthest from 0, with its sign.
    fn peak(&self) -> f64 {
        if -self.low > self.high { self.low } else { self.high }
    }
}

/// What a movement of the head was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lead {
    pub(super) action: Action,
    /// Its peak over the least one.
    pub(super) strength: f64,
}

/// The swing that goes on, or the last one.
#[derive(Debug, Clone, Default)]
pub(super) struct Swing {
    /// When it began; `None` at rest.
    started_ms: Option<f64>,
    yaw: Range,
    pitch: Range,
    roll: Range,
    /// Since when the head is held still.
    still_since: Option<f64>,
    /// Since when the head is at rest.
    rest_since: Option<f64>,
    /// Times and pitch of all samples.
    chin: Vec<[f64; 2]>,
    /// The last change.
    last: [f64; 3],
}

/// Share of the lowest pitch from which the chin is down.
const CHIN_DOWN: f64 = 0.85;
/// Most samples of a swing that are kept: half a minute at 60 frames a second, longer than any action's time.
const MAX_SAMPLES: usize = 2048;
/// Share of the peak that is left when a recording that ends there shows the way back.
const TURNED_BACK: f64 = 0.7;

impl Swing {
    /// Takes one sample of the change from neutral, degrees, and whether the head is held still.
    pub(super) fn feed(&mut self, at_ms: f64, d: &[f64; 3], still: bool, limits: &MotionLimits) -> Phase {
        let strength = strength(d, limits);
        if self.started_ms.is_none() {
            if strength < limits.start_strength {
                return Phase::Rest;
            }
            *self = Self { started_ms: Some(at_ms), ..Self::default() };
        }
        self.last = *d;
        let [yaw, pitch, roll] = *d;
        self.yaw.take(yaw);
        self.pitch.take(pitch);
        self.roll.take(roll);
        self.still_since = still.then(|| self.still_since.unwrap_or(at_ms));
        self.rest_since = (strength < limits.rest_strength).then(|| self.rest_since.unwrap_or(at_ms));
        let for_ms = |since: Option<f64>| since.map_or(0.0, |since| at_ms - since);
        if self.chin.len() < MAX_SAMPLES {
            self.chin.push([at_ms, pitch]);
        }
        if self.rest_since.is_some() && for_ms(self.rest_since) >= limits.settle_ms {
            Phase::Settled
        } else if self.rest_since.is_none() && for_ms(self.still_since) >= limits.hold_ms {
            Phase::Held
        } else if self.left(limits) <= limits.return_ratio {
            Phase::Returned
        } else {
            Phase::Moving
        }
    }

    /// How much of the leading peak is left.
    fn left(&self, limits: &MotionLimits) -> f64 {
        let (axis, peak) = self.leading(limits);
        let [yaw, pitch, roll] = self.last;
        let now = match axis {
            Axis::Yaw => yaw,
            Axis::Pitch => pitch,
            Axis::Roll => roll,
        };
        now * peak.signum() / peak.abs().max(1e-6)
    }

    /// Whether the head is on its way back, though not yet there.
    pub(super) fn has_turned_back(&self, limits: &MotionLimits) -> bool {
        self.started_ms.is_some() && self.left(limits) <= TURNED_BACK
    }

    /// The axis that leads, by its peak over the least swing along it, and the peak.
    fn leading(&self, limits: &MotionLimits) -> (Axis, f64) {
        let axes = [(Axis::Yaw, self.yaw.peak()), (Axis::Pitch, self.pitch.peak()), (Axis::Roll, self.roll.peak())];
        let by_strength = |a: &&(Axis, f64), b: &&(Axis, f64)| {
            axis_strength(a.0, a.1, limits).total_cmp(&axis_strength(b.0, b.1, limits))
        };
        axes.iter().max_by(by_strength).copied().unwrap_or((Axis::Yaw, 0.0))
    }

    /// What the movement was, for one who asked for `asked`: a nod and a look down differ only in how long the chin stays
    /// down, and between the two bounds it is whichever was asked.
    pub(super) fn lead(&self, asked: Action, limits: &MotionLimits) -> Lead {
        let (axis, peak) = self.leading(limits);
        let strength = axis_strength(axis, peak, limits);
        let action = match axis {
            Axis::Yaw if peak > 0.0 => Action::TurnLeft,
            Axis::Yaw => Action::TurnRight,
            Axis::Roll if peak > 0.0 => Action::TiltLeft,
            Axis::Roll => Action::TiltRight,
            // Up and down in one swing is a nod whichever came first or was larger.
            Axis::Pitch if peak > 0.0 && -self.pitch.low < limits.nod_min_deg => Action::LookUp,
            Axis::Pitch => {
                let longest = match asked {
                    Action::Nod => limits.nod_down_max_ms,
                    Action::LookDown => limits.look_down_min_ms,
                    _ => f64::midpoint(limits.look_down_min_ms, limits.nod_down_max_ms),
                };
                if self.chin_down_ms() < longest { Action::Nod } else { Action::LookDown }
            }
        };
        Lead { action, strength }
    }

    /// How long the chin was near its lowest. Time at the bottom and not stillness, and not the very lowest: a blink shakes
    /// the landmarks and reads as up to 4° of nod.
    fn chin_down_ms(&self) -> f64 {
        let mut down: Vec<f64> =
            self.chin.iter().map(|[_, pitch]| *pitch).filter(|p| *p < 0.5 * self.pitch.low).collect();
        down.sort_by(f64::total_cmp);
        let near = CHIN_DOWN * down.get(down.len() / 4).copied().unwrap_or(f64::NEG_INFINITY);
        let step = |pair: &[[f64; 2]]| match pair {
            [[from, _], [to, pitch]] if *pitch <= near => to - from,
            _ => 0.0,
        };
        self.chin.windows(2).map(step).sum()
    }

    /// The peaks with their signs.
    pub(super) fn peaks(&self) -> HeadAngles {
        HeadAngles {
            yaw_deg: self.yaw.peak() as f32,
            pitch_deg: self.pitch.peak() as f32,
            roll_deg: self.roll.peak() as f32,
        }
    }

    /// The peak along the axis of `action`, + where it is asked to go; 0 for eyes and mouth.
    pub(super) fn towards(&self, action: Action) -> f64 {
        let Some((axis, sign)) = action.axis() else { return 0.0 };
        let range = self.range(axis);
        if sign > 0.0 { range.high } else { -range.low }
    }

    /// The greatest peak along the axes that `action` does not move, with its axis.
    pub(super) fn aside(&self, action: Action) -> (Axis, f64) {
        let own = action.axis().map(|(axis, _)| axis);
        let others = [Axis::Yaw, Axis::Pitch, Axis::Roll].into_iter().filter(|axis| Some(*axis) != own);
        let peaks = others.map(|axis| (axis, self.range(axis).peak()));
        peaks.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())).unwrap_or((Axis::Yaw, 0.0))
    }

    fn range(&self, axis: Axis) -> Range {
        match axis {
            Axis::Yaw => self.yaw,
            Axis::Pitch => self.pitch,
            Axis::Roll => self.roll,
        }
    }

    /// When it began.
    pub(super) fn started_ms(&self) -> Option<f64> {
        self.started_ms
    }

    /// How far the head has gone, over the greatest that still counts.
    pub(super) fn excess(&self, limits: &MotionLimits) -> f64 {
        let share = |axis: Axis, most: f64| self.range(axis).peak().abs() / most.max(1.0);
        share(Axis::Yaw, limits.turn_max_deg)
            .max(share(Axis::Pitch, limits.pitch_max_deg))
            .max(share(Axis::Roll, limits.tilt_max_deg))
    }
}

/// The peak along `axis` over the least that counts.
fn axis_strength(axis: Axis, peak: f64, limits: &MotionLimits) -> f64 {
    let least = match axis {
        Axis::Yaw => limits.turn_min_deg,
        Axis::Pitch if peak > 0.0 => limits.up_min_deg,
        Axis::Pitch => limits.nod_min_deg,
        Axis::Roll => limits.tilt_min_deg,
    };
    peak.abs() / least.max(0.1)
}

/// How far the head is from rest: the greatest of its axes.
pub(super) fn strength(d: &[f64; 3], limits: &MotionLimits) -> f64 {
    let [yaw, pitch, roll] = *d;
    axis_strength(Axis::Yaw, yaw, limits).max(axis_strength(Axis::Pitch, pitch, limits)).max(axis_strength(
        Axis::Roll,
        roll,
        limits,
    ))
}

/// The least swing that `action` asks for, degrees.
pub(super) fn least_deg(action: Action, limits: &MotionLimits) -> f64 {
    match action.axis() {
        Some((Axis::Yaw, _)) => limits.turn_min_deg,
        Some((Axis::Pitch, sign)) if sign > 0.0 => limits.up_min_deg,
        Some((Axis::Pitch, _)) => limits.nod_min_deg,
        Some((Axis::Roll, _)) => limits.tilt_min_deg,
        None => 0.0,
    }
}
