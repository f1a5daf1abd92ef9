//! The person before the wall: mask, head and shoulders, wall, clutter, shadow, and the qualities of the face.
//!
//! Everything about the wall is looked at in a copy of 320 px, in which each pixel is the mean of many: noise is gone and a
//! cable still there. The wall is a smooth surface of colour (`surface`); what differs from it is a thing, the person's
//! shadow, or less light. Its colour is judged in the light that falls on the person (`light`).

mod bare;
mod blobs;
mod blur;
mod canvas;
mod colour;
mod cover;
mod crop;
mod evidence;
mod export;
mod eyes;
mod face;
mod forehead;
mod glance;
mod hair;
mod head;
mod light;
mod limits;
mod lines;
mod mask_runs;
mod measure;
mod models;
pub mod ofiq;
mod scene;
mod segment;
mod shade;
mod shoulders;
mod smooth;
mod surface;
#[cfg(test)]
mod tests;
mod uniform;
mod wall;
mod wall_map;

pub use export::exported;
pub use glance::glance;
pub use measure::{Seen, Wanted, measure};
pub use models::PortraitModels;
pub use scene::SCENE_SIDE;
pub use segment::{MASK_SIDE, Segmenter};
pub use wall_map::WallMap;
