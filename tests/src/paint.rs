//! Pictures of floats: sampling, blurring, mixing, and the way to and from `tiny_skia`.

use tiny_skia::{FillRule, Paint, Path, Pixmap, Stroke, Transform};

/// A colour, red green blue in 0..1, gamma encoded as a picture file has it.
pub type Rgb = [f32; 3];

/// A picture of colours.
#[derive(Clone, Debug)]
pub struct Img {
    /// Width in pixels.
    pub w: usize,
    /// Height in pixels.
    pub h: usize,
    /// Rows of colours, top first.
    pub px: Vec<Rgb>,
}

/// `a` at `t` 0, `b` at `t` 1.
#[must_use]
#[inline]
pub fn mix(a: Rgb, b: Rgb, t: f32) -> Rgb {
    [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t]
}

/// Every channel times `k`.
#[must_use]
#[inline]
pub fn scale(a: Rgb, k: f32) -> Rgb {
    [a[0] * k, a[1] * k, a[2] * k]
}

/// 0 below `lo`, 1 above `hi`, smooth between.
#[must_use]
#[inline]
pub fn smooth(lo: f32, hi: f32, x: f32) -> f32 {
    let t = ((x - lo) / (hi - lo)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// Luma of a colour (BT.601).
#[must_use]
pub fn luma(c: Rgb) -> f32 {
    0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2]
}

/// The whole number below, without the library call that the base x86-64 needs for it.
#[must_use]
#[inline]
pub fn floor(x: f32) -> f32 {
    let t = x as i32 as f32;
    if t > x { t - 1.0 } else { t }
}

/// Sine by a polynomial: quick, and the same on every machine (error below 0.001).
#[must_use]
#[inline]
pub fn sin(x: f32) -> f32 {
    let turns = x * (1.0 / std::f32::consts::TAU);
    let t = turns - floor(turns) - 0.5; // -0.5..0.5, sine of it turned by half a circle
    let y = t * (8.0 - 16.0 * t.abs());
    -(0.775 * y + 0.225 * y * y.abs())
}

impl Img {
    /// A picture of one colour.
    #[must_use]
    pub fn new(w: usize, h: usize, c: Rgb) -> Self {
        Self { w, h, px: vec![c; w * h] }
    }

    /// A picture from a function of pixel centres.
    pub fn from_fn(w: usize, h: usize, mut f: impl FnMut(f32, f32) -> Rgb) -> Self {
        let mut px = Vec::with_capacity(w * h);
        for y in 0..h {
            for x in 0..w {
                px.push(f(x as f32 + 0.5, y as f32 + 0.5));
            }
        }
        Self { w, h, px }
    }

    /// The colours of an opaque pixmap.
    #[must_use]
    pub fn from_pixmap(map: &Pixmap) -> Self {
        let px = map.pixels().iter().map(|p| [p.red(), p.green(), p.blue()].map(|v| f32::from(v) / 255.0)).collect();
        Self { w: map.width() as usize, h: map.height() as usize, px }
    }

    /// An opaque pixmap of these colours.
    #[must_use]
    pub fn to_pixmap(&self) -> Pixmap {
        let mut map = Pixmap::new(self.w as u32, self.h as u32).expect("a picture has pixels");
        for (out, c) in map.data_mut().chunks_exact_mut(4).zip(&self.px) {
            for k in 0..3 {
                out[k] = to_u8(c[k]);
            }
            out[3] = 255;
        }
        map
    }

    /// Bytes red, green, blue.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.px.len() * 3);
        for c in &self.px {
            out.extend_from_slice(&[to_u8(c[0]), to_u8(c[1]), to_u8(c[2])]);
        }
        out
    }

    /// The nearest pixel, the border repeated.
    #[must_use]
    pub fn at(&self, x: isize, y: isize) -> Rgb {
        let x = x.clamp(0, self.w as isize - 1) as usize;
        let y = y.clamp(0, self.h as isize - 1) as usize;
        self.px[y * self.w + x]
    }

    /// Bilinear at picture coordinates (pixel centres at .5), the border repeated.
    #[must_use]
    pub fn sample(&self, x: f32, y: f32) -> Rgb {
        let (x, y) = (x - 0.5, y - 0.5);
        if x >= 0.0 && y >= 0.0 {
            let (ix, iy) = (x as usize, y as usize);
            if ix + 1 < self.w && iy + 1 < self.h {
                let (fx, fy) = (x - ix as f32, y - iy as f32);
                let i = iy * self.w + ix;
                let (a, b) = (&self.px[i..i + 2], &self.px[i + self.w..i + self.w + 2]);
                return mix(mix(a[0], a[1], fx), mix(b[0], b[1], fx), fy);
            }
        }
        let (x0, y0) = (floor(x), floor(y));
        let (fx, fy) = (x - x0, y - y0);
        let (ix, iy) = (x0 as isize, y0 as isize);
        let top = mix(self.at(ix, iy), self.at(ix + 1, iy), fx);
        let low = mix(self.at(ix, iy + 1), self.at(ix + 1, iy + 1), fx);
        mix(top, low, fy)
    }

    /// Half the size, each pixel the mean of four.
    #[must_use]
    pub fn half(&self) -> Self {
        let (w, h) = ((self.w / 2).max(1), (self.h / 2).max(1));
        let mut px = Vec::with_capacity(w * h);
        for y in 0..h {
            let (r0, r1) = ((2 * y).min(self.h - 1) * self.w, (2 * y + 1).min(self.h - 1) * self.w);
            for x in 0..w {
                let (c0, c1) = ((2 * x).min(self.w - 1), (2 * x + 1).min(self.w - 1));
                let (a, b, c, d) = (self.px[r0 + c0], self.px[r0 + c1], self.px[r1 + c0], self.px[r1 + c1]);
                px.push([0, 1, 2].map(|k| (a[k] + b[k] + c[k] + d[k]) * 0.25));
            }
        }
        Self { w, h, px }
    }

    /// Resized by bilinear sampling (halved first while it is more than twice too large).
    #[must_use]
    pub fn resized(&self, w: usize, h: usize) -> Self {
        if self.w >= 2 * w && self.h >= 2 * h {
            return self.half().resized(w, h);
        }
        // Rows first, then columns: half the work of sampling each pixel.
        let steps = |n: usize, of: usize| -> Vec<(usize, usize, f32)> {
            let k = of as f32 / n as f32;
            (0..n)
                .map(|i| {
                    let v = ((i as f32 + 0.5) * k - 0.5).clamp(0.0, (of - 1) as f32);
                    let a = v as usize;
                    (a, (a + 1).min(of - 1), v - a as f32)
                })
                .collect()
        };
        let columns = steps(w, self.w);
        let wide: Vec<Vec<Rgb>> = self
            .px
            .chunks_exact(self.w)
            .map(|row| columns.iter().map(|(a, b, t)| mix(row[*a], row[*b], *t)).collect())
            .collect();
        let mut px = Vec::with_capacity(w * h);
        for (a, b, t) in steps(h, self.h) {
            px.extend(wide[a].iter().zip(&wide[b]).map(|(a, b)| mix(*a, *b, t)));
        }
        Self { w, h, px }
    }
}

/// A channel as a byte.
#[must_use]
pub fn to_u8(v: f32) -> u8 {
    (v.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

/// A paint of one colour with an opacity.
#[must_use]
pub fn ink(c: Rgb, alpha: f32) -> Paint<'static> {
    let mut p = Paint::default();
    let c = c.map(|v| v.clamp(0.0, 1.0));
    p.set_color(tiny_skia::Color::from_rgba(c[0], c[1], c[2], alpha.clamp(0.0, 1.0)).expect("clamped"));
    p.anti_alias = true;
    p
}

/// Fills a path.
pub fn fill(map: &mut Pixmap, path: &Path, c: Rgb, alpha: f32) {
    map.fill_path(path, &ink(c, alpha), FillRule::Winding, Transform::identity(), None);
}

/// Strokes a path with round ends.
pub fn stroke(map: &mut Pixmap, path: &Path, c: Rgb, alpha: f32, width: f32) {
    let s = Stroke {
        width,
        line_cap: tiny_skia::LineCap::Round,
        line_join: tiny_skia::LineJoin::Round,
        ..Stroke::default()
    };
    map.stroke_path(path, &ink(c, alpha), &s, Transform::identity(), None);
}

/// A polygon or, open, a line through points.
#[must_use]
pub fn poly(points: &[(f32, f32)], close: bool) -> Path {
    let mut b = tiny_skia::PathBuilder::new();
    for (i, (x, y)) in points.iter().enumerate() {
        if i == 0 {
            b.move_to(*x, *y);
        } else {
            b.line_to(*x, *y);
        }
    }
    if close {
        b.close();
    }
    b.finish().expect("two points or more")
}

/// An ellipse turned by `turn` radians.
#[must_use]
pub fn ellipse(cx: f32, cy: f32, rx: f32, ry: f32, turn: f32) -> Path {
    let (s, c) = (libm::sinf(turn), libm::cosf(turn));
    let points: Vec<_> = (0..48)
        .map(|i| {
            let a = i as f32 / 48.0 * std::f32::consts::TAU;
            let (x, y) = (rx * libm::cosf(a), ry * libm::sinf(a));
            (cx + x * c - y * s, cy + x * s + y * c)
        })
        .collect();
    poly(&points, true)
}

/// A rectangle with round corners.
#[must_use]
pub fn round_rect(x: f32, y: f32, w: f32, h: f32, r: f32) -> Path {
    let mut b = tiny_skia::PathBuilder::new();
    let k = 0.5523 * r;
    b.move_to(x + r, y);
    b.line_to(x + w - r, y);
    b.cubic_to(x + w - r + k, y, x + w, y + r - k, x + w, y + r);
    b.line_to(x + w, y + h - r);
    b.cubic_to(x + w, y + h - r + k, x + w - r + k, y + h, x + w - r, y + h);
    b.line_to(x + r, y + h);
    b.cubic_to(x + r - k, y + h, x, y + h - r + k, x, y + h - r);
    b.line_to(x, y + r);
    b.cubic_to(x, y + r - k, x + r - k, y, x + r, y);
    b.close();
    b.finish().expect("a rectangle is a path")
}
