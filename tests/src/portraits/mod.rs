//! Portraits before walls: real heads on clothed bodies, walls, lamps and what should not be there, with their truth.

pub mod dress;
pub mod hair;
pub mod judge;
pub mod kind;
pub mod layer;
pub mod light;
pub mod matte;
pub mod ofiq;
pub mod people;
pub mod person;
pub mod photo;
pub mod stage;
pub mod suite;
pub mod table;
pub mod thing;
pub mod torso;
pub mod truth;
pub mod wall;
pub mod wear;
pub mod wrap;
