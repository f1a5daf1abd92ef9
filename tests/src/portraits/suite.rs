//! Which pictures a seed and a count stand for.

use super::kind::Kind;
use super::thing::Thing;
use crate::set::Split;

/// One picture to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Tuning or held out.
    pub split: Split,
    /// What is the matter.
    pub kind: Kind,
    /// What stands before the wall.
    pub thing: Option<Thing>,
    /// Its number among its kind.
    pub index: u64,
}

/// Good pictures for each one of a defect: three in a hundred of them are the limit.
const GOOD: u64 = 6;

/// `count` pictures of each defect, at least one of each sort of clutter, and six times as many good ones. `only` keeps the
/// kinds and things of that name.
#[must_use]
pub fn orders(split: Split, count: u64, only: Option<&str>) -> Vec<Order> {
    let mut out = Vec::new();
    for kind in Kind::ALL {
        let wanted = only.is_none_or(|o| o == kind.name());
        if kind == Kind::Clutter {
            for thing in Thing::of(split) {
                if wanted || only == Some(thing.name()) {
                    let number = count.div_ceil(2).max(1);
                    out.extend((0..number).map(|index| Order { split, kind, thing: Some(*thing), index }));
                }
            }
        } else if wanted {
            let number = if kind == Kind::Good { GOOD * count } else { count };
            out.extend((0..number).map(|index| Order { split, kind, thing: None, index }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_set_holds_every_kind_and_thing() {
        for split in [Split::Tuning, Split::Held] {
            let all = orders(split, 1, None);
            assert!(Kind::ALL.iter().all(|k| all.iter().any(|o| o.kind == *k)));
            assert!(Thing::of(split).iter().all(|t| all.iter().any(|o| o.thing == Some(*t))));
        }
        assert!(orders(Split::Tuning, 2, Some("plant")).iter().all(|o| o.thing == Some(Thing::Plant)));
    }
}
