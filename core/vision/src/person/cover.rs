//! What lies over face, head and shoulders, by colour: skin is known from cheeks and forehead.

use super::colour::{lab, luminance};
use super::crop::{FaceCrop, median};
use super::scene::Scene;

/// Landmarks of nose tip, upper lip, chin and lower cheeks, where a mask or a hand lies. Lips are left out.
const LOWER: [usize; 26] = [
    1, 2, 164, 97, 326, 92, 322, 186, 410, 18, 200, 199, 83, 313, 204, 424, 211, 431, 32, 262, 192, 416, 214, 434, 207,
    427,
];
/// Outer lips, and skin about the mouth, to compare: a mouth that is seen is redder than its surroundings.
const LIPS: [usize; 8] = [0, 37, 267, 17, 84, 314, 61, 291];
const INNER_LIP: [usize; 6] = [12, 38, 268, 15, 86, 316];
const ABOUT_LIPS: [usize; 6] = [164, 92, 322, 18, 204, 424];
/// Difference in a*, b* from the skin above that no shade of one skin makes.
const OTHER_HUE: f32 = 13.0;
/// Brighter than the skin above, L*.
const BRIGHTER: f32 = 14.0;
/// Darker than the skin above, L*: beards reach 25.
const DARKER: f32 = 30.0;
/// Lips redder than what is about them, a*.
const LIPS_SEEN: f32 = 3.5;

/// Share of nose, mouth and chin that is not the person's skin. A beard is dark, but lips show in it.
pub fn lower_covered(crop: &FaceCrop) -> f32 {
    let [skin_l, skin_a, skin_b] = crop.skin_lab();
    let of = |index: usize| crop.mean_about(crop.point(index), 1).map(lab);
    let lips_seen = lips_redder(crop) > LIPS_SEEN;
    let (mut covered, mut count) = (0.0, 0.0);
    for [l, a, b] in LOWER.iter().filter_map(|i| of(*i)) {
        count += 1.0;
        let hue = (a - skin_a).hypot(b - skin_b) > OTHER_HUE;
        let shade = l > skin_l + BRIGHTER || l < skin_l - DARKER;
        // What is dark may be a beard while lips are seen.
        let beard = lips_seen && l < skin_l;
        covered += f32::from((hue || shade) && !beard);
    }
    if lips_seen { covered / f32::max(count, 1.0) * 0.7 } else { covered / f32::max(count, 1.0) }
}

/// Between the lips.
const MOUTH: [usize; 20] = crate::face::outline::INNER_LIPS;
/// Luminance over the skin's up to which a pixel is the inside of a mouth; teeth have half and more.
const INSIDE: f32 = 0.25;

/// Share of what shows between the lips that is dark: the inside of an open mouth, and not the teeth of a smile.
pub fn mouth_dark(crop: &FaceCrop) -> f32 {
    let limit = INSIDE * luminance(crop.skin());
    let lips: Vec<[f32; 2]> = MOUTH.iter().map(|i| crop.point(*i)).collect();
    let (mut dark, mut count) = (0.0, 0.0);
    crop.inside(&lips, |_, _, pixel| {
        count += 1.0;
        dark += f32::from(luminance(pixel) < limit);
    });
    if count < 4.0 { 0.0 } else { dark / count }
}

/// a* of the lips less that about them.
fn lips_redder(crop: &FaceCrop) -> f32 {
    let reds =
        |list: &[usize]| median(list.iter().filter_map(|i| crop.mean_about(crop.point(*i), 1)).map(|c| lab(c)[1]));
    let lips: Vec<usize> = LIPS.iter().chain(&INNER_LIP).copied().collect();
    reds(&lips) - reds(&ABOUT_LIPS)
}

/// Hue of hair, degrees of CIELAB, from the reddest to the yellowest, and its greatest chroma.
const HAIR_HUE: (f32, f32) = (25.0, 100.0);
const HAIR_CHROMA: f32 = 45.0;
/// Chroma below which any shade may be hair: black, grey, white.
const NEUTRAL: f32 = 9.0;
/// Difference to skin in a*, b* that is still skin.
const LIKE_SKIN: f32 = 11.0;

/// Share of the head above the brows that has the colour of neither skin nor hair. Colours are taken in the light on the
/// person; `white_ab` is what that light shows white as.
pub fn head_covered(scene: &Scene, crop: &FaceCrop, crown: f32, white_ab: [f32; 2]) -> f32 {
    let [_, skin_a, skin_b] = crop.skin_lab();
    let place = &scene.place;
    let brows = place.hairline.y + 0.22 * place.height();
    let (left, right) = (place.middle_x() - 0.55 * place.width(), place.middle_x() + 0.55 * place.width());
    let (mut other, mut count) = (0.0, 0.0);
    for y in crown.max(0.0) as usize..brows.max(0.0) as usize {
        for x in left.max(0.0) as usize..right.max(0.0) as usize {
            let at = y * scene.width + x;
            if x >= scene.width || scene.person.get(at) != Some(&255) {
                continue;
            }
            let Some([l, a, b]) = scene.lab.get(at).copied() else { continue };
            count += 1.0;
            let skin = (a - skin_a).hypot(b - skin_b) < LIKE_SKIN;
            // In less light the light's own colour is less, too.
            let share = (l + 16.0) / 116.0;
            let (a, b) = (a - white_ab[0] * share, b - white_ab[1] * share);
            let (chroma, hue) = (a.hypot(b), b.atan2(a).to_degrees());
            let hair = chroma < NEUTRAL || (hue > HAIR_HUE.0 && hue < HAIR_HUE.1 && chroma < HAIR_CHROMA);
            other += f32::from(!skin && !hair);
        }
    }
    if count > 0.0 { other / count } else { 0.0 }
}

/// Nearest and farthest from the axis at which shoulders are looked at, over the height of the head.
const BARE_FROM: f32 = 0.5;
const BARE_TO: f32 = 0.85;
/// How far down from the line of the shoulders, over the same.
const BARE_DOWN: f32 = 0.3;
/// Difference to the face's skin in a*, b*, and in L*, that is the same skin.
const SAME_SKIN: f32 = 9.0;
const SAME_SKIN_LIGHT: f32 = 24.0;

/// Share of the shoulders that has the colour of the face.
pub fn bare(scene: &Scene, crop: &FaceCrop, head: f32) -> f32 {
    let [skin_l, skin_a, skin_b] = crop.skin_lab();
    let axis = scene.place.middle_x();
    let below = (scene.place.chin.y + 0.05 * head).max(0.0) as usize;
    let (mut bare, mut count) = (0.0, 0.0);
    for side in [-1.0f32, 1.0] {
        let steps = ((BARE_TO - BARE_FROM) * head) as usize;
        for step in 0..steps {
            let x = axis + side * (BARE_FROM * head + step as f32);
            if x < 0.0 || x >= scene.width as f32 {
                continue;
            }
            let x = x as usize;
            let top = (below..scene.height).find(|y| scene.person.get(y * scene.width + x) == Some(&255));
            let Some(top) = top else { continue };
            // The rim mixes with the wall.
            for y in top + 3..(top + 3 + (BARE_DOWN * head) as usize).min(scene.height) {
                let Some([l, a, b]) = scene.lab.get(y * scene.width + x).copied() else { continue };
                count += 1.0;
                let same = (a - skin_a).hypot(b - skin_b) < SAME_SKIN && (l - skin_l).abs() < SAME_SKIN_LIGHT;
                bare += f32::from(same);
            }
        }
    }
    if count > 0.0 { bare / count } else { 0.0 }
}
