//! Real people: a folder of what others recorded, judged by the rules as they stand. Nothing here needs it to be there.

pub mod join;
pub mod people;
pub mod table;
pub mod traces;
