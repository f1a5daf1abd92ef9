//! A smooth height over a plane through scattered points.

/// Multiquadrics sqrt(r² + c²) with a plane: hardly any overshoot beside steep places (Hardy 1971).
pub struct Field {
    points: Vec<[f32; 2]>,
    weights: Vec<f32>,
    plane: [f32; 3],
}

/// c of the kernel, cm: about the spacing of the mesh's points.
const ROUND: f64 = 0.7;
/// What the heights may be missed by: a mesh point moves by a hundredth of a cm where its neighbours disagree.
const LOOSE: f64 = 0.02;

impl Field {
    /// Through `points`: x, y, height, cm.
    #[must_use]
    pub fn through(points: &[[f32; 3]]) -> Self {
        let n = points.len();
        let size = n + 3;
        let mut m = vec![0.0f64; size * (size + 1)];
        let row = size + 1;
        for (i, p) in points.iter().enumerate() {
            for (j, q) in points.iter().enumerate() {
                m[i * row + j] = -kernel(f64::from(p[0] - q[0]), f64::from(p[1] - q[1]));
            }
            m[i * row + i] += LOOSE;
            for (k, v) in [1.0, f64::from(p[0]), f64::from(p[1])].into_iter().enumerate() {
                m[i * row + n + k] = v;
                m[(n + k) * row + i] = v;
            }
            m[i * row + size] = f64::from(p[2]);
        }
        let x = solve(&mut m, size);
        Self {
            points: points.iter().map(|p| [p[0], p[1]]).collect(),
            weights: x[..n].iter().map(|v| -*v as f32).collect(),
            plane: [x[n] as f32, x[n + 1] as f32, x[n + 2] as f32],
        }
    }

    /// The height at a place, cm.
    #[must_use]
    pub fn at(&self, x: f32, y: f32) -> f32 {
        let round = (ROUND * ROUND) as f32;
        let sum: f32 = self
            .points
            .iter()
            .zip(&self.weights)
            .map(|(p, w)| {
                let (dx, dy) = (x - p[0], y - p[1]);
                w * (dx * dx + dy * dy + round).sqrt()
            })
            .sum();
        sum + self.plane[0] + self.plane[1] * x + self.plane[2] * y
    }
}

fn kernel(x: f64, y: f64) -> f64 {
    (x * x + y * y + ROUND * ROUND).sqrt()
}

/// Gaussian elimination with row pivots; rows of `size` + 1 numbers, the right side last.
fn solve(m: &mut [f64], size: usize) -> Vec<f64> {
    let row = size + 1;
    for k in 0..size {
        let best = (k..size).max_by(|a, b| m[a * row + k].abs().total_cmp(&m[b * row + k].abs())).unwrap_or(k);
        if best != k {
            for c in k..row {
                m.swap(k * row + c, best * row + c);
            }
        }
        let (top, below) = m.split_at_mut((k + 1) * row);
        let pivot = &top[k * row..];
        let head = pivot[k];
        for line in below.chunks_exact_mut(row) {
            let f = line[k] / head;
            if f != 0.0 {
                for (a, b) in line[k..].iter_mut().zip(&pivot[k..]) {
                    *a -= f * b;
                }
            }
        }
    }
    let mut x = vec![0.0; size];
    for k in (0..size).rev() {
        let known: f64 = (k + 1..size).map(|j| m[k * row + j] * x[j]).sum();
        x[k] = (m[k * row + size] - known) / m[k * row + k];
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_through_its_points_and_between_them() {
        let height = |x: f32, y: f32| 2.0 + 0.3 * x - 0.05 * (x * x + y * y);
        let points: Vec<[f32; 3]> = (0..100)
            .map(|i| {
                let (x, y) = ((i % 10) as f32 - 4.5, (i / 10) as f32 - 4.5);
                [x, y, height(x, y)]
            })
            .collect();
        let field = Field::through(&points);
        for p in &points {
            assert!((field.at(p[0], p[1]) - p[2]).abs() < 0.03);
        }
        assert!((field.at(0.2, -0.3) - height(0.2, -0.3)).abs() < 0.05);
    }
}
