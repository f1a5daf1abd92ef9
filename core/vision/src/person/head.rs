//! What lies on the head and about the face, by colour and grain.

use heyan_rules::portrait::{AroundMeasures, HeadMeasures};

use super::colour::length;
use super::cover::is_skin;
use super::crop::{FaceCrop, median};
use super::forehead::forehead;
use super::scene::{FacePlace, Scene};

/// What counts as hair, as a mark and as a place about the face.
#[derive(Debug, Clone, Copy)]
pub struct HeadLimits {
    /// Hue of hair, degrees of CIELAB, from the reddest to the yellowest.
    pub hair_hue_deg: [f32; 2],
    /// Greatest chroma of hair of such a hue.
    pub hair_chroma: f32,
    /// Chroma below which any shade may be hair: black, grey, white.
    pub neutral: f32,
    /// L* below which hair is dark, and its chroma below which any shade may be hair: it mirrors what is about.
    pub dark: f32,
    /// See [`Self::dark`].
    pub dark_neutral: f32,
    /// Difference to skin in a, b that is still skin.
    pub like_skin: f32,
    /// Half the breadth of the head that is looked at, over the width of the face.
    pub half_breadth: f32,
    /// The mesh's hairline lies above the hair of most by this, over the height of the face.
    pub hairline: f32,
    /// Rise of L* within three pixels by three of the scene that hair has at its rim only: an emblem, braid or print of a cap.
    pub mark: f32,
    /// What is left out above the hairline for its own edge, over the height of the face.
    pub over_hairline: f32,
    /// Breadth beyond the rim of the face in which hair or cloth beside the cheeks is looked at, over the width of the face.
    pub beside_cheeks: [f32; 2],
    /// Heights at which that is, over the height of the face from the hairline.
    pub cheeks: [f32; 2],
    /// Half the breadth of the neck that is looked at, over the width of the face; the heights below the chin, over that of the
    /// face.
    pub neck: f32,
    /// See [`Self::neck`].
    pub below_chin: [f32; 2],
    /// Pixels of the scene that each place has at least.
    pub least_pixels: usize,
}

/// The limits that are used, of generated heads and hats.
pub const HEAD: HeadLimits = HeadLimits {
    hair_hue_deg: [38.0, 100.0],
    hair_chroma: 45.0,
    neutral: 9.0,
    dark: 30.0,
    dark_neutral: 13.0,
    like_skin: 11.0,
    half_breadth: 0.55,
    hairline: 0.05,
    mark: 45.0,
    over_hairline: 0.1,
    beside_cheeks: [0.04, 0.16],
    cheeks: [0.5, 0.95],
    neck: 0.25,
    below_chin: [0.06, 0.22],
    least_pixels: 12,
};

/// Share of the head above the hairline that has the colour of neither skin nor hair, and what lies on the head. `crown` is the
/// row of the scene where the hair ends; colours are taken in the light on the person, `white_ab` is what that shows white as.
pub fn head(scene: &Scene, crop: &FaceCrop, crown: f32, white_ab: [f32; 2]) -> (f32, HeadMeasures) {
    let brow = forehead(scene, crop);
    let measures = HeadMeasures {
        marked_ratio: marked(scene, crown),
        forehead_seen_ratio: brow.seen,
        edge_off_ratio: brow.edge_off,
        beside_difference: brow.beside_difference,
        mixture_difference: brow.mixture_difference,
        around: around(scene, crop, crown),
    };
    (other_colour(scene, crop, crown, white_ab), measures)
}

/// Columns of the scene that the head is looked at in.
fn head_columns(place: &FacePlace) -> (f32, f32) {
    let half = HEAD.half_breadth * place.width();
    (place.middle_x() - half, place.middle_x() + half)
}

/// Share of what is above the hairline that is too chequered for hair: a cap with an emblem, a scarf with a print.
fn marked(scene: &Scene, crown: f32) -> f32 {
    let place = &scene.place;
    let (left, right) = head_columns(place);
    let columns = left.max(0.0) as usize..(right.max(0.0) as usize).min(scene.width);
    let lowest = (place.hairline.y - HEAD.over_hairline * place.height()).max(0.0) as usize;
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
                marks += f32::from(high - low > HEAD.mark);
            }
        }
    }
    if count > 0.0 { marks / count } else { 0.0 }
}

fn other_colour(scene: &Scene, crop: &FaceCrop, crown: f32, white_ab: [f32; 2]) -> f32 {
    let [_, skin_a, skin_b] = crop.skin_lab();
    let place = &scene.place;
    let hairline = place.hairline.y + HEAD.hairline * place.height();
    // Cosine and sine of both bounds.
    let [reddest, yellowest] = HEAD.hair_hue_deg.map(|hue| (hue.to_radians().cos(), hue.to_radians().sin()));
    let (mut other, mut count) = (0.0, 0.0);
    for [l, a, b] in scene.of_person(head_columns(place), (crown, hairline)) {
        count += 1.0;
        let skin = length(a - skin_a, b - skin_b) < HEAD.like_skin;
        // In less light the light's own colour is less, too.
        let share = (l + 16.0) / 116.0;
        let (a, b) = (a - white_ab[0] * share, b - white_ab[1] * share);
        let chroma = length(a, b);
        // To the one side of the reddest, and to the other of the yellowest.
        let of_hair = a * reddest.1 < b * reddest.0 && a * yellowest.1 > b * yellowest.0;
        let neutral = if l < HEAD.dark { HEAD.dark_neutral } else { HEAD.neutral };
        let hair = chroma < neutral || (of_hair && chroma < HEAD.hair_chroma);
        other += f32::from(!skin && !hair);
    }
    if count > 0.0 { other / count } else { 0.0 }
}

/// What lies above the forehead, beside both cheeks and below the chin. `None` when one of them shows nothing of the person.
fn around(scene: &Scene, crop: &FaceCrop, crown: f32) -> Option<AroundMeasures> {
    let place = &scene.place;
    let (left, right) = place.rims();
    let skin = crop.skin_lab();
    let [near, far] = HEAD.beside_cheeks.map(|share| share * place.width());
    let [from, to] = HEAD.cheeks.map(|share| place.hairline.y + share * place.height());
    let [neck_from, neck_to] = HEAD.below_chin.map(|share| place.chin.y + share * place.height());
    let (middle, half) = (place.middle_x(), HEAD.neck * place.width());
    let hairline = place.hairline.y + HEAD.hairline * place.height();
    let places = [
        scene.of_person((middle - half, middle + half), (crown + 2.0, hairline)),
        scene.of_person((left - far, left - near), (from, to)),
        scene.of_person((right + near, right + far), (from, to)),
        scene.of_person((middle - half, middle + half), (neck_from, neck_to)),
    ];
    if places.iter().any(|place| place.len() < HEAD.least_pixels) {
        return None;
    }
    let of_skin =
        |place: &Vec<[f32; 3]>| place.iter().filter(|lab| is_skin(**lab, skin)).count() as f32 / place.len() as f32;
    let [_, beside_a, beside_b, neck] = places.each_ref().map(of_skin);
    let colours =
        places.each_ref().map(|place| [0, 1, 2].map(|k: usize| median(place.iter().filter_map(|c| c.get(k).copied()))));
    let apart = |a: &[f32; 3], b: &[f32; 3]| length(a[0] - b[0], length(a[1] - b[1], a[2] - b[2]));
    let pairs = colours.iter().enumerate().flat_map(|(k, a)| colours.iter().skip(k + 1).map(move |b| apart(a, b)));
    Some(AroundMeasures {
        beside_skin_ratio: beside_a.max(beside_b),
        neck_skin_ratio: neck,
        difference: pairs.fold(0.0, f32::max),
    })
}

#[cfg(test)]
mod tests {
    use heyan_rules::Point;

    use super::*;

    const SIDE: usize = 160;

    /// A head of 80 by 90 px in a scene, of a colour in whole codes by place.
    fn scene(code: impl Fn(usize, usize) -> [u16; 3]) -> Scene<'static> {
        let rgb: Vec<[u16; 3]> =
            (0..SIDE * SIDE).map(|at| code(at % SIDE, at / SIDE).map(|v| v * crate::frame::STEPS)).collect();
        let place = FacePlace {
            chin: Point::new(80.0, 130.0),
            hairline: Point::new(80.0, 50.0),
            right: Point::new(40.0, 95.0),
            left: Point::new(120.0, 95.0),
        };
        let of = |at: usize| if (20..140).contains(&(at % SIDE)) && at / SIDE > 20 { 255 } else { 0 };
        let person = (0..SIDE * SIDE).map(of).collect();
        let outside = vec![0; SIDE * SIDE];
        Scene { width: SIDE, height: SIDE, factor: 5.0, rgb: rgb.leak(), person, outside, place }
    }

    #[test]
    fn an_emblem_marks_a_cap_and_shine_and_a_hair_clip_do_not() {
        let emblem = |x: usize, y: usize| if (x / 2 + y / 2).is_multiple_of(2) { 220 } else { 15 };
        let marked = |code: &dyn Fn(usize, usize) -> u16| marked(&scene(|x, y| [code(x, y); 3]), 21.0);
        assert!(marked(&|x, y| if x.abs_diff(80) < 16 { emblem(x, y) } else { 15 }) > 0.2);
        assert!(marked(&|_, y| 15 + 10 * (y as u16).saturating_sub(20).min(14)) < 0.1, "shine");
        assert!(marked(&|x, y| if x.abs_diff(60) < 4 && y.abs_diff(32) < 3 { 220 } else { 15 }) < 0.1, "a clip");
    }

    /// A face of skin in `around`, over a neck of `neck`.
    fn wearing(around: [u16; 3], neck: [u16; 3]) -> AroundMeasures {
        const SKIN: [u16; 3] = [190, 140, 115];
        let face = |x: usize, y: usize| (40..120).contains(&x) && (52..130).contains(&y);
        let scene = scene(|x, y| match (face(x, y), y > 130) {
            (true, _) => SKIN,
            (_, true) => neck,
            _ => around,
        });
        let image = [190.0, 140.0, 115.0].map(|v| v / 255.0).repeat(super::super::crop::CROP.pow(2));
        let crop = FaceCrop::of(image, &vec![[96.0, 96.0, 0.0]; 468]).unwrap();
        super::around(&scene, &crop, 21.0).unwrap()
    }

    #[test]
    fn a_scarf_round_the_head_is_one_cloth_and_hair_over_a_bare_neck_is_not() {
        let scarf = wearing([90, 110, 150], [90, 110, 150]);
        assert!(scarf.neck_skin_ratio < 0.1 && scarf.beside_skin_ratio < 0.1 && scarf.difference < 1.0, "{scarf:?}");
        let hair = wearing([30, 25, 22], [180, 132, 110]);
        assert!(hair.neck_skin_ratio > 0.9 && hair.difference > 30.0, "{hair:?}");
        let collar = wearing([30, 25, 22], [200, 205, 210]);
        assert!(collar.neck_skin_ratio < 0.1 && collar.difference > 30.0, "{collar:?}");
    }
}
