//! Grey pixels, and those whose brightness and colour lie in planes of their own.

use super::pixels::{Rgb, Source};
use super::sample::Levels;
use super::walk::{PARTS, Walk};

/// One byte a pixel.
#[derive(Debug, Clone, Copy)]
pub struct Grey<'a> {
    pub data: &'a [u8],
    pub stride: usize,
    pub width: usize,
    pub height: usize,
}

/// Three planes, chroma at half the size, its samples `step` bytes apart.
#[derive(Debug, Clone, Copy)]
pub struct Yuv<'a> {
    pub y: Grey<'a>,
    pub u: &'a [u8],
    pub v: &'a [u8],
    pub u_stride: usize,
    pub v_stride: usize,
    pub step: usize,
    /// Video range rather than full.
    pub video: bool,
}

/// Pixels that are gathered before they are computed with, so that the computing is done many at a time.
const BATCH: usize = 64;

/// Samples around `BATCH` places.
struct Gathered {
    corners: [[u8; BATCH]; 4],
    right: [i16; BATCH],
    below: [i16; BATCH],
    chroma: [[u8; BATCH]; 2],
}

impl Gathered {
    const EMPTY: Self =
        Self { corners: [[0; BATCH]; 4], right: [0; BATCH], below: [0; BATCH], chroma: [[128; BATCH]; 2] };

    /// Between the four corners, times 128 * 128.
    fn between(&self, out: &mut [f32; BATCH]) {
        let [a, b, c, d] = &self.corners;
        let upper = a.iter().zip(b);
        let lower = c.iter().zip(d);
        let parts = self.right.iter().zip(&self.below);
        for (out, (((a, b), (c, d)), (right, below))) in out.iter_mut().zip(upper.zip(lower).zip(parts)) {
            let [a, b, c, d] = [*a, *b, *c, *d].map(i16::from);
            // At most 255 * 128: fits 15 bits.
            let top = a * PARTS + (b - a) * right;
            let bottom = c * PARTS + (d - c) * right;
            *out = (i32::from(top) * i32::from(PARTS) + i32::from(bottom - top) * i32::from(*below)) as f32;
        }
    }
}

const WHOLE: f32 = PARTS as f32 * PARTS as f32;

impl Grey<'_> {
    /// The four corners of a place, `[left, right]` above and below; `None` beyond the picture.
    #[inline(always)]
    fn corners(&self, at: usize) -> Option<([u8; 2], [u8; 2])> {
        let top = self.data.get(at..)?.first_chunk()?;
        let bottom = self.data.get(at + self.stride..)?.first_chunk()?;
        Some((*top, *bottom))
    }

    #[inline(always)]
    fn code(&self, x: usize, y: usize) -> u8 {
        self.data.get(y * self.stride + x).copied().unwrap_or_default()
    }

    fn mean_code(&self, columns: &[usize], rows: &[usize]) -> f32 {
        let mut sum = 0;
        for y in rows {
            let row = self.data.get(y * self.stride..).unwrap_or_default();
            sum += columns.iter().map(|x| u32::from(row.get(*x).copied().unwrap_or_default())).sum::<u32>();
        }
        sum as f32 / (columns.len() * rows.len()).max(1) as f32
    }
}

/// Gathers up to `BATCH` places along `walk`; `more` takes in what else is wanted of each.
#[inline(always)]
fn gather(y: &Grey<'_>, walk: &mut Walk, count: usize, into: &mut Gathered, more: impl Fn(usize, usize) -> [u8; 2]) {
    let Gathered { corners: [a, b, c, d], right, below, chroma: [u, v] } = into;
    let corners = a.iter_mut().zip(b).zip(c.iter_mut().zip(d));
    let parts = right.iter_mut().zip(below).zip(u.iter_mut().zip(v));
    for (((a, b), (c, d)), ((right, below), (u, v))) in corners.zip(parts).take(count) {
        let place = walk.place();
        let (top, bottom) = y.corners(place.y * y.stride + place.x).unwrap_or_default();
        [*a, *b] = top;
        [*c, *d] = bottom;
        (*right, *below) = (place.right, place.below);
        [*u, *v] = more(place.x, place.y);
        walk.step();
    }
}

impl Source for Grey<'_> {
    fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    #[inline(always)]
    fn at(&self, x: usize, y: usize) -> Rgb {
        [self.luma_at(x, y); 3]
    }

    #[inline(always)]
    fn luma_at(&self, x: usize, y: usize) -> f32 {
        f32::from(self.code(x, y))
    }

    fn line(&self, mut walk: Walk, levels: Levels, out: &mut [f32]) {
        let mut gathered = Gathered::EMPTY;
        let mut values = [0.0; BATCH];
        let scale = levels.scale / WHOLE;
        for batch in out.chunks_mut(BATCH * 3) {
            gather(self, &mut walk, batch.len() / 3, &mut gathered, |_, _| [128; 2]);
            gathered.between(&mut values);
            for (pixel, value) in batch.chunks_exact_mut(3).zip(values) {
                pixel.fill(value * scale + levels.offset);
            }
        }
    }

    fn mean(&self, columns: &[usize], rows: &[usize]) -> Rgb {
        [self.mean_code(columns, rows); 3]
    }
}

/// BT.601: what one step of V adds to R and takes from G, and one of U takes from G and adds to B.
const V_TO_R: f32 = 1.402;
const V_TO_G: f32 = 0.714_136;
const U_TO_G: f32 = 0.344_136;
const U_TO_B: f32 = 1.772;
/// Where black lies in video range, and its steps in steps of full range: 219 codes of Y and 224 of chroma for 255.
const VIDEO_BLACK: f32 = 16.0;
const VIDEO_Y: f32 = 255.0 / 219.0;
const VIDEO_C: f32 = 255.0 / 224.0;

impl Yuv<'_> {
    /// Offset of Y, and factors of Y and of chroma, that make full range.
    fn range(&self) -> (f32, f32, f32) {
        if self.video { (VIDEO_BLACK, VIDEO_Y, VIDEO_C) } else { (0.0, 1.0, 1.0) }
    }

    /// U and V of the pixel at `x`, `y`.
    #[inline(always)]
    fn chroma(&self, x: usize, y: usize) -> [u8; 2] {
        let (column, row) = (x / 2 * self.step, y / 2);
        let sample = |data: &[u8], stride: usize| data.get(row * stride + column).copied().unwrap_or(128);
        [sample(self.u, self.u_stride), sample(self.v, self.v_stride)]
    }

    #[inline(always)]
    fn rgb(&self, y: f32, [u, v]: [u8; 2]) -> Rgb {
        let (black, of_y, of_c) = self.range();
        to_rgb((y - black) * of_y, (f32::from(u) - 128.0) * of_c, (f32::from(v) - 128.0) * of_c)
    }
}

#[inline(always)]
fn to_rgb(y: f32, u: f32, v: f32) -> Rgb {
    [y + V_TO_R * v, y - V_TO_G * v - U_TO_G * u, y + U_TO_B * u].map(|value| value.clamp(0.0, 255.0))
}

impl Source for Yuv<'_> {
    fn size(&self) -> (usize, usize) {
        self.y.size()
    }

    #[inline(always)]
    fn at(&self, x: usize, y: usize) -> Rgb {
        self.rgb(self.y.luma_at(x, y), self.chroma(x, y))
    }

    #[inline(always)]
    fn luma_at(&self, x: usize, y: usize) -> f32 {
        let (black, of_y, _) = self.range();
        ((self.y.luma_at(x, y) - black) * of_y).clamp(0.0, 255.0)
    }

    /// Brightness is interpolated, colour taken from the nearest sample, as OpenCV and MediaPipe read these formats.
    fn line(&self, mut walk: Walk, levels: Levels, out: &mut [f32]) {
        let (black, of_y, of_c) = self.range();
        let of_y = of_y / WHOLE;
        let black = black * WHOLE;
        let mut gathered = Gathered::EMPTY;
        let mut values = [0.0; BATCH];
        let mut colours = [[0.0; BATCH]; 3];
        for batch in out.chunks_mut(BATCH * 3) {
            gather(&self.y, &mut walk, batch.len() / 3, &mut gathered, |x, y| self.chroma(x, y));
            gathered.between(&mut values);
            let [red, green, blue] = &mut colours;
            let [us, vs] = &gathered.chroma;
            let rgb = red.iter_mut().zip(green.iter_mut()).zip(blue.iter_mut());
            for (((r, g), b), (y, (u, v))) in rgb.zip(values.iter().zip(us.iter().zip(vs))) {
                let (u, v) = ((f32::from(*u) - 128.0) * of_c, (f32::from(*v) - 128.0) * of_c);
                let colour = to_rgb((y - black) * of_y, u, v);
                [*r, *g, *b] = colour.map(|value| levels.of(value));
            }
            for (pixel, ((r, g), b)) in batch.chunks_exact_mut(3).zip(red.iter().zip(green.iter()).zip(blue.iter())) {
                pixel.copy_from_slice(&[*r, *g, *b]);
            }
        }
    }

    fn mean(&self, columns: &[usize], rows: &[usize]) -> Rgb {
        let middle = |places: &[usize]| places.get(places.len() / 2).copied().unwrap_or_default();
        // Colour is averaged already, by the camera.
        self.rgb(self.y.mean_code(columns, rows), self.chroma(middle(columns), middle(rows)))
    }
}
