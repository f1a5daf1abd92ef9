//! What lies on the forehead: nothing, a fringe, or something else. How it ends, and what colour it has beside hair and skin.

use super::colour::{lab, length};
use super::cover::{SKIN, is_skin, typical};
use super::crop::{FaceCrop, median};
use super::limits::FITTING;
use super::scene::Scene;

/// Landmarks over the whole forehead.
const FOREHEAD: [usize; 14] = [151, 108, 337, 69, 299, 104, 333, 67, 297, 10, 109, 338, 68, 298];
/// Skin of the cheeks, to hold the forehead against; the person's right and left in turn.
const CHEEKS: [usize; 10] = [50, 280, 101, 330, 118, 347, 36, 266, 126, 355];
/// Upper edge of the person's right and left brow in their middles, and the chin.
const BROWS: [usize; 2] = [105, 334];
const CHIN: usize = 152;

/// How a forehead is looked at.
#[derive(Debug, Clone, Copy)]
pub struct ForeheadLimits {
    /// Difference in CIELAB a, b to the cheeks, in the same amount of light, that is still their skin.
    pub hue: f32,
    /// Loss of L* against the darker cheek that is still skin, where the cheeks have the next: skin of all tones loses in
    /// proportion.
    pub darker: f32,
    /// L* of cheeks that the figure above is of; on darker ones less is told apart.
    pub darker_at: f32,
    /// Chroma over that of the cheeks, in the same amount of light, up to which a forehead of skin's hue is skin.
    pub ruddier: f32,
    /// Pixels of the crop above the brows in which an edge is looked for.
    pub highest_edge_px: usize,
    /// Height of the edge over that of the face up to which it is one: above it is the hairline.
    pub highest_edge: f32,
    /// Share of the columns between the brows' middles in which it is seen.
    pub least_edge: f32,
    /// L* below which the shine of black hair has the colour of what it mirrors, so that its own says nothing.
    pub dark_hair: f32,
    /// Lightness over the skin's up to which what shows beside the face is hair and no ear.
    pub hair_beside: f32,
    /// Where hair beside the face is looked for, over the width of the face beyond its rim, from and to.
    pub beside: [f32; 2],
    /// The same over the height of the face about the eyes.
    pub about_eyes: f32,
    /// Pixels of the scene that show there at least; fewer are nothing.
    pub least_beside: usize,
}

/// The limits that are used, of generated hats and fringes.
pub const FOREHEAD_LIMITS: ForeheadLimits = ForeheadLimits {
    hue: 9.0,
    darker: 18.0,
    darker_at: 55.0,
    ruddier: 1.3,
    highest_edge_px: 60,
    highest_edge: 0.25,
    least_edge: 0.7,
    dark_hair: 30.0,
    hair_beside: 0.5,
    beside: [0.02, 0.13],
    about_eyes: 0.16,
    least_beside: 12,
};

/// What a forehead shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forehead {
    /// Share of it that is skin.
    pub seen: f32,
    /// See [`heyan_rules::portrait::HeadMeasures`].
    pub edge_off: Option<f32>,
    /// See there.
    pub beside_difference: Option<f32>,
    /// See there.
    pub mixture_difference: Option<f32>,
}

/// Looks at the forehead of the face in `crop`.
pub fn forehead(scene: &Scene, crop: &FaceCrop) -> Forehead {
    let limits = &FOREHEAD_LIMITS;
    let [cheeks_l, skin_a, skin_b] = typical(crop, &CHEEKS);
    let side = |first: usize| -> f32 {
        let places: Vec<usize> = CHEEKS.iter().skip(first).step_by(2).copied().collect();
        typical(crop, &places)[0]
    };
    // Light from one side leaves the forehead no brighter than the cheek away from it.
    let skin_l = side(0).min(side(1));
    let loss = limits.darker * ((skin_l + 16.0) / (limits.darker_at + 16.0)).min(1.0);
    // How far a colour is from bare skin: from 1 on it is something else.
    let other = |pixel: [f32; 3]| {
        let [l, a, b] = lab(pixel);
        // The colour is that of both cheeks, so it is held against their light.
        let share = (l + 16.0) / (cheeks_l + 16.0).max(1.0);
        let hue = length(a - skin_a * share, b - skin_b * share) / limits.hue;
        // What is clipped has the camera's hue.
        let hue = if pixel.iter().all(|v| *v < SKIN.clipped) { hue } else { 0.0 };
        hue.max((skin_l - l) / loss)
    };
    let pixels = FOREHEAD.iter().filter_map(|i| crop.mean_about(crop.point(*i), 1));
    let over: Vec<[f32; 3]> = pixels.filter(|pixel| other(*pixel) > 1.0).map(lab).collect();
    let seen = 1.0 - over.len() as f32 / FOREHEAD.len() as f32;
    let (over, skin) = (middle(&over), [cheeks_l, skin_a, skin_b]);
    if seen >= 1.0 || is_bare(over, skin) {
        return Forehead { seen: 1.0, ..Forehead::default() };
    }
    // By how dark it is a dark brim has the sharper edge, by its colour a light one has one at all.
    let darker = |pixel: [f32; 3]| (skin_l - lab(pixel)[0]) / loss;
    let edges = [edge_off(crop, darker), edge_off(crop, other)];
    let beside = beside_face(scene);
    let hair = (beside.len() >= limits.least_beside).then(|| middle(&beside));
    Forehead {
        seen,
        edge_off: edges.into_iter().flatten().reduce(f32::min),
        beside_difference: hair.map(|h| length(over[0] - h[0], length(over[1] - h[1], over[2] - h[2]))),
        mixture_difference: hair.and_then(|hair| off_mixture(over, hair, skin)),
    }
}

/// The middle of colours, each channel for itself.
fn middle(list: &[[f32; 3]]) -> [f32; 3] {
    [0, 1, 2].map(|k: usize| median(list.iter().filter_map(|c| c.get(k).copied())))
}

/// Whether what differs from the cheeks on a forehead is skin in at least as much light: brows are yellower than cheeks that
/// the sun or a smile reddens.
fn is_bare(over: [f32; 3], cheeks: [f32; 3]) -> bool {
    let share = (over[0] + 16.0) / (cheeks[0] + 16.0).max(1.0);
    let chroma = length(over[1], over[2]);
    share >= 1.0 && chroma < FOREHEAD_LIMITS.ruddier * share * length(cheeks[1], cheeks[2]) && is_skin(over, cheeks)
}

/// How far a colour is, in a, b, from all that `hair` over `skin` can have, be it thin or thick. `None` where black cloth has the
/// colours of black hair, or what is held for hair is as light as an ear.
fn off_mixture(over: [f32; 3], hair: [f32; 3], skin: [f32; 3]) -> Option<f32> {
    if over[0] <= FOREHEAD_LIMITS.dark_hair || hair[0] >= FOREHEAD_LIMITS.hair_beside * skin[0] {
        return None;
    }
    // Colour over light: mixtures lie between both.
    let of = |[l, a, b]: [f32; 3]| [a / (l + 16.0), b / (l + 16.0)];
    let ([a, b], [hair_a, hair_b], [skin_a, skin_b]) = (of(over), of(hair), of(skin));
    let (to_a, to_b) = (skin_a - hair_a, skin_b - hair_b);
    let along = ((a - hair_a) * to_a + (b - hair_b) * to_b) / (to_a * to_a + to_b * to_b).max(1e-6);
    let along = along.clamp(0.0, 1.0);
    Some(length(a - hair_a - along * to_a, b - hair_b - along * to_b) * (over[0] + 16.0))
}

/// How far the lower edge of what lies above the brows, `other` than skin from 1 on, is from one smooth line, as a cap's peak
/// and the seam of cloth are, and hair is not: so a black hat is told from black hair. Median distance over the breadth between
/// the brows' middles. `None` when there is no edge, or it is the hairline.
fn edge_off(crop: &FaceCrop, other: impl Fn([f32; 3]) -> f32) -> Option<f32> {
    let limits = &FOREHEAD_LIMITS;
    let [right, left] = BROWS.map(|i| crop.point(i));
    let chin = crop.point(CHIN)[1];
    let mut edge: Vec<(f32, f32)> = Vec::new();
    for x in right[0].ceil() as i32..=left[0] as i32 {
        let share = (x as f32 - right[0]) / (left[0] - right[0]).max(1.0);
        let brow = right[1] + share * (left[1] - right[1]);
        let at = |y: i32| crop.at(x, y).map_or(0.0, &other);
        let from = brow as i32 - 3;
        let found = (0..from.max(0)).rev().take(limits.highest_edge_px).find(|y| at(*y) > 1.0);
        edge.extend(found.map(|y| {
            // Between this pixel and the one below.
            let (covered, bare) = (at(y), at(y + 1));
            let part = if bare < 1.0 { (covered - 1.0) / (covered - bare) } else { 0.0 };
            (2.0 * share - 1.0, brow - y as f32 - part)
        }));
    }
    let (across, face) = (left[0] - right[0], (chin - right[1]).max(1.0));
    if (edge.len() as f32) < limits.least_edge * across || across < 8.0 {
        return None;
    }
    // Least squares of second order. Legendre's polynomials are nearly at right angles: a few rounds, each of what the
    // others leave, are enough.
    let basis = |t: f32| [1.0, t, 1.5 * t * t - 0.5];
    let mut weights = [0.0f32; 3];
    let left_over =
        |weights: &[f32; 3], t: f32, y: f32| y - basis(t).iter().zip(weights).map(|(b, w)| b * w).sum::<f32>();
    for k in (0..3).cycle().take(3 * FITTING.rounds) {
        let of = |t: f32| basis(t).get(k).copied().unwrap_or_default();
        let above = edge.iter().map(|(t, y)| left_over(&weights, *t, *y) * of(*t)).sum::<f32>();
        let step = above / edge.iter().map(|(t, _)| of(*t).powi(2)).sum::<f32>().max(1e-6);
        if let Some(weight) = weights.get_mut(k) {
            *weight += step;
        }
    }
    let off = edge.iter().map(|(t, y)| left_over(&weights, *t, *y).abs());
    (weights[0] < limits.highest_edge * face).then(|| median(off) / across)
}

/// What of the person shows beside the face at the height of the eyes, CIELAB: hair, or ears.
fn beside_face(scene: &Scene) -> Vec<[f32; 3]> {
    let place = &scene.place;
    let middle = place.hairline.y + 0.45 * (place.chin.y - place.hairline.y);
    let reach = FOREHEAD_LIMITS.about_eyes * place.height();
    let [near, far] = FOREHEAD_LIMITS.beside.map(|share| share * place.width());
    let (left, right) = place.rims();
    let rows = (middle - reach, middle + reach);
    let both = [(left - far, left - near), (right + near, right + far)];
    both.into_iter().flat_map(|columns| scene.of_person(columns, rows)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::crop::CROP;
    use super::*;

    #[test]
    fn a_ruddy_forehead_is_bare_and_a_fringe_a_mixture_and_cloth_neither() {
        let cheeks = [62.0, 28.0, 15.0];
        assert!(is_bare([71.0, 23.5, 24.0], cheeks), "less red than cheeks in the sun");
        assert!(!is_bare([71.0, 0.5, 19.0], cheeks), "sand");
        assert!(!is_bare([37.0, 45.0, 26.0], cheeks), "red cloth");
        let (hair, skin) = ([13.4, 4.8, 16.8], [70.6, 8.5, 19.2]);
        assert!(off_mixture([42.0, 8.5, 25.0], hair, skin).unwrap() < 3.0, "a thin fringe");
        assert!(off_mixture([71.0, 0.5, 19.3], hair, skin).unwrap() > 6.0, "sand");
        assert!(off_mixture([33.0, 2.2, -1.6], hair, skin).unwrap() > 6.0, "grey");
        assert_eq!(off_mixture([20.0, 1.0, -5.0], hair, skin), None, "black cloth has the colour of black hair");
        assert_eq!(off_mixture([71.0, 0.5, 19.3], [50.0, 7.0, 15.0], skin), None, "an ear says nothing of hair");
    }

    /// A forehead of `skin` (linear) over brows at 80 px that something of a fifth of its light covers down to `edge` px above
    /// them, pixels of the rim being covered in part.
    fn covered(skin: f32, edge: impl Fn(usize) -> f32) -> FaceCrop {
        let mut points = vec![[0.0; 3]; 468];
        (points[105], points[334], points[152]) = ([60.0, 80.0, 0.0], [130.0, 80.0, 0.0], [96.0, 170.0, 0.0]);
        let bare = |at: usize| ((at / CROP) as f32 - 79.5 + edge(at % CROP)).clamp(0.0, 1.0);
        let image: Vec<f32> = (0..CROP * CROP).flat_map(|at| [skin * (0.2 + 0.8 * bare(at)); 3]).collect();
        FaceCrop::of(image, &points).unwrap()
    }

    #[test]
    fn a_brim_is_smooth_and_a_fringe_is_not() {
        let skin_l = lab([0.6; 3])[0];
        let darker = |pixel: [f32; 3]| (skin_l - lab(pixel)[0]) / FOREHEAD_LIMITS.darker;
        let curved = |x: usize| 12.0 + 4.0 * ((x as f32 - 95.0) / 35.0).powi(2);
        let fringe = |x: usize| if (x / 4).is_multiple_of(2) { 15.0 } else { 12.0 };
        assert!(edge_off(&covered(0.8, curved), darker).unwrap() < 0.003);
        assert!(edge_off(&covered(0.8, fringe), darker).unwrap() > 0.01);
        assert_eq!(edge_off(&covered(0.8, |_| 70.0), darker), None, "the hairline is no brim");
    }
}
