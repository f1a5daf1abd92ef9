//! Perception: what is seen, in numbers and geometry. Nothing here decides what is acceptable.

pub mod frame;
