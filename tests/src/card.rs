//! A resident ID card as a flat print: both sides, at a chosen resolution.

use crate::font::Type;
use crate::paint::Img;
use crate::rng::Rng;

/// Width of the card in mm.
pub const WIDTH: f32 = 85.6;
/// Height of the card in mm.
pub const HEIGHT: f32 = 54.0;
/// Radius of the corners in mm.
pub const RADIUS: f32 = 3.18;

/// Which side of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The side with the portrait.
    Front,
    /// The side with the emblem.
    Back,
}

impl Side {
    /// The contract's name of the kind.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Front => "resident_id_front",
            Self::Back => "resident_id_back",
        }
    }
    /// The other side.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Front => Self::Back,
            Self::Back => Self::Front,
        }
    }
}

/// A box on the card in mm: left, top, width, height.
pub type Box4 = [f32; 4];

/// A printed card.
#[derive(Clone, Debug)]
pub struct Print {
    /// The face of the card, square corners (the scene rounds them).
    pub img: Img,
    /// Pixels a mm.
    pub scale: f32,
    /// Width and height in mm.
    pub size: [f32; 2],
    /// Where each value, and the portrait, stands (mm).
    pub boxes: Vec<(&'static str, Box4)>,
    /// Which side it is.
    pub side: Side,
}

/// The typefaces of one print.
#[derive(Clone, Copy, Debug)]
pub struct Faces {
    /// Labels and values.
    pub text: Type,
    /// The titles of the back.
    pub title: Type,
    /// The ID number.
    pub digits: Type,
    /// Dates.
    pub dates: Type,
}

/// Draws the typefaces of a card; the held-out set has others than the tuning set.
pub fn faces(rng: &mut Rng, held: bool) -> Faces {
    let one = |rng: &mut Rng, set: &[Type]| set[rng.index(set.len())];
    if held {
        let text = one(rng, &[Type::NotoSerif, Type::MicroHei, Type::MicroHei, Type::Uming]);
        let digits = one(rng, &[Type::DejaVuMono, Type::NotoMono]);
        Faces { text, title: Type::NotoSerifBold, digits, dates: text }
    } else {
        let text = one(rng, &[Type::NotoSans, Type::NotoSans, Type::ZenHei]);
        let digits = one(rng, &[Type::OcrB, Type::OcrB, Type::NotoSansBold]);
        Faces { text, title: Type::NotoSansBold, digits, dates: text }
    }
}

/// Every typeface that generation needs.
pub const ALL_TYPES: &[Type] = &[
    Type::NotoSans,
    Type::NotoSansBold,
    Type::NotoSerif,
    Type::NotoSerifBold,
    Type::ZenHei,
    Type::MicroHei,
    Type::Uming,
    Type::OcrB,
    Type::DejaVuMono,
    Type::NotoMono,
    Type::Mongolian,
    Type::Tibetan,
    Type::Arabic,
    Type::Yi,
];
