//! A straight line of sampling points across a picture, in fixed point.

use super::affine::Affine;

/// Bits after the point. Steps of 2^-16 px add up to 0.01 px over 640 columns at most.
pub const POINT: u32 = 16;
/// Bits of a fraction that interpolation uses: two factors of 7 bits and a value of 8 fit 32 bits, one factor and a value
/// 16. OpenCV's warp uses 5.
pub const PART_BITS: u32 = 7;
/// One pixel in parts.
pub const PARTS: i16 = 1 << PART_BITS;

/// Where sampling stands and how it goes on, in 2^-16 px of the stored picture.
#[derive(Debug, Clone, Copy)]
pub struct Walk {
    x: i64,
    y: i64,
    dx: i64,
    dy: i64,
}

/// A place between pixels: `x`, `y` and what lies beyond, in 1/128 px.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub x: usize,
    pub y: usize,
    pub right: i16,
    pub below: i16,
}

fn fixed(value: f64) -> i64 {
    // Saturates, and NaN becomes 0.
    (value * f64::from(1u32 << POINT)).round() as i64
}

impl Walk {
    /// Along row `row` of the image that `map` takes to the stored picture.
    pub fn along(map: &Affine, row: usize) -> Self {
        let (x, y) = map.apply(0.0, row as f64);
        let ([dx, ..], [dy, ..]) = (map.x, map.y);
        Self { x: fixed(x), y: fixed(y), dx: fixed(dx), dy: fixed(dy) }
    }

    /// Where it stands and how far it goes, in 2^-16 px: x, y, and the steps of both. For lanes that only a desk has.
    #[cfg(target_arch = "x86_64")]
    pub fn numbers(self) -> [i64; 4] {
        [self.x, self.y, self.dx, self.dy]
    }

    /// After `steps` steps.
    pub fn after(self, steps: usize) -> Self {
        let go = |from: i64, step: i64| from.saturating_add(step.saturating_mul(steps as i64));
        Self { x: go(self.x, self.dx), y: go(self.y, self.dy), ..self }
    }

    /// Of `steps` steps, those with a pixel at both sides and above and below.
    pub fn inside(self, steps: usize, width: usize, height: usize) -> std::ops::Range<usize> {
        let last = |pixels: usize| (pixels as i64 - 1) << POINT;
        let holds = |step: &usize| {
            let Self { x, y, .. } = self.after(*step);
            x >= 0 && x < last(width) && y >= 0 && y < last(height)
        };
        // A straight line is inside a rectangle in one piece.
        match (0..steps).find(holds) {
            Some(first) => first..(first..steps).rev().find(holds).map_or(first, |step| step + 1),
            None => 0..0,
        }
    }

    /// The place here. Meaningless outside.
    #[inline(always)]
    pub fn place(self) -> Place {
        let part = |n: i64| ((n >> (POINT - PART_BITS)) & i64::from(PARTS - 1)) as i16;
        let whole = |n: i64| (n >> POINT) as usize;
        Place { x: whole(self.x), y: whole(self.y), right: part(self.x), below: part(self.y) }
    }

    /// The pixel here. Meaningless outside.
    #[inline(always)]
    pub fn pixel(self) -> (usize, usize) {
        ((self.x >> POINT) as usize, (self.y >> POINT) as usize)
    }

    /// What lies beyond the pixel to the right and below, in parts, here and for the steps to come.
    #[inline(always)]
    pub fn parts(self, right: &mut [u16], below: &mut [u16]) {
        for (out, from, step) in [(right, self.x, self.dx), (below, self.y, self.dy)] {
            // Only the 16 bits after the point matter, and they wrap as they should.
            let (from, step) = (from as u16, step as u16);
            for (k, out) in out.iter_mut().enumerate() {
                *out = from.wrapping_add(step.wrapping_mul(k as u16)) >> (POINT - PART_BITS);
            }
        }
    }

    /// The place here, moved to the rim where it is outside.
    pub fn clamped(self, width: usize, height: usize) -> Place {
        let held = |n: i64, pixels: usize| n.clamp(0, (pixels as i64 - 1) << POINT);
        Self { x: held(self.x, width), y: held(self.y, height), ..self }.place()
    }

    /// The place here, if a picture of this size shows it.
    pub fn shown(self, width: usize, height: usize) -> Option<Place> {
        let holds = |n: i64, pixels: usize| (0..=(pixels as i64 - 1) << POINT).contains(&n);
        (holds(self.x, width) && holds(self.y, height)).then(|| self.place())
    }

    /// One step on.
    #[inline(always)]
    pub fn step(&mut self) {
        (self.x, self.y) = (self.x.wrapping_add(self.dx), self.y.wrapping_add(self.dy));
    }
}
