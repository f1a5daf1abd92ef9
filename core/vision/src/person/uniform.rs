//! OFIQ's BackgroundUniformity: how much the light changes from pixel to pixel behind the head.

use super::canvas::Canvas;
use super::colour::{length, linear_of, luminance};
use super::segment::MASK_SIDE;
use crate::frame::{Frame, STEPS};

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

/// Px of the canvas to a pixel of the small picture, in x and y.
const STEP: [f64; 2] = [PART[0] / SMALL[0] as f64, PART[1] / SMALL[1] as f64];

/// Mean of Scharr's gradient of luminance (0 to 255, linear light) over the background that `canvas` shows of `frame`,
/// whose person is in `mask` (256 × 256, 0 to 1). `None` where it shows no background.
pub fn background_gradient(frame: &Frame<'_>, canvas: &Canvas, mask: &[f32]) -> Option<f64> {
    let behind = Behind { frame, canvas, mask };
    // The last four rows: which pixels are background, and how light these are, each with what the borders add. The erosion
    // looks at two rows before the middle one and at one after it, and takes nothing beyond the picture; the gradient looks at
    // one before and one after, and finds the picture mirrored there.
    let mut walls = [[true; BEFORE + SMALL[0] + AFTER]; BEFORE + 1 + AFTER];
    let mut light = [[0.0; 1 + SMALL[0] + 1]; BEFORE + 1 + AFTER];
    let (mut sum, mut count) = (0.0f64, 0usize);
    for y in 0..=SMALL[1] {
        walls.rotate_left(1);
        light.rotate_left(1);
        let ([.., wall], [_, above, middle, below]) = (&mut walls, &mut light);
        if y < SMALL[1] {
            let wall = wall.get_mut(BEFORE..BEFORE + SMALL[0]).unwrap_or_default();
            behind.walls(y, wall);
            behind.light(y, wall, below.get_mut(1..=SMALL[0]).unwrap_or_default());
            if let [first, _, third, .., third_last, _, last] = below.as_mut_slice() {
                (*first, *last) = (*third, *third_last);
            }
        } else {
            (*wall, *below) = ([true; _], *above);
        }
        if y == 1 {
            *above = *below;
        }
        if y == 0 {
            continue;
        }
        let mut open = [true; BEFORE + SMALL[0] + AFTER];
        for wall in &walls {
            open.iter_mut().zip(wall).for_each(|(open, wall)| *open &= *wall);
        }
        let around = open.windows(4).zip(above.windows(3).zip(middle.windows(3)).zip(below.windows(3)));
        for (open, ((above, middle), below)) in around {
            let (&[true, true, true, true], &[a, b, c], &[d, _, e], &[f, g, h]) = (open, above, middle, below) else {
                continue;
            };
            let gx = 3.0 * (c - a) + 10.0 * (e - d) + 3.0 * (h - f);
            let gy = 3.0 * (f - a) + 10.0 * (g - b) + 3.0 * (h - c);
            sum += f64::from(length(gx, gy));
            count += 1;
        }
    }
    (count > 0).then(|| sum / count as f64)
}

/// What is behind the person.
struct Behind<'a> {
    frame: &'a Frame<'a>,
    canvas: &'a Canvas,
    mask: &'a [f32],
}

impl Behind<'_> {
    /// Which pixels of row `y` of the small picture show background.
    fn walls(&self, y: usize, out: &mut [bool]) {
        let [[px, py], [next_x, next_y]] =
            [0.0, 1.0].map(|x| self.canvas.in_picture(canvas_place(x, y as f64))).map(|p| p.map(|v| v as f32));
        let (across, down) = (next_x - px, next_y - py);
        let (width, height) = (self.frame.width() as f32, self.frame.height() as f32);
        let (cells_x, cells_y) = (MASK_SIDE as f32 / width, MASK_SIDE as f32 / height);
        for (x, out) in out.iter_mut().enumerate() {
            let (px, py) = (px + across * x as f32, py + down * x as f32);
            let inside = px >= 0.0 && py >= 0.0 && px < width && py < height;
            let at = usize::from((py * cells_y) as u16) * MASK_SIDE + usize::from((px * cells_x) as u16);
            *out = inside && self.mask.get(at).is_some_and(|person| *person < NOBODY);
        }
    }

    /// Luminance in whole steps of 255 of row `y` where it shows background: resized from the canvas by linear
    /// interpolation, as a picture of 8 bits is.
    fn light(&self, y: usize, wall: &[bool], out: &mut [f32]) {
        let mut from = 0;
        for run in wall.chunk_by(|a, b| a == b) {
            let to = from + run.len();
            if let (Some(true), Some(out)) = (run.first(), out.get_mut(from..to)) {
                self.fill(y, from, out);
            }
            from = to;
        }
    }

    fn fill(&self, y: usize, from: usize, out: &mut [f32]) {
        let [start, cy] = canvas_place(from as f64, y as f64);
        let (left, top) = (start.floor(), cy.floor());
        let width = (start - left + out.len() as f64 * STEP[0]) as usize + 2;
        let codes = self.canvas.codes(self.frame, [left, top], 1.0, width, 2);
        let (upper, lower) = codes.split_at(width.min(codes.len()));
        let below = (cy - top) as f32;
        for (x, out) in out.iter_mut().enumerate() {
            let u = (start - left) as f32 + x as f32 * STEP[0] as f32;
            let i = u as u16;
            let right = u - f32::from(i);
            let pair = |row: &[[f32; 3]]| row.get(usize::from(i)..).and_then(|r| r.first_chunk::<2>().copied());
            let (Some([a, b]), Some([c, d])) = (pair(upper), pair(lower)) else { continue };
            let mut mixed = [0; 3];
            for ((((mixed, a), b), c), d) in mixed.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                let (upper, lower) = (a + (b - a) * right, c + (d - c) * right);
                *mixed = (upper + (lower - upper) * below + 0.5) as u16 * STEPS;
            }
            *out = f32::from((luminance(linear_of(mixed)) * 255.0 + 0.5) as u8);
        }
    }
}

/// Where on the canvas a pixel of the small picture lies: middles of pixels onto middles of pixels.
fn canvas_place(x: f64, y: f64) -> [f64; 2] {
    [CUT[0] + (x + 0.5) * STEP[0] - 0.5, CUT[1] + (y + 0.5) * STEP[1] - 0.5]
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
