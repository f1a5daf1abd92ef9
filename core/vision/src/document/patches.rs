//! What hides part of a card: reflections and objects.
//!
//! The paper of a card is a smooth tint. A surface of second order is fitted to its colour, robustly, and what
//! departs from it over more than the width of print is a patch: white without colour and with a soft rim is a
//! reflection, anything else an object. Shadows darken without changing the tint, holograms tint without hiding:
//! neither counts.

use heyan_rules::Point;
use heyan_rules::document::{Patch, PatchKind};
use heyan_rules::geometry::{CardShape, Rect};
use opencv::core::{self, Mat, Point as CvPoint, Vector};
use opencv::imgproc;
use opencv::prelude::*;

use super::capture::Zones;
use super::light::{TONE_PX_PER_MM, Tone, percentile};
use super::picture;
use super::plain::{self, Structure};
use super::rectify::FlatCard;
use super::tint;
use crate::cv;

/// When a pixel belongs to a patch, and when a patch is large enough to be one.
#[derive(Debug, Clone, Copy)]
pub struct PatchLimits {
    /// All channels at or above this are a reflection's core (8 bits).
    pub glare_level: u8,
    /// How much brighter than the card's median paper the core is, 8-bit levels.
    pub glare_over_paper: u8,
    /// Chroma away from the paper's tint (CIELAB) at which a surface is an object: a hologram's sheen stays below 10.
    pub cover_chroma: f32,
    /// L* below the paper's at which a surface is an object: a hard shadow of a hand takes about 30.
    pub cover_darkness: f32,
    /// Share of a reflection that is burnt out. White paper between the lines of a guilloche is as bright, and its lines are
    /// not.
    pub burnt_share: f32,
    /// Chroma of what departs from the paper and may still be paper, where its guilloche is seen on it: skin has 20 and more.
    pub paper_chroma: f32,
    /// The same of L* below the paper's.
    pub paper_darkness: f32,
    /// L* above the paper's at which a surface is paler than the card: a label, or light below the end of the scale.
    pub paler: f32,
    /// Share of a paler patch that must lie on print: pale paper in between says nothing.
    pub pale_on_text: f32,
    /// Share of the print under a patch that is read above which it hides nothing.
    pub see_through: f32,
    /// Smallest patch over the card's area.
    pub min_area_ratio: f32,
    /// L* of the lightest twentieth of a paler patch over its median, below which it is flat. Paper under a slanting lamp
    /// stays below 2.5, a reflection that is not at the end of the scale has 3 and more.
    pub flat_peak: f32,
    /// How far beyond its zone the picture's own print may reach, mm: prints place portrait and emblem up to 2 mm elsewhere and
    /// draw them larger.
    pub spill_mm: f32,
    /// The same where no print of a field is and the card's edge is farther off: the portrait of 26 by 32 mm that photo shops are
    /// asked for (358 × 441 px at 350 dpi) ends 4.6 mm beyond the zone, in layouts that set it 1 mm to the right.
    pub free_spill_mm: f32,
    /// Slope of the rim over the step it makes, per px of tone image: above it the rim is an object's edge.
    pub sharp_rim: f32,
}

impl Default for PatchLimits {
    fn default() -> Self {
        Self {
            glare_level: 246,
            glare_over_paper: 8,
            cover_chroma: 15.0,
            cover_darkness: 38.0,
            burnt_share: 0.75,
            paper_chroma: 24.0,
            paper_darkness: 20.0,
            paler: 5.0,
            pale_on_text: 0.3,
            see_through: 0.4,
            min_area_ratio: 0.003,
            flat_peak: 3.0,
            spill_mm: 4.0,
            free_spill_mm: 5.5,
            sharp_rim: 0.35,
        }
    }
}

/// What departs from a card's smooth paper.
#[derive(Debug, Clone, Default)]
pub struct Surface {
    /// Reflections and objects.
    pub patches: Vec<Patch>,
    /// Least of the four tails (15th and 85th percentile) of the paper's colour along both axes of its spread, CIELAB chroma.
    /// An object departs to one side; the bands that a screen's sub-pixels leave go all around the circle of hues.
    pub bands_chroma: f32,
}

/// The surface of `card`.
pub fn find(card: &FlatCard, tone: &Tone, lines: &[Rect], glyphs: &[Rect], zones: &Zones<'_>) -> cv::Result<Surface> {
    let limits = PatchLimits::default();
    let burnt = glare_mask(tone, &limits)?;
    let glare = cv::morph(&cv::morph(&burnt, imgproc::MORPH_OPEN, 3, 3)?, imgproc::MORPH_CLOSE, 5, 5)?;
    let structure = Structure::of(tone, card.placement.shape(), &glare, zones)?;
    let mut out = Vec::new();
    for blob in blobs(&glare, tone, &limits)? {
        let body = filled(tone, &blob)?;
        if share_of(&burnt, &body)? < limits.burnt_share || structure.shows_through(&body) {
            continue;
        }
        let kind = if blown_out(tone, &blob)? || !rim_is_sharp(tone, &glare, &blob, &limits)? {
            PatchKind::Glare
        } else {
            PatchKind::Cover
        };
        out.push(patch(kind, &blob, card, tone, lines, zones)?);
    }
    let (departures, bands_chroma) = tint::departures(tone, &glare, zones)?;
    let cover = opened_then_closed(&mask_of(tone, |i| {
        departures.get(i).is_some_and(|d| d.chroma > limits.cover_chroma || d.darker > limits.cover_darkness)
    })?)?;
    for blob in blobs(&cover, tone, &limits)? {
        let body = filled(tone, &blob)?;
        // A guilloche may be stronger in places: what shows it, and departs from the paper by no more, is paper.
        let (chroma, darker) = strongest(&departures, &body);
        if chroma < limits.paper_chroma && darker < limits.paper_darkness && structure.shows_through(&body) {
            continue;
        }
        // Print that is read through it is not covered: a hologram, a stain, a shadow.
        if print_read(tone, &blob, glyphs, zones)? < limits.see_through {
            let found = patch(PatchKind::Cover, &blob, card, tone, lines, zones)?;
            // A shoulder beside the zone, or more of the emblem's red, is no object.
            let own = grown(&zones.picture, limits.spill_mm);
            let free = found.on_text_ratio <= 0.0 && !at_edge(&found.bounds_mm, card.placement.shape());
            let beside = free && grown(&zones.picture, limits.free_spill_mm).covers(&found.bounds_mm);
            let red = zones.emblem
                && own.intersection(&found.bounds_mm).area() > 0.5 * found.bounds_mm.area()
                && picture::is_red(tone, &filled(tone, &blob)?);
            if red || beside || own.covers(&found.bounds_mm) {
                continue;
            }
            // What lies on a card comes from beyond its edge.
            let whole = match at_edge(&found.bounds_mm, card.placement.shape()) {
                true => picture::continued(tone, &blob, &zones.picture)?,
                false => None,
            };
            out.push(match whole {
                Some(whole) => patch(PatchKind::Cover, &whole, card, tone, lines, zones)?,
                None => found,
            });
        }
    }
    out.extend(on_picture(card, tone, lines, zones, &out)?);
    let pale = opened_then_closed(&mask_of(tone, |i| {
        departures.get(i).is_some_and(|d| d.darker < -limits.paler && d.chroma < limits.cover_chroma)
    })?)?;
    for blob in blobs(&pale, tone, &limits)? {
        if print_read(tone, &blob, glyphs, zones)? < limits.see_through / 2.0 {
            let object = rim_is_sharp(tone, &pale, &blob, &limits)? || is_flat(tone, &blob, &limits)?;
            let kind = if object { PatchKind::Cover } else { PatchKind::Glare };
            let found = patch(kind, &blob, card, tone, lines, zones)?;
            if found.on_text_ratio > limits.pale_on_text {
                out.push(found);
            }
        }
    }
    out.extend(plain::labels(card, tone, &glare, &structure, lines, zones, &out)?);
    Ok(Surface { patches: out, bands_chroma })
}

/// Whether a patch reaches the card's edge, of which the outer 1.2 mm are not looked at.
fn at_edge(bounds: &Rect, card: CardShape) -> bool {
    let rim = 3.0;
    bounds.left < rim || bounds.top < rim || bounds.right > card.width_mm - rim || bounds.bottom > card.height_mm - rim
}

/// What lies wholly on the portrait or the emblem, where no patch so far tells it.
fn on_picture(
    card: &FlatCard,
    tone: &Tone,
    lines: &[Rect],
    zones: &Zones<'_>,
    known: &[Patch],
) -> cv::Result<Option<Patch>> {
    let core = face_of(&zones.picture);
    if zones.picture.area() <= 0.0 || known.iter().any(|p| p.bounds_mm.intersection(&core).area() > 0.0) {
        return Ok(None);
    }
    if !zones.emblem {
        if let Some(note) = picture::note(tone, &zones.picture)? {
            return patch(PatchKind::Cover, &note, card, tone, lines, zones).map(Some);
        }
        let hidden = picture::face_hidden(tone, &zones.picture)?;
        return hidden.map(|hidden| patch(PatchKind::Cover, &hidden, card, tone, lines, zones)).transpose();
    }
    let outline = picture::emblem_hidden(tone, &zones.picture).map(|hidden| {
        hidden
            .corners()
            .iter()
            .map(|p| CvPoint::new((p.x * TONE_PX_PER_MM) as i32, (p.y * TONE_PX_PER_MM) as i32))
            .collect()
    });
    outline.map(|outline: Vector<CvPoint>| patch(PatchKind::Cover, &outline, card, tone, lines, zones)).transpose()
}

fn opened_then_closed(mask: &Mat) -> cv::Result<Mat> {
    // Most cards have nothing on them.
    if core::count_non_zero(mask)? == 0 {
        return mask.try_clone();
    }
    let opened = cv::morph_square(mask, imgproc::MORPH_OPEN, 8)?;
    if core::count_non_zero(&opened)? == 0 {
        return Ok(opened);
    }
    cv::morph_square(&opened, imgproc::MORPH_CLOSE, 8)
}

/// Share of the print under a patch, as the layout wants it or as it was found, that was read all the same.
fn print_read(tone: &Tone, outline: &Vector<CvPoint>, glyphs: &[Rect], zones: &Zones<'_>) -> cv::Result<f32> {
    let body = filled(tone, outline)?;
    let (mut print, mut read) = (0usize, 0usize);
    for (index, _) in body.iter().enumerate().filter(|(_, on)| **on) {
        let mm = tone.mm_of(index);
        let found = glyphs.iter().any(|r| r.contains(mm));
        read += usize::from(found);
        print += usize::from(found || zones.text.iter().any(|r| r.contains(mm)));
    }
    Ok(read as f32 / print.max(1) as f32)
}

pub(super) fn mask_of(tone: &Tone, mut test: impl FnMut(usize) -> bool) -> cv::Result<Mat> {
    let bytes: Vec<u8> = (0..tone.width * tone.height).map(|i| if test(i) { 255 } else { 0 }).collect();
    Mat::new_rows_cols_with_data(tone.height as i32, tone.width as i32, &bytes)?.try_clone()
}

/// Share of `body` that `mask` has set.
fn share_of(mask: &Mat, body: &[bool]) -> cv::Result<f32> {
    let set = mask.data_bytes()?.iter().zip(body).filter(|(m, on)| **on && **m > 0).count();
    Ok(set as f32 / body.iter().filter(|on| **on).count().max(1) as f32)
}

/// Chroma and darkness that four fifths of `body` stay below.
fn strongest(departures: &[tint::Departure], body: &[bool]) -> (f32, f32) {
    let inside = || departures.iter().zip(body).filter(|(_, on)| **on).map(|(d, _)| d);
    let mut chroma: Vec<f32> = inside().map(|d| d.chroma).collect();
    let mut darker: Vec<f32> = inside().map(|d| d.darker).collect();
    (percentile(&mut chroma, 0.8).unwrap_or(0.0), percentile(&mut darker, 0.8).unwrap_or(0.0))
}

/// Pixels that are as bright as a reflection's core.
fn glare_mask(tone: &Tone, limits: &PatchLimits) -> cv::Result<Mat> {
    let darkest = |i: usize| tone.rgb.get(i).map_or(0, |c| c.iter().copied().min().unwrap_or(0));
    let mut paper: Vec<f32> = (0..tone.rgb.len()).map(|i| f32::from(darkest(i))).collect();
    let paper = percentile(&mut paper, 0.6).unwrap_or(255.0);
    let level = f32::from(limits.glare_level).max(paper + f32::from(limits.glare_over_paper));
    mask_of(tone, |i| f32::from(darkest(i)) >= level.min(254.0) && level <= 255.0)
}

/// Outlines of the patches in a mask that are large enough.
pub(super) fn blobs(mask: &Mat, tone: &Tone, limits: &PatchLimits) -> cv::Result<Vec<Vector<CvPoint>>> {
    let mut contours = Vector::<Vector<CvPoint>>::new();
    imgproc::find_contours_def(mask, &mut contours, imgproc::RETR_EXTERNAL, imgproc::CHAIN_APPROX_SIMPLE)?;
    let least = limits.min_area_ratio * (tone.width * tone.height) as f32;
    let mut out = Vec::new();
    for contour in contours {
        if imgproc::contour_area_def(&contour)? as f32 >= least {
            out.push(contour);
        }
    }
    Ok(out)
}

/// The filled outline as a list of pixels of the tone image.
pub(super) fn filled(tone: &Tone, outline: &Vector<CvPoint>) -> cv::Result<Vec<bool>> {
    let mut mask = Mat::zeros(tone.height as i32, tone.width as i32, core::CV_8U)?.to_mat()?;
    let mut outlines = Vector::<Vector<CvPoint>>::new();
    outlines.push(outline.clone());
    imgproc::fill_poly_def(&mut mask, &outlines, core::Scalar::all(255.0))?;
    Ok(mask.data_bytes()?.iter().map(|v| *v > 0).collect())
}

/// Whether the middle of a patch is at the very end of the scale in all channels, as paper of any kind hardly is.
fn blown_out(tone: &Tone, outline: &Vector<CvPoint>) -> cv::Result<bool> {
    let body = filled(tone, outline)?;
    let mut darkest: Vec<f32> = tone
        .rgb
        .iter()
        .zip(&body)
        .filter(|(_, on)| **on)
        .map(|(rgb, _)| f32::from(rgb.iter().copied().min().unwrap_or(0)))
        .collect();
    Ok(percentile(&mut darkest, 0.5).is_some_and(|v| v >= 252.0))
}

/// Compares the step from just outside the rim to 2 mm outside with the whole step from inside to outside.
fn rim_is_sharp(tone: &Tone, mask: &Mat, outline: &Vector<CvPoint>, limits: &PatchLimits) -> cv::Result<bool> {
    let body = filled(tone, outline)?;
    let ring = |inner: i32, outer: i32| -> cv::Result<Vec<bool>> {
        let bytes: Vec<u8> = body.iter().map(|b| if *b { 255 } else { 0 }).collect();
        let body = Mat::new_rows_cols_with_data(mask.rows(), mask.cols(), &bytes)?.try_clone()?;
        let near = cv::morph(&body, imgproc::MORPH_DILATE, inner, inner)?;
        let far = cv::morph(&body, imgproc::MORPH_DILATE, outer, outer)?;
        Ok(near.data_bytes()?.iter().zip(far.data_bytes()?).map(|(n, f)| *n == 0 && *f > 0).collect())
    };
    let level = |of: &[bool]| lightness(tone, of, 0.6);
    // 3: half a pixel outside the rim; 7 to 9 px: 1 mm further out.
    let (Some(inside), Some(near), Some(far)) = (level(&body), level(&ring(3, 7)?), level(&ring(15, 21)?)) else {
        return Ok(false);
    };
    let whole = inside - far;
    Ok(whole > 2.0 && (inside - near) / whole > 1.0 - limits.sharp_rim)
}

/// Whether a patch paler than the card is as light all over as in its middle: a label is, a reflection has a peak.
fn is_flat(tone: &Tone, outline: &Vector<CvPoint>, limits: &PatchLimits) -> cv::Result<bool> {
    let body = filled(tone, outline)?;
    let (Some(peak), Some(usual)) = (lightness(tone, &body, 0.95), lightness(tone, &body, 0.5)) else {
        return Ok(false);
    };
    Ok(peak - usual < limits.flat_peak)
}

/// L* below which `share` of the pixels of `of` lie.
fn lightness(tone: &Tone, of: &[bool], share: f32) -> Option<f32> {
    let mut values: Vec<f32> = tone.lab.iter().zip(of).filter(|(_, on)| **on).map(|([l, _, _], _)| *l).collect();
    percentile(&mut values, share)
}

pub(super) fn patch(
    kind: PatchKind,
    outline: &Vector<CvPoint>,
    card: &FlatCard,
    tone: &Tone,
    lines: &[Rect],
    zones: &Zones<'_>,
) -> cv::Result<Patch> {
    let body = filled(tone, outline)?;
    let to_mm = |p: CvPoint| Point::new(p.x as f32 / TONE_PX_PER_MM, p.y as f32 / TONE_PX_PER_MM);
    let mut simple = Vector::<CvPoint>::new();
    imgproc::approx_poly_dp(outline, &mut simple, 2.0, true)?;
    let points: Vec<Point> = simple.iter().map(to_mm).collect();
    let mut bounds = Rect::new(f32::MAX, f32::MAX, f32::MIN, f32::MIN);
    for p in &points {
        bounds = bounds.union(&Rect::new(p.x, p.y, p.x, p.y));
    }
    let core = face_of(&zones.picture);
    let (mut area, mut on_text, mut on_core, mut core_area) = (0usize, 0usize, 0usize, 0usize);
    for (index, on) in body.iter().enumerate() {
        let mm = tone.mm_of(index);
        let in_core = core.contains(mm);
        core_area += usize::from(in_core);
        if *on {
            area += 1;
            on_core += usize::from(in_core);
            let print = zones.text.iter().chain(lines).any(|r| r.contains(mm));
            on_text += usize::from(print);
        }
    }
    Ok(Patch {
        kind,
        region: points.iter().map(|p| card.placement.to_picture(*p)).collect(),
        bounds_mm: bounds,
        area_ratio: area as f32 / body.len().max(1) as f32,
        on_text_ratio: on_text as f32 / area.max(1) as f32,
        picture_hidden_ratio: on_core as f32 / core_area.max(1) as f32,
    })
}

/// The middle of a portrait or emblem, where nothing may be missing.
fn face_of(picture: &Rect) -> Rect {
    let (w, h) = (picture.width(), picture.height());
    Rect::new(picture.left + 0.25 * w, picture.top + 0.2 * h, picture.right - 0.25 * w, picture.bottom - 0.25 * h)
}

pub(super) fn grown(r: &Rect, by: f32) -> Rect {
    Rect::new(r.left - by, r.top - by, r.right + by, r.bottom + by)
}
