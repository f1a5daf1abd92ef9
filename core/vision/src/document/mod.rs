//! Cards in pictures: where they lie, what they look like flat, what is written on them, how they were photographed.

pub mod capture;
pub mod cluster;
pub mod edges;
pub mod find;
mod ink;
pub mod light;
mod limits;
pub mod locate;
pub mod paper_edge;
pub mod patches;
pub mod picture;
pub mod plain;
pub mod plane;
pub mod preview;
pub mod reader;
pub mod recapture;
pub mod rectify;
pub mod screenshot;
pub mod sharpness;
pub mod tint;
pub mod unread;

pub use capture::Zones;
pub use locate::{Candidate, Locator};
pub use plane::{Homography, Placement};
pub use preview::{Glimpse, PreviewLimits, glimpse};
pub use reader::{CardReader, FoundLine};
pub use rectify::FlatCard;
