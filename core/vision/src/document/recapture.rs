//! Signs that a picture was taken of a screen: sharp lines in the spectrum.
//!
//! A screen's pixel grid, sampled by a camera, leaves a lattice of narrow peaks that stands over the whole picture. Print
//! and guilloche are mostly curved and their energy is spread, but families of straight lines leave peaks as strong: a
//! peak alone tells nothing. What no ink does is to go on beside the card, to put its colours beside each other (ink
//! darkens all channels in one place, a screen lights each in its own), and to stand in a square lattice as strongly as
//! that. Lines are looked for in the light alone: between colours, JPEG's halved chroma leaves mirror images of any
//! pattern.

use std::f32::consts::PI;
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

/// Lines in the spectrum of the card, and what tells a screen's from a guilloche's.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moire {
    /// The strongest line on the card over its surroundings in the spectrum, dB. 0: the card is too small to tell.
    pub on_card_db: f32,
    /// How strongly one of the strongest lines stands, at the same frequency, beside the card too, dB. A guilloche ends
    /// with the card, a screen does not. 0: nothing to see beside the card.
    pub shared_db: f32,
    /// The strongest line whose colours stand beside each other, dB.
    pub fringe_db: f32,
    /// The weaker of two lines across each other with one spacing, dB, of the strongest such pair.
    pub lattice_db: f32,
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
    let light = |window: &CvRect| -> cv::Result<Powers> {
        Ok(Waves::new(&plane(&Mat::roi(&rgb, *window)?, LIGHT)?, &hann)?.powers())
    };
    let lines = Powers::mean(&windows.iter().map(light).collect::<cv::Result<Vec<_>>>()?).lines();
    let Some(strongest) = lines.first().map(|line| line.db) else { return Ok(out) };
    out.on_card_db = strongest;
    out.lattice_db = lattice(&lines);
    if strongest < RECAPTURE.worth_comparing_db {
        return Ok(out);
    }
    let beside = windows_beside(picture, placement);
    let beside = beside.iter().map(light).map(|powers| Ok(Powers::mean(&[powers?]))).collect::<cv::Result<Vec<_>>>()?;
    for line in lines.iter().filter(|line| line.db > strongest - RECAPTURE.as_strong_db) {
        let there = beside.iter().map(|s| s.excess_near(line)).fold(0.0, f32::max);
        out.shared_db = out.shared_db.max(line.db.min(there));
    }
    let mut colours = Vec::with_capacity(windows.len());
    for window in &windows {
        let part = Mat::roi(&rgb, *window)?;
        let waves = |weights| -> cv::Result<Waves> { Waves::new(&plane(&part, weights)?, &hann) };
        colours.push([waves([1.0, 0.0, 0.0])?, waves([0.0, 1.0, 0.0])?, waves([0.0, 0.0, 1.0])?]);
    }
    let fringed = lines.iter().filter(|line| colours_apart_deg(&colours, line) > RECAPTURE.colours_apart_deg);
    out.fringe_db = fringed.map(|line| line.db).fold(0.0, f32::max);
    Ok(out)
}

/// Shares of red, green and blue in the light of a pixel (ITU-R BT.601, as JPEG has it).
const LIGHT: [f32; 3] = [0.299, 0.587, 0.114];

/// A weighted sum of the channels.
fn plane(part: &impl MatTraitConst, [r, g, b]: [f32; 3]) -> cv::Result<Mat> {
    let part = part.try_clone()?;
    let sum = |p: &core::Vec3b| {
        let [x, y, z] = p.0.map(f32::from);
        r * x + g * y + b * z
    };
    let values: Vec<f32> = part.data_typed::<core::Vec3b>()?.iter().map(sum).collect();
    Mat::new_rows_cols_with_data(WINDOW, WINDOW, &values)?.try_clone()
}

/// A narrow line in a spectrum.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    /// Its frequency, cycles a window, downwards.
    row: i32,
    /// The same across.
    column: i32,
    /// How far it stands above its surroundings.
    db: f32,
}

impl Line {
    fn length(&self) -> f32 {
        ((self.row * self.row + self.column * self.column) as f32).sqrt()
    }

    /// Whether it lies across `other`, with the same spacing.
    fn crosses(&self, other: &Self) -> bool {
        let (a, b) = (self.length(), other.length());
        let cosine = (self.row * other.row + self.column * other.column) as f32 / (a * b).max(1.0);
        cosine.abs() < RECAPTURE.across && (a / b.max(1.0)).ln().abs() < RECAPTURE.same_spacing
    }

    /// Whether it may be the rim of JPEG's blocks, 8 px wide: such lie on the axes at multiples of 32.
    fn is_of_blocks(&self) -> bool {
        let near = |v: i32| (v + 1).rem_euclid(WINDOW / 8) <= 2;
        (self.row.abs() < RECAPTURE.axis && near(self.column)) || (self.column < RECAPTURE.axis && near(self.row))
    }
}

/// The strongest pair of lines across each other with one spacing: how strong the weaker is.
fn lattice(lines: &[Line]) -> f32 {
    let pairs = lines.iter().enumerate().flat_map(|(i, a)| lines.iter().take(i).map(move |b| (a, b)));
    pairs.filter(|(a, b)| a.crosses(b)).map(|(a, b)| a.db.min(b.db)).fold(0.0, f32::max)
}

/// How far apart the colours of a line stand, as the greatest angle of green or blue against red, degrees; 0 where the
/// windows do not agree. `colours` holds red, green and blue of each window.
fn colours_apart_deg(colours: &[[Waves; 3]], line: &Line) -> f32 {
    let mut against = [(0.0f32, 0.0f32); 2];
    let mut powers = [0.0f32; 3];
    for [red, green, blue] in colours {
        let Some((row, column)) = strongest_near([red, green, blue], line) else { continue };
        let [r, g, b] = [red, green, blue].map(|waves| waves.at(row, column));
        for (sum, c) in against.iter_mut().zip([g, b]) {
            // Red times the other's conjugate.
            sum.0 += r.0 * c.0 + r.1 * c.1;
            sum.1 += r.1 * c.0 - r.0 * c.1;
        }
        for (sum, (re, im)) in powers.iter_mut().zip([r, g, b]) {
            *sum += re * re + im * im;
        }
    }
    let [red, green, blue] = powers;
    let apart = against.iter().zip([green, blue]).filter(|((re, im), other)| {
        (re * re + im * im).sqrt() > RECAPTURE.least_agreement * (red * other).sqrt().max(f32::MIN_POSITIVE)
    });
    apart.map(|((re, im), _)| im.atan2(*re).abs() * 180.0 / PI).fold(0.0, f32::max)
}

/// The cell at a line or beside it where the colours together are strongest.
fn strongest_near(colours: [&Waves; 3], line: &Line) -> Option<(i32, i32)> {
    let power = |(row, column): &(i32, i32)| {
        let each = colours.map(|waves| waves.at(*row, *column));
        each.iter().map(|(re, im)| re * re + im * im).sum::<f32>()
    };
    let cells = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (line.row + dy, line.column + dx)));
    cells.filter(|(_, column)| (0..HALF as i32).contains(column)).max_by(|a, b| power(a).total_cmp(&power(b)))
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

/// Columns of a half plane of frequencies.
const HALF: usize = (WINDOW / 2 + 1) as usize;
/// Power of the noise of any sensor under the window, so that a picture without noise has no infinite peaks: a
/// deviation of one level, times the window's energy (256 × 3/8)².
const NOISE_POWER: f32 = 9216.0;

/// Amplitude and phase (real and imaginary part) on the half plane of frequencies: `WINDOW` rows of `HALF`.
struct Waves(Vec<(f32, f32)>);

impl Waves {
    fn new(plane: &Mat, hann: &impl core::ToInputArray) -> cv::Result<Self> {
        let mean = core::mean_def(plane)?;
        let mut centred = Mat::default();
        core::subtract_def(plane, &mean, &mut centred)?;
        let mut weighted = Mat::default();
        core::multiply_def(&centred, hann, &mut weighted)?;
        let mut spectrum = Mat::default();
        core::dft(&weighted, &mut spectrum, core::DFT_COMPLEX_OUTPUT, 0)?;
        let cells = spectrum.data_typed::<core::Vec2f>()?;
        let half = cells.chunks_exact(WINDOW as usize).flat_map(|row| row.iter().take(HALF));
        Ok(Self(half.map(|c| (c.0[0], c.0[1])).collect()))
    }

    fn at(&self, row: i32, column: i32) -> (f32, f32) {
        self.0.get(row.rem_euclid(WINDOW) as usize * HALF + column as usize).copied().unwrap_or_default()
    }

    fn powers(&self) -> Powers {
        Powers(self.0.iter().map(|(re, im)| (re * re + im * im) / NOISE_POWER + 1.0).collect())
    }
}

/// Power over a sensor's noise on the half plane of frequencies: `WINDOW` rows of `HALF`.
struct Powers(Vec<f32>);

impl Powers {
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
    fn excess(&self, row: i32, column: i32) -> f32 {
        let mut around: Vec<f32> = Vec::with_capacity(64);
        let on_axis = row.abs() < RECAPTURE.axis || column < RECAPTURE.axis;
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

    /// The greatest excess within two cells of a line: perspective shifts a grid a little.
    fn excess_near(&self, line: &Line) -> f32 {
        let around = (-2..=2).flat_map(|dy| (-2..=2).map(move |dx| (line.row + dy, line.column + dx)));
        let best = around.max_by(|a, b| self.at(a.0, a.1).total_cmp(&self.at(b.0, b.1)));
        best.map_or(0.0, |(r, c)| self.excess(r, c))
    }

    /// Narrow lines, the strongest first.
    fn lines(&self) -> Vec<Line> {
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
                    let line = Line { row, column, db: self.excess(row, column) };
                    if line.db > RECAPTURE.weak_db && !line.is_of_blocks() {
                        out.push(line);
                    }
                }
            }
        }
        out.sort_by(|a, b| b.db.total_cmp(&a.db));
        out.truncate(RECAPTURE.most_lines);
        out
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Waves of red, green and blue (amplitude, phase in degrees) at `row`, `column`.
    fn waves(row: i32, column: i32, colours: [(f32, f32); 3]) -> [Waves; 3] {
        colours.map(|(amplitude, degrees)| {
            let mut cells = vec![(0.0, 0.0); WINDOW as usize * HALF];
            let (sin, cos) = (degrees * PI / 180.0).sin_cos();
            cells[row as usize * HALF + column as usize] = (amplitude * cos, amplitude * sin);
            Waves(cells)
        })
    }

    #[test]
    fn colours_beside_each_other_are_told_from_ink() {
        let line = Line { row: 30, column: 41, db: 20.0 };
        let ink = [40.0, 190.0].map(|at| waves(30, 41, [(5.0, at), (3.0, at), (9.0, at + 4.0)]));
        assert!(colours_apart_deg(&ink, &line) < 5.0);
        // Seen in each window at another phase, and a cell beside the line's.
        let screen = [40.0, 190.0].map(|at| waves(31, 41, [(5.0, at), (5.0, at - 120.0), (5.0, at + 120.0)]));
        assert!((colours_apart_deg(&screen, &line) - 120.0).abs() < 1.0);
        // Windows that contradict each other say nothing.
        let noise = [0.0, 180.0].map(|at| waves(30, 41, [(5.0, 0.0), (5.0, at), (5.0, at)]));
        assert_eq!(colours_apart_deg(&noise, &line), 0.0);
    }

    #[test]
    fn a_lattice_has_two_lines_of_one_spacing_across_each_other() {
        let line = |row, column, db| Line { row, column, db };
        assert_eq!(lattice(&[line(60, 10, 31.0), line(-10, 61, 24.0), line(5, 40, 40.0)]), 24.0);
        assert_eq!(lattice(&[line(60, 10, 31.0), line(-10, 90, 24.0)]), 0.0);
        assert_eq!(lattice(&[line(60, 10, 31.0), line(45, 45, 24.0)]), 0.0);
    }

    #[test]
    fn rims_of_blocks_lie_on_the_axes() {
        let at = |row, column| Line { row, column, db: 20.0 }.is_of_blocks();
        assert!(at(0, 64) && at(-96, 1) && at(1, 31));
        assert!(!at(0, 40) && !at(64, 64));
    }
}
