//! Identity documents: what they say, and whether it holds together.

pub mod capture;
pub mod ethnicity;
pub mod id_number;
pub mod kind;
mod pick;
pub mod reading;
pub mod region;
pub mod validity;

pub use capture::{CardCapture, Patch, PatchKind};
pub use kind::{DocumentKind, FieldKey};
pub use reading::{Field, Glyph, TextLine};

/// Width of an ID-1 card in mm (ISO/IEC 7810; GA 461 resident card 85.6 × 54.0).
pub const CARD_WIDTH_MM: f32 = 85.6;
/// Height of an ID-1 card in mm.
pub const CARD_HEIGHT_MM: f32 = 54.0;
