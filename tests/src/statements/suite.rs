//! Which recordings a seed and a count stand for.

use super::kind::Kind;
use crate::set::Split;

/// One recording to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Tuning or held out.
    pub split: Split,
    /// What is true of it.
    pub kind: Kind,
    /// Its number among its kind.
    pub index: u64,
}

/// `count` of each kind, four times as many good ones; `only` keeps the kinds of those names, all when there is none.
#[must_use]
pub fn orders(split: Split, count: u64, only: &[String]) -> Vec<Order> {
    let kinds = Kind::ALL.into_iter().filter(|k| only.is_empty() || only.contains(&k.name()));
    kinds
        .flat_map(|kind| {
            let number = if kind == Kind::Good { 4 * count } else { count };
            (0..number).map(move |index| Order { split, kind, index })
        })
        .collect()
}
