//! Light, distance and cover of the face through a run.

use super::limits::PictureLimits;
use super::observation::{FaceSeen, Observation};
use super::report::Hint;
use crate::finding::{Code, Finding, Severity};

/// A state that spoils frames, with the worst figure seen.
#[derive(Debug, Clone)]
struct State {
    code: Code,
    figure: &'static str,
    /// Frames in which it is worth a warning, and an error.
    frames: [usize; 2],
    /// Since when it holds, as warning and as error.
    since: [Option<u64>; 2],
    /// Whether it held long enough at a stretch.
    long: [bool; 2],
    worst: f64,
    worst_ms: u64,
    /// In the last frame.
    now: Option<Severity>,
}

impl State {
    fn new(code: Code, figure: &'static str) -> Self {
        Self { code, figure, frames: [0; 2], since: [None; 2], long: [false; 2], worst: 0.0, worst_ms: 0, now: None }
    }

    /// Takes `value` of a frame; `warn` and `error` are the limits, and it is bad to be above them, or below when they fall.
    fn feed(&mut self, at_ms: u64, value: f64, warn: f64, error: f64, told_ms: f64) {
        let sign = if error >= warn { 1.0 } else { -1.0 };
        let beyond = |limit: f64| sign * value > sign * limit;
        let held = [beyond(warn), beyond(error)];
        self.now = if held[1] { Some(Severity::Error) } else { held[0].then_some(Severity::Warning) };
        for (((held, frames), since), long) in
            held.into_iter().zip(&mut self.frames).zip(&mut self.since).zip(&mut self.long)
        {
            if held {
                *frames += 1;
                let since = *since.get_or_insert(at_ms);
                *long |= at_ms.saturating_sub(since) as f64 >= told_ms;
            } else {
                *since = None;
            }
        }
        if held[0] && (self.frames[0] == 1 || sign * value > sign * self.worst) {
            self.worst = value;
            self.worst_ms = at_ms;
        }
    }

    fn finding(&self, faces: usize, limits: &PictureLimits) -> Option<Finding> {
        let often = |frames: usize| frames as f64 > limits.told_ratio * faces as f64;
        let told = |i: usize| match (self.frames.get(i), self.long.get(i)) {
            (Some(frames), Some(long)) => *long || often(*frames),
            _ => false,
        };
        let severity = if told(1) {
            Severity::Error
        } else if told(0) {
            Severity::Warning
        } else {
            return None;
        };
        Some(Finding::new(self.code, severity).figure(self.figure, self.worst).at_ms(self.worst_ms as f64))
    }
}

/// The states of a run.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    dark: State,
    bright: State,
    clipped: State,
    far: State,
    near: State,
    outside: State,
    covered: State,
    hidden: State,
    faces: usize,
}

impl Default for Picture {
    fn default() -> Self {
        Self {
            dark: State::new(Code::LivenessTooDark, "luminance_ratio"),
            bright: State::new(Code::LivenessTooBright, "luminance_ratio"),
            clipped: State::new(Code::LivenessTooBright, "clipped_ratio"),
            far: State::new(Code::LivenessTooFar, "eye_distance_px"),
            near: State::new(Code::LivenessTooNear, "width_ratio"),
            outside: State::new(Code::LivenessTooNear, "outside_ratio"),
            covered: State::new(Code::LivenessFaceCovered, "presence_ratio"),
            hidden: State::new(Code::LivenessFaceCovered, "detail_ratio"),
            faces: 0,
        }
    }
}

impl Picture {
    /// Takes a frame with a face.
    pub(crate) fn feed(&mut self, o: &Observation, face: &FaceSeen, l: &PictureLimits) {
        self.faces += 1;
        let (at, told) = (o.at_ms, l.told_ms);
        let luminance = f64::from(face.luminance);
        self.dark.feed(at, luminance, l.dark_warn, l.dark_error, told);
        self.bright.feed(at, luminance, l.bright_warn, l.bright_error, told);
        self.clipped.feed(at, f64::from(face.clipped_ratio), l.clipped_warn_ratio, l.clipped_error_ratio, told);
        self.far.feed(at, f64::from(face.eye_distance_px), l.far_warn_px, l.far_error_px, told);
        let shorter = f64::from(o.width_px.min(o.height_px).max(1));
        let width = f64::from(face.box_px[2] - face.box_px[0]);
        self.near.feed(at, width / shorter, l.near_warn_ratio, l.near_error_ratio, told);
        self.outside.feed(at, outside_ratio(o, face), l.outside_warn_ratio, l.outside_error_ratio, told);
        self.covered.feed(at, f64::from(face.presence), l.covered_warn, l.covered_error, told);
        let turned = f64::from(face.angles.yaw_deg.abs().max(face.angles.pitch_deg.abs()));
        if turned <= l.hidden_pose_deg {
            let detail = face.detail.iter().copied().fold(f32::INFINITY, f32::min);
            self.hidden.feed(at, f64::from(detail), l.hidden_warn_detail, l.hidden_error_detail, told);
        }
    }

    /// What the person should mend now.
    pub(crate) fn hint(&self) -> Option<Hint> {
        let hints = [
            (&self.covered, Hint::Uncover),
            (&self.hidden, Hint::Uncover),
            (&self.outside, Hint::MoveBack),
            (&self.near, Hint::MoveBack),
            (&self.far, Hint::ComeCloser),
            (&self.dark, Hint::MoreLight),
            (&self.bright, Hint::LessLight),
            (&self.clipped, Hint::LessLight),
        ];
        let worst = hints.iter().find(|(state, _)| state.now == Some(Severity::Error));
        worst.or_else(|| hints.iter().find(|(state, _)| state.now.is_some())).map(|(_, hint)| *hint)
    }

    /// What held for long enough to be told; of two with the same code the graver.
    pub(crate) fn findings(&self, l: &PictureLimits) -> Vec<Finding> {
        let graver = |a: Option<Finding>, b: Option<Finding>| match (a, b) {
            (Some(a), Some(b)) => Some(if b.severity > a.severity { b } else { a }),
            (a, b) => a.or(b),
        };
        let of = |state: &State| state.finding(self.faces, l);
        let all = [
            of(&self.dark),
            graver(of(&self.bright), of(&self.clipped)),
            of(&self.far),
            graver(of(&self.near), of(&self.outside)),
            graver(of(&self.covered), of(&self.hidden)),
        ];
        all.into_iter().flatten().collect()
    }
}

/// Share of the face's box outside the picture; of a box that is none, all of it.
pub(crate) fn outside_ratio(o: &Observation, face: &FaceSeen) -> f64 {
    let [left, top, right, bottom] = face.box_px.map(f64::from);
    let area = (right - left) * (bottom - top);
    if area <= 0.0 || right < left {
        return 1.0;
    }
    let within = |low: f64, high: f64, size: u32| (high.min(f64::from(size)) - low.max(0.0)).max(0.0);
    1.0 - within(left, right, o.width_px) * within(top, bottom, o.height_px) / area
}
