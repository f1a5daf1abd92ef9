//! How a card was photographed, as plain numbers: measured by perception, judged here.

use serde::Serialize;

use crate::geometry::{Point, Polygon, Rect};

/// What a patch that hides part of the card is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PatchKind {
    /// Light reflected off the card: white without colour or print.
    Glare,
    /// An object on the card.
    Cover,
}

/// A patch of the card that something hides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Patch {
    /// Reflection or object.
    pub kind: PatchKind,
    /// Its outline in input pixels.
    pub region: Polygon,
    /// Its bounds in the card plane, mm.
    pub bounds_mm: Rect,
    /// Its area over the card's.
    pub area_ratio: f32,
    /// Share of the patch that lies on print (text lines as found or where the layout wants them), 0 to 1.
    pub on_text_ratio: f32,
    /// Share of the portrait (front) or emblem (back) that the patch hides, 0 to 1.
    pub picture_hidden_ratio: f32,
}

/// Everything measured about one card in one picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardCapture {
    /// Input width, px.
    pub picture_width_px: f32,
    /// Input height, px.
    pub picture_height_px: f32,
    /// The card's corners in input pixels, from the top left of the upright card, clockwise.
    pub corners: [Point; 4],
    /// Mean length of the two long edges, px.
    pub card_width_px: f32,
    /// `card_width_px` over the picture's shorter side.
    pub width_ratio: f32,
    /// Angle by which the card is turned out of the picture's plane, degrees; 0 is square on.
    pub tilt_deg: f32,
    /// Rotation of the card in the picture, degrees clockwise, -180 to 180; 0 is upright.
    pub rotation_deg: f32,
    /// Share of the card's area that lies outside the picture, 0 to 1.
    pub outside_ratio: f32,
    /// Sides of the card (top, right, bottom, left) of which the edge is seen in the picture, or that the picture's own edge matches.
    pub sides_seen: [bool; 4],
    /// Standard deviation of the blur on print, mm on the card. `None`: no print to measure it on.
    pub blur_mm: Option<f32>,
    /// 80th percentile of L* (CIELAB, 0 to 100) over the card: its paper.
    pub paper_lightness: f32,
    /// Share of card pixels with all channels at 250 or more, patches of glare left out.
    pub clipped_ratio: f32,
    /// L* of the paper minus L* of the print, median over text lines. `None`: no text.
    pub print_contrast: Option<f32>,
    /// Spread of colour over the card after its mean tint is taken out: 95th percentile of chroma (CIELAB).
    pub chroma_spread: f32,
    /// Strength of the strongest line in the spectrum against its surroundings, dB, of a screen's pixel grid or moiré.
    pub moire_db: f32,
    /// Strength beside the card of one of the strongest such lines, dB. A guilloche ends with the card.
    pub moire_shared_db: f32,
    /// Strength of the strongest such line whose colours stand beside each other, dB. Ink darkens all of them in one place.
    pub moire_fringe_db: f32,
    /// Strength of the weaker of two such lines across each other with one spacing, dB.
    pub moire_lattice_db: f32,
    /// Chroma (CIELAB) that the paper's tint swings by to all sides of its mean, as bands of a screen's sub-pixels do.
    pub bands_chroma: f32,
    /// Whether the card is seen as in a mirror: print is read only after it was turned over.
    pub mirrored: bool,
    /// Places in the card plane (mm) with strokes like print that no line was read on, where a value of several lines stands.
    pub unread_mm: Vec<Rect>,
    /// Share of the picture's height above and below that a screen's own ground takes, as around a picture in a phone's
    /// gallery; 0 where the picture is none of a screen's.
    pub screen_margin_ratio: f32,
    /// Reflections and objects on the card.
    pub patches: Vec<Patch>,
    /// Outlines of further cards in the picture, input pixels.
    pub other_cards: Vec<Polygon>,
}

/// The light of a whole picture: what can be told of it when no card was found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PictureLight {
    /// 90th percentile of L* (CIELAB, 0 to 100): the brightest things in the picture.
    pub bright_lightness: f32,
    /// Share of pixels with all channels at 250 or more.
    pub clipped_ratio: f32,
}
