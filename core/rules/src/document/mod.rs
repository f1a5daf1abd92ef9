//! Identity documents: what they say, and whether it holds together.

use crate::geometry::CardShape;

mod back;
mod brackets;
pub mod capture;
pub mod credit_code;
pub mod ethnicity;
pub mod fields;
mod fit;
mod front;
pub mod guide;
pub mod holding;
pub mod id_number;
mod ink;
pub mod judge;
pub mod kind;
pub mod landmark;
pub mod layout;
pub mod limits;
pub mod mrz;
mod name;
mod named;
pub mod paper;
mod permit;
mod pick;
pub mod place;
mod plane;
mod printed;
pub mod reading;
pub mod region;
mod rows;
mod table;
mod tell_kind;
mod travel;
pub mod validity;
mod values;
mod watermark;

pub use capture::{CardCapture, Patch, PatchKind, PictureLight};
pub use fields::{Fields, parse};
pub use fit::{LayoutMatch, match_boxes, match_boxes_on};
pub use id_number::{IdNumber, IdNumberError};
pub use judge::{Judged, judge, judge_both_sides, judge_letter, judge_paper};
pub use kind::{DocumentKind, FieldKey};
pub use landmark::{Landmark, PrintedAt, landmark, printed_at};
pub use limits::Limits;
pub use reading::{Certainty, Field, Glyph, Ink, Overwritten, TextLine};
pub use tell_kind::{anchors, tell_kind};

/// Width of an ID-1 card in mm (ISO/IEC 7810; GA 461 resident card 85.6 × 54.0).
pub const CARD_WIDTH_MM: f32 = CardShape::ID_1.width_mm;
/// Height of an ID-1 card in mm.
pub const CARD_HEIGHT_MM: f32 = CardShape::ID_1.height_mm;
