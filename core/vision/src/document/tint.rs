//! The tint of a card's paper, and how far each place departs from it.

use heyan_rules::geometry::Rect;
use opencv::core::{self, Mat, Size};
use opencv::imgproc;
use opencv::prelude::*;

use super::capture::Zones;
use super::light::{Tone, length, percentile};
use super::patches::grown;
use crate::cv;

/// The paper's colour at every pixel: a surface of second order for each of L*, a*, b*.
struct Paper([[f32; 6]; 3]);

impl Paper {
    fn terms(tone: &Tone, index: usize) -> [f32; 6] {
        let x = (index % tone.width) as f32 / tone.width as f32 - 0.5;
        let y = (index / tone.width) as f32 / tone.height as f32 - 0.5;
        [1.0, x, y, x * x, x * y, y * y]
    }

    fn at(&self, tone: &Tone, index: usize) -> [f32; 3] {
        let terms = Self::terms(tone, index);
        self.0.map(|k| k.iter().zip(terms).map(|(k, t)| k * t).sum())
    }

    /// Fits to the pixels of `colours` that `usable` names, leaving out again and again what does not fit.
    fn fit(tone: &Tone, colours: &[[f32; 3]], usable: &[usize]) -> cv::Result<Self> {
        let mut kept: Vec<usize> = usable.to_vec();
        let mut paper = Self([[0.0; 6]; 3]);
        for round in 0..5 {
            if kept.len() < 60 {
                break;
            }
            paper = Self::solve(tone, colours, &kept)?;
            let misfit = |i: &usize| {
                let model = paper.at(tone, *i);
                let [l, a, b] = colours.get(*i).copied().unwrap_or_default();
                (l - model[0]).abs() / 2.0 + length(a - model[1], b - model[2])
            };
            let mut misfits: Vec<f32> = usable.iter().map(misfit).collect();
            let share = if round == 0 { 0.6 } else { 0.7 };
            let limit = percentile(&mut misfits, share).unwrap_or(0.0) * 1.5 + 0.5;
            kept = usable.iter().copied().filter(|i| misfit(i) <= limit).collect();
        }
        Ok(paper)
    }

    fn solve(tone: &Tone, colours: &[[f32; 3]], kept: &[usize]) -> cv::Result<Self> {
        let mut normal = [[0.0f64; 6]; 6];
        let mut right = [[0.0f64; 6]; 3];
        for &i in kept {
            let terms = Self::terms(tone, i).map(f64::from);
            let colour = colours.get(i).copied().unwrap_or_default();
            for (row, t) in normal.iter_mut().zip(terms) {
                for (cell, u) in row.iter_mut().zip(terms) {
                    *cell += t * u;
                }
            }
            for (side, value) in right.iter_mut().zip(colour) {
                for (cell, t) in side.iter_mut().zip(terms) {
                    *cell += t * f64::from(value);
                }
            }
        }
        let normal = Mat::from_slice_2d(&normal)?;
        let mut out = [[0.0f32; 6]; 3];
        for (target, side) in out.iter_mut().zip(right) {
            let side = Mat::from_slice_2d(&side.map(|v| [v]))?;
            let mut solution = Mat::default();
            core::solve(&normal, &side, &mut solution, core::DECOMP_SVD)?;
            for (k, cell) in target.iter_mut().enumerate() {
                *cell = *solution.at_2d::<f64>(k as i32, 0)? as f32;
            }
        }
        Ok(Self(out))
    }
}

/// How far a pixel departs from the paper around it.
#[derive(Clone, Copy, Default)]
pub struct Departure {
    /// Distance in a* and b*.
    pub chroma: f32,
    /// L* of the paper minus L* here.
    pub darker: f32,
}

/// Departures of all pixels with print taken out, none in the picture zone, at the card's rim and in reflections; and the
/// bands of colour ([`super::patches::Surface::bands_chroma`]).
pub fn departures(tone: &Tone, glare: &Mat, zones: &Zones<'_>) -> cv::Result<(Vec<Departure>, f32)> {
    let colours = without_print(tone)?;
    let glare = glare.data_bytes()?.to_vec();
    let picture = grown(&zones.picture, 1.5);
    // The rim of the card mixes with what lies beside it.
    let inner = Rect::new(1.2, 1.2, 84.4, 52.8);
    let free = |i: usize| {
        let mm = tone.mm_of(i);
        !picture.contains(mm) && inner.contains(mm) && tone.inside.get(i) == Some(&true) && glare.get(i) == Some(&0)
    };
    let usable: Vec<usize> = (0..tone.lab.len()).filter(|i| free(*i)).step_by(11).collect();
    let paper = Paper::fit(tone, &colours, &usable)?;
    let departure = |i: usize| {
        let model = paper.at(tone, i);
        let [l, a, b] = colours.get(i).copied().unwrap_or_default();
        Departure { chroma: length(a - model[1], b - model[2]), darker: model[0] - l }
    };
    let tints: Vec<[f32; 2]> = usable
        .iter()
        .map(|i| {
            let ([_, a, b], [_, x, y]) = (colours.get(*i).copied().unwrap_or_default(), paper.at(tone, *i));
            [a - x, b - y]
        })
        .collect();
    let all = (0..tone.lab.len()).map(|i| if free(i) { departure(i) } else { Departure::default() }).collect();
    Ok((all, bands(&tints)))
}

/// Least of the four tails of a cloud of tints along its two principal axes.
fn bands(tints: &[[f32; 2]]) -> f32 {
    let n = tints.len().max(1) as f32;
    let [ma, mb] = tints.iter().fold([0.0f32; 2], |[x, y], [a, b]| [x + a / n, y + b / n]);
    let (mut aa, mut ab, mut bb) = (0.0f32, 0.0f32, 0.0f32);
    for [a, b] in tints {
        let (a, b) = (a - ma, b - mb);
        (aa, ab, bb) = (aa + a * a, ab + a * b, bb + b * b);
    }
    let (sin, cos) = ((2.0 * ab).atan2(aa - bb) / 2.0).sin_cos();
    let axes = [[cos, sin], [-sin, cos]];
    let tails = axes.map(|[x, y]| {
        let mut along: Vec<f32> = tints.iter().map(|[a, b]| a * x + b * y).collect();
        let low = percentile(&mut along, 0.15).unwrap_or(0.0);
        let high = percentile(&mut along, 0.85).unwrap_or(0.0);
        high.min(-low)
    });
    tails.into_iter().fold(f32::MAX, f32::min).max(0.0)
}

/// L*, a*, b* with print taken out: closing fills strokes darker than their surroundings up to 1.7 mm wide, a median
/// takes out their colour.
fn without_print(tone: &Tone) -> cv::Result<Vec<[f32; 3]>> {
    let plane = |channel: usize, offset: f32, scale: f32| -> cv::Result<Mat> {
        let bytes: Vec<u8> = tone
            .lab
            .iter()
            .map(|lab| ((lab.get(channel).copied().unwrap_or(0.0) + offset) * scale).clamp(0.0, 255.0) as u8)
            .collect();
        Mat::new_rows_cols_with_data(tone.height as i32, tone.width as i32, &bytes)?.try_clone()
    };
    let light = cv::morph_square(&plane(0, 0.0, 2.55)?, imgproc::MORPH_CLOSE, 8)?;
    // Colour is smooth: at half the size the median costs a tenth.
    let colour = |channel: usize| -> cv::Result<Mat> {
        let full = plane(channel, 128.0, 1.0)?;
        let half = cv::shrink(&full, Size::new(full.cols() / 2, full.rows() / 2))?;
        let mut median = Mat::default();
        imgproc::median_blur(&half, &mut median, 5)?;
        cv::interpolate(&median, full.size()?)
    };
    let (a, b) = (colour(1)?, colour(2)?);
    Ok(light
        .data_bytes()?
        .iter()
        .zip(a.data_bytes()?)
        .zip(b.data_bytes()?)
        .map(|((l, a), b)| [f32::from(*l) / 2.55, f32::from(*a) - 128.0, f32::from(*b) - 128.0])
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_of_all_hues_are_told_from_an_object_of_one() {
        let around = |i: usize| {
            let (sin, cos) = (i as f32 * 0.1).sin_cos();
            [12.0 * cos, 9.0 * sin]
        };
        let screen: Vec<[f32; 2]> = (0..600).map(around).collect();
        assert!(bands(&screen) > 6.0);
        let note: Vec<[f32; 2]> =
            (0..600).map(|i| if i % 4 == 0 { [30.0, 20.0] } else { around(i).map(|v| v * 0.1) }).collect();
        assert!(bands(&note) < 2.0);
        assert_eq!(bands(&[]), 0.0);
    }
}
