//! Stretches of a row.

/// The stretches, from and to, of `count` places in which `is` holds.
pub fn runs(count: usize, is: impl Fn(usize) -> bool) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < count && !is(at) {
            at += 1;
        }
        let from = at;
        while at < count && is(at) {
            at += 1;
        }
        (at > from).then_some((from, at))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn runs_are_those_that_hold() {
        let of = |text: &str| super::runs(text.len(), |at| text.as_bytes()[at] == b'x').collect::<Vec<_>>();
        assert_eq!(of("xx..x.xxx"), [(0, 2), (4, 5), (6, 9)]);
        assert_eq!(of("..x."), [(2, 3)]);
        assert!(of("...").is_empty() && of("").is_empty());
    }
}
