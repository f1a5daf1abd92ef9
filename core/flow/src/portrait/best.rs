//! Of a recording the best moment, and why the others were worse.

use heyan_rules::portrait::{Rank, rank};
use heyan_rules::{Code, Severity};
use heyan_vision::frame::Picture;
use heyan_vision::person::WallMap;
use serde_json::{Value, json};

use super::live::EVERY_MS;
use super::{PortraitError, PortraitReport, PortraitSession};

/// A stretch of a recording in which the same was to be mended.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// When it began, ms.
    pub from_ms: u64,
    /// When it was last seen, ms.
    pub to_ms: u64,
    /// What was to be mended, each code once; empty where the picture would do.
    pub codes: Vec<Code>,
}

/// The best moment so far. Keeps one picture: the best.
#[derive(Default)]
pub struct BestMoment {
    best: Option<(Rank, Kept)>,
    moments: Vec<Moment>,
    looked_at_ms: Option<u64>,
    looked: u64,
}

/// The picture of the best moment.
pub struct Kept {
    /// Its pixels.
    pub picture: Picture,
    /// What was judged.
    pub report: PortraitReport,
    /// How far each place differs from the wall.
    pub map: Option<WallMap>,
    /// When it was, ms.
    pub at_ms: u64,
}

impl BestMoment {
    /// Whether the frame of `at_ms` is to be looked at: as often as a camera's frames are checked.
    pub fn wants(&self, at_ms: u64) -> bool {
        self.looked_at_ms.is_none_or(|then| at_ms < then || at_ms - then >= EVERY_MS)
    }

    /// Takes the frame of `at_ms`.
    pub fn take(&mut self, session: &mut PortraitSession, picture: Picture, at_ms: u64) -> Result<(), PortraitError> {
        let (report, map) = session.judge_and_map(&picture)?;
        self.looked_at_ms = Some(at_ms);
        self.looked += 1;
        let mut codes: Vec<Code> =
            report.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| f.code).collect();
        codes.sort();
        codes.dedup();
        match self.moments.last_mut() {
            Some(last) if last.codes == codes => last.to_ms = at_ms,
            _ => self.moments.push(Moment { from_ms: at_ms, to_ms: at_ms, codes }),
        }
        let rank = rank(&report.findings, &report.measurements);
        if self.best.as_ref().is_none_or(|(best, _)| rank.beats(best)) {
            self.best = Some((rank, Kept { picture, report, map, at_ms }));
        }
        Ok(())
    }

    /// What came of it: the best picture and all moments. `None` when nothing was taken.
    pub fn finish(self) -> Option<(Kept, Vec<Moment>)> {
        self.best.map(|(_, kept)| (kept, self.moments))
    }
}

impl Moment {
    /// As a part of the JSON of a recording.
    pub fn to_json(&self) -> Value {
        let codes: Vec<&str> = self.codes.iter().map(|c| c.as_str()).collect();
        json!({ "from_ms": self.from_ms, "to_ms": self.to_ms, "codes": codes })
    }
}
