//! The card in a live camera's frames: found by its outline alone, on a small copy, many times a second.

use heyan_rules::document::CardCapture;
use heyan_rules::geometry::CardShape;

use super::capture::{measure_glimpsed, measure_unread};
use super::locate::{Candidate, LocateLimits, Locator};
use super::plane::Placement;
use super::rectify::{FlatCard, FlatLimits};
use crate::error::VisionError;
use crate::frame::{Frame, Picture};

/// How frames are searched.
#[derive(Debug, Clone, Copy)]
pub struct PreviewLimits {
    /// Longer side of the copy that is searched, px. A card that fills a quarter of it is 128 px wide, enough for its
    /// outline.
    pub side_px: u32,
    /// Ways of finding quadrilaterals that are tried at most: the first two find cards on most grounds and cost a third
    /// of all.
    pub sources: usize,
    /// Least [`Locator::likeness`] of a card. Four sides well seen in a card's proportions have 1.6 and more.
    pub min_likeness: f32,
    /// Likeness from which no further way is tried: outlines that mix a card's sides with joints of a wall reach 1.75.
    pub sure_likeness: f32,
}

impl Default for PreviewLimits {
    fn default() -> Self {
        Self { side_px: 512, sources: 2, min_likeness: 1.4, sure_likeness: 1.9 }
    }
}

/// A card glimpsed in a frame.
#[derive(Debug, Clone)]
pub struct Glimpse {
    /// Its outline, in pixels of the upright frame.
    pub candidate: Candidate,
    /// Its place and light. Sharpness and screens are left to [`enlarged`].
    pub capture: CardCapture,
}

/// The card of `shape` in `frame`, likeliest first among outlines; `None` when nothing has that shape.
pub fn glimpse(frame: &Frame<'_>, shape: CardShape, limits: &PreviewLimits) -> Result<Option<Glimpse>, VisionError> {
    let Some((small, scale)) = frame.small_picture(limits.side_px) else { return Ok(None) };
    let Some(found) = likeliest(&small, shape, limits)? else { return Ok(None) };
    let card = FlatCard::new(&small, &found.placement, &FlatLimits::default())?;
    let capture = measure_glimpsed(&small, &card, &found)?;
    let grown = found.placement.corners.map(|p| heyan_rules::Point::new(p.x / scale, p.y / scale));
    Ok(Placement::new(shape, grown).map(|placement| Glimpse {
        candidate: Candidate { placement, ..found },
        capture: CardCapture {
            picture_width_px: frame.width() as f32,
            picture_height_px: frame.height() as f32,
            corners: grown,
            card_width_px: placement.width_px(),
            ..capture
        },
    }))
}

/// What the full frame tells of a card glimpsed in it: `picture` is the frame at full size.
pub fn enlarged(picture: &Picture, glimpse: &Glimpse) -> Result<CardCapture, VisionError> {
    let card = FlatCard::new(picture, &glimpse.candidate.placement, &FlatLimits::default())?;
    measure_unread(picture, &card, &glimpse.candidate)
}

fn likeliest(picture: &Picture, shape: CardShape, limits: &PreviewLimits) -> Result<Option<Candidate>, VisionError> {
    let mut locator = Locator::new(picture, shape, LocateLimits::default())?;
    let mut best: Option<Candidate> = None;
    for _ in 0..limits.sources {
        let found = locator.more()?;
        for candidate in found {
            // Of a card that is cut by the frame's edge the whole is meant.
            let whole = locator.drawn_out(&candidate).into_iter().next().unwrap_or(candidate);
            let better = best.is_none_or(|b| locator.rank(&whole) > locator.rank(&b));
            if better && Locator::likeness(&whole) >= limits.min_likeness {
                best = Some(whole);
            }
        }
        if best.is_some_and(|b| Locator::likeness(&b) >= limits.sure_likeness) {
            break;
        }
    }
    Ok(best)
}
