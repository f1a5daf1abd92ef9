//! What the characters of a line are written with.

use heyan_rules::document::Ink;
use opencv::core::{self, Mat};
use opencv::prelude::*;

use super::light::percentile;
use super::limits::{GAP, INK};
use crate::cv;

/// The inks of the characters of `line` (8-bit RGB), whose middles are at `at` over its width.
pub(super) fn inks(line: &Mat, at: &[f32]) -> cv::Result<Vec<Option<Ink>>> {
    let (width, height) = (line.cols() as usize, line.rows() as usize);
    let pixels = line.data_typed::<core::Vec3b>()?;
    let Some(paper) = paper_of(pixels) else { return Ok(vec![None; at.len()]) };
    let middles: Vec<f32> = at.iter().map(|share| share * width as f32).collect();
    let ink = |i: usize| {
        let middle = *middles.get(i)?;
        let half = INK.half_width * height as f32;
        // Up to half way to the neighbours.
        let before = i.checked_sub(1).and_then(|j| middles.get(j)).map_or(f32::MIN, |other| (other + middle) / 2.0);
        let after = middles.get(i + 1).map_or(f32::MAX, |other| (other + middle) / 2.0);
        let from = (middle - half).max(before).max(0.0) as usize;
        let to = ((middle + half).min(after).max(0.0) as usize).min(width);
        of_place(pixels, width, from..to, paper)
    };
    Ok((0..at.len()).map(ink).collect())
}

/// The paper of a whole line, as a character of many strokes has little of its own; `None` where it is too dark.
fn paper_of(pixels: &[core::Vec3b]) -> Option<[f32; 3]> {
    let mut paper = [0.0f32; 3];
    for (channel, level) in paper.iter_mut().enumerate() {
        let mut levels: Vec<f32> =
            pixels.iter().step_by(3).map(|p| f32::from(p.0.get(channel).copied().unwrap_or(0))).collect();
        *level = percentile(&mut levels, INK.lighter_than_paper).unwrap_or(0.0);
    }
    paper.iter().all(|level| *level >= INK.least_paper).then_some(paper)
}

/// For each character of `line`, whose middles are at `at` over its width, whether print of which none was read stands
/// between it and the next, or between it and the line's end. A character that the recogniser does not know may be left out
/// without a trace.
pub(super) fn unread_beside(line: &Mat, at: &[f32]) -> cv::Result<Vec<bool>> {
    let (width, height) = (line.cols() as usize, line.rows() as f32);
    let pixels = line.data_typed::<core::Vec3b>()?;
    let mut told = vec![false; at.len()];
    let Some(paper) = paper_of(pixels) else { return Ok(told) };
    // How dark each column is at its darkest.
    let mut depths = vec![0.0f32; width];
    for row in pixels.chunks_exact(width.max(1)) {
        for (depth, pixel) in depths.iter_mut().zip(row) {
            let light = pixel.0.iter().zip(paper).map(|(level, full)| (f32::from(*level) / full).min(1.0)).sum::<f32>();
            *depth = depth.max(1.0 - light / 3.0);
        }
    }
    let middles: Vec<f32> = at.iter().map(|share| share * width as f32).collect();
    let place = GAP.half_place * height;
    let inside = |x: f32| (x.max(0.0) as usize).min(width);
    let mut own: Vec<f32> = middles
        .iter()
        .filter_map(|x| depths.get(inside(x - place)..inside(x + place)))
        .filter_map(|columns| columns.iter().copied().reduce(f32::max))
        .collect();
    let Some(usual) = percentile(&mut own, 0.5) else { return Ok(told) };
    let inked = |from: f32, to: f32, share: f32| {
        let columns = depths.get(inside(from)..inside(to)).unwrap_or_default();
        let dark = columns.iter().filter(|depth| **depth > GAP.depth_share * usual).count();
        dark as f32 >= share * columns.len().max(1) as f32
    };
    for i in 0..=middles.len() {
        let before = i.checked_sub(1).and_then(|i| middles.get(i));
        let after = middles.get(i);
        let from = before.map_or(0.0, |x| x + place);
        let to = after.map_or(width as f32, |x| x - place);
        let (least, share) = match (before, after) {
            (Some(_), Some(_)) => (GAP.between, GAP.inked_share),
            _ => (GAP.beside, GAP.inked_share_beside),
        };
        if to - from >= least * height && inked(from, to, share) {
            for beside in [i.checked_sub(1), Some(i)].into_iter().flatten() {
                if let Some(told) = told.get_mut(beside) {
                    *told = true;
                }
            }
        }
    }
    Ok(told)
}

fn of_place(pixels: &[core::Vec3b], width: usize, columns: std::ops::Range<usize>, paper: [f32; 3]) -> Option<Ink> {
    let mut places: Vec<(f32, f32)> = Vec::new();
    for row in pixels.chunks_exact(width.max(1)) {
        for pixel in row.get(columns.clone())? {
            let mut shares = [0.0f32; 3];
            for ((share, level), full) in shares.iter_mut().zip(pixel.0).zip(paper) {
                *share = (f32::from(level) / full).min(1.0);
            }
            let [r, g, b] = shares;
            places.push(((r + g + b) / 3.0, r.max(g).max(b) - r.min(g).min(b)));
        }
    }
    let strokes = ((places.len() as f32 * INK.strokes) as usize).max(1);
    if places.len() < 2 * strokes {
        return None;
    }
    let coloured = places.iter().filter(|(_, colour)| *colour > INK.strong_colour).count() as f32 / places.len() as f32;
    places.select_nth_unstable_by(strokes, |a, b| a.0.total_cmp(&b.0));
    let (dark, n) = (places.get(..strokes)?, strokes as f32);
    let mean = |of: fn(&(f32, f32)) -> f32| dark.iter().map(of).sum::<f32>() / n;
    Some(Ink { depth: 1.0 - mean(|p| p.0), colour: mean(|p| p.1), coloured })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of white paper, lit by `light`, with three squares of ink.
    fn inks_of(light: [f32; 3], squares: [[f32; 3]; 3]) -> Vec<Ink> {
        let (width, height) = (144usize, 48usize);
        let pixel = |i: usize| {
            let (x, y) = (i % width, i / width);
            let inside = (12..36).contains(&(x % 48)) && (12..36).contains(&y);
            let ink = if inside { squares[x / 48] } else { [1.0; 3] };
            core::Vec3b::from([0, 1, 2].map(|c| (230.0 * light[c] * ink[c]) as u8))
        };
        let pixels: Vec<core::Vec3b> = (0..width * height).map(pixel).collect();
        let line = Mat::new_rows_cols_with_data(height as i32, width as i32, &pixels).unwrap().try_clone().unwrap();
        inks(&line, &[1.0 / 6.0, 0.5, 5.0 / 6.0]).unwrap().into_iter().map(Option::unwrap).collect()
    }

    #[test]
    fn black_grey_and_red_are_told_in_any_light() {
        for light in [[1.0; 3], [0.5; 3], [1.0, 0.8, 0.55]] {
            let [black, grey, red] = inks_of(light, [[0.1; 3], [0.55; 3], [0.8, 0.2, 0.2]])[..] else { panic!() };
            assert!(black.depth > 0.85 && black.colour < 0.05 && black.coloured == 0.0, "{black:?}");
            assert!((0.4..0.5).contains(&grey.depth) && grey.colour < 0.05, "{grey:?}");
            assert!(red.colour > 0.5 && red.coloured > 0.1, "{red:?}");
        }
    }

    #[test]
    fn print_between_or_beside_what_was_read_is_told_and_an_empty_place_is_not() {
        let (width, height) = (240usize, 48usize);
        let line_of = |inked: &[usize]| {
            let pixel = |i: usize| {
                let (x, y) = (i % width, i / width);
                let dark = inked.contains(&(x / 48)) && (6..42).contains(&(x % 48)) && (6..42).contains(&y);
                core::Vec3b::from([if dark { 30u8 } else { 220 }; 3])
            };
            let pixels: Vec<core::Vec3b> = (0..width * height).map(pixel).collect();
            Mat::new_rows_cols_with_data(height as i32, width as i32, &pixels).unwrap().try_clone().unwrap()
        };
        let at = [0.1, 0.3, 0.7];
        assert_eq!(unread_beside(&line_of(&[0, 1, 2, 3]), &at).unwrap(), [false, true, true]);
        assert_eq!(unread_beside(&line_of(&[0, 1, 3, 4]), &at).unwrap(), [false, false, true]);
        assert_eq!(unread_beside(&line_of(&[0, 1, 3]), &at).unwrap(), [false; 3]);
        assert_eq!(unread_beside(&line_of(&[]), &[]).unwrap(), [false; 0]);
    }

    #[test]
    fn dark_paper_tells_nothing() {
        let line = Mat::zeros(48, 96, core::CV_8UC3).unwrap().to_mat().unwrap();
        assert_eq!(inks(&line, &[0.25, 0.75]).unwrap(), [None, None]);
    }
}
