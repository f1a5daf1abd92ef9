//! Small sums over samples.

pub(super) use crate::statistics::{median, median_of_sorted};

/// Column by column the middle of `rows`, as long as the shortest of them.
pub(super) fn median_row<'a>(rows: impl Iterator<Item = &'a [f32]> + Clone) -> Vec<f32> {
    let columns = rows.clone().map(<[f32]>::len).min().unwrap_or(0);
    (0..columns).filter_map(|i| median(rows.clone().filter_map(|row| row.get(i).copied()))).collect()
}

/// Root mean square of relative differences; of rows of different length, the greatest there is.
pub(super) fn relative_difference(a: &[f32], b: &[f32]) -> f64 {
    if a.len() != b.len() {
        return 1.0;
    }
    let square = |(a, b): (&f32, &f32)| (f64::from(a - b) / f64::from(a.abs().max(b.abs())).max(1e-3)).powi(2);
    let sum: f64 = a.iter().zip(b).map(square).sum();
    (sum / (a.len().max(1) as f64)).sqrt()
}
