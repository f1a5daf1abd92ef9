//! What lies over face, head and shoulders, by colour: skin is known from cheeks and forehead.

use super::colour::{lab, luminance};
use super::crop::{FaceCrop, median};
use super::scene::Scene;

/// Skin that neither a mask nor a fringe reaches: between the brows and on the bridge of the nose.
const BETWEEN_EYES: [usize; 7] = [151, 9, 8, 108, 337, 168, 6];
/// Nose tip, upper lip, chin and lower cheeks, where a mask or a hand lies. Lips are left out.
const LOWER: [usize; 26] = [
    1, 2, 164, 97, 326, 92, 322, 186, 410, 18, 200, 199, 83, 313, 204, 424, 211, 431, 32, 262, 192, 416, 214, 434, 207,
    427,
];
/// The lips, and skin about them.
const LIPS: [usize; 14] = [0, 37, 267, 17, 84, 314, 61, 291, 12, 38, 268, 15, 86, 316];
const ABOUT_LIPS: [usize; 6] = [164, 92, 322, 18, 204, 424];
/// Where the lips meet.
const MEETING: [usize; 10] = [13, 14, 82, 87, 312, 317, 80, 88, 310, 318];
/// Foot of the nose beside the nostrils, and its tip.
const NOSTRILS: [usize; 4] = [98, 327, 97, 326];
const TIP: [usize; 3] = [4, 1, 5];
/// Difference in a*, b* from the skin above, in the same amount of light, that no shade of one skin makes: cheeks and chin
/// differ by 3 to 6.
const OTHER_HUE: f32 = 10.0;
/// Linear value from which a channel may be clipped, so that its hue is the camera's.
const CLIPPED: f32 = 0.9;
/// Lightness over the skin's up to which a place is black cloth, unless lips show: beards are as dark.
const BLACK: f32 = 0.4;
/// ΔE between lips and what is about them up to which there are no lips: lips show 5 and more.
const NO_LIPS: f32 = 3.3;
/// The line where lips meet is darker than what is about them by this, L*; teeth are brighter.
const NO_LINE: f32 = 2.0;
/// The foot of the nose is darker than its tip by this, L*.
const NO_NOSE: f32 = 6.0;

/// Share of nose, mouth and chin that is not the person's skin; 1 when all is skin, but neither a mouth nor a nose is to be
/// seen in it: a hand.
pub fn lower_covered(crop: &FaceCrop) -> f32 {
    let [skin_l, skin_a, skin_b] = typical(crop, &BETWEEN_EYES);
    let [lips_l, lips_a, lips_b] = typical(crop, &LIPS);
    let [about_l, about_a, about_b] = typical(crop, &ABOUT_LIPS);
    let lips = ((lips_l - about_l).powi(2) + (lips_a - about_a).powi(2) + (lips_b - about_b).powi(2)).sqrt();
    let (mut covered, mut count) = (0.0, 0.0);
    for pixel in LOWER.iter().filter_map(|i| crop.mean_about(crop.point(*i), 1)) {
        if pixel.iter().any(|v| *v > CLIPPED) {
            continue;
        }
        let [l, a, b] = lab(pixel);
        let share = (l + 16.0) / (skin_l + 16.0).max(1.0);
        let hue = (a - skin_a * share).hypot(b - skin_b * share) > OTHER_HUE;
        count += 1.0;
        covered += f32::from(hue || (l < BLACK * skin_l && lips < NO_LIPS));
    }
    // What is clipped cannot be told from white cloth by its hue, so half of it at least must be seen.
    let share = if count < LOWER.len() as f32 / 2.0 { 0.0 } else { covered / count };
    let [meeting, ..] = typical(crop, &MEETING);
    let nose = typical(crop, &NOSTRILS)[0] - typical(crop, &TIP)[0];
    let (no_line, no_nose) = ((meeting - about_l).abs() < NO_LINE, nose > -NO_NOSE);
    if lips < NO_LIPS && no_line && no_nose { 1.0 } else { share }
}

/// Median CIELAB about landmarks.
fn typical(crop: &FaceCrop, places: &[usize]) -> [f32; 3] {
    let seen: Vec<[f32; 3]> = places.iter().filter_map(|i| crop.mean_about(crop.point(*i), 1)).map(lab).collect();
    [0, 1, 2].map(|k: usize| median(seen.iter().filter_map(|c| c.get(k).copied())))
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

/// Hue of hair, degrees of CIELAB, from the reddest to the yellowest, and its greatest chroma.
const HAIR_HUE: (f32, f32) = (25.0, 100.0);
const HAIR_CHROMA: f32 = 45.0;
/// Chroma below which any shade may be hair: black, grey, white.
const NEUTRAL: f32 = 9.0;
/// Difference to skin in a*, b* that is still skin.
const LIKE_SKIN: f32 = 11.0;

/// Landmarks over the whole forehead.
const FOREHEAD: [usize; 14] = [151, 108, 337, 69, 299, 104, 333, 67, 297, 10, 109, 338, 68, 298];
/// Skin of the cheeks, to hold the forehead against; the person's right and left in turn.
const CHEEKS: [usize; 10] = [50, 280, 101, 330, 118, 347, 36, 266, 126, 355];
/// Difference in a*, b* in the same amount of light, and loss of L*, that is still the skin of the cheeks.
const FOREHEAD_HUE: f32 = 9.0;
const FOREHEAD_DARKER: f32 = 18.0;
/// Share of the forehead that shows below most hair; less is a fringe or a hat.
const FOREHEAD_SEEN: f32 = 0.12;
/// ΔE between what lies on the forehead and the hair beside the face up to which it is that hair.
const SAME_HAIR: f32 = 14.0;
/// Where hair beside the face is looked for, over the width of the face beyond its rim, and over its height about the eyes.
const BESIDE: (f32, f32) = (0.02, 0.13);
const ABOUT_EYES: f32 = 0.16;

/// Whether the forehead is covered by something else than the person's own hair.
pub fn brow_covered(scene: &Scene, crop: &FaceCrop) -> bool {
    let [_, skin_a, skin_b] = typical(crop, &CHEEKS);
    let side = |first: usize| -> f32 {
        let places: Vec<usize> = CHEEKS.iter().skip(first).step_by(2).copied().collect();
        typical(crop, &places)[0]
    };
    // Light from one side leaves the forehead no brighter than the cheek away from it.
    let skin_l = side(0).min(side(1));
    let mut over: Vec<[f32; 3]> = Vec::new();
    for pixel in FOREHEAD.iter().filter_map(|i| crop.mean_about(crop.point(*i), 1)) {
        let [l, a, b] = lab(pixel);
        let share = (l + 16.0) / (skin_l + 16.0).max(1.0);
        let hue = (a - skin_a * share).hypot(b - skin_b * share) > FOREHEAD_HUE;
        // What is clipped has the camera's hue.
        if (hue && pixel.iter().all(|v| *v < CLIPPED)) || l < skin_l - FOREHEAD_DARKER {
            over.push([l, a, b]);
        }
    }
    if (over.len() as f32) < (1.0 - FOREHEAD_SEEN) * FOREHEAD.len() as f32 {
        return false;
    }
    let of = |list: &[[f32; 3]]| [0, 1, 2].map(|k: usize| median(list.iter().filter_map(|c| c.get(k).copied())));
    let beside = beside_face(scene);
    // Next to nobody wears a fringe and nothing beside it.
    if beside.len() < 12 {
        return true;
    }
    let ([l, a, b], [hair_l, hair_a, hair_b]) = (of(&over), of(&beside));
    ((l - hair_l).powi(2) + (a - hair_a).powi(2) + (b - hair_b).powi(2)).sqrt() > SAME_HAIR
}

/// What of the person shows beside the face at the height of the eyes, CIELAB: hair, or ears.
fn beside_face(scene: &Scene) -> Vec<[f32; 3]> {
    let place = &scene.place;
    let middle = place.hairline.y + 0.45 * (place.chin.y - place.hairline.y);
    let reach = ABOUT_EYES * place.height();
    let (near, far) = (BESIDE.0 * place.width(), BESIDE.1 * place.width());
    let (left, right) = (place.right.x.min(place.left.x), place.right.x.max(place.left.x));
    let mut seen = Vec::new();
    for y in (middle - reach).max(0.0) as usize..(middle + reach).max(0.0) as usize {
        for (from, to) in [(left - far, left - near), (right + near, right + far)] {
            for x in from.max(0.0) as usize..to.max(0.0) as usize {
                let at = y * scene.width + x;
                if x < scene.width
                    && scene.person.get(at) == Some(&255)
                    && let Some(lab) = scene.lab.get(at)
                {
                    seen.push(*lab);
                }
            }
        }
    }
    seen
}

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
