//! Faces, clock and framing through a recording. One `step` for each frame, with its time.

use super::framing::Framing;
use super::limits::StatementLimits;
use super::measured::Seen;
use crate::finding::{Code, Finding};
use crate::liveness::limits::Limits as FaceLimits;
use crate::liveness::watching::{Continuity, Person, Picture, Tick, outside_ratio};
use crate::liveness::{FaceSeen, Hint, Observation};

/// Stretches of stillness that are kept: more tell nothing more.
const MOST_STRETCHES: usize = 256;

/// What to tell the person about the picture now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// One face, well framed.
    Good,
    /// No face.
    NoFace,
    /// More than one.
    SecondFace,
    /// Too dark, bright, far or near, or covered: what to mend.
    Framing(Hint),
    /// The head stands at the side, is cut off, too small or too large: what to mend, of the portrait's codes.
    Place(Code),
}

/// Follows one recording.
#[derive(Debug, Clone)]
pub struct Watch {
    limits: StatementLimits,
    face: FaceLimits,
    continuity: Continuity,
    person: Person,
    picture: Picture,
    framing: Framing,
    findings: Vec<Finding>,
    first_ms: Option<u64>,
    last_ms: u64,
    last_face_ms: Option<u64>,
    longest_gap: Option<(u64, u64)>,
    alone_ms: u64,
    still_since: Option<u64>,
    still: Vec<[u64; 2]>,
    frames_read: usize,
    frames_with_face: usize,
}

impl Watch {
    /// A recording that has not begun. Faces are compared by `face`, everything else goes by `limits`.
    pub fn new(limits: StatementLimits, mut face: FaceLimits) -> Self {
        face.continuity.gap_max_ms = limits.gap_max_ms;
        face.continuity.second_face_ms = limits.second_face_ms;
        Self {
            limits,
            face,
            continuity: Continuity::default(),
            person: Person::default(),
            picture: Picture::default(),
            framing: Framing::default(),
            findings: Vec::new(),
            first_ms: None,
            last_ms: 0,
            last_face_ms: None,
            longest_gap: None,
            alone_ms: 0,
            still_since: None,
            still: Vec::new(),
            frames_read: 0,
            frames_with_face: 0,
        }
    }

    /// Takes one frame.
    pub fn step(&mut self, o: &Observation) -> Sight {
        self.frames_read += 1;
        match self.continuity.tick(o.at_ms, &self.face.continuity) {
            Tick::Good => {}
            Tick::Skip => return self.sight(o),
            Tick::Broken(finding) => {
                self.find(finding);
                if o.at_ms <= self.last_ms {
                    return self.sight(o);
                }
            }
        }
        let before = self.first_ms.map(|_| self.last_ms);
        self.first_ms.get_or_insert(o.at_ms);
        self.last_ms = o.at_ms;
        let step_ms = before.map_or(0, |before| o.at_ms - before);
        let face = o.face.as_ref().filter(|f| f64::from(f.presence) >= self.face.continuity.presence_min);
        if face.is_some() && o.face_count == 1 {
            // A hole in time is not watched by anybody.
            self.alone_ms += step_ms.min(self.limits.gap_max_ms as u64);
        }
        self.stillness(o, before);
        let crowd = self.continuity.crowd(o, &self.face.continuity);
        if let Some(finding) = crowd {
            self.find(finding);
        }
        self.person.watch(o, &self.face.continuity);
        if let Some(face) = face {
            self.take(o, face);
        }
        self.sight(o)
    }

    fn take(&mut self, o: &Observation, face: &FaceSeen) {
        self.frames_with_face += 1;
        self.gap_ends(o.at_ms);
        self.last_face_ms = Some(o.at_ms);
        self.picture.feed(o, face, &self.face.picture);
        self.framing.feed(o, face, &self.limits);
        if let Some(finding) = self.person.feed(o.at_ms, face, outside_ratio(o, face), &self.face.continuity) {
            self.find(finding.or_at_ms(o.at_ms as f64));
        }
    }

    fn gap_ends(&mut self, at_ms: u64) {
        let since = self.last_face_ms.or(self.first_ms).unwrap_or(at_ms);
        let gap = at_ms.saturating_sub(since);
        if gap as f64 > self.limits.gap_max_ms && self.longest_gap.is_none_or(|(longest, _)| gap > longest) {
            self.longest_gap = Some((gap, since));
        }
    }

    fn stillness(&mut self, o: &Observation, before: Option<u64>) {
        // What is no number is no change.
        let changed = f64::from(o.change) > self.face.continuity.frozen_change;
        match before.filter(|_| !changed) {
            Some(before) => {
                self.still_since.get_or_insert(before);
            }
            None => self.still_ends(before.unwrap_or(o.at_ms)),
        }
    }

    fn still_ends(&mut self, at_ms: u64) {
        if let Some(since) = self.still_since.take()
            && at_ms.saturating_sub(since) as f64 >= self.limits.frozen_ms
            && self.still.len() < MOST_STRETCHES
        {
            self.still.push([since, at_ms]);
        }
    }

    fn sight(&self, o: &Observation) -> Sight {
        if o.face_count > 1 {
            return Sight::SecondFace;
        }
        if o.face.is_none() {
            return Sight::NoFace;
        }
        let picture = self.picture.hint().map(Sight::Framing);
        picture.or_else(|| self.framing.hint().map(Sight::Place)).unwrap_or(Sight::Good)
    }

    /// Adds a finding of the face check under the statement's own code, unless that has been told.
    fn find(&mut self, mut finding: Finding) {
        if let Some(code) = own(finding.code) {
            finding.code = code;
            finding.cure = code.cure();
            if !self.findings.iter().any(|f| f.code == code) {
                self.findings.push(finding);
            }
        }
    }

    /// What came of all frames.
    pub fn finish(mut self) -> Seen {
        let (first, last) = (self.first_ms.unwrap_or(0), self.last_ms);
        self.still_ends(last);
        if let Some(finding) = self.person.close() {
            self.find(finding);
        }
        let length = last.saturating_sub(first);
        let face_share = if length > 0 {
            (self.alone_ms as f64 / length as f64).min(1.0)
        } else {
            f64::from(u8::from(self.frames_with_face > 0))
        };
        if self.frames_with_face > 0 {
            self.gap_ends(last);
        }
        if self.frames_with_face == 0 {
            self.findings.push(Finding::error(Code::StatementFaceLost).figure("face_share_ratio", 0.0));
        } else if let Some((gap, since)) = self.longest_gap {
            let lost = Finding::error(Code::StatementFaceLost).figure("gap_s", gap as f64 / 1000.0);
            self.findings.push(lost.at_ms(since as f64));
        }
        for finding in self.picture.findings(&self.face.picture) {
            self.find(finding);
        }
        for finding in self.framing.findings(&self.limits) {
            let told = |f: &Finding| f.code == finding.code && f.severity >= finding.severity;
            if !self.findings.iter().any(told) {
                self.findings.push(finding);
            }
        }
        Seen {
            duration_ms: length,
            frames_read: self.frames_read,
            frames_with_face: self.frames_with_face,
            face_share,
            still_ms: self.still,
            findings: self.findings,
        }
    }
}

/// The statement's code for a finding of the face check; `None` for what is not asked here.
fn own(code: Code) -> Option<Code> {
    match code {
        Code::LivenessMultipleFaces => Some(Code::StatementMultipleFaces),
        Code::LivenessPersonChanged => Some(Code::StatementPersonChanged),
        Code::LivenessTimeJump => Some(Code::StatementTimeJump),
        code => framing(code),
    }
}

/// The portrait's code for a state of the picture.
fn framing(code: Code) -> Option<Code> {
    match code {
        Code::LivenessTooDark => Some(Code::PortraitUnderexposed),
        Code::LivenessTooBright => Some(Code::PortraitOverexposed),
        Code::LivenessTooFar => Some(Code::PortraitTooFar),
        Code::LivenessTooNear => Some(Code::PortraitTooNear),
        Code::LivenessFaceCovered => Some(Code::PortraitFaceCovered),
        _ => None,
    }
}
