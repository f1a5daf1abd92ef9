//! Labels of the paper's own colour.
//!
//! Neither tint nor lightness tells them. But a guilloche runs over the whole of a card: a plain area where print should
//! be is something that lies on it. Where the paper shows no guilloche, or is too dim or too bright to, nothing is told.

use heyan_rules::document::{Patch, PatchKind};
use heyan_rules::geometry::{CardShape, Rect};
use opencv::core::{self, Mat, Size};
use opencv::imgproc;
use opencv::prelude::*;

use super::capture::Zones;
use super::light::{Tone, percentile};
use super::limits::PLAIN;
use super::patches::{PatchLimits, blobs, grown, mask_of, patch};
use super::rectify::FlatCard;
use crate::cv;

/// The fine structure of a card's paper, which whatever lies on it hides.
pub struct Structure {
    /// Variance of L* about each pixel of the tone image.
    variance: Vec<f32>,
    /// What places of the paper have at least, but for the plainest.
    usual: f32,
}

impl Structure {
    /// The structure of the card of `tone`, reflections and picture left out.
    pub fn of(tone: &Tone, shape: CardShape, glare: &Mat, zones: &Zones<'_>) -> cv::Result<Self> {
        let light: Vec<f32> = tone.lab.iter().map(|[l, ..]| *l).collect();
        let light = Mat::new_rows_cols_with_data(tone.height as i32, tone.width as i32, &light)?.try_clone()?;
        let window = Size::new(PLAIN.structure_px, PLAIN.structure_px);
        let (mut mean, mut squares) = (Mat::default(), Mat::default());
        imgproc::box_filter_def(&light, &mut mean, core::CV_32F, window)?;
        imgproc::sqr_box_filter_def(&light, &mut squares, core::CV_32F, window)?;
        let variance: Vec<f32> = mean
            .data_typed::<f32>()?
            .iter()
            .zip(squares.data_typed::<f32>()?)
            .map(|(mean, squares)| (squares - mean * mean).max(0.0))
            .collect();
        let glare = glare.data_bytes()?;
        let free = free_paper(tone, shape, glare, zones);
        let mut usual: Vec<f32> =
            variance.iter().enumerate().step_by(7).filter(|(i, _)| free(*i)).map(|(_, v)| *v).collect();
        let usual = percentile(&mut usual, PLAIN.paper_share).unwrap_or(0.0);
        Ok(Self { variance, usual })
    }

    /// Whether the paper shows any structure at all.
    fn is_seen(&self) -> bool {
        self.usual >= PLAIN.least_structure * PLAIN.least_structure
    }

    /// Whether the paper's own structure is seen all over the pixels of `body`: then nothing lies on them.
    pub fn shows_through(&self, body: &[bool]) -> bool {
        let mut inside: Vec<f32> = self.variance.iter().zip(body).filter(|(_, on)| **on).map(|(v, _)| *v).collect();
        let low = percentile(&mut inside, PLAIN.shows_share).unwrap_or(0.0);
        self.is_seen() && low >= PLAIN.plain_share * PLAIN.plain_share * self.usual
    }
}

/// The pixels of the card's paper that are neither picture nor rim, too bright or in a reflection.
fn free_paper<'a>(tone: &'a Tone, shape: CardShape, glare: &'a [u8], zones: &Zones<'_>) -> impl Fn(usize) -> bool + 'a {
    let picture = grown(&zones.picture, 2.0);
    let inner = Rect::new(2.0, 2.0, shape.width_mm - 2.0, shape.height_mm - 2.0);
    move |i: usize| {
        let mm = tone.mm_of(i);
        let dim = tone.rgb.get(i).is_some_and(|rgb| rgb.iter().any(|c| *c < PLAIN.too_bright));
        dim && inner.contains(mm)
            && !picture.contains(mm)
            && tone.inside.get(i) == Some(&true)
            && glare.get(i) == Some(&0)
    }
}

/// Plain areas on `card` where print belongs, beside the patches that are `known`.
pub fn labels(
    card: &FlatCard,
    tone: &Tone,
    glare: &Mat,
    structure: &Structure,
    lines: &[Rect],
    zones: &Zones<'_>,
    known: &[Patch],
) -> cv::Result<Vec<Patch>> {
    if !structure.is_seen() {
        return Ok(Vec::new());
    }
    let shape = card.placement.shape();
    let free = free_paper(tone, shape, glare.data_bytes()?, zones);
    let Structure { variance, usual } = structure;
    let least = PLAIN.plain_share * PLAIN.plain_share * *usual;
    let mask = mask_of(tone, |i| variance.get(i).is_some_and(|v| *v < least) && free(i))?;
    let opened = cv::morph_square(&mask, imgproc::MORPH_OPEN, 8)?;
    if core::count_non_zero(&opened)? == 0 {
        return Ok(Vec::new());
    }
    // Windows across the rim of a label hold its edge.
    let whole = cv::morph_square(&opened, imgproc::MORPH_DILATE, PLAIN.structure_px)?;
    let limits =
        PatchLimits { min_area_ratio: PLAIN.least_plain_mm2 / shape.bounds().area(), ..PatchLimits::default() };
    let mut out = Vec::new();
    for blob in blobs(&whole, tone, &limits)? {
        let found = patch(PatchKind::Cover, &blob, card, tone, lines, zones)?;
        let told = known.iter().any(|p| p.bounds_mm.intersection(&found.bounds_mm).area() > 0.0);
        // Whatever was guessed there, plain paper has no print.
        if !told && found.on_text_ratio > PLAIN.plain_on_text {
            out.push(found);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::light::TONE_PX_PER_MM;
    use crate::document::plane::Placement;
    use heyan_rules::Point;

    const ID_1: CardShape = CardShape::ID_1;
    const NAME: Rect = Rect::new(15.0, 7.0, 24.0, 10.8);

    /// Paper with lines of `depth` L* 1.25 mm apart, plain in `label`.
    fn labels_on(depth: f32, label: Option<Rect>) -> Vec<Patch> {
        let (width, height) = ((ID_1.width_mm * TONE_PX_PER_MM) as usize, (ID_1.height_mm * TONE_PX_PER_MM) as usize);
        let mut tone = Tone {
            width,
            height,
            rgb: vec![[210; 3]; width * height],
            lab: Vec::new(),
            inside: vec![true; width * height],
        };
        tone.lab = (0..width * height)
            .map(|i| {
                let mm = tone.mm_of(i);
                let wave = (mm.x * 4.0 + (mm.y * 0.7).sin()).sin() * (mm.y * 5.0).cos();
                let plain = label.is_some_and(|l| l.contains(mm));
                [84.0 + if plain { 0.0 } else { depth * wave }, 0.0, 0.0]
            })
            .collect();
        let corners = Rect::new(0.0, 0.0, 856.0, 540.0).corners().map(|p| Point::new(p.x, p.y));
        let card = FlatCard {
            rgb: Mat::default(),
            px_per_mm: 10.0,
            margin_mm: 4.0,
            placement: Placement::new(ID_1, corners).unwrap(),
        };
        let zones =
            Zones { text: &[NAME], running: Rect::default(), picture: Rect::new(54.0, 6.8, 76.4, 36.8), emblem: false };
        let glare = Mat::zeros(height as i32, width as i32, core::CV_8U).unwrap().to_mat().unwrap();
        let structure = Structure::of(&tone, ID_1, &glare, &zones).unwrap();
        labels(&card, &tone, &glare, &structure, &[], &zones, &[]).unwrap()
    }

    #[test]
    fn a_label_over_print_is_told_by_the_guilloche_it_hides() {
        let label = Rect::new(17.0, 6.5, 23.0, 11.0);
        let found = labels_on(3.0, Some(label));
        assert_eq!(found.len(), 1);
        assert!(found[0].bounds_mm.intersection(&label).area() > 0.6 * label.area());
        assert!(labels_on(3.0, None).is_empty());
    }

    #[test]
    fn nothing_is_told_beside_print_or_on_paper_without_guilloche() {
        assert!(labels_on(3.0, Some(Rect::new(30.0, 6.5, 40.0, 11.0))).is_empty());
        assert!(labels_on(0.3, Some(Rect::new(17.0, 6.5, 23.0, 11.0))).is_empty());
    }
}
