//! Head and shoulders for the card: the public-domain astronaut, varied, and faces drawn by rule.

use crate::assets;
use crate::face;
use crate::paint::{Img, Rgb, luma, mix, smooth};
use crate::rng::Rng;

/// A portrait of `w` x `h` pixels and how much of each pixel is the person.
pub struct Portrait {
    /// Colours.
    pub img: Img,
    /// 0 background, 1 person.
    pub mask: Vec<f32>,
}

/// A portrait for a seed. The held-out set draws most of its faces, the tuning set about a third.
pub fn portrait(rng: &mut Rng, w: usize, h: usize, held: bool) -> Portrait {
    let drawn = rng.chance(if held { 0.8 } else { 0.35 });
    match assets::portrait() {
        Some(photo) if !drawn => from_photo(rng, photo, w, h),
        _ => face::face(rng, w, h, held),
    }
}

fn from_photo(rng: &mut Rng, photo: &Img, w: usize, h: usize) -> Portrait {
    let flip = rng.chance(0.5);
    let width = rng.range(222.0, 268.0);
    let (cx, top) = (rng.range(218.0, 232.0), rng.range(-8.0, 4.0));
    let warm = [rng.range(0.93, 1.07), rng.range(0.95, 1.05), rng.range(0.93, 1.07)];
    let light = rng.range(0.9, 1.1);
    let dark = rng.range(0.25, 1.0);
    let suit: Rgb = [dark * rng.range(0.75, 1.1), dark * rng.range(0.8, 1.05), dark * rng.range(0.85, 1.25)];
    let k = width / w as f32;
    let mut mask = Vec::with_capacity(w * h);
    let mut img = Img::from_fn(w, h, |x, y| {
        let x = if flip { w as f32 - x } else { x };
        let (sx, sy) = (cx - width / 2.0 + x * k, top + y * k);
        let mut c = photo.sample(sx, sy.max(0.5));
        let orange = smooth(0.12, 0.3, c[0] - c[2]) * smooth(190.0, 205.0, sy);
        let grey = luma(c);
        c = mix(c, [grey * suit[0], grey * suit[1], grey * suit[2]], orange);
        let inside = |ex: f32, ey: f32, rx: f32, ry: f32| {
            let d = ((sx - ex) / rx) * ((sx - ex) / rx) + ((sy - ey) / ry) * ((sy - ey) / ry);
            smooth(1.08, 0.94, d)
        };
        // The studio's pale wall round the hair is neither hair nor skin.
        let d = ((sx - 227.0) / 78.0).powi(2) + ((sy - 100.0) / 94.0).powi(2);
        let (hi, lo) = (c[0].max(c[1]).max(c[2]), c[0].min(c[1]).min(c[2]));
        let wall = smooth(0.26, 0.12, (hi - lo) / hi.max(0.01))
            * smooth(0.42, 0.58, hi)
            * smooth(0.5, 0.62, d)
            * smooth(205.0, 170.0, sy);
        let slope = |x0: f32, y0: f32, x1: f32, y1: f32| {
            // Below the line of a shoulder.
            let t = (sx - x0) / (x1 - x0);
            smooth(-4.0, 4.0, sy - (y0 + t * (y1 - y0)))
        };
        let shoulders = slope(30.0, 290.0, 118.0, 215.0) * slope(300.0, 236.0, 372.0, 290.0) * smooth(200.0, 212.0, sy);
        let m = (inside(227.0, 100.0, 78.0, 94.0) * (1.0 - wall))
            .max(inside(208.0, 224.0, 97.0, 72.0) * smooth(140.0, 160.0, sy))
            .max(shoulders);
        mask.push(m);
        [0, 1, 2].map(|i| (c[i] * warm[i] * light).min(1.0))
    });
    if rng.chance(0.3) {
        img.blur(rng.range(0.3, 0.9));
    }
    Portrait { img, mask }
}
