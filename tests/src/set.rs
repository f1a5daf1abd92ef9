//! Test cases: a picture and what is true of it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::card::{self, Side};
use crate::font;
use crate::identity::Identity;
use crate::paint::Img;
use crate::rng::{Rng, mix};
use crate::scene::{self, Light, Placed, Quad, Scene, Stance, bounds, long_side, project};

/// Which half of the world a case comes from: rules are tuned on one and measured on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// Fonts, grounds and faces that thresholds may be set on.
    Tuning,
    /// Others, never looked at while tuning.
    Held,
}

/// What is asked of the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A good picture.
    Good(Side),
}

/// What is true of a picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Truth {
    /// File name.
    pub file: String,
    /// The kind of the card, or `unknown`.
    pub kind: String,
    /// The card's corners from its own top left clockwise, in the picture as displayed.
    pub corners: Option<Quad>,
    /// Length of the card's long side in pixels.
    pub long_side_px: f32,
    /// The printed fields as the contract writes them.
    pub fields: BTreeMap<String, String>,
    /// The finding that must be there, or none for a picture to be accepted.
    pub wanted: Option<String>,
    /// The verdict that is right.
    pub verdict: String,
    /// 0 is the weakest that a reviewer would clearly refuse, 1 a gross case.
    pub strength: f32,
    /// The kind to be asked for with `--expect`.
    pub expect: Option<String>,
    /// What is special about the scene.
    pub tags: Vec<String>,
    /// Tuning or held out.
    pub split: Split,
}

/// A picture file with its truth.
#[derive(Clone, Debug)]
pub struct Case {
    /// The bytes of the file.
    pub picture: Vec<u8>,
    /// What is true of it.
    pub truth: Truth,
}

/// The day on which generated cards are judged unless another is asked for.
pub const TODAY: Date = jiff::civil::date(2026, 11, 1);

/// The fields of one side as the contract writes them.
#[must_use]
pub fn fields(id: &Identity, side: Side) -> BTreeMap<String, String> {
    let list: Vec<(&str, String)> = match side {
        Side::Front => vec![
            ("name", id.name.clone()),
            ("sex", id.sex.to_owned()),
            ("ethnicity", id.ethnicity.to_owned()),
            ("birth_date", id.birth.to_string()),
            ("address", id.address.clone()),
            ("id_number", id.id_number.clone()),
        ],
        Side::Back => vec![
            ("issuing_authority", id.authority.clone()),
            ("valid_from", id.valid_from.to_string()),
            ("valid_until", id.valid_until.map_or("long_term".to_owned(), |d| d.to_string())),
        ],
    };
    list.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}

/// Draws an identity whose characters the print's font has.
pub fn identity(rng: &mut Rng, faces: card::Faces, today: Date, ages: (i32, i32)) -> Identity {
    loop {
        let id = Identity::new(rng, today, ages);
        if font::font(faces.text).has_all(&id.text()) {
            return id;
        }
    }
}

/// The size of a picture as phones and chats leave it.
fn size(rng: &mut Rng) -> (usize, usize) {
    let long = if rng.chance(0.75) { rng.range(1100.0, 2100.0) } else { rng.range(2100.0, 3000.0) };
    let ratio = [0.75, 0.75, 0.5625, 0.6667][rng.index(4)];
    let (a, b) = (long as usize, (long * ratio) as usize);
    let (w, h) = if rng.chance(0.65) { (a, b) } else { (b, a) };
    (w.max(900), h)
}

/// A stance of good pictures: any of four orientations (mostly upright), tilted, in perspective.
pub fn stance(rng: &mut Rng) -> Stance {
    let quarter = if rng.chance(0.6) { 0.0 } else { rng.int(1, 3) as f32 * 90.0 };
    let tilt = if rng.chance(0.5) { rng.range(-4.0, 4.0) } else { rng.range(-20.0, 20.0) };
    let lean = if rng.chance(0.5) { 8.0 } else { 22.0 };
    Stance { roll: quarter + tilt, pitch: rng.range(-lean, lean), yaw: rng.range(-lean, lean) }
}

/// Puts a card of a stance into a picture: its bounding box takes `fill` of the width, at a random place.
/// None when it does not fit.
pub fn place(rng: &mut Rng, stance: Stance, fill: f32, w: usize, h: usize) -> Option<Quad> {
    let (w, h) = (w as f32, h as f32);
    let mut q = project(stance).map(|c| [c[0] * fill * w, c[1] * fill * w]);
    let (lo, hi) = bounds(&q);
    let (bw, bh) = (hi[0] - lo[0], hi[1] - lo[1]);
    if bh > 0.97 * h || bw > 0.97 * w {
        return None;
    }
    let (rx, ry) = ((w - bw) / 2.0 - 0.012 * w, (h - bh) / 2.0 - 0.012 * h);
    let spread = if rng.chance(0.7) { 0.4 } else { 1.0 };
    let mut free = |r: f32| rng.range(-1.0, 1.0) * r.max(0.0) * spread;
    let (cx, cy) = (w / 2.0 + free(rx), h / 2.0 + free(ry));
    for c in &mut q {
        *c = [c[0] + cx, c[1] + cy];
    }
    Some(q)
}

/// The smallest long side of a card in a good picture: below it a person cannot read an address either.
pub const SMALLEST_GOOD_PX: f32 = 480.0;

/// Size and place of a good picture.
fn good_place(rng: &mut Rng) -> (usize, usize, Quad) {
    loop {
        let (w, h) = size(rng);
        let fill = if rng.chance(0.3) { rng.range(0.25, 0.5) } else { rng.range(0.5, 0.95) };
        let s = stance(rng);
        if let Some(q) = place(rng, s, fill, w, h)
            && long_side(&q) >= SMALLEST_GOOD_PX
        {
            return (w, h, q);
        }
    }
}

/// A scan: the card edge to edge.
fn scan_place(rng: &mut Rng) -> (usize, usize, Quad) {
    let w = rng.range(900.0, 2200.0);
    let h = w * card::HEIGHT / card::WIDTH;
    let m = if rng.chance(0.5) { 0.0 } else { rng.range(0.0, 0.02) * w };
    let (pw, ph) = ((w + 2.0 * m) as usize, (h + 2.0 * m) as usize);
    let mut q = [[m, m], [m + w, m], [m + w, m + h], [m, m + h]];
    if rng.chance(0.2) {
        q.rotate_left(2);
    }
    (pw, ph, q)
}

/// The resolution to print at for a card of this size in the picture.
#[must_use]
pub fn print_scale(quad: &Quad) -> f32 {
    (long_side(quad) / card::WIDTH * 1.1).clamp(9.0, 24.0)
}

/// Makes a case. The same arguments give the same bytes on every machine.
#[must_use]
pub fn generate(split: Split, seed: u64, index: u64, wanted: Wanted, today: Date) -> Case {
    let held = split == Split::Held;
    let mut rng = Rng::new(mix(seed ^ mix(index)) ^ if held { 0x6865_6c64 } else { 0 });
    let Wanted::Good(side) = wanted;
    let faces = card::faces(&mut rng, held);
    let id = identity(&mut rng.fork(21), faces, today, (16, 75));
    let is_scan = rng.chance(0.08);
    let (w, h, quad) = if is_scan { scan_place(&mut rng) } else { good_place(&mut rng) };
    let kinds = if held { backdrop_kinds(true) } else { backdrop_kinds(false) };
    let ground = if is_scan { "own_colour" } else { kinds[rng.index(kinds.len())] };
    let print = card::print(&mut rng.fork(22), &id, side, faces, print_scale(&quad), held);
    let mut light = Light::good(&mut rng.fork(23));
    if is_scan {
        light = Light {
            exposure: rng.range(0.95, 1.03),
            slope: [0.0; 2],
            vignette: 0.0,
            soft: 0.02,
            noise: 0.003,
            chroma: 0.001,
            white: [1.0; 3],
        };
    }
    let scene =
        Scene { w, h, ground, light, shadow: !is_scan, cards: vec![Placed { print, quad, overlays: Vec::new() }] };
    let mut img = scene::compose(&mut rng.fork(24), &scene);
    scene::noise(&mut rng.fork(25), &mut img, &light);
    let mut tags = vec![ground.to_owned(), format!("{:?}/{:?}", faces.text, faces.digits)];
    if is_scan {
        tags.push("scan".to_owned());
    }
    let (picture, extension) = encode(&mut rng.fork(26), &img, &mut tags);
    let truth = Truth {
        file: format!("good-{index:05}.{extension}"),
        kind: side.kind().to_owned(),
        corners: Some(quad),
        long_side_px: long_side(&quad),
        fields: fields(&id, side),
        wanted: None,
        verdict: "accept".to_owned(),
        strength: 0.0,
        expect: None,
        tags,
        split,
    };
    Case { picture, truth }
}

fn backdrop_kinds(held: bool) -> &'static [&'static str] {
    if held { crate::backdrop::HELD } else { crate::backdrop::TUNING }
}

/// Encodes as phones and chat programs do: mostly JPEG, some with an EXIF orientation, some PNG and WebP.
pub fn encode(rng: &mut Rng, img: &Img, tags: &mut Vec<String>) -> (Vec<u8>, &'static str) {
    let bytes = img.to_bytes();
    let (w, h) = (img.w, img.h);
    let small = w * h < 2_500_000;
    if small && rng.chance(0.10) {
        let mut out = std::io::Cursor::new(Vec::new());
        let webp = rng.chance(0.5);
        let format = if webp { image::ImageFormat::WebP } else { image::ImageFormat::Png };
        image::write_buffer_with_format(&mut out, &bytes, w as u32, h as u32, image::ColorType::Rgb8, format)
            .expect("an encoder writes to memory");
        return (out.into_inner(), if webp { "webp" } else { "png" });
    }
    let quality = rng.int(60, 95) as u8;
    let sampling =
        if rng.chance(0.75) { jpeg_encoder::SamplingFactor::F_2_2 } else { jpeg_encoder::SamplingFactor::F_1_1 };
    let orientation = if rng.chance(0.2) { [3u8, 6, 8][rng.index(3)] } else { 1 };
    let (bytes, w, h) = stored(&bytes, w, h, orientation);
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, quality);
    encoder.set_sampling_factor(sampling);
    if orientation != 1 {
        tags.push(format!("exif{orientation}"));
        encoder.add_app_segment(1, exif(orientation)).expect("a short segment");
    }
    encoder.encode(&bytes, w as u16, h as u16, jpeg_encoder::ColorType::Rgb).expect("an encoder writes to memory");
    (out, "jpg")
}

/// The pixels as a camera stores them so that the EXIF orientation turns them upright again.
fn stored(bytes: &[u8], w: usize, h: usize, orientation: u8) -> (Vec<u8>, usize, usize) {
    let (ow, oh) = if orientation >= 5 { (h, w) } else { (w, h) };
    if orientation == 1 {
        return (bytes.to_vec(), w, h);
    }
    let mut out = Vec::with_capacity(bytes.len());
    for y in 0..oh {
        for x in 0..ow {
            let (sx, sy) = match orientation {
                3 => (w - 1 - x, h - 1 - y),
                6 => (w - 1 - y, x),
                _ => (y, h - 1 - x),
            };
            let i = (sy * w + sx) * 3;
            out.extend_from_slice(&bytes[i..i + 3]);
        }
    }
    (out, ow, oh)
}

/// An EXIF segment that holds nothing but the orientation.
fn exif(orientation: u8) -> Vec<u8> {
    let mut s = b"Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
    s.extend_from_slice(&[0x01, 0x12, 0x00, 0x03, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);
    s
}
