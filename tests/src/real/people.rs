//! Which people the rules were tuned on, and which they are only measured on.

use std::collections::BTreeMap;

use crate::truth::Split;

/// Half of `people` for tuning, the other half held out: every second one by name, so that who is in which does not depend on
/// what was measured of them.
#[must_use]
pub fn split<'a>(people: impl Iterator<Item = &'a str>) -> BTreeMap<String, Split> {
    let mut names: Vec<&str> = people.collect();
    names.sort_unstable();
    names.dedup();
    let part = |i: usize| if i.is_multiple_of(2) { Split::Tuning } else { Split::Held };
    names.into_iter().enumerate().map(|(i, name)| (name.to_owned(), part(i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_in_one_part_only() {
        let split = split(["b", "a", "c", "a", "b"].into_iter());
        assert_eq!(split.len(), 3);
        assert_eq!([split["a"], split["b"], split["c"]], [Split::Tuning, Split::Held, Split::Tuning]);
    }
}
