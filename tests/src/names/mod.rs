//! Names alone: the row of a card that carries one, photographed, read and judged without the card around it. A thousand of
//! them cost as much as thirty cards.

mod learn;
mod measure;
mod people;
mod strip;

pub use learn::learn;
pub use measure::{Outcome, measure, print};
pub use people::{Kind, Pool};
