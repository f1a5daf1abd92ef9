//! Light and colour over a card: how bright its paper is, what is clipped, how far its colours spread.

use std::sync::LazyLock;

use heyan_rules::document::Patch;
use heyan_rules::geometry::{Point, Rect};
use opencv::core::{self, Mat, Size};
use opencv::prelude::*;

use super::capture::Zones;
use super::rectify::FlatCard;
use crate::cv;

/// Scale of the tone image, pixels a mm: print strokes (0.35 mm) survive, sensor noise averages out.
pub const TONE_PX_PER_MM: f32 = 4.0;

/// The card without its surroundings at [`TONE_PX_PER_MM`], in RGB and CIELAB.
pub struct Tone {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// R, G, B of each pixel, row by row.
    pub rgb: Vec<[u8; 3]>,
    /// L* (0 to 100), a*, b* of each pixel.
    pub lab: Vec<[f32; 3]>,
    /// Whether the pixel lies inside the input picture.
    pub inside: Vec<bool>,
}

impl Tone {
    /// The tone image of `card`.
    pub fn new(card: &FlatCard) -> cv::Result<Self> {
        let shape = card.placement.shape();
        let area = card.pixels_of(&shape.bounds()).unwrap_or_default();
        let part = Mat::roi(&card.rgb, area)?;
        let (width, height) =
            ((shape.width_mm * TONE_PX_PER_MM).round() as i32, (shape.height_mm * TONE_PX_PER_MM).round() as i32);
        let small = cv::shrink(&part, Size::new(width, height))?;
        let rgb = small.data_typed::<core::Vec3b>()?.iter().map(|p| p.0).collect();
        let linear: Vec<f32> = (0..=255u16).map(|c| linear(f32::from(c) / 255.0)).collect();
        let lab = small
            .data_typed::<core::Vec3b>()?
            .iter()
            .map(|p| lab_of_linear(p.0.map(|c| linear.get(usize::from(c)).copied().unwrap_or(0.0))))
            .collect();
        let inside = inside_picture(card, width as usize, height as usize, &small)?;
        Ok(Self { width: width as usize, height: height as usize, rgb, lab, inside })
    }

    /// The middle of pixel `index`, mm.
    pub fn mm_of(&self, index: usize) -> Point {
        Point::new(
            ((index % self.width) as f32 + 0.5) / TONE_PX_PER_MM,
            ((index / self.width) as f32 + 0.5) / TONE_PX_PER_MM,
        )
    }
}

/// Pixels that the warp found outside the picture are exactly black; a margin of one keeps the mixed rim out too.
fn inside_picture(card: &FlatCard, width: usize, height: usize, small: &Mat) -> cv::Result<Vec<bool>> {
    let _ = card;
    let mut out = Vec::with_capacity(width * height);
    for p in small.data_typed::<core::Vec3b>()? {
        out.push(p.0 != [0, 0, 0]);
    }
    Ok(out)
}

/// Figures of light and colour.
#[derive(Debug, Clone, Copy)]
pub struct Light {
    /// 80th percentile of L*.
    pub paper_lightness: f32,
    /// Share of pixels at 250 or more in all channels outside portrait and glare.
    pub clipped_ratio: f32,
    /// Paper minus print, L*, median over lines.
    pub print_contrast: Option<f32>,
    /// 95th percentile of chroma about the card's median tint.
    pub chroma_spread: f32,
}

/// Measures light and colour.
pub fn measure(tone: &Tone, lines: &[Rect], zones: &Zones<'_>, patches: &[Patch]) -> Light {
    let hidden = |mm: Point| patches.iter().any(|p| p.bounds_mm.contains(mm));
    let mut lightness = Vec::new();
    let (mut clipped, mut counted) = (0usize, 0usize);
    let mut paper: [Vec<f32>; 3] = Default::default();
    for (index, (lab, rgb)) in tone.lab.iter().zip(&tone.rgb).enumerate() {
        if !tone.inside.get(index).copied().unwrap_or(false) {
            continue;
        }
        let mm = tone.mm_of(index);
        if hidden(mm) {
            continue;
        }
        for (values, c) in paper.iter_mut().zip(rgb) {
            values.push(f32::from(*c));
        }
        if !zones.picture.contains(mm) {
            lightness.push(lab[0]);
            counted += 1;
            clipped += usize::from(rgb.iter().all(|c| *c >= 250));
        }
    }
    Light {
        paper_lightness: percentile(&mut lightness, 0.8).unwrap_or(0.0),
        clipped_ratio: clipped as f32 / counted.max(1) as f32,
        print_contrast: print_contrast(tone, lines),
        chroma_spread: chroma_spread(tone, paper.map(|mut values| percentile(&mut values, 0.7).unwrap_or(0.0))),
    }
}

/// The value below which `share` of `values` lie.
pub fn percentile(values: &mut [f32], share: f32) -> Option<f32> {
    if values.is_empty() {
        return None;
    }
    let at = ((values.len() - 1) as f32 * share.clamp(0.0, 1.0)).round() as usize;
    let (_, value, _) = values.select_nth_unstable_by(at, f32::total_cmp);
    Some(*value)
}

fn print_contrast(tone: &Tone, lines: &[Rect]) -> Option<f32> {
    let mut contrasts: Vec<f32> = lines
        .iter()
        .filter_map(|line| {
            let mut values: Vec<f32> = tone
                .lab
                .iter()
                .enumerate()
                .filter(|(index, _)| line.contains(tone.mm_of(*index)))
                .map(|(_, lab)| lab[0])
                .collect();
            Some(percentile(&mut values, 0.9)? - percentile(&mut values, 0.05)?)
        })
        .collect();
    percentile(&mut contrasts, 0.5)
}

/// Averaged over blocks of 1.5 mm, so that sensor noise and chroma subsampling do not count as colour, and balanced
/// to neutral paper: a warm lamp tints white paper more than grey print, and that is no colour of the card.
fn chroma_spread(tone: &Tone, paper: [f32; 3]) -> f32 {
    let gain = paper.map(|c| 230.0 / c.max(8.0));
    let block = (1.5 * TONE_PX_PER_MM) as usize;
    let mut tints = Vec::new();
    for top in (0..tone.height.saturating_sub(block)).step_by(block) {
        for left in (0..tone.width.saturating_sub(block)).step_by(block) {
            let (mut sum, mut n) = ([0.0f32; 3], 0usize);
            for row in top..top + block {
                for column in left..left + block {
                    let index = row * tone.width + column;
                    if let (Some(rgb), Some(true)) = (tone.rgb.get(index), tone.inside.get(index)) {
                        for (s, c) in sum.iter_mut().zip(rgb) {
                            *s += f32::from(*c);
                        }
                        n += 1;
                    }
                }
            }
            if n * 2 > block * block {
                let [r, g, b] = sum.map(|s| s / n as f32);
                let [_, a, b] = lab([r * gain[0], g * gain[1], b * gain[2]]);
                tints.push((a, b));
            }
        }
    }
    let mut a: Vec<f32> = tints.iter().map(|t| t.0).collect();
    let mut b: Vec<f32> = tints.iter().map(|t| t.1).collect();
    let (Some(a0), Some(b0)) = (percentile(&mut a, 0.5), percentile(&mut b, 0.5)) else { return 0.0 };
    let mut spread: Vec<f32> = tints.iter().map(|(a, b)| length(a - a0, b - b0)).collect();
    percentile(&mut spread, 0.95).unwrap_or(0.0)
}

/// Length of a vector: `f32::hypot` guards against overflow that no colour reaches, at ten times the cost.
pub fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

/// CIELAB (D65) of sRGB values of 0 to 255 (CIE 15).
pub fn lab(rgb: [f32; 3]) -> [f32; 3] {
    lab_of_linear(rgb.map(|c| linear((c / 255.0).clamp(0.0, 1.0))))
}

/// Light of an sRGB value, both 0 to 1 (IEC 61966-2-1).
fn linear(c: f32) -> f32 {
    if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

/// The function of CIELAB that is a cube root over most of its range, out of a table: a card has 220 000 of them.
/// Right to 0.001, an eighth of a step of L*.
fn root(t: f32) -> f32 {
    const STEPS: usize = 4096;
    /// X, Y and Z of colours that a screen can show end at 1; a gain may go beyond.
    const END: f32 = 2.0;
    static TABLE: LazyLock<Vec<f32>> = LazyLock::new(|| {
        let exact = |t: f32| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        (0..=STEPS + 1).map(|i| exact(i as f32 * END / STEPS as f32)).collect()
    });
    let at = t.clamp(0.0, END) * (STEPS as f32 / END);
    let step = at as usize;
    match TABLE.get(step..) {
        Some([a, b, ..]) => a + (b - a) * (at - step as f32),
        _ => t.cbrt(),
    }
}

fn lab_of_linear([r, g, b]: [f32; 3]) -> [f32; 3] {
    let x = (0.412_4 * r + 0.357_6 * g + 0.180_5 * b) / 0.950_47;
    let y = 0.212_6 * r + 0.715_2 * g + 0.072_2 * b;
    let z = (0.019_3 * r + 0.119_2 * g + 0.950_5 * b) / 1.088_83;
    let [x, y, z] = [x, y, z].map(root);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lab_of_white_black_and_red_is_as_the_standard_has_it() {
        let near = |a: [f32; 3], b: [f32; 3]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 0.6);
        assert!(near(lab([255.0; 3]), [100.0, 0.0, 0.0]));
        assert!(near(lab([0.0; 3]), [0.0, 0.0, 0.0]));
        assert!(near(lab([255.0, 0.0, 0.0]), [53.2, 80.1, 67.2]));
    }
}
