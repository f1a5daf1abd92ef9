//! How single pixels are read out of each format. Only what is asked for is converted.

/// The pixels of a checked frame.
#[derive(Debug, Clone, Copy)]
pub enum Pixels<'a> {
    Grey(Grey<'a>),
    Rgb(Packed<'a, 3, false>),
    Bgr(Packed<'a, 3, true>),
    Rgba(Packed<'a, 4, false>),
    Bgra(Packed<'a, 4, true>),
    Yuv(Yuv<'a>),
}

/// Runs `$body` with `$source` bound to the pixels, once for each format: the loops inside know theirs.
macro_rules! with_source {
    ($pixels:expr, $source:ident => $body:expr) => {
        match $pixels {
            Pixels::Grey($source) => $body,
            Pixels::Rgb($source) => $body,
            Pixels::Bgr($source) => $body,
            Pixels::Rgba($source) => $body,
            Pixels::Bgra($source) => $body,
            Pixels::Yuv($source) => $body,
        }
    };
}
pub(super) use with_source;

/// R, G, B (0 to 255) and a lane of no meaning, so that four-lane instructions are used.
pub type Lanes = [f32; 4];

/// BT.601 luma of R, G, B.
pub fn luma([r, g, b, _]: Lanes) -> f32 {
    0.299 * r + 0.587 * g + 0.114 * b
}

/// One format's way of reading pixels. Coordinates are those stored.
pub trait Source {
    /// Width and height, px.
    fn size(&self) -> (usize, usize);

    /// The pixel at `x`, `y`; black beyond the picture.
    fn at(&self, x: usize, y: usize) -> Lanes;

    /// BT.601 luma of the pixel at `x`, `y`, 0 to 255; 0 beyond the picture.
    fn luma_at(&self, x: usize, y: usize) -> f32;

    /// Between the four pixels from `x`, `y` to `x + 1`, `y + 1`, by linear interpolation; `None` where they cannot be
    /// read at one go, as beyond the picture.
    fn between(&self, x: usize, y: usize, fx: f32, fy: f32) -> Option<Lanes>;
}

/// The four weights of linear interpolation.
#[inline(always)]
fn blend(a: Lanes, b: Lanes, c: Lanes, d: Lanes, fx: f32, fy: f32) -> Lanes {
    let mut out = [0.0; 4];
    for ((((out, a), b), c), d) in out.iter_mut().zip(a).zip(b).zip(c).zip(d) {
        let top = a + (b - a) * fx;
        let bottom = c + (d - c) * fx;
        *out = top + (bottom - top) * fy;
    }
    out
}

/// One byte a pixel.
#[derive(Debug, Clone, Copy)]
pub struct Grey<'a> {
    pub data: &'a [u8],
    pub stride: usize,
    pub width: usize,
    pub height: usize,
}

impl Source for Grey<'_> {
    fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    #[inline(always)]
    fn at(&self, x: usize, y: usize) -> Lanes {
        [self.luma_at(x, y); 4]
    }

    #[inline(always)]
    fn luma_at(&self, x: usize, y: usize) -> f32 {
        self.data.get(y * self.stride + x).copied().map_or(0.0, f32::from)
    }

    #[inline(always)]
    fn between(&self, x: usize, y: usize, fx: f32, fy: f32) -> Option<Lanes> {
        Some([one_plane(self.data, self.stride, x, y, fx, fy)?; 4])
    }
}

#[inline(always)]
fn one_plane(data: &[u8], stride: usize, x: usize, y: usize, fx: f32, fy: f32) -> Option<f32> {
    let at = y * stride + x;
    let &[a, b] = data.get(at..)?.first_chunk()?;
    let &[c, d] = data.get(at + stride..)?.first_chunk()?;
    let [a, b, c, d] = [a, b, c, d].map(f32::from);
    let top = a + (b - a) * fx;
    let bottom = c + (d - c) * fx;
    Some(top + (bottom - top) * fy)
}

/// `N` bytes a pixel, three of them colours: R first, or B first when `BGR`.
#[derive(Debug, Clone, Copy)]
pub struct Packed<'a, const N: usize, const BGR: bool> {
    pub data: &'a [u8],
    pub stride: usize,
    pub width: usize,
    pub height: usize,
}

impl<const N: usize, const BGR: bool> Packed<'_, N, BGR> {
    #[inline(always)]
    fn ordered([a, b, c, d]: Lanes) -> Lanes {
        if BGR { [c, b, a, d] } else { [a, b, c, d] }
    }

    /// Two pixels side by side. Takes eight bytes, more than two pixels of three: `None` for the very last.
    #[inline(always)]
    fn pair(&self, at: usize) -> Option<(Lanes, Lanes)> {
        let bytes: &[u8; 8] = self.data.get(at..)?.first_chunk()?;
        let &[a, b, c, d, e, f, g, h] = bytes;
        let second = if N == 3 { [d, e, f, g] } else { [e, f, g, h] };
        Some(([a, b, c, d].map(f32::from), second.map(f32::from)))
    }
}

impl<const N: usize, const BGR: bool> Source for Packed<'_, N, BGR> {
    fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    #[inline(always)]
    fn at(&self, x: usize, y: usize) -> Lanes {
        let pixel = self.data.get(y * self.stride + x * N..).and_then(|rest| rest.first_chunk::<3>());
        let [a, b, c] = pixel.copied().unwrap_or_default().map(f32::from);
        Self::ordered([a, b, c, 0.0])
    }

    #[inline(always)]
    fn luma_at(&self, x: usize, y: usize) -> f32 {
        luma(self.at(x, y))
    }

    #[inline(always)]
    fn between(&self, x: usize, y: usize, fx: f32, fy: f32) -> Option<Lanes> {
        let at = y * self.stride + x * N;
        let (a, b) = self.pair(at)?;
        let (c, d) = self.pair(at + self.stride)?;
        Some(Self::ordered(blend(a, b, c, d, fx, fy)))
    }
}

/// Three planes, chroma at half the size, its samples `step` bytes apart.
#[derive(Debug, Clone, Copy)]
pub struct Yuv<'a> {
    pub y: &'a [u8],
    pub u: &'a [u8],
    pub v: &'a [u8],
    pub stride: usize,
    pub u_stride: usize,
    pub v_stride: usize,
    pub step: usize,
    pub width: usize,
    pub height: usize,
    /// Video range rather than full.
    pub video: bool,
}

/// What BT.601 makes of one step of V and U in R, G, B.
const V_TO_RGB: Lanes = [1.402, -0.714_136, 0.0, 0.0];
const U_TO_RGB: Lanes = [0.0, -0.344_136, 1.772, 0.0];
/// Steps of video range in steps of full range: 219 codes of Y and 224 of chroma for 255.
const VIDEO_Y: f32 = 255.0 / 219.0;
const VIDEO_C: f32 = 255.0 / 224.0;

impl Yuv<'_> {
    #[inline(always)]
    fn brightness(&self, y: f32) -> f32 {
        if self.video { ((y - 16.0) * VIDEO_Y).clamp(0.0, 255.0) } else { y }
    }

    #[inline(always)]
    fn rgb(&self, y: f32, u: f32, v: f32) -> Lanes {
        let (y, scale) = if self.video { ((y - 16.0) * VIDEO_Y, VIDEO_C) } else { (y, 1.0) };
        let (u, v) = ((u - 128.0) * scale, (v - 128.0) * scale);
        let mut out = [0.0; 4];
        for ((out, of_u), of_v) in out.iter_mut().zip(U_TO_RGB).zip(V_TO_RGB) {
            *out = (y + of_u * u + of_v * v).clamp(0.0, 255.0);
        }
        out
    }

    /// U and V between their samples about `at` and one row and one column further.
    #[inline(always)]
    fn chroma(data: &[u8], at: usize, right: usize, below: usize, fx: f32, fy: f32) -> Option<f32> {
        let [a, b, c, d] =
            [*data.get(at)?, *data.get(at + right)?, *data.get(at + below)?, *data.get(at + below + right)?]
                .map(f32::from);
        let top = a + (b - a) * fx;
        let bottom = c + (d - c) * fx;
        Some(top + (bottom - top) * fy)
    }
}

impl Source for Yuv<'_> {
    fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    #[inline(always)]
    fn at(&self, x: usize, y: usize) -> Lanes {
        let luma = self.y.get(y * self.stride + x).copied().map_or(0.0, f32::from);
        let (column, row) = (x / 2 * self.step, y / 2);
        let u = self.u.get(row * self.u_stride + column).copied().map_or(128.0, f32::from);
        let v = self.v.get(row * self.v_stride + column).copied().map_or(128.0, f32::from);
        self.rgb(luma, u, v)
    }

    #[inline(always)]
    fn luma_at(&self, x: usize, y: usize) -> f32 {
        self.brightness(self.y.get(y * self.stride + x).copied().map_or(0.0, f32::from))
    }

    #[inline(always)]
    fn between(&self, x: usize, y: usize, fx: f32, fy: f32) -> Option<Lanes> {
        let luma = one_plane(self.y, self.stride, x, y, fx, fy)?;
        // A chroma sample lies between its four pixels: at 0.5 of the first.
        let half = |whole: usize, part: f32, last: usize| {
            let at = ((whole as f32 + part) * 0.5 - 0.25).max(0.0);
            let whole = (at as usize).min(last);
            (whole, at - whole as f32, usize::from(whole < last))
        };
        let (column, cx, right) = half(x, fx, self.width.div_ceil(2) - 1);
        let (row, cy, below) = half(y, fy, self.height.div_ceil(2) - 1);
        let (column, right) = (column * self.step, right * self.step);
        let u = Self::chroma(self.u, row * self.u_stride + column, right, below * self.u_stride, cx, cy)?;
        let v = Self::chroma(self.v, row * self.v_stride + column, right, below * self.v_stride, cx, cy)?;
        Some(self.rgb(luma, u, v))
    }
}
