//! A person cut out of a picture more finely than the segmenting net can: its mask has one value for 2 mm of a head.

use super::layer::Mask;
use crate::heads::canvas::Picture;
use crate::paint::Img;

/// Half the window in which colours tell the person from the room, cm.
const WINDOW: f32 = 0.7;
/// Variance of colour (of 1) below which a window holds no edge.
const FLAT: f32 = 2e-4;
/// From there on the net is not asked again: surely the room, surely the person.
const SURE: [f32; 2] = [0.03, 0.97];
/// How far beyond the net's edge the picture decides, cm.
const BAND: f32 = 1.1;

/// Sharpens the mask by the picture (guided filter, He et al. 2010), and takes the room's colour out of the rim
/// (blur fusion, Forte 2021).
pub fn refine(picture: &mut Picture, px_per_cm: f32) {
    let (w, h) = (picture.w, picture.h);
    let guide =
        Img { w, h, px: picture.rgb.chunks_exact(3).map(|c| [0, 1, 2].map(|k| f32::from(c[k]) / 255.0)).collect() };
    let mask = Mask { w, h, v: picture.person.clone() };
    // The person's and the room's cores stay as they are.
    let band = mask.blurred(BAND * px_per_cm * 0.5);
    let fine = guided(&guide, &mask, (WINDOW * px_per_cm).max(2.0) as usize);
    for (i, p) in picture.person.iter_mut().enumerate() {
        let b = band.v[i];
        *p = if b < SURE[0] {
            0.0
        } else if b > SURE[1] {
            1.0
        } else {
            ((fine[i] - 0.12) / 0.76).clamp(0.0, 1.0)
        };
    }
    let alpha = Mask { w, h, v: picture.person.clone() };
    let wide = person_colour(&guide, &guide, &alpha, 1.6 * px_per_cm);
    let near = person_colour(&guide, &wide, &alpha, 0.25 * px_per_cm);
    for (i, c) in picture.rgb.chunks_exact_mut(3).enumerate() {
        if (0.004..0.996).contains(&alpha.v[i]) {
            for (out, own) in c.iter_mut().zip(near.px[i]) {
                *out = crate::paint::to_u8(own);
            }
        }
    }
}

/// The person's own colour where it mixes with the room's.
fn person_colour(picture: &Img, from: &Img, alpha: &Mask, sigma: f32) -> Img {
    let (w, h) = (picture.w, picture.h);
    let weighted = |f: &dyn Fn(usize) -> f32| -> (Img, Mask) {
        let mut sum = Img { w, h, px: (0..w * h).map(|i| from.px[i].map(|v| v * f(i))).collect() };
        let weight = Mask { w, h, v: (0..w * h).map(f).collect() };
        sum.blur(sigma);
        (sum, weight.blurred(sigma))
    };
    let (person, pa) = weighted(&|i| alpha.v[i]);
    let mut own = Img { w, h, px: picture.px.clone() };
    let room = {
        let mut sum = Img { w, h, px: (0..w * h).map(|i| picture.px[i].map(|v| v * (1.0 - alpha.v[i]))).collect() };
        sum.blur(sigma);
        sum
    };
    for i in 0..w * h {
        let a = alpha.v[i];
        if a <= 0.0 || a >= 1.0 {
            continue;
        }
        for k in 0..3 {
            let f = person.px[i][k] / pa.v[i].max(1e-4);
            let b = room.px[i][k] / (1.0 - pa.v[i]).max(1e-4);
            own.px[i][k] = f + a * (picture.px[i][k] - a * f - (1.0 - a) * b);
        }
    }
    own
}

/// The mask as a locally linear function of the picture's colours.
fn guided(guide: &Img, mask: &Mask, r: usize) -> Vec<f32> {
    let n = guide.px.len();
    let mean = |f: &dyn Fn(usize) -> f32| boxed(&(0..n).map(f).collect::<Vec<f32>>(), guide.w, guide.h, r);
    let mp = mean(&|i| mask.v[i]);
    let m: Vec<Vec<f32>> = (0..3).map(|k| mean(&|i| guide.px[i][k])).collect();
    let cross: Vec<Vec<f32>> = (0..3).map(|k| mean(&|i| guide.px[i][k] * mask.v[i])).collect();
    const PAIRS: [(usize, usize); 6] = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)];
    let square: Vec<Vec<f32>> = PAIRS.iter().map(|(a, b)| mean(&|i| guide.px[i][*a] * guide.px[i][*b])).collect();
    let mut slope: Vec<Vec<f32>> = vec![vec![0.0; n]; 3];
    let mut base = vec![0.0; n];
    for i in 0..n {
        let v = |p: usize| {
            let (a, b) = PAIRS[p];
            square[p][i] - m[a][i] * m[b][i] + if a == b { FLAT } else { 0.0 }
        };
        let (xx, xy, xz, yy, yz, zz) = (v(0), v(1), v(2), v(3), v(4), v(5));
        let c = [0, 1, 2].map(|k| cross[k][i] - m[k][i] * mp[i]);
        // The inverse of the symmetric matrix of covariances.
        let (a, b, d) = (yy * zz - yz * yz, xz * yz - xy * zz, xy * yz - xz * yy);
        let (e, f, g) = (xx * zz - xz * xz, xy * xz - xx * yz, xx * yy - xy * xy);
        let det = (xx * a + xy * b + xz * d).max(1e-14);
        let s = [
            (a * c[0] + b * c[1] + d * c[2]) / det,
            (b * c[0] + e * c[1] + f * c[2]) / det,
            (d * c[0] + f * c[1] + g * c[2]) / det,
        ];
        for k in 0..3 {
            slope[k][i] = s[k];
        }
        base[i] = mp[i] - s[0] * m[0][i] - s[1] * m[1][i] - s[2] * m[2][i];
    }
    let slope: Vec<Vec<f32>> = slope.iter().map(|s| boxed(s, guide.w, guide.h, r)).collect();
    let base = boxed(&base, guide.w, guide.h, r);
    (0..n).map(|i| base[i] + (0..3).map(|k| slope[k][i] * guide.px[i][k]).sum::<f32>()).collect()
}

/// Mean over the part of a square window that lies in the picture.
fn boxed(v: &[f32], w: usize, h: usize, r: usize) -> Vec<f32> {
    let line = |get: &dyn Fn(usize) -> f32, n: usize, put: &mut dyn FnMut(usize, f32)| {
        let mut sum: f64 = (0..r.min(n)).map(|i| f64::from(get(i))).sum();
        for i in 0..n {
            if i + r < n {
                sum += f64::from(get(i + r));
            }
            if i > r {
                sum -= f64::from(get(i - r - 1));
            }
            let count = (i + r).min(n - 1) - i.saturating_sub(r) + 1;
            put(i, (sum / count as f64) as f32);
        }
    };
    let mut wide = vec![0.0; w * h];
    for y in 0..h {
        line(&|x| v[y * w + x], w, &mut |x, m| wide[y * w + x] = m);
    }
    let mut out = vec![0.0; w * h];
    for x in 0..w {
        line(&|y| wide[y * w + x], h, &mut |y, m| out[y * w + x] = m);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coarse_edge_moves_to_the_pictures_own() {
        // A dark disc on a bright ground; the mask knows it by 8 px and 3 px too far right.
        let (w, h) = (120, 120);
        let inside = |x: f32, y: f32| (x - 60.0).hypot(y - 60.0) < 34.0;
        let mut rgb = Vec::new();
        for y in 0..h {
            for x in 0..w {
                let v = if inside(x as f32, y as f32) { 60 } else { 210 };
                rgb.extend([v, v / 2 + 20, v]);
            }
        }
        let coarse: Vec<f32> = (0..w * h)
            .map(|i| {
                let (x, y) = ((i % w) as f32 - 63.0, (i / w) as f32 - 60.0);
                ((34.0 - x.hypot(y)) / 8.0 + 0.5).clamp(0.0, 1.0)
            })
            .collect();
        let mut picture = Picture { w, h, rgb, person: coarse, mesh: Vec::new(), alike: 0.0 };
        refine(&mut picture, 12.0);
        let wrong = (0..w * h).filter(|i| (picture.person[*i] > 0.5) != inside((i % w) as f32, (i / w) as f32)).count();
        assert!(wrong < 40, "{wrong}");
    }
}
