//! A person who holds their document: it is read, and their face is found beside it.

use std::path::Path;

use heyan_rules::document::{DocumentKind, Limits, holding};
use heyan_rules::{Date, Verdict};
use heyan_vision::face::FaceModels;
use heyan_vision::frame::{Frame, Picture};
use heyan_vision::model::Pack;

use crate::report::ScanReport;
use crate::scan::{ScanError, ScanOptions, Scanner};

/// Owns the models; looks at one picture at a time.
pub struct HoldingSession {
    scanner: Scanner,
    faces: FaceModels,
    options: ScanOptions,
    limits: Limits,
}

impl HoldingSession {
    /// A session that wants a document of `kind` in the hand, judged on `today` by `limits`, with the models of the pack at
    /// `pack`; inference uses `threads` threads.
    ///
    /// # Errors
    /// When the models cannot run.
    pub fn open(
        pack: &Path,
        threads: usize,
        kind: DocumentKind,
        today: Date,
        limits: Limits,
    ) -> Result<Self, ScanError> {
        let limits = holding::limits(limits);
        Ok(Self {
            scanner: Scanner::open(pack, threads)?.judging_by(limits.clone()),
            faces: FaceModels::open(&Pack::new(pack), threads)?,
            options: ScanOptions { expect: Some(kind), today },
            limits,
        })
    }

    /// What the document says, and everything that speaks against the picture.
    ///
    /// # Errors
    /// When the models cannot run.
    pub fn judge(&mut self, picture: &Picture) -> Result<ScanReport, ScanError> {
        let mut report = self.scanner.scan(picture, &self.options)?;
        let found = self.faces.faces_of_still(&Frame::of_picture(picture, 0))?;
        let faces: Vec<[f32; 4]> = found.iter().map(|face| face.bounds()).collect();
        let size = [picture.width() as f32, picture.height() as f32];
        report.findings.extend(holding::judge(&faces, report.corners.as_ref(), size, &self.limits.holding));
        report.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        report.verdict = Verdict::of(&report.findings);
        Ok(report)
    }
}
