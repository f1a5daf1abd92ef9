//! Sums and means over windows of a map.

use multiversion::multiversion;

/// The mean about each pixel of a `map` of rows of `width`, over a square of `side` (odd) pixels; at the borders the map is
/// mirrored about its last pixels. OpenCV's box filter sums floats as doubles, at several times the cost.
#[multiversion(targets("x86_64+avx2"))]
pub fn mean_about(map: &[f32], width: usize, side: usize) -> Vec<f32> {
    let height = map.len() / width.max(1);
    let half = side / 2;
    let row = |y: isize| {
        let start = mirrored(y, height) * width;
        map.get(start..start + width).unwrap_or_default()
    };
    // Sums along columns run with the rows: one comes in, one goes out.
    let mut columns = vec![0.0f32; width];
    for y in -(half as isize)..half as isize {
        columns.iter_mut().zip(row(y)).for_each(|(sum, value)| *sum += value);
    }
    let share = 1.0 / (side * side) as f32;
    let mut windows = Windows::new(side);
    let mut wide = Vec::with_capacity(width + side);
    let mut out = Vec::with_capacity(map.len());
    for y in 0..height as isize {
        columns.iter_mut().zip(row(y + half as isize)).for_each(|(sum, value)| *sum += value);
        wide.clear();
        let at = |x: isize| columns.get(mirrored(x, width)).copied().unwrap_or_default();
        wide.extend((-(half as isize)..0).map(at));
        wide.extend_from_slice(&columns);
        wide.extend((width as isize..(width + half) as isize).map(at));
        match side {
            3 => out.extend(in_threes(&wide).map(|[a, b, c]| (a + b + c) * share)),
            _ => out.extend(windows.sums(&wide).iter().map(|sum| sum * share)),
        }
        columns.iter_mut().zip(row(y - half as isize)).for_each(|(sum, value)| *sum -= value);
    }
    out
}

/// Each value with the two after it.
#[inline(always)]
pub fn in_threes(row: &[f32]) -> impl Iterator<Item = [f32; 3]> {
    let after = |steps: usize| row.get(steps..).unwrap_or_default();
    row.iter().zip(after(1)).zip(after(2)).map(|((a, b), c)| [*a, *b, *c])
}

/// The index that stands at `at` when `count` indices are mirrored about the first and the last.
fn mirrored(at: isize, count: usize) -> usize {
    let last = count.saturating_sub(1) as isize;
    if last == 0 {
        return 0;
    }
    let at = at.rem_euclid(2 * last);
    at.min(2 * last - at) as usize
}

/// Sums over windows of one length.
pub struct Windows {
    side: usize,
    /// Sums of 1, 2, 4 and so on values from each place on, in turn.
    doubled: Vec<f32>,
    next: Vec<f32>,
    out: Vec<f32>,
}

impl Windows {
    /// Over `side` values each.
    pub fn new(side: usize) -> Self {
        Self { side, doubled: Vec::new(), next: Vec::new(), out: Vec::new() }
    }

    /// The sum of the `side` values from each place on, as far as there are so many.
    #[inline(always)]
    pub fn sums(&mut self, values: &[f32]) -> &[f32] {
        let Self { side, doubled, next, out } = self;
        out.clear();
        out.resize((values.len() + 1).saturating_sub(*side), 0.0);
        let (mut length, mut from) = (1, 0);
        // A window is made of one part for each bit of its length: all places are summed at once.
        loop {
            let parts = if length == 1 { values } else { doubled.as_slice() };
            if *side & length != 0 {
                let part = parts.get(from..).unwrap_or_default();
                out.iter_mut().zip(part).for_each(|(out, part)| *out += part);
                from += length;
            }
            if 2 * length > *side {
                break;
            }
            let ahead = parts.get(length..).unwrap_or_default();
            next.clear();
            next.extend(parts.iter().zip(ahead).map(|(a, b)| a + b));
            std::mem::swap(doubled, next);
            length *= 2;
        }
        &self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_of_any_length_sum_what_they_hold() {
        let values: Vec<f32> = (0..40).map(|k| (k * k % 17) as f32).collect();
        for side in [1, 2, 3, 4, 11, 17, 22, 40] {
            let wanted: Vec<f32> = values.windows(side).map(|w| w.iter().sum()).collect();
            assert_eq!(Windows::new(side).sums(&values), wanted, "{side}");
        }
        assert!(Windows::new(41).sums(&values).is_empty());
    }

    #[test]
    fn a_mean_is_that_of_the_square_mirrored_at_the_borders() {
        let (width, height) = (7, 5);
        let map: Vec<f32> = (0..width * height).map(|k| (k * 7 % 11) as f32).collect();
        let mirror = |at: isize, count: isize| if at < 0 { -at } else { (2 * count - 2 - at).min(at) } as usize;
        for side in [1usize, 3, 5] {
            let half = side as isize / 2;
            let got = mean_about(&map, width, side);
            for (at, got) in got.iter().enumerate() {
                let (x, y) = ((at % width) as isize, (at / width) as isize);
                let around = (-half..=half).flat_map(|dy| (-half..=half).map(move |dx| (x + dx, y + dy)));
                let sum: f32 = around.map(|(x, y)| map[mirror(y, 5) * width + mirror(x, 7)]).sum();
                assert!((got - sum / (side * side) as f32).abs() < 1e-4, "{side} {at}");
            }
        }
        assert_eq!(mean_about(&[3.0], 1, 17), [3.0]);
        assert!(mean_about(&[], 0, 3).is_empty());
    }
}
