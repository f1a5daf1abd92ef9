//! Measures the product on material of real people that somebody has: a folder that no test and no gate asks for.
//!
//! What such a folder teaches becomes rules, generators and drawn tests; the folder itself stays outside.

pub mod eye;
pub mod join;
pub mod matching;
pub mod people;
pub mod portraits;
pub mod table;
pub mod traces;
