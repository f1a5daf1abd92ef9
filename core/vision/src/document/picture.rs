//! What lies on the portrait or the emblem. Both are full of colour, so that departing from the paper's tint says
//! nothing there: an object is told by what goes on from beside the picture, by a flat bright colour that neither
//! face nor clothes have, and by the emblem's own red, which is the same on its left and its right.

use heyan_rules::geometry::Rect;
use opencv::core::{Mat, Point as CvPoint, Vector};
use opencv::imgproc;

use super::light::{TONE_PX_PER_MM, Tone, length, percentile};
use super::patches::{filled, grown, mask_of};
use crate::cv;

/// Largest difference of colour between parts of one object: CIELAB, lightness at half weight (it is rounded and shaded).
const SAME_OBJECT: f32 = 14.0;
/// Gap between the search outside the picture and the picture, bridged, px of the tone image.
const BRIDGE_PX: i32 = 13;
/// Growth of an object into the picture that counts, mm².
const LEAST_GROWTH_MM2: f32 = 15.0;
/// a* over the paper's from which a pixel belongs to the emblem's red: worn and pale prints begin at 18.
const RED: f32 = 12.0;
/// Red on the poorer half of the emblem over the richer one below which something lies on the poorer.
const LEAST_HALF: f32 = 0.3;
/// Share of the emblem's zone that is red at least. A grey copy has none: the rules know what is one.
const LEAST_RED: f32 = 0.10;
/// Chroma and L* of a note or a wrapper; skin, hair and clothes of a portrait are duller or darker over such an area.
const NOTE: (f32, f32) = (34.0, 55.0);
/// Share of the portrait that a note covers at least.
const LEAST_NOTE: f32 = 0.12;

/// `outline` of an object beside the picture, drawn on over the part of the picture that has its colour; `None` when
/// it does not reach there.
pub fn continued(tone: &Tone, outline: &Vector<CvPoint>, picture: &Rect) -> cv::Result<Option<Vector<CvPoint>>> {
    let body = filled(tone, outline)?;
    let mut channels: [Vec<f32>; 3] = Default::default();
    for (lab, _) in tone.lab.iter().zip(&body).filter(|(_, on)| **on) {
        for (values, v) in channels.iter_mut().zip(lab) {
            values.push(*v);
        }
    }
    let [l, a, b] = channels.map(|mut values| percentile(&mut values, 0.5).unwrap_or(0.0));
    let zone = grown(picture, 2.0);
    let joined = mask_of(tone, |i| {
        let like = |[x, y, z]: [f32; 3]| (x - l).abs() / 2.0 + length(y - a, z - b) < SAME_OBJECT;
        body.get(i) == Some(&true) || (zone.contains(tone.mm_of(i)) && tone.lab.get(i).is_some_and(|lab| like(*lab)))
    })?;
    let closed =
        cv::morph_square(&cv::morph_square(&joined, imgproc::MORPH_OPEN, 5)?, imgproc::MORPH_CLOSE, BRIDGE_PX)?;
    let before = imgproc::contour_area_def(outline)?;
    let least = f64::from(LEAST_GROWTH_MM2 * TONE_PX_PER_MM * TONE_PX_PER_MM);
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
    let (chroma, light) = NOTE;
    let flat = mask_of(tone, |i| {
        let bright = |[l, a, b]: [f32; 3]| l > light && length(a, b) > chroma;
        picture.contains(tone.mm_of(i)) && tone.lab.get(i).is_some_and(|lab| bright(*lab))
    })?;
    let opened = cv::morph_square(&flat, imgproc::MORPH_OPEN, 9)?;
    largest(&opened, LEAST_NOTE * picture.area())
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
            *count += usize::from(half.contains(mm) && a - paper > RED);
        }
    }
    let [left, right] = red;
    if ((left + right) as f32) < LEAST_RED * all as f32 {
        return Some(*emblem);
    }
    let poorer = if left < right { 0 } else { 1 };
    let share = left.min(right) as f32 / left.max(right).max(1) as f32;
    halves.get(poorer).copied().filter(|_| share < LEAST_HALF)
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
