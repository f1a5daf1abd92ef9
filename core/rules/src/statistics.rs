//! Middles and shares of samples.

/// The middle of values in ascending order; of an even number, the mean of the two in the middle.
pub fn median_of_sorted(sorted: &[f32]) -> Option<f32> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    Some((sorted.get(middle.checked_sub(1)?)? + upper) / 2.0)
}

/// The middle of `values`; of an even number, the mean of the two in the middle.
pub fn median(values: impl IntoIterator<Item = f32>) -> Option<f32> {
    let mut values: Vec<f32> = values.into_iter().collect();
    values.sort_by(f32::total_cmp);
    median_of_sorted(&values)
}

/// The middle of `values`, of an even number the upper of the two: one that was seen, in time that grows with their number.
/// Puts them in another order.
pub fn middle(values: &mut [f32]) -> Option<f32> {
    let at = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    Some(*values.select_nth_unstable_by(at, f32::total_cmp).1)
}

/// The value that the share `share` of `sorted` lies below, the nearest that was seen.
pub fn quantile<T: Copy>(sorted: &[T], share: f64) -> Option<T> {
    let last = sorted.len().checked_sub(1)?;
    sorted.get((last as f64 * share).round() as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_even_number_the_middle_is_between_or_the_upper_one() {
        assert_eq!((median([3.0, 1.0, 2.0]), median([4.0, 1.0, 2.0, 3.0]), median([])), (Some(2.0), Some(2.5), None));
        assert_eq!(middle(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!((middle(&mut [4.0, 1.0, 2.0, 3.0]), middle(&mut [])), (Some(3.0), None));
    }

    #[test]
    fn shares_are_rounded_to_a_value_that_was_seen() {
        let sorted = [0.0, 1.0, 2.0, 3.0, 4.0];
        let at = |share| quantile(&sorted, share);
        assert_eq!([at(0.0), at(0.1), at(0.13), at(0.5), at(1.0)], [0.0, 0.0, 1.0, 2.0, 4.0].map(Some));
        assert_eq!((at(1.2), quantile::<f32>(&[], 0.5)), (None, None));
    }
}
