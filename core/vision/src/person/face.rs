//! All measures of the face.

use heyan_rules::Point;
use heyan_rules::geometry::Rect;
use heyan_rules::portrait::{FaceMeasures, Quality};

use super::canvas::Canvas;
use super::colour::{lab, luminance};
use super::crop::FaceCrop;
use super::limits::FACE;
use super::ofiq::{self, Histogram};
use crate::face::{MeshFace, fit_head};
use crate::frame::Frame;

/// Rim of the face from ear to ear round the chin, then the upper edge of the brows: what OFIQ's 98 landmarks enclose.
const HULL: [usize; 29] = [
    454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 70, 63, 105,
    66, 296, 334, 293, 300,
];
/// Corners of the person's right and left eye.
const EYES: [[usize; 2]; 2] = [[33, 133], [362, 263]];
/// Upper and lower lids over each other.
const LID_PAIRS: [[[usize; 2]; 3]; 2] = [[[159, 145], [160, 144], [158, 153]], [[386, 374], [387, 373], [385, 380]]];
/// Upper and lower inner lip over each other.
const LIP_PAIRS: [[usize; 2]; 3] = [[13, 14], [82, 87], [312, 317]];
const MOUTH: [usize; 2] = [13, 14];
const CHIN: usize = 152;

/// Measures `face` in `frame`, whose `crop` the network saw; what needs more than these is left at 0.
/// With `scores` also those of OFIQ that these tell. `None` when its points make no head.
pub fn face_figures(frame: &Frame<'_>, face: &MeshFace, crop: &FaceCrop, scores: bool) -> Option<FaceMeasures> {
    let fit = fit_head(&face.points)?;
    let angles = fit.angles();
    let at = |index: usize| face.points.get(index).map(|[x, y, _]| Point::new(*x, *y));
    let middle = |[a, b]: [usize; 2]| {
        let (a, b) = (at(a)?, at(b)?);
        Some(Point::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0))
    };
    let [right, left] = [middle(EYES[0])?, middle(EYES[1])?];
    let between = Point::new((right.x + left.x) / 2.0, (right.y + left.y) / 2.0);
    let t_px = between.distance(at(CHIN)?).max(1.0);
    let eye_distance_px = right.distance(left) / angles.yaw_deg.to_radians().cos().max(0.1);
    let gap = |pairs: &[[usize; 2]; 3]| {
        let gaps = pairs.iter().filter_map(|[a, b]| Some(at(*a)?.distance(at(*b)?)));
        gaps.fold(0.0, f32::max) / t_px
    };
    let [right_open, left_open] = LID_PAIRS.map(|pairs| gap(&pairs));
    let [l, t, r, b] = face.bounds();
    let light = Light::of(frame, face)?;
    let mut measures = FaceMeasures {
        bounds: Rect::new(l, t, r, b),
        eyes: [right, left],
        eye_distance_px,
        yaw_deg: angles.yaw_deg,
        pitch_deg: angles.pitch_deg,
        roll_deg: angles.roll_deg,
        luminance: light.face.mean().unwrap_or_default() as f32,
        highlight: highlight(&light.face),
        dark_ratio: light.face.share(0, 25).unwrap_or_default() as f32,
        bright_ratio: light.face.share(247, 255).unwrap_or_default() as f32,
        side_light: side_light(crop),
        illumination_uniformity: light.common.unwrap_or_default() as f32,
        blur_ratio: 0.0,
        eyes_open: right_open.min(left_open),
        eyes_seen: 1.0,
        mouth_open: gap(&LIP_PAIRS),
        mouth_dark_ratio: 0.0,
        glare_ratio: 0.0,
        glare: None,
        lower_covered_ratio: 0.0,
        mouth: None,
        upper_covered_ratio: 0.0,
        presence: face.presence,
        head_covered_ratio: 0.0,
        head: None,
        bare_ratio: 0.0,
        sharpness: 0,
        quality: None,
    };
    if !scores {
        return Some(measures);
    }
    let (w, h) = (f64::from(frame.width()), f64::from(frame.height()));
    let (ied, t) = (f64::from(right.distance(left).max(1.0)), f64::from(t_px));
    measures.quality = Some(Quality {
        illumination_uniformity: light.common.map(ofiq::illumination_uniformity),
        luminance_mean: light.face.mean().map(ofiq::luminance_mean),
        luminance_variance: light.face.variance().map(ofiq::luminance_variance),
        under_exposure_prevention: light.face.share(0, 25).map(ofiq::under_exposure_prevention),
        over_exposure_prevention: light.face.share(247, 255).map(ofiq::over_exposure_prevention),
        dynamic_range: light.face.entropy().map(ofiq::dynamic_range),
        natural_colour: light.cheeks.map(|[_, a, b]| ofiq::natural_colour(a.into(), b.into())),
        eyes_open: Some(ofiq::eyes_open(measures.eyes_open.into())),
        mouth_closed: Some(ofiq::mouth_closed(measures.mouth_open.into())),
        inter_eye_distance: Some(ofiq::inter_eye_distance(eye_distance_px.into())),
        head_size: Some(ofiq::head_size(t / h)),
        leftward_crop: Some(ofiq::side_crop(f64::from(right.x) / ied)),
        rightward_crop: Some(ofiq::side_crop((w - f64::from(left.x)) / ied)),
        margin_above: Some(ofiq::margin_above(f64::from(between.y) / t)),
        margin_below: Some(ofiq::margin_below((h - f64::from(between.y)) / t)),
        head_pose_yaw: Some(ofiq::head_pose(angles.yaw_deg.into())),
        head_pose_pitch: Some(ofiq::head_pose(angles.pitch_deg.into())),
        head_pose_roll: Some(ofiq::head_pose(angles.roll_deg.into())),
        ..Quality::default()
    });
    Some(measures)
}

/// Brighter over darker side, at least 1.
fn side_light(crop: &FaceCrop) -> f32 {
    let [right, left] = crop.sides();
    let (low, high) = (right.min(left), right.max(left));
    // A step of 8 bits in the dark is no difference.
    (high + 0.004) / (low + 0.004)
}

/// The luminance that `FACE.highlight` of the face exceeds.
fn highlight(face: &Histogram) -> f32 {
    let (mut low, mut high) = (0usize, 255usize);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if face.share(middle, 255).is_some_and(|share| share >= FACE.highlight) {
            low = middle
        } else {
            high = middle - 1
        }
    }
    low as f32 / 255.0
}

/// Light on the face.
struct Light {
    /// Luminance inside [`HULL`].
    face: Histogram,
    /// Common part of the luminance of both cheeks.
    common: Option<f64>,
    /// Mean CIELAB of both.
    cheeks: Option<[f32; 3]>,
}

impl Light {
    fn of(frame: &Frame<'_>, face: &MeshFace) -> Option<Self> {
        let canvas = Canvas::of(face)?;
        let fill = |step: f64| {
            let mut histogram = Histogram::default();
            canvas.inside(frame, face, &HULL, step, |luminance| histogram.add(luminance)).ok()?;
            Some(histogram)
        };
        // A quarter of the pixels fills the bins as well; but one white pixel in a thousand costs ten points, so those
        // are counted one by one where there are any.
        let mut histogram = fill(2.0)?;
        if histogram.share(247, 255).is_some_and(|white| white > 0.0 && white < FACE.white_counted) {
            histogram = fill(1.0)?;
        }
        let middle = |[a, b]: [usize; 2]| {
            let ([ax, ay], [bx, by]) = (canvas.place(face, a)?, canvas.place(face, b)?);
            Some([(ax + bx) / 2.0, (ay + by) / 2.0])
        };
        let (eyes, mouth) = ([middle(EYES[0])?, middle(EYES[1])?], middle(MOUTH)?);
        let distance = (eyes[0][0] - eyes[1][0]).hypot(eyes[0][1] - eyes[1][1]);
        let side = (0.3 * distance).round().clamp(1.0, 128.0);
        let mut sides: [Histogram; 2] = Default::default();
        let (mut sum, mut count) = ([0.0f32; 3], 0.0);
        for (eye, histogram) in eyes.iter().zip(&mut sides) {
            let top = (eye[1] + (mouth[1] - eye[1]) / 2.0).round();
            let from = (eye[0] - side / 2.0).round();
            for pixel in canvas.part(frame, [from, top], 1.0, side as usize, side as usize) {
                histogram.add(luminance(pixel));
                sum.iter_mut().zip(lab(pixel)).for_each(|(s, v)| *s += v);
                count += 1.0;
            }
        }
        let [right, left] = &sides;
        let cheeks = (count > 0.0).then(|| sum.map(|s| s / count));
        Some(Self { face: histogram, common: right.common(left), cheeks })
    }
}
