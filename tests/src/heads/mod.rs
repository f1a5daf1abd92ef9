//! Clips of moving heads with known angles, made from pictures of real faces.

pub mod canvas;
pub mod cast;
pub mod clip;
pub mod features;
pub mod field;
pub mod judge;
pub mod kind;
pub mod motion;
pub mod outline;
pub mod raster;
pub mod raw;
pub mod scene;
pub mod sensor;
pub mod shape;
pub mod sheet;
pub mod space;
pub mod stage;
pub mod suite;
pub mod table;
pub mod tape;
pub mod texture;
pub mod video;
