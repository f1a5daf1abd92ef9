//! Signs that a picture was taken of a screen: sharp lines in the spectrum.
//!
//! A screen's pixel grid, sampled by a camera, leaves a lattice of narrow peaks that stands over the whole picture.
//! Print and guilloche are curved or local: their energy is spread. So spectra of several windows are averaged, and
//! the greatest narrow excess over the neighbourhood of the same frequency is reported.

use std::sync::LazyLock;

use heyan_rules::Point;
use heyan_rules::geometry::Rect;
use opencv::core::{self, Mat, Rect as CvRect};
use opencv::prelude::*;

use super::light::percentile;
use super::limits::RECAPTURE;
use super::plane::Placement;
use crate::cv;
use crate::frame::Picture;

/// Side of a window, px of the input picture: no scaling, the grid may be as fine as two pixels.
const WINDOW: i32 = 256;

/// Lines in the spectrum of the card, and of what lies around it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moire {
    /// The strongest line on the card over its surroundings in the spectrum, dB. 0: the card is too small to tell.
    pub on_card_db: f32,
    /// The strongest line that stands on the card and, at the same frequency, beside it, dB. A guilloche ends with the
    /// card, a screen does not. 0: nothing to see beside the card.
    pub shared_db: f32,
}

/// Looks for a screen's grid.
pub fn moire(picture: &Picture, placement: &Placement) -> cv::Result<Moire> {
    let windows = windows(picture, placement);
    let mut out = Moire::default();
    if windows.is_empty() {
        return Ok(out);
    }
    let hann = Mat::new_rows_cols_with_data(WINDOW, WINDOW, HANN.as_slice())?;
    let rgb = cv::rgb_of(picture)?;
    for channel in [Channel::Light, Channel::RedGreen] {
        let spectra = |windows: &[CvRect]| -> cv::Result<Vec<Powers>> {
            windows.iter().map(|w| Powers::new(&channel.of(&Mat::roi(&rgb, *w)?)?, &hann)).collect()
        };
        let lines = Powers::mean(&spectra(&windows)?).lines(channel);
        if lines.is_empty() {
            continue;
        }
        let beside = spectra(&windows_beside(picture, placement))?;
        let beside: Vec<Spectrum> = beside.chunks(1).map(Powers::mean).collect();
        for (row, column, db) in lines {
            out.on_card_db = out.on_card_db.max(db);
            let there = beside.iter().map(|s| s.excess_near(row, column, channel)).fold(0.0, f32::max);
            out.shared_db = out.shared_db.max(db.min(there));
        }
    }
    Ok(out)
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
    let shape = placement.shape();
    let frame = CvRect::new(0, 0, picture.width() as i32, picture.height() as i32);
    let mut out: Vec<CvRect> = Vec::new();
    for (u, v) in [(0.25, 0.3), (0.5, 0.5), (0.75, 0.7), (0.25, 0.7), (0.75, 0.3), (0.5, 0.2), (0.5, 0.8)] {
        let middle = placement.to_picture(Point::new(shape.width_mm * u, shape.height_mm * v));
        let window =
            CvRect::new(middle.x.round() as i32 - WINDOW / 2, middle.y.round() as i32 - WINDOW / 2, WINDOW, WINDOW);
        let apart = out.iter().all(|w| (w.x - window.x).abs().max((w.y - window.y).abs()) > WINDOW / 4);
        if (window & frame) == window && apart && out.len() < RECAPTURE.windows {
            out.push(window);
        }
    }
    out
}

/// The weights of a window (Hann), row by row.
static HANN: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let weight = |i: i32| 0.5 - 0.5 * (2.0 * std::f32::consts::PI * (i as f32 + 0.5) / WINDOW as f32).cos();
    let edge: Vec<f32> = (0..WINDOW).map(weight).collect();
    edge.iter().flat_map(|a| edge.iter().map(move |b| a * b)).collect()
});

/// Power over a sensor's noise on the half plane of frequencies: `WINDOW` rows of `HALF`.
struct Powers(Vec<f32>);

const HALF: usize = (WINDOW / 2 + 1) as usize;
/// Power of the noise of any sensor under the window, so that a picture without noise has no infinite peaks: a
/// deviation of one level, times the window's energy (256 × 3/8)².
const NOISE_POWER: f32 = 9216.0;

impl Powers {
    fn new(plane: &Mat, hann: &impl core::ToInputArray) -> cv::Result<Self> {
        let mean = core::mean_def(plane)?;
        let mut centred = Mat::default();
        core::subtract_def(plane, &mean, &mut centred)?;
        let mut weighted = Mat::default();
        core::multiply_def(&centred, hann, &mut weighted)?;
        let mut spectrum = Mat::default();
        core::dft(&weighted, &mut spectrum, core::DFT_COMPLEX_OUTPUT, 0)?;
        let cells = spectrum.data_typed::<core::Vec2f>()?;
        let power = cells.chunks_exact(WINDOW as usize).flat_map(|row| row.iter().take(HALF));
        let noisy = |c: &core::Vec2f| {
            let [re, im] = c.0;
            (re * re + im * im) / NOISE_POWER + 1.0
        };
        Ok(Powers(power.map(noisy).collect()))
    }

    /// The logarithm of the geometric mean: a line must stand in every window.
    fn mean(all: &[Self]) -> Spectrum {
        let mut products = vec![1.0f64; WINDOW as usize * HALF];
        for powers in all {
            for (product, power) in products.iter_mut().zip(&powers.0) {
                *product *= f64::from(*power);
            }
        }
        let share = 1.0 / all.len().max(1) as f32;
        Spectrum(products.into_iter().map(|p| p.ln() as f32 * share).collect())
    }
}

/// Logarithm of the power over the half plane of frequencies: `WINDOW` rows of `HALF`.
struct Spectrum(Vec<f32>);

impl Spectrum {
    /// The half plane continued by symmetry.
    fn at(&self, row: i32, column: i32) -> f32 {
        let (row, column) = if column < 0 { (-row, -column) } else { (row, column) };
        let (row, column) = if column >= HALF as i32 { (-row, WINDOW - column) } else { (row, column) };
        self.0.get(row.rem_euclid(WINDOW) as usize * HALF + column as usize).copied().unwrap_or(0.0)
    }

    /// How far a cell stands above the upper quartile of a ring around it, dB. On an axis, which every straight edge
    /// fills, above what the axis holds further along: only scan lines leave a peak there.
    fn excess(&self, row: i32, column: i32, channel: Channel) -> f32 {
        let mut around: Vec<f32> = Vec::with_capacity(64);
        // Print and edges are grey: what fills the axes in colour is no edge.
        let on_axis = matches!(channel, Channel::Light) && (row.abs() < RECAPTURE.axis || column < RECAPTURE.axis);
        for dy in -12i32..=12 {
            for dx in -12i32..=12 {
                let away = dx.abs().max(dy.abs());
                let along = if column < RECAPTURE.axis { dx.abs() <= 1 } else { dy.abs() <= 1 };
                let wanted = if on_axis { along && away >= 4 } else { (4..=6).contains(&away) && (dx + dy) % 2 == 0 };
                if wanted {
                    around.push(self.at(row + dy, column + dx));
                }
            }
        }
        let share = if on_axis { 0.95 } else { 0.75 };
        let here = self.at(row, column);
        (here - percentile(&mut around, share).unwrap_or(here)) * 10.0 / std::f32::consts::LN_10
    }

    /// The greatest excess within two cells of a frequency: perspective shifts a grid a little.
    fn excess_near(&self, row: i32, column: i32, channel: Channel) -> f32 {
        let around = (-2..=2).flat_map(|dy| (-2..=2).map(move |dx| (row + dy, column + dx)));
        let best = around.max_by(|a, b| self.at(a.0, a.1).total_cmp(&self.at(b.0, b.1)));
        best.map_or(0.0, |(r, c)| self.excess(r, c, channel))
    }

    /// Narrow lines: frequency (row, column) and excess, dB.
    fn lines(&self, channel: Channel) -> Vec<(i32, i32, f32)> {
        let mut out = Vec::new();
        for row in -WINDOW / 2..WINDOW / 2 {
            for column in 0..HALF as i32 {
                let radius = ((row * row + column * column) as f32).sqrt();
                if radius < RECAPTURE.lowest as f32 || radius > WINDOW as f32 * 0.49 {
                    continue;
                }
                let here = self.at(row, column);
                let summit = (-1..=1).all(|dy| (-1..=1).all(|dx| self.at(row + dy, column + dx) <= here));
                let (over, under) = if column < RECAPTURE.axis { (row + 5, row - 5) } else { (row, row) };
                let steep = here - self.at(over, column + 5) > 1.0 && here - self.at(under, column - 5) > 1.0;
                if summit && steep {
                    let db = self.excess(row, column, channel);
                    if db > RECAPTURE.weak_db && !is_of_blocks(row, column, channel) {
                        out.push((row, column, db));
                    }
                }
            }
        }
        out
    }
}

/// Whether a line may be the rim of JPEG's blocks of colour, 16 px wide: such lie on the axes at multiples of 16.
fn is_of_blocks(row: i32, column: i32, channel: Channel) -> bool {
    let near = |v: i32| (v + 1).rem_euclid(WINDOW / 16) <= 2;
    matches!(channel, Channel::RedGreen)
        && ((row.abs() < RECAPTURE.axis && near(column)) || (column < RECAPTURE.axis && near(row)))
}

/// Windows beside the card, as far from it as the picture allows.
fn windows_beside(picture: &Picture, placement: &Placement) -> Vec<CvRect> {
    let (width, height) = (picture.width() as i32, picture.height() as i32);
    let card = Rect::new(-2.0, -2.0, placement.shape().width_mm + 2.0, placement.shape().height_mm + 2.0);
    let mut out: Vec<CvRect> = Vec::new();
    if width < WINDOW || height < WINDOW {
        return out;
    }
    let stops = |size: i32| [0, (size - WINDOW) / 4, (size - WINDOW) / 2, (size - WINDOW) * 3 / 4, size - WINDOW];
    for y in stops(height) {
        for x in stops(width) {
            let clear = (0..=4).all(|i| {
                (0..=4).all(|j| {
                    let p = Point::new((x + i * WINDOW / 4) as f32, (y + j * WINDOW / 4) as f32);
                    !card.contains(placement.to_card(p))
                })
            });
            let apart = out.iter().all(|w| (w.x - x).abs().max((w.y - y).abs()) > WINDOW / 2);
            if clear && apart && out.len() < RECAPTURE.windows_beside {
                out.push(CvRect::new(x, y, WINDOW, WINDOW));
            }
        }
    }
    out
}
