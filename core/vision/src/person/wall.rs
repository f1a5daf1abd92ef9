//! What is on the wall: things, shadows, lines.

use heyan_rules::portrait::{Patch, PatchKind};

use super::blobs::{Blob, blobs};
use super::evidence::{Evidence, EvidenceLimits, any, depth};
use super::lines::lines;
use super::scene::Scene;
use super::shade::{Shade, shade_of};
use super::surface::Surface;
use crate::cv;

/// Gaps inside a thing that are closed, over the longer side of the scene: leaves of a plant, the holes of a socket.
const GAP: f32 = 0.022;
/// Pixels that a thing has at least: fewer are noise.
const LEAST_PIXELS: usize = 6;
/// What lies no farther from the rim than this belongs to the person's outline, over the height of the face: wisps of
/// hair, a collar that the mask missed.
const WISP: f32 = 0.045;
/// Share of a dark blob that is other than dark from which it is a thing's own shade.
const PART_OF_THING: f32 = 0.25;

/// What is on a wall.
#[derive(Debug, Default)]
pub struct OnWall {
    /// Things and lines, the largest first.
    pub clutter: Vec<Patch>,
    /// Shadows of the person, the largest first.
    pub shadows: Vec<Patch>,
    /// Share of the backdrop that is plain wall.
    pub wall_ratio: f32,
}

/// Finds what is on the `wall` of `scene`.
pub fn on_wall(scene: &Scene, wall: &Surface) -> cv::Result<OnWall> {
    let found = Evidence::of(scene, wall, &EvidenceLimits::default())?;
    let apart = depth(scene, &scene.outside)?;
    let longer = scene.width.max(scene.height) as f32;
    let gap = (GAP * longer).round() as i32;
    let wisp = WISP * scene.place.height();
    let reaches = |blob: &Blob| blob.pixels.iter().any(|at| apart.get(*at).is_some_and(|d| *d > wisp));

    // Dark parts first: those that belong to nothing else are shadows, and their edges are no detail.
    let mut shadows = Vec::new();
    let mut things = any(&[&found.thing, &found.fine])?;
    let near_thing = depth(scene, &things.iter().map(|t| 255 - t).collect::<Vec<u8>>())?;
    for blob in blobs(scene, &found.dark, 2, LEAST_PIXELS)? {
        let beside = blob.pixels.iter().filter(|at| near_thing.get(**at).is_some_and(|d| *d < 2.5)).count();
        let with_thing = beside as f32 > PART_OF_THING * blob.pixels.len() as f32;
        match shade_of(scene, &found, &apart, &blob)? {
            Shade::Person if !with_thing => shadows.push(patch(scene, &found, &blob, PatchKind::Shadow)),
            Shade::Light if !with_thing => {}
            _ => {
                for at in &blob.pixels {
                    if let Some(place) = things.get_mut(*at) {
                        *place = 255;
                    }
                }
            }
        }
    }
    let mut clutter = Vec::new();
    let mut taken = any(&[&things, &found.dark])?;
    for blob in blobs(scene, &things, gap, LEAST_PIXELS)? {
        if reaches(&blob) {
            clutter.push(patch(scene, &found, &blob, PatchKind::Object));
        } else {
            for at in &blob.pixels {
                if let Some(place) = taken.get_mut(*at) {
                    *place = 255;
                }
            }
        }
    }
    clutter.extend(lines(scene, &found, &taken)?);
    let larger = |a: &Patch, b: &Patch| b.area_ratio.total_cmp(&a.area_ratio);
    clutter.sort_by(larger);
    shadows.sort_by(larger);
    Ok(OnWall { clutter, shadows, wall_ratio: found.wall_ratio })
}

fn patch(scene: &Scene, found: &Evidence, blob: &Blob, kind: PatchKind) -> Patch {
    let count = blob.pixels.len().max(1) as f32;
    let of = |values: &[f32], at: usize| values.get(at).copied().unwrap_or_default();
    let contrast = match kind {
        PatchKind::Object => {
            blob.pixels.iter().map(|at| of(&found.light, *at).hypot(of(&found.colour, *at))).sum::<f32>() / count
        }
        _ => blob.pixels.iter().map(|at| of(&found.light, *at).abs()).sum::<f32>() / count,
    };
    let all = (scene.width * scene.height) as f32;
    let longer = scene.width.max(scene.height) as f32;
    let area = if kind == PatchKind::Object { blob.area as f32 } else { count };
    Patch { kind, outline: blob.polygon(scene), area_ratio: area / all, contrast, length_ratio: blob.length() / longer }
}
