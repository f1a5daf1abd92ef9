//! Whether a labelled movement is a proper answer to an eye that reads its curves.
//!
//! Told from the angles and openings of the trace alone, by what people are asked to do and not by how the product judges:
//! from the first frame on, the asked axis must go as far as is asked of people (less the sixth by which turns are read
//! short), and no other axis farther than 0.6 of it up to that moment; eyes must shut and open, the mouth open, while the
//! head moves by less than 10°.

use heyan_rules::liveness::{Action, FaceSeen, Observation};

/// Asked of people, degrees: turns, nods and looks, tilts; each as it is read.
const TURN_DEG: f32 = 12.5;
const NOD_DEG: f32 = 8.5;
const TILT_DEG: f32 = 11.5;
/// What other axes may do beside it, share and degrees.
const ASIDE: f32 = 0.6;
const ASIDE_DEG: f32 = 8.0;
/// How far the head may move while eyes or mouth do something, degrees.
const STILL_DEG: f32 = 10.0;
/// Frames around a blink or an opening.
const AROUND: usize = 6;
/// Eyes at their narrowest, over how far they are open around it; lips at their widest, above the rest.
const SHUT: f32 = 0.85;
const OPEN: f32 = 0.07;

/// Why the movement of `film` is no proper answer to `asked`; `None` when it is one.
#[must_use]
pub fn objects(asked: Action, film: &[Observation]) -> Option<&'static str> {
    let faces: Vec<&FaceSeen> = film.iter().filter_map(|o| o.face.as_ref()).collect();
    let Some(first) = faces.first() else { return Some("no face") };
    let row = |f: &FaceSeen| [f.angles.yaw_deg, f.angles.pitch_deg, f.angles.roll_deg];
    let change = |f: &FaceSeen, from: &FaceSeen| {
        let (a, b) = (row(f), row(from));
        [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
    };
    let (axis, sign, least) = match asked {
        Action::TurnLeft => (0, 1.0, TURN_DEG),
        Action::TurnRight => (0, -1.0, TURN_DEG),
        Action::LookUp => (1, 1.0, NOD_DEG),
        Action::Nod | Action::LookDown => (1, -1.0, NOD_DEG),
        Action::TiltLeft => (2, 1.0, TILT_DEG),
        Action::TiltRight => (2, -1.0, TILT_DEG),
        Action::Blink => return of_face(&faces, |f| -f.left_eye_open.max(f.right_eye_open), true),
        Action::OpenMouth => return of_face(&faces, |f| f.mouth_open, false),
        Action::ComeCloser => return None,
    };
    let along = |f: &FaceSeen| sign * change(f, first)[axis];
    let peak = faces.iter().enumerate().max_by(|a, b| along(a.1).total_cmp(&along(b.1))).map_or(0, |(i, _)| i);
    let farthest = along(faces[peak]);
    if farthest < least {
        return Some("too little");
    }
    let aside = |f: &&FaceSeen| {
        let d = change(f, first);
        (0..3).filter(|i| *i != axis).map(|i| d[i].abs()).fold(0.0, f32::max)
    };
    let most = faces[..=peak].iter().map(aside).fold(0.0, f32::max);
    (most > (ASIDE * farthest).max(ASIDE_DEG)).then_some("mixed with another movement")
}

/// The same of eyes and mouth: `of` is greatest where it happens.
fn of_face(faces: &[&FaceSeen], of: fn(&FaceSeen) -> f32, eyes: bool) -> Option<&'static str> {
    let peak = faces.iter().enumerate().max_by(|a, b| of(a.1).total_cmp(&of(b.1))).map_or(0, |(i, _)| i);
    let (from, to) = (peak.saturating_sub(AROUND), (peak + AROUND).min(faces.len() - 1));
    let least = |part: &[&FaceSeen]| part.iter().map(|f| of(f)).fold(f32::INFINITY, f32::min);
    let done = if eyes {
        // Narrow against the wider of both sides' least wide.
        let open = least(&faces[from..=peak]).max(least(&faces[peak..=to]));
        of(faces[peak]).abs() <= SHUT * open.abs()
    } else {
        of(faces[peak]) - least(faces) >= OPEN
    };
    if !done {
        return Some("too little");
    }
    let spread = |axis: fn(&FaceSeen) -> f32| {
        let values = || faces[from..=to].iter().map(|f| axis(f));
        values().fold(f32::NEG_INFINITY, f32::max) - values().fold(f32::INFINITY, f32::min)
    };
    let moved = spread(|f| f.angles.yaw_deg).max(spread(|f| f.angles.pitch_deg)).max(spread(|f| f.angles.roll_deg));
    (moved > STILL_DEG).then_some("mixed with another movement")
}
