//! Signs that a picture was taken of a screen: sharp lines in the spectrum.
//!
//! A screen's pixel grid, sampled by a camera, leaves a lattice of narrow peaks that stands over the whole picture.
//! Print and guilloche are curved or local: their energy is spread. So spectra of several windows are averaged, and
//! the greatest narrow excess over the neighbourhood of the same frequency is reported.

use heyan_rules::Point;
use opencv::core::{self, Mat, Rect as CvRect, Vector};
use opencv::prelude::*;

use super::plane::{CARD_MM, Placement};
use crate::cv;
use crate::frame::Picture;

/// Side of a window, px of the input picture: no scaling, the grid may be as fine as two pixels.
const WINDOW: i32 = 256;
/// Windows looked at, at most.
const WINDOWS: usize = 4;
/// Lowest frequency looked at, cycles a window: below, light and print dominate.
const LOWEST: i32 = 16;

/// Strength of the strongest line in the spectrum over its surroundings, dB. 0 when the card is too small to tell.
pub fn moire_db(picture: &Picture, placement: &Placement) -> cv::Result<f32> {
    let windows = windows(picture, placement);
    if windows.is_empty() {
        return Ok(0.0);
    }
    let hann = hann()?;
    let rgb = cv::rgb_of(picture)?;
    let half = (WINDOW / 2 + 1) as usize;
    let mut strongest = 0.0f32;
    for channel in [Channel::Light, Channel::RedGreen] {
        let mut mean = vec![0.0f32; WINDOW as usize * half];
        for window in &windows {
            let part = Mat::roi(&rgb, *window)?;
            let plane = channel.of(&part)?;
            let spectrum = power(&plane, &hann)?;
            for (sum, value) in mean.iter_mut().zip(spectrum) {
                // Geometric mean: a line must stand in every window.
                *sum += (value + 1e-3).ln() / windows.len() as f32;
            }
        }
        strongest = strongest.max(excess_db(&mean, half));
    }
    Ok(strongest)
}

/// What is transformed.
#[derive(Clone, Copy)]
enum Channel {
    Light,
    /// Sub-pixels shift the colours of a screen against each other.
    RedGreen,
}

impl Channel {
    fn of(self, part: &impl MatTraitConst) -> cv::Result<Mat> {
        let part = part.try_clone()?;
        let values: Vec<f32> = part
            .data_typed::<core::Vec3b>()?
            .iter()
            .map(|p| {
                let [r, g, b] = p.0.map(f32::from);
                match self {
                    Self::Light => 0.299 * r + 0.587 * g + 0.114 * b,
                    Self::RedGreen => r - g,
                }
            })
            .collect();
        Mat::new_rows_cols_with_data(WINDOW, WINDOW, &values)?.try_clone()
    }
}

/// Windows spread over the card, whole and inside the picture.
fn windows(picture: &Picture, placement: &Placement) -> Vec<CvRect> {
    let frame = CvRect::new(0, 0, picture.width() as i32, picture.height() as i32);
    let mut out: Vec<CvRect> = Vec::new();
    for (u, v) in [(0.25, 0.3), (0.5, 0.5), (0.75, 0.7), (0.25, 0.7), (0.75, 0.3), (0.5, 0.2), (0.5, 0.8)] {
        let middle = placement.to_picture(Point::new(CARD_MM.right * u, CARD_MM.bottom * v));
        let window =
            CvRect::new(middle.x.round() as i32 - WINDOW / 2, middle.y.round() as i32 - WINDOW / 2, WINDOW, WINDOW);
        let apart = out.iter().all(|w| (w.x - window.x).abs().max((w.y - window.y).abs()) > WINDOW / 4);
        if (window & frame) == window && apart && out.len() < WINDOWS {
            out.push(window);
        }
    }
    out
}

fn hann() -> cv::Result<Mat> {
    let weight = |i: i32| 0.5 - 0.5 * (2.0 * std::f32::consts::PI * (i as f32 + 0.5) / WINDOW as f32).cos();
    let values: Vec<f32> = (0..WINDOW * WINDOW).map(|i| weight(i % WINDOW) * weight(i / WINDOW)).collect();
    Mat::new_rows_cols_with_data(WINDOW, WINDOW, &values)?.try_clone()
}

/// Power over the half plane of frequencies, `WINDOW` rows of `WINDOW / 2 + 1`.
fn power(plane: &Mat, hann: &Mat) -> cv::Result<Vec<f32>> {
    let mean = core::mean_def(plane)?;
    let mut centred = Mat::default();
    core::subtract_def(plane, &mean, &mut centred)?;
    let mut weighted = Mat::default();
    core::multiply_def(&centred, hann, &mut weighted)?;
    let mut spectrum = Mat::default();
    core::dft(&weighted, &mut spectrum, core::DFT_COMPLEX_OUTPUT, 0)?;
    let mut parts = Vector::<Mat>::new();
    core::split(&spectrum, &mut parts)?;
    let (re, im) = (parts.get(0)?, parts.get(1)?);
    let mut out = Vec::with_capacity((WINDOW * (WINDOW / 2 + 1)) as usize);
    for row in 0..WINDOW {
        let (re, im) = (re.at_row::<f32>(row)?, im.at_row::<f32>(row)?);
        out.extend(re.iter().zip(im).take((WINDOW / 2 + 1) as usize).map(|(r, i)| r * r + i * i));
    }
    Ok(out)
}

/// The greatest excess of a cell over the median of a ring around it, dB.
fn excess_db(log_power: &[f32], half: usize) -> f32 {
    let size = WINDOW;
    let at = |row: i32, column: i32| {
        // The half plane is continued by symmetry.
        let (row, column) = if column < 0 { (-row, -column) } else { (row, column) };
        let column = if column >= half as i32 { size - column } else { column };
        log_power.get(row.rem_euclid(size) as usize * half + column as usize).copied().unwrap_or(0.0)
    };
    let mut best = 0.0f32;
    for row in 0..size {
        let fy = if row > size / 2 { row - size } else { row };
        for column in 0..half as i32 {
            let radius = ((fy * fy + column * column) as f32).sqrt();
            // Axes are left out: a straight edge of the card or of the background fills them.
            if radius < LOWEST as f32 || radius > size as f32 * 0.49 || fy.abs() < 3 || column < 3 {
                continue;
            }
            let peak = at(row, column);
            let summit = (-1..=1).all(|dy| (-1..=1).all(|dx| at(row + dy, column + dx) <= peak));
            if peak <= best || !summit {
                continue;
            }
            let mut ring: Vec<f32> = Vec::with_capacity(40);
            for dy in -6i32..=6 {
                for dx in -6i32..=6 {
                    if dx.abs().max(dy.abs()) >= 4 && (dx + dy) % 2 == 0 {
                        ring.push(at(row + dy, column + dx));
                    }
                }
            }
            let around = super::light::percentile(&mut ring, 0.75).unwrap_or(peak);
            best = best.max(peak - around);
        }
    }
    best * 10.0 / std::f32::consts::LN_10
}
