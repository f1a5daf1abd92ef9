//! How a place of the backdrop lies by the person's head: loose hair stands out there, thin, close and in the hair's own colour.

use heyan_rules::portrait::ByHead;

use super::colour::length;
use super::evidence::depth;
use super::head::HEAD;
use super::scene::Scene;
use super::surface::Surface;
use crate::cv;

/// Where loose hair is, and what has its colour.
#[derive(Debug, Clone, Copy)]
pub struct HairLimits {
    /// How far to either side of the middle of the face hair falls or stands, over the width of the face.
    pub beside: f32,
    /// How high above the hairline, over the height of the face.
    pub above: f32,
    /// How far below the chin it falls, over the same.
    pub below: f32,
    /// ΔE (CIE76) from all mixtures of wall and hair up to which a pixel may be one.
    pub colour: f32,
    /// Shares of the lightness of hair at which its colours are taken: strands shine and lie in shade.
    pub shades: [f32; 3],
    /// Pixels of hair in the scene at least.
    pub least_pixels: usize,
    /// Share of the patch that counts as all of its reach: single pixels are noise.
    pub most: f32,
}

/// The limits that are used, of real people before a studio's wall.
pub const HAIR: HairLimits = HairLimits {
    beside: 1.3,
    above: 0.9,
    below: 0.8,
    colour: 7.0,
    shades: [0.1, 0.5, 0.9],
    least_pixels: 20,
    most: 0.9,
};

/// The colours of a person's hair, CIELAB; none of a bald head.
#[derive(Debug, Clone, Default)]
pub struct HairColours(Vec<[f32; 3]>);

impl HairColours {
    /// Of the person in `scene`: what shows above the hairline.
    pub fn of(scene: &Scene) -> Self {
        let place = &scene.place;
        let half = HEAD.half_breadth * place.width();
        let columns = (place.middle_x() - half, place.middle_x() + half);
        let rows = (place.hairline.y - HAIR.above * place.height(), place.hairline.y + HEAD.hairline * place.height());
        let mut seen = scene.of_person(columns, rows);
        if seen.len() < HAIR.least_pixels {
            return Self::default();
        }
        seen.sort_by(|a, b| a[0].total_cmp(&b[0]));
        let at = |share: f32| seen.get((share * (seen.len() - 1) as f32) as usize).copied();
        Self(HAIR.shades.iter().filter_map(|share| at(*share)).collect())
    }

    /// Whether a colour is between that of the `wall` and one of the hair's.
    fn may_be(&self, seen: [f32; 3], wall: [f32; 3]) -> bool {
        let minus = |a: [f32; 3], b: [f32; 3]| [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
        let dot = |a: [f32; 3], b: [f32; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        let off = minus(seen, wall);
        self.0.iter().any(|hair| {
            let to = minus(*hair, wall);
            let share = (dot(off, to) / dot(to, to).max(1e-3)).clamp(0.0, 1.1);
            let left = minus(off, to.map(|v| v * share));
            length(left[0], length(left[1], left[2])) < HAIR.colour
        })
    }
}

/// How the places `pixels` lie by the head; `apart` is the distance to the person's rim. `None` when they are nowhere near.
pub fn by_head(
    scene: &Scene,
    wall: &Surface,
    hair: &HairColours,
    apart: &[f32],
    pixels: &[usize],
) -> cv::Result<Option<ByHead>> {
    let place = &scene.place;
    let (width, height) = (place.width(), place.height());
    let rows = place.hairline.y - HAIR.above * height..place.chin.y + HAIR.below * height;
    let count = pixels.len().max(1) as f32;
    let at = |pixel: &usize| (pixel % scene.width.max(1), pixel / scene.width.max(1));
    let is_within = |pixel: &&usize| {
        let (x, y) = at(pixel);
        rows.contains(&(y as f32)) && (x as f32 - place.middle_x()).abs() < HAIR.beside * width
    };
    let within = pixels.iter().filter(is_within).count() as f32 / count;
    if within == 0.0 {
        return Ok(None);
    }
    let mut distances: Vec<f32> = pixels.iter().filter_map(|pixel| apart.get(*pixel)).copied().collect();
    distances.sort_by(f32::total_cmp);
    let of = |share: f32| distances.get((share * distances.len().saturating_sub(1) as f32) as usize).copied();
    let alike = pixels.iter().filter(|pixel| {
        let (x, y) = at(pixel);
        scene.lab(**pixel).is_some_and(|seen| hair.may_be(seen, wall.at(x, y)))
    });
    let mut map = vec![0u8; scene.width * scene.height];
    for pixel in pixels {
        if let Some(place) = map.get_mut(*pixel) {
            *place = 255;
        }
    }
    let inside = depth(scene, &map)?;
    let deepest = pixels.iter().filter_map(|pixel| inside.get(*pixel)).copied().fold(0.0, f32::max);
    Ok(Some(ByHead {
        within_ratio: within,
        gap_ratio: of(0.0).unwrap_or_default() / height,
        reach_ratio: of(HAIR.most).unwrap_or_default() / height,
        // From the middle to both sides, a pixel being counted in both.
        breadth_ratio: (2.0 * deepest - 1.0).max(1.0) / height,
        hair_ratio: alike.count() as f32 / count,
    }))
}
