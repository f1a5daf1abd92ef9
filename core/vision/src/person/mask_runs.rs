//! Stretches of a row, and how much of a map they are.

use memchr::memchr;

/// Stands where something is; 0 where it is not.
pub const HERE: u8 = 255;

/// The stretches, from and to, of a row in which it says [`HERE`].
pub fn mask_runs(row: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + memchr(HERE, row.get(at..)?)?;
        let rest = row.get(from..).unwrap_or_default();
        at = from + memchr(0, rest).unwrap_or(rest.len());
        Some((from, at))
    })
}

/// How often a map says [`HERE`].
pub fn count(map: &[u8]) -> usize {
    // Sums that fit 8 bits are added up many at a time.
    map.chunks(128).map(|part| usize::from(part.iter().map(|place| place & 1).sum::<u8>())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_those_that_hold() {
        let of = |text: &str| -> Vec<u8> { text.bytes().map(|b| if b == b'x' { HERE } else { 0 }).collect() };
        let found = |text: &str| mask_runs(&of(text)).collect::<Vec<_>>();
        assert_eq!(found("xx..x.xxx"), [(0, 2), (4, 5), (6, 9)]);
        assert_eq!(found("..x."), [(2, 3)]);
        assert!(found("...").is_empty() && found("").is_empty());
        assert_eq!(count(&of(&"xx..x".repeat(100))), 300);
    }
}
