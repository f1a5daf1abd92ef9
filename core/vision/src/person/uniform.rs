//! OFIQ's BackgroundUniformity: how much the light changes from pixel to pixel behind the head.

use multiversion::multiversion;

use super::canvas::Canvas;
use super::colour::{length, linear_of_code, luminance as luminance_of};
use super::mask_runs::{HERE, mask_runs};
use super::segment::MASK_SIDE;
use super::smooth::in_threes;
use crate::frame::{Code, Frame};

/// What of the canvas is looked at, and to which size it is brought: 62 px are cut off at both sides and 210 at the bottom
/// of 616, the rest becomes 354 by 292 (BSI-OFIQ 1.0.3 BackgroundUniformity).
const CUT: [f64; 2] = [62.0, 0.0];
const PART: [f64; 2] = [492.0, 406.0];
const SMALL: [usize; 2] = [354, 292];
/// Rows and columns that OFIQ's erosion by 4 by 4 looks at, so many before the pixel and so many after.
const BEFORE: usize = 2;
const AFTER: usize = 1;
/// Probability of a person up to which a pixel is background.
const NOBODY: f32 = 0.5;

/// Parts of a cell of the mask in which a walk over it is counted.
const CELL: u32 = 1 << 16;

/// Px of the canvas to a pixel of the small picture, in x and y.
const STEP: [f64; 2] = [PART[0] / SMALL[0] as f64, PART[1] / SMALL[1] as f64];

/// Rows of the small picture that are looked at at once: two before and one after the one in the middle.
const ROWS: usize = BEFORE + 1 + AFTER;
/// Which pixels of a row are background, with what the erosion adds at the borders: it takes nothing beyond the picture.
type Walls = [u8; BEFORE + SMALL[0] + AFTER];
/// How light these are, with the pixel that the gradient finds mirrored at either border.
type Light = [f32; 1 + SMALL[0] + 1];

/// A number for each pixel of a row of the small picture.
type Row = [u8; SMALL[0]];

/// Mean of Scharr's gradient of luminance (0 to 255, linear light) over the background that `canvas` shows of `frame`,
/// whose person is in `mask` (256 × 256, 0 to 1). `None` where it shows no background.
pub fn background_gradient(frame: &Frame<'_>, canvas: &Canvas, mask: &[f32]) -> Option<f64> {
    let mut behind = Behind::new(frame, canvas, mask);
    let mut walls: [Walls; ROWS] = [[HERE; _]; ROWS];
    let mut light: [Light; ROWS] = [[0.0; _]; ROWS];
    let (mut walls, mut light) = (walls.each_mut(), light.each_mut());
    let mut next: Row = [0; _];
    behind.walls(0, &mut next);
    let (mut sum, mut count) = (0.0f64, 0usize);
    for y in 0..=SMALL[1] {
        walls.rotate_left(1);
        light.rotate_left(1);
        let ([.., wall], [_, above, middle, below]) = (&mut walls, &mut light);
        if y < SMALL[1] {
            let own = next;
            if y + 1 < SMALL[1] {
                behind.walls(y + 1, &mut next);
            }
            wall.get_mut(BEFORE..BEFORE + SMALL[0]).unwrap_or_default().copy_from_slice(&own);
            behind.light(y, &own, &next, below.get_mut(1..=SMALL[0]).unwrap_or_default());
            if let [first, _, third, .., third_last, _, last] = below.as_mut_slice() {
                (*first, *last) = (*third, *third_last);
            }
        } else {
            (**wall, **below) = ([HERE; _], **above);
        }
        if y == 1 {
            **above = **below;
        }
        if y > 0 {
            let (row, pixels) = gradient_of_row(&walls, [above, middle, below]);
            sum += f64::from(row);
            count += pixels;
        }
    }
    (count > 0).then(|| sum / count as f64)
}

/// Sum of the gradient over the pixels of the middle row that are background all round, and how many these are.
#[multiversion(targets("x86_64+avx2"))]
fn gradient_of_row([a, b, c, d]: &[&mut Walls; ROWS], light: [&Light; 3]) -> (f32, usize) {
    let mut all: Walls = [HERE; _];
    for (all, ((a, b), (c, d))) in all.iter_mut().zip(a.iter().zip(b.iter()).zip(c.iter().zip(d.iter()))) {
        *all = a & b & c & d;
    }
    let mut open: Row = [0; _];
    let after = |steps: usize| all.get(steps..).unwrap_or_default();
    let around = after(0).iter().zip(after(1)).zip(after(2).iter().zip(after(3)));
    for (open, ((a, b), (c, d))) in open.iter_mut().zip(around) {
        *open = a & b & c & d;
    }
    let (mut sum, mut count) = (0.0, 0);
    for (from, to) in mask_runs(&open) {
        let [above, middle, below] = light.map(|row| row.get(from..to + 2).unwrap_or_default());
        let mut sizes = [0.0f32; SMALL[0].next_multiple_of(8)];
        let around = in_threes(above).zip(in_threes(middle).zip(in_threes(below)));
        for (size, ([a, b, c], ([d, _, e], [f, g, h]))) in sizes.iter_mut().zip(around) {
            let gx = 3.0 * (c - a) + 10.0 * (e - d) + 3.0 * (h - f);
            let gy = 3.0 * (f - a) + 10.0 * (g - b) + 3.0 * (h - c);
            *size = length(gx, gy);
        }
        // Beside each other, so that they are added up many at a time; beyond the stretch all are 0.
        let mut lanes = [0.0f32; 8];
        for eight in sizes.as_chunks().0.iter().take((to - from).div_ceil(8)) {
            lanes.iter_mut().zip(eight as &[f32; 8]).for_each(|(lane, size)| *lane += size);
        }
        sum += lanes.iter().sum::<f32>();
        count += to - from;
    }
    (sum, count)
}

/// Columns of the part of the canvas, and one more, so that the last one has a neighbour.
const COLUMNS: usize = PART[0] as usize + 1;
/// Bits after the point of a place along a row.
const POINT: u32 = 16;
/// Bits of what lies between two pixels that interpolation uses.
const PARTS: u32 = 7;

/// What is behind the person.
struct Behind<'a> {
    frame: &'a Frame<'a>,
    canvas: &'a Canvas,
    /// Where nobody is, row by row of the mask, and one more for what the frame does not show.
    nobody: Vec<u8>,
    /// Two rows of the part of the canvas, and which is the upper one.
    upper: [Code; COLUMNS],
    lower: [Code; COLUMNS],
    at: Option<usize>,
    /// What lies between the two, in parts of a code.
    mixed: [[u16; 4]; COLUMNS],
    luminance: [[f32; 256]; 3],
}

impl<'a> Behind<'a> {
    fn new(frame: &'a Frame<'a>, canvas: &'a Canvas, mask: &'a [f32]) -> Self {
        // Of each code alone in its channel: luminance is a sum.
        let mut luminance = [[0.0; 256]; 3];
        for (channel, shares) in luminance.iter_mut().enumerate() {
            for (code, share) in (0..=u8::MAX).zip(shares) {
                let mut alone: Code = [0; 4];
                alone.iter_mut().skip(channel).take(1).for_each(|place| *place = code);
                *share = luminance_of(linear_of_code(alone)) * 255.0;
            }
        }
        let (row, mixed) = ([[0; 4]; COLUMNS], [[0; 4]; COLUMNS]);
        let mut nobody: Vec<u8> = mask.iter().map(|person| if *person < NOBODY { HERE } else { 0 }).collect();
        nobody.resize(MASK_SIDE * MASK_SIDE, 0);
        nobody.push(0);
        Self { frame, canvas, nobody, upper: row, lower: row, at: None, mixed, luminance }
    }

    /// Which pixels of row `y` of the small picture show background.
    fn walls(&self, y: usize, out: &mut [u8]) {
        let place = |x: f64| {
            let [x, y] = in_part(x, y as f64);
            self.canvas.in_picture([CUT[0] + x, CUT[1] + y])
        };
        let [[px, py], [next_x, next_y]] = [0.0, 1.0].map(place);
        let (width, height) = (f64::from(self.frame.width()), f64::from(self.frame.height()));
        // In parts of a cell of the mask.
        let parts = |v: f64, of: f64| (v / of * MASK_SIDE as f64 * f64::from(CELL)) as i32;
        let (mut mx, mut my) = (parts(px, width), parts(py, height));
        let (across, down) = (parts(next_x - px, width), parts(next_y - py, height));
        // All places first, many at once.
        let mut cells = [0u32; SMALL[0]];
        for cell in &mut cells {
            // What is below 0 is a large number.
            let (column, row) = (mx as u32 / CELL, my as u32 / CELL);
            let inside = (column < MASK_SIDE as u32) & (row < MASK_SIDE as u32);
            *cell = if inside { row * MASK_SIDE as u32 + column } else { (MASK_SIDE * MASK_SIDE) as u32 };
            (mx, my) = (mx.wrapping_add(across), my.wrapping_add(down));
        }
        for (out, cell) in out.iter_mut().zip(cells) {
            *out = self.nobody.get(cell as usize).copied().unwrap_or_default();
        }
    }

    /// Luminance in whole steps of 255 of row `y` of the small picture where it shows background (`own`; `next` is where the
    /// row below does): resized from the canvas by linear interpolation, as a picture of 8 bits is.
    fn light(&mut self, y: usize, own: &Row, next: &Row, out: &mut [f32]) {
        let [_, cy] = in_part(0.0, y as f64);
        let upper = cy as usize;
        if upper > 0 && self.at == Some(upper - 1) {
            std::mem::swap(&mut self.upper, &mut self.lower);
        } else if self.at != Some(upper) {
            self.read(false, upper, own);
        }
        // The row below may need what this one does not.
        let mut either = *own;
        either.iter_mut().zip(next).for_each(|(either, next)| *either |= next);
        self.read(true, upper + 1, &either);
        self.at = Some(upper);
        let below = ((cy - upper as f64) * f64::from(1 << PARTS)) as u16;
        for (from, to) in mask_runs(own) {
            let (first, last) = columns(from, to);
            let [upper, lower] = [&self.upper, &self.lower].map(|row| row.get(first..last).unwrap_or_default());
            mix(upper.as_flattened(), lower.as_flattened(), below, self.mixed.as_flattened_mut());
            let from_first = in_part(from as f64, 0.0)[0] - first as f64;
            lighten(&self.mixed, from_first, &self.luminance, out.get_mut(from..to).unwrap_or_default());
        }
    }

    /// Reads row `y` of the part of the canvas around what is `wanted` of a row of the small picture.
    fn read(&mut self, lower: bool, y: usize, wanted: &[u8]) {
        for (from, to) in mask_runs(wanted) {
            let (first, last) = columns(from, to);
            let row = if lower { &mut self.lower } else { &mut self.upper };
            let row = row.get_mut(first..last).unwrap_or_default();
            self.canvas.codes(self.frame, [CUT[0] + first as f64, CUT[1] + y as f64], 1.0, last - first, row);
        }
    }
}

/// What lies `below` the upper row towards the lower one, both in parts.
#[multiversion(targets("x86_64+avx2"))]
fn mix(upper: &[u8], lower: &[u8], below: u16, mixed: &mut [u16]) {
    for (mixed, (a, b)) in mixed.iter_mut().zip(upper.iter().zip(lower)) {
        *mixed = u16::from(*a) * ((1 << PARTS) - below) + u16::from(*b) * below;
    }
}

/// Luminance in whole steps of 255 along a row of `mixed` pixels, from a place of it on; each code's share in it is in
/// `luminance`.
fn lighten(mixed: &[[u16; 4]], from: f64, luminance: &[[f32; 256]; 3], out: &mut [f32]) {
    const EACH: usize = 16;
    let [mut place, step] = [from, STEP[0]].map(|v| (v * f64::from(1u32 << POINT)) as u32);
    let [reds, greens, blues] = luminance;
    for out in out.chunks_mut(EACH) {
        let (mut left, mut right, mut parts) = ([[0; 4]; EACH], [[0; 4]; EACH], [[0; 4]; EACH]);
        for (part, (left, right)) in parts.iter_mut().zip(left.iter_mut().zip(&mut right)).take(out.len()) {
            let pair = mixed.get((place >> POINT) as usize..).and_then(|rest| rest.first_chunk::<2>());
            [*left, *right] = pair.copied().unwrap_or_default();
            *part = [(place >> (POINT - PARTS)) as u16 & ((1 << PARTS) - 1); 4];
            place = place.wrapping_add(step);
        }
        let mut codes = [[0u8; 4]; EACH];
        between(left.as_flattened(), right.as_flattened(), parts.as_flattened(), codes.as_flattened_mut());
        for (out, [r, g, b, _]) in out.iter_mut().zip(codes) {
            let of = |codes: &[f32; 256], code: u8| codes.get(usize::from(code)).copied().unwrap_or_default();
            *out = ((of(reds, r) + of(greens, g) + of(blues, b) + 0.5) as i32) as f32;
        }
    }
}

/// Whole codes that lie `parts` of the way from `left` to `right`, which are in parts of a code.
#[multiversion(targets("x86_64+avx2"))]
fn between(left: &[u16], right: &[u16], parts: &[u16], codes: &mut [u8]) {
    for (code, (part, (left, right))) in codes.iter_mut().zip(parts.iter().zip(left.iter().zip(right))) {
        let [left, right, part] = [*left, *right, *part].map(i32::from);
        *code = (((left << PARTS) + (right - left) * part + (1 << (2 * PARTS - 1))) >> (2 * PARTS)) as u8;
    }
}

/// The columns of the part of the canvas, from and to, between which pixels `from` to `to` of a row lie.
fn columns(from: usize, to: usize) -> (usize, usize) {
    let [first, last] = [from, to.saturating_sub(1)].map(|x| in_part(x as f64, 0.0)[0] as usize);
    (first, (last + 2).min(COLUMNS))
}

/// Where in the part of the canvas a pixel of the small picture lies: middles of pixels onto middles of pixels.
fn in_part(x: f64, y: f64) -> [f64; 2] {
    [(x + 0.5) * STEP[0] - 0.5, (y + 0.5) * STEP[1] - 0.5]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::MeshFace;
    use crate::frame::{FrameMeta, PixelFormat};

    /// A face whose eyes and mouth lie on the canvas as they are in a picture of 616 px.
    fn canvas() -> Canvas {
        let mut face = MeshFace { points: vec![[0.0; 3]; 468], ..MeshFace::default() };
        for (indices, [x, y]) in [
            ([33, 133], [251.0, 272.0]),
            ([362, 263], [364.0, 272.0]),
            ([61, 61], [262.0, 402.0]),
            ([291, 291], [355.0, 402.0]),
        ] {
            for index in indices {
                face.points[index] = [x, y, 0.0];
            }
        }
        Canvas::of(&face).unwrap()
    }

    fn gradient(mask: &[f32], pixel: impl Fn(usize, usize) -> u8) -> Option<f64> {
        let bytes: Vec<u8> = (0..616 * 616).map(|i| pixel(i % 616, i / 616)).collect();
        let frame = Frame::new(&FrameMeta::new(PixelFormat::Grey, 616, 616, 0), &bytes).unwrap();
        background_gradient(&frame, &canvas(), mask)
    }

    #[test]
    fn a_plain_wall_has_no_gradient_and_a_ramp_has_its_slope() {
        let nobody = vec![0.0; MASK_SIDE * MASK_SIDE];
        assert_eq!(gradient(&nobody, |_, _| 200), Some(0.0));
        // Linear light that grows by half a step of 255 a pixel of the canvas: 32 × 0.5 × 492 / 354.
        let code = |light: f64| {
            (if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }) * 255.0
        };
        let slope = gradient(&nobody, |x, _| code(x as f64 * 0.4 / 255.0).round() as u8).unwrap();
        assert!((slope - 32.0 * 0.4 * 492.0 / 354.0).abs() < 1.0, "{slope}");
    }

    #[test]
    fn the_person_and_what_lies_beside_them_does_not_count() {
        // The person fills the picture's right half, and has stripes.
        let mask: Vec<f32> = (0..MASK_SIDE * MASK_SIDE).map(|i| f32::from(u8::from(i % MASK_SIDE >= 128))).collect();
        let striped = |x: usize, _| if x > 310 && x % 4 < 2 { 0 } else { 200 };
        assert_eq!(gradient(&mask, striped), Some(0.0));
        assert!(gradient(&vec![0.0; MASK_SIDE * MASK_SIDE], striped).unwrap() > 100.0);
        assert_eq!(gradient(&vec![1.0; MASK_SIDE * MASK_SIDE], striped), None);
    }
}
