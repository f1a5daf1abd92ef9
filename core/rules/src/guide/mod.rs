//! What the filing wants, said before it is refused: names, icons, restrictions, help, and the ways of an order.
//!
//! All of it is data in `data/guide`, every entry with its source and date; the rules here only apply it.

mod calendar;
mod data;
mod fold;
pub mod icon;
pub mod names;
mod orders;
mod places;
pub mod restrictions;
mod topics;

pub use calendar::{Calendar, Expectation};
pub use data::{AnswerKind, NameList, Severe, Subject, Where};
pub use fold::Folded;
pub use names::{NameAsked, Service};
pub use orders::{Due, Who, label, labels, reminders, reply, who};
pub use places::Place;
pub use restrictions::{Answer, Answers, Circumstance, Question};
pub use topics::{Topic, of_findings, of_order, search, topic, topics};

pub(crate) use orders::days;

#[cfg(test)]
mod tests;
