//! Everything measured about how a card was photographed, put together.

use heyan_rules::Polygon;
use heyan_rules::document::{CardCapture, PictureLight, TextLine};
use heyan_rules::geometry::Rect;
use opencv::core;
use opencv::prelude::*;

use super::locate::{self, Candidate};
use super::rectify::FlatCard;
use super::{light, patches, recapture, screenshot, sharpness, unread};
use crate::error::VisionError;
use crate::frame::Picture;

/// Where the document's layout has what, mm: given by the rules, so that perception need not know documents.
#[derive(Debug, Clone, Copy)]
pub struct Zones<'a> {
    /// Where print must be.
    pub text: &'a [Rect],
    /// Where a value of several lines may stand, the first and the last; empty where there is none.
    pub running: Rect,
    /// The portrait or the emblem.
    pub picture: Rect,
    /// Whether the picture zone is the red emblem (else it is a portrait).
    pub emblem: bool,
}

/// Probability of a character, 0 to 1, from which it is certainly visible: nothing hides it.
const CLEARLY_READ: f32 = 0.75;

/// Measures the capture of `card`, found as `candidate` in `picture`, with the text `lines` on it.
pub fn measure(
    picture: &Picture,
    card: &FlatCard,
    candidate: &Candidate,
    lines: &[TextLine],
    zones: &Zones<'_>,
    other_cards: Vec<Polygon>,
) -> Result<CardCapture, VisionError> {
    let glyphs: Vec<Rect> = lines.iter().flat_map(clear_glyphs).collect();
    let lines: Vec<Rect> = lines.iter().map(|line| line.bounds_mm).collect();
    let tone = light::Tone::new(card)?;
    let surface = patches::find(card, &tone, &lines, &glyphs, zones)?;
    let light = light::measure(&tone, &lines, zones, &surface.patches);
    let print = (light.paper_lightness, light.print_contrast.unwrap_or(f32::MAX));
    let unread = unread::unread(&tone, &lines, &zones.running, print, &unread::UnreadLimits::default())?;
    let moire = recapture::moire(picture, &card.placement)?;
    Ok(CardCapture {
        unread_mm: unread,
        screen_margin_ratio: screenshot::margin_ratio(picture, &screenshot::ScreenLimits::default())?,
        blur_mm: sharpness::blur_mm(card, &lines)?,
        moire_db: moire.on_card_db,
        moire_shared_db: moire.shared_db,
        moire_fringe_db: moire.fringe_db,
        moire_lattice_db: moire.lattice_db,
        paper_lightness: light.paper_lightness,
        clipped_ratio: light.clipped_ratio,
        print_contrast: light.print_contrast,
        chroma_spread: light.chroma_spread,
        bands_chroma: surface.bands_chroma,
        patches: surface.patches,
        other_cards,
        ..framing(picture, card, candidate)
    })
}

/// Where the characters of a line that are certainly visible stand: each as wide as the line is high.
fn clear_glyphs(line: &TextLine) -> Vec<Rect> {
    let Rect { top, bottom, .. } = line.bounds_mm;
    let half = (bottom - top) / 2.0;
    let clear = line.glyphs.iter().filter(|g| g.confidence > CLEARLY_READ);
    clear.map(|g| Rect::new(g.x_mm - half, top, g.x_mm + half, bottom)).collect()
}

/// Measures what can be told of a card that nothing was read on: place, light, sharpness, a screen's grid.
pub fn measure_unread(picture: &Picture, card: &FlatCard, candidate: &Candidate) -> Result<CardCapture, VisionError> {
    let moire = recapture::moire(picture, &card.placement)?;
    Ok(CardCapture {
        blur_mm: sharpness::surface_blur_mm(card)?,
        moire_db: moire.on_card_db,
        moire_shared_db: moire.shared_db,
        moire_fringe_db: moire.fringe_db,
        moire_lattice_db: moire.lattice_db,
        ..measure_glimpsed(picture, card, candidate)?
    })
}

/// The same without what only a full look can tell: sharpness and a screen's grid are left out.
pub fn measure_glimpsed(picture: &Picture, card: &FlatCard, candidate: &Candidate) -> Result<CardCapture, VisionError> {
    let nowhere = Zones { text: &[], running: Rect::default(), picture: Rect::default(), emblem: false };
    let light = light::measure(&light::Tone::new(card)?, &[], &nowhere, &[]);
    Ok(CardCapture {
        paper_lightness: light.paper_lightness,
        clipped_ratio: light.clipped_ratio,
        ..framing(picture, card, candidate)
    })
}

/// The light of a whole picture, on a small copy of it.
pub fn picture_light(picture: &Picture) -> Result<PictureLight, VisionError> {
    let (small, _) = locate::copy(picture, 320)?;
    let pixels = small.data_typed::<core::Vec3b>()?;
    let clipped = pixels.iter().filter(|p| p.0.iter().all(|c| *c >= 250)).count();
    let mut lightness: Vec<f32> = pixels.iter().map(|p| light::lab(p.0.map(f32::from))[0]).collect();
    Ok(PictureLight {
        bright_lightness: light::percentile(&mut lightness, 0.9).unwrap_or(0.0),
        clipped_ratio: clipped as f32 / pixels.len().max(1) as f32,
    })
}

/// Where the card lies; all else as if there were nothing to see.
fn framing(picture: &Picture, card: &FlatCard, candidate: &Candidate) -> CardCapture {
    let placement = &card.placement;
    let width = placement.width_px();
    CardCapture {
        picture_width_px: picture.width() as f32,
        picture_height_px: picture.height() as f32,
        corners: placement.corners,
        card_width_px: width,
        width_ratio: width / picture.width().min(picture.height()) as f32,
        tilt_deg: placement.tilt_deg(),
        rotation_deg: placement.rotation_deg(),
        outside_ratio: placement.outside_ratio(picture.width(), picture.height()),
        sides_seen: seen(candidate),
        blur_mm: None,
        paper_lightness: 0.0,
        clipped_ratio: 0.0,
        print_contrast: None,
        // What is not known to be a card may well be grey.
        chroma_spread: f32::MAX,
        moire_db: 0.0,
        moire_shared_db: 0.0,
        moire_fringe_db: 0.0,
        moire_lattice_db: 0.0,
        bands_chroma: 0.0,
        mirrored: false,
        screen_margin_ratio: 0.0,
        unread_mm: Vec::new(),
        patches: Vec::new(),
        other_cards: Vec::new(),
    }
}

/// A side is seen when an edge backs it, or when it runs along the picture's own edge.
fn seen(candidate: &Candidate) -> [bool; 4] {
    let mut out = [false; 4];
    for (slot, (support, border)) in out.iter_mut().zip(candidate.support.iter().zip(candidate.at_border)) {
        *slot = *support > 0.2 || border;
    }
    out
}
