//! Maps of the plane that keep lines straight and parallel.

/// `x' = a x + b y + c`, `y' = d x + e y + f`, in pixels whose centres have whole coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Affine {
    /// `[a, b, c]`.
    pub x: [f64; 3],
    /// `[d, e, f]`.
    pub y: [f64; 3],
}

impl Affine {
    /// Leaves everything where it is.
    pub const IDENTITY: Self = Self { x: [1.0, 0.0, 0.0], y: [0.0, 1.0, 0.0] };

    /// From a square of `pixels` a side to the square of side `side` about (`cx`, `cy`) that is turned clockwise by
    /// `angle` (radians, y pointing down). Its corner maps to the square's corner.
    pub fn onto_square(cx: f64, cy: f64, side: f64, angle: f64, pixels: usize) -> Self {
        let step = side / pixels as f64;
        let (sin, cos) = angle.sin_cos();
        let (along, across) = (step * cos, step * sin);
        let half = side / 2.0;
        Self { x: [along, -across, cx - half * cos + half * sin], y: [across, along, cy - half * sin - half * cos] }
    }

    /// Where a point goes.
    pub fn apply(&self, px: f64, py: f64) -> (f64, f64) {
        let ([a, b, c], [d, e, f]) = (self.x, self.y);
        (a * px + b * py + c, d * px + e * py + f)
    }

    /// This map, then `next`.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let ([a, b, c], [d, e, f]) = (self.x, self.y);
        let row = |[p, q, r]: [f64; 3]| [p * a + q * d, p * b + q * e, p * c + q * f + r];
        Self { x: row(next.x), y: row(next.y) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_turned_clockwise_has_its_corner_up() {
        let map = Affine::onto_square(100.0, 50.0, 20.0, std::f64::consts::FRAC_PI_2, 10);
        let (x, y) = map.apply(0.0, 0.0);
        assert!((x - 110.0).abs() < 1e-9 && (y - 40.0).abs() < 1e-9, "{x} {y}");
        let (x, y) = map.apply(5.0, 5.0);
        assert!((x - 100.0).abs() < 1e-9 && (y - 50.0).abs() < 1e-9, "{x} {y}");
    }

    #[test]
    fn maps_are_applied_one_after_the_other() {
        let one = Affine { x: [2.0, 1.0, 3.0], y: [0.0, -1.0, 4.0] };
        let two = Affine { x: [1.0, -2.0, 0.5], y: [3.0, 1.0, 1.0] };
        let (x, y) = one.apply(5.0, 7.0);
        assert_eq!(one.then(&two).apply(5.0, 7.0), two.apply(x, y));
    }
}
