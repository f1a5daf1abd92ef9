//! A run as text: what was asked, by which limits, and every observation, so that it is judged again to the same outcome.
//!
//! The first line is `heyan.trace/3` and `name=value` words: `actions`, `nonce` if there is one, and all limits. Each
//! further line is one observation, numbers parted by blanks: `o` time width height faces change luminance, and with a face
//! `f` and the fields of [`FaceSeen`] in their order, rows led by their length. Numbers are the shortest decimals that give
//! the same bits; what was not measured is `-`. A trace tells a face's proportions and a coarse picture of it: keep it as one keeps the recording.

use std::fmt::{self, Write};
use std::str::{FromStr, SplitAsciiWhitespace};

use super::action::Action;
use super::challenge::Challenge;
use super::limits::Limits;
use super::machine::Machine;
use super::observation::{FaceSeen, HeadAngles, Observation, UNMEASURED_DETAIL};
use super::report::Outcome;

/// The first word of a trace. A reader opens all versions up to its own for ever.
pub const SCHEMA: &str = "heyan.trace/3";

/// The versions before: faces of the first end before [`FaceSeen::detail`], of the second before
/// [`FaceSeen::person_distance`].
const OLDER: [&str; 2] = ["heyan.trace/1", "heyan.trace/2"];

/// Longest row that is read: the mesh has 468 points.
const MAX_ROW: usize = 4096;

/// A trace that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TraceError {
    /// The first line is not that of a trace; what was expected.
    Header(String),
    /// A line is no observation.
    Line {
        /// Number of the line, from 1.
        number: usize,
        /// What was expected.
        expected: &'static str,
    },
}

impl fmt::Display for TraceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(expected) => write!(f, "line 1: {expected}"),
            Self::Line { number, expected } => write!(f, "line {number}: expected {expected}"),
        }
    }
}

impl std::error::Error for TraceError {}

/// The first line, without its end.
pub fn header(challenge: &Challenge, limits: &Limits) -> String {
    let actions: Vec<&str> = challenge.actions.iter().map(|a| a.as_str()).collect();
    let mut line = format!("{SCHEMA} actions={}", actions.join(","));
    if let Some(nonce) = &challenge.nonce {
        let _ = write!(line, " nonce={nonce}");
    }
    for (name, value) in limits.pairs() {
        let _ = write!(line, " {name}={value:?}");
    }
    line
}

/// One observation, without the line's end.
pub fn line(o: &Observation) -> String {
    let mut line = String::with_capacity(if o.face.is_some() { 2048 } else { 64 });
    let _ = write!(line, "o {} {} {} {}", o.at_ms, o.width_px, o.height_px, o.face_count);
    number(&mut line, o.change);
    number(&mut line, o.luminance);
    if let Some(face) = &o.face {
        line.push_str(" f");
        face_numbers(&mut line, face);
    }
    line
}

fn number(line: &mut String, value: f32) {
    let _ = write!(line, " {value:?}");
}

fn face_numbers(line: &mut String, face: &FaceSeen) {
    let row = |line: &mut String, length: usize, values: &mut dyn Iterator<Item = f32>| {
        let _ = write!(line, " {length}");
        values.for_each(|v| number(line, v));
    };
    let a = &face.angles;
    [face.presence, a.yaw_deg, a.pitch_deg, a.roll_deg].into_iter().for_each(|v| number(line, v));
    row(line, face.points.len(), &mut face.points.iter().flatten().copied());
    number(line, face.eye_distance_px);
    face.box_px.into_iter().for_each(|v| number(line, v));
    [face.left_eye_open, face.right_eye_open, face.mouth_open, face.luminance, face.clipped_ratio]
        .into_iter()
        .for_each(|v| number(line, v));
    row(line, face.proportions.len(), &mut face.proportions.iter().copied());
    row(line, face.appearance.len(), &mut face.appearance.iter().copied());
    face.skin_ab.into_iter().chain(face.detail).for_each(|v| number(line, v));
    match face.person_distance {
        Some(distance) => number(line, distance),
        None => line.push_str(" -"),
    }
}

/// Reads a trace line by line.
#[derive(Debug, Clone)]
pub struct Reader {
    challenge: Challenge,
    limits: Limits,
    /// Number of the version.
    version: usize,
    lines: usize,
}

impl Reader {
    /// Begins with the first line.
    ///
    /// # Errors
    /// When it is not the first line of a trace of a version known here.
    pub fn new(header: &str) -> Result<Self, TraceError> {
        let mut words = header.split_ascii_whitespace();
        let wrong = |expected: String| TraceError::Header(expected);
        let version = match words.next() {
            Some(SCHEMA) => OLDER.len() + 1,
            Some(other) => match OLDER.iter().position(|older| *older == other) {
                Some(older) => older + 1,
                None if other.starts_with("heyan.trace/") => {
                    return Err(wrong(format!("a trace of a newer version than {}", OLDER.len() + 1)));
                }
                None => return Err(wrong(format!("no trace: expected `{SCHEMA}`"))),
            },
            None => return Err(wrong(format!("no trace: expected `{SCHEMA}`"))),
        };
        let (mut limits, mut asked_by) = (Limits::default(), Limits::default());
        // Traces with limits but without these were judged by what the camera sees, at whatever distance.
        (asked_by.motion.lens_focal_ratio, asked_by.motion.turn_read_ratio) = (0.0, 1.0);
        asked_by.motion.lens_nearest_cm = 0.0;
        // And a challenge that could show no depth was accepted with a warning.
        asked_by.presence.drill = 1.0;
        let mut carries_limits = false;
        let (mut actions, mut nonce) = (None, None);
        for word in words {
            let Some((name, value)) = word.split_once('=') else {
                return Err(wrong("expected `name=value`".to_owned()));
            };
            match name {
                "actions" => actions = Some(value),
                "nonce" => nonce = Some(value),
                _ => {
                    let value: f64 = value.parse().map_err(|_| wrong(format!("`{name}` is no number")))?;
                    // A limit that is no more is not missed: what it judged is not judged either.
                    carries_limits |= asked_by.set(name, value);
                }
            }
        }
        if carries_limits {
            limits = asked_by;
        }
        let actions = actions.ok_or_else(|| wrong("expected `actions=`".to_owned()))?;
        let actions: Result<Vec<Action>, _> = actions.split(',').map(FromStr::from_str).collect();
        let actions = actions.map_err(|e| wrong(e.to_string()))?;
        let challenge = Challenge::of(actions).map_err(|e| wrong(e.to_string()))?;
        let challenge = match nonce {
            Some(nonce) => challenge.with_nonce(nonce).map_err(|e| wrong(e.to_string()))?,
            None => challenge,
        };
        Ok(Self { challenge, limits, version, lines: 1 })
    }

    /// What was asked.
    pub fn challenge(&self) -> &Challenge {
        &self.challenge
    }

    /// By which limits it was judged.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The observation of the next line.
    ///
    /// # Errors
    /// When the line is none.
    pub fn read(&mut self, line: &str) -> Result<Observation, TraceError> {
        self.lines += 1;
        Numbers(line.split_ascii_whitespace())
            .observation(self.version)
            .map_err(|expected| TraceError::Line { number: self.lines, expected })
    }
}

/// Judges a whole trace: the outcome is the one of the live run, to the bit.
///
/// # Errors
/// When a line is no line of a trace.
pub fn judge(text: &str) -> Result<Outcome, TraceError> {
    let mut lines = text.lines();
    let mut reader = Reader::new(lines.next().unwrap_or_default())?;
    let mut machine = Machine::new(reader.challenge().clone(), reader.limits().clone());
    for line in lines {
        machine.step(&reader.read(line)?);
    }
    Ok(machine.finish())
}

struct Numbers<'a>(SplitAsciiWhitespace<'a>);

impl Numbers<'_> {
    fn one<T: FromStr>(&mut self) -> Result<T, &'static str> {
        self.0.next().and_then(|word| word.parse().ok()).ok_or("a number")
    }

    fn some<const N: usize>(&mut self) -> Result<[f32; N], &'static str> {
        let mut values = [0.0; N];
        for value in &mut values {
            *value = self.one()?;
        }
        Ok(values)
    }

    /// A number, or `-` where nothing was measured.
    fn measured(&mut self) -> Result<Option<f32>, &'static str> {
        match self.0.next() {
            Some("-") => Ok(None),
            Some(word) => word.parse().map(Some).map_err(|_| "a number or `-`"),
            None => Err("a number or `-`"),
        }
    }

    fn row<const N: usize>(&mut self) -> Result<Vec<[f32; N]>, &'static str> {
        let length: usize = self.one()?;
        if length > MAX_ROW {
            return Err("a shorter row");
        }
        (0..length).map(|_| self.some()).collect()
    }

    fn observation(&mut self, version: usize) -> Result<Observation, &'static str> {
        if self.0.next() != Some("o") {
            return Err("`o`");
        }
        let (at_ms, width_px, height_px, face_count) = (self.one()?, self.one()?, self.one()?, self.one()?);
        let [change, luminance] = self.some()?;
        let face = match self.0.next() {
            None => None,
            Some("f") => Some(self.face(version)?),
            Some(_) => return Err("`f` or the line's end"),
        };
        match self.0.next() {
            None => Ok(Observation { at_ms, width_px, height_px, face_count, change, luminance, face }),
            Some(_) => Err("the line's end"),
        }
    }

    fn face(&mut self, version: usize) -> Result<FaceSeen, &'static str> {
        let [presence, yaw_deg, pitch_deg, roll_deg] = self.some()?;
        let points = self.row::<2>()?;
        let [eye_distance_px] = self.some()?;
        let box_px = self.some()?;
        let [left_eye_open, right_eye_open, mouth_open, luminance, clipped_ratio] = self.some()?;
        let flat = |row: Vec<[f32; 1]>| row.into_iter().flatten().collect();
        let proportions = flat(self.row()?);
        let appearance = flat(self.row()?);
        let skin_ab = self.some()?;
        let detail = if version >= 2 { self.some()? } else { UNMEASURED_DETAIL };
        let person_distance = if version >= 3 { self.measured()? } else { None };
        Ok(FaceSeen {
            presence,
            angles: HeadAngles { yaw_deg, pitch_deg, roll_deg },
            points,
            eye_distance_px,
            box_px,
            left_eye_open,
            right_eye_open,
            mouth_open,
            luminance,
            clipped_ratio,
            proportions,
            appearance,
            skin_ab,
            detail,
            person_distance,
        })
    }
}
