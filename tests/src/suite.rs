//! The list of cases that a seed and a count stand for, and its making on two threads.

use std::path::Path;

use jiff::civil::Date;

use crate::card::Side;
use crate::defect;
use crate::set::{REAL, Split, Truth, Wanted, generate};
use crate::workers;

/// One case to be made.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// Tuning or held out.
    pub split: Split,
    /// Its number in the set.
    pub index: u64,
    /// What it shall be.
    pub wanted: Wanted,
}

/// `count` good pictures, three fifths of them fronts, and about a twelfth as many of each kind of life and defect.
/// `only` keeps `good`, `real`, or one of their names.
#[must_use]
pub fn orders(split: Split, count: u64, only: Option<&str>) -> Vec<Order> {
    let share = (count / 12).max(1);
    // A set of one kind alone is wanted whole.
    let each = |name: &str, kind: &str| match only {
        None => share,
        Some(o) if o == kind => share,
        Some(o) if o == name => count,
        Some(_) => 0,
    };
    let mut list = Vec::new();
    let mut add = |base: u64, n: u64, f: &dyn Fn(u64) -> Wanted| {
        list.extend((0..n).map(|i| Order { split, index: base + i, wanted: f(i) }));
    };
    if only.is_none_or(|o| o == "good") {
        add(0, count, &|i| Wanted::Good(if i % 5 < 3 { Side::Front } else { Side::Back }));
    }
    for (k, (real, name)) in REAL.iter().enumerate() {
        add(10_000 + 1_000 * k as u64, each(name, "real"), &|_| Wanted::Real(*real));
    }
    for (k, (d, name)) in defect::ALL.iter().enumerate() {
        add(30_000 + 1_000 * k as u64, each(name, "defects"), &|_| Wanted::Defect(*d));
    }
    list
}

/// Makes the cases on `threads` threads, writes the pictures into `out`, and gives the truths in order.
///
/// # Errors
/// When a picture cannot be written.
pub fn write(orders: &[Order], seed: u64, today: Date, out: &Path, threads: usize) -> std::io::Result<Vec<Truth>> {
    std::fs::create_dir_all(out)?;
    workers::each(orders, threads, |o| {
        let case = generate(o.split, seed, o.index, o.wanted, today);
        std::fs::write(out.join(&case.truth.file), &case.picture)?;
        Ok(case.truth)
    })
}
