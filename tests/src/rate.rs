//! Shares of all, and when a limit on them is kept.

/// Hits among all that was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// Those that hit.
    pub hit: usize,
    /// All.
    pub all: usize,
}

impl Rate {
    /// Of `values`.
    pub fn of(values: impl Iterator<Item = bool>) -> Self {
        let mut rate = Self::default();
        values.for_each(|hit| rate.add(hit));
        rate
    }

    /// Counts one more.
    pub fn add(&mut self, hit: bool) {
        self.hit += usize::from(hit);
        self.all += 1;
    }

    /// Both counted together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { hit: self.hit + other.hit, all: self.all + other.all }
    }

    /// The share, and of how many.
    #[must_use]
    pub fn text(self) -> String {
        if self.all == 0 {
            return "-".to_owned();
        }
        format!("{:5.1} % ({}/{})", 100.0 * self.hit as f64 / self.all as f64, self.hit, self.all)
    }

    /// Whether at least `limit` of all hit, one miss forgiven when there are few. Kinds of one or two would forgive
    /// themselves everything: their sum must hold too.
    #[must_use]
    pub fn at_least(self, limit: f64) -> bool {
        self.all - self.hit <= spare(1.0 - limit, self.all)
    }

    /// Whether at most `limit` of all hit, one forgiven when there are few.
    #[must_use]
    pub fn at_most(self, limit: f64) -> bool {
        self.hit <= spare(limit, self.all)
    }
}

/// How many of `all` may go wrong. The small sum keeps a limit that is met exactly from being missed by rounding.
fn spare(share: f64, all: usize) -> usize {
    ((share * all as f64 + 1e-9) as usize).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_forgiven_of_few_and_the_share_decides_of_many() {
        assert!(Rate { hit: 1, all: 2 }.at_least(0.95) && !Rate { hit: 0, all: 2 }.at_least(0.95));
        assert!(Rate { hit: 19, all: 20 }.at_least(0.95) && !Rate { hit: 18, all: 20 }.at_least(0.95));
        assert!(Rate { hit: 95, all: 100 }.at_least(0.95) && !Rate { hit: 94, all: 100 }.at_least(0.95));
        assert!(Rate { hit: 3, all: 100 }.at_most(0.03) && !Rate { hit: 4, all: 100 }.at_most(0.03));
        assert!(Rate { hit: 1, all: 6 }.at_most(0.03) && !Rate { hit: 2, all: 6 }.at_most(0.03));
    }

    #[test]
    fn kinds_that_each_forgive_themselves_fail_together() {
        let kinds = [Rate { hit: 0, all: 1 }; 10];
        assert!(kinds.iter().all(|kind| kind.at_least(0.95)));
        assert!(!kinds.into_iter().fold(Rate::default(), Rate::and).at_least(0.95));
    }
}
