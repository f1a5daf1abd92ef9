//! Gaussian blur of pictures.

use crate::paint::Img;

impl Img {
    /// Gaussian blur with a deviation of `sigma` pixels: the true kernel below 2 px, three boxes above.
    pub fn blur(&mut self, sigma: f32) {
        if sigma < 0.15 {
            return;
        }
        if sigma < 2.0 {
            let r = (sigma * 3.0).ceil() as usize;
            let mut k: Vec<f32> = (0..=2 * r)
                .map(|i| {
                    let d = i as f32 - r as f32;
                    libm::expf(-d * d / (2.0 * sigma * sigma))
                })
                .collect();
            let sum: f32 = k.iter().sum();
            k.iter_mut().for_each(|v| *v /= sum);
            self.rows(&k);
            self.columns(&k);
        } else {
            for r in boxes(sigma) {
                let k = vec![1.0 / (2 * r + 1) as f32; 2 * r + 1];
                self.box_rows(r);
                if r < 4 {
                    self.columns(&k);
                } else {
                    self.box_columns(r);
                }
            }
        }
    }

    fn rows(&mut self, k: &[f32]) {
        let r = k.len() / 2;
        let mut line = vec![[0.0; 3]; self.w + 2 * r];
        for row in self.px.chunks_exact_mut(self.w) {
            for (i, v) in line.iter_mut().enumerate() {
                *v = row[i.saturating_sub(r).min(row.len() - 1)];
            }
            for (x, out) in row.iter_mut().enumerate() {
                let mut s = [0.0; 3];
                for (c, w) in line[x..].iter().zip(k) {
                    s[0] += c[0] * w;
                    s[1] += c[1] * w;
                    s[2] += c[2] * w;
                }
                *out = s;
            }
        }
    }

    fn columns(&mut self, k: &[f32]) {
        let r = k.len() / 2;
        let src = self.px.clone();
        for y in 0..self.h {
            let out = &mut self.px[y * self.w..(y + 1) * self.w];
            out.fill([0.0; 3]);
            for (i, w) in k.iter().enumerate() {
                let sy = (y + i).saturating_sub(r).min(self.h - 1);
                for (o, c) in out.iter_mut().zip(&src[sy * self.w..(sy + 1) * self.w]) {
                    o[0] += c[0] * w;
                    o[1] += c[1] * w;
                    o[2] += c[2] * w;
                }
            }
        }
    }

    fn box_rows(&mut self, r: usize) {
        let inv = 1.0 / (2 * r + 1) as f32;
        let w = self.w;
        let mut line = vec![[0.0; 3]; w + 2 * r + 1];
        for row in self.px.chunks_exact_mut(w) {
            for (i, v) in line.iter_mut().enumerate() {
                *v = row[i.saturating_sub(r).min(w - 1)];
            }
            let mut s = [0.0; 3];
            for c in &line[..2 * r] {
                (0..3).for_each(|k| s[k] += c[k]);
            }
            for x in 0..w {
                (0..3).for_each(|k| s[k] += line[x + 2 * r][k]);
                row[x] = s.map(|v| v * inv);
                (0..3).for_each(|k| s[k] -= line[x][k]);
            }
        }
    }

    fn box_columns(&mut self, r: usize) {
        let inv = 1.0 / (2 * r + 1) as f32;
        let (w, h) = (self.w, self.h);
        let src = self.px.clone();
        let row = |y: isize| {
            let y = y.clamp(0, h as isize - 1) as usize;
            &src[y * w..(y + 1) * w]
        };
        let mut sum = vec![[0.0f32; 3]; w];
        for y in -(r as isize)..r as isize {
            for (s, c) in sum.iter_mut().zip(row(y)) {
                (0..3).for_each(|k| s[k] += c[k]);
            }
        }
        for y in 0..h as isize {
            let out = &mut self.px[y as usize * w..(y as usize + 1) * w];
            for (((s, add), sub), o) in sum.iter_mut().zip(row(y + r as isize)).zip(row(y - r as isize)).zip(out) {
                for k in 0..3 {
                    s[k] += add[k];
                    o[k] = s[k] * inv;
                    s[k] -= sub[k];
                }
            }
        }
    }
}

/// Radii of three boxes that together blur like a gaussian.
fn boxes(sigma: f32) -> [usize; 3] {
    let ideal = (4.0 * sigma * sigma + 1.0).sqrt();
    let r = ((ideal - 1.0) / 2.0) as usize;
    let has = |n: usize| {
        3.0f32.min(n as f32) * ((2 * r + 3) * (2 * r + 3)) as f32 / 12.0
            + (3 - n) as f32 * ((2 * r + 1) * (2 * r + 1)) as f32 / 12.0
            - 0.25
    };
    let n = (0..=3).min_by(|a, b| {
        let d = |n: usize| (has(n) - sigma * sigma).abs();
        d(*a).total_cmp(&d(*b))
    });
    let n = n.unwrap_or(0);
    [0, 1, 2].map(|i| (r + usize::from(i < n)).max(1))
}
