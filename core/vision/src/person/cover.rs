//! What lies over face and head, by colour: skin is known from cheeks and forehead.

use heyan_rules::portrait::FaceMeasures;

use super::colour::{lab, length, luminance};
use super::crop::{FaceCrop, median};
use super::scene::{FacePlace, Scene};

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
/// Skin of one face varies in how much it shines and how red it is: shine draws its colour towards white, blood turns it
/// towards red. Turn of hue from the skin above, degrees, that neither makes: cheek and chin differ by 15 at most.
const OTHER_HUE_DEG: f32 = 24.0;
/// Chroma over that of the skin above, in the same amount of light, below which it is no skin: the skin above shines most.
const PALER: f32 = 0.5;
/// Chroma of skin below which its hue says nothing.
const PALE: f32 = 5.0;
/// Linear value from which a channel may be clipped, so that its hue is the camera's.
const CLIPPED: f32 = 0.9;
/// Lightness over the skin's up to which a place is black cloth, unless lips show: beards are as dark.
const BLACK: f32 = 0.4;
/// ΔE between lips and what is about them up to which there are no lips: lips show 5 and more.
const NO_LIPS: f32 = 3.3;
/// ln(R/G) of lips over that of what is about them, linear light, from which they are redder: a cloth has no lips on it.
const REDDER: f32 = 0.05;
/// The same up to which they are not redder; fingers of a hand are shades of one colour.
const NOT_REDDER: f32 = 0.02;
/// ΔE between such lips and what is about them, and how dark the line between them is, L*, up to which they may be gaps
/// between fingers.
const FAINT_LIPS: f32 = 5.0;
/// The line where lips meet is darker than what is about them by this, L*; teeth are brighter.
const NO_LINE: f32 = 2.0;
/// The foot of the nose is darker than its tip by this, L*.
const NO_NOSE: f32 = 6.0;

/// Share of nose, mouth and chin that is not the person's skin, and 0 where red lips show in it; 1 when all is skin, but
/// neither a mouth nor a nose is to be seen in it: a hand.
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
        let other = !is_skin([l, a, b], [skin_l, skin_a, skin_b]);
        count += 1.0;
        covered += f32::from(other || (l < BLACK * skin_l && lips < NO_LIPS));
    }
    // What is clipped cannot be told from white cloth by its hue, so half of it at least must be seen.
    let share = if count < LOWER.len() as f32 / 2.0 { 0.0 } else { covered / count };
    let [meeting, ..] = typical(crop, &MEETING);
    let nose = typical(crop, &NOSTRILS)[0] - typical(crop, &TIP)[0];
    let (no_line, no_nose) = ((meeting - about_l).abs() < NO_LINE, nose > -NO_NOSE);
    let faint_line = meeting - about_l > -FAINT_LIPS;
    let redder = redness(crop, &LIPS) - redness(crop, &ABOUT_LIPS);
    if lips < NO_LIPS && no_line && no_nose || redder < NOT_REDDER && lips < FAINT_LIPS && (no_nose || faint_line) {
        return 1.0;
    }
    // Where red lips show, a mouth shows.
    if redder > REDDER { 0.0 } else { share }
}

/// Whether a colour may be of the `skin`, in whatever light.
pub fn is_skin([l, a, b]: [f32; 3], [skin_l, skin_a, skin_b]: [f32; 3]) -> bool {
    // In less light the same skin has less chroma.
    let share = (l + 16.0) / (skin_l + 16.0).max(1.0);
    let of_skin = length(skin_a, skin_b).max(0.1);
    let along = (a * skin_a + b * skin_b) / of_skin;
    let across = (a * skin_b - b * skin_a).abs() / of_skin;
    // Skin that is nearly grey has no hue to be told by.
    of_skin < PALE || (along > PALER * share * of_skin && across < along * OTHER_HUE_DEG.to_radians().tan())
}

/// Median ln(R/G) about landmarks, linear light.
fn redness(crop: &FaceCrop, places: &[usize]) -> f32 {
    let seen = places.iter().filter_map(|i| crop.mean_about(crop.point(*i), 1));
    median(seen.map(|[r, g, _]| (r.max(1e-4) / g.max(1e-4)).ln()))
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
const HAIR_HUE: (f32, f32) = (38.0, 100.0);
const HAIR_CHROMA: f32 = 45.0;
/// Chroma below which any shade may be hair: black, grey, white.
const NEUTRAL: f32 = 9.0;
/// The same of what is darker than this L*: the shine of black hair has the colour of what it mirrors.
const DARK_HAIR: f32 = 30.0;
const DARK_NEUTRAL: f32 = 13.0;
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
/// The same from which nothing is said to cover the forehead.
const HALF_SEEN: f32 = 0.5;
/// Pixels of the crop above the brows in which a brim is looked for, and the height over that of the face up to which it is
/// one: above it is the hairline.
const HIGHEST_BRIM_PX: usize = 60;
const HIGHEST_BRIM: f32 = 0.25;
/// Share of the columns between the brows' middles in which its edge is seen.
const LEAST_BRIM: f32 = 0.7;
/// Rounds of the fit of its edge.
const ROUNDS: usize = 6;
/// Median distance of its edge from the parabola, over the breadth between the brows' middles: most brims have up to 0.0025, a
/// short and smooth fringe 0.0041 (of two persons' fringes, the hats of eighteen pictures).
const BRIM_OFF: f32 = 0.003;
/// Blur over the distance of the eyes from which nothing is said of its edge: blur makes a fringe smooth.
const SHARP: f32 = 0.0185;
/// Pitch, deg, from which nothing is said of the forehead: it is seen so short that its landmarks lie in the hair.
const LEVEL_DEG: f32 = 12.0;
/// ΔE between what lies on the forehead and the hair beside the face up to which it is that hair.
const SAME_HAIR: f32 = 14.0;
/// Lightness over the skin's up to which what shows beside the face is hair and no ear.
const HAIR_BESIDE: f32 = 0.5;
/// Difference in a*, b* from all mixtures of hair and skin from which it is no fringe: 2.4 at most in 27 pictures of a fringe,
/// 8.3 and more in the hats.
const NO_MIXTURE: f32 = 6.0;
/// Chroma over that of the cheeks, in the same amount of light, up to which a forehead of skin's hue is skin.
const RUDDIER: f32 = 1.3;
/// Where hair beside the face is looked for, over the width of the face beyond its rim, and over its height about the eyes.
const BESIDE: (f32, f32) = (0.02, 0.13);
const ABOUT_EYES: f32 = 0.16;
/// Fewer pixels than this are nothing beside the face.
const LEAST_BESIDE: usize = 12;

/// Whether the forehead of `face` is covered by something else than the person's own hair.
pub fn brow_covered(scene: &Scene, crop: &FaceCrop, face: &FaceMeasures) -> bool {
    if face.pitch_deg.abs() >= LEVEL_DEG {
        return false;
    }
    let [cheeks_l, skin_a, skin_b] = typical(crop, &CHEEKS);
    let side = |first: usize| -> f32 {
        let places: Vec<usize> = CHEEKS.iter().skip(first).step_by(2).copied().collect();
        typical(crop, &places)[0]
    };
    // Light from one side leaves the forehead no brighter than the cheek away from it.
    let skin_l = side(0).min(side(1));
    // How far a colour is from bare skin: from 1 on it is something else.
    let other = |pixel: [f32; 3]| {
        let [l, a, b] = lab(pixel);
        // The colour is that of both cheeks, so it is held against their light.
        let share = (l + 16.0) / (cheeks_l + 16.0).max(1.0);
        let hue = length(a - skin_a * share, b - skin_b * share) / FOREHEAD_HUE;
        // What is clipped has the camera's hue.
        let hue = if pixel.iter().all(|v| *v < CLIPPED) { hue } else { 0.0 };
        hue.max((skin_l - l) / FOREHEAD_DARKER)
    };
    let mut over: Vec<[f32; 3]> = Vec::new();
    for pixel in FOREHEAD.iter().filter_map(|i| crop.mean_about(crop.point(*i), 1)) {
        if other(pixel) > 1.0 {
            over.push(lab(pixel));
        }
    }
    let seen = 1.0 - over.len() as f32 / FOREHEAD.len() as f32;
    let of = |list: &[[f32; 3]]| [0, 1, 2].map(|k: usize| median(list.iter().filter_map(|c| c.get(k).copied())));
    let (over, skin) = (of(&over), [cheeks_l, skin_a, skin_b]);
    if seen >= HALF_SEEN || is_bare(over, skin) {
        return false;
    }
    // By how dark it is a dark brim has the sharper edge, by its colour a light one has one at all.
    let darker = |pixel: [f32; 3]| (skin_l - lab(pixel)[0]) / FOREHEAD_DARKER;
    if face.blur_ratio < SHARP && (has_brim(crop, darker) || has_brim(crop, other)) {
        return true;
    }
    let beside = beside_face(scene);
    let enough = beside.len() >= LEAST_BESIDE;
    let hair = of(&beside);
    if seen > FOREHEAD_SEEN {
        return enough && is_no_mixture(over, hair, skin);
    }
    let ([l, a, b], [hair_l, hair_a, hair_b]) = (over, hair);
    // Next to nobody wears a fringe and nothing beside it.
    !enough || length(l - hair_l, length(a - hair_a, b - hair_b)) > SAME_HAIR
}

/// Whether what differs from the cheeks on a forehead is skin in at least as much light: brows are yellower than cheeks that
/// the sun or a smile reddens.
fn is_bare(over: [f32; 3], cheeks: [f32; 3]) -> bool {
    let share = (over[0] + 16.0) / (cheeks[0] + 16.0).max(1.0);
    let chroma = length(over[1], over[2]);
    share >= 1.0 && chroma < RUDDIER * share * length(cheeks[1], cheeks[2]) && is_skin(over, cheeks)
}

/// Whether a colour is none that `hair` over `skin` can have, be it thin or thick. Black cloth has colours of black hair.
fn is_no_mixture(over: [f32; 3], hair: [f32; 3], skin: [f32; 3]) -> bool {
    // Colour over light: mixtures lie between both.
    let of = |[l, a, b]: [f32; 3]| [a / (l + 16.0), b / (l + 16.0)];
    let ([a, b], [hair_a, hair_b], [skin_a, skin_b]) = (of(over), of(hair), of(skin));
    let (to_a, to_b) = (skin_a - hair_a, skin_b - hair_b);
    let along = ((a - hair_a) * to_a + (b - hair_b) * to_b) / (to_a * to_a + to_b * to_b).max(1e-6);
    let along = along.clamp(0.0, 1.0);
    let off = length(a - hair_a - along * to_a, b - hair_b - along * to_b) * (over[0] + 16.0);
    off > NO_MIXTURE && over[0] > DARK_HAIR && hair[0] < HAIR_BESIDE * skin[0]
}

/// Whether what lies above the brows, `other` than skin from 1 on, ends in one smooth line, as a cap's peak and the seam of
/// cloth do, and hair does not: so a black hat is told from black hair.
fn has_brim(crop: &FaceCrop, other: impl Fn([f32; 3]) -> f32) -> bool {
    let [right, left] = [crop.point(105), crop.point(334)];
    let chin = crop.point(152)[1];
    let mut edge: Vec<(f32, f32)> = Vec::new();
    for x in right[0].ceil() as i32..=left[0] as i32 {
        let share = (x as f32 - right[0]) / (left[0] - right[0]).max(1.0);
        let brow = right[1] + share * (left[1] - right[1]);
        let at = |y: i32| crop.at(x, y).map_or(0.0, &other);
        let from = brow as i32 - 3;
        let found = (0..from.max(0)).rev().take(HIGHEST_BRIM_PX).find(|y| at(*y) > 1.0);
        edge.extend(found.map(|y| {
            // Between this pixel and the one below.
            let (covered, bare) = (at(y), at(y + 1));
            let part = if bare < 1.0 { (covered - 1.0) / (covered - bare) } else { 0.0 };
            (2.0 * share - 1.0, brow - y as f32 - part)
        }));
    }
    let (across, face) = (left[0] - right[0], (chin - right[1]).max(1.0));
    if (edge.len() as f32) < LEAST_BRIM * across || across < 8.0 {
        return false;
    }
    // Least squares of second order. Legendre's polynomials are nearly at right angles: a few rounds, each of what the
    // others leave, are enough.
    let basis = |t: f32| [1.0, t, 1.5 * t * t - 0.5];
    let mut weights = [0.0f32; 3];
    let left_over =
        |weights: &[f32; 3], t: f32, y: f32| y - basis(t).iter().zip(weights).map(|(b, w)| b * w).sum::<f32>();
    for k in (0..3).cycle().take(3 * ROUNDS) {
        let of = |t: f32| basis(t).get(k).copied().unwrap_or_default();
        let above = edge.iter().map(|(t, y)| left_over(&weights, *t, *y) * of(*t)).sum::<f32>();
        let step = above / edge.iter().map(|(t, _)| of(*t).powi(2)).sum::<f32>().max(1e-6);
        if let Some(weight) = weights.get_mut(k) {
            *weight += step;
        }
    }
    let off = edge.iter().map(|(t, y)| left_over(&weights, *t, *y).abs());
    median(off) < BRIM_OFF * across && weights[0] < HIGHEST_BRIM * face
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
                    && let Some(lab) = scene.lab(at)
                {
                    seen.push(lab);
                }
            }
        }
    }
    seen
}

/// Rise of L* within three pixels by three of the scene that hair has at its rim only: an emblem, braid or print of a cap.
const MARK: f32 = 45.0;
/// Share of the head well above the hairline that is full of them: 0.034 at most in 96 heads of hair.
const MARKED: f32 = 0.2;
/// What is left out above the hairline for its own edge, over the height of the face.
const OVER_HAIRLINE: f32 = 0.1;

/// Whether what is above the hairline is too chequered for hair: a cap with an emblem, a scarf with a print.
pub fn is_marked(scene: &Scene, crown: f32) -> bool {
    let place = &scene.place;
    let (left, right) = head_columns(place);
    let columns = left.max(0.0) as usize..(right.max(0.0) as usize).min(scene.width);
    let lowest = (place.hairline.y - OVER_HAIRLINE * place.height()).max(0.0) as usize;
    let light = |y: usize| -> Vec<Option<f32>> {
        let of = |x: usize| {
            let at = y * scene.width + x;
            let person = scene.person.get(at) == Some(&255);
            person.then(|| scene.lab(at)).flatten().map(|[l, ..]| l)
        };
        columns.clone().map(of).collect()
    };
    let rows: Vec<Vec<Option<f32>>> = (crown.max(0.0) as usize..lowest).map(light).collect();
    let (mut marks, mut count) = (0.0, 0.0);
    for three in rows.windows(3) {
        for x in 1..columns.len().saturating_sub(1) {
            let about = three.iter().flat_map(|row| row.get(x - 1..=x + 1).unwrap_or_default());
            // Where the wall comes in there is a rise, too.
            let range =
                about.copied().try_fold((f32::MAX, f32::MIN), |(low, high), l| l.map(|l| (low.min(l), high.max(l))));
            if let Some((low, high)) = range {
                count += 1.0;
                marks += f32::from(high - low > MARK);
            }
        }
    }
    marks > MARKED * count
}

/// Columns of the scene that the head is looked at in.
fn head_columns(place: &FacePlace) -> (f32, f32) {
    (place.middle_x() - 0.55 * place.width(), place.middle_x() + 0.55 * place.width())
}

/// Share of the head above the hairline that has the colour of neither skin nor hair. Colours are taken in the light on the
/// person; `white_ab` is what that light shows white as.
pub fn head_covered(scene: &Scene, crop: &FaceCrop, crown: f32, white_ab: [f32; 2]) -> f32 {
    let [_, skin_a, skin_b] = crop.skin_lab();
    let place = &scene.place;
    // The mesh's hairline lies a little above the hair of most.
    let hairline = place.hairline.y + 0.05 * place.height();
    let (left, right) = head_columns(place);
    // Cosine and sine of both bounds.
    let [reddest, yellowest] = [HAIR_HUE.0, HAIR_HUE.1].map(|hue| (hue.to_radians().cos(), hue.to_radians().sin()));
    let (mut other, mut count) = (0.0, 0.0);
    for y in crown.max(0.0) as usize..hairline.max(0.0) as usize {
        for x in left.max(0.0) as usize..right.max(0.0) as usize {
            let at = y * scene.width + x;
            if x >= scene.width || scene.person.get(at) != Some(&255) {
                continue;
            }
            let Some([l, a, b]) = scene.lab(at) else { continue };
            count += 1.0;
            let skin = length(a - skin_a, b - skin_b) < LIKE_SKIN;
            // In less light the light's own colour is less, too.
            let share = (l + 16.0) / 116.0;
            let (a, b) = (a - white_ab[0] * share, b - white_ab[1] * share);
            let chroma = length(a, b);
            // To the one side of the reddest, and to the other of the yellowest.
            let of_hair = a * reddest.1 < b * reddest.0 && a * yellowest.1 > b * yellowest.0;
            let hair =
                chroma < (if l < DARK_HAIR { DARK_NEUTRAL } else { NEUTRAL }) || (of_hair && chroma < HAIR_CHROMA);
            other += f32::from(!skin && !hair);
        }
    }
    if count > 0.0 { other / count } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use heyan_rules::Point;

    use super::super::crop::CROP;
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

    #[test]
    fn a_ruddy_forehead_is_bare_and_a_fringe_a_mixture_and_cloth_neither() {
        let cheeks = [62.0, 28.0, 15.0];
        assert!(is_bare([71.0, 23.5, 24.0], cheeks), "less red than cheeks in the sun");
        assert!(!is_bare([71.0, 0.5, 19.0], cheeks), "sand");
        assert!(!is_bare([37.0, 45.0, 26.0], cheeks), "red cloth");
        let (hair, skin) = ([13.4, 4.8, 16.8], [70.6, 8.5, 19.2]);
        assert!(!is_no_mixture([42.0, 8.5, 25.0], hair, skin), "a thin fringe");
        assert!(is_no_mixture([71.0, 0.5, 19.3], hair, skin), "sand");
        assert!(is_no_mixture([33.0, 2.2, -1.6], hair, skin), "grey");
        assert!(!is_no_mixture([20.0, 1.0, -5.0], hair, skin), "black cloth has the colour of black hair");
        assert!(!is_no_mixture([71.0, 0.5, 19.3], [50.0, 7.0, 15.0], skin), "an ear says nothing of hair");
    }

    /// A head of 80 by 100 px in a white scene whose crown is painted by `code`.
    fn marked(code: impl Fn(usize, usize) -> u16) -> bool {
        const SIDE: usize = 160;
        let rgb: Vec<[u16; 3]> =
            (0..SIDE * SIDE).map(|at| [code(at % SIDE, at / SIDE) * crate::frame::STEPS; 3]).collect();
        let place = FacePlace {
            chin: Point::new(80.0, 140.0),
            hairline: Point::new(80.0, 50.0),
            right: Point::new(40.0, 95.0),
            left: Point::new(120.0, 95.0),
        };
        let of = |at: usize| if (36..125).contains(&(at % SIDE)) && at / SIDE > 20 { 255 } else { 0 };
        let person = (0..SIDE * SIDE).map(of).collect();
        let outside = vec![0; SIDE * SIDE];
        let scene = Scene { width: SIDE, height: SIDE, factor: 5.0, rgb: &rgb, person, outside, place };
        is_marked(&scene, 21.0)
    }

    #[test]
    fn an_emblem_marks_a_cap_and_shine_and_a_hair_clip_do_not() {
        let emblem = |x: usize, y: usize| if (x / 2 + y / 2).is_multiple_of(2) { 220 } else { 15 };
        assert!(marked(|x, y| if x.abs_diff(80) < 16 { emblem(x, y) } else { 15 }));
        assert!(!marked(|_, y| 15 + 10 * (y as u16).saturating_sub(20).min(14)), "shine");
        assert!(!marked(|x, y| if x.abs_diff(60) < 4 && y.abs_diff(32) < 3 { 220 } else { 15 }), "a clip");
        assert!(!marked(|x, _| if (36..125).contains(&x) { 15 } else { 240 }), "a white wall behind");
    }

    /// A light forehead over brows at 80 px that something black covers down to `edge` px above them, pixels of the rim being
    /// covered in part.
    fn forehead(edge: impl Fn(usize) -> f32) -> FaceCrop {
        let mut points = vec![[0.0; 3]; 468];
        (points[105], points[334], points[152]) = ([60.0, 80.0, 0.0], [130.0, 80.0, 0.0], [96.0, 170.0, 0.0]);
        let lit = |at: usize| 0.15 + 0.65 * ((at / CROP) as f32 - 79.5 + edge(at % CROP)).clamp(0.0, 1.0);
        let image: Vec<f32> = (0..CROP * CROP).flat_map(|at| [lit(at); 3]).collect();
        FaceCrop::of(image, &points).unwrap()
    }

    #[test]
    fn a_brim_is_smooth_and_a_fringe_is_not() {
        let skin_l = lab([0.6; 3])[0];
        let darker = |pixel: [f32; 3]| (skin_l - lab(pixel)[0]) / FOREHEAD_DARKER;
        let curved = |x: usize| 12.0 + 4.0 * ((x as f32 - 95.0) / 35.0).powi(2);
        assert!(has_brim(&forehead(curved), darker));
        assert!(!has_brim(&forehead(|x| if x / 4 % 2 == 0 { 15.0 } else { 12.0 }), darker));
        assert!(!has_brim(&forehead(|_| 70.0), darker), "the hairline is no brim");
    }
}
