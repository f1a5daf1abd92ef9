//! Papers that are handed in beside the card: letters, authorisations, certificates, as a picture or a PDF.
//!
//! Perception hands in the lines of a page and how they were taken ([`PageMeasured`]); [`judge`] says what a reviewer
//! would refuse. Who signed cannot be told from a picture: the rule of the profile is said in words, and a place for a
//! signature that is empty is found.

mod judge;
mod limits;
mod measured;
mod signature;
mod title;

pub use judge::{filled, judge, signature_rule};
pub use limits::LetterLimits;
pub use measured::{Ink, InkMark, LetterLine, PageMeasured};
pub use signature::{Blank, blanks};
pub(crate) use signature::{is_date_label, is_sign_label};
pub use title::LetterKind;
