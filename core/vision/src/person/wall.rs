//! What is on the wall: things, shadows, lines.

use heyan_rules::portrait::{Patch, PatchKind};
use opencv::imgproc;
use opencv::prelude::*;

use super::blobs::{Blob, blobs};
use super::evidence::{Evidence, EvidenceLimits, any, depth};
use super::lines::lines;
use super::scene::Scene;
use super::shade::{Shade, shades};
use super::surface::Surface;
use crate::cv;

/// Gaps inside a thing that are closed, over the longer side of the scene: leaves of a plant, the holes of a socket.
const GAP: f32 = 0.022;
/// Pixels that a thing has at least: fewer are noise.
const LEAST_PIXELS: usize = 6;
/// What lies no farther from the rim than this belongs to the person's outline, over the height of the face: wisps of
/// hair, a collar that the mask missed.
const WISP: f32 = 0.045;
/// Breadth of the surroundings in which a dark blob is beside a thing, px.
const NEAR_THING: i32 = 5;
/// Share of a dark blob that is other than dark from which it is a thing's own shade.
const PART_OF_THING: f32 = 0.25;

/// How far below the chin the body's side begins, and how much of it a thing of the body's side touches, both over the
/// height of the face.
const BELOW_SHOULDERS: f32 = 0.75;
const ALONG_BODY: f32 = 0.3;

/// What is on a wall.
#[derive(Debug)]
pub struct OnWall {
    /// Things and lines, the largest first.
    pub clutter: Vec<Patch>,
    /// Shadows of the person, the largest first.
    pub shadows: Vec<Patch>,
    /// Where the picture differs from the wall.
    pub evidence: Evidence,
}

/// Finds what is on the `wall` of `scene`.
pub fn on_wall(scene: &Scene, wall: &Surface) -> cv::Result<OnWall> {
    let found = Evidence::of(scene, wall, &EvidenceLimits::default())?;
    let longer = scene.width.max(scene.height) as f32;
    let gap = (GAP * longer).round() as i32;
    let wisp = WISP * scene.place.height();

    // Dark parts first: those that belong to nothing else are shadows, and their edges are no detail.
    let mut things = any(&[&found.thing, &found.fine])?;
    let (mut beside_things, mut dark) = (Vec::new(), Vec::new());
    let darker = blobs(scene, &found.dark, 2, LEAST_PIXELS)?;
    // A plain wall needs none of these maps.
    let empty = darker.is_empty() && !things.contains(&255);
    let apart = if empty { Vec::new() } else { depth(scene, &scene.outside)? };
    let reaches = |blob: &Blob| blob.pixels.iter().any(|at| apart.get(*at).is_some_and(|d| *d > wisp));
    let near_thing = match darker.is_empty() {
        true => Vec::new(),
        false => {
            let near = cv::morph(&scene.matrix(&things)?, imgproc::MORPH_DILATE, NEAR_THING, NEAR_THING)?;
            near.data_bytes()?.to_vec()
        }
    };
    for blob in darker {
        let beside = blob.pixels.iter().filter(|at| near_thing.get(**at) == Some(&255)).count();
        let with_thing = beside as f32 > PART_OF_THING * blob.pixels.len() as f32;
        if with_thing { beside_things.push(blob) } else { dark.push(blob) }
    }
    let mut shadows = Vec::new();
    for (blob, shade) in shades(scene, &found, &apart, dark)? {
        match shade {
            Shade::Person => shadows.push(patch(scene, &found, &blob, PatchKind::Shadow)),
            Shade::Light => {}
            Shade::Thing => beside_things.push(blob),
        }
    }
    for at in beside_things.iter().flat_map(|blob| &blob.pixels) {
        if let Some(place) = things.get_mut(*at) {
            *place = 255;
        }
    }
    let mut clutter = Vec::new();
    let mut taken = any(&[&things, &found.dark])?;
    for blob in blobs(scene, &things, gap, LEAST_PIXELS)? {
        if reaches(&blob) && !is_held(scene, &apart, &blob) {
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
    Ok(OnWall { clutter, shadows, evidence: found })
}

/// Whether a thing is of the body's side: it begins below the shoulders, goes out of the picture's lower edge and lies along
/// the person. The mask leaves out what hangs from an arm or lies in a lap.
fn is_held(scene: &Scene, apart: &[f32], blob: &Blob) -> bool {
    let top = scene.place.chin.y + BELOW_SHOULDERS * scene.place.height();
    let leaves = blob.bounds.y + blob.bounds.height >= scene.height as i32 - 2;
    let along = blob.pixels.iter().filter(|at| apart.get(**at).is_some_and(|d| *d <= 3.0)).count() as f32 / 3.0;
    blob.bounds.y as f32 > top && leaves && along > ALONG_BODY * scene.place.height()
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
