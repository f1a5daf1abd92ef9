//! Recordings of somebody who reads a promise statement, good and broken, with what is true of them.

pub mod judge;
pub mod kind;
pub mod noise;
pub mod room;
pub mod speak;
pub mod stage;
pub mod suite;
pub mod table;
pub mod texts;
pub mod video;
