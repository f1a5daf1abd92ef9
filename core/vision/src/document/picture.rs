//! What lies on the portrait or the emblem. Both are full of colour, so that departing from the paper's tint says
//! nothing there: an object is told by what goes on from beside the picture, by a flat bright colour that neither
//! face nor clothes have, and by the emblem's own red, which is the same on its left and its right.

use heyan_rules::geometry::Rect;
use opencv::core::{Mat, Point as CvPoint, Vector};
use opencv::imgproc;

use super::light::{TONE_PX_PER_MM, Tone, length, percentile};
use super::limits::PICTURE;
use super::patches::{filled, grown, mask_of};
use crate::cv;

/// `outline` of an object beside the picture, drawn on over the part of the picture that has its colour; `None` when
/// it does not reach there.
pub fn continued(tone: &Tone, outline: &Vector<CvPoint>, picture: &Rect) -> cv::Result<Option<Vector<CvPoint>>> {
    let body = filled(tone, outline)?;
    let (object, paper) = (colour_of(tone, &body, true), colour_of(tone, &body, false));
    if difference(object, paper) < PICTURE.least_from_paper {
        return Ok(None);
    }
    let zone = grown(picture, 2.0);
    let joined = mask_of(tone, |i| {
        let like = tone.lab.get(i).is_some_and(|lab| difference(*lab, object) < PICTURE.same_object);
        body.get(i) == Some(&true) || (zone.contains(tone.mm_of(i)) && like)
    })?;
    let closed =
        cv::morph_square(&cv::morph_square(&joined, imgproc::MORPH_OPEN, 5)?, imgproc::MORPH_CLOSE, PICTURE.bridge_px)?;
    let before = imgproc::contour_area_def(outline)?;
    let least = f64::from(PICTURE.least_growth_mm2 * TONE_PX_PER_MM * TONE_PX_PER_MM);
    let inside = body.iter().position(|on| *on).unwrap_or(0);
    let mut contours = Vector::<Vector<CvPoint>>::new();
    imgproc::find_contours_def(&closed, &mut contours, imgproc::RETR_EXTERNAL, imgproc::CHAIN_APPROX_SIMPLE)?;
    for contour in contours {
        if imgproc::contour_area_def(&contour)? - before > least && filled(tone, &contour)?.get(inside) == Some(&true) {
            return Ok(Some(contour));
        }
    }
    Ok(None)
}

/// A flat bright colour over a good part of the portrait.
pub fn note(tone: &Tone, picture: &Rect) -> cv::Result<Option<Vector<CvPoint>>> {
    let (chroma, light) = PICTURE.note;
    let flat = mask_of(tone, |i| {
        let bright = |[l, a, b]: [f32; 3]| l > light && length(a, b) > chroma;
        picture.contains(tone.mm_of(i)) && tone.lab.get(i).is_some_and(|lab| bright(*lab))
    })?;
    let opened = cv::morph_square(&flat, imgproc::MORPH_OPEN, 9)?;
    largest(&opened, PICTURE.least_note * picture.area())
}

/// Something of the paper's own colour where the face must be, a label or a strip of paper; or something as dark as no skin.
pub fn face_hidden(tone: &Tone, picture: &Rect) -> cv::Result<Option<Vector<CvPoint>>> {
    let (near, far) = PICTURE.beside_mm;
    let strips = [(picture.left - far, picture.left - near), (picture.right + near, picture.right + far)]
        .map(|(left, right)| Rect::new(left, picture.top, right, picture.bottom));
    let beside = || strips.iter().flat_map(|strip| pixels_in(tone, strip)).filter_map(|i| tone.lab.get(i));
    let [light, a, b] = [0, 1, 2].map(|channel| {
        let mut values: Vec<f32> = beside().filter_map(|lab| lab.get(channel).copied()).collect();
        percentile(&mut values, 0.5).unwrap_or(0.0)
    });
    let mut all: Vec<f32> = tone.lab.iter().step_by(7).map(|[l, ..]| *l).collect();
    let range = light - percentile(&mut all, 0.02).unwrap_or(light);
    let (share, most) = PICTURE.blank_light;
    let darker = (share * range).min(most);
    let is_blank = |lab: &[f32; 3]| light - lab[0] < darker && length(lab[1] - a, lab[2] - b) < PICTURE.blank_chroma;
    let (w, h) = (picture.width(), picture.height());
    let (left, top, right, bottom) = PICTURE.face;
    let face =
        Rect::new(picture.left + left * w, picture.top + top * h, picture.left + right * w, picture.top + bottom * h);
    let is_dark = |lab: &[f32; 3]| light > PICTURE.least_paper && lab[0] < PICTURE.dark * light;
    let (mut of_face, mut blank, mut dark) = (0usize, 0usize, 0usize);
    let seen = pixels_in(tone, &face).filter(|i| tone.inside.get(*i) == Some(&true));
    for lab in seen.filter_map(|i| tone.lab.get(i)) {
        of_face += 1;
        blank += usize::from(is_blank(lab));
        dark += usize::from(is_dark(lab));
    }
    let (is_blanked, is_darkened) =
        (blank as f32 > PICTURE.most_blank * of_face as f32, dark as f32 > PICTURE.most_dark * of_face as f32);
    if !is_blanked && !is_darkened {
        return Ok(None);
    }
    let hides = |lab: &[f32; 3]| if is_blanked { is_blank(lab) } else { is_dark(lab) };
    let mask = mask_of(tone, |i| picture.contains(tone.mm_of(i)) && tone.lab.get(i).is_some_and(hides))?;
    let opened = cv::morph_square(&mask, imgproc::MORPH_OPEN, 5)?;
    largest(&opened, PICTURE.most_blank * face.area() / 2.0)
}

/// Indices of the pixels in a rectangle of mm.
fn pixels_in<'a>(tone: &'a Tone, mm: &Rect) -> impl Iterator<Item = usize> + use<'a> {
    let px = |mm: f32, end: usize| ((mm * TONE_PX_PER_MM).round().max(0.0) as usize).min(end);
    let columns = px(mm.left, tone.width)..px(mm.right, tone.width);
    (px(mm.top, tone.height)..px(mm.bottom, tone.height))
        .flat_map(move |row| columns.clone().map(move |column| row * tone.width + column))
}

/// Whether the pixels of `body` are mostly of the emblem's red, which no skin and few things reach.
pub fn is_red(tone: &Tone, body: &[bool]) -> bool {
    let ([_, here, _], [_, paper, _]) = (colour_of(tone, body, true), colour_of(tone, body, false));
    here - paper > PICTURE.solid_red
}

/// The median colour (CIELAB) of the pixels that `body` names, or of all others.
fn colour_of(tone: &Tone, body: &[bool], named: bool) -> [f32; 3] {
    let mut channels: [Vec<f32>; 3] = Default::default();
    for (lab, _) in tone.lab.iter().zip(body).filter(|(_, on)| **on == named) {
        for (values, v) in channels.iter_mut().zip(lab) {
            values.push(*v);
        }
    }
    channels.map(|mut values| percentile(&mut values, 0.5).unwrap_or(0.0))
}

/// Difference of two colours: lightness at half weight, see `PICTURE.same_object`.
fn difference([l, a, b]: [f32; 3], [x, y, z]: [f32; 3]) -> f32 {
    (l - x).abs() / 2.0 + length(a - y, b - z)
}

/// The half of the emblem, or the whole, on which its red is missing.
pub fn emblem_hidden(tone: &Tone, emblem: &Rect) -> Option<Rect> {
    let mut paper: Vec<f32> = tone.lab.iter().map(|[_, a, _]| *a).collect();
    let paper = percentile(&mut paper, 0.5)?;
    let middle = emblem.centre();
    let halves = [
        Rect::new(emblem.left, emblem.top, middle.x, emblem.bottom),
        Rect::new(middle.x, emblem.top, emblem.right, emblem.bottom),
    ];
    let mut red = [0usize; 2];
    let mut all = 0usize;
    for (i, lab) in tone.lab.iter().enumerate() {
        let mm = tone.mm_of(i);
        if !emblem.contains(mm) {
            continue;
        }
        all += 1;
        for (count, half) in red.iter_mut().zip(&halves) {
            let [_, a, _] = *lab;
            *count += usize::from(half.contains(mm) && a - paper > PICTURE.red);
        }
    }
    let [left, right] = red;
    if ((left + right) as f32) < PICTURE.least_red * all as f32 {
        return Some(*emblem);
    }
    let poorer = if left < right { 0 } else { 1 };
    let share = left.min(right) as f32 / left.max(right).max(1) as f32;
    halves.get(poorer).copied().filter(|_| share < PICTURE.least_half)
}

/// The outline of the largest part of a mask that has at least `least_mm2`.
fn largest(mask: &Mat, least_mm2: f32) -> cv::Result<Option<Vector<CvPoint>>> {
    let mut contours = Vector::<Vector<CvPoint>>::new();
    imgproc::find_contours_def(mask, &mut contours, imgproc::RETR_EXTERNAL, imgproc::CHAIN_APPROX_SIMPLE)?;
    let mut best = (f64::from(least_mm2 * TONE_PX_PER_MM * TONE_PX_PER_MM), None);
    for contour in contours {
        let area = imgproc::contour_area_def(&contour)?;
        if area >= best.0 {
            best = (area, Some(contour));
        }
    }
    Ok(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMBLEM: Rect = Rect::new(7.0, 5.0, 23.5, 22.5);
    const PORTRAIT: Rect = Rect::new(54.0, 6.8, 76.4, 36.8);

    /// Pale paper, with `colour` in CIELAB where it gives one.
    fn tone(colour: impl Fn(f32, f32) -> Option<[f32; 3]>) -> Tone {
        let (width, height) = (342, 216);
        let mut tone = Tone {
            width,
            height,
            rgb: vec![[220; 3]; width * height],
            lab: Vec::new(),
            inside: vec![true; width * height],
        };
        tone.lab = (0..width * height)
            .map(|i| {
                let mm = tone.mm_of(i);
                colour(mm.x, mm.y).unwrap_or([88.0, 1.0, -3.0])
            })
            .collect();
        tone
    }

    fn disc(x: f32, y: f32) -> bool {
        (x - 15.2).hypot(y - 13.8) < 8.0
    }

    #[test]
    fn an_emblem_is_hidden_where_its_red_is_missing() {
        let red = [45.0, 50.0, 30.0];
        assert_eq!(emblem_hidden(&tone(|x, y| disc(x, y).then_some(red)), &EMBLEM), None);
        let half = emblem_hidden(&tone(|x, y| (disc(x, y) && x < 15.0).then_some(red)), &EMBLEM).unwrap();
        assert!(half.left > 14.0 && half.right > 23.0);
        assert_eq!(emblem_hidden(&tone(|_, _| None), &EMBLEM), Some(EMBLEM));
    }

    #[test]
    fn a_note_on_the_portrait_is_told_from_a_face() {
        let skin = [68.0, 14.0, 20.0];
        let face = |x: f32, y: f32| ((x - 65.0).hypot(y - 18.0) < 7.0).then_some(skin);
        assert!(note(&tone(face), &PORTRAIT).unwrap().is_none());
        let yellow = [90.0, -5.0, 60.0];
        let noted =
            |x: f32, y: f32| if x > 57.0 && y > 10.0 && y < 24.0 && x < 72.0 { Some(yellow) } else { face(x, y) };
        assert!(note(&tone(noted), &PORTRAIT).unwrap().is_some());
    }

    #[test]
    fn a_label_over_the_face_is_told_from_the_white_around_it() {
        let skin = [68.0, 14.0, 20.0];
        let print = |x: f32, y: f32| (x < 45.0 && y > 40.0).then_some([25.0, 0.0, 0.0]);
        let face = |x: f32, y: f32| {
            if (x - 66.5).hypot((y - 19.0) * 0.8) < 6.5 { Some(skin) } else { print(x, y) }
        };
        assert!(face_hidden(&tone(face), &PORTRAIT).unwrap().is_none());
        let labelled = |x: f32, y: f32| if x > 64.0 && y < 37.0 { None } else { face(x, y) };
        assert!(face_hidden(&tone(labelled), &PORTRAIT).unwrap().is_some());
        let capped = |x: f32, y: f32| {
            let object = x > 58.0 && x < 73.0 && y < 38.0;
            if object { Some([12.0, 0.0, 0.0]) } else { face(x, y) }
        };
        assert!(face_hidden(&tone(capped), &PORTRAIT).unwrap().is_some());
        // In the dark all colours are near each other.
        let dim = |x: f32, y: f32| Some(face(x, y).map_or([12.0, 0.0, 0.0], |_| [9.0, 1.0, 1.5]));
        assert!(face_hidden(&tone(dim), &PORTRAIT).unwrap().is_none());
    }

    #[test]
    fn a_finger_from_the_edge_goes_on_over_the_portrait() {
        let skin = [62.0, 18.0, 24.0];
        let finger = |x: f32, y: f32| ((y - 20.0).abs() < 6.0 && x > 62.0).then_some(skin);
        let tone = tone(finger);
        let beside = mask_of(&tone, |i| finger(tone.mm_of(i).x, tone.mm_of(i).y).is_some() && tone.mm_of(i).x > 79.0);
        let outline = largest(&beside.unwrap(), 10.0).unwrap().unwrap();
        let whole = continued(&tone, &outline, &PORTRAIT).unwrap().expect("it goes on");
        let left = whole.iter().map(|p| p.x).min().unwrap() as f32 / TONE_PX_PER_MM;
        assert!(left < 65.0, "{left}");
    }
}
