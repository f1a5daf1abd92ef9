//! Letters and other papers: the pages of one paper in, a report out.

use std::path::Path;

use heyan_rules::Finding;
use heyan_rules::Verdict;
use heyan_rules::filing::Step;
use heyan_rules::filing::profile::Profile;
use heyan_rules::letter::{PageMeasured, judge};
use heyan_vision::document::CardReader;
use heyan_vision::frame::Picture;
use heyan_vision::model::Pack;
use heyan_vision::{VisionError, letter};

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct LetterError(String);

impl From<VisionError> for LetterError {
    fn from(error: VisionError) -> Self {
        Self(error.to_string())
    }
}

/// Owns the models that read; keeps no picture.
pub struct LetterSession {
    reader: CardReader,
    pages: Vec<PageMeasured>,
}

impl LetterSession {
    /// A paper, read with the models of the pack at `pack`; inference uses `threads` threads.
    ///
    /// # Errors
    /// When the models cannot run.
    pub fn open(pack: &Path, threads: usize) -> Result<Self, LetterError> {
        Ok(Self { reader: CardReader::open(&Pack::new(pack), threads)?, pages: Vec::new() })
    }

    /// Takes the next page.
    ///
    /// # Errors
    /// When the models cannot run.
    pub fn page(&mut self, picture: &Picture) -> Result<(), LetterError> {
        self.pages.push(letter::measure(&mut self.reader, picture)?);
        Ok(())
    }

    /// Ends the paper: what a reviewer would say of it as that of `step`, by the limits and the signature's rule of `profile`.
    pub fn finish(self, step: Step, profile: &Profile) -> LetterReport {
        let findings = judge(step, &self.pages, profile.signatures.get(&step), &profile.step_limits().paper);
        LetterReport { verdict: Verdict::of(&findings), findings, pages: self.pages }
    }
}

/// What came of a paper.
#[derive(Debug, Clone, PartialEq)]
pub struct LetterReport {
    /// What all findings come to.
    pub verdict: Verdict,
    /// What was found, page by page.
    pub findings: Vec<Finding>,
    /// What was seen.
    pub pages: Vec<PageMeasured>,
}
