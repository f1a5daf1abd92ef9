//! Documents beside the resident card: passports and permits, drawn by their published dimensions, of invented people.

mod holder;
mod licence;
mod pages;
mod permanent;
mod sheet;
pub mod suite;
pub mod table;
mod unit;
mod zone;

pub use holder::Holder;
pub use suite::{Order, Wanted, generate, orders, write};

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Paper {
    /// A passport's page of data.
    Passport,
    /// A mainland travel permit, the side with the zone.
    TravelPermit,
    /// A residence permit's portrait side.
    ResidenceFront,
    /// A residence permit's emblem side.
    ResidenceBack,
    /// A business licence.
    Licence,
    /// A certificate of another unit.
    Certificate,
    /// A foreign permanent resident's card.
    ForeignCard,
    /// A letter of responsibility or of promise.
    Letter,
}

impl Paper {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Passport,
        Self::TravelPermit,
        Self::ResidenceFront,
        Self::ResidenceBack,
        Self::Licence,
        Self::Certificate,
        Self::ForeignCard,
        Self::Letter,
    ];

    /// The contract's name of the kind.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Passport => "passport",
            Self::TravelPermit => "mainland_travel_permit",
            Self::ResidenceFront => "residence_permit_front",
            Self::ResidenceBack => "residence_permit_back",
            Self::Licence => "business_licence",
            Self::Certificate => "unit_certificate",
            Self::ForeignCard => "foreign_permanent_resident_front",
            Self::Letter => "signed_letter",
        }
    }

    /// Whether it is a page without a fixed layout.
    #[must_use]
    pub fn is_page(self) -> bool {
        matches!(self, Self::Licence | Self::Certificate)
    }

    /// Width and height in mm of what has one outline: ID-3 and ID-1 of ISO/IEC 7810.
    #[must_use]
    pub fn size(self) -> [f32; 2] {
        match self {
            Self::Passport => [125.0, 88.0],
            _ => [crate::card::WIDTH, crate::card::HEIGHT],
        }
    }

    /// Whether it has a machine-readable zone.
    #[must_use]
    pub fn has_zone(self) -> bool {
        matches!(self, Self::Passport | Self::TravelPermit)
    }
}
