//! Grey pixels, and those whose brightness and colour lie in planes of their own.

use std::ops::Range;

use super::batch::{BATCH, Batch, WHOLE};
use super::pixels::{Rgb, Source, read_in_order};
use super::sample::Levels;
use super::walk::Walk;

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
    pub chroma_stride: usize,
    /// How often rows of Y are halved to give those of chroma: once, or never when Y is thinned.
    pub halvings: u32,
    pub step: usize,
    /// Video range rather than full.
    pub video: bool,
}

impl Grey<'_> {
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
        let mut batch = Batch::EMPTY;
        let mut values = [0.0; BATCH];
        let scale = levels.scale / WHOLE;
        for part in out.chunks_mut(BATCH * 3) {
            batch.gather(self, &mut walk, part.len() / 3, |_, _| [128; 2]);
            batch.between(&mut values);
            for (pixel, value) in part.chunks_exact_mut(3).zip(values) {
                pixel.fill(value * scale + levels.offset);
            }
        }
    }

    fn thinned(&self) -> Self {
        Self { stride: self.stride * 2, height: self.height.div_ceil(2), ..*self }
    }

    fn approach(&self, columns: Range<usize>, rows: Range<usize>) {
        read_in_order(self.data, self.stride, columns, rows);
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
        let at = (y >> self.halvings) * self.chroma_stride + x / 2 * self.step;
        [self.u.get(at), self.v.get(at)].map(|sample| sample.copied().unwrap_or(128))
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
        let mut batch = Batch::EMPTY;
        let mut values = [0.0; BATCH];
        let mut colours = [[0.0; BATCH]; 3];
        for part in out.chunks_mut(BATCH * 3) {
            batch.gather(&self.y, &mut walk, part.len() / 3, |x, y| self.chroma(x, y));
            batch.between(&mut values);
            let [red, green, blue] = &mut colours;
            let [us, vs] = &batch.chroma;
            let rgb = red.iter_mut().zip(green.iter_mut()).zip(blue.iter_mut());
            for (((r, g), b), (y, (u, v))) in rgb.zip(values.iter().zip(us.iter().zip(vs))) {
                let (u, v) = ((f32::from(*u) - 128.0) * of_c, (f32::from(*v) - 128.0) * of_c);
                let colour = to_rgb((y - black) * of_y, u, v);
                [*r, *g, *b] = colour.map(|value| levels.of(value));
            }
            for (pixel, ((r, g), b)) in part.chunks_exact_mut(3).zip(red.iter().zip(green.iter()).zip(blue.iter())) {
                pixel.copy_from_slice(&[*r, *g, *b]);
            }
        }
    }

    fn thinned(&self) -> Self {
        let y = self.y.thinned();
        match self.halvings {
            // One row of chroma for each that is left.
            1 => Self { y, halvings: 0, ..*self },
            _ => Self { y, chroma_stride: self.chroma_stride * 2, ..*self },
        }
    }

    fn approach(&self, columns: Range<usize>, rows: Range<usize>) {
        self.y.approach(columns.clone(), rows.clone());
        let columns = columns.start / 2 * self.step..columns.end.div_ceil(2) * self.step;
        let rows = rows.start >> self.halvings..(rows.end >> self.halvings) + 1;
        read_in_order(self.u, self.chroma_stride, columns.clone(), rows.clone());
        if self.step == 1 {
            // Otherwise the samples of V lie between those of U.
            read_in_order(self.v, self.chroma_stride, columns, rows);
        }
    }

    fn mean(&self, columns: &[usize], rows: &[usize]) -> Rgb {
        let middle = |places: &[usize]| places.get(places.len() / 2).copied().unwrap_or_default();
        // Colour is averaged already, by the camera.
        self.rgb(self.y.mean_code(columns, rows), self.chroma(middle(columns), middle(rows)))
    }
}
