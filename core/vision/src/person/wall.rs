//! What is on the wall: things, shadows, lines.

use heyan_rules::portrait::{Patch, PatchKind};
use opencv::imgproc;
use opencv::prelude::*;

use super::blobs::{Blob, blobs};
use super::evidence::{Evidence, EvidenceLimits, any, depth};
use super::hair::{HairColours, by_head};
use super::lines::lines;
use super::scene::Scene;
use super::shade::{Shade, shades};
use super::surface::Surface;
use crate::cv;

/// What a thing on the wall is.
#[derive(Debug, Clone, Copy)]
pub struct ThingLimits {
    /// Gaps inside a thing that are closed, over the longer side of the scene: leaves of a plant, the holes of a socket.
    pub gap: f32,
    /// Pixels that a thing has at least: fewer are noise.
    pub least_pixels: usize,
    /// What lies no farther from the rim than this belongs to the person's outline, over the height of the face: wisps of
    /// hair, a collar that the mask missed.
    pub wisp: f32,
    /// Breadth of the surroundings in which a dark blob is beside a thing, px.
    pub near_thing: i32,
    /// Share of a dark blob that is other than dark from which it is a thing's own shade.
    pub part_of_thing: f32,
    /// How far below the chin the body's side begins, and how much of it a thing of the body's side touches, both over the
    /// height of the face.
    pub below_shoulders: f32,
    /// How much of the side of the body such a thing touches, over the height of the face.
    pub along_body: f32,
}

/// The limits that are used.
pub const THING: ThingLimits = ThingLimits {
    gap: 0.022,
    least_pixels: 6,
    wisp: 0.045,
    near_thing: 5,
    part_of_thing: 0.25,
    below_shoulders: 0.75,
    along_body: 0.3,
};

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

/// Finds what is on the `wall` of `scene`, in which a person has such `hair`.
pub fn on_wall(scene: &Scene, wall: &Surface, hair: &HairColours) -> cv::Result<OnWall> {
    let found = Evidence::of(scene, wall, &EvidenceLimits::default())?;
    let longer = scene.width.max(scene.height) as f32;
    let gap = (THING.gap * longer).round() as i32;
    let wisp = THING.wisp * scene.place.height();

    // Dark parts first: those that belong to nothing else are shadows, and their edges are no detail.
    let mut things = any(&[&found.thing, &found.fine])?;
    let (mut beside_things, mut dark) = (Vec::new(), Vec::new());
    let darker = blobs(scene, &found.dark, 2, THING.least_pixels)?;
    // A plain wall needs none of these maps.
    let empty = darker.is_empty() && !things.contains(&255);
    let apart = if empty { Vec::new() } else { depth(scene, &scene.outside)? };
    let reaches = |blob: &Blob| blob.pixels.iter().any(|at| apart.get(*at).is_some_and(|d| *d > wisp));
    let near_thing = match darker.is_empty() {
        true => Vec::new(),
        false => {
            let near = cv::morph(&scene.matrix(&things)?, imgproc::MORPH_DILATE, THING.near_thing, THING.near_thing)?;
            near.data_bytes()?.to_vec()
        }
    };
    for blob in darker {
        let beside = blob.pixels.iter().filter(|at| near_thing.get(**at) == Some(&255)).count();
        let with_thing = beside as f32 > THING.part_of_thing * blob.pixels.len() as f32;
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
    for blob in blobs(scene, &things, gap, THING.least_pixels)? {
        if reaches(&blob) && !is_held(scene, &apart, &blob) {
            let mut patch = patch(scene, &found, &blob, PatchKind::Object);
            patch.by_head = by_head(scene, wall, hair, &apart, &blob.pixels)?;
            clutter.push(patch);
        } else {
            for at in &blob.pixels {
                if let Some(place) = taken.get_mut(*at) {
                    *place = 255;
                }
            }
        }
    }
    let lines = lines(scene, &found, &taken)?;
    let apart = if lines.is_empty() || !empty { apart } else { depth(scene, &scene.outside)? };
    for (mut line, pixels) in lines {
        line.by_head = by_head(scene, wall, hair, &apart, &pixels)?;
        clutter.push(line);
    }
    let larger = |a: &Patch, b: &Patch| b.area_ratio.total_cmp(&a.area_ratio);
    clutter.sort_by(larger);
    shadows.sort_by(larger);
    Ok(OnWall { clutter, shadows, evidence: found })
}

/// Whether a thing is of the body's side: it begins below the shoulders, goes out of the picture's lower edge and lies along
/// the person. The mask leaves out what hangs from an arm or lies in a lap.
fn is_held(scene: &Scene, apart: &[f32], blob: &Blob) -> bool {
    let top = scene.place.chin.y + THING.below_shoulders * scene.place.height();
    let leaves = blob.bounds.y + blob.bounds.height >= scene.height as i32 - 2;
    let along = blob.pixels.iter().filter(|at| apart.get(**at).is_some_and(|d| *d <= 3.0)).count() as f32 / 3.0;
    blob.bounds.y as f32 > top && leaves && along > THING.along_body * scene.place.height()
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
    let (outline, length_ratio) = (blob.polygon(scene), blob.length() / longer);
    Patch { kind, outline, area_ratio: area / all, contrast, length_ratio, by_head: None }
}
