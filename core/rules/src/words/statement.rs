//! Words of the statement: what to tell the reader, and what makes a sentence another one.

use super::{Words, dashed, figure_of};
use crate::finding::{Code, Finding};
use crate::statement::Cue;

impl Words {
    /// What to tell the reader now.
    pub fn cue(&self, cue: Cue) -> String {
        match cue {
            Cue::Face(hint) => self.hint(hint, None),
            Cue::Place(code) => self.lookup(&format!("hint-{}", dashed(code.as_str()))),
            other => self.lookup(&format!("cue-{}", dashed(other.as_str()))),
        }
    }
}

/// What makes the sentence of a finding of the statement another one.
pub(super) fn variant(finding: &Finding) -> &'static str {
    let has = |name: &str| figure_of(finding, name).is_some();
    match finding.code {
        Code::StatementIncompleteReading if has("matched_ratio") => "-other",
        Code::StatementIncompleteReading if has("left_out_count") => "-part",
        Code::StatementLipsOutOfSync if has("lag_s") => "-shifted",
        Code::StatementFaceLost if has("face_share_ratio") && !has("gap_s") => "-share",
        Code::StatementTimeJump if figure_of(finding, "step_s").is_some_and(|step| step <= 0.0) => "-back",
        Code::StatementFileFormat if has("side_px") && has("min_side_px") => "-small",
        Code::StatementFileFormat if has("frames_per_s") => "-rate",
        Code::StatementFileTooLarge if has("kbit_per_s") && has("max_kbit_per_s") => "-rate",
        _ => "",
    }
}
