//! OFIQ's measures once more, by the published formulas and on OFIQ's own canvas: what the product's are held against.
//!
//! Only the landmarks come from the same network; alignment, sampling, light, histograms and mapping are written here from
//! ISO/IEC 29794-5 as BSI-OFIQ 1.0.3 computes it, and share no code with the product.

use std::collections::BTreeMap;
use std::path::Path;

use heyan_rules::portrait::Quality;
use heyan_vision::face::FaceModels;
use heyan_vision::frame::{Frame, Picture};
use heyan_vision::model::{OrtModel, Pack};
use heyan_vision::person::{SCENE_SIDE, Segmenter};

use super::layer::{linear, luminance};
use crate::heads::space::Lie;
use crate::paint::{Img, Rgb};

/// Side of OFIQ's canvas, px, and where eyes and corners of the mouth are put on it.
const CANVAS: usize = 616;
const PLACES: [[f32; 2]; 4] = [[251.0, 272.0], [364.0, 272.0], [262.0, 402.0], [355.0, 402.0]];
/// What the background is measured on: cut from the canvas at the sides and below, and shrunk to.
const CUT: [usize; 2] = [62, 210];
const SMALL: [usize; 2] = [354, 292];
/// Side of the segmenting network's picture.
const NET: usize = 256;
/// Rim of the face from the ears down, and the upper edge of the brows (indices of MediaPipe's mesh).
const RIM: [usize; 29] = [
    234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 300, 293,
    334, 296, 66, 105, 63, 70,
];

/// The networks that give landmarks and the person's mask.
pub struct Reference {
    faces: FaceModels,
    person: Segmenter,
}

/// A score by the measure's name; none where it cannot be assessed.
pub type Scores = BTreeMap<&'static str, f64>;

/// The product's scores beside the reference's, where both have one.
#[must_use]
pub fn compare(own: &Quality, reference: &Scores) -> Vec<(String, u8, u8)> {
    let own = serde_json::to_value(own).expect("plain numbers");
    let mut out = Vec::new();
    for (name, score) in reference {
        if let Some(v) = own.get(*name).and_then(serde_json::Value::as_u64) {
            out.push(((*name).to_owned(), v as u8, score.round().clamp(0.0, 100.0) as u8));
        }
    }
    out
}

impl Reference {
    /// Loads the networks of the folder `pack`.
    ///
    /// # Errors
    /// When one is missing.
    pub fn open(pack: &Path) -> std::io::Result<Self> {
        let fault = |e: heyan_vision::VisionError| std::io::Error::other(e.to_string());
        let pack = Pack::new(pack);
        let person = OrtModel::open(&pack, "selfie_segmentation", "selfie_segmentation.onnx", 1).map_err(fault)?;
        Ok(Self { faces: FaceModels::open(&pack, 1).map_err(fault)?, person: Segmenter::new(Box::new(person)) })
    }

    /// All measures of the face nearest to a place.
    ///
    /// # Errors
    /// When a network cannot be run.
    pub fn scores(&mut self, seen: &Picture, near: [f32; 2]) -> std::io::Result<Scores> {
        let fault = |e: heyan_vision::VisionError| std::io::Error::other(e.to_string());
        // Another copy leads to landmarks and a mask that lie elsewhere by a hair; what is compared here is formulas.
        let frame = Frame::of_picture(seen, 0);
        let small = frame.shrunk(SCENE_SIDE);
        let faces = self.faces.faces_of_still(&frame).map_err(fault)?;
        let mut out = Scores::new();
        // Of several faces the one that is told of.
        let off = |f: &heyan_vision::face::MeshFace| (f.points[168][0] - near[0]).hypot(f.points[168][1] - near[1]);
        let Some(face) = faces.iter().min_by(|a, b| off(a).total_cmp(&off(b))) else { return Ok(out) };
        let (w, h) = (seen.width() as usize, seen.height() as usize);
        let px = seen.rgb().chunks_exact(3).map(|c| [c[0], c[1], c[2]].map(|v| f32::from(v) / 255.0)).collect();
        let picture = Img { w, h, px };
        let p = |i: usize| [f64::from(face.points[i][0]), f64::from(face.points[i][1])];
        let mid = |a: usize, b: usize| [(p(a)[0] + p(b)[0]) / 2.0, (p(a)[1] + p(b)[1]) / 2.0];
        let far = |a: [f64; 2], b: [f64; 2]| ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt();
        let (right, left) = (mid(33, 133), mid(362, 263));
        let eyes = [(right[0] + left[0]) / 2.0, (right[1] + left[1]) / 2.0];
        let t = far(eyes, p(152));
        let ied = far(right, left);
        let angles = Lie::fit(&face.points).rotation.transposed().angles();
        let (yaw, pitch, roll) = (f64::from(angles.yaw_deg), f64::from(angles.pitch_deg), f64::from(angles.roll_deg));

        // Geometry.
        let lids = |pairs: [(usize, usize); 3]| pairs.iter().map(|(a, b)| far(p(*a), p(*b))).fold(0.0, f64::max) / t;
        let open = lids([(159, 145), (160, 144), (158, 153)]).min(lids([(386, 374), (385, 380), (387, 373)]));
        out.insert("eyes_open", map(open, [100.0, 0.0, 1.0, 0.02, 0.01]));
        out.insert("mouth_closed", map(lids([(13, 14), (82, 87), (312, 317)]), [100.0, 1.0, -1.0, 0.2, 0.06]));
        out.insert("inter_eye_distance", map(ied / yaw.to_radians().cos(), [100.0, 0.0, 1.0, 70.0, 20.0]));
        out.insert("head_size", map((t / h as f64 - 0.45).abs(), [200.0, 1.0, -1.0, 0.0, 0.05]));
        out.insert("leftward_crop", map(right[0] / ied, [100.0, 0.0, 1.0, 0.9, 0.1]));
        out.insert("rightward_crop", map((w as f64 - left[0]) / ied, [100.0, 0.0, 1.0, 0.9, 0.1]));
        out.insert("margin_above", map(eyes[1] / t, [100.0, 0.0, 1.0, 1.4, 0.1]));
        out.insert("margin_below", map((h as f64 - eyes[1]) / t, [100.0, 0.0, 1.0, 1.8, 0.1]));
        for (name, deg) in [("head_pose_yaw", yaw), ("head_pose_pitch", pitch), ("head_pose_roll", roll)] {
            out.insert(name, 100.0 * deg.to_radians().cos().max(0.0).powi(2));
        }
        let area = |f: &heyan_vision::face::MeshFace| {
            let [l, t, r, b] = f.bounds();
            f64::from((r - l) * (b - t))
        };
        let second = faces.iter().filter(|f| !std::ptr::eq(*f, face)).map(&area).fold(0.0, f64::max);
        out.insert("single_face_present", 100.0 * (1.0 - second / area(face)));

        // Light, on the canvas.
        let place = |i: usize| [face.points[i][0], face.points[i][1]];
        let from = [[right[0] as f32, right[1] as f32], [left[0] as f32, left[1] as f32], place(61), place(291)];
        let align = Align::of(&from);
        let canvas = align.draw(&picture);
        let rim: Vec<[f32; 2]> = RIM.iter().map(|i| align.to(place(*i))).collect();
        light(&canvas, &rim, &mut out);
        let on = |q: [f64; 2]| align.to([q[0] as f32, q[1] as f32]);
        cheeks(&canvas, [on(right), on(left)], on(mid(13, 14)), &mut out);
        let mask = self.person.run(&small).map_err(fault)?;
        if let Some(raw) = background(&canvas, &align, mask, w, h) {
            out.insert("background_uniformity", map(raw, [190.0, 1.0, -1.0, 10.0, 100.0]));
        }
        Ok(out)
    }
}

/// OFIQ's `h (a + s sigmoid((raw - x0) / w))`.
fn map(raw: f64, [h, a, s, x0, w]: [f64; 5]) -> f64 {
    h * (a + s / (1.0 + ((x0 - raw) / w).exp()))
}

/// A turn, a scale and a shift: canvas = (a, -b; b, a) · picture + shift.
struct Align {
    a: f32,
    b: f32,
    shift: [f32; 2],
}

impl Align {
    /// The least squares fit of the four places.
    fn of(from: &[[f32; 2]; 4]) -> Self {
        let mean = |q: &[[f32; 2]; 4], k: usize| q.iter().map(|p| p[k]).sum::<f32>() / 4.0;
        let (fx, fy, tx, ty) = (mean(from, 0), mean(from, 1), mean(&PLACES, 0), mean(&PLACES, 1));
        let (mut a, mut b, mut n) = (0.0, 0.0, 0.0);
        for (f, t) in from.iter().zip(&PLACES) {
            let (x, y, u, v) = (f[0] - fx, f[1] - fy, t[0] - tx, t[1] - ty);
            a += x * u + y * v;
            b += x * v - y * u;
            n += x * x + y * y;
        }
        let (a, b) = (a / n, b / n);
        Self { a, b, shift: [tx - a * fx + b * fy, ty - b * fx - a * fy] }
    }

    fn to(&self, p: [f32; 2]) -> [f32; 2] {
        [self.a * p[0] - self.b * p[1] + self.shift[0], self.b * p[0] + self.a * p[1] + self.shift[1]]
    }

    fn back(&self, p: [f32; 2]) -> [f32; 2] {
        let (x, y) = (p[0] - self.shift[0], p[1] - self.shift[1]);
        let n = self.a * self.a + self.b * self.b;
        [(self.a * x + self.b * y) / n, (self.a * y - self.b * x) / n]
    }

    /// The canvas, bilinear as OpenCV's warp (pixel i at i), black where the picture ends.
    fn draw(&self, picture: &Img) -> Img {
        let (w, h) = (picture.w as f32, picture.h as f32);
        Img::from_fn(CANVAS, CANVAS, |x, y| {
            let [u, v] = self.back([x - 0.5, y - 0.5]);
            if u < 0.0 || v < 0.0 || u > w - 1.0 || v > h - 1.0 {
                return [0.0; 3];
            }
            // Eight bits, as a canvas has them.
            picture.sample(u + 0.5, v + 0.5).map(|c| (c * 255.0).round() / 255.0)
        })
    }
}

/// Luminance of 0 to 255 in linear light.
fn level(c: Rgb) -> usize {
    (luminance(c.map(linear)) * 255.0).round().clamp(0.0, 255.0) as usize
}

/// Measures of the light on the face.
fn light(canvas: &Img, rim: &[[f32; 2]], out: &mut Scores) {
    let hull = hull(rim);
    let mut bins = [0.0f64; 256];
    for y in 0..CANVAS {
        for x in 0..CANVAS {
            let p = [x as f32, y as f32];
            let inside = (0..hull.len()).all(|i| turn(hull[i], hull[(i + 1) % hull.len()], p) >= 0.0);
            if inside {
                bins[level(canvas.px[y * CANVAS + x])] += 1.0;
            }
        }
    }
    let all: f64 = bins.iter().sum();
    if all == 0.0 {
        return;
    }
    let part = |k: usize| bins[k] / all;
    let mean: f64 = (0..256).map(|k| k as f64 / 255.0 * part(k)).sum();
    let variance: f64 = (0..256).map(|k| (k as f64 / 255.0 - mean).powi(2) * part(k)).sum();
    let entropy: f64 = (0..256).filter(|k| bins[*k] > 0.0).map(|k| -part(k) * part(k).log2()).sum();
    let s = |x0: f64| 1.0 / (1.0 + ((x0 - mean) / 0.05).exp());
    out.insert("luminance_mean", 100.0 * s(0.2) * (1.0 - s(0.8)));
    let v = 60.0 * variance;
    out.insert("luminance_variance", 100.0 * (v / (v + 1.0) * std::f64::consts::PI).sin());
    out.insert("dynamic_range", 12.5 * entropy);
    out.insert("under_exposure_prevention", map((0..=25).map(part).sum(), [120.0, 0.832, -1.0, 0.92, 0.05]));
    out.insert("over_exposure_prevention", 1.0 / ((247..=255).map(part).sum::<f64>() + 0.01));
}

/// Measures of the two zones below the eyes.
fn cheeks(canvas: &Img, eyes: [[f32; 2]; 2], mouth: [f32; 2], out: &mut Scores) {
    let ied = (eyes[0][0] - eyes[1][0]).hypot(eyes[0][1] - eyes[1][1]);
    let side = (0.3 * ied).round() as isize;
    let mut bins = [[0.0f64; 256]; 2];
    let (mut a, mut b, mut n) = (0.0, 0.0, 0.0);
    for (eye, bins) in eyes.iter().zip(&mut bins) {
        let top = (eye[1] + (mouth[1] - eye[1]) / 2.0).round() as isize;
        let left = (eye[0] - side as f32 / 2.0).round() as isize;
        for y in top..top + side {
            for x in left..left + side {
                let c = canvas.at(x, y);
                bins[level(c)] += 1.0;
                let lab = lab(c);
                a += f64::from(lab[1]);
                b += f64::from(lab[2]);
                n += 1.0;
            }
        }
    }
    let one: f64 = bins[0].iter().sum();
    let common: f64 = bins[0].iter().zip(&bins[1]).map(|(l, r)| l.min(*r)).sum::<f64>() / one;
    out.insert("illumination_uniformity", 100.0 * common.powf(0.3));
    let off = |v: f64, lo: f64, hi: f64| if v < lo { lo - v } else { (v - hi).max(0.0) };
    let d = (off(a / n, 5.0, 25.0).powi(2) + off(b / n, 5.0, 35.0).powi(2)).sqrt();
    out.insert("natural_colour", map(d, [200.0, 1.0, -1.0, 0.0, 10.0]));
}

/// Mean gradient of the background's luminance.
fn background(canvas: &Img, align: &Align, mask: &[f32], w: usize, h: usize) -> Option<f64> {
    let (cw, ch) = (CANVAS - 2 * CUT[0], CANVAS - CUT[1]);
    let cut = Img::from_fn(cw, ch, |x, y| canvas.at(x as isize + CUT[0] as isize, y as isize));
    let small = cut.resized(SMALL[0], SMALL[1]);
    let (kx, ky) = (cw as f32 / SMALL[0] as f32, ch as f32 / SMALL[1] as f32);
    let wall: Vec<bool> = (0..SMALL[0] * SMALL[1])
        .map(|i| {
            let (x, y) = ((i % SMALL[0]) as f32 + 0.5, (i / SMALL[0]) as f32 + 0.5);
            let [u, v] = align.back([x * kx + CUT[0] as f32 - 0.5, y * ky - 0.5]);
            if u < 0.0 || v < 0.0 || u >= w as f32 || v >= h as f32 {
                return false;
            }
            let at = |v: f32, n: usize| ((v / n as f32 * NET as f32) as usize).min(NET - 1);
            mask[at(v, h) * NET + at(u, w)] < 0.5
        })
        .collect();
    // Eight bits again, as OpenCV's resizing leaves a canvas of them.
    let light: Vec<f64> = small.px.iter().map(|c| level(c.map(|v| (v * 255.0).round() / 255.0)) as f64).collect();
    let at = |x: isize, y: isize| {
        let (x, y) = (mirror(x, SMALL[0]), mirror(y, SMALL[1]));
        light[y * SMALL[0] + x]
    };
    let (mut sum, mut n) = (0.0, 0.0);
    for y in 0..SMALL[1] as isize {
        for x in 0..SMALL[0] as isize {
            // A 4 by 4 erosion: its anchor is the third of four; what is outside the picture takes nothing.
            let whole = (-2..2).all(|j| {
                (-2..2).all(|i| {
                    let (u, v) = (x + i, y + j);
                    u < 0
                        || v < 0
                        || u >= SMALL[0] as isize
                        || v >= SMALL[1] as isize
                        || wall[v as usize * SMALL[0] + u as usize]
                })
            });
            if !whole {
                continue;
            }
            let gx = 3.0 * (at(x + 1, y - 1) - at(x - 1, y - 1))
                + 10.0 * (at(x + 1, y) - at(x - 1, y))
                + 3.0 * (at(x + 1, y + 1) - at(x - 1, y + 1));
            let gy = 3.0 * (at(x - 1, y + 1) - at(x - 1, y - 1))
                + 10.0 * (at(x, y + 1) - at(x, y - 1))
                + 3.0 * (at(x + 1, y + 1) - at(x + 1, y - 1));
            sum += (gx * gx + gy * gy).sqrt();
            n += 1.0;
        }
    }
    (n > 0.0).then(|| sum / n)
}

/// OpenCV's default border: mirrored, the last pixel once.
fn mirror(i: isize, n: usize) -> usize {
    let n = n as isize;
    (if i < 0 {
        -i
    } else if i >= n {
        2 * n - 2 - i
    } else {
        i
    }) as usize
}

/// CIELAB under D65.
fn lab(c: Rgb) -> [f32; 3] {
    let [r, g, b] = c.map(linear);
    let f = |v: f32| if v > 216.0 / 24389.0 { libm::cbrtf(v) } else { (24389.0 / 27.0 * v + 16.0) / 116.0 };
    let x = f((0.412_456 * r + 0.357_576 * g + 0.180_438 * b) / 0.950_47);
    let y = f(0.212_673 * r + 0.715_152 * g + 0.072_175 * b);
    let z = f((0.019_334 * r + 0.119_192 * g + 0.950_304 * b) / 1.088_83);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn turn(a: [f32; 2], b: [f32; 2], p: [f32; 2]) -> f32 {
    (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
}

/// The convex hull (Andrew's monotone chain), so that what is inside lies on the positive side of each edge.
fn hull(points: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let mut all = points.to_vec();
    all.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    let chain = |points: &mut dyn Iterator<Item = [f32; 2]>| {
        let mut out: Vec<[f32; 2]> = Vec::new();
        for p in points {
            while out.len() > 1 && turn(out[out.len() - 2], out[out.len() - 1], p) <= 0.0 {
                out.pop();
            }
            out.push(p);
        }
        out.pop();
        out
    };
    let mut out = chain(&mut all.iter().copied());
    out.extend(chain(&mut all.iter().rev().copied()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_pairs_of_raw_and_score_come_out() {
        // BSI-OFIQ/OFIQ-Project issue 56.
        assert_eq!(map(190.12, [190.0, 1.0, -1.0, 10.0, 100.0]).round(), 27.0);
        assert_eq!(map(130.6, [100.0, 0.0, 1.0, 70.0, 20.0]).round(), 95.0);
        assert_eq!(map((0.576f64 - 0.45).abs(), [200.0, 1.0, -1.0, 0.0, 0.05]).round(), 15.0);
        assert_eq!(map(0.0043, [100.0, 1.0, -1.0, 0.2, 0.06]).round(), 96.0);
    }

    #[test]
    fn a_face_is_put_where_the_canvas_wants_it() {
        // Turned by 10 degrees, three times as small, elsewhere.
        let (s, c) = (libm::sinf(0.1745) / 3.0, libm::cosf(0.1745) / 3.0);
        let from = PLACES.map(|[x, y]| [c * x - s * y + 40.0, s * x + c * y + 9.0]);
        let align = Align::of(&from);
        for (f, p) in from.iter().zip(&PLACES) {
            let q = align.to(*f);
            assert!((q[0] - p[0]).hypot(q[1] - p[1]) < 0.01);
            let b = align.back(q);
            assert!((b[0] - f[0]).hypot(b[1] - f[1]) < 0.01);
        }
    }

    #[test]
    fn a_hull_leaves_out_what_is_within() {
        let h = hull(&[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [2.0, 1.0]]);
        assert_eq!(h.len(), 4);
        assert!((0..4).all(|i| turn(h[i], h[(i + 1) % 4], [2.0, 2.0]) > 0.0));
    }
}
