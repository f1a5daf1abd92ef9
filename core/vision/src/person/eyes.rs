//! The eyes close up: what is between the lids, glare on glasses, dark glasses, and the white of the eye.

use heyan_rules::{Point, Polygon};

use super::colour::{lab, linear_near, luminance};
use crate::face::MeshFace;
use crate::frame::{Affine, Frame, Levels};

/// Side of an eye's crop, px; an eye is about half as wide.
const SIDE: usize = 72;
/// What is looked at of an eye.
#[derive(Debug, Clone, Copy)]
pub struct EyeLimits {
    /// Side of the crop over the width of the eye.
    pub reach: f32,
    /// Luminance over the skin's from which a pixel of the eyes' region can be glare.
    pub glare_over_skin: f32,
    /// The least value of all its channels, linear, 0 to 1.
    pub glare_least: f32,
    /// Luminance over the skin's up to which a pixel is dark glass.
    pub dark_glass: f32,
}

/// The limits that are used.
pub const EYE: EyeLimits = EyeLimits { reach: 2.0, glare_over_skin: 1.5, glare_least: 0.8, dark_glass: 0.22 };

/// Outer and inner corner, then lids from the outer corner round, of the person's right and left eye.
const CORNERS: [[usize; 2]; 2] = [[33, 133], [263, 362]];
const LIDS: [[usize; 16]; 2] = [crate::face::outline::RIGHT_EYE, crate::face::outline::LEFT_EYE];

/// What the eyes show.
#[derive(Debug, Clone, Default)]
pub struct Eyes {
    /// How much darker than the white the iris is, over the lightness of the skin, mean of both eyes; below 0 for lids.
    pub seen: f32,
    /// Share of both eyes' regions that is glare.
    pub glare_ratio: f32,
    /// Box of the glare, px of the picture.
    pub glare: Option<Polygon>,
    /// Share of the clearer eye's region that is dark glass: glasses darken both, light from one side darkens one.
    pub dark_ratio: f32,
    /// Linear colour of the white of the eyes.
    pub sclera: Option<[f32; 3]>,
}

/// Looks at the eyes of `face` in `frame`; `skin` is linear.
pub fn eyes(frame: &Frame<'_>, face: &MeshFace, skin: [f32; 3]) -> Eyes {
    let mut out = Eyes::default();
    let mut irises: Vec<f32> = Vec::new();
    let mut whites: Vec<[f32; 3]> = Vec::new();
    let (mut bright, mut pixels) = (0usize, 0usize);
    let mut corners: Option<[f32; 4]> = None;
    let mut dark = f32::INFINITY;
    for (corners_of, lids) in CORNERS.iter().zip(&LIDS) {
        let Some(close) = CloseUp::of(frame, face, corners_of, lids) else { continue };
        irises.extend(close.iris(skin));
        dark = dark.min(close.dark_ratio(skin));
        whites.extend(close.whites(skin));
        for (at, pixel) in close.region() {
            pixels += 1;
            if is_glare(pixel, skin) {
                bright += 1;
                let [x, y] = close.to_picture(at);
                let c = corners.get_or_insert([x, y, x, y]);
                *c = [c[0].min(x), c[1].min(y), c[2].max(x), c[3].max(y)];
            }
        }
    }
    // Lids that are drawn shut leave no pixels between them.
    out.seen = if irises.is_empty() { -1.0 } else { irises.iter().sum::<f32>() / irises.len() as f32 };
    out.dark_ratio = if dark.is_finite() { dark } else { 0.0 };
    out.glare_ratio = bright as f32 / pixels.max(1) as f32;
    out.glare = corners.map(|[l, t, r, b]| [(l, t), (r, t), (r, b), (l, b)].map(Point::from).to_vec());
    // The middle of what is left is the sclera's own colour: its rims are tinted by lids and iris.
    if whites.len() >= 12 {
        out.sclera =
            Some([0, 1, 2].map(|k: usize| super::crop::median(whites.iter().filter_map(|c| c.get(k).copied()))));
    }
    out
}

fn is_glare(pixel: [f32; 3], skin: [f32; 3]) -> bool {
    pixel.iter().all(|v| *v > EYE.glare_least) && luminance(pixel) > EYE.glare_over_skin * luminance(skin)
}

/// One eye, level, `SIDE` px a side, R G B triples of 0 to 1.
struct CloseUp {
    rgb: Vec<f32>,
    lids: Vec<[f32; 2]>,
    map: Affine,
}

impl CloseUp {
    fn of(frame: &Frame<'_>, face: &MeshFace, corners: &[usize; 2], lids: &[usize; 16]) -> Option<Self> {
        let at = |index: usize| face.points.get(index).map(|[x, y, _]| [*x, *y]);
        let ([ax, ay], [bx, by]) = (at(corners[0])?, at(corners[1])?);
        let width = (ax - bx).hypot(ay - by);
        if !width.is_finite() || width < 2.0 {
            return None;
        }
        let side = EYE.reach * width;
        // Level, whichever corner is the outer one.
        let angle = if ax < bx { (by - ay).atan2(bx - ax) } else { (ay - by).atan2(ax - bx) };
        let (cx, cy) = ((ax + bx) / 2.0, (ay + by) / 2.0);
        let map = Affine::onto_square(f64::from(cx), f64::from(cy), f64::from(side), f64::from(angle), SIDE);
        let mut rgb = vec![0.0; SIDE * SIDE * 3];
        frame.crop(&map, SIDE, Levels::UNIT, &mut rgb);
        let (sin, cos) = angle.sin_cos();
        let scale = SIDE as f32 / side;
        let lids = lids.iter().filter_map(|i| at(*i)).map(|[x, y]| {
            let (dx, dy) = (x - cx, y - cy);
            [(dx * cos + dy * sin) * scale + SIDE as f32 / 2.0, (dy * cos - dx * sin) * scale + SIDE as f32 / 2.0]
        });
        Some(Self { rgb, lids: lids.collect(), map })
    }

    /// Linear colour of a pixel; the corners are never asked for.
    fn pixel(&self, at: usize) -> Option<[f32; 3]> {
        Some(self.rgb.get(at * 3..)?.first_chunk::<3>()?.map(linear_near))
    }

    fn to_picture(&self, at: usize) -> [f32; 2] {
        let (x, y) = self.map.apply((at % SIDE) as f64, (at / SIDE) as f64);
        [x as f32, y as f32]
    }

    /// The eye with its lids and what glasses cover of them.
    fn region(&self) -> impl Iterator<Item = (usize, [f32; 3])> + '_ {
        let (from, to) = (SIDE / 8, SIDE - SIDE / 8);
        let (top, bottom) = (SIDE / 4, SIDE - SIDE / 4);
        let rows = (top..bottom).flat_map(move |y| (from..to).map(move |x| y * SIDE + x));
        rows.filter_map(|at| Some((at, self.pixel(at)?)))
    }

    /// Pixels between the lids, as the mesh draws them, each with where it is across.
    fn between(&self) -> impl Iterator<Item = (f32, [f32; 3])> + '_ {
        (0..SIDE).flat_map(move |y| {
            let line = y as f32;
            let edges = self.lids.iter().zip(self.lids.iter().cycle().skip(1));
            let mut crossings: Vec<f32> = edges
                .filter(|(a, b)| (a[1] <= line) != (b[1] <= line))
                .map(|(a, b)| a[0] + (line - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
                .collect();
            crossings.sort_by(f32::total_cmp);
            let spans = crossings.chunks_exact(2).map(|pair| {
                let [from, to] = pair else { return 0..0 };
                from.max(0.0).ceil() as usize..(to.max(0.0).ceil() as usize).min(SIDE)
            });
            let columns: Vec<usize> = spans.flatten().collect();
            columns.into_iter().filter_map(move |x| Some((x as f32, self.pixel(y * SIDE + x)?)))
        })
    }

    /// How much darker the middle third between the lids is than both others, over the lightness of the skin. There the
    /// iris is, between the white on both sides; a lid is brightest in its middle, where it bulges.
    fn iris(&self, skin: [f32; 3]) -> Option<f32> {
        let across = self.lids.iter().map(|p| p[0]);
        let (low, high) = across.fold((f32::MAX, f32::MIN), |(l, h), x| (l.min(x), h.max(x)));
        let (mut inner, mut outer) = ([0.0f32; 2], [0.0f32; 2]);
        for (x, pixel) in self.between() {
            let share = (x - low) / (high - low).max(1.0);
            let [sum, count] = if (1.0 / 3.0..2.0 / 3.0).contains(&share) { &mut inner } else { &mut outer };
            *sum += lab(pixel)[0];
            *count += 1.0;
        }
        let mean = |[sum, count]: [f32; 2]| (count >= 8.0).then(|| sum / count);
        Some((mean(outer)? - mean(inner)?) / lab(skin)[0].max(1.0))
    }

    fn dark_ratio(&self, skin: [f32; 3]) -> f32 {
        let limit = EYE.dark_glass * luminance(skin);
        let (mut dark, mut count) = (0.0, 0.0);
        for (_, pixel) in self.region() {
            count += 1.0;
            dark += f32::from(luminance(pixel) < limit);
        }
        dark / f32::max(count, 1.0)
    }

    /// Pixels between the lids that are nearly as bright as the skin or brighter and greyer than it.
    fn whites(&self, skin: [f32; 3]) -> Vec<[f32; 3]> {
        let [skin_l, skin_a, skin_b] = lab(skin);
        let skin_chroma = skin_a.hypot(skin_b).max(4.0);
        let white = |pixel: &[f32; 3]| {
            let [l, a, b] = lab(*pixel);
            l > 0.75 * skin_l && l < 97.0 && a.hypot(b) < 0.75 * skin_chroma
        };
        let mut all: Vec<[f32; 3]> = self.between().map(|(_, pixel)| pixel).filter(white).collect();
        // The brighter half: the darker one mixes with the iris.
        all.sort_by(|a, b| luminance(*b).total_cmp(&luminance(*a)));
        all.truncate(all.len().div_ceil(2));
        all
    }
}
