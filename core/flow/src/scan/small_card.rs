//! A closer look at a picture in which nothing was read: a small card on a busy ground shows only at full scale.

use heyan_vision::VisionError;
use heyan_vision::document::Candidate;
use heyan_vision::document::locate::{LocateLimits, Locator};
use heyan_vision::frame::Picture;

use super::Scanner;
use super::look::MOST_LINES;
use super::outline::{CLEAR_SIDE, looks_like_a_card, overlaps};

/// Likeness of an outline that needs no second look: four sides seen whole, proportions a tenth off a card's.
pub(super) const SURELY_A_CARD: f32 = 1.85;
/// Likeness of an outline that is taken for a card without any text on it.
const PERFECT: f32 = 1.95;
/// Windows across and down; each half as wide and high as the picture, so that neighbours share half.
const WINDOWS: u32 = 3;
/// Outlines that are looked at for text, the likeliest first.
const LOOKED_AT: usize = 4;

impl Scanner {
    /// The likeliest outline of a small card with something written on it.
    pub(super) fn small_card(&mut self, picture: &Picture) -> Result<Option<Candidate>, VisionError> {
        let mut outlines = outlines(picture)?;
        outlines.sort_by(|a, b| Locator::likeness(b).total_cmp(&Locator::likeness(a)));
        let mut apart: Vec<Candidate> = Vec::new();
        for outline in outlines {
            if apart.len() < LOOKED_AT && apart.iter().all(|other| !overlaps(other, &outline)) {
                apart.push(outline);
            }
        }
        let likeliest = apart.first().copied();
        for outline in apart {
            if let Some(look) = self.look(picture, outline)?
                && (1..=MOST_LINES).contains(&look.found.len())
            {
                return Ok(Some(look.candidate));
            }
        }
        Ok(likeliest.filter(|c| Locator::likeness(c) > PERFECT))
    }
}

/// Whole outlines of a card's shape in windows of `picture`.
fn outlines(picture: &Picture) -> Result<Vec<Candidate>, VisionError> {
    let (width, height) = (picture.width() / 2, picture.height() / 2);
    let mut out = Vec::new();
    for (row, column) in (0..WINDOWS).flat_map(|row| (0..WINDOWS).map(move |column| (row, column))) {
        let (left, top) = (column * width / 2, row * height / 2);
        let Some(window) = picture.part(left, top, width, height) else { continue };
        let mut locator = Locator::new(&window, LocateLimits::default())?;
        loop {
            let found = locator.more()?;
            if found.is_empty() {
                break;
            }
            for candidate in found.iter().filter(|c| ends_inside(c) && looks_like_a_card(c)) {
                let fine = locator.finely(candidate)?;
                let placement = fine.placement.moved(left as f32, top as f32);
                out.extend(placement.map(|placement| Candidate { placement, ..fine }));
            }
        }
    }
    Ok(out)
}

/// Whether no side runs along the window's edge, where a card goes on in the next window, without an edge of its own.
fn ends_inside(c: &Candidate) -> bool {
    c.at_border.iter().zip(c.support).all(|(border, support)| !border || support > CLEAR_SIDE)
}

/// The likelier of two.
pub(super) fn likelier(a: Option<Candidate>, b: Option<Candidate>) -> Option<Candidate> {
    [a, b].into_iter().flatten().max_by(|a, b| Locator::likeness(a).total_cmp(&Locator::likeness(b)))
}
