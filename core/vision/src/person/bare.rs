//! Whether shoulders are bare, by colour and grain: the person's own skin is known from face and neck.

use super::colour::length;
use super::cover::is_skin;
use super::crop::{FaceCrop, median};
use super::scene::Scene;

/// Where shoulders and neck are looked at and what is the same skin.
#[derive(Debug, Clone, Copy)]
pub struct BareLimits {
    /// Nearest to the axis at which shoulders are looked at, over the height of the head.
    pub from: f32,
    /// Farthest of it, over the same.
    pub to: f32,
    /// How far down from the line of the shoulders, over the same.
    pub down: f32,
    /// Difference in a*, b* over the chroma of face or neck, in the same amount of light, up to which a place is the same skin.
    pub same_skin: f32,
    /// The least difference in a*, b* that counts, for pale skin.
    pub same_least: f32,
    /// How much darker than the face it may be, L*: shoulders get the light that the face gets, which the neck does not.
    pub darker: f32,
    /// How much lighter than the face it may be, L*.
    pub lighter: f32,
    /// Difference in L* to the four neighbours of a pixel of the scene that skin does not show.
    pub grain: f32,
    /// Half the breadth of the neck that is looked at, over the height of the head.
    pub neck_beside: f32,
    /// From where below the chin to where that is, over the same.
    pub neck: (f32, f32),
    /// Share of it that must be skin: over a covered neck nobody's shoulders are bare.
    pub neck_seen: f32,
    /// Lightness of the neck over that of the face, at least: a chin throws a shadow, but no darker one.
    pub neck_dark: f32,
}

/// The limits that are used.
pub const BARE: BareLimits = BareLimits {
    from: 0.5,
    to: 0.85,
    down: 0.3,
    same_skin: 0.25,
    same_least: 2.5,
    darker: 10.0,
    lighter: 12.0,
    grain: 1.5,
    neck_beside: 0.16,
    neck: (0.06, 0.3),
    neck_seen: 0.25,
    neck_dark: 0.5,
};

/// Share of the shoulders that is bare skin.
pub fn bare(scene: &Scene, crop: &FaceCrop, head: f32) -> f32 {
    let face = crop.skin_lab();
    let Some(neck) = neck(scene, face, head) else { return 0.0 };
    let ([face_l, face_a, face_b], [neck_l, neck_a, neck_b]) = (face, neck);
    let (darkest, lightest) = (face_l - BARE.darker, face_l + BARE.lighter);
    let (mut bare, mut count) = (0.0, 0.0);
    for at in shoulders(scene, head) {
        let Some([l, a, b]) = scene.lab(at) else { continue };
        count += 1.0;
        let like = |[of_l, of_a, of_b]: [f32; 3]| {
            let share = (l + 16.0) / (of_l + 16.0).max(1.0);
            length(a - of_a * share, b - of_b * share)
                < (BARE.same_skin * length(of_a, of_b) * share).max(BARE.same_least)
        };
        let same = like([face_l, face_a, face_b]) || like([neck_l, neck_a, neck_b]);
        bare += f32::from(same && l > darkest && l < lightest && !is_grained(scene, at));
    }
    if count > 0.0 { bare / count } else { 0.0 }
}

/// Whether a place of the scene stands out from its neighbours as knots and prints of cloth do, and skin does not.
fn is_grained(scene: &Scene, at: usize) -> bool {
    let light = |at: Option<usize>| at.and_then(|at| scene.lab(at)).map(|[l, ..]| l);
    let beside = [at.checked_sub(1), at.checked_add(1), at.checked_sub(scene.width), at.checked_add(scene.width)];
    let (sum, count) = beside.into_iter().filter_map(light).fold((0.0, 0.0), |(s, n), l| (s + l, n + 1.0));
    light(Some(at)).is_some_and(|own| (own - sum / f32::max(count, 1.0)).abs() > BARE.grain)
}

/// Colour of the neck below the chin, where it is skin.
fn neck(scene: &Scene, face: [f32; 3], head: f32) -> Option<[f32; 3]> {
    let (middle, chin) = (scene.place.middle_x(), scene.place.chin.y);
    let columns =
        (middle - BARE.neck_beside * head).max(0.0) as usize..(middle + BARE.neck_beside * head).max(0.0) as usize;
    let rows = (chin + BARE.neck.0 * head).max(0.0) as usize
        ..((chin + BARE.neck.1 * head).max(0.0) as usize).min(scene.height);
    let (mut skin, mut count) = (Vec::new(), 0usize);
    for y in rows {
        for x in columns.clone().filter(|x| *x < scene.width) {
            let at = y * scene.width + x;
            let (Some(255), Some(lab)) = (scene.person.get(at), scene.lab(at)) else { continue };
            count += 1;
            if is_skin(lab, face) && lab[0] > BARE.neck_dark * face[0] {
                skin.push(lab);
            }
        }
    }
    if skin.is_empty() || (skin.len() as f32) < BARE.neck_seen * count as f32 {
        return None;
    }
    Some([0, 1, 2].map(|k: usize| median(skin.iter().filter_map(|c| c.get(k).copied()))))
}

/// Places of both shoulders in the scene.
fn shoulders(scene: &Scene, head: f32) -> Vec<usize> {
    let axis = scene.place.middle_x();
    let below = (scene.place.chin.y + 0.05 * head).max(0.0) as usize;
    let mut out = Vec::new();
    for side in [-1.0f32, 1.0] {
        for step in 0..((BARE.to - BARE.from) * head) as usize {
            let x = axis + side * (BARE.from * head + step as f32);
            if x < 0.0 || x >= scene.width as f32 {
                continue;
            }
            let x = x as usize;
            let top = (below..scene.height).find(|y| scene.person.get(y * scene.width + x) == Some(&255));
            let Some(top) = top else { continue };
            // The rim mixes with the wall.
            let rows = top + 3..(top + 3 + (BARE.down * head) as usize).min(scene.height);
            out.extend(rows.map(|y| y * scene.width + x));
        }
    }
    out
}
