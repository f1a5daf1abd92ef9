//! Which dark part of a wall is the person's shadow, which is light falling off, which is a thing.

use super::blobs::Blob;
use super::evidence::Evidence;
use super::scene::Scene;
use crate::cv;

/// What a dark part of the wall's own colour is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shade {
    /// The person's shadow.
    Person,
    /// Less light, without an edge.
    Light,
    /// A grey thing.
    Thing,
}

/// When a dark part of the wall is a shadow of the person, of generated shadows and things.
#[derive(Debug, Clone, Copy)]
pub struct ShadeLimits {
    /// Greatest slope at the edge, over the depth, px of the scene: a penumbra of 8 px has 0.12.
    pub soft: f32,
    /// Slope up to which a part beside the person is shadow whatever its shape.
    pub soft_beside: f32,
    /// Part of the height of the face along which a shadow touches the person's outline at least.
    pub touch: f32,
    /// Share of the length of a part that lies along the person's outline from which it is their shadow: things go on beyond.
    pub hugging: f32,
    /// Breadth of such a part, over the height of the face, at most.
    pub thin: f32,
    /// Breadth at the picture's upper edge, over the width of the face, from which a dark part comes from there.
    pub from_above: f32,
    /// How near to the rim counts as touching, px.
    pub touch_px: f32,
    /// Overlap of a shadow with the person's own shape, moved, from which it is theirs.
    pub shape: f32,
    /// The wall in shadow keeps so much of its lightness: rooms have light from all sides.
    pub least_share: f32,
}

/// The limits that are used.
pub const SHADE: ShadeLimits = ShadeLimits {
    soft: 0.11,
    soft_beside: 0.22,
    touch: 0.3,
    hugging: 0.55,
    thin: 0.3,
    from_above: 0.25,
    touch_px: 3.0,
    shape: 0.4,
    least_share: 0.3,
};

/// Scene pixels to one of the coarse map on which shapes are compared.
const COARSE: usize = 4;

/// What each of the dark `blobs` is; `apart` is the distance from the person's rim. A shadow may be seen in parts, so those
/// beside the person are held against their outline together.
pub fn shades(scene: &Scene, found: &Evidence, apart: &[f32], blobs: Vec<Blob>) -> cv::Result<Vec<(Blob, Shade)>> {
    let touch = SHADE.touch * scene.place.height();
    let mut parts = Vec::new();
    for blob in blobs {
        let lights = blob.pixels.iter().filter_map(|at| found.light.get(*at).copied());
        let depth = -lights.sum::<f32>() / blob.pixels.len().max(1) as f32;
        let touching = blob.pixels.iter().filter(|at| apart.get(**at).is_some_and(|d| *d <= SHADE.touch_px)).count();
        // About as many pixels lie side by side within the reach.
        let along = touching as f32 / SHADE.touch_px;
        let lightness: f32 = blob.pixels.iter().filter_map(|at| scene.lab(*at)).map(|[l, ..]| l).sum();
        let lightness = lightness / blob.pixels.len().max(1) as f32;
        let lit = lightness > SHADE.least_share * (lightness + depth);
        let slope = edge_slope(scene, found, &blob) / depth.max(1.0);
        parts.push((blob, along, lit, slope));
    }
    let beside: Vec<&Blob> = parts.iter().filter(|(_, along, lit, _)| *along > 2.0 && *lit).map(|(b, ..)| b).collect();
    let along: f32 = parts.iter().filter(|(_, along, lit, _)| *along > 2.0 && *lit).map(|(_, along, ..)| along).sum();
    let shaped = along > touch && likeness(scene, &beside) > SHADE.shape;
    // What reaches to the upper edge beside the head is another wall.
    let from_above = |blob: &Blob| {
        let top = blob.pixels.iter().filter(|at| **at < 2 * scene.width).count() as f32 / 2.0;
        top > SHADE.from_above * scene.place.width()
    };
    let is_thin = |blob: &Blob, along: f32| blob.pixels.len() as f32 / along < SHADE.thin * scene.place.height();
    let shade = |(blob, along, lit, slope): &(Blob, f32, bool, f32)| match (*along, *lit) {
        (_, true) if from_above(blob) && *slope >= SHADE.soft_beside => Shade::Thing,
        (along, true) if along > 2.0 && shaped => Shade::Person,
        (along, true) if along > touch && *slope < SHADE.soft_beside => Shade::Person,
        (along, true) if along > touch && along > SHADE.hugging * blob.length() && is_thin(blob, along) => {
            Shade::Person
        }
        (along, _) if along <= touch && *slope < SHADE.soft => Shade::Light,
        _ => Shade::Thing,
    };
    let shades: Vec<Shade> = parts.iter().map(shade).collect();
    Ok(parts.into_iter().map(|(blob, ..)| blob).zip(shades).collect())
}

/// Mean over the blob's border of the steepest change of lightness near it, L* a px; what borders on the person does not
/// count.
fn edge_slope(scene: &Scene, found: &Evidence, blob: &Blob) -> f32 {
    let (width, height) = (scene.width as i32, scene.height as i32);
    let value = |x: i32, y: i32| {
        let inside = x >= 0 && y >= 0 && x < width && y < height;
        let at = (y * width + x).max(0) as usize;
        (inside && scene.outside.get(at) == Some(&255)).then(|| found.light.get(at).copied()).flatten()
    };
    let is_dark = |x: i32, y: i32| {
        x >= 0 && y >= 0 && x < width && y < height && found.dark.get((y * width + x) as usize) == Some(&255)
    };
    let (mut sum, mut count) = (0.0, 0);
    for at in &blob.pixels {
        let (x, y) = ((*at % scene.width) as i32, (*at / scene.width) as i32);
        for (dx, dy) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
            if is_dark(x + dx, y + dy) || value(x + dx, y + dy).is_none() {
                continue;
            }
            // Across the border, two pixels at a time.
            let steepest = (-4..=4)
                .filter_map(|k| {
                    Some((value(x + dx * (k + 2), y + dy * (k + 2))? - value(x + dx * k, y + dy * k)?).abs())
                })
                .fold(0.0, f32::max);
            sum += steepest / 2.0;
            count += 1;
        }
    }
    if count > 0 { sum / count as f32 } else { 0.0 }
}

/// Overlap (intersection over union) of the blobs with what would show of the person's own outline thrown on the wall by a
/// light from wherever suits best.
fn likeness(scene: &Scene, blobs: &[&Blob]) -> f32 {
    let (columns, rows) = (scene.width / COARSE, scene.height / COARSE);
    if columns == 0 || rows == 0 {
        return 0.0;
    }
    let coarse = |of: &dyn Fn(usize) -> bool| -> Vec<bool> {
        (0..columns * rows)
            .map(|k| {
                let (x, y) = (k % columns * COARSE + COARSE / 2, k / columns * COARSE + COARSE / 2);
                of(y * scene.width + x)
            })
            .collect()
    };
    let person = coarse(&|at| scene.outside.get(at) != Some(&255));
    let open = coarse(&|at| scene.outside.get(at) == Some(&255));
    let mut map = vec![false; scene.width * scene.height];
    for at in blobs.iter().flat_map(|blob| &blob.pixels) {
        if let Some(place) = map.get_mut(*at) {
            *place = true;
        }
    }
    let blob = coarse(&|at| map.get(at) == Some(&true));
    let shadow = blob.iter().filter(|b| **b).count() as f32;
    let reach = (0.8 * scene.place.height() / COARSE as f32).round() as i32;
    let mut best: f32 = 0.0;
    for dy in (-reach / 2..=reach).step_by(2) {
        for dx in (-reach..=reach).step_by(2) {
            let (mut both, mut thrown) = (0.0, 0.0);
            for y in 0..rows as i32 {
                let from = y - dy;
                if from < 0 || from >= rows as i32 {
                    continue;
                }
                for x in 0..columns as i32 {
                    let source = x - dx;
                    if source < 0 || source >= columns as i32 {
                        continue;
                    }
                    let (to, of) = ((y * columns as i32 + x) as usize, (from * columns as i32 + source) as usize);
                    if person.get(of) == Some(&true) && open.get(to) == Some(&true) {
                        thrown += 1.0;
                        both += f32::from(blob.get(to) == Some(&true));
                    }
                }
            }
            best = best.max(both / (thrown + shadow - both).max(1.0));
        }
    }
    best
}
