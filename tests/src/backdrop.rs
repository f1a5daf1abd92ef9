//! What a card lies on: procedural wood, marble, cloth, paper, keys, and photographs when they are there.

use tiny_skia::Transform;

use crate::assets;
use crate::font::{Style, Type, font};
use crate::paint::{Img, Rgb, ellipse, fill, floor, mix, round_rect, scale, sin, smooth};
use crate::rng::{Rng, mix as hash};

/// Kinds of ground for the tuning set and, apart from the plain ones, others for the held-out set.
#[rustfmt::skip]
pub const TUNING: &[&str] = &["wood", "marble", "cloth", "paper", "plain", "own_colour", "dark", "pattern", "keyboard", "brick", "gravel"];
/// See [`TUNING`].
#[rustfmt::skip]
pub const HELD: &[&str] = &["planks", "terrazzo", "knit", "news", "plain", "own_colour", "dark", "stripes", "laptop", "grass", "coffee"];

/// Smooth noise in 0..1 on a lattice.
fn noise(seed: u64, x: f32, y: f32) -> f32 {
    let (x0, y0) = (floor(x), floor(y));
    let (fx, fy) = (x - x0, y - y0);
    let (u, v) = (fx * fx * (3.0 - 2.0 * fx), fy * fy * (3.0 - 2.0 * fy));
    let at = |i: f32, j: f32| {
        let h = (i as i64 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ (j as i64 as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f)
            ^ seed;
        let h = (h ^ (h >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (h >> 40) as f32 / (1u32 << 24) as f32
    };
    let (p, q) = (at(x0, y0), at(x0, y0 + 1.0));
    let a = p + (at(x0 + 1.0, y0) - p) * u;
    let b = q + (at(x0 + 1.0, y0 + 1.0) - q) * u;
    a + (b - a) * v
}

fn fbm(seed: u64, x: f32, y: f32, octaves: u32) -> f32 {
    let (mut s, mut k, mut f, mut all) = (0.0, 0.5, 1.0, 0.0);
    for o in 0..octaves {
        s += k * noise(hash(seed + u64::from(o)), x * f, y * f);
        all += k;
        k *= 0.5;
        f *= 2.0;
    }
    s / all
}

/// A ground of `w` x `h` pixels. Made at no more than 1100 px and enlarged: it lies a little out of focus.
pub fn backdrop(rng: &mut Rng, kind: &str, w: usize, h: usize) -> Img {
    let k = (1100.0 / w.max(h) as f32).min(1.0);
    let (sw, sh) = ((w as f32 * k) as usize, (h as f32 * k) as usize);
    let small = match kind {
        "wood" | "planks" => wood(rng, sw, sh, kind == "planks"),
        "marble" => marble(rng, sw, sh),
        "terrazzo" => terrazzo(rng, sw, sh),
        "cloth" | "knit" => cloth(rng, sw, sh, kind == "knit"),
        "paper" | "news" => page(rng, sw, sh, kind == "news"),
        "keyboard" | "laptop" => keys(rng, sw, sh, kind == "laptop"),
        "pattern" | "stripes" => pattern(rng, sw, sh, kind == "stripes"),
        "brick" | "gravel" | "grass" | "coffee" => match assets::photo(kind) {
            Some(p) => photo(rng, p, sw, sh, kind != "coffee"),
            None => marble(rng, sw, sh),
        },
        "own_colour" => {
            let c: Rgb = [rng.range(0.88, 0.96), rng.range(0.90, 0.95), rng.range(0.88, 0.96)];
            plain(rng, sw, sh, c)
        }
        "dark" => {
            let v = rng.range(0.04, 0.14);
            let c = [v, v * rng.range(0.8, 1.1), v * rng.range(0.8, 1.3)];
            plain(rng, sw, sh, c)
        }
        _ => {
            let c = [rng.range(0.25, 0.9), rng.range(0.25, 0.9), rng.range(0.25, 0.9)];
            let grey = (c[0] + c[1] + c[2]) / 3.0;
            plain(rng, sw, sh, mix(c, [grey; 3], 0.55))
        }
    };
    if (sw, sh) == (w, h) { small } else { small.resized(w, h) }
}

fn plain(rng: &mut Rng, w: usize, h: usize, c: Rgb) -> Img {
    let seed = rng.next_u64();
    let grain = rng.range(0.01, 0.05);
    // Slow clouds, turned against the picture's axes so that no lattice shows, and a fine tooth.
    Img::from_fn(w, h, |x, y| {
        let (u, v) = (x * 0.8 + y * 0.6, y * 0.8 - x * 0.6);
        let cloud = noise(seed, u * 0.0031, v * 0.0031) + 0.5 * noise(seed ^ 5, x * 0.0083, y * 0.0083) - 0.75;
        scale(c, 1.0 + grain * (cloud + 0.6 * (noise(seed ^ 9, u * 0.9, v * 0.9) - 0.5)))
    })
}

/// A colour with part of its colourfulness taken away.
fn calm(c: Rgb, part: f32) -> Rgb {
    mix(c, [(c[0] + c[1] + c[2]) / 3.0; 3], part)
}

fn wood(rng: &mut Rng, w: usize, h: usize, planks: bool) -> Img {
    let seed = rng.next_u64();
    let tones: [(Rgb, Rgb); 4] = [
        ([0.72, 0.53, 0.34], [0.52, 0.34, 0.19]),
        ([0.42, 0.26, 0.16], [0.24, 0.14, 0.09]),
        ([0.82, 0.70, 0.54], [0.68, 0.54, 0.38]),
        ([0.58, 0.50, 0.44], [0.40, 0.33, 0.28]),
    ];
    let (light, dark) = tones[rng.index(4)];
    let fine = rng.range(0.05, 0.09);
    let upright = rng.chance(0.4);
    let board = rng.range(140.0, 260.0);
    Img::from_fn(w, h, |x, y| {
        let (x, y) = if upright { (y, x) } else { (x, y) };
        let n = (y / board).floor();
        let seed = if planks { seed ^ hash(n as i64 as u64) } else { seed };
        let warp = fbm(seed, x * 0.0025, y * 0.012, 3);
        let ring = sin((y * fine + warp * 14.0) * 1.6) * 0.5 + 0.5;
        let fibre = noise(seed ^ 7, x * 0.03, y * 0.9);
        let t = 0.55 * ring * warp * 1.6 + 0.35 * fibre;
        let mut c = mix(light, dark, t.clamp(0.0, 1.0));
        if planks {
            let d = (y - n * board).min((n + 1.0) * board - y);
            c = scale(c, (0.9 + 0.2 * noise(seed, n, 3.0)) * (0.35 + 0.65 * smooth(0.5, 2.5, d)));
        }
        c
    })
}

fn marble(rng: &mut Rng, w: usize, h: usize) -> Img {
    let seed = rng.next_u64();
    let base: Rgb = if rng.chance(0.6) { [0.90, 0.89, 0.87] } else { [0.28, 0.29, 0.31] };
    let vein: Rgb = if base[0] > 0.5 { [0.55, 0.54, 0.55] } else { [0.66, 0.64, 0.60] };
    let a = rng.range(0.0, 3.1);
    let (ca, sa) = (libm::cosf(a), libm::sinf(a));
    Img::from_fn(w, h, |x, y| {
        let n = fbm(seed, x * 0.004, y * 0.004, 5);
        let v = sin((x * ca + y * sa) * 0.008 + n * 9.0).abs();
        let t = smooth(0.16, 0.0, v) * 0.8 + (n - 0.5) * 0.5;
        mix(base, vein, t.clamp(0.0, 1.0))
    })
}

fn terrazzo(rng: &mut Rng, w: usize, h: usize) -> Img {
    let base = plain(rng, w, h, [0.82, 0.81, 0.79]);
    let mut map = base.to_pixmap();
    for _ in 0..(w * h / 900) {
        let c: Rgb = [rng.range(0.2, 0.95), rng.range(0.2, 0.9), rng.range(0.2, 0.9)];
        let grey = (c[0] + c[1] + c[2]) / 3.0;
        let (x, y) = (rng.range(0.0, w as f32), rng.range(0.0, h as f32));
        let (a, b, t) = (rng.range(1.5, 11.0), rng.range(1.5, 8.0), rng.range(0.0, 3.1));
        fill(&mut map, &ellipse(x, y, a, b, t), mix(c, [grey; 3], 0.7), 0.8);
    }
    Img::from_pixmap(&map)
}

fn cloth(rng: &mut Rng, w: usize, h: usize, knit: bool) -> Img {
    let seed = rng.next_u64();
    let c = calm([rng.range(0.15, 0.85), rng.range(0.15, 0.75), rng.range(0.15, 0.85)], 0.45);
    let other = scale(c, rng.range(0.6, 0.9));
    let p = if knit { rng.range(0.35, 0.6) } else { rng.range(0.9, 1.5) };
    Img::from_fn(w, h, |x, y| {
        let fold = fbm(seed, x * 0.003, y * 0.003, 3);
        let (u, v) = (x + fold * 40.0, y + fold * 25.0);
        let t = if knit {
            0.5 + 0.5 * sin(u * p + 2.2 * sin(v * p * 0.6).abs())
        } else {
            0.5 + 0.25 * (sin(u * p) * sin(v * p) + sin((u + v) * p * 0.5))
        };
        let grain = noise(seed ^ 3, x * 0.7, y * 0.7);
        scale(mix(c, other, t), 0.7 + 0.5 * fold + 0.1 * grain)
    })
}

const TALK: &str = "关于办理备案手续的说明根据有关规定申请人应当如实填写网站名称服务内容联系方式并对所提供材料的真实性负责请在收到通知后十个工作日内补齐材料逾期未补的视为放弃申请本单位承诺遵守国家法律法规不从事违法活动";

fn page(rng: &mut Rng, w: usize, h: usize, news: bool) -> Img {
    let tone: Rgb = if news { [0.86, 0.85, 0.80] } else { [0.95, 0.95, 0.94] };
    let mut map = plain(rng, w, h, tone).to_pixmap();
    let f = font(if news { Type::Uming } else { Type::ZenHei });
    let em = rng.range(13.0, 24.0);
    let turn = Transform::from_rotate_at(rng.range(-25.0, 25.0), w as f32 / 2.0, h as f32 / 2.0);
    let style = Style::new(em, [0.18, 0.18, 0.2]).alpha(rng.range(0.5, 0.9));
    let talk: Vec<char> = TALK.chars().collect();
    let per = (w as f32 * 1.3 / em) as usize;
    let mut y = -(h as f32) * 0.3;
    while y < h as f32 * 1.3 {
        let from = rng.index(talk.len());
        let n = if rng.chance(0.2) { per / 2 } else { per };
        let line: String = (0..n).map(|i| talk[(from + i) % talk.len()]).collect();
        f.draw_at(&mut map, &line, -(w as f32) * 0.15, y, style, turn);
        y += em * rng.range(1.5, 1.7);
    }
    Img::from_pixmap(&map)
}

fn keys(rng: &mut Rng, w: usize, h: usize, laptop: bool) -> Img {
    let (board, key, text): (Rgb, Rgb, Rgb) = if laptop {
        ([0.72, 0.73, 0.75], [0.10, 0.10, 0.11], [0.88, 0.88, 0.9])
    } else if rng.chance(0.5) {
        ([0.08, 0.08, 0.09], [0.15, 0.15, 0.16], [0.85, 0.85, 0.85])
    } else {
        ([0.62, 0.62, 0.62], [0.93, 0.93, 0.92], [0.2, 0.2, 0.22])
    };
    let mut map = plain(rng, w, h, board).to_pixmap();
    let k = rng.range(70.0, 120.0);
    let gap = k * if laptop { 0.16 } else { 0.09 };
    let f = font(Type::MicroHei);
    let turn = Transform::from_rotate_at(rng.range(-18.0, 18.0), w as f32 / 2.0, h as f32 / 2.0);
    let letters: Vec<char> = "QWERTYUIOPASDFGHJKLZXCVBNM1234567890".chars().collect();
    let (mut y, mut row, mut n) = (-(h as f32) * 0.3, 0, rng.index(26));
    while y < h as f32 * 1.3 {
        let mut x = -(w as f32) * 0.3 + (row % 3) as f32 * k * 0.35;
        while x < w as f32 * 1.3 {
            let path = round_rect(x, y, k - gap, k - gap, k * 0.12);
            if let Some(path) = path.transform(turn) {
                fill(&mut map, &path, key, 1.0);
            }
            if !laptop
                && let Some(top) = round_rect(x + k * 0.08, y + k * 0.04, k * 0.74, k * 0.72, k * 0.1).transform(turn)
            {
                fill(&mut map, &top, scale(key, 1.12), 1.0);
            }
            let c = letters[n % letters.len()].to_string();
            f.draw_at(&mut map, &c, x + k * 0.16, y + k * 0.26, Style::new(k * 0.3, text), turn);
            n += 1;
            x += k;
        }
        y += k;
        row += 1;
    }
    let mut img = Img::from_pixmap(&map);
    img.blur(0.8);
    img
}

fn pattern(rng: &mut Rng, w: usize, h: usize, stripes: bool) -> Img {
    let a = calm([rng.range(0.3, 0.95), rng.range(0.3, 0.95), rng.range(0.3, 0.95)], 0.5);
    let b = calm([rng.range(0.1, 0.8), rng.range(0.1, 0.8), rng.range(0.1, 0.8)], 0.5);
    let p = rng.range(0.05, 0.16);
    let t = rng.range(0.0, 3.1);
    let (c, s) = (libm::cosf(t), libm::sinf(t));
    let seed = rng.next_u64();
    Img::from_fn(w, h, |x, y| {
        let (u, v) = (x * c + y * s, y * c - x * s);
        let q = if stripes { smooth(-0.2, 0.2, sin(u * p)) } else { smooth(-0.15, 0.15, sin(u * p) * sin(v * p)) };
        scale(mix(a, b, q), 0.95 + 0.1 * noise(seed, x * 0.5, y * 0.5))
    })
}

fn photo(rng: &mut Rng, p: &Img, w: usize, h: usize, tint: bool) -> Img {
    let turn = rng.index(4);
    let k = rng.range(1.0, 1.9) * (w.max(h) as f32 / p.w.min(p.h) as f32) * 0.5;
    let c: Rgb = if tint { [rng.range(0.75, 1.1), rng.range(0.75, 1.05), rng.range(0.7, 1.05)] } else { [1.0; 3] };
    let green: Rgb = if tint && rng.chance(0.4) { [0.7, 0.95, 0.6] } else { [1.0; 3] };
    let fold = |v: f32, n: f32| {
        // Mirrored at the border, so that it goes on without a seam.
        let m = v.rem_euclid(2.0 * n);
        if m < n { m } else { 2.0 * n - m }
    };
    Img::from_fn(w, h, |x, y| {
        let (u, v) = match turn {
            0 => (x, y),
            1 => (y, w as f32 - x),
            2 => (w as f32 - x, h as f32 - y),
            _ => (h as f32 - y, x),
        };
        let q = p.sample(fold(u / k, p.w as f32), fold(v / k, p.h as f32));
        [q[0] * c[0] * green[0], q[1] * c[1] * green[1], q[2] * c[2] * green[2]]
    })
}
