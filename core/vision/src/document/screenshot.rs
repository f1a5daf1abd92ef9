//! Signs that a picture was saved from a screen: above and below it the screen's own ground, of one colour to the last bit,
//! with no more on it than a bar with the time, and between them a picture from one side of the screen to the other.

use crate::frame::Picture;

/// When margins are a screen's.
#[derive(Debug, Clone, Copy)]
pub struct ScreenLimits {
    /// Height over width at least: phones have 1.78 to 2.22, held upright; cameras up to 1.78, seldom that long.
    pub least_shape: f32,
    /// Levels of 255 by which the ground of a margin differs from itself at most: compression leaves 2 on a plain ground, the
    /// noise of a camera more.
    pub plain_levels: u8,
    /// Share of a row that is ground at least: the rest is the time, a battery, words of buttons.
    pub ground_share: f32,
    /// Share of the picture's height that each margin takes at least.
    pub least_margin: f32,
    /// Levels of 255 by which the picture differs from the ground at a margin's end, for [`Self::edge_share`] of its columns
    /// at least: a card on a scanner's white ground ends it only where the card lies.
    pub edge_levels: u8,
    /// Share of the columns in which a margin ends at once.
    pub edge_share: f32,
}

impl Default for ScreenLimits {
    fn default() -> Self {
        Self {
            least_shape: 1.7,
            plain_levels: 3,
            ground_share: 0.6,
            least_margin: 0.06,
            edge_levels: 12,
            edge_share: 0.9,
        }
    }
}

/// Rows beyond a margin's end in which compression has mixed ground and picture.
const MIXED_ROWS: usize = 16;

/// Share of the picture's height that a screen's margins take; 0 where there are none.
pub fn margin_ratio(picture: &Picture, limits: &ScreenLimits) -> crate::cv::Result<f32> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    if (height as f32) < limits.least_shape * width as f32 {
        return Ok(0.0);
    }
    let rows: Vec<&[u8]> = picture.rgb().chunks_exact(width.max(1) * 3).collect();
    let margins = [margin(rows.iter().copied(), height, limits), margin(rows.iter().rev().copied(), height, limits)];
    let all = margins.iter().all(|margin| *margin as f32 >= limits.least_margin * height as f32);
    Ok(if all { margins.iter().sum::<usize>() as f32 / height.max(1) as f32 } else { 0.0 })
}

/// Rows of the margin at the head of `rows`; none when it does not end at once from side to side.
fn margin<'a>(rows: impl Iterator<Item = &'a [u8]> + Clone, height: usize, limits: &ScreenLimits) -> usize {
    let Some(ground) = rows.clone().next().and_then(|row| row.first_chunk::<3>()) else { return 0 };
    let differs = |pixel: &[u8], levels: u8| pixel.iter().zip(ground).any(|(a, b)| a.abs_diff(*b) > levels);
    let is_ground = |row: &[u8]| {
        let other = row.chunks_exact(3).filter(|pixel| differs(pixel, limits.plain_levels)).count();
        other as f32 <= (1.0 - limits.ground_share) * (row.len() / 3) as f32
    };
    let long = rows.clone().take_while(|row| is_ground(row)).count();
    if long == height {
        return 0;
    }
    let ends_at = |row: &[u8]| {
        let other = row.chunks_exact(3).filter(|pixel| differs(pixel, limits.edge_levels)).count();
        other as f32 >= limits.edge_share * (row.len() / 3) as f32
    };
    if rows.skip(long).take(MIXED_ROWS).any(ends_at) { long } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of 100 × `height` px: what `at` gives for a row and a column.
    fn ratio_of(height: u32, at: impl Fn(usize, usize) -> u8) -> f32 {
        let rgb = (0..height as usize * 100).flat_map(|i| [at(i / 100, i % 100); 3]).collect();
        margin_ratio(&Picture::new(100, height, rgb).unwrap(), &ScreenLimits::default()).unwrap()
    }

    fn photo(row: usize, column: usize) -> u8 {
        90 + ((row * 31 + column * 17) % 60) as u8
    }

    #[test]
    fn a_picture_between_plain_margins_is_a_screens() {
        let bar = |row: usize, column: usize| (2..5).contains(&row) && (6..20).contains(&column);
        let shown = |row: usize, column: usize| match row {
            70..130 => photo(row, column),
            _ if bar(row, column) => 240,
            _ => (row + column) as u8 % 3,
        };
        assert!((ratio_of(200, shown) - 0.7).abs() < 0.01);
    }

    #[test]
    fn what_a_camera_or_a_scanner_gives_is_not() {
        assert_eq!(ratio_of(200, photo), 0.0);
        // A card on a scanner's glass.
        let scanned = |row: usize, column: usize| {
            if (70..130).contains(&row) && (5..95).contains(&column) { photo(row, column) } else { 255 }
        };
        assert!(ratio_of(200, |r, c| if !(12..=87).contains(&c) { 255 } else { scanned(r, c) }) == 0.0);
        // Dark ground with a camera's noise.
        let noisy = |row: usize, column: usize| {
            if (70..130).contains(&row) { photo(row, column) } else { ((row * 7 + column * 13) % 11) as u8 }
        };
        assert_eq!(ratio_of(200, noisy), 0.0);
        // As wide as a camera's.
        assert_eq!(ratio_of(133, |row, column| if (40..90).contains(&row) { photo(row, column) } else { 0 }), 0.0);
        assert_eq!(ratio_of(200, |_, _| 0), 0.0);
    }
}
