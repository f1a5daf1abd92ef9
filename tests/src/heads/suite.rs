//! Which clips a seed and a count stand for.

use heyan_rules::liveness::Action;

use super::kind::{Group, Kind};
use crate::set::Split;

/// One clip to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Tuning or held out.
    pub split: Split,
    /// What happens.
    pub kind: Kind,
    /// Its number among its kind.
    pub index: u64,
}

/// `count` clips of each action done properly, twice as many of each break in continuity, half as many of each confusion
/// that must be named, less of the rest: where that is less than one each, every second kind has one, or every third, and
/// so on. `only` keeps the kinds whose name is it (`proper`, `flat_card`, …), one each at least.
#[must_use]
pub fn orders(split: Split, count: u64, only: Option<&str>) -> Vec<Order> {
    let mut out = Vec::new();
    for (place, kind) in Kind::all().into_iter().enumerate() {
        if only.is_some_and(|o| o != kind.name()) {
            continue;
        }
        let share = |part: u64| {
            let every = part.div_ceil(count.max(1));
            if only.is_some() || (place as u64).is_multiple_of(every) { (count / part).max(1) } else { 0 }
        };
        let number = match kind.group() {
            Group::Pass => count,
            Group::Confusion if named(kind) => share(2),
            Group::Confusion | Group::Poor => share(8),
            Group::Attack if matches!(kind, Kind::Loop) => count,
            Group::Attack if matches!(kind, Kind::Frozen(_)) => share(8),
            Group::Attack => share(4),
            Group::Replay => share(12),
            Group::Continuity => 2 * count,
            Group::Capture => share(2),
        };
        out.extend((0..number).map(|index| Order { split, kind, index }));
    }
    out
}

/// The confusions that the filing help page tells of, and their like: they must be named.
#[must_use]
pub fn named(kind: Kind) -> bool {
    use Action::{Nod, TiltLeft, TiltRight, TurnLeft, TurnRight};
    let Kind::Instead(asked, done) = kind else {
        return false;
    };
    let turn = |a| matches!(a, TurnLeft | TurnRight);
    let tilt = |a| matches!(a, TiltLeft | TiltRight);
    (turn(asked) && (tilt(done) || done == Nod)) || (tilt(asked) && turn(done))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_set_holds_something_of_every_name() {
        let small = orders(Split::Held, 2, None);
        assert!(small.len() < 120, "{}", small.len());
        let names = |orders: &[Order]| {
            let mut names: Vec<_> = orders.iter().map(|o| o.kind.name()).collect();
            names.sort_unstable();
            names.dedup();
            names
        };
        assert_eq!(names(&small), names(&orders(Split::Held, 24, None)));
        assert!(Action::DRAWN.iter().all(|a| small.iter().any(|o| o.kind == Kind::Proper(*a))));
    }
}
