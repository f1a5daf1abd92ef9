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
/// One row in so many is measured: a mean over some thousand pixels is as good as one over all.
const EVERY: usize = 16;
/// Rows and columns that OFIQ's erosion by 4 by 4 looks at, from this many before the pixel to this many after.
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
    let (mut sum, mut count) = (0.0f64, 0usize);
    for y in (EVERY / 2..SMALL[1] - 1).step_by(EVERY) {
        for (from, to) in behind.runs(y) {
            let rows = behind.light(from - 1, to + 1, y);
            let columns = to - from;
            for x in 0..columns {
                let at = |row: usize, column: usize| {
                    rows.get(row).and_then(|r| r.get(x + column)).copied().unwrap_or_default()
                };
                let across = |row: usize| at(row, 2) - at(row, 0);
                let gx = 3.0 * across(0) + 10.0 * across(1) + 3.0 * across(2);
                let down = |column: usize| at(2, column) - at(0, column);
                let gy = 3.0 * down(0) + 10.0 * down(1) + 3.0 * down(2);
                sum += f64::from(length(gx, gy));
            }
            count += columns;
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
    fn walls(&self, y: usize) -> impl Iterator<Item = bool> + '_ {
        let [[px, py], [next_x, next_y]] =
            [0.0, 1.0].map(|x| self.canvas.in_picture(canvas_place(x, y as f64))).map(|p| p.map(|v| v as f32));
        let (across, down) = (next_x - px, next_y - py);
        let (width, height) = (self.frame.width() as f32, self.frame.height() as f32);
        let cells = |length: f32| MASK_SIDE as f32 / length;
        let (cells_x, cells_y) = (cells(width), cells(height));
        (0..SMALL[0]).map(move |x| {
            let (px, py) = (px + across * x as f32, py + down * x as f32);
            let inside = px >= 0.0 && py >= 0.0 && px < width && py < height;
            let at = usize::from((py * cells_y) as u16) * MASK_SIDE + usize::from((px * cells_x) as u16);
            inside && self.mask.get(at).is_some_and(|person| *person < NOBODY)
        })
    }

    /// The stretches of row `y` that are background with all that the erosion looks at; ends lie after the last pixel.
    /// The outermost columns, whose gradient would be mirrored, are left out.
    fn runs(&self, y: usize) -> Vec<(usize, usize)> {
        let mut open = [true; SMALL[0]];
        // A pixel of the mask is larger than the erosion: what both outer rows show is true of those between.
        for row in [y.saturating_sub(BEFORE), (y + AFTER).min(SMALL[1] - 1)] {
            open.iter_mut().zip(self.walls(row)).for_each(|(open, wall)| *open = *open && wall);
        }
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for x in 1..SMALL[0] - 1 {
            let around = open.get(x.saturating_sub(BEFORE)..(x + AFTER + 1).min(SMALL[0])).unwrap_or_default();
            if !around.iter().all(|o| *o) {
                continue;
            }
            match runs.last_mut() {
                Some((_, to)) if *to == x => *to = x + 1,
                _ => runs.push((x, x + 1)),
            }
        }
        runs
    }

    /// Luminance in whole steps of 255 of the row above `y`, `y` and the one below, columns `from` to before `to`: resized
    /// from the canvas by linear interpolation, as a picture of 8 bits is.
    fn light(&self, from: usize, to: usize, y: usize) -> [Vec<f32>; 3] {
        let [left, top] = canvas_place(from as f64, y as f64 - 1.0).map(f64::floor);
        let [right, bottom] = canvas_place(to as f64 - 1.0, y as f64 + 1.0).map(|v| v.floor() + 2.0);
        let (width, height) = ((right - left) as usize, (bottom - top) as usize);
        let codes = self.canvas.codes(self.frame, [left, top], 1.0, width, height);
        let mut rows: [Vec<f32>; 3] = Default::default();
        for (k, row) in rows.iter_mut().enumerate() {
            for x in from..to {
                let [cx, cy] = canvas_place(x as f64, (y + k) as f64 - 1.0);
                let (u, v) = ((cx - left) as f32, (cy - top) as f32);
                let (i, j) = (u as u16, v as u16);
                let (fu, fv) = (u - f32::from(i), v - f32::from(j));
                let (i, j) = (usize::from(i), usize::from(j));
                let code = |i: usize, j: usize| codes.get(j * width + i).copied().unwrap_or_default();
                let corners = [code(i, j), code(i + 1, j), code(i, j + 1), code(i + 1, j + 1)];
                let shares = [(1.0 - fu) * (1.0 - fv), fu * (1.0 - fv), (1.0 - fu) * fv, fu * fv];
                let mut mixed = [0.5; 3];
                for (corner, share) in corners.iter().zip(shares) {
                    mixed.iter_mut().zip(corner).for_each(|(m, c)| *m += c * share);
                }
                let light = luminance(linear_of(mixed.map(|m| m as u16 * STEPS)));
                row.push(f32::from((light * 255.0 + 0.5) as u8));
            }
        }
        rows
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
