//! What lies over the face, by colour: skin is known from between the eyes.

use heyan_rules::portrait::MouthMeasures;

use super::colour::{lab, length, luminance};
use super::crop::{FaceCrop, median};

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
/// When a colour is skin, and what is looked at of a mouth.
#[derive(Debug, Clone, Copy)]
pub struct SkinLimits {
    /// Turn of hue from the skin above, degrees. Shine draws the colour of skin towards white and blood towards red; cheek and
    /// chin differ by 15 at most, cloth turns by more.
    pub other_hue_deg: f32,
    /// Chroma over that of the skin above, in the same amount of light, below which it is no skin: the skin above shines most.
    pub paler: f32,
    /// CIELAB chroma of skin below which its hue says nothing.
    pub pale_chroma: f32,
    /// Linear value of a channel, 0 to 1, from which it may be clipped, so that its hue is the camera's.
    pub clipped: f32,
    /// Lightness over the skin's up to which a place may be black cloth, or a beard.
    pub black: f32,
    /// Luminance over the skin's up to which a pixel between the lips is the inside of a mouth; teeth have half and more.
    pub inside_mouth: f32,
}

/// The limits that are used: of the faces and cloths that the generated portraits show.
pub const SKIN: SkinLimits =
    SkinLimits { other_hue_deg: 24.0, paler: 0.5, pale_chroma: 5.0, clipped: 0.9, black: 0.4, inside_mouth: 0.25 };

/// Share of nose, mouth and chin that has another colour than the skin between the eyes, and what shows of mouth and nose.
pub fn lower_face(crop: &FaceCrop) -> (f32, MouthMeasures) {
    let skin = typical(crop, &BETWEEN_EYES);
    let lips = typical(crop, &LIPS);
    let about = typical(crop, &ABOUT_LIPS);
    let apart = |a: [f32; 3], b: [f32; 3]| length(a[0] - b[0], length(a[1] - b[1], a[2] - b[2]));
    let (mut other, mut dark, mut count) = (0.0f32, 0.0f32, 0.0f32);
    for pixel in LOWER.iter().filter_map(|i| crop.mean_about(crop.point(*i), 1)) {
        if pixel.iter().any(|v| *v > SKIN.clipped) {
            continue;
        }
        let colour = lab(pixel);
        let is_other = !is_skin(colour, skin);
        count += 1.0;
        other += f32::from(is_other);
        dark += f32::from(is_other || colour[0] < SKIN.black * skin[0]);
    }
    // What is clipped cannot be told from white cloth by its hue, so half of it at least must be seen.
    let share = |sum: f32| if count < LOWER.len() as f32 / 2.0 { 0.0 } else { sum / count };
    let mouth = MouthMeasures {
        skin_lightness: skin[0],
        lips_difference: apart(lips, about),
        lips_redness: redness(crop, &LIPS) - redness(crop, &ABOUT_LIPS),
        line_lightness: typical(crop, &MEETING)[0] - about[0],
        nose_lightness: typical(crop, &NOSTRILS)[0] - typical(crop, &TIP)[0],
        other_or_dark_ratio: share(dark),
    };
    (share(other), mouth)
}

/// Whether a colour may be of the `skin`, in whatever light.
pub fn is_skin([l, a, b]: [f32; 3], [skin_l, skin_a, skin_b]: [f32; 3]) -> bool {
    // In less light the same skin has less chroma.
    let share = (l + 16.0) / (skin_l + 16.0).max(1.0);
    let of_skin = length(skin_a, skin_b).max(0.1);
    let along = (a * skin_a + b * skin_b) / of_skin;
    let across = (a * skin_b - b * skin_a).abs() / of_skin;
    // Skin that is nearly grey has no hue to be told by.
    of_skin < SKIN.pale_chroma
        || (along > SKIN.paler * share * of_skin && across < along * SKIN.other_hue_deg.to_radians().tan())
}

/// Median ln(R/G) about landmarks, linear light.
fn redness(crop: &FaceCrop, places: &[usize]) -> f32 {
    let seen = places.iter().filter_map(|i| crop.mean_about(crop.point(*i), 1));
    median(seen.map(|[r, g, _]| (r.max(1e-4) / g.max(1e-4)).ln()))
}

/// Median CIELAB about landmarks.
pub fn typical(crop: &FaceCrop, places: &[usize]) -> [f32; 3] {
    let seen: Vec<[f32; 3]> = places.iter().filter_map(|i| crop.mean_about(crop.point(*i), 1)).map(lab).collect();
    [0, 1, 2].map(|k: usize| median(seen.iter().filter_map(|c| c.get(k).copied())))
}

/// Between the lips.
const MOUTH: [usize; 20] = crate::face::outline::INNER_LIPS;

/// Share of what shows between the lips that is dark: the inside of an open mouth, and not the teeth of a smile.
pub fn mouth_dark(crop: &FaceCrop) -> f32 {
    let limit = SKIN.inside_mouth * luminance(crop.skin());
    let lips: Vec<[f32; 2]> = MOUTH.iter().map(|i| crop.point(*i)).collect();
    let (mut dark, mut count) = (0.0, 0.0);
    crop.inside(&lips, |_, _, pixel| {
        count += 1.0;
        dark += f32::from(luminance(pixel) < limit);
    });
    if count < 4.0 { 0.0 } else { dark / count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shine_blood_and_shade_leave_skin_skin_and_cloth_is_none() {
        let of_code = |rgb: [u16; 3]| lab(super::super::colour::linear_of(rgb.map(|v| v * crate::frame::STEPS)));
        let skin = of_code([214, 160, 130]);
        for of_skin in [[235, 195, 170], [205, 120, 100], [110, 78, 62]] {
            assert!(is_skin(of_code(of_skin), skin), "{of_skin:?}");
        }
        for cloth in [[143, 184, 214], [230, 235, 240], [163, 204, 194], [87, 92, 107], [28, 28, 30]] {
            assert!(!is_skin(of_code(cloth), skin), "{cloth:?}");
        }
    }
}
