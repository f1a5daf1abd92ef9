//! Pictures that are laid over surfaces: four bytes a pixel, with smaller copies so that far heads do not sparkle.

/// Red, green, blue, opacity.
#[derive(Clone)]
pub struct Texture {
    /// Width, px.
    pub w: usize,
    /// Height, px.
    pub h: usize,
    px: Vec<[u8; 4]>,
}

impl Texture {
    /// Nothing but see-through.
    #[must_use]
    pub fn new(w: usize, h: usize) -> Self {
        Self { w, h, px: vec![[0; 4]; w * h] }
    }

    /// An opaque picture of bytes red, green, blue.
    #[must_use]
    pub fn opaque(w: usize, h: usize, rgb: &[u8]) -> Self {
        let px = rgb.chunks_exact(3).map(|c| [c[0], c[1], c[2], 255]).collect();
        Self { w, h, px }
    }

    /// Sets a pixel: colour 0 to 255, opacity 0 to 1.
    pub fn put(&mut self, i: usize, j: usize, c: [f32; 3], opacity: f32) {
        let b = |v: f32| (v + 0.5).clamp(0.0, 255.0) as u8;
        self.px[j * self.w + i] = [b(c[0]), b(c[1]), b(c[2]), b(opacity * 255.0)];
    }

    /// Takes opacity from a pixel: `keep` of it stays.
    pub fn fade(&mut self, i: usize, j: usize, keep: f32) {
        let px = &mut self.px[j * self.w + i];
        px[3] = (f32::from(px[3]) * keep) as u8;
    }

    /// One pixel.
    #[must_use]
    pub fn get(&self, i: usize, j: usize) -> [u8; 4] {
        self.px[j.min(self.h - 1) * self.w + i.min(self.w - 1)]
    }

    /// Opacity of the nearest pixel, 0 to 1; nothing outside.
    #[must_use]
    pub fn alpha(&self, u: f32, v: f32) -> f32 {
        if u < 0.0 || v < 0.0 || u >= self.w as f32 || v >= self.h as f32 {
            return 0.0;
        }
        f32::from(self.px[v as usize * self.w + u as usize][3]) / 255.0
    }

    /// Bilinear at `u`, `v` (pixel centres at .5), the border repeated.
    #[inline]
    #[must_use]
    pub fn sample(&self, u: f32, v: f32) -> [u32; 4] {
        // 8 bits of fraction: enough for 8 bits of colour.
        let fix = |x: f32, n: usize| ((x - 0.5) * 256.0).clamp(0.0, ((n - 1) * 256) as f32) as usize;
        let (u, v) = (fix(u, self.w), fix(v, self.h));
        let (i, j) = ((u >> 8).min(self.w.saturating_sub(2)), (v >> 8).min(self.h.saturating_sub(2)));
        let (fu, fv) = ((u - (i << 8)) as u32, (v - (j << 8)) as u32);
        let at = j * self.w + i;
        let (a, b) = (&self.px[at..at + 2], &self.px[at + self.w..at + self.w + 2]);
        let mut out = [0; 4];
        for (k, o) in out.iter_mut().enumerate() {
            let top = u32::from(a[0][k]) * (256 - fu) + u32::from(a[1][k]) * fu;
            let low = u32::from(b[0][k]) * (256 - fu) + u32::from(b[1][k]) * fu;
            *o = (top * (256 - fv) + low * fv + 32768) >> 16;
        }
        out
    }

    /// Half the size, each pixel the mean of four weighted by opacity.
    #[must_use]
    pub fn half(&self) -> Self {
        let (w, h) = ((self.w / 2).max(2), (self.h / 2).max(2));
        let mut px = Vec::with_capacity(w * h);
        for j in 0..h {
            for i in 0..w {
                let four = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(a, b)| self.get(2 * i + a, 2 * j + b).map(u32::from));
                let all: u32 = four.iter().map(|c| c[3]).sum();
                let mean = |k: usize| {
                    if all == 0 {
                        return (four.iter().map(|c| c[k]).sum::<u32>() / 4) as u8;
                    }
                    ((four.iter().map(|c| c[k] * c[3]).sum::<u32>() + all / 2) / all) as u8
                };
                px.push([mean(0), mean(1), mean(2), ((all + 2) / 4) as u8]);
            }
        }
        Self { w, h, px }
    }
}

/// A texture at full size and halved again and again.
#[derive(Clone)]
pub struct Levels(Vec<Texture>);

impl Levels {
    /// `count` sizes at most, the largest first.
    #[must_use]
    pub fn new(full: Texture, count: usize) -> Self {
        let mut all = vec![full];
        while all.len() < count && all.last().is_some_and(|t| t.w.min(t.h) >= 8) {
            let next = all[all.len() - 1].half();
            all.push(next);
        }
        Self(all)
    }

    /// The size that suits when `shrink` texture pixels of the full size make one of the frame, and its factor.
    #[must_use]
    pub fn suited(&self, shrink: f32) -> (&Texture, f32) {
        let mut level = 0;
        while level + 1 < self.0.len() && shrink > 1.5 * (1 << level) as f32 {
            level += 1;
        }
        (&self.0[level], 1.0 / (1 << level) as f32)
    }

    /// The full size.
    #[must_use]
    pub fn full(&self) -> &Texture {
        &self.0[0]
    }
}
